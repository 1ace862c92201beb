"""Numbers of quotes, orders and deliveries: `D2026-0001`, `C2026-0001`, `L2026-0001`."""

from __future__ import annotations

from datetime import date

from etabli.orders.models import Numbering
from etabli.org.models import Establishment

QUOTES, ORDERS, DELIVERIES = "D", "C", "L"
"""Devis, commande, livraison."""


def next_number(establishment: Establishment, letter: str, day: date) -> str:
    """The next number of the year of that day. The caller has its turn (`one_at_a_time`), so no two are alike."""
    row, _ = Numbering.objects.get_or_create(establishment=establishment, letter=letter, year=day.year)
    row.last += 1
    row.save(update_fields=["last"])
    return f"{letter}{day.year}-{row.last:04}"
