// @ts-check
/* What is told in words or pictures: observations about a person, the handover log, the report of an intervention. */
import { isClosed, partsOf, presentIn, teamOf } from "./asking.js";
import { byId, choices, clicks, copyOf, fill, icon, input, keyed, press, problem, set, show, word, write } from "./dom.js";
import { when } from "./days.js";
import { fullName } from "./looks.js";
import { Signature, shrunk } from "./photos.js";

/** @typedef {import("./outbox.js").Photo} Photo */

const LARGEST = 40 * 1024 * 1024;

/** Photos chosen in a field, made small; "" or what is wrong. @param {HTMLInputElement} field
 * @returns {Promise<Photo[] | null>} null when one is no picture */
async function photosIn(field) {
  const photos = [];
  for (const file of field.files ?? []) {
    if (file.size > LARGEST) return null;
    try {
      photos.push(await shrunk(file));
    } catch {
      return null;
    }
  }
  return photos;
}

/** What was typed, with plain spaces: French keyboards make no-break ones. @param {string} id */
const text = (id) => input(id).value.replace(/[\u00a0\u202f]/g, " ").trim();

export class Observe {
  /** @param {import("./app.js").App} app */
  constructor(app) {
    this.app = app;
    this.view = byId("view-observe");
    this.pictograms = byId("pictograms");
    clicks(this.pictograms, "button", (button) => {
      const was = button.getAttribute("aria-pressed") === "true";
      press(this.pictograms, (one) => one === button && !was);
    });
    this.view.querySelector("form")?.addEventListener("submit", (event) => {
      event.preventDefault();
      this.save();
    });
  }

  /** @param {string} person who it is about, when one came from her sheet */
  opened(person) {
    this.render();
    if (person) input("observe-person").value = person;
  }

  render() {
    const { state, place } = this.app;
    choices(/** @type {any} */ (byId("observe-person")), teamOf(state, { ...place, team: "" }).map((person) => ({ value: person.key, label: fullName(person) })));
    choices(/** @type {any} */ (byId("observe-task")), state.activities.map(({ name }) => ({ value: name, label: name })));
    keyed(this.pictograms, state.pictograms, ({ key }) => key, (pictogram) => {
      const button = copyOf("pictogram");
      fill(button, { label: pictogram.label });
      button.querySelector("[data-f=icon]")?.replaceChildren(icon(pictogram.icon));
      return button;
    });
  }

  async save() {
    const { state, place } = this.app;
    const person = state.people.find(({ key }) => String(key) === input("observe-person").value);
    const pictogram = /** @type {HTMLElement | null} */ (this.pictograms.querySelector("[aria-pressed=true]"))?.dataset.key ?? null;
    if (!person) return problem(this.view, word("choose_person"));
    const photos = await photosIn(input("observe-photo"));
    if (!photos) return problem(this.view, word("photo_wrong"));
    if (!pictogram && !text("observe-text") && !photos.length) return problem(this.view, word("say_something"));
    problem(this.view, "");
    const told = { pictogram, text: text("observe-text"), photo: photos[0]?.id ?? null, task: input("observe-task").value };
    const act = { kind: "observation", person: person.key, day: place.day, half: place.half, ...told };
    if (await this.app.act([act], word("observed", { who: fullName(person) }), { photos })) this.empty();
  }

  empty() {
    this.view.querySelector("form")?.reset();
    press(this.pictograms, () => false);
  }
}

export class Log {
  /** @param {import("./app.js").App} app */
  constructor(app) {
    this.app = app;
    this.view = byId("view-log");
    clicks(this.view, "[data-mark]", (button) => this.mark(button));
    this.view.querySelector("form")?.addEventListener("submit", (event) => {
      event.preventDefault();
      this.tell();
    });
  }

  render() {
    const { state } = this.app;
    const mine = state.workshops.filter(({ mine: is }) => is);
    choices(/** @type {any} */ (byId("log-workshop")), (mine.length ? mine : state.workshops).map(({ key, name }) => ({ value: key, label: name })));
    choices(/** @type {any} */ (byId("log-role")), state.roles.map(({ key, label }) => ({ value: key, label })));
    const messages = [...state.handover].sort((one, other) => Number(one.done) - Number(other.done) || other.at.localeCompare(one.at));
    keyed(byId("messages"), messages, ({ id }) => id, () => copyOf("message"), (line, message) => {
      const role = state.roles.find(({ key }) => key === message.to_role)?.label ?? message.to_role;
      const workshop = state.workshops.find(({ key }) => key === message.workshop)?.name ?? "";
      fill(line, { text: message.text, about: word("message_about", { author: message.author, role, workshop, when: when(message.at) }) });
      set(line, "data-message", message.id);
      set(line, "data-state", message.done ? "done" : message.read ? "read" : "new");
      for (const button of line.querySelectorAll("[data-mark]")) {
        show(button, !message.done && (button.getAttribute("data-mark") === "done" || !message.read));
      }
      for (const state of line.querySelectorAll("[data-is]")) show(state, state.getAttribute("data-is") === line.dataset.state);
    });
    show(byId("log-empty"), messages.length === 0);
  }

  /** @param {HTMLElement} button */
  mark(button) {
    const message = button.closest("[data-message]")?.getAttribute("data-message");
    const mark = button.dataset.mark ?? "";
    this.app.act([{ kind: "handover_mark", message, mark }], word(`marked_${mark}`));
  }

  async tell() {
    if (!text("log-text")) return problem(this.view, word("say_something"));
    problem(this.view, "");
    const act = { kind: "handover", workshop: Number(input("log-workshop").value), to_role: input("log-role").value, text: text("log-text") };
    if (await this.app.act([act], word("told"))) input("log-text").value = "";
  }
}

export class Intervention {
  /** @param {import("./app.js").App} app */
  constructor(app) {
    this.app = app;
    this.view = byId("view-intervention");
    this.people = byId("intervention-people");
    this.signature = new Signature(/** @type {HTMLCanvasElement} */ (byId("intervention-signature")));
    clicks(this.view, "[data-act=clear-signature]", () => this.signature.clear());
    clicks(this.people, "button", (button) => {
      set(button, "aria-pressed", String(button.getAttribute("aria-pressed") !== "true"));
      this.renderTimes();
    });
    for (const id of ["intervention-started", "intervention-ended"]) input(id).addEventListener("change", () => this.renderTimes(true));
    this.view.querySelector("form")?.addEventListener("submit", (event) => {
      event.preventDefault();
      this.save();
    });
  }

  opened() {
    const { state, place } = this.app;
    const there = new Set(presentIn(state, place).filter((person) => this.isOffSite(person)).map(({ key }) => String(key)));
    this.render();
    press(this.people, (button) => there.has(button.dataset.key ?? ""));
    this.renderTimes();
  }

  /** @param {import("./store.js").Person} person */
  isOffSite(person) {
    const { state, place } = this.app;
    return partsOf(state, person, place).some(({ activity }) => state.activitiesBy.get(activity)?.off_site);
  }

  render() {
    const { state, place } = this.app;
    const activities = [...state.activities].sort((one, other) => Number(other.off_site) - Number(one.off_site));
    choices(/** @type {any} */ (byId("intervention-activity")), activities.map(({ key, name }) => ({ value: key, label: name })));
    keyed(this.people, teamOf(state, place), ({ key }) => key, () => copyOf("toggle"), (button, person) => {
      fill(button, { name: fullName(person), words: "" });
      if (!button.hasAttribute("aria-pressed")) set(button, "aria-pressed", "false");
    });
  }

  /** Minutes since midnight, null when there are none. @param {string} id */
  time(id) {
    const [hour, minute] = input(id).value.split(":").map(Number);
    return Number.isInteger(hour) && Number.isInteger(minute) ? hour * 60 + minute : null;
  }

  get chosen() {
    const keys = new Set([...this.people.querySelectorAll("[aria-pressed=true]")].map((one) => /** @type {HTMLElement} */ (one).dataset.key));
    return this.app.state.people.filter(({ key }) => keys.has(String(key)));
  }

  /** Everyone for the whole time, until changed. @param {boolean} [anew] */
  renderTimes(anew = false) {
    const whole = Math.max(0, (this.time("intervention-ended") ?? 0) - (this.time("intervention-started") ?? 0));
    const box = byId("intervention-times");
    if (anew) box.replaceChildren();
    keyed(box, this.chosen, ({ key }) => key, (person) => {
      const line = copyOf("own-time");
      fill(line, { name: fullName(person) });
      /** @type {HTMLInputElement} */ (line.querySelector("input")).value = String(whole);
      return line;
    });
    show(byId("intervention-split"), this.chosen.length > 0);
  }

  /** @param {number | null} started @param {number | null} ended */
  wrong(started, ended) {
    if (isClosed(this.app.state, this.app.day)) return word("month_closed");
    if (!text("intervention-site")) return word("say_site");
    if (started === null || ended === null || ended <= started) return word("hours_wrong");
    if (!this.chosen.length) return word("choose_people");
    return "";
  }

  async save() {
    const { state, place } = this.app;
    const [started, ended] = [this.time("intervention-started"), this.time("intervention-ended")];
    const sentence = this.wrong(started, ended);
    if (sentence) return problem(this.view, sentence);
    const photos = await photosIn(input("intervention-photos"));
    if (!photos) return problem(this.view, word("photo_wrong"));
    problem(this.view, "");
    const signature = await this.signature.photo();
    const minutes = [...byId("intervention-times").querySelectorAll("input")].map((field) => Math.max(0, Math.round(Number(field.value) || 0)));
    const people = this.chosen.map(({ key }, index) => ({ person: key, minutes: minutes[index] }));
    const activity = Number(input("intervention-activity").value) || null;
    const workshop = state.activitiesBy.get(activity ?? 0)?.workshop ?? this.chosen[0].workshop;
    const told = { site: text("intervention-site"), started, ended, problem: text("intervention-problem"), signer: text("intervention-signer") };
    const files = { photos: photos.map(({ id }) => id), signature: signature?.id ?? null };
    const act = { kind: "intervention", workshop, activity, day: place.day, ...told, people, ...files, corrects: null };
    if (!(await this.app.act([act], word("reported", { site: told.site }), { photos: signature ? [...photos, signature] : photos }))) return;
    this.view.querySelector("form")?.reset();
    this.signature.clear();
    this.opened();
    write(byId("intervention-times"), "");
  }
}
