"""Tables of the satisfaction survey.

Nothing ties an answer to a person or a ticket: no key, no moment, no order, no transaction (see `actions.answer`). So
tickets and answers stand outside the journal, which would say when each changed; and a ticket holds no person, for sheets are
handed out as they come.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import uuid4

from django.db import models
from django.db.models import F, Q

from etabli.kit.fields import EncryptedTextField
from etabli.org.models import Establishment
from etabli.surveys.access import SurveysQuerySet
from etabli.surveys.satisfaction.rules import state_of
from etabli.surveys.satisfaction.states import CampaignState


class SatisfactionCampaign(models.Model):
    """A survey of a year. `questions`: {code, text} in order; `text` is empty for those whose words are ours.

    `closed_on`: the day on which someone closed it before its time.
    """

    establishment = models.ForeignKey(Establishment, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=100)
    opens_on = models.DateField()
    closes_before = models.DateField()
    closed_on = models.DateField(null=True, blank=True)
    questions = models.JSONField(default=list)

    objects = SurveysQuerySet.as_manager()

    class Meta:
        ordering = ["-year"]
        constraints = [
            models.UniqueConstraint(fields=["establishment", "year"], name="satisfaction_once_a_year"),
            models.CheckConstraint(condition=Q(closes_before__gt=F("opens_on")), name="satisfaction_closes_after"),
        ]

    def state_on(self, day: date) -> CampaignState:
        return state_of(self.opens_on, self.closes_before, self.closed_on, day)

    @property
    def codes(self) -> Sequence[str]:
        return [row["code"] for row in self.questions]

    def __str__(self) -> str:
        return f"{self.title} · {self.year}"


class SatisfactionTicket(models.Model):
    """A code that opens a campaign once. `code_hash`: see `codes.hash_of`."""

    journalled = False

    campaign = models.ForeignKey(SatisfactionCampaign, on_delete=models.CASCADE, related_name="tickets")
    code_hash = models.CharField(max_length=64, unique=True)
    used = models.BooleanField(default=False)


class SatisfactionAnswer(models.Model):
    """What someone answered. `choices`: {code of the question: face from 1 to 5}. The key is drawn by lot, so that it tells
    no order."""

    journalled = False

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    campaign = models.ForeignKey(SatisfactionCampaign, on_delete=models.CASCADE, related_name="answers")
    choices = models.JSONField(default=dict)
    words = EncryptedTextField(blank=True)

    class Meta:
        ordering = ["id"]
