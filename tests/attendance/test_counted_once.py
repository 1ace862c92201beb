"""Over a few days those who are due alike and did the same are counted once: what comes out is what counting each makes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any
from unittest import mock

from hypothesis import given
from hypothesis import strategies as st

from etabli.attendance import alike, deriving
from etabli.core.calendars import Closure, Half, HouseCalendar, WeeklyPattern, week_of
from etabli.core.counting import CodeFlags, Engagement, Fact, Note, Segment, Terms, Window
from etabli.core.periods import Period
from etabli.org.models import Establishment
from tests.strategies import EIGHT_DAYS, FIRST_DAY, examples, fractions, kinds
from tests.workplace import ALL_DAY, SHORT_FRIDAY

PLACE = Establishment(pk=1, full_time_weekly_minutes=2100)
HOUSES = (
    HouseCalendar(((FIRST_DAY, week_of(ALL_DAY)),), holidays=frozenset({date(2025, 5, 1)})),
    HouseCalendar(((FIRST_DAY, week_of(SHORT_FRIDAY)),), (Closure(Period(FIRST_DAY, EIGHT_DAYS[2]), False),)),
)
SICK = CodeFlags("MAL", True, False, "sickness", True)
FACTS = (
    Fact((Segment(CodeFlags("PRE", True, True)),)),
    Fact((Segment(CodeFlags("PRE", True, True), 60), Segment(SICK)), 12),
    Fact((Segment(SICK),)),
)
"""Two who did the same share one of these, as they do when a save is read."""
FORTNIGHT = (week_of(ALL_DAY), "0" * 14)
patterns = st.sampled_from((None, *(WeeklyPattern(FORTNIGHT, FIRST_DAY + timedelta(days=days)) for days in (0, 7, 14))))
terms = st.tuples(fractions, patterns, st.booleans())


@st.composite
def engagements(draw: st.DrawFn, key: int) -> Engagement:
    start = draw(st.sampled_from((date(2025, 4, 1), *EIGHT_DAYS[:3])))
    end = draw(st.sampled_from((None, None, *EIGHT_DAYS[4:])))
    starts = [start, *draw(st.sampled_from(((), (), (EIGHT_DAYS[2],), (EIGHT_DAYS[3],))))]
    return Engagement(key, draw(kinds), Period(start, end), tuple(Terms(day, *draw(terms)) for day in sorted(starts)))


@st.composite
def known(draw: st.DrawFn) -> deriving.Known:
    persons = range(draw(st.integers(2, 5)))
    slots = st.tuples(st.sampled_from(EIGHT_DAYS), st.sampled_from(tuple(Half)))
    return deriving.Known(
        days=Period(EIGHT_DAYS[0], EIGHT_DAYS[-1]),
        houses=dict(enumerate(HOUSES)),
        workshops={person: draw(st.sampled_from((0, 0, 1))) for person in persons},
        engagements={person: [draw(engagements(person))] for person in persons},
        facts={person: draw(st.dictionaries(slots, st.sampled_from(FACTS), max_size=3)) for person in persons},
    )


def rows_of(read: deriving.Known, notes: Mapping[int, list[Note]], days: Period, few: int) -> list[tuple[Any, ...]]:
    window = Window(days, date(2025, 4, 1), date(2025, 6, 1), date(2025, 6, 1))
    with mock.patch.object(deriving, "notes_of", return_value=notes), mock.patch.object(alike, "FEW_DAYS", few):
        return list(deriving._rows(PLACE, window, None, read))


NOTE = Note(Period(EIGHT_DAYS[0], EIGHT_DAYS[5]), True, True, EIGHT_DAYS[0], EIGHT_DAYS[0])


@examples(200)
@given(known(), st.sets(st.integers(0, 4)), st.sampled_from(EIGHT_DAYS[:6]), st.integers(1, 3))
def test_counted_once_is_counted_one_by_one(read: deriving.Known, sick: set[int], first: date, length: int) -> None:
    notes = {person: [NOTE] for person in sick}
    days = Period(first, first + timedelta(days=length))
    assert rows_of(read, notes, days, alike.FEW_DAYS) == rows_of(read, notes, days, 0)


def test_a_team_that_was_present_is_counted_once() -> None:
    persons = range(20)
    slot = EIGHT_DAYS[0], Half.MORNING
    read = deriving.Known(
        days=Period(EIGHT_DAYS[0], EIGHT_DAYS[1]),
        houses={None: HOUSES[0]},
        workshops={},
        engagements={
            person: [Engagement(person, "accompaniment", Period(FIRST_DAY, None), (Terms(FIRST_DAY, 10_000),))]
            for person in persons
        },
        facts={person: {slot: FACTS[0]} for person in persons},
    )
    with mock.patch.object(deriving.counting, "count_half_days", wraps=deriving.counting.count_half_days) as counted:
        assert len(rows_of(read, {}, read.days, alike.FEW_DAYS)) == 2 * len(persons)
    assert counted.call_count == 1
