"""Tables of figures. `FigureMonth` is a cache that a test holds equal to its definition."""

from __future__ import annotations

from django.db import models

from etabli.org.models import Establishment


class FigureMonth(models.Model):
    """Derived: contributions of an additive definition summed by month. `month`: day number of its first day."""

    journalled = False

    code = models.CharField(max_length=50)
    version = models.IntegerField()
    establishment = models.ForeignKey(
        Establishment, on_delete=models.CASCADE, related_name="+", db_column="establishment"
    )
    month = models.IntegerField()
    num = models.FloatField()
    den = models.FloatField()

    class Meta:
        db_table = "figure_month"
        constraints = [
            models.UniqueConstraint(fields=["establishment", "month", "code", "version"], name="figure_month_once")
        ]


class Target(models.Model):
    """A target the contract or the workplace sets for a figure and a year. Rates are in ten-thousandths, counts whole."""

    establishment = models.ForeignKey(Establishment, on_delete=models.CASCADE, related_name="targets")
    code = models.CharField(max_length=50)
    year = models.PositiveSmallIntegerField()
    value = models.BigIntegerField()
    source = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["code", "year"]
        constraints = [models.UniqueConstraint(fields=["establishment", "code", "year"], name="target_once_a_year")]
