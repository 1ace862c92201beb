// @ts-check
/* The choice for one half-day: one touch on a code, or its parts and what goes with them. */

export class Palette {
  /**
   * @param {import("./cells.js").Cells} cells @param {import("./saving.js").Saver} saver
   * @param {import("./telling.js").Teller} teller
   */
  constructor(cells, saver, teller) {
    this.cells = cells;
    this.saver = saver;
    this.teller = teller;
    this.at = "";
    this.dialog = /** @type {HTMLDialogElement} */ (document.getElementById("palette"));
    this.parts = /** @type {HTMLElement} */ (document.getElementById("palette-parts"));
    this.model = /** @type {HTMLTemplateElement} */ (document.getElementById("palette-part"));
    cells.table.addEventListener("click", (event) => {
      const button = event.target instanceof Element ? event.target.closest("button[data-at]") : null;
      if (button instanceof HTMLButtonElement) this.open(button);
    });
    for (const button of this.dialog.querySelectorAll("[data-code]")) {
      button.addEventListener("click", () => this.save([part(button.getAttribute("data-code") ?? "")]));
    }
    on("palette-add", () => this.add(part(cells.setup.usual)));
    on("palette-save", () => this.save(this.segments()));
    on("palette-back", () => this.save([]));
  }

  /** @param {HTMLButtonElement} button */
  open(button) {
    if (button.getAttribute("aria-disabled") === "true") return this.teller.say(this.cells.setup.words.closed);
    this.at = button.dataset.at ?? "";
    const fact = this.cells.fact(this.at);
    const codes = (fact?.segments ?? []).map(({ code }) => code);
    write("palette-title", button.getAttribute("aria-label") ?? "");
    for (const choice of this.dialog.querySelectorAll("[data-code]")) {
      choice.setAttribute("aria-pressed", String(codes.includes(choice.getAttribute("data-code") ?? "")));
    }
    this.parts.replaceChildren();
    for (const segment of fact?.segments ?? [part(this.cells.setup.usual)]) this.add(segment);
    field("palette-notice").value = fact?.notice_hours === undefined ? "" : String(fact.notice_hours);
    field("palette-document").value = fact?.has_document === undefined ? "" : fact.has_document ? "yes" : "no";
    field("palette-reason").value = "";
    show("palette-why", Boolean(fact?.entry));
    show("palette-back", this.cells.isWritten(this.at));
    const more = /** @type {HTMLDetailsElement} */ (document.getElementById("palette-more"));
    more.open = codes.length > 1 || Boolean(fact?.segments?.some(({ minutes, workshop }) => minutes !== null || workshop !== null));
    this.dialog.showModal();
  }

  /** @param {import("./cells.js").Segment} segment */
  add(segment) {
    const piece = /** @type {DocumentFragment} */ (this.model.content.cloneNode(true));
    const box = /** @type {HTMLElement} */ (piece.firstElementChild);
    const values = { code: segment.code, minutes: segment.minutes, workshop: segment.workshop };
    for (const [name, value] of Object.entries(values)) {
      const input = box.querySelector(`[data-field="${name}"]`);
      if (input instanceof HTMLInputElement || input instanceof HTMLSelectElement) input.value = value === null ? "" : String(value);
    }
    box.querySelector("[data-field='remove']")?.addEventListener("click", () => {
      box.remove();
      this.number();
      document.getElementById("palette-add")?.focus();
    });
    this.parts.append(piece);
    this.number();
  }

  /** Parts are called by their number, and their fields by labels of their own. */
  number() {
    [...this.parts.children].forEach((box, index) => {
      const name = this.cells.setup.words.part.replace("%(number)s", String(index + 1));
      const legend = box.querySelector("legend");
      if (legend) legend.textContent = name;
      const which = box.querySelector("[data-field='which']");
      if (which) which.textContent = ` ${name}`;
      for (const input of box.querySelectorAll("input[data-field], select[data-field]")) {
        input.id = `part-${index}-${input.getAttribute("data-field")}`;
        input.previousElementSibling?.setAttribute("for", input.id);
      }
    });
  }

  /** @returns {import("./cells.js").Segment[]} */
  segments() {
    return [...this.parts.children].map((box) => {
      const [code, minutes, workshop] = ["code", "minutes", "workshop"].map((name) => {
        const input = box.querySelector(`[data-field="${name}"]`);
        return input instanceof HTMLInputElement || input instanceof HTMLSelectElement ? input.value : "";
      });
      return { code, minutes: minutes === "" ? null : Number(minutes), workshop: workshop === "" ? null : Number(workshop) };
    });
  }

  /** @param {import("./cells.js").Segment[]} segments */
  save(segments) {
    const notice = field("palette-notice").value;
    const paper = field("palette-document").value;
    this.dialog.close();
    this.saver.save([
      {
        at: this.at,
        segments,
        notice_hours: segments.length && notice !== "" ? Number(notice) : null,
        has_document: segments.length && paper !== "" ? paper === "yes" : null,
        reason: field("palette-reason").value.trim(),
      },
    ]);
  }
}

/** @param {string} code @returns {import("./cells.js").Segment} */
const part = (code) => ({ code, minutes: null, workshop: null });

/** @param {string} id */
const field = (id) => /** @type {HTMLInputElement | HTMLSelectElement} */ (document.getElementById(id));

/** @param {string} id @param {() => void} act */
const on = (id, act) => document.getElementById(id)?.addEventListener("click", act);

/** @param {string} id @param {boolean} is */
const show = (id, is) => document.getElementById(id)?.toggleAttribute("hidden", !is);

/** @param {string} id @param {string} text */
function write(id, text) {
  const element = document.getElementById(id);
  if (element) element.textContent = text;
}
