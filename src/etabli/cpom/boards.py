"""What the progress page and the paper hold, as plain values."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from etabli.attendance.queries.months import unsettled
from etabli.core.periods import Period
from etabli.cpom import showing
from etabli.cpom.models import BasinRow, Contract, Objective
from etabli.cpom.queries.gaps import lacking_of
from etabli.cpom.queries.progress import Progress, progress_of, spans_of
from etabli.cpom.wording import gap_worded
from etabli.indicators.provisional import Provisional, worded
from etabli.kit import localised


def progress_board(
    contract: Contract, objectives: Sequence[Objective], url: showing.Address, on: date
) -> dict[str, Any]:
    """Where the objectives stand on a day, what may still change, and what is lacking.

    The number of queries goes with the years and the figures, not with the objectives.
    """
    progress, said = _measured(contract, objectives, on)
    return {
        "objectives": [showing.objective_shown(one, url) for one in progress],
        "provisional": said,
        "gaps": [gap_worded(row.code, row.facts) for row in lacking_of(contract, progress)],
        "progress": progress,
    }


def _measured(contract: Contract, objectives: Sequence[Objective], on: date) -> tuple[list[Progress], Provisional]:
    past: Period | None = spans_of(contract, on)[1].past
    if past is None:
        return progress_of(contract, objectives, on, []), Provisional("", ())
    place = contract.establishment
    found = unsettled(place, past, on)
    return progress_of(contract, objectives, on, found.open_months), worded(found)


def basin_shown(row: BasinRow) -> dict[str, str]:
    """A number on the job basin, as written for the reader."""
    value = localised.quantity(row.value)
    return {
        "indicator": row.indicator,
        "year": str(row.year),
        "value": f"{value}{localised.SPACE}{row.unit}".strip(),
        "source": row.source,
    }
