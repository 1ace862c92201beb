"""What a tablet is told is saved is on the disk: it forgets the operation then."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

_TURN = threading.Lock()
"""SQLite has one writer. Threads that wait for it here take turns at once; SQLite itself would have them ask again and
again, ever more rarely."""


@contextmanager
def in_turn() -> Iterator[None]:
    """What is written inside waits for the other tablets without asking SQLite again and again."""
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        yield
        return
    with _TURN:
        yield


@contextmanager
def on_disk() -> Iterator[None]:
    """In turn, and each commit inside is on the disk when it returns.

    On SQLite commits usually reach the disk a little later: a loss of power would take back the last ones, which an office
    types again and a tablet would not send again. PostgreSQL waits for the disk by itself.
    """
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        yield
        return
    with in_turn():
        _synchronous("FULL")
        try:
            yield
        finally:
            _synchronous("NORMAL")


def _synchronous(level: str) -> None:
    connection.ensure_connection()
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA synchronous={level}")
