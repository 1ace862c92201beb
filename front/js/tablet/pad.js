// @ts-check
/* Pieces made: a number pad, what was rejected and why, and who made how much, shown and editable before it is saved. */
import { minutesOn, partsOf, presentIn, teamOf } from "./asking.js";
import { closeBox, openBox, warm } from "./boxes.js";
import { byId, choices, clicks, copyOf, dialog, fill, input, keyed, painted, press, problem, set, show, word, write } from "./dom.js";
import { quantity, thousandths } from "./days.js";
import { fullName, outputWords, several } from "./looks.js";
import { shareQuantity, sum } from "./sharing.js";

/**
 * @typedef {import("./store.js").Person} Person
 * @typedef {import("./store.js").Output} Output
 */

const LONGEST = 9;

/** Digits by big buttons or by the keyboard, into one field. */
export class Digits {
  /** @param {HTMLElement} box holds [data-digit] buttons @param {() => HTMLInputElement} field @param {() => void} changed */
  constructor(box, field, changed) {
    clicks(box, "[data-digit]", (button) => {
      const digit = button.dataset.digit ?? "";
      const before = field().value;
      const isFull = before.length >= LONGEST || (digit === "," && before.includes(","));
      field().value = digit === "back" ? before.slice(0, -1) : isFull ? before : before + digit;
      changed();
    });
  }
}

export class Pad {
  /** @param {import("./app.js").App} app */
  constructor(app) {
    this.app = app;
    this.dialog = dialog("pad");
    this.people = byId("pad-people");
    this.shares = byId("pad-shares");
    this.activity = 0;
    this.rule = "equal";
    this.field = "pad-good";
    /** @type {Output | undefined} */
    this.corrected = undefined;
    /** The keys of those for whom it has its lines before it is opened. */
    this.preparedFor = "";
    /** What comes in the frame after a tap: the tap is answered first. @type {(() => void) | null} */
    this.rest = null;
    new Digits(this.dialog, () => input(this.field), () => this.later(() => this.split()));
    clicks(byId("pad-fields"), "[data-field]", (button) => this.into(button.dataset.field ?? ""));
    clicks(byId("pad-rules"), "[data-rule]", (button) => this.by(button.dataset.rule ?? ""));
    clicks(this.people, "button", (button) => {
      this.settle();
      set(button, "aria-pressed", String(button.getAttribute("aria-pressed") !== "true"));
      this.split();
    });
    for (const id of ["pad-good", "pad-rejected"]) {
      input(id).addEventListener("input", () => this.later(() => this.split()));
      // Not by its focus: who walks past it with the keyboard to the digits means the one before.
      input(id).addEventListener("click", () => this.into(id));
    }
    // Shares changed by hand are shares agreed on.
    this.shares.addEventListener("input", () => this.by("agreed"));
    clicks(this.dialog, "[data-act=save]", () => this.save());
    clicks(this.dialog, "[data-act=take-back]", () => this.takeBack());
  }

  /** Before the first tap that shows it, it has a line for each person who is there. */
  async prepare() {
    const team = presentIn(this.app.state, this.app.place);
    const keys = team.map(({ key }) => key).join();
    if (keys === this.preparedFor) return;
    this.preparedFor = keys;
    await painted();
    if (this.dialog.open || !this.app.known) return;
    this.renderTeam(team, () => true);
    this.split();
    warm(this.dialog);
  }

  /** @param {() => void} work */
  async later(work) {
    this.settle();
    this.rest = work;
    await painted();
    this.settle();
  }

  settle() {
    const { rest } = this;
    this.rest = null;
    if (this.dialog.open) rest?.();
  }

  /** @param {number} activity @param {string} [corrects] */
  open(activity, corrects) {
    const { state } = this.app;
    this.activity = activity;
    this.corrected = state.outputs.find(({ id }) => id === corrects);
    const known = state.activitiesBy.get(activity);
    fill(this.dialog, { title: known?.name, unit: several(known) });
    problem(this.dialog, "");
    choices(/** @type {any} */ (byId("pad-cause")), state.causes.map(({ key, name }) => ({ value: key, label: name })));
    input("pad-good").value = this.corrected ? plain(this.corrected.good) : "";
    input("pad-rejected").value = this.corrected?.rejected ? plain(this.corrected.rejected) : "";
    input("pad-cause").value = String(this.corrected?.cause ?? "");
    show(byId("pad-back"), Boolean(this.corrected));
    this.into("pad-good");
    this.under(this.corrected?.rule ?? "equal");
    // Those of the count before are nobody's now.
    this.showShares(false);
    openBox(this.dialog);
    this.later(() => this.shareAmong());
  }

  /** Who took part, and each one's share as it was or as the rule has it. */
  shareAmong() {
    const { state, place } = this.app;
    const isIn = this.among();
    const there = presentIn(state, place);
    this.renderTeam(this.corrected ? state.people.filter((person) => isIn(person) || there.includes(person)) : there, isIn);
    this.by(this.rule);
    if (this.corrected) this.renderShares(this.corrected.shares.map(({ good, rejected }) => ({ good, rejected })));
    this.showShares(true);
  }

  /** @param {boolean} is */
  showShares(is) {
    for (const one of [this.shares, byId("pad-total")]) show(one, is);
  }

  /** @param {Person[]} team @param {(person: Person) => boolean} isIn */
  renderTeam(team, isIn) {
    keyed(this.people, team, ({ key }) => key, () => copyOf("toggle"), (button, person) => {
      fill(button, { name: fullName(person), words: "" });
      set(button, "aria-pressed", String(isIn(person)));
    });
  }

  /** Who is counted for at first: those of the record corrected, else those on the activity, else all who are there. */
  among() {
    const { state, place } = this.app;
    if (this.corrected) {
      const keys = new Set(this.corrected.shares.map(({ person }) => String(person)));
      return (/** @type {Person} */ { key }) => keys.has(String(key));
    }
    const onIt = (/** @type {Person} */ person) => partsOf(state, person, place).some((task) => task.activity === this.activity);
    return teamOf(state, place).some(onIt) ? onIt : () => true;
  }

  /** Digits go to the good ones or to the rejected ones. @param {string} field */
  into(field) {
    this.field = field;
    press(byId("pad-fields"), (button) => button.dataset.field === field);
    this.whyRejected();
  }

  whyRejected() {
    show(byId("pad-why"), this.field === "pad-rejected" || Number(thousandths(input("pad-rejected").value)) > 0);
  }

  /** @param {string} rule */
  by(rule) {
    this.settle();
    this.under(rule);
    if (rule === "agreed") this.total();
    else this.split();
  }

  /** @param {string} rule */
  under(rule) {
    this.rule = rule;
    press(byId("pad-rules"), (button) => button.dataset.rule === rule);
  }

  get totals() {
    const [good, rejected] = ["pad-good", "pad-rejected"].map((id) => (input(id).value.trim() === "" ? 0 : thousandths(input(id).value)));
    return { good, rejected };
  }

  /** @returns {Person[]} in the order of the list */
  get chosen() {
    const byKey = new Map(this.app.state.people.map((person) => [String(person.key), person]));
    const pressed = [...this.people.querySelectorAll("[aria-pressed=true]")];
    return pressed.flatMap((one) => byKey.get(/** @type {HTMLElement} */ (one).dataset.key ?? "") ?? []);
  }

  /** The totals over those chosen, by the rule; agreed shares start from an equal split. */
  split() {
    const { state, place } = this.app;
    this.whyRejected();
    const people = this.chosen;
    const { good, rejected } = this.totals;
    const weights = people.map((person) => (this.rule === "minutes" ? minutesOn(state, person, place, this.activity) : 1));
    const [goods, rejects] = [good ?? 0, rejected ?? 0].map((total) => (people.length ? shareQuantity(total, weights) : []));
    this.renderShares(people.map((_, index) => ({ good: goods[index], rejected: rejects[index] })));
  }

  /** @param {{ good: number, rejected: number }[]} shares */
  renderShares(shares) {
    const hasRejects = Number(this.totals.rejected) > 0;
    const rows = this.chosen.slice(0, shares.length).map((person, index) => ({ person, share: shares[index] }));
    keyed(this.shares, rows, ({ person }) => person.key, () => copyOf("share"), (line, { person, share }) => {
      fill(line, { name: fullName(person), again: fullName(person) });
      for (const field of line.querySelectorAll("input")) {
        const isRejects = field.dataset.share === "rejected";
        field.value = plain(share[isRejects ? "rejected" : "good"]);
        show(field.closest("label"), !isRejects || hasRejects);
      }
    });
    this.total();
  }

  /** @returns {{ person: import("./store.js").PersonKey, good: number, rejected: number }[]} */
  get shared() {
    const byKey = new Map(this.chosen.map((person) => [String(person.key), person.key]));
    return [...this.shares.children].map((line) => {
      const [good, rejected] = [...line.querySelectorAll("input")].map((field) => thousandths(field.value) ?? Number.NaN);
      return { person: /** @type {any} */ (byKey.get(/** @type {HTMLElement} */ (line).dataset.key ?? "")), good, rejected };
    });
  }

  total() {
    const shared = this.shared;
    write(byId("pad-total"), word("shared_of", { shared: quantity(sum(shared.map(({ good }) => good || 0))), all: quantity(this.totals.good ?? 0) }));
  }

  /** What is wrong with it, in words; "" when it can be saved. */
  wrong() {
    const { good, rejected } = this.totals;
    const shared = this.shared;
    if (good === null || rejected === null || good + rejected === 0) return word("number_wrong");
    if (!shared.length) return word("choose_people");
    if (rejected > 0 && !input("pad-cause").value) return word("say_cause");
    if (sum(shared.map((one) => one.good)) !== good || sum(shared.map((one) => one.rejected)) !== rejected) return word("shares_wrong");
    return "";
  }

  save() {
    this.settle();
    const { state } = this.app;
    const sentence = this.wrong();
    if (sentence) return problem(this.dialog, sentence);
    const { good, rejected } = /** @type {{ good: number, rejected: number }} */ (this.totals);
    const act = { ...this.head(), good, rejected, cause: rejected ? Number(input("pad-cause").value) : null, rule: this.rule, shares: this.shared };
    closeBox();
    this.app.act([act], outputWords(state, { activity: this.activity, good, rejected }));
  }

  takeBack() {
    closeBox();
    this.app.act([{ ...this.head(), good: 0, rejected: 0, cause: null, rule: this.rule, shares: [] }], word("taken_back"));
  }

  head() {
    const { state, place } = this.app;
    const group = place.team.startsWith("group:") ? Number(place.team.slice(6)) : null;
    const corrects = this.corrected?.id ?? null;
    const workshop = state.activitiesBy.get(this.activity)?.workshop;
    return { kind: "output", workshop, activity: this.activity, day: place.day, half: place.half, group, corrects, base: corrects };
  }
}

/** As it is typed again. @param {number} value */
const plain = (value) => String(value / 1000).replace(".", ",");
