"""The screens of plans: who reads them, caseload, one page of a person, drafts that save themselves, interview, conformity."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from etabli.kit.models import AccessLog
from etabli.org.models import Establishment, User
from etabli.org.states import Role
from etabli.people.models import Person
from etabli.support.actions import add_observation, save_milestone
from etabli.support.models import (
    Goal,
    Milestone,
    Plan,
)
from etabli.support.showing_plans import goal_rows
from etabli.support.states import DueState
from etabli.support.views import casework
from etabli.support.wording.plans import DUE_STATES
from tests import workplace as small
from tests.support import knowing
from tests.support.casework import OUTSIDE, TEAM, be_today, said, shown, url
from tests.support.conftest import client_of, seen, user_of
from tests.support.planning import OPERATOR, SECRET, TODAY, act, aim, begin, in_force, meet


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    be_today(monkeypatch)


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


def test_what_one_act_assessed_is_one_entry_of_the_thread(place: Establishment, person: Person, educator: User) -> None:
    used = knowing.published(place)
    knowing.rated(used, person, {"PACK": 2, "COUNT": None}, date(2026, 1, 12), by=educator, comment="Sans aide")
    knowing.rated(used, person, {"CALM": 1}, date(2026, 1, 13), by=educator, comment="Une fois")
    knowing.rated(used, person, {"PACK": 1, "COUNT": 1}, date(2026, 1, 12), by=educator, by_person=True)
    text = shown(client_of(educator), place, "diagnosis", person.pk).split('id="events"')[1]
    assert text.count("2 competences assessed") == 2 and text.count("Self-assessment") == 1
    for line in ("Packs a box: Alone · Sans aide", "Counts to fifty: could not be seen · Sans aide"):
        assert f"<li>{line}</li>" in text, line
    assert "<strong" in text.split("Asks for a rest when tired")[0].rsplit("<p>", 1)[1]
    assert text.index("Asks for a rest when tired") < text.index("2 competences assessed")


def test_the_thread_holds_whole_acts_of_the_last_days(
    place: Establishment, person: Person, educator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(casework, "EVENTS", 1)
    used = knowing.published(place)
    knowing.rated(used, person, {"CALM": 1}, date(2026, 1, 11), by=educator)
    knowing.rated(used, person, {"PACK": 2, "COUNT": 1, "CALM": 2}, date(2026, 1, 12), by=educator)
    text = shown(client_of(educator), place, "diagnosis", person.pk)
    assert "3 competences assessed" in text and text.count("Asks for a rest when tired") == 1


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
