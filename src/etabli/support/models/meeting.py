"""Tables of meetings about a plan, those who take part, what is signed, and the dated steps of a contract."""

from __future__ import annotations

from django.db import models

from etabli.kit.fields import EncryptedTextField
from etabli.org.models import Establishment, User
from etabli.people.models import Engagement, Person
from etabli.support.access import OfPersonQuerySet, OfPlanQuerySet
from etabli.support.models.plans import Plan
from etabli.support.states import MeetingKind, MilestoneKind, ParticipantRole, SignatureMeans, SignerKind


class Participant(models.Model):
    """Someone whom a person wants or needs beside her. `needed_for`: the acts, in words."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="participants")
    name = models.CharField(max_length=100)
    role = models.CharField(max_length=20, choices=[(one.value, one.value) for one in ParticipantRole])
    contact = EncryptedTextField(blank=True)
    needed_for = models.CharField(max_length=200, blank=True)

    objects = OfPlanQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name


class Meeting(models.Model):
    """A meeting about a plan, with those who were there. `led_by`: of the team."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="meetings")
    day = models.DateField()
    kind = models.CharField(max_length=20, choices=[(one.value, one.value) for one in MeetingKind])
    person_present = models.BooleanField(default=True)
    present = models.ManyToManyField(Participant, related_name="+", blank=True)
    notes = EncryptedTextField(blank=True)
    led_by = models.ForeignKey(
        User, null=True, on_delete=models.PROTECT, related_name="+", help_text="Empty: operator."
    )

    objects = OfPlanQuerySet.as_manager()

    class Meta:
        ordering = ["-day", "-pk"]
        indexes = [models.Index(fields=["day"], name="meeting_by_day")]


class Signature(models.Model):
    """That someone signed a plan: who, when, how. The paper itself stays in the file of the workplace."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="signatures")
    who = models.CharField(max_length=20, choices=[(one.value, one.value) for one in SignerKind])
    name = models.CharField(max_length=100)
    signed_on = models.DateField()
    means = models.CharField(max_length=20, choices=[(one.value, one.value) for one in SignatureMeans])

    objects = OfPlanQuerySet.as_manager()

    class Meta:
        ordering = ["signed_on", "pk"]
        constraints = [models.UniqueConstraint(fields=["plan", "who", "name"], name="signature_once")]

    def __str__(self) -> str:
        return self.name


class Milestone(models.Model):
    """A dated step of the contract of a person, which deadlines are counted from."""

    establishment = models.ForeignKey(Establishment, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    engagement = models.ForeignKey(Engagement, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20, choices=[(one.value, one.value) for one in MilestoneKind])
    day = models.DateField()

    objects = OfPersonQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["engagement", "kind"], name="milestone_once")]
