"""One tap on the attendance grid: how long a save of 12 and of 120 people takes on the server.

Measured as it is served: on SQLite a thread brings the log into the file beside the saves, and its processor time is in
theirs where they meet. What is saved is saved one after the other without a pause, which no workplace does.
"""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import partial
from itertools import cycle, islice
from typing import Any

from bench import _show
from bench._place import arguments, place

TARGET_MS = 20.0
SIZES = (1, 12, 120)
WAYS = (("present, then corrected", ("PRE", "SOU")), ("with sickness in turn", ("PRE", "MAL")))


def main() -> None:
    parser = arguments(__doc__)
    parser.add_argument("--times", type=int, default=40, help="saves of each size (40)")
    options = parser.parse_args()
    with place(options):
        run(options)


def run(options: Namespace) -> None:
    from bench import _made

    _show.head("Attendance: one save")
    bench = _made.begin(1)
    with _show.progress("A year of attendance", 12) as advance:
        _made.live(bench, _made.LAST_YEAR, advance)
    rows = []
    for name, codes in WAYS:
        reference = 0.0
        for size in SIZES:
            times = _show.several(list(islice(_saves(bench, size, codes), options.times + 2)))
            reference = reference or times.fair
            rows.append(
                (
                    f"{size} people, {name}",
                    _show.ms(times.median),
                    _show.ms(times.p95),
                    _show.ms(times.busy),
                    _show.ms(times.busy_p95),
                    _show.ratio(times.fair, reference),
                    _show.ratio(times.p95, TARGET_MS),
                )
            )
    _show.table(
        "record(): one half-day of each person, after a year of facts",
        ("Saved", "p50", "p95", "processor p50", "processor p95", "/ 1 person", "p95 / target"),
        rows,
        f"Target: p95 under {TARGET_MS:.0f} ms for 120 people.",
    )


def _saves(bench: Any, size: int, codes: tuple[str, ...]) -> Iterator[Callable[[], object]]:
    """Saves of one half-day after the other of a month, and over again; each is made ready before it is measured."""
    from bench import _made
    from etabli.attendance.actions import record
    from etabli.core.periods import Period

    month = Period(date(_made.LAST_YEAR + 1, 1, 5), date(_made.LAST_YEAR + 1, 1, 31))
    at = _made.moment(_made.LAST_YEAR) + timedelta(days=20)
    slots = [(day, half) for day in _made.open_days(bench, month) for half in (0, 1)]
    standing: dict[tuple[int, date, int], Any] = {}
    for code, (day, half) in cycle((code, slot) for code in codes for slot in slots):
        sent = _made.half_day(bench, day, half, size, code, at, standing)
        yield partial(record, establishment=bench.establishment, operations=sent, by=None, at=at)


if __name__ == "__main__":
    main()
