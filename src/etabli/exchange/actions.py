"""Imports: read a file, compare, write through the actions of the rooms, report.

Each takes the path of a file and a mode. Every error of the file is found at once. The whole runs in one transaction that is
rolled back in a dry run, and when there are errors that were not accepted: so a dry run cannot have written anything.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeVar

from django.db import transaction

from etabli.attendance.actions import record
from etabli.core.counting import WHOLE
from etabli.core.facts import EngagementKind
from etabli.core.refusal import Refusal
from etabli.exchange.planning import plan_attendance
from etabli.exchange.reading.attendance import read_attendance
from etabli.exchange.reading.finess import FinessRow, read_finess
from etabli.exchange.reading.people import HALF_DAYS, PersonRow, read_people
from etabli.exchange.reading.problems import Problem, Unreadable
from etabli.exchange.reading.rows import Reading
from etabli.exchange.reading.sheets import Workbook, read_workbook
from etabli.exchange.report import Report
from etabli.org.actions import Change, save_directory
from etabli.org.models import DirectoryEntry, Establishment, Opening, User
from etabli.org.states import EstablishmentKind
from etabli.people import actions as people
from etabli.people.queries import (
    EngagementKey,
    KnownEngagement,
    engagements_known,
    patterns_to_confirm,
    staff_numbers,
)

Row = TypeVar("Row")
FINESS_LENGTH, SIRET_LENGTH = 9, 14

USUAL_KINDS = {
    EstablishmentKind.ESAT: EngagementKind.ACCOMPANIMENT,
    EstablishmentKind.EA: EngagementKind.EMPLOYEE,
    EstablishmentKind.MAATWERKBEDRIJF: EngagementKind.TARGET_WORKER,
    EstablishmentKind.ARBEIDSZORG: EngagementKind.ARBEIDSZORG,
}
"""Kind of engagement where the sheet has no column for it; elsewhere `INTEGRATION`."""

COLUMN_OF_REFUSAL = {
    "workshop_unknown": "workshop",
    "engagement_kind_not_here": "kind",
    "fraction_wrong": "fraction",
    "weekly_hours_over_cap": "fraction",
    "engagement_overlap": "starts_on",
    "engagement_backwards": "last_day",
    "terms_outside": "from_date",
    "person_has_other_number": "staff_number",
}


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
        reading = read(read_workbook(path))
    except Unreadable as error:
        return Report.of_unreadable(error)
    report = Report(reading.lines, 0, 0, 0, list(reading.errors), list(reading.warnings), list(reading.ignored))
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
        known = engagements_known(establishment)
        rows = [_completed(row, known, establishment) for row in _agreeing(reading.rows, report)]
        weeks = _Weeks(establishment, report)
        answers = people.save_people(
            establishment=establishment,
            rows=[_person_row(row, weeks.due(row)) for row in rows],
            by=by,
            at=at,
        )
        for row, answer in zip(rows, answers, strict=True):
            if isinstance(answer, Refusal):
                column = COLUMN_OF_REFUSAL.get(answer.code, "staff_number")
                report.errors.append(row.line.problem(answer.code, column, **answer.facts))
        _count(report, [answer for answer in answers if isinstance(answer, Change)])
        report.warnings += _to_confirm(establishment, rows)
        persons = {row.staff_number for row in rows}
        report.summary = {
            "persons": len(persons),
            "engagements": len({(row.staff_number, row.starts_on) for row in rows}),
        }

    return _import(path, mode, read_people, write)


def _agreeing(rows: list[PersonRow], report: Report) -> list[PersonRow]:
    """The rows with what is not dated made the same over the rows of a person, so that no row undoes another.

    Workshop, groups, names, birth date and sex: those of the latest row that says them. Exit and its reason: one over all
    rows of an engagement; two different exits are an error and the engagement is left out.
    """
    latest: dict[str, dict[str, Any]] = defaultdict(dict)
    exits: dict[tuple[str, date], dict[str, Any]] = defaultdict(dict)
    refused: set[tuple[str, date]] = set()
    ordered = sorted(rows, key=lambda row: (row.starts_on, row.from_date or row.starts_on))
    for row in ordered:
        key = (row.staff_number, row.starts_on)
        said = ("last_name", "first_name", "birth_date", "sex", "workshop", "groups")
        latest[row.staff_number] |= {name: getattr(row, name) for name in said if getattr(row, name)}
        before = exits[key].get("last_day")
        if before is not None and row.last_day not in (None, before):
            report.errors.append(row.line.problem("exits_differ", "last_day", other=before))
            refused.add(key)
        exits[key] |= {name: getattr(row, name) for name in ("last_day", "end_reason") if getattr(row, name)}
        if row.kind is not None:
            exits[key]["kind"] = row.kind
    return [
        replace(row, **latest[row.staff_number], **exits[row.staff_number, row.starts_on])
        for row in ordered
        if (row.staff_number, row.starts_on) not in refused
    ]


class _Weeks:
    """The half-days due on each row, without those at which the establishment is never open, which are told once."""

    def __init__(self, establishment: Establishment, report: Report) -> None:
        weeks = list(Opening.objects.filter(establishment=establishment).values_list("week", flat=True))
        self._open = [any(week[number] == "1" for week in weeks) for number in range(HALF_DAYS)]
        self._report = report
        self._told: set[int] = set()

    def due(self, row: PersonRow) -> tuple[str, ...] | None:
        """The pattern of the row; None when none of its half-days is ever open."""
        if row.week is None:
            return None
        for number, marked in enumerate(row.week):
            if marked == "1" and not self._open[number] and number not in self._told:
                self._told.add(number)
                self._report.ignored.append(row.line.problem("half_day_never_open", f"due_{number}"))
        week = "".join("1" if row.week[number] == "1" and self._open[number] else "0" for number in range(HALF_DAYS))
        return (week,) if "1" in week else None


def _completed(
    row: PersonRow, known: Mapping[EngagementKey, KnownEngagement], establishment: Establishment
) -> PersonRow:
    """Kind and fraction that the sheet does not say: those that stand; for a new engagement the usual kind, full time."""
    standing = known.get((row.staff_number, row.starts_on))
    usual = USUAL_KINDS.get(EstablishmentKind(establishment.kind), EngagementKind.INTEGRATION)
    fractions = standing.fractions if standing else {}
    fraction = fractions.get(row.from_date or row.starts_on, WHOLE)
    return replace(
        row,
        kind=row.kind or (EngagementKind(standing.kind) if standing else usual),
        fraction=fraction if row.fraction is None else row.fraction,
    )


def _person_row(row: PersonRow, pattern: tuple[str, ...] | None) -> people.PersonRow:
    return people.PersonRow(
        staff_number=row.staff_number,
        last_name=row.last_name,
        first_name=row.first_name,
        kind=str(row.kind),
        starts_on=row.starts_on,
        birth_date=row.birth_date,
        sex=row.sex,
        workshop=row.workshop,
        groups=row.groups,
        last_day=row.last_day,
        end_reason=row.end_reason,
        fraction=row.fraction or WHOLE,
        from_date=row.from_date,
        pattern=pattern,
    )


def _to_confirm(establishment: Establishment, rows: Iterable[PersonRow]) -> Iterator[Problem]:
    """Rows whose weekly pattern is to be confirmed: part time, and nothing says at which half-days."""
    numbers = staff_numbers(establishment)
    waiting = {
        (numbers.get(terms.engagement.person_id), terms.engagement.starts_on, terms.valid_from)
        for terms in patterns_to_confirm(establishment, date.min)
    }
    for row in rows:
        key = (row.staff_number, row.starts_on, row.from_date or row.starts_on)
        if (row.fraction or WHOLE) < WHOLE and key in waiting:
            name = f"{row.last_name} {row.first_name}"
            yield row.line.problem("pattern_to_confirm", "fraction", name=name)


# ---------------------------------------------------------------- attendance


def import_attendance(
    *, path: Path, establishment: Establishment, month: date | None, mode: Mode, by: User | None, at: datetime
) -> Report:
    """Attendance sheets, long or as month grids. `month`: first day of the month of bare day numbers."""

    def write(reading: Reading[Any], report: Report) -> None:
        plan = plan_attendance(establishment=establishment, reading=reading, source=path.name, at=at)
        report.errors += plan.errors
        report.warnings += plan.warnings
        report.missing = plan.missing
        report.created, report.updated, report.unchanged = plan.created, plan.updated, plan.unchanged
        if mode.accept_good_rows or not report.errors:
            answers = record(establishment=establishment, operations=plan.operations, by=by, at=at, notes_received=True)
            for answer, cell in zip(answers, plan.places, strict=True):
                if answer.refusal is not None:
                    problem = replace(cell, code=answer.refusal.code, facts=answer.refusal.facts)
                    report.errors.append(problem)
        days = [item.day for item in reading.rows]
        report.summary = {
            "persons": len(plan.persons),
            "half_days": plan.created + plan.updated + plan.unchanged,
            "first_day": min(days, default=None),
            "last_day": max(days, default=None),
        }

    return _import(path, mode, lambda workbook: read_attendance(workbook, month), write)
