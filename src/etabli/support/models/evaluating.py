"""How far a scale can be trusted, as a workplace found it out."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from etabli.org.models import Establishment
from etabli.support.access import FrameworkQuerySet


class Reliability(models.Model):
    """What two levels of one scale may differ by from the measure's own error alone; without it, no change is called reliable.

    Of the versions of a framework with the same `scale_since`. `deviation`: standard deviation of the levels, hundredths of a
    level. `reliability`: ten-thousandths, less than 1. `source`: who measured it, on whom, when.
    """

    establishment = models.ForeignKey(Establishment, on_delete=models.CASCADE, related_name="+")
    framework_code = models.CharField(max_length=40)
    scale_since = models.PositiveIntegerField()
    deviation = models.PositiveIntegerField()
    reliability = models.PositiveSmallIntegerField()
    source = models.CharField(max_length=300)

    objects = FrameworkQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["establishment", "framework_code", "scale_since"], name="reliability_once"),
            models.CheckConstraint(
                condition=Q(deviation__gt=0, reliability__lt=10_000), name="reliability_leaves_an_error"
            ),
        ]
