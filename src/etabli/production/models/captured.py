"""Tables of production. Rows are written by `actions` only; what was captured is never changed, only superseded.

Of all that was captured of one thing, `core.registers` says what stands: nothing is marked as current.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from uuid_utils.compat import uuid7

from etabli.attendance.states import Outcome
from etabli.core.calendars import Half
from etabli.core.presence import Purpose
from etabli.orders.models import OrderLine
from etabli.orders.states import SaleUnit
from etabli.orders.wording import SALE_UNITS, units
from etabli.org.models import Establishment, User, Workshop
from etabli.org.states import Role
from etabli.people.models import Person, WorkGroup
from etabli.people.states import RestrictionKind
from etabli.production.access import ADDRESSED, WorkshopRowQuerySet
from etabli.production.states import Mark, OperationKind, Split

_HALVES = [(half.value, half.name) for half in Half]
_OUTCOMES = [(value.value, value.value) for value in Outcome]


LINES_POSITION = 10_000
"""Order lines come after the recurring activities of a workshop."""


class Activity(models.Model):
    """What time and output of a workshop are written down on: a recurring activity, or an order line that it makes.

    One of an order line is kept by `actions.follow_lines`: its code is the reference of the line, its unit a `SaleUnit`.
    """

    establishment = models.ForeignKey(Establishment, on_delete=models.CASCADE, related_name="+")
    workshop = models.ForeignKey(Workshop, on_delete=models.PROTECT, related_name="+")
    line = models.ForeignKey(OrderLine, null=True, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=30)
    name = models.CharField(max_length=100)
    unit = models.CharField(max_length=30, help_text="What its output is counted in.")
    off_site = models.BooleanField(default=False)
    customer_contact = models.BooleanField(default=False, help_text="Clients are met while doing it.")
    active = models.BooleanField(default=True)
    position = models.PositiveSmallIntegerField(default=0)

    objects = WorkshopRowQuerySet.as_manager()

    class Meta:
        ordering = ["position", "code"]
        constraints = [
            models.UniqueConstraint(fields=["workshop", "code"], name="activity_code_once"),
            models.UniqueConstraint(fields=["workshop", "line"], name="activity_of_a_line_once"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def called(self) -> str:
        """Its name; before that of an order line its reference, which tells two lines of the same text apart."""
        return f"{self.code} · {self.name}" if self.line_id else self.name

    @property
    def unit_worded(self) -> str:
        """The unit as it is read; that of an order line in the language of the reader."""
        return str(SALE_UNITS[SaleUnit(self.unit)]) if self.line_id else self.unit

    def units_worded(self, quantity: int) -> str:
        """The word behind a quantity (thousandths); the own unit of an activity is written as it is."""
        return units(self.unit, quantity) if self.line_id else self.unit


class Operation(models.Model):
    """A step of the production sheet of an order line.

    `minutes_per_thousand`: standard minutes for 1,000 units. `competence`: what whoever does it must know.
    `restriction`: the kind of restriction that forbids it; empty when none does.
    """

    establishment = models.ForeignKey(Establishment, on_delete=models.CASCADE, related_name="+")
    line = models.ForeignKey(OrderLine, on_delete=models.CASCADE, related_name="+")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=100)
    minutes_per_thousand = models.PositiveIntegerField(null=True, blank=True)
    competence = models.CharField(max_length=100, blank=True)
    workstation = models.CharField(max_length=100, blank=True)
    restriction = models.CharField(
        max_length=20, blank=True, choices=[(kind.value, kind.value) for kind in RestrictionKind]
    )

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["line", "position"], name="operation_position_once")]

    def __str__(self) -> str:
        return self.name


class UnsuitedPolicy(models.Model):
    """Whether a workplace refuses to put on a task whoever can do no step of it; else it only warns."""

    establishment = models.OneToOneField(Establishment, on_delete=models.CASCADE, related_name="+")
    refuses = models.BooleanField(default=False)


class RejectCause(models.Model):
    """Why output is rejected."""

    establishment = models.ForeignKey(Establishment, on_delete=models.CASCADE, related_name="+")
    code = models.CharField(max_length=20)
    name = models.CharField(max_length=100)
    active = models.BooleanField(default=True)

    class Meta:
        ordering = ["code"]
        constraints = [models.UniqueConstraint(fields=["establishment", "code"], name="reject_cause_code_once")]

    def __str__(self) -> str:
        return self.name


class PresenceTarget(models.Model):
    """Which part of the presence in a workshop is meant to be production, or something else, from a day on.

    `share`: in ten-thousandths.
    """

    establishment = models.ForeignKey(Establishment, on_delete=models.CASCADE, related_name="+")
    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="+")
    purpose = models.CharField(
        max_length=10, default=Purpose.PRODUCTION, choices=[(purpose.value, purpose.value) for purpose in Purpose]
    )
    starts_on = models.DateField()
    share = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["workshop", "purpose", "starts_on"]
        constraints = [
            models.UniqueConstraint(fields=["workshop", "purpose", "starts_on"], name="presence_target_once_a_day"),
            models.CheckConstraint(condition=Q(share__gt=0, share__lte=10_000), name="presence_target_up_to_all"),
        ]


class Rhythm(models.Model):
    """The rhythm at which a person works, from a day on, agreed with her: of use to plan, never to compare.

    `share`: part of the usual rhythm, in ten-thousandths; 10,000 is the usual rhythm again.
    """

    establishment = models.ForeignKey(Establishment, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    starts_on = models.DateField()
    share = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["starts_on"]
        constraints = [
            models.UniqueConstraint(fields=["establishment", "person", "starts_on"], name="rhythm_once_a_day"),
            models.CheckConstraint(condition=Q(share__gt=0, share__lte=20_000), name="rhythm_up_to_twice"),
        ]


class Captured(models.Model):
    """What every act has: its key made by whoever captures, its author, its two moments."""

    id = models.UUIDField(primary_key=True, default=uuid7, help_text="UUIDv7 made by whoever captures.")
    establishment = models.ForeignKey(Establishment, on_delete=models.PROTECT, related_name="+")
    author = models.ForeignKey(
        User, null=True, on_delete=models.PROTECT, related_name="+", help_text="Empty: operator."
    )
    acted_at = models.DateTimeField(help_text="Time of the act, on the device.")
    received_at = models.DateTimeField()

    class Meta:
        abstract = True


class WorkEntry(Captured):
    """On what a person worked in a half-day; without parts, what was written is taken back. Append-only."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    half = models.PositiveSmallIntegerField(choices=_HALVES)
    workshop = models.ForeignKey(
        Workshop, on_delete=models.PROTECT, related_name="+", help_text="Where it was written down."
    )
    team = models.UUIDField(null=True, help_text="Ties the entries of a team that were written at once.")
    base = models.UUIDField(null=True, help_text="The entry this act was based on.")
    outcome = models.CharField(max_length=12, choices=_OUTCOMES)

    class Meta:
        indexes = [models.Index(fields=["establishment", "day"], name="work_entry_by_day")]


class WorkPart(models.Model):
    """A part of an entry. `minutes` empty takes what is left of the minutes at work."""

    entry = models.ForeignKey(WorkEntry, on_delete=models.PROTECT, related_name="parts")
    position = models.PositiveSmallIntegerField(default=0)
    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="+")
    minutes = models.PositiveIntegerField(null=True)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["entry", "position"], name="work_part_once")]


class Output(Captured):
    """What came out of an activity in a half-day, in thousandths of its unit. Append-only.

    A correction has the `root` of the record it corrects; nothing good and nothing rejected takes it back. Without
    shares, it is split by its rule over those who were on the activity.
    """

    root = models.UUIDField(db_index=True, help_text="The first act of the record.")
    corrects = models.UUIDField(null=True)
    base = models.UUIDField(null=True, help_text="The act this one was based on.")
    workshop = models.ForeignKey(Workshop, on_delete=models.PROTECT, related_name="+")
    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    half = models.PositiveSmallIntegerField(choices=_HALVES)
    good = models.PositiveBigIntegerField(help_text="Thousandths of the unit.")
    rejected = models.PositiveBigIntegerField(help_text="Thousandths of the unit.")
    cause = models.ForeignKey(RejectCause, null=True, on_delete=models.PROTECT, related_name="+")
    rule = models.CharField(max_length=10, choices=[(rule.value, rule.value) for rule in Split])
    group = models.ForeignKey(WorkGroup, null=True, on_delete=models.SET_NULL, related_name="+")
    outcome = models.CharField(max_length=12, choices=_OUTCOMES)

    objects = WorkshopRowQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["establishment", "day"], name="output_by_day")]
        constraints = [
            models.CheckConstraint(condition=Q(rejected=0) | Q(cause__isnull=False), name="rejects_have_a_cause")
        ]


class OutputShare(models.Model):
    """The stated share of a person in an output, in thousandths."""

    output = models.ForeignKey(Output, on_delete=models.PROTECT, related_name="shares")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    good = models.PositiveBigIntegerField()
    rejected = models.PositiveBigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["output", "person"], name="output_share_once")]


class RefusedOperation(models.Model):
    """An operation that was refused, kept with its payload so that nothing is lost."""

    id = models.UUIDField(primary_key=True)
    kind = models.CharField(max_length=20, choices=[(kind.value, kind.value) for kind in OperationKind])
    establishment = models.ForeignKey(Establishment, on_delete=models.PROTECT, related_name="+")
    author = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    acted_at = models.DateTimeField()
    received_at = models.DateTimeField()
    payload = models.JSONField()
    refusal = models.CharField(max_length=50)
    facts = models.JSONField(default=dict)


class HandoverMessage(Captured):
    """A message to a role in the log of a workshop. Never changed. It holds no health detail."""

    workshop = models.ForeignKey(Workshop, on_delete=models.PROTECT, related_name="+")
    to_role = models.CharField(max_length=30, choices=[(role.value, role.value) for role in Role if role in ADDRESSED])
    text = models.CharField(max_length=1000)

    objects = WorkshopRowQuerySet.as_manager()

    class Meta:
        ordering = ["-acted_at", "-id"]
        indexes = [models.Index(fields=["establishment", "acted_at"], name="handover_by_time")]


class HandoverMark(Captured):
    """That someone read a message, did what it asks, or found it not done after all."""

    message = models.ForeignKey(HandoverMessage, on_delete=models.PROTECT, related_name="marks")
    mark = models.CharField(max_length=10, choices=[(mark.value, mark.value) for mark in Mark])

    class Meta:
        ordering = ["acted_at", "id"]


class InterventionReport(Captured):
    """What was done off-site: where, when, by whom, the problem met, and the client's signature. Append-only.

    A correction has the `root` of the report it corrects. Photos and the signature are files, see `kit.files`.
    """

    root = models.UUIDField(db_index=True, help_text="The first act of the report.")
    corrects = models.UUIDField(null=True)
    workshop = models.ForeignKey(Workshop, on_delete=models.PROTECT, related_name="+")
    activity = models.ForeignKey(Activity, null=True, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    site = models.CharField(max_length=200)
    started = models.PositiveSmallIntegerField(help_text="Minutes since midnight.")
    ended = models.PositiveSmallIntegerField(help_text="Minutes since midnight.")
    problem = models.CharField(max_length=2000, blank=True)
    signer = models.CharField(max_length=100, blank=True, help_text="Who signed for the client.")
    signature = models.UUIDField(null=True)
    outcome = models.CharField(max_length=12, choices=_OUTCOMES)

    objects = WorkshopRowQuerySet.as_manager()

    class Meta:
        ordering = ["-day", "-started", "-id"]
        indexes = [models.Index(fields=["establishment", "day"], name="intervention_by_day")]


class InterventionPerson(models.Model):
    report = models.ForeignKey(InterventionReport, on_delete=models.PROTECT, related_name="people")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    minutes = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "person"], name="intervention_person_once")]


class InterventionPhoto(models.Model):
    """`photo`: key of a file of `kit.files`, which may arrive later than the report."""

    report = models.ForeignKey(InterventionReport, on_delete=models.PROTECT, related_name="photos")
    position = models.PositiveSmallIntegerField()
    photo = models.UUIDField()

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["report", "position"], name="intervention_photo_once")]
