"""When a goal is worth a question: weeks on its task, levels seen again, half-days practised against those planned."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etabli.core.practice import Level, Practice, Question, level_of, practice_of, question_of

MONDAY = date(2025, 3, 3)


def weekly(weeks: int, halves: int = 1) -> list[tuple[tuple[date, int], int]]:
    """Half-days of an hour on the Monday of each week."""
    return [((MONDAY + timedelta(weeks=week), half), 60) for week in range(weeks) for half in range(halves)]


def practice(weeks: int, at_work: int, planned: int | None = None, halves: int = 1) -> Practice:
    days = [MONDAY + timedelta(weeks=week, days=1) for week in range(at_work)]
    return practice_of(weekly(weeks, halves), days, planned)


def test_half_days_are_counted_once_and_minutes_all() -> None:
    twice = [((MONDAY, 0), 30), ((MONDAY, 0), 45), ((MONDAY, 1), 60), ((MONDAY + timedelta(days=8), 0), 60)]
    found = practice_of(twice, [MONDAY, MONDAY + timedelta(days=1), MONDAY + timedelta(days=8)], 2)
    assert found == Practice(weeks=2, weeks_at_work=2, half_days=3, planned=4, minutes=195)


def test_a_week_without_any_work_is_planned_for_nobody() -> None:
    assert practice(0, 3, planned=2).planned == 6
    assert practice_of([], [], 2).planned == 0


@pytest.mark.parametrize(
    ("ranks", "level"),
    [
        ([], None),
        ([3], Level(3, 1)),
        ([1, 2, 3, 3, 4, 3], Level(3, 4)),
        ([3, 3, 3, 2], Level(2, 4)),
        ([0, 0, 1], Level(1, 1)),
    ],
)
def test_how_often_in_a_row_the_last_level_was_seen(ranks: list[int], level: Level | None) -> None:
    assert level_of(ranks) == level


@given(st.lists(st.integers(0, 4), min_size=1, max_size=8))
def test_the_run_is_as_long_as_nothing_lower_stands_in_it(ranks: list[int]) -> None:
    level = level_of(ranks)
    assert level is not None
    run, before = ranks[-level.times :], ranks[: -level.times]
    assert min(run) == level.rank == ranks[-1]
    assert not before or before[-1] < level.rank


@pytest.mark.parametrize(
    ("weeks", "times", "question"),
    [(12, 4, Question.REACHED), (11, 4, None), (12, 3, None), (30, 9, Question.REACHED)],
)
def test_long_on_the_task_and_seen_again_asks_whether_the_goal_is_reached(
    weeks: int, times: int, question: Question | None
) -> None:
    assert question_of(practice(weeks, weeks), Level(3, times)) == question


def test_without_a_level_seen_nothing_says_that_it_is_reached() -> None:
    assert question_of(practice(20, 20), None) is None


@pytest.mark.parametrize(
    ("weeks", "at_work", "planned", "question"),
    [
        (1, 4, 1, Question.RARE),
        (2, 4, 1, None),
        (1, 3, 1, None),
        (0, 4, None, None),
    ],
)
def test_less_than_half_of_what_was_planned_asks_why(
    weeks: int, at_work: int, planned: int | None, question: Question | None
) -> None:
    assert question_of(practice(weeks, at_work, planned), None) == question
