"""The fact tables of the room, see `core.facts`. Derived by actions, never typed."""

from __future__ import annotations

from django.db import models

from etabli.org.models import Establishment
from etabli.people.models import Person


class WorkFact(models.Model):
    """Derived: the fact table `work`, see `core.facts.Work`."""

    journalled = False

    establishment = models.ForeignKey(
        Establishment, on_delete=models.CASCADE, related_name="+", db_column="establishment", db_index=False
    )
    subject = models.ForeignKey(Person, null=True, on_delete=models.CASCADE, related_name="+", db_column="subject")
    day_no = models.IntegerField()
    half = models.SmallIntegerField()
    minutes = models.IntegerField()
    good = models.BigIntegerField()
    rejected = models.BigIntegerField()
    order_line = models.BigIntegerField(null=True)
    task = models.BigIntegerField()
    workshop = models.BigIntegerField()
    instructor = models.BigIntegerField(null=True)

    class Meta:
        db_table = "work"
        constraints = [
            models.UniqueConstraint(fields=["establishment", "subject", "day_no", "half", "task"], name="work_once")
        ]
        indexes = [
            models.Index(fields=["establishment", "day_no"], name="work_by_day"),
            models.Index(fields=["order_line"], name="work_by_order_line"),
        ]


class OrderLineFact(models.Model):
    """Derived: the fact table `order_line`, see `core.facts.OrderLine`."""

    journalled = False

    establishment = models.ForeignKey(
        Establishment, on_delete=models.CASCADE, related_name="+", db_column="establishment", db_index=False
    )
    order_line = models.BigIntegerField()
    customer_order = models.BigIntegerField()
    client = models.BigIntegerField()
    workshop = models.BigIntegerField(null=True)
    state = models.CharField(max_length=10)
    ordered_day = models.IntegerField()
    due_day = models.IntegerField(null=True)
    quantity = models.BigIntegerField()
    quoted_minutes = models.IntegerField()
    minutes_per_thousand = models.BigIntegerField(null=True)
    delivered = models.BigIntegerField()
    delivered_day = models.IntegerField(null=True)

    class Meta:
        db_table = "order_line"
        constraints = [models.UniqueConstraint(fields=["establishment", "order_line"], name="order_line_once")]
        indexes = [models.Index(fields=["establishment", "due_day"], name="order_line_by_due_day")]


class DeliveredDayFact(models.Model):
    """Derived: the fact table `delivered_day`, see `core.facts.DeliveredDay`."""

    journalled = False

    establishment = models.ForeignKey(
        Establishment, on_delete=models.CASCADE, related_name="+", db_column="establishment", db_index=False
    )
    order_line = models.BigIntegerField()
    day_no = models.IntegerField()
    delivered = models.BigIntegerField()
    returned = models.BigIntegerField()

    class Meta:
        db_table = "delivered_day"
        constraints = [
            models.UniqueConstraint(fields=["establishment", "order_line", "day_no"], name="delivered_day_once")
        ]
        indexes = [models.Index(fields=["establishment", "day_no"], name="delivered_day_by_day")]


class TaskFact(models.Model):
    """Derived: the fact table `task`, see `core.facts.Task`."""

    journalled = False

    establishment = models.ForeignKey(
        Establishment, on_delete=models.CASCADE, related_name="+", db_column="establishment", db_index=False
    )
    task = models.BigIntegerField()
    workshop = models.BigIntegerField()
    customer_contact = models.SmallIntegerField()
    outside = models.SmallIntegerField()

    class Meta:
        db_table = "task"
        constraints = [models.UniqueConstraint(fields=["establishment", "task"], name="task_once")]


class RhythmFact(models.Model):
    """Derived: the fact table `rhythm`, see `core.facts.Rhythm`."""

    journalled = False

    establishment = models.ForeignKey(
        Establishment, on_delete=models.CASCADE, related_name="+", db_column="establishment", db_index=False
    )
    subject = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+", db_column="subject")
    from_day = models.IntegerField()
    to_day = models.IntegerField()
    share = models.IntegerField()

    class Meta:
        db_table = "rhythm"
        constraints = [
            models.UniqueConstraint(fields=["establishment", "subject", "from_day"], name="rhythm_fact_once")
        ]


class LoadDemandFact(models.Model):
    """Derived: the fact table `load_demand`, see `core.facts_load.LoadDemand`."""

    journalled = False

    establishment = models.ForeignKey(
        Establishment, on_delete=models.CASCADE, related_name="+", db_column="establishment", db_index=False
    )
    order_line = models.BigIntegerField()
    workshop = models.BigIntegerField(null=True)
    workshop_part = models.CharField(max_length=30)
    day_no = models.IntegerField()
    monday = models.IntegerField()
    minutes = models.IntegerField()

    class Meta:
        db_table = "load_demand"
        constraints = [
            models.UniqueConstraint(fields=["establishment", "order_line", "day_no"], name="load_demand_once")
        ]
        indexes = [models.Index(fields=["establishment", "day_no"], name="load_demand_by_day")]


class WorkshopMemberFact(models.Model):
    """Derived: the fact table `workshop_member`, see `core.facts_load.WorkshopMember`."""

    journalled = False

    establishment = models.ForeignKey(
        Establishment, on_delete=models.CASCADE, related_name="+", db_column="establishment", db_index=False
    )
    subject = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+", db_column="subject")
    workshop = models.BigIntegerField(null=True)
    workshop_part = models.CharField(max_length=30)
    from_day = models.IntegerField()
    to_day = models.IntegerField()
    share = models.IntegerField()

    class Meta:
        db_table = "workshop_member"
        constraints = [
            models.UniqueConstraint(fields=["establishment", "subject", "from_day"], name="workshop_member_once")
        ]
