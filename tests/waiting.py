"""Waiting that ends: a test that would wait for ever fails with a sentence instead, and holds up no run."""

from __future__ import annotations

import subprocess
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from time import monotonic
from types import TracebackType

LIMIT = 240.0
"""Seconds that nothing takes, however busy the machine: who waits longer waits for what never comes."""


def begun(acts: Iterable[Callable[[], object]]) -> list[threading.Thread]:
    """Each act in a thread of its own. One that never ends does not keep the run from ending."""
    threads = [threading.Thread(target=act, daemon=True) for act in acts]
    for thread in threads:
        thread.start()
    return threads


def ended(threads: Iterable[threading.Thread]) -> None:
    """Wait for them all, at most `LIMIT` seconds together."""
    until = monotonic() + LIMIT
    waited_for = list(threads)
    for thread in waited_for:
        thread.join(max(0.0, until - monotonic()))
    late = [thread.name for thread in waited_for if thread.is_alive()]
    assert not late, f"after {LIMIT:.0f} seconds these threads still run: {', '.join(late)}"


def at_once(acts: Iterable[Callable[[], object]]) -> None:
    """All at the same time, each in a thread of its own, until the last has ended."""
    ended(begun(acts))


class Started(subprocess.Popen[str]):
    """A process that outlives no test: one that an error leaves running is killed, not waited for."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is not None:
            self.kill()
        super().__exit__(kind, error, trace)


@contextmanager
def answers_of(process: subprocess.Popen[str]) -> Iterator[Callable[[], str]]:
    """Its lines, one a call; it is killed when they take longer than `LIMIT` seconds together, and they are empty from then on."""
    assert process.stdout is not None
    timer = threading.Timer(LIMIT, process.kill)
    timer.daemon = True
    timer.start()
    try:
        yield process.stdout.readline
    finally:
        timer.cancel()


def kill(process: subprocess.Popen[str]) -> tuple[str, str]:
    """End it at once; answers what it had still said: output, complaints."""
    process.kill()
    return process.communicate(timeout=LIMIT)
