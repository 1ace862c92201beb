// @ts-check
/* Acts on many half-days at once: all present, last week again, an absence over several days. */

/**
 * @typedef {{ person: number, day: string, half: number, base: string | null, like: string | null }} Proposal
 */

export class Many {
  /**
   * @param {import("./cells.js").Cells} cells @param {import("./saving.js").Saver} saver
   * @param {import("./telling.js").Teller} teller
   */
  constructor(cells, saver, teller) {
    this.cells = cells;
    this.saver = saver;
    this.teller = teller;
    this.range = /** @type {HTMLDialogElement} */ (document.getElementById("range"));
    document.addEventListener("click", (event) => {
      const button = event.target instanceof Element ? event.target.closest("[data-fill]") : null;
      if (button instanceof HTMLElement) this.fill(button.dataset.fill ?? "");
    });
    document.getElementById("copy-last-week")?.addEventListener("click", () => this.copy());
    document.getElementById("open-range")?.addEventListener("click", () => this.open());
    document.getElementById("range-form")?.addEventListener("submit", (event) => {
      event.preventDefault();
      this.write();
    });
  }

  /**
   * The empty due half-days become present: of a half-day ("2026-11-16/0"), of a day, or of the whole week until today.
   * @param {string} where
   */
  fill(where) {
    const whole = where === "all";
    const segments = [{ code: this.cells.setup.usual, minutes: null, workshop: null }];
    const acts = [...this.cells.facts]
      .filter(([at, { state, closed }]) => {
        const slot = at.slice(at.indexOf("/") + 1);
        const meant = whole ? state === "missing" : (slot === where || slot.startsWith(`${where}/`)) && (state === "missing" || state === "expected");
        return meant && !closed;
      })
      .map(([at]) => ({ at, segments }));
    if (!acts.length) return this.teller.say(this.cells.setup.words.nothing);
    this.saver.save(acts);
  }

  /** What was attended last week, on the half-days still empty. */
  async copy() {
    const { last_week: address, words } = this.cells.setup;
    const found = await this.ask(address + window.location.search);
    if (!found) return;
    const acts = found.half_days
      .map(({ person, day, half, base, like }) => ({ at: `${person}/${day}/${half}`, base, like: like ?? undefined }))
      .filter(({ at }) => this.cells.buttons.get(at)?.getAttribute("aria-disabled") !== "true");
    if (!acts.length) return this.teller.say(words.nothing_to_copy);
    this.saver.save(acts);
  }

  /** The dialog begins with the person whose row one was in, and the days of the cell. */
  open() {
    const here = this.cells.table.querySelector("button[data-at][tabindex='0']");
    const [person, day] = (here instanceof HTMLElement ? (here.dataset.at ?? "") : "").split("/");
    for (const [id, value] of Object.entries({ "range-person": person, "range-first": day, "range-last": day })) {
      field(id).value = value ?? "";
    }
    this.problem("");
    this.range.showModal();
  }

  /** Write the absence on the due half-days. */
  async write() {
    const [person, first, last] = ["range-person", "range-first", "range-last"].map((id) => field(id).value);
    const query = new URLSearchParams({ person, first_day: first, last_day: last });
    const found = await this.ask(`${this.cells.setup.due}?${query}`, (sentence) => this.problem(sentence));
    if (!found) return;
    if (!found.half_days.length) return this.problem(this.cells.setup.words.nothing_due);
    const notice = field("range-notice").value;
    const segments = [{ code: field("range-code").value, minutes: null, workshop: null }];
    this.range.close();
    this.saver.save(
      found.half_days.map(({ day, half, base }) => ({
        at: `${person}/${day}/${half}`,
        base,
        segments,
        notice_hours: notice === "" ? null : Number(notice),
      })),
    );
  }

  /** @param {string} sentence */
  problem(sentence) {
    const box = document.getElementById("range-problem");
    if (box) box.textContent = sentence;
  }

  /**
   * @param {string} address @param {(sentence: string) => void} [refused]
   * @returns {Promise<{ half_days: Proposal[] } | null>}
   */
  async ask(address, refused = (sentence) => this.teller.say(sentence)) {
    const { words } = this.cells.setup;
    try {
      const response = await fetch(address, { headers: { Accept: "application/json" } });
      if (!response.headers.get("Content-Type")?.startsWith("application/json")) throw new Error(String(response.status));
      const found = await response.json();
      if (response.ok) return found;
      refused(found.refusal?.message ?? words.unreachable);
    } catch {
      refused(words.unreachable);
    }
    return null;
  }
}

/** @param {string} id */
const field = (id) => /** @type {HTMLInputElement | HTMLSelectElement} */ (document.getElementById(id));
