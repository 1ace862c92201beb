"""The fact tables of this room, see `core.facts`. Derived: nothing here that cannot be made again."""

from __future__ import annotations

from django.db import models

from etabli.org.models import Establishment
from etabli.people.models import Person


class _Fact(models.Model):
    """Of a person in an establishment. Keys of other tables are plain numbers, as the definitions read them."""

    journalled = False

    establishment = models.ForeignKey(
        Establishment, on_delete=models.CASCADE, related_name="+", db_column="establishment", db_index=False
    )
    subject = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+", db_column="subject")

    class Meta:
        abstract = True


class PlacementFact(_Fact):
    """Derived: the fact table `placement`, see `core.facts.Placement`."""

    placement = models.BigIntegerField()
    device = models.CharField(max_length=30)
    prescriber = models.CharField(max_length=30)
    contract = models.CharField(max_length=20)
    host_kind = models.CharField(max_length=20)
    host = models.BigIntegerField(null=True)
    from_day = models.IntegerField()
    to_day = models.IntegerField()
    signed_day = models.IntegerField(null=True)
    collective = models.SmallIntegerField()
    code = models.CharField(max_length=10, default="")

    class Meta:
        db_table = "placement"
        constraints = [models.UniqueConstraint(fields=["establishment", "placement"], name="placement_fact_once")]
        indexes = [models.Index(fields=["establishment", "to_day"], name="placement_fact_by_end")]


class AgreementFact(_Fact):
    """Derived: the fact table `support_agreement`, see `core.facts.SupportAgreement`."""

    agreement = models.BigIntegerField()
    from_day = models.IntegerField()
    to_day = models.IntegerField()
    signed_day = models.IntegerField()

    class Meta:
        db_table = "support_agreement"
        constraints = [models.UniqueConstraint(fields=["establishment", "agreement"], name="agreement_fact_once")]


class ExitFact(_Fact):
    """Derived: the fact table `exit`, see `core.facts.Exit`."""

    engagement = models.BigIntegerField()
    exit_day = models.IntegerField()
    destination = models.CharField(max_length=20)
    ordinary = models.SmallIntegerField()
    contract = models.CharField(max_length=20)
    orientation_until = models.IntegerField(null=True)

    class Meta:
        db_table = "exit"
        constraints = [models.UniqueConstraint(fields=["establishment", "engagement"], name="exit_fact_once")]
        indexes = [models.Index(fields=["establishment", "exit_day"], name="exit_fact_by_day")]


class ReturnFact(_Fact):
    """Derived: the fact table `return_to_esat`, see `core.facts.ReturnToEsat`."""

    return_key = models.BigIntegerField()
    return_day = models.IntegerField()
    elsewhere = models.SmallIntegerField()
    by_right = models.SmallIntegerField()
    exit_day = models.IntegerField(null=True)

    class Meta:
        db_table = "return_to_esat"
        constraints = [models.UniqueConstraint(fields=["establishment", "return_key"], name="return_fact_once")]


class RecognitionFact(_Fact):
    """Derived: the fact table `recognition`, see `core.facts.Recognition`."""

    recognition = models.BigIntegerField()
    kind = models.CharField(max_length=10)
    started_day = models.IntegerField()
    validated_day = models.IntegerField(null=True)

    class Meta:
        db_table = "recognition"
        constraints = [models.UniqueConstraint(fields=["establishment", "recognition"], name="recognition_fact_once")]


class PersonFact(_Fact):
    """Derived: the fact table `person_profile`, see `core.facts.PersonProfile`."""

    birth_day = models.IntegerField(null=True)
    sex = models.CharField(max_length=1)
    entry_day = models.IntegerField(null=True)
    orientation_day = models.IntegerField(null=True)
    had_ordinary_job = models.SmallIntegerField()
    first_protected = models.SmallIntegerField()
    temporary = models.SmallIntegerField()
    driving_licence = models.SmallIntegerField()
    highway_code = models.SmallIntegerField()
    mobility_card = models.SmallIntegerField()
    transport = models.SmallIntegerField()

    class Meta:
        db_table = "person_profile"
        constraints = [models.UniqueConstraint(fields=["establishment", "subject"], name="profile_fact_once")]
