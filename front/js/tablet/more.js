// @ts-check
/* Someone joins the team, a team is taken for a day, and what concerns the tablet itself. */
import { closeBox, openBox } from "./boxes.js";
import { byId, choices, clicks, dialog, fill, input, problem, set, show, word, write } from "./dom.js";
import { longDay, when } from "./days.js";
import { keep, read } from "./db.js";
import { isPin, setPin, unlockFor } from "./lock.js";
import { forgetAuthor } from "./outbox.js";

/** Milliseconds after which the page is loaded again whatever the worker does. */
const LONGEST_RENEWAL = 10_000;

/** @param {string} id @param {() => void} save */
const onSubmit = (id, save) =>
  byId(id).addEventListener("submit", (event) => {
    event.preventDefault();
    save();
  });

export class Join {
  /** @param {import("./app.js").App} app */
  constructor(app) {
    this.app = app;
    this.view = byId("view-join");
    onSubmit("join-form", () => this.join());
    onSubmit("take-form", () => this.take());
  }

  render() {
    const { state, day } = this.app;
    const mine = state.workshops.filter(({ mine: is }) => is);
    const others = state.workshops.filter(({ mine: is }) => !is);
    choices(/** @type {any} */ (byId("join-workshop")), (mine.length ? mine : state.workshops).map(({ key, name }) => ({ value: key, label: name })));
    choices(/** @type {any} */ (byId("take-workshop")), others.map(({ key, name }) => ({ value: key, label: name })));
    for (const part of this.view.querySelectorAll("[data-f=day]")) write(part, longDay(day));
    show(byId("take-section"), others.length > 0);
  }

  async join() {
    const first = input("join-name").value.trim();
    const number = input("join-number").value.trim();
    if (!first || !number) return problem(byId("join-form"), word("say_name_number"));
    problem(byId("join-form"), "");
    const act = { kind: "join", workshop: Number(input("join-workshop").value), day: this.app.day, first_name: first, staff_number: number };
    if (!(await this.app.act([act], word("joined", { who: first })))) return;
    /** @type {HTMLFormElement} */ (byId("join-form")).reset();
    location.hash = "#team";
  }

  take() {
    const workshop = Number(input("take-workshop").value);
    const name = this.app.state.workshops.find(({ key }) => key === workshop)?.name;
    this.app.act([{ kind: "take_team", workshop, day: this.app.day }], word("team_asked", { name }));
  }
}

export class Settings {
  /** @param {import("./app.js").App} app @param {() => Promise<void>} locked */
  constructor(app, locked) {
    this.app = app;
    this.locked = locked;
    const view = byId("view-settings");
    clicks(view, "[data-act=lock]", () => this.lock());
    clicks(view, "[data-act=reload]", () => app.send(true));
    clicks(view, "[data-act=log-out]", () => {
      fill(dialog("log-out"), { count: String(app.kept.length) });
      show(byId("log-out-unsent"), app.kept.length > 0);
      openBox(dialog("log-out"));
    });
    clicks(dialog("log-out"), "[data-act=agree]", () => this.logOut());
    onSubmit("pin-change", () => this.changePin());
    onSubmit("speak", () => this.speak());
  }

  render() {
    const { bundle, clock } = this.app;
    fill(byId("view-settings"), { author: bundle?.author.name, place: bundle?.establishment.name, made: bundle ? when(bundle.made_at) : "" });
    show(byId("clock-wrong"), clock.isWrong);
  }

  async lock() {
    await unlockFor(null);
    await this.locked();
  }

  async changePin() {
    const field = input("new-pin");
    if (!isPin(field.value) || this.app.author === null) return problem(byId("pin-change"), word("pin_wrong_form"));
    problem(byId("pin-change"), "");
    await setPin(this.app.author, field.value);
    field.value = "";
    this.app.say(word("pin_set"));
  }

  /** The page of this tablet in another language; the worker brings it. */
  async speak() {
    const box = byId("speak");
    try {
      const asked = JSON.stringify({ author: this.app.author, language: input("speak-language").value });
      const { refusal } = await (await this.app.sync.post("language", asked)).json();
      if (refusal) return problem(box, refusal.message);
      await renewed();
      location.reload();
    } catch {
      problem(box, word("needs_network"));
    }
  }

  /** What was loaded goes; what was not sent yet stays and is sent, by whoever opens the tablet next. */
  async logOut() {
    const { author } = this.app;
    if (author === null) return;
    closeBox();
    await keep("gone", [...((await read("kept", "gone")) ?? []), author]);
    await forgetAuthor(author);
    await this.lock();
    this.app.send();
  }
}

/** The worker holds the page anew; where there is none the server is asked. */
async function renewed() {
  const { serviceWorker } = navigator;
  const registration = await serviceWorker?.getRegistration();
  if (!registration) return;
  const taken = new Promise((resolve) => serviceWorker.addEventListener("controllerchange", resolve, { once: true }));
  await registration.update();
  await Promise.race([taken, new Promise((resolve) => setTimeout(resolve, LONGEST_RENEWAL))]);
}

/** The line that is always there: what is saved where. @param {import("./app.js").App} app @param {string} words */
export function renderStatus(app, words) {
  const line = byId("status");
  write(byId("status-words"), words);
  const isOpen = app.waiting > 0 || app.fresh.length > 0 || app.toDecide > 0;
  const kind = app.result === "device" ? "late" : isOpen ? "watch" : app.result === "unreachable" ? "off" : "ok";
  set(line, "data-kind", kind);
  const badge = byId("to-decide");
  fill(badge, { count: app.toDecide });
  show(badge, app.toDecide > 0);
  show(byId("enrol-again"), app.result === "device");
}
