"""Many rows of one table at once. For actions, and what derives facts for them.

Rows stay tuples, no object is made of any: measured four times as quick as `bulk_create` on SQLite, and twenty times as
quick as `bulk_update`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import chain, islice
from operator import itemgetter
from typing import Any
from uuid import UUID

from django.db import connection, models

_PLAIN = (models.IntegerField, models.FloatField, models.CharField, models.BooleanField)
"""Fields whose values every database takes as they are."""
_PLAIN_ON_POSTGRESQL = (*_PLAIN, models.DateField, models.UUIDField)
_BATCH = 5000

Convert = Callable[[Any], Any]


def insert(model: type[models.Model], names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Insert rows of plain values, in the order of the fields named (a foreign key by its key).

    PostgreSQL is copied into what has no journal: the wrapper that tells it who acts does not see a COPY.
    """
    fields = [model._meta.get_field(name) for name in names]
    quoted = ", ".join(connection.ops.quote_name(field.column) for field in fields)
    target = f"{connection.ops.quote_name(model._meta.db_table)} ({quoted})"
    by_copy = connection.vendor == "postgresql" and not getattr(model, "journalled", True)
    others = _converters(fields)
    waiting = iter(rows)
    with connection.cursor() as cursor:
        while batch := _prepared(list(islice(waiting, _BATCH)), others):
            if by_copy:
                with cursor.copy(f"COPY {target} FROM STDIN") as copy:
                    for row in batch:
                        copy.write_row(row)
            elif connection.vendor == "sqlite":
                _insert_together(cursor, target, batch)
            else:
                cursor.executemany(_statement(target, len(fields), 1), batch)


def _insert_together(cursor: Any, target: str, rows: Sequence[Sequence[Any]]) -> None:
    """As many rows in a statement as its bound on values allows: SQLite draws the next keys of a table and of the journal,
    and readies the triggers, once for each statement. Row by row, that takes as long as all the rest."""
    width = len(rows[0])
    most = (connection.features.max_query_params or width) // width
    whole = len(rows) - len(rows) % most
    if whole:
        groups = [list(chain.from_iterable(rows[start : start + most])) for start in range(0, whole, most)]
        cursor.executemany(_statement(target, width, most), groups)
    if rest := rows[whole:]:
        cursor.executemany(_statement(target, width, len(rest)), [list(chain.from_iterable(rest))])


def _statement(target: str, width: int, rows: int) -> str:
    line = f"({', '.join(['%s'] * width)})"
    return f"INSERT INTO {target} VALUES {', '.join([line] * rows)}"


def bring(
    model: type[models.Model],
    names: Sequence[str],
    key: Sequence[str],
    standing: Iterable[tuple[Any, ...]],
    wanted: Iterable[tuple[Any, ...]],
) -> None:
    """Rows that stand become those wanted: values of the fields named, of which `key` says which row is which.

    `standing`: after these values, the primary key. What stands already is left as it is, and of what differs only the
    fields that do: most of what a save derives is as it was, and a row written again costs an entry in each of its indexes.
    """
    place = itemgetter(*(names.index(name) for name in key))
    present = {place(row): row for row in standing}
    new, changed, before = [], [], []
    for row in wanted:
        there = present.pop(place(row), None)
        if there is None:
            new.append(row)
            continue
        if row != (old := there[:-1]):
            changed.append((there[-1], row))
            before.append(old)
    if present:
        model._default_manager.filter(pk__in=[row[-1] for row in present.values()]).delete()
    if changed:
        # Column by column, which is quicker.
        after = zip(*(row for _, row in changed), strict=True)
        pairs = zip(after, zip(*before, strict=True), strict=True)
        fields = [number for number, (values_now, values_then) in enumerate(pairs) if values_now != values_then]
        values = [(*(row[number] for number in fields), pk) for pk, row in changed]
        update(model, [names[number] for number in fields], values)
    insert(model, names, new)


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
        cursor.executemany(sql, _prepared(list(rows), others))


def _converters(fields: Sequence[Any]) -> list[tuple[int, Convert]]:
    """Those that are needed, each with the place of its field."""
    plain = _PLAIN_ON_POSTGRESQL if connection.vendor == "postgresql" else _PLAIN
    return [(place, convert) for place, field in enumerate(fields) if (convert := _converter(field, plain))]


def _converter(field: Any, plain: tuple[type, ...]) -> Convert | None:
    """How a value becomes what the database takes; None when it is that already."""
    stored = field.target_field if field.remote_field else field
    if isinstance(stored, plain):
        return None
    if isinstance(stored, models.UUIDField):
        return _hex
    return _Converted(stored).__getitem__


def _hex(value: UUID | None) -> str | None:
    return None if value is None else value.hex


class _Converted(dict[Any, Any]):
    """Values of a field as the database takes them: days and moments come back row after row."""

    def __init__(self, field: Any) -> None:
        super().__init__()
        self._field = field

    def __missing__(self, value: Any) -> Any:
        converted = self[value] = self._field.get_db_prep_save(value, connection)
        return converted


def _prepared(rows: list[Sequence[Any]], others: list[tuple[int, Convert]]) -> Sequence[Sequence[Any]]:
    """The rows as the database takes them; column by column, which is quicker."""
    if not others or not rows:
        return rows
    columns: list[Iterable[Any]] = list(zip(*rows, strict=True))
    for place, convert in others:
        columns[place] = map(convert, columns[place])
    return list(zip(*columns, strict=True))
