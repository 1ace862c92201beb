"""Imports: read a file, compare, write through the actions of the rooms, report.

Each takes the path of a file and a mode. Every error of the file is found at once. The whole runs in one transaction that is
rolled back in a dry run, and when there are errors that were not accepted: so a dry run cannot have written anything.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from django.db import transaction

from etabli.attendance.actions import record
from etabli.core.counting import WHOLE
from etabli.core.refusal import Refusal
from etabli.exchange.planning import plan_attendance
from etabli.exchange.planning_basin import write_basin
from etabli.exchange.planning_orders import write_orders
from etabli.exchange.planning_people import PeoplePlan, plan_people, refused
from etabli.exchange.planning_placements import write_placements
from etabli.exchange.planning_sales import write_catalogue, write_clients
from etabli.exchange.planning_work import write_work
from etabli.exchange.reading.attendance import read_attendance
from etabli.exchange.reading.basin import read_basin
from etabli.exchange.reading.finess import FinessRow, read_finess
from etabli.exchange.reading.people import PersonRow, read_people
from etabli.exchange.reading.placements import read_placements
from etabli.exchange.reading.problems import Problem, Unreadable
from etabli.exchange.reading.rows import Reading
from etabli.exchange.reading.sales import read_catalogue, read_clients, read_orders
from etabli.exchange.reading.sheets import Workbook, read_workbook
from etabli.exchange.reading.work import read_work
from etabli.exchange.report import Report
from etabli.org.actions import Change, save_directory
from etabli.org.models import DirectoryEntry, Establishment, User
from etabli.people import actions as people
from etabli.people.queries import patterns_to_confirm, staff_numbers

Row = TypeVar("Row")
FINESS_LENGTH, SIRET_LENGTH = 9, 14


@dataclass(frozen=True)
class Mode:
    """`dry_run`: nothing is kept. `accept_good_rows`: errors do not keep the good rows from being written."""

    dry_run: bool = False
    accept_good_rows: bool = False


def _import(
    path: Path, mode: Mode, read: Callable[[Workbook], Reading[Row]], write: Callable[[Reading[Row], Report], None]
) -> Report:
    """Read, write inside one transaction, and keep what was written only when the mode says so."""
    try:
        workbook = read_workbook(path)
        reading = read(workbook)
    except Unreadable as error:
        return Report.of_unreadable(error)
    report = Report(rows=reading.lines, sheets=workbook.names)
    report.errors, report.warnings, report.ignored = [*reading.errors], [*reading.warnings], [*reading.ignored]
    with transaction.atomic():
        write(reading, report)
        accepted = mode.accept_good_rows or not report.errors
        report.written = accepted and not mode.dry_run
        if not report.written:
            transaction.set_rollback(True)
    if not accepted:
        report.created = report.updated = report.unchanged = 0
    return report


def _count(report: Report, changes: Iterable[Change]) -> None:
    counts = Counter(changes)
    report.created, report.updated = counts[Change.CREATED], counts[Change.UPDATED]
    report.unchanged = counts[Change.UNCHANGED]


# ---------------------------------------------------------------- directory


def import_finess(*, path: Path, mode: Mode, by: User | None, at: datetime) -> Report:
    """The official FINESS export into the directory. An establishment is run here only once it is configured."""

    def write(reading: Reading[FinessRow], report: Report) -> None:
        rows = [row for row in reading.rows if len(row.finess) == FINESS_LENGTH]
        report.errors += [
            Problem("finess_wrong", row.place, row.finess) for row in reading.rows if len(row.finess) != FINESS_LENGTH
        ]
        counts = save_directory(entries=[_entry(row, report) for row in rows], by=by, at=at)
        report.created, report.updated = counts[Change.CREATED], counts[Change.UPDATED]
        report.unchanged = counts[Change.UNCHANGED]
        report.summary = {"establishments": len(rows), "places": sum(row.places for row in rows)}

    return _import(path, mode, read_finess, write)


def _entry(row: FinessRow, report: Report) -> dict[str, Any]:
    """The row as the directory keeps it: numbers of a wrong length left out, text that is too long shortened."""
    values: dict[str, Any] = {
        "finess": row.finess,
        "legal_finess": row.legal_finess if len(row.legal_finess) == FINESS_LENGTH else "",
        "siret": row.siret if len(row.siret) == SIRET_LENGTH else "",
        "name": row.name,
        "address": row.address,
        "postal_code": row.postal_code,
        "town": row.city,
        "department": row.department,
        "phone": row.phone,
        "category": row.category,
        "opened_on": row.opened_on,
        "places": row.places,
    }
    for name, value in values.items():
        longest = getattr(DirectoryEntry._meta.get_field(name), "max_length", None)
        if isinstance(value, str) and longest is not None and len(value) > longest:
            report.warnings.append(Problem("text_shortened", row.place, value))
            values[name] = value[:longest]
    return values


# ---------------------------------------------------------------- persons


def import_people(*, path: Path, establishment: Establishment, mode: Mode, by: User | None, at: datetime) -> Report:
    """A list of persons and engagements. Key of a row: staff number and entry."""

    def write(reading: Reading[PersonRow], report: Report) -> None:
        plan = plan_people(establishment, reading)
        report.errors += plan.errors
        report.warnings += plan.warnings
        report.ignored += plan.ignored
        answers = people.save_people(establishment=establishment, rows=plan.rows, by=by, at=at)
        for line, answer in zip(plan.lines, answers, strict=True):
            if isinstance(answer, Refusal):
                report.errors.append(refused(line, answer.code, answer.facts))
        _count(report, [answer for answer in answers if isinstance(answer, Change)])
        report.warnings += _to_confirm(establishment, plan)
        report.summary = {
            "persons": len({row.staff_number for row in plan.rows}),
            "engagements": len({(row.staff_number, row.starts_on) for row in plan.rows}),
        }

    return _import(path, mode, read_people, write)


def _to_confirm(establishment: Establishment, plan: PeoplePlan) -> Iterator[Problem]:
    """Rows whose weekly pattern is to be confirmed: part time, and nothing says at which half-days."""
    numbers = staff_numbers(establishment)
    waiting = {
        (numbers.get(terms.engagement.person_id), terms.engagement.starts_on, terms.valid_from)
        for terms in patterns_to_confirm(establishment, date.min)
    }
    for row, line in zip(plan.rows, plan.lines, strict=True):
        if row.fraction < WHOLE and (row.staff_number, row.starts_on, row.valid_from) in waiting:
            name = f"{row.last_name} {row.first_name}"
            yield line.line.problem("pattern_to_confirm", "fraction", name=name)


# ---------------------------------------------------------------- attendance


def import_attendance(
    *, path: Path, establishment: Establishment, month: date | None, mode: Mode, by: User | None, at: datetime
) -> Report:
    """Attendance sheets, long or as month grids. `month`: first day of the month of bare day numbers."""

    def write(reading: Reading[Any], report: Report) -> None:
        plan = plan_attendance(establishment=establishment, reading=reading, source=path.name, at=at)
        # Beside errors too, though it is then undone: what is refused on writing is to be told in the same run.
        answers = record(establishment=establishment, operations=plan.operations, by=by, at=at, notes_received=True)
        for answer, cell, operation in zip(answers, plan.places, plan.operations, strict=True):
            if answer.refusal is not None:
                plan.refuse(operation, replace(cell, code=answer.refusal.code, facts=answer.refusal.facts))
        report.errors += plan.errors
        report.warnings += plan.warnings
        report.missing = plan.missing
        report.created, report.updated, report.unchanged = plan.created, plan.updated, plan.unchanged
        days = [item.day for item in reading.rows]
        report.summary = {
            "persons": sum(number > 0 for number in plan.kept.values()),
            "half_days": plan.created + plan.updated + plan.unchanged,
            "first_day": min(days, default=None),
            "last_day": max(days, default=None),
        }

    return _import(path, mode, lambda workbook: read_attendance(workbook, month), write)


# ---------------------------------------------------------------- sales


def import_clients(*, path: Path, establishment: Establishment, mode: Mode, by: User | None, at: datetime) -> Report:
    """A list of clients, each with its billing address. Key of a row: the code."""
    return _import(path, mode, read_clients, partial(write_clients, establishment=establishment, by=by, at=at))


def import_catalogue(*, path: Path, establishment: Establishment, mode: Mode, by: User | None, at: datetime) -> Report:
    """Products and services with their price from a day on and their shares of direct costs. Key of a row: the code."""
    return _import(path, mode, read_catalogue, partial(write_catalogue, establishment=establishment, by=by, at=at))


def import_orders(*, path: Path, establishment: Establishment, mode: Mode, by: User | None, at: datetime) -> Report:
    """Orders, one line of the sheet a line. Key of a row: the client, the number of the order, and the position."""
    return _import(path, mode, read_orders, partial(write_orders, establishment=establishment, by=by, at=at))


def import_work(*, path: Path, establishment: Establishment, mode: Mode, by: User | None, at: datetime) -> Report:
    """Work on order lines, by person or group and day. Key of a row: who, the day, the half-day if said, and the line."""
    return _import(path, mode, read_work, partial(write_work, establishment=establishment, by=by, at=at))


# ---------------------------------------------------------------- pathways


def import_placements(*, path: Path, establishment: Establishment, mode: Mode, by: User | None, at: datetime) -> Report:
    """Placements with their hosts. Key of a row: the staff number, the device and the first day."""
    return _import(path, mode, read_placements, partial(write_placements, establishment=establishment, by=by, at=at))


# ---------------------------------------------------------------- contract


def import_basin(*, path: Path, establishment: Establishment, mode: Mode, by: User | None, at: datetime) -> Report:
    """Numbers on the job basin. Key of a row: what is counted, and the year."""
    return _import(path, mode, read_basin, partial(write_basin, establishment=establishment, by=by, at=at))
