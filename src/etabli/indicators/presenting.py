"""Figures as a screen, a chart or a note shows them: tiles, rows of tables, pictures. Plain values in the reader's language."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import get_language, gettext, ngettext

from etabli.indicators import rules
from etabli.indicators.definitions import Definition
from etabli.indicators.explaining import Line, Summary
from etabli.indicators.formats import counted_unit, is_percentage, shown_number, shown_value, unit_worded
from etabli.indicators.models import Target
from etabli.indicators.parts import parts_worded
from etabli.indicators.queries import Figure, tidy
from etabli.indicators.wording import COUNTS
from etabli.kit import localised
from etabli.kit.charts import Bar, Picture, Point, highest_and_lowest, signs
from etabli.kit.wording import sentence

TEN_THOUSAND = 10_000
_HALF_A_HUNDREDTH = 0.005


def language() -> str:
    return get_language() or "fr"


@dataclass(frozen=True)
class Tile:
    """The arguments of `components/figure_tile.html`."""

    label: str
    value: str
    unit: str = ""
    target: str = ""
    trend: str = ""
    trend_label: str = ""
    status: str = ""
    status_label: str = ""
    note: str = ""
    url: str = ""


def tile(figure: Figure, target: Target | None, url: str, months: Sequence[Figure] = ()) -> Tile:
    """A figure: its value, the division it is, and where it stands: against its target, else against the month before."""
    plain = Tile(figure.definition.label(language()), value_of(figure), unit_of(figure), note=division(figure), url=url)
    if figure.value is None:
        return plain
    if target is not None:
        return _against_target(plain, figure, target)
    return _against_month_before(plain, months)


def value_of(figure: Figure) -> str:
    if figure.refusal is not None:
        return gettext("not given")
    return shown_value(figure.definition, figure.value)


def unit_of(figure: Figure) -> str:
    if figure.value is None or is_percentage(figure.definition):
        return ""
    unit = figure.definition.unit
    means = {
        "days/persons": gettext("days a person"),
        "days/spells": gettext("days a spell"),
        "years/persons": gettext("years"),
    }
    return means.get(unit) or counted_unit(figure)


def division(figure: Figure) -> str:
    """What the figure is made of: `85 540 hours ÷ 91 000 hours`; why there is none; empty for a count."""
    if figure.refusal is not None:
        return sentence(figure.refusal)
    if not figure.definition.is_ratio:
        return ""
    above, below = (unit_worded(unit) for unit in figure.definition.unit.split("/"))
    words = f"{shown_number(figure.num)} {above} ÷ {shown_number(figure.den)} {below}"
    if figure.is_undefined:
        return gettext("%(division)s: nothing can be divided by 0.") % {"division": words}
    return words


def target_value(target: Target, definition: Definition) -> float:
    return target.value / TEN_THOUSAND if definition.is_ratio else target.value


def _against_target(plain: Tile, figure: Figure, target: Target) -> Tile:
    wanted = target_value(target, figure.definition)
    value = figure.value or 0
    met = rules.meets(figure.definition.code, value, wanted)
    return replace(
        plain,
        target=shown_value(figure.definition, tidy(wanted)),
        trend=_arrow(_gap(figure.definition, value, wanted)),
        trend_label=gap_worded(figure.definition, value, wanted),
        status="ok" if met else "watch",
        status_label=gettext("Target met") if met else gettext("Target not met"),
    )


def _gap(definition: Definition, value: float, other: float) -> float:
    """In points for a percentage, else in its unit."""
    return (value - other) * (100 if is_percentage(definition) else 1)


def _arrow(gap: float) -> str:
    if abs(gap) < _HALF_A_HUNDREDTH:
        return "flat"
    return "up" if gap > 0 else "down"


def gap_worded(definition: Definition, value: float, target: float) -> str:
    """How far from the target, in words."""
    gap = _gap(definition, value, target)
    words = {"gap": amount_worded(definition, gap)}
    if abs(gap) < _HALF_A_HUNDREDTH:
        return gettext("exactly the target")
    return gettext("%(gap)s above the target") % words if gap > 0 else gettext("%(gap)s below the target") % words


def amount_worded(definition: Definition, gap: float) -> str:
    """A difference without its sign: `1.25 points`, `3 persons`."""
    size = round(abs(gap), 2)
    if is_percentage(definition):
        return ngettext("%(number)s point", "%(number)s points", 1 if size < 2 else 2) % {
            "number": localised.number(size, 2)
        }
    return f"{shown_number(tidy(size))} {unit_worded(definition.unit.split('/', maxsplit=1)[0])}"


def _against_month_before(plain: Tile, months: Sequence[Figure]) -> Tile:
    if len(months) < 2 or months[-1].value is None or months[-2].value is None:
        return plain
    before, last = months[-2], months[-1]
    gap = _gap(last.definition, last.value or 0, before.value or 0)
    words = {
        "gap": amount_worded(last.definition, gap),
        "last": localised.day(last.period.start, "month"),
        "before": localised.day(before.period.start, "month"),
    }
    arrow = _arrow(gap)
    text = {
        "flat": gettext("%(last)s: as in %(before)s"),
        "up": gettext("%(last)s: %(gap)s more than in %(before)s"),
        "down": gettext("%(last)s: %(gap)s less than in %(before)s"),
    }[arrow]
    return replace(plain, trend=arrow, trend_label=text % words)


# ---------------------------------------------------------------- tables


def rate_rows(
    figures: Iterable[Figure], targets: Mapping[str, Target], url: Callable[[str], str]
) -> list[dict[str, Any]]:
    """The competing rates side by side: what each counts, what it divides, its result and its target."""
    return [_rate_row(figure, targets.get(figure.definition.code), url) for figure in figures]


def _rate_row(figure: Figure, target: Target | None, url: Callable[[str], str]) -> dict[str, Any]:
    definition = figure.definition
    above, below = definition.unit.split("/")
    given = figure.refusal is None
    against = _against_target(tile(figure, None, ""), figure, target) if target and figure.value is not None else None
    return {
        "code": definition.code,
        "label": definition.label(language()),
        "url": url(definition.code),
        "counts": str(COUNTS.get(definition.code, "")),
        "num": shown_number(figure.num) if given else "",
        "num_unit": unit_worded(above) if given else "",
        "den": shown_number(figure.den) if given else "",
        "den_unit": unit_worded(below) if given else "",
        "value": value_of(figure),
        "refusal": sentence(figure.refusal) if figure.refusal else "",
        "target": shown_value(definition, tidy(target_value(target, definition))) if target else "",
        "status": against.status if against else "",
        "status_label": against.status_label if against else "",
    }


def so_far(months: Sequence[Figure]) -> list[float | None]:
    """The ratio over the months from the first to each one."""
    num: float = 0
    den: float = 0
    values: list[float | None] = []
    for month in months:
        num, den = num + (month.num or 0), den + (month.den or 0)
        values.append(num / den if den else None)
    return values


def month_rows(months: Sequence[Sequence[Figure]]) -> list[dict[str, Any]]:
    """One row a month; each figure twice: of that month, and of the months so far."""
    if not months:
        return []
    running = [so_far(figures) for figures in months]
    return [
        {
            "month": localised.day(figure.period.start, "month"),
            "cells": [
                shown_value(row.definition, value)
                for place, row in enumerate(figures[index] for figures in months)
                for value in (row.value, running[place][index])
            ],
        }
        for index, figure in enumerate(months[0])
    ]


def figure_row(figure: Figure, url: str) -> dict[str, str]:
    """A figure as a row of a plain table."""
    return {
        "label": figure.definition.label(language()),
        "url": url,
        "value": division(figure) if figure.refusal else f"{value_of(figure)} {unit_of(figure)}".strip(),
    }


def part_rows(parts: Sequence[Line]) -> list[dict[str, str]]:
    """The parts of a figure, each with its share of the whole."""
    whole = sum(part.num for part in parts)
    words = parts_worded(part.key for part in parts)
    return [
        {
            "label": words[part.key] if part.key else gettext("All others"),
            "num": shown_number(part.num),
            "share": localised.ratio(part.num / whole if whole else None),
        }
        for part in parts
    ]


# ---------------------------------------------------------------- pictures


def picture_of_months(months: Sequence[Figure], target: Target | None) -> Picture:
    """A figure month by month, with the months so far and the target."""
    definition = months[0].definition
    style = "short_month" if len({figure.period.start.year for figure in months}) == 1 else "short_month_year"
    running = so_far(months) if definition.is_ratio else [None] * len(months)
    points = tuple(
        Point(localised.day(figure.period.start, style), figure.value, value)
        for figure, value in zip(months, running, strict=True)
    )
    return Picture(
        title=gettext("%(figure)s, month by month") % {"figure": definition.label(language())},
        description=_months_described(definition, points),
        signs=signs(),
        points=points,
        target=target_value(target, definition) if target else None,
        percentage=is_percentage(definition),
    )


def _months_described(definition: Definition, points: Sequence[Point]) -> str:
    extremes = highest_and_lowest(points)
    if extremes is None:
        return gettext("No month has a value.")
    highest, lowest = extremes
    words = {
        "highest": shown_value(definition, highest.value),
        "highest_month": highest.label,
        "lowest": shown_value(definition, lowest.value),
        "lowest_month": lowest.label,
    }
    return gettext("Highest: %(highest)s in %(highest_month)s. Lowest: %(lowest)s in %(lowest_month)s.") % words


def picture_of_parts(summary: Summary) -> Picture | None:
    """A figure by its parts, as bars; None when it has no parts."""
    parts = summary.parts
    if not parts:
        return None
    rows = part_rows(parts)
    definition = summary.figure.definition
    return Picture(
        title=gettext("%(figure)s, by part") % {"figure": definition.label(language())},
        description="; ".join(localised.colon(row["label"], f"{row['num']} ({row['share']})") for row in rows),
        signs=signs(),
        bars=tuple(
            Bar(row["label"], float(part.num), f"{row['num']} ({row['share']})")
            for row, part in zip(rows, parts, strict=True)
        ),
    )
