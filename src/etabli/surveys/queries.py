"""Reads of forms: every field with its value and where that comes from, gaps, versions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from etabli.core.refusal import Refusal
from etabli.indicators.queries import scope_of
from etabli.org.models import Establishment, User
from etabli.surveys import rules
from etabli.surveys.computed import Sums, sums_of
from etabli.surveys.models import Answer, Edition
from etabli.surveys.questionnaire import Field, Questionnaire, Section
from etabli.surveys.settled import settled
from etabli.surveys.states import EditionState, Means, Status


@dataclass(frozen=True)
class Filled:
    """A field as it stands. `value`: plain JSON, None when missing. `computed`: what the facts or settings say, None when
    they say nothing; `measure`: the number it comes from. `proposed`: what was answered the year before. `count`: rows
    behind it; `gaps`: rows left out, by reason."""

    field: Field
    status: Status
    value: Any = None
    computed: Any = None
    measure: float | None = None
    proposed: Any = None
    reason: str = ""
    count: int = 0
    gaps: Mapping[str, int] | None = None
    by: str = ""
    at: datetime | None = None

    @property
    def is_answered(self) -> bool:
        return self.status not in (Status.MISSING, Status.NOT_CONCERNED)


@dataclass(frozen=True)
class Filling:
    """A form for a year of an establishment. `fields`: by name, in order."""

    form: Questionnaire
    establishment: Establishment
    year: int
    fields: dict[str, Filled]
    failures: list[rules.Failure]

    @property
    def values(self) -> dict[str, Any]:
        return {name: filled.value for name, filled in self.fields.items()}

    @property
    def missing(self) -> list[Filled]:
        return [filled for filled in self.fields.values() if filled.status == Status.MISSING]

    def progress(self, section: Section | None = None) -> tuple[int, int]:
        """How many fields are answered, of how many that are concerned: of a section, or of all."""
        names = [field.name for field in section.fields] if section else list(self.fields)
        concerned = [self.fields[name] for name in names if self.fields[name].status != Status.NOT_CONCERNED]
        return sum(filled.is_answered for filled in concerned), len(concerned)

    def refusals_of(self, name: str) -> list[Refusal]:
        return [failure.refusal for failure in self.failures if failure.field == name]


@dataclass(frozen=True)
class Counted:
    """What the facts and the settings say of a form, before any answer. `sums` and `said`: by field."""

    sums: Mapping[str, Sums]
    said: Mapping[str, Any]


def counted(form: Questionnaire, establishment: Establishment, year: int) -> Counted:
    """Runs every text of the form, once; a fixed number of queries."""
    names = [field.name for field in form.fields.values() if field.means == Means.SETTINGS]
    return Counted(sums_of(form, scope_of(establishment), year), settled(establishment, year, names))


def filling(form: Questionnaire, establishment: Establishment, year: int, facts: Counted | None = None) -> Filling:
    """The form as the facts and the answers make it: a fixed number of queries.

    `facts`: what was counted for the same act already, for answers change none of it; None: counted now.
    """
    facts = facts or counted(form, establishment, year)
    sums, said = facts.sums, facts.said
    answers = Answer.objects.filter(establishment=establishment, form=form.family, year__in=(year - 1, year))
    by_year: dict[int, dict[str, Answer]] = {year - 1: {}, year: {}}
    for row in answers.select_related("answered_by"):
        by_year[row.year][row.field] = row
    known = _groups_known(form, sums)
    found: dict[str, Filled] = {}
    for field in form.fields.values():
        measure = _measure(field, sums, known) if field.means == Means.COMPUTED else None
        computed = field.value_of(measure) if field.means == Means.COMPUTED else said.get(field.name)
        values = {name: filled.value for name, filled in found.items()}
        before = by_year[year - 1].get(field.name)
        found[field.name] = _filled(
            field,
            computed,
            measure,
            sums.get(field.name, Sums()),
            by_year[year].get(field.name),
            None if before is None else before.value,
            rules.is_concerned(field, values),
        )
    values = {name: filled.value for name, filled in found.items() if filled.status != Status.NOT_CONCERNED}
    return Filling(form, establishment, year, found, rules.failures(form, values))


def _groups_known(form: Questionnaire, sums: Mapping[str, Sums]) -> set[str]:
    """Groups of which some field has a row: where nobody writes anything down, a sum is unknown and not 0."""
    return {form.fields[name].group for name, found in sums.items() if found.count and name in form.fields}


def _measure(field: Field, sums: Mapping[str, Sums], known: set[str]) -> float | None:
    if field.needs_rows and field.group not in known:
        return None
    found = sums.get(field.name, Sums())
    return field.measure_of(found.num, found.den)


def _filled(
    field: Field, computed: Any, measure: float | None, sums: Sums, answer: Answer | None, before: Any, concerned: bool
) -> Filled:
    status, value = Status.MISSING, None
    if answer is not None:
        status, value = (Status.OVERRIDDEN if answer.reason else Status.ASKED), answer.value
    elif computed is not None:
        status, value = Status.COMPUTED, computed
    if not concerned:
        status, value = Status.NOT_CONCERNED, None
    return Filled(
        field=field,
        status=status,
        value=value,
        computed=computed,
        measure=measure,
        proposed=before if status == Status.MISSING else None,
        reason=answer.reason if answer is not None else "",
        count=sums.count,
        gaps=sums.gaps,
        by=str(answer.answered_by or "") if answer is not None else "",
        at=answer.answered_at if answer is not None else None,
    )


def editions_of(user: User, form: Questionnaire, establishment: Establishment, year: int) -> list[Edition]:
    """Versions that the user may see, the newest first."""
    rows = Edition.objects.visible_to(user, establishment).filter(form=form.code, year=year)
    return list(rows.select_related("made_by", "signed_by"))


def signed_edition(form: Questionnaire, establishment: Establishment, year: int) -> Edition | None:
    """The newest signed version."""
    rows = Edition.objects.filter(
        establishment=establishment, form=form.code, year=year, state=EditionState.SIGNED
    ).select_related("signed_by")
    return rows.first()


@dataclass(frozen=True)
class Difference:
    """A field whose value is no longer the signed one."""

    field: Field
    signed: Any
    now: Any


def differences(edition: Edition, present: Filling) -> list[Difference]:
    """What changed since a version was kept, in order of the form."""
    kept = {row["name"]: row["value"] for row in edition.content["fields"]}
    return [
        Difference(filled.field, kept.get(name), filled.value)
        for name, filled in present.fields.items()
        if kept.get(name) != filled.value
    ]
