"""Small workplaces for tests: an establishment, its people and what is typed, each in one call.

Everything goes through the actions, as a screen or an import would. The establishment is fictional; its year is 2025, whose
working days are written down where a test needs them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from uuid_utils.compat import uuid7

from etabli.attendance import actions as attendance
from etabli.attendance.models import HalfDayFact, SickNote
from etabli.attendance.states import NoteKind, Outcome
from etabli.core.calendars import Half, week_of
from etabli.core.facts import EngagementKind
from etabli.core.periods import Period, day_no
from etabli.core.refusal import Refusal
from etabli.indicators import queries as indicators
from etabli.org import actions as org
from etabli.org.models import Establishment
from etabli.people import actions as people
from etabli.people.models import Person, Registration

NUMBER, OTHER_NUMBER = "990000002", "990000010"
"""Two numbers with the right key, of no establishment."""
AT = datetime(2026, 1, 15, 9, tzinfo=UTC)
"""The moment of every act of a test that says no other: all of 2025 is past."""
BEGINNING = date(2025, 1, 1)
YEAR = Period(date(2025, 1, 1), date(2026, 1, 1))
MARCH = Period(date(2025, 3, 1), date(2025, 4, 1))
APRIL = Period(date(2025, 4, 1), date(2025, 5, 1))
FULL_MONTH = 1820 / 12
"""Paid hours of a full month at full time."""

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
ALL_DAY = dict.fromkeys(DAYS[:5], "MA")
SHORT_FRIDAY = ALL_DAY | {"fri": "M"}
MORNINGS = dict.fromkeys(DAYS[:5], "M")
M, A = Half.MORNING, Half.AFTERNOON


def week(**opening: str) -> tuple[str, ...]:
    """A weekly pattern of one week: `week(mon="MA", tue="M")`."""
    return (week_of(opening),)


def spec(**changes: Any) -> org.EstablishmentSpec:
    """An ESAT of 100 places, 35 hours, open Monday to Friday."""
    usual = org.EstablishmentSpec(
        finess=NUMBER,
        name="Les Tilleuls",
        kind="ESAT",
        country="FR",
        full_time_weekly_minutes=2100,
        places=((BEGINNING, 100),),
        openings=((BEGINNING, week_of(ALL_DAY)),),
    )
    return replace(usual, **changes)


def workplace(
    *,
    places: int | Sequence[tuple[date, int]] = 100,
    opening: Mapping[str, str] = ALL_DAY,
    association: str = "",
    at: datetime = AT,
    **changes: Any,
) -> Establishment:
    """An establishment with its codes; `changes`: fields of `EstablishmentSpec`."""
    rows = ((BEGINNING, places),) if isinstance(places, int) else tuple(places)
    wanted = spec(places=rows, **{"openings": ((BEGINNING, week_of(opening)),), **changes})
    body = org.save_association(name=association, siren="", by=None, at=at)[0] if association else None
    place, _ = org.save_establishment(spec=wanted, association=body, by=None, at=at)
    attendance.save_codes(establishment=place, by=None, at=at)
    return place


def configure_again(place: Establishment, *, at: datetime = AT, **changes: Any) -> None:
    """The same establishment with other values."""
    rows = tuple((row.valid_from, row.places) for row in place.approved_places.all())
    openings = tuple((row.valid_from, row.week) for row in place.openings.filter(workshop=None))
    wanted = spec(
        finess=place.finess, name=place.name, kind=place.kind, **{"places": rows, "openings": openings, **changes}
    )
    org.save_establishment(spec=wanted, association=None, by=None, at=at)


def person_row(number: str = "1", **changes: Any) -> people.PersonRow:
    """A full-timer under accompaniment contract since the beginning."""
    usual = people.PersonRow(
        staff_number=number,
        last_name=f"Fictif{number}",
        first_name="Camille",
        kind=EngagementKind.ACCOMPANIMENT,
        starts_on=BEGINNING,
    )
    return replace(usual, **changes)


def engage(place: Establishment, number: str = "1", *, at: datetime = AT, **changes: Any) -> Person:
    """A person and an engagement, made or changed; see `person_row`. Raises the Refusal of a refused row."""
    (answer,) = people.save_people(establishment=place, rows=[person_row(number, **changes)], by=None, at=at)
    if isinstance(answer, Refusal):
        raise answer
    return Registration.objects.get(establishment=place, staff_number=number).person


def part(code: str, minutes: int | None = None) -> attendance.SegmentSpec:
    return attendance.SegmentSpec(code, minutes)


def operation(
    person: Person | int,
    day: date,
    half: int,
    *codes: str | attendance.SegmentSpec,
    minutes: int | None = None,
    acted_at: datetime = AT,
    **changes: Any,
) -> attendance.Operation:
    """One act on one half-day; no code takes back what was typed. `minutes`: those of a single code."""
    segments = tuple(part(code, minutes) if isinstance(code, str) else code for code in codes)
    key = person if isinstance(person, int) else person.pk
    identifier: UUID = changes.pop("id", None) or uuid7()
    return attendance.Operation(identifier, key, day, int(half), segments, acted_at, **changes)


def record(
    place: Establishment, *operations: attendance.Operation, at: datetime = AT, notes_received: bool = True
) -> list[attendance.Answer]:
    """Apply operations, none of which may be refused. Past sheets by default: their sick notes count as received."""
    answers = attendance.record(
        establishment=place, operations=operations, by=None, at=at, notes_received=notes_received
    )
    for answer in answers:
        if answer.refusal is not None:
            raise answer.refusal
        assert answer.outcome != Outcome.SUPERSEDED
    return answers


def days_of(period: Period, weekdays: Iterable[int] = range(5)) -> list[date]:
    """Days of a period that fall on these weekdays (Monday is 0), holidays included."""
    return [day for day in period.each_day() if day.weekday() in set(weekdays)]


def type_days(
    place: Establishment,
    person: Person,
    days: Iterable[date] | date,
    code: str = "PRE",
    halves: Iterable[int] = (M, A),
    **changes: Any,
) -> list[attendance.Answer]:
    """The same code on these half-days of these days."""
    wanted = [days] if isinstance(days, date) else list(days)
    options = {name: changes.pop(name) for name in ("at", "notes_received") if name in changes}
    acts = [operation(person, day, half, code, **changes) for day in wanted for half in halves]
    return record(place, *acts, **options)


def note(
    place: Establishment,
    person: Person,
    first_day: date,
    last_day: date,
    *,
    existing: SickNote | None = None,
    kind: str = NoteKind.FIRST,
    long_term_illness: bool = False,
    work_accident: bool = False,
    received_on: date | None = BEGINNING,
    at: datetime = AT,
) -> SickNote:
    """A sick note entered by a person; `last_day` included."""
    return attendance.save_sick_note(
        establishment=place,
        person=person,
        note=existing,
        starts_on=first_day,
        ends_before=last_day + timedelta(days=1),
        kind=kind,
        long_term_illness=long_term_illness,
        work_accident=work_accident,
        received_on=received_on,
        by=None,
        at=at,
    )


def figure(code: str, place: Establishment | str, period: Period) -> indicators.Figure:
    scope = place if isinstance(place, str) else indicators.scope_of(place)
    return indicators.figure(code, scope, period)


def explain(code: str, place: Establishment | str, period: Period) -> indicators.Explanation:
    scope = place if isinstance(place, str) else indicators.scope_of(place)
    return indicators.explain(code, scope, period)


def paid_hours(place: Establishment, period: Period = MARCH) -> float:
    """Hours that give right to the guaranteed pay."""
    num = figure("paid_hours_activity_rate", place, period).num
    assert num is not None
    return float(num)


def attended_days(place: Establishment, period: Period = MARCH) -> float:
    """ARS days."""
    num = figure("occupancy_rate", place, period).num
    assert num is not None
    return float(num)


def left_out(code: str, place: Establishment, period: Period) -> dict[str, int]:
    """How many rows a figure leaves out, by reason."""
    return {row.reason: row.count for row in explain(code, place, period).exclusions}


def half_day(person: Person, day: date, half: int = M) -> HalfDayFact | None:
    """The counted half-day, None when it is not counted."""
    return HalfDayFact.objects.filter(subject=person, day_no=day_no(day), half=half).first()


def paid_minutes(person: Person, *days: date) -> list[int]:
    """Paid minutes of each day, both halves together."""
    return [
        sum(HalfDayFact.objects.filter(subject=person, day_no=day_no(day)).values_list("paid_minutes", flat=True))
        for day in days
    ]
