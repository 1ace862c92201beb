"""Rejects by cause, returns with the batch they are of, and what presence went to."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from etabli.attendance.actions import CodeSpec, save_code
from etabli.attendance.states import TimeKind
from etabli.core.periods import Period
from etabli.core.presence import Purpose, Use
from etabli.orders.models import CustomerReturn, DeliveryLine
from etabli.org.states import Role
from etabli.people.models import WorkGroup
from etabli.production import actions
from etabli.production.queries.presence import Week, presence_of
from etabli.production.queries.quality import batches_of, rejects_of
from tests import workplace as small
from tests.pages.markup import Page
from tests.production.conftest import House, text_of
from tests.production.doing import MONDAY, TUESDAY, output, record_output, record_work, work
from tests.production.lines import Ordered, deliver, ordered
from tests.workplace import MARCH, part

pytestmark = pytest.mark.django_db

WEDNESDAY, FRIDAY = date(2025, 3, 5), date(2025, 3, 7)
QUALITY = "quality/?month=2025-03"


@pytest.fixture
def made(house: House) -> Ordered:
    return ordered(house.where.laundry, house.where.place)


def came_back(part: DeliveryLine, quantity: int = 20, on: date = FRIDAY, **changes: Any) -> CustomerReturn:
    usual = {"kind": "return", "cause": "Plis déchirés"}
    return CustomerReturn.objects.create(
        delivery_line=part, returned_on=on, quantity=quantity * 1000, **{**usual, **changes}
    )


# ---------------------------------------------------------------- rejects


def test_rejects_are_told_by_activity_and_cause(house: House, made: Ordered) -> None:
    where = house.where
    stained = actions.save_cause(establishment=where.place, code="TACH", name="Taché", by=None, at=small.AT)
    record_output(
        where,
        output(where, 90, 10, of=made.task),
        output(where, 95, 5, of=made.task, day=TUESDAY),
        output(where, 0, 20, of=made.task, cause=stained.pk),
        output(where, 50),
        output(where, 7, 3, of=made.task, day=date(2025, 4, 1)),
    )
    rows = rejects_of(where.place, MARCH, {where.laundry.pk})
    assert [(row.activity.pk, row.cause.code, row.rejected, row.made, row.records) for row in rows] == [
        (made.task.pk, "TACH", 20_000, 220_000, 1),
        (made.task.pk, "DECH", 15_000, 220_000, 2),
    ]
    assert rows[1].rate == pytest.approx(15 / 220)
    assert rejects_of(where.place, MARCH, {where.garden.pk}) == []
    page = text_of(house.get(QUALITY))
    assert "Déchiré" in page and "Taché" in page and "C2025-0001/1" in page
    assert "Déchiré" not in text_of(house.get(f"{QUALITY}&workshop={where.garden.pk}"))
    assert "Taché" not in text_of(house.get("quality/?month=2025-04"))


def test_a_correction_of_the_output_corrects_the_rejects(house: House, made: Ordered) -> None:
    first = output(house.where, 90, 10, of=made.task)
    record_output(house.where, first)
    record_output(house.where, output(house.where, 96, 4, of=made.task, corrects=first.id, base=first.id))
    (row,) = rejects_of(house.where.place, MARCH, {house.where.laundry.pk})
    assert (row.rejected, row.made, row.records) == (4_000, 100_000, 1)


# ---------------------------------------------------------------- returns


def test_a_return_leads_to_its_delivery_its_line_and_the_days_of_work(house: House, made: Ordered) -> None:
    where = house.where
    blue = WorkGroup.objects.create(establishment=where.place, name="Équipe bleue")
    record_work(where, work(where, house.ada, (made.task, 100)), work(where, house.ada, (made.task, 60), day=TUESDAY))
    record_work(where, work(where, house.bruno, (made.task, 30), day=WEDNESDAY))
    record_output(where, output(where, 50, of=made.task, day=WEDNESDAY, group=blue.pk))
    first = deliver(made.line, 400, TUESDAY, "L1")
    second = deliver(made.line, 600, FRIDAY, "L2")
    batches = batches_of([first, second], {where.laundry.pk})
    assert (batches[first.pk].days, batches[first.pk].minutes, batches[first.pk].groups) == ((MONDAY, TUESDAY), 160, ())
    assert (batches[second.pk].days, batches[second.pk].minutes) == ((WEDNESDAY,), 30)
    assert batches[second.pk].groups == ("Équipe bleue",)
    assert batches[second.pk].workshop == where.laundry

    came_back(second)
    page = text_of(house.get(QUALITY))
    for words in ("Plis déchirés", "L2", "C2025-0001/1", "Équipe bleue"):
        assert words in page, words
    assert str(house.bruno) not in page and str(house.ada) not in page
    assert batches_of([second], {where.garden.pk})[second.pk].groups == ()


def test_who_sells_is_told_no_work_group(house: House, made: Ordered) -> None:
    blue = WorkGroup.objects.create(establishment=house.where.place, name="Équipe bleue")
    record_work(house.where, work(house.where, house.ada, (made.task, 100)))
    record_output(house.where, output(house.where, 50, of=made.task, group=blue.pk))
    came_back(deliver(made.line, 400, TUESDAY, "L1"))
    assert "Équipe bleue" in text_of(house.get(QUALITY, Role.INSTRUCTOR))
    page = text_of(house.get(QUALITY, Role.SALES))
    assert "L1" in page and "1 h 40" in page and "Équipe bleue" not in page


def test_a_batch_on_which_nothing_was_written_since_is_all_work_before(house: House, made: Ordered) -> None:
    record_work(house.where, work(house.where, house.ada, (made.task, 100)))
    deliver(made.line, 400, TUESDAY, "L1")
    second = deliver(made.line, 600, FRIDAY, "L2")
    assert batches_of([second], ())[second.pk].days == (MONDAY,)


def test_work_after_a_delivery_is_not_of_its_batch(house: House, made: Ordered) -> None:
    first = deliver(made.line, 400, MONDAY, "L1")
    record_work(house.where, work(house.where, house.ada, (made.task, 100), day=TUESDAY))
    assert batches_of([first], ())[first.pk].days == ()


def test_what_is_still_open_stays_on_the_page_and_what_is_closed_leaves_with_its_month(
    house: House, made: Ordered
) -> None:
    part = deliver(made.line, 400, TUESDAY)
    came_back(part)
    assert "Plis déchirés" in text_of(house.get("quality/?month=2025-04"))
    CustomerReturn.objects.update(decision="redo", closed_on=FRIDAY)
    assert "Plis déchirés" not in text_of(house.get("quality/?month=2025-04"))
    assert "Plis déchirés" in text_of(house.get(QUALITY))
    assert "Plis déchirés" not in text_of(house.get("quality/?month=2025-02"))


def test_returns_are_for_those_who_read_orders(house: House, made: Ordered) -> None:
    came_back(deliver(made.line, 400, TUESDAY))
    assert "Plis déchirés" in text_of(house.get(QUALITY, Role.SALES))
    assert "Plis déchirés" not in text_of(house.get(QUALITY, Role.EDUCATOR))


def test_as_many_queries_for_twenty_returns_as_for_one(house: House, made: Ordered) -> None:
    client, path = house.client(), house.url(QUALITY)
    record_output(house.where, output(house.where, 9, 1, of=made.task))
    part = deliver(made.line, 400, TUESDAY)
    came_back(part)
    client.get(path)
    with CaptureQueriesContext(connection) as one:
        client.get(path)
    for _ in range(19):
        came_back(part)
    with CaptureQueriesContext(connection) as twenty:
        client.get(path)
    assert len(twenty) == len(one)


def test_a_month_that_is_none_is_the_present_one(house: House) -> None:
    for month in ("", "x", "2025-13", "0001-01", "9999-12", "2101-01"):
        assert house.get(f"quality/?month={month}").status_code == 200


# ---------------------------------------------------------------- what presence went to


def weeks(house: House) -> dict[tuple[str, date], dict[Use, int]]:
    names = {row.pk: row.code for row in house.where.place.workshops.all()}
    found = presence_of(house.where.place, Period(MONDAY, MONDAY + timedelta(days=14)))
    return {(names[row.workshop or 0], row.monday): dict(row.minutes) for row in found}


def test_presence_is_told_by_workshop_week_and_use(house: House, made: Ordered) -> None:
    where = house.where
    small.type_days(where.place, house.ada, MONDAY, halves=(0, 1))
    small.record(
        where.place,
        small.operation(house.bruno, MONDAY, 0, part("SOU", 60), part("PRE")),
        small.operation(house.bruno, MONDAY, 1, "FOR"),
        small.operation(house.bruno, TUESDAY, 0, "CP"),
        small.operation(house.chloe, date(2025, 3, 10), 0, "PRE"),
    )
    record_work(where, work(where, house.ada, (made.task, 120), (where.packing, 40)))
    assert weeks(house) == {
        ("BLA", MONDAY): {
            Use.ORDERS: 120,
            Use.ACTIVITIES: 40,
            Use.WAITING: 50 + 210 + 150,
            Use.SUPPORT: 60,
            Use.TRAINING: 210,
        },
        ("EV", date(2025, 3, 10)): {Use.WAITING: 210},
    }


def test_its_rate_is_the_part_of_production(house: House, made: Ordered) -> None:
    small.type_days(house.where.place, house.ada, MONDAY, halves=(0,))
    record_work(house.where, work(house.where, house.ada, (made.task, 105)))
    (week,) = presence_of(house.where.place, Period(MONDAY, FRIDAY))
    assert (week.total, week.of(Purpose.PRODUCTION), week.rate(Purpose.PRODUCTION)) == (210, 105, 0.5)


def test_the_page_shows_the_workshops_of_the_reader(house: House, made: Ordered, monkeypatch: Any) -> None:
    small.type_days(house.where.place, house.ada, MONDAY, halves=(0,))
    small.type_days(house.where.place, house.chloe, MONDAY, halves=(0,))
    monkeypatch.setattr("etabli.production.views.following.today", lambda: FRIDAY)
    head, instructor = (
        house.get("presence/?workshop=all", role).context["rows"] for role in (Role.HEAD_OF_SERVICE, Role.INSTRUCTOR)
    )
    assert [row["name"] for row in head] == ["Blanchisserie", "Espaces verts"]
    assert [row["name"] for row in instructor] == ["Blanchisserie"]


@pytest.mark.parametrize("role", [Role.SALES, Role.AUDITOR])
def test_support_and_training_are_not_for_sales(house: House, role: Role) -> None:
    assert house.get("presence/", role).status_code == 404


def test_the_pages_are_well_made(house: House, made: Ordered, monkeypatch: Any) -> None:
    monkeypatch.setattr("etabli.production.views.following.today", lambda: FRIDAY)
    faults = []
    for path in ("presence/", QUALITY):
        faults += [(path, fault) for fault in Page(house.get(path).content.decode()).whole()]
    small.type_days(house.where.place, house.ada, MONDAY, halves=(0,))
    record_output(house.where, output(house.where, 9, 1, of=made.task))
    came_back(deliver(made.line, 400, TUESDAY))
    for path in ("presence/", "presence/?workshop=all", QUALITY):
        faults += [(path, fault) for fault in Page(house.get(path).content.decode()).whole()]
    assert not faults, faults


# ---------------------------------------------------------------- the target of a workshop


def target(house: House, share: int, on: date, purpose: Purpose = Purpose.PRODUCTION) -> None:
    laundry = house.where.laundry
    actions.set_presence_target(workshop=laundry, starts_on=on, share=share, purpose=purpose, by=None, at=small.AT)


def held(week: Week, purpose: Purpose = Purpose.PRODUCTION) -> tuple[int | None, bool | None]:
    return week.targets.get(purpose), week.is_met(purpose)


def test_a_week_is_held_against_the_target_of_its_workshop_and_time(house: House, made: Ordered) -> None:
    for monday in (MONDAY, MONDAY + timedelta(days=7)):
        small.type_days(house.where.place, house.ada, monday, halves=(0,))
        record_work(house.where, work(house.where, house.ada, (made.task, 105), day=monday))
    target(house, 5_000, date(2025, 1, 1))
    target(house, 5_001, MONDAY + timedelta(days=7))
    later, first = presence_of(house.where.place, Period(MONDAY, MONDAY + timedelta(days=14)))
    assert held(first) == (5_000, True)
    assert held(later) == (5_001, False)
    target(house, 4_000, MONDAY + timedelta(days=7))
    assert presence_of(house.where.place, Period(MONDAY, MONDAY + timedelta(days=14)))[0].targets == {
        Purpose.PRODUCTION: 4_000
    }


def test_without_a_target_nothing_is_met_or_not(house: House) -> None:
    small.type_days(house.where.place, house.ada, MONDAY, halves=(0,))
    (week,) = presence_of(house.where.place, Period(MONDAY, FRIDAY))
    assert held(week) == (None, None)


def test_a_target_is_set_on_the_page_by_those_who_set_things(house: House, monkeypatch: Any) -> None:
    monkeypatch.setattr("etabli.production.views.following.today", lambda: FRIDAY)
    small.type_days(house.where.place, house.ada, MONDAY, halves=(0,))
    path = f"presence/{house.where.laundry.pk}/target/"
    answer = house.post(path, {"share": "60", "starts_on": "2025-03-03", "purpose": "production"})
    assert answer.status_code == 302
    page = house.get(f"presence/?workshop={house.where.laundry.pk}")
    assert "60,0 %" in text_of(page) and "status-watch" in page.content.decode()
    wrong = house.post(path, {"share": "0", "starts_on": "2025-03-03", "purpose": "project"})
    assert wrong.status_code == 200 and wrong.context["form"].errors["share"]
    assert house.post(path, {"share": "60", "starts_on": "2025-03-03"}, Role.INSTRUCTOR).status_code == 404
    assert not Page(house.get(path).content.decode()).whole()


def test_time_for_an_own_project_is_counted_from_its_code_to_its_target(house: House, monkeypatch: Any) -> None:
    where = house.where
    spec = CodeSpec("PRJ", "Projet", "PJ", "teal", True, True, "", False, False, True, time=TimeKind.PROJECT)
    save_code(establishment=where.place, spec=spec, by=None, at=small.AT)
    small.record(where.place, small.operation(house.ada, MONDAY, 0, part("PRJ", 42), part("PRE")))
    record_work(where, work(where, house.ada, where.packing))
    target(house, 2_000, MONDAY, Purpose.PROJECT)
    (week,) = presence_of(where.place, Period(MONDAY, FRIDAY))
    assert dict(week.minutes) == {Use.PROJECT: 42, Use.ACTIVITIES: 168}
    assert held(week, Purpose.PROJECT) == (2_000, True)
    monkeypatch.setattr("etabli.production.views.following.today", lambda: FRIDAY)
    page = house.get("presence/")
    assert [part["is_met"] for part in page.context["rows"][0]["parts"]] == [None, True]
    assert text_of(page).count("20,0 %") == 2 and "status-ok" in text_of(page)
