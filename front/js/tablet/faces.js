// @ts-check
/*
 * Photos of the people of a team, by their addresses: kept beside the page's own files so that they show without a network,
 * and forgotten with the author they were loaded for. Another photo has another address.
 */

import { read } from "./db.js";

const CACHE = "etabli-faces";
/** Addresses of the photos of an author begin so. @param {number} author */
const of = (author) => `/tablet/face/${author}/`;

/** Those of a bundle are kept, and no others of its author; none once she has logged out.
 * @param {import("./store.js").Bundle} bundle */
export const keepFaces = ({ author, people }) =>
  navigator.locks.request(CACHE, async () => {
    if (!(await read("kept", `stamp/${author.key}`))) return;
    const cache = await caches.open(CACHE);
    const wanted = new Set(people.flatMap(({ photo }) => photo ?? []));
    for (const { url } of await cache.keys()) {
      const address = new URL(url).pathname;
      if (!address.startsWith(of(author.key))) continue;
      if (!wanted.delete(address)) await cache.delete(url);
    }
    // One that cannot be had now is had the next time; until then there are the initials.
    await Promise.all([...wanted].map((address) => cache.add(address).catch(() => {})));
  });

/** After what was loaded for her is forgotten, so that none is kept behind. @param {number} author */
export const forgetFaces = (author) =>
  navigator.locks.request(CACHE, async () => {
    const cache = await caches.open(CACHE);
    const keys = await cache.keys();
    await Promise.all(keys.filter(({ url }) => new URL(url).pathname.startsWith(of(author))).map((one) => cache.delete(one)));
  });

/** For the worker: from the cache, else from the network. @param {Request} request */
export async function face(request) {
  return (await (await caches.open(CACHE)).match(request.url)) ?? fetch(request);
}

/** @param {string} address */
export const isFace = (address) => address.startsWith("/tablet/face/");
