"""Writers of one establishment follow each other: whoever waits has written nothing yet, so that no two wait for each other."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from itertools import pairwise

import pytest
from django.db import connection

from etabli.attendance import actions
from etabli.attendance.models import HalfDayFact, SickNote
from etabli.org.actions import rebuild_calendar
from etabli.org.models import Establishment, Scope
from etabli.people.models import Person
from tests import workplace
from tests.turns import in_threads, waits_without_writing
from tests.workplace import AT, MARCH, OTHER_NUMBER

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

MONDAY = date(2025, 3, 3)
FEBRUARY = date(2025, 2, 1)


def type_sick(place: Establishment, who: Person) -> None:
    workplace.type_days(place, who, MONDAY, "MAL", notes_received=False)


def change_code(place: Establishment, who: Person) -> None:
    spec = actions.CodeSpec("SO2", "", "S2", "teal", True, False, "", False, False, True)
    actions.save_code(establishment=place, spec=spec, by=None, at=AT)


def remove_note(place: Establishment, who: Person) -> None:
    actions.remove_sick_note(note=SickNote.objects.get(person=who), by=None, at=AT)


WRITERS: dict[str, Callable[[Establishment, Person], object]] = {
    "half-days": type_sick,
    "a sick note": lambda place, who: workplace.note(place, who, MONDAY, MONDAY),
    "no sick note": remove_note,
    "a code": change_code,
    "a month closed": lambda place, who: actions.close_month(establishment=place, month=FEBRUARY, by=None, at=AT),
    "a month opened": lambda place, who: actions.reopen_month(establishment=place, month=FEBRUARY, by=None, at=AT),
    "hours sent": lambda place, who: actions.save_sent_hours(
        establishment=place, month=FEBRUARY, centihours={who.pk: 15_167}, by=None, at=AT
    ),
    "the calendar": lambda place, who: rebuild_calendar(establishment=place, at=AT),
}


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer")
@pytest.mark.parametrize("write", WRITERS.values(), ids=WRITERS)
def test_whoever_waits_has_written_nothing(write: Callable[[Establishment, Person], object]) -> None:
    place = workplace.workplace()
    who = workplace.engage(place)
    if write is remove_note:
        workplace.note(place, who, MONDAY, MONDAY)
    waits_without_writing(place, lambda: write(place, who))


def test_a_note_entered_while_its_sickness_is_typed() -> None:
    """Both would open a note on the same day: one comes after the other, and every day has one note."""
    place = workplace.workplace()
    people = [workplace.engage(place, str(number)) for number in range(1, 5)]

    def typed() -> None:
        for who in people:
            workplace.type_days(place, who, [MONDAY, MONDAY + timedelta(days=1)], "MAL", notes_received=False)

    def entered() -> None:
        for who in people:
            workplace.note(place, who, MONDAY, MONDAY + timedelta(days=3))

    assert in_threads(typed, entered) == []
    for who in people:
        notes = list(SickNote.objects.filter(person=who).order_by("starts_on"))
        assert all(one.ends_before <= other.starts_on for one, other in pairwise(notes))
        assert [(note.starts_on, note.ends_before, note.origin) for note in notes] == [
            (MONDAY, MONDAY + timedelta(days=4), "person")
        ]
    counted = list(
        HalfDayFact.objects.order_by("subject", "day_no", "half").values_list("subject", "unpaid", "minutes")
    )
    actions.rederive_all(establishment=place, at=AT)
    again = HalfDayFact.objects.order_by("subject", "day_no", "half").values_list("subject", "unpaid", "minutes")
    assert list(again) == counted


def test_a_month_closed_while_it_is_typed_holds_what_was_answered() -> None:
    place = workplace.workplace()
    who = workplace.engage(place, starts_on=MARCH.start)
    answers: list[actions.Answer] = []

    def typed() -> None:
        for day in workplace.days_of(MARCH):
            acts = [workplace.operation(who, day, half, "PRE") for half in (0, 1)]
            answers.extend(actions.record(establishment=place, operations=acts, by=None, at=AT))

    assert in_threads(typed, lambda: actions.close_month(establishment=place, month=MARCH.start, by=None, at=AT)) == []
    outcomes = [answer.outcome for answer in answers]
    applied = outcomes.count("applied")
    # Once it is refused it stays refused: nothing slips in behind the closing.
    assert outcomes == ["applied"] * applied + ["refused"] * (len(outcomes) - applied)
    assert HalfDayFact.objects.filter(subject=who, typed=1).count() == applied


def test_two_establishments_saved_at_once_are_both_in_their_scopes() -> None:
    places = [workplace.workplace(association="A"), workplace.workplace(finess=OTHER_NUMBER, name="B", association="A")]
    Scope.objects.filter(establishment=places[1]).delete()

    def save(place: Establishment) -> Callable[[], None]:
        def again() -> None:
            for _ in range(3):
                rebuild_calendar(establishment=place, at=AT)

        return again

    assert in_threads(*(save(place) for place in places)) == []
    held = Scope.objects.filter(scope_id="nation:FR").values_list("establishment", flat=True)
    assert sorted(held) == sorted(place.pk for place in places)
