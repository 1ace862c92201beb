"""Every error of a list of persons in one run: all cells of a row, rows against each other, rows against what stands."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from etabli.exchange.actions import Mode, import_people
from etabli.exchange.reading.people import LONGEST
from etabli.exchange.report import Report
from etabli.exchange.wording import message
from etabli.org.actions import WorkshopSpec
from etabli.org.models import Establishment
from etabli.people import actions as people
from etabli.people.models import Engagement, Person, Registration, WorkGroup
from tests import workplace as small
from tests.exchange import files

pytestmark = pytest.mark.django_db

HEAD = [
    "Matricule",
    "Nom",
    "Prénom",
    "Naissance",
    "Sexe",
    "Atelier",
    "Statut",
    "Entrée",
    "Sortie",
    "Quotité",
    "À partir du",
]
GOOD = ["1", "Fictif", "Ana", "02/03/1990", "F", "Bois", "CAT", "01/01/2025", None, "100 %", None]


def row(**cells: Any) -> list[Any]:
    """A good row, some of its cells otherwise: `row(A="2", B="Exemple")`."""
    found = [*GOOD]
    for letter, value in cells.items():
        found[ord(letter) - ord("A")] = value
    return found


@pytest.fixture
def place() -> Establishment:
    return small.workplace(workshops=(WorkshopSpec("B", "Bois"), WorkshopSpec("EV", "Espaces verts")))


@pytest.fixture
def run(place: Establishment, tmp_path: Path) -> Callable[..., Report]:
    def imported(*rows: list[Any], **mode: bool) -> Report:
        path = files.xlsx(tmp_path / "people.xlsx", {"P": [HEAD, *rows]})
        return import_people(path=path, establishment=place, mode=Mode(**mode), by=None, at=small.AT)

    return imported


def told(report: Report) -> list[tuple[str, str]]:
    return [(problem.code, problem.place.cell) for problem in report.in_order(report.errors)]


# ---------------------------------------------------------------- one row


def test_an_unreadable_cell_does_not_hide_an_unknown_workshop_or_a_kind_that_is_not_had_here(
    run: Callable[..., Report],
) -> None:
    report = run(row(D="31/02/1990", E="?", F="Poterie", G="arbeidszorg", J="200"))
    assert told(report) == [
        ("no_such_day", "D2"),
        ("not_a_sex", "E2"),
        ("workshop_unknown", "F2"),
        ("engagement_kind_not_here", "G2"),
        ("fraction_out_of_range", "J2"),
    ]
    assert not Person.objects.exists()


def test_every_rule_that_refuses_a_row_is_told(run: Callable[..., Report]) -> None:
    run(row())
    report = run(row(F="Poterie", G="arbeidszorg", H="01/02/2025", K="01/01/2030", I="31/12/2029"))
    assert told(report) == [
        ("workshop_unknown", "F2"),
        ("engagement_kind_not_here", "G2"),
        ("engagement_overlap", "H2"),
        ("changes_after_it_ends", "K2"),
    ]


def test_an_unreadable_entry_hides_nothing_that_does_not_need_it(run: Callable[..., Report]) -> None:
    report = run(row(F="Poterie", G="arbeidszorg", H="hier", I="01/02/2025", K="01/03/2025"))
    assert told(report) == [
        ("workshop_unknown", "F2"),
        ("engagement_kind_not_here", "G2"),
        ("not_a_date", "H2"),
        ("changes_after_it_ends", "K2"),
    ]


def test_an_exit_before_the_entry_is_told_once(run: Callable[..., Report]) -> None:
    assert told(run(row(F="Poterie", I="31/12/2024"))) == [("workshop_unknown", "F2"), ("ends_before_it_starts", "I2")]


def test_a_missing_staff_number_does_not_hide_the_other_errors(run: Callable[..., Report]) -> None:
    assert told(run(row(A=None, F="Poterie"))) == [("value_missing", "A2"), ("workshop_unknown", "F2")]


def test_texts_longer_than_the_tables_take_are_refused(run: Callable[..., Report]) -> None:
    report = run(row(A="9" * 31, B="x" * 101, C="y" * 101))
    assert told(report) == [("text_too_long", "A2"), ("text_too_long", "B2"), ("text_too_long", "C2")]
    fields = {
        "staff_number": Registration,
        "last_name": Person,
        "first_name": Person,
        "end_reason": Engagement,
    }
    assert {name: model._meta.get_field(name).max_length for name, model in fields.items()} | {
        "groups": WorkGroup._meta.get_field("name").max_length
    } == LONGEST


def test_each_error_has_sheet_cell_value_and_what_to_do(place: Establishment, tmp_path: Path) -> None:
    path = files.xlsx(tmp_path / "people.xlsx", {"P": [HEAD, row(F="Poterie", J="200")]})
    out = io.StringIO()
    with translation.override("en"):
        call_command("import", "people", str(path), "--establishment", place.finess, "--json", stdout=out)
    document = json.loads(out.getvalue())
    assert list(document) == "rows created updated unchanged errors warnings ignored missing summary".split()
    assert [(error["sheet"], error["cell"], error["value"]) for error in document["errors"]] == [
        ("P", "F2", "Poterie"),
        ("P", "J2", "200"),
    ]
    first, second = (error["message"] for error in document["errors"])
    assert first == "P!F2: Poterie is not a workshop of this establishment. Known workshops: B, EV."
    assert second.startswith("P!J2: “200” is not a work fraction")


# ---------------------------------------------------------------- rows against each other


def test_two_rows_of_one_person_overlap_though_one_of_them_has_another_error(run: Callable[..., Report]) -> None:
    report = run(row(F="Poterie"), row(H="01/06/2025"))
    assert told(report) == [("workshop_unknown", "F2"), ("engagement_overlap", "H3")]
    assert told(run(row(D="hier", I="30/06/2025"), row(H="01/06/2025"))) == [
        ("not_a_date", "D2"),
        ("engagement_overlap", "H3"),
    ]


def test_an_end_that_cannot_be_read_makes_no_overlap_of_what_comes_after(run: Callable[..., Report]) -> None:
    assert told(run(row(I="hier"), row(H="01/06/2025"))) == [("not_a_date", "I2")]


def test_a_double_of_a_row_with_errors_is_told_with_its_own_errors(run: Callable[..., Report]) -> None:
    report = run(row(E="?"), row(F="Poterie"))
    assert told(report) == [("not_a_sex", "E2"), ("row_twice", "A3"), ("workshop_unknown", "F3")]


def test_a_change_on_the_day_of_entry_is_the_row_of_the_entry(run: Callable[..., Report]) -> None:
    assert told(run(row(), row(J="50 %", K="01/01/2025"))) == [("row_twice", "A3")]


def test_two_birth_dates_sexes_or_kinds_of_one_person_are_told(run: Callable[..., Report]) -> None:
    report = run(row(), row(D="03/03/1990", E="H", G="stagiaire", K="01/06/2025"))
    assert told(report) == [("birth_dates_differ", "D3"), ("sexes_differ", "E3"), ("kinds_differ", "G3")]
    with translation.override("en"):
        sentences = [message(problem) for problem in report.in_order(report.errors)]
    assert "P!D2" in sentences[0] and "P!E2" in sentences[1] and "P!G2" in sentences[2]
    assert not Person.objects.exists()


def test_one_staff_number_for_two_persons_is_told_but_a_new_name_is_not(run: Callable[..., Report]) -> None:
    left = {"I": "31/03/2025"}
    report = run(row(**left), row(B="Exemple", C="Ben", D=None, H="01/04/2025"))
    assert told(report) == [("number_of_two_persons", "A3")]
    assert told(run(row(**left), row(B="Exemple", H="01/04/2025"))) == []
    assert Person.objects.get().last_name == "Exemple"


def test_one_person_under_two_staff_numbers_is_told(run: Callable[..., Report]) -> None:
    report = run(row(), row(A="2", H="01/06/2025"))
    assert told(report) == [("person_has_other_number", "A3")]


def test_each_row_is_told_of_its_own_workshop(run: Callable[..., Report]) -> None:
    report = run(row(F="Poterie", I="31/03/2025"), row(F="Bois", H="01/04/2025"))
    assert told(report) == [("workshop_unknown", "F2")]


def test_the_good_rows_beside_errors_are_written_and_no_others(run: Callable[..., Report]) -> None:
    rows = [row(), row(A="2", B="Exemple", F="Poterie"), row(A="3", B="Autre", D="hier"), row(A="4", B="Quatre")]
    report = run(*rows, accept_good_rows=True)
    assert (report.rows, report.created, len(report.errors)) == (4, 2, 2)
    assert list(Registration.objects.values_list("staff_number", flat=True)) == ["1", "4"]
    assert (run(*rows, accept_good_rows=True).unchanged, Person.objects.count()) == (2, 2)


def test_a_row_that_needs_a_refused_one_is_not_written_without_it(run: Callable[..., Report]) -> None:
    """The first row ends the engagement that stands; it is refused, so the second would overlap it."""
    run(row())
    report = run(row(F="Poterie", I="31/05/2025"), row(H="01/06/2025"), accept_good_rows=True)
    assert told(report) == [("workshop_unknown", "F2"), ("engagement_overlap", "H3")]
    assert Engagement.objects.count() == 1


# ---------------------------------------------------------------- against what stands


def test_work_elsewhere_over_35_hours_is_told_with_the_other_errors(
    run: Callable[..., Report], place: Establishment
) -> None:
    run(row(J="50 %"))
    people.save_outside_engagement(
        person=Person.objects.get(),
        employer="Autre employeur",
        weekly_minutes=1050,
        starts_on=small.BEGINNING,
        ends_before=None,
        by=None,
        at=small.AT,
    )
    assert told(run(row(F="Poterie", J="60 %"))) == [("workshop_unknown", "F2"), ("weekly_hours_over_cap", "J2")]
    assert told(run(row(J="50 %"))) == []


def test_the_queries_of_a_list_do_not_grow_with_its_rows(run: Callable[..., Report]) -> None:
    """Rows that change nothing: what stands is read once."""

    def listed(count: int) -> list[list[Any]]:
        return [row(A=str(number), B=f"Fictif{number}") for number in range(count)]

    run(*listed(20))
    counts = []
    for number in (2, 20):
        with CaptureQueriesContext(connection) as queries:
            assert run(*listed(number)).unchanged == number
        counts.append(len(queries))
    assert counts[0] == counts[1]


# ---------------------------------------------------------------- someone else's staff number


def test_one_number_of_two_persons_names_both_and_their_cells(run: Callable[..., Report]) -> None:
    for other in ({"B": "Exemple", "C": "Lou"}, {"B": "Exemple"}):
        report = run(row(A="002"), row(A="002", D="05/06/1980", H="01/06/2025", **other))
        assert ("number_of_two_persons", "A3") in told(report)
        words = message(next(problem for problem in report.errors if problem.code == "number_of_two_persons"))
        assert all(part in words for part in ("P!A3", "P!B2", "Fictif Ana", "Exemple"))
        assert not Person.objects.exists()


def test_a_registered_number_with_another_name_and_birth_date_is_an_error(run: Callable[..., Report]) -> None:
    run(row(A="002"))
    other = {"A": "002", "B": "Exemple", "C": "Lou", "D": "05/06/1980"}
    rows = [row(**other, I="31/05/2025"), row(**other, H="01/06/2025")]
    report = run(*rows, row(A="003", B="Autre"), accept_good_rows=True)
    assert told(report) == [("number_of_other_person", "A2")]
    assert all(name in message(report.errors[0]) for name in ("002", "Fictif Ana", "Exemple Lou"))
    assert set(Person.objects.values_list("last_name", flat=True)) == {"Fictif", "Autre"}


@pytest.mark.parametrize(
    ("changes", "code", "cell", "said"),
    [
        ({"B": "Exemple"}, "name_changes", "B2", ("Fictif Ana", "Exemple Ana")),
        ({"D": "05/06/1980"}, "birth_date_changes", "D2", ("Fictif Ana", "1990", "1980")),
    ],
)
def test_one_of_both_changed_is_an_update_told_as_a_warning(
    run: Callable[..., Report], changes: dict[str, str], code: str, cell: str, said: tuple[str, ...]
) -> None:
    run(row(A="002"))
    report = run(row(A="002", **changes))
    assert (report.errors, report.updated) == ([], 1)
    assert [(problem.code, problem.place.cell) for problem in report.warnings] == [(code, cell)]
    assert all(part in message(report.warnings[0]) for part in said)
    assert run(row(A="002", **changes)).warnings == []


def test_a_fraction_that_is_wrong_is_not_told_as_empty_too(run: Callable[..., Report]) -> None:
    report = run(row(J="0"))
    assert told(report) == [("fraction_out_of_range", "J2")]
    assert report.warnings == []


def test_a_formula_without_a_value_shows_no_code(run: Callable[..., Report]) -> None:
    (problem,) = run(row(B="=A1")).errors
    assert (problem.code, problem.value) == ("formula_not_computed", "=…")
