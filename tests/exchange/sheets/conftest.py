"""A configured workplace, and what takes lists of people and sheets of attendance into it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from etabli.attendance.models import Segment
from etabli.exchange.actions import Mode, import_attendance, import_people
from etabli.exchange.configuring import configure
from etabli.exchange.reading.configuration import read_configuration
from etabli.exchange.report import Report
from etabli.org.models import Establishment
from tests.exchange import files

PLAIN = Mode()
NOW = datetime(2025, 4, 15, 8, 0, tzinfo=UTC)
FINESS = "010001261"
GRID = ["Matricule", *range(3, 8)]  # Monday 3 to Friday 7 March 2025
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


def entries() -> list[tuple[str, int, int, str]]:
    rows = Segment.objects.filter(entry__superseded_by__isnull=True).order_by(
        "entry__person", "entry__day", "entry__half"
    )
    return list(rows.values_list("entry__person__last_name", "entry__day__day", "entry__half", "code__code"))
