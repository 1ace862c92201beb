"""The catalogue, its prices from a day on, what they cost, and how sales are taxed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime
from functools import partial

from django.db import transaction

from etabli.core.periods import Period
from etabli.core.refusal import Refusal
from etabli.kit import changes
from etabli.kit.texts import fold
from etabli.orders import rules
from etabli.orders.models import DirectCostShare, OrderLine, PriceRevision, Product, VatTreatment
from etabli.orders.states import Nature, Supply
from etabli.orders.topics import ORDER_LINES_CHANGED
from etabli.org.models import Establishment, User, Workshop
from etabli.org.turns import one_at_a_time

_TOGETHER = 500
"""Lines that are announced at once."""


@dataclass(frozen=True)
class VatSpec:
    """A VAT treatment. `rate` in ten-thousandths; `reason` and its VATEX code where nothing is charged."""

    code: str
    label: str
    category: str
    starts_on: date
    rate: int = 0
    reason: str = ""
    reason_code: str = ""
    ends_before: date | None = None


@dataclass(frozen=True)
class ProductSpec:
    """A product or service. `minutes_per_thousand`: standard minutes for 1,000 units."""

    code: str
    name: str
    unit: str
    vat: VatTreatment
    description: str = ""
    price_base: int = 1
    nature: str = Nature.ON_SITE
    category: str = Supply.SERVICES
    trade: str = ""
    workshop: Workshop | None = None
    minutes_per_thousand: int | None = None
    stocked: bool = False
    active: bool = True


@transaction.atomic
def save_vat(
    *, establishment: Establishment, spec: VatSpec, row: VatTreatment | None = None, by: User | None, at: datetime
) -> VatTreatment:
    """Add a VAT treatment, or change one. What is issued already keeps what it says.

    Refusals `sale_code_wrong`, `sale_name_wrong`, `treatment_rate_missing`, `treatment_rate_unexpected`, `treatment_reason_missing`,
    `treatment_reason_unexpected`, `sale_days_backwards`, `treatment_overlap`.
    """
    rules.check_code(spec.code)
    rules.check_named(spec.label)
    rules.check_vat(spec.category, spec.rate, spec.reason)
    rules.check_dated(spec.starts_on, spec.ends_before)
    same = VatTreatment.objects.filter(establishment=establishment, code=spec.code).exclude(pk=row.pk if row else None)
    periods = [Period(other.starts_on, other.ends_before) for other in same]
    rules.check_apart(Period(spec.starts_on, spec.ends_before), periods, spec.code)
    row = row or VatTreatment(establishment=establishment)
    for name, value in asdict(spec).items():
        setattr(row, name, value.strip() if isinstance(value, str) else value)
    row.save()
    return row


@transaction.atomic
def save_product(
    *, establishment: Establishment, spec: ProductSpec, product: Product | None = None, by: User | None, at: datetime
) -> Product:
    """Add a product, or change one; once it has a price, what the price is for stays.

    Refusals `sale_code_wrong`, `product_code_taken`, `sale_name_wrong`, `price_base_wrong`, `product_unit_priced`,
    `treatment_elsewhere`, `workshop_unknown_key`.
    """
    one_at_a_time(establishment)
    rules.check_all(product_checks(establishment, spec, product))
    taken = Product.objects.filter(establishment=establishment, code=spec.code)
    if other := taken.exclude(pk=product.pk if product else None).first():
        raise Refusal("product_code_taken", value=spec.code, name=other.name)
    row = product or Product(establishment=establishment)
    retimed = product is not None and product.minutes_per_thousand != spec.minutes_per_thousand
    for field in fields(spec):
        value = getattr(spec, field.name)
        setattr(row, field.name, value.strip() if isinstance(value, str) else value)
    row.search_key = " ".join(fold(part) for part in (row.name, row.code, row.trade) if part)
    row.save()
    if retimed:
        _announce_lines(row, at)
    return row


def _announce_lines(product: Product, at: datetime) -> None:
    """Tell higher rooms that lines of a product take another time; so many at once that they fit in memory."""
    keys = list(OrderLine.objects.filter(product=product).order_by("pk").values_list("pk", flat=True))
    for first in range(0, len(keys), _TOGETHER):
        some = keys[first : first + _TOGETHER]
        changes.announce(ORDER_LINES_CHANGED, establishment=product.establishment, lines=some, at=at)


def product_checks(
    establishment: Establishment, spec: ProductSpec, product: Product | None
) -> list[Callable[[], None]]:
    """Everything that is checked of a product but that its code is free, to be told one at a time or all at once."""
    return [
        partial(rules.check_code, spec.code, rules.LONGEST_PRODUCT_CODE),
        partial(rules.check_named, spec.name),
        partial(rules.check_price, 0, spec.price_base),
        partial(check_here, establishment, spec.vat, spec.workshop),
        partial(_check_unit, spec, product),
    ]


def _check_unit(spec: ProductSpec, product: Product | None) -> None:
    same = product is None or (spec.unit, spec.price_base) == (product.unit, product.price_base)
    if product is not None and not same and product.prices.exists():
        raise Refusal("product_unit_priced")


def check_here(establishment: Establishment, vat: VatTreatment, workshop: Workshop | None) -> None:
    """Treatment and workshop are of this establishment."""
    if vat.establishment_id != establishment.pk:
        raise Refusal("treatment_elsewhere")
    if workshop is not None and workshop.establishment_id != establishment.pk:
        raise Refusal("workshop_unknown_key", value=workshop.pk)


@transaction.atomic
def revise_price(*, product: Product, starts_on: date, unit_price: int, by: User | None, at: datetime) -> PriceRevision:
    """The unit price of a product from a day on; said again for the same day, it is corrected. Refusal `price_wrong`.

    Lines that were written down keep the price they have.
    """
    rules.check_price(unit_price, product.price_base)
    row, _ = PriceRevision.objects.update_or_create(
        product=product, starts_on=starts_on, defaults={"unit_price": unit_price}
    )
    return row


@transaction.atomic
def remove_price(*, revision: PriceRevision, by: User | None, at: datetime) -> None:
    """Take a price back: the one before holds again."""
    revision.delete()


@transaction.atomic
def save_cost_shares(*, product: Product, shares: Mapping[str, int], by: User | None, at: datetime) -> None:
    """Which parts of the price are not labour, by category, in ten-thousandths; categories that are not named have none.

    Refusals `cost_share_wrong`, `cost_shares_too_many`.
    """
    rules.check_cost_shares(shares)
    product.cost_shares.exclude(category__in=list(shares)).delete()
    for category, share in shares.items():
        DirectCostShare.objects.update_or_create(product=product, category=category, defaults={"share": share})
