"""SIGKILL in the middle of an import and of saves: the database opens, and what was begun is there wholly or not at all."""

from __future__ import annotations

import json
import random
import time
from pathlib import Path

import pytest

from tests.faults.conftest import SQLITE_ONLY, WORKSHOP, House, import_words, sheet
from tests.waiting import LIMIT, answers_of, kill

pytestmark = [pytest.mark.slow, SQLITE_ONLY]

DAYS = 30
MOMENTS = (0.0, 0.2, 0.5, 0.8, 0.95)
"""Parts of the time of the import's transaction after which it is killed."""

SAVES = """
import json, sys
from datetime import date, datetime, timedelta, UTC
from uuid_utils.compat import uuid7
from etabli.attendance.actions import Operation, SegmentSpec, record
from etabli.config import serving
from etabli.org.models import Establishment
from etabli.people.models import Registration
place = Establishment.objects.get()
rows = Registration.objects.filter(establishment=place, workshop__code="A").order_by("staff_number")
persons = list(rows.values_list("person", flat=True))
at = datetime(2026, 1, 15, 9, tzinfo=UTC)
first = int(sys.argv[1])
serving.CHECKPOINT_SECONDS = 0.01
serving.start_checkpoints()
for number in range(first, first + 400):
    day, half = date(2025, 2, 3) + timedelta(days=number // 2), number % 2
    code = ("PRE", "MAL")[number % 7 == 3]
    acts = [Operation(uuid7(), person, day, half, (SegmentSpec(code),), at) for person in persons]
    answers = record(establishment=place, operations=acts, by=None, at=at)
    print(json.dumps([str(answer.id) for answer in answers if answer.outcome == "applied"]), flush=True)
"""


def test_an_import_killed_at_any_moment_is_there_wholly_or_not_at_all(house: House, tmp_path: Path) -> None:
    path = tmp_path / "presences.csv"
    lines = sheet(path, DAYS)
    whole = transaction_time(house, path)
    survived = []
    for moment in MOMENTS:
        with house.start(*import_words(path)) as process:
            assert house.wait_for_a_writer(process)
            time.sleep(whole * moment)
            kill(process)
        survived.append(house.count("attendance_entry"))
        assert survived[-1] in (0, lines)
        house.assert_whole()
    assert survived[0] == 0
    answer = house(*import_words(path), "--json").json
    assert answer["created"] + answer["unchanged"] == lines and not answer["errors"]
    assert house(*import_words(path), "--json").json["unchanged"] == lines
    house.assert_whole()


def transaction_time(house: House, path: Path) -> float:
    """Seconds for which an import holds the write lock, measured on one that keeps nothing."""
    with house.start(*import_words(path), "--dry-run") as process:
        assert house.wait_for_a_writer(process)
        start = time.monotonic()
        process.communicate(timeout=LIMIT)
        return time.monotonic() - start


def test_a_dry_run_keeps_nothing(house: House, tmp_path: Path) -> None:
    path = tmp_path / "presences.csv"
    sheet(path, 2)
    assert house(*import_words(path), "--dry-run").code == 0
    assert house.count("attendance_entry") == 0


def test_saves_killed_again_and_again_lose_nothing_that_was_answered(house: House) -> None:
    chance = random.Random(4)
    answered: list[list[str]] = []
    for _ in range(5):
        saved = house.count("attendance_entry") // WORKSHOP
        answered += killed_while_saving(house, saved, chance.randrange(2, 9), chance.random() * 0.03)
        entries = {str(row[0]) for row in house.ask("SELECT id FROM attendance_entry")}
        assert {one.replace("-", "") for save in answered for one in save} <= entries
        by_half_day = house.ask("SELECT day, half, COUNT(*) FROM attendance_entry GROUP BY day, half")
        assert {count for *_, count in by_half_day} == {WORKSHOP}
        # At most the one save of each round whose answer did not come back.
        assert len(by_half_day) - len(answered) <= 5
        house.assert_whole()
    assert len(answered) >= 10


def killed_while_saving(house: House, first: int, saves: int, more_seconds: float) -> list[list[str]]:
    """What was answered by a process that saves one half-day after the other, killed after so many."""
    with house.script(SAVES, str(first)) as process:
        with answers_of(process) as answer:
            lines = [answer() for _ in range(saves)]
        time.sleep(more_seconds)
        rest, complaint = kill(process)
    assert "Traceback" not in complaint, complaint
    return [json.loads(line) for line in [*lines, *rest.splitlines(keepends=True)] if line.endswith("\n")]
