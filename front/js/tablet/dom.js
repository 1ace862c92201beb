// @ts-check
/* Small tools for the page: everything visible, words included, is a <template> of the shell. */

/** @param {string} id @returns {HTMLElement} */
export const byId = (id) => /** @type {HTMLElement} */ (document.getElementById(id));

/** @param {string} id */
export const dialog = (id) => /** @type {HTMLDialogElement} */ (document.getElementById(id));

/** Milliseconds after which nobody waits for a frame any more: a page that is not shown gets none. */
const LONGEST_FRAME = 200;

/** What was changed so far is on the screen, or the page is not shown. A tap is answered first; work that nobody sees waits for this. */
export const painted = () =>
  new Promise((resolve) => {
    if (document.visibilityState === "hidden") return resolve(undefined);
    const done = () => {
      clearTimeout(longest);
      document.removeEventListener("visibilitychange", done);
      resolve(undefined);
    };
    const longest = setTimeout(done, LONGEST_FRAME);
    // A tablet that is put to sleep right after the tap shows no frame any more.
    document.addEventListener("visibilitychange", done);
    requestAnimationFrame(() => setTimeout(done));
  });

/** @param {string} id */
export const input = (id) => /** @type {HTMLInputElement} */ (document.getElementById(id));

/** @type {Map<string, HTMLTemplateElement>} */
const models = new Map();

/** A new copy of the first element of a <template>. @param {string} id @returns {HTMLElement} */
export function copyOf(id) {
  const known = models.get(id) ?? /** @type {HTMLTemplateElement} */ (document.getElementById(id));
  models.set(id, known);
  return /** @type {HTMLElement} */ (known.content.firstElementChild?.cloneNode(true));
}

/** @type {Map<string, string> | null} */
let words = null;

/** A word or sentence of the shell, with its `{facts}` filled in. @param {string} name @param {Record<string, unknown>} [facts] */
export function word(name, facts = {}) {
  if (!words) {
    const model = /** @type {HTMLTemplateElement} */ (document.getElementById("words"));
    words = new Map([...model.content.querySelectorAll("[data-word]")].map((one) => [one.getAttribute("data-word") ?? "", one.textContent ?? ""]));
  }
  return (words.get(name) ?? name).replace(/\{(\w+)\}/g, (_, fact) => String(facts[fact] ?? ""));
}

/** `name_one` or `name_many`, by the count. @param {string} name @param {number} count @param {Record<string, unknown>} [facts] */
export const counted = (name, count, facts = {}) => word(`${name}_${count === 1 ? "one" : "many"}`, { count, ...facts });

/** The icon of that name, from the shell; nothing when it has none. @param {string | null | undefined} name */
export function icon(name) {
  const model = /** @type {HTMLTemplateElement | null} */ (document.getElementById("icons"));
  const found = name ? model?.content.querySelector(`[data-icon="${CSS.escape(name)}"] svg`) : null;
  return found ? found.cloneNode(true) : document.createTextNode("");
}

/** @type {WeakMap<ParentNode, Map<string, Element>>} parts that were found once: they stay where they are */
const knownParts = new WeakMap();

/** The part of an element that is marked data-f="name". @param {ParentNode} root @param {string} name @returns {Element | null} */
export function part(root, name) {
  const known = knownParts.get(root) ?? new Map();
  const one = known.get(name) ?? root.querySelector(`[data-f="${name}"]`);
  if (one) knownParts.set(root, known.set(name, one));
  return one;
}

/** Writes texts into the parts of an element that are marked data-f="name"; untouched ones are not painted again.
 * @param {ParentNode} root @param {Record<string, unknown>} texts */
export function fill(root, texts) {
  for (const [name, text] of Object.entries(texts)) {
    const one = part(root, name);
    if (one) write(one, text);
  }
}

/** @param {Element} element @param {unknown} text */
export function write(element, text) {
  const wanted = String(text ?? "");
  if (element.textContent === wanted) return;
  const { firstChild } = element;
  // A text that changes costs less than one that goes and another that comes.
  if (firstChild instanceof Text && firstChild === element.lastChild) firstChild.data = wanted;
  else element.textContent = wanted;
}

/** @param {Element | null} element @param {string} name @param {string | number | boolean | null | undefined} value */
export function set(element, name, value) {
  if (!element) return;
  if (value === null || value === undefined || value === false) element.removeAttribute(name);
  else if (element.getAttribute(name) !== String(value)) element.setAttribute(name, value === true ? "" : String(value));
}

/** @param {Element | null} element @param {boolean} is */
export const show = (element, is) => element?.toggleAttribute("hidden", !is);

/**
 * The children of `parent` become one element a row, those that stay are kept with their focus.
 * @template Row
 * @param {Element} parent @param {Iterable<Row>} rows @param {(row: Row) => unknown} keyOf
 * @param {(row: Row) => HTMLElement} make @param {(element: HTMLElement, row: Row) => void} [update]
 */
export function keyed(parent, rows, keyOf, make, update = () => {}) {
  const old = new Map([...parent.children].map((child) => [/** @type {HTMLElement} */ (child).dataset.key ?? "", /** @type {HTMLElement} */ (child)]));
  let at = parent.firstElementChild;
  for (const row of rows) {
    const key = String(keyOf(row));
    const known = old.get(key);
    old.delete(key);
    const element = known ?? make(row);
    element.dataset.key = key;
    if (element === at) at = at.nextElementSibling;
    else parent.insertBefore(element, at);
    update(element, row);
  }
  for (const gone of old.values()) gone.remove();
}

/** @type {WeakMap<HTMLSelectElement, string>} */
const offered = new WeakMap();

/** A <select> with these choices, its value kept where it still is one; made anew only when they changed.
 * @param {HTMLSelectElement} select @param {{ value: string | number, label: string }[]} choices */
export function choices(select, choices) {
  const wanted = JSON.stringify(choices);
  if (offered.get(select) === wanted) return;
  offered.set(select, wanted);
  const before = select.value;
  const fixed = [...select.options].filter((option) => option.dataset.fixed !== undefined);
  const made = choices.map(({ value, label }) => new Option(label, String(value)));
  select.replaceChildren(...fixed, ...made);
  if ([...select.options].some((option) => option.value === before)) select.value = before;
}

/** Clicks inside `root` on what matches. @param {Element} root @param {string} selector
 * @param {(found: HTMLElement, event: Event) => void} act */
export function clicks(root, selector, act) {
  root.addEventListener("click", (event) => {
    const found = event.target instanceof Element ? event.target.closest(selector) : null;
    if (found instanceof HTMLElement && root.contains(found)) act(found, event);
  });
}

/** Only one of a group of buttons is pressed. @param {Element} group @param {(button: HTMLElement) => boolean} is */
export function press(group, is) {
  for (const button of group.querySelectorAll("button[aria-pressed]")) {
    set(button, "aria-pressed", String(is(/** @type {HTMLElement} */ (button))));
  }
}

/** What is wrong, beside what it is about; read aloud. @param {Element} root @param {string} sentence */
export function problem(root, sentence) {
  const box = root.querySelector("[data-problem]");
  if (!box) return;
  write(box, sentence);
  show(box, sentence !== "");
}
