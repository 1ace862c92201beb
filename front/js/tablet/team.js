// @ts-check
/* The team of a half-day: who is there, in one tap for all, then the exceptions. */
import { allPresent, sameAgain } from "./acting.js";
import { halfDayOf, isClosed, isOpen, isPresent, lastTime, partsOf, teamOf } from "./asking.js";
import { choices, clicks, copyOf, counted, byId, fill, icon, keyed, part, press, set, show, word, write } from "./dom.js";
import { dayPlus, longDay } from "./days.js";
import { halfWords, lookOf, tasksWords } from "./looks.js";

/**
 * @typedef {import("./store.js").Person} Person
 * @typedef {{ person: Person, halfDay: import("./store.js").HalfDay | undefined }} Row
 */

const REACH = 7;

/** The half-day that is looked at: shared by the team and its work. */
export class HalfDayBar {
  /** @param {import("./app.js").App} app */
  constructor(app) {
    this.app = app;
    this.bar = byId("half-day");
    this.team = /** @type {HTMLSelectElement} */ (byId("team-choice"));
    clicks(this.bar, "[data-step]", (button) => this.go(dayPlus(app.day, Number(button.dataset.step)), app.half));
    clicks(this.bar, "[data-half]", (button) => this.go(app.day, Number(button.dataset.half)));
    clicks(this.bar, "[data-now]", () => {
      app.followsClock = true;
      app.followClock();
      app.render();
    });
    this.team.addEventListener("change", () => {
      app.team = this.team.value;
      app.render();
    });
  }

  /** @param {string} day @param {number} half */
  go(day, half) {
    this.app.followsClock = false;
    this.app.day = day;
    this.app.half = half;
    this.app.render();
  }

  render() {
    const { app } = this;
    const { state, today } = app;
    fill(this.bar, { day: longDay(app.day) });
    for (const button of this.bar.querySelectorAll("[data-step]")) {
      const next = dayPlus(app.day, Number(button.getAttribute("data-step")));
      set(button, "disabled", next < dayPlus(today, -REACH) || next > dayPlus(today, REACH));
    }
    press(this.bar, (button) => Number(button.dataset.half) === app.half);
    show(this.bar.querySelector("[data-now]"), !app.followsClock);
    const mine = state.workshops.filter((workshop) => state.people.some((person) => person.workshop === workshop.key));
    const teams = [
      ...(mine.length > 1 ? mine.map(({ key, name }) => ({ value: `workshop:${key}`, label: name })) : []),
      ...state.groups.map(({ key, name }) => ({ value: `group:${key}`, label: name })),
    ];
    choices(this.team, teams);
    show(this.team.closest("[data-teams]"), teams.length > 0);
  }
}

export class Team {
  /** @param {import("./app.js").App} app @param {import("./sheet.js").Sheet} sheet */
  constructor(app, sheet) {
    this.app = app;
    this.sheet = sheet;
    const view = byId("view-team");
    this.tiles = byId("tiles");
    this.others = byId("tiles-others");
    /** @type {Set<string>} photos that cannot be had */
    this.broken = new Set();
    /** What was loaded when they could not. */
    this.stamp = "";
    /** @type {WeakMap<HTMLElement, string>} what each tile shows: one that shows the same is not touched */
    this.shown = new WeakMap();
    clicks(view, "[data-person]", (tile) => this.open(tile));
    clicks(view, "[data-act=all-present]", () => this.allPresent());
    clicks(view, "[data-act=same-again]", () => this.sameAgain());
    // The event of an image does not rise: it is caught on its way down.
    view.addEventListener("error", ({ target }) => target instanceof HTMLImageElement && this.withoutFace(target), true);
  }

  /** @param {HTMLElement} tile */
  open(tile) {
    if (isClosed(this.app.state, this.app.day)) return this.app.say(word("month_closed"), true);
    const person = this.app.state.people.find(({ key }) => String(key) === tile.dataset.person);
    if (person) this.sheet.open(person);
  }

  /** @param {HTMLImageElement} image */
  withoutFace(image) {
    this.broken.add(image.getAttribute("src") ?? "");
    this.render();
  }

  allPresent() {
    const acts = allPresent(this.app.state, this.app.place);
    if (acts.length) this.app.act(acts, counted("made_present", acts.length));
    else this.app.say(word(isClosed(this.app.state, this.app.day) ? "month_closed" : "nothing_missing"), true);
  }

  sameAgain() {
    const { app } = this;
    const acts = sameAgain(app.state, app.place);
    const last = lastTime(app.state, app.place, false);
    if (acts.length && last) app.act(acts, word("taken_over", { when: halfWords(last) }));
    else app.say(word("nothing_to_take_over"), true);
  }

  render() {
    const { state, place, kept, fresh, stamp } = this.app;
    // What could not be had may be there with what is newly loaded.
    if (this.stamp !== stamp) this.broken.clear();
    this.stamp = stamp;
    const team = teamOf(state, place).map((person) => ({ person, halfDay: halfDayOf(state, person, place) }));
    const isThere = (/** @type {Row} */ { halfDay }) => isOpen(halfDay) || halfDay?.state === "written";
    const there = team.filter(isThere);
    const others = team.filter((row) => !isThere(row));
    /** @type {Map<string, string>} */
    const marks = new Map([...fresh.map(({ id }) => [id, "data-saving"]), ...kept.map(({ id }) => [id, "data-unsent"])]);
    const update = (/** @type {HTMLElement} */ tile, /** @type {Row} */ row) => this.tile(tile, row, marks);
    const make = () => copyOf("tile");
    keyed(this.tiles, there, ({ person }) => person.key, make, update);
    keyed(this.others, others, ({ person }) => person.key, make, update);
    fill(byId("team-others"), { count: others.length });
    show(byId("team-others"), others.length > 0);
    show(byId("team-empty"), team.length === 0);
    const present = there.filter(({ halfDay }) => isPresent(state, halfDay)).length;
    const missing = there.filter(({ halfDay }) => isOpen(halfDay)).length;
    const told = word("present_of", { present, all: there.length });
    this.sheet.prepare();
    write(byId("team-count"), missing ? `${told} · ${counted("to_write", missing)}` : told);
  }

  /** @param {HTMLElement} tile @param {Row} row
   * @param {Map<string, string>} under the mark of each act that is not sent: still being written down, or kept here */
  tile(tile, { person, halfDay }, under) {
    const { state, place } = this.app;
    const { symbol, words, tint } = lookOf(state, halfDay);
    const parts = partsOf(state, person, place);
    const texts = { initials: person.initials, first: person.first_name, last: person.last_name, symbol, words, tasks: parts.length ? tasksWords(state, parts) : "" };
    const mark = under.get(halfDay?.entry ?? "");
    const marks = {
      "data-person": String(person.key),
      "data-state": halfDay?.hidden ? "written" : (halfDay?.state ?? "missing"),
      "data-tint": tint,
      "data-saving": mark === "data-saving",
      "data-unsent": mark === "data-unsent",
    };
    const photo = person.photo && !this.broken.has(person.photo) ? person.photo : null;
    const isWarned = Boolean(person.card?.restrictions.length);
    const shown = JSON.stringify([texts, marks, photo, isWarned]);
    if (this.shown.get(tile) === shown) return;
    this.shown.set(tile, shown);
    showFace(tile, photo);
    fill(tile, texts);
    for (const [name, value] of Object.entries(marks)) set(tile, name, value);
    show(part(tile, "tasks"), parts.length > 0);
    show(part(tile, "card"), isWarned);
  }
}

/** The photo, or the initials where there is none or it cannot be had. @param {Element} tile @param {string | null} photo */
function showFace(tile, photo) {
  const image = tile.querySelector("img");
  // Without an address when there is none: the same one set again later is asked for again.
  set(image, "src", photo);
  show(image, photo !== null);
  show(part(tile, "initials"), photo === null);
}

/** What the instructor must know of someone, and never why. @param {Element} box @param {Person} person @param {string} day */
export function renderCard(box, person, day) {
  const card = person.card ?? { restrictions: [], certifications: [], goals: [] };
  const lines = [
    ...card.restrictions.map((text) => ({ kind: "restriction", text })),
    ...card.certifications.map(({ name, expires_on: until }) => ({
      kind: "certification",
      text: until ? word(until < day ? "certification_over" : "certification_until", { name, day: longDay(until) }) : name,
    })),
    ...card.goals.map((text) => ({ kind: "goal", text })),
  ];
  keyed(box, lines, ({ kind, text }) => `${kind} ${text}`, ({ kind, text }) => {
    const line = copyOf(`card-${kind}`);
    fill(line, { text });
    return line;
  });
  show(box.closest("[data-card]"), lines.length > 0);
}

/** A button for each code, with its symbol, pictogram and ground. @param {Element} box @param {import("./store.js").Code[]} codes
 * @param {string[]} chosen */
export function renderWheel(box, codes, chosen) {
  keyed(box, codes, ({ code }) => code, (code) => {
    const button = copyOf("code");
    fill(button, { symbol: code.symbol, label: code.label });
    button.querySelector("[data-f=icon]")?.replaceChildren(icon(code.icon));
    set(button, "data-code", code.code);
    set(button, "data-tint", code.tint);
    return button;
  });
  press(box, (button) => chosen.includes(button.dataset.code ?? ""));
}
