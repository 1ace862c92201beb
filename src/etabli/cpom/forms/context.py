"""Form of a regional target."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from etabli.cpom.actions.context import RegionalSpec
from etabli.cpom.forms.contracts import TargetField, measures, read_target, written
from etabli.cpom.models import RegionalTarget
from etabli.cpom.wording import DIRECTIONS
from etabli.indicators.definitions import definitions
from etabli.kit.inputs import DayField, line, select
from etabli.org.models import Establishment

REGIONAL_FIELDS = {
    "cpom_measure_unknown": "code",
    "cpom_target_negative": "value",
    "cpom_rate_too_high": "value",
    "cpom_source_empty": "source",
    "cpom_ends_before_it_starts": "last_day",
    "cpom_regional_overlap": "starts_on",
}


class RegionalForm(forms.Form):
    """A target of the region for a figure, from a day on."""

    code = select(_("Figure"))
    direction = select(_("The target is"), [(str(code), word) for code, word in DIRECTIONS.items()])
    value = TargetField(
        label=pgettext_lazy("contract", "Target"),
        help_text=_("A rate in percent (95), or a number of persons or days (12)."),
    )
    starts_on = DayField(label=_("First day"))
    last_day = DayField(label=_("Last day"), required=False, help_text=_("Included; empty while it holds."))
    source = line(
        _("Source"), 200, help_text=_("The regional health scheme and its page, or the letter with its date.")
    )

    def __init__(self, data: Any, *, place: Establishment, row: RegionalTarget | None = None) -> None:
        initial: dict[str, Any] = {}
        if row is not None:
            initial = {name: getattr(row, name) for name in ("code", "direction", "starts_on", "source")}
            initial["value"] = written(row.value, "", definitions().get(row.code))
            initial["last_day"] = row.ends_before - timedelta(days=1) if row.ends_before else None
        super().__init__(data, initial=initial)
        self.fields["value"].required = True
        self.fields["code"].choices = [("", "—"), *measures(place.kind)]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        definition = definitions().get(values.get("code", ""))
        if definition is not None and values.get("value"):
            try:
                values["value"] = read_target(values["value"], definition).value
            except forms.ValidationError as error:
                self.add_error("value", error)
        return values

    def spec(self) -> RegionalSpec:
        data = self.cleaned_data
        last = data["last_day"]
        same = {name: data[name] for name in ("code", "value", "direction", "starts_on", "source")}
        return RegionalSpec(**same, ends_before=last + timedelta(days=1) if last else None)
