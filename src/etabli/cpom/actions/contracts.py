"""Writes of the contract itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from etabli.core.refusal import Refusal
from etabli.cpom import rules
from etabli.cpom.models import Contract, ObjectiveTerms
from etabli.org.models import Establishment, User


@dataclass(frozen=True)
class ContractSpec:
    """A contract as it was typed. `ends_before` is excluded; `signed_on` None: not known."""

    name: str
    starts_on: date
    ends_before: date
    signed_on: date | None = None
    parties: str = ""
    note: str = ""


@transaction.atomic
def save_contract(
    *, establishment: Establishment, spec: ContractSpec, row: Contract | None, by: User | None, at: datetime
) -> Contract:
    """Make a contract, or correct one. What it promises does not change with its days.

    Refusals `cpom_name_empty`, `cpom_ends_before_it_starts`, `cpom_too_long`, `cpom_twice`, `cpom_days_cut_terms`.
    """
    name = spec.name.strip()
    rules.check_name(name)
    rules.check_days(spec.starts_on, spec.ends_before)
    twins = Contract.objects.filter(establishment=establishment, name=name, starts_on=spec.starts_on)
    if twins.exclude(pk=row.pk if row else None).exists():
        raise Refusal("cpom_twice", name=name)
    contract = row or Contract(establishment=establishment)
    if row is not None:
        _check_terms_stay_inside(row, spec)
    contract.name, contract.starts_on, contract.ends_before = name, spec.starts_on, spec.ends_before
    contract.signed_on, contract.parties, contract.note = spec.signed_on, spec.parties.strip(), spec.note.strip()
    contract.save()
    return contract


def _check_terms_stay_inside(row: Contract, spec: ContractSpec) -> None:
    days = ObjectiveTerms.objects.filter(objective__contract=row).order_by("starts_on")
    held = list(days.values_list("starts_on", flat=True))
    if held and not (spec.starts_on <= held[0] and held[-1] < spec.ends_before):
        raise Refusal("cpom_days_cut_terms", first=held[0])
