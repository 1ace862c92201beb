"""Trainings that were written before funds had codes: what the migration makes of them is what the action derives."""

from __future__ import annotations

from datetime import date
from importlib import import_module

import pytest
from django.apps import apps

from etabli.org.models import Establishment
from etabli.people.models import Person
from etabli.support.actions import TrainingSource, save_training
from etabli.support.actions.training import derive_training
from etabli.support.models import Training, TrainingFact
from tests import workplace as small

FUNDS = {
    "OPCO Santé": "opco",
    "anfh, dossier 4": "anfh",
    "Compte personnel de formation (CPF)": "cpf",
    "OPCO Santé et CPF": "",
    "OPCO EP": "",
    "OPCO Santé et OPCO EP": "",
    "OPCO EP, OPCO Santé": "",
    "Opcommerce": "",
    "Hors CPF": "",
    "non pris en charge par l'ANFH": "",
    "refusé par l'ANFH": "",
    "La commune": "",
    "": "",
}


def facts() -> list[dict[str, object]]:
    rows = TrainingFact.objects.order_by("training").values()
    return [{name: value for name, value in row.items() if name != "id"} for row in rows]


def test_free_words_that_name_one_fund_become_its_code_and_every_training_is_counted(
    place: Establishment, person: Person
) -> None:
    for number, words in enumerate(FUNDS):
        end = date(2025, 3, 15) if number % 2 else None
        days = {"starts_on": date(2025, 3, 3), "ends_before": end, "minutes": 420}
        told = {"title": "Lire", "source": TrainingSource(funder=words), "by": None, "at": small.AT}
        save_training(establishment=place, person=person, **days, **told)  # type: ignore[arg-type]
    TrainingFact.objects.all().delete()
    import_module("etabli.support.migrations.0009_training_facts").derive(apps, None)
    assert dict(Training.objects.values_list("funder", "funding")) == FUNDS
    made = facts()
    for row in Training.objects.all():
        derive_training(row)
    assert made == facts() and len(made) == len(FUNDS)


@pytest.mark.django_db
def test_without_a_training_nothing_is_made() -> None:
    import_module("etabli.support.migrations.0009_training_facts").derive(apps, None)
    assert facts() == []
