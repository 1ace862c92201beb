"""Rows made, changed or replaced, and what that did."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, TypeVar

from django.db import models

Row = TypeVar("Row", bound=models.Model)


class Change(StrEnum):
    """What a declarative write did."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"


def save_row(model: type[Row], key: Mapping[str, Any], values: Mapping[str, Any]) -> tuple[Row, Change]:
    """The row of that key with these values."""
    row = model._default_manager.filter(**key).first()
    if row is None:
        return model._default_manager.create(**key, **values), Change.CREATED
    different = [name for name, value in values.items() if getattr(row, name) != value]
    if not different:
        return row, Change.UNCHANGED
    for name in different:
        setattr(row, name, values[name])
    row.save(update_fields=different)
    return row, Change.UPDATED


def replace_rows(
    model: type[models.Model], where: Mapping[str, Any], key: str, rows: Mapping[Any, Mapping[str, Any]]
) -> bool:
    """The rows of `model` under `where` become exactly these, by their key. True when something changed."""
    gone = model._default_manager.filter(**where).exclude(**{f"{key}__in": list(rows)})
    changed = bool(gone.delete()[0])
    for value, values in rows.items():
        changed |= save_row(model, {**where, key: value}, values)[1] != Change.UNCHANGED
    return changed
