"""Kept uploads: names, the lock of a second press, the report kept as JSON."""

from __future__ import annotations

import time
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from etabli.exchange import uploads
from etabli.exchange.reading.problems import Place, Problem
from etabli.exchange.report import Report
from etabli.exchange.states import ImportKind
from tests.waiting import begun, ended


@pytest.fixture
def home(settings: Any, tmp_path: Path) -> Path:
    settings.HOME = tmp_path
    return tmp_path


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("mars.xlsx", "mars.xlsx"),
        ("../../x.csv", ".._.._x.csv"),
        ("", "sheet"),
        ("a" * 300 + ".ods", "a" * 50 + ".ods"),
    ],
)
def test_names_of_files_are_made_safe(given: str, kept: str) -> None:
    assert uploads.safe_name(given).lstrip("._") == kept.lstrip("._")
    assert "/" not in uploads.safe_name(given)


def test_a_second_press_waits_for_the_first(home: Path) -> None:
    kept = uploads.keep(SimpleUploadedFile("a.csv", b"x"), ImportKind.PEOPLE, None)
    order: list[str] = []

    def second() -> None:
        with uploads.one_at_a_time(kept.token):
            order.append("second")

    with uploads.one_at_a_time(kept.token):
        threads = begun([second])
        time.sleep(0.05)
        order.append("first")
    ended(threads)
    assert order == ["first", "second"]
    with uploads.one_at_a_time("gone"):
        pass


def test_a_report_comes_back_as_it_was_kept() -> None:
    facts = {"day": date(2025, 3, 1), "known": ["A", "B"], "limit": 3, "none": None, "word": ImportKind.PEOPLE}
    report = Report(
        rows=2,
        sheets=("Mars", "Avril"),
        errors=[Problem("x", Place("Mars", 3, None), "v", facts)],
        summary={"last_day": None},
    )
    back = uploads._unpacked(uploads._packed(report))
    assert back.errors == report.errors and back.summary == report.summary and back.rows == 2
    assert back.sheets == report.sheets
