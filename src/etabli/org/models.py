"""Tables of the organisation. Rows are written by `actions` only."""

from __future__ import annotations

from datetime import date

from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models
from django.db.models import F, Q

from etabli.kit import localised
from etabli.org.access import (
    EstablishmentQuerySet,
    WorkshopQuerySet,
    may,
    may_somewhere,
    must_use_second_factor,
    places_of,
)
from etabli.org.states import DEFAULT_OPENING_DAYS, EstablishmentKind, Role
from etabli.org.wording import PARAMETERS, ROLES


def _choices(values: type) -> list[tuple[str, str]]:
    return [(str(value), str(value)) for value in values]  # type: ignore[attr-defined]


class Association(models.Model):
    """The managing body of one or several establishments."""

    name = models.CharField(max_length=200)
    siren = models.CharField(max_length=9, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["name"], name="association_name_once")]

    def __str__(self) -> str:
        return self.name


class Establishment(models.Model):
    """A workplace run here. `finess` is its nine-character number; outside France the number its country gives it."""

    association = models.ForeignKey(Association, on_delete=models.PROTECT, related_name="establishments")
    finess = models.CharField(max_length=20, unique=True)
    siret = models.CharField(max_length=14, blank=True)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=_choices(EstablishmentKind))
    country = models.CharField(max_length=2)
    subdivision = models.CharField(max_length=40, blank=True, help_text="Subdivision whose public holidays differ.")
    full_time_weekly_minutes = models.PositiveIntegerField(help_text="Full time of the house, minutes a week.")

    objects = EstablishmentQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name


class ApprovedPlaces(models.Model):
    """Approved places of an establishment from a day on, until the next row."""

    establishment = models.ForeignKey(Establishment, on_delete=models.CASCADE, related_name="approved_places")
    valid_from = models.DateField()
    places = models.PositiveIntegerField()

    class Meta:
        ordering = ["valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["establishment", "valid_from"], name="approved_places_once_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.places} · {localised.day(self.valid_from)}"


class Workshop(models.Model):
    establishment = models.ForeignKey(Establishment, on_delete=models.CASCADE, related_name="workshops")
    code = models.CharField(max_length=20)
    name = models.CharField(max_length=100)

    objects = WorkshopQuerySet.as_manager()

    class Meta:
        ordering = ["code"]
        constraints = [models.UniqueConstraint(fields=["establishment", "code"], name="workshop_code_once")]

    def __str__(self) -> str:
        return self.name


class Opening(models.Model):
    """The weekly opening of an establishment, or of one workshop, from a day on. `week`: see `core.calendars`."""

    establishment = models.ForeignKey(Establishment, on_delete=models.CASCADE, related_name="openings")
    workshop = models.ForeignKey(Workshop, null=True, blank=True, on_delete=models.CASCADE, related_name="openings")
    valid_from = models.DateField()
    week = models.CharField(max_length=14)

    class Meta:
        ordering = ["valid_from"]
        constraints = [
            # Two halves, for SQLite knows no `nulls_distinct`.
            models.UniqueConstraint(
                fields=["establishment", "valid_from"], condition=Q(workshop__isnull=True), name="opening_once_a_day"
            ),
            models.UniqueConstraint(
                fields=["establishment", "workshop", "valid_from"],
                condition=Q(workshop__isnull=False),
                name="workshop_opening_once_a_day",
            ),
        ]

    def __str__(self) -> str:
        return localised.day(self.valid_from)


class ClosurePeriod(models.Model):
    """Days on which the establishment is closed; `ends_before` is excluded."""

    establishment = models.ForeignKey(Establishment, on_delete=models.CASCADE, related_name="closures")
    starts_on = models.DateField()
    ends_before = models.DateField()
    reason = models.CharField(max_length=200, blank=True)
    paid = models.BooleanField()

    class Meta:
        ordering = ["starts_on"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_before__gt=F("starts_on")), name="closure_ends_after_it_starts"),
            models.UniqueConstraint(fields=["establishment", "starts_on"], name="closure_once_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.reason} · {localised.day(self.starts_on)}"


class WorkedHoliday(models.Model):
    """A public holiday on which the establishment is open all the same."""

    establishment = models.ForeignKey(Establishment, on_delete=models.CASCADE, related_name="worked_holidays")
    day = models.DateField()

    class Meta:
        ordering = ["day"]
        constraints = [models.UniqueConstraint(fields=["establishment", "day"], name="worked_holiday_once")]


class DeclaredYear(models.Model):
    """What was declared or agreed for a year: opening days (225 by default) and target days of the contract."""

    establishment = models.ForeignKey(Establishment, on_delete=models.CASCADE, related_name="declared_years")
    year = models.PositiveSmallIntegerField()
    opening_days = models.PositiveSmallIntegerField(default=DEFAULT_OPENING_DAYS)
    target_days = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["year"]
        constraints = [models.UniqueConstraint(fields=["establishment", "year"], name="declared_year_once")]

    def __str__(self) -> str:
        return str(self.year)


class Parameter(models.Model):
    """A legal amount or threshold, whole numbers in the unit named, from a day on, with its source.

    `establishment` empty: holds everywhere, unless a row of the establishment prevails.
    """

    code = models.CharField(max_length=50)
    establishment = models.ForeignKey(Establishment, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    valid_from = models.DateField()
    value = models.BigIntegerField()
    unit = models.CharField(max_length=50)
    source = models.CharField(max_length=300)

    class Meta:
        ordering = ["code", "valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["code", "valid_from"], condition=Q(establishment__isnull=True), name="parameter_once_a_day"
            ),
            models.UniqueConstraint(
                fields=["code", "establishment", "valid_from"],
                condition=Q(establishment__isnull=False),
                name="own_parameter_once_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{PARAMETERS.get(self.code, self.code)} · {localised.day(self.valid_from)}"


class DirectoryEntry(models.Model):
    """An establishment of the national directory (FINESS). It is not run here until it is configured."""

    finess = models.CharField(max_length=9, primary_key=True)
    legal_finess = models.CharField(max_length=9, blank=True)
    siret = models.CharField(max_length=14, blank=True)
    name = models.CharField(max_length=200)
    address = models.CharField(max_length=300, blank=True)
    postal_code = models.CharField(max_length=10, blank=True)
    town = models.CharField(max_length=100, blank=True)
    department = models.CharField(max_length=3, blank=True)
    phone = models.CharField(max_length=30, blank=True)
    category = models.CharField(max_length=10, blank=True)
    opened_on = models.DateField(null=True, blank=True)
    places = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["finess"]


class User(AbstractUser):
    """Someone who uses Établi: staff, never an accompanied person."""

    language = models.CharField(max_length=2, default="fr")
    theme = models.CharField(max_length=5, default="auto")

    objects = UserManager()

    def may(self, right: str, establishment: Establishment, on: date | None = None) -> bool:
        """True when a grant in force on a day (today by default) gives this right there, perhaps in one workshop only."""
        return may(self, right, establishment, on)

    def may_somewhere(self, right: str) -> bool:
        """True when a grant in force today gives this right in some place."""
        return may_somewhere(self, right)

    def must_use_second_factor(self) -> bool:
        """True when a role held today asks for a second factor."""
        return must_use_second_factor(self)

    def places(self) -> models.QuerySet[Establishment]:
        """Establishments in which the user holds a grant in force today."""
        return places_of(self)


class Grant(models.Model):
    """A role of a user: in one workshop, in one establishment, or (auditor) over an association."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="grants")
    role = models.CharField(max_length=30, choices=_choices(Role))
    association = models.ForeignKey(Association, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    establishment = models.ForeignKey(Establishment, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    workshop = models.ForeignKey(Workshop, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    starts_on = models.DateField()
    ends_before = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(association__isnull=True, establishment__isnull=False)
                | Q(association__isnull=False, establishment__isnull=True, workshop__isnull=True),
                name="grant_has_one_place",
            ),
        ]

    def __str__(self) -> str:
        """Reads the user."""
        return f"{self.user} · {ROLES[Role(self.role)]}"


class RoleSecurity(models.Model):
    """Whether the users who hold a role must sign in with a second factor (TOTP)."""

    role = models.CharField(max_length=30, primary_key=True, choices=_choices(Role))
    second_factor_required = models.BooleanField(default=False)


class CalendarDay(models.Model):
    """Derived: the fact table `calendar`, see `core.facts.CalendarDay`."""

    journalled = False

    establishment = models.ForeignKey(
        Establishment, on_delete=models.CASCADE, related_name="+", db_column="establishment"
    )
    day_no = models.IntegerField()
    year = models.IntegerField()
    month = models.IntegerField()
    month_days = models.IntegerField()
    weekday = models.IntegerField()
    open_half_days = models.IntegerField()
    week_open_half_days = models.IntegerField()
    open_day = models.IntegerField()
    holiday = models.IntegerField()
    closure = models.IntegerField()
    places = models.IntegerField()
    month_minutes = models.IntegerField()
    worked_holiday = models.IntegerField(default=0)

    class Meta:
        db_table = "calendar"
        constraints = [models.UniqueConstraint(fields=["establishment", "day_no"], name="calendar_day_once")]


class EstablishmentYear(models.Model):
    """Derived: the fact table `establishment_year`: declared and target days, and the open days of the calendar."""

    journalled = False

    establishment = models.ForeignKey(
        Establishment, on_delete=models.CASCADE, related_name="+", db_column="establishment"
    )
    year = models.IntegerField()
    declared_days = models.IntegerField()
    target_days = models.IntegerField(null=True)
    open_days = models.IntegerField()

    class Meta:
        db_table = "establishment_year"
        constraints = [models.UniqueConstraint(fields=["establishment", "year"], name="establishment_year_once")]


class Scope(models.Model):
    """Derived: the fact table `scope`, which establishments a figure is asked over, and the access filter."""

    journalled = False

    scope_id = models.CharField(max_length=60)
    establishment = models.ForeignKey(
        Establishment, on_delete=models.CASCADE, related_name="+", db_column="establishment"
    )
    kind = models.CharField(max_length=20, help_text="Kind of the establishment: a figure counts those that have it.")

    class Meta:
        db_table = "scope"
        constraints = [models.UniqueConstraint(fields=["scope_id", "establishment"], name="scope_once")]
