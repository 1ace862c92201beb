"""Measuring, and the tables that say what was measured.

Each duration is measured twice: on the clock, and as processor time of this process. On a machine that does other things
besides, the second says more (on PostgreSQL it leaves out the server's part).
"""

from __future__ import annotations

import gc
import os
import platform
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from rich.console import Console
from rich.progress import Progress
from rich.table import Table

WIDTH = 110
console = Console(highlight=False, width=None if Console().is_terminal else WIDTH)


@dataclass(frozen=True)
class Times:
    """Durations of one thing done several times, in milliseconds: on the clock, and of the processor."""

    clock: tuple[float, ...]
    processor: tuple[float, ...]

    @property
    def median(self) -> float:
        return statistics.median(self.clock)

    @property
    def p95(self) -> float:
        """The duration that 95 runs out of 100 do not exceed (the longest under twenty runs)."""
        return _p95(self.clock)

    @property
    def busy(self) -> float:
        """Median processor time."""
        return statistics.median(self.processor)

    @property
    def busy_p95(self) -> float:
        """Processor time that 95 runs out of 100 do not exceed."""
        return _p95(self.processor)

    @property
    def fair(self) -> float:
        """What ratios are made of: processor time where all the work is in this process (SQLite), else the clock."""
        from django.db import connection

        return self.busy if connection.vendor == "sqlite" else self.median


def _p95(times: Sequence[float]) -> float:
    ordered = sorted(times)
    return ordered[min(len(ordered) - 1, round(0.95 * len(ordered)))]


def once(action: Callable[[], object]) -> tuple[float, float]:
    """(clock, processor) milliseconds of the action. Rubbish is collected before, not inside."""
    gc.collect()
    clock, processor = time.perf_counter(), time.process_time()
    action()
    return (time.perf_counter() - clock) * 1000, (time.process_time() - processor) * 1000


def several(actions: Sequence[Callable[[], object]]) -> Times:
    """Each action once, one after the other; the first two only warm up."""
    runs = [once(action) for action in actions][2:]
    return Times(tuple(clock for clock, _ in runs), tuple(processor for _, processor in runs))


def timed(action: Callable[[], object], times: int) -> Times:
    return several([action] * (times + 2))


def head(title: str) -> None:
    """What is measured, on what, and how busy the machine was when it began."""
    from django.db import connection

    connection.ensure_connection()
    console.rule(title)
    console.print(
        f"{_version(connection)}, Python {platform.python_version()}, {os.cpu_count()} processors, load {load()}",
        style="dim",
    )


def load() -> str:
    """Processes that wanted to run, over the last 1, 5 and 15 minutes."""
    return " ".join(f"{value:.2f}" for value in os.getloadavg())


def _version(connection: Any) -> str:
    number = ".".join(str(part) for part in connection.get_database_version())
    return f"{connection.display_name} {number}"


def table(title: str, columns: Sequence[str], rows: Sequence[Sequence[str]], note: str = "") -> None:
    """A table; its first column is words, the others numbers. Under it the note, and the load of the machine afterwards."""
    shown = Table(title=title, title_justify="left", caption=f"{note} Load {load()}.".strip(), caption_justify="left")
    for number, column in enumerate(columns):
        shown.add_column(column, justify="left" if number == 0 else "right")
    for row in rows:
        shown.add_row(*row)
    console.print(shown)


def ms(value: float) -> str:
    return f"{value:,.1f} ms"


def ratio(value: float, reference: float) -> str:
    """How many times the reference."""
    return f"× {value / reference:,.2f}" if reference else "–"


def seconds(value: float) -> str:
    return f"{value / 1000:,.1f} s"


def a_second(count: int, value: float) -> str:
    """How many a second; `value` in milliseconds."""
    return f"{count / value * 1000:,.0f}"


@contextmanager
def progress(label: str, total: int | None) -> Iterator[Callable[..., None]]:
    """Gives `advance(n=1)`; a bar on a terminal, nothing elsewhere."""
    with Progress(console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task(label, total=total)
        yield lambda steps=1: bar.update(task, advance=steps)
