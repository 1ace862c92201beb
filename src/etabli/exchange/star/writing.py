"""The star as files: one a table, or one a month of the large facts, each as CSV and, where DuckDB is there, as Parquet."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from importlib.util import find_spec
from itertools import groupby
from pathlib import Path
from typing import Any

from etabli.core.periods import day_of
from etabli.core.refusal import Refusal
from etabli.exchange.star.describing import NAME, descriptor
from etabli.exchange.star.rows import Row, Star
from etabli.exchange.star.tables import Column, Indicator, Table, columns, schema_of
from etabli.kit.exports import harmless

DESCRIPTOR = "datapackage.json"
_READ = """
SELECT * FROM read_csv($path, header = true, delim = ',', quote = '"', escape = '"', columns = $columns,
                       force_not_null = $texts)
"""
"""An empty text is a text; an empty number is none."""


@dataclass
class Written:
    """What was written. `rows`: number by table. `files`: paths of the CSV files of each table inside the folder."""

    folder: Path
    nominative: bool
    support: bool
    parquet: bool
    rows: dict[str, int] = field(default_factory=dict)
    files: dict[str, list[str]] = field(default_factory=dict)

    @property
    def total(self) -> int:
        return sum(self.rows.values())


def has_parquet() -> bool:
    """Whether the library that writes Parquet is installed."""
    return find_spec("duckdb") is not None


def check_folder(folder: Path) -> None:
    """A star takes the place of nothing but an older star. Refusal: `folder_of_others`."""
    if folder.exists() and not _is_ours(folder):
        raise Refusal("folder_of_others", value=str(folder))


def _is_ours(folder: Path) -> bool:
    if not folder.is_dir():
        return False
    if not any(folder.iterdir()):
        return True
    try:
        return str(json.loads((folder / DESCRIPTOR).read_text(encoding="utf-8"))["name"]).startswith(NAME)
    except (OSError, ValueError, KeyError, TypeError):
        return False


def write_star(star: Star, folder: Path) -> Written:
    """The whole star in that folder. An older one is there until the new one is whole. Refusal: see `check_folder`."""
    check_folder(folder)
    folder = folder.absolute()
    new = folder.with_name(f".{folder.name}.new")
    shutil.rmtree(new, ignore_errors=True)
    new.mkdir(parents=True)
    try:
        written = _write(star, new)
        if folder.exists():
            shutil.rmtree(folder)
        new.rename(folder)
    finally:
        shutil.rmtree(new, ignore_errors=True)
    written.folder = folder
    return written


def _write(star: Star, folder: Path) -> Written:
    written = Written(folder, star.nominative, star.support, has_parquet())
    for table in star.tables:
        listed = columns(schema_of(table, star.nominative))
        written.rows[table.name], written.files[table.name] = 0, []
        for path, rows in _parts(star, table, listed):
            _write_csv(folder / path, listed, rows, kept=table.schema is Indicator)
            written.rows[table.name] += len(rows)
            written.files[table.name].append(path)
    if written.parquet:
        _write_parquet(written, star.tables)
    text = json.dumps(descriptor(star, written.files, written.parquet), ensure_ascii=False, indent=2)
    (folder / DESCRIPTOR).write_text(text + "\n", encoding="utf-8")
    return written


def _parts(star: Star, table: Table, listed: Sequence[Column]) -> Iterator[tuple[str, list[Row]]]:
    """Path of each file with its rows, sorted by the key of the table. A table without rows has a file all the same."""
    names = [column.name for column in listed]
    places = [names.index(name) for name in table.key]
    found = star.rows(table)
    if not table.monthly:
        yield f"{table.name}.csv", _sorted(found, places)
        return
    day = names.index("day_no")
    any_rows = False
    for month, rows in groupby(found, key=lambda row: f"{day_of(row[day]):%Y-%m}"):
        any_rows = True
        yield f"{table.name}/{month}/{table.name}.csv", _sorted(rows, places)
    if not any_rows:
        yield f"{table.name}/{table.name}.csv", []


def _sorted(rows: Iterable[Row], places: Sequence[int]) -> list[Row]:
    """Rows of nobody come last."""
    return sorted(
        rows, key=lambda row: [(row[place] is None, 0 if row[place] is None else row[place]) for place in places]
    )


def _write_csv(path: Path, listed: Sequence[Column], rows: Iterable[Row], *, kept: bool) -> None:
    """Comma between columns, UTF-8, whole numbers, nothing where there is none.

    `kept`: texts stay as they are. Else what a spreadsheet would run as a formula is kept as text by an apostrophe.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    texts = [] if kept else [place for place, column in enumerate(listed) if column.is_text]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(column.name for column in listed)
        for row in rows:
            values = list(row)
            for place in texts:
                values[place] = harmless(values[place])
            writer.writerow(values)


def _write_parquet(written: Written, tables: Iterable[Table]) -> None:
    """From the CSV, so that both say the same."""
    import duckdb  # noqa: PLC0415 - of an extra: not everyone has it

    with duckdb.connect(":memory:") as database:
        database.execute("SET threads = 1")
        for table in tables:
            listed = columns(schema_of(table, written.nominative))
            kinds = {column.name: "VARCHAR" if column.is_text else "BIGINT" for column in listed}
            texts = [column.name for column in listed if column.is_text]
            for path in written.files[table.name]:
                source = written.folder / path
                values: dict[str, Any] = {"path": str(source), "columns": kinds, "texts": texts}
                database.sql(_READ, params=values).write_parquet(
                    str(source.with_suffix(".parquet")), compression="zstd"
                )
