"""What a half-day of presence went to: every minute once."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from etabli.core.presence import Booked, Use, uses

LAUNDRY, GARDEN = 1, 2
times = st.none() | st.integers(0, 210)
kinds = st.sampled_from((None, Use.WAITING, Use.SUPPORT, Use.TRAINING, Use.PROJECT))
segments = st.lists(st.tuples(kinds, times, st.sampled_from((None, GARDEN))), min_size=1, max_size=3)
bookings = st.lists(
    st.builds(Booked, st.sampled_from((LAUNDRY, GARDEN)), st.integers(0, 200), st.booleans()), max_size=3
)


def test_work_is_what_is_written_down_and_the_rest_is_waiting() -> None:
    found = uses([(Use.WAITING, None, None)], 210, [Booked(LAUNDRY, 120, True), Booked(LAUNDRY, 60, False)], LAUNDRY)
    assert found == {(LAUNDRY, Use.ORDERS): 120, (LAUNDRY, Use.ACTIVITIES): 60, (LAUNDRY, Use.WAITING): 30}


def test_support_training_and_a_project_are_uses_of_their_own() -> None:
    found = uses([(Use.SUPPORT, 60, None), (Use.PROJECT, 30, None), (Use.TRAINING, None, None)], 210, [], LAUNDRY)
    assert found == {(LAUNDRY, Use.SUPPORT): 60, (LAUNDRY, Use.PROJECT): 30, (LAUNDRY, Use.TRAINING): 120}


def test_absence_is_no_presence() -> None:
    assert uses([(None, None, None)], 210, [], LAUNDRY) == {}
    assert uses([(None, 100, None), (Use.WAITING, None, None)], 210, [], LAUNDRY) == {(LAUNDRY, Use.WAITING): 110}


def test_work_in_another_workshop_counts_there_and_the_rest_where_she_was() -> None:
    found = uses([(Use.WAITING, None, None)], 210, [Booked(GARDEN, 200, False)], LAUNDRY)
    assert found == {(GARDEN, Use.ACTIVITIES): 200, (LAUNDRY, Use.WAITING): 10}
    found = uses([(Use.WAITING, None, GARDEN)], 210, [], LAUNDRY)
    assert found == {(GARDEN, Use.WAITING): 210}


def test_more_written_down_than_present_leaves_nothing_to_wait_for() -> None:
    assert uses([(Use.WAITING, 60, None)], 60, [Booked(LAUNDRY, 90, True)], LAUNDRY) == {(LAUNDRY, Use.ORDERS): 90}


@given(segments, bookings)
def test_every_minute_counts_once(parts: list, booked: list[Booked]) -> None:
    open_ended = any(minutes is None for _, minutes, _ in parts)
    stated = sum(minutes or 0 for _, minutes, _ in parts)
    whole = max(210, stated) if open_ended else stated
    found = uses(parts, whole, booked, LAUNDRY)
    assert all(minutes > 0 for minutes in found.values())
    alone = uses(parts, whole, [], LAUNDRY)
    at_work = sum(minutes for (_, use), minutes in alone.items() if use == Use.WAITING)
    written = sum(row.minutes for row in booked)
    assert sum(found.values()) == sum(alone.values()) - at_work + max(at_work, written)
