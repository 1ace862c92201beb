"""One text, the same rows on every engine: the database of the run and DuckDB. And every text is of the common subset."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import duckdb
import pytest
import sqlglot
from django.apps import apps
from django.db import connection
from sqlglot import exp

from etabli.indicators.queries import scope_of
from etabli.surveys.computed import bounds
from etabli.surveys.questionnaire import bound, questionnaires
from tests.once import made_once
from tests.surveys.hand_counted import Year, hand_counted

FACTS = frozenset(
    "scope calendar establishment_year engagement person_half_day work task billed_line placement support_agreement exit"
    " return_to_esat recognition person_profile ordinary_work_will training".split()
)
TEXTS = {
    f"{form.code}/{group}": text for form in questionnaires().values() for group, text in sorted(form.groups.items())
}
COLUMNS = ["establishment", "field", "subject", "day_no", "num", "den", "excluded"]
ALLOWED = {exp.Count, exp.Sum, exp.Min, exp.Max, exp.Coalesce, exp.Rank, exp.Case, exp.If, exp.And, exp.Or}
BANNED = (exp.Cast, exp.TryCast, exp.Anonymous, exp.ILike, exp.RegexpLike, exp.Date, exp.Extract, exp.DPipe, exp.CTE)
year = made_once(hand_counted)


def literal(value: int | str | None) -> str:
    if value is None:
        return "NULL"
    return str(value) if isinstance(value, int) else "'" + value.replace("'", "''") + "'"


def copied() -> duckdb.DuckDBPyConnection:
    """The fact tables of the moment in a DuckDB of their own."""
    duck = duckdb.connect(":memory:")
    duck.execute("SET threads = 1")
    for model in apps.get_models():
        name = model._meta.db_table
        if name not in FACTS:
            continue
        fields = [field for field in model._meta.concrete_fields if field.column != "id"]
        kinds = ", ".join(
            f"{field.column} {'VARCHAR' if field.get_internal_type() == 'CharField' else 'BIGINT'}" for field in fields
        )
        duck.execute(f"CREATE TABLE {name} ({kinds})")
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {', '.join(field.column for field in fields)} FROM {name}")
            rows = cursor.fetchall()
        if rows:
            values = ", ".join(f"({', '.join(map(literal, row))})" for row in rows)
            duck.execute(f"INSERT INTO {name} VALUES {values}")
    return duck


def plain(rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """In one order, numbers as floats without the dust that engines leave differently."""
    found = [
        (place, field, subject, day, round(float(num), 9), round(float(den), 9), out)
        for place, field, subject, day, num, den, out in rows
    ]
    return sorted(found, key=lambda row: (row[1], row[2] or 0, row[3], row[6], row[4]))


def test_the_same_rows_on_every_engine(year: Year, db: None) -> None:
    duck, values = copied(), bounds(scope_of(year.place), year.year)
    for name, text in TEXTS.items():
        with connection.cursor() as cursor:
            cursor.execute(bound(text, "%({})s"), values)
            ours = plain(cursor.fetchall())
        theirs = bound(text, "${}")
        used = {key: value for key, value in values.items() if f"${key}" in theirs}
        assert ours == plain(duck.execute(theirs, used).fetchall()), name


@pytest.fixture(params=sorted(TEXTS))
def tree(request: pytest.FixtureRequest) -> exp.Expression:
    return sqlglot.parse_one(bound(TEXTS[request.param], ":{}"), read="postgres")


def selects(tree: exp.Expression) -> Iterator[exp.Select]:
    """The parts of the outermost union."""
    if isinstance(tree, exp.Union):
        yield from selects(tree.left)
        yield from selects(tree.right)
    else:
        yield tree  # type: ignore[misc]


def test_each_part_selects_the_seven_columns(tree: exp.Expression) -> None:
    for select in selects(tree):
        assert select.named_selects == COLUMNS


def test_it_uses_only_the_common_subset(tree: exp.Expression) -> None:
    used = {type(node) for node in tree.find_all(exp.Func)}
    assert used <= ALLOWED, used - ALLOWED
    assert not list(tree.find_all(*BANNED))
    assert all(number.is_string or "." not in number.name for number in tree.find_all(exp.Literal))


def test_it_reads_facts_only_and_only_within_its_scope(tree: exp.Expression) -> None:
    assert {table.name for table in tree.find_all(exp.Table)} <= FACTS
    for select in tree.find_all(exp.Select):
        sources = [node for key in ("from", "from_", "joins") for node in listed(select.args.get(key))]
        tables = {node.this.name for node in sources if isinstance(node.this, exp.Table)}
        if tables:
            assert "scope" in tables and "s.scope_id = :scope" in select.args["where"].sql(), select.sql()


def listed(value: Any) -> list[exp.Expression]:
    return value if isinstance(value, list) else [value] if value is not None else []


def test_every_column_and_table_has_its_name_by_as(tree: exp.Expression) -> None:
    assert all(column.table for column in tree.find_all(exp.Column))
    assert all(source.alias for source in tree.find_all(exp.Table, exp.Subquery))
