"""A support plan as `etabli export pop` writes it, see docs/pop-schema.md: what of it can be taken into a plan here.

What is over, was done or was assessed elsewhere is not taken: it belongs to the place where it was.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from etabli.exchange.pop import SCHEMA, VERSION
from etabli.exchange.reading.objects import ObjectReader, path_to, read_json
from etabli.exchange.reading.problems import Place, Problem, Unreadable
from etabli.support.rules.observing import check_goal_worded
from etabli.support.rules.plans import check_dose, check_goal_due, check_plan_days, check_plan_text
from etabli.support.states import ActionState, GoalOutcome, Section

TEXTS = {"current_text": Section.CURRENT_COMPETENCES, "future_text": Section.FUTURE_COMPETENCES}
"""Key under `competences` of what the plan says in a section."""
OF_THE_FILE = frozenset(
    {"schema", "version", "note", "made_on", "establishment", "person", "plan", "competences", "goals", "actions"}
)
OF_A_PERSON = {"staff_number": 30, "last_name": 100, "first_name": 100}
OF_A_COMPETENCE = {"framework": 40, "code": 60, "goal": 200}
OF_A_GOAL = {"wording": 200, "measure": 200, "outcome": 20}
OF_AN_ACTION = {"kind": 50, "name": 100, "goal": 200, "state": 20}
LONGEST_SAID = 1_000_000
"""Letters of a text that are read; how many a plan may hold is a rule of the room of support."""


@dataclass(frozen=True)
class Named:
    """A competence as the file names it."""

    place: Place
    framework: str
    version: object
    code: str


@dataclass(frozen=True)
class GoalRow:
    """`due_on`: included."""

    place: Place
    wording: str
    measure: str
    starts_on: date
    due_on: date | None
    competence: Named | None = None


@dataclass(frozen=True)
class ActionRow:
    """`kind`: its code. `goal`: its wording, empty for none. `minutes`: planned in all."""

    place: Place
    kind: str
    goal: str
    starts_on: date
    minutes: int


@dataclass(frozen=True)
class Head:
    """Whose plan it is, and its days. `texts`: by section, none empty."""

    staff_number: str
    last_name: str
    first_name: str
    birth_date: date | None
    starts_on: date
    review_on: date | None
    texts: Mapping[Section, str]


Row = GoalRow | ActionRow


def read_pop(path: Path) -> PopReader:
    """The plan, with all that is wrong at once. Unreadable: `not_a_pop`, `pop_version_unknown`, those of `read_json`."""
    content = read_json(path)
    if not isinstance(content, dict) or content.get("schema") != SCHEMA:
        raise Unreadable("not_a_pop", name=path.name)
    if content.get("version") != VERSION:
        raise Unreadable("pop_version_unknown", name=path.name, value=str(content.get("version")), known=VERSION)
    reader = PopReader()
    reader.ignore(content, OF_THE_FILE, "")
    reader.read(content)
    return reader


class PopReader(ObjectReader[Row]):
    """`head`: None when it could not be read. `goals`, `actions`: those that could."""

    def __init__(self) -> None:
        super().__init__()
        self.head: Head | None = None
        self.goals: list[GoalRow] = []
        self.actions: list[ActionRow] = []
        self._named: list[tuple[str, Named]] = []
        """Wording of a goal and the competence that it names, until the goal takes it."""
        self._over: set[str] = set()
        """Wordings of goals that are over."""

    def read(self, content: Mapping[str, Any]) -> None:
        self._head(content)
        for where, one in self.objects(content, "goals", ""):
            self.reading.lines += 1
            self._goal(where, one)
        for where, one in self.objects(content, "actions", ""):
            self.reading.lines += 1
            self._action(where, one)
        for wording, named in self._named:
            if wording not in self._over:
                self.error("pop_goal_unknown", f"{named.place}.goal", wording)

    def _head(self, content: Mapping[str, Any]) -> None:
        before = len(self.reading.errors)
        self.reading.lines += 1
        who, days = self._person(self.object(content, "person")), self._days(self.object(content, "plan"))
        texts = self._competences(self.object(content, "competences") or {})
        if len(self.reading.errors) == before:
            self.head = Head(**who, **days, texts=texts)

    def _person(self, values: Mapping[str, Any] | None) -> dict[str, Any]:
        if values is None:
            return {}
        self.ignore(values, {*OF_A_PERSON, "birth_date", "engaged_since"}, "person")
        texts = self.texts(values, OF_A_PERSON, "person")
        if not texts["staff_number"]:
            self.error("value_missing", "person.staff_number")
        return {**texts, "birth_date": self.day(values, "birth_date", "person")}

    def _days(self, values: Mapping[str, Any] | None) -> dict[str, Any]:
        if values is None:
            return {}
        self.ignore(values, {"number", "kind", "state", "starts_on", "review_on"}, "plan")
        starts_on = self.day(values, "starts_on", "plan", required=True)
        review_on = self.day(values, "review_on", "plan")
        if starts_on:
            self.check("plan.review_on", check_plan_days, starts_on, review_on)
        return {"starts_on": starts_on, "review_on": review_on}

    def _competences(self, values: Mapping[str, Any]) -> dict[Section, str]:
        """What the plan says of them; those to come are kept until their goals are read."""
        self.ignore(values, {"current", "future", *TEXTS}, "competences")
        if values.get("current"):
            self.leave("competences", "current")
        said = self.texts(values, dict.fromkeys(TEXTS, LONGEST_SAID), "competences")
        for key, text in said.items():
            self.check(path_to("competences", key), check_plan_text, text)
        for where, one in self.objects(values, "future", "competences"):
            self.ignore(one, {*OF_A_COMPETENCE, "framework_version", "external_code", "kind", "title"}, where)
            texts = self.texts(one, OF_A_COMPETENCE, where)
            named = Named(Place(where), texts["framework"], one.get("framework_version"), texts["code"])
            self._named.append((texts["goal"], named))
        return {TEXTS[key]: text for key, text in said.items() if text}

    def _goal(self, where: str, values: Mapping[str, Any]) -> None:
        before = len(self.reading.errors)
        self.ignore(values, {*OF_A_GOAL, "starts_on", "due_on"}, where)
        texts = self.texts(values, OF_A_GOAL, where)
        starts_on, due_on = self.day(values, "starts_on", where, required=True), self.day(values, "due_on", where)
        self.check(path_to(where, "wording"), check_goal_worded, texts["wording"])
        self.choice(texts["outcome"], ("", *map(str, GoalOutcome)), path_to(where, "outcome"))
        if starts_on:
            self.check(path_to(where, "due_on"), check_goal_due, starts_on, due_on)
        named = self._named_by(texts["wording"])
        if starts_on is None or len(self.reading.errors) > before:
            return
        if texts["outcome"]:
            self._over.add(texts["wording"])
            self._leave_over(where, texts["wording"])
            return
        row = GoalRow(Place(where), texts["wording"], texts["measure"], starts_on, due_on)
        self.goals.append(replace(row, competence=named))

    def _named_by(self, wording: str) -> Named | None:
        """The competence that a goal names: of two goals of the same words, the first takes the first."""
        for number, (goal, named) in enumerate(self._named):
            if goal == wording:
                del self._named[number]
                return named
        return None

    def _action(self, where: str, values: Mapping[str, Any]) -> None:
        before = len(self.reading.errors)
        self.ignore(values, {*OF_AN_ACTION, "starts_on", "minutes_planned", "minutes_done"}, where)
        texts = self.texts(values, OF_AN_ACTION, where)
        starts_on = self.day(values, "starts_on", where, required=True)
        minutes = self.minutes(values, "minutes_planned", where)
        if minutes:
            self.check(path_to(where, "minutes_planned"), check_dose, minutes, 1)
        self.choice(texts["state"], [str(one) for one in ActionState], path_to(where, "state"))
        goal = texts["goal"] if any(texts["goal"] == one.wording for one in self.goals) else ""
        if texts["goal"] and not goal and texts["goal"] not in self._over:
            self.error("pop_goal_unknown", path_to(where, "goal"), texts["goal"])
        if starts_on is None or len(self.reading.errors) > before:
            return
        if texts["state"] in (ActionState.DONE, ActionState.DROPPED):
            self._leave_over(where, texts["name"])
            return
        if values.get("minutes_done"):
            self.leave(where, "minutes_done")
        self.actions.append(ActionRow(Place(where), texts["kind"], goal, starts_on, minutes))

    def _leave_over(self, where: str, name: str) -> None:
        self.reading.ignored.append(Problem("pop_over", Place(where), name))
