"""One declaration of a table, three media."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime
from fractions import Fraction
from typing import Any

import pytest
from django.test import RequestFactory
from django.utils import translation
from python_calamine import CalamineWorkbook

from etabli.kit.exports import Column, Kind, download, screen, to_csv, to_xlsx

COLUMNS = [
    Column("name", "Name", "name", nominative=True, heads_row=True, url=lambda row: f"/{row['name']}/"),
    Column("minutes", "Hours", "minutes", Kind.HOURS),
    Column("rate", "Rate", lambda row: row["rate"], Kind.RATIO),
    Column("day", "Day", "day", Kind.DATE),
    Column("count", "Count", "count", Kind.INTEGER),
    Column("cents", "Amount", "cents", Kind.MONEY),
    Column("paid", "Paid", "paid", Kind.YES_NO),
]
ROW: dict[str, Any] = {
    "name": "Éva",
    "minutes": 450,
    "rate": Fraction(99, 100),
    "day": date(2026, 2, 28),
    "count": 1234,
    "cents": -1250,
    "paid": True,
}
EMPTY = dict.fromkeys(ROW)
FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", '=HYPERLINK("http://x")']


def sheet(content: bytes) -> list[list[Any]]:
    return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()


def test_on_screen() -> None:
    with translation.override("fr"):
        table = screen(COLUMNS, [ROW, EMPTY])
    assert table["columns"][1] == {"label": "Hours", "numeric": True}
    texts = [cell["text"].replace("\u00a0", " ") for cell in table["rows"][0]["cells"]]
    assert texts[:6] == ["Éva", "7 h 30", "99,0 %", "28/02/2026", "1 234", "−12,50 €"]
    first = table["rows"][0]["cells"][0]
    assert (first["header"], first["numeric"], first["url"]) == (True, False, "/Éva/")
    assert [cell["text"] for cell in table["rows"][1]["cells"]][:2] == ["", ""]


def test_xlsx_has_numbers_as_numbers_and_dates_as_dates() -> None:
    head, row = sheet(to_xlsx(COLUMNS, [ROW, EMPTY], "People: [all]"))
    assert head[:3] == ["Name", "Hours", "Rate"]
    assert row[0] == "Éva"
    assert row[1].total_seconds() == 450 * 60
    assert row[2] == pytest.approx(0.99)
    assert row[3] == date(2026, 2, 28)
    assert (row[4], row[5]) == (1234, -12.5)


def test_a_moment_is_in_the_time_of_the_workplace() -> None:
    columns = [Column("at", "At", "at", Kind.MOMENT)]
    _, row = sheet(to_xlsx(columns, [{"at": datetime(2026, 2, 3, 12, 0, tzinfo=UTC)}]))
    assert row[0] == datetime(2026, 2, 3, 13, 0)


@pytest.mark.parametrize("text", FORMULAS)
def test_no_text_becomes_a_formula(text: str) -> None:
    columns = [Column("name", "Name", "name")]
    content = to_xlsx(columns, [{"name": text}])
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    assert sheet(content)[1][0] == text
    assert not any("<f>" in part for part in _parts(content))
    assert book.sheet_names == ["Établi"]
    assert to_csv(columns, [{"name": text}]).decode("utf-8-sig").splitlines()[1].lstrip('"').startswith("'")


def _parts(content: bytes) -> list[str]:
    import zipfile  # noqa: PLC0415

    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return [archive.read(name).decode() for name in archive.namelist() if name.startswith("xl/worksheets/")]


def test_the_header_stays_in_sight() -> None:
    assert 'state="frozen"' in _parts(to_xlsx(COLUMNS, [ROW]))[0]


def test_csv_opens_in_a_european_spreadsheet() -> None:
    content = to_csv(COLUMNS, [ROW, EMPTY])
    assert content.startswith(b"\xef\xbb\xbf")
    lines = content.decode("utf-8-sig").splitlines()
    assert lines[0] == "Name;Hours;Rate;Day;Count;Amount;Paid"
    with translation.override("en"):
        assert to_csv(COLUMNS, [ROW]).decode("utf-8-sig").splitlines()[1] == "Éva;7,5;0,99;2026-02-28;1234;-12,5;yes"
    assert lines[2] == ";;;;;;"


def test_no_rows_and_no_columns_are_still_files() -> None:
    assert sheet(to_xlsx(COLUMNS, []))[0][0] == "Name"
    assert to_csv([], []) == "\ufeff\r\n".encode()


def test_a_nominative_export_says_whom_it_names() -> None:
    with pytest.raises(ValueError, match="nominative"):
        download(RequestFactory().get("/"), "csv", COLUMNS, [ROW], what="x", title="X")


def test_an_unknown_kind_of_file_is_refused() -> None:
    with pytest.raises(ValueError, match="pdf"):
        download(RequestFactory().get("/"), "pdf", COLUMNS[1:], [ROW], what="x", title="X")


def test_an_anonymous_export_is_not_logged() -> None:
    answer = download(RequestFactory().get("/"), "csv", COLUMNS[1:], [ROW], what="x", title="Été 2026")
    assert answer["Content-Disposition"] == 'attachment; filename="ete-2026.csv"'
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
