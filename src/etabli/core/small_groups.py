"""When the size of a group of people may be told, beside the sizes told before.

Two sizes told of overlapping groups tell the size of what is between them: of a year and of one of its invoices, that of
the rest of the year. So people are parted by the groups they are in: every part that somebody stands in, and with it all
that can be added up or taken off, has at least `least` people.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from fractions import Fraction
from typing import TypeVar

Name = TypeVar("Name")
Shares = Mapping[tuple[int, int], Fraction]
"""What each (piece of work, person) adds to a sum."""


def smallest_part(groups: Iterable[Collection[int]]) -> int:
    """The fewest people (keys) who are in exactly the same of these groups; 0 when nobody is in any."""
    return min(map(len, parted(groups)), default=0)


def parted(groups: Iterable[Collection[int]]) -> list[frozenset[int]]:
    """People (keys) by which of these groups they are in; who is in none stands nowhere. What follows from the sizes of the
    groups follows from the sizes of these."""
    marks: defaultdict[int, list[int]] = defaultdict(list)
    for number, group in enumerate(groups):
        for person in frozenset(group):
            marks[person].append(number)
    parts: defaultdict[tuple[int, ...], set[int]] = defaultdict(set)
    for person, mark in marks.items():
        parts[tuple(mark)].add(person)
    return [frozenset(part) for part in parts.values()]


def may_tell(group: Collection[int], told: Iterable[Collection[int]], least: int) -> bool:
    """True when the size of `group` may be told to someone who knows the sizes of those `told`."""
    return len(frozenset(group)) >= least and smallest_part([group, *told]) >= least


def told_in_turn(groups: Iterable[tuple[Name, Collection[int]]], least: int) -> frozenset[Name]:
    """Of groups asked for one after the other, the names of those whose sizes may be told beside those told before.

    As `may_tell` says of each, in one passage: people are parted further by every group that is told.

    >>> sorted(told_in_turn([("all", range(9)), ("a", range(6)), ("b", range(6, 9))], 4)), sorted(
    ...     told_in_turn([("all", range(10)), ("a", range(6)), ("b", range(6, 10))], 4)
    ... )
    (['all'], ['a', 'all', 'b'])
    """
    parts: list[frozenset[int]] = []
    told = set()
    for name, group in groups:
        asked = frozenset(group)
        cut = [piece for part in parts for piece in (part & asked, part - asked)]
        cut.append(asked.difference(*parts))
        if asked and all(not piece or len(piece) >= least for piece in cut):
            parts = [piece for piece in cut if piece]
            told.add(name)
    return frozenset(told)


def told_together(parts: Mapping[str, tuple[int, Collection[int]]], least: int, rest: str) -> dict[str, int]:
    """Amounts by name, of parts (amount, people) by name, so that at least `least` people stand behind each.

    Those behind which fewer stand are one, under the name `rest`; the smallest of the others joins them when they are too
    few together. Nothing is told of parts when fewer than `least` people stand behind the whole.
    """
    people = {name: frozenset(group) for name, (_, group) in parts.items()}
    if len(frozenset[int]().union(*people.values())) < least:
        return {}
    alone = [name for name in parts if name != rest and len(people[name]) >= least]
    alone.sort(key=lambda name: (len(people[name]), parts[name][0], name))
    joined = [name for name in parts if name not in alone]
    while joined and len(frozenset[int]().union(*(people[name] for name in joined))) < least:
        joined.append(alone.pop(0))
    told = {name: parts[name][0] for name in alone}
    return told | {rest: sum(parts[name][0] for name in joined)} if joined else told


def fewest_behind(sums: Sequence[Shares]) -> int:
    """The fewest people behind any amount that can be computed from these sums; 0 when nothing adds to any.

    What stands in all of them in one proportion cannot be told apart, whatever is added up or taken off; what stands in
    them in another proportion can. So work is parted by its proportions, and the people of each part are counted.

    >>> year, invoice = {(1, 7): Fraction(60), (2, 8): Fraction(30)}, {(1, 7): Fraction(60)}
    >>> fewest_behind([year]), fewest_behind([year, invoice])
    (2, 1)
    """
    parts: defaultdict[tuple[Fraction, ...], set[int]] = defaultdict(set)
    for piece in {piece for shares in sums for piece, share in shares.items() if share}:
        shares_of = [shares.get(piece, Fraction()) for shares in sums]
        most = max(shares_of, key=abs)
        parts[tuple(share / most for share in shares_of)].add(piece[1])
    return min((len(people) for people in parts.values()), default=0)


Cell = Sequence[Collection[int]]
"""The groups of people (keys) that a number tells of, such as those it counts and those it is divided by and does not count."""


def told_side_by_side(
    cells: Mapping[str, Cell], whole: Cell, least: int, told: Collection[Collection[int]] = ()
) -> tuple[frozenset[str], bool]:
    """Of numbers side by side, the names of those that may be told, and whether that of the whole may be told beside them.

    A number that tells of 1 to `least` - 1 people is not told; nor are as many others, the smallest first, as it takes so
    that nothing smaller follows by taking those told off the whole, off each other, or off what was `told` of these people
    before: groups none of whose parts is that small. What tells of nobody is told.

    >>> told_side_by_side({"a": [{1}], "b": [{2, 3}], "c": [{4, 5, 6}]}, [{1, 2, 3, 4, 5, 6}], 2)
    (frozenset({'c'}), True)
    """
    alone = [name for name, cell in cells.items() if _is_told([cell], least, told)]
    alone.sort(key=lambda name: (min((len(group) for group in cells[name] if group), default=_MANY), name))
    beside = _told([cells[name] for name in alone], whole, least, told)
    apart = _told([cells[name] for name in alone], (), least, told)
    if beside is not None and (apart is None or beside <= apart + 1):
        return frozenset(alone[beside:]), True
    return frozenset(alone[apart or 0 :]), False


_MANY = 10**9


def _told(cells: Sequence[Cell], whole: Cell, least: int, told: Collection[Collection[int]]) -> int | None:
    """How many of the first cells are not told so that the rest may be, beside the whole; None when that alone may not be."""
    for dropped in range(len(cells) + 1):
        if _is_told((*cells[dropped:], whole), least, told):
            return dropped
    return None


def _is_told(cells: Iterable[Cell], least: int, told: Collection[Collection[int]]) -> bool:
    smallest = smallest_part([*(group for cell in cells for group in cell), *told])
    return smallest == 0 or smallest >= least
