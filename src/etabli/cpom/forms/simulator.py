"""What the director assumes. The form is read from the address, so that a scenario can be sent and printed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from etabli.core.calendars import Half
from etabli.core.simulating import Scenario
from etabli.kit.inputs import CountField, PercentField, select
from etabli.kit.weeks import half_day_of

MOST_PERSONS = 500
HALF = 5_000
FIELDS = {"simulation_few_full_timers": "to_part_time"}
"""The field beside which the sentence of each refusal stands."""


def _persons(label: Any) -> CountField:
    return CountField(label=label, required=False, min_value=0, max_value=MOST_PERSONS)


class SimulatorForm(forms.Form):
    """A calendar year and what is assumed of it; what is left empty stays as it is."""

    hide_optional = True

    year = select(_("Year"))
    full_timers = _persons(_("Full-timers added"))
    part_timers = _persons(_("Part-timers added"))
    to_part_time = _persons(_("Full-timers who go part-time"))
    fraction = PercentField(
        label=_("Work fraction of these part-timers, in %"), required=False, min_value=1, max_value=100
    )
    over_capacity = _persons(_("Persons above the approved places"))
    places = CountField(label=_("Approved places"), required=False, min_value=1, max_value=9_999)
    opening_days = CountField(label=_("Declared opening days a year"), required=False, min_value=1, max_value=366)
    target_days = CountField(label=_("Target days a year"), required=False, min_value=1, max_value=999_999)
    closed = forms.MultipleChoiceField(
        label=_("Half-days closed every week"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, data: Any, years: Sequence[int], weekdays: Sequence[int]) -> None:
        """`weekdays`: those on which the house opens (0 is Monday)."""
        asked = data.copy()
        asked["year"] = asked.get("year") or str(years[0])
        asked["fraction"] = asked.get("fraction") or "50"
        super().__init__(asked)
        self.fields["year"].choices = [(str(year), str(year)) for year in years]  # type: ignore[attr-defined]
        self.fields["closed"].choices = [  # type: ignore[attr-defined]
            (f"{day}-{half.value}", _capital(half_day_of(day, half))) for day in weekdays for half in Half
        ]

    @property
    def chosen_year(self) -> int:
        return int(self.cleaned_data["year"])

    def scenario(self) -> Scenario:
        """Once valid."""
        data = self.cleaned_data
        counts = {name: data[name] or 0 for name in ("full_timers", "part_timers", "to_part_time", "over_capacity")}
        closed = frozenset((int(day), int(half)) for day, half in (one.split("-") for one in data["closed"]))
        given = {name: data[name] for name in ("places", "opening_days", "target_days")}
        return Scenario(**counts, fraction=data["fraction"] or HALF, closed=closed, **given)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
