"""Sick notes: those that typed sickness opens, those that people enter, those that imports of past sheets leave."""

from __future__ import annotations

import itertools
from datetime import date, timedelta
from unittest.mock import patch

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from etabli.attendance import actions as attendance
from etabli.attendance import deriving
from etabli.attendance.actions import recording
from etabli.attendance.models import HalfDayFact, SickNote
from etabli.attendance.queries import awaited_notes
from etabli.attendance.states import NoteKind, NoteOrigin
from etabli.core.periods import Period
from etabli.core.refusal import Refusal
from etabli.org.models import Establishment
from etabli.people.models import Person
from tests import strategies
from tests.workplace import (
    AT,
    MARCH,
    A,
    M,
    days_of,
    engage,
    note,
    operation,
    paid_minutes,
    record,
    type_days,
    workplace,
)

pytestmark = pytest.mark.django_db


def march(number: int) -> date:
    return date(2025, 3, number)


@pytest.fixture
def place() -> Establishment:
    return workplace()


@pytest.fixture
def camille(place: Establishment) -> Person:
    return engage(place)


def ill(
    place: Establishment, who: Person, first: date, last: date, *, received: bool = False, code: str = "MAL"
) -> None:
    days = days_of(Period(first, last + timedelta(days=1)))
    type_days(place, who, days, code, notes_received=received)


def notes(who: Person) -> list[tuple[date, date, str, bool]]:
    """First and last day, kind, received."""
    return [
        (row.starts_on, row.ends_before - timedelta(days=1), row.kind, row.received_on is not None)
        for row in SickNote.objects.filter(person=who)
    ]


# ---------------------------------------------------------------- typed sickness


@pytest.mark.parametrize("code", ["MAL", "HOS"])
def test_typing_sickness_where_no_note_stands_opens_an_awaited_one(
    place: Establishment, camille: Person, code: str
) -> None:
    ill(place, camille, march(3), march(4), code=code)
    assert notes(camille) == [(march(3), march(4), NoteKind.FIRST, False)]
    assert [row.person for row in awaited_notes(place)] == [camille]
    assert paid_minutes(camille, march(3), march(4)) == [0, 0]


def test_an_awaited_note_follows_what_is_typed(place: Establishment, camille: Person) -> None:
    ill(place, camille, march(3), march(4))
    ill(place, camille, march(5), march(6))
    assert notes(camille) == [(march(3), march(6), NoteKind.FIRST, False)]
    type_days(place, camille, march(6), "PRE", notes_received=False)
    assert notes(camille) == [(march(3), march(5), NoteKind.FIRST, False)]
    type_days(place, camille, march(4), "PRE", notes_received=False)
    assert notes(camille) == [(march(3), march(3), "first", False), (march(5), march(5), "first", False)]
    type_days(place, camille, [march(3), march(5)], "PRE", notes_received=False)
    assert notes(camille) == []


def test_taking_back_what_broke_a_spell_joins_it_again(place: Establishment, camille: Person) -> None:
    ill(place, camille, march(3), march(3))
    type_days(place, camille, march(4), "PRE", notes_received=False)
    ill(place, camille, march(5), march(5))
    assert len(notes(camille)) == 2
    standing = [operation(camille, march(4), half) for half in (M, A)]
    record(place, *standing, notes_received=False)
    assert notes(camille) == [(march(3), march(5), NoteKind.FIRST, False)]


def test_a_spell_goes_on_over_weeks_in_which_nothing_is_typed(place: Establishment, camille: Person) -> None:
    ill(place, camille, march(3), march(3))
    ill(place, camille, march(31), march(31))
    assert notes(camille) == [(march(3), march(31), NoteKind.FIRST, False)]


def test_days_a_longer_note_covered_before_are_not_derived_again(
    place: Establishment, camille: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    ill(place, camille, march(3), march(14))
    derived: list[Period] = []
    derive = recording.derive
    monkeypatch.setattr(recording, "derive", lambda *given: (derived.append(given[1]), derive(*given)))
    ill(place, camille, march(17), march(17))
    assert notes(camille) == [(march(3), march(17), NoteKind.FIRST, False)]
    assert derived == [Period(march(15), march(18))]


class HowFarBack(TestCase):
    @strategies.examples(8)
    @given(strategies.workplaces(), strategies.stories)
    def test_a_spell_looked_for_nearby_first_is_the_same(self, make: object, story: list[strategies.Act]) -> None:
        seen = []
        for near in (timedelta(days=1), deriving.FAR):
            with transaction.atomic(), patch.object(deriving, "NEAR", near):
                place = make()  # type: ignore[operator]
                strategies.play(place, story)
                stand = ("starts_on", "ends_before", "kind", "origin", "received_on", "day_one")
                counted = ("day_no", "half", "unpaid", "paid_minutes", "spell_start", "spell_day")
                seen.append(
                    [
                        sorted(SickNote.objects.values_list("person__last_name", *stand), key=str),
                        sorted(HalfDayFact.objects.values_list("subject__last_name", *counted), key=str),
                    ]
                )
                transaction.set_rollback(True)
        assert seen[0] == seen[1]


def test_sickness_from_noon_on_opens_a_note_of_that_day(place: Establishment, camille: Person) -> None:
    record(place, operation(camille, march(3), M, "PRE"), operation(camille, march(3), A, "MAL"), notes_received=False)
    assert notes(camille) == [(march(3), march(3), NoteKind.FIRST, False)]


def test_an_accident_typed_as_such_opens_no_note(place: Establishment, camille: Person) -> None:
    ill(place, camille, march(3), march(4), code="AT")
    assert notes(camille) == []


def test_receiving_an_awaited_note_pays_after_the_waiting_days(place: Establishment, camille: Person) -> None:
    ill(place, camille, march(3), march(7))
    awaited = SickNote.objects.get()
    note(place, camille, march(3), march(7), existing=awaited, received_on=march(10))
    assert notes(camille) == [(march(3), march(7), NoteKind.FIRST, True)]
    assert paid_minutes(camille, *map(march, range(3, 8))) == [0, 0, 0, 420, 420]
    assert not awaited_notes(place).exists()


def test_sickness_beyond_a_received_note_awaits_an_extension(place: Establishment, camille: Person) -> None:
    note(place, camille, march(3), march(5))
    ill(place, camille, march(3), march(7))
    assert notes(camille) == [(march(3), march(5), "first", True), (march(6), march(7), "extension", False)]
    assert paid_minutes(camille, *map(march, range(3, 8))) == [0, 0, 0, 0, 0]
    extension = SickNote.objects.get(kind=NoteKind.EXTENSION)
    note(place, camille, march(6), march(7), existing=extension, kind="extension")
    assert paid_minutes(camille, march(6), march(7)) == [420, 420]


def test_a_note_that_someone_entered_is_not_moved_by_what_is_typed(place: Establishment, camille: Person) -> None:
    note(place, camille, march(3), march(14))
    type_days(place, camille, march(5))
    assert notes(camille) == [(march(3), march(14), NoteKind.FIRST, True)]


def test_an_entered_note_replaces_the_awaited_ones_it_covers(place: Establishment, camille: Person) -> None:
    ill(place, camille, march(3), march(4))
    note(place, camille, march(3), march(7))
    assert notes(camille) == [(march(3), march(7), NoteKind.FIRST, True)]
    assert SickNote.objects.get().origin == NoteOrigin.PERSON


def test_an_entered_note_leaves_the_rest_of_an_imported_one_received(place: Establishment, camille: Person) -> None:
    ill(place, camille, march(3), march(14), received=True)
    note(place, camille, march(6), march(7), kind="extension")
    assert notes(camille) == [
        (march(3), march(5), "first", True),
        (march(6), march(7), "extension", True),
        (march(8), march(14), "extension", True),
    ]
    assert paid_minutes(camille, march(5), march(6), march(10), march(14)) == [0, 420, 420, 420]


def test_two_entered_notes_do_not_overlap(place: Establishment, camille: Person) -> None:
    note(place, camille, march(3), march(7))
    with pytest.raises(Refusal, match="sick_notes_overlap"):
        note(place, camille, march(7), march(10))
    note(place, camille, march(8), march(10))


def test_a_note_ends_after_it_starts(place: Establishment, camille: Person) -> None:
    with pytest.raises(Refusal, match="sick_note_backwards"):
        note(place, camille, march(3), march(2))


def test_taking_a_note_back_opens_an_awaited_one_over_typed_sickness(place: Establishment, camille: Person) -> None:
    entered = note(place, camille, march(3), march(7))
    ill(place, camille, march(3), march(4))
    attendance.remove_sick_note(note=entered, by=None, at=AT)
    assert notes(camille) == [(march(3), march(4), NoteKind.FIRST, False)]
    assert paid_minutes(camille, march(4)) == [0]


def test_moving_a_note_counts_its_old_and_its_new_days_anew(place: Establishment, camille: Person) -> None:
    entered = note(place, camille, march(3), march(14))
    ill(place, camille, march(3), march(7))
    type_days(place, camille, march(10))
    ill(place, camille, march(11), march(14))
    assert paid_minutes(camille, march(7), march(14)) == [420, 420]
    note(place, camille, march(11), march(14), existing=entered)
    assert paid_minutes(camille, march(7), march(13), march(14)) == [0, 0, 420]
    assert notes(camille)[0] == (march(3), march(7), NoteKind.FIRST, False)


@pytest.mark.parametrize("act", ["enter", "move", "remove"])
def test_a_note_over_a_closed_month_is_refused(place: Establishment, camille: Person, act: str) -> None:
    entered = note(place, camille, march(31), date(2025, 4, 2)) if act != "enter" else None
    attendance.close_month(establishment=place, month=MARCH.start, by=None, at=AT)
    with pytest.raises(Refusal, match="month_closed"):
        if act == "enter":
            note(place, camille, march(31), date(2025, 4, 2))
        elif act == "move":
            assert entered is not None
            note(place, camille, date(2025, 4, 1), date(2025, 4, 2), existing=entered)
        elif entered is not None:
            attendance.remove_sick_note(note=entered, by=None, at=AT)


# ---------------------------------------------------------------- imports of past sheets


def test_an_import_creates_one_received_note_per_spell(place: Establishment, camille: Person) -> None:
    ill(place, camille, march(3), march(5), received=True)
    type_days(place, camille, march(6))
    ill(place, camille, march(7), march(10), received=True)
    assert notes(camille) == [(march(3), march(5), "first", True), (march(7), march(10), "first", True)]
    assert set(SickNote.objects.values_list("origin", flat=True)) == {NoteOrigin.IMPORT}


@pytest.mark.parametrize("months", list(itertools.permutations((1, 2, 3))))
def test_month_after_month_and_out_of_order_a_spell_has_one_note(
    place: Establishment, camille: Person, months: tuple[int, ...]
) -> None:
    """Ill from Thursday 30 January to Tuesday 4 March: one note, one time three waiting days."""
    first, last = date(2025, 1, 30), march(4)
    for number in months:
        month = Period(date(2025, number, 1), date(2025, number + 1, 1))
        days = [day for day in days_of(month) if first <= day <= last]
        type_days(place, camille, days, "MAL")
        other = march(5) if number == 3 else date(2025, 1, 29) if number == 1 else None
        if other:
            type_days(place, camille, other)
    assert notes(camille) == [(first, last, NoteKind.FIRST, True)]
    assert paid_minutes(camille, first, date(2025, 1, 31), date(2025, 2, 3), march(3), march(4)) == [
        0,
        0,
        420,
        420,
        420,
    ]


def test_what_is_typed_after_an_import_is_awaited(place: Establishment, camille: Person) -> None:
    ill(place, camille, march(3), march(5), received=True)
    ill(place, camille, march(6), march(7))
    assert notes(camille) == [(march(3), march(5), "first", True), (march(6), march(7), "extension", False)]


def test_an_import_over_what_was_typed_receives_it(place: Establishment, camille: Person) -> None:
    """The signed sheet of the month comes after what was typed day by day: only new sickness is received with it."""
    ill(place, camille, march(3), march(4))
    ill(place, camille, march(5), march(5), received=True)
    assert [row[3] for row in notes(camille)] == [False, True]


class SameNotes(TestCase):
    """The order in which past sheets come, and corrections on the way, leave the same counted half-days."""

    @strategies.examples(12)
    @given(
        st.dictionaries(st.tuples(strategies.days, strategies.halves), strategies.codes, min_size=1, max_size=12),
        st.randoms(use_true_random=False),
        st.lists(st.tuples(strategies.days, strategies.halves, strategies.codes), max_size=3),
    )
    def test_any_order_gives_the_same_half_days(
        self,
        final: dict[tuple[date, int], str],
        random: object,
        mistakes: list[tuple[date, int, str]],
    ) -> None:
        place = strategies.spring_place()
        one, other = (engage(place, number, at=strategies.AT) for number in ("1", "2"))
        record(place, *(operation(one, day, half, code) for (day, half), code in sorted(final.items())))
        for number, (day, half, code) in enumerate(mistakes):
            record(place, operation(other, day, half, code, acted_at=AT - timedelta(hours=9 - number)))
        shuffled = list(final.items())
        random.shuffle(shuffled)  # type: ignore[attr-defined]
        for (day, half), code in shuffled:
            record(place, operation(other, day, half, code))
        for day, half, _ in mistakes:
            if (day, half) not in final:
                record(place, operation(other, day, half))
        assert counted(one) == counted(other)
        assert [row[:3] for row in notes(one)] == [row[:3] for row in notes(other)]


def counted(who: Person) -> list[tuple[object, ...]]:
    """Every counted half-day of a person, keys left out."""
    fields = [field.attname for field in HalfDayFact._meta.fields if field.name not in ("id", "subject", "engagement")]
    return list(HalfDayFact.objects.filter(subject=who).order_by("day_no", "half").values_list(*fields))
