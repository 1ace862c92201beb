// @ts-check
/* Pictures drawn anew and smaller: what the camera wrote beside the picture does not stay. */

const QUALITY = 0.8;
export const JPEG = "image/jpeg";

/** @param {Blob} file @param {number} longest  pixels of its longest side @returns {Promise<HTMLCanvasElement>} Throws when it
 * is no picture. */
export async function drawn(file, longest) {
  const picture = await createImageBitmap(file);
  const scale = Math.min(1, longest / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  canvas.getContext("2d")?.drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  return canvas;
}

/** @param {HTMLCanvasElement} canvas @param {string} type @returns {Promise<Blob>} */
export const blobOf = (canvas, type) =>
  new Promise((resolve, reject) => canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("canvas"))), type, QUALITY));
