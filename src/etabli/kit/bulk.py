"""Many rows of one table at once. For actions, and what derives facts for them.

One statement run many times makes no object a row and does not depend on their number: measured four times as quick as
`bulk_create` on SQLite, which besides cuts 120 rows into several statements, and twenty times as quick as `bulk_update`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from operator import itemgetter
from typing import Any

from django.db import connection, models

_PLAIN = (models.IntegerField, models.FloatField, models.CharField)
"""Fields whose values every database takes as they are."""
_PLAIN_ON_POSTGRESQL = (*_PLAIN, models.BooleanField, models.DateField, models.UUIDField)
_BATCH = 5000

Convert = Callable[[Any], Any]


def insert(model: type[models.Model], names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Insert rows of plain values, in the order of the fields named (a foreign key by its key).

    PostgreSQL is copied into what has no journal: the wrapper that tells it who acts does not see a COPY.
    """
    fields = [model._meta.get_field(name) for name in names]
    quoted = ", ".join(connection.ops.quote_name(field.column) for field in fields)
    target = f"{connection.ops.quote_name(model._meta.db_table)} ({quoted})"
    sql = f"INSERT INTO {target} VALUES ({', '.join(['%s'] * len(fields))})"
    by_copy = connection.vendor == "postgresql" and not getattr(model, "journalled", True)
    others = _converters(fields)
    waiting = iter(rows)
    with connection.cursor() as cursor:
        while batch := [_prepared(row, others) for row in islice(waiting, _BATCH)]:
            if by_copy:
                with cursor.copy(f"COPY {target} FROM STDIN") as copy:
                    for row in batch:
                        copy.write_row(row)
            else:
                cursor.executemany(sql, batch)


def bring(
    rows: models.QuerySet[Any], names: Sequence[str], key: Sequence[str], wanted: Iterable[tuple[Any, ...]]
) -> None:
    """The rows of a query become those wanted, values of the fields named; `key` says which is which.

    What stands already is left as it is, and of what differs only the fields that do: most of what a save derives is as it
    was, and a row written again costs an entry in each of its indexes.
    """
    place = itemgetter(*(names.index(name) for name in key))
    present = {place(row): (pk, row) for pk, *values in rows.values_list("pk", *names) for row in [tuple(values)]}
    new, changed, different = [], [], set[int]()
    for row in wanted:
        pk, old = present.pop(place(row), (None, ()))
        if pk is None:
            new.append(row)
        elif row != old:
            changed.append((pk, row))
            different.update(number for number, (one, other) in enumerate(zip(row, old, strict=True)) if one != other)
    if present:
        rows.model._default_manager.filter(pk__in=[pk for pk, _ in present.values()]).delete()
    if changed:
        fields = sorted(different)
        values = [(*(row[number] for number in fields), pk) for pk, row in changed]
        update(rows.model, [names[number] for number in fields], values)
    insert(rows.model, names, new)


def update(model: type[models.Model], names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Write the fields named of rows that stand; each row: their values in that order, then its primary key."""
    key = model._meta.pk
    if key is None:
        raise TypeError(f"{model.__name__} has no primary key")
    fields = [*(model._meta.get_field(name) for name in names), key]
    *columns, place = (connection.ops.quote_name(field.column) for field in fields)
    table = connection.ops.quote_name(model._meta.db_table)
    sql = f"UPDATE {table} SET {', '.join(f'{column} = %s' for column in columns)} WHERE {place} = %s"
    others = _converters(fields)
    with connection.cursor() as cursor:
        cursor.executemany(sql, [_prepared(row, others) for row in rows])


def _converters(fields: Sequence[Any]) -> list[tuple[int, Convert]]:
    """Those that are needed, each with the place of its field."""
    return [(place, convert) for place, field in enumerate(fields) if (convert := _converter(field))]


def _converter(field: Any) -> Convert | None:
    """How a value becomes what the database takes; None when it is that already."""
    stored = field.target_field if field.remote_field else field
    if isinstance(stored, _PLAIN_ON_POSTGRESQL if connection.vendor == "postgresql" else _PLAIN):
        return None
    known: dict[Any, Any] = {}

    def convert(value: Any) -> Any:
        # Days and moments come back row after row.
        if value not in known:
            known[value] = stored.get_db_prep_save(value, connection)
        return known[value]

    return convert


def _prepared(row: Sequence[Any], others: list[tuple[int, Convert]]) -> Sequence[Any]:
    """The row as the database takes it."""
    if not others:
        return row
    values = list(row)
    for place, convert in others:
        values[place] = convert(values[place])
    return values
