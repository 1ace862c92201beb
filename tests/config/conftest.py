"""The command line as people run it: a process of its own, on a data folder of its own."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest

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
    template: Path | None = None
    """A data folder with an establishment, made once a run: SQLite is copied faster than it is made."""

    def variables(self, **more: str) -> dict[str, str]:
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LD_LIBRARY_PATH") if name in os.environ}
        own = {
            "ETABLI_HOME": str(self.home),
            "ETABLI_LANGUAGE": "en",
            "PYTHONPATH": str(SOURCE),
            "PYTHONWARNINGS": "ignore",
        }
        return {**kept, **own, **self.environment, **more}

    def start(self, *words: str, **more: str) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "etabli.config.cli", *words]
        return subprocess.Popen(
            command,
            env=self.variables(**more),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=self.home.parent,
        )

    def __call__(self, *words: str, **more: str) -> Ended:
        with self.start(*words, **more) as process:
            out, err = process.communicate(timeout=120)
        assert "Traceback" not in err, err
        return Ended(process.returncode, out, err)

    def python(self, text: str) -> str:
        """Run Python lines with Django set up, in the data folder."""
        head = "import os; os.environ['DJANGO_SETTINGS_MODULE'] = 'etabli.config.settings'; import django; django.setup()\n"
        done = subprocess.run(
            [sys.executable, "-c", head + text], env=self.variables(), capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def workplace(self) -> None:
        """An establishment to speak of."""
        if self.template is not None:
            shutil.copytree(self.template, self.home, dirs_exist_ok=True)
            return
        self("user", "list")
        self.python(MAKE)


MAKE = f"""
from datetime import date, datetime, UTC
from etabli.org.actions import EstablishmentSpec, save_establishment
spec = EstablishmentSpec(finess="{FINESS}", name="ESAT", kind="ESAT", country="FR", full_time_weekly_minutes=2100,
    places=((date(2026, 1, 1), 10),), openings=((date(2026, 1, 1), "11111111110000"),))
save_establishment(spec=spec, association=None, by=None, at=datetime(2026, 3, 2, tzinfo=UTC))
"""


def own_database(url: str, name: str) -> str:
    """A new, empty PostgreSQL database beside that of the run."""
    parts = urlsplit(url)
    with psycopg.connect(urlunsplit(parts._replace(path="/postgres")), autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')  # type: ignore[arg-type]
        connection.execute(f'CREATE DATABASE "{name}"')  # type: ignore[arg-type]
    return urlunsplit(parts._replace(path=f"/{name}"))


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path | None:
    if os.environ.get("ETABLI_DATABASE_URL"):
        return None
    made = Cli(tmp_path_factory.mktemp("template") / "home")
    made.home.mkdir()
    made.workplace()
    return made.home


@pytest.fixture
def cli(tmp_path: Path, template: Path | None) -> Iterator[Cli]:
    home = tmp_path / "home"
    home.mkdir()
    environment = {}
    if url := os.environ.get("ETABLI_DATABASE_URL"):
        environment["ETABLI_DATABASE_URL"] = own_database(url, "etabli_cli")
    yield Cli(home, environment, template)
