"""Imports from end to end: all errors at once, nothing written with errors, the same file twice changes nothing."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from etabli.attendance.actions import save_codes
from etabli.core.refusal import Refusal
from etabli.exchange.actions import Mode, import_attendance, import_finess, import_people
from etabli.exchange.report import Report
from etabli.exchange.wording import SENTENCES, message
from etabli.kit.wording import worded_codes
from etabli.org.models import DirectoryEntry, Establishment
from etabli.people.models import Engagement, EngagementTerms, Person, Registration
from tests import workplace as small
from tests.exchange import files
from tests.exchange.sheets.conftest import (
    FINESS,
    GRID,
    NOW,
    PEOPLE,
    PLAIN,
    counts,
    entries,
    told,
)
from tests.exchange.test_reading_finess import HEAD, LINE, changed, wrapped

pytestmark = pytest.mark.django_db


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
    assert "Lines read: 2. Entries made: 2, changed: 0, unchanged: 0." in text


@pytest.mark.parametrize("content", [None, b"", b"\x00\x01nonsense"])
def test_of_a_file_nobody_could_read_the_command_says_only_why(
    place: Establishment, tmp_path: Path, content: bytes | None
) -> None:
    path = tmp_path / "gens.xlsx"
    if content is not None:
        path.write_bytes(content)
    out = io.StringIO()
    with translation.override("en"):
        call_command("import", "people", str(path), "--establishment", FINESS, stdout=out)
        (error,) = run_json("people", str(path), "--establishment", FINESS)["errors"]
    assert out.getvalue().strip() == error["message"] and "gens.xlsx" in error["message"]


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
