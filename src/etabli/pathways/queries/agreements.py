"""Reads of support agreements, of who opposes them, and of reinforced pathways."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, QuerySet
from django.db.models.functions import Coalesce, Least

from etabli.core.periods import Period
from etabli.org.models import Establishment, User
from etabli.org.queries import parameter_on, parameter_rows
from etabli.pathways.access import PathwaysRight
from etabli.pathways.models import Placement, ReinforcedPathway, SupportAgreement, SupportOpposition
from etabli.pathways.rules import agreements as rules
from etabli.pathways.rules.deadlines import JOBS
from etabli.pathways.rules.placements import goes_on_from
from etabli.pathways.states import HELD


def period_of(row: SupportAgreement) -> Period | None:
    """The days on which it held or will; None when it was ended before it began."""
    end = min(row.ends_before, row.ended_on or row.ends_before)
    return Period(row.starts_on, end) if end > row.starts_on else None


def first_start(row: SupportAgreement) -> date:
    """The first day of the first of those that it goes on from, its own without any."""
    return first_of(row, SupportAgreement.objects.filter(establishment=row.establishment_id, person=row.person_id))


def first_of(row: SupportAgreement, others: Iterable[SupportAgreement]) -> date:
    """The same. `others`: those of its person. One written anew with the same employer, with no weekday between, goes on too."""
    first = row
    for one in sorted(others, key=lambda other: other.starts_on, reverse=True):
        held = period_of(one)
        renewed = one.pk is not None and one.pk == first.renewal_of_id
        alike = one.host_id is not None and one.host_id == first.host_id
        goes_on = alike and held is not None and goes_on_from(held.end, first.starts_on)
        if one.starts_on < first.starts_on and (renewed or goes_on):
            first = one
    return first.starts_on


def limits_on(establishment: Establishment, day: date) -> tuple[int, int]:
    """Months that an agreement begun that day lasts at most, and with its renewals."""
    one = parameter_on("pathways_agreement_months", day, establishment)
    return one, parameter_on("pathways_agreement_most_months", day, establishment)


def opposition_of(establishment: Establishment, person: int) -> SupportOpposition | None:
    """The one that stands."""
    return SupportOpposition.objects.filter(establishment=establishment, person=person, withdrawn_on=None).first()


def agreements_in(
    user: User, establishment: Establishment, on: date, *, in_force: bool | None = None
) -> QuerySet[SupportAgreement, Any]:
    """Those that the user may read; `in_force`: only those that hold on the day or will, or (False) only those that do not.

    What ends first comes first; of those over, what ended last.
    """
    rows = SupportAgreement.objects.visible_to(user, establishment)
    rows = rows.select_related("person", "establishment", "host", "job__host", "renewed_by")
    rows = rows.annotate(end=Least("ends_before", Coalesce("ended_on", "ends_before")))
    if in_force is None:
        return rows.order_by("-end", "pk")
    return (
        rows.filter(end__gt=on).order_by("end", "pk") if in_force else rows.filter(end__lte=on).order_by("-end", "pk")
    )


def oppositions_in(user: User, establishment: Establishment) -> QuerySet[SupportOpposition, Any]:
    """Those that stand, of persons whom the user reads."""
    rows = SupportOpposition.objects.visible_to(user, establishment).filter(withdrawn_on=None)
    return rows.select_related("person", "establishment").order_by("person__search_key", "pk")


@dataclass(frozen=True)
class Document:
    """The document of the reinforced pathway of a job. `row` None: nothing is written yet. `due_on`: the last day to hand it
    on; None while the signature of the contract is not known, or when it is older than the document."""

    job: Placement
    row: ReinforcedPathway | None
    due_on: date | None

    @property
    def handed_on(self) -> date | None:
        return self.row.handed_on if self.row else None

    def is_late(self, on: date) -> bool:
        return self.due_on is not None and (self.handed_on or on) > self.due_on


def jobs_in(user: User, establishment: Establishment, right: str = PathwaysRight.READ) -> QuerySet[Placement, Any]:
    """Jobs that were agreed, of persons over whom the user holds the right, newest first."""
    rows = Placement.objects.visible_to(user, establishment, right)
    rows = rows.filter(device__in=JOBS, state__in=HELD)
    return rows.select_related("person", "establishment", "host").order_by("-starts_on", "-pk")


def documents_of(establishment: Establishment, jobs: list[Placement]) -> list[Document]:
    """One for each job, in their order. Two queries."""
    written = {row.job_id: row for row in ReinforcedPathway.objects.filter(job__in=[job.pk for job in jobs])}
    delays = parameter_rows("pathways_reinforced_months", establishment)
    return [Document(job, written.get(job.pk), _due_on(job, delays)) for job in jobs]


def _due_on(job: Placement, delays: list[tuple[date, int]]) -> date | None:
    """None for a contract signed before the document was asked for."""
    if job.signed_on is None:
        return None
    held = [months for valid_from, months in delays if valid_from <= job.signed_on]
    return rules.pathway_due_on(job.signed_on, held[-1]) if held else None


def unhanded(user: User, establishment: Establishment) -> QuerySet[Placement, Any]:
    """Jobs whose document was not handed on, the one signed last before."""
    handed = ReinforcedPathway.objects.exclude(handed_on=None).order_by().values("job")
    return jobs_in(user, establishment).exclude(pk__in=handed).order_by(F("signed_on").desc(nulls_last=True), "-pk")
