"""Tiny domains for properties: eight days, a few people, a handful of codes.

Dates drawn from three years hide an error of one day; dates drawn from eight days meet it at once.
"""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import strategies as st

FIRST_DAY = date(2025, 4, 28)
"""A Monday. The eight days after it cross the end of a month, a public holiday on a Thursday (1 May) and a weekend."""
EIGHT_DAYS = tuple(FIRST_DAY + timedelta(days=number) for number in range(8))

days = st.sampled_from(EIGHT_DAYS)
halves = st.sampled_from((0, 1))
codes = st.sampled_from(("PRE", "MAL", "HOS", "INJ", "CP", "SO2", "TRA"))
fractions = st.sampled_from((10_000, 5_000, 8_000, 3_333))
stated_minutes = st.one_of(st.none(), st.sampled_from((0, 1, 60, 210)))
weeks = st.lists(st.booleans(), min_size=14, max_size=14).map(
    lambda marks: "".join("1" if mark else "0" for mark in marks)
)
working_weeks = st.lists(st.booleans(), min_size=10, max_size=10).map(
    lambda marks: "".join("1" if mark else "0" for mark in marks) + "0000"
)
"""Weeks with nothing at the weekend."""


@st.composite
def spans(draw: st.DrawFn) -> tuple[date, date]:
    """First and last day, both among the eight."""
    one, other = draw(days), draw(days)
    return min(one, other), max(one, other)
