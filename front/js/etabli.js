// @ts-check
/*
 * What the browser alone cannot do, and no more. Every page works without it, except the dialogs' confirmation, which
 * then simply is not asked. Events are caught on the document, so that fragments brought by htmx need no set-up.
 */

/** @param {EventTarget | null} target @param {string} selector @returns {HTMLElement | null} */
const near = (target, selector) => (target instanceof Element ? target.closest(selector) : null);

/** Opens and closes the native dialogs: data-open="id" on a button, data-close inside the dialog. */
document.addEventListener("click", (event) => {
  const opener = near(event.target, "[data-open]");
  if (opener) {
    const dialog = document.getElementById(opener.dataset.open ?? "");
    if (dialog instanceof HTMLDialogElement && !dialog.open) {
      event.preventDefault();
      dialog.showModal();
    }
    return;
  }
  const closer = near(event.target, "[data-close]");
  if (closer) closer.closest("dialog")?.close();
  // A touch on what is behind the dialog falls on the dialog itself.
  else if (event.target instanceof HTMLDialogElement && event.target.dataset.light !== undefined) event.target.close();
});

/** Prints: data-print on a button. */
document.addEventListener("click", (event) => {
  if (near(event.target, "[data-print]")) window.print();
});

/**
 * A form that asks first (data-confirm="id of a dialog") opens that dialog; its button marked data-agree sends the form.
 * @type {WeakSet<HTMLFormElement>}
 */
const agreed = new WeakSet();

/** One act is sent once, however often the button is pressed: it says that it is busy and ignores the rest. */
/** @type {WeakSet<HTMLFormElement>} */
const sent = new WeakSet();

document.addEventListener(
  "submit",
  (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement)) return;
    if (sent.has(form)) {
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    if (form.dataset.confirm && !agreed.has(form)) {
      const dialog = document.getElementById(form.dataset.confirm);
      if (dialog instanceof HTMLDialogElement) {
        event.preventDefault();
        event.stopImmediatePropagation();
        ask(dialog, form, event.submitter);
        return;
      }
    }
    agreed.delete(form);
    if (form.method === "dialog" || form.target === "_blank" || form.dataset.again !== undefined) return;
    sent.add(form);
    const button = event.submitter ?? form.querySelector("[type=submit], button:not([type])");
    button?.setAttribute("aria-busy", "true");
  },
  true,
);

/** @param {HTMLDialogElement} dialog @param {HTMLFormElement} form @param {HTMLElement | null} submitter */
function ask(dialog, form, submitter) {
  const answer = new AbortController();
  const { signal } = answer;
  dialog.addEventListener("close", () => answer.abort(), { signal });
  dialog.querySelector("[data-agree]")?.addEventListener(
    "click",
    (event) => {
      event.preventDefault();
      agreed.add(form);
      dialog.close();
      form.requestSubmit(submitter);
    },
    { signal },
  );
  dialog.showModal();
}

/** A form may be sent again when it comes back: after htmx answered, or when the page is taken from the history. */
/** @param {ParentNode} root */
function free(root) {
  for (const busy of root.querySelectorAll("[aria-busy=true]")) busy.removeAttribute("aria-busy");
  for (const form of document.forms) sent.delete(form);
}

document.addEventListener("htmx:afterRequest", () => free(document));
window.addEventListener("pageshow", (event) => {
  if (event.persisted) free(document);
});

/** Choices that apply at once, such as the establishment: data-auto on the select, its button hidden by script. */
document.addEventListener("change", (event) => {
  const field = near(event.target, "select[data-auto], input[data-auto]");
  if (field instanceof HTMLSelectElement || field instanceof HTMLInputElement) field.form?.requestSubmit();
});
for (const button of document.querySelectorAll("[data-without-script]")) button.setAttribute("hidden", "");

/** Arrow keys, Home and End scroll a table's region when it, and not something inside it, has the focus. */
document.addEventListener("keydown", (event) => {
  const region = event.target;
  if (!(region instanceof HTMLElement) || !region.matches(".table-region") || event.altKey || event.ctrlKey) return;
  const step = 80;
  /** @type {Record<string, [number, number]>} */
  const moves = {
    ArrowRight: [step, 0],
    ArrowLeft: [-step, 0],
    ArrowDown: [0, step],
    ArrowUp: [0, -step],
    Home: [-region.scrollWidth, 0],
    End: [region.scrollWidth, 0],
  };
  const move = moves[event.key];
  if (!move) return;
  const before = [region.scrollLeft, region.scrollTop];
  region.scrollBy({ left: move[0], top: move[1], behavior: "instant" });
  // At the end of the region the key is the page's again.
  if (before[0] !== region.scrollLeft || before[1] !== region.scrollTop) event.preventDefault();
});

/** The first error of a form that came back is where the reader starts. */
const wrong = document.querySelector("[aria-invalid=true]");
if (wrong instanceof HTMLElement && document.activeElement === document.body) wrong.focus();
