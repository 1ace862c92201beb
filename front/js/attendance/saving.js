// @ts-check
/*
 * The one way to save: operations in the order they were made, sent in batches, kept here until the server has answered to
 * each. An operation may be sent twice: it carries its own name.
 */
import { uuid7 } from "../common/ids.js";

/**
 * @typedef {import("./cells.js").Segment} Segment
 * @typedef {{
 *   at: string, segments?: Segment[], like?: string, base?: string | null, notice_hours?: number | null,
 *   has_document?: boolean | null, reason?: string
 * }} Act  what is wanted at a half-day; `like`: an entry to take over instead of `segments`
 * @typedef {{ id: string, base: string | null, [name: string]: unknown }} Operation
 * @typedef {{ at: string, before: string | null, after: string }} Change
 * @typedef {{ id: string, outcome: string, entry: string | null, refusal: { message: string } | null,
 *   cell: import("./cells.js").Shown | null }} Answer
 * @typedef {{ operations: Operation[], looks: import("./cells.js").Look[], undoing: boolean }} Batch
 */

/** Characters that a browser is sure to send on after its page is gone (64 KiB, in at most three bytes a sign). */
const KEPT_ALIVE = 21_000;

export class Saver {
  /** @param {import("./cells.js").Cells} cells @param {import("./telling.js").Teller} teller */
  constructor(cells, teller) {
    this.cells = cells;
    this.teller = teller;
    /** @type {Batch[]} */
    this.waiting = [];
    /** @type {Change[][]} What each act changed, the latest last. */
    this.done = [];
    this.busy = false;
    /** Undos asked for while an act was on its way: they are about that act, so they wait for its answer. */
    this.undos = 0;
    window.addEventListener("online", () => this.send());
    window.addEventListener("beforeunload", (event) => {
      if (this.waiting.length) event.preventDefault();
    });
    teller.onRetry = () => this.send();
  }

  /** Write these half-days, as one act that one undo takes back. @param {Act[]} acts */
  save(acts, undoing = false) {
    if (!acts.length) return;
    const looks = acts.map(({ at }) => this.cells.look(at));
    const operations = acts.map((act) => this.operation(act));
    for (const act of acts) this.cells.expect(act.at, act.segments);
    this.waiting.push({ operations, looks, undoing });
    this.send();
  }

  /** @param {Act} act @returns {Operation} */
  operation(act) {
    const [person, day, half] = act.at.split("/");
    const fact = this.cells.fact(act.at);
    const id = uuid7();
    const made = {
      id,
      person: Number(person),
      day,
      half: Number(half),
      ...(act.like ? { like: act.like } : { segments: act.segments ?? [] }),
      base: (fact ? fact.entry : act.base) ?? null,
      acted_at: new Date().toISOString(),
      notice_hours: act.notice_hours ?? null,
      has_document: act.has_document ?? null,
      reason: act.reason ?? "",
    };
    // The next act on this half-day is based on this one, answered or not.
    if (fact) this.cells.facts.set(act.at, { ...fact, entry: id });
    return made;
  }

  /** Take back the last act: a new one, that restores what stood before. */
  undo() {
    if (this.busy) {
      this.undos += 1;
      return;
    }
    const changes = this.done.pop();
    if (!changes) return this.teller.say(this.cells.setup.words.nothing_to_undo);
    this.teller.mayUndo(this.done.length);
    this.save(
      changes.map(({ at, before, after }) => ({ at, base: after, ...(before ? { like: before } : { segments: [] }) })),
      true,
    );
  }

  async send() {
    if (this.busy) return;
    this.busy = true;
    this.teller.busy(true);
    while (this.waiting.length) {
      const answered = await this.post(this.waiting[0].operations);
      if (!answered) break;
      const batch = this.waiting.shift();
      if (batch) this.take(batch, answered);
    }
    this.busy = false;
    this.teller.busy(false);
    const undos = this.waiting.length ? 0 : this.undos;
    this.undos = Math.max(0, undos - 1);
    if (undos) this.undo();
  }

  /** @param {Operation[]} operations @returns {Promise<{ answers: Answer[], refusal?: { message: string } } | null>} */
  async post(operations) {
    const { words, operations: address } = this.cells.setup;
    const body = JSON.stringify({ operations });
    try {
      const response = await fetch(address, {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-CSRFToken": this.cells.table.dataset.token ?? "" },
        body,
        keepalive: body.length <= KEPT_ALIVE,
      });
      const isJson = response.headers.get("Content-Type")?.startsWith("application/json");
      if (isJson && (response.ok || response.status === 400)) return await response.json();
      const signedOut = response.redirected || response.status === 403 || response.status === 404;
      this.teller.failed(signedOut ? words.signed_out : words.unsaved);
    } catch {
      this.teller.failed(words.unsaved);
    }
    return null;
  }

  /** @param {Batch} batch @param {{ answers: Answer[], refusal?: { message: string } }} answered */
  take(batch, { answers, refusal }) {
    /** @type {Change[]} */
    const changes = [];
    /** @type {Map<string, number>} */
    const refused = new Map();
    const outcomes = new Set();
    batch.operations.forEach((operation, index) => {
      const answer = answers[index];
      const look = batch.looks[index];
      outcomes.add(answer?.outcome);
      if (this.isLatest(look.at)) {
        if (answer?.cell) this.cells.show(answer.cell);
        else if (!answer || answer.refusal) this.cells.putBack(look);
      }
      const message = answer ? answer.refusal?.message : refusal?.message;
      if (message) refused.set(message, (refused.get(message) ?? 0) + 1);
      else if (answer?.outcome !== "superseded") changes.push({ at: look.at, before: operation.base, after: operation.id });
    });
    if (changes.length && !batch.undoing) this.done.push(changes);
    this.teller.mayUndo(this.done.length);
    this.teller.saved(changes.length, batch.undoing, refused, outcomes);
  }

  /** False when something else was written there since, which is on its way. @param {string} at */
  isLatest(at) {
    return !this.waiting.some((batch) => batch.looks.some((look) => look.at === at));
  }
}
