"""The demo workplace, from an empty folder: two ESATs, two years of attendance."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from bench import _show
from bench._place import arguments, place

TARGET_MS = 60_000.0


def main() -> None:
    options = arguments(__doc__).parse_args()
    with place(options) as home:
        run(options, home)


def run(options: Namespace, home: Path) -> None:
    from etabli.attendance.models import Entry, HalfDayFact
    from etabli.config.demo import loading
    from etabli.kit.clock import now
    from etabli.kit.models import JournalRow

    _show.head("Demo workplace")
    at = now()
    with _show.progress("Months of attendance", loading.steps(at)) as advance:
        clock, processor = _show.once(lambda: loading.load(at=at, home=home, advance=advance))
    rows = [("load", "", _show.seconds(clock), _show.seconds(processor), "", _show.ratio(clock, TARGET_MS))]
    for name, model in (
        ("half-days typed", Entry),
        ("half-days counted", HalfDayFact),
        ("rows of the journal", JournalRow),
    ):
        count = model._default_manager.count()
        rows.append((name, f"{count:,}", "", "", _show.a_second(count, clock), ""))
    _show.table(
        "Loading, once",
        ("What", "rows", "clock", "processor", "rows a second", "/ target"),
        rows,
        "Target: under 60 s.",
    )


if __name__ == "__main__":
    main()
