"""What is asked after someone who left for a job, and who wants no support agreement."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from etabli.kit import localised
from etabli.kit.fields import EncryptedTextField
from etabli.org.models import Establishment
from etabli.pathways.access import OfPersonQuerySet
from etabli.pathways.models.exits import Exit
from etabli.people.models import Person


class FollowUp(models.Model):
    """Whether someone who left for a job still works, so many months after. `seen_on`: when one asked.

    `still_employed` is empty while nobody asked, and when nobody could tell.
    """

    establishment = models.ForeignKey(Establishment, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    exit = models.ForeignKey(Exit, on_delete=models.CASCADE, related_name="follow_ups")
    months = models.PositiveSmallIntegerField(help_text="After the exit.")
    due_on = models.DateField()
    seen_on = models.DateField(null=True, blank=True)
    still_employed = models.BooleanField(null=True, blank=True)
    note = EncryptedTextField(blank=True)

    objects = OfPersonQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        indexes = [models.Index(fields=["establishment", "due_on"], name="follow_up_by_day")]
        constraints = [
            models.UniqueConstraint(fields=["exit", "months"], name="follow_up_once"),
            models.CheckConstraint(
                condition=Q(still_employed__isnull=True) | Q(seen_on__isnull=False), name="follow_up_answer_has_its_day"
            ),
        ]

    def __str__(self) -> str:
        """Reads the person."""
        return f"{self.person}, {localised.day(self.due_on)}"


class SupportOpposition(models.Model):
    """A person who wants no support agreement with her employer, from a day on, until she says otherwise."""

    establishment = models.ForeignKey(Establishment, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    said_on = models.DateField()
    withdrawn_on = models.DateField(null=True, blank=True)

    objects = OfPersonQuerySet.as_manager()

    class Meta:
        ordering = ["-said_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["establishment", "person"], condition=Q(withdrawn_on__isnull=True), name="opposition_once"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_on__isnull=True) | Q(withdrawn_on__gte=F("said_on")),
                name="opposition_withdrawn_after_it_is_said",
            ),
        ]

    def __str__(self) -> str:
        """Reads the person."""
        return f"{self.person}, {localised.day(self.said_on)}"
