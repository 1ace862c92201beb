"""Why the rates differ: every half-day once; and a what-if that with no assumption is what the definitions say."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from etabli.attendance.models import HalfDayFact
from etabli.core.facts import EngagementKind
from etabli.core.periods import Period
from etabli.indicators.comparing import ASSUMABLE, half_days_by_measure, what_if
from etabli.indicators.queries import figures, scope_of
from etabli.org.models import Establishment
from tests import workplace as small

pytestmark = pytest.mark.django_db
WINTER = Period(date(2025, 11, 1), date(2026, 3, 1))


@pytest.fixture
def place() -> Establishment:
    closures = (small.org.ClosureSpec(date(2025, 12, 22), date(2026, 1, 5), "Winter", True),)
    return small.workplace(
        places=[(small.BEGINNING, 10), (date(2025, 12, 15), 12)],
        opening=small.SHORT_FRIDAY,
        opening_days={2025: 222, 2026: 224},
        target_days={2025: 2000, 2026: 2200},
        closures=closures,
    )


def test_with_no_assumption_it_is_what_the_definitions_say(place: Establishment) -> None:
    small.engage(place)
    found = figures(scope_of(place), WINTER, ASSUMABLE)
    assumed = what_if(found, place, WINTER, {})
    assert [row.figure.definition.code for row in assumed] == list(ASSUMABLE)
    for row in assumed:
        assert row.den == pytest.approx(row.figure.den, rel=1e-12), row.figure.definition.code
        assert row.value == pytest.approx(row.figure.value, rel=1e-12)


@pytest.mark.parametrize(
    "changes",
    [
        {"places": 20},
        {"opening_days": 200},
        {"target_days": 3000},
        {"places": 8, "opening_days": 225, "target_days": 1800},
    ],
)
def test_an_assumption_gives_what_such_a_house_would_have(place: Establishment, changes: dict[str, int]) -> None:
    small.engage(place)
    assumed = what_if(figures(scope_of(place), WINTER, ASSUMABLE), place, WINTER, changes)
    years = (2025, 2026)
    small.configure_again(
        place,
        places=((small.BEGINNING, changes["places"]),)
        if "places" in changes
        else ((small.BEGINNING, 10), (date(2025, 12, 15), 12)),
        opening_days=dict.fromkeys(years, changes["opening_days"])
        if "opening_days" in changes
        else {2025: 222, 2026: 224},
        target_days=dict.fromkeys(years, changes["target_days"])
        if "target_days" in changes
        else {2025: 2000, 2026: 2200},
    )
    really = {row.definition.code: row for row in figures(scope_of(place), WINTER, ASSUMABLE)}
    for row in assumed:
        code = row.figure.definition.code
        assert row.den == pytest.approx(really[code].den, rel=1e-12), code


def test_without_target_days_there_is_no_fulfilment() -> None:
    place = small.workplace(places=10)
    found = figures(scope_of(place), WINTER, ASSUMABLE)
    rows = {row.figure.definition.code: row for row in what_if(found, place, WINTER, {})}
    assert rows["target_fulfilment_rate"].den is None
    assert rows["target_fulfilment_rate"].value is None
    rows = {row.figure.definition.code: row for row in what_if(found, place, WINTER, {"target_days": 2000})}
    assert rows["target_fulfilment_rate"].den is not None


def test_every_half_day_is_counted_once(place: Establishment) -> None:
    person = small.engage(place)
    trainee = small.engage(place, "2", kind=EngagementKind.TRAINEE)
    pupil = small.engage(place, "3", kind=EngagementKind.PUPIL)
    week = small.days_of(Period(date(2025, 3, 3), date(2025, 3, 8)))
    for who, code in ((person, "PRE"), (trainee, "TRA"), (pupil, "TRA")):
        small.type_days(place, who, week, code)
    small.type_days(place, person, date(2025, 3, 10), "CP")
    small.type_days(place, person, date(2025, 3, 11), "INJ")
    small.type_days(place, person, date(2025, 3, 12), "SO2")
    small.type_days(place, person, date(2025, 3, 13), "MAL")
    rows = half_days_by_measure(place, small.MARCH)
    first = (date(2025, 3, 1) - date(1970, 1, 1)).days
    assert sum(row.half_days for row in rows) == HalfDayFact.objects.filter(day_no__range=(first, first + 30)).count()
    assert len({(row.nature, row.in_hours, row.in_days) for row in rows}) == len(rows)
    found = {row.nature: (row.in_hours, row.in_days) for row in rows}
    assert found["attended"] == (True, True)
    assert found["leave"] == (True, False)
    assert found["trainee"] == (False, True)
    assert found["unpaid_code"] == (False, True)
    assert found["unjustified"] == found["waiting_days"] == found["missing"] == found["pupil"] == (False, False)


def test_it_takes_one_query(place: Establishment, django_assert_num_queries: Any) -> None:
    small.engage(place)
    with django_assert_num_queries(1):
        half_days_by_measure(place, small.MARCH)
