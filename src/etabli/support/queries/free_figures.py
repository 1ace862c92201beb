"""Free data in figures: how many of the persons present on a day have each value of a field, as far as it may be told.

Whoever reads these figures reads the values too, of the same persons: small numbers are hidden for those who are shown the
figures on paper or as a file, and so that the page and the file say the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from etabli.core.periods import day_no
from etabli.core.small_groups import told_in_turn
from etabli.org.access import roles_held
from etabli.org.models import Establishment, User
from etabli.people.models import EngagementFact, Person, Registration
from etabli.support import rules
from etabli.support.models import FreeField, FreeValue
from etabli.support.states import FieldKind, Target

LEAST = 5
"""Persons behind a number that is told."""
PRESENT, WRITTEN, NOTHING = "", "written", "nothing"
"""Rows that are no value: everybody present, those of whom a number is written, and those of whom nothing is."""
EVERYWHERE, NOWHERE = -1, 0
"""Columns that are no workshop (key): all together, and those who are in none."""


@dataclass(frozen=True)
class FreeCell:
    """`number` of persons; None: too few are behind it. `mean`: of the numbers written about them."""

    number: int | None
    mean: Decimal | None = None


@dataclass(frozen=True)
class FreeFigure:
    """`cells` by (row, column): a row is a value, PRESENT, WRITTEN or NOTHING, a year (as text) of a date; a column is the
    key of a workshop, EVERYWHERE or NOWHERE. `persons`: keys of those who are counted."""

    field: FreeField
    on: date
    rows: tuple[str, ...]
    columns: tuple[int, ...]
    cells: Mapping[tuple[str, int], FreeCell]
    persons: frozenset[int]


_Groups = dict[tuple[str, int], frozenset[int]]


def free_figure(
    user: User, establishment: Establishment, field: FreeField, on: date, *, today: date, by_workshop: bool
) -> FreeFigure:
    """What is written in a field now, of those engaged on a day whom the user knows today by a role that reads it.

    A field of plans or actions may count a person under several values. The same number of queries however many persons.
    """
    present = _known_by(user, establishment, field, today) & _engaged(establishment, on)
    values = FreeValue.objects.visible_to(user, establishment, today).filter(field=field, person__in=present)
    written = [(row.person_id, row.value) for row in values]
    people: defaultdict[str, set[int]] = defaultdict(set)
    for person, value in written:
        people[_row_of(field.kind, value)].add(person)
    people[NOTHING] = set(present).difference(*(group for row, group in people.items()))
    people[PRESENT] = set(present)
    members = _members(establishment, present) if by_workshop else {}
    members[EVERYWHERE] = present
    rows, columns = tuple(_rows(field, people)), tuple(sorted(members))
    groups = {(row, column): frozenset(people[row] & members[column]) for row in rows for column in columns}
    return FreeFigure(field, on, rows, columns, _cells(field, groups, written), present)


def narrowing_fields(user: User, establishment: Establishment) -> list[FreeField]:
    """Fields about persons that hold one of a few values, which a role of the user reads there of everybody. Two queries."""
    roles = {role for role, workshop in roles_held(user, establishment) if workshop is None}
    fields = FreeField.objects.filter(
        establishment=establishment,
        target=Target.PERSON,
        kind__in=[FieldKind.CHOICE, FieldKind.YES_NO],
        retired_on=None,
    )
    return [one for one in fields if roles & set(one.read_roles)]


def rows_offered(field: FreeField) -> list[str]:
    """The rows of a field that holds one of a few values, as one chooses among them."""
    values = [rules.YES, rules.NO] if field.kind == FieldKind.YES_NO else field.choices
    return [*(f"={value}" for value in values), NOTHING]


def rows_by_person(user: User, establishment: Establishment, field: FreeField) -> dict[int, str]:
    """The row of each person (key) of whom something is written in such a field. The values are opened here: the column is
    encrypted, and no database sorts by it."""
    values = FreeValue.objects.visible_to(user, establishment).filter(field=field).order_by()
    return {row.person_id: _row_of(field.kind, row.value) for row in values}


def _known_by(user: User, establishment: Establishment, field: FreeField, today: date) -> frozenset[int]:
    known: set[int] = set()
    for role, workshop in roles_held(user, establishment, today):
        if role in field.read_roles:
            people = Person.objects.filter(registrations__establishment=establishment)
            if workshop is not None:
                people = Person.objects.working_in([workshop], establishment, today)
            known |= set(people.order_by().values_list("pk", flat=True))
    return frozenset(known)


def _engaged(establishment: Establishment, on: date) -> frozenset[int]:
    facts = EngagementFact.objects.filter(establishment=establishment.pk, from_day__lte=day_no(on))
    return frozenset(facts.filter(to_day__gt=day_no(on)).values_list("subject", flat=True))


def _members(establishment: Establishment, present: Collection[int]) -> dict[int, frozenset[int]]:
    """Those present by their present workshop (key)."""
    found: defaultdict[int, set[int]] = defaultdict(set)
    rows = Registration.objects.filter(establishment=establishment, person__in=present).order_by()
    for person, workshop in rows.values_list("person", "workshop"):
        found[workshop or NOWHERE].add(person)
    return {workshop: frozenset(group) for workshop, group in found.items()}


def _row_of(kind: str, value: str) -> str:
    if kind == FieldKind.NUMBER:
        return WRITTEN
    return f"{date.fromisoformat(value).year:04}" if kind == FieldKind.DATE else f"={value}"


def _rows(field: FreeField, people: Mapping[str, Collection[int]]) -> Iterable[str]:
    """The values that may be chosen in their order, then those that were chosen before; last nothing, and everybody."""
    first = {FieldKind.YES_NO: [rules.YES, rules.NO], FieldKind.CHOICE: field.choices}.get(FieldKind(field.kind), [])
    known = [WRITTEN] if field.kind == FieldKind.NUMBER else [f"={value}" for value in first]
    return [*known, *sorted(set(people) - {*known, NOTHING, PRESENT}), NOTHING, PRESENT]


def _cells(field: FreeField, groups: _Groups, written: Iterable[tuple[int, str]]) -> dict[tuple[str, int], FreeCell]:
    """The whole is asked for first, then each value, each workshop and what they have in common, the largest first."""

    def turn(name: tuple[str, int]) -> tuple[bool, bool, bool, int, tuple[str, int]]:
        row, column = name
        whole = column == EVERYWHERE
        return (not (whole and row == PRESENT), not whole, row != PRESENT, -len(groups[name]), name)

    told = told_in_turn(((name, groups[name]) for name in sorted(groups, key=turn)), LEAST)
    numbers: defaultdict[int, list[Decimal]] = defaultdict(list)
    for person, value in written if field.kind == FieldKind.NUMBER else ():
        numbers[person].append(Decimal(value))
    cells = {}
    for (row, column), group in groups.items():
        # That nobody has a value tells something of all of them: it is told where their number is.
        is_told = (row, column) in told if group else (PRESENT, column) in told
        theirs = [number for person in group for number in numbers[person]] if is_told and row == WRITTEN else []
        mean = sum(theirs, Decimal()) / len(theirs) if theirs else None
        cells[row, column] = FreeCell(len(group) if is_told else None, mean)
    return cells
