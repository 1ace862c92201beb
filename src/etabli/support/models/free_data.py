"""Fields that a workplace defines itself, and what is written in them."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from etabli.kit.fields import EncryptedTextField
from etabli.org.models import Establishment, User
from etabli.people.models import Person
from etabli.support.access import FreeValueQuerySet, SupportSettingsQuerySet
from etabli.support.states import FieldKind, Target

MOST_MONTHS = 600


class FreeField(models.Model):
    """A field of the persons, plans or actions of an establishment: why it is asked, how long it is kept, who reads it.

    `choices`: the words to choose from, for that kind alone. `retention_months`: how long what is written is kept once the
    person has left. `read_roles`, `write_roles`: roles (`states.FIELD_ROLES`). Retired, never deleted.
    """

    establishment = models.ForeignKey(Establishment, on_delete=models.PROTECT, related_name="+")
    target = models.CharField(max_length=10, choices=[(one.value, one.value) for one in Target])
    code = models.SlugField(max_length=40)
    label = models.CharField(max_length=100)
    kind = models.CharField(max_length=10, choices=[(one.value, one.value) for one in FieldKind])
    choices = models.JSONField(default=list, blank=True)
    purpose = models.CharField(max_length=300, help_text="Why it is asked.")
    retention_months = models.PositiveSmallIntegerField(
        validators=[MinValueValidator(0), MaxValueValidator(MOST_MONTHS)]
    )
    read_roles = models.JSONField(default=list)
    write_roles = models.JSONField(default=list)
    position = models.PositiveSmallIntegerField(default=0)
    retired_on = models.DateField(null=True, blank=True)

    objects = SupportSettingsQuerySet.as_manager()

    class Meta:
        ordering = ["target", "position", "label", "pk"]
        constraints = [models.UniqueConstraint(fields=["establishment", "code"], name="free_field_once")]

    def __str__(self) -> str:
        return self.label


class FreeValue(models.Model):
    """What is written in a field about a person. `about`: the key of the plan or action; 0, the person herself.

    Encrypted whatever its kind: a number as its digits, a day in ISO, yes and no as `yes` and `no`.
    """

    field = models.ForeignKey(FreeField, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    about = models.PositiveBigIntegerField(default=0)
    value = EncryptedTextField()
    written_at = models.DateTimeField()
    author = models.ForeignKey(
        User, null=True, on_delete=models.PROTECT, related_name="+", help_text="Empty: operator."
    )

    objects = FreeValueQuerySet.as_manager()

    class Meta:
        ordering = ["field", "pk"]
        constraints = [models.UniqueConstraint(fields=["field", "person", "about"], name="free_value_once")]

    def __str__(self) -> str:
        """Reads the person and the field."""
        return f"{self.person}, {self.field}"
