// @ts-check
/* Photos made small before they are kept: drawn anew, so that nothing the camera wrote beside the picture stays. */
import { uuid7 } from "../common/ids.js";
import { JPEG, blobOf, drawn } from "../common/pictures.js";

const LONGEST_SIDE = 1280;

/** @param {Blob} file @returns {Promise<import("./outbox.js").Photo>} Throws when it is no picture. */
export const shrunk = async (file) => photoOf(await drawn(file, LONGEST_SIDE), JPEG);

/** @param {HTMLCanvasElement} canvas @param {string} type @returns {Promise<import("./outbox.js").Photo>} */
async function photoOf(canvas, type) {
  const blob = await blobOf(canvas, type);
  return { id: uuid7(), type, bytes: await blob.arrayBuffer() };
}

/** Drawing with a finger, a pen or a mouse. Who cannot draw types her name, which counts as much. */
export class Signature {
  /** @param {HTMLCanvasElement} canvas */
  constructor(canvas) {
    this.canvas = canvas;
    this.isEmpty = true;
    const pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
    canvas.addEventListener("pointerdown", (event) => {
      canvas.setPointerCapture(event.pointerId);
      pen.beginPath();
      pen.moveTo(...this.at(event));
    });
    canvas.addEventListener("pointermove", (event) => {
      if (!canvas.hasPointerCapture(event.pointerId)) return;
      this.isEmpty = false;
      pen.lineWidth = 3;
      pen.lineCap = "round";
      pen.strokeStyle = "#000";
      pen.lineTo(...this.at(event));
      pen.stroke();
    });
    this.clear();
  }

  /** @param {PointerEvent} event @returns {[number, number]} */
  at(event) {
    const { width, height } = this.canvas.getBoundingClientRect();
    return [(event.offsetX * this.canvas.width) / width, (event.offsetY * this.canvas.height) / height];
  }

  /** Black on white whatever the theme: it goes on paper. */
  clear() {
    this.isEmpty = true;
    const pen = this.canvas.getContext("2d");
    if (!pen) return;
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, this.canvas.width, this.canvas.height);
    pen.beginPath();
  }

  /** @returns {Promise<import("./outbox.js").Photo | null>} */
  async photo() {
    return this.isEmpty ? null : photoOf(this.canvas, "image/png");
  }
}
