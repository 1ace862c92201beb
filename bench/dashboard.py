"""The figures of one establishment: flat, whatever the number of years behind them?"""

from __future__ import annotations

from argparse import Namespace
from datetime import date

from bench import _show
from bench._place import arguments, place

TARGET_MS = 100.0
MILESTONES = (1, 2, 5, 10)
"""Years of facts after which everything is measured."""


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
    rows: list[tuple[str, ...]] = []
    references: list[float] = []
    with _show.progress("Years of attendance", 12 * options.years) as advance:
        for count in range(1, options.years + 1):
            year = bench.first_year + count - 1
            _made.live(bench, year, advance)
            if count in MILESTONES or count == options.years:
                measured = _measure(bench, year, options.times)
                references = references or measured
                rows.append((f"{count}", *_cells(measured, references)))
    _show.table(
        f"{_wanted()} figures, medians",
        ("Years of facts", "last year", "/ 1 year", "on raw facts", "raw / cache", "all years", "all, on raw facts", "raw / cache"),
        rows,
        f"Target: the figures of a year under {TARGET_MS:.0f} ms, flat with years.",
    )


def _wanted() -> int:
    from etabli.indicators.definitions import definitions

    return sum("ESAT" in definition.kinds for definition in definitions().values())


def _measure(bench, year: int, times: int) -> list[float]:  # type: ignore[no-untyped-def]
    """Processor and clock agree here; medians on the clock of: the year, on raw facts, all years, on raw facts."""
    from etabli.core.periods import Period
    from etabli.indicators.definitions import definitions
    from etabli.indicators.queries import figures, live_sum, scope_of

    scope = scope_of(bench.establishment)
    wanted = [definition for definition in definitions().values() if "ESAT" in definition.kinds]
    measured = []
    for period, runs in (
        (Period(date(year, 1, 1), date(year + 1, 1, 1)), times),
        (Period(date(bench.first_year, 1, 1), date(year + 1, 1, 1)), max(3, times // 5)),
    ):
        measured.append(_show.timed(lambda period=period: figures(scope, period), runs).median)
        raw = _show.timed(lambda period=period: [live_sum(definition, scope, period) for definition in wanted], runs)
        measured.append(raw.median)
    return measured


def _cells(measured: list[float], references: list[float]) -> tuple[str, ...]:
    year, year_raw, every, every_raw = measured
    return (
        _show.ms(year),
        _show.ratio(year, references[0]),
        _show.ms(year_raw),
        _show.ratio(year_raw, year),
        _show.ms(every),
        _show.ms(every_raw),
        _show.ratio(every_raw, every),
    )


if __name__ == "__main__":
    main()
