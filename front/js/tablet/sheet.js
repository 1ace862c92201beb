// @ts-check
/* One person, one half-day: a tap on a reason writes it; late or left early in quarters of an hour; several days. */
import { beyond, goesOn, missed, overDays, part, presence } from "./acting.js";
import { halfDayOf } from "./asking.js";
import { closeBox, openBox, warm } from "./boxes.js";
import { keep, read } from "./db.js";
import { byId, choices, clicks, copyOf, counted, dialog, fill, input, painted, press, problem, set, show, word, write } from "./dom.js";
import { dayPlus, hours, longDay } from "./days.js";
import { fullName, halfWords, lookOf } from "./looks.js";
import { renderCard, renderWheel } from "./team.js";

/** @typedef {import("./store.js").Segment} Segment */

const QUARTER = 15;
/** Days that one act may say somebody is away, as on the server. */
const LONGEST_ABSENCE = 60;
/** Quarters of an hour shown at once; the others on demand. */
const FIRST_QUARTERS = 4;
const MOST_QUARTERS = 16;

export class Sheet {
  /** @param {import("./app.js").App} app */
  constructor(app) {
    this.app = app;
    this.dialog = dialog("sheet");
    this.wheel = byId("sheet-wheel");
    /** @type {import("./store.js").Code[]} those of which the wheel has its buttons */
    this.codes = [];
    this.parts = byId("sheet-parts");
    /** @type {import("./store.js").Person | null} */
    this.person = null;
    /** @type {{ minutes: number, atEnd: boolean } | null} a piece missed, of which the reason is still to be said */
    this.piece = null;
    this.pieceCode = "";
    this.added = 0;
    read("kept", "piece-code").then((code) => (this.pieceCode = code ?? ""));
    this.makeQuarters();
    byId("sheet-more").addEventListener("toggle", () => this.openParts());
    clicks(this.wheel, "[data-code]", (button) => this.choose(button.dataset.code ?? ""));
    clicks(this.dialog, "[data-quarter]", (button) => this.miss(Number(button.dataset.quarter), button.dataset.end !== undefined));
    clicks(this.dialog, "[data-notice]", (button) => press(byId("sheet-notice"), (one) => one === button && button.getAttribute("aria-pressed") !== "true"));
    clicks(this.dialog, "#sheet-document", (button) => set(button, "aria-pressed", String(button.getAttribute("aria-pressed") !== "true")));
    clicks(this.dialog, "[data-act=add-part]", () => this.addPart(part(app.state.codes[0]?.code ?? "")));
    clicks(this.dialog, "[data-act=save-parts]", () => this.saveParts());
    clicks(this.dialog, "[data-act=range]", () => this.overDays());
    clicks(this.dialog, "[data-act=take-back]", () => this.save([]));
    input("sheet-piece-code").addEventListener("change", () => this.remember(input("sheet-piece-code").value));
  }

  /** The wheel has its buttons before the first tap that shows it. */
  async prepare() {
    const { codes } = this.app.state;
    if (codes === this.codes) return;
    this.codes = codes;
    await painted();
    if (this.dialog.open) return;
    renderWheel(this.wheel, codes, []);
    this.offer(codes);
    warm(this.dialog);
  }

  /** @param {import("./store.js").Person} person */
  open(person) {
    const { state, place } = this.app;
    const halfDay = halfDayOf(state, person, place);
    const segments = halfDay?.segments ?? [];
    this.person = person;
    this.piece = null;
    write(byId("sheet-title"), fullName(person));
    write(byId("sheet-when"), word("half_of_day_is", { when: halfWords(place), what: lookOf(state, halfDay).words }));
    problem(this.dialog, "");
    renderCard(byId("sheet-card"), person, place.day);
    renderWheel(this.wheel, state.codes, segments.map(({ code }) => code));
    press(byId("sheet-notice"), (button) => String(halfDay?.notice_hours ?? "") === button.dataset.notice);
    set(byId("sheet-document"), "aria-pressed", String(Boolean(halfDay?.has_document)));
    this.quarters(halfDay?.minutes ?? 0);
    this.offer(state.codes);
    input("sheet-piece-code").value = this.pieceCode;
    this.days(place.day);
    input("sheet-open").checked = false;
    this.parts.replaceChildren();
    for (const more of this.dialog.querySelectorAll("details")) more.open = segments.length > 1 && more.id === "sheet-more";
    show(byId("sheet-back"), halfDay?.state === "written");
    set(byId("sheet-observe"), "href", `#observe/${person.key}`);
    openBox(this.dialog);
  }

  /** @param {import("./store.js").Code[]} codes */
  offer(codes) {
    const offered = codes.map(({ code, symbol, label }) => ({ value: code, label: `${symbol} · ${label}` }));
    for (const id of ["sheet-piece-code", "sheet-range-code"]) choices(/** @type {any} */ (byId(id)), offered);
  }

  makeQuarters() {
    const boxes = this.dialog.querySelectorAll("[data-quarters]");
    boxes.forEach((box, index) => {
      const isMore = index % 2 === 1;
      for (let number = isMore ? FIRST_QUARTERS + 1 : 1; number <= (isMore ? MOST_QUARTERS : FIRST_QUARTERS); number++) {
        const button = copyOf("quarter");
        write(button, hours(number * QUARTER));
        set(button, "data-quarter", number * QUARTER);
        set(button, "data-end", box.getAttribute("data-quarters") === "end");
        box.append(button);
      }
    });
  }

  /** Its parts are made when they are looked at. */
  openParts() {
    const { state, place } = this.app;
    if (!this.person || this.parts.childElementCount) return;
    const segments = halfDayOf(state, this.person, place)?.segments ?? [];
    for (const segment of segments.length ? segments : [part(state.codes[0]?.code ?? "")]) this.addPart(segment);
  }

  /** As many quarters as the half-day has, the last one left out: missing all of it is an absence. @param {number} minutes */
  quarters(minutes) {
    const most = minutes || (MOST_QUARTERS + 1) * QUARTER;
    for (const button of this.dialog.querySelectorAll("[data-quarter]")) {
      show(button, Number(button.getAttribute("data-quarter")) < most);
      set(button, "aria-pressed", "false");
    }
  }

  /** @param {string} day */
  days(day) {
    const days = Object.keys(this.app.state.open).sort();
    for (const id of ["sheet-first", "sheet-last"]) {
      set(byId(id), "min", days[0]);
      set(byId(id), "max", id === "sheet-last" ? dayPlus(day, LONGEST_ABSENCE - 1) : days.at(-1));
      input(id).value = day;
    }
  }

  /** What goes with any reason: notice in hours, and whether its paper is there. */
  get more() {
    const notice = byId("sheet-notice").querySelector("[aria-pressed=true]")?.getAttribute("data-notice") ?? "";
    const isThere = byId("sheet-document").getAttribute("aria-pressed") === "true";
    return { notice_hours: notice === "" ? null : Number(notice), has_document: isThere || null };
  }

  /** @param {string} code */
  choose(code) {
    if (!this.piece) return this.save([part(code)]);
    this.remember(code);
    this.savePiece(code);
  }

  /** @param {number} minutes @param {boolean} atEnd */
  miss(minutes, atEnd) {
    this.piece = { minutes, atEnd };
    if (this.app.state.codesBy.has(this.pieceCode)) return this.savePiece(this.pieceCode);
    for (const button of this.dialog.querySelectorAll("[data-quarter]")) {
      const isIt = Number(button.getAttribute("data-quarter")) === minutes && button.hasAttribute("data-end") === atEnd;
      set(button, "aria-pressed", String(isIt));
    }
    problem(this.dialog, word("say_reason"));
    /** @type {HTMLElement | null} */ (this.wheel.querySelector("button"))?.focus();
  }

  /** @param {string} code */
  savePiece(code) {
    if (!this.person || !this.piece) return;
    const { minutes, atEnd } = this.piece;
    const stands = halfDayOf(this.app.state, this.person, this.app.place)?.segments ?? [];
    this.save(missed(this.app.state, stands, code, minutes, atEnd));
  }

  /** The reason of missed time, until another is chosen. @param {string} code */
  remember(code) {
    this.pieceCode = code;
    keep("piece-code", code);
  }

  /** @param {Segment[]} segments */
  save(segments) {
    if (!this.person) return;
    const { state, place } = this.app;
    const what = segments.length ? lookOf(state, { segments }).words : word("taken_back");
    const act = presence(state, this.person, place, segments, segments.length ? this.more : {});
    closeBox();
    this.app.act([act], word("half_of_day_is", { when: fullName(this.person), what }));
  }

  /** @param {Segment} segment */
  addPart(segment) {
    const { state } = this.app;
    const box = copyOf("part");
    const number = this.parts.childElementCount + 1;
    fill(box, { number: word("part", { number }) });
    this.added += 1;
    for (const [index, field] of box.querySelectorAll("select, input").entries()) {
      field.id = `part-${this.added}-${index}`;
      set(field.previousElementSibling, "for", field.id);
    }
    const [code, minutes, workshop] = [...box.querySelectorAll("select, input")].map((one) => /** @type {any} */ (one));
    choices(code, state.codes.map(({ code: value, symbol, label }) => ({ value, label: `${symbol} · ${label}` })));
    choices(workshop, state.workshops.map(({ key, name }) => ({ value: key, label: name })));
    code.value = segment.code;
    minutes.value = segment.minutes ?? "";
    workshop.value = segment.workshop ?? "";
    clicks(box, "[data-act=remove]", () => box.remove());
    this.parts.append(box);
  }

  saveParts() {
    const segments = [...this.parts.children].map((box) => {
      const [code, minutes, workshop] = [...box.querySelectorAll("select, input")].map((one) => /** @type {any} */ (one).value);
      return part(code, minutes === "" ? null : Number(minutes), workshop === "" ? null : Number(workshop));
    });
    this.save(segments);
  }

  overDays() {
    if (!this.person) return;
    if (input("sheet-open").checked) return this.untilFurtherNotice();
    const [first, last] = [input("sheet-first").value, input("sheet-last").value];
    if (!first || !last || last < first) return problem(this.dialog, word("days_backwards"));
    const asked = /** @type {const} */ ([this.app.state, this.person, first, last, input("sheet-range-code").value, this.more]);
    const acts = overDays(...asked);
    const rest = beyond(...asked);
    if (!acts.length && !rest) return problem(this.dialog, word("nothing_due"));
    if (last > dayPlus(first, LONGEST_ABSENCE - 1)) return problem(this.dialog, word("days_too_many", { most: LONGEST_ABSENCE }));
    closeBox();
    const told = rest ? word("written_until", { day: longDay(last) }) : counted("half_days_written", acts.length);
    this.app.act(rest ? [...acts, rest] : acts, word("half_of_day_is", { when: fullName(this.person), what: told }));
  }

  /** Written up to today; the server writes each day that follows, until someone marks presence. */
  untilFurtherNotice() {
    if (!this.person) return;
    const first = input("sheet-first").value;
    const code = input("sheet-range-code").value;
    if (!first) return problem(this.dialog, word("days_backwards"));
    if (!this.app.state.codesBy.get(code)?.absence) return problem(this.dialog, word("choose_absence"));
    const { state, person } = { state: this.app.state, person: this.person };
    closeBox();
    this.app.act(goesOn(state, person, first, code, this.more), word("half_of_day_is", { when: fullName(person), what: word("goes_on") }));
  }
}
