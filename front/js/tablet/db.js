// @ts-check
/*
 * The tablet's own memory. `outbox`: acts that the server has not settled; `photos`: theirs; `kept`: what was loaded, who
 * is enrolled, PINs. A write is done when it is on the disk (durability "strict"), not before.
 */

const NAME = "etabli-tablet";
const VERSION = 1;
const STORES = ["outbox", "photos", "kept"];

/** @type {Promise<IDBDatabase> | null} */
let opened = null;

/** @returns {Promise<IDBDatabase>} */
function open() {
  opened ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, VERSION);
    request.onupgradeneeded = () => {
      request.result.createObjectStore("outbox", { keyPath: "seq", autoIncrement: true }).createIndex("id", "id", { unique: true });
      request.result.createObjectStore("photos", { keyPath: "id" });
      request.result.createObjectStore("kept");
    };
    request.onsuccess = () => {
      request.result.onversionchange = () => forget(request.result);
      request.result.onclose = () => forget(request.result);
      resolve(request.result);
    };
    request.onerror = () => reject(request.error);
  });
  opened.catch(() => (opened = null));
  return opened;
}

/** @param {IDBDatabase} database */
function forget(database) {
  database.close();
  opened = null;
}

/**
 * Several writes as one: all of them or none, on the disk when the promise is kept.
 * @param {(store: (name: string) => IDBObjectStore) => void | Promise<void>} work  awaits nothing but `answer` below
 */
export async function write(work) {
  const transaction = (await open()).transaction(STORES, "readwrite", { durability: "strict" });
  const done = new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve(undefined);
    transaction.onabort = () => reject(transaction.error ?? new DOMException("", "AbortError"));
  });
  try {
    await work((name) => transaction.objectStore(name));
  } catch (error) {
    done.catch(() => {});
    transaction.abort();
    throw error;
  }
  await done;
}

/** @template Result @param {IDBRequest<Result>} request @returns {Promise<Result>} */
export const answer = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

/** @param {string} store @param {IDBValidKey} key @returns {Promise<any>} */
export const read = async (store, key) => answer((await open()).transaction(store).objectStore(store).get(key));

/** @param {string} store @returns {Promise<any[]>} */
export const readAll = async (store) => answer((await open()).transaction(store).objectStore(store).getAll());

/** Several reads of one moment. @template Result
 * @param {(store: (name: string) => IDBObjectStore) => Promise<Result>} work */
export async function look(work) {
  const transaction = (await open()).transaction(STORES);
  return work((name) => transaction.objectStore(name));
}

/** @param {string} key @param {unknown} value */
export const keep = (key, value) => write((store) => void store("kept").put(value, key));
