"""What is done: actions, the catalogue, adaptations and trainings; and the sheet that says what conforms."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.utils import translation

from etabli.core.periods import day_no
from etabli.org.models import Establishment, User
from etabli.org.states import Role
from etabli.people.models import Person
from etabli.support import conformity
from etabli.support.models import (
    ActionKind,
    ActionSession,
    Adaptation,
    Goal,
    SupportAction,
    Training,
    TrainingFact,
)
from etabli.support.states import PlanState
from tests import workplace as small
from tests.support.casework import be_today, said, shown, url
from tests.support.conftest import client_of, user_of
from tests.support.planning import TODAY, act, bring, in_force, kind


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    be_today(monkeypatch)


@pytest.fixture
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


# ---------------------------------------------------------------- what is done


def test_an_action_is_planned_done_and_taken_up_again(place: Establishment, person: Person, educator: User) -> None:
    plan = in_force(place, person)
    client = client_of(educator)
    data = {
        "kind": str(kind(place).pk),
        "goal": str(Goal.objects.get().pk),
        "starts_on": "2026-01-15",
        "planned_sessions": "8",
        "minutes": "1 h 15",
        "group_size": "3",
        "led_by": str(educator.pk),
    }
    address = url(place, "action_add", person.pk)
    assert "not both" in said(client, address, **data, led_by_words="Une orthophoniste")
    said(client, address, **data)
    row = SupportAction.objects.get()
    assert (row.dose_planned, row.plan, row.group_size) == (600, plan, 3)
    said(client, url(place, "action", person.pk, row.pk), **data | {"planned_sessions": "4"})
    said(client, url(place, "session", person.pk, row.pk), day="2026-01-15", minutes="1 h", group_size="3")
    said(client, url(place, "action_move", person.pk, row.pk, "done"))
    assert "cannot become" in said(client, url(place, "action_move", person.pk, row.pk, "planned"))
    said(client, url(place, "action_move", person.pk, row.pk, "running"))
    row.refresh_from_db()
    assert (row.state, row.dose_planned, row.sessions.get().minutes) == ("running", 300, 60)
    said(client, url(place, "session_remove", person.pk, row.pk, row.sessions.get().pk))
    assert not ActionSession.objects.exists()


def test_the_catalogue_is_written_by_who_may(place: Establishment, educator: User) -> None:
    head = client_of(user_of(place, Role.HEAD_OF_SERVICE))
    data = {"name": "Atelier lecture", "code": "reading", "category": "skills", "default_minutes": "1 h"}
    assert "Atelier lecture" in said(head, url(place, "kind_add"), **data)
    assert "There is a kind of action with the code" in said(head, url(place, "kind_add"), **data)
    row = ActionKind.objects.get()
    assert "No longer offered" in said(head, url(place, "kind", row.pk), **data, retired="on")
    assert client_of(educator).get(url(place, "kind_add")).status_code == 404


def test_the_register_of_adaptations_is_kept_and_exported(place: Establishment, person: Person, educator: User) -> None:
    client = client_of(educator)
    data = {"what": "Table réglable", "starts_on": "2026-01-02", "people_helped": "2", "cost_cents": "450"}
    refused = said(client, url(place, "adaptation_add"), **data)
    assert "This field is required" in refused and "No workshop in particular" not in refused
    assert "No workshop in particular" in shown(client, place, "adaptation_for", person.pk)
    workshop = str(place.workshops.get(code="BLA").pk)
    said(client, url(place, "adaptation_add"), **data, workshop=workshop, minutes_saved="1 h 30")
    said(client, url(place, "adaptation_for", person.pk), **data | {"what": "Casque"})
    assert set(Adaptation.objects.values_list("what", "person", "cost_cents", "minutes_saved")) == {
        ("Table réglable", None, 45_000, 90),
        ("Casque", person.pk, 45_000, 0),
    }
    text = shown(client, place, "adaptations")
    assert "Casque" in text and "1 h 30" in text
    sheet = client.get(url(place, "adaptations_export", "csv")).content.decode("utf-8-sig")
    assert "Casque" in sheet and str(person) in sheet
    row = Adaptation.objects.get(person=None)
    said(client, url(place, "adaptation", row.pk), **data, workshop=workshop, last_day="2026-01-10")
    row.refresh_from_db()
    assert row.ends_before == date(2026, 1, 11)


def test_a_training_is_noted_with_who_pays_for_it(place: Establishment, person: Person, educator: User) -> None:
    client, address = client_of(educator), url(place, "training_add", person.pk)
    data = {
        "title": "Lire",
        "starts_on": "2026-01-02",
        "last_day": "2026-01-03",
        "minutes": "14 h",
        "funder": "dossier 4",
    }
    data |= {"funding": "opco", "given_by": "staff", "self_determination": "on"}
    text = said(client, address, **data)
    assert "Lire" in text and "OPCO Santé · dossier 4" in text
    row = Training.objects.get()
    told = row.minutes, row.funding, row.funder, row.given_by, row.self_determination
    assert told == (840, "opco", "dossier 4", "staff", True)
    said(client, url(place, "training", person.pk, row.pk), **data | {"funding": "cpf", "last_day": ""})
    (fact,) = TrainingFact.objects.all()
    first = day_no(date(2026, 1, 2))
    assert (fact.from_day, fact.to_day, fact.funding, fact.given_by) == (first, first + 1, "cpf", "staff")
    assert "not one of" in said(client, address, **data | {"funding": "bank"}) and Training.objects.count() == 1
    assert "ends before it starts" in said(
        client, url(place, "training", person.pk, row.pk), **data | {"last_day": "2026-01-01"}
    )


# ---------------------------------------------------------------- conformity


def test_the_conformity_sheet_counts_what_is_due_and_what_plans_hold(
    place: Establishment, person: Person, other: Person, educator: User, in_english: None
) -> None:
    plan = in_force(place, person)
    act(place, person, plan=plan)
    sheet = conformity.conformity_of(educator, place, TODAY)
    duties = {str(line.label): (line.due, line.on_time, line.late) for line in sheet.duties}
    assert duties["First plan"] == (2, 1, 1) and duties["Contract signed"] == (2, 0, 2)
    contents = {str(line.label): (line.plans, line.held) for line in sheet.contents}
    assert contents["Goals"] == contents["Actions"] == (1, 1)
    assert contents["Every section is written"] == (1, 0)
    assert [(row.person, row.has_plan) for row in sheet.people] == [(person.pk, True), (other.pk, False)]
    text = shown(client_of(educator), place, "conformity")
    assert "ARS" in text and "None agreed" in text
    by_law = {str(line.label): line.by_law for line in sheet.duties}
    assert by_law == {
        "Contract signed": True,
        "First plan": False,
        "Yearly interview": True,
        "Review of the plan": False,
    }
    assert text.count("<td>Law</td>") == text.count("<td>Workplace</td>") == 2


def test_a_flemish_sheet_asks_for_a_pop_and_two_actions(db: Any, in_english: None) -> None:
    place = small.workplace(kind="maatwerkbedrijf", country="BE", finess="MW1", association="Proef")
    person = small.engage(place, "1", kind="target_worker")
    plan = in_force(place, person)
    act(place, person, plan=plan)
    educator = user_of(place, Role.EDUCATOR)
    sheet = conformity.conformity_of(educator, place, TODAY)
    assert {str(line.label): line.late for line in sheet.duties} == {
        "POP exists": 0,
        "Improvement actions of the POP": 1,
        "POP updated": 0,
    }
    assert "Actions" in [str(word) for word in sheet.people[0].missing]
    act(place, person, plan=plan, starts_on=date(2025, 9, 2))
    sheet = conformity.conformity_of(educator, place, TODAY)
    assert "Actions" not in [str(word) for word in sheet.people[0].missing]
    assert not sum(line.late for line in sheet.duties)
    assert bring(plan, PlanState.UNDER_REVIEW).kind == "pop"
