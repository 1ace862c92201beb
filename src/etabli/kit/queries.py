"""Reads of the journal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.core.paginator import Page
from django.db import models
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext

from etabli.kit import localised
from etabli.kit.actor import ANONYMOUS, OPERATOR, user_key
from etabli.kit.field_names import FIELDS
from etabli.kit.fields import EncryptedTextField
from etabli.kit.models import JournalRow
from etabli.kit.pagination import paged

ENCRYPTED = "•••"


@dataclass(frozen=True)
class Difference:
    """A column and its values before and after, as JSON values; None where there was nothing."""

    column: str
    before: Any
    after: Any


@dataclass(frozen=True)
class Change:
    """One change of one record. `redacted`: what changed was blanked for an erasure."""

    action: str
    actor: str
    at: datetime
    differences: tuple[Difference, ...]
    redacted: bool


def history_of(table: str, row_id: object, number: str | int | None = 1, size: int = 50) -> Page:
    """A page of the changes of a record, newest first, as `Change`. `row_id`: the primary key, any type.

    Keys are as the journal writes them: UUIDs with dashes.
    """
    rows = JournalRow.objects.filter(table_name=table, row_id=str(row_id)).order_by("-id")
    page = paged(rows, number, size)
    page.object_list = [_change(row) for row in page.object_list]
    return page


def _change(row: JournalRow) -> Change:
    before, after = row.before or {}, row.after or {}
    redacted = row.before is None and row.after is None
    return Change(row.action, row.actor, row.at, tuple(differences(before, after)), redacted)


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Difference]:
    """The columns whose values differ, in the order of the table."""
    columns = list(before) + [name for name in after if name not in before]
    return [
        Difference(name, before.get(name), after.get(name)) for name in columns if before.get(name) != after.get(name)
    ]


def actor_names(actors: Iterable[str]) -> dict[str, str]:
    """Actors of the journal as people read them: the name of the user, or "command line"."""
    asked = set(actors)
    keys = {actor: key for actor in asked if (key := user_key(actor)) is not None}
    users = get_user_model()._default_manager.in_bulk([int(key) for key in keys.values() if key.isdigit()])
    fixed = {OPERATOR: gettext("Command line"), ANONYMOUS: gettext("Not signed in")}
    names = {}
    for actor in asked:
        user = users.get(int(keys[actor])) if actor in keys and keys[actor].isdigit() else None
        names[actor] = (user.get_full_name() or user.get_username()) if user is not None else fixed.get(actor, actor)
    return names


def column_label(model: type[models.Model], column: str) -> str:
    """The name of a column for people, in their language; as it stands in the table when the model no longer has it."""
    field = field_of(model, column)
    name = str(field.verbose_name) if field is not None else column.replace("_", " ")
    return str(FIELDS.get(name, name.capitalize()))


def field_of(model: type[models.Model], column: str) -> models.Field | None:
    """The field stored in a column; None for a column that the model no longer has."""
    for field in model._meta.concrete_fields:
        if column in (field.column, field.attname):
            return field
    return None


def stored_text(model: type[models.Model], column: str, value: Any) -> str:
    """A value of the journal as people read it. Encrypted text is not opened here."""
    field = field_of(model, column)
    if value is None or value == "":
        return ""
    if isinstance(field, EncryptedTextField):
        return ENCRYPTED
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(field, models.DateTimeField):
        moment = parse_datetime(str(value))
        # SQLite writes moments without their zone, which is UTC.
        return (
            str(value) if moment is None else localised.moment(moment if moment.tzinfo else moment.replace(tzinfo=UTC))
        )
    if isinstance(field, models.DateField):
        day = parse_date(str(value))
        return str(value) if day is None else localised.day(day)
    return str(value)
