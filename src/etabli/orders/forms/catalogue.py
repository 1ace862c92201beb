"""Forms of the catalogue and of VAT treatments."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from etabli.core.prices import PRICE_BASES
from etabli.kit.inputs import (
    CountField,
    DayField,
    MoneyField,
    PercentField,
    QuantityField,
    UnitPriceField,
    line,
    lines,
    select,
    tick,
)
from etabli.orders.actions import Cost, ProductSpec, VatSpec
from etabli.orders.days import day_after, last_day
from etabli.orders.forms.common import ALL, ListFilter, keyed, offered
from etabli.orders.models import OrderLineCost, Product, VatTreatment
from etabli.orders.states import CostCategory, Nature, SaleUnit, StockMoveKind, Supply, VatCategory
from etabli.orders.wording import COST_CATEGORIES, NATURES, SALE_UNITS, STOCK_MOVES, SUPPLIES, VAT_CATEGORIES
from etabli.org.models import Workshop

LONGEST_DESCRIPTION = 2000
MOST_MINUTES = 10_000_000
BASES = [(str(base), str(base)) for base in PRICE_BASES]


class ProductFilter(ListFilter):
    """Search, workshop, trade and whether those no longer sold show."""

    q = line(_("Search"), 100, required=False)
    workshop = select(_("Workshop"), required=False)
    nature = select(_("Place of work"), offered(NATURES, every=_("All")), required=False)
    show = select(_("Show"), [("", _("Those sold")), (ALL, _("All"))], required=False)

    def __init__(self, data: Any, workshops: Iterable[Workshop]) -> None:
        self.workshops = workshops
        super().__init__(data)

    def offer(self) -> None:
        self.fields["workshop"].choices = keyed(self.workshops, every=_("All"))  # type: ignore[attr-defined]


class StockFilter(ListFilter):
    """Finished goods, by name or code."""

    q = line(_("Search"), 100, required=False)


class StockMoveForm(forms.Form):
    """Finished goods made ahead of orders, spoiled, or counted."""

    kind = select(_("What happened"), offered(STOCK_MOVES))
    quantity = QuantityField(label=_("Quantity"), help_text=_("Of a count: what is there."))
    on = DayField(label=_("Day"))
    note = line(_("Note"), 300, required=False)

    @classmethod
    def first(cls, today: date) -> dict[str, Any]:
        return {"kind": StockMoveKind.MADE, "on": today}


class ProductForm(forms.Form):
    """A product or a service."""

    code = line(_("Code"), 30, help_text=_("Short, without spaces."))
    name = line(_("Name"), 200)
    description = lines(_("Description"), LONGEST_DESCRIPTION, required=False)
    unit = select(_("Counted in"), offered(SALE_UNITS))
    price_base = select(_("Price for so many units"), BASES)
    vat = select(pgettext_lazy("taxes", "VAT treatment"))
    nature = select(_("Place of work"), offered(NATURES))
    category = select(_("Goods or services"), offered(SUPPLIES))
    trade = line(_("Trade"), 100, required=False, help_text=_("For example laundry, packaging, green spaces."))
    workshop = select(_("Workshop"), required=False)
    minutes_per_thousand = CountField(
        label=_("Standard minutes for 1,000 units"), required=False, min_value=0, max_value=MOST_MINUTES
    )
    stocked = tick(_("Finished goods may be made before they are ordered"))
    active = tick(_("Sold"))

    def __init__(
        self, *args: Any, workshops: Iterable[Workshop], treatments: Iterable[VatTreatment], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._workshops = {str(row.pk): row for row in workshops}
        self._treatments = {str(row.pk): row for row in treatments}
        self.fields["workshop"].choices = keyed(self._workshops.values(), every="—")  # type: ignore[attr-defined]
        self.fields["vat"].choices = keyed(self._treatments.values())  # type: ignore[attr-defined]

    @property
    def spec(self) -> ProductSpec:
        data = dict(self.cleaned_data)
        chosen = {"workshop": self._workshops.get(data["workshop"]), "vat": self._treatments[data["vat"]]}
        return ProductSpec(**{**data, **chosen, "price_base": int(data["price_base"])})


def product_initial(row: Product | None) -> dict[str, Any]:
    if row is None:
        usual = {"unit": SaleUnit.PIECE, "nature": Nature.ON_SITE, "category": Supply.SERVICES}
        return {**usual, "price_base": "1", "active": True}
    names = set(ProductForm.base_fields) - {"vat", "workshop", "price_base"}
    keys = {"vat": str(row.vat_id), "workshop": str(row.workshop_id or ""), "price_base": str(row.price_base)}
    return {**{name: getattr(row, name) for name in names}, **keys}


class PriceForm(forms.Form):
    """The unit price from a day on."""

    starts_on = DayField(label=_("From"))
    unit_price = UnitPriceField(label=_("Price before VAT"), help_text=_("In euros; up to four decimals."))


class CostsForm(forms.Form):
    """What part of the price is each of the six costs that are not labour, in percent; empty for none."""

    hide_optional = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for category in CostCategory:
            label = COST_CATEGORIES[category]
            self.fields[category.value] = PercentField(label=label, required=False, min_value=0, max_value=100)

    @property
    def shares(self) -> dict[CostCategory, int]:
        """Ten-thousandths of the price, of the costs that there are."""
        data = self.cleaned_data
        return {category: data[category.value] for category in CostCategory if data[category.value]}


class LineCostsForm(forms.Form):
    """What of a line is not labour, by cost: an amount for the planned quantity, or a part of the price."""

    hide_optional = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for category in CostCategory:
            told = {"cost": COST_CATEGORIES[category]}
            label = _("%(cost)s, in percent of the price") % told
            self.fields[f"{category}_share"] = PercentField(label=label, required=False, min_value=0, max_value=100)
            label = _("%(cost)s, in euros for the whole line") % told
            self.fields[f"{category}_cents"] = MoneyField(label=label, required=False)

    def clean(self) -> dict[str, Any] | None:
        data = super().clean()
        for category in CostCategory:
            if self.cleaned_data.get(f"{category}_share") and self.cleaned_data.get(f"{category}_cents"):
                self.add_error(f"{category}_cents", _("Say a percentage or an amount, not both."))
        return data

    @property
    def costs(self) -> dict[str, Cost]:
        """Those that there are, by category."""
        data = self.cleaned_data
        pairs = {category: (data[f"{category}_share"], data[f"{category}_cents"]) for category in CostCategory}
        return {
            str(category): Cost(cents=None if share else cents, share=share or None)
            for category, (share, cents) in pairs.items()
            if share or cents
        }


def line_costs_initial(rows: Iterable[OrderLineCost]) -> dict[str, Any]:
    return {
        f"{row.category}_{name}": getattr(row, name)
        for row in rows
        for name in ("share", "cents")
        if getattr(row, name) is not None
    }


class TreatmentForm(forms.Form):
    """How what is sold is taxed, from a day on."""

    code = line(_("Code"), 20, help_text=_("Short, without spaces."))
    label = line(_("Label"), 100)
    category = select(_("Category"), offered(VAT_CATEGORIES))
    rate = PercentField(label=_("Rate, in percent"), min_value=0, max_value=100, help_text=_("0 when it is not taxed."))
    reason = line(
        _("Mention on the invoice"), 300, required=False, help_text=_("Why it is not taxed, as the law wants it said.")
    )
    reason_code = line(_("VATEX code"), 40, required=False, help_text=_("For example VATEX-EU-AE for reverse charge."))
    starts_on = DayField(label=_("From"))
    last_day = DayField(label=_("Last day"), required=False, help_text=_("Included. Empty while nothing is decided."))

    @property
    def spec(self) -> VatSpec:
        data = dict(self.cleaned_data)
        last_day = data.pop("last_day")
        return VatSpec(**data, ends_before=day_after(last_day))


def treatment_initial(row: VatTreatment | None, today: date) -> dict[str, Any]:
    if row is None:
        return {"category": VatCategory.STANDARD, "starts_on": date(today.year, 1, 1)}
    names = set(TreatmentForm.base_fields) - {"last_day"}
    return {**{name: getattr(row, name) for name in names}, "last_day": last_day(row.ends_before)}
