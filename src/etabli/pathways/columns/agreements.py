"""Tables of support agreements, of reinforced pathways and of partnerships."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from etabli.kit.exports import Column, Kind
from etabli.pathways.models import Partnership, SupportAgreement
from etabli.pathways.queries.agreements import Document
from etabli.pathways.rules.timeline import last_day
from etabli.pathways.states import PartnershipKind
from etabli.pathways.wording import PARTNERSHIP_KINDS


def agreement_url(row: SupportAgreement) -> str:
    return reverse("pathways:agreement", args=[row.establishment.finess, row.pk])


def employer_of(row: Any) -> str:
    """The employer of an agreement, that of its job without one of its own."""
    host = row.host or (row.job.host if row.job else None)
    return str(host) if host else ""


def ended_before(row: SupportAgreement) -> Any:
    """The first day on which it no longer holds."""
    return min(row.ends_before, row.ended_on or row.ends_before)


AGREEMENTS = (
    Column("person", _("Person"), lambda row: str(row.person), nominative=True, heads_row=True, url=agreement_url),
    Column("employer", _("Employer"), employer_of),
    Column("partner", _("Who signs besides"), "partner"),
    Column("signed_on", _("Signed on"), "signed_on", Kind.DATE),
    Column("starts_on", _("First day"), "starts_on", Kind.DATE),
    Column("last_day", _("Last day"), lambda row: last_day(ended_before(row)), Kind.DATE),
)


def _document_url(row: Document) -> str:
    return reverse("pathways:reinforced", args=[row.job.establishment.finess, row.job.pk])


DOCUMENTS = (
    Column("person", _("Person"), lambda row: str(row.job.person), nominative=True, heads_row=True, url=_document_url),
    Column("employer", _("Employer"), lambda row: str(row.job.host) if row.job.host else ""),
    Column("signed_on", _("Contract signed on"), lambda row: row.job.signed_on, Kind.DATE),
    Column("due_on", _("To hand on by"), "due_on", Kind.DATE),
    Column("handed_on", _("Handed on"), "handed_on", Kind.DATE),
)


def _partnership_url(row: Partnership) -> str:
    return reverse("pathways:partnership", args=[row.establishment.finess, row.pk])


PARTNERSHIPS = (
    Column("partner", _("With whom"), "partner", heads_row=True, url=_partnership_url),
    Column("kind", _("What for"), lambda row: PARTNERSHIP_KINDS[PartnershipKind(row.kind)]),
    Column("finess", pgettext_lazy("field", "FINESS number"), "finess"),
    Column("signed_on", _("Signed on"), "signed_on", Kind.DATE),
    Column("starts_on", _("First day"), "starts_on", Kind.DATE),
    Column("last_day", _("Last day"), lambda row: last_day(row.ends_before), Kind.DATE),
)
