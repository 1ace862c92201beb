"""The hours of the reconciliation are those of the activity rate, person by person."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from etabli.attendance.queries.hours import paid_hours, reconciliation
from etabli.org.models import Establishment
from tests import strategies
from tests import workplace as small
from tests.workplace import MARCH, A, M, explain
from tests.workplace import paid_hours as figure

CODE = "paid_hours_activity_rate"
MONTH = date(2025, 3, 1)
DAYS = [date(2025, 3, day) for day in range(3, 11)]
"""Eight days, a week-end among them."""


def by_person(place: Establishment) -> dict[int, float]:
    """The rows behind the figure, summed by person."""
    hours: dict[int, float] = defaultdict(float)
    for row in explain(CODE, place, MARCH).rows:
        if row.subject is not None and row.num:
            hours[row.subject] += row.num
    return hours


def same(place: Establishment) -> None:
    counted = paid_hours(place, MONTH)
    assert counted == pytest.approx(by_person(place), rel=1e-9)
    assert sum(counted.values()) == pytest.approx(figure(place), rel=1e-9)
    table = reconciliation(place, MONTH)
    assert table.counted == pytest.approx(figure(place), rel=1e-9)
    assert sum(row.counted for row in table.rows) / 100 == pytest.approx(
        figure(place), abs=0.005 * max(1, len(table.rows))
    )


@pytest.mark.django_db
def test_a_month_with_something_of_everything() -> None:
    place = small.workplace(opening=small.SHORT_FRIDAY)
    full = small.engage(place, "1")
    part = small.engage(place, "2", fraction=5000, pattern=small.week(mon="MA", tue="M"))
    unknown = small.engage(place, "3", fraction=8000)
    trainee = small.engage(place, "4", kind="trainee")
    entering = small.engage(place, "5", starts_on=date(2025, 3, 17))
    changing = small.engage(place, "6")
    small.engage(place, "6", fraction=5000, from_date=date(2025, 3, 12), pattern=small.week(mon="MA", thu="MA"))
    for person in (full, part, unknown, trainee, changing):
        small.type_days(place, person, small.days_of(MARCH))
    small.type_days(place, entering, [day for day in small.days_of(MARCH) if day.day >= 17])
    small.type_days(place, full, DAYS[:3], "MAL")
    small.type_days(place, part, DAYS[0], "INJ", [M])
    small.type_days(place, changing, DAYS[3], "SO2", [A])
    small.record(place, small.operation(full, date(2025, 3, 15), M, "PRE", minutes=95))
    same(place)


ACTS = st.lists(
    st.tuples(
        st.integers(0, 2),
        st.sampled_from(DAYS),
        st.sampled_from([M, A]),
        st.sampled_from(["PRE", "MAL", "HOS", "AT", "INJ", "CP", "AJU", "SO2", "TRA"]),
        st.sampled_from([None, 0, 45, 400]),
    ),
    max_size=12,
)


class AnyMonth(TestCase):
    @strategies.examples(12)
    @given(acts=ACTS, fraction=st.sampled_from([10_000, 5000, 3333]))
    def test_whatever_is_typed(self, acts: list[tuple[int, date, int, str, int | None]], fraction: int) -> None:
        place = small.workplace()
        people = [small.engage(place, "1"), small.engage(place, "2", fraction=fraction), small.engage(place, "3")]
        small.engage(place, "3", fraction=fraction, from_date=DAYS[4], pattern=small.week(mon="MA", sat="M"))
        made = {(who, day, half): (code, minutes) for who, day, half, code, minutes in acts}
        small.record(
            place,
            *(
                small.operation(people[who], day, half, code, minutes=minutes)
                for (who, day, half), (code, minutes) in made.items()
            ),
        )
        same(place)
