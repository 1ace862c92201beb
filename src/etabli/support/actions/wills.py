"""The will of a person to go to ordinary work: said, corrected, taken back. Each takes `by` and `at`, in one transaction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from operator import attrgetter

from django.db import transaction

from etabli.core.facts import OrdinaryWorkWill as WillFact
from etabli.core.periods import day_no
from etabli.kit.bulk import insert
from etabli.org.models import Establishment, User
from etabli.people.actions.deriving import FOR_EVER
from etabli.support.models import OrdinaryWorkWill, OrdinaryWorkWillFact, Plan
from etabli.support.rules import wills as rules
from etabli.support.states import WRITABLE

_COLUMNS = tuple(WillFact.__slots__)
_values = attrgetter(*_COLUMNS)


@dataclass(frozen=True)
class WillSpec:
    """What was said, as `OrdinaryWorkWill`."""

    said_on: date
    words: str
    job_seeker_since: date | None = None


@transaction.atomic
def say_will(*, plan: Plan, spec: WillSpec, on: date, by: User | None, at: datetime) -> OrdinaryWorkWill:
    """That a person wants to go to ordinary work. A draft says so from then on. `on`: today.

    Refusals: `will_without_plan`, `will_stands`, `will_without_words`, `plan_text_too_long`, `support_day_to_come`,
    `seeker_day_to_come`.
    """
    rules.check_will_in_plan(plan.state)
    rules.check_none_stands(_standing_since(plan))
    row = OrdinaryWorkWill(establishment=plan.establishment, person=plan.person, plan=plan)
    _write(row, spec, on)
    if plan.state in WRITABLE and plan.wants_ordinary_work is not True:
        plan.wants_ordinary_work = True
        plan.save(update_fields=["wants_ordinary_work"])
    return row


@transaction.atomic
def correct_will(*, will: OrdinaryWorkWill, spec: WillSpec, on: date, by: User | None, at: datetime) -> None:
    """Refusals: those of `say_will` about words and days, `will_withdrawn_before`."""
    if will.withdrawn_on is not None:
        rules.check_withdrawal(spec.said_on, will.withdrawn_on, on)
    _write(will, spec, on)


@transaction.atomic
def withdraw_will(*, will: OrdinaryWorkWill, withdrawn_on: date, on: date, by: User | None, at: datetime) -> None:
    """She no longer wants it, from a day on; on the day itself it counts as never said. Refusals: `support_day_to_come`,
    `will_withdrawn_before`."""
    rules.check_withdrawal(will.said_on, withdrawn_on, on)
    will.withdrawn_on = withdrawn_on
    _keep(will)


@transaction.atomic
def resume_will(*, will: OrdinaryWorkWill, by: User | None, at: datetime) -> None:
    """It was not taken back after all. Refusal `will_stands` (another one stands by now)."""
    if will.withdrawn_on is None:
        return
    rules.check_none_stands(_standing_since(will.plan))
    will.withdrawn_on = None
    _keep(will)


def _standing_since(plan: Plan) -> date | None:
    rows = OrdinaryWorkWill.objects.filter(establishment=plan.establishment_id, person=plan.person_id)
    return rows.filter(withdrawn_on=None).values_list("said_on", flat=True).first()


def _write(row: OrdinaryWorkWill, spec: WillSpec, on: date) -> None:
    rules.check_will_told(spec.words, spec.said_on, spec.job_seeker_since, on)
    row.said_on, row.words, row.job_seeker_since = spec.said_on, spec.words.strip(), spec.job_seeker_since
    _keep(row)


def _keep(row: OrdinaryWorkWill) -> None:
    row.save()
    derive_wills(row.establishment)


def derive_wills(establishment: Establishment) -> None:
    """Derive the fact table `ordinary_work_will` of an establishment anew: a few rows."""
    OrdinaryWorkWillFact.objects.filter(establishment=establishment).delete()
    rows = OrdinaryWorkWill.objects.filter(establishment=establishment).order_by("pk")
    facts = [
        WillFact(
            row.person_id,
            day_no(row.said_on),
            FOR_EVER if row.withdrawn_on is None else day_no(row.withdrawn_on),
            None if row.job_seeker_since is None else day_no(row.job_seeker_since),
        )
        for row in rows
        if row.withdrawn_on is None or row.withdrawn_on > row.said_on
    ]
    insert(OrdinaryWorkWillFact, ("establishment", *_COLUMNS), [(establishment.pk, *_values(row)) for row in facts])
