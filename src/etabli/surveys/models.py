"""Tables of what is answered. What is counted from the facts is kept in versions only."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from etabli.kit.seals import Seal
from etabli.org.models import Establishment, User
from etabli.surveys.access import EditionQuerySet, SurveysQuerySet
from etabli.surveys.satisfaction.models import SatisfactionAnswer as SatisfactionAnswer
from etabli.surveys.satisfaction.models import SatisfactionCampaign as SatisfactionCampaign
from etabli.surveys.satisfaction.models import SatisfactionTicket as SatisfactionTicket
from etabli.surveys.states import EditionState


class Answer(models.Model):
    """What was answered to a field of a form for a year. `form`: the family, see `questionnaire.Questionnaire`.

    `value`: plain JSON of the type of the field. `reason`: why it stands instead of the computed value; empty for what is
    asked.
    """

    establishment = models.ForeignKey(Establishment, on_delete=models.CASCADE, related_name="+")
    form = models.CharField(max_length=40)
    year = models.PositiveSmallIntegerField()
    field = models.CharField(max_length=60)
    value = models.JSONField()
    reason = models.CharField(max_length=300, blank=True)
    answered_by = models.ForeignKey(
        User, null=True, on_delete=models.PROTECT, related_name="+", help_text="Empty: operator."
    )
    answered_at = models.DateTimeField()

    objects = SurveysQuerySet.as_manager()

    class Meta:
        ordering = ["form", "year", "field"]
        constraints = [
            models.UniqueConstraint(fields=["establishment", "form", "year", "field"], name="survey_answer_once")
        ]


class Edition(models.Model):
    """A form as it stood at a moment: every field with its value. A signed one never changes; a new one may be signed.

    `form`: the code of the form. `content`: see `documents.content_of`. `digest`: SHA-256 of the content.
    """

    sealed = Seal(column="state", value=EditionState.SIGNED.value)

    establishment = models.ForeignKey(Establishment, on_delete=models.PROTECT, related_name="+")
    form = models.CharField(max_length=40)
    year = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField()
    state = models.CharField(
        max_length=10, choices=[(one.value, one.value) for one in EditionState], default=EditionState.DRAFT.value
    )
    content = models.JSONField()
    digest = models.CharField(max_length=64)
    made_by = models.ForeignKey(
        User, null=True, on_delete=models.PROTECT, related_name="+", help_text="Empty: operator."
    )
    made_at = models.DateTimeField()
    signed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField(null=True)

    objects = EditionQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["establishment", "form", "year", "number"], name="survey_edition_once"),
            models.CheckConstraint(
                condition=Q(state="draft", signed_at=None, signed_by=None)
                | Q(state="signed", signed_at__isnull=False, signed_by__isnull=False),
                name="survey_edition_signed_by_someone",
            ),
        ]

    @property
    def is_signed(self) -> bool:
        return bool(self.state == EditionState.SIGNED)
