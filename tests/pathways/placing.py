"""Hosts and placements as they stand in the database, each in one call, for the tests of screens."""

from __future__ import annotations

from datetime import date
from typing import Any

from etabli.org.models import Establishment
from etabli.pathways.models import Host, Placement
from etabli.pathways.rules.following import CODES
from etabli.pathways.states import Device
from etabli.people.models import Person
from tests import workplace as small

TODAY = small.AT.date()


def host(place: Establishment, name: str = "Garage Saule", town: str = "Ville", **said: Any) -> Host:
    values = {"kind": "private", "siret": "99900020100015", "address": "1 rue Fictive", "postal_code": "59000", **said}
    return Host.objects.create(establishment=place, name=name, town=town, search_key=f"{name} {town}".lower(), **values)


def placed(
    place: Establishment,
    person: Person,
    device: str = "internship",
    starts_on: date = date(2025, 3, 3),
    ends_before: date | None = date(2025, 3, 15),
    **said: Any,
) -> Placement:
    """Agreed, with nothing more than is said."""
    values = {"state": "agreed", "created_at": small.AT, "code": CODES[Device(device)], **said}
    days = {"starts_on": starts_on, "ends_before": ends_before}
    return Placement.objects.create(establishment=place, person=person, device=device, **days, **values)


def samples(place: Establishment, person: Person) -> dict[str, Any]:
    """Values for the parameters of the addresses of placements and hosts, of rows that exist."""
    row = placed(place, person, host=host(place), state="ended", post="Accueil")
    return {
        "placement": row.pk,
        "paper": "certificate",
        "pathways:placement_add.device": "pmsmp",
        "pathways:pathways_export.kind": "csv",
        "host": row.host_id,
    }
