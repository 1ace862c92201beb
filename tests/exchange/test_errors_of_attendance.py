"""Every error of attendance sheets in one run, in the order of the file; what is refused is not counted as made."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from etabli.attendance.actions import close_month, record
from etabli.attendance.models import Entry
from etabli.core.refusal import Refusal
from etabli.exchange.actions import Mode, import_attendance
from etabli.exchange.columns import rows_of
from etabli.exchange.report import Report
from etabli.exchange.wording import message
from etabli.org.models import Establishment
from tests import workplace as small
from tests.exchange import files

pytestmark = pytest.mark.django_db

LONG = ["Matricule", "Date", "Créneau", "Code", "Minutes", "Prévenance", "Justificatif"]
GRID = ["Matricule", *range(3, 8)]  # Monday 3 to Friday 7 March 2025


@pytest.fixture
def place() -> Establishment:
    made = small.workplace()
    small.engage(made, "1")
    small.engage(made, "2", starts_on=date(2025, 3, 5))
    return made


@pytest.fixture
def run(place: Establishment, tmp_path: Path) -> Callable[..., Report]:
    def imported(*rows: list[Any], month: date | None = date(2025, 3, 1), name: str = "Mars", **mode: bool) -> Report:
        path = files.xlsx(tmp_path / "mars.xlsx", {name: rows})
        return import_attendance(path=path, establishment=place, month=month, mode=Mode(**mode), by=None, at=small.AT)

    return imported


def told(report: Report) -> list[tuple[str, str]]:
    return [(problem.code, problem.place.cell) for problem in report.in_order(report.errors)]


# ---------------------------------------------------------------- long form


def test_a_bad_date_does_not_hide_an_unknown_code_or_person(run: Callable[..., Report]) -> None:
    report = run(LONG, ["777", "31/02/2025", "M", "ZZ", "trop", None, None])
    assert told(report) == [
        ("staff_number_unknown", "A2"),
        ("no_such_day", "B2"),
        ("cell_code_unknown", "D2"),
        ("not_minutes", "E2"),
    ]
    assert "777" in message(report.errors[-1]) or all(problem.value for problem in report.errors)


def test_bad_minutes_do_not_hide_a_day_outside_the_engagement(run: Callable[..., Report]) -> None:
    report = run(LONG, ["2", "03/03/2025", "M", "PRE", "trop", "?", "?"])
    assert told(report) == [
        ("not_engaged", "D2"),
        ("not_minutes", "E2"),
        ("not_a_notice", "F2"),
        ("not_yes_or_no", "G2"),
    ]


def test_a_missing_staff_number_or_code_does_not_hide_the_rest_of_the_line(run: Callable[..., Report]) -> None:
    report = run(LONG, [None, "03/03/2025", "soir", "ZZ"], ["777", "hier", "M", None, 100])
    assert told(report) == [
        ("value_missing", "A2"),
        ("not_a_half_day", "C2"),
        ("cell_code_unknown", "D2"),
        ("staff_number_unknown", "A3"),
        ("not_a_date", "B3"),
        ("value_missing", "D3"),
    ]


def test_two_codes_of_one_half_day_are_told_though_one_line_has_another_error(run: Callable[..., Report]) -> None:
    rows = [LONG, ["1", "03/03/2025", "M", "PRE"], ["1", "03/03/2025", "M", "CP", None, "?", None]]
    report = run(*rows, accept_good_rows=True)
    assert told(report) == [("half_day_twice", "D3"), ("not_a_notice", "F3")]
    assert not Entry.objects.exists()


def test_a_line_with_an_error_is_not_written_and_the_good_part_of_its_half_day_is(run: Callable[..., Report]) -> None:
    rows = [LONG, ["1", "03/03/2025", "M", "PRE", 100], ["1", "03/03/2025", "M", "AJU", 50, "?"]]
    report = run(*rows, accept_good_rows=True)
    assert told(report) == [("not_a_notice", "F3")]
    assert [row.code.code for row in Entry.objects.get().segments.all()] == ["PRE"]
    assert run(LONG, ["1", "04/03/2025", "M", "AJU", 50, "?"], accept_good_rows=True).created == 0


# ---------------------------------------------------------------- month grid


def test_a_line_whose_cells_are_all_wrong_still_tells_its_unknown_person(run: Callable[..., Report]) -> None:
    report = run(GRID, ["777", "P/P/P", "=A1"])
    assert told(report) == [("staff_number_unknown", "A2"), ("too_many_codes", "B2"), ("formula_not_computed", "C2")]


def test_too_many_codes_do_not_hide_an_unknown_one(run: Callable[..., Report]) -> None:
    assert sorted(told(run(GRID, ["1", "PRE/ZZ/PRE"]))) == [("cell_code_unknown", "B2"), ("too_many_codes", "B2")]


def test_a_day_that_is_not_in_the_month_does_not_hide_an_unknown_code(run: Callable[..., Report]) -> None:
    rows = [["Matricule", *range(1, 32)], ["1", *[None] * 29, "ZZ", "P/P/P"]]
    report = run(*rows, month=date(2025, 2, 1), name="Feuil1")
    assert sorted(told(report)) == [
        ("cell_code_unknown", "AE2"),
        ("no_such_day", "AE1"),
        ("no_such_day", "AF1"),
        ("too_many_codes", "AF2"),
    ]
    assert [problem.value for problem in report.errors if problem.code == "no_such_day"] == ["30", "31"]


def test_an_unknown_month_does_not_hide_unknown_codes_and_persons(run: Callable[..., Report]) -> None:
    report = run(["Matricule", 3, 4, 5], ["777", "ZZ", "P"], ["1", "P"], month=None, name="Feuil1")
    assert told(report) == [("month_needed", "1"), ("staff_number_unknown", "A2"), ("cell_code_unknown", "B2")]


def test_codes_without_a_person_are_checked_too(run: Callable[..., Report]) -> None:
    rows = [["Matricule", "Nom", 3, 4, 5], [None, None, "ZZ", "P/P/P", "P"]]
    assert told(run(*rows)) == [("person_missing", "C2"), ("cell_code_unknown", "C2"), ("too_many_codes", "D2")]


def test_a_day_outside_the_engagement_is_told_beside_an_unknown_code(run: Callable[..., Report]) -> None:
    assert sorted(told(run(GRID, ["2", "ZZ", "P", "P"]))) == [
        ("cell_code_unknown", "B2"),
        ("not_engaged", "B2"),
        ("not_engaged", "C2"),
    ]


# ---------------------------------------------------------------- order


def test_problems_come_in_the_order_of_the_sheets_in_the_book_then_row_then_column(
    place: Establishment, tmp_path: Path
) -> None:
    """Sheets of a year do not stand in the order of their names."""
    bad = ["Matricule", 3, 4, 5], ["1", "YY", None, "ZZ"], ["777", None, "P", None]
    book = {"Mars 2025": bad, "Notes": [["bonjour"]], "Avril 2025": bad, "Août 2025": bad}
    path = files.xlsx(tmp_path / "annee.xlsx", book, hidden=["Notes"])
    report = import_attendance(path=path, establishment=place, month=None, mode=Mode(), by=None, at=small.AT)
    cells = ["B2", "D2", "A3"]
    months = ["Mars 2025", "Avril 2025", "Août 2025"]
    found = report.document(message)
    assert [(row["sheet"], row["cell"]) for row in found["errors"]] == [
        (name, cell) for name in months for cell in cells
    ]
    assert [problem.place.sheet for problem in rows_of(report, "errors")] == [name for name in months for _ in cells]
    assert [row["sheet"] for row in found["ignored"]] == ["Notes"]
    assert report.sheets == ("Mars 2025", "Notes", "Avril 2025", "Août 2025")


# ---------------------------------------------------------------- counts


def test_what_is_refused_is_not_counted_as_made(run: Callable[..., Report], place: Establishment) -> None:
    report = run(GRID, ["1", "P", "ZZ", "P"], ["777", "P"], ["2", "P"], dry_run=True, accept_good_rows=True)
    assert (report.created, report.updated, report.unchanged) == (4, 0, 0)
    assert (report.summary["persons"], report.summary["half_days"]) == (1, 4)
    run(GRID, ["1", "P"])
    close_month(establishment=place, month=date(2025, 3, 1), by=None, at=small.AT)
    report = run(GRID, ["1", "CP", "P"], dry_run=True, accept_good_rows=True)
    assert told(report) == [("month_closed", "B2")] * 2 + [("month_closed", "C2")] * 2
    assert (report.created, report.updated, report.summary["persons"]) == (0, 0, 0)


def test_what_is_refused_only_on_writing_is_not_counted_either_and_is_told_beside_other_errors(
    run: Callable[..., Report], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Such as someone whose attendance the user may not write."""
    run(GRID, ["1", "P"])

    def refusing(**options: Any) -> Any:
        first, *others = record(**options)
        return [type(first)(first.id, first.outcome, first.entry, Refusal("person_unknown", value=1)), *others]

    monkeypatch.setattr("etabli.exchange.actions.record", refusing)
    report = run(GRID, ["1", "CP", "P", "ZZ"], dry_run=True, accept_good_rows=True)
    assert told(report) == [("person_unknown", "B2"), ("cell_code_unknown", "D2")]
    assert (report.created, report.updated) == (2, 1)
    assert report.summary["half_days"] == 3
    assert told(run(GRID, ["1", "CP", "P", "ZZ"])) == [("person_unknown", "B2"), ("cell_code_unknown", "D2")]


# ---------------------------------------------------------------- names beside the number


def test_a_name_of_someone_else_beside_the_number_is_a_warning(run: Callable[..., Report]) -> None:
    head = ["Matricule", "Nom", "Prénom", "Date", "Créneau", "Code"]
    days = [date(2025, 3, 3), date(2025, 3, 4)]
    report = run(head, *(["1", "Exemple", "Lou", day, "M", "P"] for day in days))
    assert [(problem.code, problem.place.cell) for problem in report.warnings] == [("name_of_other_person", "A2")]
    assert all(part in message(report.warnings[0]) for part in ("Exemple Lou", "1", "Fictif1 Camille"))
    assert (report.errors, report.created) == ([], 2)


@pytest.mark.parametrize(
    ("name", "warned"),
    [
        ("FICTIF1 Camille", 0),
        ("Camille Fictif1", 0),
        ("Fictif1 C.", 0),
        ("Fictif1", 0),
        (None, 0),
        ("Fictif2 Camille", 1),
    ],
)
def test_names_of_a_grid_are_compared_as_people_write_them(
    run: Callable[..., Report], name: str | None, warned: int
) -> None:
    report = run(["Matricule", "Nom et prénom", 3, 4, 5], ["1", name, "P", "P", "P"])
    assert [problem.code for problem in report.warnings] == ["name_of_other_person"] * warned


# ---------------------------------------------------------------- possible, and yet unlikely


def doubts(report: Report) -> list[tuple[str, str]]:
    assert report.errors == []
    return [(problem.code, problem.place.cell) for problem in report.in_order(report.warnings)]


def test_days_to_come_and_presence_in_a_closed_house_are_told_once_a_day(run: Callable[..., Report]) -> None:
    """1 February 2026 is a Sunday, after the day of the import; absent on a closed day is nothing unusual."""
    report = run(GRID, ["1", "P", "P", *[None] * 3], ["2", "P", *[None] * 4], month=date(2026, 2, 1), name="Feuil1")
    assert doubts(report) == [("day_in_future", "B2"), ("day_in_future", "C2")]
    report = run(["Matricule", 1, 2, 3, 4], ["1", "P", "CP", "P", None])
    assert doubts(report) == [("present_when_closed", "B2")]


def test_a_half_day_longer_than_a_day_is_told(run: Callable[..., Report]) -> None:
    """Full time is 35 hours a week: seven a day."""
    day = date(2025, 3, 3)
    report = run(LONG, ["1", day, "M", "P", 421, None, None], ["1", day, "A", "P", 420, None, None])
    assert doubts(report) == [("half_day_very_long", "D2")]
    assert "421" in message(report.warnings[0])


def test_a_title_of_another_month_than_the_one_asked_for_is_told(run: Callable[..., Report]) -> None:
    rows = [["Atelier Bois - avril 2025"], GRID, ["1", "P", None, None, None, None]]
    report = run(*rows, name="Feuil1")
    assert doubts(report) == [("title_of_other_month", "A1")]
    assert (report.created, "2025-03" in message(report.warnings[0])) == (2, True)
    assert run(["Atelier Bois - mars 2025"], *rows[1:], name="Feuil1").warnings == []
