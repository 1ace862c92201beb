"""Certificates given to clients. They are numbered, frozen and superseded by a corrected one; never changed."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from etabli.billing.access import BillingQuerySet
from etabli.billing.models.invoices import Invoice
from etabli.kit.seals import Seal
from etabli.orders.models import Client
from etabli.orders.states import Regime
from etabli.org.models import Establishment


class ObligationCertificate(models.Model):
    """What a client paid in a year and may deduct for the employment of disabled workers (Code du travail, art. D5212-7).

    One for a SIREN and a year; `client` is the one it is addressed to. `payload`: all that it shows.
    """

    place_path = "establishment"
    sealed = Seal()

    establishment = models.ForeignKey(Establishment, on_delete=models.PROTECT, related_name="+")
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="+")
    siren = models.CharField(max_length=9, blank=True)
    year = models.PositiveSmallIntegerField()
    number = models.CharField(max_length=30)
    regime = models.CharField(max_length=10, choices=[(value.value, value.value) for value in Regime])
    payload = models.JSONField()
    digest = models.CharField(max_length=64)
    issued_on = models.DateField()
    issued_at = models.DateTimeField()
    supersedes = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="superseded_by")

    objects = BillingQuerySet.as_manager()

    class Meta:
        ordering = ["-year", "number"]
        indexes = [models.Index(fields=["establishment", "year"], name="obligation_by_year")]
        constraints = [
            models.UniqueConstraint(fields=["establishment", "number"], name="obligation_number_once"),
            models.UniqueConstraint(
                fields=["establishment", "client", "year"],
                condition=Q(supersedes=None),
                name="first_obligation_certificate_once",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class MergedCertificate(models.Model):
    """A certificate that another one supersedes besides the one that it corrects: two clients, certified apart, turned out
    to be one employer."""

    place_path = "certificate__establishment"
    sealed = Seal()

    certificate = models.OneToOneField(ObligationCertificate, on_delete=models.PROTECT, related_name="merged")
    into = models.ForeignKey(ObligationCertificate, on_delete=models.PROTECT, related_name="merges")

    objects = BillingQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(certificate=F("into")), name="certificate_merged_into_another"),
        ]


class ImpactCertificate(models.Model):
    """Hours, trades and people behind an invoice, or a year, of a client: nothing about fewer than `k`, nobody by name.

    Against what was told the next certificates are measured, and it is never shown: `people`, keys of those whose number
    was told; `told`, for each amount of time, the part of each person (`line:person` -> `minutes/divisor`).
    """

    place_path = "establishment"
    sealed = Seal()

    establishment = models.ForeignKey(Establishment, on_delete=models.PROTECT, related_name="+")
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="+")
    invoice = models.ForeignKey(Invoice, null=True, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField(null=True)
    number = models.CharField(max_length=30)
    k = models.PositiveSmallIntegerField()
    people = models.JSONField(default=list, blank=True)
    told = models.JSONField(default=list, blank=True)
    payload = models.JSONField()
    digest = models.CharField(max_length=64)
    issued_on = models.DateField()
    issued_at = models.DateTimeField()

    objects = BillingQuerySet.as_manager()

    class Meta:
        ordering = ["-issued_on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["establishment", "number"], name="impact_number_once"),
            models.CheckConstraint(
                condition=Q(invoice__isnull=False, year=None) | Q(invoice=None, year__isnull=False),
                name="impact_of_an_invoice_or_a_year",
            ),
        ]

    def __str__(self) -> str:
        return self.number
