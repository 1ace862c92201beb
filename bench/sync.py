"""Tablets: how long the server takes for what they send, forty of them at once, and how heavy their page is."""

from __future__ import annotations

import gzip
import http.client
import json
import os
import random
import subprocess
import sys
import threading
import time
from argparse import Namespace
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from itertools import cycle, islice
from pathlib import Path
from typing import Any

from bench import _show
from bench._place import arguments, place

SIZES = (1, 30, 200, 1000)
MOST_AT_ONCE = 200
TABLETS, THREADS_A_WORKSHOP = 40, 4
PEOPLE_OF_A_TEAM = 12
PORT = 18765
MOST_KILOBYTES = 30


def main() -> None:
    parser = arguments(__doc__)
    parser.add_argument("--times", type=int, default=15, help="requests of each size (15)")
    parser.add_argument("--seconds", type=int, default=60, help="how long forty tablets send (60)")
    options = parser.parse_args()
    with place(options) as home:
        run(options, home)


def run(options: Namespace, home: Path) -> None:
    from bench import _made
    from etabli.config.serving import collect_static

    collect_static()
    _show.head("What tablets send")
    bench = _made.begin(1)
    with _show.progress("A year of attendance", 12) as advance:
        _made.live(bench, _made.LAST_YEAR, advance)
    activities = _activities(bench)
    _sizes(options, bench, activities)
    if not options.postgres:
        _at_once(options, home, bench, activities)
        _weight()


# ---------------------------------------------------------------- one tablet


def _sizes(options: Namespace, bench: Any, activities: dict[int, Any]) -> None:
    """Through the whole application, one request after the other; a thousand operations are five requests."""
    from django.test import Client

    office = _tablet(bench, "office", "", "head_of_service")
    client = Client(headers={"host": "localhost"})
    client.cookies.load({office.cookie[0]: office.cookie[1]})
    rows = []
    for kind, make in (("presence", _presence), ("work", partial(_work, activities=activities))):
        reference = 0.0
        for size in SIZES:
            sends = islice(_sends(client, bench, office, size, make), options.times + 2)
            times = _show.several(list(sends))
            reference = reference or times.fair
            rows.append(
                (
                    f"{size:,} × {kind}",
                    str(-(-size // MOST_AT_ONCE)),
                    _show.ms(times.median),
                    _show.ms(times.p95),
                    _show.ms(times.busy),
                    _show.ms(times.fair / size),
                    _show.ratio(times.fair, reference),
                )
            )
    columns = ("Operations", "requests", "p50", "p95", "processor p50", "each", "/ 1 operation")
    _show.table("POST /tablet/sync", columns, rows, "Every operation is new, over what its author wrote there before.")


def _sends(
    client: Any, bench: Any, tablet: Tablet, size: int, make: Callable[..., dict[str, Any]]
) -> Iterator[Callable[[], object]]:
    slots = cycle(_slots(bench))
    for number in range(10_000):
        operations = [make(tablet.author, bench, *slot, number) for slot in islice(slots, size)]
        bodies = [
            json.dumps({"operations": operations[start : start + MOST_AT_ONCE]})
            for start in range(0, size, MOST_AT_ONCE)
        ]
        yield partial(_send_all, client, bodies)


def _send_all(client: Any, bodies: list[str]) -> None:
    for body in bodies:
        answer = client.post("/tablet/sync", body, content_type="application/json")
        refused = [row for row in answer.json()["answers"] if row["outcome"] == "refused"]
        if answer.status_code != 200 or refused:
            raise AssertionError((answer.status_code, refused[:1]))


def _slots(bench: Any) -> list[tuple[int, date, int]]:
    """Half-days of January after the year, person by person inside each half-day."""
    from bench import _made
    from etabli.core.periods import Period

    month = Period(date(_made.LAST_YEAR + 1, 1, 5), date(_made.LAST_YEAR + 1, 1, 31))
    days = _made.open_days(bench, month)
    return [(person, day, half) for day in days for half in (0, 1) for person in bench.persons[:100]]


def _presence(author: int, bench: Any, person: int, day: date, half: int, number: int) -> dict[str, Any]:
    code = ("PRE", "SOU")[number % 2]
    segments = [{"code": code, "minutes": None, "workshop": None}]
    return _operation("presence", author, person=person, day=day.isoformat(), half=half, segments=segments)


def _work(
    author: int, bench: Any, person: int, day: date, half: int, number: int, *, activities: dict[int, Any]
) -> dict[str, Any]:
    chosen = activities[person]
    activity = chosen[number % len(chosen)]
    parts = [{"activity": activity.pk, "minutes": None}]
    where = {"workshop": activity.workshop_id, "team": None}
    return _operation("work", author, person=person, day=day.isoformat(), half=half, parts=parts, **where)


_SEEN: dict[tuple[Any, ...], str] = {}
"""The last act of each author on each half-day: she acts over what she saw, as a tablet does."""


def _operation(kind: str, author: int, **values: Any) -> dict[str, Any]:
    from uuid_utils.compat import uuid7

    key, slot = str(uuid7()), (kind, author, values["person"], values["day"], values["half"])
    base, _SEEN[slot] = _SEEN.get(slot), key
    now = datetime.now().astimezone().isoformat()
    return {"id": key, "kind": kind, "author": author, "acted_at": now, "base": base, **values}


# ---------------------------------------------------------------- the workshop's things


@dataclass
class Tablet:
    """`author`: key of who is on it. `cookie`: name and value."""

    author: int
    cookie: tuple[str, str]
    people: list[int] = field(default_factory=list)


def _activities(bench: Any) -> dict[int, list[Any]]:
    """Two activities in each workshop, by person (key) who is there."""
    from etabli.people.queries import workshops_of
    from etabli.production.actions import ActivitySpec, save_activity

    at = datetime.now().astimezone()
    made = {
        workshop.pk: [
            save_activity(
                establishment=bench.establishment,
                workshop=workshop,
                spec=ActivitySpec(code=code, name=f"{name} {workshop.code}", unit="pièces"),
                by=None,
                at=at,
            )
            for code, name in (("A", "Pliage"), ("B", "Repassage"))
        ]
        for workshop in bench.establishment.workshops.all()
    }
    return {person: made[key] for person, key in workshops_of(bench.establishment).items() if key}


def _tablet(bench: Any, name: str, workshop: str, role: str = "instructor") -> Tablet:
    """A tablet with a user of its own on it."""
    from django.core.signing import get_cookie_signer

    from etabli.org.grants import add_user
    from etabli.people.queries import workshops_of
    from etabli.tablet.actions import enrol_device
    from etabli.tablet.pages import COOKIE, COOKIE_SALT

    at = datetime.now().astimezone()
    house = bench.establishment
    team = house.workshops.get(code=workshop) if workshop else None
    user = add_user(username=name, role=role, establishment=house, workshop=team, by=None, at=at)
    _device, token = enrol_device(establishment=house, name=name, language="fr", by=user, at=at)
    signed = get_cookie_signer(salt=COOKIE + COOKIE_SALT).sign(token)
    there = workshops_of(house, bench.persons)
    people = [person for person, key in there.items() if team is None or key == team.pk]
    return Tablet(user.pk, (COOKIE, signed), people[:PEOPLE_OF_A_TEAM])


# ---------------------------------------------------------------- forty at once


@dataclass
class Tally:
    """What one way of sending came to. `clock`: milliseconds of each request."""

    clock: list[float] = field(default_factory=list)
    data: list[float] = field(default_factory=list)
    operations: int = 0
    failures: list[str] = field(default_factory=list)


def _at_once(options: Namespace, home: Path, bench: Any, activities: dict[int, Any]) -> None:
    from bench import _made

    codes = [_made.WORKSHOPS[number // THREADS_A_WORKSHOP] for number in range(TABLETS)]
    tablets = [_tablet(bench, f"tablet-{number}", code) for number, code in enumerate(codes)]
    slots = _slots(bench)
    rows = []
    with _served(home):
        for name, pause in (("one after the other", 0.0), ("every 5 s", 5.0)):
            tally = _hammer(options.seconds, tablets, slots, bench, activities, pause)
            clock, data = _show.Times(tuple(tally.clock), (0.0,)), _show.Times(tuple(tally.data), (0.0,))
            rows.append(
                (
                    name,
                    f"{len(tally.clock):,}",
                    f"{tally.operations / options.seconds:,.0f}",
                    _show.ms(clock.median),
                    _show.ms(clock.p95),
                    _show.ms(max(tally.clock)),
                    _show.ms(data.p95),
                    str(len(tally.failures)),
                )
            )
            for failure in sorted(set(tally.failures))[:5]:
                _show.console.print(f"  failure: {failure}")
    note = f"{PEOPLE_OF_A_TEAM} people's presence and work in each request; every fifth loads the team too."
    columns = ("Sending", "requests", "operations / s", "p50", "p95", "longest", "p95 of data", "failures")
    _show.table(f"{TABLETS} tablets at once on SQLite, {options.seconds} s, etabli serve", columns, rows, note)


@contextmanager
def _served(home: Path) -> Iterator[None]:
    command = [sys.executable, "-m", "etabli.config.cli", "serve", "--port", str(PORT), "--no-daily"]
    source = str(Path(__file__).resolve().parents[1] / "src")
    environment = {**os.environ, "ETABLI_HOME": str(home), "PYTHONPATH": source, "PYTHONWARNINGS": "ignore"}
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    try:
        for _ in range(300):
            try:
                with closing(http.client.HTTPConnection("127.0.0.1", PORT, timeout=5)) as probe:
                    probe.request("GET", "/health/")
                    if probe.getresponse().status == 200:
                        break
            except OSError:
                time.sleep(0.1)
        yield
    finally:
        process.terminate()
        process.wait(timeout=20)


def _hammer(
    seconds: int, tablets: list[Tablet], slots: Any, bench: Any, activities: dict[int, Any], pause: float
) -> Tally:
    """Every tablet in a thread of its own until the time is over."""
    tally, lock = Tally(), threading.Lock()
    end = time.monotonic() + seconds
    threads = [
        threading.Thread(target=_live, args=(tablet, number, slots, bench, activities, pause, end, tally, lock))
        for number, tablet in enumerate(tablets)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return tally


def _live(
    tablet: Tablet,
    number: int,
    slots: list[tuple[int, date, int]],
    bench: Any,
    activities: dict[int, Any],
    pause: float,
    end: float,
    tally: Tally,
    lock: threading.Lock,
) -> None:
    """What one tablet does: send its team's half-day, then load what is new now and then."""
    chance = random.Random(number)
    speaker = _Speaker(tablet)
    time.sleep(chance.random() * pause)
    turn = 0
    while time.monotonic() < end:
        _, day, half = chance.choice(slots)
        operations = [
            make(tablet.author, bench, person, day, half, turn)
            for make in (_presence, partial(_work, activities=activities))
            for person in tablet.people
        ]
        took, failure = speaker.sync(operations)
        with lock:
            tally.clock.append(took)
            tally.operations += len(operations)
            tally.failures += [failure] if failure else []
        if turn % 5 == 0:
            took, failure = speaker.data()
            with lock:
                tally.data.append(took)
                tally.failures += [failure] if failure else []
        turn += 1
        time.sleep(pause)


class _Speaker:
    """The browser of a tablet: one connection, its cookies, the token against forged requests."""

    def __init__(self, tablet: Tablet) -> None:
        self._author = tablet.author
        self._connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=60)
        self._headers = {"Cookie": "=".join(tablet.cookie), "Content-Type": "application/json"}
        status, body, cookies = self._ask("GET", "/tablet/csrf", None)
        if status != 200:
            raise AssertionError(body)
        self._headers["X-CSRFToken"] = json.loads(body)["token"]
        self._headers["Cookie"] += "; " + next(text.split(";")[0] for text in cookies if text.startswith("csrftoken"))

    def _ask(self, method: str, path: str, body: bytes | None) -> tuple[int, bytes, list[str]]:
        self._connection.request(method, path, body, self._headers)
        answer = self._connection.getresponse()
        return answer.status, answer.read(), answer.headers.get_all("Set-Cookie") or []

    def sync(self, operations: list[dict[str, Any]]) -> tuple[float, str]:
        body = json.dumps({"operations": operations}).encode()
        begun = time.perf_counter()
        try:
            status, text, _ = self._ask("POST", "/tablet/sync", body)
        except (OSError, http.client.HTTPException) as error:
            self._connection.close()
            return (time.perf_counter() - begun) * 1000, type(error).__name__
        took = (time.perf_counter() - begun) * 1000
        if status != 200:
            return took, f"{status} {text[:200]!r}"
        answers = {row["id"]: row for row in json.loads(text)["answers"]}
        bad = [
            row for row in operations if answers.get(row["id"], {"outcome": "lost"})["outcome"] in ("lost", "refused")
        ]
        return took, str(answers.get(bad[0]["id"])) if bad else ""

    def data(self) -> tuple[float, str]:
        begun = time.perf_counter()
        try:
            status, text, _ = self._ask("GET", f"/tablet/data?author={self._author}", None)
        except (OSError, http.client.HTTPException) as error:
            self._connection.close()
            return (time.perf_counter() - begun) * 1000, type(error).__name__
        return (time.perf_counter() - begun) * 1000, "" if status == 200 else f"{status} {text[:200]!r}"


# ---------------------------------------------------------------- how heavy the page is


def _weight() -> None:
    from django.contrib.staticfiles import finders
    from django.template.loader import render_to_string

    parts = {name: Path(str(finders.find(f"dist/{name}"))).read_bytes() for name in ("tablet.js", "tablet-worker.js")}
    scripts = sum(_compressed(content) for content in parts.values())
    parts["tablet.css"] = Path(str(finders.find("dist/tablet.css"))).read_bytes()
    parts["page (HTML)"] = render_to_string("tablet/shell.html", {"language": "fr"}).encode()
    rows = [
        (name, f"{len(content) / 1024:,.1f} kB", f"{_compressed(content) / 1024:,.1f} kB")
        for name, content in parts.items()
    ]
    rows.append(("scripts together", "", f"{scripts / 1024:,.1f} kB"))
    target = (
        f"Target: scripts under {MOST_KILOBYTES} kB compressed, {_show.ratio(scripts / 1024, MOST_KILOBYTES)} of it."
    )
    _show.table("The page of the tablet", ("File", "as built", "compressed"), rows, target)


def _compressed(content: bytes) -> int:
    return len(gzip.compress(content, 9))


if __name__ == "__main__":
    main()
