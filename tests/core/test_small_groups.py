"""The size of a group is told when nothing about fewer people follows from it."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etabli.core.small_groups import fewest_behind, may_tell, smallest_part, told_in_turn, told_together

GROUPS = st.lists(st.frozensets(st.integers(1, 7)), max_size=5)


def told(asked: list[frozenset[int]], least: int) -> list[frozenset[int]]:
    """Those whose sizes are told, asked for one after the other."""
    said: list[frozenset[int]] = []
    for group in asked:
        if may_tell(group, said, least):
            said.append(group)
    return said


@given(GROUPS, st.integers(1, 4))
def test_many_asked_in_turn_are_told_as_each_would_be(asked: list[frozenset[int]], least: int) -> None:
    found = told_in_turn(enumerate(asked), least)
    assert [group for number, group in enumerate(asked) if number in found] == told(asked, least)


def test_five_are_enough_and_four_are_not() -> None:
    assert may_tell(range(5), [], 5)
    assert not may_tell(range(4), [], 5)


def test_nobody_is_never_told_as_a_number() -> None:
    assert not may_tell([], [], 1)
    assert smallest_part([[], []]) == 0


def test_the_rest_of_a_year_is_not_told_by_taking_an_invoice_off() -> None:
    assert not may_tell(range(7), [range(5)], 5)
    assert may_tell(range(10), [range(5)], 5)


def test_the_same_people_may_be_told_again() -> None:
    assert may_tell(range(6), [range(6)], 5)


def test_three_sizes_do_not_tell_who_is_common_to_two() -> None:
    assert not may_tell(range(12), [range(7), range(6, 12)], 5)


@given(GROUPS, st.integers(1, 4))
def test_no_two_sizes_told_differ_by_fewer_than_the_least(asked: list[frozenset[int]], least: int) -> None:
    said = told(asked, least)
    for one, other in product(said, said):
        assert len(one - other) == 0 or len(one - other) >= least
        assert len(one & other) == 0 or len(one & other) >= least


@given(GROUPS, st.integers(1, 4))
def test_nothing_that_sizes_told_sum_to_is_about_fewer(asked: list[frozenset[int]], least: int) -> None:
    """Every set that can be made of them, by those inside and outside each, has none or enough."""
    said = told(asked, least)
    everyone = frozenset().union(*said)
    for inside in product((True, False), repeat=len(said)):
        rest = everyone
        for group, is_in in zip(said, inside, strict=True):
            rest = rest & group if is_in else rest - group
        assert len(rest) == 0 or len(rest) >= least


@given(st.frozensets(st.integers(1, 7)), st.integers(1, 4))
def test_a_group_of_enough_is_told_when_it_is_alone(group: frozenset[int], least: int) -> None:
    assert may_tell(group, [], least) == (len(group) >= least)


@pytest.mark.parametrize("least", [2, 5])
def test_a_group_counts_people_once(least: int) -> None:
    assert not may_tell([1] * 9, [], least)


PARTS = st.dictionaries(
    st.sampled_from(["", "a", "b", "c"]), st.tuples(st.integers(1, 9), st.frozensets(st.integers(0, 4))), max_size=4
)


@given(parts=PARTS, least=st.integers(1, 4))
def test_behind_each_amount_told_stand_enough_people_and_none_is_lost(
    parts: dict[str, tuple[int, frozenset[int]]], least: int
) -> None:
    told = told_together(parts, least, "")
    everyone = frozenset[int]().union(*(group for _, group in parts.values()))
    if len(everyone) < least:
        assert told == {}
        return
    assert sum(told.values()) == sum(amount for amount, _ in parts.values())
    alone = {name for name in told if name}
    rest = [parts[name] for name in parts if name not in alone]
    assert all(told[name] == parts[name][0] and len(parts[name][1]) >= least for name in alone)
    assert told.get("", 0) == sum(amount for amount, _ in rest)
    assert not rest or len(frozenset[int]().union(*(group for _, group in rest))) >= least


def test_parts_of_enough_people_are_told_one_by_one() -> None:
    parts = {"sewing": (60, {1, 2, 3}), "folding": (30, {1, 2}), "": (10, {4}), "gardening": (5, {5})}
    assert told_together(parts, 2, "") == {"sewing": 60, "folding": 30, "": 15}
    assert told_together(parts, 3, "") == {"sewing": 60, "": 45}
    assert told_together({"sewing": (60, {1, 2, 3}), "folding": (30, {1})}, 2, "") == {"": 90}
    assert told_together(parts, 6, "") == {}


# ---------------------------------------------------------------- amounts


def hours(**worked: int) -> dict[tuple[int, int], Fraction]:
    """`_1_7=60`: 60 minutes of person 7 on piece of work 1."""
    return {
        (int(piece), int(person)): Fraction(minutes)
        for (_, piece, person), minutes in ((name.split("_"), minutes) for name, minutes in worked.items())
    }


def test_an_amount_is_of_those_who_add_to_it() -> None:
    assert fewest_behind([]) == fewest_behind([{}]) == 0
    assert fewest_behind([hours(_1_7=60, _2_8=30)]) == 2
    assert fewest_behind([hours(_1_7=60, _2_7=30)]) == 1


def test_the_same_parts_of_the_same_work_tell_nothing_new() -> None:
    """Half of a piece of work and all of it are in one proportion for all who did it."""
    assert fewest_behind([hours(_1_7=60, _1_8=30), hours(_1_7=30, _1_8=15)]) == 2


def test_what_is_added_later_is_told_by_taking_off_what_was_told() -> None:
    assert fewest_behind([hours(_1_7=60, _1_8=60), hours(_1_7=60, _1_8=60, _1_9=60)]) == 1


SUMS = st.lists(
    st.dictionaries(st.tuples(st.integers(1, 3), st.integers(1, 4)), st.just(Fraction(60)), min_size=1),
    min_size=1,
    max_size=3,
)


@given(SUMS, st.tuples(*[st.integers(-2, 2)] * 3))
def test_nothing_that_can_be_computed_from_the_sums_is_of_fewer(
    sums: list[dict[tuple[int, int], Fraction]], factors: tuple[int, ...]
) -> None:
    """Whatever is added up and taken off, at least so many people are behind what is left."""
    pieces = {piece for shares in sums for piece in shares}
    left = {
        piece: sum(factor * shares.get(piece, 0) for factor, shares in zip(factors, sums, strict=False))
        for piece in pieces
    }
    behind = {person for (_, person), share in left.items() if share}
    assert not behind or len(behind) >= fewest_behind(sums)
