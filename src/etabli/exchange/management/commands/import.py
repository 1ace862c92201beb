"""`etabli import KIND FILE`: read a sheet, write it when it has no error, report every error at once.

Exit codes: 0 done (warnings, ignored cells and missing half-days included), 1 errors found or refused, 2 wrong usage.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.utils.translation import gettext, gettext_lazy

from etabli.core.refusal import Refusal
from etabli.exchange.actions import (
    Mode,
    import_attendance,
    import_basin,
    import_catalogue,
    import_clients,
    import_finess,
    import_orders,
    import_people,
    import_placements,
    import_work,
)
from etabli.exchange.frameworks import FileFormat, Wanted, import_frameworks
from etabli.exchange.pop_taking import import_pop
from etabli.exchange.reading.problems import Problem
from etabli.exchange.report import Report
from etabli.exchange.wording import message
from etabli.kit.clock import now
from etabli.kit.command import Command as Base
from etabli.org.models import Establishment
from etabli.org.queries import establishment_of

SHOWN = 200
"""Problems of one kind shown on a terminal; `--json` has them all."""
SIMPLE: dict[str, Callable[..., Report]] = {
    "people": import_people,
    "clients": import_clients,
    "catalogue": import_catalogue,
    "orders": import_orders,
    "work": import_work,
    "basin": import_basin,
    "placements": import_placements,
    "pop": import_pop,
}
"""Kinds that need nothing but an establishment."""
OF_A_PLACE = ("attendance", *SIMPLE)
FRAMEWORK = "framework"
_MONTH = re.compile(r"^(\d{4})-(\d{2})$")


def month_argument(text: str) -> date:
    """The first day of a month written `2025-03`. ArgumentTypeError, so that it is wrong usage, for anything else."""
    found = _MONTH.match(text)
    if found is None or not 1 <= int(found[2]) <= 12 or int(found[1]) < 1:
        raise argparse.ArgumentTypeError(gettext("“%(value)s” is not a month: write 2025-03.") % {"value": text})
    return date(int(found[1]), int(found[2]), 1)


class Command(Base):
    help = gettext_lazy(
        "Import the FINESS directory, persons, attendance, clients, catalogue, orders, work or placements from a"
        " sheet;"
        " competence frameworks or a support plan from a file."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        kinds = parser.add_subparsers(dest="kind", required=True, metavar="|".join(("finess", *OF_A_PLACE, FRAMEWORK)))
        texts = {
            "finess": gettext("the official FINESS export, into the directory"),
            "people": gettext("a list of persons and their engagements"),
            "attendance": gettext("attendance sheets: a list, or month grids"),
            "clients": gettext("a list of clients"),
            "catalogue": gettext("products and services with their prices"),
            "orders": gettext("orders, one line of the sheet for each of their lines"),
            "work": gettext("work on order lines: who, how long, how many"),
            "basin": gettext("numbers on the job basin, as published"),
            "placements": gettext("placements with employers: who, where, by which device, from when to when"),
            "pop": gettext("a support plan that etabli export pop wrote: it becomes a draft"),
            FRAMEWORK: gettext("competence frameworks: a package of Établi, ROME 4.0, Competent of VDAB"),
        }
        for kind, text in texts.items():
            part = kinds.add_parser(kind, help=text, description=text)
            part.add_argument("file", type=Path, help=_files(kind))
            part.add_argument("--dry-run", action="store_true", help=gettext("report, and write nothing"))
            accept = gettext("write the good rows although others have errors")
            part.add_argument("--accept-good-rows", action="store_true", help=accept)
            if kind != "finess":
                number = gettext("FINESS number of the establishment")
                part.add_argument("--establishment", required=True, metavar="FINESS", help=number)
            if kind == "attendance":
                month = gettext("month of a grid whose columns are day numbers, for example 2025-03")
                part.add_argument("--month", type=month_argument, metavar="YYYY-MM", help=month)
            if kind == FRAMEWORK:
                _framework_arguments(part)

    def handle(self, *, kind: str, file: Path, dry_run: bool, accept_good_rows: bool, **options: Any) -> None:
        mode = Mode(dry_run, accept_good_rows)
        with self.progress(None, gettext("Importing %(name)s") % {"name": file.name}):
            report = self._run(kind, file, mode, options)
        if self.as_json:
            self.answer(report.document(message))
        else:
            self._tell(report, mode)
        if report.errors:
            self.errors_found()

    def _run(self, kind: str, file: Path, mode: Mode, options: dict[str, Any]) -> Report:
        if kind == "finess":
            return import_finess(path=file, mode=mode, by=None, at=now())
        place = _establishment(options["establishment"])
        if kind == FRAMEWORK:
            return _frameworks(file, place, mode, options)
        if kind in SIMPLE:
            return SIMPLE[kind](path=file, establishment=place, mode=mode, by=None, at=now())
        month = options.get("month")
        return import_attendance(path=file, establishment=place, month=month, mode=mode, by=None, at=now())

    def _tell(self, report: Report, mode: Mode) -> None:
        """The report for someone at a terminal: what is wrong, then what was done; of what nobody could read only the first."""
        unread = bool(report.errors) and not report.rows
        if unread and len(report.errors) == 1:
            self.say(message(report.errors[0]))
        else:
            self._list(gettext("Errors"), report, report.errors)
        self._list(gettext("Warnings"), report, report.warnings)
        self._list(gettext("Ignored"), report, report.ignored)
        if unread:
            return
        if report.missing:
            text = gettext("Half-days due with nothing written: %(count)s (listed by --json).")
            self.say(text % {"count": len(report.missing)})
        counts = gettext(
            "Lines read: %(rows)s. Entries made: %(created)s, changed: %(updated)s, unchanged: %(unchanged)s."
        )
        self.say(counts % vars(report))
        if report.errors and not mode.accept_good_rows:
            self.say(
                gettext("Nothing was written. Correct the errors, or write the good rows with --accept-good-rows.")
            )
        elif mode.dry_run:
            self.say(gettext("Dry run: nothing was written."))

    def _list(self, title: str, report: Report, problems: list[Problem]) -> None:
        """The first problems of a kind under their title; nothing when there is none."""
        if problems:
            self.say(f"{title} ({len(problems)})")
        for problem in report.in_order(problems)[:SHOWN]:
            self.say(f"  {message(problem)}")
        if len(problems) > SHOWN:
            self.say(gettext("  … and %(count)s more") % {"count": len(problems) - SHOWN})


def _frameworks(file: Path, place: Establishment, mode: Mode, options: dict[str, Any]) -> Report:
    named = {name: options[name] or "" for name in ("code", "title")}
    rest = {name: options[name] for name in ("language", "containing", "publish")}
    how = {"file_format": options["format"], "wanted": Wanted(**named, **rest)}
    return import_frameworks(path=file, establishment=place, mode=mode, **how, by=None, at=now())


def _files(kind: str) -> str:
    """Which files are read."""
    if kind == FRAMEWORK:
        return gettext("a package or a Competent answer (.json), or a file of ROME 4.0 (.csv)")
    if kind == "pop":
        return gettext("a support plan (.json)")
    return gettext("a file of type .xlsx, .xls, .ods or .csv")


def _framework_arguments(part: CommandParser) -> None:
    formats = [str(one) for one in FileFormat]
    part.add_argument("--format", required=True, choices=formats, help=gettext("where the file comes from"))
    part.add_argument("--code", help=gettext("code of the framework (ROME, Competent)"))
    part.add_argument("--title", help=gettext("title of the framework (ROME, Competent)"))
    language = gettext("language of the labels to take (Competent)")
    part.add_argument("--language", choices=["nl", "fr", "en"], default="nl", help=language)
    containing = gettext("take the competences that contain this word; may be repeated (ROME)")
    part.add_argument("--containing", action="append", default=[], metavar="WORD", help=containing)
    part.add_argument("--publish", action="store_true", help=gettext("take it into use at once"))


def _establishment(finess: str) -> Establishment:
    found = establishment_of(finess)
    if found is None:
        raise Refusal("establishment_not_configured", value=finess)
    return found
