"""Attendance sheets, as grids and as lists: all errors at once, the same twice changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from etabli.attendance.actions import close_month, record
from etabli.attendance.models import Entry, HalfDayFact, LateOperation, Segment, SickNote
from etabli.core.refusal import Refusal
from etabli.exchange.actions import Mode, import_attendance
from etabli.exchange.report import Report
from etabli.exchange.wording import message
from etabli.org.models import Establishment
from tests.exchange import files
from tests.exchange.sheets.conftest import (
    GRID,
    NOW,
    PEOPLE,
    counts,
    entries,
    told,
)

pytestmark = pytest.mark.django_db


def test_a_grid_twice_changes_nothing(attendance: Callable[..., Report]) -> None:
    rows = [GRID, ["001", "P", "x", "PRE", "P/CP", "P"]]
    report = attendance(*rows)
    assert counts(report) == (1, 9, 0, 0)
    assert report.summary == {
        "persons": 1,
        "half_days": 9,
        "first_day": date(2025, 3, 3),
        "last_day": date(2025, 3, 7),
    }
    assert entries()[6:] == [("Duval", 6, 0, "PRE"), ("Duval", 6, 1, "CP"), ("Duval", 7, 0, "PRE")]
    assert counts(attendance(*rows)) == (1, 0, 0, 9)
    assert Entry.objects.count() == 9
    assert HalfDayFact.objects.filter(typed=1).count() == 9


def test_a_correction_supersedes_and_a_blank_never_deletes(attendance: Callable[..., Report]) -> None:
    attendance(GRID, ["001", "P", "P", "P", "P", "P"])
    report = attendance(GRID, ["001", "CP", None, "-", None, None])
    assert counts(report) == (1, 0, 2, 0)
    assert entries()[:3] == [("Duval", 3, 0, "CP"), ("Duval", 3, 1, "CP"), ("Duval", 4, 0, "PRE")]
    assert Entry.objects.count() == 11
    assert {entry.reason for entry in Entry.objects.exclude(supersedes=None)} == {"mars.xlsx"}


def test_all_errors_of_a_grid_at_once(attendance: Callable[..., Report]) -> None:
    rows = [GRID, ["001", "P", "ZZ", "=A1", "P/P/P", "P"], ["777", "P", "P", "P", "P", "YY"], ["1", "P"]]
    report = attendance(*rows)
    assert sorted(told(report.errors)) == [
        ("cell_code_unknown", "Mars!C2"),
        ("cell_code_unknown", "Mars!F3"),
        ("formula_not_computed", "Mars!D2"),
        ("staff_number_unknown", "Mars!A3"),
        ("too_many_codes", "Mars!E2"),
    ]
    assert counts(report) == (3, 0, 0, 0)
    assert not Entry.objects.exists() and not LateOperation.objects.exists()
    accepted = attendance(*rows, mode=Mode(accept_good_rows=True))
    assert accepted.created == 3
    # Line 4 says 1 where the establishment says 001, and repeats the first cell.
    assert told(accepted.warnings) == [("said_twice", "Mars!B4"), ("said_twice", "Mars!B4")]


def test_a_dry_run_of_attendance_writes_nothing(attendance: Callable[..., Report]) -> None:
    assert counts(attendance(GRID, ["001", "P"], mode=Mode(dry_run=True))) == (1, 2, 0, 0)
    assert not Entry.objects.exists() and not HalfDayFact.objects.filter(typed=1).exists()


def test_days_outside_an_engagement(attendance: Callable[..., Report]) -> None:
    report = attendance(["Matricule", date(2019, 3, 4)], ["001", "P"])
    assert told(report.errors) == [("not_engaged", "Mars!B2")]


def test_a_closed_month_refuses_changes_only(attendance: Callable[..., Report], place: Establishment) -> None:
    attendance(GRID, ["001", "P"])
    close_month(establishment=place, month=date(2025, 3, 1), by=None, at=NOW)
    assert counts(attendance(GRID, ["001", "P"])) == (1, 0, 0, 2)
    report = attendance(GRID, ["001", "CP"])
    assert told(report.errors) == [("month_closed", "Mars!B2")] * 2


def test_missing_half_days_of_the_workshops_in_the_sheet(attendance: Callable[..., Report]) -> None:
    report = attendance(GRID, ["001", "P", "P", "P", "P/-", None])
    missing = [(row.staff_number, row.day.day, row.half.name) for row in report.missing]
    assert missing == [("001", 6, "AFTERNOON"), ("001", 7, "MORNING")]
    early = datetime(2025, 3, 5, tzinfo=UTC)
    assert [row.day.day for row in attendance(GRID, ["002", "P", "P"], at=early).missing] == [5, 5]


def test_the_long_form(attendance: Callable[..., Report]) -> None:
    header = ["Matricule", "Date", "Créneau", "Code", "Minutes", "Prévenance", "Justificatif"]
    rows = [
        header,
        ["001", "03/03/2025", "M", "PRE", 120, None, None],
        ["001", "03/03/2025", "M", "SOU", None, None, None],
    ]
    rows += [["001", "03/03/2025", "A", "AJU", None, "2 j", "oui"], ["001", "04/03/2025", "J", "PRE", 421, None, None]]
    report = attendance(*rows)
    assert counts(report) == (4, 4, 0, 0) and not report.errors
    absent = Entry.objects.get(day=date(2025, 3, 3), half=1)
    assert (absent.notice_hours, absent.has_document) == (48, True)
    both = Segment.objects.filter(entry__day=date(2025, 3, 3), entry__half=0).values_list("code__code", "minutes")
    assert list(both) == [("PRE", 120), ("SOU", None)]
    whole = (
        Segment.objects.filter(entry__day=date(2025, 3, 4)).order_by("entry__half").values_list("minutes", flat=True)
    )
    assert list(whole) == [211, 210]
    assert counts(attendance(*rows)) == (4, 0, 0, 4)
    # A grid that says the same codes and nothing else leaves minutes and notice as they are.
    assert counts(attendance(GRID, ["001", "-/AJU", "PRE"])) == (1, 0, 0, 3)
    twice = [
        header,
        ["001", "05/03/2025", "M", "PRE", None, None, None],
        ["001", "05/03/2025", "J", "CP", None, None, None],
    ]
    assert told(attendance(*twice).errors) == [("half_day_twice", "Mars!D3")]
    long = [
        header,
        ["001", "05/03/2025", "M", "PRE", 700, None, None],
        ["001", "05/03/2025", "M", "CP", 700, None, None],
    ]
    assert told(attendance(*long).errors) == [("minutes_out_of_range", "Mars!D3")]


def test_sickness_of_past_sheets_makes_received_notes(attendance: Callable[..., Report]) -> None:
    attendance(GRID, ["001", "MAL", "MAL", "MAL", "P", "P"])
    note = SickNote.objects.get()
    assert (note.starts_on, note.received_on is not None) == (date(2025, 3, 3), True)


def test_persons_by_name(attendance: Callable[..., Report], people: Callable[..., Report]) -> None:
    report = attendance(["Nom et prénom", 3, 4, 5], ["ROY max", "P"], ["Zoé Duval", "P"], ["Inconnu", "P"])
    assert told(report.errors) == [("name_unknown", "Mars!A4")]
    namesake = [*PEOPLE[1]]
    namesake[0], namesake[3] = "009", "01/01/1970"
    people(PEOPLE[0], namesake)
    assert told(attendance(["Nom et prénom", 3, 4, 5], ["Duval Zoé", "P"]).errors) == [("name_ambiguous", "Mars!A2")]


def test_a_file_that_cannot_be_read_is_a_report(place: Establishment, tmp_path: Path) -> None:
    path = files.encrypted_office(tmp_path / "mars.xlsx")
    report = import_attendance(path=path, establishment=place, month=None, mode=Mode(), by=None, at=NOW)
    assert told(report.errors) == [("file_protected", "")]
    assert "mars.xlsx" in message(report.errors[0])


def test_a_conflict_found_while_writing_is_an_error(
    attendance: Callable[..., Report], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refusing(**options: Any) -> Any:
        answers = record(**options)
        return [type(a)(a.id, a.outcome, a.entry, Refusal("person_unknown", value=1)) for a in answers]

    monkeypatch.setattr("etabli.exchange.actions.record", refusing)
    report = attendance(GRID, ["001", "P"])
    assert told(report.errors) == [("person_unknown", "Mars!B2")] * 2
    assert not Entry.objects.exists() and report.created == 0
