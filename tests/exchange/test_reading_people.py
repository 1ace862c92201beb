"""Lists of persons to rows, every error at once."""

from __future__ import annotations

from datetime import date
from typing import Any

from etabli.core.facts import EngagementKind
from etabli.exchange.reading.people import read_people
from etabli.exchange.reading.sheets import Lost, Sheet, Workbook

HEADER = ["Matricule", "Nom", "Prénom", "Né(e) le", "Sexe", "Atelier", "Groupe", "Statut", "Entrée", "Sortie"]
HEADER += ["Motif de sortie", "Quotité", "À partir du"]
GOOD = ["001", "Duval", "Zoé", "02/03/1990", "F", "Bois", "A, B", "CAT", date(2020, 1, 1), None, None, "80 %", None]


def book(*rows: list[Any], name: str = "Personnes") -> Workbook:
    return Workbook((Sheet(name, rows),))


def told(problems: list[Any]) -> list[tuple[str, str]]:
    return [(problem.code, str(problem.place)) for problem in problems]


def test_a_row() -> None:
    reading = read_people(book(HEADER, GOOD))
    assert not reading.errors and not reading.warnings and not reading.ignored
    (row,) = reading.rows
    assert (row.staff_number, row.last_name, row.first_name, row.birth_date) == (
        "001",
        "Duval",
        "Zoé",
        date(1990, 3, 2),
    )
    assert (row.sex, row.workshop, row.groups, row.kind) == ("F", "Bois", ("A", "B"), EngagementKind.ACCOMPANIMENT)
    assert (row.starts_on, row.last_day, row.fraction, row.from_date, row.week) == (
        date(2020, 1, 1),
        None,
        8000,
        None,
        None,
    )
    assert str(row.place("workshop")) == "Personnes!F2"


def test_dutch_and_english_lists() -> None:
    dutch = [["Stamnummer", "Familienaam", "Voornaam", "Geslacht", "In dienst", "Statuut", "Tewerkstellingsbreuk"]]
    dutch += [["7", "Peeters", "An", "V", "01/02/2024", "arbeidszorg", "50"]]
    (row,) = read_people(book(*dutch)).rows
    assert (row.sex, row.kind, row.fraction) == ("F", EngagementKind.ARBEIDSZORG, 5000)
    english = [["Staff number", "Surname", "First name", "Start date", "Work fraction", "Status"]]
    english += [["7", "Smith", "Al", "2024-02-01", "0.5", "student"]]
    (row,) = read_people(book(*english)).rows
    assert (row.kind, row.fraction) == (EngagementKind.PUPIL, 5000)


def test_due_half_days_in_three_languages() -> None:
    for monday, friday in (
        ("lundi matin", "vendredi après-midi"),
        ("maandag voormiddag", "vrijdag namiddag"),
        ("Mon AM", "Fri PM"),
    ):
        (row,) = read_people(book([*HEADER, monday, friday, "samedi matin"], [*GOOD, "x", "1", None])).rows
        assert row.week == "1000000001" + "0000"
    (row,) = read_people(book([*HEADER, "lundi matin"], [*GOOD, None])).rows
    assert row.week is None


def test_all_errors_at_once_each_with_its_cell() -> None:
    bad = ["", "Duval", "", "31/02/1990", "?", "Bois", None, "bénévole", "01/01/20", "hier", None, "2/0", "x"]
    reading = read_people(book(HEADER, GOOD, bad))
    assert len(reading.rows) == 1 and reading.lines == 2
    assert sorted(told(reading.errors)) == [
        ("fraction_out_of_range", "Personnes!L3"),
        ("no_such_day", "Personnes!D3"),
        ("not_a_date", "Personnes!J3"),
        ("not_a_date", "Personnes!M3"),
        ("not_a_kind", "Personnes!H3"),
        ("not_a_sex", "Personnes!E3"),
        ("value_missing", "Personnes!A3"),
        ("value_missing", "Personnes!C3"),
        ("year_of_two_digits", "Personnes!I3"),
    ]


def test_dates_that_contradict_each_other() -> None:
    row = [*GOOD]
    row[3], row[9], row[12] = "01/01/2021", "31/12/2019", "01/12/2019"
    late = [*GOOD]
    late[0], late[9], late[12] = "002", "31/12/2020", "01/02/2021"
    assert [code for code, _ in told(read_people(book(HEADER, row, late)).errors)] == [
        "ends_before_it_starts",
        "changes_before_it_starts",
        "born_after_entry",
        "changes_after_it_ends",
    ]


def test_missing_columns_are_one_error_naming_those_found() -> None:
    reading = read_people(book(["Nom", "Machin"], ["A", "b"]))
    (problem,) = reading.errors
    assert (problem.code, problem.facts) == (
        "columns_missing",
        {"missing": ["staff_number", "first_name", "starts_on"], "found": "Nom, Machin"},
    )


def test_no_header_at_all_and_a_column_twice() -> None:
    assert told(read_people(book(["bonjour"], ["1"])).errors) == [("header_missing", "Personnes")]
    assert told(read_people(book([*HEADER, "NOM"], GOOD)).errors) == [("column_twice", "Personnes!N1")]


def test_titles_totals_signatures_and_notes_are_ignored_and_listed() -> None:
    rows = [
        ["ESAT – liste"],
        [],
        [*HEADER, "Divers"],
        GOOD,
        [],
        ["Total", None, None, None, None, None, None, None, None, 12],
    ]
    rows += [["Signature du directeur"], [None] * 14 + ["note"], [None, "Fait à Lyon"]]
    reading = read_people(book(*rows))
    assert not reading.errors and len(reading.rows) == reading.lines == 1
    assert told(reading.ignored) == [
        ("title_ignored", "Personnes!A1"),
        ("column_ignored", "Personnes!N3"),
        ("total_ignored", "Personnes!A6"),
        ("signature_ignored", "Personnes!A7"),
        ("note_ignored", "Personnes!O8"),
        ("note_ignored", "Personnes!B9"),
    ]


def test_a_person_whose_name_looks_like_a_total_is_a_person() -> None:
    row = [*GOOD]
    row[0], row[1] = "Total", "Somme"
    assert len(read_people(book(HEADER, row)).rows) == 1


def test_without_kind_or_fraction() -> None:
    rows = [["Matricule", "Nom", "Prénom", "Entrée"], ["1", "A", "B", "01/01/2020"]]
    reading = read_people(book(*rows))
    assert (reading.rows[0].kind, reading.rows[0].fraction) == (None, None)
    assert [code for code, _ in told(reading.warnings)] == ["no_kind_column", "no_fraction_column"]
    empty = [*GOOD]
    empty[11] = None
    assert told(read_people(book(HEADER, empty)).warnings) == [("fraction_taken_as_whole", "Personnes!L2")]


def test_the_same_key_twice_is_an_error_that_names_the_other_cell() -> None:
    reading = read_people(book(HEADER, GOOD, GOOD))
    assert told(reading.errors) == [("row_twice", "Personnes!A3")]
    assert reading.errors[0].facts == {"other": "Personnes!A2"}
    change = [*GOOD]
    change[12] = "01/06/2020"
    assert len(read_people(book(HEADER, GOOD, change)).rows) == 2


def test_an_uncomputed_formula_matters_only_where_it_is_read() -> None:
    row = [*GOOD, Lost("formula_not_computed")]
    assert not read_people(book([*HEADER, "Divers"], row)).errors
    row[0] = Lost("formula_not_computed")
    assert told(read_people(book(HEADER, row)).errors) == [("formula_not_computed", "Personnes!A2")]


def test_other_sheets_are_listed() -> None:
    sheets = (Sheet("Personnes", (HEADER, GOOD)), Sheet("Notes", (["bonjour"],)), Sheet("Vide", ()))
    reading = read_people(Workbook(sheets, ("Cachée",)))
    assert told(reading.ignored) == [("hidden_sheet_ignored", "Cachée"), ("sheet_ignored", "Notes")]
