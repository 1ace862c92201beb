"""Forms of the two computations that are the client's: the cap of the deduction, and the units of the years up to 2019."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from etabli.core.obligation import LAST_YEAR_OF_UNITS
from etabli.kit.inputs import EARLIEST, CountField, MoneyField, ScaledField, select

MOST_WORKERS = 1_000_000


class HundredthsField(ScaledField):
    """A number of people with up to two decimals; the value is in hundredths."""

    places = 2


class SimulatorForm(forms.Form):
    """What only the client knows, and the deduction before any cap."""

    headcount = CountField(label=_("Workers of the client"), min_value=0, max_value=MOST_WORKERS)
    employed = HundredthsField(
        label=_("Disabled workers it employs"),
        most_digits=9,
        help_text=_("As its declaration counts them: 2.5 for two and a half."),
    )
    wage = MoneyField(
        label=_("Hourly minimum wage"),
        min_value=1,
        most_digits=6,
        help_text=_("That of 31 December of the year, gross, in euros."),
    )
    deduction = MoneyField(
        label=_("Deduction before any cap"), help_text=_("Of all its certificates together, in euros.")
    )


class UnitForm(forms.Form):
    """What a unit is computed on."""

    year = CountField(label=_("Year"), min_value=EARLIEST.year, max_value=LAST_YEAR_OF_UNITS)
    price = MoneyField(label=_("Price without VAT"), help_text=_("In euros."))
    costs = MoneyField(
        label=_("Materials, products, consumables and costs of selling"), required=False, help_text=_("In euros.")
    )
    wage = MoneyField(
        label=_("Hourly minimum wage"),
        min_value=1,
        most_digits=6,
        help_text=_("That of 31 December of the year, gross, in euros."),
    )
    nature = select(
        _("Contract"), [("work", _("Supply, subcontracting or services")), ("secondment", _("Secondment of workers"))]
    )

    def clean_costs(self) -> Any:
        return self.cleaned_data["costs"] or 0
