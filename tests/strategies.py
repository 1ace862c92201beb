"""Tiny domains for properties: eight days, a few people, a handful of codes.

Dates drawn from three years hide an error of one day; dates drawn from eight days meet it at once.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from etabli.attendance import actions as attendance
from etabli.attendance.models import SickNote
from etabli.core.facts import EngagementKind
from etabli.core.refusal import Refusal
from etabli.org.actions import ClosureSpec
from etabli.org.models import Establishment
from etabli.people.models import Person
from tests import workplace as at_work

FIRST_DAY = date(2025, 4, 28)
"""A Monday. The eight days after it cross the end of a month, a public holiday on a Thursday (1 May) and a weekend."""
EIGHT_DAYS = tuple(FIRST_DAY + timedelta(days=number) for number in range(8))
NUMBERS = ("1", "2", "3")
AT = datetime(2025, 5, 10, 9, tzinfo=UTC)
"""Soon after: what is derived until the present stays small."""


def examples(number: int) -> settings:
    """So many examples, times ETABLI_EXAMPLES for a long night. Each example makes a workplace, so none is quick.

    Half as many on PostgreSQL: what properties prove is in Python, and SQLite asks it of all of them.
    """
    times = int(os.environ.get("ETABLI_EXAMPLES", "1"))
    wanted = (number + 1) // 2 if os.environ.get("ETABLI_TEST_DATABASE") == "postgres" else number
    return settings(max_examples=wanted * times, deadline=None, suppress_health_check=[HealthCheck.too_slow])


days = st.sampled_from(EIGHT_DAYS)
halves = st.sampled_from((0, 1))
codes = st.sampled_from(("PRE", "MAL", "HOS", "INJ", "CP", "SO2", "TRA"))
fractions = st.sampled_from((10_000, 5_000, 8_000, 3_333))
stated_minutes = st.one_of(st.none(), st.sampled_from((0, 1, 60, 210)))
weeks = st.lists(st.booleans(), min_size=14, max_size=14).map(
    lambda marks: "".join("1" if mark else "0" for mark in marks)
)
working_weeks = st.lists(st.booleans(), min_size=10, max_size=10).map(
    lambda marks: "".join("1" if mark else "0" for mark in marks) + "0000"
)
"""Weeks with nothing at the weekend."""
kinds = st.sampled_from((EngagementKind.ACCOMPANIMENT,) * 3 + (EngagementKind.TRAINEE, EngagementKind.PUPIL))


@st.composite
def spans(draw: st.DrawFn) -> tuple[date, date]:
    """First and last day, both among the eight."""
    one, other = draw(days), draw(days)
    return min(one, other), max(one, other)


# ---------------------------------------------------------------- a workplace and what happens there

Act = Callable[[Establishment], None]
"""Something that happens; a refusal changes nothing and is as good an answer as another."""

openings = st.sampled_from((at_work.ALL_DAY, at_work.SHORT_FRIDAY, at_work.MORNINGS))


@st.composite
def workplaces(draw: st.DrawFn) -> Callable[[], Establishment]:
    """Makes a workplace with three persons; drawn now, made inside the test."""
    opening, places = draw(openings), draw(st.integers(0, 3))
    people = [draw(engagements()) for _ in NUMBERS]

    def make() -> Establishment:
        place = at_work.workplace(places=[(date(2025, 4, 1), places)], opening=opening, target_days={2025: 100}, at=AT)
        for number, changes in zip(NUMBERS, people, strict=True):
            at_work.engage(place, number, at=AT, **changes)
        return place

    return make


@st.composite
def engagements(draw: st.DrawFn) -> dict[str, Any]:
    start = draw(st.sampled_from((date(2025, 4, 1), *EIGHT_DAYS[:5])))
    last = draw(st.one_of(st.none(), st.none(), st.sampled_from(EIGHT_DAYS[4:])))
    pattern = draw(st.one_of(st.none(), working_weeks.filter(lambda week: "1" in week).map(lambda week: (week,))))
    return {
        "kind": draw(kinds),
        "starts_on": start,
        "last_day": last,
        "fraction": draw(fractions),
        "pattern": pattern,
    }


def spring_place() -> Establishment:
    """A house followed from April 2025, soon after the eight days: little is derived."""
    return at_work.workplace(places=[(date(2025, 4, 1), 100)], at=AT)


def person(place: Establishment, number: str) -> Person:
    return Person.objects.get(registrations__establishment=place, registrations__staff_number=number)


def _typed(numbers: str, day: date, half: int, code: str, minutes: int | None, received: bool) -> Act:
    def act(place: Establishment) -> None:
        attendance.record(
            establishment=place,
            operations=[at_work.operation(person(place, numbers), day, half, code, minutes=minutes, acted_at=AT)],
            by=None,
            at=AT,
            notes_received=received,
        )

    return act


def _taken_back(number: str, day: date, half: int) -> Act:
    def act(place: Establishment) -> None:
        back = [at_work.operation(person(place, number), day, half, acted_at=AT)]
        attendance.record(establishment=place, operations=back, by=None, at=AT)

    return act


def _noted(number: str, span: tuple[date, date], kind: str, received: bool, long_term: bool) -> Act:
    def act(place: Establishment) -> None:
        at_work.note(
            place,
            person(place, number),
            *span,
            kind=kind,
            long_term_illness=long_term,
            received_on=at_work.BEGINNING if received else None,
            at=AT,
        )

    return act


def _unnoted(number: str) -> Act:
    def act(place: Establishment) -> None:
        found = SickNote.objects.filter(person=person(place, number)).first()
        if found is not None:
            attendance.remove_sick_note(note=found, by=None, at=AT)

    return act


def _engaged(number: str, changes: dict[str, Any]) -> Act:
    def act(place: Establishment) -> None:
        at_work.engage(place, number, at=AT, **changes)

    return act


def _configured(changes: dict[str, Any]) -> Act:
    def act(place: Establishment) -> None:
        at_work.configure_again(place, at=AT, **changes)

    return act


@st.composite
def closures(draw: st.DrawFn) -> dict[str, Any]:
    first, last = draw(spans())
    closed = ClosureSpec(first, last + timedelta(days=1), "", draw(st.booleans()))
    return {"closures": draw(st.sampled_from(((), (closed,))))}


calendars = st.one_of(
    closures(),
    st.lists(st.tuples(days, st.integers(0, 3)), min_size=1, max_size=2, unique_by=lambda row: row[0]).map(
        lambda rows: {"places": ((date(2025, 4, 1), 1), *rows)}
    ),
    st.sampled_from(({"opening_days": {2025: 222}}, {"worked_holidays": (date(2025, 5, 1),)}, {"worked_holidays": ()})),
)

numbers = st.sampled_from(NUMBERS)
acts = st.one_of(
    st.builds(_typed, numbers, days, halves, codes, stated_minutes, st.booleans()),
    st.builds(_typed, numbers, days, halves, codes, stated_minutes, st.booleans()),
    st.builds(_taken_back, numbers, days, halves),
    st.builds(_noted, numbers, spans(), st.sampled_from(("first", "extension")), st.booleans(), st.booleans()),
    st.builds(_unnoted, numbers),
    st.builds(_engaged, numbers, engagements()),
    st.builds(_configured, calendars),
)
stories = st.lists(acts, min_size=1, max_size=8)


def play(place: Establishment, story: list[Act]) -> None:
    """One act after the other."""
    for act in story:
        try:
            act(place)
        except Refusal:
            continue
