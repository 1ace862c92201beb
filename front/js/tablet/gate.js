// @ts-check
/* Who is at the tablet: enrolled once online, unlocked by a PIN, with or without a network. */
import { byId, clicks, copyOf, counted, fill, input, keyed, problem, set, show, word, write } from "./dom.js";
import { hasPin, isPin, setPin, tryPin, unlockFor, withPin } from "./lock.js";
import { Digits } from "./pad.js";

/** @typedef {import("./sync.js").Author} Author */

const LONGEST = 8;

export class Gate {
  /** @param {import("./app.js").App} app @param {(author: number) => Promise<void>} entered */
  constructor(app, entered) {
    this.app = app;
    this.entered = entered;
    /** @type {Author | null} */
    this.author = null;
    this.isNew = false;
    /** @type {Map<number, { author: Author, isNew: boolean }>} those shown: a tap on one waits for nothing */
    this.known = new Map();
    this.isBusy = false;
    this.view = byId("view-gate");
    clicks(byId("gate-trouble"), "button", () => location.reload());
    clicks(byId("gate-authors"), "button", (button) => this.choose(Number(button.dataset.key)));
    clicks(this.view, "[data-act=other]", () => this.open());
    new Digits(byId("gate-digits"), () => input("gate-pin"), () => {
      input("gate-pin").value = input("gate-pin").value.slice(0, LONGEST);
    });
    byId("gate-form").addEventListener("submit", (event) => {
      event.preventDefault();
      this.enter();
    });
    byId("gate-code").addEventListener("submit", (event) => {
      event.preventDefault();
      this.byCode();
    });
  }

  /** The list of those enrolled; at once from memory, then as the server knows it. */
  async open() {
    this.author = null;
    const { sync } = this.app;
    try {
      this.show(await this.withPins(await this.app.authors()));
      const known = await sync.authors();
      const pins = known && (await this.withPins(known));
      if (pins && !this.author) this.show(pins);
      show(byId("gate-code"), known !== null);
    } catch {
      this.trouble();
    }
  }

  /** @param {Author[]} authors @returns {Promise<Map<number, { author: Author, isNew: boolean }>>} */
  async withPins(authors) {
    const pins = await withPin(authors.map(({ key }) => key));
    return new Map(authors.map((author) => [author.key, { author, isNew: !pins.has(author.key) }]));
  }

  /** The tablet's memory does not answer: said in words, with a way on. */
  trouble() {
    show(byId("gate-trouble"), true);
  }

  /** @param {Map<number, { author: Author, isNew: boolean }>} known */
  show(known) {
    this.known = known;
    const authors = [...known.values()].map(({ author }) => author);
    keyed(byId("gate-authors"), authors, ({ key }) => key, () => copyOf("author"), (button, { name, initials }) => fill(button, { name, initials }));
    show(byId("gate-who"), authors.length > 0);
    show(byId("gate-nobody"), authors.length === 0);
    show(byId("gate-form"), false);
    show(byId("gate-choice"), true);
  }

  /** @param {number} key */
  choose(key) {
    const chosen = this.known.get(key);
    if (!chosen) return;
    this.author = chosen.author;
    this.ask(chosen.isNew);
    problem(byId("gate-form"), "");
    input("gate-pin").value = "";
    show(byId("gate-choice"), false);
    show(byId("gate-form"), true);
    input("gate-pin").focus();
  }

  /** @param {boolean} isNew */
  ask(isNew) {
    this.isNew = isNew;
    fill(byId("gate-form"), { name: this.author?.name, ask: word(isNew ? "pin_new" : "pin_ask") });
    set(input("gate-pin"), "autocomplete", isNew ? "new-password" : "off");
  }

  async enter() {
    const pin = input("gate-pin").value;
    if (!this.author || this.isBusy) return;
    if (!isPin(pin)) return this.wrong(word("pin_wrong_form"));
    this.isBusy = true;
    try {
      await this.unlock(this.author.key, pin);
    } catch {
      this.wrong(word("memory_silent"));
    } finally {
      this.isBusy = false;
    }
  }

  /** @param {number} key @param {string} pin */
  async unlock(key, pin) {
    if (this.isNew && (await hasPin(key))) {
      // Another page set it meanwhile.
      this.ask(false);
      return this.wrong("");
    }
    if (this.isNew) await setPin(key, pin);
    else {
      const { ok, wait } = await tryPin(key, pin);
      if (!ok) return this.wrong(wait ? counted("pin_wait", wait) : word("pin_wrong"));
    }
    input("gate-pin").value = "";
    await unlockFor(key);
    await this.entered(key);
  }

  /** @param {string} sentence */
  wrong(sentence) {
    problem(byId("gate-form"), sentence);
    input("gate-pin").value = "";
    input("gate-pin").focus();
  }

  /** A one-time code, for who comes for a day. */
  async byCode() {
    const code = input("gate-code-field").value.trim();
    const box = byId("gate-code");
    try {
      const response = await this.app.sync.post("enrol/code", JSON.stringify({ code }));
      const { refusal, author } = await response.json();
      if (refusal) return problem(box, refusal.message);
      problem(box, "");
      input("gate-code-field").value = "";
      await this.open();
      if (author) this.choose(author.key);
    } catch {
      problem(box, word("needs_network"));
    }
  }
}
