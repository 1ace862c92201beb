"""Forms of what leaves and what comes back: deliveries, returns, complaints, goods of clients."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from etabli.kit.inputs import DayField, QuantityField, line, lines, select, tick
from etabli.orders.forms.common import keyed, offered
from etabli.orders.forms.orders import ClientedFilter
from etabli.orders.models import ClientAddress, ClientGoods, OrderLine
from etabli.orders.states import Decision, GoodsMoveKind, ReturnKind, SaleUnit
from etabli.orders.wording import DECISIONS, DELIVERY_STATES, GOODS_MOVES, RETURN_KINDS, SALE_UNITS

LONGEST_NOTE = 2000
TO_DECIDE = "open"


class DeliveryFilter(ClientedFilter):
    q = line(_("Number"), 40, required=False)
    state = select(_("State"), offered(DELIVERY_STATES, every=_("All")), required=False)


class ReturnFilter(ClientedFilter):
    kind = select(_("Kind"), offered(RETURN_KINDS, every=_("All")), required=False)
    state = select(_("Decision"), [("", _("All")), (TO_DECIDE, _("To decide")), *offered(DECISIONS)], required=False)


class GoodsFilter(ClientedFilter):
    """Goods of one client, or of all."""


@dataclass(frozen=True)
class Deliverable:
    """A line, and what is left of it in thousandths (None: nothing bounds it)."""

    line: OrderLine
    left: int | None
    in_stock: int | None = None
    """Of finished goods, thousandths."""


class DeliverForm(forms.Form):
    """Quantities by line, prefilled with what is left."""

    delivered_on = DayField(label=_("Day"))
    address = select(_("Delivery address"), required=False)
    receiver = line(_("Received by"), 100, required=False)
    note = lines(_("Note on the slip"), LONGEST_NOTE, required=False)
    allow_over = tick(_("More than what is left may be delivered"))
    allow_below = tick(_("More than the stock may be delivered"))

    def __init__(
        self, *args: Any, deliverable: Sequence[Deliverable], addresses: Iterable[ClientAddress], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._deliverable = deliverable
        self._addresses = {str(row.pk): row for row in addresses}
        choices = keyed(self._addresses.values(), every=_("As the order"))
        self.fields["address"].choices = choices  # type: ignore[attr-defined]
        for item in deliverable:
            label = _("Quantity of line %(position)s: %(text)s") % {
                "position": item.line.position,
                "text": item.line.text,
            }
            self.fields[f"line_{item.line.pk}"] = QuantityField(label=label, required=False)
        if all(item.in_stock is None for item in deliverable):
            del self.fields["allow_below"]

    @property
    def rows(self) -> list[tuple[Deliverable, BoundField]]:
        """Each line with the field of its quantity."""
        return [(item, self[f"line_{item.line.pk}"]) for item in self._deliverable]

    @property
    def head(self) -> list[BoundField]:
        """The fields that are not of a line, in order."""
        return [self[name] for name in self.fields if not name.startswith("line_")]

    @property
    def quantities(self) -> dict[int, int]:
        """Thousandths by the key of the line, of those that have any."""
        found = {item.line.pk: self.cleaned_data[f"line_{item.line.pk}"] for item in self._deliverable}
        return {key: quantity for key, quantity in found.items() if quantity}

    @property
    def values(self) -> dict[str, Any]:
        """Those of a delivery but for its quantities and whether more may be delivered than is left."""
        data = self.cleaned_data
        plain = {name: data[name] for name in ("delivered_on", "receiver", "note")}
        return {**plain, "address": self._addresses.get(data["address"])}


def deliver_initial(deliverable: Sequence[Deliverable], today: date, quantities: Mapping[int, int]) -> dict[str, Any]:
    """`quantities`: those of a delivery that is prepared; else what is left."""
    left = {f"line_{item.line.pk}": max(item.left or 0, 0) or None for item in deliverable}
    given = {f"line_{key}": quantity for key, quantity in quantities.items()}
    if quantities:
        left = dict.fromkeys(left)
    return {"delivered_on": today, **left, **given}


class ReturnForm(forms.Form):
    """Goods that came back, or a complaint."""

    kind = select(_("Kind"), offered(RETURN_KINDS))
    returned_on = DayField(label=_("Day"))
    quantity = QuantityField(
        label=_("Quantity"), required=False, help_text=_("Of a complaint: what it is about; empty when it is all.")
    )
    cause = lines(_("What is wrong"), 300, rows=2)

    @property
    def values(self) -> dict[str, Any]:
        return {**self.cleaned_data, "quantity": self.cleaned_data["quantity"] or 0}

    @classmethod
    def first(cls, today: date) -> dict[str, Any]:
        return {"kind": ReturnKind.RETURN, "returned_on": today}


class DecisionForm(forms.Form):
    """What is done about a return or a complaint."""

    decision = forms.ChoiceField(
        label=_("Decision"),
        choices=[(str(decision), DECISIONS[decision]) for decision in Decision],
        widget=forms.RadioSelect,
    )
    closed_on = DayField(label=_("Decided on"))


class GoodsForm(forms.Form):
    """A kind of goods that a client entrusts."""

    name = line(_("Name"), 100)
    unit = select(_("Counted in"), offered(SALE_UNITS))
    active = tick(_("Used"))


def goods_initial(row: ClientGoods | None) -> dict[str, Any]:
    if row is None:
        return {"unit": SaleUnit.PIECE, "active": True}
    return {"name": row.name, "unit": row.unit, "active": row.active}


class MoveForm(forms.Form):
    """Goods of a client received, used, spoiled, given back, or counted."""

    kind = select(_("What happened"), offered(GOODS_MOVES))
    quantity = QuantityField(label=_("Quantity"), help_text=_("Of a count: what is there."))
    on = DayField(label=_("Day"))
    note = line(_("Note"), 300, required=False)
    line = select(_("For the order line"), required=False)
    field_order = ("kind", "quantity", "on", "line", "note")

    def __init__(self, *args: Any, order_lines: Iterable[OrderLine], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._lines = {str(row.pk): row for row in order_lines}
        choices = [("", "—"), *((key, f"{row.reference} · {row.text}") for key, row in self._lines.items())]
        self.fields["line"].choices = choices  # type: ignore[attr-defined]

    @property
    def values(self) -> dict[str, Any]:
        return {**self.cleaned_data, "line": self._lines.get(self.cleaned_data["line"])}

    @classmethod
    def first(cls, today: date) -> dict[str, Any]:
        return {"kind": GoodsMoveKind.RECEIVED, "on": today}
