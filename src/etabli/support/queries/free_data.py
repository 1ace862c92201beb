"""Reads of free data: of one person, or found among all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet
from django.utils.translation import gettext

from etabli.kit import localised
from etabli.kit.texts import fold
from etabli.org.access import roles_held
from etabli.org.models import Establishment, User
from etabli.people.models import Person
from etabli.support import rules
from etabli.support.access import SupportRight
from etabli.support.models import FreeField, FreeValue, Plan, SupportAction
from etabli.support.states import FieldKind, Target


@dataclass(frozen=True)
class FreeLine:
    """A field that the reader may read about something, what is written in it (empty: nothing), and whether she writes."""

    field: FreeField
    value: str
    may_write: bool

    @property
    def shown(self) -> str:
        return free_shown(self.field.kind, self.value)


def free_shown(kind: str, value: str) -> str:
    """What is kept, as the reader writes it."""
    if not value:
        return ""
    if kind == FieldKind.DATE:
        return localised.day(date.fromisoformat(value), "short")
    if kind == FieldKind.YES_NO:
        return gettext("yes") if value == rules.YES else gettext("no")
    if kind == FieldKind.NUMBER:
        return localised.number(Decimal(value), max(0, -int(Decimal(value).as_tuple().exponent)))
    return value


def free_fields_of(user: User, establishment: Establishment) -> QuerySet[FreeField]:
    """Every field there, the retired ones too, for those who define them."""
    return FreeField.objects.visible_to(user, establishment, SupportRight.SETTINGS_WRITE)


def free_data_of(
    establishment: Establishment, person: int, target: str, about: int, roles: Collection[str]
) -> list[FreeLine]:
    """The fields of a target that these roles read, in the order of the screen; a retired one only where it is filled.

    `roles`: those by which the reader knows the person. Two queries.
    """
    fields = [
        field
        for field in FreeField.objects.filter(establishment=establishment, target=target)
        if set(roles) & set(field.read_roles)
    ]
    rows = FreeValue.objects.filter(field__in=[field.pk for field in fields], person=person, about=about)
    values = {row.field_id: row.value for row in rows}
    return [
        FreeLine(
            field, values.get(field.pk, ""), field.retired_on is None and bool(set(roles) & set(field.write_roles))
        )
        for field in fields
        if field.retired_on is None or field.pk in values
    ]


def is_about(user: User, establishment: Establishment, person: int, target: str, about: int) -> bool:
    """True when `about` is a plan or action of the person that the user may read; 0 for the person herself."""
    if target == Target.PERSON:
        return about == 0
    model = Plan if target == Target.PLAN else SupportAction
    return bool(model.objects.visible_to(user, establishment).filter(person=person, pk=about).exists())


def searchable_fields(user: User, establishment: Establishment) -> list[FreeField]:
    """Fields that a role of the user reads there."""
    roles = {role for role, _ in roles_held(user, establishment)}
    return [row for row in FreeField.objects.filter(establishment=establishment) if roles & set(row.read_roles)]


@dataclass(frozen=True)
class Found:
    """What is written in a field about a person."""

    person: Person
    value: str
    row: FreeValue


def find_free_data(user: User, establishment: Establishment, field: FreeField, text: str) -> list[Found]:
    """What the user may read in a field, that contains a text (all when empty), by person.

    The column is encrypted, so every value of the field is opened: 30 microseconds each. The same number of queries
    however many.
    """
    rows = FreeValue.objects.visible_to(user, establishment).filter(field=field)
    joined = rows.select_related("person", "author", "field__establishment").order_by(
        "person__search_key", "about", "pk"
    )
    wanted = fold(text)
    found = [Found(row.person, free_shown(field.kind, row.value), row) for row in joined]
    return [one for one in found if wanted in fold(one.value)]


def counted(field: FreeField, found: Sequence[Found]) -> list[tuple[str, int]]:
    """How many persons each value of a choice or yes-or-no has, the most frequent first; nothing of other kinds."""
    if field.kind not in (FieldKind.CHOICE, FieldKind.YES_NO):
        return []
    persons = {(one.value, one.person.pk) for one in found}
    return sorted(Counter(value for value, _ in persons).items(), key=lambda pair: (-pair[1], pair[0]))
