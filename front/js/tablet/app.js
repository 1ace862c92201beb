// @ts-check
/* The page as a whole: who is here, which half-day, what is shown; and the one way in which an act is made. */
import { uuid7 } from "../common/ids.js";
import { inverse } from "./acting.js";
import { Clock, dayOf } from "./days.js";
import { keep, read } from "./db.js";
import { counted, painted, word } from "./dom.js";
import { add, held } from "./outbox.js";
import { state } from "./store.js";
import { Sync } from "./sync.js";

/**
 * @typedef {import("./store.js").Operation} Operation
 * @typedef {import("./acting.js").Act} Act
 * @typedef {{ render(): void, opened?(parameter: string): void }} View
 */

const NOON = 13;
const FIRST_PAUSE = 2_000;
const LONGEST_PAUSE = 60_000;
/** How old what was loaded may be before it is asked for again. */
const FRESH = 60_000;
const MOST_UNDOS = 20;

export class App {
  constructor() {
    this.clock = new Clock();
    this.sync = new Sync(this.clock);
    this.channel = new BroadcastChannel("etabli-tablet");
    /** @type {number | null} */
    this.author = null;
    /** @type {import("./store.js").Bundle | null} */
    this.bundle = null;
    /** What tells that bundle from another. */
    this.stamp = "";
    /** @type {import("./store.js").State | null} */
    this.known = null;
    /** @type {import("./outbox.js").Kept[]} */
    this.kept = [];
    /** @type {Operation[]} shown, and not yet on the disk */
    this.fresh = [];
    /** @type {Operation[]} taken by the server since the bundle was made */
    this.taken = [];
    /** @type {{ operations: Operation[], before: import("./store.js").State }[]} */
    this.done = [];
    this.result = "sent";
    this.isSending = false;
    this.loadedAt = 0;
    this.pause = FIRST_PAUSE;
    /** Asked for while it was sending: once more, and with what is new. */
    this.again = false;
    this.wantsLoad = false;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined;
    this.day = "";
    this.half = 0;
    this.team = "";
    this.followsClock = true;
    /** @type {() => void} called whenever what is shown may have changed */
    this.render = () => {};
    /** @type {(sentence: string, isProblem?: boolean) => void} */
    this.say = () => {};
  }

  async start() {
    this.clock.offset = (await read("kept", "clock")) ?? 0;
    this.followClock();
    this.channel.addEventListener("message", () => this.reload());
    window.addEventListener("online", () => this.send(true));
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState !== "visible") return;
      this.followClock();
      this.send(this.isStale);
    });
    setInterval(() => document.visibilityState === "visible" && this.send(this.isStale), 5 * LONGEST_PAUSE);
    navigator.storage?.persist?.();
    await this.reload();
  }

  /** The half-day of now, unless another was chosen. */
  followClock() {
    if (!this.followsClock) return;
    const now = this.clock.now();
    this.day = dayOf(now);
    this.half = now.getHours() < NOON ? 0 : 1;
  }

  get today() {
    return dayOf(this.clock.now());
  }

  get isStale() {
    return Date.now() - this.loadedAt > FRESH;
  }

  /** @returns {import("./store.js").State} only where somebody is here */
  get state() {
    return /** @type {import("./store.js").State} */ (this.known);
  }

  /** @returns {import("./asking.js").Place} */
  get place() {
    return { day: this.day, half: this.half, team: this.team };
  }

  /** @param {string} status */
  having(status) {
    return this.kept.filter((one) => one.status === status);
  }

  get waiting() {
    return this.having("waiting").length;
  }

  /** What is asked of the instructor. */
  get toDecide() {
    return this.kept.length - this.waiting;
  }

  /** @param {number | null} author */
  async openFor(author) {
    this.author = author;
    this.done = [];
    this.bundle = this.known = null;
    this.stamp = this.team = "";
    this.followsClock = true;
    this.followClock();
    await this.reload();
    if (author !== null) this.send(true);
  }

  /** What the tablet holds, read anew: another page or the worker may have changed it. */
  async reload() {
    Object.assign(this, await held(this.author, this));
    this.rebuild();
  }

  rebuild() {
    const waiting = this.having("waiting").map(({ operation }) => operation);
    const onDisk = new Set([...this.kept, ...this.taken].map(({ id }) => id));
    // Whoever had the tablet before may have acts on their way still.
    const fresh = this.fresh.filter(({ id, author }) => author === this.author && !onDisk.has(id));
    this.known = this.bundle && state(this.bundle, [...this.taken, ...waiting, ...fresh]);
    this.render();
  }

  /**
   * Make these acts: shown at once, then written down and said to be, then sent. Answers false when the tablet could not
   * write them.
   * @param {Act[]} acts @param {string} sentence what is said of them
   * @param {{ photos?: import("./outbox.js").Photo[], undoing?: boolean }} [more]
   */
  async act(acts, sentence, { photos = [], undoing = false } = {}) {
    if (!acts.length || this.author === null) return false;
    const before = this.state;
    const operations = acts.map((act) => this.stamped(act));
    this.fresh.push(...operations);
    this.rebuild();
    try {
      await painted();
      await add(operations, photos);
    } catch {
      this.fresh = this.fresh.filter((one) => !operations.includes(one));
      this.rebuild();
      this.say(word("not_saved"), true);
      return false;
    }
    const isHere = this.author === operations[0].author;
    if (isHere) this.say(sentence);
    const mayBeUndone = isHere && !undoing && operations.some((operation) => inverse(before, operation));
    if (mayBeUndone) this.done = [...this.done.slice(1 - MOST_UNDOS), { operations, before }];
    await this.reload();
    this.fresh = this.fresh.filter((one) => !operations.includes(one));
    this.render();
    this.channel.postMessage("changed");
    this.send(operations.some(({ kind }) => kind === "join" || kind === "take_team"));
    return true;
  }

  /** @param {Act} act @returns {Operation} */
  stamped(act) {
    return { base: null, ...act, id: act.id ?? uuid7(), author: /** @type {number} */ (this.author), acted_at: this.clock.now().toISOString() };
  }

  /** Nothing while an act is on its way to the disk: the one before it would be taken back in its place. */
  get mayUndo() {
    return this.done.length > 0 && !this.fresh.length;
  }

  /** Take back the last act that can be: a new one, that restores what stood before it. */
  async undo() {
    if (!this.mayUndo) return this.say(word(this.fresh.length ? "saving" : "nothing_to_undo"));
    const last = this.done.pop();
    const acts = (last?.operations ?? []).map((operation) => last && inverse(last.before, operation)).filter((act) => act !== null && act !== undefined);
    if (acts.length) await this.act(acts, counted("undone", acts.length), { undoing: true });
    else this.say(word("nothing_to_undo"));
  }

  /** Send what waits, and load what is new when asked. @param {boolean} [load] */
  async send(load = false) {
    this.wantsLoad ||= load;
    if (this.isSending) {
      this.again = true;
      return;
    }
    this.isSending = true;
    do {
      const { toDecide } = this;
      this.again = false;
      const author = this.wantsLoad ? this.author : null;
      this.wantsLoad = false;
      this.result = await this.sync.run(author).catch(() => "unreachable");
      if (this.result === "sent" && author !== null) this.loadedAt = Date.now();
      await keep("clock", this.clock.offset).catch(() => {});
      await this.reload();
      this.channel.postMessage("changed");
      // Somebody else wrote there too: what stands now is on the server.
      if (this.toDecide > toDecide) this.again = this.wantsLoad = true;
    } while (this.again && this.result === "sent");
    this.isSending = false;
    this.later();
    this.render();
  }

  /** Again by itself: sooner at first, then every minute. */
  later() {
    clearTimeout(this.timer);
    if (this.result !== "unreachable") {
      this.pause = FIRST_PAUSE;
      return;
    }
    this.timer = setTimeout(() => this.send(this.isStale), this.pause);
    this.pause = Math.min(LONGEST_PAUSE, this.pause * 2);
    if (this.waiting) this.askWorker();
  }

  /** Where there is Background Sync, the worker sends when the page is gone. */
  async askWorker() {
    const registration = /** @type {any} */ (await navigator.serviceWorker?.getRegistration());
    await registration?.sync?.register("outbox").catch(() => {});
  }

  /** Authors known on this tablet. @returns {Promise<{ key: number, name: string, initials: string }[]>} */
  async authors() {
    return (await read("kept", "authors")) ?? [];
  }
}
