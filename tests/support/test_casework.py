"""The screens of plans: who reads them, caseload, one page of a person, drafts that save themselves, interview, conformity."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from etabli.core.periods import day_no
from etabli.kit.models import AccessLog
from etabli.org.models import Establishment, User
from etabli.org.states import Role
from etabli.people.models import Person
from etabli.support import conformity
from etabli.support.actions import add_observation, save_milestone
from etabli.support.models import (
    ActionKind,
    ActionSession,
    Adaptation,
    Goal,
    Meeting,
    Milestone,
    Plan,
    PlanText,
    SupportAction,
    Training,
    TrainingFact,
)
from etabli.support.queries.plans import sections_of
from etabli.support.showing_plans import goal_rows
from etabli.support.states import DueState, PlanState
from etabli.support.wording.plans import DUE_STATES
from tests import workplace as small
from tests.support import knowing
from tests.support.conftest import client_of, seen, user_of
from tests.support.planning import OPERATOR, SECRET, TODAY, act, aim, begin, bring, in_force, kind, meet

DAY = timedelta(days=1)
HTMX = {"HX-Request": "true"}
TEAM = [Role.EDUCATOR, Role.HEAD_OF_SERVICE, Role.DIRECTOR]
OUTSIDE = [Role.SALES, Role.ADMINISTRATION, Role.AUDITOR, Role.INSTRUCTOR]


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    modules = ["people.access", "org.access", "org.queries"]
    modules += [f"support.views.{name}" for name in ("casework", "plans", "actions_done", "goals", "reading")]
    for module in modules:
        monkeypatch.setattr(f"etabli.{module}.today", lambda: TODAY)
    for module in ("plans", "actions_done", "goals"):
        monkeypatch.setattr(f"etabli.support.views.{module}.now", lambda: small.AT)


@pytest.fixture
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def url(place: Establishment, name: str, *args: Any) -> str:
    return reverse(f"support:{name}", args=[place.finess, *args])


def shown(client: Client, place: Establishment, name: str, *args: Any, **query: str) -> str:
    answer = client.get(url(place, name, *args), query)
    assert answer.status_code == 200, answer.status_code
    return " ".join(answer.content.decode().split())


def said(client: Client, address: str, **data: Any) -> str:
    return " ".join(client.post(address, data, follow=True).content.decode().split())


# ---------------------------------------------------------------- who reads


def test_plans_are_read_by_the_team_and_by_no_one_else(place: Establishment, person: Person) -> None:
    plan = in_force(place, person)
    pages = [
        ("caseload",),
        ("conformity",),
        ("adaptations",),
        ("diagnosis", person.pk),
        ("plan", person.pk, plan.pk),
        ("interview", person.pk, plan.pk),
    ]
    for role in [*TEAM, *OUTSIDE]:
        client = client_of(user_of(place, role))
        for name, *args in pages:
            answer = client.get(url(place, name, *args))
            assert answer.status_code == (200 if role in TEAM else 404), (role, name)
            assert role in TEAM or SECRET not in answer.content.decode()


def test_an_educator_of_a_workshop_sees_its_people_alone(place: Establishment, person: Person, other: Person) -> None:
    mine, theirs = in_force(place, person), in_force(place, other)
    client = client_of(user_of(place, Role.EDUCATOR, workshop="BLA"))
    text = shown(client, place, "caseload")
    assert str(person) in text and str(other) not in text
    assert client.get(url(place, "plan", person.pk, mine.pk)).status_code == 200
    assert client.get(url(place, "plan", other.pk, theirs.pk)).status_code == 404
    # Nor by the way of someone whom she may see.
    assert client.get(url(place, "plan", person.pk, theirs.pk)).status_code == 404


def test_an_instructor_is_told_no_goal_that_is_still_talked_over(
    place: Establishment, person: Person, instructor: User, educator: User
) -> None:
    begin(place, person)
    aim(place, person, "Encore en discussion")
    assert "Encore en discussion" not in shown(client_of(instructor), place, "thread", person.pk)
    assert "Encore en discussion" in shown(client_of(educator), place, "thread", person.pk)
    assert "Being talked over" in shown(client_of(educator), place, "diagnosis", person.pk)


def test_every_reading_is_noted(place: Establishment, person: Person, educator: User) -> None:
    plan = in_force(place, person)
    client = client_of(educator)
    shown(client, place, "caseload")
    shown(client, place, "diagnosis", person.pk)
    shown(client, place, "plan", person.pk, plan.pk)
    noted = set(AccessLog.objects.filter(actor=educator.username).values_list("what", flat=True))
    assert {"support.caseload", "support.diagnosis", "support.plan"} <= noted


# ---------------------------------------------------------------- the caseload


def test_the_caseload_says_what_is_late_what_is_next_and_what_changed(
    place: Establishment, person: Person, educator: User
) -> None:
    plan = in_force(place, person, referent=educator, review_on=date(2026, 2, 1))
    meet(plan, date(2026, 1, 12), by=educator)
    add_observation(establishment=place, operation=seen(person), by=educator, at=small.AT)
    text = shown(client_of(educator), place, "caseload")
    row = text.split("<tbody>")[1]
    assert "Contract signed" in row and "Review of the plan" in row and "In force" in row
    assert "1 observation, 1 meeting" in row and "Charme" in row


def test_the_most_urgent_comes_first_and_one_may_see_those_one_follows(
    place: Establishment, person: Person, other: Person, educator: User
) -> None:
    in_force(place, other, referent=educator)
    for duty in ("contract_signed", "trial_ended"):
        save_milestone(engagement=other.engagements.get(), kind=duty, day=small.BEGINNING, on=TODAY, **OPERATOR)
    meet(Plan.objects.get(), date(2025, 12, 1), kind="yearly_interview")
    client = client_of(educator)
    text = shown(client, place, "caseload")
    assert text.index(str(person)) < text.index(str(other))
    mine = shown(client, place, "caseload", who="mine")
    assert str(other) in mine and str(person) not in mine
    Plan.objects.update(referent=None)
    assert "You follow no one yet" in shown(client, place, "caseload", who="mine")


def test_an_empty_workplace_says_so(place: Establishment, educator: User) -> None:
    client = client_of(educator)
    assert "No one is engaged here today" in shown(client, place, "caseload")
    assert "No one is engaged here today" in shown(client, place, "conformity")
    assert "No adaptation yet" in shown(client, place, "adaptations")
    assert "No kind of action yet" in shown(client, place, "kinds")


def test_pages_are_as_many_queries_for_one_person_as_for_twenty(
    place: Establishment, person: Person, educator: User
) -> None:
    client = client_of(educator)
    for name in ("caseload", "conformity"):
        shown(client, place, name)
    counts: dict[str, list[int]] = {"caseload": [], "conformity": []}
    for number in (0, 30):
        for one in range(number):
            someone = small.engage(place, f"n{one}", workshop="EV")
            meet(in_force(place, someone))
        for name, found in counts.items():
            with CaptureQueriesContext(connection) as queries:
                text = shown(client, place, name)
            found.append(len(queries))
    assert "Page 1 of 2" in text
    # Contents are read once there is a plan that holds them.
    assert counts["caseload"][0] == counts["caseload"][1]
    assert counts["conformity"][1] - counts["conformity"][0] <= 4


# ---------------------------------------------------------------- one person


def test_one_page_holds_the_thread_and_all_that_is_planned_and_done(
    place: Establishment, person: Person, educator: User
) -> None:
    plan = in_force(place, person)
    action = act(place, person, plan=plan)
    client = client_of(educator)
    said(client, url(place, "session", person.pk, action.pk), day="2026-01-14", minutes="1 h 30", group_size="4")
    add_observation(establishment=place, operation=seen(person, text="Seule au pliage"), by=educator, at=small.AT)
    meet(plan, date(2026, 1, 12), by=educator, notes="Elle veut apprendre à lire")
    text = shown(client, place, "diagnosis", person.pk)
    for part in ("1 h 30 of 10 h, 1 sessions of 10", "Préparer son poste", "Quatre matins sur cinq", "Plan 1 begins"):
        assert part in text, part
    later = TODAY + timedelta(days=60)
    assert [row["state"] for row in goal_rows(Goal.objects.all(), later)] == [DUE_STATES[DueState.LATE]]
    assert text.index("Seule au pliage") < text.index("Elle veut apprendre à lire")


def test_an_observation_becomes_a_goal_in_one_act(place: Establishment, person: Person, educator: User) -> None:
    operation = seen(person, text="Elle montre aux autres")
    add_observation(establishment=place, operation=operation, by=educator, at=small.AT)
    address = url(place, "observation_goal", operation.id)
    client = client_of(educator)
    assert address in shown(client, place, "diagnosis", person.pk)
    assert "Elle montre aux autres" in client.get(address).content.decode()
    said(client, address, wording="Aider une collègue", starts_on="2026-01-15", due_on="2026-06-01", measure="Une fois")
    goal = Goal.objects.get()
    assert (goal.observation_id, goal.wording, goal.due_on) == (operation.id, "Aider une collègue", date(2026, 6, 1))


def test_an_observation_becomes_evidence_in_one_act(place: Establishment, person: Person, educator: User) -> None:
    operation = seen(person, date(2026, 1, 12), task="Pliage")
    add_observation(establishment=place, operation=operation, by=educator, at=small.AT)
    knowing.published(place)
    address = f"{url(place, 'assess', person.pk)}?observation={operation.id}"
    client = client_of(educator)
    assert address in shown(client, place, "diagnosis", person.pk)
    text = client.get(address).content.decode()
    assert f'<option value="{operation.id}" selected>' in text
    assert 'value="Pliage"' in text and 'value="2026-01-12"' in text


def test_an_observation_that_one_may_not_read_makes_no_goal(
    place: Establishment, other: Person, instructor: User, educator: User
) -> None:
    operation = seen(other)
    add_observation(establishment=place, operation=operation, by=educator, at=small.AT)
    assert client_of(instructor).get(url(place, "observation_goal", operation.id)).status_code == 404


def test_the_steps_of_a_contract_are_written_and_taken_back(
    place: Establishment, person: Person, educator: User
) -> None:
    client, address = client_of(educator), url(place, "contract", person.pk)
    said(client, address, contract_signed="2025-01-20", short_contract="2025-09-01")
    assert dict(Milestone.objects.values_list("kind", "day")) == {
        "contract_signed": date(2025, 1, 20),
        "short_contract": date(2025, 9, 1),
    }
    assert "Monthly update (shorter contract)" in shown(client, place, "diagnosis", person.pk)
    said(client, address, contract_signed="2025-01-20", short_contract="")
    assert Milestone.objects.get().kind == "contract_signed"
    assert "is not a day of this contract" in said(client, address, contract_signed="", trial_ended="2024-01-01")
    assert "has not come yet" in said(client, address, contract_signed="2026-01-16").split("errorlist")[1][:200]


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
    kept = "What she expects, in her own words"
    said(head, address, titles=f"{kept}\nWhat makes work possible: post, rhythm, surroundings")
    assert [one.code for one in sections_of(plan)] == ["expectations", "work_conditions"]
    assert kept in head.get(address).content.decode()
    assert "each with a title and a code of its own" in said(head, address, titles="Deux\nDeux")
    assert "At most 20 sections" in said(head, address, titles="x" * 101)
    said(head, address, titles=f"{kept}\n\nSes rêves: Avec ses mots")
    text = shown(head, place, "plan", person.pk, plan.pk)
    assert "Ses rêves" in text and "Avec ses mots" in text and SECRET in text and "What she needs" not in text


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
    assert "This field is required" in said(client, url(place, "adaptation_add"), **data)
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
