"""Where persons went who left, and who came back."""

from __future__ import annotations

from django.db import models

from etabli.kit import localised
from etabli.kit.fields import EncryptedTextField
from etabli.org.models import Establishment
from etabli.pathways.access import OfPersonQuerySet
from etabli.pathways.models.choices import choices
from etabli.pathways.models.hosts import Host
from etabli.pathways.models.placements import Placement
from etabli.pathways.states import ContractKind, Destination
from etabli.people.models import Engagement, Person


class Exit(models.Model):
    """What is known of a person's leaving; its day is the `ends_before` of the engagement.

    `job`: the placement she left for. `mdph_validated`: empty while nobody asked. `orientation_until`: last day of the
    orientation of the CDAPH, during which she may return.
    """

    establishment = models.ForeignKey(Establishment, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    engagement = models.OneToOneField(Engagement, on_delete=models.PROTECT, related_name="+")
    destination = models.CharField(max_length=20, choices=choices(Destination))
    contract = models.CharField(max_length=20, blank=True, choices=choices(ContractKind))
    job = models.ForeignKey(Placement, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    host = models.ForeignKey(Host, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    reason = EncryptedTextField(blank=True)
    mdph_validated = models.BooleanField(null=True, blank=True)
    orientation_until = models.DateField(null=True, blank=True)

    objects = OfPersonQuerySet.as_manager()

    class Meta:
        ordering = ["-engagement__ends_before", "-pk"]
        indexes = [models.Index(fields=["establishment", "person"], name="exit_by_person")]

    def __str__(self) -> str:
        """Reads the person."""
        return f"{self.person}, {self.pk}"


class Return(models.Model):
    """A person who came back to protected work: here, or `elsewhere`, in the ESAT that `esat_name` says.

    `by_right`: under her right to return. `engagement`: that of her coming back here.
    """

    establishment = models.ForeignKey(Establishment, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    exit = models.ForeignKey(Exit, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    returned_on = models.DateField()
    elsewhere = models.BooleanField(default=False)
    esat_name = models.CharField(max_length=200, blank=True)
    by_right = models.BooleanField(default=False)
    engagement = models.ForeignKey(Engagement, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = OfPersonQuerySet.as_manager()

    class Meta:
        ordering = ["-returned_on", "-pk"]
        indexes = [models.Index(fields=["establishment", "person"], name="return_by_person")]

    def __str__(self) -> str:
        """Reads the person."""
        return f"{self.person}, {localised.day(self.returned_on)}"
