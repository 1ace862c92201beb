"""Agreements of an establishment with its partners: made, corrected, ended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from etabli.core.identifiers import compact
from etabli.org.models import Establishment, User
from etabli.pathways.models import Partnership
from etabli.pathways.rules import partnerships as rules


@dataclass(frozen=True)
class PartnershipSpec:
    """A partnership as a form gives it; `ends_before` is excluded, None while it has no end."""

    kind: str
    partner: str
    signed_on: date
    starts_on: date
    ends_before: date | None = None
    finess: str = ""


@transaction.atomic
def save_partnership(
    *,
    establishment: Establishment,
    spec: PartnershipSpec,
    row: Partnership | None = None,
    by: User | None,
    at: datetime,
) -> Partnership:
    """Made, or (`row`) corrected. Refusals `partnership_kind_unknown`, `partnership_unnamed`, `partnership_finess_wrong`,
    `partnership_backwards`."""
    finess = compact(spec.finess)
    rules.check_partnership(spec.kind, spec.partner, finess, spec.starts_on, spec.ends_before)
    row = row or Partnership(establishment=establishment)
    row.kind, row.partner, row.finess = spec.kind, spec.partner.strip(), finess
    row.signed_on, row.starts_on, row.ends_before = spec.signed_on, spec.starts_on, spec.ends_before
    row.save()
    return row


@transaction.atomic
def end_partnership(*, row: Partnership, ends_before: date | None, by: User | None, at: datetime) -> None:
    """It ends before a day, or (None) goes on. Refusal `partnership_backwards`."""
    rules.check_partnership(row.kind, row.partner, row.finess, row.starts_on, ends_before)
    row.ends_before = ends_before
    row.save(update_fields=["ends_before"])
