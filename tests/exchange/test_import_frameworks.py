"""Competence frameworks from files: our package, ROME 4.0, Competent. Every error at once, and a dry run writes nothing."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from etabli.exchange.actions import Mode
from etabli.exchange.frameworks import FileFormat, Wanted, import_frameworks
from etabli.exchange.reading.frameworks import MOST_COMPETENCES
from etabli.exchange.report import Report
from etabli.exchange.wording import message
from etabli.org.models import Establishment
from etabli.support.actions.free_data import retire_free_field, write_free_values
from etabli.support.models import ActionKind, Framework, FreeField, PlanSection
from etabli.support.queries import framework_spec, whole_package
from tests import workplace as small
from tests.support.knowing import published, spec


@pytest.fixture
def place(db: Any) -> Establishment:
    return small.workplace(association="Les Essais")


def package(**changes: Any) -> dict[str, Any]:
    """A package of one framework and one kind of action."""
    framework = {
        "code": "linge",
        "language": "fr",
        "title": "Linge",
        "levels": [{"label": "Avec aide"}, {"label": "Seule", "pictogram": "star"}],
        "competences": [
            {"code": "TRI", "kind": "skill", "title": "Trie le linge", "parent": "LIN"},
            {"code": "LIN", "kind": "skill", "title": "Travaille au linge"},
        ],
    }
    kind = {"code": "tutorat", "name": "Tutorat au poste", "category": "at_work", "default_minutes": 30}
    return {
        "schema": "etabli-support-package",
        "version": 1,
        "frameworks": [framework],
        "action_kinds": [kind],
        "plan_template": None,
    } | changes


def imported(
    place: Establishment, path: Path, file_format: str = FileFormat.PACKAGE, *, mode: Mode | None = None, **wanted: Any
) -> Report:
    return import_frameworks(
        path=path,
        file_format=file_format,
        wanted=Wanted(**wanted),
        establishment=place,
        mode=mode or Mode(),
        by=None,
        at=small.AT,
    )


def written(folder: Path, content: Any, name: str = "package.json") -> Path:
    path = folder / name
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return path


def told(problems: list[Any]) -> list[tuple[str, str]]:
    return [(problem.code, str(problem.place)) for problem in problems]


# ---------------------------------------------------------------- package


def test_a_package_is_written_and_twice_changes_nothing(place: Establishment, tmp_path: Path) -> None:
    path = written(tmp_path, package())
    report = imported(place, path, publish=True)
    assert (report.created, report.rows, report.errors) == (2, 3, [])
    row = Framework.objects.get()
    assert (row.state, row.competences.get(code="TRI").parent.code) == ("published", "LIN")
    assert ActionKind.objects.get().default_minutes == 30
    again = imported(place, path, publish=True)
    assert (again.created, again.updated, again.unchanged) == (0, 0, 2)
    changed = package()
    changed["action_kinds"][0]["default_minutes"] = 45
    assert imported(place, written(tmp_path, changed)).updated == 1


def test_what_one_workplace_exports_another_imports_whole(place: Establishment, tmp_path: Path) -> None:
    published(place)
    path = written(tmp_path, whole_package(place))
    other = small.workplace(association="Ailleurs", finess=small.OTHER_NUMBER, name="Ailleurs")
    assert imported(other, path, publish=True).created == 1
    assert framework_spec(Framework.objects.get(establishment=other)) == spec()


SECTIONS = [
    {"code": "likes", "title": "What she likes", "hint": "work, people"},
    {"code": "next", "title": "And then?"},
]
FIELD = {
    "target": "person",
    "code": "transport",
    "label": "Transport",
    "kind": "choice",
    "choices": ["Bus", "Bike"],
    "purpose": "To come to work",
    "retention_months": 24,
    "read_roles": ["educator", "director"],
    "write_roles": ["educator"],
    "position": 3,
}


def of_plans(**changes: Any) -> dict[str, Any]:
    """A package of the sections of plans and of a free field."""
    template = [{"kind": "personal", "sections": SECTIONS}]
    return package(frameworks=[], action_kinds=[], plan_template=template, free_fields=[FIELD | changes])


def test_sections_of_plans_and_free_fields_go_from_one_workplace_to_another_whole(
    place: Establishment, tmp_path: Path
) -> None:
    published(place)
    report = imported(place, written(tmp_path, of_plans()))
    assert (report.created, report.rows, report.errors, report.warnings, report.ignored) == (2, 2, [], [], [])
    content = whole_package(place)
    assert (content["plan_template"], content["free_fields"]) == ([{"kind": "personal", "sections": SECTIONS}], [FIELD])
    other = small.workplace(association="Ailleurs", finess=small.OTHER_NUMBER, name="Ailleurs")
    path = written(tmp_path, content)
    assert imported(other, path, publish=True).created == 3
    assert whole_package(other) == content
    again = imported(other, path, publish=True)
    assert (again.created, again.updated, again.unchanged) == (0, 0, 3)


def test_a_package_changes_sections_and_fields_and_asks_a_retired_field_again(
    place: Establishment, tmp_path: Path
) -> None:
    imported(place, written(tmp_path, of_plans()))
    field = FreeField.objects.get()
    retire_free_field(field=field, on=small.AT.date(), by=None, at=small.AT)
    assert whole_package(place)["free_fields"] == []
    changed = of_plans(label="How she comes")
    changed["plan_template"][0]["sections"] = SECTIONS[:1]
    assert imported(place, written(tmp_path, changed), mode=Mode(dry_run=True)).updated == 2
    field.refresh_from_db()
    assert field.retired_on is not None and PlanSection.objects.count() == 2
    assert imported(place, written(tmp_path, changed)).updated == 2
    field.refresh_from_db()
    assert (field.label, field.retired_on) == ("How she comes", None)
    assert list(PlanSection.objects.values_list("code", flat=True)) == ["likes"]
    assert imported(place, written(tmp_path, package(frameworks=[], action_kinds=[]))).rows == 0
    assert PlanSection.objects.count() == 1


def test_a_field_in_which_something_is_written_keeps_its_kind(place: Establishment, tmp_path: Path) -> None:
    imported(place, written(tmp_path, of_plans()))
    person = small.engage(place)
    write_free_values(person=person, values={FreeField.objects.get(): "Bus"}, roles=None, by=None, at=small.AT)
    report = imported(place, written(tmp_path, of_plans(kind="text")))
    assert told(report.errors) == [("free_field_used", "free_fields[0]")]
    assert FreeField.objects.get().kind == "choice"


def test_sections_of_another_kind_of_plan_are_kept_and_said_to_be_unused(place: Establishment, tmp_path: Path) -> None:
    content = of_plans()
    content["plan_template"][0]["kind"] = "pop"
    report = imported(place, written(tmp_path, content))
    assert (report.created, told(report.warnings)) == (2, [("template_unused", "plan_template[0]")])
    assert "ne servent pas" in message(report.warnings[0])


def test_what_is_wrong_with_sections_and_fields_is_told_with_its_path(place: Establishment, tmp_path: Path) -> None:
    content = of_plans(retention_months=601, choices=["Bus", 3], write_roles=["sales"], colour="red", position="1")
    content["free_fields"] += [FIELD | {"choices": "Bus", "kind": "text"}, FIELD | {"target": "x", "kind": "y"}]
    content["free_fields"] += ["transport"]
    twice = {"kind": "personal", "sections": [{"code": "a b", "title": ""}]}
    content["plan_template"] += [twice, {"kind": "pop", "sections": [SECTIONS[1]] * 21}]
    report = imported(place, written(tmp_path, content))
    assert told(report.errors) == [
        ("not_a_choice", "plan_template[1].kind"),
        ("section_code_unreadable", "plan_template[1].sections[0].code"),
        ("plan_sections_wrong", "plan_template[1].sections"),
        ("too_many_sections", "plan_template[2].sections"),
        ("plan_sections_wrong", "plan_template[2].sections"),
        ("text_expected", "free_fields[0].choices[1]"),
        ("count_expected", "free_fields[0].retention_months"),
        ("count_expected", "free_fields[0].position"),
        ("free_choices_missing", "free_fields[0]"),
        ("free_role_unknown", "free_fields[0]"),
        ("list_expected", "free_fields[1].choices"),
        ("share_code_taken", "free_fields[1].code"),
        ("not_a_choice", "free_fields[2].target"),
        ("not_a_choice", "free_fields[2].kind"),
        ("share_code_taken", "free_fields[2].code"),
        ("object_expected", "free_fields[3]"),
    ]
    assert told(report.ignored) == [("key_ignored", "free_fields[0].colour")]
    for problem in report.errors:
        assert problem.code not in message(problem)
    assert not FreeField.objects.exists() and not PlanSection.objects.exists()


def test_the_example_of_the_documents_is_a_package(place: Establishment, tmp_path: Path) -> None:
    text = (Path(__file__).resolve().parents[2] / "docs" / "support-package.md").read_text(encoding="utf-8")
    example = text.split("```json\n")[1].split("```")[0]
    report = imported(place, written(tmp_path, example))
    assert (report.errors, report.warnings, report.ignored, report.created) == ([], [], [], 4)


def test_a_dry_run_and_a_file_with_an_error_write_nothing(place: Establishment, tmp_path: Path) -> None:
    path = written(tmp_path, package())
    report = imported(place, path, mode=Mode(dry_run=True))
    assert (report.created, report.written) == (2, False)
    wrong = package()
    wrong["frameworks"][0]["title"] = ""
    report = imported(place, written(tmp_path, wrong))
    assert told(report.errors) == [("framework_title_empty", "frameworks[0]")]
    assert not Framework.objects.exists() and not ActionKind.objects.exists()
    assert imported(place, path := written(tmp_path, wrong), mode=Mode(accept_good_rows=True)).created == 1
    assert ActionKind.objects.exists() and path.exists()


def test_all_that_is_wrong_is_told_at_once_with_its_path(place: Establishment, tmp_path: Path) -> None:
    content = package(extra=1)
    framework = content["frameworks"][0]
    framework["levels"] = [{"label": "x" * 81, "pictogram": "dragon"}, {"label": 3}]
    framework["competences"] = [{"code": "A", "kind": "talent", "title": "A"}, "B", {"code": "C", "colour": "red"}]
    content["action_kinds"] = [{"code": "t", "name": "T", "category": "magic", "default_minutes": 0}]
    report = imported(place, written(tmp_path, content))
    assert told(report.errors) == [
        ("text_too_long", "frameworks[0].levels[0].label"),
        ("text_expected", "frameworks[0].levels[1].label"),
        ("object_expected", "frameworks[0].competences[1]"),
        ("scale_level_empty", "frameworks[0]"),
        ("competence_kind_unknown", "frameworks[0]"),
        ("competence_title_empty", "frameworks[0]"),
        ("minutes_expected", "action_kinds[0].default_minutes"),
        ("not_a_choice", "action_kinds[0].category"),
    ]
    assert told(report.warnings) == [("pictogram_ignored", "frameworks[0].levels[0].pictogram")]
    assert told(report.ignored) == [("key_ignored", "extra"), ("key_ignored", "frameworks[0].competences[2].colour")]
    for problem in [*report.errors, *report.warnings, *report.ignored]:
        assert problem.code not in message(problem)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("{", "json_unreadable"),
        ("", "file_empty"),
        ("[]", "not_a_package"),
        ('{"schema": "other"}', "not_a_package"),
        ('{"schema": "etabli-support-package", "version": 2}', "package_version_unknown"),
        ("[" * 100_000, "json_unreadable"),
    ],
)
def test_a_file_that_is_no_package_says_so(place: Establishment, tmp_path: Path, content: str, code: str) -> None:
    report = imported(place, written(tmp_path, content))
    assert [problem.code for problem in report.errors] == [code]
    assert "package.json" in message(report.errors[0])


def test_a_file_that_is_not_there_says_so(place: Establishment, tmp_path: Path) -> None:
    report = imported(place, tmp_path / "none.json")
    assert [problem.code for problem in report.errors] == ["file_not_opened"]


# ---------------------------------------------------------------- ROME 4.0

ROME = """code_ogr,libelle_competence,cat_comp,autre
1001,Trier du linge,Savoir-faire,x
1002,Plier du linge,Savoir-faire,x
1003,Faire preuve d'autonomie,Savoir-être professionnel,x
"""


def test_rome_competences_become_a_framework_and_unknown_columns_are_listed(
    place: Establishment, tmp_path: Path
) -> None:
    path = written(tmp_path, ROME, "rome.csv")
    report = imported(place, path, FileFormat.ROME, publish=True)
    row = Framework.objects.get()
    assert (row.code, row.language, row.source) == ("rome-4", "fr", "ROME 4.0, rome")
    found = row.competences.values_list("code", "kind", "title", "external_code")
    assert list(found) == [
        ("1001", "skill", "Trier du linge", "1001"),
        ("1002", "skill", "Plier du linge", "1002"),
        ("1003", "attitude", "Faire preuve d'autonomie", "1003"),
    ]
    assert row.levels.count() == 4
    assert [(problem.code, problem.value) for problem in report.ignored] == [("column_ignored", "autre")]


def test_the_savoirs_of_rome_are_knowledge_and_words_choose_among_them(place: Establishment, tmp_path: Path) -> None:
    path = written(tmp_path, "code_ogr_savoir;libelle_savoir\n1;Types de linge\n2;Droit fiscal\n", "savoir.csv")
    imported(place, path, FileFormat.ROME, containing=("LINGE",), code="linge", title="Linge")
    assert list(Framework.objects.get().competences.values_list("title", "kind")) == [("Types de linge", "knowledge")]


def test_errors_of_a_rome_file_have_their_cells(place: Establishment, tmp_path: Path) -> None:
    path = written(tmp_path, "code_ogr,libelle_competence\n1,A\n1,B\n2,\n,C\n", "rome.csv")
    report = imported(place, path, FileFormat.ROME)
    assert told(report.in_order(report.errors)) == [
        ("competence_code_twice", "rome!A3"),
        ("value_missing", "rome!B4"),
        ("value_missing", "rome!A5"),
    ]
    path = written(tmp_path, "code_ogr,autre\n1,A\n", "rome.csv")
    assert [problem.code for problem in imported(place, path, FileFormat.ROME).errors] == ["columns_missing"]


def test_a_whole_directory_is_too_much_for_a_framework(place: Establishment, tmp_path: Path) -> None:
    lines = [f"{number},Faire {number},Savoir-faire" for number in range(MOST_COMPETENCES + 1)]
    path = written(tmp_path, "\n".join(["code_ogr,libelle_competence,cat_comp", *lines]), "rome.csv")
    report = imported(place, path, FileFormat.ROME)
    assert [problem.code for problem in report.errors] == ["too_many_competences"]
    assert "--containing" in message(report.errors[0]) and not Framework.objects.exists()


# ---------------------------------------------------------------- Competent


def test_competent_kinds_are_read_from_the_lists_they_stand_in(place: Establishment, tmp_path: Path) -> None:
    content = {
        "version": "fictional",
        "technicalCompetences": [
            {
                "id": "t-1",
                "label": {"nl": "Was sorteren", "fr": "Trier le linge"},
                "knowledges": [{"id": "k-1", "label": {"nl": "Textielsoorten"}}],
                "behavioural": [{"id": "b-1", "label": {"nl": "Meldt vlekken"}}],
                "skills": [{"id": "s-1", "label": {"nl": "Sorteren"}, "escoUri": "x"}],
            }
        ],
        "softSkills": [{"code": "z-1", "name": "Samenwerken"}, {"code": "k-2", "name": "Wet", "type": "Knowledge"}],
    }
    report = imported(place, written(tmp_path, content), FileFormat.COMPETENT, publish=True)
    row = Framework.objects.get()
    found = {one.code: (one.kind, one.title, one.parent and one.parent.code) for one in row.competences.all()}
    assert found == {
        "t-1": ("skill", "Was sorteren", None),
        "k-1": ("knowledge", "Textielsoorten", "t-1"),
        "b-1": ("attitude", "Meldt vlekken", "t-1"),
        "s-1": ("skill", "Sorteren", "t-1"),
        "z-1": ("attitude", "Samenwerken", None),
        "k-2": ("knowledge", "Wet", None),
    }
    assert row.language == "nl" and [problem.value for problem in report.ignored] == ["version", "escoUri"]


def test_a_competent_file_without_a_competence_says_so(place: Establishment, tmp_path: Path) -> None:
    report = imported(place, written(tmp_path, {"items": [{"label": "no code"}]}), FileFormat.COMPETENT)
    assert [problem.code for problem in report.errors] == ["no_competence_found"]


# ---------------------------------------------------------------- command line


def test_the_command_takes_a_package_into_use_and_tells_errors(place: Establishment, tmp_path: Path) -> None:
    path = written(tmp_path, package())
    arguments = ["framework", str(path), "--format", "package", "--establishment", place.finess, "--publish"]
    call_command("import", *arguments, "--dry-run", stdout=StringIO())
    assert not Framework.objects.exists()
    answer = StringIO()
    call_command("import", *arguments, "--json", stdout=answer)
    assert json.loads(answer.getvalue())["created"] == 2 and Framework.objects.get().state == "published"
