"""The screens of load: what they say, who sees them, why work waits, and how many queries they take."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from etabli.kit import charts
from etabli.orders.models import ClientGoods, ClientGoodsMove
from etabli.org.grants import add_user
from etabli.org.states import Role
from etabli.people.actions import save_certification
from etabli.production import actions
from etabli.production.queries.load import outlook
from etabli.production.queries.load_people import Led, led_by, sharing_of, zones_of
from etabli.production.queries.load_queue import Queue, pressures_of, queues_of
from etabli.production.views import load_people as people_views
from etabli.production.views import outlook as load_views
from tests import workplace as small
from tests.pages.markup import Page
from tests.production.conftest import House, text_of
from tests.production.doing import MONDAY, TUESDAY, A, M, output, record_output, record_work, team, user, work
from tests.production.lines import Ordered, ordered
from tests.workplace import Period, part

pytestmark = pytest.mark.django_db

TODAY = date(2025, 3, 3)
EARLY = datetime(2025, 1, 2, 9, tzinfo=UTC)
NEXT = TODAY + timedelta(weeks=1)
WEEKS = Period(MONDAY - timedelta(days=7), MONDAY + timedelta(days=7))


@pytest.fixture(autouse=True)
def on_monday(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is 3 March 2025, and nothing is drawn but where a test says so."""
    monkeypatch.setattr(load_views, "today", lambda: TODAY)
    monkeypatch.setattr(people_views, "today", lambda: TODAY + timedelta(days=7))
    monkeypatch.setattr(charts, "warm", lambda: None)


@pytest.fixture
def house(db: Any) -> House:
    """Read in English, by who holds her role since the beginning."""
    found = House()
    for role in (Role.HEAD_OF_SERVICE, Role.SALES):
        made = add_user(
            username=str(role), role=role, establishment=found.where.place, language="en", by=None, at=EARLY
        )
        found.users[role] = made
    return found


@pytest.fixture
def made(house: House) -> Ordered:
    return ordered(house.where.laundry, house.where.place, due_on=TODAY + timedelta(days=11))


# ---------------------------------------------------------------- outlook


def test_the_weeks_stand_beside_their_capacity(house: House, made: Ordered) -> None:
    page = text_of(house.get("load/"))
    assert Page(page).whole() == []
    for words in ("5 h", "70 h", "7%", "Slack weeks", "Week of 10/03/2025"):
        assert words in page, words


def test_a_peak_is_said_in_words(house: House) -> None:
    ordered(house.where.laundry, house.where.place, due_on=TODAY + timedelta(days=4), minutes=4_260)
    page = text_of(house.get("load/"))
    assert "Week of 3 March 2025: 1 h more than the capacity" in page
    assert 'status-watch"' in page


def test_all_workshops_together_and_each_apart(house: House, made: Ordered) -> None:
    page = text_of(house.get("load/?workshop=all"))
    assert Page(page).whole() == []
    assert "105 h" in page and "By workshop" in page


def test_a_week_is_taken_apart_into_what_makes_it(house: House, made: Ordered) -> None:
    answer = house.get(f"load/{house.where.laundry.pk}/{NEXT.isoformat()}/")
    page = text_of(answer)
    assert Page(page).whole() == []
    assert made.line.reference in page and "nothing was typed in the same week of last year" in page
    shown = answer.context  # type: ignore[attr-defined]
    assert sum(minutes for _, minutes in shown["page"].object_list) == shown["week"].load == 300
    assert house.get(f"load/{house.where.laundry.pk}/{(TODAY - timedelta(days=7)).isoformat()}/").status_code == 404


def test_the_chart_draws_what_the_table_says(house: House, made: Ordered, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[charts.Picture] = []

    def draw(picture: charts.Picture) -> str:
        drawn.append(picture)
        return "<svg></svg>"

    monkeypatch.setattr(charts, "drawn", draw)
    assert house.get("load/chart/", HTTP_HX_REQUEST="true").status_code == 200
    (picture,) = drawn
    assert len(picture.stacks) == 13
    assert (picture.stacks[0].taken, picture.stacks[0].over, picture.stacks[0].free) == (5, 0, 65)
    assert picture.description == "No week has more load than capacity."


def test_a_place_without_workshops_says_what_is_missing(db: Any) -> None:
    place = small.workplace()
    head = add_user(username="head", role=Role.HEAD_OF_SERVICE, establishment=place, language="en", by=None, at=EARLY)
    client = Client()
    client.force_login(head)
    said = {"": "No workshop yet", "bottlenecks/": "Nothing waits", "zones/": "No presence was typed"}
    for path, words in {**said, "sharing/": "No workshop yet"}.items():
        page = text_of(client.get(f"/{place.finess}/production/load/{path}"))
        assert Page(page).whole() == [] and words in page, path
    assert client.get(f"/{place.finess}/production/load/chart/").status_code == 404


@pytest.mark.parametrize(
    ("path", "seen_by"),
    [
        ("load/", {Role.SALES, Role.ADMINISTRATION, Role.DIRECTOR, Role.INSTRUCTOR, Role.HEAD_OF_SERVICE}),
        ("load/zones/", {Role.EDUCATOR, Role.ADMINISTRATION, Role.DIRECTOR, Role.INSTRUCTOR, Role.HEAD_OF_SERVICE}),
        ("load/sharing/", {Role.HEAD_OF_SERVICE}),
    ],
)
def test_each_role_sees_what_it_may(house: House, path: str, seen_by: set[Role]) -> None:
    answers = {role for role in Role if house.get(path, role).status_code == 200}
    assert answers == seen_by


@pytest.mark.parametrize("path", ["load/?workshop=all", "load/bottlenecks/"])
def test_as_many_queries_for_twenty_lines_as_for_one(house: House, made: Ordered, path: str) -> None:
    client = house.client()

    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            assert client.get(house.url(path)).status_code == 200
        return len(found)

    actions.save_operation(line=made.line, spec=actions.OperationSpec("Plier", 90), by=None, at=small.AT)
    queries()
    alone = queries()
    for _ in range(19):
        other = ordered(house.where.laundry, house.where.place, due_on=TODAY)
        actions.save_operation(line=other.line, spec=actions.OperationSpec("Plier", 90), by=None, at=small.AT)
    team(house.where, "4", "5", "6")
    assert queries() == alone


# ---------------------------------------------------------------- bottlenecks


def queues(house: House) -> list[Queue]:
    where = house.where
    found = outlook(house.user(Role.HEAD_OF_SERVICE), where.place, [where.laundry.pk, where.garden.pk], TODAY)
    return queues_of(where.place, found, TODAY)


def sheet(made: Ordered, *steps: tuple[str, int | None, str, str]) -> None:
    for name, minutes, workstation, competence in steps:
        spec = actions.OperationSpec(name, minutes, competence=competence, workstation=workstation)
        actions.save_operation(line=made.line, spec=spec, by=None, at=small.AT)


def test_hours_queue_before_workstations_and_none_is_lost(house: House, made: Ordered) -> None:
    sheet(made, ("Plier", 200, "Table 1", ""), ("Coller", 100, "Presse", ""))
    other = ordered(house.where.laundry, house.where.place, due_on=TODAY - timedelta(days=1), minutes=70)
    found = [(row.workstation, row.minutes, row.late, row.lines) for row in queues(house)]
    assert found == [("Table 1", 400, 0, 1), ("Presse", 200, 0, 1), ("", 70, 70, 1)]
    assert other.line.reference in queues(house)[2].unready


def test_a_sheet_without_times_leaves_the_hours_where_no_workstation_is_named(house: House, made: Ordered) -> None:
    sheet(made, ("Plier", None, "Table 1", ""))
    assert [(row.workstation, row.minutes) for row in queues(house)] == [("", 600), ("Table 1", 0)]


def test_nobody_certified_is_a_reason(house: House, made: Ordered) -> None:
    sheet(made, ("Charger", 200, "Quai", "CACES 3"))
    assert queues(house)[0].missing == ("CACES 3",)
    certificate: dict[str, Any] = {"name": "caces 3", "issued_on": small.BEGINNING, "by": None, "at": small.AT}
    save_certification(person=house.chloe, expires_on=None, **certificate)
    assert queues(house)[0].missing == ("CACES 3",)
    save_certification(person=house.ada, expires_on=TODAY - timedelta(days=1), **certificate)
    assert queues(house)[0].missing == ("CACES 3",)
    save_certification(person=house.bruno, expires_on=TODAY, **certificate)
    assert queues(house)[0].missing == ()


def test_goods_of_the_client_that_are_not_here_are_a_reason(house: House, made: Ordered) -> None:
    assert queues(house)[0].without_goods == ()
    goods = ClientGoods.objects.create(client=made.line.order.client, name="Enveloppes", unit="piece")
    assert queues(house)[0].without_goods == (made.line.reference,)
    page = text_of(house.get("load/bottlenecks/"))
    assert Page(page).whole() == []
    assert f"none are left here for {made.line.reference}" in page
    ClientGoodsMove.objects.create(goods=goods, kind="received", quantity=1_000, on=TODAY)
    assert queues(house)[0].without_goods == ()


def test_absence_is_why_when_the_load_would_fit_without_it(house: House) -> None:
    ordered(house.where.laundry, house.where.place, due_on=TODAY + timedelta(days=4), minutes=4_000)
    small.type_days(house.where.place, house.ada, TODAY, "CP")
    where = house.where
    found = outlook(house.user(Role.HEAD_OF_SERVICE), where.place, [where.laundry.pk], TODAY)
    pressure = pressures_of(where.place, found, TODAY)[where.laundry.pk]
    assert (pressure.away, pressure.due, pressure.away_is_why) == (420, 4_200, True)
    told = "7 h of the 70 h due until the end of the week"
    assert told in text_of(house.get("load/bottlenecks/"))
    assert told not in text_of(house.get("load/bottlenecks/", Role.SALES))


def test_many_lines_are_counted_and_not_all_named(house: House, made: Ordered) -> None:
    for _ in range(24):
        ordered(house.where.laundry, house.where.place, due_on=None)
    assert "4 more lines" in text_of(house.get("load/"))
    assert "and 19 more" in text_of(house.get("load/bottlenecks/"))


def test_where_nothing_waits_it_says_so(house: House) -> None:
    assert "Nothing waits" in text_of(house.get("load/bottlenecks/"))


# ---------------------------------------------------------------- half-days of the week


def test_each_half_day_of_the_week_tells_what_was_used(house: House) -> None:
    where = house.where
    small.type_days(where.place, house.ada, MONDAY, halves=[M])
    small.record(where.place, small.operation(house.bruno, MONDAY, M, part("SOU")))
    record_work(where, work(where, house.ada, (where.packing, 105)))
    found = zones_of(where.place, WEEKS, [where.laundry.pk])[where.laundry.pk]
    assert list(found) == [(0, M)]
    zone = found[0, M]
    assert (zone.total, zone.used, zone.over, zone.is_under) == (420, 0.75, 0, False)
    actions.set_presence_target(workshop=where.laundry, starts_on=MONDAY, share=5_000, by=None, at=small.AT)
    assert zones_of(where.place, WEEKS, [where.laundry.pk])[where.laundry.pk][0, M].is_under
    page = text_of(house.get("load/zones/"))
    assert Page(page).whole() == []
    for words in ("75%", "Monday", "under the target"):
        assert words in page, words


def test_more_written_down_than_present_is_overload(house: House) -> None:
    where = house.where
    small.type_days(where.place, house.ada, TUESDAY, halves=[A])
    record_work(where, work(where, house.ada, (where.packing, 240), day=TUESDAY, half=A))
    zone = zones_of(where.place, WEEKS, [where.laundry.pk])[where.laundry.pk][1, A]
    assert (zone.used, zone.over) == (1, 30)
    assert "30 beyond" in text_of(house.get("load/zones/"))


# ---------------------------------------------------------------- people


def test_tasks_of_each_stand_beside_the_team_by_name(house: House, made: Ordered) -> None:
    where = house.where
    for person in (house.ada, house.bruno):
        small.type_days(where.place, person, MONDAY)
    record_work(
        where,
        work(where, house.ada, (where.packing, 100), (made.task, 50)),
        work(where, house.bruno, (where.packing, 150)),
    )
    head = house.user(Role.HEAD_OF_SERVICE)
    found = sharing_of(head, where.place, where.laundry.pk, WEEKS, TODAY)
    assert found.tasks == ("Mise sous pli",)
    assert [(row.person, row.minutes, row.tasks) for row in found.people] == [
        (house.ada.pk, (150,), 1),
        (house.bruno.pk, (150,), 1),
    ]
    record_work(where, work(where, house.bruno, (where.labels, 60), half=A))
    found = sharing_of(head, where.place, where.laundry.pk, WEEKS, TODAY)
    assert (found.tasks, found.team.minutes) == (("Mise sous pli", "Étiquetage"), (300, 60))
    assert found.people[1].parts == [(150, pytest.approx(150 / 210)), (60, pytest.approx(60 / 210))]
    page = text_of(house.get("load/sharing/"))
    assert Page(page).whole() == []
    assert "Not shown: fewer than 5 people" in page


def test_teams_of_an_instructor_are_told_from_five_people_on(house: House) -> None:
    where = house.where
    people = [house.ada, house.bruno, *team(where, "4", "5")]
    lead, second = user(where, Role.INSTRUCTOR, where.laundry, "lead"), user(where, Role.INSTRUCTOR, name="second")

    def worked(person: Any, by: Any, day: date = MONDAY) -> None:
        small.type_days(where.place, person, day)
        record_work(where, work(where, person, (where.packing, 60), day=day), by=by)

    for person in people:
        worked(person, lead)
    assert led_by(where.place, where.laundry.pk, WEEKS) is None
    (fifth,) = team(where, "6")
    worked(fifth, lead)
    assert led_by(where.place, where.laundry.pk, WEEKS) == [Led("lead", 300, {})]
    record_output(where, output(where, 20), by=lead)
    assert led_by(where.place, where.laundry.pk, WEEKS) == [Led("lead", 300, {"plis": 20_000})]
    # One person of another instructor is never told alone: both are one.
    worked(house.ada, second, TUESDAY)
    assert led_by(where.place, where.laundry.pk, WEEKS) == [Led("", 360, {"plis": 20_000})]


def test_the_page_of_sharing_is_logged_and_takes_as_many_queries_for_more_people(house: House) -> None:
    where = house.where
    client = house.client()

    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            assert client.get(house.url("load/sharing/")).status_code == 200
        return len(found)

    def worked(*people: Any) -> None:
        for person in people:
            small.type_days(where.place, person, MONDAY)
            record_work(where, work(where, person, (where.packing, 60)))

    worked(*[house.ada, house.bruno, *team(where, "4", "5", "6")])
    queries()
    few = queries()
    worked(*team(where, *(str(number) for number in range(10, 20))))
    assert queries() == few
