"""The closing of months: what is missing, closing, reopening with its reason."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from etabli.attendance.actions import close_month
from etabli.attendance.models import ClosedMonth, Reopening
from etabli.kit.models import AccessLog
from etabli.org.states import Role
from tests import workplace as small
from tests.attendance.screens.conftest import MONDAY, House, crowd
from tests.workplace import MARCH

pytestmark = pytest.mark.django_db
MONTH = "months/2025-03/"


@pytest.fixture(autouse=True)
def in_april(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("etabli.attendance.views.closing.today", lambda: date(2025, 4, 10))


def complete(house: House) -> None:
    for person in (house.ada, house.bruno, house.chloe):
        small.type_days(house.place, person, small.days_of(MARCH))


def close(house: House, month: date = date(2025, 3, 1)) -> None:
    close_month(establishment=house.place, month=month, by=None, at=small.AT)


def test_the_months_and_what_is_missing_in_each(house: House) -> None:
    complete(house)
    small.type_days(house.place, house.ada, MONDAY, "MAL", notes_received=False)
    close(house, date(2025, 1, 1))
    text = house.get("months/").content.decode()
    april, march, february, january = [part for part in text.split("<tr>") if "/attendance/months/2025-" in part]
    assert "Going on" in april
    assert "To complete" in march
    assert 'class="number">0</td>\n        <td class="number">1</td>' in march
    assert 'class="number">120</td>' in february
    assert "Month closed" in january
    assert "command line" in january


def test_a_month_in_which_nothing_is_missing(house: House) -> None:
    complete(house)
    assert "Ready to close" in house.get("months/").content.decode()
    text = house.get(MONTH).content.decode()
    assert "Nothing is missing in this month." in text
    assert "Every due half-day that is past has an entry." in text


def test_what_is_missing_in_a_month(house: House) -> None:
    complete(house)
    small.record(house.place, small.operation(house.ada, MONDAY, 1, base=None))
    small.type_days(house.place, house.bruno, date(2025, 3, 31), "MAL", notes_received=False)
    small.engage(house.place, "8", last_name="Quetsche", fraction=5000)
    text = house.get(MONTH).content.decode()
    assert "Monday 3 March, afternoon" in text
    assert "/attendance/2025-W10/" in text
    assert "Brugnon Bruno, since 31 March 2025" in text
    assert f'/people/{house.ada.pk}/"' not in text
    assert "Quetsche Camille</a>" in text


def test_the_present_day_is_not_missing_yet(house: House) -> None:
    text = house.get("months/2025-04/").content.decode()
    assert "Wednesday 9 April" in text
    assert "Thursday 10 April" not in text
    assert "This month is not over" in text
    assert "months/2025-04/close/" not in text


def test_a_month_is_closed(house: House) -> None:
    assert "Something is still missing" in house.get(MONTH, Role.ADMINISTRATION).content.decode()
    text = house.post(f"{MONTH}close/", role=Role.ADMINISTRATION, follow=True).content.decode()
    assert "The month of March 2025 is closed." in text
    assert ClosedMonth.objects.get().closed_by == house.users[Role.ADMINISTRATION]
    assert "Open it again" not in text


def test_a_month_that_is_not_over_is_not_closed(house: House) -> None:
    text = house.post("months/2999-01/close/", follow=True)
    assert text.status_code == 404
    text = house.post("months/2099-01/close/", follow=True).content.decode()
    assert "is not over" in text
    assert not ClosedMonth.objects.exists()


def test_a_director_opens_a_month_again_and_says_why(house: House) -> None:
    close(house)
    assert "History of the closing" in house.get(MONTH).content.decode()
    assert "This field is required." in house.post(f"{MONTH}reopen/", {"reason": " "}).content.decode()
    text = house.post(f"{MONTH}reopen/", {"reason": "Sheet found in a drawer"}, follow=True).content.decode()
    assert "The month of March 2025 is open again." in text
    assert "by director: Sheet found in a drawer" in text
    assert not ClosedMonth.objects.exists()
    assert Reopening.objects.get().reopened_by == house.users[Role.DIRECTOR]
    assert house.get(f"{MONTH}reopen/").status_code == 404


def test_the_history_of_a_closing(house: House) -> None:
    close(house)
    row = ClosedMonth.objects.get()
    answer = house.client().get(f"/{house.place.finess}/history/attendance_closedmonth/{row.pk}/")
    assert answer.status_code == 200
    assert "03/2025" in answer.content.decode()


@pytest.mark.parametrize("role", [Role.INSTRUCTOR, Role.SALES, Role.AUDITOR])
def test_who_may_not_see_reasons_finds_nothing(house: House, role: Role) -> None:
    for path in ("months/", MONTH):
        assert house.get(path, role).status_code == 404


@pytest.mark.parametrize(
    ("role", "act"),
    [
        (Role.EDUCATOR, "close"),
        (Role.HEAD_OF_SERVICE, "close"),
        (Role.ADMINISTRATION, "reopen"),
        (Role.EDUCATOR, "reopen"),
    ],
)
def test_who_may_not_act_finds_nothing(house: House, role: Role, act: str) -> None:
    if act == "reopen":
        close(house)
    assert house.post(f"{MONTH}{act}/", {"reason": "because"}, role).status_code == 404
    assert ClosedMonth.objects.exists() is (act == "reopen")
    assert f"{MONTH}{act}/" not in house.get(MONTH, role).content.decode()


def test_what_is_read_is_noted(house: House) -> None:
    house.get(MONTH)
    assert len(AccessLog.objects.get(what="attendance.month").subjects) == 3


@pytest.mark.parametrize("path", ["months/", MONTH])
def test_as_many_queries_for_three_people_as_for_twenty(house: House, path: str) -> None:
    small.engage(house.place, "7", last_name="Quetsche", fraction=5000)
    small.type_days(house.place, house.ada, MONDAY, "MAL", notes_received=False)
    counts = []
    for _ in range(2):
        house.get(path)
        with CaptureQueriesContext(connection) as counted:
            house.get(path)
        counts.append(len(counted))
        people = crowd(house.place, 17)
        small.record(
            house.place, *(small.operation(person, MONDAY, 0, "MAL") for person in people), notes_received=False
        )
        small.engage(house.place, "8", last_name="Quetsche", first_name="Zoe", fraction=5000)
    assert counts[0] == counts[1]
