"""What rates are divided by, contracts on the last day and the active caseload, each rule by itself. Days are those of
`days`."""

from __future__ import annotations

from datetime import date

import pytest

from etabli.core.facts import EngagementKind
from etabli.core.periods import Period
from etabli.core.refusal import Refusal
from etabli.org.models import Establishment
from tests.indicators.houses import closure
from tests.indicators.rules.days import ASP, FRIDAY, MORNING_WEEK, OCCUPANCY, OPEN_DAYS, SATURDAY, THURSDAY, march
from tests.workplace import (
    APRIL,
    BEGINNING,
    FULL_MONTH,
    MARCH,
    SHORT_FRIDAY,
    YEAR,
    M,
    configure_again,
    days_of,
    engage,
    explain,
    figure,
    type_days,
    workplace,
)

pytestmark = pytest.mark.django_db


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
