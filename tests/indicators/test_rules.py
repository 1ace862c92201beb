"""Each counting rule by itself, as a figure shows it.

March 2025 has 21 working days, 3 to 31 March, and no holiday; April 22, of which Monday 21 is a holiday. 2025 has 261
weekdays and 10 holidays on them: 251 open days for a house open from Monday to Friday.
"""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from etabli.core.facts import EngagementKind
from etabli.core.periods import Period
from etabli.core.refusal import Refusal
from etabli.indicators import queries as indicators
from etabli.indicators.definitions import definitions
from etabli.indicators.models import FigureMonth
from etabli.org.actions import ClosureSpec, WorkshopSpec
from etabli.org.models import Establishment
from etabli.people.models import Person
from tests.workplace import (
    ALL_DAY,
    APRIL,
    BEGINNING,
    FULL_MONTH,
    MARCH,
    MORNINGS,
    OTHER_NUMBER,
    SHORT_FRIDAY,
    YEAR,
    A,
    M,
    attended_days,
    configure_again,
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
    week,
    workplace,
)

pytestmark = pytest.mark.django_db

MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY = (date(2025, 3, number) for number in range(3, 9))
MORNING_WEEK = week(**MORNINGS)
ASP, OCCUPANCY = "paid_hours_activity_rate", "occupancy_rate"
OPEN_DAYS = 251


def march(number: int) -> date:
    return date(2025, 3, number)


@pytest.fixture
def place() -> Establishment:
    return workplace(places=2)


@pytest.fixture
def camille(place: Establishment) -> Person:
    """A full-timer, since 1 March so that little is missing."""
    return engage(place, starts_on=MARCH.start)


# ---------------------------------------------------------------- periods


def test_asp_figures_want_month_boundaries(place: Establishment) -> None:
    for code in (ASP, "over_capacity_hours"):
        with pytest.raises(Refusal, match="month_boundaries"):
            figure(code, place, Period(MARCH.start, march(31)))


def test_the_end_of_a_period_is_excluded(place: Establishment, camille: Person) -> None:
    type_days(place, camille, [march(31), date(2025, 4, 1)])
    assert attended_days(place, MARCH) == 1
    assert attended_days(place, Period(march(31), date(2025, 4, 2))) == 2
    assert attended_days(place, APRIL) == 1


def test_day_figures_take_any_period(place: Establishment, camille: Person) -> None:
    type_days(place, camille, days_of(MARCH))
    assert attended_days(place, Period(TUESDAY, march(6))) == 2


def test_a_figure_does_not_reach_beyond_the_calendar(place: Establishment) -> None:
    with pytest.raises(Refusal, match="beyond_calendar"):
        figure(OCCUPANCY, place, Period(date(2025, 1, 1), date(2040, 1, 1)))


# ---------------------------------------------------------------- ARS days


def test_two_half_days_are_a_day_and_one_is_half(place: Establishment, camille: Person) -> None:
    type_days(place, camille, MONDAY)
    type_days(place, camille, TUESDAY, halves=[M])
    assert attended_days(place) == 1.5


def test_friday_morning_is_a_day_when_the_afternoon_is_closed() -> None:
    place = workplace(opening=SHORT_FRIDAY)
    type_days(place, engage(place), FRIDAY, halves=[M])
    assert attended_days(place) == 1


def test_a_day_is_never_above_one() -> None:
    place = workplace(opening=SHORT_FRIDAY)
    type_days(place, engage(place), FRIDAY)
    assert attended_days(place) == 1


def test_on_a_weekday_never_open_each_half_day_is_one_half(place: Establishment, camille: Person) -> None:
    type_days(place, camille, SATURDAY, halves=[M])
    assert attended_days(place) == 0.5
    type_days(place, camille, SATURDAY, halves=[A])
    assert attended_days(place) == 1


def test_presence_on_a_holiday_is_measured_by_the_weekly_calendar(place: Establishment) -> None:
    type_days(place, engage(place), date(2025, 4, 21), halves=[M])
    assert attended_days(place, APRIL) == 0.5


def test_an_attended_segment_is_enough_for_a_half_day(place: Establishment, camille: Person) -> None:
    record(place, operation(camille, MONDAY, M, part("INJ", 180), part("PRE", 30)))
    assert attended_days(place) == 0.5


def test_absences_holidays_and_missing_half_days_are_no_ars_days(place: Establishment) -> None:
    who = engage(place, starts_on=APRIL.start)
    type_days(place, who, date(2025, 4, 1), "CP")
    type_days(place, who, date(2025, 4, 2), "INJ")
    assert attended_days(place, APRIL) == 0
    assert left_out(OCCUPANCY, place, APRIL) == {"leave": 2, "unjustified": 2, "house_closed": 2, "missing": 38}


@pytest.mark.parametrize("kind", [EngagementKind.TRAINEE, EngagementKind.DISCOVERY])
def test_trainees_and_discovery_placements_count_in_ars_days_only(place: Establishment, kind: str) -> None:
    who = engage(place, kind=kind, starts_on=MARCH.start)
    type_days(place, who, MONDAY, "TRA")
    type_days(place, who, TUESDAY, "PRE")  # whatever the code
    type_days(place, who, WEDNESDAY, "MAL")
    assert attended_days(place) == 2
    assert figure("trainee_days", place, MARCH).value == 2
    assert paid_hours(place) == 0
    counts = ("headcount", "fte", "active_caseload", "absence_days", "absence_spells", "over_capacity_hours")
    assert [figure(code, place, MARCH).value for code in counts] == [0] * len(counts)


def test_pupils_count_nowhere(place: Establishment) -> None:
    type_days(place, engage(place, kind=EngagementKind.PUPIL), MONDAY)
    assert (attended_days(place), figure("trainee_days", place, MARCH).value, paid_hours(place)) == (0, 0, 0)
    assert left_out(OCCUPANCY, place, MARCH)["pupil"] == 42


def test_persons_under_contract_have_no_trainee_days(place: Establishment, camille: Person) -> None:
    type_days(place, camille, MONDAY, "TRA")
    assert (attended_days(place), figure("trainee_days", place, MARCH).value) == (1, 0)


# ---------------------------------------------------------------- ASP paid hours


@pytest.mark.parametrize("period", [MARCH, APRIL, Period(date(2025, 2, 1), MARCH.start)])
def test_a_full_month_is_151_67_hours_whatever_its_days(place: Establishment, period: Period) -> None:
    who = engage(place, starts_on=period.start)
    type_days(place, who, [day for day in days_of(period) if day != date(2025, 4, 21)])
    assert paid_hours(place, period) == pytest.approx(FULL_MONTH, abs=1e-9)


def test_a_full_month_of_a_part_timer_is_that_times_the_fraction(place: Establishment) -> None:
    who = engage(place, starts_on=MARCH.start, fraction=5_000, pattern=MORNING_WEEK)
    type_days(place, who, days_of(MARCH), halves=[M])
    assert paid_hours(place) == pytest.approx(FULL_MONTH / 2)


def test_a_full_month_in_a_house_closed_on_friday_afternoons() -> None:
    place = workplace(opening=SHORT_FRIDAY)
    who = engage(place, starts_on=MARCH.start)
    acts = [
        operation(who, day, half, "PRE") for day in days_of(MARCH) for half in (M, A) if (day.weekday(), half) != (4, A)
    ]
    record(place, *acts)
    assert paid_hours(place) == pytest.approx(FULL_MONTH)


def test_an_entry_comes_out_pro_rata(place: Establishment) -> None:
    """From Monday 17 March: 11 working days of 21."""
    who = engage(place, starts_on=march(17))
    type_days(place, who, [day for day in days_of(MARCH) if day >= march(17)])
    assert paid_hours(place) == pytest.approx(FULL_MONTH * 11 / 21)


def test_an_exit_comes_out_pro_rata_its_last_day_included(place: Establishment) -> None:
    """Until Friday 14 March: 10 working days of 21."""
    who = engage(place, starts_on=MARCH.start, last_day=march(14))
    type_days(place, who, [day for day in days_of(MARCH) if day <= march(14)])
    assert paid_hours(place) == pytest.approx(FULL_MONTH * 10 / 21)
    with pytest.raises(Refusal, match="not_engaged"):
        type_days(place, who, march(17))


def test_a_change_of_fraction_inside_a_month_is_computed_by_parts(place: Establishment) -> None:
    who = engage(place, starts_on=MARCH.start)
    engage(place, starts_on=MARCH.start, from_date=march(17), fraction=5_000, pattern=MORNING_WEEK)
    type_days(place, who, [day for day in days_of(MARCH) if day < march(17)])
    type_days(place, who, [day for day in days_of(MARCH) if day >= march(17)], halves=[M])
    assert paid_hours(place) == pytest.approx(FULL_MONTH * (10 / 21 + 0.5 * 11 / 21))


def test_a_change_of_pattern_inside_a_month_is_computed_by_parts(place: Establishment) -> None:
    """Half time: five mornings, then Monday, Tuesday and Wednesday morning: 12 of the 22 such half-days of March."""
    who = engage(place, starts_on=MARCH.start, fraction=5_000, pattern=MORNING_WEEK)
    pattern = week(mon="MA", tue="MA", wed="M")
    engage(place, starts_on=MARCH.start, from_date=march(17), fraction=5_000, pattern=pattern)
    type_days(place, who, [day for day in days_of(MARCH) if day < march(17)], halves=[M])
    later = Period(march(17), MARCH.end)
    type_days(place, who, days_of(later, [0, 1]))
    type_days(place, who, days_of(later, [2]), halves=[M])
    assert paid_hours(place) == pytest.approx(FULL_MONTH / 2 * (10 / 21 + 12 / 22))


def test_an_unjustified_half_day_is_taken_off(place: Establishment, camille: Person) -> None:
    type_days(place, camille, days_of(MARCH))
    record(place, operation(camille, MONDAY, M, "INJ"))
    assert paid_hours(place) == pytest.approx(FULL_MONTH * 41 / 42)
    assert left_out(ASP, place, MARCH) == {"unjustified": 1}


def test_a_missing_half_day_counts_nowhere_and_is_listed(place: Establishment, camille: Person) -> None:
    type_days(place, camille, [day for day in days_of(MARCH) if day != MONDAY])
    assert paid_hours(place) == pytest.approx(FULL_MONTH * 20 / 21)
    assert attended_days(place) == 20
    assert figure("absence_days", place, MARCH).value == 0
    assert left_out(ASP, place, MARCH) == {"missing": 2}
    rows = explain(ASP, place, MARCH).excluded
    assert {(row.subject, row.day, row.num) for row in rows} == {(camille.pk, MONDAY, 0)}


def test_a_holiday_is_paid_once_without_being_typed(place: Establishment) -> None:
    """April has 22 days of the pattern, one of them a holiday: nothing typed, it is all that is paid."""
    who = engage(place, starts_on=APRIL.start)
    assert paid_hours(place, APRIL) == pytest.approx(FULL_MONTH / 22)
    type_days(place, who, date(2025, 4, 21), "FER")
    assert paid_hours(place, APRIL) == pytest.approx(FULL_MONTH / 22)


def test_a_holiday_typed_as_unjustified_is_not_paid(place: Establishment) -> None:
    who = engage(place, starts_on=APRIL.start)
    type_days(place, who, date(2025, 4, 21), "INJ", halves=[A])
    assert paid_hours(place, APRIL) == pytest.approx(FULL_MONTH / 44)


def test_a_worked_holiday_is_an_ordinary_day() -> None:
    place = workplace(worked_holidays=(date(2025, 4, 21),))
    engage(place, starts_on=APRIL.start)
    assert paid_hours(place, APRIL) == 0
    assert left_out(ASP, place, APRIL) == {"missing": 44}


def closure(first: date, last: date, *, paid: bool) -> ClosureSpec:
    return ClosureSpec(first, last + timedelta(days=1), "Fermeture", paid)


def test_a_paid_closure_is_paid_and_an_unpaid_one_is_not() -> None:
    place = workplace(closures=(closure(march(3), march(7), paid=True), closure(march(10), march(11), paid=False)))
    engage(place, starts_on=MARCH.start)
    assert paid_hours(place) == pytest.approx(FULL_MONTH * 5 / 21)
    assert left_out(ASP, place, MARCH) == {"unpaid_closure": 4, "missing": 28}


def test_a_closure_typed_as_closed_follows_the_closure() -> None:
    """`FER` says that the house was closed, no more: it does not make an unpaid closure paid."""
    place = workplace(closures=(closure(march(3), march(3), paid=True), closure(march(4), march(4), paid=False)))
    who = engage(place, starts_on=MARCH.start)
    type_days(place, who, [march(3), march(4)], "FER")
    assert paid_hours(place) == pytest.approx(FULL_MONTH / 21)
    assert left_out(ASP, place, MARCH)["unpaid_closure"] == 2


def test_a_typed_fact_prevails_over_a_closure() -> None:
    place = workplace(closures=(closure(march(3), march(4), paid=False),))
    who = engage(place, starts_on=MARCH.start)
    type_days(place, who, march(3), "PRE")
    type_days(place, who, march(4), "CP")
    assert paid_hours(place) == pytest.approx(FULL_MONTH * 2 / 21)
    assert attended_days(place) == 1


def test_a_holiday_in_an_unpaid_closure_is_paid() -> None:
    place = workplace(closures=(closure(date(2025, 4, 21), date(2025, 4, 25), paid=False),))
    engage(place, starts_on=APRIL.start)
    assert paid_hours(place, APRIL) == pytest.approx(FULL_MONTH / 22)


def test_closures_added_later_are_counted_at_once(place: Establishment, camille: Person) -> None:
    configure_again(place, closures=(closure(march(3), march(31), paid=True),))
    assert paid_hours(place) == pytest.approx(FULL_MONTH)
    configure_again(place, closures=())
    assert paid_hours(place) == 0


def test_a_half_day_not_due_counts_its_stated_minutes_only(place: Establishment) -> None:
    """90 minutes more, of 4,410 in the month of five mornings a week."""
    who = engage(place, starts_on=MARCH.start, fraction=5_000, pattern=MORNING_WEEK)
    type_days(place, who, days_of(MARCH), halves=[M])
    type_days(place, who, MONDAY, halves=[A], minutes=90)
    type_days(place, who, TUESDAY, halves=[A])
    assert paid_hours(place) == pytest.approx(FULL_MONTH / 2 * (4410 + 90) / 4410)
    assert attended_days(place) == 12.5 - 1 + 0  # 19 mornings of a half and two whole days
    assert left_out(ASP, place, MARCH) == {"no_minutes": 1}


def test_a_part_timer_to_be_confirmed_counts_only_what_is_typed(place: Establishment) -> None:
    who = engage(place, starts_on=MARCH.start, fraction=5_000)
    assert (paid_hours(place), left_out(ASP, place, MARCH)) == (0, {})
    type_days(place, who, days_of(MARCH), halves=[M])
    assert paid_hours(place) == pytest.approx(FULL_MONTH / 2)


def test_support_not_linked_to_the_work_is_an_ars_day_but_not_paid(place: Establishment, camille: Person) -> None:
    type_days(place, camille, MONDAY, "SO2")
    assert (attended_days(place), paid_hours(place)) == (1, 0)


@pytest.mark.parametrize(
    ("code", "paid", "attended"),
    [
        ("PRE", 1, 1),
        ("SOU", 1, 1),
        ("SO2", 0, 1),
        ("EXT", 1, 1),
        ("MAD", 1, 1),
        ("STG", 1, 1),
        ("FOR", 1, 1),
        ("CP", 1, 0),
        ("MOB", 1, 0),
        ("EVT", 1, 0),
        ("FER", 1, 0),
        ("MAL0", 0, 0),
        ("AT", 1, 0),
        ("MTT", 1, 1),
        ("AJU", 0, 0),
        ("INJ", 0, 0),
        ("RTH", 1, 1),
        ("TRA", 0, 1),
        ("DBL", 0, 0),
    ],
)
def test_what_each_code_counts_for(place: Establishment, camille: Person, code: str, paid: int, attended: int) -> None:
    type_days(place, camille, MONDAY, code)
    assert paid_hours(place) == pytest.approx(paid * FULL_MONTH / 21)
    assert attended_days(place) == attended


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


# ---------------------------------------------------------------- denominators


def test_asp_denominator_is_the_sum_over_months(place: Establishment) -> None:
    assert figure(ASP, place, MARCH).den == pytest.approx(2 * FULL_MONTH)
    assert figure(ASP, place, YEAR).den == pytest.approx(2 * 1820)


def test_places_changing_inside_a_month_are_weighted_by_calendar_days() -> None:
    """50 places until 16 March, 60 from the 17th: 16 and 15 days of 31."""
    place = workplace(places=[(BEGINNING, 50), (march(17), 60)])
    assert figure(ASP, place, MARCH).den == pytest.approx(FULL_MONTH * (50 * 16 + 60 * 15) / 31)
    assert figure(ASP, place, APRIL).den == pytest.approx(FULL_MONTH * 60)


def test_occupancy_of_a_whole_year_is_declared_days_by_places() -> None:
    assert figure(OCCUPANCY, workplace(places=7, opening_days={2025: 222}), YEAR).den == pytest.approx(222 * 7)


def test_declared_days_are_225_unless_said() -> None:
    assert figure("theoretical_days", workplace(places=7), YEAR).num == pytest.approx(225 * 7)


def test_occupancy_of_part_of_a_year_follows_its_open_days(place: Establishment) -> None:
    assert figure(OCCUPANCY, place, MARCH).den == pytest.approx(225 * 2 * 21 / OPEN_DAYS)
    assert figure(OCCUPANCY, place, APRIL).den == pytest.approx(225 * 2 * 21 / OPEN_DAYS)  # the holiday is not open
    assert figure(OCCUPANCY, place, Period(SATURDAY, march(10))).den == 0
    assert figure(OCCUPANCY, place, Period(march(7), march(11))).den == pytest.approx(225 * 2 * 2 / OPEN_DAYS)


def test_closures_are_no_open_days() -> None:
    place = workplace(places=2, closures=(closure(march(3), march(7), paid=False),))
    assert figure(OCCUPANCY, place, MARCH).den == pytest.approx(225 * 2 * 16 / (OPEN_DAYS - 5))
    assert figure(OCCUPANCY, place, YEAR).den == pytest.approx(225 * 2)


def test_a_day_with_one_open_half_day_is_an_open_day() -> None:
    assert figure(OCCUPANCY, workplace(places=2, opening=SHORT_FRIDAY), MARCH).den == pytest.approx(
        450 * 21 / OPEN_DAYS
    )


def test_occupancy_takes_the_places_of_each_open_day() -> None:
    """Two places on the ten open days of March before the 17th, four on the eleven others."""
    place = workplace(places=[(BEGINNING, 2), (march(17), 4)])
    assert figure(OCCUPANCY, place, MARCH).den == pytest.approx(225 * (2 * 10 + 4 * 11) / OPEN_DAYS)


def test_several_years_are_summed_per_calendar_year() -> None:
    """2024 has 366 days, 262 weekdays and 10 holidays on them: 252 open days."""
    place = workplace(
        places=[(date(2024, 1, 1), 2)], opening_days={2024: 222, 2025: 225}, target_days={2024: 400, 2025: 420}
    )
    both = Period(date(2024, 1, 1), date(2026, 1, 1))
    assert figure(OCCUPANCY, place, both).den == pytest.approx(2 * (222 + 225))
    assert figure("target_fulfilment_rate", place, both).den == pytest.approx(820)
    winter = Period(date(2024, 12, 30), date(2025, 1, 4))  # 30 and 31 December; 2 and 3 January
    assert figure(OCCUPANCY, place, winter).den == pytest.approx(2 * (222 * 2 / 252 + 225 * 2 / OPEN_DAYS))
    assert figure(ASP, place, both).den == pytest.approx(2 * 2 * 1820)


def test_fulfilment_of_part_of_a_year_follows_its_open_days() -> None:
    place = workplace(places=2, target_days={2025: 502})
    assert figure("target_fulfilment_rate", place, YEAR).den == pytest.approx(502)
    assert figure("target_fulfilment_rate", place, MARCH).den == pytest.approx(502 * 21 / OPEN_DAYS)


def test_fulfilment_without_a_target_is_refused(place: Establishment) -> None:
    with pytest.raises(Refusal, match="target_missing"):
        figure("target_fulfilment_rate", place, YEAR)
    configure_again(place, target_days={2025: 400})
    assert figure("target_fulfilment_rate", place, YEAR).den == pytest.approx(400)
    with pytest.raises(Refusal, match="target_missing"):
        figure("target_fulfilment_rate", place, Period(date(2025, 12, 1), date(2026, 2, 1)))


def test_occupancy_adapted_to_a_house_of_four_days_and_a_half() -> None:
    """Nine half-days a week: nine tenths of the theoretical days, and a Friday morning is half a day."""
    place = workplace(places=2, opening=SHORT_FRIDAY)
    who = engage(place, starts_on=MARCH.start)
    type_days(place, who, THURSDAY)
    type_days(place, who, FRIDAY, halves=[M])
    adapted = figure("occupancy_rate_adapted", place, MARCH)
    assert adapted.num == 1.5
    assert adapted.den == pytest.approx(0.9 * 450 * 21 / OPEN_DAYS)
    assert figure("occupancy_rate_adapted", place, YEAR).den == pytest.approx(405)


def test_occupancy_adapted_to_a_house_of_four_days() -> None:
    place = workplace(places=2, opening=dict.fromkeys(("mon", "tue", "wed", "thu"), "MA"))
    assert figure("occupancy_rate_adapted", place, YEAR).den == pytest.approx(0.8 * 450)


def test_over_capacity_is_assessed_month_by_month() -> None:
    """Two full-timers for one place in March, none in April: the empty month does not make up for the other."""
    place = workplace(places=1, closures=(closure(march(1), march(31), paid=True),))
    for number in ("1", "2"):
        engage(place, number, starts_on=MARCH.start, last_day=march(31))
    assert figure("over_capacity_hours", place, Period(MARCH.start, APRIL.end)).value == pytest.approx(FULL_MONTH)
    assert figure("over_capacity_hours", place, APRIL).value == 0


# ---------------------------------------------------------------- contracts, at the last day


def test_contract_figures_look_at_the_last_day(place: Establishment) -> None:
    engage(place, "1", last_day=march(30))
    engage(place, "2", starts_on=march(31), fraction=5_000, pattern=MORNING_WEEK)
    engage(place, "3", starts_on=date(2025, 4, 1))
    assert [figure(code, place, MARCH).value for code in ("headcount", "fte", "part_time_share")] == [1, 0.5, 1]


def test_the_last_day_of_an_exit_is_still_under_contract(place: Establishment) -> None:
    engage(place, "1", last_day=march(31))
    assert figure("headcount", place, MARCH).value == 1
    assert figure("headcount", place, APRIL).value == 0


def test_the_fraction_is_that_of_the_last_day(place: Establishment) -> None:
    engage(place, "1", starts_on=MARCH.start)
    engage(place, "1", starts_on=MARCH.start, from_date=march(31), fraction=8_000)
    assert figure("fte", place, MARCH).value == 0.8
    assert figure("fte", place, Period(MARCH.start, march(31))).value == 1


def test_blended_occupancy_with_trainees_adds_their_days_as_full_times() -> None:
    """Nine days of a trainee over a year of 225 declared days: 0.04 of a full time."""
    place = workplace(places=2)
    engage(place, "1", starts_on=date(2025, 12, 1))
    trainee = engage(place, "2", kind=EngagementKind.TRAINEE, starts_on=MARCH.start, last_day=march(31))
    type_days(place, trainee, days_of(Period(march(3), march(14)))[:9], "TRA")
    rate = figure("blended_occupancy_rate_with_trainees", place, YEAR)
    assert rate.num == pytest.approx(1.04) and rate.den == 2
    assert figure("blended_occupancy_rate", place, YEAR).num == 1


# ---------------------------------------------------------------- active caseload


def test_an_exit_falls_in_the_period_that_contains_its_last_day(place: Establishment) -> None:
    engage(place, "1", last_day=march(31))
    february, may = Period(date(2025, 2, 1), MARCH.start), Period(APRIL.end, date(2025, 6, 1))
    counts = [figure("active_caseload", place, period).value for period in (february, MARCH, APRIL, may)]
    assert counts == [1, 1, 0, 0]
    assert explain("active_caseload", place, MARCH).parts == [("present", 1)]  # once, as present
    assert explain("active_caseload", place, Period(MARCH.start, APRIL.end)).parts == [("left", 1)]


def test_a_return_before_the_end_of_the_period_is_presence(place: Establishment) -> None:
    engage(place, "1", last_day=march(7))
    engage(place, "1", starts_on=march(17))
    assert explain("active_caseload", place, MARCH).parts == [("present", 1)]
    assert figure("headcount", place, MARCH).value == 1


def test_a_return_after_the_end_of_the_period_is_an_exit(place: Establishment) -> None:
    engage(place, "1", last_day=march(7))
    engage(place, "1", starts_on=date(2025, 4, 1))
    assert explain("active_caseload", place, MARCH).parts == [("left", 1)]


def test_two_exits_of_one_person_count_once(place: Establishment) -> None:
    engage(place, "1", starts_on=BEGINNING, last_day=march(7))
    engage(place, "1", starts_on=march(10), last_day=march(14))
    assert figure("active_caseload", place, MARCH).value == 1


def test_who_left_before_the_period_does_not_count(place: Establishment) -> None:
    engage(place, "1", last_day=date(2025, 2, 28))
    assert figure("active_caseload", place, MARCH).value == 0


def test_only_accompaniment_contracts_make_the_caseload(place: Establishment) -> None:
    engage(place, "1", starts_on=BEGINNING, last_day=march(7), kind=EngagementKind.TRAINEE)
    engage(place, "1", starts_on=march(10))
    engage(place, "2", kind=EngagementKind.DISCOVERY)
    assert figure("active_caseload", place, MARCH).value == 1
    assert figure("active_caseload", place, Period(BEGINNING, march(8))).value == 0


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


# ---------------------------------------------------------------- undefined, refused, absent


def test_a_ratio_over_nothing_is_undefined() -> None:
    place = workplace(places=0)
    for code in (ASP, OCCUPANCY, "active_caseload_rate", "part_time_share", "mean_spell_length", "mean_absence_days"):
        found = figure(code, place, MARCH)
        assert (found.value, found.den, found.is_undefined) == (None, 0, True), code


def test_a_count_of_nothing_is_zero(place: Establishment) -> None:
    for code in (
        "headcount",
        "fte",
        "active_caseload",
        "trainee_days",
        "absence_days",
        "absence_spells",
        "blended_days",
    ):
        found = figure(code, place, MARCH)
        assert (found.value, found.num, found.den, found.is_undefined) == (0, 0, None, False), code


def test_a_rate_is_a_fraction(place: Establishment, camille: Person) -> None:
    assert figure("active_caseload_rate", place, MARCH).value == 0.5


OF_ESAT = {
    ASP,
    OCCUPANCY,
    "target_fulfilment_rate",
    "occupancy_rate_adapted",
    "active_caseload_rate",
    "blended_occupancy_rate",
    "blended_occupancy_rate_with_trainees",
    "theoretical_days",
    "blended_days",
    "trainee_days",
    "over_capacity_hours",
}


@pytest.mark.parametrize("kind", ["EA", "AI", "ACI", "EI", "ETTI", "maatwerkbedrijf", "arbeidszorg"])
def test_a_figure_is_absent_where_its_kind_has_none(kind: str) -> None:
    country = "BE" if kind in ("maatwerkbedrijf", "arbeidszorg") else "FR"
    place = workplace(kind=kind, country=country, finess="BE-1" if country == "BE" else OTHER_NUMBER)
    found = {row.definition.code for row in indicators.figures(indicators.scope_of(place), MARCH)}
    assert not found & OF_ESAT
    with pytest.raises(Refusal, match="not_for_this_kind"):
        figure(ASP, place, MARCH)


def test_codes_and_units_say_counts_from_ratios() -> None:
    ratios = {code for code, definition in definitions().items() if "/" in definition.unit}
    assert ratios == {
        ASP,
        OCCUPANCY,
        "target_fulfilment_rate",
        "occupancy_rate_adapted",
        "active_caseload_rate",
        "blended_occupancy_rate",
        "blended_occupancy_rate_with_trainees",
        "part_time_share",
        "mean_spell_length",
        "mean_absence_days",
        "quoted_hours_rate",
        "productivity",
        "quantity_fulfilment_rate",
        "on_time_delivery_rate",
        "reject_rate",
        "customer_return_rate",
        "hourly_yield",
        "load_rate",
        "exit_rate_ordinary_permanent",
        "exit_rate_ordinary_permanent_without_ea",
        "ordinary_episode_rate",
        "mad_rate",
        "transition_intent_rate",
        "return_rate",
        "inclusion_rate",
        "inverse_inclusion_rate",
        "mean_age",
        "mean_seniority",
        "mean_stay_length",
        "full_time_share",
        "hospitalisation_rate",
    }


# ---------------------------------------------------------------- above an establishment

ASSOCIATION = "Association fictive"


@pytest.fixture
def pair() -> tuple[Establishment, Establishment]:
    """Two establishments of one association."""
    first = workplace(association=ASSOCIATION, places=2)
    return first, workplace(finess=OTHER_NUMBER, name="Les Ormes", association=ASSOCIATION, places=3)


def over_all() -> str:
    return indicators.scope_named(f"association:{ASSOCIATION}")


def the_same(first: Establishment, second: Establishment, **changes: object) -> None:
    """One person in both: known by name and birth date."""
    born = date(1990, 5, 1)
    engage(first, "1", last_name="Fictif", birth_date=born, **changes)
    engage(second, "1", last_name="Fictif", birth_date=born)


def test_a_person_counts_once_per_scope(pair: tuple[Establishment, Establishment]) -> None:
    the_same(*pair)
    assert Person.objects.count() == 1
    for code in ("headcount", "active_caseload"):
        assert figure(code, over_all(), MARCH).value == 1
        assert [figure(code, place, MARCH).value for place in pair] == [1, 1]


def test_present_anywhere_wins(pair: tuple[Establishment, Establishment]) -> None:
    the_same(*pair, last_day=march(7))
    assert explain("active_caseload", over_all(), MARCH).parts == [("present", 1)]
    assert explain("active_caseload", pair[0], MARCH).parts == [("left", 1)]
    rate = figure("active_caseload_rate", over_all(), MARCH)
    assert (rate.num, rate.den) == (1, 5)


def test_figures_of_a_scope_are_the_sums_of_its_establishments(pair: tuple[Establishment, Establishment]) -> None:
    for number, place in enumerate(pair):
        type_days(place, engage(place, str(number), starts_on=MARCH.start), days_of(MARCH)[: 5 + number])
    for code in (ASP, OCCUPANCY, "theoretical_days"):
        parts = [figure(code, place, MARCH) for place in pair]
        whole = figure(code, over_all(), MARCH)
        assert whole.num == pytest.approx(sum(row.num or 0 for row in parts)), code
        assert (whole.den or 0) == pytest.approx(sum(row.den or 0 for row in parts)), code


def test_a_scope_of_several_kinds_counts_only_those_that_have_the_figure() -> None:
    """An ESAT beside an entreprise adaptée: places and persons of the latter are in no figure of the ESAT."""
    esat = workplace(association=ASSOCIATION, places=2, target_days={2025: 400})
    other = workplace(finess=OTHER_NUMBER, name="Les Ormes", kind="EA", association=ASSOCIATION, places=50)
    type_days(esat, engage(esat, "1", starts_on=MARCH.start), days_of(MARCH))
    type_days(other, engage(other, "2", starts_on=MARCH.start, kind=EngagementKind.EMPLOYEE), days_of(MARCH))
    for code in sorted(OF_ESAT):
        alone, together = figure(code, esat, MARCH), figure(code, over_all(), MARCH)
        assert (together.num, together.den) == (alone.num, alone.den), code
        rows = explain(code, over_all(), MARCH)
        assert sum(row.num for row in rows.rows) == pytest.approx(together.num or 0), code
        assert sum(row.den for row in rows.rows) == pytest.approx(together.den or 0), code
    assert figure("headcount", over_all(), MARCH).value == 1


# ---------------------------------------------------------------- workshops that open otherwise


def test_a_workshop_may_open_otherwise_than_the_house() -> None:
    """A workshop closed on Friday afternoons: its people's Friday mornings are days."""
    from etabli.core.calendars import week_of  # noqa: PLC0415

    green = WorkshopSpec("EV", "Espaces verts", ((BEGINNING, week_of(SHORT_FRIDAY)),))
    place = workplace(opening=ALL_DAY, workshops=(green, WorkshopSpec("CO", "Conditionnement")))
    gardener = engage(place, "1", workshop="EV", starts_on=MARCH.start)
    packer = engage(place, "2", workshop="CO", starts_on=MARCH.start)
    for who in (gardener, packer):
        type_days(place, who, FRIDAY, halves=[M])
    days = {row.subject: row.num for row in explain(OCCUPANCY, place, MARCH).rows if row.subject}
    assert days == {gardener.pk: 1, packer.pk: 0.5}
    assert figure(OCCUPANCY, place, MARCH).den == pytest.approx(225 * 100 * 21 / OPEN_DAYS)


# ---------------------------------------------------------------- parameters


def test_the_cache_holds_only_additive_figures_of_the_kind(place: Establishment, camille: Person) -> None:
    additive = {code for code, definition in definitions().items() if definition.additive}
    assert set(FigureMonth.objects.values_list("code", flat=True)) <= additive
