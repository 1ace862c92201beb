"""Each definition has a worked example, and gives what it says, on SQLite and on DuckDB."""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from typing import Any

import duckdb
import pytest
from django.apps import apps

from etabli.core.periods import day_no
from etabli.indicators.definitions import every_definition
from etabli.indicators.examples import Example, examples, read
from tests.indicators.worked import SCOPE, TABLES, copies, tables

EVERY = [example for found in examples().values() for example in found]
NAMES = [f"{example.code}: {example.title}" for example in EVERY]
CASES = {
    "108 persons, 90 full-time equivalents, 100 places": 0.99,
    "225 days for 100 places": 22_500,
    "22,500 theoretical days at 99 %": 22_275,
    "85,540 paid hours for 50 places": 0.94,
    "21,800 days, 100 places, 225 opening days": 21_800 / 22_500,
    "The same with 222 opening days": 21_800 / 22_200,
    "112 persons present on 31 December and 7 gone in the year": 119,
    "Closed on Friday afternoons: Friday morning is one day": 1,
    "1,200 concerned by ordinary work for 15,000 workers, here 12 for 150": 0.08,
    "1,300 seconded for 15,000 workers, here 13 for 150": 13 / 150,
    "9 left, of whom 1 to an adapted company, 2 private, 1 association: 5 otherwise": 5,
}
"""Cases printed in the sources, or that follow from their formulas."""
Row = tuple[Any, Any, Any, str, float, float, str]


def columns() -> dict[str, list[tuple[str, str]]]:
    """Columns of the fact tables, as the models of the rooms declare them."""
    names = set(TABLES)
    return {
        model._meta.db_table: [
            (field.column, "VARCHAR" if field.get_internal_type() == "CharField" else "BIGINT")
            for field in model._meta.concrete_fields
            if field.column != "id"
        ]
        for model in apps.get_models()
        if model._meta.db_table in names
    }


def on_sqlite(example: Example, bounds: dict[str, Any]) -> list[Row]:
    database = sqlite3.connect(":memory:")
    fill(database, example)
    return database.execute(every_definition()[example.code].bound(":{}"), bounds).fetchall()


def on_duckdb(example: Example, bounds: dict[str, Any]) -> list[Row]:
    database = duckdb.connect(":memory:")
    fill(database, example)
    text = every_definition()[example.code].bound("${}")
    return database.execute(text, {name: value for name, value in bounds.items() if f"${name}" in text}).fetchall()


def fill(database: Any, example: Example) -> None:
    """The facts of the example in the tables of a database: one statement a table, and the persons alike copied there."""
    facts = tables(example)
    database.execute("CREATE TABLE n (i BIGINT)")
    database.execute(f"INSERT INTO n VALUES {', '.join(f'({number})' for number in range(1, 200))}")
    for table, shape in columns().items():
        names = [name for name, _ in shape]
        database.execute(f"CREATE TABLE {table} ({', '.join(f'{name} {kind}' for name, kind in shape)})")
        values = ", ".join(f"({', '.join(_literal(row[name]) for name in names)})" for row in facts[table])
        if values:
            database.execute(f"INSERT INTO {table} VALUES {values}")
        if "subject" in names:
            copied = ", ".join(f"{name} + n.i" if name in ("subject", "engagement") else name for name in names)
            for first, more in copies(example):
                database.execute(
                    f"INSERT INTO {table} SELECT {copied} FROM {table} CROSS JOIN n"
                    f" WHERE subject = {first} AND n.i <= {more}"
                )


def _literal(value: int | str | None) -> str:
    if value is None:
        return "NULL"
    return f"'{value}'" if isinstance(value, str) else str(value)


@pytest.mark.slow
@pytest.mark.parametrize("engine", [on_sqlite, on_duckdb], ids=["sqlite", "duckdb"])
@pytest.mark.parametrize("example", EVERY, ids=NAMES)
def test_the_definition_gives_what_the_example_says(example: Example, engine: Any) -> None:
    bounds = {"scope": SCOPE, "from_day": day_no(example.period.start), "to_day": day_no(example.period.end)}  # type: ignore[arg-type]
    rows = engine(example, bounds)
    parts: defaultdict[str, float] = defaultdict(float)
    left_out: Counter[str] = Counter()
    for _, _, _, part, num, _, excluded in rows:
        if excluded:
            left_out[excluded] += 1
        elif part:
            parts[part] += num
    num, den = sum(row[4] for row in rows), sum(row[5] for row in rows)
    expected = example.expected
    assert num == pytest.approx(expected.num, abs=1e-6)
    if every_definition()[example.code].is_ratio:
        assert den == pytest.approx(expected.den, abs=1e-6)
        assert num / den == pytest.approx(expected.value, rel=1e-9)
    if expected.parts is not None:
        assert dict(parts) == pytest.approx(dict(expected.parts))
    if expected.left_out is not None:
        assert {reason: count for reason, count in left_out.items() if reason != "missing"} == expected.left_out


def test_every_definition_has_an_example() -> None:
    assert sorted(set(every_definition()) - set(examples())) == []
    assert sorted(set(examples()) - set(every_definition())) == []


@pytest.mark.parametrize(("title", "value"), CASES.items())
def test_the_cases_of_the_sources_are_among_them(title: str, value: float) -> None:
    assert [example.expected.value for example in EVERY if example.title == title] == [pytest.approx(value)]


def test_an_example_says_only_what_is_known() -> None:
    with pytest.raises(TypeError, match="places"):
        read("headcount", '[[example]]\ntitle=""\nsource=""\nplaces=1\nfrom=2025-01-01\nto=2026-01-01\nexpect={num=1}')
