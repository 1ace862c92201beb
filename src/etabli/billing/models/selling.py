"""Who sells, and the series in which invoices are numbered."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from etabli.billing.access import BillingQuerySet
from etabli.org.models import Establishment


class Seller(models.Model):
    """What an establishment says of itself on its invoices; each invoice keeps it as it was when it was issued.

    `recovery_fee`: the fixed compensation for recovery owed by a professional who pays late, in cents (Code de commerce,
    art. L441-10 and D441-5). `vat_on_debits`: it chose to owe VAT when it invoices. The accounts are those of its books.
    """

    place_path = "establishment"

    establishment = models.OneToOneField(Establishment, on_delete=models.PROTECT, related_name="+")
    legal_name = models.CharField(max_length=200)
    legal_form = models.CharField(max_length=100, blank=True)
    street = models.CharField(max_length=200)
    more = models.CharField(max_length=200, blank=True)
    postcode = models.CharField(max_length=10)
    town = models.CharField(max_length=100)
    country = models.CharField(max_length=2, default="FR")
    siren = models.CharField(max_length=9, blank=True)
    siret = models.CharField(max_length=14, blank=True)
    vat_number = models.CharField(max_length=20, blank=True)
    iban = models.CharField(max_length=34, blank=True)
    bic = models.CharField(max_length=11, blank=True)
    email = models.CharField(max_length=200, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    peppol_id = models.CharField(max_length=60, blank=True, help_text="Scheme and identifier: 0208:0123456789.")
    payment_terms = models.CharField(max_length=300, blank=True)
    late_rate = models.CharField(max_length=300, blank=True, help_text="The rate of penalties for late payment.")
    no_early_discount = models.CharField(max_length=300, blank=True, help_text="On discounts for early payment.")
    recovery_fee = models.PositiveIntegerField(default=0)
    home_services_basis = models.CharField(
        max_length=500, blank=True, help_text="The text on which statements for services at home rest."
    )
    vat_on_debits = models.BooleanField(default=False)
    account_client = models.CharField(max_length=20, default="411")
    account_deposit = models.CharField(max_length=20, default="4191")
    account_vat = models.CharField(max_length=20, default="44571")
    account_goods = models.CharField(max_length=20, default="701")
    account_services = models.CharField(max_length=20, default="706")
    account_bank = models.CharField(max_length=20, default="512")

    objects = BillingQuerySet.as_manager()

    def __str__(self) -> str:
        return self.legal_name


class Series(models.Model):
    """A series of numbers without gap: a prefix, in which `{year}` stands for the year of issue, then a number.

    With `{year}` each year begins again at 1; without, the numbers go on. Its row is locked while a number is given.
    """

    place_path = "establishment"

    establishment = models.ForeignKey(Establishment, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=10)
    prefix = models.CharField(max_length=20)
    digits = models.PositiveSmallIntegerField(default=4)
    credit_notes = models.BooleanField(default=False, help_text="It numbers credit notes, else invoices and deposits.")
    active = models.BooleanField(default=True)

    objects = BillingQuerySet.as_manager()

    class Meta:
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(fields=["establishment", "code"], name="series_code_once"),
            models.UniqueConstraint(fields=["establishment", "prefix"], name="series_prefix_once"),
        ]

    def __str__(self) -> str:
        return self.code


class SeriesYear(models.Model):
    """The last number given in a series: in a year, or ever (`year` 0) when the prefix names none."""

    place_path = "series__establishment"

    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="years")
    year = models.PositiveSmallIntegerField(default=0)
    last = models.PositiveIntegerField(default=0)
    last_issued_on = models.DateField(null=True)

    objects = BillingQuerySet.as_manager()

    class Meta:
        ordering = ["year"]
        constraints = [
            models.UniqueConstraint(fields=["series", "year"], name="series_year_once"),
            models.CheckConstraint(
                condition=Q(last=0, last_issued_on=None) | Q(last__gt=0, last_issued_on__isnull=False),
                name="series_year_knows_its_last_day",
            ),
        ]
