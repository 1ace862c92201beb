"""One tap on the attendance grid: how long a save of 12 and of 120 people takes on the server."""

from __future__ import annotations

from argparse import Namespace
from datetime import date, timedelta
from itertools import cycle

from bench import _show
from bench._place import arguments, place

TARGET_MS = 20.0
SIZES = (1, 12, 120)


def main() -> None:
    parser = arguments(__doc__)
    parser.add_argument("--times", type=int, default=60, help="saves of each size (60)")
    options = parser.parse_args()
    with place(options):
        run(options)


def run(options: Namespace) -> None:
    from bench import _made
    from etabli.attendance.actions import record
    from etabli.core.periods import Period

    _show.head("Attendance: one save")
    bench = _made.begin(1)
    with _show.progress("A year of attendance", 12) as advance:
        _made.live(bench, _made.LAST_YEAR, advance)
    january = Period(date(_made.LAST_YEAR + 1, 1, 5), date(_made.LAST_YEAR + 1, 1, 31))
    slots = [(day, half) for day in _made.open_days(bench, january) for half in (0, 1)]
    at = _made.moment(_made.LAST_YEAR) + timedelta(days=20)

    rows = []
    for name, codes in (("present, then corrected", ("PRE", "SOU")), ("with sickness in turn", ("PRE", "MAL"))):
        reference = 0.0
        for size in SIZES:
            turn = cycle((day, half, code) for code in codes for day, half in slots)

            def save(size: int = size, turn: cycle = turn) -> list:
                day, half, code = next(turn)
                return list(_made.half_day(bench, day, half, size, code, at))

            runs = []
            for _ in range(options.times + 1):
                operations = save()
                runs.append(
                    _show.once(lambda sent=operations: record(establishment=bench.establishment, operations=sent, by=None, at=at))
                )
            times = _show.Times(tuple(runs[1:]))
            reference = reference or times.median
            rows.append(
                (
                    f"{size} people, {name}",
                    _show.ms(times.median),
                    _show.ms(times.p95),
                    _show.ratio(times.median, reference),
                    _show.ratio(times.p95, TARGET_MS),
                )
            )
    _show.table(
        "record(): one half-day of each person, after a year of facts",
        ("Saved", "p50", "p95", "p50 / 1 person", "p95 / target"),
        rows,
        f"Target: p95 under {TARGET_MS:.0f} ms for 120 people.",
    )


if __name__ == "__main__":
    main()
