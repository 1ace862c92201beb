"""What goes on with a person after she was hired: support agreements and reinforced pathways."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from etabli.kit import localised
from etabli.kit.fields import EncryptedTextField
from etabli.org.models import Establishment
from etabli.pathways.access import OfPersonQuerySet
from etabli.pathways.models.hosts import Host
from etabli.pathways.models.placements import Placement
from etabli.people.models import Person


class SupportAgreement(models.Model):
    """A convention d'appui with the employer of a person (CASF, article L344-2-5). `partner`: who signs besides, a SAVS say.

    `renewal_of`: the agreement that this one goes on from. `ended_on`: the first day on which it no longer holds, when it was
    ended before `ends_before`.
    """

    establishment = models.ForeignKey(Establishment, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    job = models.ForeignKey(Placement, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    host = models.ForeignKey(Host, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    signed_on = models.DateField()
    starts_on = models.DateField()
    ends_before = models.DateField()
    partner = models.CharField(max_length=200, blank=True)
    renewal_of = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="renewed_by"
    )
    ended_on = models.DateField(null=True, blank=True)

    objects = OfPersonQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "-pk"]
        indexes = [models.Index(fields=["establishment", "person"], name="support_agreement_by_person")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_before__gt=F("starts_on")), name="support_agreement_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("starts_on")),
                name="support_agreement_ended_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        """Reads the person."""
        return f"{self.person}, {localised.day(self.starts_on)}"


class ReinforcedPathway(models.Model):
    """The document of a parcours renforcé en emploi, prepared with the employer. `handed_on`: when the person had it."""

    establishment = models.ForeignKey(Establishment, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    job = models.OneToOneField(Placement, on_delete=models.PROTECT, related_name="+")
    handed_on = models.DateField(null=True, blank=True)
    content = EncryptedTextField(blank=True)

    objects = OfPersonQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        """Reads the person."""
        return f"{self.person}, {self.pk}"
