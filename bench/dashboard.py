"""The figures of one establishment: flat, whatever the number of years behind them?"""

from __future__ import annotations

from argparse import Namespace
from datetime import date
from functools import partial
from typing import Any

from bench import _show
from bench._place import arguments, place
from bench._show import Times

TARGET_MS = 100.0
COLUMNS = (
    "Years", "last year", "processor", "/ 1 year", "raw facts", "raw / cache", "all years", "raw facts", "raw / cache",
)  # fmt: skip
MILESTONES = (1, 2, 5, 10)
"""Years of facts after which everything is measured."""
ACTIVITY = frozenset({"asp", "anap", "andicat", "contracts", "absence"})
"""Frameworks of attendance and contracts: what the dashboard is read for. The target is theirs."""


def main() -> None:
    parser = arguments(__doc__)
    parser.add_argument("--years", type=int, default=max(MILESTONES), help="years of facts in all (10)")
    parser.add_argument("--times", type=int, default=15, help="runs of each measurement (15)")
    options = parser.parse_args()
    with place(options):
        run(options)


def run(options: Namespace) -> None:
    from bench import _made

    _show.head(f"Figures of an ESAT of 120 people, up to {options.years} years of facts")
    bench = _made.begin(options.years)
    rows: dict[str, list[tuple[str, ...]]] = {"activity": [], "every": []}
    references: dict[str, float] = {}
    with _show.progress("Years of attendance", 12 * options.years) as advance:
        for count in range(1, options.years + 1):
            year = bench.first_year + count - 1
            _made.live(bench, year, advance)
            if count in MILESTONES or count == options.years:
                for group, found in rows.items():
                    measured = _measure(bench, year, options.times, _wanted(group))
                    reference = references.setdefault(group, measured[0].fair)
                    found.append((f"{count}", *_cells(measured, reference)))
    target = f"Target: those of a year under {TARGET_MS:.0f} ms, flat with years."
    _show.table(f"{len(_wanted('activity'))} figures of activity", COLUMNS, rows["activity"], target)
    _show.table(f"{len(_wanted('every'))} figures: sales, load and pathways too", COLUMNS, rows["every"], "")


def _wanted(group: str) -> list[Any]:
    from etabli.indicators.definitions import definitions

    found = [definition for definition in definitions().values() if "ESAT" in definition.kinds]
    return found if group == "every" else [definition for definition in found if definition.framework in ACTIVITY]


def _measure(bench: Any, year: int, times: int, wanted: list[Any]) -> list[Times]:
    """Figures of the last year, the same on raw facts, figures of all years, the same on raw facts."""
    from etabli.core.periods import Period
    from etabli.indicators.queries import figures, live_sum, scope_of

    scope, codes = scope_of(bench.establishment), [definition.code for definition in wanted]
    measured = []
    for first, runs in ((year, times), (bench.first_year, max(3, times // 5))):
        period = Period(date(first, 1, 1), date(year + 1, 1, 1))
        measured.append(_show.timed(partial(figures, scope, period, codes), times))
        measured.append(_show.timed(lambda period=period: [live_sum(row, scope, period) for row in wanted], runs))
    return measured


def _cells(measured: list[Times], reference: float) -> tuple[str, ...]:
    year, year_raw, every, every_raw = measured
    return (
        _show.ms(year.median),
        _show.ms(year.busy),
        _show.ratio(year.fair, reference),
        _show.ms(year_raw.median),
        _show.ratio(year_raw.fair, year.fair),
        _show.ms(every.median),
        _show.ms(every_raw.median),
        _show.ratio(every_raw.fair, every.fair),
    )


if __name__ == "__main__":
    main()
