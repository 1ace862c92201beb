"""How figures are shown to people, in their language."""

from __future__ import annotations

import re

from django.utils.translation import get_language, gettext

from etabli.indicators.definitions import Definition
from etabli.indicators.queries import Figure
from etabli.indicators.wording import REASONS, UNIT_OF_ONE, UNITS
from etabli.kit import localised
from etabli.kit.wording import sentence

PERCENT_UNITS = frozenset(
    {
        "hours/hours",
        "days/days",
        "half_days/half_days",
        "persons/persons",
        "persons/places",
        "lines/lines",
        "quantity/quantity",
        "competences/competences",
        "goals/goals",
    }
)
"""Ratios shown as a percentage; the others (days a person) are shown as a number."""
DECIMALS = 2


def is_percentage(definition: Definition) -> bool:
    return definition.unit in PERCENT_UNITS


def shown_number(number: float | int | None) -> str:
    """A number rounded to two decimals, none when it is whole."""
    if number is None:
        return "–"
    return localised.number(number, 0 if float(number).is_integer() else DECIMALS)


def shown_value(definition: Definition, value: float | int | None) -> str:
    if value is None:
        return gettext("undefined")
    if is_percentage(definition):
        return f"{localised.number(value * 100, DECIMALS)}{localised.SPACE}%"
    return shown_number(value)


def shown(figure: Figure) -> str:
    """The value behind its label, with what it is made of: `94,00 % (85 540 ÷ 91 000)`; the sentence of its refusal.

    A count has its unit, unless the label says it.
    """
    if figure.refusal is not None:
        return sentence(figure.refusal)
    value = shown_value(figure.definition, figure.value)
    if figure.den is None:
        return value if _label_says_unit(figure.definition) else f"{value} {counted_unit(figure)}"
    return f"{value} ({shown_number(figure.num)} ÷ {shown_number(figure.den)})"


def _label_says_unit(definition: Definition) -> bool:
    label = definition.label(get_language() or "fr")
    return re.search(rf"\b{re.escape(unit_worded(definition.unit))}\b", label, re.IGNORECASE) is not None


def counted_unit(figure: Figure) -> str:
    """The unit after the value: of one in the singular."""
    unit = figure.definition.unit
    return str(UNIT_OF_ONE[unit]) if figure.value == 1 and unit in UNIT_OF_ONE else unit_worded(unit)


def unit_worded(unit: str) -> str:
    return " ÷ ".join(str(UNITS.get(part, part)) for part in unit.split("/"))


def reason_worded(reason: str) -> str:
    return str(REASONS.get(reason, reason))
