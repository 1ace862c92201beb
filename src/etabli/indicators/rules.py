"""When a figure can be given. Each `check_x` raises a Refusal; nothing here reads a database or a clock."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any, TypeVar

from etabli.core.periods import Period
from etabli.core.refusal import Refusal
from etabli.core.small_groups import smallest_part
from etabli.indicators.definitions import Basis, Definition

Keep = Callable[[int], bool]
"""Says of a person (key) whether she is inside a perimeter."""
OUTSIDE = "outside_perimeter"
LEAST = 5
"""The fewest people behind a number that is told side by side, unless more are asked for."""
Row = TypeVar("Row", bound=Any)


def within(rows: Iterable[Row], keep: Keep | None) -> list[Row]:
    """Rows of contributions, those of persons outside a perimeter left out: they count nothing and say why.

    Rows of the establishment itself (`subject` None), places and opening days, stay as they are.
    """
    if keep is None:
        return list(rows)
    return [
        row if row.subject is None or keep(row.subject) else replace(row, num=0, den=0, excluded=OUTSIDE)
        for row in rows
    ]


def check_period(definition: Definition, period: Period) -> None:
    """ASP figures are monthly: their period begins and ends on a first day of a month."""
    if definition.basis == Basis.MONTHS and not period.on_month_boundaries:
        raise Refusal("month_boundaries", figure=definition.code, start=period.start, end=period.end)


def check_known_until(period: Period, known_until: date) -> None:
    """A period does not reach beyond the calendar derived so far. `known_until`: its first unknown day."""
    if period.end is not None and period.end > known_until:
        raise Refusal("beyond_calendar", end=period.end, known_until=known_until)


def check_kind(definition: Definition, kinds: Collection[str]) -> None:
    """A figure exists for the kinds of establishment its definition names."""
    if not set(kinds) & definition.kinds:
        raise Refusal("not_for_this_kind", figure=definition.code, kinds=", ".join(sorted(kinds)))


def check_targets(definition: Definition, years_without: Collection[int]) -> None:
    """A figure measured against target days needs them for every year of its period."""
    if definition.requires == "target_days" and years_without:
        raise Refusal(
            "target_missing", figure=definition.code, years=", ".join(str(year) for year in sorted(years_without))
        )


def is_by_person(definition: Definition) -> bool:
    """True when it counts persons, and divides them by nothing but persons."""
    return definition.unit in ("persons", "persons/persons")


def tellable(known: Collection[frozenset[int]], rows: Mapping[int, str], unwritten: str) -> frozenset[str]:
    """The values of a field whose part of a figure may be told to who knows the whole figure and the other values told.

    `known`: everybody whom the figure counts, those in its numerator, those in its denominator (keys). `rows`: the value of
    each person; `unwritten`: that of those of whom nothing is written. Of each of these groups at least `LEAST` have the
    value and as many have not, so that it is neither told of somebody nor of everybody; nor are fewer found by taking
    numbers told off each other.
    """
    groups = [group for group in known if group]
    people: defaultdict[str, set[int]] = defaultdict(set)
    for person in frozenset[int]().union(*groups):
        people[rows.get(person, unwritten)].add(person)
    told, names = list(groups), set()
    for row in sorted(people, key=lambda row: (-len(people[row]), row)):
        inside = [group & people[row] for group in groups]
        apart = all(LEAST <= len(part) <= len(group) - LEAST for part, group in zip(inside, groups, strict=True))
        if apart and smallest_part([*told, *inside]) >= LEAST:
            told += inside
            names.add(row)
    return frozenset(names)


def check_tellable(known: Collection[frozenset[int]], rows: Mapping[int, str], row: str, unwritten: str) -> None:
    """Refusal `free_restriction_few`: see `tellable`."""
    if row not in tellable(known, rows, unwritten):
        raise Refusal("free_restriction_few", least=LEAST)


TARGETED = (
    "paid_hours_activity_rate",
    "target_fulfilment_rate",
    "occupancy_rate",
    "occupancy_rate_adapted",
    "active_caseload",
    "active_caseload_rate",
    "blended_occupancy_rate",
    "blended_occupancy_rate_with_trainees",
    "mean_absence_days",
)
"""Figures for which a contract sets targets."""
LESS_IS_BETTER = frozenset({"mean_absence_days"})
HIGHEST_RATE = 20_000
"""200 %, in ten-thousandths: a fulfilment may pass 100 %, a slip of the finger passes 200."""
FIRST_YEAR, LAST_YEAR = 2000, 2100


def check_targeted(definition: Definition) -> None:
    if definition.code not in TARGETED:
        raise Refusal("target_not_for", figure=definition.code)


def check_target_year(year: int) -> None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Refusal("target_year_wrong", value=str(year))


def check_target_value(value: int, percentage: bool) -> None:
    """`value`: ten-thousandths of a rate, whole persons; see `models.Target`."""
    if percentage and not 0 < value <= HIGHEST_RATE:
        raise Refusal("target_rate_wrong", highest=HIGHEST_RATE // 100)
    if not percentage and value <= 0:
        raise Refusal("target_count_wrong")


def check_target_source(source: str) -> None:
    """A target says which contract or letter set it: without that nobody can check it."""
    if not source.strip():
        raise Refusal("target_without_source")


def meets(code: str, value: float, target: float) -> bool:
    """True when a figure is at its target or on the good side of it."""
    return value <= target if code in LESS_IS_BETTER else value >= target
