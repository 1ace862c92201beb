"""A line of a quote or of an order as it is given, and what the catalogue fills in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from functools import partial
from typing import Any

from etabli.core.prices import standard_minutes
from etabli.core.refusal import Refusal
from etabli.orders import rules
from etabli.orders.actions.catalogue import check_here
from etabli.orders.models import OrderLine, Product, QuoteLine, VatTreatment
from etabli.orders.queries import prices_on, vat_on
from etabli.orders.states import AbsenceRule, Nature, Supply
from etabli.org.models import Establishment, Workshop


@dataclass(frozen=True)
class LineSpec:
    """A line. Quantity in thousandths, unit price in ten-thousandths of a euro for `price_base` units, discount in
    ten-thousandths, minutes quoted for the whole line. `optional` and `chosen` are of quotes."""

    text: str
    quantity: int
    unit: str
    unit_price: int
    vat: VatTreatment
    price_base: int = 1
    product: Product | None = None
    discount: int = 0
    minutes: int = 0
    due_on: date | None = None
    workshop: Workshop | None = None
    nature: str = Nature.ON_SITE
    category: str = Supply.SERVICES
    absence_rule: str = AbsenceRule.WHOLE
    absence_allowance: int = 0
    optional: bool = False
    chosen: bool = True


SHARED = tuple(field.name for field in fields(LineSpec) if field.name not in ("optional", "chosen"))
"""What a line of a quote and one of an order have in common."""


def line_from(product: Product, quantity: int, on: date, **changes: Any) -> LineSpec:
    """A line of the catalogue as on a day: its price and VAT of that day and its standard minutes.

    `changes`: fields of `LineSpec` that are otherwise. Refusal `no_price_yet`, unless the unit price is among them.
    """
    price = changes.pop("unit_price", None)
    if price is None:
        price = prices_on([product], on).get(product.pk)
    if price is None:
        raise Refusal("no_price_yet", name=product.name, day=on)
    usual = LineSpec(
        text=product.name,
        quantity=quantity,
        unit=product.unit,
        unit_price=price,
        vat=vat_on(product.vat, on),
        price_base=product.price_base,
        product=product,
        minutes=standard_minutes(quantity, product.minutes_per_thousand or 0),
        workshop=product.workshop,
        nature=product.nature,
        category=product.category,
    )
    return replace(usual, **changes)


def line_checks(establishment: Establishment, line: LineSpec) -> list[Callable[[], None]]:
    """Everything that is checked of a line by itself, to be told one at a time or all at once."""
    return [
        partial(rules.check_line, line.text, line.quantity, line.discount, line.absence_allowance),
        partial(rules.check_price, line.unit_price, line.price_base),
        partial(check_here, establishment, line.vat, line.workshop),
        partial(_check_product, establishment, line.product),
    ]


def _check_product(establishment: Establishment, product: Product | None) -> None:
    if product is not None and product.establishment_id != establishment.pk:
        raise Refusal("product_elsewhere")


def check_lines(establishment: Establishment, lines: Sequence[LineSpec]) -> None:
    """Each as `check_line`; refusals `line_text_wrong`, `line_quantity_wrong`, `line_discount_wrong`,
    `absence_allowance_wrong`, `price_wrong`, `price_base_wrong`, `treatment_elsewhere`, `workshop_unknown_key`,
    `product_elsewhere`."""
    for line in lines:
        rules.check_all(line_checks(establishment, line))


def shared_values(line: LineSpec | QuoteLine | OrderLine) -> dict[str, Any]:
    """The columns that a line has wherever it stands."""
    return {name: getattr(line, name) for name in SHARED}


def spec_of(line: QuoteLine | OrderLine) -> LineSpec:
    """A line that stands, as it would be given again. Reads its product, VAT treatment and workshop."""
    return LineSpec(
        **shared_values(line), optional=getattr(line, "optional", False), chosen=getattr(line, "chosen", True)
    )
