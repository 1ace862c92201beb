// @ts-check
/* Identifiers made here, so that an entry has its own name before any server has seen it: UUIDv7 (RFC 9562). */

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));
/** Bytes before which a hyphen stands. */
const HYPHENS = [4, 6, 8, 10];

let lastMoment = 0;
let counter = 0;

/** Ordered by time: later ones sort after earlier ones, also within a millisecond. */
export function uuid7() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const moment = Math.max(Date.now(), lastMoment);
  counter = moment === lastMoment ? counter + 1 : 0;
  lastMoment = counter > 0xfff ? moment + 1 : moment;
  if (counter > 0xfff) counter = 0;
  for (let place = 0, rest = lastMoment; place < 6; place++, rest = Math.floor(rest / 256)) bytes[5 - place] = rest % 256;
  bytes[6] = 0x70 | (counter >> 8);
  bytes[7] = counter & 0xff;
  bytes[8] = 0x80 | (bytes[8] & 0x3f);
  return bytes.reduce((made, byte, place) => made + (HYPHENS.includes(place) ? "-" : "") + HEX[byte], "");
}
