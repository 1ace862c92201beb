// @ts-check
/* A picture chosen in a field with data-shrink="pixels" is made smaller before it is sent; the server judges it all the same. */
import { JPEG, blobOf, drawn } from "./common/pictures.js";

document.addEventListener("change", async (event) => {
  const field = event.target;
  if (!(field instanceof HTMLInputElement) || !field.dataset.shrink || !field.files?.[0]) return;
  const [file] = field.files;
  try {
    const small = await blobOf(await drawn(file, Number(field.dataset.shrink)), JPEG);
    const list = new DataTransfer();
    list.items.add(new File([small], file.name.replace(/\.\w+$/, "") + ".jpg", { type: JPEG }));
    field.files = list.files;
  } catch {
    // No picture: the server says so in words.
  }
});
