"""The reliability of a scale."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from etabli.kit.inputs import line
from etabli.support.models import Reliability

FIELDS = {
    "deviation_wrong": "deviation",
    "reliability_wrong": "reliability",
    "reliability_without_source": "source",
}


def _decimal(label: Any, places: int) -> forms.DecimalField:
    widget = forms.TextInput(attrs={"inputmode": "decimal", "class": "form-control", "autocomplete": "off"})
    return forms.DecimalField(
        label=label, required=False, localize=True, max_digits=8, decimal_places=places, widget=widget
    )


class ReliabilityForm(forms.Form):
    """Both numbers and their source; both empty to say nothing any more."""

    deviation = _decimal(_("Standard deviation of the levels"), 2)
    reliability = _decimal(_("Reliability, from 0 to 1"), 4)
    source = line(_("Who measured it, on whom, when"), 300, required=False)

    def __init__(self, data: Any, row: Reliability | None) -> None:
        initial = None
        if row is not None:
            initial = {
                "deviation": row.deviation / 100,
                "reliability": row.reliability / 10_000,
                "source": row.source,
            }
        super().__init__(data, initial=initial)

    @property
    def is_empty(self) -> bool:
        return self.cleaned_data["deviation"] is None and self.cleaned_data["reliability"] is None

    @property
    def values(self) -> dict[str, Any]:
        """Hundredths of a level, ten-thousandths, source. A number that is missing is -1, which no rule lets pass."""
        deviation, reliability = self.cleaned_data["deviation"], self.cleaned_data["reliability"]
        return {
            "deviation": -1 if deviation is None else int(deviation * 100),
            "reliability": -1 if reliability is None else int(reliability * 10_000),
            "source": self.cleaned_data["source"],
        }
