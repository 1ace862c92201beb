"""Why something of a person's file may leave the support team, and what she said to it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from etabli.kit.fields import EncryptedTextField
from etabli.org.models import Establishment, User
from etabli.people.models import Person
from etabli.support.access import SharingQuerySet, SupportSettingsQuerySet
from etabli.support.states import Answer, Basis, Means


class SharePurpose(models.Model):
    """A reason for sharing, as the establishment defines it. `fields`: codes of what may be shared for it at most.

    `easy`: the words that the person is shown. Retired, never deleted: consents speak of it.
    """

    establishment = models.ForeignKey(Establishment, on_delete=models.PROTECT, related_name="+")
    code = models.SlugField(max_length=40)
    name = models.CharField(max_length=100)
    easy = models.TextField(max_length=1000, help_text="Short sentences, common words.")
    basis = models.CharField(max_length=12, choices=[(one.value, one.value) for one in Basis])
    fields = models.JSONField(default=list, help_text="Codes of the shared fields.")
    retired_on = models.DateField(null=True, blank=True)

    objects = SupportSettingsQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [models.UniqueConstraint(fields=["establishment", "code"], name="share_purpose_once")]

    def __str__(self) -> str:
        return self.name


class Consent(models.Model):
    """What a person said to a purpose; the one that is not withdrawn stands. A new answer withdraws the one before.

    `fields` and `easy`: what she agreed to and the words, as they were shown to her (`easy` empty: before the words were
    kept). `means` is empty for the objection that an agreement taken back leaves. `helper`: who helped her to answer.
    """

    establishment = models.ForeignKey(Establishment, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    purpose = models.ForeignKey(SharePurpose, on_delete=models.PROTECT, related_name="+")
    answer = models.CharField(max_length=10, choices=[(one.value, one.value) for one in Answer])
    fields = models.JSONField(default=list, help_text="Codes of the shared fields.")
    easy = models.TextField(max_length=1000, blank=True, help_text="The easy words as they were shown.")
    means = models.CharField(max_length=12, blank=True, choices=[(one.value, one.value) for one in Means])
    helper = models.CharField(max_length=100, blank=True)
    words = EncryptedTextField(blank=True, help_text="What the person said, in her words.")
    said_at = models.DateTimeField()
    author = models.ForeignKey(
        User, null=True, on_delete=models.PROTECT, related_name="+", help_text="Empty: operator."
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = SharingQuerySet.as_manager()

    class Meta:
        ordering = ["-said_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["establishment", "person", "purpose"],
                condition=Q(withdrawn_at__isnull=True),
                name="one_standing_consent",
            ),
        ]

    def __str__(self) -> str:
        """Reads the person and the purpose."""
        return f"{self.person}, {self.purpose}"
