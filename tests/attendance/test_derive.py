"""What is counted follows what changes: half-days derived bit by bit are those derived anew from everything."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from etabli.attendance import actions as attendance
from etabli.attendance import deriving
from etabli.attendance.models import HalfDayFact, SickNote
from etabli.core.periods import day_no
from etabli.org.actions import ClosureSpec, WorkshopSpec
from etabli.org.models import CalendarDay, Establishment
from etabli.people.actions import PersonRow, save_people
from etabli.people.models import Engagement, EngagementFact, Person
from tests import strategies
from tests.workplace import (
    AT,
    BEGINNING,
    MARCH,
    MORNINGS,
    A,
    M,
    configure_again,
    engage,
    half_day,
    note,
    operation,
    person_row,
    record,
    type_days,
    week,
    workplace,
)

MONDAY = date(2025, 3, 3)


def counted(place: Establishment) -> list[tuple[object, ...]]:
    fields = [field.attname for field in HalfDayFact._meta.fields if field.name != "id"]
    return list(
        HalfDayFact.objects.filter(establishment=place).order_by("subject", "day_no", "half").values_list(*fields)
    )


class BitByBit(TestCase):
    @strategies.examples(12)
    @given(strategies.workplaces(), strategies.stories)
    def test_derived_after_each_act_as_derived_from_scratch(self, make: object, story: list[strategies.Act]) -> None:
        place = make()  # type: ignore[operator]
        strategies.play(place, story)
        found = counted(place)
        attendance.rederive_all(establishment=place, at=strategies.AT)
        assert counted(place) == found

    @strategies.examples(12)
    @given(strategies.workplaces(), strategies.stories, st.data())
    def test_notes_cover_every_sick_half_day_and_never_overlap(
        self, make: object, story: list[strategies.Act], data: st.DataObject
    ) -> None:
        place = make()  # type: ignore[operator]
        strategies.play(place, story)
        for number in strategies.NUMBERS:
            who = strategies.person(place, number)
            notes = list(SickNote.objects.filter(person=who).order_by("starts_on"))
            for before, after in zip(notes, notes[1:], strict=False):
                assert before.ends_before <= after.starts_on
            sick = HalfDayFact.objects.filter(subject=who, typed=1, ars=0, absence__in=("sickness", "hospital"))
            for row in sick.filter(code__in=("MAL", "HOS")):
                day = date.fromordinal(date(1970, 1, 1).toordinal() + row.day_no)
                assert any(note.starts_on <= day < note.ends_before for note in notes)
                assert row.spell_start is not None and row.spell_start <= row.day_no


@pytest.fixture
def place(db: None) -> Establishment:
    return workplace()


def test_half_days_follow_a_change_of_engagement(place: Establishment) -> None:
    who = engage(place, starts_on=MARCH.start)
    type_days(place, who, MONDAY)
    engage(place, starts_on=MARCH.start, fraction=5_000, pattern=week(**MORNINGS))
    morning, afternoon = half_day(who, MONDAY, M), half_day(who, MONDAY, A)
    assert morning is not None and (morning.fraction, morning.minutes, morning.due) == (5_000, 210, 1)
    assert afternoon is not None and (afternoon.minutes, afternoon.due, afternoon.unpaid) == (0, 0, "no_minutes")


def test_half_days_after_an_exit_are_counted_no_more(place: Establishment) -> None:
    who = engage(place, starts_on=MARCH.start)
    type_days(place, who, [MONDAY, date(2025, 3, 10)])
    engage(place, starts_on=MARCH.start, last_day=date(2025, 3, 5))
    assert half_day(who, MONDAY) is not None and half_day(who, date(2025, 3, 10)) is None
    engage(place, starts_on=MARCH.start, last_day=date(2025, 3, 31))
    row = half_day(who, date(2025, 3, 10))
    assert row is not None and row.code == "PRE"  # nothing typed is lost


def test_half_days_follow_a_change_of_calendar(place: Establishment) -> None:
    who = engage(place, starts_on=MARCH.start)
    configure_again(place, closures=(ClosureSpec(MONDAY, date(2025, 3, 4), "Inventaire", True),))
    row = half_day(who, MONDAY)
    assert row is not None and (row.implied, row.due, row.paid_minutes) == (1, 0, 210)


def test_half_days_follow_a_change_of_workshop(place: Establishment) -> None:
    configure_again(
        place,
        workshops=(WorkshopSpec("EV", "Espaces verts", ((BEGINNING, "10" * 5 + "0000"),)), WorkshopSpec("CO", "Colis")),
    )
    who = engage(place, starts_on=MARCH.start, workshop="CO")
    type_days(place, who, MONDAY, halves=[M])
    before = half_day(who, MONDAY)
    engage(place, starts_on=MARCH.start, workshop="EV")
    after = half_day(who, MONDAY)
    assert before is not None and after is not None
    assert (before.open_half_days, before.minutes) == (2, 210)
    assert (after.open_half_days, after.minutes) == (1, 420)


def test_half_days_follow_what_a_code_counts_for(place: Establishment) -> None:
    who = engage(place, starts_on=MARCH.start)
    type_days(place, who, MONDAY, "SO2")
    spec = attendance.CodeSpec("SO2", "", "S2", "teal", True, False, "", False, False, True)
    attendance.save_code(establishment=place, spec=spec, by=None, at=AT)
    row = half_day(who, MONDAY)
    assert row is not None and (row.paid_minutes, row.ars) == (210, 0)


def test_a_code_that_becomes_sickness_opens_notes(place: Establishment) -> None:
    """What a code counts for is counted anew, its spells too."""
    who = engage(place, starts_on=MARCH.start)
    type_days(place, who, MONDAY, "AJU")
    spec = attendance.CodeSpec("AJU", "", "AJ", "orange", True, False, "sickness", True, True, True)
    attendance.save_code(establishment=place, spec=spec, by=None, at=AT)
    row = half_day(who, MONDAY)
    assert row is not None and row.unpaid == "awaited_note"
    assert SickNote.objects.filter(person=who, received_on=None).count() == 1


def test_a_code_used_in_a_closed_month_keeps_what_it_counts_for(place: Establishment) -> None:
    who = engage(place, starts_on=MARCH.start)
    type_days(place, who, MONDAY, "SO2")
    attendance.close_month(establishment=place, month=MARCH.start, by=None, at=AT)
    spec = attendance.CodeSpec("SO2", "", "S2", "teal", True, True, "", False, False, True)
    with pytest.raises(Exception, match="code_in_closed_month"):
        attendance.save_code(establishment=place, spec=spec, by=None, at=AT)


def test_facts_older_than_the_first_places_are_counted(place: Establishment) -> None:
    """Sheets of 2024 may come before anything else is known of 2024: spells are followed back across the new year."""
    who = engage(place, starts_on=date(2024, 1, 1))
    type_days(place, who, [date(2024, 12, 30), date(2024, 12, 31), date(2025, 1, 2), date(2025, 1, 3)], "MAL")
    assert CalendarDay.objects.filter(establishment=place, year=2024).exists()
    row = half_day(who, date(2025, 1, 2))
    assert row is not None and (row.spell_day, row.paid_minutes) == (4, 210)
    assert half_day(who, date(2024, 12, 27)) is None  # nothing is missing before the house was followed


def test_the_fact_table_of_engagements_has_a_row_for_each_terms(place: Establishment) -> None:
    engage(place, starts_on=MARCH.start, last_day=date(2025, 3, 31))
    engage(place, starts_on=MARCH.start, last_day=date(2025, 3, 31), from_date=date(2025, 3, 17), fraction=8_000)
    rows = EngagementFact.objects.order_by("from_day").values_list(
        "from_day", "to_day", "contract_from_day", "contract_to_day", "fraction"
    )
    start, change, end = 20148, 20164, 20179  # 1 and 17 March, 1 April
    assert list(rows) == [(start, change, start, end, 10_000), (change, end, start, end, 8_000)]


def test_leaving_and_returning_are_two_engagements_of_one_person(place: Establishment) -> None:
    rows: list[PersonRow] = [
        person_row("1", starts_on=BEGINNING, last_day=date(2025, 3, 7)),
        person_row("1", starts_on=date(2025, 3, 17)),
    ]
    save_people(establishment=place, rows=rows, by=None, at=AT)
    assert Engagement.objects.count() == 2 and Engagement.objects.values("person").distinct().count() == 1
    who = Engagement.objects.all()[0].person
    record(place, operation(who, date(2025, 3, 7), M, "PRE"), operation(who, date(2025, 3, 17), M, "PRE"))
    assert half_day(who, date(2025, 3, 10)) is None
    assert len({row.engagement for row in HalfDayFact.objects.filter(subject=who)}) == 2


def test_a_note_is_counted_whoever_typed_first(place: Establishment) -> None:
    one, other = (engage(place, number, starts_on=MARCH.start) for number in ("1", "2"))
    note(place, one, MONDAY, date(2025, 3, 7))
    for who in (one, other):
        type_days(place, who, [date(2025, 3, number) for number in range(3, 8)], "MAL", notes_received=False)
    note(place, other, MONDAY, date(2025, 3, 7))
    minutes = [
        list(HalfDayFact.objects.filter(subject=who).order_by("day_no", "half").values_list("paid_minutes"))
        for who in (one, other)
    ]
    assert minutes[0] == minutes[1]


def keys(who: Person) -> dict[tuple[int, int], int]:
    rows = HalfDayFact.objects.filter(subject=who).values_list("day_no", "half", "pk")
    return {(day, half): pk for day, half, pk in rows}


def test_a_half_day_counted_as_before_is_not_written_again(
    place: Establishment, django_assert_max_num_queries: Any
) -> None:
    who = engage(place, starts_on=MARCH.start)
    type_days(place, who, MONDAY)
    before, found = keys(who), counted(place)
    with django_assert_max_num_queries(40) as queries:
        type_days(place, who, MONDAY, acted_at=AT + timedelta(minutes=1))
    assert keys(who) == before and counted(place) == found
    written = [query["sql"] for query in queries if "person_half_day" in query["sql"]]
    assert written and all(sql.startswith("SELECT") for sql in written)


def test_only_what_differs_is_written(place: Establishment) -> None:
    """One half changes, the other is left, one that is no longer counted goes."""
    who = engage(place, starts_on=MARCH.start, pattern=week(mon="M"))
    type_days(place, who, MONDAY)
    morning, afternoon = ((day_no(MONDAY), half) for half in (0, 1))
    before = keys(who)
    record(place, operation(who, MONDAY, M, "CP", acted_at=AT + timedelta(minutes=1)))
    assert keys(who) == before
    changed = half_day(who, MONDAY, M)
    assert changed is not None and (changed.code, changed.ars, changed.absence) == ("CP", 0, "leave")
    record(place, operation(who, MONDAY, A, acted_at=AT + timedelta(minutes=1)))
    assert keys(who) == {key: pk for key, pk in before.items() if key != afternoon}
    assert morning in keys(who)


def test_many_half_days_are_written_anew_to_the_same(place: Establishment, monkeypatch: pytest.MonkeyPatch) -> None:
    who = engage(place, starts_on=MARCH.start)
    type_days(place, who, [MONDAY, date(2025, 3, 4)])
    found = counted(place)
    monkeypatch.setattr(deriving, "MANY_HALF_DAYS", 0)
    type_days(place, who, MONDAY, acted_at=AT + timedelta(minutes=1))
    assert counted(place) == found
