"""Rules of the agreements of an establishment with its partners. Nothing here reads a database or a clock."""

from __future__ import annotations

from datetime import date

from etabli.core.identifiers import is_finess
from etabli.core.refusal import Refusal
from etabli.pathways.states import PartnershipKind


def check_partnership(kind: str, partner: str, finess: str, starts_on: date, ends_before: date | None) -> None:
    if kind not in set(PartnershipKind):
        raise Refusal("partnership_kind_unknown", value=kind)
    if not partner.strip():
        raise Refusal("partnership_unnamed")
    if finess and not is_finess(finess):
        raise Refusal("partnership_finess_wrong", value=finess)
    if ends_before is not None and ends_before <= starts_on:
        raise Refusal("partnership_backwards")


def holds(starts_on: date, ends_before: date | None, on: date) -> bool:
    return starts_on <= on and (ends_before is None or on < ends_before)
