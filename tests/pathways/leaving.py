"""Exits, returns and what they need, each in one call."""

from __future__ import annotations

from datetime import date
from typing import Any

from etabli.pathways.actions.agreements import AgreementSpec, oppose, save_agreement, save_pathway
from etabli.pathways.actions.exits import ExitSpec, leave
from etabli.pathways.actions.returns import ReturnSpec, come_back
from etabli.pathways.models import Exit, Host, Partnership, Placement, Return, SupportAgreement
from etabli.people.actions import TermsSpec
from etabli.people.models import Engagement, Person
from tests import workplace as small

LAST, GONE = date(2025, 6, 30), date(2025, 7, 1)
"""Her last day, and the first on which she is gone."""
OPERATOR: dict[str, Any] = {"by": None, "at": small.AT}
FULL = TermsSpec(10_000)


def engagement_of(person: Person) -> Engagement:
    """The last one."""
    return person.engagements.select_related("person", "establishment").latest("starts_on")


def exit_of(person: Person, destination: str = "private", last_day: date = LAST, **said: Any) -> Exit:
    engagement = engagement_of(person)
    return leave(engagement=engagement, spec=ExitSpec(last_day, destination, **said), **OPERATOR)


def return_of(row: Exit, returned_on: date, **said: Any) -> Return:
    return come_back(row=row, spec=ReturnSpec(returned_on, **{"terms": FULL, **said}), **OPERATOR)


def host(place: Any, name: str = "Les Fictifs", kind: str = "private", town: str = "Ville") -> Host:
    words = {"kind": kind, "search_key": name.lower()}
    return Host.objects.get_or_create(establishment=place, name=name, town=town, defaults=words)[0]


def job(place: Any, person: Person, starts_on: date = GONE, device: str = "job", **said: Any) -> Placement:
    """A job that was agreed."""
    usual = {
        "state": "agreed",
        "contract": "cdi",
        "host": host(place, f"Employeur {person.pk}"),
        "created_at": small.AT,
    }
    values = {**usual, **said}
    return Placement.objects.create(establishment=place, person=person, device=device, starts_on=starts_on, **values)


def partner(place: Any, name: str = "ESAT Fictif", **said: Any) -> Partnership:
    usual = {"kind": "return_right", "signed_on": small.BEGINNING, "starts_on": small.BEGINNING}
    return Partnership.objects.create(establishment=place, partner=name, **{**usual, **said})


def agreement_of(place: Any, person: Person, work: Placement) -> SupportAgreement:
    """For a year from the day on which she is gone."""
    days = {"signed_on": GONE, "starts_on": GONE, "ends_before": date(2026, 7, 1)}
    who = {"establishment": place, "person": person, "on": small.AT.date()}
    return save_agreement(**who, spec=AgreementSpec(**days, job=work), **OPERATOR)


def samples(place: Any, person: Person) -> dict[str, Any]:
    """Values for the parameters of the addresses of exits, returns, agreements and partnerships, of rows that exist.

    Of others who bear the person's name: she stays.
    """
    left, back, untold, hired = (
        small.engage(place, number, last_name=person.last_name, first_name=f"Camille {number}", workshop="BLA", **said)
        for number, said in (("71", {}), ("72", {}), ("73", {"last_day": LAST}), ("74", {"last_day": LAST}))
    )
    row, work = exit_of(left), job(place, hired)
    agreement = agreement_of(place, hired, work)
    save_pathway(job=work, content="Suivi", handed_on=None, on=small.AT.date(), **OPERATOR)
    said = oppose(establishment=place, person=left, said_on=GONE, on=small.AT.date(), **OPERATOR)
    untold_key = engagement_of(untold).pk
    return {
        "exit": row.pk,
        "follow_up": row.follow_ups.all()[0].pk,
        "back": return_of(exit_of(back), GONE, by_right=False).pk,
        "pathways:exit_complete.engagement": untold_key,
        "pathways:exit_tap.engagement": untold_key,
        "job": work.pk,
        "agreement": agreement.pk,
        "opposition": said.pk,
        "partnership": partner(place).pk,
        **{f"pathways:{name}_export.kind": "csv" for name in ("exits", "returns", "follow_ups", "agreements")},
        "pathways:partnerships_export.kind": "csv",
    }
