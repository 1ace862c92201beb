"""Which level was seen, by whom, where and on what evidence. Rows are written by `actions` only and never changed."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from uuid_utils.compat import uuid7

from etabli.kit.fields import EncryptedTextField
from etabli.org.models import Establishment, User
from etabli.people.models import Person
from etabli.support.access import AssessmentQuerySet
from etabli.support.models.competences import Competence, ScaleLevel
from etabli.support.models.observing import Observation
from etabli.support.states import AssessmentContext


class Assessment(models.Model):
    """One competence of one person on one day. Append-only: a correction supersedes.

    `level`: empty when it could not be seen. `by_person`: what the person says of herself, written down by `rater`.
    `withdrawn`: takes back the one it supersedes and says nothing itself. `task`: the name of the activity as it was called
    then. `photo`: key of a file. `order_line`: number of an order and its line, as written.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, help_text="Made by whoever captures.")
    establishment = models.ForeignKey(Establishment, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    competence = models.ForeignKey(Competence, on_delete=models.PROTECT, related_name="+")
    level = models.ForeignKey(ScaleLevel, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    rater = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+", help_text="Empty: operator.")
    by_person = models.BooleanField(default=False)
    context = models.CharField(max_length=10, choices=[(one.value, one.value) for one in AssessmentContext])
    task = models.CharField(max_length=100, blank=True)
    comment = EncryptedTextField(blank=True)
    observation = models.ForeignKey(Observation, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    photo = models.UUIDField(null=True, blank=True)
    order_line = models.CharField(max_length=60, blank=True)
    supersedes = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="corrected_by"
    )
    withdrawn = models.BooleanField(default=False)
    acted_at = models.DateTimeField()

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["person", "competence", "day"], name="assessment_by_person")]
        constraints = [
            models.CheckConstraint(
                condition=Q(withdrawn=False) | Q(supersedes__isnull=False, level__isnull=True),
                name="assessment_withdraws_another",
            ),
            models.CheckConstraint(
                condition=Q(supersedes__isnull=True) | ~Q(supersedes=F("id")), name="assessment_not_of_itself"
            ),
        ]
