"""The log of SQLite is brought into its file beside the requests: nobody waits for it, and nothing hangs on it."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from unittest import mock

import pytest

from etabli.config import serving

LIMIT = 30
"""Seconds: it takes hundredths of one."""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A database whose writers never bring the log in themselves."""
    path = tmp_path / "a b#1.sqlite3"
    with opened(path) as database:
        database.execute("CREATE TABLE saved (number INTEGER)")
    return path


@contextmanager
def opened(path: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(path, isolation_level=None, timeout=0)) as database:
        database.execute("PRAGMA journal_mode=WAL")
        database.execute("PRAGMA wal_autocheckpoint=0")
        yield database


def in_file(path: Path) -> list[int]:
    """What the file holds without its log."""
    with closing(sqlite3.connect(f"{path.as_uri()}?immutable=1", uri=True)) as database:
        return [number for (number,) in database.execute("SELECT number FROM saved ORDER BY number")]


def until(came_true: Callable[[], bool]) -> None:
    end = time.monotonic() + LIMIT
    while not came_true():
        assert time.monotonic() < end
        time.sleep(0.005)


@contextmanager
def beside(path: Path) -> Iterator[None]:
    """What a process that serves does with the log of this database."""
    served = mock.Mock(vendor="sqlite", settings_dict={"NAME": str(path)})
    quick = {"CHECKPOINT_SECONDS": 0.01, "CHECKPOINT_FAILED_SECONDS": 0.01}
    with mock.patch.multiple(serving, connection=served, **quick):
        ended = serving.start_checkpoints()
        assert ended is not None
        try:
            yield
        finally:
            ended.set()
            until(lambda: all(thread.name != "checkpoints" for thread in threading.enumerate()))


def test_what_is_written_comes_into_the_file_by_itself_again_and_again(path: Path) -> None:
    with opened(path) as writer, beside(path):
        for number in (1, 2, 3):
            writer.execute("INSERT INTO saved VALUES (?)", [number])
            until(lambda last=number: last in in_file(path))
    assert in_file(path) == [1, 2, 3]


def test_neither_who_reads_nor_who_writes_waits_for_it(path: Path) -> None:
    """None of these connections ever waits for a lock: they would fail."""
    with opened(path) as reader, opened(path) as writer, beside(path):
        writer.execute("INSERT INTO saved VALUES (0)")
        reader.execute("BEGIN")
        seen = reader.execute("SELECT count(*) FROM saved").fetchone()
        for number in range(1, 200):
            writer.execute("BEGIN IMMEDIATE")
            writer.execute("INSERT INTO saved VALUES (?)", [number])
            writer.execute("COMMIT")
        assert reader.execute("SELECT count(*) FROM saved").fetchone() == seen == (1,)
        reader.execute("COMMIT")
        until(lambda: in_file(path) == list(range(200)))


def test_where_it_fails_it_is_told_and_goes_on_and_makes_no_file(path: Path, caplog: Any) -> None:
    away = path.with_name("away")
    path.rename(away)
    with beside(path):
        until(lambda: bool(caplog.records))
        assert not path.exists()
        away.rename(path)
        with opened(path) as writer:
            writer.execute("INSERT INTO saved VALUES (1)")
            until(lambda: in_file(path) == [1])
    assert {record.getMessage() for record in caplog.records} == {f"{path}: unable to open database file"}


def test_the_other_database_needs_nothing() -> None:
    with mock.patch.object(serving, "connection", mock.Mock(vendor="postgresql")):
        assert serving.start_checkpoints() is None
