"""Files to sheets: every format, cells where a person finds them, and one sentence for whatever cannot be read."""

from __future__ import annotations

import io
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etabli.exchange.reading import delimited, packages, sheets
from etabli.exchange.reading.problems import Place, column_letters
from etabli.exchange.reading.sheets import Lost, read_workbook
from tests.exchange import files
from tests.exchange.sheet_reading import code_of, rows_of

# ---------------------------------------------------------------- what is read


def test_cells_keep_the_coordinates_the_sheet_shows(tmp_path: Path) -> None:
    path = files.xlsx(tmp_path / "a.xlsx", {"Mars": [[], [], [None, None, "ici"]]})
    sheet = read_workbook(path).sheets[0]
    assert sheet.cell(2, 2) == "ici"
    assert str(sheet.place(2, 2)) == "Mars!C3"
    assert sheet.cell(99, 99) is None


def test_types_of_an_xlsx(tmp_path: Path) -> None:
    cells = ["a", 5, 5.5, True, date(2025, 3, 1), datetime(2025, 3, 1, 13, 0), time(3, 30)]
    path = files.xlsx(tmp_path / "a.xlsx", {"S": [cells]})
    assert rows_of(path) == [["a", 5.0, 5.5, True, date(2025, 3, 1), datetime(2025, 3, 1, 13, 0), time(3, 30)]]


def test_ods(tmp_path: Path) -> None:
    path = files.ods(tmp_path / "a.ods", {"Mars": [["matricule", None], [7, date(2025, 3, 1)]]})
    assert rows_of(path) == [["matricule"], [7.0, date(2025, 3, 1)]]


def test_xls(tmp_path: Path) -> None:
    cells = ["Éléonore", 7, 3.5, date(2025, 3, 1), None, "fin"]
    sheets = {"Mars": [[], ["matricule"], cells], "Listes": [["x"]], "Avril": [["b"]]}
    read = read_workbook(files.xls(tmp_path / "a.xls", sheets, hidden=["Listes"]))
    first, second = read.sheets
    assert [list(row) for row in first.rows] == [[], ["matricule"], ["Éléonore", 7, 3.5, date(2025, 3, 1), None, "fin"]]
    assert str(first.place(2, 5)) == "Mars!F3"
    assert (second.name, read.hidden, read.names) == ("Avril", ("Listes",), ("Mars", "Listes", "Avril"))


def test_an_xls_under_another_name_and_a_truncated_one(tmp_path: Path) -> None:
    path = files.xls(tmp_path / "a.csv", {"Mars": [["matricule"], [1]]})
    assert rows_of(path) == [["matricule"], [1]]
    path.write_bytes(path.read_bytes()[:700])
    assert code_of(path) == "file_damaged"


def test_several_sheets_and_a_hidden_one(tmp_path: Path) -> None:
    path = files.xlsx(tmp_path / "a.xlsx", {"Mars": [["a"]], "Listes": [["b"]], "Avril": [["c"]]}, hidden=["Listes"])
    workbook = read_workbook(path)
    assert [sheet.name for sheet in workbook.sheets] == ["Mars", "Avril"]
    assert workbook.hidden == ("Listes",)


def test_the_content_decides_not_the_name(tmp_path: Path) -> None:
    path = files.xlsx(tmp_path / "a.csv", {"S": [["a"]]})
    assert rows_of(path) == [["a"]]


@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_csv_in_each_separator_and_encoding(tmp_path: Path, separator: str, encoding: str) -> None:
    lines = [["Matricule", "Prénom"], ["1", "Zoé"], ["2", "Œuvre"]]
    text = "\r\n".join(separator.join(line) for line in lines)
    path = files.csv(tmp_path / "mars.csv", text, encoding)
    assert rows_of(path) == lines
    assert str(read_workbook(path).sheets[0].place(1, 1)) == "mars!B2"


def test_csv_decimals_do_not_make_a_comma_the_separator(tmp_path: Path) -> None:
    path = files.csv(tmp_path / "a.csv", "nom;quotité\nA;0,5\nB;0,8\n")
    assert rows_of(path)[1] == ["A", "0,5"]


def test_csv_lines_are_counted_as_spreadsheet_programs_do(tmp_path: Path) -> None:
    path = files.csv(tmp_path / "a.csv", 'a;b\n\n"deux\nlignes";x\n')
    assert rows_of(path) == [["a", "b"], [], ["deux\nlignes", "x"]]


def test_csv_first_line_that_names_the_separator_is_not_shown(tmp_path: Path) -> None:
    path = files.csv(tmp_path / "a.csv", "sep=,\na;1,b\n")
    assert rows_of(path) == [["a;1", "b"]]


def test_csv_text_that_begins_with_an_equals_sign_stays_text(tmp_path: Path) -> None:

    assert rows_of(files.csv(tmp_path / "b.csv", "x;=1+1\n")) == [["x", "=1+1"]]


@given(st.lists(st.lists(st.text("abé;,\t\"' \n0", max_size=5), min_size=1, max_size=4), min_size=1, max_size=5))
def test_any_cells_written_as_csv_come_back(rows: list[list[str]]) -> None:
    import csv  # noqa: PLC0415

    wide = [["matricule", "nom", "prénom", "entrée", "sortie"], *rows]
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=";", quoting=csv.QUOTE_ALL).writerows(wide)
    back = delimited.read_rows(("sep=;\n" + out.getvalue()).encode())
    for want, got in zip(wide, [*back, *[[]] * len(wide)], strict=False):
        assert [cell if cell.strip() else None for cell in want][: len(got)] == got


@given(st.integers(0, 20_000))
def test_letters_of_a_column(number: int) -> None:
    value = 0
    for letter in column_letters(number):
        value = value * 26 + ord(letter) - 64
    assert value - 1 == number


def test_names_of_places() -> None:
    assert [str(place) for place in (Place("Mars", 11, 5), Place("Mars", 11), Place("Mars"), Place("", 0, 0))] == [
        "Mars!F12",
        "Mars!12",
        "Mars",
        "A1",
    ]


# ---------------------------------------------------------------- cells without a value


def test_a_formula_never_computed_is_seen(tmp_path: Path) -> None:
    path = files.xlsx(tmp_path / "a.xlsx", {"Mars": [["a"], [None, "=A1"]]})
    assert rows_of(path) == [["a"], [None, Lost("formula_not_computed")]]


def test_an_error_value_is_seen(tmp_path: Path) -> None:
    path = files.xlsx(tmp_path / "a.xlsx", {"Mars": [["a", "=REF"]]})
    assert rows_of(path) == [["a", Lost("error_cell")]]


def test_a_formula_whose_value_is_an_empty_text_is_empty(tmp_path: Path) -> None:
    cells = b'<row r="1"><c r="A1"><v>1</v></c><c r="B1" t="str"><f>IF(1,"","")</f><v></v></c></row>'
    assert rows_of(files.xlsx_of_parts(tmp_path / "a.xlsx", files.sheet_xml(cells))) == [[1.0]]


def test_cells_cut_between_two_pieces_are_still_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packages, "_PIECE", 7)
    path = files.xlsx(tmp_path / "a.xlsx", {"Mars": [["a", "=A1", "b", "=B1"]]})
    lost = packages.check_package(path)
    assert lost == {"Mars": {(0, 1): "formula_not_computed", (0, 3): "formula_not_computed"}}


def test_what_follows_the_last_cell_is_not_held(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packages, "_LONGEST_CELL", 100)
    pieces = iter([b'<c r="A1" s="1"></c><c r="B1"><f>A1</f>', b" " * 500, b"</c></sheetData>"])
    assert dict(packages._lost_cells(pieces, "S")) == {(0, 1): "formula_not_computed"}


def test_a_formula_whose_value_the_library_knows_keeps_it() -> None:
    rows: list[list[Any]] = [["kept"]]
    sheets._put_lost(rows, {(0, 0): "formula_not_computed"})
    assert rows == [["kept"]]
