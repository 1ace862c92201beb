"""The will of a person to go to ordinary work, and the fact table that surveys count."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from etabli.kit.fields import EncryptedTextField
from etabli.org.models import Establishment
from etabli.people.models import Person
from etabli.support.access import OfPersonQuerySet
from etabli.support.models.plans import Plan


class OrdinaryWorkWill(models.Model):
    """That a person said, and that her plan says, that she wants to go to ordinary work.

    The national survey of ESATs counts a will that is written in the personalised plan; a wish for a work experience is
    none. `said_on` to `withdrawn_on` (excluded). `job_seeker_since`: since when she is registered as looking for a job.
    """

    establishment = models.ForeignKey(Establishment, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="wills")
    said_on = models.DateField()
    words = EncryptedTextField(help_text="How the person said it.")
    withdrawn_on = models.DateField(null=True, blank=True)
    job_seeker_since = models.DateField(null=True, blank=True)

    objects = OfPersonQuerySet.as_manager()

    class Meta:
        ordering = ["-said_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["establishment", "person"], condition=Q(withdrawn_on=None), name="one_will_stands"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_on=None) | Q(withdrawn_on__gte=F("said_on")), name="will_withdrawn_after_said"
            ),
        ]


class OrdinaryWorkWillFact(models.Model):
    """Derived: the fact table `ordinary_work_will`, see `core.facts.OrdinaryWorkWill`."""

    journalled = False

    establishment = models.ForeignKey(
        Establishment, on_delete=models.CASCADE, related_name="+", db_column="establishment"
    )
    subject = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+", db_column="subject")
    from_day = models.IntegerField()
    to_day = models.IntegerField()
    seeker_day = models.IntegerField(null=True)

    class Meta:
        db_table = "ordinary_work_will"
        indexes = [models.Index(fields=["establishment", "subject"], name="will_by_person")]
