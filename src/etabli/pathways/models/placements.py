"""Placements of persons with hosts, and the jobs they took."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from uuid_utils.compat import uuid7

from etabli.kit import localised
from etabli.kit.fields import EncryptedTextField
from etabli.org.models import Establishment, User
from etabli.pathways.access import OfPersonQuerySet
from etabli.pathways.models.choices import choices
from etabli.pathways.models.hosts import Host
from etabli.pathways.states import (
    BeyondGround,
    ContractKind,
    Device,
    Objective,
    PlacementOutcome,
    PlacementState,
    Prescriber,
)
from etabli.pathways.wording import DEVICES
from etabli.people.models import Person


class Placement(models.Model):
    """A person at another place of work for some time, or in a job. `ends_before` is excluded; empty: until further notice.

    `post`: post or tasks, in words. `team`: how a collective secondment says whom it is about. `pattern`: weeks of
    `core.calendars.WeeklyPattern` and `pattern_anchor` its first Monday; empty: every half-day on which the person is due.
    `weekly_minutes`: of work there, where it counts. `beyond_ground`, `beyond_proof`: why a springboard contract lasts longer
    than such contracts may, and what proves it. `renewal_of`: the period that this one goes on from.
    """

    establishment = models.ForeignKey(Establishment, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    device = models.CharField(max_length=30, choices=choices(Device))
    state = models.CharField(max_length=10, choices=choices(PlacementState), default=PlacementState.DRAFT.value)
    host = models.ForeignKey(Host, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    starts_on = models.DateField()
    ends_before = models.DateField(null=True, blank=True)
    signed_on = models.DateField(null=True, blank=True)
    prescriber = models.CharField(max_length=30, blank=True, choices=choices(Prescriber))
    objective = models.CharField(max_length=20, blank=True, choices=choices(Objective))
    contract = models.CharField(max_length=20, blank=True, choices=choices(ContractKind))
    post = models.CharField(max_length=300, blank=True)
    tutor = models.CharField(max_length=200, blank=True)
    place_of_work = models.CharField(max_length=300, blank=True)
    pattern = models.CharField(max_length=60, blank=True)
    pattern_anchor = models.DateField(null=True, blank=True)
    weekly_minutes = models.PositiveIntegerField(null=True, blank=True)
    team = models.CharField(max_length=300, blank=True)
    beyond_ground = models.CharField(max_length=20, blank=True, choices=choices(BeyondGround))
    beyond_proof = models.CharField(max_length=300, blank=True)
    renewal_of = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="renewed_by"
    )
    outcome = models.CharField(max_length=20, blank=True, choices=choices(PlacementOutcome))
    outcome_note = EncryptedTextField(blank=True)
    cdaph_asked_on = models.DateField(null=True, blank=True)
    cdaph_agreed_on = models.DateField(null=True, blank=True)
    mdph_notified_on = models.DateField(null=True, blank=True)
    created_by = models.ForeignKey(
        User, null=True, on_delete=models.PROTECT, related_name="+", help_text="Empty: operator."
    )
    created_at = models.DateTimeField()
    key = models.UUIDField(default=uuid7, editable=False, unique=True)
    """What the half-days that it writes in the attendance are named after."""
    writing = models.PositiveIntegerField(default=0, editable=False)
    """How often its half-days were taken back: those written since then have other names."""
    code = models.CharField(max_length=10, blank=True, editable=False)
    """Of the attendance, under which its half-days are written: that of its device when it was agreed; empty before."""
    followed_before = models.DateField(null=True, editable=False)
    """Days before it have their half-days written; empty: none has."""

    objects = OfPersonQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "-pk"]
        indexes = [
            models.Index(fields=["establishment", "person"], name="placement_by_person"),
            models.Index(fields=["establishment", "state", "ends_before"], name="placement_by_end"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_before__isnull=True) | Q(ends_before__gt=F("starts_on")),
                name="placement_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(pattern="", pattern_anchor__isnull=True) | Q(pattern_anchor__isnull=False) & ~Q(pattern=""),
                name="placement_pattern_has_its_monday",
            ),
        ]

    def __str__(self) -> str:
        """Reads the person."""
        return f"{self.person}, {DEVICES[Device(self.device)]}, {localised.day(self.starts_on)}"
