"""When the size of a group of people may be told, beside the sizes told before.

Two sizes told of overlapping groups tell the size of what is between them: of a year and of one of its invoices, that of
the rest of the year. So people are parted by the groups they are in: every part that somebody stands in, and with it all
that can be added up or taken off, has at least `least` people.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from fractions import Fraction

Shares = Mapping[tuple[int, int], Fraction]
"""What each (piece of work, person) adds to a sum."""


def smallest_part(groups: Iterable[Collection[int]]) -> int:
    """The fewest people (keys) who are in exactly the same of these groups; 0 when nobody is in any."""
    known = [frozenset(group) for group in groups]
    people = frozenset[int]().union(*known)
    parts = Counter(tuple(person in group for group in known) for person in people)
    return min(parts.values(), default=0)


def may_tell(group: Collection[int], told: Iterable[Collection[int]], least: int) -> bool:
    """True when the size of `group` may be told to someone who knows the sizes of those `told`."""
    return len(frozenset(group)) >= least and smallest_part([group, *told]) >= least


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
