"""Absences until further notice: written day by day up to today, ended by presence or by hand, listed meanwhile."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from uuid_utils.compat import uuid7

from etabli.attendance.actions import begin_absence, close_month, end_absence, follow_absences, refresh
from etabli.attendance.models import Entry, LastingAbsence, SickNote
from etabli.attendance.queries import standing_entries
from etabli.attendance.queries.lasting import going_on, lasting_absences
from etabli.core.periods import Period
from etabli.core.refusal import Refusal
from etabli.org.states import Role
from etabli.people.models import Person
from tests import workplace as small
from tests.attendance.screens.conftest import MONDAY, House, crowd, house, standing_house  # noqa: F401
from tests.pages.markup import Page

pytestmark = pytest.mark.django_db


def at(number: int) -> datetime:
    """Noon of the day so many after Monday 3 March 2025."""
    return datetime(2025, 3, 3, 11, tzinfo=UTC) + timedelta(days=number)


def day(number: int) -> date:
    return MONDAY + timedelta(days=number)


def begin(house: House, person: Person, number: int = 0, **changes: Any) -> LastingAbsence:  # noqa: F811
    usual = {"key": uuid7(), "person": person.pk, "code": "MAL", "starts_on": MONDAY, "by": None, "at": at(number)}
    return begin_absence(establishment=house.place, **{**usual, **changes})


def follow(house: House, number: int) -> None:  # noqa: F811
    follow_absences(establishment=house.place, at=at(number))


def written(house: House, person: Person) -> dict[tuple[int, int], str]:  # noqa: F811
    rows = standing_entries(house.place, Period(MONDAY, day(60)), [person.pk])
    return {((on - MONDAY).days, half): row.segments[0][0] for (_, on, half), row in rows.items() if row.segments}


def days(*numbers: int) -> dict[tuple[int, int], str]:
    return {(number, half): "MAL" for number in numbers for half in (0, 1)}


def test_each_day_is_written_as_it_comes_and_none_to_come(house: House) -> None:  # noqa: F811
    begin(house, house.ada)
    assert written(house, house.ada) == days(0)
    follow(house, 1)
    follow(house, 1)
    assert written(house, house.ada) == days(0, 1)
    refresh(at=at(4))
    assert written(house, house.ada) == days(0, 1, 2, 3, 4)
    note = SickNote.objects.get()
    assert (note.starts_on, note.ends_before, note.received_on) == (MONDAY, day(5), None)


def test_presence_ends_it(house: House) -> None:  # noqa: F811
    row = begin(house, house.ada)
    small.record(house.place, small.operation(house.ada, day(2), 1, "PRE", acted_at=at(2)), at=at(2))
    follow(house, 4)
    assert written(house, house.ada) == days(0, 1) | {(2, 0): "MAL", (2, 1): "PRE"}
    row.refresh_from_db()
    assert (row.ended_on, row.ended_by) == (day(2), None)


def test_ended_by_hand_what_was_written_ahead_is_taken_back(house: House) -> None:  # noqa: F811
    row = begin(house, house.ada)
    follow(house, 1)
    end_absence(absence=row, on=day(1), by=None, at=at(1))
    end_absence(absence=row, on=day(1), by=None, at=at(1))
    follow(house, 4)
    assert written(house, house.ada) == days(0)


def test_it_begins_in_the_afternoon_and_leaves_what_is_typed(house: House) -> None:  # noqa: F811
    small.record(
        house.place,
        small.operation(house.ada, MONDAY, 0, "PRE", acted_at=at(0)),
        small.operation(house.ada, day(1), 0, "CP", acted_at=at(0)),
        at=at(0),
    )
    begin(house, house.ada, 1, half=1)
    assert written(house, house.ada) == {(0, 0): "PRE", (0, 1): "MAL", (1, 0): "CP", (1, 1): "MAL"}


def test_told_again_nothing_changes(house: House) -> None:  # noqa: F811
    row = begin(house, house.ada)
    assert begin(house, house.ada, key=row.pk) == row and Entry.objects.count() == 2


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"code": "PRE"}, "code_no_absence"),
        ({"code": "XXX"}, "code_unknown"),
        ({"person": Person(pk=99_999)}, "person_unknown"),
    ],
)
def test_what_is_refused(house: House, changes: dict[str, Any], code: str) -> None:  # noqa: F811
    with pytest.raises(Refusal, match=code):
        begin(house, **{"person": house.ada, **changes})


def test_one_at_a_time_and_not_in_a_closed_month(house: House) -> None:  # noqa: F811
    begin(house, house.ada)
    with pytest.raises(Refusal, match="absence_goes_on"):
        begin(house, house.ada)
    close_month(establishment=house.place, month=date(2025, 3, 1), by=None, at=at(40))
    with pytest.raises(Refusal, match="month_closed"):
        begin(house, house.bruno)
    assert LastingAbsence.objects.count() == 1


# ---------------------------------------------------------------- on screen


@pytest.fixture
def _on_friday(monkeypatch: Any) -> None:
    monkeypatch.setattr("etabli.attendance.views.going_on.today", lambda: day(4))
    monkeypatch.setattr("etabli.attendance.views.going_on.now", lambda: at(4))


@pytest.mark.usefixtures("_on_friday")
def test_it_is_begun_listed_and_ended_on_the_page(house: House) -> None:  # noqa: F811
    assert not Page(house.get("lasting/").content.decode()).whole()
    values = {"person": house.ada.pk, "code": "MAL", "starts_on": "2025-03-03", "half": "0"}
    assert house.post("lasting/add/", values).status_code == 302
    assert written(house, house.ada) == days(0, 1, 2, 3, 4)
    page = house.get("lasting/")
    assert [(item["row"].person, item["days"]) for item in page.context["rows"]] == [(house.ada, 5)]
    assert not Page(page.content.decode()).whole()
    again = house.post("lasting/add/", values)
    assert again.status_code == 200 and again.context["form"].errors["person"]
    row = LastingAbsence.objects.get()
    assert house.post(f"lasting/{row.pk}/end/").status_code == 302
    assert written(house, house.ada) == days(0, 1, 2, 3) and not house.get("lasting/").context["rows"]


@pytest.mark.usefixtures("_on_friday")
def test_reasons_are_for_those_who_may_see_them(house: House) -> None:  # noqa: F811
    row = begin(house, house.chloe)
    assert house.get("lasting/", Role.INSTRUCTOR).status_code == 404
    assert house.post(f"lasting/{row.pk}/end/", role=Role.INSTRUCTOR).status_code == 404
    values = {"person": house.ada.pk, "code": "MAL", "starts_on": "2025-03-03", "half": "0"}
    assert house.post("lasting/add/", values, Role.INSTRUCTOR).url.endswith("/attendance/")
    assert house.get("lasting/", Role.EDUCATOR).context["rows"][0]["may_end"] is False


def test_who_was_there_again_is_not_listed_before_the_daily_run(house: House) -> None:  # noqa: F811
    begin(house, house.ada)
    small.record(house.place, small.operation(house.ada, day(1), 0, "PRE", acted_at=at(1)), at=at(1))
    house.get("lasting/")
    assert going_on(lasting_absences(house.users[Role.DIRECTOR], house.place), day(2)) == []


@pytest.mark.usefixtures("_on_friday")
def test_as_many_queries_for_one_as_for_ten(house: House) -> None:  # noqa: F811
    begin(house, house.ada)
    client = house.client()
    client.get(house.url("lasting/"))
    counts = []
    for people in ([], crowd(house.place, 9)):
        for person in people:
            begin(house, person)
        with CaptureQueriesContext(connection) as queries:
            client.get(house.url("lasting/"))
        counts.append(len(queries))
    assert counts[0] == counts[1]


@pytest.mark.parametrize(
    ("starts_on", "code"), [(date(1990, 1, 1), "not_engaged"), (day(61), "absence_far_off"), (day(60), "")]
)
def test_it_begins_while_she_is_engaged_and_not_far_off(house: House, starts_on: date, code: str) -> None:  # noqa: F811
    if not code:
        assert begin(house, house.ada, starts_on=starts_on).ended_on is None
        return
    with pytest.raises(Refusal, match=code):
        begin(house, house.ada, starts_on=starts_on)
