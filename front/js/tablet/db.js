// @ts-check
/*
 * The tablet's own memory. `outbox`: acts that the server has not settled; `photos`: theirs; `kept`: what was loaded, who
 * is enrolled, PINs. A write is done when it is on the disk (durability "strict"), twice, not before.
 */
import { copy } from "./second.js";
import { STORES, answer, finished } from "./stores.js";

const NAME = "etabli-tablet";
const VERSION = 1;
/** Milliseconds after which a memory that does not open is asked once more, by whoever wants it next. */
const PATIENCE = 10_000;

/** @type {Promise<IDBDatabase> | null} */
let opened = null;

/** What the browser threw away is back when it is open. @returns {Promise<IDBDatabase>} */
function open() {
  if (opened) return opened;
  const opening = openFirst().then((database) => copy(database).then(() => database));
  opened = opening;
  opening.catch(() => opened === opening && (opened = null));
  return opening;
}

/** @returns {Promise<IDBDatabase>} */
function openFirst() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, VERSION);
    const timer = setTimeout(() => reject(new DOMException("", "TimeoutError")), PATIENCE);
    request.onupgradeneeded = () => {
      request.result.createObjectStore("outbox", { keyPath: "seq", autoIncrement: true }).createIndex("id", "id", { unique: true });
      request.result.createObjectStore("photos", { keyPath: "id" });
      request.result.createObjectStore("kept");
    };
    request.onsuccess = () => {
      clearTimeout(timer);
      request.result.onversionchange = () => forget(request.result);
      request.result.onclose = () => forget(request.result);
      resolve(request.result);
    };
    request.onerror = () => reject(request.error);
  });
}

/** @param {IDBDatabase} database */
function forget(database) {
  database.close();
  opened = null;
}

/** Of a connection that the browser closed meanwhile, a new one is opened.
 * @param {string | string[]} stores @param {IDBTransactionMode} [mode] @param {IDBTransactionOptions} [options] */
async function begun(stores, mode = "readonly", options = {}) {
  const opening = open();
  try {
    return (await opening).transaction(stores, mode, options);
  } catch (error) {
    if (!(error instanceof DOMException) || error.name !== "InvalidStateError") throw error;
    if (opened === opening) opened = null;
    return (await open()).transaction(stores, mode, options);
  }
}

/**
 * Several writes as one: all of them or none, on the disk when the promise is kept.
 * @param {(store: (name: string) => IDBObjectStore) => void | Promise<void>} work  awaits nothing but `answer`
 */
export async function write(work) {
  const database = await open();
  const transaction = database.transaction(STORES, "readwrite", { durability: "strict" });
  const done = finished(transaction);
  try {
    await work((name) => transaction.objectStore(name));
  } catch (error) {
    done.catch(() => {});
    transaction.abort();
    throw error;
  }
  await done;
  await copy(database);
}

/** @param {string} store @param {IDBValidKey} key @returns {Promise<any>} */
export const read = async (store, key) => answer((await begun(store)).objectStore(store).get(key));

/** @param {string} store @returns {Promise<any[]>} */
export const readAll = async (store) => answer((await begun(store)).objectStore(store).getAll());

/** Several reads of one moment. @template Result
 * @param {(store: (name: string) => IDBObjectStore) => Promise<Result>} work */
export async function look(work) {
  const transaction = await begun(STORES);
  return work((name) => transaction.objectStore(name));
}

/** @param {string} key @param {unknown} value */
export const keep = (key, value) => write((store) => void store("kept").put(value, key));
