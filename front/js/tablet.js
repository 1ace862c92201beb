// @ts-check
/* The tablet's page: one team, one half-day, a few taps; it works without a network and says what it has not sent yet. */
import { App } from "./tablet/app.js";
import { closeBox } from "./tablet/boxes.js";
import { byId, clicks, set, show, word, write } from "./tablet/dom.js";
import { Gate } from "./tablet/gate.js";
import { unlockedBy, unlockFor } from "./tablet/lock.js";
import { statusWords } from "./tablet/looks.js";
import { Join, Settings, renderStatus } from "./tablet/more.js";
import { Intervention, Log, Observe } from "./tablet/notes.js";
import { Pad } from "./tablet/pad.js";
import { Sheet } from "./tablet/sheet.js";
import { HalfDayBar, Team } from "./tablet/team.js";
import { Waiting } from "./tablet/waiting.js";
import { WorkView } from "./tablet/work.js";

const SAID_FOR = 6_000;
const TOUCHED_EVERY = 60_000;

const app = new App();
const bar = new HalfDayBar(app);
const gate = new Gate(app, enter);
/** @type {Record<string, import("./tablet/app.js").View>} */
const views = {
  team: new Team(app, new Sheet(app)),
  work: new WorkView(app, new Pad(app)),
  observe: new Observe(app),
  log: new Log(app),
  intervention: new Intervention(app),
  join: new Join(app),
  waiting: new Waiting(app),
  settings: new Settings(app, lock),
  more: { render() {} },
};
/** Those that are of one half-day. */
const OF_A_HALF_DAY = ["team", "work", "observe", "intervention"];
let current = "";

/** What the address asks for, or the gate when nobody is here. */
function route() {
  const [name, parameter = ""] = location.hash.slice(1).split("/");
  const wanted = app.author === null ? "gate" : app.known ? (name in views ? name : "team") : "loading";
  const isNew = wanted !== current;
  current = wanted;
  for (const view of document.querySelectorAll("[data-view]")) show(view, view.getAttribute("data-view") === wanted);
  const isIn = wanted in views;
  show(byId("nav"), isIn);
  show(byId("half-day"), OF_A_HALF_DAY.includes(wanted));
  for (const link of byId("nav").querySelectorAll("a")) set(link, "aria-current", link.hash === `#${wanted}` ? "page" : null);
  if (isNew) closeBox();
  if (isIn && isNew) views[wanted].opened?.(parameter);
  return isNew;
}

/** Everything that shows, from what is known. */
app.render = () => {
  route();
  renderStatus(app, statusWords(app));
  set(byId("undo"), "disabled", !app.mayUndo);
  write(byId("loading-words"), word(app.result === "unreachable" ? "no_data_offline" : "loading"));
  if (!(current in views)) return;
  if (OF_A_HALF_DAY.includes(current)) bar.render();
  views[current].render();
};

/** @type {ReturnType<typeof setTimeout> | undefined} */
let silence;
app.say = (sentence, isProblem = false) => {
  const box = byId("said");
  write(byId("said-words"), sentence);
  set(box, "data-kind", isProblem ? "problem" : "done");
  show(box, sentence !== "");
  clearTimeout(silence);
  silence = setTimeout(() => show(box, false), SAID_FOR);
};

window.addEventListener("hashchange", () => {
  const isNew = route();
  app.render();
  if (!isNew) return;
  show(byId("said"), false);
  window.scrollTo(0, 0);
  /** @type {HTMLElement | null} */ (document.querySelector(`[data-view=${current}] h1`))?.focus();
});

clicks(document.body, "#undo", () => app.undo());
clicks(document.body, "[data-close]", closeBox);

/** @param {number} author */
async function enter(author) {
  await app.openFor(author);
  app.render();
}

async function lock() {
  await app.openFor(null);
  location.hash = "";
  app.render();
  await gate.open();
}

let touched = 0;
/** An untouched tablet locks itself, also when it was shut in between. */
async function touch() {
  if (app.author === null || Date.now() - touched < TOUCHED_EVERY) return;
  if ((await unlockedBy()) === null) return lock();
  touched = Date.now();
  await unlockFor(app.author);
}
setInterval(async () => app.author !== null && (await unlockedBy()) === null && lock(), TOUCHED_EVERY);
for (const kind of ["pointerdown", "keydown"]) document.addEventListener(kind, touch, { passive: true });
document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && touch());

/** After an enrolment the address says who came: she sets her PIN, whoever had the tablet before. */
async function enrolled() {
  const [, key] = /^#enrolled=(\d+)$/.exec(location.hash) ?? [];
  if (!key) return null;
  history.replaceState(null, "", location.pathname);
  await unlockFor(null);
  return Number(key);
}

async function begin() {
  navigator.serviceWorker?.register("/tablet/sw.js", { scope: "/tablet/" }).catch(() => {});
  const newcomer = await enrolled();
  await app.start();
  const author = await unlockedBy();
  if (author === null) {
    app.render();
    await gate.open();
    if (newcomer !== null) gate.choose(newcomer);
    app.send();
  } else await enter(author);
}
begin().catch(() => {
  app.render();
  gate.trouble();
});
