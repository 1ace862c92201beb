"""Derived: the fact tables that the figures of support count, see `core.facts_support`. Codes and numbers, no words."""

from __future__ import annotations

from django.db import models

from etabli.org.models import Establishment
from etabli.people.models import Person


class AssessedLevelFact(models.Model):
    """Derived: the fact table `assessed_level`."""

    journalled = False

    establishment = models.ForeignKey(
        Establishment, on_delete=models.CASCADE, related_name="+", db_column="establishment"
    )
    subject = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+", db_column="subject")
    framework = models.CharField(max_length=40)
    scale_since = models.IntegerField()
    competence = models.CharField(max_length=60)
    by_person = models.IntegerField()
    turn = models.IntegerField()
    day_no = models.IntegerField()
    level = models.IntegerField()

    class Meta:
        db_table = "assessed_level"
        indexes = [models.Index(fields=["establishment", "subject"], name="assessed_level_by_person")]
        constraints = [
            models.UniqueConstraint(
                fields=["establishment", "subject", "framework", "scale_since", "competence", "by_person", "turn"],
                name="assessed_level_once",
            )
        ]


class SupportSessionFact(models.Model):
    """Derived: the fact table `support_session`."""

    journalled = False

    establishment = models.ForeignKey(
        Establishment, on_delete=models.CASCADE, related_name="+", db_column="establishment"
    )
    subject = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+", db_column="subject")
    session = models.IntegerField()
    action_kind = models.IntegerField()
    category = models.CharField(max_length=20)
    day_no = models.IntegerField()
    minutes = models.IntegerField()

    class Meta:
        db_table = "support_session"
        indexes = [models.Index(fields=["establishment", "subject"], name="support_session_by_person")]
        constraints = [models.UniqueConstraint(fields=["establishment", "session"], name="support_session_once")]


class WorkAdaptationFact(models.Model):
    """Derived: the fact table `work_adaptation`. `subject` None: for everyone in a workshop."""

    journalled = False

    establishment = models.ForeignKey(
        Establishment, on_delete=models.CASCADE, related_name="+", db_column="establishment"
    )
    subject = models.ForeignKey(Person, null=True, on_delete=models.CASCADE, related_name="+", db_column="subject")
    adaptation = models.IntegerField()
    from_day = models.IntegerField()
    to_day = models.IntegerField()
    cost = models.BigIntegerField()
    minutes_saved = models.IntegerField()

    class Meta:
        db_table = "work_adaptation"
        indexes = [models.Index(fields=["establishment", "subject"], name="work_adaptation_by_person")]
        constraints = [models.UniqueConstraint(fields=["establishment", "adaptation"], name="work_adaptation_once")]


class EndedGoalFact(models.Model):
    """Derived: the fact table `ended_goal`."""

    journalled = False

    establishment = models.ForeignKey(
        Establishment, on_delete=models.CASCADE, related_name="+", db_column="establishment"
    )
    subject = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+", db_column="subject")
    goal = models.IntegerField()
    ended_day = models.IntegerField()
    outcome = models.CharField(max_length=20)

    class Meta:
        db_table = "ended_goal"
        indexes = [models.Index(fields=["establishment", "subject"], name="ended_goal_by_person")]
        constraints = [models.UniqueConstraint(fields=["establishment", "goal"], name="ended_goal_once")]
