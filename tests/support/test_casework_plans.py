"""The plan, written and brought to force, and the interview held on one screen."""

from __future__ import annotations

from datetime import date

import pytest

from etabli.org.models import Establishment, User
from etabli.org.states import Role
from etabli.people.models import Person
from etabli.support.models import (
    Goal,
    Meeting,
    Plan,
    PlanText,
)
from etabli.support.queries.plans import sections_of
from etabli.support.states import PlanState
from tests.support.casework import HTMX, be_today, said, shown, url
from tests.support.conftest import client_of, user_of
from tests.support.planning import SECRET, begin, in_force


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    be_today(monkeypatch)


# ---------------------------------------------------------------- the plan


def test_a_plan_is_begun_written_and_brought_to_force_from_the_screen(
    place: Establishment, person: Person, educator: User
) -> None:
    client = client_of(educator)
    said(client, url(place, "plan_begin", person.pk), starts_on="2026-01-15", referent=str(educator.pk))
    plan = Plan.objects.get()
    where = (person.pk, plan.pk)
    assert "has no goal yet" not in shown(client, place, "plan", *where)
    said(client, url(place, "plan_text", *where, "expectations"), text="Travailler dehors", revision="0")
    assert "has no goal yet" in said(client, url(place, "plan_move", *where, "proposed"))
    said(client, url(place, "goal_add", person.pk), wording="Tondre seule", starts_on="2026-01-15")
    said(client, url(place, "plan_move", *where, "proposed"))
    sign = url(place, "plan_sign", *where)
    refused = said(client, sign, who="person", name="Aulne", signed_on="2026-01-16", means="paper")
    assert "has not come yet" in refused.split("errorlist")[1][:200] and not plan.signatures.exists()
    for who, name in (("person", "Aulne"), ("establishment", "Charme")):
        said(client, sign, who=who, name=name, signed_on="2026-01-15", means="paper")
    assert "has signed this plan already" in said(
        client, sign, who="person", name="Aulne", signed_on="2026-01-15", means="paper"
    )
    for state in ("signed", "in_force"):
        text = said(client, url(place, "plan_move", *where, state))
    plan.refresh_from_db()
    assert plan.state == PlanState.IN_FORCE and "Travailler dehors" in text
    assert "Plan 1 is open" in said(client, url(place, "plan_begin", person.pk), starts_on="2026-01-15")
    assert "Begin a plan" not in shown(client, place, "diagnosis", person.pk)


def test_a_draft_saves_itself_and_says_so(place: Establishment, person: Person, educator: User) -> None:
    plan = begin(place, person)
    client, where = client_of(educator), (person.pk, plan.pk)
    page = shown(client, place, "plan", *where)
    address = url(place, "plan_text", *where, "needs")
    assert f'hx-post="{address}"' in page and 'role="status"' in page
    answer = client.post(address, {"text": "Un casque", "revision": "0"}, headers=HTMX).content.decode()
    assert "Saved" in answer and 'name="revision" value="1"' in answer and "<html" not in answer
    late = client.post(address, {"text": "Autre", "revision": "0"}, headers=HTMX).content.decode()
    assert "Someone else changed this text meanwhile" in late
    long = client.post(address, {"text": "x" * 5001, "revision": "1"}, headers=HTMX).content.decode()
    assert "at most 5000" in long and 'name="revision" value="1"' in long
    assert PlanText.objects.get(section="needs").text == "Un casque"


def test_without_script_a_text_is_saved_by_its_button(place: Establishment, person: Person, educator: User) -> None:
    plan = begin(place, person)
    address = url(place, "plan_text", person.pk, plan.pk, "needs")
    assert "Un casque" in said(client_of(educator), address, text="Un casque", revision="0")


def test_days_and_ordinary_work_are_asked(place: Establishment, person: Person, educator: User) -> None:
    plan = begin(place, person)
    client, where = client_of(educator), (person.pk, plan.pk)
    data = {"starts_on": "2026-01-15", "referent": "", "ordinary_work_evidence": "« Dans un jardin »"}
    text = said(client, url(place, "plan_settings", *where), **data, wants_ordinary_work="yes", review_on="2026-01-15")
    assert "its review comes after that day" in text and "« Dans un jardin »" in text
    said(client, url(place, "plan_settings", *where), **data, wants_ordinary_work="yes", review_on="2027-01-15")
    plan.refresh_from_db()
    assert (plan.wants_ordinary_work, plan.review_on) == (True, date(2027, 1, 15))
    assert plan.ordinary_work_evidence == "« Dans un jardin »"


def test_someone_beside_her_is_named_and_removed(place: Establishment, person: Person, educator: User) -> None:
    plan = begin(place, person)
    client, where = client_of(educator), (person.pk, plan.pk)
    data = {"name": "Noé", "role": "sign_language", "contact": "06", "needed_for": "to sign"}
    text = said(client, url(place, "participant_add", *where), **data)
    assert "Noé, Sign language interpreter" in text and "to sign" in text
    known = plan.participants.get()
    said(client, url(place, "participant", *where, known.pk), **data | {"role": "family"})
    assert "No one is named." in said(client, url(place, "participant_remove", *where, known.pk))


def test_an_amendment_is_begun_from_the_plan_in_force(place: Establishment, person: Person, educator: User) -> None:
    plan = in_force(place, person)
    text = said(client_of(educator), url(place, "plan_amend", person.pk, plan.pk))
    assert "number 2" in text and SECRET in text


def test_a_workplace_writes_the_sections_of_its_plans(place: Establishment, person: Person, educator: User) -> None:
    plan = begin(place, person)
    head, address = client_of(user_of(place, Role.HEAD_OF_SERVICE)), url(place, "template")
    assert client_of(educator).get(address).status_code == 404
    kept = "What the person expects, in their own words"
    said(head, address, titles=f"{kept}\nWhat makes work possible: post, rhythm, surroundings")
    assert [one.code for one in sections_of(plan)] == ["expectations", "work_conditions"]
    assert kept in head.get(address).content.decode()
    assert "each with a title and a code of its own" in said(head, address, titles="Deux\nDeux")
    assert "At most 20 sections" in said(head, address, titles="x" * 101)
    said(head, address, titles=f"{kept}\n\nSes rêves: Avec ses mots")
    text = shown(head, place, "plan", person.pk, plan.pk)
    assert "Ses rêves" in text and "Avec ses mots" in text and SECRET in text and "What the person needs" not in text


# ---------------------------------------------------------------- interview mode


def test_a_meeting_is_held_on_one_screen(place: Establishment, person: Person, educator: User) -> None:
    plan = in_force(place, person)
    goal = Goal.objects.get()
    client, address = client_of(educator), url(place, "interview", person.pk, plan.pk)
    assert "Préparer son poste" in client.get(address).content.decode()
    data = {
        "kind": "yearly_interview",
        "day": "2026-01-15",
        "person_present": "on",
        f"outcome_{goal.pk}": "reached",
        "new_goal": "Tondre seule",
        "new_goal_due_on": "2026-09-01",
        "notes": "Contente de son année",
        "next_review_on": "2027-01-15",
    }
    text = said(client, address, **data)
    assert "The meeting is saved." in text and "Contente de son année" in text
    goal.refresh_from_db()
    meeting = Meeting.objects.get()
    assert (goal.outcome, meeting.led_by, meeting.person_present) == ("reached", educator, True)
    assert Goal.objects.get(outcome="").wording == "Tondre seule"
    assert Plan.objects.get().review_on == date(2027, 1, 15)


def test_a_meeting_that_is_refused_keeps_what_was_typed(place: Establishment, person: Person, educator: User) -> None:
    plan = in_force(place, person)
    address = url(place, "interview", person.pk, plan.pk)
    data = {"kind": "review", "day": "2026-01-16", "notes": "À garder", "new_goal_measure": "Un mois"}
    text = said(client_of(educator), address, **data)
    assert "has not come yet" in text and "À garder" in text and not Meeting.objects.exists()
