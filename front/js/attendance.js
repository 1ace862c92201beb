// @ts-check
/* The attendance grid: typed by keyboard or by touch, saved at once, undone as easily. */
import { Cells } from "./attendance/cells.js";
import { Keys } from "./attendance/keys.js";
import { Many } from "./attendance/many.js";
import { Palette } from "./attendance/palette.js";
import { Saver } from "./attendance/saving.js";
import { Teller } from "./attendance/telling.js";

const table = document.getElementById("grid");
const setup = document.getElementById("grid-setup");
if (table instanceof HTMLTableElement && setup) {
  const cells = new Cells(table, JSON.parse(setup.textContent ?? "{}"));
  const teller = new Teller(cells.setup.words);
  const saver = new Saver(cells, teller);
  new Keys(cells, saver, teller);
  new Palette(cells, saver, teller);
  new Many(cells, saver, teller);
  document.getElementById("undo")?.addEventListener("click", () => saver.undo());
  for (const tool of document.querySelectorAll("[data-needs-script]")) tool.removeAttribute("hidden");
}
