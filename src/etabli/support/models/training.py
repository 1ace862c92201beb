"""Tables of trainings, and the fact table that surveys count."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from etabli.org.models import Establishment
from etabli.people.models import Certification, Person
from etabli.support.access import OfPersonQuerySet
from etabli.support.states import TrainingFunder, TrainingGiver


class Training(models.Model):
    """A course that a person takes. `minutes`: in all. `certificate`: what she holds since. `ends_before` is excluded.

    `funding` and `given_by` are empty while nobody said them; `funder` makes `funding` precise, in free words.
    """

    establishment = models.ForeignKey(Establishment, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
    starts_on = models.DateField()
    ends_before = models.DateField(null=True, blank=True)
    minutes = models.PositiveIntegerField()
    funding = models.CharField(max_length=20, blank=True, choices=[(one.value, one.value) for one in TrainingFunder])
    funder = models.CharField(max_length=100, blank=True)
    given_by = models.CharField(max_length=20, blank=True, choices=[(one.value, one.value) for one in TrainingGiver])
    self_determination = models.BooleanField(default=False)
    cost_cents = models.PositiveBigIntegerField(default=0)
    certificate = models.ForeignKey(Certification, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    objects = OfPersonQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "-pk"]
        indexes = [models.Index(fields=["establishment", "person"], name="training_by_person")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_before__isnull=True) | Q(ends_before__gt=F("starts_on")),
                name="training_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        """Reads the person."""
        return f"{self.person}, {self.title}"


class TrainingFact(models.Model):
    """Derived: the fact table `training`, see `core.facts.Training`."""

    journalled = False

    establishment = models.ForeignKey(
        Establishment, on_delete=models.CASCADE, related_name="+", db_column="establishment"
    )
    subject = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+", db_column="subject")
    training = models.IntegerField()
    from_day = models.IntegerField()
    to_day = models.IntegerField()
    funding = models.CharField(max_length=20)
    given_by = models.CharField(max_length=20)
    self_determination = models.IntegerField()

    class Meta:
        db_table = "training"
        indexes = [models.Index(fields=["establishment", "subject"], name="training_fact_by_person")]
        constraints = [models.UniqueConstraint(fields=["establishment", "training"], name="training_fact_once")]
