"""Locks between processes on one data folder. A lock ends with its process, however that ends."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from etabli.core.refusal import Refusal

SERVING = "serving.lock"
UPGRADING = "upgrading.lock"


@contextmanager
def held(path: Path, code: str, shared: bool = False, wait: bool = False) -> Iterator[None]:
    """Hold the lock; refused with `code` when another process does, unless `wait`.

    Several may hold it `shared` (two servers on one data folder), none while one holds it alone (a restore).
    """
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    mode = fcntl.LOCK_SH if shared else fcntl.LOCK_EX
    try:
        try:
            fcntl.flock(descriptor, mode if wait else mode | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Refusal(code) from error
        yield
    finally:
        os.close(descriptor)
