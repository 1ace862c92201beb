"""The form of an absence until further notice."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from etabli.attendance.models import Code
from etabli.attendance.wording import code_label
from etabli.core.calendars import Half
from etabli.kit.inputs import DayField, select
from etabli.kit.localised import half_day
from etabli.people.models import Person


class LastingForm(forms.Form):
    """Who is away from which half-day on, and why. `people`, `codes`: those to choose from."""

    person = select(_("Person"))
    code = select(_("Code"))
    starts_on = DayField(label=_("First day"))
    half = forms.TypedChoiceField(label=_("From"), coerce=int, widget=forms.RadioSelect)

    def __init__(self, *args: Any, people: Sequence[Person], codes: Sequence[Code], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = [("", "—"), *((str(row.pk), str(row)) for row in people)]
        self.fields["code"].choices = [(code.code, f"{code.symbol} · {code_label(code)}") for code in codes]
        self.fields["half"].choices = [(int(half), half_day(half)) for half in Half]

    @property
    def values(self) -> dict[str, Any]:
        """Those of `begin_absence`."""
        return {**self.cleaned_data, "person": int(self.cleaned_data["person"])}
