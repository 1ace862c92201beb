"""What one person contributed: volume, regularity, quality of her teams; for her referents, never beside others."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from etabli.core.periods import Period
from etabli.core.regularity import Kind
from etabli.kit.models import AccessLog
from etabli.org.states import Role
from etabli.people.models import Person
from etabli.production.queries.contribution import PersonContribution, contribution_of
from tests import workplace as small
from tests.pages.markup import Page
from tests.production.conftest import House, text_of
from tests.production.doing import MONDAY, TUESDAY, output, record_output, record_work, work
from tests.production.lines import ordered

pytestmark = pytest.mark.django_db

WEEK = Period(MONDAY, MONDAY + timedelta(days=5))
SPAN = f"first={MONDAY}&last={MONDAY + timedelta(days=4)}"


def of(house: House, person: Person, role: str = Role.HEAD_OF_SERVICE, days: Period = WEEK) -> PersonContribution:
    return contribution_of(house.user(role), house.where.place, person.pk, days)


def path(person: Person, what: str = "") -> str:
    return f"people/{person.pk}/contribution/{what}?{SPAN}"


def a_week(house: House) -> None:
    """Ada packs on Monday morning with Bruno, is ill on Tuesday, on leave on Wednesday, trained on Thursday morning."""
    where = house.where
    small.type_days(where.place, house.ada, MONDAY, halves=(0, 1))
    small.type_days(where.place, house.ada, TUESDAY, "MAL", halves=(0, 1))
    small.type_days(where.place, house.ada, TUESDAY + timedelta(days=1), "CP", halves=(0, 1))
    small.type_days(where.place, house.ada, TUESDAY + timedelta(days=2), "FOR", halves=(0,))
    small.type_days(where.place, house.ada, TUESDAY + timedelta(days=2), "INJ", halves=(1,))
    record_work(where, work(where, house.ada, where.packing), work(where, house.bruno, where.packing))
    record_output(where, output(where, 100, 10))
    record_work(where, work(where, house.bruno, where.packing, half=1))
    record_output(where, output(where, 300, 30, half=1))


def test_volume_is_her_share_and_quality_that_of_her_teams(house: House) -> None:
    a_week(house)
    (task,) = of(house, house.ada).tasks
    assert (task.minutes, task.half_days, task.good) == (210, 1, 50_000)
    assert (task.team_good, task.team_rejected) == (100_000, 10_000)
    assert task.team_rate == pytest.approx(1 / 11)


def test_regularity_leaves_out_illness_leave_training_and_what_nobody_typed(house: House) -> None:
    a_week(house)
    found = of(house, house.ada).regularity
    assert found.half_days == {
        Kind.WORKED: 1,
        Kind.WAITING: 1,
        Kind.ILLNESS: 2,
        Kind.LEAVE: 2,
        Kind.USEFUL: 1,
        Kind.UNJUSTIFIED: 1,
        Kind.UNKNOWN: 2,
    }
    assert found.rate == pytest.approx(1 / 3)


def test_half_days_on_which_nobody_of_her_workshop_was_written_down_are_left_out(house: House) -> None:
    where = house.where
    small.type_days(where.place, house.ada, MONDAY, halves=(0, 1))
    record_work(where, work(where, house.chloe, where.mowing, workshop=where.garden.pk))
    record_work(where, work(where, house.bruno, where.packing, half=1))
    found = of(house, house.ada, days=Period(MONDAY, TUESDAY)).regularity
    assert found.half_days == {Kind.UNWRITTEN: 1, Kind.WAITING: 1}


def test_only_the_days_of_the_period_count(house: House) -> None:
    a_week(house)
    found = of(house, house.ada, days=Period(TUESDAY, TUESDAY + timedelta(days=1)))
    assert (found.tasks, found.minutes, found.regularity.rate) == ((), 0, None)


def test_order_lines_that_a_reader_may_not_see_are_one_without_a_name(house: House) -> None:
    where = house.where
    first, second = ordered(where.laundry, where.place), ordered(where.laundry, where.place)
    record_work(where, work(where, house.ada, (first.task, 60), (second.task, 40)))
    assert len(of(house, house.ada).tasks) == 2
    (hidden,) = of(house, house.ada, Role.EDUCATOR).tasks
    assert (hidden.task, hidden.minutes) == (None, 100)
    page = house.get(path(house.ada), Role.EDUCATOR)
    assert first.line.reference not in text_of(page) and second.line.reference not in text_of(page)


def test_it_is_for_those_who_follow_her(house: House) -> None:
    seen = {
        role for role in Role for what in ("", "plain/") if house.get(path(house.ada, what), role).status_code == 200
    }
    assert seen == {Role.INSTRUCTOR, Role.EDUCATOR, Role.HEAD_OF_SERVICE, Role.DIRECTOR}
    assert house.get(path(house.chloe), Role.INSTRUCTOR).status_code == 404


def test_reading_it_is_logged(house: House) -> None:
    house.get(path(house.ada))
    row = AccessLog.objects.latest("pk")
    assert row.what == "production.contribution" and str(house.ada.pk) in str(row.subjects)


def test_reasons_of_absence_are_for_those_who_may_see_them(house: House) -> None:
    a_week(house)
    head, instructor = (house.get(path(house.ada), role).context["kinds"] for role in (Role.DIRECTOR, Role.INSTRUCTOR))
    assert len(head["left_out"]) == 4 and len(head["counted"]) == 3
    assert [row["count"] for row in instructor["left_out"]] == [4, 1, 2]
    assert [row["count"] for row in instructor["counted"]] == [1, 2]


def test_the_plain_page_tells_no_reason(house: House) -> None:
    a_week(house)
    page = house.get(path(house.ada, "plain/"), Role.DIRECTOR)
    assert "kinds" not in page.context and house.bruno.last_name not in page.content.decode().replace(
        house.ada.last_name, ""
    )


def test_as_many_queries_for_a_week_as_for_a_day(house: House) -> None:
    a_week(house)
    where = house.where
    record_work(where, work(where, house.ada, ordered(where.laundry, where.place).task, half=1))
    of(house, house.ada)
    counts = []
    for days in (Period(MONDAY, TUESDAY), WEEK):
        with CaptureQueriesContext(connection) as queries:
            of(house, house.ada, days=days)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 10


def test_a_period_the_wrong_way_round_is_told(house: House) -> None:
    page = house.get(f"people/{house.ada.pk}/contribution/?first=2025-03-07&last=2025-03-03")
    assert page.status_code == 200 and page.context["choice"].is_wrong and 'role="alert"' in page.content.decode()


@pytest.mark.parametrize("what", ["", "plain/"])
def test_the_pages_are_well_made(house: House, what: str) -> None:
    assert not Page(house.get(path(house.bruno, what)).content.decode()).whole()
    a_week(house)
    assert not Page(house.get(path(house.ada, what)).content.decode()).whole()


# ---------------------------------------------------------------- rhythm


def test_those_who_follow_her_say_her_rhythm_and_the_page_tells_it(house: House) -> None:
    address = f"people/{house.ada.pk}/rhythm/"
    sent = {"share": "80", "starts_on": str(MONDAY)}
    assert house.post(address, sent, Role.EDUCATOR).status_code == 302
    assert house.get(path(house.ada)).context["rhythm_text"] == "80\u00a0%"
    assert house.get(address, Role.INSTRUCTOR).status_code == 404
    wrong = house.post(address, {**sent, "share": "250"}, Role.EDUCATOR)
    assert set(wrong.context["form"].errors) == {"share"}
