"""What an act on many half-days would write, and the form for one."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from etabli.attendance.actions import close_month
from etabli.attendance.models import Entry
from etabli.org.models import Workshop
from etabli.org.states import Role
from tests import workplace as small
from tests.attendance.screens.conftest import MONDAY, WEEK, House, act, crowd
from tests.workplace import M

pytestmark = pytest.mark.django_db
BEFORE = date(2025, 2, 24)


def half_days(house: House, path: str, role: str = Role.DIRECTOR) -> list[dict[str, Any]]:
    answer = house.get(path, role)
    assert answer.status_code == 200, answer.content
    found: list[dict[str, Any]] = answer.json()["half_days"]
    return found


def test_last_week_is_copied_where_nothing_is_typed(house: House) -> None:
    small.type_days(house.place, house.ada, BEFORE, "SOU")
    small.type_days(house.place, house.bruno, BEFORE, "MAL")
    small.type_days(house.place, house.chloe, [BEFORE, date(2025, 3, 1)], "EXT", [M])
    small.type_days(house.place, house.ada, MONDAY, "PRE", [M])
    (answer,) = house.send([act(house.chloe, MONDAY, 0, "PRE")])
    house.send([act(house.chloe, MONDAY, 0, base=answer["entry"])])
    taken_back = Entry.objects.get(person=house.chloe, day=MONDAY, superseded_by=None)
    found = half_days(house, f"{WEEK}/last-week/")
    likes = {str(entry.pk): entry for entry in Entry.objects.filter(day=BEFORE)}
    assert [(row["person"], row["day"], row["half"]) for row in found] == [
        (house.ada.pk, "2025-03-03", 1),
        (house.chloe.pk, "2025-03-03", 0),
    ]
    assert likes[found[0]["like"]].half == 1
    assert [row["base"] for row in found] == [None, str(taken_back.pk)]


def test_last_week_for_the_people_shown(house: House) -> None:
    small.type_days(house.place, house.ada, BEFORE, "PRE")
    small.type_days(house.place, house.chloe, BEFORE, "PRE")
    green = Workshop.objects.get(code="EV")
    found = half_days(house, f"{WEEK}/last-week/?workshop={green.pk}")
    assert {row["person"] for row in found} == {house.chloe.pk}
    assert {row["person"] for row in half_days(house, f"{WEEK}/last-week/", Role.INSTRUCTOR)} == {house.ada.pk}


def test_the_due_half_days_of_a_person(house: House) -> None:
    small.type_days(house.place, house.ada, MONDAY, "PRE", [M])
    path = f"due/?person={house.ada.pk}&first_day=2025-03-01&last_day=2025-03-04"
    found = half_days(house, path)
    assert [(row["day"], row["half"]) for row in found] == [
        ("2025-03-03", 0),
        ("2025-03-03", 1),
        ("2025-03-04", 0),
        ("2025-03-04", 1),
    ]
    assert [bool(row["base"]) for row in found] == [True, False, False, False]


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("first_day=2025-03-04&last_day=2025-03-01", "The last day comes before the first one."),
        ("first_day=2024-01-01&last_day=2025-12-31", "Choose at most 400 days."),
        ("first_day=x&last_day=2025-03-01", "Enter a valid date."),
        ("", "This field is required."),
    ],
)
def test_days_that_are_none_are_refused_with_a_sentence(house: House, query: str, text: str) -> None:
    answer = house.get(f"due/?person={house.ada.pk}&{query}")
    assert answer.status_code == 400
    assert text in answer.json()["refusal"]["message"]


def test_the_half_days_of_someone_else_are_not_told(house: House) -> None:
    days = "first_day=2025-03-03&last_day=2025-03-04"
    assert house.get(f"due/?person={house.chloe.pk}&{days}", Role.INSTRUCTOR).status_code == 404
    assert house.get(f"due/?person=987654&{days}").status_code == 404
    assert house.get(f"due/?person={2**60}&{days}").status_code == 400
    for role in (Role.EDUCATOR, Role.SALES):
        assert house.get(f"due/?person={house.ada.pk}&{days}", role).status_code == 404
        assert house.get(f"{WEEK}/last-week/", role).status_code == 404


def test_as_many_queries_for_three_people_as_for_twenty(house: House) -> None:
    counts = []
    for _ in range(2):
        half_days(house, f"{WEEK}/last-week/")
        with CaptureQueriesContext(connection) as counted:
            half_days(house, f"{WEEK}/last-week/")
        counts.append(len(counted))
        people = crowd(house.place, 17)
        small.record(house.place, *(small.operation(person, BEFORE, 0, "PRE") for person in people))
    assert counts[0] == counts[1]


# ---------------------------------------------------------------- without script


def values(house: House, **changes: Any) -> dict[str, Any]:
    return {"person": house.ada.pk, "day": "2025-03-03", "half": "0", "code": "PRE"} | changes


def test_one_half_day_by_a_form(house: House) -> None:
    text = house.get(f"half-day/?person={house.ada.pk}&day=2025-03-04").content.decode()
    assert 'value="2025-03-04"' in text
    answer = house.post("half-day/", values(house, minutes="90", notice_hours="48", has_document="yes"), follow=True)
    assert answer.redirect_chain == [(house.url(f"{WEEK}/"), 302)]
    assert "The half-day is saved." in answer.content.decode()
    entry = Entry.objects.get()
    assert (entry.notice_hours, entry.has_document, entry.segments.get().minutes) == (48, True, 90)
    house.post("half-day/", values(house, code="", reason="mistake"))
    assert not Entry.objects.get(superseded_by=None).segments.exists()


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({"person": ""}, "This field is required."),
        ({"day": "x"}, "Enter a valid date."),
        ({"half": "2"}, "Select a valid choice."),
        ({"code": "NOPE"}, "Select a valid choice."),
        ({"minutes": "721"}, "less than or equal to 720"),
        ({"day": "2024-12-31"}, "is not engaged here on 31/12/2024"),
    ],
)
def test_what_is_wrong_is_said(house: House, changes: dict[str, Any], text: str) -> None:
    assert text in house.post("half-day/", values(house) | changes).content.decode()
    assert not Entry.objects.exists()


def test_a_closed_month_is_refused_by_the_form_too(house: House) -> None:
    close_month(establishment=house.place, month=date(2025, 3, 1), by=None, at=small.AT)
    text = house.post("half-day/", values(house)).content.decode()
    assert "The month of 03/2025 is closed" in text


def test_the_form_knows_only_those_one_may_write(house: House) -> None:
    text = house.get("half-day/", Role.INSTRUCTOR).content.decode()
    assert "Cerise" not in text
    data = values(house, person=house.chloe.pk)
    assert "Select a valid choice." in house.post("half-day/", data, Role.INSTRUCTOR).content.decode()
    assert house.get("half-day/", Role.EDUCATOR).status_code == 404
