"""What the star says of itself: the Data Package descriptor beside the files, and the page of the documentation."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from etabli.core import facts
from etabli.exchange.star.tables import (
    ESTABLISHMENT,
    SUPPORT_TABLES,
    TABLES,
    Column,
    NamedPerson,
    Table,
    columns,
    schema_of,
)

if TYPE_CHECKING:
    from etabli.exchange.star.rows import Star

NAME = "etabli-star"
PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
_KEYS = {table.name: table.key for table in TABLES}


def descriptor(star: Star, files: Mapping[str, Sequence[str]], parquet: bool) -> dict[str, Any]:
    """The Data Package descriptor (version 2) of an export. `files`: paths of the CSV files by table."""
    return {
        "$schema": PROFILE,
        "name": f"{NAME}-{star.establishment.finess.lower()}",
        "title": f"{star.establishment.name}: star schema",
        "description": _described(star),
        "resources": [_resource(table, star.nominative, files[table.name], parquet) for table in star.tables],
    }


def _described(star: Star) -> str:
    told = "People are told by name." if star.nominative else "People are told by keys, not by name."
    return f"{told} With the facts of support." if star.support else told


def _resource(table: Table, nominative: bool, paths: Sequence[str], parquet: bool) -> dict[str, Any]:
    schema = schema_of(table, nominative)
    found: dict[str, Any] = {
        "name": table.name,
        "description": description(schema),
        "type": "table",
        "path": paths[0] if len(paths) == 1 else list(paths),
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "header": True},
        "schema": {
            "fields": [_field(column) for column in columns(schema)],
            "primaryKey": list(key_of(table)),
            "foreignKeys": [_foreign_key(column, target) for column, target in table.links],
        },
    }
    if parquet:
        found["parquet"] = [str(PurePosixPath(path).with_suffix(".parquet")) for path in paths]
    return found


def _field(column: Column) -> dict[str, Any]:
    kind = "string" if column.is_text else "integer"
    found: dict[str, Any] = {"name": column.name, "type": kind, "description": column.meaning}
    if column.unit:
        found["unit"] = column.unit
    # An empty text is a text: nothing of it is missing.
    found["missingValues"] = [] if column.is_text else [""]
    found["constraints"] = {"required": not column.optional}
    return found


def key_of(table: Table) -> tuple[str, ...]:
    """The columns that tell a row from all others, those of other establishments too."""
    placed = ESTABLISHMENT in columns(table.schema)
    return ((ESTABLISHMENT.name,) if placed else ()) + table.key


def _foreign_key(column: str, target: str) -> dict[str, Any]:
    place = ESTABLISHMENT.name
    (key,) = _KEYS[target]
    return {"fields": [place, column], "reference": {"resource": target, "fields": [place, key]}}


def description(schema: type) -> str:
    return " ".join((schema.__doc__ or "").split())


# ---------------------------------------------------------------- the page

_HEAD = """# The star schema

Made by `etabli export schema`; do not edit.

`etabli export star --establishment FINESS --out FOLDER` writes everything that Établi counts for one establishment as
plain tables, for Power BI, DuckDB or any other tool to read again and again: the facts, what they speak of, and the
definitions of the figures. The same is a button on the page *Exports*, as one .zip. See [commands](commands.md#export).

- **Two forms.** Each table is a .csv (commas, UTF-8, one header line) and, where the extra `parquet` is installed
  (`pip install 'etabli[parquet]'`), a .parquet beside it with the same rows.
- **Large facts by month.** `person_half_day` and `work` have a folder a month, such as
  `work/2025-03/work.csv`; a tool that keeps what it read reads the last months only. Rows are sorted by their key.
- **`datapackage.json`** says all that stands below to programs: a [Data Package](https://datapackage.org) descriptor
  with the type, the unit and the meaning of each column, the keys, and which table each key leads to.
- **Whole numbers.** Days are numbers of days since 1970-01-01, times minutes, quantities thousandths of the unit,
  amounts cents, rates ten-thousandths. An empty number is none; an empty text is empty. A text that a spreadsheet would
  run as a formula has an apostrophe before it.
- **A new export** takes the place of the one before in the same folder, once it is whole. A folder that holds something
  else is left alone.

## Who is told

People are told by keys made with a secret of the installation: the same person has the same key in every export, and
the key leads back to her nowhere else. That is a pseudonym, not anonymity: half-days, absences and their kind, days of
birth, placements and leavings are personal data all the same, to be kept and shared as such. Private individuals among
the clients have neither name nor code, and no host has. `--nominative` adds names, staff numbers and those of private
individuals, in this establishment only. Every export is written to the log of reads, with the number of its rows; one
that names says of whom.

Reasons of restrictions, notes, observations, the words of goals and what a person said are never in it. The facts of
support (levels, sessions, adaptations, goals that ended) and the figures counted on them are in it with `--support` alone,
on the command line alone: only those read them who may read support, and the log of reads says that they were taken.
Trainings and the will to work outside, which forms to authorities count, are in every export.

## A figure from the files

The column `sql` of `indicator` is the definition of a figure, and counts on these tables what Établi counts:

```sql
CREATE VIEW work AS SELECT * FROM 'star/work/*/work.parquet';
CREATE VIEW order_line AS SELECT * FROM 'star/order_line.parquet';
CREATE VIEW scope AS SELECT * FROM 'star/scope.parquet';
-- then the text of `productivity`, its three placeholders filled in:
--   :scope = the scope_id of scope, :from_day and :to_day = day numbers, the last one left out
SELECT SUM(num) / SUM(den) FROM (…);
```
"""


def page() -> str:
    """The text of `docs/star-schema.md`."""
    known = [table for table in TABLES if any(vars(facts).get(base.__name__) is base for base in table.schema.__mro__)]
    lines = [_HEAD, "## Facts", *_sections(known)]
    lines += ["", "## Dimensions", *_sections(table for table in TABLES if table not in known)]
    lines += ["", "## Facts of support", "", "Only with `--support`.", *_sections(SUPPORT_TABLES)]
    return "\n".join(lines) + "\n"


def _sections(tables: Iterable[Table]) -> list[str]:
    return [line for table in tables for line in _section(table)]


def _section(table: Table) -> list[str]:
    links = dict(table.links)
    rows = [_line(column, links.get(column.name)) for column in columns(table.schema)]
    if NamedPerson in table.schema.__subclasses__():
        known = columns(table.schema)
        rows += [
            _line(column, None, " Only with `--nominative`.") for column in columns(NamedPerson) if column not in known
        ]
    return [
        "",
        f"### {table.name}",
        "",
        f"{description(table.schema)} Key: {', '.join(f'`{name}`' for name in key_of(table))}.",
        "",
        "| Column | Type | Unit | Meaning |",
        "|---|---|---|---|",
        *rows,
    ]


def _line(column: Column, target: str | None, more: str = "") -> str:
    kind = "text" if column.is_text else "integer, may be empty" if column.optional else "integer"
    unit = f"key of [{target}](#{target})" if target else column.unit
    return f"| `{column.name}` | {kind} | {unit} | {column.meaning}{more} |"
