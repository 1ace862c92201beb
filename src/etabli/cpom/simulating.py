"""What the page of the simulator shows, as plain values: assumptions in words, figures before and after, months at risk."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language, gettext, ngettext

from etabli.core.periods import day_of
from etabli.core.simulating import Month, Outcome, Scenario, YearFacts
from etabli.indicators.definitions import Definition, definitions
from etabli.indicators.formats import is_percentage, shown_number, shown_value, unit_worded
from etabli.indicators.presenting import amount_worded
from etabli.indicators.queries import tidy
from etabli.kit import localised
from etabli.kit.charts import Pair, Picture, Stack, signs
from etabli.kit.weeks import half_day_of

SHOWN = {
    "paid_hours_activity_rate": "A",
    "target_fulfilment_rate": "B",
    "occupancy_rate": "C",
    "occupancy_rate_adapted": "C′",
    "active_caseload": "D",
    "active_caseload_rate": "D′",
    "blended_occupancy_rate": "E",
    "blended_days": "",
    "theoretical_days": "",
    "headcount": "",
    "fte": "",
    "part_time_share": "",
}
"""In the order of the page, with the letters by which the rates are told apart in the drawing."""
YEARLY = 12


@dataclass(frozen=True)
class Simulation:
    """A year as it was and as it would be. `cap_months`: over how many months the cap is assessed, 1 or 12."""

    facts: YearFacts
    scenario: Scenario
    before: Outcome
    after: Outcome
    cap_months: int


def board(simulation: Simulation, url: Callable[[str], str]) -> dict[str, Any]:
    """All of the page. `url`: the address of the explanation of a figure, by its code."""
    return {
        "assumptions": assumptions(simulation),
        "rows": [_row(simulation, code, url) for code in SHOWN],
        "months": [_month(*pair) for pair in zip(simulation.before.months, simulation.after.months, strict=True)],
        "risk": _risk(simulation),
        "is_changed": not simulation.scenario.is_empty,
    }


# ---------------------------------------------------------------- assumptions


def assumptions(simulation: Simulation) -> list[str]:
    """Everything that was assumed, a sentence each; one that says so when nothing was."""
    scenario = simulation.scenario
    if scenario.is_empty:
        return [gettext("Nothing is assumed: these are the figures of the definitions.")]
    told = [*_of_persons(simulation), *_of_the_house(simulation)]
    if simulation.after.added:
        told.append(
            gettext(
                "Persons added are there all year and work as those who are: the same hours and days for each full time,"
                " month by month."
            )
        )
    return told


def _of_persons(simulation: Simulation) -> list[str]:
    scenario, told = simulation.scenario, []
    part = localised.number(scenario.fraction / 100, 0)
    if count := scenario.full_timers:
        told.append(ngettext("%(count)s full-timer more.", "%(count)s full-timers more.", count) % {"count": count})
    if count := scenario.part_timers:
        words = ngettext(
            "%(count)s part-timer more at %(part)s %%.", "%(count)s part-timers more at %(part)s %%.", count
        )
        told.append(words % {"count": count, "part": part})
    if count := scenario.to_part_time:
        words = ngettext(
            "%(count)s full-timer goes down to %(part)s %%; the hours and days follow.",
            "%(count)s full-timers go down to %(part)s %%; their hours and days follow.",
            count,
        )
        told.append(words % {"count": count, "part": part})
    if count := scenario.over_capacity:
        over = simulation.after.added - scenario.full_timers - scenario.part_timers
        words = ngettext(
            "%(count)s person above the approved places on the last day: %(over)s full-timers are added for it.",
            "%(count)s persons above the approved places on the last day: %(over)s full-timers are added for it.",
            count,
        )
        told.append(words % {"count": count, "over": over})
    return told


def _of_the_house(simulation: Simulation) -> list[str]:
    scenario, year, told = simulation.scenario, simulation.facts.year, []
    if scenario.closed:
        days = ", ".join(half_day_of(*one) for one in sorted(scenario.closed))
        told.append(
            gettext(
                "Closed every week: %(days)s. Weekly hours stay, spread over the other half-days; what was done on the"
                " closed ones is not counted; declared days stay at %(declared)s."
            )
            % {"days": days, "declared": scenario.opening_days or year.declared_days}
        )
    if scenario.places is not None:
        told.append(gettext("Approved places: %(count)s all year.") % {"count": scenario.places})
    if scenario.opening_days is not None:
        told.append(gettext("Declared opening days: %(count)s a year.") % {"count": scenario.opening_days})
    if scenario.target_days is not None:
        told.append(gettext("Target days: %(count)s a year.") % {"count": shown_number(scenario.target_days)})
    return told


# ---------------------------------------------------------------- figures


def _row(simulation: Simulation, code: str, url: Callable[[str], str]) -> dict[str, Any]:
    definition = definitions()[code]
    language = get_language() or "fr"
    before, after = value(simulation.before, code), value(simulation.after, code)
    return {
        "letter": SHOWN[code],
        "label": definition.label(language),
        "formula": definition.formula(language),
        "source": definition.source(language),
        "url": url(code),
        "made_before": _made_of(simulation.before, definition),
        "made_after": _made_of(simulation.after, definition),
        "before": _shown(definition, simulation.before),
        "after": _shown(definition, simulation.after),
        "change": _change(definition, before, after),
    }


def value(outcome: Outcome, code: str) -> float | None:
    """The ratio as a fraction, or the count; None when it is not known or nothing can be divided by 0."""
    if code not in outcome.figures:
        return None
    num, den = outcome.figures[code]
    if den is None:
        return num
    return num / den if den else None


def _shown(definition: Definition, outcome: Outcome) -> str:
    if definition.code not in outcome.figures:
        return gettext("no target days")
    shown = shown_value(definition, tidy(value(outcome, definition.code)))
    return shown if is_percentage(definition) else f"{shown} {unit_worded(definition.unit)}"


def _made_of(outcome: Outcome, definition: Definition) -> str:
    num, den = outcome.figures.get(definition.code, (0.0, None))
    return "" if den is None else f"{shown_number(tidy(num))} ÷ {shown_number(tidy(den))}"


def _change(definition: Definition, before: float | None, after: float | None) -> str:
    if before is None or after is None:
        return ""
    gap = (after - before) * (100 if is_percentage(definition) else 1)
    if abs(gap) < 0.005:
        return gettext("no change")
    words = {"gap": amount_worded(definition, gap)}
    return (gettext("%(gap)s more") if gap > 0 else gettext("%(gap)s less")) % words


# ---------------------------------------------------------------- the cap


def _month(before: Month, after: Month) -> dict[str, Any]:
    return {
        "label": localised.day(day_of(after.month), "month"),
        "before": shown_number(tidy(before.hours)),
        "hours": shown_number(tidy(after.hours)),
        "cap": shown_number(tidy(after.cap)),
        "over_before": shown_number(tidy(before.over)),
        "over": shown_number(tidy(after.over)),
        "is_over": after.over > 0,
    }


def _risk(simulation: Simulation) -> dict[str, Any]:
    yearly = simulation.cap_months == YEARLY

    def over(outcome: Outcome) -> float:
        return outcome.over_in_year if yearly else outcome.over_by_month

    after = over(simulation.after)
    return {
        "yearly": yearly,
        "is_over": after > 0,
        "before": shown_number(tidy(over(simulation.before))),
        "after": shown_number(tidy(after)),
        "months": sum(month.over > 0 for month in simulation.after.months),
    }


# ---------------------------------------------------------------- pictures


def picture_of_rates(simulation: Simulation) -> Picture:
    """The rates of activity before and after, side by side, in percent, by their letters."""
    codes = [code for code in SHOWN if SHOWN[code] and is_percentage(definitions()[code])]
    pairs = []
    for code in codes:
        before, after = value(simulation.before, code), value(simulation.after, code)
        if before is not None and after is not None:
            pairs.append(Pair(SHOWN[code], before * 100, after * 100))
    described = "; ".join(
        f"{pair.label} {localised.number(pair.first, 1)}{localised.SPACE}% → "
        f"{localised.number(pair.second, 1)}{localised.SPACE}%"
        for pair in pairs
    )
    return Picture(gettext("The rates as they are and as they would be"), described, signs(), pairs=tuple(pairs))


def picture_of_cap(simulation: Simulation) -> Picture:
    """Paid hours of each month against those of the approved places."""
    months = simulation.after.months
    stacks = tuple(
        Stack(
            localised.day(day_of(month.month), "short_month"),
            min(month.hours, month.cap),
            over=month.over,
            free=max(0.0, month.cap - month.hours),
        )
        for month in months
    )
    over = sum(month.over > 0 for month in months)
    described = ngettext(
        "%(count)s month above the approved places.", "%(count)s months above the approved places.", over
    ) % {"count": over}
    return Picture(gettext("Paid hours and hours of the approved places"), described, signs(), stacks=stacks)
