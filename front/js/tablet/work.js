// @ts-check
/* Who works on what: all, a group or chosen people on an activity; as last time; team time entered once and split. */
import { uuid7 } from "../common/ids.js";
import { putOn, sameTasks, teamTime, work } from "./acting.js";
import { halfDayOf, isClosed, lastTime, minutesOn, partsOf, presentIn, teamOf } from "./asking.js";
import { closeBox, openBox } from "./boxes.js";
import { byId, clicks, copyOf, counted, dialog, fill, input, keyed, press, problem, set, show, word, write } from "./dom.js";
import { hours } from "./days.js";
import { fullName, halfWords, lookOf, outputWords } from "./looks.js";
import { sum } from "./sharing.js";

/**
 * @typedef {import("./store.js").Person} Person
 * @typedef {import("./store.js").Activity} Activity
 */

export class WorkView {
  /** @param {import("./app.js").App} app @param {import("./pad.js").Pad} pad */
  constructor(app, pad) {
    this.app = app;
    this.pad = pad;
    this.cards = byId("activities");
    this.chooser = new Chooser(app);
    const view = byId("view-work");
    const activityOf = (/** @type {Element} */ button) => Number(button.closest("[data-activity]")?.getAttribute("data-activity"));
    clicks(view, "[data-act=same-tasks]", () => this.sameTasks());
    clicks(view, "[data-act=all-here]", (button) => this.all(activityOf(button)));
    clicks(view, "[data-act=choose]", (button) => this.chooser.open(activityOf(button)));
    clicks(view, "[data-act=count]", (button) => this.isWritable() && pad.open(activityOf(button)));
    clicks(view, "[data-output]", (button) => this.isWritable() && pad.open(activityOf(button), button.dataset.output));
  }

  isWritable() {
    const is = !isClosed(this.app.state, this.app.day);
    if (!is) this.app.say(word("month_closed"), true);
    return is;
  }

  sameTasks() {
    const { app } = this;
    const acts = sameTasks(app.state, app.place);
    const last = lastTime(app.state, app.place, true);
    if (acts.length && last) app.act(acts, word("taken_over", { when: halfWords(last) }));
    else app.say(word(presentIn(app.state, app.place).length ? "no_tasks_to_take_over" : "nobody_present"), true);
  }

  /** @param {number} activity */
  all(activity) {
    const { state, place } = this.app;
    const people = presentIn(state, place);
    if (!people.length) return this.app.say(word("nobody_present"), true);
    if (!this.isWritable()) return;
    this.app.act(putOn(state, place, people, activity), this.told(activity, people.length));
  }

  /** @param {number} activity @param {number} count */
  told(activity, count) {
    return counted("put_on", count, { activity: this.app.state.activitiesBy.get(activity)?.name });
  }

  /** The activities of the workshops of the team shown. @returns {Activity[]} */
  activities() {
    const { state, place } = this.app;
    const workshops = new Set(teamOf(state, place).map(({ workshop }) => workshop));
    return state.activities.filter(({ workshop }) => workshops.has(workshop));
  }

  render() {
    const { state, place } = this.app;
    const activities = this.activities();
    const idle = presentIn(state, place).filter((person) => !partsOf(state, person, place).length);
    keyed(this.cards, activities, ({ key }) => key, () => copyOf("activity"), (card, activity) => this.card(card, activity));
    show(byId("work-empty"), activities.length === 0);
    this.pad.prepare();
    write(byId("work-count"), idle.length ? counted("without_task", idle.length, { names: idle.map(({ first_name: name }) => name).join(", ") }) : "");
  }

  /** @param {HTMLElement} card @param {Activity} activity */
  card(card, activity) {
    const { state, place } = this.app;
    const team = teamOf(state, place).filter((person) => partsOf(state, person, place).some((task) => task.activity === activity.key));
    const people = team.map((person) => `${person.first_name} ${hours(minutesOn(state, person, place, activity.key))}`);
    set(card, "data-activity", activity.key);
    fill(card, { name: activity.name, note: activity.note, people: people.join(", ") || word("nobody") });
    const warnings = team.filter((person) => against(activity, person)).map((person) => word("not_for", { name: person.first_name, why: against(activity, person) }));
    const warningList = /** @type {HTMLElement} */ (card.querySelector("[data-warnings]"));
    keyed(warningList, warnings, (text) => text, () => copyOf("warning"), (line, text) => fill(line, { what: text }));
    show(warningList, warnings.length > 0);
    for (const button of card.querySelectorAll("[data-act]")) fill(button, { activity: activity.name });
    const outputs = state.outputs.filter((one) => one.activity === activity.key && one.day === place.day && one.half === place.half);
    const list = /** @type {HTMLElement} */ (card.querySelector("[data-outputs]"));
    keyed(list, outputs, ({ root }) => root, () => copyOf("output"), (line, output) => {
      fill(line, { what: outputWords(state, output), activity: activity.name });
      set(line.querySelector("button"), "data-output", output.id);
    });
    show(list, outputs.length > 0);
  }
}

/** Why a person should not be put on an activity; empty when nothing stands against it.
 * @param {Activity | undefined} activity @param {Person} person */
const against = (activity, person) => activity?.against?.[String(person.key)] ?? "";

/** Chosen people on an activity, for the rest of the half-day or for team time shared between them. */
class Chooser {
  /** @param {import("./app.js").App} app */
  constructor(app) {
    this.app = app;
    this.activity = 0;
    this.dialog = dialog("chooser");
    this.people = byId("chooser-people");
    this.times = byId("chooser-times");
    clicks(this.people, "button", (button) => {
      set(button, "aria-pressed", String(button.getAttribute("aria-pressed") !== "true"));
      this.share();
    });
    clicks(byId("chooser-groups"), "button", (button) => this.pick(button.dataset.group ?? ""));
    input("chooser-time").addEventListener("input", () => this.share());
    this.times.addEventListener("input", () => this.total());
    clicks(this.dialog, "[data-act=save]", () => this.save());
    clicks(this.dialog, "[data-act=nobody]", () => this.empty());
  }

  /** @param {number} activity */
  open(activity) {
    const { state, place } = this.app;
    if (isClosed(state, place.day)) return this.app.say(word("month_closed"), true);
    this.activity = activity;
    fill(this.dialog, { title: state.activitiesBy.get(activity)?.name });
    problem(this.dialog, "");
    input("chooser-time").value = "";
    const isOnIt = (/** @type {Person} */ person) => partsOf(state, person, place).some((task) => task.activity === activity);
    const isBusy = presentIn(state, place).some((person) => partsOf(state, person, place).length && !isOnIt(person));
    input("chooser-besides").checked = false;
    show(byId("chooser-besides").closest("div"), isBusy || presentIn(state, place).some(isOnIt));
    keyed(this.people, teamOf(state, place), ({ key }) => key, () => copyOf("toggle"), (button, person) => {
      const words = lookOf(state, halfDayOf(state, person, place)).words;
      const why = against(state.activitiesBy.get(activity), person);
      fill(button, { name: fullName(person), words: why ? word("not_for", { name: words, why }) : words });
      set(button, "aria-pressed", String(isOnIt(person)));
    });
    keyed(byId("chooser-groups"), [{ key: "", name: word("everyone_present") }, ...state.groups], ({ key }) => key, () => copyOf("quick"), (button, group) => {
      write(button, group.name);
      set(button, "data-group", group.key);
    });
    show(byId("chooser-nobody"), teamOf(state, place).some(isOnIt));
    this.share();
    openBox(this.dialog);
  }

  /** Those present, of a group or of all. @param {string} key */
  pick(key) {
    const { state, place } = this.app;
    const group = state.groups.find((one) => String(one.key) === key);
    const wanted = new Set(presentIn(state, place).filter(({ key: person }) => !group || group.people.includes(person)).map(({ key: person }) => String(person)));
    press(this.people, (button) => wanted.has(button.dataset.key ?? ""));
    this.share();
  }

  /** @returns {Person[]} */
  get chosen() {
    const keys = new Set([...this.people.querySelectorAll("[aria-pressed=true]")].map((one) => /** @type {HTMLElement} */ (one).dataset.key));
    return this.app.state.people.filter(({ key }) => keys.has(String(key)));
  }

  /** Team time is of the team: the minutes of all of them together, split between them. */
  share() {
    const total = Number(input("chooser-time").value);
    const people = this.chosen;
    const minutes = teamTime(total > 0 ? Math.round(total) : 0, people.length);
    const rows = total > 0 ? people.map((person, index) => ({ person, minutes: minutes[index] })) : [];
    this.times.replaceChildren();
    keyed(this.times, rows, ({ person }) => person.key, () => copyOf("own-time"), (line, row) => {
      fill(line, { name: fullName(row.person) });
      /** @type {HTMLInputElement} */ (line.querySelector("input")).value = String(row.minutes);
    });
    show(byId("chooser-split"), rows.length > 0);
    this.total();
  }

  get minutes() {
    return [...this.times.querySelectorAll("input")].map((field) => Math.round(Number(field.value)));
  }

  total() {
    write(byId("chooser-total"), hours(sum(this.minutes)));
  }

  save() {
    const people = this.chosen;
    if (!people.length) return problem(this.dialog, word("choose_people"));
    const minutes = this.minutes;
    const isTeamTime = minutes.length > 0;
    if (isTeamTime && minutes.some((one) => !(one >= 0))) return problem(this.dialog, word("minutes_wrong"));
    const how = { besides: input("chooser-besides").checked, minutes: isTeamTime ? minutes : null, team: isTeamTime ? uuid7() : null };
    const { state, place } = this.app;
    closeBox();
    this.app.act(putOn(state, place, people, this.activity, how), counted("put_on", people.length, { activity: state.activitiesBy.get(this.activity)?.name }));
  }

  /** Nobody works on it any more; what they do besides stays. */
  empty() {
    const { state, place } = this.app;
    const acts = teamOf(state, place).flatMap((person) => {
      const parts = partsOf(state, person, place);
      const kept = parts.filter((task) => task.activity !== this.activity);
      return kept.length < parts.length ? [work(state, person, place, kept)] : [];
    });
    closeBox();
    this.app.act(acts, word("nobody_on_it", { activity: state.activitiesBy.get(this.activity)?.name }));
  }
}
