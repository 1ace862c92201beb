"""Prices and VAT of a day."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db.models import Q

from etabli.orders.models import PriceRevision, Product, VatTreatment


def prices_on(products: Collection[Product], day: date) -> dict[int, int]:
    """The unit price of each product (key) in force on a day; those that have none yet are missing. One query."""
    rows = PriceRevision.objects.filter(product__in=products, starts_on__lte=day).order_by("starts_on")
    return dict(rows.values_list("product", "unit_price"))


def vat_on(treatment: VatTreatment, day: date) -> VatTreatment:
    """The treatment of the same code that is in force on a day, else the one given. No query when it is itself."""
    if treatment.starts_on <= day and (treatment.ends_before is None or day < treatment.ends_before):
        return treatment
    same = VatTreatment.objects.filter(establishment=treatment.establishment_id, code=treatment.code)
    running = Q(ends_before__isnull=True) | Q(ends_before__gt=day)
    return same.filter(running, starts_on__lte=day).first() or treatment
