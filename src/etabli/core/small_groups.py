"""When the size of a group of people may be told, beside the sizes told before.

Two sizes told of overlapping groups tell the size of what is between them: of a year and of one of its invoices, that of
the rest of the year. So people are parted by the groups they are in: every part that somebody stands in, and with it all
that can be added up or taken off, has at least `least` people.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping


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
