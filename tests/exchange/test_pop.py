"""The support plan of a person as a file for another service: competences with their codes, goals, improvement actions."""

from __future__ import annotations

import json
import re
import stat
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from etabli.core.refusal import Refusal
from etabli.exchange.pop import document
from etabli.kit.models import AccessLog
from etabli.org.models import Establishment
from etabli.people.models import Person
from etabli.support import actions
from etabli.support.models import Plan
from etabli.support.states import PlanState
from tests import workplace as small
from tests.exchange.test_passport import shape
from tests.support import knowing, planning

ON = small.AT.date()
DOC = Path(__file__).resolve().parents[2] / "docs" / "pop-schema.md"
WHO: dict[str, Any] = {"by": None, "at": small.AT}


@pytest.fixture
def place(db: Any) -> Establishment:
    return small.workplace(association="Les Essais")


def planned(place: Establishment) -> Person:
    """A plan in force with a goal that names a competence, an action and a session."""
    names = {"first_name": "Lou", "last_name": "Noyer", "birth_date": date(1990, 5, 4)}
    person = small.engage(place, "1", **names)
    framework = knowing.published(place)
    knowing.rated(framework, person, {"COUNT": 0}, date(2025, 2, 1))
    knowing.rated(framework, person, {"COUNT": 1}, date(2025, 3, 1), comment="Staff comment")
    plan = planning.begin(place, person)
    planning.aim(place, person, plan=plan, competence=knowing.competence(framework))
    action = planning.act(place, person, plan=plan, note="Staff note")
    actions.add_session(action=action, day=date(2025, 9, 8), minutes=45, group_size=1, on=ON, **WHO)
    planning.bring(plan, *planning.WAY)
    return person


def test_the_file_holds_what_is_asked_of_a_pop_and_no_note(place: Establishment) -> None:
    told = document(planned(place).registrations.get(), ON)
    assert (told["schema"], told["version"]) == ("etabli-pop", 1) and "Not filed with VDAB" in told["note"]
    assert told["person"]["birth_date"] == "1990-05-04" and told["person"]["engaged_since"] == "2025-01-01"
    (now,), (then,) = told["competences"]["current"], told["competences"]["future"]
    assert (now["external_code"], now["rank"], now["day"]) == ("100123", 1, "2025-03-01")
    assert (then["code"], then["goal"]) == ("PACK", "Préparer son poste")
    assert (told["actions"][0]["minutes_planned"], told["actions"][0]["minutes_done"]) == (600, 45)
    text = json.dumps(told, ensure_ascii=False)
    assert "Staff" not in text and planning.SECRET not in text


def test_the_plan_that_holds_is_told_and_never_a_draft(place: Establishment) -> None:
    person = planned(place)
    registration, held = person.registrations.get(), Plan.objects.get(person=person)
    draft = actions.amend_plan(plan=held, starts_on=planning.TODAY, **WHO)
    assert document(registration, ON)["plan"]["number"] == held.number
    # Signed, and in force later: what holds until then is told.
    planning.bring(draft, *planning.WAY[:2])
    assert document(registration, ON)["plan"]["number"] == held.number
    planning.bring(draft, *planning.WAY[2:])
    told = document(registration, ON)
    assert (told["plan"]["number"], told["plan"]["state"]) == (draft.number, "in_force")
    actions.move_plan(plan=draft, state=PlanState.CLOSED, on=planning.TODAY, **WHO)
    with pytest.raises(Refusal, match="pop_no_plan"):
        document(registration, ON)


def test_a_plan_that_nobody_agreed_to_is_refused(place: Establishment) -> None:
    person = small.engage(place, "1")
    plan = planning.begin(place, person)
    planning.aim(place, person, plan=plan)
    for state in (None, *planning.WAY[:1]):
        if state is not None:
            planning.bring(plan, state)
        with pytest.raises(Refusal, match="pop_no_plan"):
            document(person.registrations.get(), ON)
    planning.bring(plan, PlanState.SIGNED)
    assert document(person.registrations.get(), ON)["plan"]["state"] == "signed"


def test_the_documented_example_has_the_keys_of_the_file(place: Establishment) -> None:
    (example,) = re.findall(r"```json\n(.*?)```", DOC.read_text(encoding="utf-8"), re.DOTALL)
    told = document(planned(place).registrations.get(), ON)
    told["plan"]["review_on"] = None
    assert shape(json.loads(example)) == shape(told)


def test_the_command_writes_it_for_its_owner_alone_and_notes_it(place: Establishment, tmp_path: Path) -> None:
    person, out = planned(place), tmp_path / "plan.json"
    call_command("export", "pop", str(person.pk), f"--out={out}")
    assert json.loads(out.read_text(encoding="utf-8"))["person"]["last_name"] == "Noyer"
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    assert AccessLog.objects.get(what="exchange.pop").subjects == [str(person.pk)]
    with pytest.raises(Refusal, match="out_file_taken"):
        call_command("export", "pop", str(person.pk), f"--out={out}")
    assert AccessLog.objects.filter(what="exchange.pop").count() == 1


def test_it_is_noted_before_it_is_written(
    place: Establishment, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*given: Any) -> None:
        raise OSError("full")

    monkeypatch.setattr("etabli.exchange.management.commands.export.write_new", fails)
    with pytest.raises(OSError, match="full"):
        call_command("export", "pop", str(planned(place).pk), f"--out={tmp_path / 'plan.json'}")
    assert AccessLog.objects.filter(what="exchange.pop").count() == 1


def test_no_plan_and_several_places_are_said(place: Establishment, tmp_path: Path) -> None:
    person = small.engage(place, "1")
    where = f"--out={tmp_path / 'plan.json'}"
    with pytest.raises(Refusal, match="pop_no_plan"):
        call_command("export", "pop", str(person.pk), where)
    other = small.workplace(association="Les Essais", finess=small.OTHER_NUMBER, name="Ailleurs")
    person.registrations.create(establishment=other, staff_number="9")
    with pytest.raises(Refusal, match="pop_which_place"):
        call_command("export", "pop", str(person.pk), where)
    with pytest.raises(Refusal, match="pop_no_plan"):
        call_command("export", "pop", "9", f"--establishment={small.OTHER_NUMBER}", where)
    assert not (tmp_path / "plan.json").exists()
