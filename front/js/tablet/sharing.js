// @ts-check
/* Split a whole number into whole parts, with nothing lost: the same rule as `core.sharing_out` on the server. */

/** `total` in `parts` whole numbers that sum exactly to it, the earlier ones taking the odd units.
 * @param {number} total @param {number} parts @returns {number[]} */
export function shareOut(total, parts) {
  if (parts <= 0) throw new RangeError("a total is shared out between one part or more");
  const odd = total % parts;
  const low = (total - odd) / parts;
  return Array.from({ length: parts }, (_, index) => low + (index < odd ? 1 : 0));
}

/** `total` in whole numbers as near as possible to the weights; the largest remainders take the odd units, at equal
 * remainders the earlier part does. All weights 0 gives an equal split.
 * @param {number} total @param {number[]} weights @returns {number[]} */
export function shareByWeight(total, weights) {
  const whole = sum(weights);
  if (whole === 0) return shareOut(total, weights.length);
  const parts = weights.map((weight) => Math.floor((total * weight) / whole));
  const rest = weights.map((weight) => (total * weight) % whole);
  const byRest = [...rest.keys()].sort((one, other) => rest[other] - rest[one] || one - other);
  for (const index of byRest.slice(0, total - sum(parts))) parts[index] += 1;
  return parts;
}

/** A quantity in thousandths of its unit: whole units stay whole, so that nobody made a third of a piece.
 * @param {number} quantity @param {number[]} weights @returns {number[]} */
export function shareQuantity(quantity, weights) {
  if (quantity % 1000) return shareByWeight(quantity, weights);
  return shareByWeight(quantity / 1000, weights).map((units) => units * 1000);
}

/** @param {Iterable<number>} numbers */
export function sum(numbers) {
  let total = 0;
  for (const number of numbers) total += number;
  return total;
}
