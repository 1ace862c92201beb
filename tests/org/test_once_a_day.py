"""Openings and parameters: one row a day, of the house or of all as of a workshop or of one house; on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.checks import run_checks
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.state import StateApps

from etabli.core.calendars import week_of
from etabli.kit import journal
from etabli.kit.models import DELETE, JournalRow
from etabli.org.models import Establishment, Opening, Parameter
from tests.workplace import ALL_DAY, MORNINGS, NUMBER, workplace

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


@pytest.fixture
def empty_file(transactional_db: None, tmp_path: Path) -> Iterator[None]:
    """Another database, without a table: to migrate this one back and forth would take half a minute."""
    name = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = str(tmp_path / "older.sqlite3")
    yield
    connection.close()
    connection.settings_dict["NAME"] = name


def migrate(name: str) -> StateApps:
    """The models as they were after this migration of the room."""
    call_command("migrate", "org", name, verbosity=0)
    return MigrationExecutor(connection).loader.project_state([("org", name)]).apps


@pytest.mark.slow
@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL always held the constraints")
@pytest.mark.usefixtures("empty_file")
def test_of_rows_that_said_a_day_twice_the_last_stays() -> None:
    """As an upgrade finds them: the migration takes the others away, and the journal says so."""
    call_command("migrate", "kit", verbosity=0)
    older = migrate("0003_scope_kind")
    body = older.get_model("org", "Association").objects.create(name="Les Essais")
    place = older.get_model("org", "Establishment").objects.create(
        association=body, finess=NUMBER, name="Les Tilleuls", kind="ESAT", country="FR", full_time_weekly_minutes=2100
    )
    for week in (ALL_DAY, MORNINGS):
        older.get_model("org", "Opening").objects.create(establishment=place, valid_from=DAY, week=week_of(week))
    for value in (1_820, 1_700):
        older.get_model("org", "Parameter").objects.create(**parameter(None, value))
    written = JournalRow.objects.count()
    newer = migrate("0004_once_a_day")
    assert [row.week for row in newer.get_model("org", "Opening").objects.all()] == [week_of(MORNINGS)]
    kept = newer.get_model("org", "Parameter").objects.filter(code=CODE, valid_from=DAY)
    assert [row.value for row in kept] == [1_700]
    gone = [row for row in JournalRow.objects.order_by("pk")[written:] if row.action == DELETE]
    assert [row.table_name for row in gone] == ["org_opening", "org_parameter"]
    assert journal.missing() == []
