"""The form of a line of a quote or an order, and of what is called off."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from etabli.core.prices import PRICE_BASES
from etabli.kit.inputs import (
    CountField,
    DayField,
    HoursField,
    PercentField,
    QuantityField,
    UnitPriceField,
    line,
    select,
    tick,
)
from etabli.orders.actions import LineSpec, line_from
from etabli.orders.forms.common import keyed, offered
from etabli.orders.models import Product, VatTreatment
from etabli.orders.wording import ABSENCE_RULES, NATURES, SALE_UNITS, SUPPLIES
from etabli.org.models import Workshop

AS_PRODUCT = _("As the product")
MOST_MINUTES = 60 * 100_000
MOST_ALLOWANCE = 62
BASES = [("", AS_PRODUCT), *((str(base), str(base)) for base in PRICE_BASES)]


class LineForm(forms.Form):
    """A line. What stays empty is taken from the product of the catalogue."""

    product = select(_("Product of the catalogue"), required=False)
    text = line(_("Text"), 300, required=False, help_text=_("Empty: the name of the product."))
    quantity = QuantityField(label=_("Quantity"))
    unit_price = UnitPriceField(
        label=_("Price before VAT"), required=False, help_text=_("In euros. Empty: that of the catalogue.")
    )
    due_on = DayField(label=_("Due on"), required=False)
    optional = tick(_("Option: counts only when the client chooses it"))
    unit = select(_("Counted in"), offered(SALE_UNITS, every=AS_PRODUCT), required=False)
    price_base = select(_("Price for so many units"), BASES, required=False)
    vat = select(pgettext_lazy("taxes", "VAT treatment"), required=False)
    discount = PercentField(label=_("Discount, in percent"), required=False, min_value=0, max_value=100)
    minutes = HoursField(
        label=_("Hours quoted"),
        required=False,
        least=0,
        most=MOST_MINUTES,
        help_text=_("Empty: by the standard time of the product."),
    )
    workshop = select(_("Workshop"), required=False)
    nature = select(_("Place of work"), offered(NATURES, every=AS_PRODUCT), required=False)
    category = select(_("Goods or services"), offered(SUPPLIES, every=AS_PRODUCT), required=False)
    absence_rule = select(_("Absence of a seconded worker"), offered(ABSENCE_RULES))
    absence_allowance = CountField(
        label=_("Half-days of absence a month that take nothing off"),
        required=False,
        min_value=0,
        max_value=MOST_ALLOWANCE,
    )

    MAIN = ("product", "text", "quantity", "unit_price", "due_on", "optional")

    def __init__(
        self,
        *args: Any,
        products: Iterable[Product],
        treatments: Iterable[VatTreatment],
        workshops: Iterable[Workshop],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._rows: dict[str, dict[str, Any]] = {
            "product": {str(row.pk): row for row in products},
            "vat": {str(row.pk): row for row in treatments},
            "workshop": {str(row.pk): row for row in workshops},
        }
        words: dict[str, Any] = {"product": "—", "vat": AS_PRODUCT, "workshop": AS_PRODUCT}
        for name, rows in self._rows.items():
            self.fields[name].choices = keyed(rows.values(), every=words[name])  # type: ignore[attr-defined]

    @property
    def main_fields(self) -> Sequence[BoundField]:
        """What is asked of every line."""
        return [self[name] for name in self.MAIN if name in self.fields]

    @property
    def more_fields(self) -> Sequence[BoundField]:
        """What is asked only where the product does not say it."""
        return [self[name] for name in self.fields if name not in self.MAIN]

    @property
    def is_unusual(self) -> bool:
        """True when something of `more_fields` is to be seen at once."""
        return any(bound.errors for bound in self.more_fields)

    def clean(self) -> dict[str, Any] | None:
        data = super().clean()
        if not self.cleaned_data.get("product"):
            for name in ("text", "unit", "unit_price", "vat"):
                if name not in self.errors and self.cleaned_data.get(name) in (None, ""):
                    self.add_error(name, _("Without a product of the catalogue, this is needed."))
        return data

    def spec(self, on: date) -> LineSpec:
        """The line, completed by the catalogue as on a day. Refusal `no_price_yet`."""
        data = dict(self.cleaned_data)
        product = self._rows["product"].get(data.pop("product"))
        rows = {name: self._rows[name].get(data[name]) for name in ("vat", "workshop")}
        base = {"price_base": int(data["price_base"]) if data["price_base"] else None}
        changes = {name: value for name, value in {**data, **rows, **base}.items() if value not in (None, "")}
        quantity = changes.pop("quantity")
        return line_from(product, quantity, on, **changes) if product else LineSpec(quantity=quantity, **changes)


def line_initial(row: Any | None) -> dict[str, Any]:
    """What the form shows of a line; nothing for one to come."""
    if row is None:
        return {}
    names = set(LineForm.base_fields) - {"product", "vat", "workshop", "price_base", "optional"}
    keys = {name: str(getattr(row, f"{name}_id") or "") for name in ("product", "vat", "workshop")}
    return {
        **{name: getattr(row, name) for name in names},
        **keys,
        "price_base": str(row.price_base),
        "optional": getattr(row, "optional", False),
    }


class CallOffForm(forms.Form):
    """A quantity that the client asks for, for a day."""

    quantity = QuantityField(label=_("Quantity"))
    due_on = DayField(label=_("Due on"))
    asked_on = DayField(label=_("Asked on"))

    @classmethod
    def first(cls, today: date) -> dict[str, Any]:
        return {"asked_on": today}
