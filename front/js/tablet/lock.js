// @ts-check
/*
 * The PIN: a lock of the screen, checked here without a network, never proof of who one is. Kept as PBKDF2 of it, per
 * author. Wrong ones cost time.
 */
import { keep, read } from "./db.js";

const ROUNDS = 210_000;
const FREE_TRIES = 4;
/** Milliseconds after which an untouched tablet locks itself. */
const IDLE = 30 * 60_000;

/** @param {string} pin */
export const isPin = (pin) => /^\d{4,8}$/.test(pin);

/** @param {string} pin @param {Uint8Array} salt */
async function digest(pin, salt) {
  const key = await crypto.subtle.importKey("raw", new TextEncoder().encode(pin), "PBKDF2", false, ["deriveBits"]);
  const bits = await crypto.subtle.deriveBits({ name: "PBKDF2", hash: "SHA-256", salt, iterations: ROUNDS }, key, 256);
  return [...new Uint8Array(bits)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** @param {number} author */
export const hasPin = async (author) => Boolean(await read("kept", `pin/${author}`));

/** Those of these authors who have one. @param {number[]} authors @returns {Promise<Set<number>>} */
export async function withPin(authors) {
  const have = await Promise.all(authors.map(hasPin));
  return new Set(authors.filter((_, index) => have[index]));
}

/** @param {number} author @param {string} pin */
export async function setPin(author, pin) {
  const salt = crypto.getRandomValues(new Uint8Array(16));
  await keep(`pin/${author}`, { salt, digest: await digest(pin, salt), wrong: 0, until: 0 });
}

/** @param {number} author @param {string} pin @returns {Promise<{ ok: boolean, wait: number }>} `wait`: seconds before the next try */
export async function tryPin(author, pin) {
  const known = await read("kept", `pin/${author}`);
  if (!known) return { ok: false, wait: 0 };
  const wait = Math.ceil((known.until - Date.now()) / 1000);
  // A clock that was put back must not lock anyone out for a day.
  if (wait > 0 && wait <= 60) return { ok: false, wait };
  const ok = (await digest(pin, known.salt)) === known.digest;
  const wrong = ok ? 0 : known.wrong + 1;
  const pause = wrong > FREE_TRIES ? Math.min(60, 2 ** (wrong - FREE_TRIES)) : 0;
  if (!ok || known.wrong) await keep(`pin/${author}`, { ...known, wrong, until: Date.now() + pause * 1000 });
  return { ok, wait: pause };
}

/** Who has it unlocked, and still has. @returns {Promise<number | null>} */
export async function unlockedBy() {
  const known = await read("kept", "unlocked");
  const since = known ? Date.now() - known.at : -1;
  return since >= 0 && since < IDLE ? known.author : null;
}

/** @param {number | null} author */
export const unlockFor = (author) => keep("unlocked", author === null ? null : { author, at: Date.now() });
