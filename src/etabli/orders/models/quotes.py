"""Quotes and their versions, and the columns that whatever has a price shares."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from etabli.core.prices import line_amount
from etabli.orders.access import OrdersQuerySet
from etabli.orders.models.catalogue import Product, VatTreatment
from etabli.orders.models.choices import BASES, MOST_SHARE, choices
from etabli.orders.models.clients import Client
from etabli.orders.states import AbsenceRule, Nature, QuoteState, SaleUnit, Supply
from etabli.org.models import Establishment, Workshop


class PricedLine(models.Model):
    """What a line of a quote and a line of an order have in common. `minutes`: those quoted for the whole line.

    `absence_rule` and `absence_allowance` (half-days a month that take nothing off): of a secondment.
    """

    position = models.PositiveSmallIntegerField()
    product = models.ForeignKey(Product, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    text = models.CharField(max_length=300)
    quantity = models.PositiveBigIntegerField()
    unit = models.CharField(max_length=20, choices=choices(SaleUnit))
    unit_price = models.PositiveBigIntegerField()
    price_base = models.PositiveSmallIntegerField(choices=BASES, default=1)
    discount = models.PositiveSmallIntegerField(default=0)
    vat = models.ForeignKey(VatTreatment, on_delete=models.PROTECT, related_name="+")
    minutes = models.PositiveIntegerField(default=0)
    due_on = models.DateField(null=True, blank=True)
    workshop = models.ForeignKey(Workshop, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    nature = models.CharField(max_length=20, choices=choices(Nature), default=Nature.ON_SITE)
    category = models.CharField(max_length=20, choices=choices(Supply), default=Supply.SERVICES)
    absence_rule = models.CharField(max_length=10, choices=choices(AbsenceRule), default=AbsenceRule.WHOLE)
    absence_allowance = models.PositiveSmallIntegerField(default=0)

    class Meta:
        abstract = True

    @property
    def amount(self) -> int:
        """Of the planned quantity, in cents, before VAT."""
        return line_amount(self.quantity, self.unit_price, self.price_base, self.discount)


class Quote(models.Model):
    """One version of a quote; the versions of one quote share its number. An accepted one is never changed again."""

    place_path, workshop_path = "establishment", "lines__workshop"

    establishment = models.ForeignKey(Establishment, on_delete=models.PROTECT, related_name="+")
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="quotes")
    number = models.CharField(max_length=20)
    version = models.PositiveSmallIntegerField(default=1)
    created_on = models.DateField()
    valid_until = models.DateField(null=True, blank=True, help_text="The last day on which it holds.")
    state = models.CharField(max_length=10, choices=choices(QuoteState), default=QuoteState.DRAFT)
    decided_on = models.DateField(null=True, blank=True)
    note = models.TextField(blank=True)

    objects = OrdersQuerySet.as_manager()

    class Meta:
        ordering = ["-created_on", "-pk"]
        indexes = [models.Index(fields=["establishment", "state"], name="quote_by_state")]
        constraints = [
            models.UniqueConstraint(fields=["establishment", "number", "version"], name="quote_version_once"),
            models.UniqueConstraint(
                fields=["establishment", "number"], condition=Q(state="accepted"), name="one_version_accepted"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} v{self.version}"


class QuoteLine(PricedLine):
    """A line of a quote; an optional one counts only when it is chosen."""

    place_path, workshop_path = "quote__establishment", "workshop"

    quote = models.ForeignKey(Quote, on_delete=models.CASCADE, related_name="lines")
    optional = models.BooleanField(default=False)
    chosen = models.BooleanField(default=True)

    objects = OrdersQuerySet.as_manager()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["quote", "position"], name="quote_position_once"),
            models.CheckConstraint(condition=Q(discount__lte=MOST_SHARE), name="quote_discount_up_to_all"),
            models.CheckConstraint(condition=Q(optional=True) | Q(chosen=True), name="quote_line_chosen_or_optional"),
        ]
