"""The attendance calendar of a person: half-days month by month, totals, and reasons for those who may see them."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from etabli.kit.models import AccessLog
from etabli.org.states import Role
from tests import workplace as small
from tests.attendance.screens.conftest import MONDAY, House
from tests.workplace import MARCH, M

pytestmark = pytest.mark.django_db


def calendar(house: House, role: str = Role.DIRECTOR, year: int = 2025) -> str:
    answer = house.get(f"people/{house.ada.pk}/{year}/", role)
    assert answer.status_code == 200
    return answer.content.decode()


def lived(house: House) -> None:
    small.type_days(house.place, house.ada, MONDAY, "PRE")
    small.type_days(house.place, house.ada, date(2025, 3, 4), "MAL")
    small.type_days(house.place, house.ada, date(2025, 3, 5), "CP", [M])
    small.type_days(house.place, house.ada, date(2025, 3, 6), "FER", [M])


def test_a_year(house: House) -> None:
    lived(house)
    text = calendar(house)
    assert text.count('<table class="calendar" id="m') == 12
    assert "Monday 3 March, morning: Present in the workshop" in text
    assert "Tuesday 4 March, afternoon: Sickness" in text
    assert "Monday 21 April, morning: Public holiday or closure" in text
    assert "/attendance/2025-W10/" in text
    assert 'colspan="2"' in text


def test_totals_by_reason(house: House) -> None:
    lived(house)
    text = calendar(house)
    totals = text[text.index("calendar-totals") : text.index("</dl>")]
    assert '<dt>Present</dt><dd>2 <span class="small muted">(7\u00a0h)</span></dd>' in totals
    assert "<dt>Sickness</dt><dd>2</dd>" in totals
    assert "<dt>Leave</dt><dd>1</dd>" in totals
    assert "<dt>Neither present nor absent</dt><dd>1</dd>" in totals
    assert "<dt>Nothing written down yet</dt>" in totals


def test_an_instructor_sees_absent_alone(house: House) -> None:
    lived(house)
    text = calendar(house, Role.INSTRUCTOR)
    for secret in ("Sickness", "tint-3", "awaited"):
        assert secret not in text, secret
    assert "<dt>Absent</dt><dd>2</dd>" in text
    assert "Tuesday 4 March, afternoon: Absent" in text


def test_a_part_for_the_page_of_the_person(house: House) -> None:
    answer = house.get(f"people/{house.ada.pk}/2025/", headers={"HX-Request": "true"})
    text = answer.content.decode()
    assert "<html" not in text
    assert 'id="attendance-calendar"' in text
    assert f"/attendance/people/{house.ada.pk}/2024/" in text


def test_a_year_without_an_engagement(house: House) -> None:
    assert "No engagement here holds a day of this year." in calendar(house, year=2024)


def test_a_house_closed_on_friday_afternoon_shows_nine_columns(house: House) -> None:
    small.configure_again(house.place, openings=((date(2025, 1, 1), small.week_of(small.SHORT_FRIDAY)),))
    assert calendar(house).count('colspan="1"') == 12


@pytest.mark.parametrize(("role", "who"), [(Role.INSTRUCTOR, "chloe"), (Role.SALES, "ada"), (Role.AUDITOR, "ada")])
def test_who_may_not_know_her_finds_nothing(house: House, role: Role, who: str) -> None:
    assert house.get(f"people/{getattr(house, who).pk}/2025/", role).status_code == 404


def test_a_person_of_another_establishment_is_not_found(house: House) -> None:
    other = small.workplace(association="Ailleurs", finess=small.OTHER_NUMBER, name="Ailleurs")
    stranger = small.engage(other, "9", last_name="Fictifsecret")
    assert house.get(f"people/{stranger.pk}/2025/").status_code == 404
    assert house.get("people/987654/2025/").status_code == 404
    assert house.get(f"people/{house.ada.pk}/1025/").status_code == 404


def test_what_is_read_is_noted(house: House) -> None:
    calendar(house)
    assert AccessLog.objects.get(what="attendance.calendar").subjects == [str(house.ada.pk)]


def test_as_many_queries_for_an_empty_year_as_for_a_full_one(house: House) -> None:
    counts = []
    for _ in range(2):
        calendar(house)
        with CaptureQueriesContext(connection) as counted:
            calendar(house)
        counts.append(len(counted))
        small.type_days(house.place, house.ada, small.days_of(MARCH), "MAL", notes_received=False)
    assert counts[0] == counts[1]
