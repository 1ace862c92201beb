"""Who contributed to an order line: the sums are exactly those of the line, and quantity nobody was on stays so."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from etabli.orders.models import Allotment, Pseudonym
from etabli.org.states import Role
from etabli.people.models import Person, Registration, WorkGroup
from etabli.production.queries.lines import (
    GROUP,
    PERSON,
    UNATTRIBUTED,
    Worked,
    codes_for_clients,
    contributed_to,
    contributions,
    worked,
)
from tests.production.doing import MONDAY, TUESDAY, Floor, floor, output, record_output, record_work, team, user, work
from tests.production.lines import Ordered, client_of, order_of, ordered

pytestmark = pytest.mark.django_db


@pytest.fixture
def where() -> Floor:
    return floor()


@pytest.fixture
def made(where: Floor) -> Ordered:
    return ordered(where.laundry, where.place)


@pytest.fixture
def people(where: Floor) -> list[Person]:
    return team(where, "1", "2", "3")


def group_of(where: Floor, *people: Person, name: str = "Équipe bleue") -> WorkGroup:
    group = WorkGroup.objects.create(establishment=where.place, name=name)
    for person in people:
        Registration.objects.get(person=person).work_groups.add(group)
    return group


def brought(made: Ordered, **days: date) -> dict[tuple[str, int], tuple[int, int, int]]:
    return {row.who: (row.minutes, row.good, row.rejected) for row in contributions([made.line.pk], **days)}


def test_minutes_and_quantities_of_each_sum_to_those_of_the_line(
    where: Floor, made: Ordered, people: list[Person]
) -> None:
    ada, bruno, chloe = people
    record_work(where, work(where, ada, (made.task, 120)), work(where, bruno, (made.task, 60)))
    record_work(where, work(where, chloe, (where.packing, 100)))
    record_output(where, output(where, 301, 10, of=made.task))
    assert brought(made) == {
        (PERSON, ada.pk): (120, 150_500, 5_000),
        (PERSON, bruno.pk): (60, 150_500, 5_000),
    }
    assert worked([made.line.pk]) == {made.line.pk: Worked(180, 301_000, 10_000)}


def test_quantity_that_nobody_was_on_stays_unattributed(where: Floor, made: Ordered, people: list[Person]) -> None:
    record_work(where, work(where, people[0], (made.task, 120)))
    record_output(where, output(where, 50, of=made.task, day=TUESDAY))
    assert brought(made) == {(PERSON, people[0].pk): (120, 0, 0), (UNATTRIBUTED, 0): (0, 50_000, 0)}


def test_a_member_of_a_group_that_is_allotted_works_for_the_group(
    where: Floor, made: Ordered, people: list[Person]
) -> None:
    ada, bruno, chloe = people
    group = group_of(where, ada, bruno)
    Allotment.objects.create(line=made.line, group=group, starts_on=MONDAY)
    record_work(where, *(work(where, person, (made.task, 60)) for person in people))
    record_output(where, output(where, 90, of=made.task))
    assert brought(made) == {(GROUP, group.pk): (120, 60_000, 0), (PERSON, chloe.pk): (60, 30_000, 0)}


def test_who_is_allotted_herself_is_not_counted_in_her_group(where: Floor, made: Ordered, people: list[Person]) -> None:
    ada, bruno, _ = people
    group = group_of(where, ada, bruno)
    Allotment.objects.create(line=made.line, group=group, starts_on=MONDAY)
    Allotment.objects.create(line=made.line, person=ada, starts_on=MONDAY, share=5_000)
    record_work(where, work(where, ada, (made.task, 60)), work(where, bruno, (made.task, 30)))
    assert brought(made) == {(PERSON, ada.pk): (60, 0, 0), (GROUP, group.pk): (30, 0, 0)}


def test_a_group_contributes_on_the_days_of_its_allotment(where: Floor, made: Ordered, people: list[Person]) -> None:
    ada = people[0]
    group = group_of(where, ada)
    Allotment.objects.create(line=made.line, group=group, starts_on=TUESDAY)
    record_work(where, work(where, ada, (made.task, 60)), work(where, ada, (made.task, 30), day=TUESDAY))
    assert brought(made) == {(PERSON, ada.pk): (60, 0, 0), (GROUP, group.pk): (30, 0, 0)}


def test_days_are_from_and_until_excluded(where: Floor, made: Ordered, people: list[Person]) -> None:
    ada = people[0]
    record_work(where, work(where, ada, (made.task, 60)), work(where, ada, (made.task, 30), day=TUESDAY))
    assert brought(made, until=TUESDAY) == {(PERSON, ada.pk): (60, 0, 0)}
    assert brought(made, since=TUESDAY) == {(PERSON, ada.pk): (30, 0, 0)}
    assert worked([made.line.pk], until=TUESDAY)[made.line.pk].minutes == 60


def test_a_line_nobody_worked_on_has_nothing(where: Floor, made: Ordered) -> None:
    assert contributions([made.line.pk]) == []
    assert worked([made.line.pk]) == {made.line.pk: Worked()}


def test_from_a_person_back_to_the_lines_she_contributed_to(where: Floor, made: Ordered, people: list[Person]) -> None:
    ada = people[0]
    other = ordered(where.laundry, where.place)
    record_work(where, work(where, ada, (made.task, 60), (where.packing, 30), (other.task, 20)))
    record_output(where, output(where, 40, of=made.task))
    head = user(where, Role.HEAD_OF_SERVICE)
    shown, rest = contributed_to(head, where.place, ada.pk)
    expected = {made.line.pk: Worked(60, 40_000, 0), other.line.pk: Worked(20, 0, 0)}
    assert ({line.pk: row for line, row in shown}, rest) == (expected, None)
    assert contributed_to(head, where.place, people[1].pk) == ([], None)
    educator = user(where, Role.EDUCATOR)
    assert contributed_to(educator, where.place, ada.pk) == ([], Worked(80, 40_000, 0))


def test_who_works_on_a_line_has_a_code_for_its_client(where: Floor, made: Ordered, people: list[Person]) -> None:
    ada, bruno, chloe = people
    record_work(where, work(where, ada, (made.task, 60)), work(where, chloe, (where.packing, 60)))
    record_output(where, output(where, 10, of=made.task, shares=[(bruno, 10, 0)]))
    client = client_of(where.place)
    codes = codes_for_clients((client.pk, (PERSON, person.pk)) for person in people)
    assert set(codes) == {(client.pk, (PERSON, ada.pk)), (client.pk, (PERSON, bruno.pk))}
    assert len(set(codes.values())) == 2
    record_work(where, work(where, ada, (made.task, 90), day=TUESDAY))
    assert Pseudonym.objects.count() == 2


def test_as_many_queries_for_twenty_lines_as_for_one(
    where: Floor, people: list[Person], django_assert_num_queries: Any
) -> None:
    order = order_of(where.place)
    lines = [ordered(where.laundry, where.place, order=order) for _ in range(12)]
    group = group_of(where, people[1])
    for row in lines:
        Allotment.objects.create(line=row.line, group=group, starts_on=MONDAY)
    record_work(where, *(work(where, person, *((row.task, 10) for row in lines)) for person in people))
    for some in (lines[:1], lines):
        with django_assert_num_queries(3):
            assert len(contributions([row.line.pk for row in some])) == 3 * len(some)
