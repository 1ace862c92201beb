// @ts-check
/* What the page shows: what the server said last, and over it every act that it has not answered yet. */

/**
 * @typedef {{ code: string, minutes: number | null, workshop?: number | null }} Segment
 * @typedef {{ activity: number, minutes: number | null }} Part
 * @typedef {number | string} PersonKey  of the server; or the id of the `join` that brought her
 * @typedef {{ code: string, symbol: string, label: string, tint: number, icon: string, absence: boolean, present: boolean,
 *   work?: boolean, usual: boolean, spell: boolean }} Code  `work`: counts as time at the workplace's own work
 * @typedef {{ key: PersonKey, first_name: string, last_name: string, initials: string, staff_number: string,
 *   photo?: string | null, workshop: number | null, groups: number[], joined?: string, card?: Card }} Person
 * @typedef {{ restrictions: string[], certifications: { name: string, expires_on: string | null }[], goals: string[] }} Card
 * @typedef {{ due: boolean, minutes: number, state: string, segments: Segment[], hidden: boolean, entry: string | null,
 *   like?: string | null, attended?: boolean, present_minutes?: number, notice_hours?: number | null, has_document?: boolean | null, acted_at?: string }} HalfDay
 * @typedef {{ entry: string | null, parts: Part[], acted_at?: string }} Work
 * @typedef {{ person: PersonKey, good: number, rejected: number }} Share  thousandths of the unit
 * @typedef {{ id: string, root: string, workshop: number, activity: number, day: string, half: number, good: number,
 *   rejected: number, cause: number | null, rule: string, shares: Share[], group?: number | null, author?: unknown }} Output
 * @typedef {{ id: string, workshop: number, to_role: string, text: string, author: unknown, at: string, read: boolean,
 *   done: boolean, done_by?: unknown }} Message
 * @typedef {{ key: number, code: string, name: string, unit: string, units?: string, workshop: number, off_site: boolean,
 *   note: string, line?: number | null, against?: Record<string, string> }} Activity  `unit`: behind one, `units`: behind several; `against`: by person, why she should not be put on it
 * @typedef {{ key: number, code: string, name: string, mine: boolean }} Workshop
 * @typedef {{ made_at: string, today: string, author: { key: number, name: string, initials: string },
 *   establishment: { finess: string, name: string }, workshops: Workshop[], open: Record<string, number[]>,
 *   closed_months: string[], codes: Code[], groups: { key: number, name: string, people: PersonKey[] }[],
 *   people: Person[], half_days: Record<string, HalfDay>, activities: Activity[], causes: { key: number, name: string }[],
 *   work: Record<string, Work>, outputs: Output[], handover: Message[],
 *   pictograms: { key: string, label: string, icon: string }[], roles: { key: string, label: string }[] }} Bundle
 * @typedef {{ id: string, kind: string, author: number, acted_at: string, base: string | null, [name: string]: any }} Operation
 * @typedef {Bundle & { codesBy: Map<string, Code>, activitiesBy: Map<number, Activity>, peopleBy: Map<PersonKey, Person> }} State
 */

/** @param {PersonKey} person @param {string} day @param {number} half */
export const slot = (person, day, half) => `${person}/${day}/${half}`;

/**
 * The bundle with these operations done to it, in their order. Pure: neither is changed. As on the server an act over what
 * its author saw stands, else the newer one does; an operation for what the bundle does not know changes nothing else.
 * @param {Bundle} bundle @param {Operation[]} operations @returns {State}
 */
export function state(bundle, operations) {
  const made = {
    ...bundle,
    half_days: { ...bundle.half_days },
    work: { ...bundle.work },
    outputs: [...bundle.outputs],
    people: [...bundle.people],
    handover: [...bundle.handover],
    codesBy: new Map(bundle.codes.map((code) => [code.code, code])),
    activitiesBy: new Map(bundle.activities.map((activity) => [activity.key, activity])),
    peopleBy: new Map(),
  };
  const entries = operations.some(({ like }) => like) ? entriesOf(bundle) : new Map();
  for (const operation of operations) take(made, operation, entries);
  made.peopleBy = new Map(made.people.map((person) => [person.key, person]));
  return made;
}

/** What stands, by its entry: asked for only by acts that say "as that one". @param {Bundle} bundle @returns {Map<string, any>} */
const entriesOf = ({ half_days: all }) => new Map(Object.values(all).flatMap((known) => (known.entry ? [[known.entry, known]] : [])));

/** @param {State} made @param {Operation} operation @param {Map<string, any>} entries */
function take(made, operation, entries) {
  if (operation.kind === "presence") presence(made, operation, entries);
  else if (operation.kind === "work") work(made, operation);
  else if (operation.kind === "output") output(made, operation);
  else if (operation.kind === "join") join(made, operation);
  else if (operation.kind === "handover") {
    const { id, workshop, to_role, text, acted_at: at } = operation;
    made.handover.unshift({ id, workshop, to_role, text, author: made.author.name, at, read: true, done: false });
  } else if (operation.kind === "handover_mark") {
    made.handover = made.handover.map((message) =>
      message.id === operation.message ? { ...message, read: true, done: message.done || operation.mark === "done" } : message,
    );
  }
}

/** @param {{ entry?: string | null, acted_at?: string } | undefined} current @param {Operation} operation */
function isOlder(current, { base, acted_at, id }) {
  if (!current?.entry || !current.acted_at || current.entry === base) return false;
  return acted_at < current.acted_at || (acted_at === current.acted_at && id < current.entry);
}

/** @param {State} made @param {Operation} operation @param {Map<string, any>} entries */
function presence(made, operation, entries) {
  const { id, person, day, half, acted_at, like } = operation;
  const key = slot(person, day, half);
  const current = made.half_days[key];
  if (isOlder(current, operation)) return;
  const source = like ? (entries.get(like) ?? { segments: [], hidden: true }) : operation;
  const segments = source.segments ?? [];
  const isPrivate = operation.author !== made.author.key && segments.some((/** @type {Segment} */ part) => !made.codesBy.get(part.code)?.present);
  const written = segments.length > 0 || Boolean(source.hidden);
  const due = current?.due ?? false;
  const unwritten = due ? (day <= made.today ? "missing" : "expected") : "not_due";
  const after = {
    due,
    minutes: current?.minutes ?? 0,
    state: written ? "written" : unwritten,
    segments,
    hidden: Boolean(source.hidden) || isPrivate,
    attended: source.attended ?? segments.some((/** @type {Segment} */ part) => made.codesBy.get(part.code)?.present),
    present_minutes: source.present_minutes,
    entry: id,
    like: id,
    notice_hours: source.notice_hours ?? null,
    has_document: source.has_document ?? null,
    acted_at,
  };
  made.half_days[key] = after;
  entries.set(id, after);
}

/** @param {State} made @param {Operation} operation */
function work(made, { id, person, day, half, parts, acted_at, base, ...rest }) {
  const key = slot(person, day, half);
  if (isOlder(made.work[key], { id, acted_at, base, ...rest })) return;
  made.work[key] = { entry: id, parts: parts ?? [], acted_at };
}

/** @param {State} made @param {Operation} operation */
function output(made, operation) {
  const { id, corrects, workshop, activity, day, half, good, rejected, cause, rule, shares, group, author } = operation;
  const index = made.outputs.findIndex((one) => corrects && (one.id === corrects || one.root === corrects));
  const root = index < 0 ? (corrects ?? id) : made.outputs[index].root;
  const isTakenBack = Boolean(corrects) && !good && !rejected;
  const after = { id, root, workshop, activity, day, half, good, rejected, cause, rule, shares, group, author };
  made.outputs.splice(index < 0 ? made.outputs.length : index, index < 0 ? 0 : 1, ...(isTakenBack ? [] : [after]));
}

/** Someone added by first name and number: she is in the team at once, under the id of the act that brought her.
 * @param {State} made @param {Operation} operation */
function join(made, { id, workshop, day, first_name, staff_number }) {
  if (made.people.some((person) => person.staff_number === staff_number)) return;
  const initials = first_name.slice(0, 2).toUpperCase();
  made.people.push({ key: id, first_name, last_name: "", initials, staff_number, workshop, groups: [], joined: day });
  const usual = Object.values(made.half_days).find((known) => known.due)?.minutes ?? 0;
  for (const half of [0, 1]) {
    if (!made.open[day]?.[half]) continue;
    const empty = { due: true, minutes: usual, segments: [], hidden: false, entry: null };
    made.half_days[slot(id, day, half)] = { ...empty, state: day <= made.today ? "missing" : "expected" };
  }
}
