"""Tables of attendance. Rows are written by `actions` only; entries are never changed, only superseded."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from uuid_utils.compat import uuid7

from etabli.attendance.states import Absence, NoteKind, NoteOrigin, Outcome, TimeKind
from etabli.core.calendars import Half
from etabli.org.models import Establishment, User, Workshop
from etabli.people.models import Person


class Code(models.Model):
    """What a half-day may be, and what it counts for."""

    establishment = models.ForeignKey(Establishment, on_delete=models.CASCADE, related_name="codes")
    code = models.CharField(max_length=10)
    label = models.CharField(max_length=100, blank=True, help_text="Empty for a code that comes with Établi.")
    symbol = models.CharField(max_length=2)
    colour = models.CharField(max_length=10, default="neutral")
    paid = models.BooleanField(help_text="Gives right to the guaranteed pay (ASP hours).")
    ars = models.BooleanField(help_text="Counts as an attended half-day (ARS days).")
    absence = models.CharField(max_length=20, blank=True, choices=[(kind.value, kind.value) for kind in Absence])
    spell = models.BooleanField(default=False, help_text="Part of a sickness spell.")
    private = models.BooleanField(default=False, help_text="Label only for those who may read reasons of absence.")
    time = models.CharField(
        max_length=10,
        default=TimeKind.WORK,
        choices=[(kind.value, kind.value) for kind in TimeKind],
        help_text="What the time of someone present is for.",
    )
    active = models.BooleanField(default=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "code"]
        constraints = [models.UniqueConstraint(fields=["establishment", "code"], name="code_once")]

    def __str__(self) -> str:
        return self.code


class CodeAlias(models.Model):
    """Another way in which an establishment writes a code in its sheets."""

    establishment = models.ForeignKey(Establishment, on_delete=models.CASCADE, related_name="code_aliases")
    alias = models.CharField(max_length=20)
    code = models.ForeignKey(Code, on_delete=models.CASCADE, related_name="aliases")

    class Meta:
        ordering = ["alias"]
        constraints = [models.UniqueConstraint(fields=["establishment", "alias"], name="code_alias_once")]


class Entry(models.Model):
    """What was captured for one half-day of one person, by one operation. Append-only.

    A correction supersedes; an entry without segments takes back what was typed. The current entry is the one that none
    supersedes.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, help_text="UUIDv7 made by whoever captures.")
    establishment = models.ForeignKey(Establishment, on_delete=models.PROTECT, related_name="+", db_index=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    day = models.DateField()
    half = models.PositiveSmallIntegerField(choices=[(half.value, half.name) for half in Half])
    author = models.ForeignKey(
        User, null=True, on_delete=models.PROTECT, related_name="+", db_index=False, help_text="Empty: operator."
    )
    acted_at = models.DateTimeField(help_text="Time of the act, on the device.")
    received_at = models.DateTimeField()
    base = models.UUIDField(null=True, help_text="The entry this act was based on.")
    supersedes = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="superseded_by")
    outcome = models.CharField(max_length=12, choices=[(value.value, value.value) for value in Outcome])
    reason = models.CharField(max_length=200, blank=True)
    notice_hours = models.PositiveIntegerField(null=True)
    has_document = models.BooleanField(null=True)
    act = models.UUIDField(
        null=True,
        help_text="Where acts came before those they are based on: the act that this entry says, itself or one written again.",
    )

    class Meta:
        constraints = [
            # The person last: a team's half-day is then written side by side, not in as many pages as there are persons.
            models.UniqueConstraint(
                fields=["establishment", "day", "half", "person"],
                condition=Q(supersedes__isnull=True),
                name="entry_chain_has_one_root",
            )
        ]
        # Who reads of some persons reads of some days. SQLite never took an index by person alone, which every save of a team
        # wrote in as many pages as there are persons; a person's file and her erasure (`held`) go through all entries instead.
        indexes = [models.Index(fields=["establishment", "day", "person"], name="entry_by_day")]


class Segment(models.Model):
    """A part of an entry. `minutes` empty takes what is left of the minutes of the half-day."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="segments", db_index=False)
    position = models.PositiveSmallIntegerField(default=0)
    code = models.ForeignKey(Code, on_delete=models.PROTECT, related_name="+")
    minutes = models.PositiveIntegerField(null=True)
    workshop = models.ForeignKey(Workshop, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["entry", "position"], name="segment_once")]


class LateOperation(models.Model):
    """An operation that was not applied, superseded or refused, kept with its payload so that nothing is lost."""

    id = models.UUIDField(primary_key=True)
    establishment = models.ForeignKey(Establishment, on_delete=models.PROTECT, related_name="+")
    author = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    acted_at = models.DateTimeField()
    received_at = models.DateTimeField()
    payload = models.JSONField()
    outcome = models.CharField(max_length=12, choices=[(value.value, value.value) for value in Outcome])
    refusal = models.CharField(max_length=50, blank=True)
    facts = models.JSONField(default=dict)


class SickNote(models.Model):
    """A sick note; `ends_before` is excluded. `received_on` empty: awaited, and unpaid meanwhile."""

    establishment = models.ForeignKey(Establishment, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="sick_notes")
    starts_on = models.DateField()
    ends_before = models.DateField()
    kind = models.CharField(max_length=10, choices=[(kind.value, kind.value) for kind in NoteKind])
    long_term_illness = models.BooleanField(default=False)
    work_accident = models.BooleanField(default=False)
    received_on = models.DateField(null=True, blank=True)
    origin = models.CharField(max_length=10, choices=[(origin.value, origin.value) for origin in NoteOrigin])
    day_one = models.DateField(null=True, editable=False)
    """Derived: the first day of its spell with no attended half-day."""

    class Meta:
        ordering = ["starts_on"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_before__gt=F("starts_on")), name="sick_note_ends_after_it_starts"),
            models.UniqueConstraint(fields=["establishment", "person", "starts_on"], name="sick_note_once_a_day"),
        ]
        indexes = [models.Index(fields=["establishment", "received_on"], name="sick_note_awaited")]

    def __str__(self) -> str:
        return f"{self.person}, {self.starts_on:%d/%m/%Y}"


class LastingAbsence(models.Model):
    """A person is away until further notice, from a half-day on. Each day that passes is written as any entry.

    `followed_before`: days before it are written. `ended_on`: the first day on which she is no longer away; empty while it
    goes on.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, help_text="UUIDv7 made by whoever captures.")
    establishment = models.ForeignKey(Establishment, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    code = models.ForeignKey(Code, on_delete=models.PROTECT, related_name="+")
    starts_on = models.DateField()
    half = models.PositiveSmallIntegerField(choices=[(half.value, half.name) for half in Half])
    followed_before = models.DateField()
    begun_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()
    ended_on = models.DateField(null=True)
    ended_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["starts_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["establishment", "person"],
                condition=Q(ended_on__isnull=True),
                name="one_lasting_absence_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.starts_on:%d/%m/%Y}"


class ClosedMonth(models.Model):
    """A month of which the attendance may no longer change. Reopening removes the row; the journal keeps it."""

    establishment = models.ForeignKey(Establishment, on_delete=models.PROTECT, related_name="closed_months")
    month = models.DateField(help_text="First day of the month.")
    closed_at = models.DateTimeField()
    closed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["month"]
        constraints = [models.UniqueConstraint(fields=["establishment", "month"], name="closed_month_once")]

    def __str__(self) -> str:
        return f"{self.month:%m/%Y}"


class Reopening(models.Model):
    """A closed month opened again, and why. Never changed: it is the trail of the closing."""

    establishment = models.ForeignKey(Establishment, on_delete=models.PROTECT, related_name="+")
    month = models.DateField(help_text="First day of the month.")
    reopened_at = models.DateTimeField()
    reopened_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-reopened_at"]
        indexes = [models.Index(fields=["establishment", "month"], name="reopening_by_month")]


class SentHours(models.Model):
    """Hours of a person on an ASP slip already sent for a month, to be reconciled with the hours counted."""

    establishment = models.ForeignKey(Establishment, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    month = models.DateField(help_text="First day of the month.")
    centihours = models.PositiveIntegerField(help_text="Hundredths of an hour.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["establishment", "person", "month"], name="sent_hours_once")]


class HalfDayFact(models.Model):
    """Derived: the fact table `person_half_day`, see `core.facts.PersonHalfDay`."""

    journalled = False

    establishment = models.ForeignKey(
        Establishment, on_delete=models.CASCADE, related_name="+", db_column="establishment", db_index=False
    )
    subject = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+", db_column="subject")
    engagement = models.BigIntegerField()
    kind = models.CharField(max_length=20)
    day_no = models.IntegerField()
    half = models.SmallIntegerField()
    code = models.CharField(max_length=10)
    in_pattern = models.SmallIntegerField()
    due = models.SmallIntegerField()
    typed = models.SmallIntegerField()
    implied = models.SmallIntegerField()
    open_half_days = models.SmallIntegerField()
    minutes = models.IntegerField()
    paid_minutes = models.IntegerField()
    fraction = models.IntegerField()
    month_pattern_minutes = models.IntegerField()
    ars = models.SmallIntegerField()
    absence = models.CharField(max_length=20)
    unpaid = models.CharField(max_length=20)
    notice_hours = models.IntegerField(null=True)
    spell_start = models.IntegerField(null=True)
    spell_day = models.IntegerField(null=True)

    class Meta:
        db_table = "person_half_day"
        constraints = [
            models.UniqueConstraint(fields=["establishment", "subject", "day_no", "half"], name="person_half_day_once")
        ]
        # Half-days of sickness and of absence are few: their figures read them alone. The kind after the day, else SQLite
        # prefers it to the index of absences.
        indexes = [
            models.Index(fields=["establishment", "day_no", "kind"], name="person_half_day_by_day"),
            models.Index(
                fields=["establishment", "day_no", "kind"],
                condition=Q(absence__gt=""),
                name="person_half_day_absences",
            ),
            models.Index(
                fields=["establishment", "spell_start"],
                condition=Q(spell_start__isnull=False),
                name="person_half_day_spells",
            ),
        ]
