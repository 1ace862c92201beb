// @ts-check
/* What waits, what was refused and why, and what somebody else wrote meanwhile: the instructor decides, nothing is dropped
 * by itself. */
import { presence, work } from "./acting.js";
import { byId, clicks, copyOf, fill, keyed, set, show, word } from "./dom.js";
import { when } from "./days.js";
import { actWords, valueWords } from "./looks.js";
import { decide } from "./outbox.js";

/** @typedef {import("./outbox.js").Kept} Kept */

const CONFLICTS = ["conflict", "superseded"];

export class Waiting {
  /** @param {import("./app.js").App} app */
  constructor(app) {
    this.app = app;
    const view = byId("view-waiting");
    clicks(view, "[data-decide]", (button) => this.decide(button));
    clicks(view, "[data-act=send-now]", () => app.send(true));
  }

  render() {
    const { app } = this;
    const lists = { waiting: app.having("waiting"), refused: app.having("refused"), conflict: app.kept.filter(({ status }) => CONFLICTS.includes(status)) };
    for (const [name, rows] of Object.entries(lists)) {
      keyed(byId(`list-${name}`), rows, ({ id }) => id, () => copyOf(`kept-${name}`), (line, kept) => this.line(line, kept));
      show(byId(`section-${name}`), rows.length > 0);
    }
    show(byId("waiting-none"), app.kept.length === 0);
  }

  /** @param {HTMLElement} line @param {Kept} kept */
  line(line, kept) {
    const { id, operation, status, answer } = kept;
    const { state } = this.app;
    const isMine = status === "conflict";
    const theirs = this.theirs(kept);
    set(line, "data-id", id);
    fill(line, {
      what: actWords(state, operation),
      at: when(operation.acted_at),
      why: answer?.refusal?.message ?? "",
      stands: word(isMine ? "mine_stands" : "theirs_stands"),
      mine: valueWords(state, operation, operation),
      theirs: word("written_by", { what: valueWords(state, operation, theirs), who: theirs?.by ?? word("someone") }),
    });
  }

  /** What the other one wrote, as the server says it. @param {Kept} kept @returns {any} */
  theirs({ answer }) {
    return answer?.theirs ?? null;
  }

  /** @param {HTMLElement} button */
  async decide(button) {
    const kept = this.app.kept.find(({ id }) => id === button.closest("[data-id]")?.getAttribute("data-id"));
    if (!kept) return;
    const choice = button.dataset.decide;
    if (choice === "drop" || this.stands(kept, choice)) await this.settled(kept, null, word(choice === "drop" ? "dropped" : "kept_as_is"));
    else if (choice === "mine" || choice === "again") await this.settled(kept, this.again(kept), word("sent_again"));
    else await this.settled(kept, this.instead(kept), word("theirs_kept"));
  }

  /** True when what is chosen is what stands already. @param {Kept} kept @param {string | undefined} choice */
  stands({ status }, choice) {
    return (status === "conflict" && choice === "mine") || (status === "superseded" && choice === "theirs");
  }

  /** The same act, made now: over what stands now. @param {Kept} kept */
  again(kept) {
    const { operation } = kept;
    const { half_days: halfDays, work: works } = this.app.state;
    const theirs = this.theirs(kept);
    const { id: _id, ...act } = operation;
    const key = `${operation.person}/${operation.day}/${operation.half}`;
    const standing = operation.kind === "presence" ? halfDays[key]?.entry : operation.kind === "work" ? works[key]?.entry : operation.base;
    const base = theirs?.entry ?? theirs?.id ?? standing ?? null;
    return { ...this.app.stamped({ ...act, base }), author: operation.author };
  }

  /** Theirs, written by me over mine. @param {Kept} kept */
  instead(kept) {
    const { state } = this.app;
    const { operation } = kept;
    const theirs = this.theirs(kept) ?? {};
    const person = state.peopleBy.get(operation.person);
    const place = { day: operation.day, half: operation.half };
    if (operation.kind === "presence" && person) {
      const { entry, segments = [], notice_hours, has_document } = theirs;
      const told = theirs.hidden ? { like: entry } : { notice_hours: notice_hours ?? null, has_document: has_document ?? null };
      return this.app.stamped(presence(state, person, place, segments, told));
    }
    if (operation.kind === "work" && person) return this.app.stamped(work(state, person, place, theirs.parts ?? []));
    const { good = 0, rejected = 0, cause = null, rule = operation.rule, shares = [] } = theirs;
    const corrects = operation.corrects ?? operation.id;
    return this.app.stamped({ ...operation, id: undefined, good, rejected, cause, rule, shares, corrects, base: operation.id });
  }

  /** @param {Kept} kept @param {import("./store.js").Operation | null} instead @param {string} sentence */
  async settled(kept, instead, sentence) {
    await decide(kept, instead);
    await this.app.reload();
    this.app.channel.postMessage("changed");
    this.app.say(sentence);
    if (instead) this.app.send();
  }
}
