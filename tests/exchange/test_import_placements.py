"""Lists of placements: devices in any words, hosts found or made, the rules of each device, once however often read."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.utils import translation

from etabli.exchange.actions import Mode, import_people, import_placements
from etabli.exchange.reading.placements import DEVICES, weekly_minutes
from etabli.exchange.reading.problems import BadValue
from etabli.exchange.reading.words import folded
from etabli.exchange.report import Report
from etabli.exchange.states import ImportKind
from etabli.exchange.templates_xlsx import template
from etabli.exchange.wording import told as worded
from etabli.org.models import Establishment
from etabli.org.states import Role
from etabli.pathways.models import Host, Placement, PlacementFact
from etabli.pathways.states import Device, PlacementState
from tests import workplace as small
from tests.exchange import files
from tests.exchange.pages import client_of, send, text_of, token_of, url, user_of

pytestmark = pytest.mark.django_db
HEAD = "matricule;dispositif;hôte;type d'hôte;du;au;signée le;objet;horaires;issue\n"
STAGE = "1;Stage en entreprise;Scierie Dubois;entreprise;06/10/2025;17/10/2025;01/10/2025;;35 h;\n"
MAD = "2;mise à disposition;Mairie de Fictif;Public;01/09/2025;31/08/2026;28/08/2025;;17h30;\n"
Run = Callable[..., Report]


@pytest.fixture
def place(db: Any) -> Establishment:
    place = small.workplace()
    for number in ("1", "2"):
        small.engage(place, number)
    return place


@pytest.fixture
def run(place: Establishment, tmp_path: Path) -> Run:
    def go(text: str, head: str = HEAD, **mode: bool) -> Report:
        path = files.csv(tmp_path / "placements.csv", head + text)
        return import_placements(path=path, establishment=place, mode=Mode(**mode), by=None, at=small.AT)

    return go


def found(report: Report) -> list[tuple[str, str]]:
    return [(problem.place.cell, problem.code) for problem in report.in_order(report.errors)]


def counts(report: Report) -> tuple[int, int, int]:
    return report.created, report.updated, report.unchanged


# ---------------------------------------------------------------- words


@pytest.mark.parametrize(
    ("written", "device"),
    [
        ("PMSMP", Device.PMSMP),
        ("Période de mise en situation", Device.PMSMP),
        ("mad collective", Device.MAD_COLLECTIVE),
        ("Détachement", Device.MAD_INDIVIDUAL),
        ("Individuele terbeschikkingstelling", Device.MAD_INDIVIDUAL),
        ("Supported employment", Device.SUPPORTED_EMPLOYMENT),
        ("CDD Tremplin", Device.SPRINGBOARD),
        ("Hors-les-murs", Device.SERVICE),
        ("DÉCOUVERTE", Device.MISPE),
        ("temps partage", Device.DUAL_ACTIVITY),
    ],
)
def test_a_device_is_known_in_three_languages_whatever_case_and_accents(written: str, device: Device) -> None:
    assert DEVICES[folded(written)] == device


def test_every_device_has_words() -> None:
    assert set(DEVICES.values()) == set(Device)


@pytest.mark.parametrize(
    ("cell", "minutes"),
    [
        ("35 h", 2100),
        ("17h30", 1050),
        ("17:30", 1050),
        ("17,5", 1050),
        (17.5, 1050),
        (35.0, 2100),
        (1050.0, 1050),
        ("1050 min", 1050),
        ("24 uur", 1440),
        (None, None),
        ("", None),
    ],
)
def test_hours_a_week_are_read_as_people_write_them(cell: Any, minutes: int | None) -> None:
    assert weekly_minutes(cell) == minutes


@pytest.mark.parametrize("cell", ["plein temps", "-3", "h30", "9h-17h"])
def test_what_is_no_time_a_week_is_told(cell: str) -> None:
    with pytest.raises(BadValue, match="not_weekly_hours"):
        weekly_minutes(cell)


# ---------------------------------------------------------------- what is written


def test_placements_are_agreed_with_their_hosts_and_counted(run: Run) -> None:
    report = run(STAGE + MAD)
    assert (found(report), counts(report), report.written) == ([], (2, 0, 0), True)
    stage, mad = Placement.objects.order_by("device").select_related("host")
    assert (stage.host.name, stage.host.kind, mad.host.kind) == ("Scierie Dubois", "private", "public")
    assert (stage.ends_before, stage.weekly_minutes, mad.weekly_minutes) == (date(2025, 10, 18), 2100, 1050)
    assert {stage.state, mad.state} == {PlacementState.AGREED} and mad.device == Device.MAD_INDIVIDUAL
    assert PlacementFact.objects.count() == 2


def test_the_same_list_twice_changes_nothing(run: Run) -> None:
    run(STAGE + MAD)
    before = list(Placement.objects.order_by("pk").values())
    report = run(STAGE + MAD)
    assert (found(report), counts(report)) == ([], (0, 0, 2))
    assert list(Placement.objects.order_by("pk").values()) == before and Host.objects.count() == 2


def test_a_dry_run_writes_nothing(run: Run) -> None:
    report = run(STAGE + MAD, dry_run=True)
    assert (counts(report), report.written) == ((2, 0, 0), False)
    assert not Placement.objects.exists() and not Host.objects.exists()


def test_a_corrected_list_changes_what_it_says_and_leaves_the_rest(run: Run) -> None:
    run(STAGE)
    report = run(STAGE.replace("17/10/2025;01/10/2025;;35 h", "10/10/2025;;;"))
    row = Placement.objects.get()
    assert counts(report) == (0, 1, 0)
    assert (row.ends_before, row.signed_on, row.weekly_minutes) == (date(2025, 10, 11), date(2025, 10, 1), 2100)


def test_an_outcome_ends_the_placement_once(run: Run) -> None:
    ended = STAGE.replace("35 h;", "35 h;Mené à terme")
    assert counts(run(ended)) == (1, 0, 0)
    row = Placement.objects.get()
    assert (row.state, row.outcome, row.ends_before) == (PlacementState.ENDED, "completed", date(2025, 10, 18))
    assert counts(run(ended)) == (0, 0, 1)
    report = run(ended.replace("17/10/2025", "10/10/2025"))
    assert found(report) == [("B2", "placement_not_correctable")]


def test_a_host_is_found_by_its_siret_or_its_name(run: Run, place: Establishment) -> None:
    run(STAGE)
    head = "matricule;dispositif;hôte;siret;du;au\n"
    other = "2;stage;SCIERIE  DUBOIS;;03/11/2025;07/11/2025\n"
    assert found(run(other, head)) == []
    assert Host.objects.count() == 1 and Placement.objects.filter(host=Host.objects.get()).count() == 2


def test_the_command_imports_a_list_and_answers_as_json(place: Establishment, tmp_path: Path) -> None:
    path, out = files.csv(tmp_path / "placements.csv", HEAD + STAGE + MAD), StringIO()
    call_command("import", "placements", str(path), "--establishment", place.finess, "--json", stdout=out)
    answer = json.loads(out.getvalue())
    assert (answer["created"], answer["summary"], answer["errors"]) == (2, {"lines": 2, "persons": 2}, [])
    assert Placement.objects.count() == 2


# ---------------------------------------------------------------- what is wrong


def test_every_error_of_the_list_is_told_at_its_cell_and_nothing_is_written(run: Run) -> None:
    text = (
        STAGE
        + "9;stage;Scierie Dubois;;06/10/2025;10/10/2025;;;;\n"
        + "2;voltige;Scierie Dubois;;31/02/2025;10/10/2025;;;toujours;\n"
        + "2;stage;Nouvelle;;06/10/2025;03/10/2025;;;;\n"
        + "2;pmsmp;;;13/10/2025;17/10/2025;;;;\n"
        + "2;stage;Scierie Dubois;entreprise;20/10/2025;;;;;embauché\n"
        + STAGE.replace("entreprise;06", "association;06")
    )
    report = run(text)
    assert found(report) == [
        ("A3", "staff_number_unknown"),
        ("B4", "not_a_choice"),
        ("E4", "no_such_day"),
        ("I4", "not_weekly_hours"),
        ("D5", "host_kind_not_said"),
        ("F5", "placement_backwards"),
        ("C6", "value_missing"),
        ("J7", "outcome_without_end"),
        ("E8", "line_twice"),
    ]
    assert not Placement.objects.exists() and counts(report) == (0, 0, 0)


@pytest.mark.parametrize(
    ("row", "cell", "code"),
    [
        ("1;pmsmp;Scierie;entreprise;06/10/2025;10/10/2025;;;;\n", "H2", "trial_objective_missing"),
        ("1;pmsmp;Scierie;entreprise;06/10/2025;10/11/2025;;découvrir;;\n", "F2", "trial_month_over"),
        ("1;stage;Scierie;entreprise;06/10/2025;;;;;\n", "F2", "placement_end_missing"),
        ("1;mad;Scierie;entreprise;06/10/2025;06/11/2027;;;;\n", "F2", "secondment_too_long"),
        ("1;stage;Scierie;entreprise;06/10/2019;10/10/2019;;;;\n", "A2", "placement_not_engaged"),
    ],
)
def test_the_rules_of_each_device_hold(run: Run, row: str, cell: str, code: str) -> None:
    assert found(run(row)) == [(cell, code)]
    assert not Host.objects.exists()


def test_good_rows_are_written_when_asked(run: Run) -> None:
    report = run(STAGE + "9;stage;Scierie Dubois;entreprise;06/10/2025;10/10/2025;;;;\n", accept_good_rows=True)
    assert (report.written, counts(report), len(report.errors)) == (True, (1, 0, 0), 1)
    assert Placement.objects.count() == 1


# ---------------------------------------------------------------- template and page


@pytest.mark.parametrize("language", ["fr", "nl", "en"])
def test_the_template_is_imported_as_it_is(place: Establishment, tmp_path: Path, language: str) -> None:
    for kind, act in ((ImportKind.PEOPLE, import_people), (ImportKind.PLACEMENTS, import_placements)):
        path = tmp_path / f"{kind}.xlsx"
        path.write_bytes(template(kind, language, place, small.AT.date() + timedelta(days=1)))
        report = act(path=path, establishment=place, mode=Mode(), by=None, at=small.AT)
        assert found(report) == [] and [problem.code for problem in report.ignored] == []
    assert Placement.objects.count() == 2


def test_those_who_lead_import_placements_on_a_page(place: Establishment, settings: Any, tmp_path: Path) -> None:
    settings.HOME = tmp_path
    browser = client_of(user_of(place, Role.HEAD_OF_SERVICE))
    assert "new/placements/" in text_of(browser.get(url(place, "imports")))
    assert browser.get(url(place, "template", kind="placements")).status_code == 200
    answer = send(browser, place, SimpleUploadedFile("placements.csv", (HEAD + STAGE).encode()), "placements")
    browser.post(url(place, "confirm", token=token_of(answer)))
    assert Placement.objects.count() == 1
    for role in (Role.SALES, Role.ADMINISTRATION):
        other = client_of(user_of(place, role))
        assert other.get(url(place, "upload", kind="placements")).status_code == 404


def test_another_outcome_of_what_is_over_is_refused_and_not_said_to_be_taken(run: Run) -> None:
    assert counts(run(STAGE.replace(";\n", ";terminé\n"))) == (1, 0, 0)
    report = run(STAGE.replace(";\n", ";interrompu\n"))
    assert found(report) == [("J2", "outcome_stands")]
    assert Placement.objects.get().outcome == "completed"


def test_an_outcome_is_not_known_once_it_was_asked_for_a_year_and_then_stands(place: Establishment, run: Run) -> None:
    small.engage(place, "3", starts_on=date(2024, 1, 1))
    line = "3;stage;Scierie Dubois;entreprise;{0}/10/{1};{2}/10/{1};;;;{3}\n"
    report = run(line.format("06", 2025, 17, "inconnu"))
    assert found(report) == [("J2", "outcome_still_asked")] and not Placement.objects.exists()
    old = line.format(14, 2024, 18, "{}")
    assert counts(run(old.format("inconnue"))) == (1, 0, 0)
    row = Placement.objects.get()
    assert (row.state, row.outcome) == (PlacementState.ENDED, "not_known")
    assert counts(run(old.format("Niet bekend"))) == (0, 0, 1)
    report = run(old.format("terminé"))
    assert found(report) == [("J2", "outcome_stands")]
    (problem,) = report.in_order(report.errors)
    with translation.override("en"):
        assert "is over, its outcome “Not known”" in worded(problem)


SPRINGBOARD = "3;CDD tremplin;Atelier Exemple;01/01/2023;30/06/2025;35 h;{}\n"


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (";", [("E2", "springboard_too_long")]),
        ("Formation;", [("H2", "springboard_proof_missing")]),
        ("vacances;", [("G2", "not_a_choice")]),
        ("opleiding;CAP Menuisier, juin 2025", []),
    ],
)
def test_a_springboard_contract_beyond_its_most_months_says_why_and_what_proves_it(
    place: Establishment, run: Run, said: str, told: list[tuple[str, str]]
) -> None:
    small.engage(place, "3", starts_on=date(2022, 1, 1), last_day=date(2022, 12, 31))
    head = "matricule;dispositif;hôte;du;au;horaires;motif de dépassement;justificatif\n"
    assert found(run(SPRINGBOARD.format(said), head)) == told
    grounds = list(Placement.objects.values_list("beyond_ground", "beyond_proof"))
    assert grounds == ([] if told else [("training", "CAP Menuisier, juin 2025")])


def test_what_the_device_does_not_ask_is_not_kept_where_no_page_shows_it(place: Establishment, run: Run) -> None:
    small.engage(place, "3")
    head = "matricule;dispositif;hôte;type d'hôte;du;au;objet;contrat;accord CDAPH;motif de dépassement;justificatif\n"
    line = "3;PMSMP;Scierie Exemple;entreprise;06/10/2025;17/10/2025;découvrir;CDI;01/09/2025;Formation;CAP\n"
    assert counts(run(line, head)) == (1, 0, 0)
    names = ("objective", "contract", "cdaph_agreed_on", "beyond_ground", "beyond_proof")
    assert Placement.objects.values_list(*names).get() == ("discover", "", None, "", "")
    assert counts(run(line, head)) == (0, 0, 1)
