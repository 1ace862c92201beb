"""What is no sheet, or more than one may hold, is refused in one sentence and in bounded memory."""

from __future__ import annotations

import pickle
import random
import struct
import zipfile
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from etabli.exchange.reading import child, delimited, limits, sheets
from etabli.exchange.reading.problems import Unreadable
from etabli.exchange.reading.sheets import read_workbook
from tests.exchange import files
from tests.exchange.sheet_reading import code_of


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
