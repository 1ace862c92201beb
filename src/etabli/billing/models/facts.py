"""The fact table of this room, see `core.facts`. Derived when an invoice is issued, which seals it for good."""

from __future__ import annotations

from django.db import models

from etabli.org.models import Establishment


class BilledLineFact(models.Model):
    """Derived: the fact table `billed_line`, see `core.facts.BilledLine`."""

    journalled = False

    establishment = models.ForeignKey(
        Establishment, on_delete=models.CASCADE, related_name="+", db_column="establishment", db_index=False
    )
    invoice_line = models.BigIntegerField()
    kind = models.CharField(max_length=12)
    issued_day = models.IntegerField()
    amount = models.BigIntegerField()
    supply = models.CharField(max_length=20)
    nature = models.CharField(max_length=20)
    public_client = models.SmallIntegerField()

    class Meta:
        db_table = "billed_line"
        constraints = [models.UniqueConstraint(fields=["establishment", "invoice_line"], name="billed_line_once")]
        indexes = [models.Index(fields=["establishment", "issued_day"], name="billed_line_by_day")]
