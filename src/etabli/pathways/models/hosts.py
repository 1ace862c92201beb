"""Who receives persons of an establishment, and its agreements with partners."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from etabli.kit import localised
from etabli.org.models import Establishment
from etabli.pathways.access import OfHouseQuerySet
from etabli.pathways.models.choices import choices
from etabli.pathways.states import HostKind, PartnershipKind


class Host(models.Model):
    """A place that receives persons: a company, a public body, an association, another ESAT, a private person."""

    establishment = models.ForeignKey(Establishment, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=choices(HostKind))
    siret = models.CharField(max_length=14, blank=True)
    address = models.CharField(max_length=300, blank=True)
    postal_code = models.CharField(max_length=10, blank=True)
    town = models.CharField(max_length=100, blank=True)
    contact = models.CharField(max_length=200, blank=True)
    email = models.EmailField(max_length=200, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    note = models.TextField(blank=True)
    search_key = models.CharField(max_length=400, db_index=True, editable=False)
    """Name and town folded to lower case without accents, for search."""

    objects = OfHouseQuerySet.as_manager()

    class Meta:
        # Not the name itself: a database sorts É after Z.
        ordering = ["search_key", "pk"]
        constraints = [models.UniqueConstraint(fields=["establishment", "name", "town"], name="host_once")]

    def __str__(self) -> str:
        return f"{self.name}, {self.town}" if self.town else self.name


class Partnership(models.Model):
    """An agreement of the establishment with a partner; `finess` when that is an establishment too."""

    establishment = models.ForeignKey(Establishment, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=30, choices=choices(PartnershipKind))
    partner = models.CharField(max_length=200)
    finess = models.CharField(max_length=9, blank=True)
    signed_on = models.DateField()
    starts_on = models.DateField()
    ends_before = models.DateField(null=True, blank=True)

    objects = OfHouseQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_before__isnull=True) | Q(ends_before__gt=F("starts_on")),
                name="partnership_ends_after_it_starts",
            )
        ]

    def __str__(self) -> str:
        return f"{self.partner}, {localised.day(self.starts_on)}"
