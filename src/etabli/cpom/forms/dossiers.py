"""Forms of a funding dossier and of its evidence."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from etabli.cpom.actions.dossiers import DossierSpec
from etabli.cpom.forms.contracts import measures
from etabli.cpom.models import Contract, Dossier
from etabli.kit.inputs import DayField, line, lines, tick

DOSSIER_FIELDS = {
    "cpom_name_empty": "title",
    "cpom_ends_before_it_starts": "last_day",
    "cpom_too_long": "last_day",
    "cpom_no_figure_chosen": "chosen",
    "cpom_measure_unknown": "chosen",
}


class DossierForm(forms.Form):
    """What is asked, and with which figures over which days."""

    title = line(_("Title"), 200)
    asked = lines(_("What is asked, and what for"), 5000, required=False)
    starts_on = DayField(label=_("Figures from"))
    last_day = DayField(label=_("Figures until"), help_text=_("Included. Hours are counted by whole months."))
    chosen = forms.MultipleChoiceField(label=_("Figures"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, data: Any, *, contract: Contract, row: Dossier | None = None) -> None:
        initial: dict[str, Any] = {}
        if row is not None:
            initial = {name: getattr(row, name) for name in ("title", "asked", "starts_on", "chosen")}
            initial["last_day"] = row.period.last_day
        super().__init__(data, initial=initial)
        self.fields["chosen"].choices = measures(contract.establishment.kind)  # type: ignore[attr-defined]

    def spec(self) -> DossierSpec:
        data = self.cleaned_data
        ends_before = data["last_day"] + timedelta(days=1)
        return DossierSpec(data["title"], data["asked"], data["starts_on"], ends_before, data["chosen"])


class EvidenceForm(forms.Form):
    """A reference that bears out what is asked."""

    title = line(_("Evidence"), 200)
    reference = line(_("Where it is found"), 200, required=False, help_text=_("Number, day, binder or address."))
    words = lines(_("What it says"), 5000, required=False)


class SureForm(forms.Form):
    """Nothing is asked but to be sure. `words`: of what."""

    def __init__(self, data: Any, words: str) -> None:
        super().__init__(data)
        self.fields["sure"] = tick(words)
        self.fields["sure"].required = True
