"""Support agreements with the employer of a person, her opposition to them, and the document of her reinforced pathway."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import F, Q

from etabli.core.periods import Period
from etabli.core.refusal import Refusal
from etabli.org.models import Establishment, User
from etabli.org.turns import one_at_a_time
from etabli.pathways.actions.deriving import derive_facts
from etabli.pathways.models import Host, Placement, ReinforcedPathway, SupportAgreement, SupportOpposition
from etabli.pathways.queries.agreements import first_of, limits_on, opposition_of, period_of
from etabli.pathways.rules import agreements as rules
from etabli.people.models import Person


@dataclass(frozen=True)
class AgreementSpec:
    """A support agreement as a form gives it; `ends_before` is excluded. `host`: the employer, that of the job without it."""

    signed_on: date
    starts_on: date
    ends_before: date
    partner: str = ""
    job: Placement | None = None
    host: Host | None = None

    @property
    def period(self) -> Period:
        """Refusal `agreement_backwards`."""
        if self.ends_before <= self.starts_on:
            raise Refusal("agreement_backwards")
        return Period(self.starts_on, self.ends_before)


@transaction.atomic
def save_agreement(
    *,
    establishment: Establishment,
    person: Person,
    spec: AgreementSpec,
    on: date,
    row: SupportAgreement | None = None,
    by: User | None,
    at: datetime,
) -> SupportAgreement:
    """Made, or (`row`) corrected. `on`: today.

    Refusals `agreement_opposed`, `agreement_without_employer`, `agreement_job_wrong`, `agreement_backwards`,
    `agreement_signed_to_come`, `agreement_before_job`, `agreement_ended_early`, `agreement_too_long`,
    `agreement_renewed_too_long`, `agreement_twice`.
    """
    one_at_a_time(establishment)
    if row is not None:
        row.refresh_from_db(fields=["ended_on"])
    else:
        opposed = opposition_of(establishment, person.pk)
        rules.check_not_opposed(opposed.said_on if opposed else None)
    row = row or SupportAgreement(establishment=establishment, person=person)
    _write(row, spec, on)
    derive_facts(establishment, [person.pk])
    return row


@transaction.atomic
def renew_agreement(
    *, row: SupportAgreement, spec: AgreementSpec, on: date, by: User | None, at: datetime
) -> SupportAgreement:
    """Another one that goes on from it, the day after its last. Refusals of `save_agreement`, `agreement_renewed_already` and
    `agreement_ended_early`."""
    one_at_a_time(row.establishment)
    row.refresh_from_db(fields=["starts_on", "ends_before", "ended_on"])
    renewed = SupportAgreement.objects.filter(renewal_of=row).exists()
    rules.check_renewable(row.ended_on, renewed=renewed)
    opposed = opposition_of(row.establishment, row.person_id)
    rules.check_not_opposed(opposed.said_on if opposed else None)
    following = SupportAgreement(establishment=row.establishment, person=row.person, renewal_of=row)
    _write(following, spec, on)
    derive_facts(row.establishment, [row.person_id])
    return following


def _write(row: SupportAgreement, spec: AgreementSpec, on: date) -> None:
    period = spec.period
    if spec.job is not None:
        is_hers = (spec.job.person_id, spec.job.establishment_id) == (row.person_id, row.establishment_id)
        rules.check_employer(spec.job.device, spec.job.state, is_hers=is_hers)
    host = spec.host or (spec.job.host if spec.job else None)
    if host is None and spec.job is None:
        raise Refusal("agreement_without_employer")
    if row.ended_on is not None and row.ended_on < period.start:
        raise Refusal("agreement_ended_early", day=row.ended_on)
    rules.check_agreement(spec.signed_on, period, spec.job.starts_on if spec.job else None, on)
    row.signed_on, row.starts_on, row.ends_before = spec.signed_on, spec.starts_on, spec.ends_before
    row.job, row.host, row.partner = spec.job, host, spec.partner.strip()
    _check_length(row, period)
    row.save()


def _check_length(row: SupportAgreement, period: Period) -> None:
    """Of it, with those before it and those that go on from it."""
    place = row.establishment
    rules.check_length(period, limits_on(place, row.starts_on)[0])
    others = list(SupportAgreement.objects.filter(establishment=place, person=row.person_id).exclude(pk=row.pk))
    rules.check_alone(period, [held for one in others if (held := period_of(one)) is not None])
    chain = [row, *others]
    first = first_of(row, chain)
    most = limits_on(place, first)[1]
    rules.check_renewals(period, first, most)
    for one in others:
        held = period_of(one)
        if held is not None and one.starts_on > row.starts_on and first_of(one, chain) == first:
            rules.check_renewals(held, first, most)


@transaction.atomic
def end_agreement(*, row: SupportAgreement, ended_on: date | None, by: User | None, at: datetime) -> None:
    """It no longer holds from a day on, or (None) that is taken back. Refusals `agreement_end_outside`, `agreement_not_ended`,
    `agreement_twice` (another one was made since)."""
    if ended_on is None:
        one_at_a_time(row.establishment)
        if row.ended_on is None:
            raise Refusal("agreement_not_ended")
        row.ended_on = None
        _check_length(row, Period(row.starts_on, row.ends_before))
    else:
        rules.check_end(ended_on, Period(row.starts_on, row.ends_before))
        row.ended_on = ended_on
    row.save(update_fields=["ended_on"])
    derive_facts(row.establishment, [row.person_id])


# ---------------------------------------------------------------- opposed


@transaction.atomic
def oppose(
    *, establishment: Establishment, person: Person, said_on: date, on: date, by: User | None, at: datetime
) -> SupportOpposition:
    """She wants no support agreement: those that hold end that day, and none is made until she says otherwise.

    `on`: today. Refusals `opposition_twice`, `opposition_to_come`.
    """
    one_at_a_time(establishment)
    if opposition_of(establishment, person.pk) is not None:
        raise Refusal("opposition_twice")
    if said_on > on:
        raise Refusal("opposition_to_come")
    row = SupportOpposition.objects.create(establishment=establishment, person=person, said_on=said_on)
    held = SupportAgreement.objects.filter(establishment=establishment, person=person, ends_before__gt=said_on)
    for one in held.filter(Q(ended_on=None) | Q(ended_on__gt=said_on)).exclude(ended_on=F("starts_on")):
        one.ended_on = max(said_on, one.starts_on)
        one.save(update_fields=["ended_on"])
    derive_facts(establishment, [person.pk])
    return row


@transaction.atomic
def withdraw_opposition(*, row: SupportOpposition, withdrawn_on: date, by: User | None, at: datetime) -> None:
    """She no longer opposes. What ended stays so. Refusal `opposition_backwards`."""
    if withdrawn_on < row.said_on:
        raise Refusal("opposition_backwards", day=row.said_on)
    row.withdrawn_on = withdrawn_on
    row.save(update_fields=["withdrawn_on"])


# ---------------------------------------------------------------- reinforced pathways


@transaction.atomic
def save_pathway(
    *, job: Placement, content: str, handed_on: date | None, on: date, by: User | None, at: datetime
) -> ReinforcedPathway:
    """The document of a job, written or corrected; `handed_on`: when the person had it. `on`: today.

    Refusals `agreement_job_wrong`, `pathway_empty`, `pathway_handed_to_come`.
    """
    rules.check_employer(job.device, job.state, is_hers=True)
    rules.check_handed(handed_on, content, on)
    row = ReinforcedPathway.objects.filter(job=job).first()
    row = row or ReinforcedPathway(establishment=job.establishment, person=job.person, job=job)
    row.content, row.handed_on = content.strip(), handed_on
    row.save()
    return row
