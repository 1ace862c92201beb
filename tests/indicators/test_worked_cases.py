"""The worked cases of the domain, end to end: configure, engage, record, then the figure.

Each is printed in its source, or follows from the source's own formula.
"""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from etabli.core.facts import EngagementKind
from etabli.core.periods import Period
from etabli.org.actions import ClosureSpec
from etabli.org.models import Establishment
from tests.indicators.houses import crowd
from tests.workplace import (
    BEGINNING,
    MARCH,
    MORNINGS,
    SHORT_FRIDAY,
    YEAR,
    days_of,
    engage,
    explain,
    figure,
    operation,
    record,
    type_days,
    workplace,
)

pytestmark = pytest.mark.django_db


def test_case_1_andicat_rate(andicat: Establishment) -> None:
    """((108 + 90) ÷ 2) ÷ 100 = 99 %."""
    rate = figure("blended_occupancy_rate", andicat, YEAR)
    assert (rate.num, rate.den, rate.value) == (99, 100, 0.99)
    assert [figure(code, andicat, YEAR).value for code in ("headcount", "fte")] == [108, 90]
    assert figure("part_time_share", andicat, YEAR).value == pytest.approx(36 / 108)


def test_case_2_theoretical_days(andicat: Establishment) -> None:
    """225 × 100 = 22,500 days."""
    days = figure("theoretical_days", andicat, YEAR)
    assert (days.num, days.den, days.value) == (22_500, None, 22_500)


def test_case_3_andicat_days(andicat: Establishment) -> None:
    """225 × 100 × 0.99 = 22,275 days."""
    assert figure("blended_days", andicat, YEAR).value == 22_275


def test_case_4_asp_activity_rate() -> None:
    """85,540 h over 50 places: 85,540 ÷ 91,000 = 94 %. It takes 47 full-timers paid the whole year.

    In March they type every half-day; in the other months the house is closed, and pays.
    """
    shut = [
        {"starts_on": YEAR.start, "ends_before": MARCH.start},
        {"starts_on": date(2025, 4, 1), "ends_before": date(2026, 1, 1)},
    ]
    place = workplace(places=50, closures=tuple(ClosureSpec(**days, reason="", paid=True) for days in shut))
    staff = crowd(place, 47)
    record(place, *(operation(who, day, half, "PRE") for who in staff for day in days_of(MARCH) for half in (0, 1)))
    rate = figure("paid_hours_activity_rate", place, YEAR)
    assert rate.num == pytest.approx(85_540) and rate.den == pytest.approx(91_000)
    assert rate.value == pytest.approx(0.94)


@pytest.fixture
def realised() -> Establishment:
    """Two places and a house open in the morning: two persons there on 218 of its days, so 436 days of 450."""
    place = workplace(places=2, opening=MORNINGS, opening_days={2025: 225})
    staff = crowd(place, 2)
    there = [day for day in days_of(YEAR) if day not in HOLIDAYS][:218]
    record(place, *(operation(who, day, 0, "PRE") for who in staff for day in there))
    return place


HOLIDAYS = {
    date(2025, 1, 1),
    date(2025, 4, 21),
    date(2025, 5, 1),
    date(2025, 5, 8),
    date(2025, 5, 29),
    date(2025, 6, 9),
    date(2025, 7, 14),
    date(2025, 8, 15),
    date(2025, 11, 1),
    date(2025, 11, 11),
    date(2025, 12, 25),
}


def test_case_5_anap_occupancy_over_225_days(realised: Establishment) -> None:
    """21,800 days for 100 places, here 436 for 2: 96.89 % of 225 days a place."""
    rate = figure("occupancy_rate", realised, YEAR)
    assert (rate.num, rate.den) == (436, 450)
    assert f"{rate.value:.2%}" == "96.89%"


def test_case_6_anap_occupancy_over_222_days(realised: Establishment) -> None:
    """The same days over 222: 98.20 %."""
    place = workplace(places=2, opening=MORNINGS, opening_days={2025: 222})
    assert place == realised
    rate = figure("occupancy_rate", place, YEAR)
    assert (rate.num, rate.den) == (436, 444)
    assert f"{rate.value:.2%}" == "98.20%"


def test_target_fulfilment_may_exceed_one(realised: Establishment) -> None:
    """21,800 days for a target of 21,375, here 436 for 427: 102.11 %."""
    place = workplace(places=2, opening=MORNINGS, opening_days={2025: 225}, target_days={2025: 427})
    rate = figure("target_fulfilment_rate", place, YEAR)
    assert (rate.num, rate.den) == (436, 427)


def test_case_7_active_caseload() -> None:
    """112 present on 31 December and 7 who left for good: 119 persons."""
    place = workplace()
    crowd(place, 112, starts_on=date(2025, 12, 22))
    crowd(place, 7, start=113, starts_on=date(2025, 6, 2), last_day=date(2025, 6, 30))
    caseload = figure("active_caseload", place, YEAR)
    assert (caseload.num, caseload.den, caseload.value) == (119, None, 119)
    assert dict(explain("active_caseload", place, YEAR).parts) == {"present": 112, "left": 7}
    assert figure("active_caseload_rate", place, YEAR).value == 1.19
    assert figure("headcount", place, YEAR).value == 112


def test_case_8_a_house_closed_on_friday_afternoons() -> None:
    """Present at every slot of a week: five days."""
    place = workplace(opening=SHORT_FRIDAY)
    who = engage(place)
    monday = date(2025, 3, 3)
    acts = [operation(who, monday + timedelta(days=number), half, "PRE") for number in range(4) for half in (0, 1)]
    record(place, *acts, operation(who, date(2025, 3, 7), 0, "PRE"))
    found = explain("occupancy_rate", place, Period(monday, date(2025, 3, 10)))
    assert found.figure.num == 5
    assert [row.num for row in found.rows if row.subject] == [1, 1, 1, 1, 1]


def test_the_figures_of_a_trainee_and_a_pupil() -> None:
    """Trainees count in ARS days only, pupils nowhere."""
    place = workplace(places=1)
    trainee = engage(place, "1", kind=EngagementKind.TRAINEE)
    pupil = engage(place, "2", kind=EngagementKind.PUPIL)
    monday = date(2025, 3, 3)
    for who in (trainee, pupil):
        type_days(place, who, monday, "TRA")
    week_of_march = Period(monday, date(2025, 3, 8))
    assert figure("trainee_days", place, week_of_march).value == 1
    assert figure("occupancy_rate", place, week_of_march).num == 1
    assert [figure(code, place, MARCH).value for code in ("headcount", "active_caseload")] == [0, 0]
    assert figure("paid_hours_activity_rate", place, MARCH).num == 0
    assert YEAR.start == BEGINNING
