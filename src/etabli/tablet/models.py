"""Tables of the tablets. Rows are written by `actions` only. Of a token and of a one-time code only a hash is kept."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from uuid_utils.compat import uuid7

from etabli.attendance.states import Outcome
from etabli.kit.fields import EncryptedTextField
from etabli.org.models import Establishment, Grant, User
from etabli.people.models import Person


class Device(models.Model):
    """A tablet of an establishment, known by the token in its cookie. `language`: of the page it shows."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    establishment = models.ForeignKey(Establishment, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=60)
    token_hash = models.CharField(max_length=64, unique=True)
    language = models.CharField(max_length=2)
    enrolled_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    enrolled_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["name", "pk"]
        indexes = [models.Index(fields=["establishment", "name"], name="device_by_name")]

    def __str__(self) -> str:
        return self.name


class DeviceSighting(models.Model):
    """When a tablet last spoke to the server. Beside `Device`, so that the journal is not filled by it."""

    journalled = False

    device = models.OneToOneField(Device, primary_key=True, on_delete=models.CASCADE, related_name="sighting")
    seen_at = models.DateTimeField()


class Enrolment(models.Model):
    """A user on a tablet, from a moment until another: what she does there in between is hers."""

    device = models.ForeignKey(Device, on_delete=models.CASCADE, related_name="enrolments")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    starts_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("starts_at")),
                name="enrolment_ends_after_it_starts",
            ),
            models.UniqueConstraint(
                fields=["device", "user"], condition=Q(ended_at__isnull=True), name="enrolment_open_once"
            ),
        ]

    def __str__(self) -> str:
        """Reads the user and the tablet."""
        return f"{self.user} · {self.device}"


class EnrolmentCode(models.Model):
    """A one-time code by which a user enrols on a tablet without signing in; good on one day only."""

    code_hash = models.CharField(max_length=64, unique=True)
    establishment = models.ForeignKey(Establishment, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    valid_on = models.DateField()
    made_by = models.ForeignKey(
        User, null=True, on_delete=models.PROTECT, related_name="+", help_text="Empty: operator."
    )
    made_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    used_on = models.ForeignKey(Device, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-made_at"]
        indexes = [models.Index(fields=["establishment", "valid_on"], name="enrolment_code_by_day")]
        constraints = [
            models.CheckConstraint(
                condition=Q(used_at__isnull=True, used_on__isnull=True)
                | Q(used_at__isnull=False, used_on__isnull=False),
                name="enrolment_code_used_somewhere",
            ),
        ]


class TeamAct(models.Model):
    """An operation that changes a team: a person who joins it, or a team taken for a day. Once only, under its id.

    `person`: who joined, so that later operations of the tablet may name her by the id of this one.
    """

    id = models.UUIDField(primary_key=True)
    establishment = models.ForeignKey(Establishment, on_delete=models.PROTECT, related_name="+")
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20)
    acted_at = models.DateTimeField()
    received_at = models.DateTimeField()
    payload = models.JSONField()
    outcome = models.CharField(max_length=12, choices=[(value.value, value.value) for value in Outcome])
    refusal = models.CharField(max_length=50, blank=True)
    facts = models.JSONField(default=dict)
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    grant = models.ForeignKey(Grant, null=True, on_delete=models.SET_NULL, related_name="+")


class HeldOperation(models.Model):
    """An operation refused before it reached the room it was for: kept with what was sent, so that nothing is lost.

    Never changed: it is a trail by itself.
    """

    journalled = False

    id = models.UUIDField(primary_key=True)
    device = models.ForeignKey(Device, on_delete=models.PROTECT, related_name="+")
    received_at = models.DateTimeField()
    payload = EncryptedTextField(help_text="JSON. It may tell what somebody observed.")
    refusal = models.CharField(max_length=50)
    facts = models.JSONField(default=dict)

    class Meta:
        ordering = ["received_at", "pk"]
