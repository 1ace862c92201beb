"""What other rooms announce, and this one holds on to."""

from __future__ import annotations

from datetime import datetime

from etabli.billing.queries import holding
from etabli.core.refusal import Refusal
from etabli.orders.models import Delivery


def keep_billed_delivery(*, delivery: Delivery, at: datetime) -> None:
    """A delivery that is on an invoice, or on a draft, is not cancelled. Refusal `delivery_billed`."""
    line = holding(delivery)
    if line is not None:
        raise Refusal("delivery_billed", number=delivery.number, invoice=str(line.invoice))
