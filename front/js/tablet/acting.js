// @ts-check
/* What a tap means, as operations still without id, author and time. All pure. */
import { halfDayOf, isClosed, isOpen, isPresent, lastTime, partsOf, presentIn, teamOf } from "./asking.js";
import { dayPlus } from "./days.js";
import { shareOut } from "./sharing.js";
import { slot } from "./store.js";

/**
 * @typedef {import("./store.js").State} State
 * @typedef {import("./store.js").Person} Person
 * @typedef {import("./store.js").Segment} Segment
 * @typedef {import("./store.js").Part} Part
 * @typedef {import("./store.js").Operation} Operation
 * @typedef {import("./asking.js").Place} Place
 * @typedef {{ kind: string, id?: string, base?: string | null, [name: string]: any }} Act
 */

/** @param {State} state @param {Person} person @param {{ day: string, half: number }} place @param {Segment[]} segments
 * @param {Record<string, unknown>} [more] @returns {Act} */
export function presence(state, person, { day, half }, segments, more = {}) {
  const base = state.half_days[slot(person.key, day, half)]?.entry ?? null;
  return { kind: "presence", person: person.key, day, half, segments, base, notice_hours: null, has_document: null, reason: "", ...more };
}

/** @param {State} state @param {Person} person @param {{ day: string, half: number }} place @param {Part[]} parts
 * @param {Record<string, unknown>} [more] @returns {Act} */
export function work(state, person, { day, half }, parts, more = {}) {
  const base = state.work[slot(person.key, day, half)]?.entry ?? null;
  const elsewhere = state.activitiesBy.get(parts[0]?.activity)?.workshop ?? state.workshops.find(({ mine }) => mine)?.key;
  const workshop = person.workshop ?? elsewhere;
  return { kind: "work", person: person.key, day, half, workshop, parts, team: null, base, ...more };
}

/** @param {string} code @param {number | null} [minutes] @param {number | null} [workshop] @returns {Segment} */
export const part = (code, minutes = null, workshop = null) => ({ code, minutes, workshop });

/** @param {State} state */
export const usualCode = (state) => (state.codes.find((code) => code.usual) ?? state.codes[0])?.code ?? "";

/** Those still missing or expected become present; nothing that is written changes.
 * @param {State} state @param {Place} place @returns {Act[]} */
export function allPresent(state, place) {
  if (isClosed(state, place.day)) return [];
  const missing = teamOf(state, place).filter((person) => isOpen(halfDayOf(state, person, place)));
  return missing.map((person) => presence(state, person, place, [part(usualCode(state))]));
}

/** Presence and work as at the last half-day worked: what was attended comes back where nothing is written yet, and its
 * tasks with it. @param {State} state @param {Place} place @returns {Act[]} */
export function sameAgain(state, place) {
  const last = lastTime(state, place, false);
  if (!last || isClosed(state, place.day)) return [];
  const acts = [];
  for (const person of teamOf(state, place)) {
    const before = halfDayOf(state, person, last);
    const now = halfDayOf(state, person, place);
    const comes = isOpen(now) && isPresent(state, before);
    if (comes) acts.push(presence(state, person, place, before?.segments ?? []));
    const tasks = tasksAgain(state, person, place, last);
    if ((comes || isPresent(state, now)) && tasks) acts.push(work(state, person, place, tasks));
  }
  return acts;
}

/** The tasks of the last half-day at which the team worked, for those who are there and have none yet.
 * @param {State} state @param {Place} place @returns {Act[]} */
export function sameTasks(state, place) {
  const last = lastTime(state, place, true);
  if (!last || isClosed(state, place.day)) return [];
  return presentIn(state, place).flatMap((person) => {
    const tasks = tasksAgain(state, person, place, last);
    return tasks ? [work(state, person, place, tasks)] : [];
  });
}

/** @param {State} state @param {Person} person @param {Place} place @param {Place} last @returns {Part[] | null} */
function tasksAgain(state, person, place, last) {
  const tasks = partsOf(state, person, last).filter((task) => state.activitiesBy.has(task.activity));
  return tasks.length && !partsOf(state, person, place).length ? tasks : null;
}

/**
 * People put on an activity: instead of what they do, or besides. `minutes`: of each person; without, the rest of their
 * half-day. @param {State} state @param {Place} place @param {Person[]} people @param {number} activity
 * @param {{ besides?: boolean, minutes?: number[] | null, team?: string | null }} [how] @returns {Act[]}
 */
export function putOn(state, place, people, activity, { besides = false, minutes = null, team = null } = {}) {
  return people.map((person, index) => {
    const kept = besides ? partsOf(state, person, place).filter((task) => task.activity !== activity) : [];
    const own = minutes ? minutes[index] : null;
    return work(state, person, place, [...kept, { activity, minutes: own }], { team });
  });
}

/** Team time entered once: each one's part of it, in whole minutes. @param {number} total @param {number} people */
export const teamTime = (total, people) => (people ? shareOut(total, people) : []);

/** An absence from a day to another, both included, on each half-day due there and every one already written in between.
 * @param {State} state @param {Person} person @param {string} first @param {string} last @param {string} code
 * @param {Record<string, unknown>} [more] @returns {Act[]} */
export function overDays(state, person, first, last, code, more = {}) {
  const acts = [];
  for (const day of Object.keys(state.open).sort()) {
    if (day < first || day > last || isClosed(state, day)) continue;
    for (const half of [0, 1]) {
      const known = halfDayOf(state, person, { day, half });
      if (known?.due) acts.push(presence(state, person, { day, half }, [part(code)], more));
    }
  }
  return acts;
}

/** The rest of an absence that goes on after the days known here: the server knows what is due then.
 * @param {State} state @param {Person} person @param {string} first @param {string} last @param {string} code
 * @param {Record<string, unknown>} [more] @returns {Act | null} */
export function beyond(state, person, first, last, code, more = {}) {
  const known = Object.keys(state.open).sort().at(-1) ?? "";
  const from = first > known ? first : dayPlus(known, 1);
  return last > known ? { kind: "absence", person: person.key, first: from, last, code, takes_back: null, ...more } : null;
}

/** An absence until further notice: its half-days up to today, and the act by which the server writes those that come.
 * @param {State} state @param {Person} person @param {string} first @param {string} code
 * @param {Record<string, unknown>} [more] @returns {Act[]} */
export function goesOn(state, person, first, code, more = {}) {
  const act = { kind: "absence", person: person.key, first, last: null, code, takes_back: null, ...more };
  return [...overDays(state, person, first, state.today, code, more), act];
}

/** Late or left early: the minutes missed at the beginning or at the end, present for the rest.
 * @param {State} state @param {Segment[]} segments what stands @param {string} code @param {number} minutes
 * @param {boolean} atEnd @returns {Segment[]} */
export function missed(state, segments, code, minutes, atEnd) {
  const there = segments.filter((one) => one.minutes === null && state.codesBy.get(one.code)?.present);
  const kept = there.length ? there : [part(usualCode(state))];
  return atEnd ? [...kept, part(code, minutes)] : [part(code, minutes), ...kept];
}

/**
 * What takes an act back, from what stood before it. Null where it can not be taken back: a message told is told.
 * @param {State} before @param {Operation} operation @returns {Act | null}
 */
export function inverse(before, operation) {
  const { kind, id, person, day, half } = operation;
  if (kind === "presence") {
    const stood = before.half_days[slot(person, day, half)];
    const back = { kind, person, day, half, base: id, notice_hours: null, has_document: null, reason: "" };
    if (stood?.state !== "written") return { ...back, segments: [] };
    if (stood.hidden) return { ...back, like: stood.like ?? stood.entry };
    return { ...back, segments: stood.segments, notice_hours: stood.notice_hours ?? null, has_document: stood.has_document ?? null };
  }
  if (kind === "absence") {
    const { first, last, code } = operation;
    return { kind, person, first, last, code, takes_back: id };
  }
  if (kind === "work") {
    const stood = before.work[slot(person, day, half)];
    return { kind, person, day, half, workshop: operation.workshop, parts: stood?.parts ?? [], team: null, base: id };
  }
  if (kind === "output") {
    const stood = operation.corrects ? before.outputs.find((one) => one.id === operation.corrects || one.root === operation.corrects) : null;
    const { workshop, activity, group } = operation;
    const nothing = { good: 0, rejected: 0, cause: null, rule: operation.rule, shares: [] };
    const { good, rejected, cause, rule, shares } = stood ?? nothing;
    return { kind, workshop, activity, day, half, group: group ?? null, good, rejected, cause, rule, shares, corrects: id, base: id };
  }
  return null;
}
