// @ts-check
/* Days and hours as the reader says them, and the time of the act. */

/** English as it is written in Europe: the day before the month. */
const language = () => document.documentElement.lang.replace(/^en$/, "en-GB") || "fr";
const NO_BREAK = "\u00a0";

/** @type {Map<string, Intl.DateTimeFormat>} */
const formats = new Map();

/** @param {string} name @param {Intl.DateTimeFormatOptions} options */
function format(name, options) {
  const known = formats.get(name) ?? new Intl.DateTimeFormat(language(), options);
  formats.set(name, known);
  return known;
}

/** "lundi 23 novembre" @param {string} day */
export const longDay = (day) => format("long", { weekday: "long", day: "numeric", month: "long" }).format(midday(day));

/** "lun. 23" @param {string} day */
export const shortDay = (day) => format("short", { weekday: "short", day: "numeric", month: "short" }).format(midday(day));

/** "23/11 07:12" @param {string} moment */
export const when = (moment) =>
  format("when", { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" }).format(new Date(moment));

/** The middle of the day, so that no change of hour moves it to another. @param {string} day */
function midday(day) {
  const [year, month, number] = day.split("-").map(Number);
  return new Date(year, month - 1, number, 12);
}

/** @param {Date} moment @returns {string} the day there, as 2026-11-23 */
export function dayOf(moment) {
  const two = (/** @type {number} */ number) => String(number).padStart(2, "0");
  return `${moment.getFullYear()}-${two(moment.getMonth() + 1)}-${two(moment.getDate())}`;
}

/** @param {string} day @param {number} steps */
export function dayPlus(day, steps) {
  const moment = midday(day);
  moment.setDate(moment.getDate() + steps);
  return dayOf(moment);
}

/** 210 is "3 h 30", 15 is "15 min". @param {number} minutes */
export function hours(minutes) {
  const rest = minutes % 60;
  if (minutes < 60) return `${rest}${NO_BREAK}min`;
  const whole = `${(minutes - rest) / 60}${NO_BREAK}h`;
  return rest ? `${whole}${NO_BREAK}${String(rest).padStart(2, "0")}` : whole;
}

/** @type {Intl.NumberFormat | undefined} */
let number;

/** 240000 thousandths are "240". @param {number} thousandths */
export function quantity(thousandths) {
  number ??= new Intl.NumberFormat(language(), { maximumFractionDigits: 3 });
  return number.format(thousandths / 1000);
}

/** @type {Intl.PluralRules | undefined} */
let plural;

/** What stands behind a quantity is said as of one; a begun unit counts as a whole one, as on the server.
 * @param {number} thousandths */
export function isOne(thousandths) {
  plural ??= new Intl.PluralRules(language());
  return plural.select(Math.ceil(Math.abs(thousandths) / 1000)) === "one";
}

/** "12,5" is 12500 thousandths; null when it is no number. @param {string} text */
export function thousandths(text) {
  const clean = text.trim().replace(",", ".");
  if (!/^\d{1,9}(\.\d{0,3})?$/.test(clean)) return null;
  return Math.round(Number(clean) * 1000);
}

/** What a tablet's own clock may be off before the server's is taken instead. */
const TOLERANCE = 120_000;

/** The time of an act: the tablet's clock, put right by what the server said last when it is far off. */
export class Clock {
  /** Milliseconds the tablet is late. */
  offset = 0;

  /** What a server's answer says the time is. @param {Response} response */
  learn(response) {
    const said = Date.parse(response.headers.get("Date") ?? "");
    if (!Number.isNaN(said)) this.offset = said - Date.now();
  }

  /** True when the tablet's own clock cannot be trusted. */
  get isWrong() {
    return Math.abs(this.offset) > TOLERANCE;
  }

  now() {
    return new Date(Date.now() + (this.isWrong ? this.offset : 0));
  }
}
