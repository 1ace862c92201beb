"""Threads that write in one establishment, and what PostgreSQL says of the one that waits."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from functools import partial

from django.db import connection, transaction

from etabli.org.models import Establishment
from etabli.org.turns import one_at_a_time
from tests.waiting import at_once, begun, ended


def in_threads(*acts: Callable[[], object]) -> list[BaseException]:
    """Each act in a thread of its own, all at once; what went wrong."""
    complaints: list[BaseException] = []

    def run(act: Callable[[], object]) -> None:
        try:
            act()
        except BaseException as error:
            complaints.append(error)
        finally:
            connection.close()

    at_once(partial(run, act) for act in acts)
    return complaints


def tables_written_by_those_who_wait() -> int:
    """Tables that a waiting transaction has written to, once there is one that waits."""
    with connection.cursor() as cursor:
        for _ in range(500):
            cursor.execute("SELECT pid FROM pg_locks WHERE NOT granted")
            waiting = [pid for (pid,) in cursor.fetchall()]
            if waiting:
                break
            time.sleep(0.02)
        else:
            raise AssertionError("nobody waits")
        written = "SELECT COUNT(*) FROM pg_locks WHERE granted AND mode = 'RowExclusiveLock' AND pid = ANY(%s)"
        cursor.execute(written, [waiting])
        return int(cursor.fetchone()[0])


def waits_without_writing(place: Establishment, write: Callable[[], object]) -> None:
    """While another holds the turn of the place, `write` waits and has written to no table; then it does. PostgreSQL only."""
    done = threading.Event()

    def waiter() -> None:
        write()
        done.set()

    def holder() -> None:
        with transaction.atomic():
            one_at_a_time(place)
            threads = begun([lambda: complaints.extend(in_threads(waiter))])
            written = tables_written_by_those_who_wait()
            assert not done.is_set()
        ended(threads)
        assert written == 0

    complaints: list[BaseException] = []
    assert [*in_threads(holder), *complaints] == [] and done.is_set()
