"""Tables of the support room. Rows are written by `actions` only; an observation is never changed."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from uuid_utils.compat import uuid7

from etabli.core.calendars import Half
from etabli.kit.fields import EncryptedTextField
from etabli.org.models import Establishment, User
from etabli.people.models import Person
from etabli.support.access import ObservationQuerySet, OfPersonQuerySet
from etabli.support.models.competences import Competence
from etabli.support.models.plans import Plan
from etabli.support.states import GoalOutcome, Pictogram

_HALVES = [(half.value, half.name) for half in Half]


class Observation(models.Model):
    """What someone saw of a person at work in a half-day: a pictogram, words, a photo. Append-only.

    `photo`: key of a file, which may arrive later. `task`: the name of the activity as it was called then.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, help_text="UUIDv7 made by whoever captures.")
    establishment = models.ForeignKey(Establishment, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    half = models.PositiveSmallIntegerField(choices=_HALVES)
    pictogram = models.CharField(max_length=20, blank=True, choices=[(one.value, one.value) for one in Pictogram])
    text = EncryptedTextField(blank=True)
    photo = models.UUIDField(null=True, blank=True)
    task = models.CharField(max_length=100, blank=True)
    author = models.ForeignKey(
        User, null=True, on_delete=models.PROTECT, related_name="+", help_text="Empty: operator."
    )
    acted_at = models.DateTimeField(help_text="Time of the act, on the device.")
    received_at = models.DateTimeField()

    objects = ObservationQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["person", "day"], name="observation_by_person")]


class RefusedObservation(models.Model):
    """An observation that was refused, kept with all that was sent: it says something of a person, so it is encrypted."""

    id = models.UUIDField(primary_key=True)
    establishment = models.ForeignKey(Establishment, on_delete=models.PROTECT, related_name="+")
    author = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    acted_at = models.DateTimeField()
    received_at = models.DateTimeField()
    payload = EncryptedTextField(help_text="The operation as JSON.")
    refusal = models.CharField(max_length=100)
    facts = models.JSONField(default=dict)


class Goal(models.Model):
    """What a person works towards in an establishment, in plain words that the workshop may read too.

    `measure`: how one sees that it is reached, and `target` what is then seen. `due_on`: included. `weekly_half_days`: planned
    half-days of practice a week, at the activity of that code. `observation`: what it was made from.
    """

    establishment = models.ForeignKey(Establishment, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    wording = models.CharField(max_length=200)
    starts_on = models.DateField()
    ends_before = models.DateField(null=True, blank=True)
    plan = models.ForeignKey(Plan, null=True, blank=True, on_delete=models.PROTECT, related_name="goals")
    measure = models.CharField(max_length=200, blank=True)
    target = models.CharField(max_length=200, blank=True)
    due_on = models.DateField(null=True, blank=True)
    outcome = models.CharField(max_length=20, blank=True, choices=[(one.value, one.value) for one in GoalOutcome])
    weekly_half_days = models.PositiveSmallIntegerField(null=True, blank=True)
    activity_code = models.CharField(max_length=30, blank=True)
    competence = models.ForeignKey(Competence, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    observation = models.ForeignKey(Observation, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = OfPersonQuerySet.as_manager()

    class Meta:
        ordering = ["starts_on", "pk"]
        indexes = [models.Index(fields=["establishment", "person"], name="goal_by_person")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_before__isnull=True) | Q(ends_before__gt=F("starts_on")),
                name="goal_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        """Reads the person."""
        return f"{self.person}, {self.wording}"
