"""Under which code of the attendance the half-days of each device are written."""

from __future__ import annotations

from django.db import models

from etabli.kit import localised
from etabli.org.models import Establishment
from etabli.pathways.access import OfHouseQuerySet
from etabli.pathways.models.choices import choices
from etabli.pathways.states import Device
from etabli.pathways.wording import DEVICES


class DeviceCode(models.Model):
    """What an establishment chose for a device; a device without a row has that of `rules.following.CODES`.

    `code`: of its own code table, by its letters.
    """

    establishment = models.ForeignKey(Establishment, on_delete=models.PROTECT, related_name="+")
    device = models.CharField(max_length=30, choices=choices(Device))
    code = models.CharField(max_length=10)

    objects = OfHouseQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["establishment", "device"], name="device_code_once")]

    def __str__(self) -> str:
        return localised.colon(DEVICES[Device(self.device)], self.code)
