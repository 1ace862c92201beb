"""The simulator: the definitions when nothing is assumed, and what each assumption does."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etabli.core.facts import CalendarDay, EstablishmentYear
from etabli.core.periods import Period, day_no, month_start, next_month
from etabli.core.refusal import Refusal
from etabli.core.simulating import Attended, Contract, Outcome, Paid, Scenario, YearFacts, simulate

YEAR = Period(date(2025, 1, 1), date(2026, 1, 1))
FIRST, AFTER = day_no(YEAR.start), day_no(date(2026, 1, 1))
MINUTES = 9100
"""1,820 h ÷ 12."""
FRIDAY_AFTERNOON = (4, 1)
OPEN_ENDED = 9_999_999


def calendar(places: int, open_friday: int = 2) -> tuple[CalendarDay, ...]:
    days = []
    for day in YEAR.each_day():
        month = month_start(day)
        length = Period(month, next_month(month)).days
        halves = (2, 2, 2, 2, open_friday, 0, 0)[day.weekday()]
        values = {"holiday": 0, "closure": 0, "places": places, "month_minutes": MINUTES, "worked_holiday": 0}
        row = CalendarDay(
            day_no(day),
            2025,
            day_no(month),
            length,
            day.weekday(),
            halves,
            8 + open_friday,
            int(halves > 0),
            **values,
        )
        days.append(row)
    return tuple(days)


def year(days: tuple[CalendarDay, ...], target: int | None = None) -> EstablishmentYear:
    return EstablishmentYear(2025, 225, target, sum(day.open_day for day in days))


def contract(subject: int, fraction: int = 10_000, first: int = FIRST - 30) -> Contract:
    return Contract(subject, first, OPEN_ENDED, first, OPEN_ENDED, fraction)


def facts_of(places: int, contracts: list[Contract], target: int | None = None) -> YearFacts:
    """Everyone is there and paid on every half-day of the house; a half-day is 210 minutes times the fraction."""
    days = calendar(places)
    months = sorted({day.month for day in days})
    paid, attended = [], []
    for month in months:
        weekdays = [day.weekday for day in days if day.month == month]
        for weekday in range(5):
            times = weekdays.count(weekday)
            attended.append(Attended(month, weekday, 2, True, True, True, times * len(contracts)))
            for row in contracts:
                each = 210 * row.fraction // 10_000
                pattern = each * 2 * sum(weekdays.count(day) for day in range(5))
                for half in (0, 1):
                    minutes = each * times
                    paid.append(Paid(row.subject, month, row.fraction, pattern, weekday, half, minutes, True))
    return YearFacts(days, year(days, target), tuple(paid), tuple(attended), tuple(contracts))


def golden() -> YearFacts:
    """108 persons under contract, 72 full-timers and 36 half-timers: 90 full-time equivalents, for 100 places."""
    return facts_of(100, [contract(number, 10_000 if number < 72 else 5_000) for number in range(108)])


def ratio(outcome: Outcome, code: str) -> float:
    num, den = outcome.figures[code]
    assert den
    return num / den


def test_andicat_worked_case_gives_99_percent_and_its_days() -> None:
    found = simulate(golden(), Scenario())
    assert found.figures["headcount"] == (108, None)
    assert found.figures["fte"] == (90, None)
    assert ratio(found, "blended_occupancy_rate") == pytest.approx(0.99)
    assert found.figures["theoretical_days"][0] == pytest.approx(22_500)
    assert found.figures["blended_days"][0] == pytest.approx(22_275)


def test_one_full_timer_is_1820_hours_of_1820() -> None:
    found = simulate(facts_of(1, [contract(1)]), Scenario())
    assert found.figures["paid_hours_activity_rate"] == pytest.approx((1820, 1820))
    assert found.over_by_month == found.over_in_year == 0


def test_four_more_half_timers_are_two_full_times_and_four_persons() -> None:
    before, after = (simulate(golden(), scenario) for scenario in (Scenario(), Scenario(part_timers=4)))
    assert after.figures["headcount"][0] == 112
    assert after.figures["fte"][0] == 92
    assert after.figures["part_time_share"] == (40, 112)
    more = after.figures["paid_hours_activity_rate"][0] - before.figures["paid_hours_activity_rate"][0]
    assert more == pytest.approx(2 * 1820)


def test_four_full_timers_who_go_half_time_leave_the_persons_and_take_two_full_times() -> None:
    before, after = (simulate(golden(), scenario) for scenario in (Scenario(), Scenario(to_part_time=4)))
    assert after.figures["headcount"] == before.figures["headcount"]
    assert after.figures["fte"][0] == 88
    less = before.figures["paid_hours_activity_rate"][0] - after.figures["paid_hours_activity_rate"][0]
    assert less == pytest.approx(2 * 1820)


def test_a_friday_afternoon_closed_makes_friday_morning_a_day_and_keeps_the_hours() -> None:
    before, after = (
        simulate(golden(), scenario) for scenario in (Scenario(), Scenario(closed=frozenset({FRIDAY_AFTERNOON})))
    )
    assert after.figures["paid_hours_activity_rate"] == pytest.approx(before.figures["paid_hours_activity_rate"])
    assert after.figures["occupancy_rate"] == pytest.approx(before.figures["occupancy_rate"])
    assert after.figures["occupancy_rate_adapted"][0] < before.figures["occupancy_rate_adapted"][0]
    assert ratio(after, "occupancy_rate_adapted") == pytest.approx(ratio(before, "occupancy_rate_adapted"), rel=1e-2)


def test_who_is_only_there_on_fridays_after_noon_loses_her_days_when_it_is_closed() -> None:
    facts = replace(golden(), attended=(Attended(FIRST, 4, 2, False, True, True, 3),))
    assert simulate(facts, Scenario()).figures["occupancy_rate"][0] == 1.5
    closed = simulate(facts, Scenario(closed=frozenset({FRIDAY_AFTERNOON})))
    assert closed.figures["occupancy_rate"][0] == 0


def test_a_weekday_closed_whole_takes_its_days_and_leaves_the_declared_ones() -> None:
    closed = simulate(golden(), Scenario(closed=frozenset({(4, 0), FRIDAY_AFTERNOON})))
    assert closed.figures["occupancy_rate"][0] == 108 * sum(day.weekday < 4 for day in calendar(1))
    assert closed.figures["theoretical_days"][0] == pytest.approx(22_500)


def test_three_over_capacity_stand_above_the_places_and_at_risk_every_month() -> None:
    facts = facts_of(2, [contract(1)])
    found = simulate(facts, Scenario(over_capacity=3))
    assert (found.added, found.figures["headcount"][0]) == (4, 5)
    assert [month.over for month in found.months] == pytest.approx([3 * 1820 / 12] * 12)
    assert (found.over_by_month, found.over_in_year) == pytest.approx((3 * 1820, 3 * 1820))


def test_over_capacity_adds_nobody_where_so_many_are_there() -> None:
    assert simulate(golden(), Scenario(over_capacity=3)).added == 0


def test_a_cap_by_the_year_forgives_the_month_that_a_cap_by_the_month_does_not() -> None:
    july = day_no(date(2025, 7, 1))
    facts = facts_of(2, [contract(1)])
    half_year = [Contract(subject, FIRST, july, FIRST, july, 10_000) for subject in (2, 3)]
    more = [replace(row, subject=other.subject) for row in facts.paid if row.month < july for other in half_year]
    facts = replace(facts, paid=(*facts.paid, *more), contracts=(*facts.contracts, *half_year))
    found = simulate(facts, Scenario())
    assert found.over_by_month == pytest.approx(910)
    assert found.over_in_year == 0


def test_persons_added_to_nobody_work_full_months_and_every_open_day() -> None:
    found = simulate(facts_of(3, []), Scenario(full_timers=1))
    assert found.figures["paid_hours_activity_rate"][0] == pytest.approx(1820)
    assert found.figures["occupancy_rate"][0] == sum(day.open_day for day in calendar(1))


def test_no_more_go_part_time_than_are_full_timers() -> None:
    with pytest.raises(Refusal) as refused:
        simulate(facts_of(3, [contract(1), contract(2, 5_000)]), Scenario(to_part_time=2))
    assert (refused.value.code, refused.value.facts) == ("simulation_few_full_timers", {"known": 1})


def test_other_places_opening_and_target_days_change_what_is_divided_by() -> None:
    facts = facts_of(100, [contract(1)], target=200)
    found = simulate(facts, Scenario(places=50, opening_days=220, target_days=300))
    assert found.figures["paid_hours_activity_rate"][1] == pytest.approx(50 * 1820)
    assert found.figures["theoretical_days"][0] == pytest.approx(50 * 220)
    assert found.figures["target_fulfilment_rate"][1] == pytest.approx(300)


def test_without_target_days_there_is_no_fulfilment() -> None:
    assert "target_fulfilment_rate" not in simulate(golden(), Scenario()).figures


people = st.lists(st.sampled_from((10_000, 8_000, 5_000)), max_size=3)


@given(people, st.integers(0, 3), st.integers(0, 3), st.sampled_from((2_000, 5_000, 10_000)))
def test_adding_persons_never_lowers_hours_days_or_persons(fractions: list[int], full: int, part: int, of: int) -> None:
    facts = facts_of(2, [contract(number, fraction) for number, fraction in enumerate(fractions)])
    before, after = simulate(facts, Scenario()), simulate(facts, Scenario(full, part, fraction=of))
    for code in ("paid_hours_activity_rate", "occupancy_rate", "occupancy_rate_adapted", "active_caseload", "fte"):
        assert after.figures[code][0] >= before.figures[code][0]
    assert after.over_by_month >= before.over_by_month
    assert after.over_by_month >= after.over_in_year - 1e-9


@given(people, st.integers(0, 3), st.frozensets(st.tuples(st.integers(0, 4), st.integers(0, 1)), max_size=3))
def test_nothing_falls_below_nought(fractions: list[int], part: int, closed: frozenset[tuple[int, int]]) -> None:
    facts = facts_of(2, [contract(number, fraction) for number, fraction in enumerate(fractions)])
    scenario = Scenario(to_part_time=min(part, facts.full_timers), fraction=2_000, closed=closed)
    found = simulate(facts, scenario)
    assert all(num >= -1e-9 for num, _ in found.figures.values())
    assert found.figures["occupancy_rate"][0] <= simulate(facts, Scenario()).figures["occupancy_rate"][0] + 1e-9
