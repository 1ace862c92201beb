"""The lookup `among`: whole numbers, texts, foreign keys or UUIDs that are one of many, which are sent as one value.

Django's `in` makes a placeholder of each and readies them one by one: for 120 persons that takes longer than the query,
and as many texts of a statement as there are numbers of persons.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models.lookups import Lookup


class Among(Lookup):  # type: ignore[type-arg]
    """`person__among=keys`: plain keys, no objects and no None; among none is nothing."""

    lookup_name = "among"
    prepare_rhs = False

    def as_sqlite(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        column, values = self.process_lhs(compiler, connection)
        return f"{column} IN (SELECT value FROM json_each(%s))", [*values, self._value(connection)]

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        column, values = self.process_lhs(compiler, connection)
        return f"{column} = ANY(%s)", [*values, self._value(connection)]

    def _value(self, connection: Any) -> Any:
        # What is given later (`kit.prepared`) is written then.
        return self.rhs if hasattr(self.rhs, "as_sql") else self.written(self.rhs, connection)

    @staticmethod
    def written(keys: Iterable[Any], connection: Any) -> Any:
        """The keys as the database takes them, in one value."""
        if connection.vendor == "postgresql":
            return list(keys)
        return json.dumps([key.hex if isinstance(key, UUID) else key for key in keys])


def register() -> None:
    """Make the lookup known; once, before any query."""
    for field in (models.IntegerField, models.CharField, models.UUIDField, models.ForeignKey):
        field.register_lookup(Among)
