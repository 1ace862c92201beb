"""When the size of a group of people may be told, beside the sizes told before.

Two sizes told of overlapping groups tell the size of what is between them: of a year and of one of its invoices, that of
the rest of the year. So people are parted by the groups they are in: every part that somebody stands in, and with it all
that can be added up or taken off, has at least `least` people.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable


def smallest_part(groups: Iterable[Collection[int]]) -> int:
    """The fewest people (keys) who are in exactly the same of these groups; 0 when nobody is in any."""
    known = [frozenset(group) for group in groups]
    people = frozenset[int]().union(*known)
    parts = Counter(tuple(person in group for group in known) for person in people)
    return min(parts.values(), default=0)


def may_tell(group: Collection[int], told: Iterable[Collection[int]], least: int) -> bool:
    """True when the size of `group` may be told to someone who knows the sizes of those `told`."""
    return len(frozenset(group)) >= least and smallest_part([group, *told]) >= least
