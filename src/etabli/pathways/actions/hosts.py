"""Hosts made, corrected and merged."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from django.db import transaction

from etabli.core.refusal import Refusal
from etabli.kit.texts import fold
from etabli.org.models import Establishment, User
from etabli.org.turns import one_at_a_time
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
_NAMES = tuple(field.name for field in fields(HostSpec))
_AT: dict[str, Any] = {"placement": Placement, "agreement": SupportAgreement, "exit": Exit}
"""What is at a host."""
Merged = dict[str, Any]
"""All that a merge changed, as JSON: `told` of the double, `moved` keys by name of `_AT`, `filled` of the kept one."""


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
def merge_hosts(*, kept: Host, other: Host, by: User | None, at: datetime) -> Merged:
    """Two that are one: everything of the other becomes the kept one's, and the other goes. Refusal `hosts_not_two`."""
    one_at_a_time(kept.establishment)
    rules.check_two(kept.pk, other.pk, is_one_place=kept.establishment_id == other.establishment_id)
    told = {name: getattr(other, name) for name in _NAMES}
    moved = {name: list(model.objects.filter(host=other).values_list("pk", flat=True)) for name, model in _AT.items()}
    persons = {person for name, keys in moved.items() for person in _persons(name, keys)}
    for name, keys in moved.items():
        _AT[name].objects.filter(pk__in=keys).update(host=kept)
    filled = {name: told[name] for name in _FILLED if told[name] and not getattr(kept, name)}
    for name, value in filled.items():
        setattr(kept, name, value)
    other.delete()
    kept.save()
    derive_facts(kept.establishment, persons)
    return {"told": told, "moved": moved, "filled": filled}


@transaction.atomic
def unmerge_hosts(*, kept: Host, merged: Merged, by: User | None, at: datetime) -> Host:
    """The double is there again, with what came from it and is still at the kept one. Refusal `host_known` when another one
    has its name by now."""
    one_at_a_time(kept.establishment)
    told, establishment = merged["told"], kept.establishment
    if Host.objects.filter(establishment=establishment, name=told["name"], town=told["town"]).exists():
        raise Refusal("host_known", name=told["name"])
    key = fold(f"{told['name']} {told['town']}")
    other = Host.objects.create(establishment=establishment, search_key=key, **told)
    persons: set[int] = set()
    for name, keys in merged["moved"].items():
        rows = _AT[name].objects.filter(pk__in=keys, host=kept)
        persons |= set(_persons(name, keys))
        rows.update(host=other)
    for name, value in merged["filled"].items():
        if getattr(kept, name) == value:
            setattr(kept, name, "")
    kept.save()
    derive_facts(establishment, persons)
    return other


def _persons(name: str, keys: list[int]) -> Iterable[int]:
    return _AT[name].objects.filter(pk__in=keys).values_list("person", flat=True)
