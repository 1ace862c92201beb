"""Tables of support plans: their texts by section, and the sections that a workplace gave them."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from etabli.kit.fields import EncryptedTextField
from etabli.org.models import Establishment, User
from etabli.people.models import Person
from etabli.support.access import OfPersonQuerySet, OfPlanQuerySet
from etabli.support.states import PlanKind, PlanState

_KINDS = [(kind.value, kind.value) for kind in PlanKind]


class PlanSection(models.Model):
    """A section that plans of a kind have in an establishment; without any, those of `states.SECTIONS`."""

    establishment = models.ForeignKey(Establishment, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20, choices=_KINDS)
    code = models.SlugField(max_length=50)
    title = models.CharField(max_length=100)
    hint = models.CharField(max_length=300, blank=True)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["establishment", "kind", "code"], name="plan_section_once")]

    def __str__(self) -> str:
        return self.title


class Plan(models.Model):
    """What a person and an establishment agree to work on.

    `number`: hers there, from 1. `amends`: the plan that this one changes, and replaces once it is in force. `referent`: who
    follows it. `ends_before`: from that day on it no longer holds.
    """

    establishment = models.ForeignKey(Establishment, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=20, choices=_KINDS)
    state = models.CharField(
        max_length=20, choices=[(one.value, one.value) for one in PlanState], default=PlanState.DRAFT.value
    )
    starts_on = models.DateField()
    review_on = models.DateField(null=True, blank=True)
    ends_before = models.DateField(null=True, blank=True)
    amends = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="amendments")
    referent = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    wants_ordinary_work = models.BooleanField(null=True, help_text="Empty: not asked yet.")
    ordinary_work_evidence = EncryptedTextField(blank=True, help_text="How the person said it.")

    objects = OfPersonQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        indexes = [models.Index(fields=["establishment", "person"], name="plan_by_person")]
        constraints = [
            models.UniqueConstraint(fields=["establishment", "person", "number"], name="plan_number_once"),
            models.CheckConstraint(
                condition=Q(ends_before__isnull=True) | Q(ends_before__gte=F("starts_on")),
                name="plan_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        """Reads the person."""
        return f"{self.person}, {self.number}"


class PlanText(models.Model):
    """What a plan says in one section. `revision`: raised by each change, so that two writers notice each other."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="texts")
    section = models.SlugField(max_length=50)
    text = EncryptedTextField(blank=True)
    revision = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField()

    objects = OfPlanQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["plan", "section"], name="plan_text_once")]
