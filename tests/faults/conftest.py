"""A workplace in a data folder of its own, worked on by real processes that are killed, starved or set against each other.

All of it is about SQLite's file; on PostgreSQL these tests would say nothing more, and are left out.
"""

from __future__ import annotations

import csv
import json
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests import databases
from tests.config.conftest import SQLITE_ONLY, Cli, on_postgres
from tests.waiting import LIMIT, Started

__all__ = ["SQLITE_ONLY"]

FINESS = "990003006"
PERSONS = 24
WORKSHOP = 12
"""Persons of one workshop: as many as one tap saves."""
FIRST_DAY = date(2025, 1, 6)
WORKPLACE = f"""
[[establishment]]
finess = "{FINESS}"
name = "ESAT de l'Épreuve (fictif)"
kind = "ESAT"
country = "FR"
full_time_weekly_minutes = 2100
places = [{{ from = 2025-01-01, value = 30 }}]
open = {{ mon = "MA", tue = "MA", wed = "MA", thu = "MA", fri = "MA" }}
workshops = [{{ code = "A", name = "Aubier" }}, {{ code = "B", name = "Bouleau" }}]
"""
CODES = ("PRE", "PRE", "PRE", "SOU", "CP", "MAL", "PRE")

DERIVED_ANEW = """
from etabli.attendance.actions import rederive_all
from etabli.attendance.models import Entry, HalfDayFact
from etabli.indicators.models import FigureMonth
from etabli.kit.clock import now
from etabli.org.models import Establishment
place = Establishment.objects.get()
def state():
    facts = set(map(tuple, (list(row.values())[1:] for row in HalfDayFact.objects.order_by().values())))
    months = {(row.code, row.month, round(row.num, 6), round(row.den, 6)) for row in FigureMonth.objects.all()}
    return facts, months
before = state()
rederive_all(establishment=place, at=now())
print("same" if state() == before else "different")
"""
"""Whether the counted half-days and the figures kept by month are those that the entries make."""


class House(Cli):
    """A data folder with one establishment and its people."""

    @property
    def database(self) -> Path:
        return self.home / "etabli.sqlite3"

    def ask(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        with closing(sqlite3.connect(self.database, timeout=20)) as connection:
            return connection.execute(sql, values).fetchall()

    def count(self, table: str) -> int:
        return int(self.ask(f"SELECT COUNT(*) FROM {table}")[0][0])

    def script(self, text: str, *words: str) -> Started:
        """Lines of Python with Django set up, in a process of their own."""
        head = "import os; os.environ['DJANGO_SETTINGS_MODULE'] = 'etabli.config.settings'; import django; django.setup()\n"
        return Started(
            [sys.executable, "-c", head + text, *words],
            env=self.variables(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def is_written(self) -> bool:
        """Whether someone holds the write lock right now."""
        with closing(sqlite3.connect(self.database, timeout=0, isolation_level=None)) as connection:
            try:
                connection.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError as error:
                assert "locked" in str(error)
                return True
            connection.execute("ROLLBACK")
            return False

    def wait_for_a_writer(self, process: subprocess.Popen[str]) -> bool:
        """True as soon as someone writes; False when the process ended without."""
        until = time.monotonic() + LIMIT
        while not self.is_written():
            assert time.monotonic() < until, "nobody writes, and the process goes on"
            if process.poll() is not None:
                return False
            time.sleep(0.002)
        return True

    def assert_whole(self) -> None:
        """The file is sound, every entry and segment has its line in the journal, and what is derived follows."""
        assert self.ask("PRAGMA integrity_check") == [("ok",)]
        assert self.ask("PRAGMA foreign_key_check") == []
        for table, key in (("attendance_entry", "id"), ("attendance_segment", "id")):
            written = "SELECT {} FROM kit_journalrow WHERE table_name = ? AND action = 'insert'"
            rows = {str(row[0]).replace("-", "") for row in self.ask(written.format("row_id"), table)}
            assert rows == {str(row[0]) for row in self.ask(f"SELECT {key} FROM {table}")}
        assert self.python(DERIVED_ANEW) == "same"


def sheet(path: Path, days: int, persons: int = PERSONS) -> int:
    """A list of attendance: each person, each half-day of so many working days. Answers the number of lines."""
    lines = [
        (f"{person:03}", f"{day:%d/%m/%Y}", half, CODES[(person * 7 + number * 3) % len(CODES)])
        for number, day in enumerate(working_days(days))
        for person in range(1, persons + 1)
        for half in ("M", "A")
    ]
    write(path, ("Matricule", "Date", "Créneau", "Code"), lines)
    return len(lines)


def working_days(count: int) -> Iterator[date]:
    day = FIRST_DAY
    while count:
        if day.weekday() < 5:
            yield day
            count -= 1
        day += timedelta(days=1)


def write(path: Path, head: Sequence[str], lines: Sequence[Sequence[Any]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle, delimiter=";")
        writer.writerow(head)
        writer.writerows(lines)


def import_words(path: Path) -> tuple[str, ...]:
    return ("import", "attendance", str(path), "--establishment", FINESS)


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory, django_db_setup: None) -> Path:
    """The data folder that each test gets a copy of."""
    if on_postgres():
        pytest.skip("about SQLite's file")
    folder = tmp_path_factory.mktemp("made")
    house = House(folder / "home")
    house.home.mkdir()
    shutil.copy(databases.migrated_file(), house.database)
    (folder / "workplace.toml").write_text(WORKPLACE, encoding="utf-8")
    assert house("configure", str(folder / "workplace.toml")).code == 0
    lines = [
        (f"{number:03}", f"Fictif{number}", "Camille", "AB"[(number - 1) // WORKSHOP], "CAT", "01/01/2025", "1")
        for number in range(1, PERSONS + 1)
    ]
    write(folder / "people.csv", ("Matricule", "Nom", "Prénom", "Atelier", "Statut", "Entrée", "Quotité"), lines)
    answer = house("import", "people", str(folder / "people.csv"), "--establishment", FINESS, "--json")
    assert answer.code == 0 and json.loads(answer.out)["created"] == PERSONS
    return house.home


@pytest.fixture
def house(made: Path, tmp_path: Path) -> House:
    shutil.copytree(made, tmp_path / "home")
    return House(tmp_path / "home")
