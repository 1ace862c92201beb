"""Queries whose text is made once and whose values are given each time: what every save asks, it asks in the same words.

Django makes the text of a query anew each time, which takes several times as long as running one of ours, and a save asks
some twenty.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection, models
from django.db.models.expressions import Expression

from etabli.kit.among import Among

Row = tuple[Any, ...]


class Given(Expression):
    """A value that is named in a query and given when it runs."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        return "%s", [self]


@dataclass(frozen=True)
class _Text:
    sql: str
    values: tuple[Any, ...]
    converters: tuple[tuple[int, list[Callable[..., Any]], Any], ...]


class prepared:
    """Decorates a function that makes a query by `values_list`: called, it answers the rows.

    Its arguments are keywords: plain values, days, collections of keys (for the lookup `among`), or None, which the function
    sees as None. Of the others it sees their place only: it must not look at them.
    """

    def __init__(self, query: Callable[..., models.QuerySet[Any, Any]]) -> None:
        self.query = query
        self._texts: dict[Hashable, _Text] = {}

    def __call__(self, **values: Any) -> Sequence[Row]:
        there = tuple(name for name, value in values.items() if value is not None)
        text = self._texts.get((connection.vendor, there)) or self._made(values, there)
        sent = [_written(values[value.name]) if isinstance(value, Given) else value for value in text.values]
        with connection.cursor() as cursor:
            cursor.execute(text.sql, sent)
            rows: list[Row] = cursor.fetchall()
        return _converted(rows, text) if text.converters and rows else rows

    def _made(self, names: Sequence[str], there: tuple[str, ...]) -> _Text:
        query = self.query(**{name: Given(name) if name in there else None for name in names}).query
        compiler = query.get_compiler(connection=connection)
        sql, values = compiler.as_sql()
        columns = [column for column, _, _ in compiler.select[: compiler.col_count]]
        converters = [(place, *found) for place, found in compiler.get_converters(columns).items()]
        text = self._texts[connection.vendor, there] = _Text(sql, tuple(values), tuple(converters))
        return text


def _written(value: Any) -> Any:
    """The value as the database takes it."""
    if isinstance(value, date):
        return connection.ops.adapt_datefield_value(value)
    return Among.written(value, connection) if isinstance(value, set | frozenset | list | tuple | dict) else value


def _converted(rows: Sequence[Row], text: _Text) -> list[Row]:
    columns: list[Any] = list(zip(*rows, strict=True))
    for place, converters, expression in text.converters:
        values = columns[place]
        # Days come back row after row; only what nobody can change is one object for all.
        each = set(values) if isinstance(expression.output_field, models.DateField) else None
        for convert in converters:
            if each is None:
                values = [convert(value, expression, connection) for value in values]
            else:
                read = {value: convert(value, expression, connection) for value in each}
                values, each = [read[value] for value in values], set(read.values())
        columns[place] = values
    return list(zip(*columns, strict=True))
