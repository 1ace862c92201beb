"""The command line as people run it: a process of its own, on a data folder of its own."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests import databases
from tests.waiting import LIMIT, Started

SOURCE = Path(__file__).resolve().parents[2] / "src"
FINESS = "590000014"
SQLITE_ONLY = pytest.mark.skipif(os.environ.get("ETABLI_TEST_DATABASE") == "postgres", reason="about SQLite's file")


@dataclass
class Ended:
    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@dataclass
class Cli:
    home: Path
    environment: dict[str, str] = field(default_factory=dict)
    postgres_name: str = ""
    """That of its database, on PostgreSQL."""

    def variables(self, **more: str) -> dict[str, str]:
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LD_LIBRARY_PATH") if name in os.environ}
        own = {
            "ETABLI_HOME": str(self.home),
            "ETABLI_LANGUAGE": "en",
            "PYTHONPATH": str(SOURCE),
            "PYTHONWARNINGS": "ignore",
        }
        return {**kept, **own, **self.environment, **more}

    def start(self, *words: str, own_session: bool = False, **more: str) -> Started:
        """`own_session`: a group of processes of its own, as that of a terminal is, to send signals to."""
        command = [sys.executable, "-m", "etabli.config.cli", *words]
        return Started(
            command,
            env=self.variables(**more),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=self.home.parent,
            start_new_session=own_session,
        )

    def __call__(self, *words: str, **more: str) -> Ended:
        with self.start(*words, **more) as process:
            out, err = process.communicate(timeout=LIMIT)
        assert "Traceback" not in err, err
        return Ended(process.returncode, out, err)

    def python(self, text: str) -> str:
        """Run Python lines with Django set up, in the data folder."""
        head = "import os; os.environ['DJANGO_SETTINGS_MODULE'] = 'etabli.config.settings'; import django; django.setup()\n"
        done = subprocess.run(
            [sys.executable, "-c", head + text],
            env=self.variables(),
            capture_output=True,
            text=True,
            check=False,
            timeout=LIMIT,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def take(self, name: str, make: Callable[[Cli], None]) -> None:
        """Be as a folder is on which `make` worked, and what it laid beside that folder. It does so once a run."""
        folder = databases.shared() / name
        databases.made_by_the_first(name, lambda: make(ready(folder / "home", name)))
        shutil.copytree(folder, self.home.parent, dirs_exist_ok=True)
        if self.postgres_name:
            databases.copy_of_postgres(self.postgres_name, name)

    def workplace(self) -> None:
        """An establishment to speak of."""
        self.take("workplace", _make_workplace)


MAKE = f"""
from datetime import date, datetime, UTC
from etabli.org.actions import EstablishmentSpec, save_establishment
spec = EstablishmentSpec(finess="{FINESS}", name="ESAT", kind="ESAT", country="FR", full_time_weekly_minutes=2100,
    places=((date(2026, 1, 1), 10),), openings=((date(2026, 1, 1), "11111111110000"),))
save_establishment(spec=spec, association=None, by=None, at=datetime(2026, 3, 2, tzinfo=UTC))
"""


def _make_workplace(cli: Cli) -> None:
    cli.python(MAKE)


def on_postgres() -> bool:
    return "ETABLI_DATABASE_URL" in os.environ


def ready(home: Path, database: str) -> Cli:
    """A folder whose database is migrated and empty. `database`: its name, on PostgreSQL."""
    home.mkdir(parents=True)
    if on_postgres():
        return Cli(home, {"ETABLI_DATABASE_URL": databases.copy_of_postgres(database)}, database)
    shutil.copy(databases.migrated_file(), home / "etabli.sqlite3")
    return Cli(home)


@pytest.fixture(scope="session")
def database() -> str:
    """The name of this worker's own."""
    return "cli" + os.environ.get("PYTEST_XDIST_WORKER", "")


@pytest.fixture
def cli(tmp_path: Path, database: str, django_db_setup: None) -> Cli:
    return ready(tmp_path / "home", database)


@pytest.fixture
def bare_cli(tmp_path: Path, database: str) -> Cli:
    """On a folder and a database in which nothing is."""
    home = tmp_path / "home"
    home.mkdir()
    if on_postgres():
        return Cli(home, {"ETABLI_DATABASE_URL": databases.new_in_postgres(database)}, database)
    return Cli(home)
