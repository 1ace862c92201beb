"""Numbers on the job basin: read in three languages, written once, every error told with its cell."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from etabli.cpom.models import BasinRow
from etabli.exchange.actions import Mode, import_basin
from etabli.exchange.report import Report
from etabli.org.models import Establishment
from tests import workplace as small

SHEET = "Indicateur;Année;Valeur;Unité;Source\nTaux de chômage;2025;7,4;%;Fictif, T1\nEmplois;2024;12 500;;Fictif\n"


@pytest.fixture
def run(db: Any, tmp_path: Path) -> Any:
    place = small.workplace()

    def read(text: str, **mode: bool) -> Report:
        file = tmp_path / "basin.csv"
        file.write_text(text, encoding="utf-8")
        return import_basin(path=file, establishment=place, mode=Mode(**mode), by=None, at=small.AT)

    return read


def counts(report: Report) -> tuple[int, int, int]:
    return report.created, report.updated, report.unchanged


def test_a_sheet_is_written_once_and_a_newer_one_takes_its_place(run: Any) -> None:
    assert counts(run(SHEET)) == (2, 0, 0) and counts(run(SHEET)) == (0, 0, 2)
    assert list(BasinRow.objects.values_list("indicator", "year", "value", "unit")) == [
        ("Emplois", 2024, 12_500_000, ""),
        ("Taux de chômage", 2025, 7_400, "%"),
    ]
    assert counts(run("Indicator;Jaar;Waarde;Bron\nEmplois;2024;−1,5 %;Bron\n")) == (0, 1, 0)
    assert BasinRow.objects.get(year=2024).value == -1_500


def test_a_dry_run_writes_nothing(run: Any) -> None:
    report = run(SHEET, dry_run=True)
    assert counts(report) == (2, 0, 0) and not report.written and not BasinRow.objects.exists()


def test_every_error_is_told_with_its_cell_and_nothing_is_written(run: Any) -> None:
    text = SHEET + "Emplois;2024;1;;Fictif\nÉcoles;25;beaucoup;;\n"
    report = run(text)
    told = {(problem.code, str(problem.place)) for problem in report.errors}
    assert told == {
        ("line_twice", "basin!A4"),
        ("not_a_year", "basin!B5"),
        ("not_a_published_number", "basin!C5"),
        ("value_missing", "basin!E5"),
    }
    assert not BasinRow.objects.exists()


def test_a_column_that_lacks_is_named(run: Any) -> None:
    (problem,) = run("Indicateur;Année;Valeur\nEmplois;2024;1\n").errors
    assert problem.code == "columns_missing" and "source" in str(problem.facts)


def test_each_house_has_its_own_basin(run: Any) -> None:
    run(SHEET)
    assert {row.establishment for row in BasinRow.objects.all()} == set(Establishment.objects.all())
