"""What contributors brought to deliveries sums exactly, both ways."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from etabli.core.contributing import WHOLE, Brought, over_deliveries, part_of, shares
from etabli.core.sharing_out import share_by_weight

people = st.lists(st.builds(Brought, st.integers(0, 500), st.integers(0, 9_000)), max_size=4)
quantities = st.lists(st.integers(1, 8_000), min_size=1, max_size=4)


def test_two_halves_share_the_work_by_quantity() -> None:
    """300 minutes of two people, 1,000 pieces: 400 leave first, then 600."""
    first, second = over_deliveries([Brought(200, 700_000), Brought(100, 300_000)], [400_000, 600_000], True)
    assert first == [Brought(80, 280_000), Brought(40, 120_000)]
    assert second == [Brought(120, 420_000), Brought(60, 180_000)]


def test_what_is_made_and_not_delivered_yet_keeps_its_minutes() -> None:
    (first,) = over_deliveries([Brought(300, 1_000_000)], [400_000], False)
    assert first == [Brought(120, 400_000)]


def test_of_a_finished_line_the_deliveries_carry_every_minute() -> None:
    (first,) = over_deliveries([Brought(300, 1_000_000)], [400_000], True)
    assert first == [Brought(300, 400_000)]


def test_where_nothing_was_counted_the_quantity_follows_the_minutes() -> None:
    (first,) = over_deliveries([Brought(180, 0), Brought(60, 0)], [8_000], False)
    assert first == [Brought(180, 6_000), Brought(60, 2_000)]


def test_without_anybody_there_is_nothing_to_share() -> None:
    assert over_deliveries([], [1_000, 2_000], True) == [[], []]
    assert over_deliveries([Brought(10, 10)], [], False) == []


@given(people, quantities, st.booleans())
def test_no_minute_and_no_unit_is_lost(brought: list[Brought], delivered: list[int], finished: bool) -> None:
    found = over_deliveries(brought, delivered, finished)
    whole = sum(part.minutes for part in brought)
    rest = 0 if finished else max(0, sum(part.quantity for part in brought) - sum(delivered))
    times = share_by_weight(whole, [*delivered, rest])
    for row, quantity, minutes in zip(found, delivered, times, strict=False):
        if brought:
            assert sum(part.quantity for part in row) == quantity
            assert sum(part.minutes for part in row) == minutes
        assert all(part.minutes >= 0 and part.quantity >= 0 for part in row)
    for index, person in enumerate(brought):
        given_ = sum(row[index].minutes for row in found)
        assert given_ <= person.minutes
        if rest == 0:
            assert given_ == person.minutes


@given(people.filter(bool), st.integers(1, 8_000))
def test_what_is_taken_back_whole_is_all_that_was_brought(brought: list[Brought], extra: int) -> None:
    whole = sum(part.quantity for part in brought) + extra
    filled = [*brought, Brought(0, extra)]
    assert part_of(filled, -whole, whole) == [Brought(-part.minutes, -part.quantity) for part in filled]
    assert part_of(filled, whole, whole) == filled


def test_of_nothing_nothing_is_taken_back() -> None:
    assert part_of([Brought(10, 0)], -1_000, 0) == [Brought(0, 0)]
    assert part_of([], -1_000, 1_000) == []


@given(people.filter(bool))
def test_shares_sum_to_the_whole(brought: list[Brought]) -> None:
    assert sum(shares(brought)) == WHOLE


def test_shares_are_by_minutes_else_by_quantity() -> None:
    assert shares([Brought(30, 1), Brought(10, 9)]) == [7_500, 2_500]
    assert shares([Brought(0, 1_000), Brought(0, 3_000)]) == [2_500, 7_500]
    assert shares([]) == []
