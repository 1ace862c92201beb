"""Imports of competence frameworks: our package, ROME 4.0, Competent. One transaction, kept only without an error."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from django.db import transaction

from etabli.core.refusal import Refusal
from etabli.exchange.actions import Mode
from etabli.exchange.reading.frameworks import ActionKindRow, FrameworkRow, Row, read_competent, read_package
from etabli.exchange.reading.problems import Problem, Unreadable
from etabli.exchange.reading.rome import read_rome
from etabli.exchange.reading.rows import Reading
from etabli.exchange.reading.sheets import read_workbook
from etabli.exchange.report import Report
from etabli.org.actions import Change
from etabli.org.models import Establishment, User
from etabli.support.actions import import_framework, save_action_kind
from etabli.support.models import ActionKind
from etabli.support.scales import usual_scale


class FileFormat(StrEnum):
    PACKAGE = "package"
    ROME = "rome"
    COMPETENT = "competent"


@dataclass(frozen=True)
class Wanted:
    """What a file does not say of itself; a package says it all.

    `code`, `title`: of the framework; by default those of the format. `language`: of Competent. `containing`: of ROME, words
    of which a competence has one; all of them when there is none. `publish`: taken into use at once.
    """

    code: str = ""
    title: str = ""
    language: str = "nl"
    containing: Sequence[str] = ()
    publish: bool = False


def import_frameworks(
    *,
    path: Path,
    file_format: str,
    wanted: Wanted,
    establishment: Establishment,
    mode: Mode,
    by: User | None,
    at: datetime,
) -> Report:
    """Read a file, write it through the actions of the support room, and keep it unless the mode or an error forbids."""
    try:
        reading = _READERS[FileFormat(file_format)](path, wanted)
    except Unreadable as error:
        return Report.of_unreadable(error)
    report = Report(rows=reading.lines)
    report.errors, report.warnings, report.ignored = [*reading.errors], [*reading.warnings], [*reading.ignored]
    with transaction.atomic():
        changes = list(_write(reading.rows, establishment, wanted.publish, report, by, at))
        accepted = mode.accept_good_rows or not report.errors
        report.written = accepted and not mode.dry_run
        if not report.written:
            transaction.set_rollback(True)
    if accepted:
        report.created, report.updated = changes.count(Change.CREATED), changes.count(Change.UPDATED)
        report.unchanged = changes.count(Change.UNCHANGED)
    return report


def _write(
    rows: Sequence[Row], establishment: Establishment, publish: bool, report: Report, by: User | None, at: datetime
) -> Iterable[Change]:
    for row in rows:
        try:
            with transaction.atomic():
                if isinstance(row, FrameworkRow):
                    yield import_framework(establishment=establishment, spec=row.spec, publish=publish, by=by, at=at)
                else:
                    yield _action_kind(row, establishment, by, at)
        except Refusal as refusal:
            facts = dict(refusal.facts)
            report.errors.append(Problem(refusal.code, row.place, str(facts.pop("value", "")), facts))


def _action_kind(row: ActionKindRow, establishment: Establishment, by: User | None, at: datetime) -> Change:
    known = ActionKind.objects.filter(establishment=establishment, code=row.code).first()
    values: dict[str, Any] = {
        "name": row.name,
        "category": row.category,
        "default_minutes": row.default_minutes,
        "retired": False,
    }
    if known is not None and all(getattr(known, name) == value for name, value in values.items()):
        return Change.UNCHANGED
    save_action_kind(establishment=establishment, code=row.code, row=known, **values, by=by, at=at)
    return Change.CREATED if known is None else Change.UPDATED


# ---------------------------------------------------------------- formats


def _package(path: Path, wanted: Wanted) -> Reading[Row]:
    return read_package(path)


def _rome(path: Path, wanted: Wanted) -> Reading[Row]:
    named = {"code": wanted.code or "rome-4", "title": wanted.title or "ROME 4.0"}
    return read_rome(read_workbook(path), levels=usual_scale("fr"), containing=wanted.containing, **named)


def _competent(path: Path, wanted: Wanted) -> Reading[Row]:
    named = {"code": wanted.code or "competent", "title": wanted.title or "Competent"}
    return read_competent(path, levels=usual_scale(wanted.language), language=wanted.language, **named)


_READERS: dict[FileFormat, Callable[[Path, Wanted], Reading[Row]]] = {
    FileFormat.PACKAGE: _package,
    FileFormat.ROME: _rome,
    FileFormat.COMPETENT: _competent,
}
