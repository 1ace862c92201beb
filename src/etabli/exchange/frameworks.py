"""Imports of competence frameworks (our package, with what it says of plans; ROME 4.0; Competent). One transaction, kept
only without an error."""

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
from etabli.exchange.reading.plan_templates import FreeFieldRow, PlanTemplateRow
from etabli.exchange.reading.problems import Problem, Unreadable
from etabli.exchange.reading.rome import read_rome
from etabli.exchange.reading.rows import Reading
from etabli.exchange.reading.sheets import read_workbook
from etabli.exchange.report import Report
from etabli.org.actions import Change
from etabli.org.models import Establishment, User
from etabli.support.actions import SectionSpec, import_framework, save_action_kind, save_sections
from etabli.support.actions.free_data import FreeFieldSpec, retire_free_field, save_free_field
from etabli.support.models import ActionKind, FreeField, PlanSection
from etabli.support.rules.plans import plan_kind
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


def import_support_package(
    *, path: Path, establishment: Establishment, mode: Mode, by: User | None, at: datetime
) -> Report:
    """A package, its frameworks as drafts; see `import_frameworks`."""
    how = {"file_format": FileFormat.PACKAGE, "wanted": Wanted()}
    return import_frameworks(path=path, **how, establishment=establishment, mode=mode, by=by, at=at)


def _write(
    rows: Sequence[Row], establishment: Establishment, publish: bool, report: Report, by: User | None, at: datetime
) -> Iterable[Change]:
    for row in rows:
        try:
            with transaction.atomic():
                if isinstance(row, FrameworkRow):
                    yield import_framework(establishment=establishment, spec=row.spec, publish=publish, by=by, at=at)
                elif isinstance(row, ActionKindRow):
                    yield _action_kind(row, establishment, by, at)
                elif isinstance(row, PlanTemplateRow):
                    if row.kind != plan_kind(establishment.kind):
                        report.warnings.append(Problem("template_unused", row.place, row.kind))
                    yield _plan_template(row, establishment, by, at)
                else:
                    yield _free_field(row, establishment, by, at)
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


def _plan_template(row: PlanTemplateRow, establishment: Establishment, by: User | None, at: datetime) -> Change:
    own = PlanSection.objects.filter(establishment=establishment, kind=row.kind).order_by("position", "pk")
    known = list(own.values_list("code", "title", "hint"))
    if known == list(row.sections):
        return Change.UNCHANGED
    sections = [SectionSpec(*one) for one in row.sections]
    save_sections(establishment=establishment, kind=row.kind, sections=sections, by=by, at=at)
    return Change.UPDATED if known else Change.CREATED


def _free_field(row: FreeFieldRow, establishment: Establishment, by: User | None, at: datetime) -> Change:
    """The field of that code as the package says it; a retired one is asked again."""
    spec = FreeFieldSpec(**row.values)
    known = FreeField.objects.filter(establishment=establishment, code=spec.code).first()
    same = known is not None and all(getattr(known, name) == value for name, value in row.values.items())
    if known is not None and known.retired_on is None and same:
        return Change.UNCHANGED
    saved = save_free_field(establishment=establishment, spec=spec, row=known, by=by, at=at)
    if saved.retired_on is not None:
        retire_free_field(field=saved, on=None, by=by, at=at)
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
