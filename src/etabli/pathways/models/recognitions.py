"""What a person knows from her work, recognised."""

from __future__ import annotations

from django.db import models

from etabli.org.models import Establishment
from etabli.pathways.access import OfPersonQuerySet
from etabli.pathways.models.choices import choices
from etabli.pathways.states import RecognitionKind, RecognitionLevel
from etabli.people.models import Person


class Recognition(models.Model):
    """An RAE, RSFP or VAE, from its first day to the day it was validated, if it was."""

    establishment = models.ForeignKey(Establishment, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=choices(RecognitionKind))
    title = models.CharField(max_length=200)
    started_on = models.DateField()
    jury_on = models.DateField(null=True, blank=True)
    validated_on = models.DateField(null=True, blank=True)
    level = models.CharField(max_length=10, blank=True, choices=choices(RecognitionLevel))

    objects = OfPersonQuerySet.as_manager()

    class Meta:
        ordering = ["-started_on", "-pk"]
        indexes = [models.Index(fields=["establishment", "person"], name="recognition_by_person")]

    def __str__(self) -> str:
        """Reads the person."""
        return f"{self.person}, {self.title}"
