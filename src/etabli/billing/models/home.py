"""Statements given to private persons of what they paid in a year for services at home."""

from __future__ import annotations

from django.db import models

from etabli.billing.access import BillingQuerySet
from etabli.kit.seals import Seal
from etabli.orders.models import Client
from etabli.org.models import Establishment


class HomeStatement(models.Model):
    """Payments of a year for services at home, their days and hours, and who rendered them by the code that the client
    knows. Numbered, frozen, superseded by a corrected one and never changed. `payload`: all that it shows."""

    place_path = "establishment"
    sealed = Seal()

    establishment = models.ForeignKey(Establishment, on_delete=models.PROTECT, related_name="+")
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    number = models.CharField(max_length=30)
    payload = models.JSONField()
    digest = models.CharField(max_length=64)
    issued_on = models.DateField()
    issued_at = models.DateTimeField()
    supersedes = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="superseded_by")

    objects = BillingQuerySet.as_manager()

    class Meta:
        ordering = ["-year", "number"]
        indexes = [models.Index(fields=["establishment", "year"], name="home_statement_by_year")]
        constraints = [
            models.UniqueConstraint(fields=["establishment", "number"], name="home_statement_number_once"),
            models.UniqueConstraint(
                fields=["client", "year"], condition=models.Q(supersedes=None), name="first_home_statement_once"
            ),
        ]

    def __str__(self) -> str:
        return self.number
