"""A satisfaction survey of a small workplace."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from etabli.org.models import Establishment
from etabli.surveys.satisfaction.actions import CampaignSpec, answer, make_tickets, save_campaign
from etabli.surveys.satisfaction.models import SatisfactionCampaign
from etabli.surveys.satisfaction.queries import ticket_of
from etabli.surveys.satisfaction.states import QUESTIONS
from tests import workplace as small

OPENING = small.AT.date()
"""15 January 2026, the day of every act of a test that says no other."""
ACT: dict[str, Any] = {"by": None, "at": small.AT}


def spec(**changes: Any) -> CampaignSpec:
    usual: dict[str, Any] = {
        "title": "Mon avis",
        "opens_on": OPENING,
        "closes_before": OPENING + timedelta(days=30),
        "codes": tuple(QUESTIONS),
    }
    return CampaignSpec(**usual | changes)


def campaign(place: Establishment, **changes: Any) -> SatisfactionCampaign:
    return save_campaign(establishment=place, spec=spec(**changes), **ACT)


def codes(row: SatisfactionCampaign, count: int, on: date = OPENING, replace: bool = False) -> list[str]:
    return make_tickets(campaign=row, count=count, replace=replace, on=on, **ACT)


def reply(code: str, choices: Mapping[str, int], words: str = "", on: date = OPENING) -> None:
    ticket = ticket_of(code)
    assert ticket is not None
    answer(ticket=ticket, choices=choices, words=words, on=on, **ACT)


def replies(row: SatisfactionCampaign, faces: Iterable[int], on: date = OPENING) -> None:
    """One answer for each face, the same to every question."""
    wanted = list(faces)
    for code, face in zip(codes(row, len(wanted), on), wanted, strict=True):
        reply(code, dict.fromkeys(row.codes, face), on=on)


def house(persons: int = 6) -> Establishment:
    place = small.workplace()
    for number in range(persons):
        small.engage(place, str(number + 1))
    return place


def samples(place: Establishment) -> dict[str, Any]:
    """A value for each parameter of an address."""
    return {"campaign": campaign(place).pk}
