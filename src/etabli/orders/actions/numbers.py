"""Numbers of quotes, orders and deliveries: `D2026-0001`, `C2026-0001`, `L2026-0001`."""

from __future__ import annotations

from datetime import date

from etabli.orders.models import Numbering
from etabli.org.models import Establishment

QUOTES, ORDERS, DELIVERIES = "D", "C", "L"
"""Devis, commande, livraison."""


def next_number(establishment: Establishment, letter: str, day: date) -> str:
    """The next number of the year of that day. Inside a transaction: its row stays locked, so no two are alike."""
    Numbering.objects.get_or_create(establishment=establishment, letter=letter, year=day.year)
    row = Numbering.objects.select_for_update().get(establishment=establishment, letter=letter, year=day.year)
    row.last += 1
    row.save(update_fields=["last"])
    return f"{letter}{day.year}-{row.last:04}"
