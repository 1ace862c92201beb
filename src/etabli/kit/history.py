"""Which records have a history page, and who may see each. Rooms register their models; the kit knows none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import models

Resolver = Callable[[Any, Any, str], models.Model | None]
"""(user, place, key as text) -> the record, or None when there is none that this user may see there."""
Describe = Callable[[Any, Any, str, object], str | None]
"""(user, place, column, value) -> how to show the value (the name behind a key, say), or None to show it as it is."""


@dataclass(frozen=True)
class Recorded:
    model: type[models.Model]
    resolver: Resolver
    describe: Describe | None = None


_RECORDED: dict[str, Recorded] = {}


def register(model: type[models.Model], resolver: Resolver, describe: Describe | None = None) -> None:
    """Give the records of a model a history page. ValueError for a model registered twice."""
    table = model._meta.db_table
    if table in _RECORDED and _RECORDED[table].resolver is not resolver:
        raise ValueError(f"the history of {table} is registered twice")
    _RECORDED[table] = Recorded(model, resolver, describe)


def recorded(table: str) -> Recorded | None:
    return _RECORDED.get(table)
