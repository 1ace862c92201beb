"""Each counting rule by itself, as a figure shows it: periods, days and hours. Days are those of `days`."""

from __future__ import annotations

from datetime import date

import pytest

from etabli.core.facts import EngagementKind
from etabli.core.periods import Period
from etabli.core.refusal import Refusal
from etabli.org.models import Establishment
from etabli.people.models import Person
from tests.indicators.houses import closure
from tests.indicators.rules.days import (
    ASP,
    FRIDAY,
    MONDAY,
    MORNING_WEEK,
    OCCUPANCY,
    SATURDAY,
    TUESDAY,
    WEDNESDAY,
    march,
)
from tests.workplace import (
    APRIL,
    FULL_MONTH,
    MARCH,
    SHORT_FRIDAY,
    A,
    M,
    attended_days,
    configure_again,
    days_of,
    engage,
    explain,
    figure,
    left_out,
    operation,
    paid_hours,
    part,
    record,
    type_days,
    week,
    workplace,
)

pytestmark = pytest.mark.django_db


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
