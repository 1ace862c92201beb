// @ts-check
/*
 * A second copy of the tablet's memory, in a storage bucket of its own, that is a file of its own. When Chromium is killed
 * while it writes to its database, the last record may be torn, and at the next start it throws the whole file away (seen
 * about once in eighty kills). One file is written after the other, so one of the two is always whole.
 */
import { STORES, answer, finished } from "./stores.js";

const BUCKET = "etabli-second";
const NAME = "etabli-tablet-second";
const LOCK = "etabli-tablet-second";
/** In `kept` of the first: it holds what the second did. */
const WHOLE = "whole";
/** Of a moment only: not copied. */
const PASSING = [WHOLE, "unlocked", "clock"];

/** @typedef {Record<string, Map<IDBValidKey, any>>} Copy  by store: what tells a value from another, by key */

/** @type {Promise<IDBDatabase> | null} */
let opened = null;

async function open() {
  opened ??= bucket().then(
    (factory) =>
      new Promise((resolve, reject) => {
        const request = factory.open(NAME, 1);
        request.onupgradeneeded = () => STORES.forEach((name) => request.result.createObjectStore(name));
        request.onsuccess = () => {
          request.result.onclose = request.result.onversionchange = () => {
            request.result.close();
            opened = null;
          };
          resolve(request.result);
        };
        request.onerror = () => reject(request.error);
      }),
  );
  opened.catch(() => (opened = null));
  return opened;
}

/** Where there are no buckets every database is a file of its own already. @returns {Promise<IDBFactory>} */
async function bucket() {
  const { storageBuckets } = /** @type {any} */ (navigator);
  const own = await storageBuckets?.open(BUCKET, { persisted: true, durability: "strict" }).catch(() => null);
  return own?.indexedDB ?? indexedDB;
}

/**
 * Bring the second copy up to the first; or the first, when it was thrown away, up to the second. One at a time, of all
 * pages and the worker. A second copy that cannot be had leaves the first, which is what there was.
 * @param {IDBDatabase} first
 */
export const copy = (first) =>
  navigator.locks.request(LOCK, async () => {
    try {
      const second = await open();
      if (!(await answer(first.transaction("kept").objectStore("kept").get(WHOLE)))) await restore(first, second);
      await follow(first, second);
    } catch (error) {
      console.warn("second copy", error);
    }
  });

/** What the first lost is put back beside what it got since. @param {IDBDatabase} first @param {IDBDatabase} second */
async function restore(first, second) {
  const from = second.transaction(STORES);
  const [acts, photos, keys, values] = await Promise.all([
    answer(from.objectStore("outbox").getAll()),
    answer(from.objectStore("photos").getAll()),
    answer(from.objectStore("kept").getAllKeys()),
    answer(from.objectStore("kept").getAll()),
  ]);
  const to = first.transaction(STORES, "readwrite", { durability: "strict" });
  const done = finished(to);
  const outbox = to.objectStore("outbox");
  const here = new Set((await answer(outbox.getAll())).map(({ id }) => id));
  acts.sort((one, other) => one.seq - other.seq);
  for (const { seq, ...act } of acts) if (!here.has(act.id)) outbox.add(act);
  for (const photo of photos) to.objectStore("photos").put(photo);
  const kept = to.objectStore("kept");
  const known = new Set(await answer(kept.getAllKeys()));
  keys.forEach((key, at) => known.has(key) || kept.put(values[at], key));
  kept.put(true, WHOLE);
  await done;
}

/** @param {IDBDatabase} first @param {IDBDatabase} second */
async function follow(first, second) {
  const [here, there] = await Promise.all([marks(first, true), marks(second, false)]);
  const changed = STORES.flatMap((store) => [...here[store]].filter(([key, mark]) => there[store].get(key) !== mark).map(([key]) => ({ store, key })));
  const gone = STORES.flatMap((store) => [...there[store].keys()].filter((key) => !here[store].has(key)).map((key) => ({ store, key })));
  if (!changed.length && !gone.length) return;
  const from = first.transaction(STORES);
  const values = await Promise.all(changed.map(({ store, key }) => answer(from.objectStore(store).get(key))));
  const to = second.transaction(STORES, "readwrite", { durability: "strict" });
  const done = finished(to);
  changed.forEach(({ store, key }, at) => values[at] !== undefined && to.objectStore(store).put(values[at], key));
  for (const { store, key } of gone) to.objectStore(store).delete(key);
  await done;
}

/** What each holds, without its large values. @param {IDBDatabase} database @param {boolean} isFirst @returns {Promise<Copy>} */
async function marks(database, isFirst) {
  const transaction = database.transaction(STORES);
  const kept = transaction.objectStore("kept");
  const [acts, photos, keys] = await Promise.all([
    answer(transaction.objectStore("outbox").getAll()),
    answer(transaction.objectStore("photos").getAllKeys()),
    answer(kept.getAllKeys()),
  ]);
  const copied = keys.filter((key) => !isFirst || !PASSING.includes(String(key)));
  // A bundle is large: its stamp tells it from another.
  const values = await Promise.all(copied.map((key) => answer(kept.get(String(key).replace(/^bundle\//, "stamp/")))));
  return {
    outbox: new Map(acts.map(({ seq, id, status }) => [seq, `${id} ${status}`])),
    photos: new Map(photos.map((key) => [key, ""])),
    kept: new Map(copied.map((key, at) => [key, JSON.stringify(values[at])])),
  };
}
