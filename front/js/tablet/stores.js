// @ts-check
/* What both copies of the tablet's memory are made of. */

export const STORES = ["outbox", "photos", "kept"];

/** @template Result @param {IDBRequest<Result>} request @returns {Promise<Result>} */
export const answer = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

/** On the disk, or not at all. @param {IDBTransaction} transaction @returns {Promise<void>} */
export const finished = (transaction) =>
  new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error ?? new DOMException("", "AbortError"));
  });
