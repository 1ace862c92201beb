"""Restrictions and certifications against the steps of a line: warned of in words, refused where the workplace says so."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from etabli.core.refusal import Refusal
from etabli.orders.actions import allot
from etabli.orders.models import Allotment
from etabli.org.states import Role
from etabli.people.models import Certification, Person, Restriction
from etabli.production import actions
from etabli.production.models import WorkEntry
from tests import workplace as small
from tests.pages.markup import Page
from tests.production.conftest import House, text_of
from tests.production.doing import MONDAY, record_work, refusals, team, work
from tests.production.lines import Ordered, ordered

pytestmark = pytest.mark.django_db

WHY = "Pas plus de 10 kg"
REASON = "Raison fictive"
NOW = timezone.now()
TODAY = timezone.localdate(NOW)


@pytest.fixture
def made(house: House) -> Ordered:
    """A line of one step, which a restriction on loads forbids; Ada has one."""
    made = ordered(house.where.laundry, house.where.place)
    step(made, "Porter", restriction="load")
    usual = {"kind": "load", "wording": WHY, "starts_on": date(2025, 1, 1)}
    Restriction.objects.create(person=house.ada, reason=REASON, **usual)
    return made


def step(made: Ordered, name: str, **more: str) -> None:
    actions.save_operation(line=made.line, spec=actions.OperationSpec(name, **more), by=None, at=small.AT)


def refuse(house: House) -> None:
    actions.set_unsuited_policy(establishment=house.where.place, refuses=True, by=None, at=small.AT)


def put(made: Ordered, person: Person) -> Allotment:
    return allot(line=made.line, person=person, starts_on=date(2025, 3, 1), by=None, at=NOW)


def sheet(house: House, made: Ordered, role: str = Role.HEAD_OF_SERVICE) -> str:
    return text_of(house.get(f"lines/{made.line.pk}/", role))


def test_the_sheet_warns_of_whoever_is_on_the_line_and_never_tells_the_reason(house: House, made: Ordered) -> None:
    put(made, house.ada)
    put(made, house.bruno)
    page = sheet(house, made)
    assert page.count(WHY) == 1 and REASON not in page and "status-watch" in page and "Qui pourrait le faire" in page


@pytest.mark.parametrize("role", [Role.SALES, Role.ADMINISTRATION])
def test_a_restriction_is_not_told_to_who_may_not_read_it(house: House, made: Ordered, role: Role) -> None:
    put(made, house.ada)
    assert WHY not in sheet(house, made, role) and "Qui pourrait le faire" not in sheet(house, made, role)


def test_the_sheet_lists_who_could_do_each_step_by_name(house: House, made: Ordered) -> None:
    step(made, "Conduire", competence="CACES 1")
    step(made, "Lire", competence="Lecture")
    Certification.objects.create(person=house.bruno, name="Caces 1", issued_on=date(2025, 1, 1))
    gone = date(2025, 2, 1)
    Certification.objects.create(person=house.ada, name="CACES 1", issued_on=date(2024, 1, 1), expires_on=gone)
    rows = house.get(f"lines/{made.line.pk}/").context["doers"]
    assert [(row.step.name, row.persons, row.of, row.checked) for row in rows] == [
        ("Porter", (house.bruno.pk,), 2, True),
        ("Conduire", (house.bruno.pk,), 2, True),
        ("Lire", (house.ada.pk, house.bruno.pk), 2, False),
    ]


def test_work_on_it_is_saved_once_the_warning_is_ticked(house: House, made: Ordered) -> None:
    address = f"people/{house.ada.pk}/{MONDAY}/0/?workshop={house.where.laundry.pk}"
    asked = house.post(address, {"rest": str(made.task.pk)})
    assert asked.status_code == 200 and WHY in text_of(asked) and not WorkEntry.objects.exists()
    ticked = {"rest": str(made.task.pk), f"accept_unsuited_{made.task.pk}": "on"}
    assert house.post(address, ticked).status_code == 302 and WorkEntry.objects.count() == 1
    other = f"people/{house.bruno.pk}/{MONDAY}/0/?workshop={house.where.laundry.pk}"
    assert house.post(other, {"rest": str(made.task.pk)}).status_code == 302


def test_a_group_is_warned_of_by_its_members(house: House, made: Ordered) -> None:
    group = house.where.place.work_groups.create(name="Équipe bleue")
    for person in (house.ada, house.bruno):
        person.registrations.get().work_groups.add(group)
    allot(line=made.line, group=group, starts_on=date(2025, 3, 1), by=None, at=NOW)
    step(made, "Conduire", competence="CACES 1")
    Certification.objects.create(person=house.bruno, name="CACES 1", issued_on=date(2025, 1, 1))
    (on_it,) = house.get(f"lines/{made.line.pk}/").context["on_it"]
    assert on_it["against"] == [f"{house.ada}\N{NO-BREAK SPACE}: Porter\N{NO-BREAK SPACE}: {WHY}"]
    Certification.objects.update(expires_on=date(2025, 2, 1))
    (on_it,) = house.get(f"lines/{made.line.pk}/").context["on_it"]
    assert len(on_it["against"]) == 2 and f"{house.ada}, {house.bruno}" in on_it["against"][1]


def test_the_workplace_may_refuse_whoever_has_no_step_left(house: House, made: Ordered) -> None:
    put(made, house.ada).delete()
    refuse(house)
    with pytest.raises(Refusal, match="task_unsuited"):
        put(made, house.ada)
    assert put(made, house.bruno)
    where = house.where
    today = {"day": TODAY, "acted_at": NOW}
    refused = record_work(where, work(where, house.ada, made.task, **today), at=NOW)
    assert refusals(refused) == ["task_unsuited"] and WHY not in str(refused[0].refusal)
    step(made, "Plier")
    assert refusals(record_work(where, work(where, house.ada, made.task, **today), at=NOW)) == ["applied"]
    assert put(made, house.ada)


def test_what_was_done_on_a_day_past_is_written_as_it_was(house: House, made: Ordered) -> None:
    refuse(house)
    done = work(house.where, house.ada, made.task, day=TODAY - timedelta(days=1), acted_at=NOW)
    assert refusals(record_work(house.where, done, at=NOW)) == ["applied"]


def test_the_choice_is_made_by_those_who_set_things(house: House) -> None:
    assert house.post("unsuited/", {"refuses": "1"}).status_code == 302
    page = house.get("activities/")
    assert page.context["refuses_unsuited"] and not Page(page.content.decode()).whole()
    assert house.post("unsuited/", {"refuses": "0"}).status_code == 302
    assert not house.get("activities/").context["refuses_unsuited"]
    assert house.post("unsuited/", {"refuses": "1"}, Role.INSTRUCTOR).status_code == 404


def test_as_many_queries_for_one_person_as_for_ten(house: House, made: Ordered) -> None:
    put(made, house.ada)
    client, path = house.client(), house.url(f"lines/{made.line.pk}/")
    client.get(path)
    counts = []
    for numbers in ((), range(10, 19)):
        for person in team(house.where, *map(str, numbers)):
            put(made, person)
        with CaptureQueriesContext(connection) as queries:
            page = client.get(path)
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert not Page(page.content.decode()).whole()


def test_the_page_of_an_order_tells_whoever_allots(house: House, made: Ordered) -> None:
    put(made, house.ada)
    path = f"orders/{made.line.order_id}/warnings/"
    page = house.get(path)
    assert text_of(page).count(WHY) == 1 and not Page(page.content.decode()).whole()
    part = house.get(path, headers={"hx-request": "true"}).content.decode()
    assert WHY in part and "<html" not in part
    order = f"/{house.where.place.finess}/orders/{made.line.order_id}/"
    seen = {role for role in Role if house.get(path, role).status_code == 200}
    assert seen == {Role.HEAD_OF_SERVICE, Role.DIRECTOR}
    assert (
        path in house.client().get(order).content.decode()
        and path not in house.client(Role.SALES).get(order).content.decode()
    )


def test_an_order_of_twenty_lines_takes_as_many_queries_as_one(house: House, made: Ordered) -> None:
    put(made, house.ada)
    client, path = house.client(), house.url(f"orders/{made.line.order_id}/warnings/")
    client.get(path)
    counts = []
    for more in (0, 19):
        for _ in range(more):
            other = ordered(house.where.laundry, house.where.place, order=made.line.order)
            step(other, "Porter", restriction="load")
            put(other, house.ada)
        with CaptureQueriesContext(connection) as queries:
            client.get(path)
        counts.append(len(queries))
    assert counts[0] == counts[1]
