"""Invoices, deposits and credit notes, their lines and what the lines cost."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from etabli.billing.models.sealing import SealedModel, SealedQuerySet
from etabli.billing.models.selling import Series
from etabli.billing.states import InvoiceKind, InvoiceState
from etabli.core.invoicing import VatCategory
from etabli.core.prices import PRICE_BASES
from etabli.kit.seals import Seal
from etabli.orders.models import Client, ClientAddress, DeliveryLine, Order, OrderLine
from etabli.orders.states import CostCategory, SaleUnit, Supply
from etabli.org.models import Establishment

_ISSUED = {"column": "state", "value": InvoiceState.ISSUED.value}
_OF_INVOICE = (("invoice_id", "billing_invoice"),)


def _choices(values: type) -> list[tuple[str, str]]:
    return [(str(value), str(value)) for value in values]  # type: ignore[attr-defined]


class Invoice(SealedModel):
    """An invoice, a deposit or a credit note. A draft has no number; what is issued is frozen with all it shows.

    `seller`, `buyer` and `vat` (the groups: category, rate, reason, reason_code, taxable, tax) are copies made at issue,
    and `digest` the SHA-256 of the whole document. Totals of a draft are those of its lines now. `prepaid`: what deducted
    deposits asked, VAT included. `corrects` and `reason`: of a credit note.
    """

    place_path = "establishment"
    sealed = Seal(**_ISSUED)

    establishment = models.ForeignKey(Establishment, on_delete=models.PROTECT, related_name="+")
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=_choices(InvoiceKind))
    state = models.CharField(max_length=8, choices=_choices(InvoiceState), default=InvoiceState.DRAFT)
    series = models.ForeignKey(Series, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField(null=True, help_text="That of its place in the series, or 0.")
    sequence = models.PositiveIntegerField(null=True)
    number = models.CharField(max_length=30, null=True)
    drafted_on = models.DateField()
    issued_on = models.DateField(null=True)
    due_on = models.DateField(null=True)
    order = models.ForeignKey(Order, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    order_reference = models.CharField(max_length=100, blank=True, help_text="The client's purchase order.")
    delivery_address = models.ForeignKey(
        ClientAddress, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    starts_on = models.DateField(null=True, help_text="Of the period that is billed.")
    ends_before = models.DateField(null=True)
    delivered_on = models.DateField(null=True, help_text="The last delivery that is billed.")
    corrects = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="credit_notes")
    reason = models.CharField(max_length=300, blank=True)
    note = models.TextField(blank=True)
    currency = models.CharField(max_length=3, default="EUR")
    net = models.BigIntegerField(default=0)
    tax = models.BigIntegerField(default=0)
    gross = models.BigIntegerField(default=0)
    prepaid = models.BigIntegerField(default=0)
    payable = models.BigIntegerField(default=0)
    seller = models.JSONField(default=dict)
    buyer = models.JSONField(default=dict)
    vat = models.JSONField(default=list)
    digest = models.CharField(max_length=64, blank=True)
    issued_at = models.DateTimeField(null=True)

    objects = SealedQuerySet.as_manager()

    class Meta:
        ordering = ["-issued_on", "-pk"]
        indexes = [
            models.Index(fields=["establishment", "state", "issued_on"], name="invoice_by_day"),
            models.Index(fields=["establishment", "client"], name="invoice_by_client"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["establishment", "number"], name="invoice_number_once"),
            models.UniqueConstraint(fields=["series", "year", "sequence"], name="invoice_sequence_once"),
            models.CheckConstraint(
                condition=Q(state="draft", number=None, sequence=None, issued_on=None, digest="")
                | Q(state="issued", number__isnull=False, sequence__isnull=False, issued_on__isnull=False)
                & ~Q(digest=""),
                name="invoice_numbered_when_issued",
            ),
            models.CheckConstraint(
                condition=Q(kind="credit_note", corrects__isnull=False) & ~Q(reason="")
                | ~Q(kind="credit_note") & Q(corrects=None, reason=""),
                name="credit_note_says_what_and_why",
            ),
            models.CheckConstraint(condition=Q(payable=F("gross") - F("prepaid")), name="invoice_payable_sums"),
            models.CheckConstraint(condition=Q(gross=F("net") + F("tax")), name="invoice_gross_sums"),
        ]

    def __str__(self) -> str:
        return self.number or f"#{self.pk}"


class InvoiceLine(SealedModel):
    """A line. `delivery_line`: what it bills.

    `corrects`: the line that a line of a credit note takes back; when that is to be billed anew, the credit line names the
    delivery too, and so sets it free.
    """

    place_path, state_path = "invoice__establishment", "invoice__state"
    sealed = Seal(**_ISSUED, path=_OF_INVOICE)

    invoice = models.ForeignKey(Invoice, on_delete=models.CASCADE, related_name="lines")
    position = models.PositiveSmallIntegerField()
    order_line = models.ForeignKey(OrderLine, null=True, on_delete=models.PROTECT, related_name="+")
    delivery_line = models.ForeignKey(DeliveryLine, null=True, on_delete=models.PROTECT, related_name="+")
    corrects = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="corrections")
    text = models.CharField(max_length=300)
    quantity = models.BigIntegerField()
    unit = models.CharField(max_length=20, choices=_choices(SaleUnit))
    unit_price = models.PositiveBigIntegerField()
    price_base = models.PositiveSmallIntegerField(choices=[(base, str(base)) for base in PRICE_BASES], default=1)
    discount = models.PositiveSmallIntegerField(default=0)
    amount = models.BigIntegerField()
    vat_category = models.CharField(max_length=2, choices=_choices(VatCategory))
    vat_rate = models.PositiveSmallIntegerField(default=0)
    vat_reason = models.CharField(max_length=300, blank=True)
    vat_reason_code = models.CharField(max_length=40, blank=True)
    supply = models.CharField(max_length=20, choices=_choices(Supply))
    delivered_on = models.DateField(null=True)
    delivery_number = models.CharField(max_length=20, blank=True)

    objects = SealedQuerySet.as_manager()

    class Meta:
        ordering = ["invoice", "position"]
        constraints = [
            models.UniqueConstraint(fields=["invoice", "position"], name="invoice_position_once"),
        ]


class InvoiceLineCost(SealedModel):
    """What of a line is one of the six costs that are not labour (Code du travail, art. D5212-22), in cents."""

    place_path, state_path = "line__invoice__establishment", "line__invoice__state"
    sealed = Seal(**_ISSUED, path=(("line_id", "billing_invoiceline"), *_OF_INVOICE))

    line = models.ForeignKey(InvoiceLine, on_delete=models.CASCADE, related_name="costs")
    category = models.CharField(max_length=30, choices=_choices(CostCategory))
    cents = models.BigIntegerField()

    objects = SealedQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["line", "category"], name="invoice_line_cost_once")]


class DepositDeduction(SealedModel):
    """A deposit that a final invoice deducts, in cents, VAT included."""

    place_path, state_path = "invoice__establishment", "invoice__state"
    sealed = Seal(**_ISSUED, path=_OF_INVOICE)

    invoice = models.ForeignKey(Invoice, on_delete=models.CASCADE, related_name="deductions")
    deposit = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="deducted_by")
    cents = models.BigIntegerField()

    objects = SealedQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["invoice", "deposit"], name="deposit_deducted_once")]
