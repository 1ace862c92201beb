"""The one-page note for the dialogue with the ARS: figures of a period, their divisions and sources, no names.

Typst makes it, with its own fonts, as PDF/A-2a and PDF/UA-1: archived as it is, read aloud in its language.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext

from etabli.core.periods import Period
from etabli.indicators import boards, presenting
from etabli.indicators.choosing import DRAWN, in_words
from etabli.indicators.definitions import definitions
from etabli.indicators.explaining import summary_of
from etabli.indicators.formats import shown_number, shown_value
from etabli.indicators.models import Target
from etabli.indicators.provisional import provisional
from etabli.indicators.queries import Figure, figures, months_of_codes, scope_of, targets_of
from etabli.kit import localised
from etabli.kit.papers import drawings, made, paper, setting
from etabli.org.models import Establishment

RATES = (
    "paid_hours_activity_rate",
    "target_fulfilment_rate",
    "occupancy_rate",
    "active_caseload_rate",
    "blended_occupancy_rate",
)
READ_WITH = ("part_time_share", "active_caseload", "headcount", "fte", "trainee_days")
"""What occupancy is read with."""
ABSENCES = ("mean_absence_days", "absence_spells", "mean_spell_length")


def note(establishment: Establishment, period: Period, *, made_by: str, on: date) -> bytes:
    """The PDF, in the present language."""
    return paper("etabli.indicators", "note", contents(establishment, period, made_by=made_by, on=on))


def contents(establishment: Establishment, period: Period, *, made_by: str, on: date) -> dict[str, Any]:
    """All that the note says, as plain values in the present language."""
    scope = scope_of(establishment)
    found = {row.definition.code: row for row in figures(scope, period)}
    targets = targets_of(establishment, period)
    expected = provisional(establishment, period, on)
    return {
        **setting(on),
        "title": gettext("Activity of %(name)s, %(period)s") % {"name": establishment.name, "period": in_words(period)},
        "place": [
            [gettext("Establishment"), f"{establishment.name} ({establishment.finess})"],
            [gettext("Association"), establishment.association.name],
            [gettext("Period"), in_words(period)],
            [gettext("Made"), made(on, made_by)],
        ],
        "provisional": [expected.title, expected.text],
        "rates": [_rate(found[code], targets) for code in RATES if code in found],
        "read_with": [_told(found[code]) for code in READ_WITH if code in found],
        "absence": _absence(found, scope, period),
        "absences": [_told(found[code]) for code in ABSENCES if code in found],
        "charts": _charts(found, targets, scope, period),
        "words": _words(),
    }


def _words() -> dict[str, str]:
    return {
        "rates": gettext("Activity rates"),
        "measure": gettext("Measure and source"),
        "division": gettext("Numerator ÷ denominator"),
        "result": gettext("Result"),
        "target": gettext("Target"),
        "read_with": gettext("What occupancy is read with"),
        "why_read_with": gettext(
            "The CNSA guide of January 2019 asks that occupancy be read with the share of part-timers and the active"
            " caseload: two half-timers need more support than one full-timer."
        ),
        "by_month": gettext("Month by month"),
        "legend": gettext("Points: each month. Thick line: the months so far. Dashes: the target."),
        "absence": gettext("Absence by reason"),
        "reason": gettext("Reason"),
        "days": gettext("Days"),
        "share": gettext("Share"),
        "no_absence": gettext("No absence is written down for this period."),
        "foot": gettext(
            "There is no official definition of an activity rate: each is named with what it divides. Every figure can"
            " be opened in Établi, down to the half-days that make it. This note names nobody."
        ),
    }


def _rate(figure: Figure, targets: Mapping[str, Target]) -> dict[str, str]:
    definition = figure.definition
    target = targets.get(definition.code)
    return {
        "label": definition.label(presenting.language()),
        "source": definition.source(presenting.language()),
        "division": presenting.division(figure),
        "value": presenting.value_of(figure),
        "target": shown_value(definition, presenting.target_value(target, definition)) if target else "–",
    }


def _told(figure: Figure) -> list[str]:
    """Name, value and what was divided for it, which is empty for a count."""
    value = f"{presenting.value_of(figure)} {presenting.unit_of(figure)}".strip()
    return [figure.definition.label(presenting.language()), value, presenting.division(figure)]


def _absence(found: Mapping[str, Figure], scope: str, period: Period) -> list[dict[str, str]]:
    figure = found.get("absence_days")
    if figure is None or figure.refusal is not None or not figure.num:
        return []
    rows = presenting.part_rows(summary_of(definitions()["absence_days"], scope, period).parts)
    return [*rows, {"label": gettext("Together"), "num": shown_number(figure.num), "share": localised.ratio(1)}]


def _charts(
    found: Mapping[str, Figure], targets: Mapping[str, Target], scope: str, period: Period
) -> list[dict[str, str]]:
    """Two rates month by month, drawn; none for a single month, and none that cannot be drawn."""
    codes = boards.given(DRAWN, found) if len(period.months()) > 1 else []
    months = months_of_codes(codes, scope, period) if codes else {}
    return drawings(presenting.picture_of_months(held, targets.get(code)) for code, held in months.items())
