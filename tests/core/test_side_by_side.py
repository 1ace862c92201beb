"""Numbers told side by side: small ones are hidden, and cannot be found again by taking the others off the whole."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from etabli.core.small_groups import smallest_part, told_side_by_side

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
        name: [{shift[name] + key for key in range(LEAST + len(group))} for group in cell]
        for name, cell in table.items()
    }
    assert told_side_by_side(apart, whole_of(apart), LEAST) == (frozenset(table), True)  # type: ignore[arg-type]


def test_one_hidden_number_takes_the_next_smallest_with_it() -> None:
    cells = {"a": [{1, 2}], "b": [{3, 4, 5}], "c": [{6, 7, 8, 9}]}
    assert told_side_by_side(cells, [set(range(1, 10))], LEAST) == (frozenset("c"), True)


def test_nobody_is_no_secret() -> None:
    assert told_side_by_side({"a": [set()], "b": [{1, 2, 3}]}, [{1, 2, 3}], LEAST) == (frozenset("ab"), True)


def test_all_but_few_are_hidden_too() -> None:
    """Forty of forty-one tells of the one who is not counted."""
    most, one = set(range(40)), {40}
    assert told_side_by_side({"a": [most, one]}, [most, one], LEAST) == (frozenset(), False)
