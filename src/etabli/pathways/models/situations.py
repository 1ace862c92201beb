"""What the surveys ask of each person, and what was answered."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from etabli.org.models import Establishment
from etabli.pathways.access import OfPersonQuerySet
from etabli.people.models import Person


class Situation(models.Model):
    """A person in an establishment, as the surveys ask for her. Empty: nobody asked yet.

    `orientation_from` and `orientation_until`: first and last day of the orientation of the CDAPH. `had_ordinary_job`: before
    she came, a job in ordinary work or in an adapted company. `first_protected`: never in protected work before.
    `temporary_admission`: for less than a year.
    """

    establishment = models.ForeignKey(Establishment, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    orientation_from = models.DateField(null=True, blank=True)
    orientation_until = models.DateField(null=True, blank=True)
    had_ordinary_job = models.BooleanField(null=True, blank=True)
    first_protected = models.BooleanField(null=True, blank=True)
    temporary_admission = models.BooleanField(null=True, blank=True)
    driving_licence = models.BooleanField(null=True, blank=True)
    highway_code = models.BooleanField(null=True, blank=True)
    mobility_card = models.BooleanField(null=True, blank=True)
    transport = models.BooleanField(null=True, blank=True)

    objects = OfPersonQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["establishment", "person"], name="situation_once"),
            models.CheckConstraint(
                condition=Q(orientation_from__isnull=True)
                | Q(orientation_until__isnull=True)
                | Q(orientation_until__gte=F("orientation_from")),
                name="orientation_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        """Reads the person."""
        return str(self.person)
