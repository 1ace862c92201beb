"""What the pages of figures hold, as plain values: one function a page, a fixed number of queries each."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext

from etabli.attendance.models import HalfDayFact
from etabli.core.perimeter import Perimeter
from etabli.core.periods import Period, day_no
from etabli.indicators import presenting
from etabli.indicators.choosing import ABSENCES, DRAWN, HEADLINES, MONTHLY, OCCUPANCY_READING, OVERVIEW, RATES
from etabli.indicators.columns import figures_columns
from etabli.indicators.comparing import half_days_by_measure, what_if
from etabli.indicators.definitions import PATHWAYS, SUPPORT, definitions
from etabli.indicators.explaining import summary_of
from etabli.indicators.formats import reason_worded, shown_number, shown_value
from etabli.indicators.perimeters import figures_within, keeper
from etabli.indicators.provisional import provisional
from etabli.indicators.queries import (
    Figure,
    figures,
    figures_of_scopes,
    months_of_codes,
    scope_of,
    targets_of,
)
from etabli.indicators.rules import Keep
from etabli.indicators.wording import COUNTRIES
from etabli.kit.exports import screen
from etabli.org.models import Association, Establishment
from etabli.people.models import EngagementFact

EVERYBODY = Perimeter()
Address = Callable[[str], str]
"""The address of the explanation of a figure, by its code."""
_ELSEWHERE = frozenset({*HEADLINES, *OCCUPANCY_READING, *RATES, *ABSENCES, *PATHWAYS, *SUPPORT})


def has_people(establishment: Establishment) -> bool:
    return EngagementFact.objects.filter(establishment=establishment).exists()


def dashboard(
    establishment: Establishment,
    period: Period,
    url: Address,
    on: date,
    perimeter: Perimeter = EVERYBODY,
    codes: Collection[str] | None = None,
) -> dict[str, Any]:
    """Everything of the director's page for a period, as of a day. `codes`: see `readers`; without, those of every reader.

    Within a perimeter without targets and months: a target is of everybody, and months are kept without the persons.
    """
    scope, is_whole = scope_of(establishment), perimeter.is_whole
    rows = figures(scope, period, codes) if is_whole else figures_within(scope, period, perimeter, codes)
    found = {figure.definition.code: figure for figure in rows}
    targets = targets_of(establishment, period) if is_whole else {}
    months = months_of_codes(given(MONTHLY, found), scope, period) if is_whole else {}

    def tiles(codes: Sequence[str]) -> list[presenting.Tile]:
        return [
            presenting.tile(found[code], targets.get(code), url(code), months.get(code, ()))
            for code in codes
            if code in found
        ]

    return {
        "headlines": tiles(HEADLINES),
        "occupancy": tiles(OCCUPANCY_READING),
        "is_occupancy_known": "occupancy_rate" in found,
        "months": months_table(months),
        "charts": [{"code": code, "label": _label(code)} for code in DRAWN if code in months],
        "absence_tiles": tiles([code for code in ABSENCES if code != "absence_days"]),
        "absence": _absence(found, scope, period, url, keeper(perimeter, [establishment], period)),
        "rates": presenting.rate_rows([found[code] for code in RATES if code in found], targets, url),
        "pathways": _rows(found, url, [code for code in PATHWAYS if code in found]),
        "support": _rows(found, url, [code for code in SUPPORT if code in found]),
        "others": _rows(found, url, [code for code in found if code not in _ELSEWHERE]),
        "is_typed": _is_typed(establishment, period),
        "provisional": provisional(establishment, period, on),
    }


def _rows(found: Mapping[str, Figure], url: Address, codes: Sequence[str]) -> dict[str, Any]:
    """Figures one under the other, as `components/table.html` takes them."""
    return screen(figures_columns(), [presenting.figure_row(found[code], url(code)) for code in codes])


def given(codes: Sequence[str], found: Mapping[str, Figure]) -> list[str]:
    return [code for code in codes if code in found and found[code].refusal is None]


def _label(code: str) -> str:
    return definitions()[code].label(presenting.language())


def months_table(months: Mapping[str, Sequence[Figure]]) -> dict[str, Any] | None:
    """The rates month by month, for `indicators/months.html`; None when there are none."""
    if not months:
        return None
    return {"labels": [_label(code) for code in months], "rows": presenting.month_rows(list(months.values()))}


def _absence(
    found: Mapping[str, Figure], scope: str, period: Period, url: Address, keep: Keep | None
) -> dict[str, Any]:
    """Days of absence by reason, the largest first."""
    figure = found.get("absence_days")
    given = figure is not None and figure.refusal is None
    parts = summary_of(definitions()["absence_days"], scope, period, keep).parts if given else []
    return {
        "rows": presenting.part_rows(parts),
        "total": shown_number(figure.num) if figure is not None else "",
        "url": url("absence_days"),
    }


def _is_typed(establishment: Establishment, period: Period) -> bool:
    """True when something is typed in the period."""
    rows = HalfDayFact.objects.filter(establishment=establishment, typed=1, day_no__gte=day_no(period.start))
    return rows.filter(day_no__lt=day_no(period.end or period.start)).exists()


# ---------------------------------------------------------------- comparison


def comparison(
    establishment: Establishment, period: Period, assumptions: Mapping[str, int], url: Address
) -> dict[str, Any]:
    """The competing rates, the half-days that make them differ, and what other assumptions would give."""
    found = figures(scope_of(establishment), period, RATES)
    targets = targets_of(establishment, period)
    assumed = what_if(found, establishment, period, assumptions) if assumptions else []
    return {
        "rates": presenting.rate_rows(found, targets, url),
        "natures": _natures(establishment, period),
        "assumed": [
            {
                "label": row.figure.definition.label(presenting.language()),
                "den_now": shown_number(row.figure.den),
                "den": shown_number(row.den),
                "now": presenting.value_of(row.figure),
                "then": shown_value(row.figure.definition, row.value),
                "change": _change(row.figure, row.value),
            }
            for row in assumed
        ],
    }


def _change(figure: Figure, value: float | None) -> str:
    if value is None or figure.value is None:
        return ""
    gap = (value - figure.value) * 100
    if abs(gap) < 0.005:
        return gettext("no change")
    amount = presenting.amount_worded(figure.definition, gap)
    return gettext("%(gap)s more") % {"gap": amount} if gap > 0 else gettext("%(gap)s less") % {"gap": amount}


def _natures(establishment: Establishment, period: Period) -> list[dict[str, Any]]:
    """The same half-days in four groups: in hours and days, in hours only, in days only, in neither."""
    titles = {
        (True, True): gettext("In the paid hours and in the days"),
        (True, False): gettext("In the paid hours only"),
        (False, True): gettext("In the days only"),
        (False, False): gettext("In neither"),
    }
    rows = half_days_by_measure(establishment, period)
    groups = []
    for key, title in titles.items():
        held = [row for row in rows if (row.in_hours, row.in_days) == key]
        if held:
            groups.append(
                {
                    "title": title,
                    "total": shown_number(sum(row.half_days for row in held)),
                    "rows": [(reason_worded(row.nature), shown_number(row.half_days)) for row in held],
                }
            )
    return groups


# ---------------------------------------------------------------- several establishments


def overview(scope: str, places: Sequence[Establishment], period: Period) -> list[dict[str, Any]]:
    """One row a figure: its value over the whole and in each establishment; as many queries for twenty as for two."""
    scopes = [scope, *(scope_of(place) for place in places)]
    found = {name: {row.definition.code: row for row in rows} for name, rows in _overview(scopes, period).items()}
    return [
        {"code": code, "label": _label(code), "cells": [_overview_cell(found[name].get(code)) for name in scopes]}
        for code in OVERVIEW
        if code in found[scope]
    ]


def _overview(scopes: Sequence[str], period: Period) -> dict[str, list[Figure]]:
    return figures_of_scopes(scopes, period, OVERVIEW)


def _overview_cell(figure: Figure | None) -> dict[str, str]:
    if figure is None:
        return {"value": gettext("not for this kind"), "note": ""}
    return {"value": presenting.value_of(figure), "note": presenting.division(figure)}


def scope_name(scope: str) -> str:
    """What a scope is called: the name of an association, a département, a country."""
    kind, _, key = scope.partition(":")
    if kind == "association":
        return str(Association.objects.get(pk=int(key)).name)
    if kind == "departement":
        return gettext("Département %(number)s") % {"number": key}
    return str(COUNTRIES.get(key, key))
