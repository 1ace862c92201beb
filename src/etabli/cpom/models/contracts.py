"""Tables of the contract: objectives, what is agreed of each from a day on, and what is said of them year by year."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from etabli.core.periods import Period
from etabli.cpom.access import CpomQuerySet, ObjectiveQuerySet
from etabli.cpom.states import Direction, Horizon, Level
from etabli.kit.fields import EncryptedTextField
from etabli.kit.seals import Seal
from etabli.org.models import Establishment, User, Workshop
from etabli.people.models import Person, WorkGroup


class Contract(models.Model):
    """A multi-year contract of objectives and means (CPOM: CASF L313-11, L313-12-2) as it binds one establishment.

    Signed for several establishments, it stands once at each, with the targets of each. `ends_before` is excluded.
    """

    place_path = "establishment"

    establishment = models.ForeignKey(Establishment, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    starts_on = models.DateField()
    ends_before = models.DateField()
    signed_on = models.DateField(null=True, blank=True)
    parties = models.TextField(blank=True, help_text="Who signed, one a line.")
    note = models.TextField(blank=True)

    objects = CpomQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_before__gt=F("starts_on")), name="cpom_ends_after_it_starts"),
            models.UniqueConstraint(fields=["establishment", "name", "starts_on"], name="cpom_once"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def period(self) -> Period:
        return Period(self.starts_on, self.ends_before)


class Objective(models.Model):
    """A promise of a contract: for the establishment, or for one workshop, work group or person of it.

    What is promised stands in its terms.
    """

    place_path = "contract__establishment"

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="objectives")
    position = models.PositiveSmallIntegerField()
    workshop = models.ForeignKey(Workshop, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    work_group = models.ForeignKey(WorkGroup, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = ObjectiveQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(workshop=None, work_group=None)
                | Q(workshop=None, person=None)
                | Q(work_group=None, person=None),
                name="objective_has_one_level",
            ),
        ]

    @property
    def level(self) -> Level:
        if self.workshop_id is not None:
            return Level.WORKSHOP
        if self.work_group_id is not None:
            return Level.GROUP
        return Level.ESTABLISHMENT if self.person_id is None else Level.PERSON


class ObjectiveTerms(models.Model):
    """What is promised of an objective from a day on, until the next terms; never rewritten: the database refuses it for
    all but the words, which an erasure takes out and other keys encrypt anew.

    `measure`: the code of a definition, or `states.OTHER` with its own `unit`. `target`: ten-thousandths of a rate or a mean,
    else whole; None where it is in words or differs by year. `withdrawn`: from that day on nothing is promised any more.
    """

    sealed = Seal(open=("wording", "target_words", "comment"))
    place_path = "objective__contract__establishment"

    objective = models.ForeignKey(Objective, on_delete=models.PROTECT, related_name="terms")
    supersedes = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="superseded_by"
    )
    starts_on = models.DateField()
    source = models.CharField(max_length=200, help_text="The contract or the amendment.")
    wording = EncryptedTextField(help_text="As the contract words it.")
    measure = models.CharField(max_length=50)
    unit = models.CharField(max_length=60, blank=True, help_text="Of a measure that no definition counts.")
    target = models.BigIntegerField(null=True, blank=True)
    target_words = models.CharField(max_length=200, blank=True)
    direction = models.CharField(max_length=10, choices=[(one.value, one.value) for one in Direction])
    horizon = models.CharField(max_length=10, choices=[(one.value, one.value) for one in Horizon])
    negotiated = models.BooleanField(help_text="Discussed with the authority, not set by it alone.")
    comment = EncryptedTextField(blank=True)
    withdrawn = models.BooleanField(default=False)

    objects = CpomQuerySet.as_manager()

    class Meta:
        ordering = ["starts_on", "pk"]


class ObjectiveYear(models.Model):
    """The target of one year, where it differs by year; kept with its terms."""

    sealed = Seal(open=("target_words",))

    terms = models.ForeignKey(ObjectiveTerms, on_delete=models.PROTECT, related_name="years")
    year = models.PositiveSmallIntegerField()
    target = models.BigIntegerField(null=True, blank=True)
    target_words = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["year"]
        constraints = [models.UniqueConstraint(fields=["terms", "year"], name="objective_year_once")]


class Statement(models.Model):
    """What is said of an objective in a year: the value of a measure that no definition counts, and a comment.

    The last one said stands; those before stay. `met` None: nobody judged it.
    """

    sealed = Seal(open=("value", "comment"))
    place_path = "objective__contract__establishment"

    objective = models.ForeignKey(Objective, on_delete=models.PROTECT, related_name="statements")
    year = models.PositiveSmallIntegerField()
    value = models.CharField(max_length=100, blank=True)
    met = models.BooleanField(null=True)
    said_on = models.DateField()
    said_by = models.ForeignKey(
        User, null=True, on_delete=models.PROTECT, related_name="+", help_text="Empty: operator."
    )
    comment = EncryptedTextField(blank=True)

    objects = CpomQuerySet.as_manager()

    class Meta:
        ordering = ["year", "said_on", "pk"]
