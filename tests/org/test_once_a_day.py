"""Openings and parameters: one row a day, of the house or of all as of a workshop or of one house; on both databases."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.checks import run_checks
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from etabli.core.calendars import week_of
from etabli.kit import journal
from etabli.kit.models import DELETE, JournalRow
from etabli.org.models import Establishment, Opening, Parameter
from tests.workplace import ALL_DAY, BEGINNING, MORNINGS, workplace

DAY = date(2025, 3, 1)
CODE = "asp_yearly_hours"


def opening(place: Establishment, week: dict[str, str] = ALL_DAY, **changes: Any) -> dict[str, Any]:
    return {"establishment": place, "valid_from": DAY, "week": week_of(week), **changes}


def parameter(place: Establishment | None, value: int = 1_820) -> dict[str, Any]:
    return {"code": CODE, "establishment": place, "valid_from": DAY, "value": value, "unit": "hours", "source": "test"}


@pytest.mark.django_db
@pytest.mark.parametrize("of_a_workshop", [False, True])
def test_one_opening_a_day(of_a_workshop: bool) -> None:
    place = workplace()
    workshop = place.workshops.create(code="A", name="A") if of_a_workshop else None
    Opening.objects.create(**opening(place, workshop=workshop))
    with pytest.raises(IntegrityError), transaction.atomic():
        Opening.objects.create(**opening(place, MORNINGS, workshop=workshop))
    # The house and each of its workshops have their own.
    Opening.objects.create(**opening(place, workshop=place.workshops.create(code="B", name="B")))


@pytest.mark.django_db
@pytest.mark.parametrize("of_one_house", [False, True])
def test_one_parameter_a_day(of_one_house: bool) -> None:
    place = workplace() if of_one_house else None
    Parameter.objects.create(**parameter(place))
    with pytest.raises(IntegrityError), transaction.atomic():
        Parameter.objects.create(**parameter(place, 1_700))
    Parameter.objects.create(**parameter(None if of_one_house else workplace()))


@pytest.mark.django_db
def test_no_constraint_is_left_out_by_the_database() -> None:
    assert [found for found in run_checks(databases=["default"]) if found.id == "models.W047"] == []


@pytest.mark.slow
@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL always held the constraints")
@pytest.mark.django_db(transaction=True)
def test_of_rows_that_said_a_day_twice_the_last_stays() -> None:
    """As an upgrade finds them: the migration takes the others away, and the journal says so."""
    place = workplace()
    call_command("migrate", "org", "0003_scope_kind", verbosity=0)
    try:
        for week in (ALL_DAY, MORNINGS):
            Opening.objects.create(**opening(place, week))
        for value in (1_820, 1_700):
            Parameter.objects.create(**parameter(None, value))
        written = JournalRow.objects.count()
    finally:
        call_command("migrate", verbosity=0)
    assert list(place.openings.order_by("valid_from").values_list("valid_from", "week")) == [
        (BEGINNING, week_of(ALL_DAY)),
        (DAY, week_of(MORNINGS)),
    ]
    assert [row.value for row in Parameter.objects.filter(code=CODE, valid_from=DAY)] == [1_700]
    gone = [row for row in JournalRow.objects.order_by("pk")[written:] if row.action == DELETE]
    assert [row.table_name for row in gone] == ["org_opening", "org_parameter"]
    assert journal.missing() == []
