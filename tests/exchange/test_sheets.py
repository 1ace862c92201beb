"""Files to sheets: every format, cells where a person finds them, and one sentence for whatever cannot be read."""

from __future__ import annotations

import io
import pickle
import random
import struct
import zipfile
from datetime import date, datetime, time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from etabli.exchange.reading import child, delimited, limits, packages, sheets
from etabli.exchange.reading.problems import Place, Unreadable, column_letters
from etabli.exchange.reading.sheets import Lost, read_workbook
from tests.exchange import files


def code_of(path: Path) -> str:
    with pytest.raises(Unreadable) as refused:
        read_workbook(path)
    return refused.value.code


def rows_of(path: Path) -> list[list[Any]]:
    return [list(row) for row in read_workbook(path).sheets[0].rows]


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


# ---------------------------------------------------------------- what is refused, in one sentence


def test_absent_empty_and_too_big_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert code_of(tmp_path / "absent.xlsx") == "file_not_opened"
    assert code_of(files.csv(tmp_path / "a.csv", "")) == "file_empty"
    assert code_of(files.csv(tmp_path / "b.csv", "\n;;\n")) == "file_empty"
    assert code_of(files.xlsx(tmp_path / "c.xlsx", {"S": []})) == "file_empty"
    monkeypatch.setattr(sheets, "LIMIT_BYTES", 3)
    assert code_of(files.csv(tmp_path / "d.csv", "a;b;c")) == "file_too_big"


def test_a_zip_bomb_is_refused_from_its_directory(tmp_path: Path) -> None:
    path = files.xlsx_of_parts(tmp_path / "bomb.xlsx", files.sheet_xml(b" " * 160_000_000))
    assert path.stat().st_size < 1_000_000
    assert code_of(path) == "file_unpacks_too_big"


def test_a_package_packed_too_tight_is_refused(tmp_path: Path) -> None:
    path = files.xlsx_of_parts(tmp_path / "tight.xlsx", files.sheet_xml(b" " * 30_000_000))
    assert code_of(path) == "file_unpacks_too_big"


def test_a_directory_that_lies_is_found_out(tmp_path: Path) -> None:
    path = files.xlsx_of_parts(tmp_path / "lie.xlsx", files.sheet_xml(b" " * 9_000_000))
    files.lie_about_size(path, "xl/worksheets/sheet1.xml", 1000)
    assert code_of(path) == "file_unpacks_too_big"


def test_a_cell_at_the_far_end_does_not_fill_the_memory(tmp_path: Path) -> None:
    cells = b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    assert code_of(files.xlsx_of_parts(tmp_path / "far.xlsx", files.sheet_xml(cells))) == "too_many_rows"
    cells = b'<row r="1"><c r="XFD1"><v>1</v></c></row>'
    assert code_of(files.xlsx_of_parts(tmp_path / "wide.xlsx", files.sheet_xml(cells))) == "too_many_columns"


def test_an_ods_at_the_far_end_does_not_fill_the_memory(tmp_path: Path) -> None:
    path = tmp_path / "far.ods"
    files.ods(path, {"S": [["a"]]})
    with zipfile.ZipFile(path) as package:
        content = package.read("content.xml").decode()
        rest = {name: package.read(name) for name in package.namelist() if name != "content.xml"}
    far = content.replace("</table:table>", _FAR_ODS + "</table:table>")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in rest.items():
            package.writestr(name, data)
        package.writestr("content.xml", far)
    assert code_of(path) in {"too_many_rows", "too_many_columns", "file_needs_too_much", "file_damaged"}


_FAR_ODS = (
    '<table:table-row table:number-rows-repeated="1048574"><table:table-cell office:value-type="string"'
    ' table:number-columns-repeated="16384"><text:p>x</text:p></table:table-cell></table:table-row>'
)


def test_too_many_rows_columns_and_cells(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = files.csv(tmp_path / "a.csv", "a;b\n" * 5)
    book = files.xlsx(tmp_path / "a.xlsx", {"S": [["a", "b"]] * 5})
    for name, key in (("LIMIT_ROWS", "rows"), ("LIMIT_COLUMNS", "columns"), ("LIMIT_CELLS", "cells")):
        with monkeypatch.context() as patch:
            patch.setattr(delimited, name, 1)
            patch.setattr(sheets, "CHILD_LIMITS", {**limits.CHILD_LIMITS, key: 1})
            assert code_of(text) == f"too_many_{key}"
            assert code_of(book) == f"too_many_{key}"


def test_protected_files(tmp_path: Path) -> None:
    assert code_of(files.encrypted_office(tmp_path / "a.xlsx")) == "file_protected"
    assert code_of(files.ods(tmp_path / "a.ods", {"S": [["a"]]}, protected=True)) == "file_protected"
    path = tmp_path / "b.ods"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("encrypted-package", b"...")
    assert code_of(path) == "file_protected"
    data = bytearray(files.xlsx(tmp_path / "c.xlsx", {"S": [["a"]]}).read_bytes())
    at = data.index(b"PK\x01\x02")
    data[at + 8] |= 1
    (tmp_path / "c.xlsx").write_bytes(bytes(data))
    assert code_of(tmp_path / "c.xlsx") == "file_protected"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"%PDF-1.7 ...", "file_not_a_sheet"),
        (b'{"a": 1}', "file_not_a_sheet"),
        (b"  <HTML><table><tr><td>1</td></tr></table>", "file_is_web_page"),
        (b"a\0b\0", "file_not_a_sheet"),
        (b"PK\x03\x04 not really", "file_damaged"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600, "file_damaged"),
    ],
)
def test_files_that_are_no_sheets(tmp_path: Path, data: bytes, code: str) -> None:
    path = tmp_path / "x.xls"
    path.write_bytes(data)
    assert code_of(path) == code


def test_packages_that_are_no_workbooks(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("word/document.xml", b"<a/>")
    assert code_of(path) == "file_not_a_sheet"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("xl/workbook.xml", b"<a/>")
    assert code_of(path) == "file_damaged"
    bomb = b'<!DOCTYPE a [<!ENTITY x "y">]><workbook>&x;</workbook>'
    files.xlsx_of_parts(path, files.sheet_xml(b""), {"xl/workbook.xml": bomb})
    assert code_of(path) == "file_damaged"
    files.xlsx_of_parts(path, files.sheet_xml(b""), {"xl/workbook.xml": b" " * 3_000_000})
    assert code_of(path) == "file_unpacks_too_big"
    files.xlsx_of_parts(path, b"<not closed")
    assert code_of(path) in {"file_damaged", "file_empty"}


def test_a_truncated_file_at_any_length(tmp_path: Path) -> None:
    whole = files.xlsx(tmp_path / "a.xlsx", {"Mars": [["matricule", "nom"], [1, "A"]]}).read_bytes()
    path = tmp_path / "cut.xlsx"
    for length in range(2, len(whole), 701):
        path.write_bytes(whole[:length])
        assert code_of(path) == "file_damaged"


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 10**9), st.sampled_from(["none", "PK\x03\x04"]))
def test_random_bytes_never_raise_anything_else(tmp_path: Path, seed: int, head: str) -> None:
    path = tmp_path / "noise.xlsx"
    path.write_bytes(head.replace("none", "").encode() + random.Random(seed).randbytes(3000))
    assert code_of(path) in {"file_damaged", "file_not_a_sheet"}


@pytest.mark.slow
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 10**9))
def test_a_workbook_with_a_few_wrong_bytes_is_read_or_refused(tmp_path: Path, seed: int) -> None:
    data = bytearray(files.xlsx(tmp_path / "a.xlsx", {"Mars": [["matricule", "nom"], [1, "A"]]}).read_bytes())
    dice = random.Random(seed)
    for _ in range(dice.randint(1, 8)):
        data[dice.randrange(len(data))] = dice.randrange(256)
    (tmp_path / "a.xlsx").write_bytes(bytes(data))
    try:
        read_workbook(tmp_path / "a.xlsx")
    except Unreadable as refused:
        assert refused.facts["name"] == "a.xlsx"


def test_a_package_whose_parts_begin_before_the_file_is_damaged(tmp_path: Path) -> None:
    path = files.xlsx(tmp_path / "a.xlsx", {"Mars": [["a"]]})
    data = bytearray(path.read_bytes())
    (begins,) = struct.unpack_from("<I", data, len(data) - 6)
    struct.pack_into("<I", data, len(data) - 6, begins + 100)
    path.write_bytes(bytes(data))
    assert code_of(path) == "file_damaged"


def test_a_reader_that_dies_or_hangs_is_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = files.xlsx(tmp_path / "a.xlsx", {"S": [["a"]]})
    monkeypatch.setattr(sheets, "CHILD_LIMITS", {})
    assert code_of(path) == "file_damaged"
    monkeypatch.setattr(sheets, "LIMIT_SECONDS", 0)
    assert code_of(path) == "file_too_slow"


def test_the_child_in_this_process(tmp_path: Path) -> None:
    path = files.xlsx(tmp_path / "a.xlsx", {"S": [["a"], [], [None, 1]], "H": [["b"]]}, hidden=["H"])
    assert child.read(path.read_bytes(), limits.CHILD_LIMITS) == (
        "read",
        [("S", True, [["a"], [], [None, 1.0]]), ("H", False, [])],
    )
    assert child.read(b"rubbish", limits.CHILD_LIMITS) == ("refused", "file_damaged", {})


def test_the_child_writes_its_answer_and_bounds_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    asked: list[Any] = []
    system = SimpleNamespace(RLIMIT_CORE=4, RLIMIT_AS=9, setrlimit=lambda *limit: asked.append(limit))
    monkeypatch.setattr(child.importlib, "import_module", lambda name: system)
    path = files.xlsx(tmp_path / "a.xlsx", {"S": [["a"]]})
    child.main(str(path), limits.CHILD_LIMITS)
    assert pickle.loads(capsysbinary.readouterr().out) == ("read", [("S", True, [["a"]])])
    assert asked == [(4, (0, 0)), (9, (limits.LIMIT_MEMORY, limits.LIMIT_MEMORY))]


def test_the_child_refuses_as_the_library_does(monkeypatch: pytest.MonkeyPatch) -> None:
    for error, code in ((child.python_calamine.PasswordError, "file_protected"), (MemoryError, "file_needs_too_much")):

        def failing(_file: Any, error: type[Exception] = error) -> None:
            raise error

        monkeypatch.setattr(child.python_calamine, "load_workbook", failing)
        assert child.read(b"", limits.CHILD_LIMITS) == ("refused", code, {})


def test_the_child_counts_and_skips_charts(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        book.add_worksheet("S").write_row(0, 0, ["a", "b"])
        chart = book.add_chart({"type": "bar"})
        chart.add_series({"values": "=S!$A$1:$B$1"})
        book.add_chartsheet("Graphique").set_chart(chart)
    assert child.read(path.read_bytes(), limits.CHILD_LIMITS) == ("read", [("S", True, [["a", "b"]])])
    narrow = {**limits.CHILD_LIMITS, "columns": 1}
    assert child.read(path.read_bytes(), narrow) == ("refused", "too_many_columns", {"sheet": "S", "limit": 1})


def test_a_cell_of_endless_text_in_a_csv(tmp_path: Path) -> None:
    assert code_of(files.csv(tmp_path / "a.csv", "a;b\n" + "x" * 200_000 + ";1\n")) == "file_damaged"
    assert code_of(files.csv(tmp_path / "b.csv", "a;b\n" * 30 + "x" * 200_000 + ";1\n")) == "file_damaged"


def test_parts_that_are_cut_short_or_packed_in_another_way(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_BZIP2) as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
    assert code_of(path) == "file_damaged"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr("content.xml", b"<a/>" * 9)
    assert code_of(path) == "file_damaged"
    data = bytearray(path.read_bytes())
    at = data.rindex(b"content.xml") - 46
    struct.pack_into("<II", data, at + 20, 50_000, 50_000)
    path.write_bytes(bytes(data))
    assert code_of(path) == "file_damaged"


def test_what_follows_the_last_cell_is_not_held(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packages, "_LONGEST_CELL", 100)
    pieces = iter([b'<c r="A1" s="1"></c><c r="B1"><f>A1</f>', b" " * 500, b"</c></sheetData>"])
    assert dict(packages._lost_cells(pieces, "S")) == {(0, 1): "formula_not_computed"}


def test_a_formula_whose_value_the_library_knows_keeps_it() -> None:
    rows: list[list[Any]] = [["kept"]]
    sheets._put_lost(rows, {(0, 0): "formula_not_computed"})
    assert rows == [["kept"]]
