"""Tables of what surrounds the contract: targets of the region, and the job basin."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from etabli.cpom.access import CpomQuerySet
from etabli.cpom.states import Direction
from etabli.org.models import Establishment


class RegionalTarget(models.Model):
    """A target of the regional health scheme (PRS) for a figure of the establishment. It prevails over the contract's.

    `code`: of a definition; `value`: ten-thousandths of a rate or a mean, else whole; `ends_before` is excluded.
    """

    place_path = "establishment"

    establishment = models.ForeignKey(Establishment, on_delete=models.CASCADE, related_name="+")
    code = models.CharField(max_length=50)
    value = models.BigIntegerField()
    direction = models.CharField(max_length=10, choices=[(one.value, one.value) for one in Direction])
    starts_on = models.DateField()
    ends_before = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=200)

    objects = CpomQuerySet.as_manager()

    class Meta:
        ordering = ["code", "-starts_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_before=None) | Q(ends_before__gt=F("starts_on")), name="regional_ends_after_it_starts"
            ),
            models.UniqueConstraint(fields=["establishment", "code", "starts_on"], name="regional_target_once"),
        ]


class BasinRow(models.Model):
    """One number on the job basin of an establishment, as published. `value`: thousandths of its unit."""

    place_path = "establishment"

    establishment = models.ForeignKey(Establishment, on_delete=models.CASCADE, related_name="+")
    indicator = models.CharField(max_length=200)
    year = models.PositiveSmallIntegerField()
    value = models.BigIntegerField()
    unit = models.CharField(max_length=60, blank=True)
    source = models.CharField(max_length=300)

    objects = CpomQuerySet.as_manager()

    class Meta:
        ordering = ["indicator", "-year"]
        constraints = [
            models.UniqueConstraint(fields=["establishment", "indicator", "year"], name="basin_row_once"),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} · {self.year}"
