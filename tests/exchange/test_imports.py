"""Imports from end to end: all errors at once, nothing written with errors, the same file twice changes nothing."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from etabli.attendance.actions import close_month, record, save_codes
from etabli.attendance.models import Entry, HalfDayFact, LateOperation, Segment, SickNote
from etabli.core.refusal import Refusal
from etabli.exchange.actions import Mode, import_attendance, import_finess, import_people
from etabli.exchange.configuring import configure
from etabli.exchange.reading.configuration import read_configuration
from etabli.exchange.report import Report
from etabli.exchange.wording import SENTENCES, message
from etabli.kit.wording import worded_codes
from etabli.org.models import DirectoryEntry, Establishment
from etabli.people.models import Engagement, EngagementTerms, Person, Registration
from tests import workplace as small
from tests.exchange import files
from tests.exchange.test_reading_finess import HEAD, LINE, changed, wrapped

pytestmark = pytest.mark.django_db

PLAIN = Mode()
NOW = datetime(2025, 4, 15, 8, 0, tzinfo=UTC)
FINESS = "010001261"
CONFIGURATION = f"""
[[establishment]]
finess = "{FINESS}"
name = "ESAT des Prés"
kind = "ESAT"
country = "FR"
full_time_weekly_minutes = 2100
places = [{{from = 2020-01-01, value = 100}}]
open = {{mon = "MA", tue = "MA", wed = "MA", thu = "MA", fri = "M"}}
workshops = [{{code = "B", name = "Bois"}}, {{code = "EV", name = "Espaces verts"}}]
attendance_aliases = {{X = "PRE"}}
"""
PEOPLE = [
    [
        "Matricule",
        "Nom",
        "Prénom",
        "Date de naissance",
        "Sexe",
        "Atelier",
        "Statut",
        "Entrée",
        "Sortie",
        "Motif de sortie",
        "Quotité",
    ],
    ["001", "Duval", "Zoé", "02/03/1990", "F", "Bois", "CAT", "01/01/2020", None, None, 1],
    ["002", "Roy", "Max", "05/06/1985", "H", "ev", "CAT", "01/02/2021", None, None, "100 %"],
]


@pytest.fixture
def place() -> Establishment:
    configure(configuration=read_configuration(CONFIGURATION), by=None, at=NOW)
    return Establishment.objects.get(finess=FINESS)


@pytest.fixture
def people(place: Establishment, tmp_path: Path) -> Callable[..., Report]:
    def run(*rows: list[Any], mode: Mode = PLAIN) -> Report:
        path = files.xlsx(tmp_path / "people.xlsx", {"Personnes": rows or PEOPLE})
        return import_people(path=path, establishment=place, mode=mode, by=None, at=NOW)

    return run


@pytest.fixture
def attendance(place: Establishment, people: Callable[..., Report], tmp_path: Path) -> Callable[..., Report]:
    people()

    def run(*rows: list[Any], mode: Mode = PLAIN, month: date | None = date(2025, 3, 1), at: datetime = NOW) -> Report:
        path = files.xlsx(tmp_path / "mars.xlsx", {"Mars": rows})
        return import_attendance(path=path, establishment=place, month=month, mode=mode, by=None, at=at)

    return run


def counts(report: Report) -> tuple[int, int, int, int]:
    return (report.rows, report.created, report.updated, report.unchanged)


def told(problems: list[Any]) -> list[tuple[str, str]]:
    return [(problem.code, str(problem.place)) for problem in problems]


# ---------------------------------------------------------------- directory


def finess_file(tmp_path: Path, *lines: list[str]) -> Path:
    path = tmp_path / "export.csv"
    path.write_bytes("\r\n".join(map(wrapped, [HEAD, *lines])).encode("latin-1"))
    return path


def test_finess_twice_then_changed(tmp_path: Path) -> None:
    def run(*lines: list[str], mode: Mode = PLAIN) -> Report:
        return import_finess(path=finess_file(tmp_path, *lines), mode=mode, by=None, at=NOW)

    dry = run(LINE, mode=Mode(dry_run=True))
    assert counts(dry) == (1, 1, 0, 0) and not DirectoryEntry.objects.exists()
    first = run(LINE)
    assert counts(first) == (1, 1, 0, 0)
    assert first.summary == {"establishments": 1, "places": 62}
    assert counts(run(LINE)) == (1, 0, 0, 1)
    assert counts(run(changed(first="60"))) == (1, 0, 1, 0)
    assert DirectoryEntry.objects.get().places == 72


def test_finess_numbers_of_a_wrong_length_and_long_text(tmp_path: Path) -> None:
    lines = [changed(finess="01"), changed(siret="12", legal="3", name="x" * 300)]
    report = import_finess(path=finess_file(tmp_path, *lines), mode=Mode(accept_good_rows=True), by=None, at=NOW)
    assert told(report.errors) == [("finess_wrong", "export!A2")]
    entry = DirectoryEntry.objects.get()
    assert (entry.siret, entry.legal_finess, len(entry.name)) == ("", "", 200)
    assert "text_shortened" in [problem.code for problem in report.warnings]


# ---------------------------------------------------------------- persons


def test_people_twice_changes_nothing(people: Callable[..., Report]) -> None:
    report = people()
    assert counts(report) == (2, 2, 0, 0)
    assert report.summary == {"persons": 2, "engagements": 2}
    assert [(row.staff_number, row.workshop.code) for row in Registration.objects.all()] == [
        ("001", "B"),
        ("002", "EV"),
    ]
    assert counts(people()) == (2, 0, 0, 2)


@pytest.mark.parametrize("kind", ["xls", "ods", "xlsx", "csv"])
def test_the_same_list_and_sheet_in_every_kind_of_file(kind: str, place: Establishment, tmp_path: Path) -> None:
    """With real dates and numbers; written twice, the second time nothing changes."""

    def made(name: str, rows: list[list[Any]]) -> Path:
        if kind == "csv":
            lines = (";".join("" if cell is None else str(cell) for cell in row) for row in rows)
            return files.csv(tmp_path / f"{name}.csv", "\n".join(lines))
        make = {"xls": files.xls, "ods": files.ods, "xlsx": files.xlsx}[kind]
        return make(tmp_path / f"{name}.{kind}", {name: rows})

    listed = made("personnes", [PEOPLE[0], ["1", *PEOPLE[1][1:7], date(2020, 1, 1), None, None, 0.8]])
    grid = made("mars", [["Matricule", date(2025, 3, 3), date(2025, 3, 4)], ["1", "PRE", "PRE/CP"], ["1", "ZZ"]])
    run = {"establishment": place, "by": None, "at": NOW}
    assert [counts(import_people(path=listed, mode=PLAIN, **run))[1:] for _ in range(2)] == [(1, 0, 0), (0, 0, 1)]
    assert EngagementTerms.objects.get().fraction == 8_000
    good = Mode(accept_good_rows=True)
    reports = [import_attendance(path=grid, month=None, mode=good, **run) for _ in range(2)]
    assert [told(report.errors) for report in reports] == [[("cell_code_unknown", "mars!B3")]] * 2
    assert entries() == [("Duval", 3, 0, "PRE"), ("Duval", 3, 1, "PRE"), ("Duval", 4, 0, "PRE"), ("Duval", 4, 1, "CP")]
    assert (counts(reports[0])[1:], counts(reports[1])[1:]) == ((4, 0, 0), (0, 0, 4))


def test_a_dry_run_writes_nothing(people: Callable[..., Report]) -> None:
    assert counts(people(mode=Mode(dry_run=True))) == (2, 2, 0, 0)
    assert not Person.objects.exists() and not Engagement.objects.exists()


def test_errors_of_the_sheet_and_of_the_rules_come_together_and_nothing_is_written(
    people: Callable[..., Report],
) -> None:
    bad = [*PEOPLE[1]]
    bad[0], bad[1], bad[5], bad[10] = "003", "Petit", "Poterie", "2/0"
    elsewhere = [*PEOPLE[1]]
    elsewhere[0], elsewhere[1], elsewhere[5] = "004", "Grand", "Poterie"
    report = people(*PEOPLE, bad, elsewhere)
    assert told(report.in_order(report.errors)) == [
        ("workshop_unknown", "Personnes!F4"),
        ("fraction_out_of_range", "Personnes!K4"),
        ("workshop_unknown", "Personnes!F5"),
    ]
    assert counts(report) == (4, 0, 0, 0) and not report.written
    assert not Person.objects.exists()
    accepted = people(*PEOPLE, bad, elsewhere, mode=Mode(accept_good_rows=True))
    assert counts(accepted) == (4, 2, 0, 0) and accepted.written
    assert Person.objects.count() == 2


def test_exit_and_its_reason_as_written(people: Callable[..., Report]) -> None:
    people()
    row = [*PEOPLE[1]]
    row[8], row[9] = "31/03/2025", "départ en EA"
    assert counts(people(PEOPLE[0], row)) == (1, 0, 1, 0)
    engagement = Engagement.objects.get(person__last_name="Duval")
    assert (engagement.ends_before, engagement.end_reason) == (date(2025, 4, 1), "départ en EA")
    again = [*row]
    again[7], again[8], again[9] = "01/06/2025", None, None
    assert counts(people(PEOPLE[0], row, again)) == (2, 1, 0, 1)
    assert Person.objects.filter(last_name="Duval").count() == 1


def test_a_change_of_fraction_from_a_day_on(people: Callable[..., Report]) -> None:
    header = [*PEOPLE[0], "À partir du"]
    rows = [header, [*PEOPLE[1], None], [*PEOPLE[1][:5], "ev", *PEOPLE[1][6:10], "50 %", "01/06/2024"]]
    report = people(*rows)
    assert counts(report) == (2, 1, 1, 0)
    terms = EngagementTerms.objects.order_by("valid_from").values_list("valid_from", "fraction", "follows_opening")
    assert list(terms) == [(date(2020, 1, 1), 10_000, True), (date(2024, 6, 1), 5_000, False)]
    assert Registration.objects.get().workshop.code == "EV"  # type: ignore[union-attr]
    assert told(report.warnings) == [("pattern_to_confirm", "Personnes!K3")]
    assert counts(people(*rows)) == (2, 0, 0, 2)


def test_two_exits_of_one_engagement_are_an_error(people: Callable[..., Report]) -> None:
    header = [*PEOPLE[0], "À partir du"]
    first, second = [*PEOPLE[1], None], [*PEOPLE[1], "01/06/2024"]
    first[8], second[8] = "31/12/2024", "31/01/2025"
    report = people(header, first, second)
    assert told(report.errors) == [("exits_differ", "Personnes!I3")]


def test_due_half_days_and_those_never_open(people: Callable[..., Report]) -> None:
    header = [*PEOPLE[0], "lundi matin", "mardi matin", "vendredi après-midi"]
    row = [*PEOPLE[1][:10], "50%", "x", "oui", "x"]
    report = people(header, row)
    assert EngagementTerms.objects.get().pattern == "10100000000000"
    assert told(report.ignored) == [("half_day_never_open", "Personnes!N2")]
    assert not report.warnings
    only_friday = [*PEOPLE[1][:10], "50%", None, None, "x"]
    only_friday[0], only_friday[1] = "9", "Autre"
    assert [code for code, _ in told(people(header, only_friday).warnings)] == ["pattern_to_confirm"]


def test_without_a_column_for_the_kind_the_usual_one_is_taken(people: Callable[..., Report]) -> None:
    people(["Matricule", "Nom", "Prénom", "Entrée"], ["1", "A", "B", "01/01/2024"])
    assert Engagement.objects.get().kind == "accompaniment"


def test_a_kind_that_an_esat_does_not_have(people: Callable[..., Report]) -> None:
    row = [*PEOPLE[1]]
    row[6] = "arbeidszorg"
    report = people(PEOPLE[0], row)
    assert told(report.errors) == [("engagement_kind_not_here", "Personnes!G2")]


# ---------------------------------------------------------------- attendance

GRID = ["Matricule", *range(3, 8)]  # Monday 3 to Friday 7 March 2025


def entries() -> list[tuple[str, int, int, str]]:
    rows = Segment.objects.filter(entry__superseded_by__isnull=True).order_by(
        "entry__person", "entry__day", "entry__half"
    )
    return list(rows.values_list("entry__person__last_name", "entry__day__day", "entry__half", "code__code"))


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


# ---------------------------------------------------------------- command and wording


def run_json(*words: str) -> dict[str, Any]:
    out = io.StringIO()
    call_command("import", *words, "--json", stdout=out)
    document: dict[str, Any] = json.loads(out.getvalue())
    return document


def test_the_json_of_the_command(place: Establishment, tmp_path: Path) -> None:
    path = files.xlsx(tmp_path / "people.xlsx", {"Personnes": PEOPLE})
    document = run_json("people", str(path), "--establishment", FINESS)
    keys = ["rows", "created", "updated", "unchanged", "errors", "warnings", "ignored", "missing", "summary"]
    assert list(document) == keys
    assert (document["created"], document["summary"]) == (2, {"persons": 2, "engagements": 2})
    grid = files.xlsx(tmp_path / "mars.xlsx", {"Mars": [GRID, ["001", "ZZ", "P"]]})
    with translation.override("en"):
        document = run_json("attendance", str(grid), "--establishment", FINESS, "--month", "2025-03")
    (error,) = document["errors"]
    assert (error["sheet"], error["cell"], error["value"]) == ("Mars", "B2", "ZZ")
    assert error["message"].startswith("Mars!B2: “ZZ” is not a code of this establishment. Known codes: PRE, ")
    document = run_json("attendance", str(grid), "--establishment", FINESS, "--month", "2025-03", "--accept-good-rows")
    assert document["created"] == 2
    assert {"staff_number", "name", "day", "half"} == set(document["missing"][0])


def test_the_command_for_people_at_a_terminal(
    place: Establishment, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = files.xlsx(tmp_path / "people.xlsx", {"Personnes": [["Liste"], *PEOPLE]})
    out = io.StringIO()
    with translation.override("en"):
        call_command("import", "people", str(path), "--establishment", FINESS, "--dry-run", stdout=out)
        assert "Dry run: nothing was written." in out.getvalue() and "Personnes!A1" in out.getvalue()
        call_command("import", "people", str(path), "--establishment", FINESS, stdout=out)
        monkeypatch.setattr("etabli.exchange.management.commands.import.SHOWN", 1, raising=False)
        bad = files.xlsx(tmp_path / "mars.xlsx", {"Mars": [GRID, ["001", "ZZ", "YY", "P"]]})
        call_command("import", "attendance", str(bad), "--establishment", FINESS, "--month", "2025-03", stdout=out)
    text = out.getvalue()
    assert "Nothing was written." in text and "Half-days due with nothing written" in text


def test_wrong_usage(place: Establishment, tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="establishment_not_configured"):
        call_command("import", "people", "x.xlsx", "--establishment", "nope")
    for words in (["attendance", "x", "--establishment", FINESS, "--month", "mars"], ["people", "x"], ["nonsense"]):
        with pytest.raises(CommandError):
            call_command("import", *words)


def test_the_command_for_finess(tmp_path: Path) -> None:
    assert run_json("finess", str(finess_file(tmp_path, LINE)))["summary"] == {"establishments": 1, "places": 62}


def test_every_sentence_is_registered_and_can_be_filled() -> None:
    assert set(SENTENCES) <= worded_codes()


def test_codes_exist_before_the_first_import(place: Establishment) -> None:
    assert str(save_codes(establishment=place, by=None, at=NOW)) == "unchanged"


def test_missing_columns_are_named_in_words(people: Callable[..., Report]) -> None:
    with translation.override("en"):
        told_ = message(people(["Nom"], ["Duval"]).errors[0])
    assert told_ == (
        "Personnes!1: Columns are missing: staff number, first name, entry date. Columns found: Nom. Add or rename them."
    )


def test_a_list_without_kind_or_fraction_leaves_those_that_stand(tmp_path: Path) -> None:
    place = small.workplace()
    small.engage(place, "1", fraction=5000)
    small.engage(place, "2", kind="trainee")
    path = tmp_path / "liste.csv"
    lines = ["Matricule;Nom;Prénom;Entrée", "1;Fictif1;Camille;01/01/2025", "2;Fictif2;Camille;01/01/2025"]
    path.write_text("\n".join(lines), encoding="utf-8")
    report = import_people(path=path, establishment=place, mode=Mode(), by=None, at=small.AT)
    assert (report.updated, report.unchanged, report.errors) == (0, 2, [])
