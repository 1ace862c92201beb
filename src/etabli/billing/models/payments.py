"""What was paid, and of what clients were reminded."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from etabli.billing.access import BillingQuerySet
from etabli.billing.models.invoices import Invoice
from etabli.billing.states import Means
from etabli.kit.seals import Seal


class Payment(models.Model):
    """Money received for an issued invoice, negative when given back. Append-only: a mistake is taken back by another."""

    place_path = "invoice__establishment"
    sealed = Seal()

    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="payments")
    paid_on = models.DateField()
    cents = models.BigIntegerField()
    means = models.CharField(max_length=15, choices=[(value.value, value.value) for value in Means])
    reference = models.CharField(max_length=100, blank=True)
    recorded_at = models.DateTimeField()

    objects = BillingQuerySet.as_manager()

    class Meta:
        ordering = ["paid_on", "pk"]
        indexes = [models.Index(fields=["paid_on"], name="payment_by_day")]
        constraints = [models.CheckConstraint(condition=~Q(cents=0), name="payment_of_something")]


class Reminder(models.Model):
    """A client was reminded of an invoice past its day; levels go up from 1."""

    place_path = "invoice__establishment"

    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="reminders")
    level = models.PositiveSmallIntegerField()
    sent_on = models.DateField()
    note = models.CharField(max_length=300, blank=True)

    objects = BillingQuerySet.as_manager()

    class Meta:
        ordering = ["level"]
        constraints = [models.UniqueConstraint(fields=["invoice", "level"], name="reminder_level_once")]
