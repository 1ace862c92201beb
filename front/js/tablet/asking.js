// @ts-check
/* Questions to a state: who is in the team, who is there, for how long, and what it was last time. All pure. */
import { shareOut, sum } from "./sharing.js";
import { slot } from "./store.js";

/**
 * @typedef {import("./store.js").State} State
 * @typedef {import("./store.js").Person} Person
 * @typedef {import("./store.js").HalfDay} HalfDay
 * @typedef {{ day: string, half: number, team: string }} Place  `team`: "" for all of them, "workshop:3" or "group:5"
 */

/** @param {State} state @param {Person} person @param {{ day: string, half: number }} place @returns {HalfDay | undefined} */
export const halfDayOf = (state, person, { day, half }) => state.half_days[slot(person.key, day, half)];

/** Those of the team who are engaged that half-day. @param {State} state @param {Place} place @returns {Person[]} */
export function teamOf(state, place) {
  const [kind, key] = place.team.split(":");
  const group = kind === "group" ? state.groups.find((one) => String(one.key) === key) : undefined;
  return state.people.filter((person) => {
    if (!halfDayOf(state, person, place)) return false;
    if (kind === "workshop") return String(person.workshop) === key;
    return !group || group.people.includes(person.key) || person.groups.includes(group.key);
  });
}

/** @param {HalfDay | undefined} halfDay */
export const isOpen = (halfDay) => halfDay?.state === "missing" || halfDay?.state === "expected";

/** At least a part of the half-day was attended; of one she may not see, the server says so.
 * @param {State} state @param {HalfDay | undefined} halfDay */
export function isPresent(state, halfDay) {
  if (halfDay?.state !== "written") return false;
  if (halfDay.hidden) return Boolean(halfDay.attended);
  return halfDay.segments.some((part) => state.codesBy.get(part.code)?.present);
}

/** @param {State} state @param {Place} place */
export const presentIn = (state, place) => teamOf(state, place).filter((person) => isPresent(state, halfDayOf(state, person, place)));

/**
 * Minutes at work of a half-day, support and training left out: parts without minutes share what the others leave, as
 * counting does on the server. @param {State} state @param {HalfDay | undefined} halfDay
 */
export function minutesAtWork(state, halfDay) {
  if (!halfDay || halfDay.state !== "written") return 0;
  if (halfDay.hidden && !halfDay.segments.length) return halfDay.present_minutes ?? 0;
  const lengths = lengthsOf(halfDay.segments, halfDay.minutes);
  return sum(halfDay.segments.map((part, index) => (isWork(state.codesBy.get(part.code)) ? lengths[index] : 0)));
}

/** @param {import("./store.js").Code | undefined} code */
const isWork = (code) => code?.work ?? code?.present ?? false;

/** @param {{ minutes: number | null }[]} parts @param {number} whole @returns {number[]} minutes of each part */
export function lengthsOf(parts, whole) {
  const left = Math.max(0, whole - sum(parts.map((part) => part.minutes ?? 0)));
  const open = parts.filter((part) => part.minutes === null).length;
  const shares = open ? shareOut(left, open) : [];
  return parts.map((part) => part.minutes ?? shares.shift() ?? 0);
}

/** Minutes a person worked on an activity in a half-day. @param {State} state @param {Person} person
 * @param {{ day: string, half: number }} place @param {number} activity */
export function minutesOn(state, person, place, activity) {
  const parts = state.work[slot(person.key, place.day, place.half)]?.parts ?? [];
  const lengths = lengthsOf(parts, minutesAtWork(state, halfDayOf(state, person, place)));
  return sum(parts.map((part, index) => (part.activity === activity ? lengths[index] : 0)));
}

/** @param {State} state @param {Person} person @param {{ day: string, half: number }} place */
export const partsOf = (state, person, place) => state.work[slot(person.key, place.day, place.half)]?.parts ?? [];

/**
 * The last half-day before this one at which somebody of the team was there (or, asked for work, worked).
 * @param {State} state @param {Place} place @param {boolean} atWork @returns {Place | null}
 */
export function lastTime(state, place, atWork) {
  const days = Object.keys(state.open).filter((day) => day <= place.day).sort().reverse();
  for (const day of days) {
    for (const half of [1, 0]) {
      if (day === place.day && half >= place.half) continue;
      const there = { ...place, day, half };
      const did = (/** @type {Person} */ person) =>
        atWork ? partsOf(state, person, there).length > 0 : isPresent(state, halfDayOf(state, person, there));
      if (teamOf(state, there).some(did)) return there;
    }
  }
  return null;
}

/** A month that was closed takes nothing more. @param {State} state @param {string} day */
export const isClosed = (state, day) => state.closed_months.includes(day.slice(0, 7));
