"""Links by which someone outside reads a part of a person's file."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import models
from django.utils.timezone import localtime

from etabli.kit.fields import EncryptedTextField
from etabli.org.models import Establishment, User
from etabli.people.models import Person
from etabli.support.access import SharingQuerySet
from etabli.support.models.consents import SharePurpose


class Share(models.Model):
    """A link to some fields of a person's file, for one recipient, until a moment. Ended, never deleted.

    The link itself is not kept: `token_digest` is its SHA-256, in hexadecimal. `secret`: the hash of the number that is
    told apart from the link (the journal masks that column). `tries`: wrong numbers since it was made.
    """

    establishment = models.ForeignKey(Establishment, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    purpose = models.ForeignKey(SharePurpose, on_delete=models.PROTECT, related_name="+")
    recipient = models.CharField(max_length=100)
    organisation = models.CharField(max_length=200, blank=True)
    reason = EncryptedTextField()
    fields = models.JSONField(default=list, help_text="Codes of the shared fields.")
    made_at = models.DateTimeField()
    author = models.ForeignKey(
        User, null=True, on_delete=models.PROTECT, related_name="+", help_text="Empty: operator."
    )
    expires_at = models.DateTimeField()
    token_digest = models.CharField(max_length=64, unique=True)
    secret = models.CharField(max_length=128)
    tries = models.PositiveSmallIntegerField(default=0)
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = SharingQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]
        indexes = [models.Index(fields=["establishment", "person"], name="share_by_person")]

    @property
    def last_day(self) -> date:
        """The last day, included, on which the link shows something."""
        return localtime(self.expires_at - timedelta(microseconds=1)).date()

    def __str__(self) -> str:
        """Reads the person."""
        return f"{self.person}, {self.recipient}"
