"""The grid of a week: which half-days it shows, what each says, and to whom."""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from etabli.attendance.actions import close_month
from etabli.core.calendars import week_of
from etabli.kit.models import AccessLog
from etabli.org.actions import ClosureSpec
from etabli.org.models import Workshop
from etabli.org.states import Role
from etabli.people.models import WorkGroup
from tests import workplace as small
from tests.attendance.screens.conftest import MONDAY, WEEK, House, act, crowd
from tests.workplace import A, M

pytestmark = pytest.mark.django_db
FACTS = re.compile(r'<script id="grid-setup" type="application/json">(.*?)</script>', re.DOTALL)


def page(house: House, path: str = f"{WEEK}/", role: str = Role.DIRECTOR) -> str:
    answer = house.get(path, role)
    assert answer.status_code == 200
    return answer.content.decode()


def setup_of(text: str) -> dict[str, Any]:
    found = FACTS.search(text)
    assert found is not None
    document: dict[str, Any] = json.loads(found[1])
    return document


def names(text: str) -> list[str]:
    return re.findall(r'aria-label="((?:Abricot|Brugnon|Cerise)[^"]*)"', text)


def test_people_and_half_days(house: House) -> None:
    small.type_days(house.place, house.ada, MONDAY, "PRE")
    text = page(house)
    assert len(names(text)) == 30
    assert names(text)[0] == "Abricot Ada, Monday 3 March, morning: Present in the workshop"
    assert "Brugnon Bruno, Monday 3 March, morning: Nothing written down yet" in names(text)
    assert setup_of(text)["cells"][f"{house.ada.pk}/2025-03-03/0"]["state"] == "written"
    assert '<td class="total day-start" data-total="half-days">2/10</td>' in text
    assert "7\u00a0h</td>" in text
    assert '<td class="day-start" data-column="2025-03-03/0">1/3</td>' in text


def test_this_week_without_an_address(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("etabli.attendance.views.week_grid.today", lambda: date(2025, 3, 5))
    monkeypatch.setattr("etabli.attendance.views.week_grid.now", lambda: datetime(2025, 3, 5, 8, tzinfo=UTC))
    text = page(house, "")
    assert "Week 10" in text
    assert 'data-fill="2025-03-05/0"' in text
    assert "All present this morning" in text
    assert setup_of(text)["cells"][f"{house.ada.pk}/2025-03-06/0"]["state"] == "expected"


def test_the_main_act_of_the_afternoon(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("etabli.attendance.views.week_grid.today", lambda: date(2025, 3, 5))
    monkeypatch.setattr("etabli.attendance.views.week_grid.now", lambda: datetime(2025, 3, 5, 14, tzinfo=UTC))
    assert "All present this afternoon" in page(house, "")


@pytest.mark.parametrize("path", ["2025-W60/", "1800-W10/", "2025-W1/", "week/"])
def test_a_week_that_is_none(house: House, path: str) -> None:
    assert house.get(path).status_code == 404


def test_only_the_half_days_that_the_week_opens(house: House) -> None:
    small.configure_again(house.place, openings=((small.BEGINNING, week_of(small.SHORT_FRIDAY)),))
    text = page(house)
    assert len(names(text)) == 27
    assert "Friday 7 March, afternoon" not in text
    small.type_days(house.place, house.ada, date(2025, 3, 8), "PRE", [M])
    assert "Abricot Ada, Saturday 8 March, morning: Present in the workshop" in names(page(house))


def test_a_part_timer_is_not_due_everywhere(house: House) -> None:
    small.engage(house.place, "4", last_name="Abricot", first_name="Zoe", fraction=5000, pattern=small.week(mon="MA"))
    text = page(house)
    assert "Abricot Zoe, Tuesday 4 March, morning: Not due" in names(text)
    assert '<td class="total day-start" data-total="half-days">0/2</td>' in text


def test_holidays_and_closures_are_said(house: House) -> None:
    closure = ClosureSpec(date(2025, 4, 24), date(2025, 4, 26), "Spring break", paid=True)
    small.configure_again(house.place, closures=(closure,))
    text = page(house, "2025-W17/")
    assert "Public holiday" in text
    assert "Closed: Spring break" in text
    assert "Abricot Ada, Monday 21 April, morning: Public holiday or closure" in names(text)
    assert 'data-fill="2025-04-21"' not in text
    assert 'data-fill="2025-04-22"' in text


def test_someone_who_came_in_on_wednesday(house: House) -> None:
    small.engage(house.place, "5", last_name="Zeste", starts_on=date(2025, 3, 5))
    text = page(house)
    assert "Zeste Camille, Tuesday 4 March, morning: Not engaged here that day" in text
    assert '<td class="total day-start" data-total="half-days">0/6</td>' in text


def test_who_is_not_engaged_that_week_is_not_shown(house: House) -> None:
    small.engage(house.place, "6", last_name="Parti", last_day=date(2025, 2, 28))
    assert "Parti" not in page(house)


def test_a_closed_month_is_read_only(house: House) -> None:
    small.type_days(house.place, house.ada, MONDAY, "PRE")
    close_month(establishment=house.place, month=date(2025, 3, 1), by=None, at=small.AT)
    text = page(house)
    assert "Month closed" in text
    assert "Abricot Ada, Monday 3 March, morning: Present in the workshop, month closed" in names(text)
    assert text.count('aria-disabled="true"') == 30
    assert "data-fill" not in text


def test_several_parts_and_minutes_are_said(house: House) -> None:
    small.record(house.place, small.operation(house.ada, MONDAY, M, small.part("PRE", 90), small.part("CP")))
    text = page(house)
    assert "Abricot Ada, Monday 3 March, morning: Present in the workshop 1\u00a0h\u00a030, Annual leave" in names(text)
    assert ">P/CP</button>" in text
    assert "1\u00a0h\u00a030</td>" in text


# ---------------------------------------------------------------- who sees what


def test_an_instructor_sees_her_workshop_alone(house: House) -> None:
    text = page(house, role=Role.INSTRUCTOR)
    assert "Abricot" in text
    assert "Cerise" not in text


def test_an_instructor_sees_absent_and_never_the_reason(house: House) -> None:
    house.send([act(house.ada, MONDAY, 0, "MAL", notice_hours=3)])
    house.send([act(house.ada, MONDAY, 1, "INJ", has_document=True)])
    text = page(house, role=Role.INSTRUCTOR)
    assert "Abricot Ada, Monday 3 March, morning: Absent" in names(text)
    facts = setup_of(text)["cells"]
    for half in (0, 1):
        fact = facts[f"{house.ada.pk}/2025-03-03/{half}"]
        assert set(fact) == {"entry", "state", "due", "minutes", "present", "hidden"}
    grid = text[text.index("<tbody>") : text.index("</tbody>")]
    for secret in ("Sickness", "Unjustified", "tint-3", "tint-7", "awaited"):
        assert secret not in grid, secret
    legend = text[text.index('class="legend"') : text.index('id="palette"')]
    assert "Sickness" not in legend
    assert "Absent" in legend


def test_an_educator_reads_reasons_and_writes_nothing(house: House) -> None:
    house.send([act(house.ada, MONDAY, 0, "MAL")])
    text = page(house, role=Role.EDUCATOR)
    assert "Abricot Ada, Monday 3 March, morning: Sickness, sick note awaited" in text
    for tool in ("grid-setup", "data-fill", "attendance.js", "palette", '<button type="button" class="cell'):
        assert tool not in text, tool


@pytest.mark.parametrize("role", [Role.SALES, Role.AUDITOR])
def test_who_may_not_know_finds_nothing(house: House, role: Role) -> None:
    answer = house.get(f"{WEEK}/", role)
    assert answer.status_code == 404
    assert b"Abricot" not in answer.content


def test_a_user_of_another_establishment_finds_nothing(house: House) -> None:
    other = small.workplace(association="Ailleurs", finess=small.OTHER_NUMBER, name="Ailleurs")
    client = House(other, house.ada, house.bruno, house.chloe).client()
    assert client.get(house.url(f"{WEEK}/")).status_code == 404


def test_what_is_read_is_noted(house: House) -> None:
    page(house, role=Role.EDUCATOR)
    row = AccessLog.objects.get(what="attendance.week")
    assert row.subjects == [str(person.pk) for person in (house.ada, house.bruno, house.chloe)]


# ---------------------------------------------------------------- whom to show


def test_one_workshop_or_one_group(house: House) -> None:
    laundry = Workshop.objects.get(code="BLA")
    red = WorkGroup.objects.get(name="Red")
    text = page(house, f"{WEEK}/?workshop={laundry.pk}")
    assert "Cerise" not in text
    text = page(house, f"{WEEK}/?group={red.pk}")
    assert "Brugnon" not in text
    assert "Cerise" in text
    assert f"?group={red.pk}" in text


@pytest.mark.parametrize("query", ["workshop=0", "workshop=x", "group=999999999999999999999", "page=x"])
def test_what_is_no_choice_chooses_nothing(house: House, query: str) -> None:
    assert len(names(page(house, f"{WEEK}/?{query}"))) == 30


def test_a_group_without_anyone_then(house: House) -> None:
    red = WorkGroup.objects.get(name="Red")
    answer = house.get(f"2024-W10/?group={red.pk}")
    assert answer.status_code == 200
    assert "Nobody is engaged here that week" in answer.content.decode()
    assert "Nobody is engaged here that week" in page(house, "2024-W10/")


def test_namesakes_are_told_apart_by_their_number(house: House) -> None:
    assert '<span class="small muted">' not in page(house).split("<tbody>")[1].split("</tbody>")[0]
    small.engage(house.place, "77", last_name="Abricot", first_name="Ada", workshop="EV")
    assert '<span class="small muted">77</span>' in page(house)


# ---------------------------------------------------------------- queries


@pytest.mark.parametrize("role", [Role.DIRECTOR, Role.INSTRUCTOR])
def test_as_many_queries_for_two_people_as_for_twenty(house: House, role: Role) -> None:
    counts = []
    for _ in range(2):
        page(house, role=role)  # what a process reads once
        with CaptureQueriesContext(connection) as counted:
            page(house, role=role)
        counts.append(len(counted))
        people = crowd(house.place, 18)
        small.record(
            house.place, *(small.operation(person, MONDAY, half, "MAL") for person in people for half in (M, A))
        )
    assert counts[0] == counts[1]
