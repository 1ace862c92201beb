"""What came back, is to be credited, and still stands on an invoice."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Q, Sum

from etabli.billing.models import Invoice, InvoiceLine
from etabli.billing.states import InvoiceState
from etabli.orders.models import CustomerReturn, DeliveryLine
from etabli.orders.states import Decision, DeliveryState, ReturnKind
from etabli.org.models import Establishment


@dataclass(frozen=True)
class ToCredit:
    """`quantity` (thousandths) of a delivery line that was billed beyond what the client kept; `invoice`: the last to bill it."""

    delivery_line: DeliveryLine
    quantity: int
    invoice: Invoice


def to_credit(establishment: Establishment) -> list[ToCredit]:
    """Returns decided to be credited that no credit note covers, not even a draft, latest delivery first; three queries.

    A return that was decided before it was billed is left off the invoice, and asks for no credit note.
    """
    decided = Q(returns__kind=ReturnKind.RETURN, returns__decision=Decision.CREDIT)
    rows = DeliveryLine.objects.filter(decided, delivery__establishment=establishment)
    done = rows.filter(delivery__state=DeliveryState.DONE).distinct()
    parts = list(
        done.select_related("delivery", "order_line__order__client").order_by("-delivery__delivered_on", "-pk")
    )
    keys = [part.pk for part in parts]
    returned = CustomerReturn.objects.filter(
        delivery_line__in=keys, kind=ReturnKind.RETURN, decision=Decision.CREDIT
    ).order_by()
    came_back = dict(returned.values_list("delivery_line").annotate(total=Sum("quantity")))
    billed, last = _billed(keys)
    found = []
    for part in parts:
        beyond = billed[part.pk] + came_back[part.pk] - part.quantity
        if beyond > 0 and part.pk in last:
            found.append(ToCredit(part, min(beyond, came_back[part.pk]), last[part.pk]))
    return found


def _billed(keys: list[int]) -> tuple[dict[int, int], dict[int, Invoice]]:
    """What issued invoices bill of each delivery line, less what credit notes take back, and the last invoice to bill it."""
    issued = Q(delivery_line__in=keys, quantity__gt=0, invoice__state=InvoiceState.ISSUED)
    taken_back = Q(corrects__delivery_line__in=keys, quantity__lt=0)
    rows = InvoiceLine.objects.filter(issued | taken_back).select_related("invoice", "corrects").order_by("pk")
    billed: defaultdict[int, int] = defaultdict(int)
    last = {}
    for row in rows:
        origin = row if row.quantity > 0 else row.corrects
        if origin is not None and origin.delivery_line_id is not None:
            billed[origin.delivery_line_id] += row.quantity
            if row.quantity > 0:
                last[origin.delivery_line_id] = row.invoice
    return billed, last
