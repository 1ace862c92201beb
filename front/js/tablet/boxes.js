// @ts-check
/*
 * The dialogs, one at a time over the page. The browser's own modal ones reckon the style of all that is behind them anew,
 * twice a dialog, which a slow tablet feels: these are laid out beforehand and only become visible. What is behind is out
 * of reach all the same: of the finger by what lies over it, of the keyboard by the walk of Tab, of a screen reader by
 * aria-hidden.
 */
import { set } from "./dom.js";

const REACHED = "a[href], button:enabled, input:enabled, select:enabled, textarea:enabled, summary";

/** @type {HTMLDialogElement | null} */
let open = null;
/** What had the focus before, and has it again. @type {HTMLElement | null} */
let before = null;
/** Closes it by the gesture or the key by which the device goes back, where the browser tells. @type {any} */
let watcher = null;

/** @param {boolean} is */
function hideBehind(is) {
  for (const part of document.querySelectorAll("body > :is(header, main, nav)")) set(part, "aria-hidden", is ? "true" : null);
}

/** @param {HTMLDialogElement} box */
export function openBox(box) {
  open = box;
  before = /** @type {HTMLElement | null} */ (document.activeElement);
  box.open = true;
  // Its own show() looks for what takes the focus while nothing in it is made visible yet, and finds nothing.
  /** @type {HTMLElement | null} */ (box.querySelector(REACHED))?.focus({ preventScroll: true });
  box.scrollTop = 0;
  hideBehind(true);
  const { CloseWatcher } = /** @type {any} */ (window);
  watcher = CloseWatcher ? new CloseWatcher() : null;
  if (watcher) watcher.onclose = closeBox;
}

/** What was written into a dialog that is not shown is laid out now, not at the tap that shows it. @param {HTMLDialogElement} box */
export const warm = (box) => void box.lastElementChild?.getBoundingClientRect();

export function closeBox() {
  if (!open) return;
  const box = open;
  open = null;
  watcher?.destroy();
  hideBehind(false);
  box.open = false;
  before?.focus({ preventScroll: true });
}

/** What the walk of Tab meets in it, in order. @param {HTMLDialogElement} box @returns {HTMLElement[]} */
const stops = (box) => [.../** @type {NodeListOf<HTMLElement>} */ (box.querySelectorAll(REACHED))].filter((one) => one.checkVisibility());

/** From its last stop to its first, and back. @param {KeyboardEvent} event */
function walk(event) {
  // While a word is being composed, Escape ends that.
  if (!open || event.defaultPrevented || event.isComposing) return;
  if (event.key === "Escape") return closeBox();
  if (event.key !== "Tab") return;
  const all = stops(open);
  const [from, to] = event.shiftKey ? [all[0], all.at(-1)] : [all.at(-1), all[0]];
  if (document.activeElement !== from) return;
  event.preventDefault();
  to?.focus();
}

document.addEventListener("keydown", walk);
// Whoever comes in by another way, from the bars of the browser for example, comes into it.
document.addEventListener("focusin", ({ target }) => open && !open.contains(/** @type {Node} */ (target)) && stops(open)[0]?.focus());
document.getElementById("behind")?.addEventListener("click", closeBox);
