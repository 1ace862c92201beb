"""A support plan that another workplace exported becomes a draft here. Every error at once, and a dry run writes nothing."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from etabli.core.refusal import Refusal
from etabli.exchange.actions import Mode
from etabli.exchange.pop import document
from etabli.exchange.pop_taking import import_pop
from etabli.exchange.report import Report
from etabli.exchange.wording import message
from etabli.org.models import Establishment
from etabli.support import actions
from etabli.support.models import Goal, Plan, SupportAction
from tests import workplace as small
from tests.exchange.test_pop import DOC, ON, WHO
from tests.support import knowing, planning

NAMES: dict[str, Any] = {"first_name": "Lou", "last_name": "Noyer", "birth_date": date(1990, 5, 4)}
FLEMISH: dict[str, Any] = {"kind": "maatwerkbedrijf", "country": "BE"}
TARGET = {"kind": "target_worker"}
NOW_SHE, THEN_SHE = "Compte jusqu’à cinquante", "Prépare une commande seule"


@pytest.fixture
def place(db: Any) -> Establishment:
    """Where a plan is taken to: another workplace, of Flanders, whose plans have sections for competences."""
    place = small.workplace(association="Elders", finess="MW2", name="Elders", **FLEMISH)
    small.engage(place, "1", **NAMES, **TARGET)
    planning.kind(place)
    return place


def content(**changes: Any) -> dict[str, Any]:
    """The example of the documents, with these parts of it replaced."""
    (example,) = re.findall(r"```json\n(.*?)```", DOC.read_text(encoding="utf-8"), re.DOTALL)
    made: dict[str, Any] = json.loads(example) | changes
    return made


def taken(place: Establishment, folder: Path, what: Any, **mode: bool) -> Report:
    path = folder / "plan.json"
    path.write_text(what if isinstance(what, str) else json.dumps(what), encoding="utf-8")
    return import_pop(path=path, establishment=place, mode=Mode(**mode), by=None, at=small.AT)


def told(problems: list[Any]) -> list[tuple[str, str]]:
    for problem in problems:
        assert problem.code not in message(problem)
    return [(problem.code, str(problem.place)) for problem in problems]


def assert_nothing_is_here() -> None:
    assert not Plan.objects.exists() and not Goal.objects.exists() and not SupportAction.objects.exists()


# ---------------------------------------------------------------- there and back


def exported() -> dict[str, Any]:
    """What the first workplace says of a plan of two goals, texts and actions, one of which is running."""
    home = small.workplace(association="Les Essais", finess="MW1", **FLEMISH)
    person = small.engage(home, "1", **NAMES, **TARGET)
    framework = knowing.published(home)
    knowing.rated(framework, person, {"COUNT": 1}, date(2025, 3, 1))
    plan = planning.begin(home, person, review_on=date(2026, 6, 1))
    for section, text in (("current_competences", NOW_SHE), ("future_competences", THEN_SHE)):
        actions.save_text(plan=plan, section=section, text=text, revision=0, **WHO)
    packs = planning.aim(home, person, plan=plan, competence=knowing.competence(framework))
    planning.aim(home, person, "Demander une pause", plan=plan, due_on=None, measure="")
    planning.act(home, person, plan=plan, goal=packs)
    running = planning.act(home, person, plan=plan, starts_on=date(2025, 10, 1), dose_planned=90)
    actions.add_session(action=running, day=date(2025, 10, 6), minutes=45, group_size=1, on=ON, **WHO)
    planning.bring(plan, *planning.WAY)
    return document(person.registrations.get(), ON)


def test_what_one_workplace_exports_another_takes_and_exports_again(place: Establishment, tmp_path: Path) -> None:
    knowing.published(place)
    there = exported()
    report = taken(place, tmp_path, there)
    assert (report.errors, report.warnings, report.created, report.rows) == ([], [], 5, 5)
    assert told(report.ignored) == [("key_ignored", "competences.current"), ("key_ignored", "actions[1].minutes_done")]
    plan = Plan.objects.get(establishment=place)
    assert (plan.state, plan.number, plan.kind) == ("draft", 1, "pop")
    planning.bring(plan, *planning.WAY)
    here = document(plan.person.registrations.get(establishment=place), ON)
    assert here["goals"] == there["goals"] and len(here["goals"]) == 2
    for key in ("future", "current_text", "future_text"):
        assert here["competences"][key] == there["competences"][key]
    assert here["competences"]["future_text"] == THEN_SHE and len(here["competences"]["future"]) == 1
    planned = [row | {"state": "planned", "minutes_done": 0} for row in there["actions"]]
    assert here["actions"] == planned and [row["goal"] for row in planned] == ["Préparer son poste", ""]
    packs = plan.goals.get(competence__isnull=False)
    assert packs.competence.framework.establishment == place


def test_the_same_file_twice_changes_nothing(place: Establishment, tmp_path: Path) -> None:
    knowing.published(place)
    there = exported()
    taken(place, tmp_path, there)
    before = (Plan.objects.count(), Goal.objects.count(), SupportAction.objects.count())
    report = taken(place, tmp_path, there)
    assert (report.errors, report.created, report.unchanged) == ([], 0, 5)
    assert (Plan.objects.count(), Goal.objects.count(), SupportAction.objects.count()) == before


@pytest.mark.parametrize(
    "change",
    [
        lambda plan: planning.aim(plan.establishment, plan.person, "Un autre but", plan=plan),
        lambda plan: planning.act(plan.establishment, plan.person, plan=plan),
        lambda plan: plan.texts.filter(section="future_competences").delete(),
        lambda plan: Plan.objects.filter(pk=plan.pk).update(review_on=None),
    ],
    ids=["goal", "action", "text", "days"],
)
def test_an_open_plan_that_says_something_else_is_left_alone(
    place: Establishment, tmp_path: Path, change: Callable[[Plan], object]
) -> None:
    there = exported()
    taken(place, tmp_path, there)
    change(Plan.objects.get(establishment=place))
    report = taken(place, tmp_path, there)
    assert told(report.errors) == [("plan_open_already", "plan")] and not report.written
    assert Plan.objects.filter(establishment=place).count() == 1


# ---------------------------------------------------------------- what is not taken


def test_the_example_of_the_documents_is_taken_but_for_what_is_not_known_here(
    place: Establishment, tmp_path: Path
) -> None:
    report = taken(place, tmp_path, content())
    assert told(report.warnings) == [("pop_competence_unknown", "competences.future[0]")]
    assert report.errors == [] and Goal.objects.get().competence is None
    assert report.summary == {"plan": 1, "goals": 1, "actions": 1}


def test_another_version_of_a_framework_or_a_draft_is_not_the_same(place: Establishment, tmp_path: Path) -> None:
    framework = knowing.published(place)
    actions.revise_framework(framework=framework, **WHO)
    for version in (2, 3, "1.0", None, 10**40):
        made = content()
        made["competences"]["future"][0]["framework_version"] = version
        report = taken(place, tmp_path, made, dry_run=True)
        assert told(report.warnings) == [("pop_competence_unknown", "competences.future[0]")], version
    assert taken(place, tmp_path, content()).warnings == []


def test_texts_without_a_section_here_are_told_and_left_out(db: Any, tmp_path: Path) -> None:
    esat = small.workplace(association="Elders")
    small.engage(esat, "1", **NAMES)
    planning.kind(esat)
    made = content()
    made["competences"] |= {"current_text": NOW_SHE, "future": []}
    report = taken(esat, tmp_path, made)
    assert told(report.warnings) == [("pop_section_missing", "competences.current_text")]
    assert not Plan.objects.get().texts.exists()
    assert taken(esat, tmp_path, made).unchanged == 3


def test_what_is_over_stays_where_it_was(place: Establishment, tmp_path: Path) -> None:
    made = content()
    made["goals"][0]["outcome"] = "reached"
    action = made["actions"][0] | {"goal": "Préparer son poste"}
    made["actions"] = [action, action | {"state": "done"}, action | {"state": "dropped"}]
    report = taken(place, tmp_path, made)
    assert [one for one in told(report.ignored) if one[0] == "pop_over"] == [
        ("pop_over", "goals[0]"),
        ("pop_over", "actions[1]"),
        ("pop_over", "actions[2]"),
    ]
    assert (report.errors, report.warnings, report.created) == ([], [], 2)
    assert not Goal.objects.exists() and SupportAction.objects.get().state == "planned"


# ---------------------------------------------------------------- refusals


def test_a_dry_run_writes_nothing(place: Establishment, tmp_path: Path) -> None:
    report = taken(place, tmp_path, content(), dry_run=True)
    assert (report.created, report.written) == (3, False)
    assert_nothing_is_here()


@pytest.mark.parametrize(
    ("person", "code"),
    [
        ({"staff_number": "99"}, "staff_number_unknown"),
        ({"staff_number": ""}, "value_missing"),
        ({"birth_date": "1990-05-05"}, "pop_other_person"),
        ({"birth_date": None, "last_name": "Charme"}, "pop_other_person"),
    ],
)
def test_nobody_else_gets_the_plan(place: Establishment, tmp_path: Path, person: dict[str, Any], code: str) -> None:
    made = content()
    made["person"] |= person
    report = taken(place, tmp_path, made, accept_good_rows=True)
    assert told(report.errors) == [(code, "person.staff_number")] and (report.created, report.written) == (0, False)
    assert_nothing_is_here()


def test_a_name_written_otherwise_is_still_hers(place: Establishment, tmp_path: Path) -> None:
    made = content()
    made["person"] |= {"birth_date": None, "first_name": "LOU", "staff_number": "01"}
    assert taken(place, tmp_path, made).errors == []


def test_all_that_is_wrong_is_told_at_once_with_its_path(place: Establishment, tmp_path: Path) -> None:
    made = content(extra=1)
    made["person"]["staff_number"] = "99"
    goal, action = made["goals"][0], made["actions"][0]
    made["goals"] = [
        goal | {"due_on": "2025-01-01", "wording": "Trop tôt"},
        goal | {"wording": "", "outcome": "won"},
        "goal",
        goal | {"starts_on": "tomorrow", "measure": 3},
        goal | {"wording": "A\0B"},
    ]
    made["actions"] = [
        action | {"kind": "magic"},
        action | {"goal": "Aucun", "minutes_planned": 0, "state": "asleep"},
        action | {"minutes_planned": 10**9},
        action | {"starts_on": None},
    ]
    report = taken(place, tmp_path, made)
    assert told(report.errors) == [
        ("goal_due_backwards", "goals[0].due_on"),
        ("goal_empty", "goals[1].wording"),
        ("not_a_choice", "goals[1].outcome"),
        ("object_expected", "goals[2]"),
        ("text_expected", "goals[3].measure"),
        ("not_a_date", "goals[3].starts_on"),
        ("text_expected", "goals[4].wording"),
        ("goal_empty", "goals[4].wording"),
        ("minutes_expected", "actions[1].minutes_planned"),
        ("not_a_choice", "actions[1].state"),
        ("pop_goal_unknown", "actions[1].goal"),
        ("dose_wrong", "actions[2].minutes_planned"),
        ("value_missing", "actions[3].starts_on"),
        ("staff_number_unknown", "person.staff_number"),
        ("pop_kind_unknown", "actions[0].kind"),
    ]
    assert ("key_ignored", "extra") in told(report.ignored)
    assert_nothing_is_here()


def test_the_head_of_a_plan_is_checked_too(place: Establishment, tmp_path: Path) -> None:
    made = content(person=[], plan={"starts_on": "2025-06-01", "review_on": "2025-06-01"})
    made["competences"] = {"future_text": "x" * 5001, "future": [{"goal": "Aucun"}]}
    assert told(taken(place, tmp_path, made).errors) == [
        ("object_expected", "person"),
        ("plan_review_backwards", "plan.review_on"),
        ("plan_text_too_long", "competences.future_text"),
        ("pop_goal_unknown", "competences.future[0].goal"),
    ]
    assert_nothing_is_here()


def test_good_rows_are_taken_when_errors_are_accepted(place: Establishment, tmp_path: Path) -> None:
    made = content()
    made["actions"].append(made["actions"][0] | {"kind": "magic"})
    assert not taken(place, tmp_path, made).written
    assert_nothing_is_here()
    report = taken(place, tmp_path, made, accept_good_rows=True)
    assert (report.created, SupportAction.objects.count()) == (3, 1)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("{", "json_unreadable"),
        ("", "file_empty"),
        ("[]", "not_a_pop"),
        ('{"schema": "etabli-support-package", "version": 1}', "not_a_pop"),
        ('{"schema": "etabli-pop", "version": 2}', "pop_version_unknown"),
        ('{"schema": "etabli-pop"}', "pop_version_unknown"),
        ("[" * 100_000, "json_unreadable"),
        ("9" * 10_000, "json_unreadable"),
    ],
)
def test_a_file_that_is_no_plan_says_so(place: Establishment, tmp_path: Path, text: str, code: str) -> None:
    report = taken(place, tmp_path, text)
    assert [problem.code for problem in report.errors] == [code]
    assert "plan.json" in message(report.errors[0])


def test_a_plan_cut_short_says_where_it_ends(place: Establishment, tmp_path: Path) -> None:
    report = taken(place, tmp_path, json.dumps(content())[:200])
    assert [problem.code for problem in report.errors] == ["json_unreadable"]


# ---------------------------------------------------------------- command line


def test_the_command_takes_a_plan_and_refuses_an_unknown_workplace(place: Establishment, tmp_path: Path) -> None:
    path = tmp_path / "plan.json"
    path.write_text(json.dumps(content()), encoding="utf-8")
    arguments = ["pop", str(path), "--establishment", place.finess]
    call_command("import", *arguments, "--dry-run", stdout=StringIO())
    assert_nothing_is_here()
    answer = StringIO()
    call_command("import", *arguments, "--json", stdout=answer)
    assert json.loads(answer.getvalue())["summary"] == {"plan": 1, "goals": 1, "actions": 1}
    with pytest.raises(Refusal, match="establishment_not_configured"):
        call_command("import", "pop", str(path), "--establishment", "990009999", stdout=StringIO())
