"""Minutes and quantities are split, never multiplied, and nothing is lost."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from etabli.core.facts import Work
from etabli.core.sharing_out import share_out
from etabli.core.work import Done, Part, Produced, Share, lengths, minutes_at_work, split, work_rows

DAY = 20_000
PACKING, LABELS = 1, 2
WORKSHOPS = {PACKING: 10, LABELS: 10}


def done(person: int, *parts: Part, at_work: int = 210, author: int | None = 7) -> Done:
    return Done(person, DAY, 0, parts, at_work, author)


def totals(rows: list[Work]) -> tuple[int, int, int]:
    return sum(row.minutes for row in rows), sum(row.good for row in rows), sum(row.rejected for row in rows)


def test_a_part_without_minutes_takes_what_is_left() -> None:
    assert lengths([Part(PACKING, 60), Part(LABELS)], 210) == [60, 150]


def test_more_stated_than_attended_leaves_nothing_and_stays_as_stated() -> None:
    assert lengths([Part(PACKING, 240), Part(LABELS)], 210) == [240, 0]


def test_support_is_attended_but_not_at_work() -> None:
    assert minutes_at_work([(True, None), (False, 60)], 210) == 150
    assert minutes_at_work([(True, 30), (False, None)], 210) == 30
    assert minutes_at_work([], 210) == 0


def test_the_time_of_a_team_is_split_and_never_multiplied_by_head_count() -> None:
    """Nine people, 2,100 minutes entered once: 2,100 minutes counted, not 18,900."""
    shares = share_out(2100, 9)
    rows = work_rows([done(person, Part(PACKING, shares[person])) for person in range(9)], [], WORKSHOPS)
    assert sum(row.minutes for row in rows) == 2100
    assert len(rows) == 9


def test_a_quantity_is_split_equally() -> None:
    people = [done(1, Part(PACKING)), done(2, Part(PACKING, 30), Part(LABELS))]
    rows = work_rows(people, [Produced(PACKING, DAY, 0, 7_000, 1_000)], WORKSHOPS)
    assert {(row.subject, row.task): (row.good, row.rejected) for row in rows} == {
        (1, PACKING): (3_500, 500),
        (2, PACKING): (3_500, 500),
        (2, LABELS): (0, 0),
    }


def test_a_quantity_is_split_by_minutes_worked() -> None:
    people = [done(1, Part(PACKING, 180)), done(2, Part(PACKING, 60))]
    rows = work_rows(people, [Produced(PACKING, DAY, 0, 240_000, 0, by_minutes=True)], WORKSHOPS)
    assert {row.subject: row.good for row in rows} == {1: 180_000, 2: 60_000}


def test_shares_that_are_stated_are_kept() -> None:
    stated = (Share(1, 200_000, 0), Share(3, 40_000, 0))
    rows = work_rows([done(1, Part(PACKING))], [Produced(PACKING, DAY, 0, 240_000, 0, shares=stated)], WORKSHOPS)
    assert {row.subject: (row.good, row.minutes) for row in rows} == {1: (200_000, 210), 3: (40_000, 0)}


def test_a_quantity_with_nobody_on_its_activity_is_a_row_without_a_subject() -> None:
    rows = work_rows([done(1, Part(LABELS))], [Produced(PACKING, DAY, 0, 5_000, 0, author=9)], WORKSHOPS)
    (row,) = [row for row in rows if row.task == PACKING]
    assert (row.subject, row.good, row.instructor) == (None, 5_000, 9)


def test_the_row_names_who_wrote_the_work_down() -> None:
    rows = work_rows([done(1, Part(PACKING))], [Produced(PACKING, DAY, 0, 5_000, 0, author=9)], WORKSHOPS)
    assert [row.instructor for row in rows] == [7]


def test_the_two_halves_of_a_day_are_apart() -> None:
    rows = work_rows([done(1, Part(PACKING))], [Produced(PACKING, DAY, 1, 5_000, 0)], WORKSHOPS)
    assert {(row.half, row.subject, row.good) for row in rows} == {(0, 1, 0), (1, None, 5_000)}


activities = st.sampled_from((PACKING, LABELS))
parts = st.lists(st.builds(Part, activities, st.one_of(st.none(), st.integers(0, 200))), max_size=3)
quantities = st.integers(0, 3_000)


@given(
    st.lists(st.tuples(parts, st.integers(0, 240)), max_size=4),
    st.lists(st.tuples(activities, quantities, quantities, st.booleans()), max_size=3),
)
def test_nothing_is_lost_and_nothing_is_multiplied(
    people: list[tuple[list[Part], int]], outputs: list[tuple[int, int, int, bool]]
) -> None:
    half_days = [Done(person, DAY, 0, tuple(rows), at_work) for person, (rows, at_work) in enumerate(people)]
    produced = [Produced(activity, DAY, 0, good, bad, flag) for activity, good, bad, flag in outputs]
    rows = work_rows(half_days, produced, WORKSHOPS)
    minutes, good, rejected = totals(rows)
    assert (good, rejected) == (sum(row.good for row in produced), sum(row.rejected for row in produced))
    stated = [sum(part.minutes or 0 for part in half_day.parts) for half_day in half_days]
    limits = [max(hours, half_day.at_work) for hours, half_day in zip(stated, half_days, strict=True)]
    assert sum(stated) <= minutes <= sum(limits)
    assert len({(row.subject, row.task) for row in rows}) == len(rows)


@given(quantities, quantities, st.lists(st.integers(0, 5), min_size=1, max_size=4))
def test_a_split_sums_exactly(good: int, rejected: int, weights: list[int]) -> None:
    shares = split(good, rejected, range(len(weights)), weights)
    assert (sum(row.good for row in shares), sum(row.rejected for row in shares)) == (good, rejected)
