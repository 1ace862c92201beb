"""Two who write at once: nothing that was answered is lost, and nobody hears of a locked database."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import partial
from http.client import HTTPConnection
from typing import Any

import pytest
from django.db import connection
from uuid_utils.compat import uuid7

from etabli.attendance import actions
from etabli.attendance.models import Entry, HalfDayFact, LateOperation
from etabli.attendance.states import Outcome
from etabli.indicators.definitions import definitions
from etabli.indicators.queries import figure, live_sum, scope_of
from tests import workplace
from tests.config.test_serve import get, served
from tests.faults.conftest import FINESS, SQLITE_ONLY, WORKSHOP, House
from tests.faults.test_kills import SAVES
from tests.waiting import at_once

pytestmark = pytest.mark.slow

CLIENTS, SAVES_EACH = 4, 12
PERSONS = 6

# ---------------------------------------------------------------- in one process, on both databases


@pytest.mark.django_db(transaction=True)
def test_two_threads_on_the_same_half_days() -> None:
    place = workplace.workplace()
    people = [workplace.engage(place, str(number)) for number in range(1, PERSONS + 1)]
    days = workplace.days_of(workplace.MARCH)[:SAVES_EACH]
    answers: list[list[actions.Answer]] = [[], []]
    complaints: list[BaseException] = []

    def work(number: int, code: str) -> None:
        try:
            for turn, day in enumerate(days):
                acted_at = workplace.AT + timedelta(seconds=2 * turn + number)
                acts = [workplace.operation(person, day, 0, code, acted_at=acted_at) for person in people]
                answers[number] += actions.record(
                    establishment=place, operations=acts, by=None, at=acted_at, notes_received=True
                )
        except BaseException as error:
            complaints.append(error)
        finally:
            connection.close()

    at_once(partial(work, *pair) for pair in enumerate(("PRE", "CP")))

    assert not complaints
    kept = set(Entry.objects.values_list("pk", flat=True)) | set(LateOperation.objects.values_list("pk", flat=True))
    assert {answer.id for both in answers for answer in both} == kept
    assert len(kept) == 2 * len(days) * PERSONS
    current = Entry.objects.filter(superseded_by=None)
    # The newest act stands, whoever came first.
    assert Counter(current.values_list("segments__code__code", flat=True)) == {"CP": len(days) * PERSONS}
    assert HalfDayFact.objects.filter(code="CP", typed=1).count() == len(days) * PERSONS
    for code in ("absence_days", "occupancy_rate"):
        num, _ = live_sum(definitions()[code], scope_of(place), workplace.MARCH)
        assert figure(code, scope_of(place), workplace.MARCH).num == num


@pytest.mark.django_db(transaction=True)
def test_notes_engagements_and_half_days_at_once() -> None:
    """Three who change the same facts by other ways: the figures kept by month stay those of the facts."""
    place = workplace.workplace()
    people = [workplace.engage(place, str(number)) for number in range(1, PERSONS + 1)]
    days = workplace.days_of(workplace.MARCH)[:10]
    complaints: list[BaseException] = []

    def half_days(turn: int) -> None:
        workplace.record(place, *[workplace.operation(person, days[turn], 0, "PRE") for person in people])

    def notes(turn: int) -> None:
        workplace.note(
            place, people[turn % PERSONS], date(2025, 4 + turn // PERSONS, 7), date(2025, 4 + turn // PERSONS, 9)
        )

    def engagements(turn: int) -> None:
        workplace.engage(place, str(100 + turn), starts_on=date(2025, 3, 3))

    def work(act: Callable[[int], object]) -> None:
        try:
            for turn in range(len(days)):
                act(turn)
        except BaseException as error:
            complaints.append(error)
        finally:
            connection.close()

    at_once(partial(work, act) for act in (half_days, notes, engagements))

    assert not complaints
    assert HalfDayFact.objects.filter(code="PRE", typed=1).count() == len(days) * PERSONS
    for definition in definitions().values():
        if definition.additive and place.kind in definition.kinds and not definition.requires:
            num, den = map(float, live_sum(definition, scope_of(place), workplace.MARCH))
            found = figure(definition.code, scope_of(place), workplace.MARCH)
            assert (found.num, found.den or 0) == pytest.approx((num, den))


# ---------------------------------------------------------------- processes on SQLite's file


@SQLITE_ONLY
def test_two_processes_that_save(house: House) -> None:
    processes = [house.script(SAVES.replace("first + 400", "first + 25"), first) for first in ("0", "10")]
    answered = []
    for process in processes:
        out, complaint = process.communicate(timeout=240)
        assert process.returncode == 0, complaint
        answered += [json.loads(line) for line in out.splitlines()]
    assert len(answered) == 50
    entries = {str(row[0]) for row in house.ask("SELECT id FROM attendance_entry")}
    late = {str(row[0]) for row in house.ask("SELECT id FROM attendance_lateoperation")}
    assert {one.replace("-", "") for save in answered for one in save} <= entries
    assert len(entries) + len(late) == 50 * WORKSHOP
    house.assert_whole()


# ---------------------------------------------------------------- browsers, through the server

SIGN_IN = """
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from etabli.kit.clock import now
from etabli.org.grants import add_user
from etabli.org.models import Establishment
from etabli.org.states import Role
from etabli.people.models import Registration
place = Establishment.objects.get()
user = add_user(username="directrice", role=Role.DIRECTOR, establishment=place, by=None, at=now())
session = SessionStore()
session[SESSION_KEY], session[BACKEND_SESSION_KEY] = str(user.pk), settings.AUTHENTICATION_BACKENDS[0]
session[HASH_SESSION_KEY] = user.get_session_auth_hash()
session.create()
persons = Registration.objects.filter(establishment=place, workshop__code="A").values_list("person", flat=True)
print(session.session_key, *persons)
"""
TOKEN = "a" * 32


@dataclass
class Browser:
    """One signed-in browser that saves half-days and looks at pages."""

    port: int
    session: str
    persons: list[int]
    sent: set[str] = field(default_factory=set)
    statuses: Counter[int] = field(default_factory=Counter)
    outcomes: Counter[str] = field(default_factory=Counter)

    def request(self, method: str, path: str, body: bytes | None = None) -> bytes:
        headers = {
            "Host": f"localhost:{self.port}",
            "Cookie": f"sessionid={self.session}; csrftoken={TOKEN}",
            "X-CSRFToken": TOKEN,
            "Content-Type": "application/json",
        }
        web = HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            web.request(method, path, body, headers)
            answer = web.getresponse()
            self.statuses[answer.status] += 1
            return answer.read()
        finally:
            web.close()

    def work(self, number: int) -> None:
        for turn in range(SAVES_EACH):
            # Every other half-day is one that all of them save.
            step = turn if turn % 2 else turn + 100 * (number + 1)
            day, half = date(2025, 2, 3) + timedelta(days=step // 2), step % 2
            acts = [self._act(person, day, half) for person in self.persons]
            self.sent |= {act["id"] for act in acts}
            body = json.dumps({"operations": acts}).encode()
            answer = json.loads(self.request("POST", f"/{FINESS}/attendance/operations/", body))
            self.outcomes.update(row["outcome"] for row in answer["answers"])
            self.request("GET", f"/{FINESS}/attendance/?week=2025-W06")

    @staticmethod
    def _act(person: int, day: date, half: int) -> dict[str, Any]:
        return {
            "id": str(uuid7()),
            "person": person,
            "day": day.isoformat(),
            "half": half,
            "segments": [{"code": "PRE", "minutes": None, "workshop": None}],
            "base": None,
            "acted_at": datetime.now(UTC).isoformat(),
        }


@contextmanager
def browsers(house: House, *words: str) -> Iterator[list[Browser]]:
    session, *persons = house.python(SIGN_IN).split()
    with served(house, "--no-daily", *words) as (port, _process):
        get(f"http://localhost:{port}/health/")
        yield [Browser(port, session, [int(person) for person in persons]) for _ in range(CLIENTS)]


@SQLITE_ONLY
@pytest.mark.parametrize("words", [("--workers", "2"), ("--server", "waitress")])
def test_browsers_that_save_at_once(words: tuple[str, ...], house: House) -> None:
    with browsers(house, *words) as clients:
        at_once(partial(client.work, number) for number, client in enumerate(clients))
    statuses = sum((client.statuses for client in clients), Counter[int]())
    assert set(statuses) == {200}, statuses
    outcomes = sum((client.outcomes for client in clients), Counter[str]())
    assert set(outcomes) <= {Outcome.APPLIED, Outcome.CONFLICT, Outcome.SUPERSEDED}
    assert outcomes.total() == CLIENTS * SAVES_EACH * WORKSHOP
    sent = {one.replace("-", "") for client in clients for one in client.sent}
    kept = house.ask("SELECT id FROM attendance_entry UNION SELECT id FROM attendance_lateoperation")
    assert {str(row[0]) for row in kept} == sent
    house.assert_whole()
