"""Figures of an establishment, or of some persons of it, over several periods.

Of some persons a figure is the sum of their own contributions: what belongs to the establishment as a whole, such as approved
places, is of none of them, so that a rate divided by places is undefined for a workshop.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.db import connection

from etabli.core.periods import Period
from etabli.core.small_groups import may_tell
from etabli.cpom.models import Objective
from etabli.cpom.states import Level
from etabli.indicators.definitions import Definition, definitions
from etabli.indicators.queries import Figure, Known, figures, refusal_of, scope_of, tidy
from etabli.indicators.rules import LEAST
from etabli.indicators.sums import bounds
from etabli.org.models import Establishment
from etabli.people.models import Registration

Members = frozenset[int] | None
"""Persons (keys) whose contributions count; None: everything of the establishment."""


@dataclass(frozen=True)
class Want:
    """A figure over a period; `members`: see `Members`."""

    code: str
    period: Period
    members: Members = None


def members_of(objectives: Iterable[Objective], place: Establishment) -> dict[int, Members]:
    """Whose contributions count for each objective (key): the persons registered today in its workshop or its work group.

    Two queries, however many objectives.
    """
    held = list(objectives)
    workshops: defaultdict[int, set[int]] = defaultdict(set)
    groups: defaultdict[int, set[int]] = defaultdict(set)
    rows = Registration.objects.filter(establishment=place)
    if any(row.level == Level.WORKSHOP for row in held):
        for person, workshop in rows.exclude(workshop=None).values_list("person", "workshop"):
            workshops[workshop].add(person)
    if any(row.level == Level.GROUP for row in held):
        for person, group in rows.exclude(work_groups=None).values_list("person", "work_groups"):
            groups[group].add(person)
    return {row.pk: _members(row, workshops, groups) for row in held}


def _members(row: Objective, workshops: Mapping[int, set[int]], groups: Mapping[int, set[int]]) -> Members:
    if row.workshop_id is not None:
        return frozenset(workshops.get(row.workshop_id, ()))
    if row.work_group_id is not None:
        return frozenset(groups.get(row.work_group_id, ()))
    return None if row.person_id is None else frozenset({row.person_id})


def of_few(place: Establishment) -> set[int]:
    """Objectives (keys) set for a workshop or a work group whose figure would tell of fewer than `LEAST` persons: by itself,
    or taken off that of the house and of those before it in the contract. At most four queries."""
    rows = Objective.objects.filter(contract__establishment=place, person=None)
    parts = list(rows.exclude(workshop=None, work_group=None).order_by("position", "pk"))
    if not parts:
        return set()
    members = members_of(parts, place)
    told = [frozenset(Registration.objects.filter(establishment=place).values_list("person", flat=True))]
    few = set()
    for row in parts:
        group = members[row.pk] or frozenset()
        if may_tell(group, told, LEAST):
            told.append(group)
        else:
            few.add(row.pk)
    return few


def measured(place: Establishment, wants: Collection[Want]) -> dict[Want, Figure]:
    """Each figure wanted; one that cannot be given carries its refusal.

    The number of queries goes with the periods and the definitions, not with the number of objectives.
    """
    whole: defaultdict[Period, set[str]] = defaultdict(set)
    parts: defaultdict[tuple[Period, str], set[Want]] = defaultdict(set)
    for want in wants:
        if want.members is None:
            whole[want.period].add(want.code)
        else:
            parts[want.period, want.code].add(want)
    found: dict[Want, Figure] = {}
    for period, codes in whole.items():
        for figure in figures(scope_of(place), period, codes):
            found[Want(figure.definition.code, period)] = figure
    known = {period: Known.of([place], period) for period in {period for period, _ in parts}}
    for (period, code), held in parts.items():
        found |= _of_members(place, definitions()[code], held, known[period])
    return found


def _of_members(
    place: Establishment, definition: Definition, wants: Collection[Want], known: Known
) -> dict[Want, Figure]:
    scope, period = scope_of(place), next(iter(wants)).period
    refusal = refusal_of(definition, [place], period, known)
    if refusal is not None:
        return {want: Figure(definition, scope, period, refusal=refusal) for want in wants}
    sums = _sums_by_person(definition, scope, period)
    return {
        want: _sum(definition, scope, period, [sums[key] for key in want.members or () if key in sums])
        for want in wants
    }


def _sums_by_person(definition: Definition, scope: str, period: Period) -> dict[int, tuple[float, float]]:
    """Numerator and denominator of each person, in one query."""
    text = definition.bound("%({})s")
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT k.subject, SUM(k.num), SUM(k.den) FROM ({text}) AS k"
            " WHERE k.excluded = '' AND k.subject IS NOT NULL GROUP BY k.subject",
            bounds(scope, period),
        )
        return {subject: (float(num or 0), float(den or 0)) for subject, num, den in cursor.fetchall()}


def _sum(definition: Definition, scope: str, period: Period, rows: Collection[tuple[float, float]]) -> Figure:
    num, den = sum(row[0] for row in rows), sum(row[1] for row in rows)
    return Figure(definition, scope, period, tidy(num), tidy(den) if definition.is_ratio else None)
