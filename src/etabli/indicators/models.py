"""Tables of figures. `FigureMonth` is a cache that a test holds equal to its definition."""

from __future__ import annotations

from django.db import models

from etabli.org.models import Association, Establishment, User


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


class EffortFile(models.Model):
    """What another association told of its support and adaptations: sums and numbers of persons, nobody in it.

    `content`: the file as it was read, see `etabli.indicators.effort_files`. `ends_before` is excluded.
    """

    association = models.ForeignKey(
        Association, on_delete=models.CASCADE, related_name="+", help_text="Who took it in."
    )
    organisation = models.CharField(max_length=200, help_text="Whose sums they are.")
    starts_on = models.DateField()
    ends_before = models.DateField()
    content = models.JSONField()
    imported_at = models.DateTimeField()
    imported_by = models.ForeignKey(
        User, null=True, on_delete=models.PROTECT, related_name="+", help_text="Empty: operator."
    )

    class Meta:
        ordering = ["organisation", "-starts_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["association", "organisation", "starts_on", "ends_before"], name="effort_file_once"
            ),
            models.CheckConstraint(
                condition=models.Q(ends_before__gt=models.F("starts_on")), name="effort_file_ends_after_it_starts"
            ),
        ]

    def __str__(self) -> str:
        return self.organisation
