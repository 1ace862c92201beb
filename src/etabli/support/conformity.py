"""The conformity sheet: which plans, reviews and contents are due and done, as an authority may ask to see it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from etabli.org.models import Establishment, User
from etabli.support.models import Plan
from etabli.support.queries.deadlines import caseload, deadlines_of, delays_in
from etabli.support.queries.plans import facts_of
from etabli.support.rules import plans as rules
from etabli.support.rules.deadlines import Deadline
from etabli.support.states import AGREED, BY_LAW, Authority, DueState, Duty, PlanContent, PlanKind
from etabli.support.wording import plans as words

OWED = (
    Duty.CONTRACT,
    Duty.FIRST_PLAN,
    Duty.INTERVIEW,
    Duty.REVIEW,
    Duty.SHORT_UPDATE,
    Duty.POP,
    Duty.POP_ACTIONS,
    Duty.POP_UPDATE,
)
"""What an authority asks for: goals, actions and the end of a trial are the workplace's own matter."""


@dataclass(frozen=True)
class DutyLine:
    """Of how many persons something is owed (`due`), and how it stands: `on_time` counts what is done or not yet due.

    `by_law`: its time comes from a text, else from the workplace.
    """

    label: Any
    by_law: bool
    due: int
    on_time: int
    done_late: int
    late: int


@dataclass(frozen=True)
class ContentLine:
    """In how many of the plans that hold a content stands."""

    label: Any
    plans: int
    held: int


@dataclass(frozen=True)
class PersonLine:
    """`late` and `missing`: words of what is late, and of what her plan lacks; `has_plan`: an agreed one."""

    person: int
    name: str
    has_plan: bool
    late: list[Any]
    missing: list[Any]


@dataclass(frozen=True)
class Sheet:
    authority: Authority
    duties: list[DutyLine]
    contents: list[ContentLine]
    people: list[PersonLine]

    @property
    def complete(self) -> int:
        """Persons of whom nothing is late or lacking."""
        return sum(row.has_plan and not row.late and not row.missing for row in self.people)


def conformity_of(user: User, establishment: Establishment, on: date) -> Sheet:
    """As many queries for one person as for a hundred and fifty; persons by name."""
    cases = sorted(caseload(user, establishment, on), key=lambda case: case.registration.person.search_key)
    owed = deadlines_of(establishment, [case.registration.person_id for case in cases], on)
    agreed = [case.plan for case in cases if case.plan is not None and case.plan.state in AGREED]
    held = _contents(establishment, agreed, on)
    people = []
    for case in cases:
        key = case.registration.person_id
        content = held.get(case.plan.pk) if case.plan is not None else None
        late = [words.DUTIES[one.duty] for one in case.late if one.duty in OWED]
        missing = [words.CONTENTS[one] for one, there in (content or {}).items() if not there]
        people.append(PersonLine(key, str(case.registration.person), content is not None, late, missing))
    rows = [one for found in owed.values() for one in found]
    authority = rules.authority(establishment.kind)
    return Sheet(authority, _duty_lines(rows, on), _content_lines(held.values()), people)


def _contents(establishment: Establishment, agreed: Iterable[Plan], on: date) -> dict[int, dict[PlanContent, bool]]:
    least = delays_in(establishment)("support_pop_actions", on) or 1
    for plan in (rows := list(agreed)):
        plan.establishment = establishment
    return {
        key: rules.contents(facts, least if facts.kind == PlanKind.POP else 1) for key, facts in facts_of(rows).items()
    }


def _duty_lines(rows: Iterable[Deadline], on: date) -> list[DutyLine]:
    counts: dict[Duty, Counter[DueState]] = {}
    for one in rows:
        counts.setdefault(one.duty, Counter())[one.state(on)] += 1
    return [
        DutyLine(
            words.DUTIES[duty],
            duty in BY_LAW,
            found.total(),
            found.total() - found[DueState.LATE] - found[DueState.DONE_LATE],
            found[DueState.DONE_LATE],
            found[DueState.LATE],
        )
        for duty in OWED
        if (found := counts.get(duty))
    ]


def _content_lines(held: Iterable[Mapping[PlanContent, bool]]) -> list[ContentLine]:
    rows = list(held)
    asked = [one for one in PlanContent if any(one in row for row in rows)]
    return [ContentLine(words.CONTENTS[one], len(rows), sum(row.get(one, False) for row in rows)) for one in asked]
