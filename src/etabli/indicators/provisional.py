"""What may still change in the figures of a period: months that are not closed, sick notes awaited, half-days missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext, ngettext

from etabli.attendance.queries.months import Unsettled, unsettled
from etabli.core.periods import Period, next_month
from etabli.indicators.choosing import in_words
from etabli.org.models import Establishment


@dataclass(frozen=True)
class Provisional:
    """`title`: empty when every month is closed. `sentences`: each of one thing; none when nothing may change."""

    title: str
    sentences: tuple[str, ...]

    @property
    def text(self) -> str:
        return " ".join(self.sentences)


def provisional(establishment: Establishment, period: Period, on: date) -> Provisional:
    """What a reader of the figures is told, as of a day; counts of the whole establishment, no names. Three queries."""
    return worded(unsettled(establishment, period, on))


def worded(found: Unsettled) -> Provisional:
    """What may still change, in the present language."""
    return Provisional(gettext("Provisional figures") if found.open_months else "", tuple(_sentences(found)))


def _sentences(found: Unsettled) -> list[str]:
    said = []
    if found.open_months:
        said.append(gettext("Months not closed: %(months)s.") % {"months": _in_words(found.open_months)})
    if found.awaited:
        said.append(
            ngettext(
                "%(number)s sick note is awaited: its days are not paid until it is received.",
                "%(number)s sick notes are awaited: their days are not paid until they are received.",
                found.awaited,
            )
            % {"number": found.awaited}
        )
    if found.missing:
        said.append(
            ngettext(
                "%(number)s half-day that is due has nothing typed: it counts nowhere, and the rates are lower for it.",
                "%(number)s half-days that are due have nothing typed: they count nowhere, and the rates are lower for"
                " it.",
                found.missing,
            )
            % {"number": found.missing}
        )
    return said


def _in_words(months: Sequence[date]) -> str:
    """Those that follow each other together: "2024, January 2025 to March 2025, June 2025"."""
    runs: list[Period] = []
    for month in months:
        if runs and runs[-1].end == month:
            runs[-1] = Period(runs[-1].start, next_month(month))
        else:
            runs.append(Period(month, next_month(month)))
    return ", ".join(in_words(run) for run in runs)
