"""What is offered: products and services, their prices from a day on, what they cost, and how they are taxed."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from etabli.kit import localised
from etabli.orders.access import OrdersQuerySet
from etabli.orders.models.choices import BASES, MOST_SHARE, choices
from etabli.orders.states import CostCategory, Nature, SaleUnit, Supply, VatCategory
from etabli.org.models import Establishment, Workshop


class VatTreatment(models.Model):
    """How what an establishment sells is taxed, from a day on; set by the workplace, nothing is assumed.

    `rate` in ten-thousandths. `reason`: the mention that the invoice must bear; `reason_code`: its VATEX code.
    """

    place_path, workshop_path = "establishment", ""

    establishment = models.ForeignKey(Establishment, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=20)
    label = models.CharField(max_length=100)
    category = models.CharField(max_length=2, choices=choices(VatCategory))
    rate = models.PositiveSmallIntegerField(default=0)
    reason = models.CharField(max_length=300, blank=True)
    reason_code = models.CharField(max_length=40, blank=True)
    starts_on = models.DateField()
    ends_before = models.DateField(null=True, blank=True)

    objects = OrdersQuerySet.as_manager()

    class Meta:
        ordering = ["code", "starts_on"]
        constraints = [
            models.UniqueConstraint(fields=["establishment", "code", "starts_on"], name="vat_treatment_once_a_day"),
            models.CheckConstraint(
                condition=Q(ends_before__isnull=True) | Q(ends_before__gt=F("starts_on")),
                name="vat_treatment_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(category="S", rate__gt=0, rate__lte=MOST_SHARE) | ~Q(category="S") & Q(rate=0),
                name="vat_rate_of_the_standard_category_only",
            ),
        ]

    def __str__(self) -> str:
        return self.label


class Product(models.Model):
    """A product or a service of the catalogue. `minutes_per_thousand`: standard minutes for 1,000 units.

    `stocked`: finished goods may be made before they are ordered.
    """

    place_path, workshop_path = "establishment", ""

    establishment = models.ForeignKey(Establishment, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=30)
    name = models.CharField(max_length=200)
    description = models.TextField(blank=True)
    unit = models.CharField(max_length=20, choices=choices(SaleUnit))
    price_base = models.PositiveSmallIntegerField(choices=BASES, default=1)
    nature = models.CharField(max_length=20, choices=choices(Nature), default=Nature.ON_SITE)
    category = models.CharField(max_length=20, choices=choices(Supply), default=Supply.SERVICES)
    trade = models.CharField(max_length=100, blank=True)
    workshop = models.ForeignKey(Workshop, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    vat = models.ForeignKey(VatTreatment, on_delete=models.PROTECT, related_name="products")
    minutes_per_thousand = models.PositiveBigIntegerField(null=True, blank=True)
    stocked = models.BooleanField(default=False)
    active = models.BooleanField(default=True)
    search_key = models.CharField(max_length=400, db_index=True, editable=False)

    objects = OrdersQuerySet.as_manager()

    class Meta:
        ordering = ["code", "pk"]
        constraints = [models.UniqueConstraint(fields=["establishment", "code"], name="product_code_once")]

    def __str__(self) -> str:
        return self.name


class PriceRevision(models.Model):
    """The unit price of a product from a day on, until the next row."""

    place_path, workshop_path = "product__establishment", ""

    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="prices")
    starts_on = models.DateField()
    unit_price = models.PositiveBigIntegerField()

    objects = OrdersQuerySet.as_manager()

    class Meta:
        ordering = ["starts_on"]
        constraints = [models.UniqueConstraint(fields=["product", "starts_on"], name="price_once_a_day")]

    def __str__(self) -> str:
        """Reads the product."""
        return f"{self.product}, {localised.day(self.starts_on)}"


class DirectCostShare(models.Model):
    """What part of the price of a product is one of the six costs that are not labour (art. D5212-22)."""

    place_path, workshop_path = "product__establishment", ""

    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="cost_shares")
    category = models.CharField(max_length=30, choices=choices(CostCategory))
    share = models.PositiveSmallIntegerField()

    objects = OrdersQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["product", "category"], name="cost_share_once"),
            models.CheckConstraint(condition=Q(share__gt=0, share__lte=MOST_SHARE), name="cost_share_up_to_all"),
        ]
