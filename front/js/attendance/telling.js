// @ts-check
/* What the page says of what was saved and refused: one line that is read aloud, and the refusals until the next act. */

/** Refusals told one by one. */
const MOST = 5;

export class Teller {
  /** @param {Record<string, string>} words */
  constructor(words) {
    this.words = words;
    this.status = document.getElementById("grid-status");
    this.problems = document.getElementById("grid-problems");
    this.undoButton = document.getElementById("undo");
    /** @type {() => void} */
    this.onRetry = () => {};
  }

  /** @param {string} text */
  say(text) {
    if (this.status) this.status.textContent = text;
  }

  /** @param {boolean} is */
  busy(is) {
    this.status?.toggleAttribute("data-busy", is);
  }

  /** @param {number} acts */
  mayUndo(acts) {
    if (this.undoButton instanceof HTMLButtonElement) this.undoButton.disabled = acts === 0;
  }

  /** @param {number} count @param {boolean} undoing @param {Map<string, number>} refused @param {Set<string | undefined>} outcomes */
  saved(count, undoing, refused, outcomes) {
    const kind = undoing ? "undone" : "saved";
    const parts = count ? [this.counted(kind, count)] : [];
    if (outcomes.has("conflict")) parts.push(this.words.conflict);
    if (outcomes.has("superseded")) parts.push(this.words.superseded);
    this.say(parts.join(" "));
    const sentences = [...refused].map(([sentence, number]) => `${this.counted("refused", number)} ${sentence}`);
    const more = sentences.length - MOST;
    if (more > 0) sentences.splice(MOST, more, this.words.more.replace("%(count)s", String(more)));
    this.problems?.replaceChildren(...sentences.map(problem));
  }

  /** Nothing could be sent; it is kept, and may be tried again. @param {string} sentence */
  failed(sentence) {
    const box = problem(sentence);
    const again = document.createElement("button");
    again.type = "button";
    again.className = "btn btn-secondary";
    again.textContent = this.words.again;
    again.addEventListener("click", () => this.onRetry());
    box.firstElementChild?.append(again);
    this.say("");
    this.problems?.replaceChildren(box);
  }

  /** @param {string} kind @param {number} count */
  counted(kind, count) {
    return count === 1 ? this.words[`${kind}_one`] : this.words[`${kind}_many`].replace("%(count)s", String(count));
  }
}

/** @param {string} sentence */
function problem(sentence) {
  const box = document.createElement("div");
  box.className = "alert alert-danger";
  const inside = document.createElement("div");
  const text = document.createElement("p");
  text.textContent = sentence;
  inside.append(text);
  box.append(inside);
  return box;
}
