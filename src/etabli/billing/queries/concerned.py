"""Which employers stand in the list of certificates of a year, found without reading what was sold."""

from __future__ import annotations

from datetime import date

from django.db.models import F, OuterRef, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from etabli.billing.models import Invoice, Payment
from etabli.billing.queries.certificates import obliged, standing_certificates
from etabli.billing.states import InvoiceKind, InvoiceState
from etabli.orders.models import Client
from etabli.orders.states import Regime
from etabli.org.models import Establishment


def concerned(establishment: Establishment, year: int) -> list[list[Client]]:
    """The employers that may stand in the list of a year, each as its clients, by name: those that paid something in it, or
    were credited, owed something at its end, or hold a certificate. Five queries, none of which reads what was sold."""
    end, here = date(year + 1, 1, 1), {"invoice__establishment": establishment}
    documents = Invoice.objects.filter(establishment=establishment, state=InvoiceState.ISSUED, issued_on__lt=end)
    before = Payment.objects.filter(invoice=OuterRef("pk"), paid_on__lt=end).order_by().values("invoice")
    paid = Coalesce(Subquery(before.annotate(total=Sum("cents")).values("total")), Value(0))
    credited = documents.filter(kind=InvoiceKind.CREDIT_NOTE, issued_on__year=year)
    found = set(Payment.objects.filter(paid_on__year=year, **here).order_by().values_list("invoice__client", flat=True))
    found |= set(
        documents.annotate(paid=paid).filter(payable__gt=F("paid")).order_by().values_list("client", flat=True)
    )
    found |= set(credited.order_by().values_list("client", flat=True))
    found |= set(standing_certificates(establishment, year).order_by().values_list("client", flat=True))
    groups = [rows for rows in obliged(establishment).values() if any(row.pk in found for row in rows)]
    return sorted(groups, key=lambda rows: min((row.search_key, row.pk) for row in rows if row.regime != Regime.NONE))
