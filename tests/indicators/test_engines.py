"""One text, the same number on every engine: the database of the run (SQLite or PostgreSQL) and DuckDB.

Exact where sums are of whole numbers, 1e-12 relative elsewhere. And every text is held to the common subset, by reading it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from typing import Any

import duckdb
import pytest
import sqlglot
from django.db import connection
from hypothesis import given
from hypothesis.extra.django import TestCase
from sqlglot import exp

from etabli.core.periods import Period, day_no
from etabli.indicators import queries as indicators
from etabli.indicators.definitions import Definition, every_definition
from etabli.org.models import Establishment
from tests import strategies
from tests.indicators.worked import TABLES

FACTS = frozenset(TABLES)
MONTHS = Period(date(2025, 4, 1), date(2025, 6, 1))


# ---------------------------------------------------------------- the same numbers


def tables() -> dict[str, list[tuple[str, str]]]:
    """Columns of each fact table and their DuckDB types, as the models of the rooms declare them."""
    from django.apps import apps  # noqa: PLC0415

    found = {}
    for model in apps.get_models():
        if model._meta.db_table in FACTS:
            found[model._meta.db_table] = [
                (field.column, "VARCHAR" if field.get_internal_type() == "CharField" else "BIGINT")
                for field in model._meta.concrete_fields
                if field.column != "id"
            ]
    assert set(found) == set(FACTS)
    return found


class Copy:
    """The fact tables of the moment, in a DuckDB of their own."""

    def __init__(self) -> None:
        self.duck = duckdb.connect(":memory:")
        self.duck.execute("SET threads = 1")
        for name, columns in tables().items():
            listed = ", ".join(column for column, _ in columns)
            self.duck.execute(f"CREATE TABLE {name} ({', '.join(f'{column} {kind}' for column, kind in columns)})")
            with connection.cursor() as cursor:
                cursor.execute(f"SELECT {listed} FROM {name}")
                rows = cursor.fetchall()
            # One statement a table: row by row DuckDB is slow.
            if rows:
                values = ", ".join(f"({', '.join(map(_literal, row))})" for row in rows)
                self.duck.execute(f"INSERT INTO {name} VALUES {values}")

    def rows(self, definition: Definition, bounds: dict[str, Any]) -> list[tuple[Any, ...]]:
        text = definition.bound("${}")
        used = {name: value for name, value in bounds.items() if f"${name}" in text}
        return _sorted(self.duck.execute(text, used).fetchall())


def _literal(value: int | str | None) -> str:
    if value is None:
        return "NULL"
    return str(value) if isinstance(value, int) else "'" + value.replace("'", "''") + "'"


def here(definition: Definition, bounds: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(definition.bound("%({})s"), bounds)
        return _sorted(cursor.fetchall())


def _sorted(rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """Contributions in one order: establishment, subject, day, part, reason, then the numbers."""
    plain = [
        (place, subject, day, part, excluded, float(num), float(den))
        for place, subject, day, part, num, den, excluded in rows
    ]
    return sorted(
        plain, key=lambda row: (row[0], row[1] or 0, row[2], row[3], row[4], round(row[5], 9), round(row[6], 9))
    )


def check_same(place: Establishment, period: Period, codes: Collection[str] = ()) -> None:
    """Of some definitions, else of all."""
    copy = Copy()
    assert period.end is not None
    bounds = {"scope": indicators.scope_of(place), "from_day": day_no(period.start), "to_day": day_no(period.end)}
    for code in codes or every_definition():
        definition = every_definition()[code]
        ours, theirs = here(definition, bounds), copy.rows(definition, bounds)
        assert [row[:5] for row in ours] == [row[:5] for row in theirs], definition.code
        for one, other in zip(ours, theirs, strict=True):
            for mine, its in zip(one[5:], other[5:], strict=True):
                if mine.is_integer():
                    assert mine == its, definition.code
                else:
                    assert mine == pytest.approx(its, rel=1e-12), definition.code


class OnEveryEngine(TestCase):
    @strategies.examples(5)
    @given(strategies.workplaces(), strategies.stories, strategies.spans())
    def test_the_same_contributions(self, make: object, story: list[strategies.Act], span: tuple[date, date]) -> None:
        place = make()  # type: ignore[operator]
        strategies.play(place, story)
        check_same(place, MONTHS)
        check_same(place, Period(span[0], date(2025, 5, 7)))


# ---------------------------------------------------------------- the common subset

ALLOWED = {exp.Count, exp.Sum, exp.Min, exp.Max, exp.Coalesce, exp.Rank, exp.Case, exp.If, exp.And, exp.Or}
"""Functions of the subset. sqlglot calls AND, OR and the branches of a CASE functions too."""
BANNED = (
    exp.Cast,
    exp.TryCast,
    exp.Anonymous,
    exp.ILike,
    exp.RegexpLike,
    exp.Date,
    exp.CurrentDate,
    exp.Extract,
    exp.DPipe,
)
FILES = sorted(every_definition().values(), key=lambda definition: definition.code)


def tree(definition: Definition) -> exp.Expression:
    return sqlglot.parse_one(definition.bound(":{}"), read="postgres")


def each(definition: Definition, *kinds: type[exp.Expression]) -> Iterator[Any]:
    return tree(definition).find_all(*kinds)


@pytest.fixture(params=FILES, ids=lambda definition: definition.code)
def definition(request: pytest.FixtureRequest) -> Definition:
    return request.param  # type: ignore[no-any-return]


def test_it_selects_contributions(definition: Definition) -> None:
    """Seven columns, in this order, by name, in every part of a union."""
    selects = [tree(definition)]
    while any(isinstance(part, exp.Union) for part in selects):
        selects = [
            side for part in selects for side in ((part.left, part.right) if isinstance(part, exp.Union) else (part,))
        ]
    for select in selects:
        assert select.named_selects == ["establishment", "subject", "day_no", "part", "num", "den", "excluded"]


def test_it_uses_only_functions_of_the_subset(definition: Definition) -> None:
    used = {type(node) for node in each(definition, exp.Func)}
    assert used <= ALLOWED, {kind.__name__ for kind in used - ALLOWED}
    assert not list(each(definition, *BANNED))


def test_every_column_and_table_has_its_name_by_as(definition: Definition) -> None:
    for select in each(definition, exp.Select):
        assert all(isinstance(column, exp.Alias) for column in select.expressions), select.sql()
    for source in each(definition, exp.Table, exp.Subquery):
        assert source.alias, source.sql()
    text = definition.bound(":{}")
    words = text.replace("(", " ").replace(")", " ").replace(",", " ").split()
    assert words.count("AS") == len(list(each(definition, exp.Alias, exp.TableAlias)))


def test_every_column_says_of_which_table(definition: Definition) -> None:
    assert all(column.table for column in each(definition, exp.Column))


def is_float(node: exp.Expression) -> bool:
    """True when the value cannot be an integer: a number such as `60e0`, or something multiplied or divided by one."""
    node = node.unnest()
    if isinstance(node, exp.Literal):
        return not node.is_string and "e" in node.name.lower()
    if isinstance(node, exp.Mul | exp.Div | exp.Add | exp.Sub):
        return is_float(node.left) or is_float(node.right)
    if isinstance(node, exp.Sum | exp.Max | exp.Min):
        return is_float(node.this)
    return isinstance(node, exp.Column) and node.name in ("num", "den", "days", "hours", "cap")


def test_no_division_is_between_integers(definition: Definition) -> None:
    for division in each(definition, exp.Div):
        assert is_float(division.left) or is_float(division.right), division.sql()


def test_numbers_with_a_fraction_are_floats(definition: Definition) -> None:
    """`60.0` is a decimal on some engines and a float on others; `60e0` is a float everywhere."""
    for literal in each(definition, exp.Literal):
        assert literal.is_string or "." not in literal.name, literal.sql()


def test_it_reads_fact_tables_and_only_within_its_scope(definition: Definition) -> None:
    names = {table.name for table in each(definition, exp.Table)}
    assert names <= set(FACTS) and "scope" in names


def test_it_reads_no_other_establishment(definition: Definition) -> None:
    """Every SELECT that reads a table of facts keeps to the scope itself: none is read whole and sorted out afterwards."""
    for select in each(definition, exp.Select):
        tables = {table.name for source in _sources(select) for table in [source.this] if isinstance(table, exp.Table)}
        assert not tables or "scope" in tables, select.sql()
        if tables:
            assert "s.scope_id = :scope" in select.args["where"].sql(), select.sql()


def _sources(select: exp.Select) -> list[exp.Expression]:
    """What stands after FROM and JOIN of this SELECT, not of those inside it."""
    return [node for name in ("from", "from_", "joins") for node in _listed(select.args.get(name))]


def _listed(value: Any) -> list[exp.Expression]:
    return value if isinstance(value, list) else [value] if value is not None else []


def test_rows_left_out_count_for_nothing(definition: Definition) -> None:
    """A part of a union that gives a reason has 0 for both numbers."""
    for select in each(definition, exp.Select):
        columns = {column.alias: column.this for column in select.expressions if isinstance(column, exp.Alias)}
        reason = columns.get("excluded")
        if isinstance(reason, exp.Literal) and reason.name:
            assert columns["num"].sql() == columns["den"].sql() == "0e0", select.sql()


def test_it_names_the_kinds_of_establishment_it_counts(definition: Definition) -> None:
    """A figure of ESATs alone says so where it reads a scope, so that other kinds beside them do not count."""
    if definition.kinds == {"ESAT"}:
        text = definition.bound(":{}")
        assert text.count("s.scope_id = :scope AND s.kind = 'ESAT'") == text.count("s.scope_id = :scope")
        persons = {node.sql() for node in each(definition, exp.In) if node.this.name == "kind"}
        assert not any("employee" in text for text in persons)
