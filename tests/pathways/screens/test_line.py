"""The line of years on which a way is drawn: whole years, nothing outside of it, names that do not touch."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from etabli.pathways.rules.fields import FIELDS
from etabli.pathways.rules.timeline import (
    LANES,
    MOST_YEARS_NAMED,
    WHOLE,
    last_day,
    line_of,
    stretch_of,
    years_of,
)
from etabli.pathways.states import Device

DAYS = st.sampled_from([date(2024, 12, 30) + timedelta(days=number) for number in range(8)])
SPANS = st.tuples(DAYS, st.none() | DAYS)


def test_every_device_has_a_band_and_fields() -> None:
    assert set(LANES) == set(FIELDS) == set(Device)


def test_a_year_from_its_first_to_its_last_day_is_the_whole_line() -> None:
    line = line_of([(date(2025, 1, 1), date(2026, 1, 1))], date(2025, 6, 1))
    found = stretch_of(date(2025, 1, 1), date(2026, 1, 1), line)
    assert (line.start, line.end, found.offset, found.width) == (date(2025, 1, 1), date(2026, 1, 1), 0, WHOLE)


def test_what_goes_on_reaches_the_end_and_what_lasts_no_day_has_no_width() -> None:
    line = line_of([(date(2025, 7, 1), None)], date(2025, 8, 1))
    assert round(sum(vars(stretch_of(date(2025, 7, 1), None, line)).values()), 6) == WHOLE
    assert stretch_of(date(2025, 7, 1), date(2025, 7, 1), line).width == 0


def test_the_last_day_is_the_one_before_the_end() -> None:
    assert (last_day(date(2025, 3, 1)), last_day(None)) == (date(2025, 2, 28), None)


def test_a_long_way_names_few_years() -> None:
    line = line_of([(date(2000, 1, 1), None)], date(2026, 1, 1))
    assert [year for year, _offset in years_of(line)] == [2000, 2005, 2010, 2015, 2020, 2025]
    assert len(years_of(line)) <= MOST_YEARS_NAMED


@given(st.lists(SPANS, max_size=4), DAYS)
def test_nothing_stands_outside_the_line(spans: list[tuple[date, date | None]], today: date) -> None:
    line = line_of(spans, today)
    assert today in line
    for start, end in spans:
        found = stretch_of(start, end, line)
        assert 0 <= found.offset <= found.offset + found.width <= WHOLE + 1e-9
        days = 0 if end is not None and end <= start else ((end or line.end or start) - start).days
        assert round(found.width * line.days / WHOLE) == days
