"""The board of order lines and the production sheet: what each reader sees, what may be changed, and how many queries it takes."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from etabli.core.refusal import Refusal
from etabli.orders import actions as orders
from etabli.orders.models import Pseudonym
from etabli.org.states import Role
from etabli.people.models import WorkGroup
from etabli.production import actions, rules
from etabli.production.models import Operation, WorkFact
from etabli.production.queries.lines import Worked
from tests import workplace as small
from tests.pages.markup import Page
from tests.production.conftest import House, text_of
from tests.production.doing import MONDAY, TUESDAY, output, record_output, record_work, work
from tests.production.lines import Ordered, change, deliver, order_of, ordered

pytestmark = pytest.mark.django_db


@pytest.fixture
def made(house: House) -> Ordered:
    return ordered(house.where.laundry, house.where.place)


def allot(made: Ordered, **who: Any) -> None:
    orders.allot(line=made.line, starts_on=MONDAY, by=None, at=small.AT, **who)


def step(made: Ordered, name: str = "Plier", **changes: Any) -> Operation:
    spec = actions.OperationSpec(name, **changes)
    return actions.save_operation(line=made.line, spec=spec, by=None, at=small.AT)


def names(made: Ordered) -> list[str]:
    return list(Operation.objects.filter(line=made.line).values_list("name", flat=True))


# ---------------------------------------------------------------- the board


def test_the_board_says_how_far_each_line_is(house: House, made: Ordered) -> None:
    record_work(house.where, work(house.where, house.ada, (made.task, 150)))
    record_output(house.where, output(house.where, 240, of=made.task))
    deliver(made.line, 100, TUESDAY)
    page = text_of(house.get("lines/", Role.INSTRUCTOR))
    assert "C2025-0001/1" in page
    for words in ("1 000", "240", "760", "100", "10 h", "2 h 30"):
        assert words in page.replace("\u202f", " "), words


def test_lines_of_other_workshops_are_not_on_it(house: House, made: Ordered) -> None:
    other = ordered(house.where.garden, house.where.place)
    laundry, garden = (
        text_of(house.get(f"lines/?workshop={key}")) for key in (house.where.laundry.pk, house.where.garden.pk)
    )
    assert made.line.reference in laundry and other.line.reference not in laundry
    assert other.line.reference in garden
    everything = text_of(house.get("lines/?workshop=all"))
    assert made.line.reference in everything and other.line.reference in everything
    assert other.line.reference not in text_of(house.get("lines/?workshop=all", Role.INSTRUCTOR))
    assert house.get(f"lines/{other.line.pk}/", Role.INSTRUCTOR).status_code == 404


def test_a_line_that_is_done_is_not_on_it(house: House, made: Ordered) -> None:
    change(made.line, state="done")
    assert made.line.reference not in text_of(house.get("lines/"))
    assert house.get(f"lines/{made.line.pk}/").status_code == 200


def test_a_line_whose_day_is_past_is_late_until_it_is_delivered(house: House, made: Ordered) -> None:
    assert 'status-late"' in house.get("lines/").content.decode()
    deliver(made.line, 1000, TUESDAY)
    assert 'status-late"' not in house.get("lines/").content.decode()


def test_names_are_for_those_who_may_see_them_and_codes_for_the_others(house: House, made: Ordered) -> None:
    allot(made, person=house.ada)
    allot(made, group=WorkGroup.objects.create(establishment=house.where.place, name="Équipe bleue"))
    person, group = (Pseudonym.objects.get(**{f"{kind}__isnull": False}).code for kind in ("person", "group"))
    for path in ("lines/", f"lines/{made.line.pk}/"):
        head, sales = text_of(house.get(path)), text_of(house.get(path, Role.SALES))
        assert str(house.ada) in head and "Équipe bleue" in head and person not in head
        assert str(house.ada) not in sales and "Équipe bleue" not in sales
        assert person in sales and group in sales


def test_someone_of_another_workshop_is_a_code_to_an_instructor(house: House, made: Ordered) -> None:
    allot(made, person=house.chloe)
    page = text_of(house.get("lines/", Role.INSTRUCTOR))
    assert str(house.chloe) not in page and Pseudonym.objects.get().code in page


@pytest.mark.parametrize("role", [Role.EDUCATOR, Role.AUDITOR])
def test_who_does_not_read_orders_does_not_see_them(house: House, made: Ordered, role: Role) -> None:
    assert house.get("lines/", role).status_code == 404
    assert house.get(f"lines/{made.line.pk}/", role).status_code == 404


def test_as_many_queries_for_twenty_lines_as_for_one(house: House, made: Ordered) -> None:
    client, path = house.client(), house.url("lines/")
    allot(made, person=house.ada)
    record_work(house.where, work(house.where, house.ada, (made.task, 10)))
    client.get(path)
    with CaptureQueriesContext(connection) as one:
        client.get(path)
    order = order_of(house.where.place)
    rows = [ordered(house.where.laundry, house.where.place, order=order) for _ in range(20)]
    for row in rows:
        allot(row, person=house.bruno)
    with CaptureQueriesContext(connection) as twenty:
        assert text_of(client.get(path)).count(f"{order.number}/") == 20
    assert len(twenty) == len(one)


def test_a_long_list_is_in_pages(house: House) -> None:
    order = order_of(house.where.place)
    for _ in range(31):
        ordered(house.where.laundry, house.where.place, order=order)
    assert text_of(house.get("lines/")).count(f"{order.number}/") == 30
    assert text_of(house.get("lines/?page=2")).count(f"{order.number}/") == 1


def test_without_lines_the_board_says_so(house: House) -> None:
    assert "empty" in house.get("lines/").content.decode()


# ---------------------------------------------------------------- the production sheet


def test_the_sheet_says_what_is_to_be_done_and_who_did_what(house: House, made: Ordered) -> None:
    step(
        made,
        "Plier en deux",
        minutes_per_thousand=90,
        competence="Plieuse",
        workstation="Poste 2",
        restriction="standing",
    )
    record_work(house.where, work(house.where, house.ada, (made.task, 60)))
    record_output(house.where, output(house.where, 30, 2, of=made.task))
    record_output(house.where, output(house.where, 5, of=made.task, day=TUESDAY))
    page = text_of(house.get(f"lines/{made.line.pk}/"))
    for words in ("Plier en deux", "Plieuse", "Poste 2", "1 h 30", str(house.ada), "35"):
        assert words in page, words
    assert "(min" not in page
    sales = text_of(house.get(f"lines/{made.line.pk}/", Role.SALES))
    assert str(house.ada) not in sales and Pseudonym.objects.get().code in sales


def test_steps_are_added_changed_moved_and_removed_and_put_back(house: House, made: Ordered) -> None:
    path = f"lines/{made.line.pk}/operations/"
    assert (
        house.post(f"{path}add/", {"name": "Plier", "minutes_per_thousand": "90"}, Role.INSTRUCTOR).status_code == 302
    )
    house.post(f"{path}add/", {"name": "Encarter"}, Role.INSTRUCTOR)
    house.post(f"{path}add/", {"name": "Contrôler", "position": "1"}, Role.INSTRUCTOR)
    assert names(made) == ["Contrôler", "Plier", "Encarter"]
    folding = Operation.objects.get(name="Plier")
    house.post(f"{path}{folding.pk}/", {"name": "Plier en trois", "position": "9", "restriction": "repetition"})
    assert names(made) == ["Contrôler", "Encarter", "Plier en trois"]
    first = Operation.objects.get(name="Contrôler")
    client = house.client()
    page = client.post(house.url(f"{path}{first.pk}/remove/"), follow=True)
    assert names(made) == ["Encarter", "Plier en trois"]
    token = page.context["undo"]["token"]
    client.post(house.url(f"{path}restore/"), {"token": token})
    assert names(made) == ["Contrôler", "Encarter", "Plier en trois"]


def test_a_form_refused_says_why_and_stays_filled(house: House, made: Ordered) -> None:
    wrong = {"name": "Plier", "minutes_per_thousand": str(rules.MOST_STANDARD_MINUTES + 1), "competence": "Plieuse"}
    answer = house.post(f"lines/{made.line.pk}/operations/add/", wrong)
    assert answer.status_code == 200 and "Plieuse" in text_of(answer)
    assert answer.context["form"].errors["minutes_per_thousand"]
    assert names(made) == []


def test_who_may_not_write_work_changes_no_sheet(house: House, made: Ordered) -> None:
    row = step(made)
    other = ordered(house.where.garden, house.where.place)
    for path in ("operations/add/", f"operations/{row.pk}/", f"operations/{row.pk}/remove/"):
        assert house.post(f"lines/{made.line.pk}/{path}", {"name": "x"}, Role.SALES).status_code == 404
        assert house.post(f"lines/{other.line.pk}/{path}", {"name": "x"}, Role.INSTRUCTOR).status_code == 404
    assert names(made) == ["Plier"]
    assert "operations/add/" not in house.get(f"lines/{made.line.pk}/", Role.SALES).content.decode()


def test_what_is_refused_of_a_step(made: Ordered) -> None:
    with pytest.raises(Refusal, match="name_wrong"):
        step(made, " ")
    with pytest.raises(Refusal, match="standard_time_wrong"):
        step(made, minutes_per_thousand=0)
    for _ in range(rules.MOST_OPERATIONS):
        step(made)
    with pytest.raises(Refusal, match="sheet_full"):
        step(made)


def test_the_reads_of_names_are_noted(house: House, made: Ordered) -> None:
    from etabli.kit.models import AccessLog  # noqa: PLC0415

    allot(made, person=house.ada)
    house.get("lines/")
    house.get(f"lines/{made.line.pk}/")
    house.get("lines/", Role.SALES)
    assert list(AccessLog.objects.order_by("pk").values_list("what", flat=True)) == [
        "production.lines",
        "production.line",
    ]


def test_a_sheet_takes_as_many_queries_for_three_people_as_for_one(house: House, made: Ordered) -> None:
    client, path = house.client(), house.url(f"lines/{made.line.pk}/")
    record_work(house.where, work(house.where, house.ada, (made.task, 10)))
    client.get(path)
    with CaptureQueriesContext(connection) as one:
        client.get(path)
    record_work(house.where, *(work(house.where, who, (made.task, 10), day=TUESDAY) for who in house.people))
    with CaptureQueriesContext(connection) as three:
        client.get(path)
    assert len(three) == len(one)


def test_due_days_are_shown(house: House) -> None:
    made = ordered(house.where.laundry, house.where.place, due_on=date(2031, 5, 2))
    page = house.get(f"lines/{made.line.pk}/")
    assert "2031" in text_of(page) and 'status-late"' not in page.content.decode()


@pytest.mark.parametrize("role", [Role.HEAD_OF_SERVICE, Role.INSTRUCTOR, Role.SALES])
def test_the_pages_are_well_made(house: House, made: Ordered, role: Role) -> None:
    row = step(made)
    record_work(house.where, work(house.where, house.ada, (made.task, 60)))
    faults = []
    for path in (
        "lines/",
        "lines/?workshop=all",
        *(f"lines/{made.line.pk}/{end}" for end in ("", f"operations/{row.pk}/")),
    ):
        answer = house.get(path, role)
        if answer.status_code == 200:
            faults += [(path, fault) for fault in Page(answer.content.decode()).whole()]
    assert not faults, faults


# ---------------------------------------------------------------- what a person contributed to


def test_a_person_s_page_leads_to_the_lines_she_contributed_to(house: House, made: Ordered) -> None:
    record_work(house.where, work(house.where, house.ada, (made.task, 90)))
    record_output(house.where, output(house.where, 40, of=made.task))
    answer = house.get(f"people/{house.ada.pk}/lines/", Role.INSTRUCTOR)
    page = text_of(answer)
    assert made.line.reference in page and "1 h 30" in page and not Page(answer.content.decode()).whole()
    assert answer.context["rest"] is None
    assert made.line.reference not in text_of(house.get(f"people/{house.bruno.pk}/lines/"))
    day = f"?workshop={house.where.laundry.pk}&day={MONDAY.isoformat()}"
    assert f"people/{house.ada.pk}/lines/" in house.get(day).content.decode()


def test_lines_that_the_reader_may_not_see_are_one_line_with_their_total(house: House, made: Ordered) -> None:
    others = [ordered(house.where.garden, house.where.place) for _ in range(2)]
    record_work(house.where, work(house.where, house.ada, (made.task, 90)))
    for other, minutes in zip(others, (20, 25), strict=True):
        moved(made, other, minutes)
    path = f"people/{house.ada.pk}/lines/"
    answer = house.get(path, Role.INSTRUCTOR)
    assert [row.reference for row, _ in answer.context["rows"]] == [made.line.reference]
    assert answer.context["rest"] == Worked(45)
    page = text_of(answer)
    assert others[0].line.reference not in page and "0 h 45" in page and not Page(answer.content.decode()).whole()
    head = house.get(path)
    assert len(head.context["rows"]) == 3 and head.context["rest"] is None

    answer = house.get(path, Role.EDUCATOR)
    assert (list(answer.context["rows"]), answer.context["rest"]) == ([], Worked(135))
    page = answer.content.decode()
    assert house.url("lines/") not in page and made.line.reference not in page and not Page(page).whole()


def moved(made: Ordered, other: Ordered, minutes: int) -> None:
    """The same person on a line of another workshop: a copy of what she did, with other minutes."""
    fact = WorkFact.objects.get(order_line=made.line.pk)
    fact.pk, fact.order_line, fact.task, fact.minutes = None, other.line.pk, other.task.pk, minutes
    fact.workshop = other.task.workshop_id
    fact.save()


def test_it_is_for_those_who_may_see_who_worked_on_what(house: House) -> None:
    assert house.get(f"people/{house.ada.pk}/lines/", Role.SALES).status_code == 404
    assert house.get(f"people/{house.chloe.pk}/lines/", Role.INSTRUCTOR).status_code == 404
    assert house.get("people/999999/lines/").status_code == 404
