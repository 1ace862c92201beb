// @ts-check
/* How a half-day, a person, an act are said: symbol, word and ground, never the ground alone. */
import { counted, word } from "./dom.js";
import { hours, isOne, longDay, quantity } from "./days.js";

/**
 * @typedef {import("./store.js").State} State
 * @typedef {import("./store.js").Operation} Operation
 * @typedef {{ symbol: string, words: string, tint: number | null }} Look
 */

const NEUTRAL = 8;

/** @param {import("./store.js").Person | undefined} person */
export const fullName = (person) => (person ? `${person.first_name} ${person.last_name}`.trim() : word("someone"));

/** @param {State} state
 * @param {{ state?: string, segments?: import("./store.js").Segment[], hidden?: boolean, attended?: boolean } | undefined} halfDay
 * @returns {Look} */
export function lookOf(state, halfDay) {
  const segments = halfDay?.segments ?? [];
  if (halfDay?.hidden) {
    const name = halfDay.attended ? "hidden_present" : "hidden";
    return { symbol: word(`${name}_symbol`), words: word(name), tint: NEUTRAL };
  }
  if (!segments.length) {
    const name = halfDay?.state === "written" ? "missing" : (halfDay?.state ?? "missing");
    return { symbol: word(`${name}_symbol`), words: word(name), tint: null };
  }
  const symbols = segments.map((part) => state.codesBy.get(part.code)?.symbol ?? part.code);
  const first = state.codesBy.get(segments[0].code);
  return { symbol: symbols.slice(0, 2).join("/"), words: segments.map((part) => partWords(state, part)).join(", "), tint: first?.tint ?? NEUTRAL };
}

/** @param {State} state @param {import("./store.js").Segment} part */
function partWords(state, { code, minutes, workshop }) {
  const label = state.codesBy.get(code)?.label ?? code;
  const place = workshop ? state.workshops.find((one) => one.key === workshop)?.name : "";
  return [label, minutes === null || minutes === undefined ? "" : hours(minutes), place ? `→ ${place}` : ""].filter(Boolean).join(" ");
}

/** @param {State} state @param {import("./store.js").Part[]} parts */
export const tasksWords = (state, parts) =>
  parts.map(({ activity, minutes }) => [state.activitiesBy.get(activity)?.name ?? activity, minutes === null ? "" : hours(minutes)].join(" ").trim()).join(", ") || word("no_task");

/** @param {{ day: string, half: number }} place */
export const halfWords = ({ day, half }) => word("half_of_day", { day: longDay(day), half: word(half ? "afternoon" : "morning") });

/** An act in one sentence, for the list of what waits. @param {State} state @param {Operation} operation */
export function actWords(state, operation) {
  const { kind, person, day, half } = operation;
  const who = fullName(state.peopleBy.get(person));
  const facts = { who, when: day ? (half === undefined ? longDay(day) : halfWords({ day, half })) : "" };
  if (kind === "presence") return word("act_presence", { ...facts, what: operation.like ? word("as_before") : lookOf(state, { segments: operation.segments }).words });
  if (kind === "absence") {
    const what = operation.takes_back ? word("taken_back") : lookOf(state, { segments: [{ code: operation.code, minutes: null }] }).words;
    if (!operation.last) return word("act_goes_on", { who, when: longDay(operation.first), what });
    return word("act_absence", { who, when: longDay(operation.last), what });
  }
  if (kind === "work") return word("act_work", { ...facts, what: tasksWords(state, operation.parts) });
  if (kind === "output") return word("act_output", { ...facts, what: outputWords(state, operation) });
  return word(`act_${kind}`, { ...facts, what: operation.text ?? operation.first_name ?? operation.site ?? "" });
}

/** The unit behind more than one; what was loaded before it was told has the one word. @param {import("./store.js").Activity | undefined} activity */
export const several = (activity) => activity?.units ?? activity?.unit;

/** "240 pieces, 2 rejected" @param {State} state @param {{ activity: number, good: number, rejected: number }} output */
export function outputWords(state, { activity, good, rejected }) {
  const known = state.activitiesBy.get(activity);
  const made = `${quantity(good)} ${(isOne(good) ? known?.unit : several(known)) ?? ""}`.trim();
  return rejected ? word("with_rejected", { made, count: quantity(rejected) }) : made;
}

/** The conflicting values as words. @param {State} state @param {Operation} operation @param {any} value */
export function valueWords(state, operation, value) {
  if (!value) return word("nothing_written");
  if (value.like && !value.segments) return word("as_before");
  if (operation.kind === "work") return tasksWords(state, value.parts ?? []);
  if (operation.kind === "output") return outputWords(state, { ...value, activity: value.activity ?? operation.activity });
  return value.segments?.length || value.hidden ? lookOf(state, value).words : word("nothing_written");
}

/** An act is said to be on the tablet once it is on its disk, a moment after it is shown; and sent once the server has it.
 * @param {{ waiting: number, fresh: unknown[], result: string, isSending: boolean }} app */
export function statusWords({ waiting, fresh, result, isSending }) {
  if (result === "device") return counted("enrol_again", waiting + fresh.length);
  if (fresh.length) return word("saving");
  if (waiting) return counted("waiting", waiting);
  return word(isSending || result !== "unreachable" ? "all_sent" : "all_sent_offline");
}
