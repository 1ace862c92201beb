"""Writes of objectives. What is promised is never rewritten: an amendment adds terms that supersede those before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max

from etabli.core.refusal import Refusal
from etabli.cpom import rules
from etabli.cpom.models import Contract, Objective, ObjectiveTerms, ObjectiveYear, Statement
from etabli.cpom.states import OTHER, Direction, Horizon
from etabli.indicators.definitions import definitions
from etabli.indicators.formats import is_percentage
from etabli.org.models import User, Workshop
from etabli.people.models import Person, Registration, WorkGroup


@dataclass(frozen=True)
class Aim:
    """A target: `value` in ten-thousandths of a rate or a mean, else whole; `words` where no definition counts it."""

    value: int | None = None
    words: str = ""


@dataclass(frozen=True)
class TermsSpec:
    """What is promised from a day on; `years`: the targets that differ by year. See `models.ObjectiveTerms`."""

    starts_on: date
    source: str
    wording: str
    measure: str = OTHER
    unit: str = ""
    aim: Aim = Aim()
    direction: str = Direction.AT_LEAST
    horizon: str = Horizon.YEARLY
    negotiated: bool = False
    comment: str = ""
    years: Mapping[int, Aim] = field(default_factory=dict)


@transaction.atomic
def add_objective(
    *,
    contract: Contract,
    spec: TermsSpec,
    workshop: Workshop | None = None,
    work_group: WorkGroup | None = None,
    person: Person | None = None,
    by: User | None,
    at: datetime,
) -> Objective:
    """An objective at the end of the list, with its first terms.

    Refusals `cpom_several_levels`, `cpom_level_elsewhere`, and those of `amend_objective`.
    """
    rules.check_one_level([workshop, work_group, person])
    _check_here(contract, workshop, work_group, person)
    last = contract.objectives.aggregate(last=Max("position"))["last"] or 0
    objective = Objective.objects.create(
        contract=contract, position=last + 1, workshop=workshop, work_group=work_group, person=person
    )
    _write(objective, None, spec)
    return objective


def _check_here(
    contract: Contract, workshop: Workshop | None, work_group: WorkGroup | None, person: Person | None
) -> None:
    place = contract.establishment_id
    if any(row is not None and row.establishment_id != place for row in (workshop, work_group)):
        raise Refusal("cpom_level_elsewhere")
    if person is not None and not Registration.objects.filter(person=person, establishment=place).exists():
        raise Refusal("cpom_level_elsewhere")


@transaction.atomic
def amend_objective(*, objective: Objective, spec: TermsSpec, by: User | None, at: datetime) -> ObjectiveTerms:
    """New terms from a day on; those before stay as they were agreed. From the same day on, they correct them.

    Refusals `cpom_amended_backwards`, `cpom_outside_the_contract`, `cpom_wording_empty`, `cpom_source_empty`,
    `cpom_measure_unknown`, `cpom_target_negative`, `cpom_rate_too_high`, `cpom_year_outside`, `cpom_withdrawn_already`.
    """
    return _write(objective, _last(objective), spec)


@transaction.atomic
def withdraw_objective(
    *, objective: Objective, starts_on: date, source: str, comment: str, by: User | None, at: datetime
) -> ObjectiveTerms:
    """An amendment that drops the objective from a day on. Refusals as `amend_objective`."""
    last = _last(objective)
    spec = TermsSpec(
        starts_on=starts_on,
        source=source,
        wording=last.wording,
        measure=last.measure,
        unit=last.unit,
        direction=last.direction,
        horizon=last.horizon,
        negotiated=last.negotiated,
        comment=comment,
    )
    return _write(objective, last, spec, withdrawn=True)


def _last(objective: Objective) -> ObjectiveTerms:
    # Locked: two amendments at once would both supersede the same terms.
    Objective.objects.select_for_update().get(pk=objective.pk)
    return objective.terms.get(superseded_by=None)


def _write(
    objective: Objective, before: ObjectiveTerms | None, spec: TermsSpec, *, withdrawn: bool = False
) -> ObjectiveTerms:
    contract = objective.contract
    rules.check_wording(spec.wording)
    rules.check_source(spec.source)
    rules.check_from(spec.starts_on, contract.starts_on, contract.ends_before)
    if before is not None:
        rules.check_not_withdrawn(before.withdrawn)
        rules.check_after(spec.starts_on, before.starts_on)
    rules.check_years(spec.years, contract.starts_on, contract.ends_before)
    kept = _judged(contract, spec)
    terms = ObjectiveTerms.objects.create(
        objective=objective,
        supersedes=before,
        starts_on=kept.starts_on,
        source=kept.source.strip(),
        wording=kept.wording.strip(),
        measure=kept.measure,
        unit=kept.unit.strip(),
        target=kept.aim.value,
        target_words=kept.aim.words.strip(),
        direction=kept.direction,
        horizon=kept.horizon,
        negotiated=kept.negotiated,
        comment=kept.comment.strip(),
        withdrawn=withdrawn,
    )
    ObjectiveYear.objects.bulk_create(
        ObjectiveYear(terms=terms, year=year, target=aim.value, target_words=aim.words.strip())
        for year, aim in sorted(kept.years.items())
    )
    return terms


def _judged(contract: Contract, spec: TermsSpec) -> TermsSpec:
    """The terms with only what their measure has: numbers where it is counted, words and a unit where it is not."""
    known = definitions()
    kind = contract.establishment.kind
    rules.check_measure(spec.measure, {code for code, row in known.items() if kind in row.kinds})
    if spec.measure == OTHER:
        years = {year: Aim(words=aim.words) for year, aim in spec.years.items() if aim.words.strip()}
        return replace(spec, aim=Aim(words=spec.aim.words), years=years)
    percentage = is_percentage(known[spec.measure])
    for aim in (spec.aim, *spec.years.values()):
        rules.check_target(aim.value, percentage)
    years = {year: Aim(aim.value) for year, aim in spec.years.items() if aim.value is not None}
    return replace(spec, unit="", aim=Aim(spec.aim.value), years=years)


@transaction.atomic
def say(
    *,
    objective: Objective,
    year: int,
    value: str,
    met: bool | None,
    comment: str,
    said_on: date,
    by: User | None,
    at: datetime,
) -> Statement:
    """What stands from now on for a year: value and judgement of a measure nobody counts, and a comment. Those before stay.

    Refusals `cpom_value_is_counted`, `cpom_nothing_said`, `cpom_year_outside`.
    """
    contract = objective.contract
    rules.check_years({year: None}, contract.starts_on, contract.ends_before)
    measure = objective.terms.get(superseded_by=None).measure
    rules.check_said(measure, value, comment)
    return Statement.objects.create(
        objective=objective,
        year=year,
        value=value.strip(),
        met=met if measure == OTHER else None,
        said_on=said_on,
        said_by=by,
        comment=comment.strip(),
    )
