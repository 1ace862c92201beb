"""Tables of accompanied persons. Rows are written by `actions` only."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext

from etabli.kit import localised
from etabli.kit.fields import EncryptedTextField
from etabli.org.models import Association, Establishment, User, Workshop
from etabli.people.access import PersonQuerySet
from etabli.people.states import EngagementKind, RestrictionKind, Sex, Unit
from etabli.people.wording import KINDS


class Person(models.Model):
    """An accompanied person of an association: one row, however many establishments and engagements."""

    association = models.ForeignKey(Association, on_delete=models.PROTECT, related_name="+")
    last_name = models.CharField(max_length=100)
    first_name = models.CharField(max_length=100)
    birth_date = models.DateField(null=True, blank=True)
    sex = models.CharField(max_length=1, blank=True, choices=[(sex.value, sex.value) for sex in Sex])
    search_key = models.CharField(max_length=300, db_index=True, editable=False)
    """Names and staff numbers folded to lower case without accents, for search."""
    erased_on = models.DateField(null=True, blank=True, editable=False)
    """When her name and all that told of her were taken out; what was counted stays, of nobody in particular."""
    erased_reason = models.CharField(max_length=200, blank=True, editable=False)
    """Why it was done before its time: her own request. It stays, and so names nobody."""

    objects = PersonQuerySet.as_manager()

    class Meta:
        # Not the names themselves: a database sorts É after Z.
        ordering = ["search_key", "pk"]

    def __str__(self) -> str:
        if self.erased_on is not None:
            return gettext("Erased person %(number)s") % {"number": self.pk}
        return f"{self.last_name} {self.first_name}"


class WorkGroup(models.Model):
    """A work group of an establishment."""

    establishment = models.ForeignKey(Establishment, on_delete=models.CASCADE, related_name="work_groups")
    name = models.CharField(max_length=100)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["establishment", "name"], name="work_group_once")]

    def __str__(self) -> str:
        return self.name


class Registration(models.Model):
    """A person in an establishment: staff number, present workshop and work groups."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="registrations")
    establishment = models.ForeignKey(Establishment, on_delete=models.PROTECT, related_name="registrations")
    staff_number = models.CharField(max_length=30)
    workshop = models.ForeignKey(Workshop, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    work_groups = models.ManyToManyField(WorkGroup, related_name="registrations", blank=True)
    photo = models.UUIDField(null=True, blank=True, editable=False, help_text="Name of the file, see `kit.files`.")

    class Meta:
        ordering = ["staff_number"]
        constraints = [
            models.UniqueConstraint(fields=["establishment", "staff_number"], name="staff_number_once"),
            models.UniqueConstraint(fields=["establishment", "person"], name="registration_once"),
        ]

    def __str__(self) -> str:
        return self.staff_number


class WorkshopStay(models.Model):
    """A person lent to another workshop for some days; `ends_before` is excluded.

    Whoever holds a right over that workshop holds it over the person on those days.
    """

    establishment = models.ForeignKey(Establishment, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="stays")
    workshop = models.ForeignKey(Workshop, on_delete=models.PROTECT, related_name="+")
    starts_on = models.DateField()
    ends_before = models.DateField()
    author = models.ForeignKey(
        User, null=True, on_delete=models.PROTECT, related_name="+", help_text="Empty: operator."
    )

    class Meta:
        ordering = ["starts_on", "pk"]
        indexes = [models.Index(fields=["workshop", "ends_before"], name="stay_by_workshop")]
        constraints = [
            models.CheckConstraint(condition=Q(ends_before__gt=F("starts_on")), name="stay_ends_after_it_starts"),
        ]

    def __str__(self) -> str:
        """Reads the person and the workshop."""
        return f"{self.person}, {self.workshop}, {localised.day(self.starts_on)}"


class Engagement(models.Model):
    """Why and when a person is in an establishment; `ends_before` is excluded (the last day is the day before)."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="engagements")
    establishment = models.ForeignKey(Establishment, on_delete=models.PROTECT, related_name="engagements")
    kind = models.CharField(max_length=20, choices=[(kind.value, kind.value) for kind in EngagementKind])
    starts_on = models.DateField()
    ends_before = models.DateField(null=True, blank=True)
    end_reason = models.CharField(max_length=200, blank=True, help_text="As written by the workplace.")

    class Meta:
        ordering = ["starts_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_before__isnull=True) | Q(ends_before__gt=F("starts_on")),
                name="engagement_ends_after_it_starts",
            ),
            models.UniqueConstraint(fields=["person", "establishment", "starts_on"], name="engagement_once_a_day"),
        ]

    def __str__(self) -> str:
        """Reads the person."""
        return f"{self.person}, {KINDS[EngagementKind(self.kind)]}, {localised.day(self.starts_on)}"


class EngagementTerms(models.Model):
    """Work fraction and due half-days of an engagement from a day on, until the next row.

    `fraction`: ten-thousandths of the house's full time. `pattern`: weeks of `core.calendars.WeeklyPattern` and
    `pattern_anchor` its first Monday; empty means every open half-day when `follows_opening`, else still to be confirmed.
    """

    engagement = models.ForeignKey(Engagement, on_delete=models.CASCADE, related_name="terms")
    valid_from = models.DateField()
    fraction = models.PositiveIntegerField()
    pattern = models.CharField(max_length=60, blank=True)
    pattern_anchor = models.DateField(null=True, blank=True)
    follows_opening = models.BooleanField(default=True)

    class Meta:
        ordering = ["valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["engagement", "valid_from"], name="terms_once_a_day"),
            models.CheckConstraint(condition=Q(fraction__gt=0, fraction__lte=10_000), name="fraction_up_to_one"),
            models.CheckConstraint(
                condition=Q(pattern="", pattern_anchor__isnull=True) | Q(pattern_anchor__isnull=False) & ~Q(pattern=""),
                name="pattern_has_its_monday",
            ),
        ]

    def __str__(self) -> str:
        """Reads the engagement and the person."""
        return f"{self.engagement.person}, {localised.day(self.valid_from)}"


class OutsideEngagement(models.Model):
    """Work elsewhere (another establishment or employer), for the 35 hours over all."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="outside_engagements")
    employer = models.CharField(max_length=200)
    weekly_minutes = models.PositiveIntegerField()
    starts_on = models.DateField()
    ends_before = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["starts_on"]

    def __str__(self) -> str:
        return self.employer


class Restriction(models.Model):
    """What a person must not do at work, in plain words, and as something that can be checked.

    `limit` is the most that is allowed (for cold, the least), in `unit` (see `states.UNITS`); without it, nothing of the
    kind is. The reason is read with a right of its own, and never shown with the words. Ended, never deleted.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="restrictions")
    kind = models.CharField(max_length=20, choices=[(kind.value, kind.value) for kind in RestrictionKind])
    limit = models.PositiveIntegerField(null=True, blank=True)
    unit = models.CharField(max_length=5, blank=True, choices=[(unit.value, unit.value) for unit in Unit])
    wording = models.CharField(max_length=200, help_text="Plain words, without the reason.")
    reason = EncryptedTextField(blank=True)
    starts_on = models.DateField()
    ends_before = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_before__isnull=True) | Q(ends_before__gt=F("starts_on")),
                name="restriction_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(limit__isnull=True, unit="") | Q(limit__isnull=False) & ~Q(unit=""),
                name="limit_has_its_unit",
            ),
        ]

    def __str__(self) -> str:
        """Reads the person."""
        return f"{self.person}, {self.wording}"


class Certification(models.Model):
    """A licence or training that a person holds; `expires_on` is the last day on which it counts, None for good."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="certifications")
    name = models.CharField(max_length=100)
    issued_on = models.DateField()
    expires_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["name", "issued_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_on__isnull=True) | Q(expires_on__gte=F("issued_on")),
                name="certification_expires_after_it_is_issued",
            ),
        ]

    def __str__(self) -> str:
        """Reads the person."""
        return f"{self.person}, {self.name}"


class EngagementFact(models.Model):
    """Derived: the fact table `engagement`, one row per terms of an engagement.

    Day numbers are half-open; an engagement without an end has `to_day` and `contract_to_day` 9,999,999.
    """

    journalled = False

    establishment = models.ForeignKey(
        Establishment, on_delete=models.CASCADE, related_name="+", db_column="establishment"
    )
    subject = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+", db_column="subject")
    engagement = models.ForeignKey(Engagement, on_delete=models.CASCADE, related_name="+", db_column="engagement")
    kind = models.CharField(max_length=20)
    from_day = models.IntegerField()
    to_day = models.IntegerField()
    contract_from_day = models.IntegerField()
    contract_to_day = models.IntegerField()
    fraction = models.IntegerField()

    class Meta:
        db_table = "engagement"
        indexes = [models.Index(fields=["establishment", "contract_to_day"], name="engagement_by_end")]
        constraints = [models.UniqueConstraint(fields=["engagement", "from_day"], name="engagement_fact_once")]
