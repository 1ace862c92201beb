"""What the demo workplace promised and answered: a contract with its objectives, what surrounds it, a satisfaction survey."""

from __future__ import annotations

import random
from datetime import date, datetime
from typing import Any

from etabli.cpom.actions.context import BasinSpec, RegionalSpec, save_basin, save_regional_target
from etabli.cpom.actions.contracts import ContractSpec, save_contract
from etabli.cpom.actions.objectives import Aim, TermsSpec, add_objective
from etabli.cpom.models import Contract
from etabli.cpom.states import Direction, Horizon
from etabli.org.models import Establishment
from etabli.surveys.satisfaction import actions as satisfaction
from etabli.surveys.satisfaction.models import SatisfactionCampaign, SatisfactionTicket
from etabli.surveys.satisfaction.states import QUESTIONS, Face

SOURCE = "CPOM fictif, annexe 2"
OBJECTIVES = (
    (
        "Maintenir un taux d’occupation d’au moins 95 %",
        "occupancy_rate",
        9500,
        Direction.AT_LEAST,
        Horizon.YEARLY,
        True,
    ),
    (
        "Accompagner 3 % des personnes vers le milieu ordinaire",
        "exit_rate_ordinary_permanent",
        300,
        Direction.AT_LEAST,
        Horizon.TERM,
        True,
    ),
    (
        "Ouvrir l’ESAT sur les entreprises : un tiers des personnes concernées",
        "inclusion_rate",
        3300,
        Direction.AT_LEAST,
        Horizon.YEARLY,
        False,
    ),
    (
        "Limiter les jours d’absence par personne",
        "mean_absence_days",
        180_000,
        Direction.AT_MOST,
        Horizon.YEARLY,
        False,
    ),
)
"""Wording, measure, target, direction, when, negotiated."""
ANSWERS = 61


def promise(establishment: Establishment, at: datetime) -> None:
    """The contract of last year and the four that follow. Twice changes nothing."""
    who: dict[str, Any] = {"by": None, "at": at}
    begins = date(at.year - 1, 1, 1)
    if Contract.objects.filter(establishment=establishment).exists():
        return
    spec = ContractSpec(
        f"CPOM {begins.year}-{begins.year + 4}",
        begins,
        date(begins.year + 5, 1, 1),
        signed_on=date(begins.year - 1, 12, 12),
        parties="Les Copeaux (association fictive)\nL’agence régionale de santé",
    )
    contract = save_contract(establishment=establishment, spec=spec, row=None, **who)
    for wording, measure, target, direction, horizon, negotiated in OBJECTIVES:
        terms = TermsSpec(
            begins,
            SOURCE,
            wording,
            measure,
            aim=Aim(target),
            direction=direction,
            horizon=horizon,
            negotiated=negotiated,
        )
        add_objective(contract=contract, spec=terms, **who)
    _surround(establishment, begins, who)


def _surround(establishment: Establishment, begins: date, who: dict[str, Any]) -> None:
    region = RegionalSpec(
        "occupancy_rate", 9700, Direction.AT_LEAST, begins, "Projet régional de santé fictif, page 48"
    )
    save_regional_target(establishment=establishment, spec=region, row=None, **who)
    rows = [
        BasinSpec("Taux de chômage du bassin de Rabotville (fictif)", begins.year, 8_400, "%", "Chiffres fictifs"),
        BasinSpec(
            "Entreprises de plus de 20 salariés (fictif)", begins.year, 214_000, "entreprises", "Chiffres fictifs"
        ),
    ]
    save_basin(establishment=establishment, rows=rows, **who)


def listen(establishment: Establishment, at: datetime) -> None:
    """The satisfaction survey of last autumn, answered by more than half. Twice changes nothing."""
    if SatisfactionCampaign.objects.filter(establishment=establishment).exists():
        return
    who: dict[str, Any] = {"by": None, "at": at}
    opens = date(at.year - 1, 10, 6)
    spec = satisfaction.CampaignSpec("Mon avis sur mon travail", opens, date(at.year - 1, 10, 25), tuple(QUESTIONS))
    campaign = satisfaction.save_campaign(establishment=establishment, spec=spec, **who)
    satisfaction.make_tickets(campaign=campaign, count=ANSWERS, replace=False, on=opens, **who)
    chance = random.Random(campaign.year)
    words = ("J’aimerais changer d’atelier.", "Le bruit est trop fort.", "On rit bien le matin.")
    for rank, ticket in enumerate(SatisfactionTicket.objects.filter(campaign=campaign).order_by("pk")):
        choices = {code: int(chance.choice((*Face, Face.YES, Face.YES, Face.VERY_MUCH))) for code in QUESTIONS}
        text = words[rank] if rank < len(words) else ""
        satisfaction.answer(ticket=ticket, choices=choices, words=text, on=opens, **who)
