// @ts-check
/* The half-days of the page: what is known of each, what each shows, and the totals at the right and below. */

/**
 * @typedef {{ code: string, minutes: number | null, workshop: number | null }} Segment
 * @typedef {{
 *   entry?: string, state: string, due?: boolean, attended?: boolean, minutes?: number, present?: number,
 *   segments?: Segment[], hidden?: boolean, notice_hours?: number, has_document?: boolean, closed?: boolean
 * }} Fact
 * @typedef {Fact & { at: string, symbol: string, classes: string, name: string, words: string }} Shown
 * @typedef {{ code: string, symbol: string, label: string, tint: number, absence: boolean, spell: boolean }} Code
 * @typedef {{
 *   cells: Record<string, Fact>, codes: Code[], spellings: Record<string, string>, usual: string,
 *   operations: string, due: string, last_week: string, words: Record<string, string>
 * }} Setup
 * @typedef {{ at: string, fact: Fact | undefined, className: string, text: string, name: string }} Look
 */

const NO_BREAK = "\u00a0";

export class Cells {
  /** @param {HTMLTableElement} table @param {Setup} setup */
  constructor(table, setup) {
    this.table = table;
    this.setup = setup;
    /** @type {Map<string, Fact>} */
    this.facts = new Map(Object.entries(setup.cells));
    /** @type {Map<string, HTMLButtonElement>} */
    this.buttons = new Map();
    for (const button of table.querySelectorAll("button[data-at]")) {
      if (button instanceof HTMLButtonElement) this.buttons.set(button.dataset.at ?? "", button);
    }
    /** @type {Map<string, Code>} */
    this.codes = new Map(setup.codes.map((code) => [code.code, code]));
    /** Who stands in the same column but is not this reader's to write: (attended, due) by column. */
    this.others = new Map(this.columns().map(([column, cell]) => [column, this.beside(column, cell)]));
  }

  /** @returns {[string, HTMLElement][]} */
  columns() {
    return [...this.table.querySelectorAll("tfoot [data-column]")]
      .filter((cell) => cell instanceof HTMLElement)
      .map((cell) => [cell.dataset.column ?? "", cell]);
  }

  /** @param {string} column @param {HTMLElement} cell */
  beside(column, cell) {
    const [attended, due] = (cell.textContent ?? "").split("/").map((part) => Number(part.replace(/\D/g, "")));
    const own = sums([...this.facts].filter(([at]) => at.endsWith(`/${column}`)).map(([, fact]) => fact));
    return { attended: attended - own.attended, due: due - own.due };
  }

  /** @param {string} at @returns {Fact | undefined} */
  fact(at) {
    return this.facts.get(at);
  }

  /** True when something is written at that half-day. @param {string} at */
  isWritten(at) {
    return this.facts.get(at)?.state === "written";
  }

  /** What a cell shows and is, so that it can be put back. @param {string} at @returns {Look} */
  look(at) {
    const button = this.buttons.get(at);
    return {
      at,
      fact: this.facts.get(at),
      className: button?.className ?? "",
      text: button?.textContent ?? "",
      name: button?.getAttribute("aria-label") ?? "",
    };
  }

  /** @param {Look} look */
  putBack(look) {
    if (look.fact) this.facts.set(look.at, look.fact);
    const button = this.buttons.get(look.at);
    if (!button) return;
    button.className = look.className;
    button.textContent = look.text;
    button.setAttribute("aria-label", look.name);
    button.removeAttribute("aria-busy");
    this.count(look.at);
  }

  /** What was just typed, before the server has answered. @param {string} at @param {Segment[] | undefined} segments */
  expect(at, segments) {
    const button = this.buttons.get(at);
    if (!button) return;
    button.classList.remove("cell-missing", "cell-expected", "cell-not-due", "cell-shut", "cell-typing");
    button.classList.add("cell-saving");
    button.setAttribute("aria-busy", "true");
    if (segments) button.textContent = segments.map(({ code }) => this.codes.get(code)?.symbol ?? code).join("/");
  }

  /** What the server says of a half-day. @param {Shown} cell */
  show(cell) {
    this.facts.set(cell.at, cell);
    const button = this.buttons.get(cell.at);
    if (!button) return;
    button.className = cell.classes;
    button.textContent = cell.symbol;
    button.setAttribute("aria-label", cell.name);
    button.removeAttribute("aria-busy");
    if (cell.closed) button.setAttribute("aria-disabled", "true");
    this.count(cell.at);
  }

  /** The totals that a half-day is part of. @param {string} at */
  count(at) {
    const [person, ...slot] = at.split("/");
    const row = this.table.querySelector(`tr[data-person="${person}"]`);
    const own = sums([...this.facts].filter(([other]) => other.startsWith(`${person}/`)).map(([, fact]) => fact));
    write(row?.querySelector("[data-total='half-days']"), `${own.attended}/${own.due}`);
    write(row?.querySelector("[data-total='hours']"), this.hours(own.present));
    const column = slot.join("/");
    const all = sums([...this.facts].filter(([other]) => other.endsWith(`/${column}`)).map(([, fact]) => fact));
    const others = this.others.get(column) ?? { attended: 0, due: 0 };
    const foot = this.table.querySelector(`tfoot [data-column="${column}"]`);
    write(foot, `${all.attended + others.attended}/${all.due + others.due}`);
  }

  /** 450 is "7 h 30". @param {number} minutes */
  hours(minutes) {
    const rest = minutes % 60;
    const whole = `${(minutes - rest) / 60}${NO_BREAK}${this.setup.words.hour_sign}`;
    return rest ? `${whole}${NO_BREAK}${String(rest).padStart(2, "0")}` : whole;
  }
}

/** @param {Fact[]} facts */
function sums(facts) {
  const total = { attended: 0, due: 0, present: 0 };
  for (const fact of facts) {
    total.attended += fact.attended ? 1 : 0;
    total.due += fact.due ? 1 : 0;
    total.present += fact.present ?? 0;
  }
  return total;
}

/** @param {Element | null | undefined} element @param {string} text */
function write(element, text) {
  if (element) element.textContent = text;
}
