// @ts-check
/*
 * The talk with the server. One speaks at a time, of all pages and the worker (navigator.locks), and never asks first
 * whether there is a network: only an answer tells.
 */
import { keep, read } from "./db.js";
import { keepFaces } from "./faces.js";
import { all, applied, forgetAuthor, keepBundle, photosOf, refuse, settle } from "./outbox.js";

/** @typedef {{ key: number, name: string, initials: string }} Author */
/** @typedef {"sent" | "unreachable" | "device"} Result  device: the server no longer knows this tablet */

const MOST = 200;
const ROOT = "/tablet/";
const LOCK = "etabli-tablet-sync";

/** No answer, or one that says nothing of the acts: they are tried again later. */
class Unreachable extends Error {}

/** The server does not know this tablet any more; nothing is lost, it must be enrolled again. */
export class DeviceUnknown extends Error {}

export class Sync {
  /** @param {import("./days.js").Clock} clock */
  constructor(clock) {
    this.clock = clock;
    this.token = "";
    /** @type {Author[]} */
    this.enrolled = [];
  }

  /** Send what waits; then, for an author, load what the server knows. @param {number | null} [author] @returns {Promise<Result>} */
  async run(author = null) {
    return navigator.locks.request(LOCK, async () => {
      try {
        await this.sendAll();
        await this.leaveThoseGone();
        if (author !== null) await this.load(author);
        return "sent";
      } catch (error) {
        if (error instanceof DeviceUnknown) return "device";
        if (error instanceof Unreachable) return "unreachable";
        throw error;
      }
    });
  }

  /** In batches. One that breaks the server is sent in halves, so that a single bad act never blocks the others. */
  async sendAll() {
    const skipped = new Set();
    for (let most = MOST; ; ) {
      const waiting = (await all()).filter(({ id, status }) => status === "waiting" && !skipped.has(id)).slice(0, most);
      if (!waiting.length) break;
      const ready = [];
      for (const kept of waiting) if (await this.sendPhotos(kept)) ready.push(kept);
      if (!ready.length) continue;
      const response = await this.post("sync", JSON.stringify({ operations: ready.map(({ operation }) => operation) }));
      const isBroken = [400, 413, 500].includes(response.status);
      if (!response.ok && !isBroken) throw new Unreachable();
      const settled = isBroken ? 0 : await settle(ready, (await json(response)).answers ?? []);
      if (!settled && ready.length === 1) skipped.add(ready[0].id);
      if (!settled) most = Math.ceil(ready.length / 2);
    }
    if (skipped.size) throw new Unreachable();
  }

  /** The photos of an act go before it. False when one is refused: then the act is, with that sentence.
   * @param {import("./outbox.js").Kept} kept */
  async sendPhotos(kept) {
    for (const id of photosOf(kept.operation)) {
      const photo = await read("photos", id);
      if (!photo) continue;
      const response = await this.send(`photo/${id}`, { method: "PUT", body: photo.bytes, headers: { "Content-Type": photo.type } });
      if (response.ok) continue;
      if (response.status >= 500) throw new Unreachable();
      await refuse(kept, (await json(response)).refusal ?? { code: "photo", message: String(response.status) });
      return false;
    }
    return true;
  }

  /** What the author's teams are, from the server. @param {number} author */
  async load(author) {
    const { next } = await applied();
    const stored = await read("kept", `bundle/${author}`);
    const response = await this.ask(`data?author=${author}`, stored?.etag ? { headers: { "If-None-Match": stored.etag } } : {});
    if (response.status === 404) return forgetAuthor(author);
    const isSame = response.status === 304;
    if (!isSame && !response.ok) throw new Unreachable();
    const fresh = isSame ? stored : { bundle: await json(response), etag: response.headers.get("ETag") ?? "" };
    await keepBundle(author, { ...fresh, after: next });
    keepFaces(fresh.bundle).catch(() => {});
  }

  /** Who is enrolled here, as the server knows it; null without an answer. @returns {Promise<Author[] | null>} */
  async authors() {
    // Those who logged out here, whether the server has been told or not.
    const left = new Set((await read("kept", "gone")) ?? []);
    try {
      await this.renew();
    } catch {
      return null;
    }
    const enrolled = this.enrolled.filter(({ key }) => !left.has(key));
    const gone = ((await read("kept", "authors")) ?? []).filter((/** @type {Author} */ { key }) => !enrolled.some((one) => one.key === key));
    for (const { key } of gone) await forgetAuthor(key);
    await keep("authors", enrolled);
    return enrolled;
  }

  /** Log-outs that could not be told yet. */
  async leaveThoseGone() {
    const gone = (await read("kept", "gone")) ?? [];
    for (const author of gone) {
      const response = await this.post("leave", JSON.stringify({ author }));
      if (response.status >= 500) throw new Unreachable();
    }
    if (gone.length) await keep("gone", []);
  }

  /** @param {string} path @param {string} body */
  post(path, body) {
    return this.send(path, { method: "POST", body, headers: { "Content-Type": "application/json" } });
  }

  /** With the token against forged requests; asked anew once, for its cookie may be lost. @param {string} path
   * @param {{ method: string, body: BodyInit, headers: Record<string, string> }} options */
  async send(path, options) {
    const withToken = () => ({ ...options, headers: { ...options.headers, "X-CSRFToken": this.token } });
    if (!this.token) await this.renew();
    const first = await this.ask(path, withToken());
    if (first.status !== 403) return first;
    await this.renew();
    const second = await this.ask(path, withToken());
    if (second.status === 403) throw new Unreachable();
    return second;
  }

  async renew() {
    const response = await this.ask("csrf", {});
    if (!response.ok) throw new Unreachable();
    const { token, authors } = await json(response);
    this.token = token ?? "";
    this.enrolled = authors ?? [];
  }

  /** @param {string} path @param {RequestInit} options */
  async ask(path, options) {
    let response;
    try {
      response = await fetch(ROOT + path, { cache: "no-store", credentials: "same-origin", ...options });
    } catch {
      throw new Unreachable();
    }
    if (response.status === 401) throw new DeviceUnknown();
    this.clock.learn(response);
    return response;
  }
}

/** @param {Response} response */
async function json(response) {
  try {
    return await response.json();
  } catch {
    throw new Unreachable();
  }
}
