// @ts-check
/* The grid by keyboard: arrows move, letters write a code, Delete takes back, Enter opens the choice. */

/** Milliseconds without a letter after which a code that is typed whole is written. */
const PAUSE = 900;

/**
 * Letters wait in the cell until they can mean one code only, until the reader moves on or leaves the page, or for a short
 * pause. Who types slower than that loses nothing: the next letter makes the code longer, if there is such a code.
 */
export class Keys {
  /**
   * @param {import("./cells.js").Cells} cells @param {import("./saving.js").Saver} saver
   * @param {import("./telling.js").Teller} teller
   */
  constructor(cells, saver, teller) {
    this.cells = cells;
    this.saver = saver;
    this.teller = teller;
    this.typed = "";
    /** @type {import("./cells.js").Look | null} */
    this.look = null;
    /** What a pause wrote in the cell that has the focus. */
    this.paused = "";
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.pause = undefined;
    this.start();
    cells.table.addEventListener("keydown", (event) => this.key(event));
    cells.table.addEventListener("focusin", (event) => this.rove(event.target));
    cells.table.addEventListener("focusout", () => this.leave());
    window.addEventListener("pagehide", () => this.leave());
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden") this.leave();
    });
  }

  /** Tab enters the grid at one cell: at first the first one of today, later where the reader was. */
  start() {
    const today = [...this.cells.buttons.values()].find((button) => button.closest("tr") && isToday(button));
    const first = today ?? this.cells.buttons.values().next().value;
    if (first) first.tabIndex = 0;
  }

  /** @param {EventTarget | null} target */
  rove(target) {
    if (!(target instanceof HTMLButtonElement) || !target.dataset.at) return;
    for (const other of this.cells.table.querySelectorAll("button[data-at][tabindex='0']")) other.setAttribute("tabindex", "-1");
    target.tabIndex = 0;
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const button = event.target;
    if (!(button instanceof HTMLButtonElement) || !button.dataset.at) return;
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z") {
      event.preventDefault();
      this.drop();
      this.saver.undo();
    } else if (this.move(button, event)) {
      event.preventDefault();
    } else if (!event.ctrlKey && !event.metaKey && !event.altKey && this.act(button, event)) {
      event.preventDefault();
    }
  }

  /** @param {HTMLButtonElement} button @param {KeyboardEvent} event @returns {boolean} whether the key was for us */
  act(button, event) {
    if (event.key === "Delete") {
      this.drop();
      this.take(button, []);
      return true;
    }
    if (event.key === "Escape" || event.key === "Backspace") this.paused = "";
    if (event.key === "Escape" && this.typed) {
      this.drop();
      return true;
    }
    if (event.key === "Enter" && this.typed) {
      this.commit();
      return true;
    }
    if (event.key === "Backspace") {
      if (this.typed) this.type(button, this.typed.slice(0, -1));
      return true;
    }
    if (event.key.length !== 1 || event.key === " ") return false;
    const longer = this.paused + event.key;
    this.type(button, this.paused && this.spelled(fold(longer)).length ? longer : this.typed + event.key);
    return true;
  }

  /** @param {HTMLButtonElement} button @param {KeyboardEvent} event @returns {boolean} */
  move(button, event) {
    const row = button.closest("tr");
    const cell = button.closest("td");
    if (!row || !cell || event.altKey || event.shiftKey) return false;
    const across = [...row.querySelectorAll("button[data-at]")];
    const place = across.indexOf(button);
    /** @type {Record<string, () => Element | null | undefined>} */
    const ways = {
      ArrowRight: () => across[place + 1],
      ArrowLeft: () => across[place - 1],
      ArrowDown: () => this.below(row, cell, 1),
      ArrowUp: () => this.below(row, cell, -1),
      PageDown: () => this.below(row, cell, 10),
      PageUp: () => this.below(row, cell, -10),
      Home: () => (event.ctrlKey ? this.cells.buttons.values().next().value : across[0]),
      End: () => (event.ctrlKey ? [...this.cells.buttons.values()].at(-1) : across.at(-1)),
    };
    const way = ways[event.key];
    if (!way) return false;
    const to = way();
    this.commit();
    if (to instanceof HTMLElement) to.focus();
    return true;
  }

  /** The cell in the same column, some rows on; the nearest that can be written. @param {Element} row @param {Element} cell @param {number} steps */
  below(row, cell, steps) {
    const rows = [...(row.parentElement?.children ?? [])];
    const column = [...row.children].indexOf(cell);
    const from = rows.indexOf(row);
    const last = rows.length - 1;
    const step = Math.sign(steps);
    for (let at = Math.max(0, Math.min(last, from + steps)); at >= 0 && at <= last && at !== from; at += step) {
      const found = rows[at].children[column]?.querySelector("button[data-at]");
      if (found) return found;
    }
    return null;
  }

  /** @param {HTMLButtonElement} button @param {string} text */
  type(button, text) {
    if (this.isClosed(button)) return;
    if (!this.isAsLooked()) this.look = this.cells.look(button.dataset.at ?? "");
    this.typed = text;
    this.paused = "";
    clearTimeout(this.pause);
    if (!text) return this.drop();
    const folded = fold(text);
    if (!this.spelled(folded).some((spelling) => spelling !== folded)) return this.commit();
    if (this.cells.setup.spellings[folded]) this.pause = setTimeout(() => this.rest(), PAUSE);
    button.textContent = text.toUpperCase();
    button.classList.add("cell-typing");
    this.teller.say(this.cells.setup.words.typing.replace("%(text)s", text.toUpperCase()));
  }

  /** The spellings that begin with a folded text. @param {string} folded */
  spelled(folded) {
    return Object.keys(this.cells.setup.spellings).filter((spelling) => spelling.startsWith(folded));
  }

  /** Write what was typed, and know it still: more letters may follow. */
  rest() {
    const { typed } = this;
    this.commit();
    this.paused = typed;
  }

  /** Write what was typed; what comes next is something else. */
  leave() {
    this.commit();
    this.paused = "";
  }

  /** Write what was typed, if it is a code. */
  commit() {
    const { look, typed } = this;
    if (!look || !typed) return;
    const code = this.cells.setup.spellings[fold(typed)];
    this.drop();
    if (!code) return this.teller.say(this.cells.setup.words.unknown.replace("%(text)s", typed));
    const button = this.cells.buttons.get(look.at);
    if (button) this.take(button, [{ code, minutes: null, workshop: null }]);
  }

  /** False when the answer to an earlier act came into the cell since: that is then what it shows. */
  isAsLooked() {
    return this.look !== null && this.cells.fact(this.look.at) === this.look.fact;
  }

  /** Forget what was typed; the cell shows what it showed. */
  drop() {
    clearTimeout(this.pause);
    if (this.look && this.isAsLooked()) this.cells.putBack(this.look);
    this.look = null;
    this.typed = "";
    this.paused = "";
  }

  /** @param {HTMLButtonElement} button @param {import("./cells.js").Segment[]} segments */
  take(button, segments) {
    const at = button.dataset.at ?? "";
    if (this.isClosed(button) || (!segments.length && !this.cells.isWritten(at))) return;
    this.saver.save([{ at, segments }]);
  }

  /** Says so when the month of the cell is closed. @param {HTMLButtonElement} button */
  isClosed(button) {
    const closed = button.getAttribute("aria-disabled") === "true";
    if (closed) this.teller.say(this.cells.setup.words.closed);
    return closed;
  }
}

/** @param {HTMLButtonElement} button */
function isToday(button) {
  const now = new Date();
  const day = [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
  return (button.dataset.at ?? "").includes(`/${day}/`);
}

/** As `kit.texts.fold` does: lower case, without accents. @param {string} text */
export function fold(text) {
  return text.toLowerCase().normalize("NFKD").replace(/\p{M}/gu, "").trim();
}
