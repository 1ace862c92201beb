"""A database cut short, overwritten or on a full disk: a sentence, and what was there stays."""

from __future__ import annotations

import resource
import subprocess
import sys
from pathlib import Path

import pytest

from tests.config.conftest import Ended
from tests.faults.conftest import FINESS, SQLITE_ONLY, House, import_words, sheet
from tests.waiting import LIMIT, answers_of, kill

pytestmark = [pytest.mark.slow, SQLITE_ONLY]

FIGURES = ("figures", "--establishment", FINESS, "--from", "2025-01-01", "--to", "2025-04-01")


@pytest.fixture
def filled(house: House, tmp_path: Path) -> House:
    path = tmp_path / "presences.csv"
    sheet(path, 5)
    assert house(*import_words(path)).code == 0
    house.ask("PRAGMA wal_checkpoint(TRUNCATE)")
    return house


def assert_one_sentence(ended: Ended) -> None:
    said = (ended.out + ended.err).strip()
    assert ended.code == 1, said
    assert "Traceback" not in said and len(said.splitlines()) == 1, said


@pytest.mark.parametrize("kept", [0.9, 0.5, 0.02])
def test_a_file_cut_short_is_refused(kept: float, filled: House) -> None:
    """As a copy that a power cut interrupted."""
    data = filled.database.read_bytes()
    filled.database.write_bytes(data[: int(len(data) * kept)])
    assert_one_sentence(filled(*FIGURES))


def test_a_file_overwritten_is_refused(filled: House) -> None:
    filled.database.write_bytes(b"This is no database. " * 5000)
    assert_one_sentence(filled(*FIGURES))


def test_a_log_cut_short_goes_back_to_the_last_whole_transaction(house: House, tmp_path: Path) -> None:
    """What a power cut leaves of a log that was being written."""
    first, second = tmp_path / "first.csv", tmp_path / "second.csv"
    sheet(first, 3)
    sheet(second, 6)
    assert house(*import_words(first)).code == 0
    entries = house.count("attendance_entry")
    frozen = tmp_path / "frozen"
    # Someone who reads keeps the log from being folded into the file, as another process of the house would.
    with house.script(
        "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); c.execute('BEGIN'); "
        "c.execute('SELECT COUNT(*) FROM attendance_entry').fetchone(); print('reading', flush=True); "
        "sys.stdin.read() or __import__('time').sleep(60)",
        str(house.database),
    ) as reader:
        with answers_of(reader) as answer:
            assert answer() == "reading\n"
        assert house(*import_words(second)).code == 0
        log = house.database.with_name(house.database.name + "-wal")
        frozen.mkdir()
        (frozen / house.database.name).write_bytes(house.database.read_bytes())
        whole = log.read_bytes()
        (frozen / log.name).write_bytes(whole[: len(whole) * 2 // 3])
        kill(reader)
    for path in house.home.glob(f"{house.database.name}*"):
        path.unlink()
    for path in frozen.iterdir():
        (house.home / path.name).write_bytes(path.read_bytes())
    assert house.count("attendance_entry") == entries
    house.assert_whole()


def test_a_disk_that_is_full_is_a_sentence_and_keeps_what_was_there(filled: House, tmp_path: Path) -> None:
    entries = filled.count("attendance_entry")
    path = tmp_path / "more.csv"
    sheet(path, 40)
    room = 500_000  # less than the log of this import

    def bounded() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))

    done = subprocess.run(
        [sys.executable, "-m", "etabli.config.cli", *import_words(path)],
        env=filled.variables(),
        capture_output=True,
        text=True,
        check=False,
        timeout=LIMIT,
        preexec_fn=bounded,
    )
    assert_one_sentence(Ended(done.returncode, done.stdout, done.stderr))
    assert filled.count("attendance_entry") == entries
    filled.assert_whole()
    assert filled(*import_words(path)).code == 0
