// @ts-check
/// <reference lib="webworker" />
/*
 * The worker of the tablet's page: opens it without a network, and sends what waits when the network comes back while no
 * page is open. The server writes above it which files make the page, and the version they make: `self.SHELL`.
 */
import { Clock } from "./tablet/days.js";
import { face, isFace } from "./tablet/faces.js";
import { Sync } from "./tablet/sync.js";

/** @typedef {{ version: string, page: string, files: string[] }} Shell */

const worker = /** @type {any} */ (self);
/** @type {Shell} */
const shell = worker.SHELL;
const PREFIX = "etabli-tablet-";
const CACHE = PREFIX + shell.version;

worker.addEventListener("install", (/** @type {any} */ event) => {
  event.waitUntil(fillCache().then(() => worker.skipWaiting()));
});

/** All files of a version or none: a page never meets scripts of another. */
async function fillCache() {
  const cache = await caches.open(CACHE);
  await cache.addAll([shell.page, ...shell.files].map((address) => new Request(address, { cache: "reload" })));
}

worker.addEventListener("activate", (/** @type {any} */ event) => {
  event.waitUntil(clean().then(() => worker.clients.claim()));
});

async function clean() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith(PREFIX) && name !== CACHE).map((name) => caches.delete(name)));
}

worker.addEventListener("fetch", (/** @type {any} */ event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== worker.location.origin) return;
  const isPage = request.mode === "navigate" && address.pathname === shell.page;
  if (isPage) event.respondWith(kept(shell.page, request));
  else if (isFace(address.pathname)) event.respondWith(face(request));
  else if (shell.files.includes(address.pathname)) event.respondWith(kept(address.pathname, request));
});

/** From the cache, at once; the network only when the browser threw it away. @param {string} name @param {Request} request */
async function kept(name, request) {
  const cache = await caches.open(CACHE);
  return (await cache.match(name)) ?? fetch(request);
}

worker.addEventListener("sync", (/** @type {any} */ event) => {
  if (event.tag === "outbox") event.waitUntil(send());
});

async function send() {
  const result = await new Sync(new Clock()).run();
  new BroadcastChannel("etabli-tablet").postMessage("changed");
  // A promise that fails has the browser try again later, by its own count.
  if (result === "unreachable") throw new Error("unreachable");
}
