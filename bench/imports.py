"""An attendance sheet of 20,000 rows: reading it, trying it, importing it, importing it again."""

from __future__ import annotations

import csv
from argparse import Namespace
from collections.abc import Callable
from datetime import date
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

from bench import _show
from bench._place import arguments, place

ROWS = 20_000
HEAD = ("Matricule", "Date", "Créneau", "Code", "Prévenance")


def main() -> None:
    parser = arguments(__doc__)
    parser.add_argument("--rows", type=int, default=ROWS, help="rows of the sheet (20,000)")
    options = parser.parse_args()
    with place(options) as home:
        run(options, home)


def run(options: Namespace, home: Path) -> None:
    from bench import _made
    from etabli.exchange.actions import Mode, import_attendance
    from etabli.exchange.reading.attendance import read_attendance
    from etabli.exchange.reading.sheets import read_workbook

    _show.head(f"Import of {options.rows:,} rows of attendance")
    bench = _made.begin(1)
    lines = _lines(bench, options.rows)
    text, sheet = _as_csv(home / "presences.csv", lines), _as_xlsx(home / "presences.xlsx", lines)
    bring = partial(
        import_attendance, establishment=bench.establishment, month=None, by=None, at=_made.moment(_made.LAST_YEAR)
    )
    steps: tuple[tuple[str, Callable[[], Any]], ...] = (
        ("csv: read", lambda: read_attendance(read_workbook(text), None)),
        ("xlsx: read", lambda: read_attendance(read_workbook(sheet), None)),
        ("csv: dry run", lambda: bring(path=text, mode=Mode(dry_run=True))),
        ("csv: import", lambda: bring(path=text, mode=Mode())),
        ("csv: the same again", lambda: bring(path=text, mode=Mode())),
        ("xlsx: the same again", lambda: bring(path=sheet, mode=Mode())),
    )
    rows, reference = [], 0.0
    for name, step in steps:
        clock, processor = _show.once(step)
        reference = reference or clock
        rows.append(
            (
                name,
                _show.seconds(clock),
                _show.seconds(processor),
                _show.a_second(len(lines), clock),
                _show.ratio(clock, reference),
            )
        )
    _show.table("Each step once", ("Step", "clock", "processor", "rows a second", "/ csv read"), rows)


def _lines(bench: Any, count: int) -> list[tuple[Any, ...]]:
    """Lines of a sheet: what everyone did from the first day on, until there are enough."""
    from bench import _made
    from etabli.attendance.queries import roster_of
    from etabli.config.demo.days import operations_of
    from etabli.core.periods import Period
    from etabli.people.queries import staff_numbers

    days = Period(date(_made.LAST_YEAR, 1, 1), date(_made.LAST_YEAR + 1, 1, 1))
    numbers = staff_numbers(bench.establishment)
    acts = operations_of(roster_of(bench.establishment, days), bench.lives, days, date.max)
    return [
        (numbers[act.person], act.day, "MA"[act.half], act.segments[0].code, act.notice_hours)
        for act in islice(acts, count)
    ]


def _as_csv(path: Path, lines: list[tuple[Any, ...]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle, delimiter=";")
        writer.writerow(HEAD)
        writer.writerows((number, f"{day:%d/%m/%Y}", *rest) for number, day, *rest in lines)
    return path


def _as_xlsx(path: Path, lines: list[tuple[Any, ...]]) -> Path:
    import xlsxwriter

    with xlsxwriter.Workbook(str(path), {"default_date_format": "dd/mm/yyyy"}) as book:
        sheet = book.add_worksheet("Présences")
        for number, row in enumerate([HEAD, *lines]):
            sheet.write_row(number, 0, row)
    return path


if __name__ == "__main__":
    main()
