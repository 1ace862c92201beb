"""Hosts made, corrected and merged."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime

from django.db import transaction

from etabli.core.refusal import Refusal
from etabli.kit.texts import fold
from etabli.org.models import Establishment, User
from etabli.pathways.actions.deriving import derive_facts
from etabli.pathways.models import Exit, Host, Placement, SupportAgreement
from etabli.pathways.rules import hosts as rules


@dataclass(frozen=True)
class HostSpec:
    """A host as a form gives it. `siret`: as written, spaces and all; empty when nobody knows it."""

    name: str
    kind: str
    siret: str = ""
    address: str = ""
    postal_code: str = ""
    town: str = ""
    contact: str = ""
    email: str = ""
    phone: str = ""
    note: str = ""


_FILLED = ("siret", "address", "postal_code", "contact", "email", "phone", "note")
"""Taken over from a host that is merged where the kept one says nothing. Not the town: it tells hosts of a name apart."""


@transaction.atomic
def save_host(
    *, establishment: Establishment, values: HostSpec, host: Host | None = None, by: User | None, at: datetime
) -> Host:
    """A host made, or (`host`) corrected. Refusals `host_name_missing`, `host_kind_unknown`, `host_siret_wrong`, `host_known`."""
    cleaned = {field.name: getattr(values, field.name).strip() for field in fields(values)}
    cleaned["siret"] = rules.checked(cleaned["name"], cleaned["kind"], cleaned["siret"])
    row = host or Host(establishment=establishment)
    same = Host.objects.filter(establishment=establishment, name=cleaned["name"], town=cleaned["town"])
    if same.exclude(pk=row.pk).exists():
        raise Refusal("host_known", name=cleaned["name"])
    for name, value in cleaned.items():
        setattr(row, name, value)
    row.search_key = fold(f"{row.name} {row.town}")
    row.save()
    if host is not None:
        # The kind of a host is a column of what is counted of its placements.
        whose = Placement.objects.filter(host=row).values_list("person", flat=True)
        derive_facts(establishment, set(whose))
    return row


@transaction.atomic
def merge_hosts(*, kept: Host, other: Host, by: User | None, at: datetime) -> None:
    """Two that are one: everything of the other becomes the kept one's, and the other goes. Refusal `hosts_not_two`."""
    rules.check_two(kept.pk, other.pk, is_one_place=kept.establishment_id == other.establishment_id)
    persons: set[int] = set()
    for model in (Placement, SupportAgreement, Exit):
        rows = model.objects.filter(host=other)
        persons |= set(rows.values_list("person", flat=True))
        rows.update(host=kept)
    for name in _FILLED:
        setattr(kept, name, getattr(kept, name) or getattr(other, name))
    other.delete()
    kept.save()
    derive_facts(kept.establishment, persons)
