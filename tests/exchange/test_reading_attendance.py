"""Attendance sheets to items: the long form and the month grid, as workplaces keep them."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from etabli.core.calendars import Half
from etabli.exchange.reading.attendance import read_attendance
from etabli.exchange.reading.labels import DayLabel, month_in, read_label
from etabli.exchange.reading.problems import BadValue
from etabli.exchange.reading.sheets import Lost, Sheet, Workbook

MARCH = date(2025, 3, 1)
M, A = Half


def book(*rows: list[Any], name: str = "Mars") -> Workbook:
    return Workbook((Sheet(name, rows),))


def told(problems: list[Any]) -> list[tuple[str, str]]:
    return [(problem.code, str(problem.place)) for problem in problems]


def items(reading: Any) -> list[tuple[str, date, Half | None, str]]:
    return [(item.person.staff_number, item.day, item.half, item.code) for item in reading.rows]


# ---------------------------------------------------------------- long form


LONG = ["Matricule", "Date", "Créneau", "Code", "Minutes", "Prévenance", "Justificatif"]


def test_long_form() -> None:
    reading = read_attendance(
        book(
            ["Présences"],
            LONG,
            ["1", "03/03/2025", "matin", "PRE", "210", None, None],
            ["1", date(2025, 3, 4), "J", "MAL", "", "48 h", "oui"],
        )
    )
    assert not reading.errors and reading.lines == 2
    assert items(reading) == [("1", date(2025, 3, 3), M, "PRE"), ("1", date(2025, 3, 4), None, "MAL")]
    first, second = reading.rows
    assert (first.minutes, second.notice_hours, second.document) == (210, 48, True)
    assert (str(first.place), str(first.person.place)) == ("Mars!D3", "Mars!A3")
    assert told(reading.ignored) == [("title_ignored", "Mars!A1")]


def test_long_form_in_dutch() -> None:
    reading = read_attendance(book(["Stamnummer", "Datum", "Halve dag", "Code"], ["1", "3/3/2025", "namiddag", "PRE"]))
    assert items(reading) == [("1", date(2025, 3, 3), A, "PRE")]


def test_long_form_all_errors_at_once() -> None:
    reading = read_attendance(
        book(LONG, ["", "x", "soir", "", "trop", "?", "?"], ["Total", None, None, 4], [None, None, "fin"])
    )
    assert [code for code, _ in told(reading.errors)] == [
        "value_missing",
        "not_a_date",
        "not_a_half_day",
        "value_missing",
        "not_minutes",
        "not_a_notice",
        "not_yes_or_no",
    ]
    assert ("total_ignored", "Mars!A3") in told(reading.ignored)
    assert ("note_ignored", "Mars!C4") in told(reading.ignored)


def test_long_form_with_a_missing_column() -> None:
    reading = read_attendance(book(["Matricule", "Date", "Code"], ["1", "03/03/2025", "PRE"]))
    (problem,) = reading.errors
    assert (problem.code, problem.facts["missing"]) == ("columns_missing", ["slot"])


# ---------------------------------------------------------------- month grid


def test_grid_with_day_numbers() -> None:
    rows = [["Matricule", "Nom", *range(1, 32)], ["7", "Duval", *[None] * 2, "P", "P/A", "P A", "-", "-/P", "P/-"]]
    reading = read_attendance(book(*rows), MARCH)
    assert not reading.errors
    assert items(reading) == [
        ("7", date(2025, 3, 3), None, "P"),
        ("7", date(2025, 3, 4), M, "P"),
        ("7", date(2025, 3, 4), A, "A"),
        ("7", date(2025, 3, 5), M, "P"),
        ("7", date(2025, 3, 5), A, "A"),
        ("7", date(2025, 3, 7), A, "P"),
        ("7", date(2025, 3, 8), M, "P"),
    ]
    assert str(reading.rows[0].place) == "Mars!E2"
    assert len(reading.days) == 31


def test_grid_with_real_dates_needs_no_month() -> None:
    rows = [["Matricule", datetime(2025, 3, 3), date(2025, 3, 4)], ["7", "P", "A"]]
    assert items(read_attendance(book(*rows, name="Feuil1"))) == [
        ("7", date(2025, 3, 3), None, "P"),
        ("7", date(2025, 3, 4), None, "A"),
    ]


@pytest.mark.parametrize("name", ["Mars 2025", "2025-03", "maart 2025"])
def test_the_month_may_be_the_name_of_the_sheet(name: str) -> None:
    rows = [["Matricule", 1, 2, 3], ["7", "P", None, None]]
    assert items(read_attendance(book(*rows, name=name))) == [("7", MARCH, None, "P")]


def test_the_month_may_be_in_the_title() -> None:
    rows = [["ESAT des Prés - présences de mars 2025"], ["Matricule", 1, 2, 3], ["7", "P", None, None]]
    assert items(read_attendance(book(*rows, name="Feuil1"))) == [("7", MARCH, None, "P")]


def test_without_a_month_nothing_is_guessed() -> None:
    rows = [["Matricule", 1, 2, 3], ["7", "P", None, None]]
    assert told(read_attendance(book(*rows)).errors) == [("month_needed", "Mars!1")]


def test_several_sheets_one_a_month() -> None:
    rows = (["Matricule", 1, 2, 3], ["7", "P", None, None])
    workbook = Workbook((Sheet("Mars 2025", rows), Sheet("Avril 2025", rows), Sheet("Légende", (["P = présent"],))))
    reading = read_attendance(workbook)
    assert [day for _, day, _, _ in items(reading)] == [date(2025, 3, 1), date(2025, 4, 1)]
    assert told(reading.ignored) == [("sheet_ignored", "Légende")]
    asked = read_attendance(workbook, date(2025, 4, 1))
    assert [day for _, day, _, _ in items(asked)] == [date(2025, 4, 1)]
    assert ("sheet_of_other_month", "Mars 2025!1") in told(asked.ignored)


def test_a_sheet_of_another_month_than_the_one_asked_for_is_an_error() -> None:
    rows = [["Matricule", 1, 2, 3], ["7", "P", None, None]]
    assert told(read_attendance(book(*rows, name="Avril"), MARCH).errors) == [("sheet_of_other_month", "Avril!1")]
    assert items(read_attendance(book(*rows, name="Mars"), MARCH))
    # The name of a csv file is not a name someone gave to a sheet.
    csv = Workbook((Sheet("export_avril", tuple(rows)),), delimited=True)
    assert items(read_attendance(csv, MARCH))


def test_two_columns_a_day_under_two_header_lines() -> None:
    rows = [
        ["Matricule", "Nom", 3, None, 4, None, "Total"],
        [None, None, "M", "A", "M", "A"],
        ["7", "Duval", "P", "MAL", None, "P", 3],
    ]
    reading = read_attendance(book(*rows), MARCH)
    assert items(reading) == [
        ("7", date(2025, 3, 3), M, "P"),
        ("7", date(2025, 3, 3), A, "MAL"),
        ("7", date(2025, 3, 4), A, "P"),
    ]
    assert told(reading.ignored) == [("total_ignored", "Mars!G1")]


def test_two_columns_a_day_in_one_header_line() -> None:
    rows = [["Matricule", "3 M", "3 A", "4 M", "4 A"], ["7", "P", "MAL", None, "P/P"]]
    reading = read_attendance(book(*rows), MARCH)
    assert items(reading) == [("7", date(2025, 3, 3), M, "P"), ("7", date(2025, 3, 3), A, "MAL")]
    assert told(reading.errors) == [("too_many_codes", "Mars!E2")]
    rows = [["Matricule", "03/03/2025 matin", "03/03/2025 après-midi"], ["7", "P", "MAL"]]
    assert [half for _, _, half, _ in items(read_attendance(book(*rows)))] == [M, A]


def test_days_of_the_week_above_or_below_the_days() -> None:
    above = [["Atelier bois", None, "L", "M", "M"], ["Matricule", "Nom", 3, 4, 5], ["7", "Duval", "P", None, None]]
    below = [["Matricule", "Nom", 3, 4, 5], [None, None, "L", "M", "M"], ["7", "Duval", "P", None, None]]
    for rows in (above, below):
        reading = read_attendance(book(*rows), MARCH)
        assert items(reading) == [("7", date(2025, 3, 3), None, "P")]
        assert not reading.errors


def test_days_on_the_line_below_the_names_of_the_person_columns() -> None:
    rows = [["Matricule", "Nom", "Jours du mois"], [None, None, 1, 2, 3], ["7", "Duval", "P", None, None]]
    assert items(read_attendance(book(*rows), MARCH)) == [("7", MARCH, None, "P")]


def test_titles_totals_signatures_and_notes_are_ignored_with_their_cells() -> None:
    rows = [
        ["Feuille de présence", None, "Mars 2025"],
        [],
        ["Matricule", "Nom", 3, 4, 5, "Total", "Signature", "Divers"],
        ["7", "Duval", "P", "P", None, 2, None, Lost("formula_not_computed")],
        ["8", "Roy", None, None, None, 0],
        [],
        ["TOTAL", None, 1, 1, 0, 2],
        [None, None, 1, 1, 0],
        ["Signature du moniteur :"],
        ["Handtekening"],
        [None, None, "P = présent"],
    ]
    reading = read_attendance(book(*rows), MARCH)
    assert not reading.errors
    assert len(items(reading)) == 2
    assert told(reading.ignored) == [
        ("title_ignored", "Mars!A1"),
        ("title_ignored", "Mars!C1"),
        ("total_ignored", "Mars!F3"),
        ("signature_ignored", "Mars!G3"),
        ("column_ignored", "Mars!H3"),
        ("nothing_on_line", "Mars!A5"),
        ("total_ignored", "Mars!A7"),
        ("total_ignored", "Mars!C8"),
        ("signature_ignored", "Mars!A9"),
        ("signature_ignored", "Mars!A10"),
        ("note_ignored", "Mars!C11"),
    ]


def test_codes_without_a_person_are_an_error() -> None:
    rows = [["Matricule", "Nom", 3, 4, 5], [None, None, "P", "P", "A"]]
    assert told(read_attendance(book(*rows), MARCH).errors) == [("person_missing", "Mars!C2")]


def test_a_grid_of_names_without_staff_numbers() -> None:
    rows = [["Nom", "Prénom", 3, 4, 5], ["Duval", "Zoé", "P", None, None]]
    (item,) = read_attendance(book(*rows), MARCH).rows
    assert (item.person.staff_number, item.person.name) == ("", "Duval Zoé")
    rows = [["Nom et prénom", 3, 4, 5], ["Duval Zoé", "P", None, None]]
    (item,) = read_attendance(book(*rows), MARCH).rows
    assert item.person.name == "Duval Zoé"


def test_bad_cells_of_a_grid() -> None:
    rows = [["Matricule", *range(1, 32)], ["7", "P/P/P", Lost("formula_not_computed"), *[None] * 28, "P"]]
    reading = read_attendance(book(*rows, name="Feuil1"), date(2025, 2, 1))
    assert told(reading.errors) == [
        ("too_many_codes", "Feuil1!B2"),
        ("formula_not_computed", "Feuil1!C2"),
        ("no_such_day", "Feuil1!AF1"),
    ]
    assert len(reading.days) == 28


def test_numbers_as_codes_are_not_taken_for_days() -> None:
    rows = [["Matricule", 1, 2, 3, 4], ["7", 1, 1, 1, 0], ["8", 1, 2, 3, 4]]
    reading = read_attendance(book(*rows), MARCH)
    assert [code for _, _, _, code in items(reading)] == ["1", "1", "1", "0", "1", "2", "3", "4"]


def test_neither_form() -> None:
    assert told(read_attendance(book(["a", "b"], ["c", "d"])).errors) == [("no_attendance_in_sheet", "Mars")]
    assert told(read_attendance(book(["Matricule", "Nom"], ["1", "d"])).errors) == [("no_attendance_in_sheet", "Mars")]


# ---------------------------------------------------------------- labels


@pytest.mark.parametrize(
    ("cell", "label"),
    [
        (3, DayLabel(3)),
        (3.0, DayLabel(3)),
        ("3", DayLabel(3)),
        ("lun. 3", DayLabel(3)),
        ("L3", DayLabel(3)),
        ("J3", DayLabel(3)),
        ("3 lun", DayLabel(3)),
        ("ma 3", DayLabel(3)),
        ("03/03", DayLabel(3, 3)),
        ("lundi 3 mars", DayLabel(3, 3)),
        ("1er mars", DayLabel(1, 3)),
        ("03/03/25", DayLabel(3, 3, 2025)),
        ("03/03/2025", DayLabel(3, 3, 2025)),
        ("2025-03-03", DayLabel(3, 3, 2025)),
        ("lundi 3 mars 2025", DayLabel(3, 3, 2025)),
        ("3 matin", DayLabel(3, half=M)),
        ("03/03 A", DayLabel(3, 3, half=A)),
        (datetime(2025, 3, 3, 14), DayLabel(3, 3, 2025, A)),
    ],
)
def test_labels_of_days(cell: Any, label: DayLabel) -> None:
    assert read_label(cell) == label


@pytest.mark.parametrize(
    "cell", [None, "", 0, 32, 3.5, True, "Total 3", "Semaine 12", "35 h", "Nom", timedelta(1), "99/99"]
)
def test_no_labels_of_days(cell: Any) -> None:
    assert read_label(cell) is None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Mars", (None, 3)),
        ("mars 25", (None, 3)),
        ("Présences août 2024", (2024, 8)),
        ("03-2025", (2025, 3)),
        ("2025_12", (2025, 12)),
        ("Feuil2", (None, None)),
        ("2025-13", (2025, None)),
        ("mars et avril 2025", (2025, None)),
        ("Le mar. est fermé toujours", (None, None)),
        ("févr. 2025", (2025, 2)),
    ],
)
def test_months_named_in_a_text(text: str, found: tuple[int | None, int | None]) -> None:
    assert month_in(text) == found


def test_blank_lines_days_twice_without_letters_and_halves_before_the_days() -> None:
    assert len(read_attendance(book(LONG, [], ["1", "03/03/2025", "M", "PRE"])).rows) == 1
    reading = read_attendance(book(["Matricule", 3, 3], ["7", "P", "A"]), MARCH)
    assert [half for _, _, half, _ in items(reading)] == [M, A]
    with pytest.raises(BadValue, match="month_needed"):
        DayLabel(3).day(None)


def test_a_column_of_a_person_known_but_not_needed_is_not_listed() -> None:
    reading = read_attendance(book(["Matricule", None, 3, 4, 5], ["7", None, "P"]), MARCH)
    assert not reading.ignored
