"""Tables of what is done to support people: kinds of action, actions and their sessions, adaptations."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from etabli.kit.fields import EncryptedTextField
from etabli.org.models import Establishment, User, Workshop
from etabli.people.models import Person
from etabli.support.access import AdaptationQuerySet, OfPersonQuerySet
from etabli.support.models.observing import Goal
from etabli.support.models.plans import Plan
from etabli.support.states import ActionCategory, ActionState


class ActionKind(models.Model):
    """A kind of support action of an establishment. `default_minutes`: those of one session."""

    establishment = models.ForeignKey(Establishment, on_delete=models.CASCADE, related_name="+")
    code = models.SlugField(max_length=50)
    name = models.CharField(max_length=100)
    category = models.CharField(max_length=20, choices=[(one.value, one.value) for one in ActionCategory])
    default_minutes = models.PositiveIntegerField()
    retired = models.BooleanField(default=False)

    class Meta:
        ordering = ["name", "pk"]
        constraints = [models.UniqueConstraint(fields=["establishment", "code"], name="action_kind_once")]

    def __str__(self) -> str:
        return self.name


class SupportAction(models.Model):
    """What is planned with a person: `planned_sessions` sessions over a period, `dose_planned` minutes in all.

    `led_by` or, for someone from outside, `led_by_words`. `ends_before` is excluded.
    """

    establishment = models.ForeignKey(Establishment, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    plan = models.ForeignKey(Plan, null=True, blank=True, on_delete=models.PROTECT, related_name="actions")
    goal = models.ForeignKey(Goal, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    kind = models.ForeignKey(ActionKind, on_delete=models.PROTECT, related_name="+")
    starts_on = models.DateField()
    ends_before = models.DateField(null=True, blank=True)
    planned_sessions = models.PositiveSmallIntegerField(default=1)
    dose_planned = models.PositiveIntegerField(help_text="Minutes in all.")
    group_size = models.PositiveSmallIntegerField(default=1)
    led_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    led_by_words = models.CharField(max_length=100, blank=True)
    note = EncryptedTextField(blank=True)
    state = models.CharField(
        max_length=20, choices=[(one.value, one.value) for one in ActionState], default=ActionState.PLANNED.value
    )

    objects = OfPersonQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "-pk"]
        indexes = [models.Index(fields=["establishment", "person"], name="support_action_by_person")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_before__isnull=True) | Q(ends_before__gt=F("starts_on")),
                name="support_action_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        """Reads the person and the kind."""
        return f"{self.person}, {self.kind}"


class ActionSession(models.Model):
    """A session that took place: the dose done. `minutes`: those of the person, whatever the size of the group."""

    action = models.ForeignKey(SupportAction, on_delete=models.CASCADE, related_name="sessions")
    day = models.DateField()
    minutes = models.PositiveIntegerField()
    group_size = models.PositiveSmallIntegerField(default=1)
    author = models.ForeignKey(
        User, null=True, on_delete=models.PROTECT, related_name="+", help_text="Empty: operator."
    )
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["-day", "-pk"]
        indexes = [models.Index(fields=["day"], name="action_session_by_day")]
        constraints = [models.CheckConstraint(condition=Q(minutes__gt=0), name="action_session_lasts")]


class Adaptation(models.Model):
    """What a workplace changed for a person, or in a workshop for everyone there. `ends_before` is excluded.

    `cost_cents`: cents, tax included. `minutes_saved`: work minutes a week, as estimated by those who know the post.
    """

    establishment = models.ForeignKey(Establishment, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    workshop = models.ForeignKey(Workshop, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    what = models.CharField(max_length=200, help_text="Plain words, without the reason.")
    post = models.CharField(max_length=100, blank=True)
    cost_cents = models.PositiveBigIntegerField(default=0)
    minutes_saved = models.PositiveIntegerField(default=0)
    people_helped = models.PositiveSmallIntegerField(default=1)
    starts_on = models.DateField()
    ends_before = models.DateField(null=True, blank=True)

    objects = AdaptationQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "-pk"]
        indexes = [models.Index(fields=["establishment", "person"], name="adaptation_by_person")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_before__isnull=True) | Q(ends_before__gt=F("starts_on")),
                name="adaptation_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=False) | Q(workshop__isnull=False), name="adaptation_is_for_someone"
            ),
        ]

    def __str__(self) -> str:
        return self.what
