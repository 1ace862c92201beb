"""A fictional contract and its objectives, in one call each."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from django.test import Client

from etabli.cpom.actions.context import BasinSpec, RegionalSpec, save_basin, save_regional_target
from etabli.cpom.actions.contracts import ContractSpec, save_contract
from etabli.cpom.actions.dossiers import DossierSpec, add_evidence, save_dossier
from etabli.cpom.actions.objectives import Aim, TermsSpec, add_objective
from etabli.cpom.models import BasinRow, Contract, Dossier, Objective, RegionalTarget
from etabli.org.grants import add_user
from etabli.org.models import Establishment, User
from etabli.org.states import Role
from etabli.people.models import Person
from tests import workplace as small

WHO: dict[str, Any] = {"by": None, "at": small.AT}
TODAY = date(2026, 1, 15)
SINCE = datetime(2025, 1, 1, 9, tzinfo=UTC)
"""The right of every user is older than every act."""
CONTRACT = ContractSpec("CPOM 2025-2027", date(2025, 1, 1), date(2028, 1, 1), date(2024, 12, 9), "Les Essais\nARS")
TERMS = TermsSpec(
    date(2025, 1, 1), "CPOM, fiche 1", "Occuper les places", measure="occupancy_rate", aim=Aim(9500), negotiated=True
)


def world() -> dict[str, Any]:
    """Two places, two full-timers in two workshops, who came on every open day of March; one was ill a day of April."""
    rooms = (small.org.WorkshopSpec("BLA", "Blanchisserie"), small.org.WorkshopSpec("EV", "Espaces verts"))
    place = small.workplace(association="Les Essais", places=2, workshops=rooms)
    people = [small.engage(place, "1", workshop="BLA"), small.engage(place, "2", workshop="EV")]
    for person in people:
        small.type_days(place, person, small.days_of(small.MARCH))
    small.type_days(place, people[0], date(2025, 4, 7), "MAL")
    return {"place": place, "people": people}


def user(place: Establishment, role: str) -> User:
    return add_user(username=f"{role}-{place.pk}", role=role, establishment=place, language="en", by=None, at=SINCE)


def client(place: Establishment, role: str = Role.DIRECTOR) -> Client:
    """Signed in as someone of that role."""
    found = Client()
    found.force_login(user(place, role))
    return found


def contract(place: Establishment, **changes: Any) -> Contract:
    return save_contract(establishment=place, spec=replace(CONTRACT, **changes), row=None, **WHO)


def objective(held: Contract, *, who: Any = None, **changes: Any) -> Objective:
    """`who`: {workshop, work_group or person}."""
    return add_objective(contract=held, spec=replace(TERMS, **changes), **(who or {}), **WHO)


def regional(place: Establishment, **changes: Any) -> RegionalTarget:
    usual = RegionalSpec("occupancy_rate", 9800, "at_least", date(2025, 1, 1), "PRS 2023-2028, p. 41")
    return save_regional_target(establishment=place, spec=replace(usual, **changes), row=None, **WHO)


def dossier(held: Contract, **changes: Any) -> Dossier:
    usual = DossierSpec(
        "Extension of four places", "Four places more", date(2025, 1, 1), date(2026, 1, 1), ["headcount"]
    )
    return save_dossier(contract=held, spec=replace(usual, **changes), row=None, **WHO)


def basin(place: Establishment) -> BasinRow:
    row = BasinSpec("Unemployment", 2025, 7_400, "%", "Fictional statistics, 2025")
    save_basin(establishment=place, rows=[row], **WHO)
    return BasinRow.objects.get(establishment=place)


def samples(place: Establishment, person: Person) -> dict[str, Any]:
    """A value for each parameter of the addresses of the room."""
    held = contract(place)
    promised = objective(held)
    objective(held, who={"person": person}, wording="Suivre le parcours", measure="headcount", aim=Aim(1))
    draft = dossier(held)
    evidence = add_evidence(dossier=draft, title="Deliberation", reference="2025-12", words="", **WHO)
    return {
        "contract": held.pk,
        "objective": promised.pk,
        "regional": regional(place).pk,
        "basin": basin(place).pk,
        "dossier": draft.pk,
        "evidence": evidence.pk,
    }
