"""The settings of an establishment: who sees and changes them, what each form refuses, what it recomputes, undo, history."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from etabli.core.calendars import week_of
from etabli.org.models import (
    ApprovedPlaces,
    ClosurePeriod,
    DeclaredYear,
    Establishment,
    EstablishmentYear,
    Opening,
    Parameter,
    Workshop,
)
from etabli.org.queries import parameter_on
from etabli.org.states import STAFF_ROLES, Role
from tests import workplace as small
from tests.org.settings.conftest import (
    WRITERS,
    calendar,
    errors,
    identity,
    text_of,
    token_of,
    url,
)
from tests.people.conftest import client_of, user_of

# ---------------------------------------------------------------- who


@pytest.mark.parametrize("role", sorted(STAFF_ROLES))
def test_staff_see_the_settings_and_some_change_them(place: Establishment, role: Role) -> None:
    client = client_of(user_of(place, role))
    text = text_of(client.get(url(place, "settings")))
    assert "From 1 Jan 2025: 100 places" in text
    writes = role in WRITERS
    assert ("Add a value of this establishment" in text) == writes
    assert ("History" in text) == (role in {*WRITERS, Role.HEAD_OF_SERVICE})
    for way in (url(place, "identity"), url(place, "row_add", "places"), url(place, "holidays", 2026)):
        assert client.get(way).status_code == (200 if writes else 404)
        assert client.post(way, {}).status_code in ((200, 302) if writes else (404,))


def test_the_auditor_gets_404(place: Establishment) -> None:
    assert client_of(user_of(place, Role.AUDITOR)).get(url(place, "settings")).status_code == 404


def test_another_establishment_is_404(place: Establishment, elsewhere: Establishment) -> None:
    client, row = client_of(user_of(elsewhere, Role.DIRECTOR)), place.approved_places.get()
    for way in (url(place, "settings"), url(elsewhere, "row", "places", row.pk), url(place, "row", "places", row.pk)):
        assert client.get(way).status_code == 404
    assert client.post(url(elsewhere, "row_remove", "places", row.pk)).status_code == 404


def test_unknown_parts_are_404(place: Establishment, client: Client) -> None:
    workshop = place.workshops.get(code="EV")
    assert client.get(url(place, "row_add", "users")).status_code == 404
    assert client.get(url(place, "row", "places", 999_999)).status_code == 404
    assert client.post(url(place, "row_remove", "workshops", workshop.pk)).status_code == 404
    assert client.get(url(place, "holidays", 1492)).status_code == 404


# ---------------------------------------------------------------- identity


def test_identity_changes_what_it_says(place: Establishment, client: Client) -> None:
    person = small.engage(place, "1")
    before = small.half_day(person, date(2025, 3, 3))
    assert "counts the calendar and every half-day anew" in text_of(client.get(url(place, "identity")))
    data = identity(name="Les Grands Tilleuls", full_time_weekly_minutes="30 h", subdivision="57")
    client.post(url(place, "identity"), data)
    place.refresh_from_db()
    assert (place.name, place.full_time_weekly_minutes) == ("Les Grands Tilleuls", 1800)
    after = small.half_day(person, date(2025, 3, 3))
    assert before is not None and after is not None
    assert (before.minutes, after.minutes) == (210, 180)
    # Saint Stephen's day, where Moselle keeps it.
    assert calendar(place, date(2025, 12, 26)).holiday == 1


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"siret": "12345678901234"}, "is not a SIRET"),
        ({"full_time_weekly_minutes": "0"}, "Write hours and minutes"),
        ({"subdivision": "Atlantis"}, "Select a valid choice"),
        ({"name": ""}, "required"),
    ],
)
def test_refusals_of_the_identity(place: Establishment, client: Client, changes: dict[str, str], sentence: str) -> None:
    assert sentence in errors(client.post(url(place, "identity"), identity(**changes)))


# ---------------------------------------------------------------- rows


def test_places_from_a_day_on(place: Establishment, client: Client) -> None:
    client.post(url(place, "row_add", "places"), {"valid_from": "2025-07-01", "places": "1 050"})
    assert [calendar(place, day).places for day in (date(2025, 6, 30), date(2025, 7, 1))] == [100, 1050]
    row = place.approved_places.last()
    client.post(url(place, "row", "places", row.pk), {"valid_from": "2025-08-01", "places": "105"})
    assert [calendar(place, day).places for day in (date(2025, 7, 31), date(2025, 8, 1))] == [100, 105]


def test_a_removed_row_is_put_back(place: Establishment, client: Client) -> None:
    client.post(url(place, "row_add", "places"), {"valid_from": "2025-07-01", "places": "105"})
    row = place.approved_places.last()
    assert client.get(url(place, "row_remove", "places", row.pk)).status_code == 302
    answer = client.post(url(place, "row_remove", "places", row.pk), follow=True)
    assert "105 · 1 Jul 2025: removed." in text_of(answer)
    assert calendar(place, date(2025, 8, 1)).places == 100
    token = token_of(answer)
    client.post(url(place, "row_restore", "places"), {"token": token})
    assert calendar(place, date(2025, 8, 1)).places == 105
    again = client.post(url(place, "row_restore", "places"), {"token": token}, follow=True)
    assert "There is a row for" in text_of(again)
    assert client.post(url(place, "row_restore", "closures"), {"token": token}).status_code == 404


@pytest.mark.parametrize(
    ("section", "data"),
    [
        ("openings", {"workshop": "", "valid_from": "2025-06-01", "weeks_count": "1", "weeks": ["0-0", "0-5"]}),
        ("closures", {"starts_on": "2026-08-03", "last_day": "2026-08-14", "reason": "Été", "paid": "no"}),
        ("years", {"year": "2027", "opening_days": "222", "target_days": ""}),
        (
            "parameters",
            {"code": "sickness_waiting_days", "valid_from": "2026-01-01", "value": "2", "source": "Accord"},
        ),
    ],
)
def test_every_kind_of_row_is_made_removed_and_put_back_as_it_was(
    place: Establishment, client: Client, section: str, data: dict[str, Any]
) -> None:
    model = {"openings": Opening, "closures": ClosurePeriod, "years": DeclaredYear, "parameters": Parameter}[section]
    rows = model._default_manager.filter(establishment=place)
    before = set(rows.values_list("pk", flat=True))
    assert client.post(url(place, "row_add", section), data).status_code == 302
    made = rows.exclude(pk__in=before).get()
    assert client.get(url(place, "row", section, made.pk)).status_code == 200
    answer = client.post(url(place, "row_remove", section, made.pk), follow=True)
    assert set(rows.values_list("pk", flat=True)) == before
    client.post(url(place, "row_restore", section), {"token": token_of(answer)})
    back = rows.exclude(pk__in=before).get()
    assert _values(back) == _values(made)


def _values(row: Any) -> dict[str, Any]:
    return {field.attname: field.value_from_object(row) for field in row._meta.concrete_fields if not field.primary_key}


def test_a_workshop_opens_otherwise(place: Establishment, client: Client) -> None:
    person = small.engage(place, "1", workshop="EV")
    workshop = place.workshops.get(code="EV")
    data = {"workshop": workshop.pk, "valid_from": "2025-01-01", "weeks_count": "1", "weeks": ["0-0"]}
    client.post(url(place, "row_add", "openings"), data)
    assert workshop.openings.get().week == week_of({"mon": "M"})
    assert small.half_day(person, date(2025, 3, 4)) is None
    assert "Workshop Espaces verts" in text_of(client.get(url(place, "settings")))


@pytest.mark.parametrize("years", [("1 600 €", None), ("222", date(2025, 1, 1))])
def test_declared_days_are_a_count(place: Establishment, client: Client, years: tuple[str, Any]) -> None:
    answer = client.post(
        url(place, "row_add", "years"), {"year": "2025", "opening_days": years[0], "target_days": "21 375"}
    )
    if years[1] is None:
        assert "whole number" in errors(answer)
    else:
        row = EstablishmentYear.objects.get(establishment=place, year=2025)
        assert (row.declared_days, row.target_days) == (222, 21375)


@pytest.mark.parametrize(("days", "is_doubted"), [("221", True), ("222", False), ("225", False), ("226", True)])
def test_unusual_opening_days_are_saved_with_a_warning(
    place: Establishment, client: Client, days: str, is_doubted: bool
) -> None:
    data = {"year": "2027", "opening_days": days, "target_days": ""}
    page = text_of(client.post(url(place, "row_add", "years"), data, follow=True))
    assert DeclaredYear.objects.get(year=2027).opening_days == int(days)
    assert (f"{days} opening days in 2027: 222 to 225 are usual" in page) is is_doubted


REFUSALS = [
    ("places", {"valid_from": "2025-01-01", "places": "90"}, "There is a row for"),
    ("places", {"valid_from": "2025-02-01", "places": "-1"}, "greater than or equal to 0"),
    ("places", {"valid_from": "0001-01-01", "places": "1"}, "1970"),
    ("openings", {"workshop": "", "valid_from": "2025-02-01", "weeks_count": "1"}, "Tick at least one half-day"),
    (
        "openings",
        {"workshop": "9999", "valid_from": "2025-02-01", "weeks_count": "1", "weeks": ["0-0"]},
        "valid choice",
    ),
    ("closures", {"starts_on": "2026-08-03", "last_day": "2026-08-01", "paid": "yes"}, "not before its first"),
    ("closures", {"starts_on": "2026-05-11", "last_day": "2026-05-20", "paid": "yes"}, "There is a closure from"),
    ("closures", {"starts_on": "2026-08-03", "last_day": "2026-08-14", "paid": "maybe"}, "Select a valid choice"),
    ("years", {"year": "2026", "opening_days": "400", "target_days": ""}, "a year has 1 to 366"),
    ("years", {"year": "26", "opening_days": "225", "target_days": ""}, "greater than or equal to 1970"),
    ("workshops", {"code": "BLA", "name": "Autre"}, "is that of the workshop Blanchisserie"),
    (
        "parameters",
        {"code": "asp_yearly_hours", "valid_from": "2026-01-01", "value": "-3", "source": "X"},
        "equal to 0",
    ),
    ("parameters", {"code": "nonsense", "valid_from": "2026-01-01", "value": "3", "source": "X"}, "valid choice"),
]


@pytest.mark.parametrize(("section", "data", "sentence"), REFUSALS)
def test_refusals_stand_beside_the_field(
    place: Establishment, client: Client, section: str, data: dict[str, Any], sentence: str
) -> None:
    small.configure_again(place, closures=(small.org.ClosureSpec(date(2026, 5, 15), date(2026, 5, 16), "Pont", True),))
    assert sentence in errors(client.post(url(place, "row_add", section), data))


@pytest.mark.parametrize(
    ("section", "model", "sentence"),
    [
        ("places", ApprovedPlaces, "keeps at least one row of approved places"),
        ("openings", Opening, "keeps at least one weekly opening"),
    ],
)
def test_the_last_row_stays(place: Establishment, client: Client, section: str, model: Any, sentence: str) -> None:
    row = model.objects.get(establishment=place)
    assert sentence in text_of(client.post(url(place, "row_remove", section, row.pk), follow=True))
    assert model.objects.filter(pk=row.pk).exists()


def test_the_only_opening_of_the_house_is_not_given_to_a_workshop(place: Establishment, client: Client) -> None:
    row, workshop = Opening.objects.get(), place.workshops.get(code="EV")
    data = {"workshop": workshop.pk, "valid_from": "2025-01-01", "weeks_count": "1", "weeks": ["0-0"]}
    assert "keeps at least one weekly opening" in errors(client.post(url(place, "row", "openings", row.pk), data))


def test_a_workshop_is_renamed_and_nothing_is_counted_anew(
    place: Establishment, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("etabli.org.actions.settings.rebuild_calendar", lambda **facts: pytest.fail("counted anew"))
    row = place.workshops.get(code="EV")
    client.post(url(place, "row", "workshops", row.pk), {"code": "JAR", "name": "Jardins"})
    client.post(url(place, "row_add", "workshops"), {"code": "MEN", "name": "Menuiserie"})
    assert list(Workshop.objects.values_list("code", "name")) == [
        ("BLA", "Blanchisserie"),
        ("JAR", "Jardins"),
        ("MEN", "Menuiserie"),
    ]


# ---------------------------------------------------------------- holidays


def test_worked_holidays_of_a_year(place: Establishment, client: Client) -> None:
    armistice = date(2025, 11, 11)
    assert "Armistice" in text_of(client.get(url(place, "settings") + "?year=2025"))
    assert calendar(place, armistice).holiday == 1
    client.post(url(place, "holidays", 2025), {"days": ["2025-11-11"]})
    assert (calendar(place, armistice).holiday, calendar(place, armistice).open_day) == (0, 1)
    client.post(url(place, "holidays", 2026), {"days": []})
    assert calendar(place, armistice).holiday == 0
    client.post(url(place, "holidays", 2025), {"days": []})
    assert calendar(place, armistice).holiday == 1
    assert "valid choice" in errors(client.post(url(place, "holidays", 2025), {"days": ["2025-11-12"]}))


@pytest.mark.parametrize("asked", ["", "20", "abcd", "9999", "٢٠٢٥"])
def test_a_year_that_is_none_is_this_one(place: Establishment, client: Client, asked: str) -> None:
    assert "?year=2027#holidays" in client.get(url(place, "settings") + f"?year={asked}").content.decode()


# ---------------------------------------------------------------- parameters


def test_a_value_of_the_establishment_prevails_from_its_day_on(
    place: Establishment, elsewhere: Establishment, client: Client
) -> None:
    data = {"code": "asp_yearly_hours", "valid_from": "2026-01-01", "value": "1 607", "source": "Accord du 1/12/2025"}
    client.post(url(place, "row_add", "parameters"), data)
    code = "asp_yearly_hours"
    assert [parameter_on(code, date(year, 6, 1), place) for year in (2025, 2026)] == [1820, 1607]
    assert parameter_on(code, date(2026, 6, 1), elsewhere) == 1820
    assert calendar(place, date(2026, 6, 1)).month_minutes == 1607 * 60 // 12
    text = text_of(client.get(url(place, "settings")))
    assert "1,607 hours a year" in text and "Of this establishment" in text and "Accord du 1/12/2025" in text


def test_amounts_are_shown_as_people_write_them(place: Establishment, client: Client) -> None:
    text = text_of(client.get(url(place, "settings")))
    for amount in ("€12.02", "35 h", "55.7%", "3 calendar days"):
        assert amount in text


def test_the_values_for_everyone_are_changed_by_nobody_here(place: Establishment, client: Client) -> None:
    row = Parameter.objects.filter(establishment=None).first()
    assert row is not None
    assert client.get(url(place, "row", "parameters", row.pk)).status_code == 404
    assert client.post(url(place, "row_remove", "parameters", row.pk)).status_code == 404


# ---------------------------------------------------------------- long lists, history


def test_long_lists_are_folded_and_cost_no_more_queries(place: Establishment, client: Client) -> None:
    with CaptureQueriesContext(connection) as few:
        client.get(url(place, "settings"))
    for number in range(1, 20):
        ApprovedPlaces.objects.create(establishment=place, valid_from=date(2025, 2, number), places=number)
        day, ends = date(2024, 3, number), date(2024, 3, number + 1)
        ClosurePeriod.objects.create(establishment=place, starts_on=day, ends_before=ends, paid=True)
        DeclaredYear.objects.create(establishment=place, year=2000 + number)
        Workshop.objects.create(establishment=place, code=f"W{number}", name=f"Atelier {number}")
    with CaptureQueriesContext(connection) as many:
        text = text_of(client.get(url(place, "settings")))
    assert (len(few), len(many)) == (16, 16)
    assert "16 earlier rows" in text and "19 past closures" in text


def test_history_of_the_rows(place: Establishment, client: Client, elsewhere: Establishment) -> None:
    client.post(url(place, "identity"), identity(name="Les Grands Tilleuls"))
    row = place.approved_places.get()
    client.post(url(place, "row", "places", row.pk), {"valid_from": "2025-01-01", "places": "90"})
    ways = {
        "org_establishment": (place.pk, "<ins>Les Grands Tilleuls</ins>"),
        "org_approvedplaces": (row.pk, "<ins>90</ins>"),
        "org_opening": (Opening.objects.get(establishment=place).pk, "Monday, tuesday"),
        "org_workshop": (place.workshops.get(code="EV").pk, "Espaces verts"),
    }
    stranger = client_of(user_of(elsewhere, Role.DIRECTOR))
    for table, (key, expected) in ways.items():
        assert expected in client.get(reverse("history", args=[place.finess, table, key])).content.decode()
        for home in (place, elsewhere):
            assert stranger.get(reverse("history", args=[home.finess, table, key])).status_code == 404
