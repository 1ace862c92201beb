"""Numbers told side by side: small ones are hidden, and cannot be found again by taking the others off the whole."""

from __future__ import annotations

from collections import Counter
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from etabli.core.small_groups import parted, smallest_part, told_side_by_side

people = st.sets(st.integers(1, 9), max_size=7)
tables = st.dictionaries(st.sampled_from("abcd"), st.tuples(people, people), min_size=1)
LEAST = 3


def whole_of(table: dict[str, tuple[set[int], set[int]]]) -> list[set[int]]:
    return [set[int]().union(*groups) for groups in zip(*table.values(), strict=True)]


@given(tables)
def test_no_group_that_follows_from_what_is_told_is_small(table: dict[str, tuple[set[int], set[int]]]) -> None:
    told, with_whole = told_side_by_side(table, whole_of(table), LEAST)
    for index in (0, 1):
        groups = [table[name][index] for name in told] + ([whole_of(table)[index]] if with_whole else [])
        assert all(not group or len(group) >= LEAST for group in groups)
        assert smallest_part(groups) == 0 or smallest_part(groups) >= LEAST
        for one, other in combinations(groups, 2):
            assert not 0 < len(one - other) < LEAST


@given(tables)
def test_large_groups_apart_are_all_told(table: dict[str, tuple[set[int], set[int]]]) -> None:
    shift = {name: 100 * number for number, name in enumerate(table)}
    apart = {
        name: [{shift[name] + 50 * kind + key for key in range(LEAST + len(group))} for kind, group in enumerate(cell)]
        for name, cell in table.items()
    }
    assert told_side_by_side(apart, whole_of(apart), LEAST) == (frozenset(table), True)  # type: ignore[arg-type]


@given(st.lists(tables, min_size=1, max_size=3), st.lists(st.integers(-2, 2), min_size=30, max_size=30))
def test_nothing_small_follows_from_several_figures_of_the_same_people(
    figures: list[dict[str, tuple[set[int], set[int]]]], factors: list[int]
) -> None:
    """Whatever of all that is told is added up and taken off, as many people stand behind what is left, or nobody."""
    known: list[frozenset[int]] = []
    said: list[set[int]] = []
    for table in figures:
        told, with_whole = told_side_by_side(table, whole_of(table), LEAST, known)
        now = [group for name in told for group in table[name]] + (whole_of(table) if with_whole else [])
        said += now
        known = parted([*known, *now])
    left: Counter[int] = Counter()
    for factor, group in zip(factors, said, strict=False):
        left.update(dict.fromkeys(group, factor))
    behind = {person for person, times in left.items() if times}
    assert not behind or len(behind) >= LEAST


def test_a_hidden_number_is_not_found_in_another_figure_of_the_same_people() -> None:
    """The first figure hides `a`, and `b` with it; the second, alone, would hide `c` with `a`, so that `b` and `c` are known."""
    first = {
        "a": [{1, 2, 3}, {4, 5}],
        "b": [{11, 12, 13}, set(range(14, 20))],
        "c": [set(range(20, 24)), set(range(24, 29))],
    }
    second = {
        "a": [{1, 2}, {3, 4, 5}],
        "b": [set(range(11, 15)), set(range(15, 20))],
        "c": [{20, 21, 22}, set(range(23, 29))],
    }
    assert told_side_by_side(first, whole_of(first), LEAST) == (frozenset("c"), True)  # type: ignore[arg-type]
    assert told_side_by_side(second, whole_of(second), LEAST) == (frozenset("b"), True)  # type: ignore[arg-type]
    known = parted([*first["c"], *whole_of(first)])  # type: ignore[arg-type]
    assert not told_side_by_side(second, whole_of(second), LEAST, known)[0]  # type: ignore[arg-type]


def test_two_figures_that_differ_by_one_are_not_both_told() -> None:
    """Seven left for ordinary work, six of them not to an adapted company: one went to one."""
    known = parted([{1, 2, 3, 4, 5, 6, 7}, {8, 9, 10}])
    assert told_side_by_side({"a": [{1, 2, 3, 4, 5, 6}, {7, 8, 9, 10}]}, [], LEAST, known) == (frozenset(), True)


def test_one_hidden_number_takes_the_next_smallest_with_it() -> None:
    cells = {"a": [{1, 2}], "b": [{3, 4, 5}], "c": [{6, 7, 8, 9}]}
    assert told_side_by_side(cells, [set(range(1, 10))], LEAST) == (frozenset("c"), True)


def test_nobody_is_no_secret() -> None:
    assert told_side_by_side({"a": [set()], "b": [{1, 2, 3}]}, [{1, 2, 3}], LEAST) == (frozenset("ab"), True)


def test_all_but_few_are_hidden_too() -> None:
    """Forty of forty-one tells of the one who is not counted."""
    most, one = set(range(40)), {40}
    assert told_side_by_side({"a": [most, one]}, [most, one], LEAST) == (frozenset(), False)
