"""Who waits for a place."""

from __future__ import annotations

from django.db import models

from etabli.kit.fields import EncryptedTextField
from etabli.org.models import Establishment, Workshop
from etabli.pathways.access import WaitingQuerySet
from etabli.pathways.models.choices import choices
from etabli.pathways.states import WaitingState
from etabli.people.models import Person


class WaitingEntry(models.Model):
    """Someone who asked for a place. `origin`: where she comes from, in words. `person`: who she is here, once admitted.

    `creton`: kept in an establishment for the young while she waits (loi du 13 janvier 1989, article 22). `orientation_on`:
    day of the decision of the CDAPH.
    """

    establishment = models.ForeignKey(Establishment, on_delete=models.PROTECT, related_name="+")
    last_name = models.CharField(max_length=100)
    first_name = models.CharField(max_length=100)
    birth_date = models.DateField(null=True, blank=True)
    orientation_on = models.DateField(null=True, blank=True)
    applied_on = models.DateField()
    creton = models.BooleanField(default=False)
    origin = models.CharField(max_length=200, blank=True)
    wanted_workshop = models.ForeignKey(Workshop, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=choices(WaitingState), default=WaitingState.WAITING.value)
    closed_on = models.DateField(null=True, blank=True)
    note = EncryptedTextField(blank=True)
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    search_key = models.CharField(max_length=300, db_index=True, editable=False)
    """Names folded to lower case without accents, for search."""

    objects = WaitingQuerySet.as_manager()

    class Meta:
        ordering = ["applied_on", "pk"]
        indexes = [models.Index(fields=["establishment", "state"], name="waiting_by_state")]

    def __str__(self) -> str:
        return f"{self.last_name} {self.first_name}"
