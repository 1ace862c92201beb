"""What may not be seen becomes one line, and every sum still holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etabli.core.periods import Period
from etabli.indicators.definitions import Basis, definitions
from etabli.indicators.drilling import days_table
from etabli.indicators.explaining import Group, Line, Summary, merged, rows_of_subject, total
from etabli.indicators.queries import Figure, scope_of
from etabli.kit import localised
from tests.workplace import MARCH, days_of, engage, explain, type_days, workplace


@dataclass(frozen=True)
class Bread:
    """Something else that can be summed: the merge knows no person."""

    key: str
    count: int
    num: int
    den: int


loaves = st.lists(
    st.builds(Bread, st.sampled_from("abc"), st.integers(0, 3), st.integers(0, 8), st.integers(0, 8)), max_size=8
)


@given(loaves, st.sets(st.sampled_from("abc")))
def test_the_sums_are_the_same_whoever_may_see(rows: list[Bread], visible: set[str]) -> None:
    shown, hidden = merged(rows, visible)
    held = [*shown, *([hidden] if hidden else [])]
    for name in ("count", "num", "den"):
        assert sum(getattr(row, name) for row in held) == sum(getattr(row, name) for row in rows)
    assert all(row.key in visible for row in shown)
    assert (hidden.key if hidden else 0) == len(rows) - len(shown)


def test_nobody_hidden_is_no_line() -> None:
    assert merged([Bread("a", 1, 2, 3)], {"a"}) == ([Bread("a", 1, 2, 3)], None)


def test_a_sum_of_hours_has_no_dust() -> None:
    assert total([Line(None, 1, 0.1, 0), Line(None, 1, 0.2, 0)]) == Line(None, 2, 0.3, 0)


def summary(*groups: Group) -> Summary:
    definition = definitions()["absence_days"]
    return Summary(Figure(definition, "establishment:x", MARCH, sum(group.num for group in groups)), groups)


def test_parts_come_largest_first_and_what_has_none_is_a_part_too() -> None:
    found = summary(
        Group(1, 7, "leave", "", 1, 1, 0), Group(1, 7, "sickness", "", 2, 2, 0), Group(1, 8, "", "", 1, 0.5, 0)
    )
    assert [(part.key, part.num) for part in found.parts] == [("sickness", 2), ("leave", 1), ("", 0.5)]
    assert summary(Group(1, 7, "", "", 1, 1, 0)).parts == []


def test_rows_left_out_count_for_nobody_and_are_counted_by_reason() -> None:
    found = summary(Group(1, 7, "", "leave", 3, 0, 0), Group(1, 7, "", "", 2, 2, 0), Group(1, None, "", "", 1, 0, 9))
    assert [(line.key, line.count, line.num) for line in found.persons] == [(7, 2, 2)]
    assert [(row.reason, row.count) for row in found.exclusions] == [("leave", 3)]
    assert found.own == Line(None, 1, 0, 9)
    assert [(line.key, line.count, line.num, line.den) for line in found.places] == [(1, 3, 2, 9)]


# ---------------------------------------------------------------- rows stand inside their period

MIDDLE = Period(date(2025, 3, 15), date(2025, 4, 10))
"""From a Saturday on, over the end of a month."""
OF_DAYS = [code for code, row in definitions().items() if "ESAT" in row.kinds and row.basis != Basis.MONTHS]


@pytest.mark.django_db
def test_every_row_stands_on_a_day_of_the_period_and_they_sum_to_the_figure() -> None:
    place = workplace(places=3, target_days={2025: 500})
    who = engage(place)
    type_days(place, who, days_of(MIDDLE)[2:9])
    type_days(place, who, days_of(MIDDLE)[9:], "CP")
    for code in OF_DAYS:
        found = explain(code, place, MIDDLE)
        rows = (*found.rows, *found.excluded)
        assert {row.day for row in rows if row.day not in MIDDLE} == set(), code
        assert sum(row.num for row in found.rows) == pytest.approx(found.figure.num), code
        assert sum(row.den for row in found.rows) == pytest.approx(found.figure.den or 0), code


@pytest.mark.django_db
@pytest.mark.parametrize("code", ["occupancy_rate", "occupancy_rate_adapted", "target_fulfilment_rate"])
def test_the_denominator_of_a_month_stands_on_its_first_open_day_of_the_period(code: str) -> None:
    place = workplace(target_days={2025: 500})
    days = [row.day for row in explain(code, place, MIDDLE).rows if row.den]
    assert days == [date(2025, 3, 17), date(2025, 4, 1)]


@pytest.mark.django_db
def test_rows_of_the_establishment_are_called_by_their_month() -> None:
    place = workplace()
    for code in ("occupancy_rate", "paid_hours_activity_rate", "theoretical_days"):
        table = days_table(definitions()[code], rows_of_subject(definitions()[code], scope_of(place), MARCH, None))
        assert [row["cells"][0]["text"] for row in table["rows"]] == [localised.day(MARCH.start, "month")], code
