"""The rules of sickness and of the other absences, each by itself, as a figure shows it. Days are those of `days`."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from etabli.core.periods import Period
from etabli.org.models import Establishment
from etabli.people.models import Person
from tests.indicators.houses import closure
from tests.indicators.rules.days import ASP, FRIDAY, MONDAY, THURSDAY, TUESDAY, WEDNESDAY, march
from tests.workplace import (
    APRIL,
    FULL_MONTH,
    MARCH,
    SHORT_FRIDAY,
    A,
    M,
    days_of,
    engage,
    explain,
    figure,
    left_out,
    note,
    operation,
    paid_hours,
    paid_minutes,
    part,
    record,
    type_days,
    workplace,
)

pytestmark = pytest.mark.django_db


# ---------------------------------------------------------------- sickness


def ill(place: Establishment, who: Person, first: int, last: int, code: str = "MAL", **changes: object) -> None:
    type_days(place, who, days_of(Period(march(first), march(last) + timedelta(days=1))), code, **changes)


def days_paid(place: Establishment) -> float:
    """Days of March that are paid, of its 21."""
    return round(paid_hours(place) / FULL_MONTH * 21, 9)


def test_the_first_three_calendar_days_of_a_first_note_are_unpaid(place: Establishment, camille: Person) -> None:
    ill(place, camille, 3, 7)
    assert days_paid(place) == 2
    assert left_out(ASP, place, MARCH)["waiting_days"] == 6


def test_waiting_days_run_over_the_weekend(place: Establishment, camille: Person) -> None:
    ill(place, camille, 7, 10)  # Friday, Monday: the fourth day
    assert days_paid(place) == 1


def test_sickness_and_hospital_form_one_spell(place: Establishment, camille: Person) -> None:
    ill(place, camille, 3, 4)
    ill(place, camille, 5, 7, "HOS")
    ill(place, camille, 10, 10)
    assert days_paid(place) == 3
    assert figure("absence_spells", place, MARCH).value == 1
    assert figure("mean_spell_length", place, MARCH).value == 8  # 3 to 10 March


def test_a_spell_is_broken_by_a_typed_other_code(place: Establishment, camille: Person) -> None:
    ill(place, camille, 3, 7)
    type_days(place, camille, march(10))
    ill(place, camille, 11, 14)
    assert days_paid(place) == 2 + 1 + 1
    assert figure("absence_spells", place, MARCH).value == 2


@pytest.mark.parametrize("between", [None, "closure"])
def test_a_spell_is_not_broken_by_missing_half_days_days_off_or_closures(between: str | None) -> None:
    closures = (closure(march(5), march(12), paid=True),) if between else ()
    place = workplace(closures=closures)
    who = engage(place, starts_on=MARCH.start)
    ill(place, who, 3, 4)
    ill(place, who, 13, 14)
    assert figure("absence_spells", place, MARCH).value == 1
    assert days_paid(place) == (2 if between is None else 2 + 5)  # the closure follows the note: its first day waits


def test_a_spell_runs_across_the_start_of_the_period(place: Establishment) -> None:
    who = engage(place, starts_on=date(2025, 2, 1))
    type_days(place, who, date(2025, 2, 28), "MAL")  # a Friday: Monday is the fourth day
    ill(place, who, 3, 4)
    assert days_paid(place) == 2
    assert figure("absence_spells", place, MARCH).value == 0


def test_day_one_is_the_first_day_with_no_attended_half_day(place: Establishment, camille: Person) -> None:
    """Ill on Monday at noon: that afternoon is paid; Tuesday to Thursday wait."""
    record(place, operation(camille, MONDAY, M, "PRE"), operation(camille, MONDAY, A, "MAL"))
    ill(place, camille, 4, 7)
    assert days_paid(place) == 2


def test_day_one_may_be_a_day_off(place: Establishment, camille: Person) -> None:
    """Ill on Friday at noon: Saturday, Sunday and Monday wait."""
    record(place, operation(camille, march(7), M, "PRE"), operation(camille, march(7), A, "MAL"))
    ill(place, camille, 10, 12)
    assert days_paid(place) == 1 + 2


def test_a_note_that_begins_on_a_day_off_waits_from_that_day(place: Establishment, camille: Person) -> None:
    """From Saturday 8 March: Monday is the third day."""
    note(place, camille, march(8), march(14))
    ill(place, camille, 10, 14)
    assert days_paid(place) == 4


def test_a_note_over_a_holiday_waits_on_the_holiday(place: Establishment) -> None:
    """From Easter Monday, 21 April: it is the first of the three days, and unpaid."""
    who = engage(place, starts_on=APRIL.start)
    note(place, who, date(2025, 4, 21), date(2025, 4, 25))
    later = [date(2025, 4, number) for number in range(22, 26)]
    type_days(place, who, later, "MAL")
    assert paid_minutes(who, date(2025, 4, 21), *later) == [0, 0, 0, 420, 420]


def test_an_extension_has_no_waiting_days(place: Establishment, camille: Person) -> None:
    note(place, camille, march(3), march(4))
    note(place, camille, march(5), march(7), kind="extension")
    ill(place, camille, 3, 7)
    assert days_paid(place) == 3


def test_a_second_first_note_waits_again(place: Establishment, camille: Person) -> None:
    note(place, camille, march(3), march(7))
    note(place, camille, march(17), march(21))
    ill(place, camille, 3, 7)
    type_days(place, camille, march(10))
    ill(place, camille, 17, 21)
    assert days_paid(place) == 2 + 1 + 2


def test_a_long_term_illness_waits_once(place: Establishment, camille: Person) -> None:
    for first in (3, 17):
        note(place, camille, march(first), march(first + 4), long_term_illness=True)
        ill(place, camille, first, first + 4)
    type_days(place, camille, march(10))
    assert days_paid(place) == 2 + 1 + 5


def test_a_work_accident_has_no_waiting_days(place: Establishment, camille: Person) -> None:
    note(place, camille, march(3), march(7), work_accident=True)
    ill(place, camille, 3, 7)
    type_days(place, camille, march(10), "AT")
    assert days_paid(place) == 6


def test_typed_sickness_is_unpaid_until_its_note_is_received(place: Establishment, camille: Person) -> None:
    ill(place, camille, 3, 7, notes_received=False)
    assert days_paid(place) == 0
    assert left_out(ASP, place, MARCH)["awaited_note"] == 10
    note(place, camille, march(3), march(7))
    assert days_paid(place) == 2


def test_a_spell_runs_over_a_holiday(place: Establishment) -> None:
    """Ill from Friday 18 to 25 April: the holiday, Monday 21, is the fourth day, and paid."""
    who = engage(place, starts_on=APRIL.start)
    ill_days = days_of(Period(date(2025, 4, 18), date(2025, 4, 26)))
    type_days(place, who, [day for day in ill_days if day != date(2025, 4, 21)], "MAL")
    assert round(paid_hours(place, APRIL) / FULL_MONTH * 22, 9) == 5
    assert left_out(ASP, place, APRIL)["waiting_days"] == 2


def test_a_paid_closure_under_a_note_waits_too() -> None:
    place = workplace(closures=(closure(march(5), march(7), paid=True),))
    who = engage(place, starts_on=MARCH.start)
    ill(place, who, 3, 4)
    ill(place, who, 10, 10)
    assert days_paid(place) == 2 + 1  # 6 and 7 of the closure, and the 10th


# ---------------------------------------------------------------- absences


def test_absence_days_are_measured_by_the_open_half_days() -> None:
    place = workplace(opening=SHORT_FRIDAY)
    who = engage(place, starts_on=MARCH.start)
    type_days(place, who, FRIDAY, "CP", halves=[M])
    type_days(place, who, MONDAY, "INJ", halves=[M])
    assert figure("absence_days", place, MARCH).value == 1.5
    assert dict(explain("absence_days", place, MARCH).parts) == {"leave": 1, "unjustified": 0.5}


def test_absences_typed_on_a_holiday_or_a_closure_are_days_like_others() -> None:
    place = workplace(closures=(closure(date(2025, 4, 22), date(2025, 4, 22), paid=True),))
    who = engage(place, starts_on=APRIL.start)
    type_days(place, who, [date(2025, 4, number) for number in (17, 21, 22, 23)], "MAL")
    assert figure("absence_days", place, APRIL).value == 4
    assert left_out("absence_days", place, APRIL) == {}


def test_a_half_day_attended_in_part_is_no_absence(place: Establishment, camille: Person) -> None:
    record(place, operation(camille, MONDAY, M, part("PRE", 60), part("INJ")))
    assert figure("absence_days", place, MARCH).value == 0


def test_absence_days_by_notice(place: Establishment, camille: Person) -> None:
    acts = [(MONDAY, None), (TUESDAY, 0), (WEDNESDAY, 24), (THURSDAY, 71), (FRIDAY, 72)]
    for day, hours in acts:
        type_days(place, camille, day, "CP", notice_hours=hours)
    parts = dict(explain("absence_days_by_notice", place, MARCH).parts)
    assert parts == {"unknown": 1, "under_24h": 1, "from_24h_to_72h": 2, "from_72h": 1}


def test_mean_absence_days_are_over_the_caseload(place: Establishment, camille: Person) -> None:
    engage(place, "2", starts_on=MARCH.start)
    type_days(place, camille, [MONDAY, TUESDAY, WEDNESDAY], "CP")
    mean = figure("mean_absence_days", place, MARCH)
    assert (mean.num, mean.den, mean.value) == (3, 2, 1.5)


def test_a_spell_belongs_to_the_period_in_which_it_begins(place: Establishment, camille: Person) -> None:
    ill(place, camille, 28, 31)
    type_days(place, camille, [date(2025, 4, 1), date(2025, 4, 2)], "MAL")
    assert figure("absence_spells", place, MARCH).value == 1
    assert figure("absence_spells", place, APRIL).value == 0
    assert figure("mean_spell_length", place, MARCH).value == 6  # to 2 April
