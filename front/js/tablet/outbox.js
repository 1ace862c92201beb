// @ts-check
/*
 * Acts on their way. An act is written here first, and leaves only when the server has named its id in an answer. Refused
 * ones, and those that met another's act, stay until the instructor has decided.
 */
import { look, read, readAll, write } from "./db.js";
import { forgetFaces } from "./faces.js";
import { answer } from "./stores.js";

/**
 * @typedef {import("./store.js").Operation} Operation
 * @typedef {{ id: string, outcome: string, entry: string | null, refusal: { code: string, message: string } | null,
 *   mine?: unknown, theirs?: unknown }} Answer
 * @typedef {{ seq: number, id: string, operation: Operation, status: "waiting" | "refused" | "conflict" | "superseded",
 *   answer?: Answer }} Kept
 * @typedef {{ id: string, type: string, bytes: ArrayBuffer }} Photo
 * @typedef {{ next: number, list: { n: number, operation: Operation }[] }} Applied  acts that the server took, until a
 *   bundle made later is loaded
 */

const BUNDLES = IDBKeyRange.bound("bundle/", "bundle0");

/** @returns {Promise<Kept[]>} in the order of capture */
export const all = () => readAll("outbox");

/**
 * All that is shown to an author, as it was at one moment: an act is either in the outbox, or taken, or in the bundle. The
 * bundle, which is large, is read again only when another one came.
 * @typedef {{ kept: Kept[], bundle: import("./store.js").Bundle | null, stamp: string, taken: Operation[] }} Held
 * @param {number | null} author @param {{ bundle: import("./store.js").Bundle | null, stamp: string }} before
 * @returns {Promise<Held>}
 */
export const held = (author, before) =>
  look(async (store) => {
    const [kept, stamp = "", log] = await Promise.all([
      answer(store("outbox").getAll()),
      answer(store("kept").get(`stamp/${author}`)),
      answer(store("kept").get("applied")),
    ]);
    const isSame = stamp !== "" && stamp === before.stamp;
    const bundle = isSame ? before.bundle : ((await answer(store("kept").get(`bundle/${author}`)))?.bundle ?? null);
    const since = Number.parseInt(stamp, 10) || 0;
    const { list } = log ?? { list: [] };
    const taken = list.filter((/** @type {{ n: number }} */ { n }) => n >= since);
    return { kept, bundle, stamp, taken: taken.map((/** @type {any} */ { operation }) => operation) };
  });

/** @param {Operation[]} operations @param {Photo[]} photos */
export const add = (operations, photos) =>
  write((store) => {
    for (const photo of photos) store("photos").put(photo);
    for (const operation of operations) store("outbox").add({ id: operation.id, operation, status: "waiting" });
  });

/** Ids of the photos that an operation speaks of. @param {Operation} operation @returns {string[]} */
export const photosOf = ({ photo, signature, photos }) => [photo, signature, ...(photos ?? [])].filter(Boolean);

/** @returns {Promise<Applied>} */
export const applied = async () => (await read("kept", "applied")) ?? { next: 0, list: [] };

/** What the server answered to those sent. @param {Kept[]} sent @param {Answer[]} answers @returns {Promise<number>} settled */
export async function settle(sent, answers) {
  const bySent = new Map(sent.map((kept) => [kept.id, kept]));
  let settled = 0;
  await write(async (store) => {
    const log = (await answer(store("kept").get("applied"))) ?? { next: 0, list: [] };
    for (const one of answers) {
      const kept = bySent.get(one.id);
      if (!kept) continue;
      settled += 1;
      const isTaken = one.outcome === "applied" || one.outcome === "duplicate";
      if (isTaken || one.outcome === "conflict") log.list.push({ n: log.next++, operation: kept.operation });
      if (isTaken) forget(store, kept);
      else store("outbox").put({ ...kept, status: one.outcome, answer: one });
    }
    store("kept").put(log, "applied");
  });
  return settled;
}

/** One act only is refused here, before it is sent. @param {Kept} kept @param {{ code: string, message: string }} refusal */
export const refuse = (kept, refusal) =>
  write((store) => void store("outbox").put({ ...kept, status: "refused", answer: { id: kept.id, outcome: "refused", entry: null, refusal } }));

/** What the instructor decided: the act is dropped, and perhaps another stands for it.
 * @param {Kept} kept @param {Operation | null} instead */
export const decide = (kept, instead) =>
  write((store) => {
    if (!instead || !photosOf(instead).length) forget(store, kept);
    else store("outbox").delete(kept.seq);
    if (instead) store("outbox").add({ id: instead.id, operation: instead, status: "waiting" });
  });

/** @param {(name: string) => IDBObjectStore} store @param {Kept} kept */
function forget(store, kept) {
  store("outbox").delete(kept.seq);
  for (const id of photosOf(kept.operation)) store("photos").delete(id);
}

/** What was loaded for an author; acts that it holds already are forgotten once every bundle holds them.
 * @param {number} author @param {{ bundle: import("./store.js").Bundle, after: number, etag: string }} stored  `after`: the
 * number of the next act taken, when it was asked for */
export const keepBundle = (author, stored) =>
  write(async (store) => {
    const authors = (await answer(store("kept").get("authors"))) ?? [];
    // She logged out while it was on its way.
    if (!authors.some((/** @type {{ key: number }} */ { key }) => key === author)) return;
    store("kept").put(stored, `bundle/${author}`);
    store("kept").put(`${stored.after} ${stored.bundle.made_at}`, `stamp/${author}`);
    const all = await answer(store("kept").getAll(BUNDLES));
    const least = Math.min(...all.map(({ after }) => after));
    const log = (await answer(store("kept").get("applied"))) ?? { next: 0, list: [] };
    store("kept").put({ ...log, list: log.list.filter((/** @type {{ n: number }} */ { n }) => n >= least) }, "applied");
  });

/** What an author saw is forgotten here; what she did and was not sent is not. @param {number} author */
export async function forgetAuthor(author) {
  await write(async (store) => {
    store("kept").delete(`bundle/${author}`);
    store("kept").delete(`stamp/${author}`);
    store("kept").delete(`pin/${author}`);
    const authors = (await answer(store("kept").get("authors"))) ?? [];
    store("kept").put(authors.filter((/** @type {{ key: number }} */ { key }) => key !== author), "authors");
    const log = (await answer(store("kept").get("applied"))) ?? { next: 0, list: [] };
    const left = await answer(store("kept").count(BUNDLES));
    if (!left) store("kept").put({ ...log, list: [] }, "applied");
  });
  await forgetFaces(author).catch(() => {});
}
