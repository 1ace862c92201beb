"""Work sheets: minutes and quantities on order lines, shared and never multiplied, once however often they are read."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db.models import Sum

from etabli.core.calendars import Half
from etabli.core.work import Part
from etabli.exchange.actions import Mode, import_work
from etabli.exchange.report import Report
from etabli.orders.models import Order
from etabli.people.models import Person, WorkGroup
from etabli.production.actions import save_cause
from etabli.production.models import Activity, Output, WorkEntry, WorkFact
from tests.exchange import files
from tests.orders.selling import WHO, Shop, line, only, order, shop
from tests.workplace import AT, engage, type_days

pytestmark = pytest.mark.django_db
MONDAY = date(2025, 3, 10)
HEAD = "date;matricule;groupe;commande;ligne;minutes;bonnes;rebuts;cause\n"
Run = Callable[..., Report]


class Floor:
    """Two orders in hand, two people in the group Plieurs and a third one."""

    def __init__(self) -> None:
        self.shop: Shop = shop()
        self.order: Order = order(self.shop, client_reference="BC-1")
        self.double: Order = order(self.shop, line(self.shop), line(self.shop), client_reference="BC-2")
        self.people: list[Person] = [engage(self.shop.place, str(number)) for number in (1, 2, 3)]
        group = WorkGroup.objects.create(establishment=self.shop.place, name="Plieurs")
        for person in self.people[:2]:
            person.registrations.get().work_groups.add(group)
        save_cause(establishment=self.shop.place, code="TACHE", name="Taché", **WHO)


@pytest.fixture
def floor(db: Any) -> Floor:
    return Floor()


@pytest.fixture
def run(floor: Floor, tmp_path: Path) -> Run:
    def go(text: str, head: str = HEAD, **mode: bool) -> Report:
        path = files.csv(tmp_path / "work.csv", head + text)
        return import_work(path=path, establishment=floor.shop.place, mode=Mode(**mode), by=None, at=AT)

    return go


def facts(floor: Floor, row: Order | None = None) -> dict[str, int]:
    rows = WorkFact.objects.filter(order_line=only(row or floor.order).pk)
    return rows.aggregate(minutes=Sum("minutes"), good=Sum("good"), rejected=Sum("rejected"))


def found(report: Report) -> list[tuple[str, str]]:
    return [(problem.place.cell, problem.code) for problem in report.in_order(report.errors)]


def test_minutes_and_quantities_of_a_person_are_on_the_line(run: Run, floor: Floor) -> None:
    text = "10/03/2025;1;;BC-1;;420;900;12;TACHE\n"
    report = run(text)
    assert (report.errors, report.created, report.summary) == ([], 3, {"lines": 1, "minutes": 420})
    assert facts(floor) == {"minutes": 420, "good": 900_000, "rejected": 12_000}
    halves = WorkFact.objects.filter(subject=floor.people[0]).order_by("half").values_list("half", "minutes")
    assert list(halves) == [(0, 210), (1, 210)]


def test_the_same_sheet_twice_changes_nothing(run: Run, floor: Floor) -> None:
    text = "10/03/2025;1;;BC-1;;420;900;12;\n10/03/2025;;Plieurs;BC-2;2;60;50;;\n"
    run(text)
    before = WorkEntry.objects.count(), Output.objects.count()
    report = run(text)
    assert (report.created, report.updated, report.errors) == (0, 0, [])
    assert report.unchanged > 0
    assert (WorkEntry.objects.count(), Output.objects.count()) == before


def test_a_corrected_sheet_replaces_what_it_said(run: Run, floor: Floor) -> None:
    run("10/03/2025;1;;BC-1;;420;900;;\n")
    report = run("10/03/2025;1;;BC-1;;400;950;;\n")
    assert (report.created, report.updated) == (0, 3)
    assert facts(floor) == {"minutes": 400, "good": 950_000, "rejected": 0}


def test_what_stands_of_other_tasks_stays(run: Run, floor: Floor) -> None:
    run("10/03/2025;1;;BC-1;;200;;;\n")
    run("10/03/2025;1;;BC-2;1;100;;;\n")
    assert facts(floor)["minutes"] == 200
    entry = WorkEntry.objects.filter(person=floor.people[0], half=Half.MORNING).latest("pk")
    assert sorted(entry.parts.values_list("minutes", flat=True)) == [50, 100]


@pytest.mark.parametrize("minutes", [1, 421, 840])
def test_minutes_of_a_group_are_shared_and_none_is_lost(run: Run, floor: Floor, minutes: int) -> None:
    run(f"10/03/2025;;plieurs;BC-1;;{minutes};1000;;\n")
    assert facts(floor) == {"minutes": minutes, "good": 1_000_000, "rejected": 0}
    by_person = WorkFact.objects.exclude(minutes=0).order_by("subject").values("subject").annotate(total=Sum("minutes"))
    shares = [row["total"] for row in by_person]
    assert len(shares) <= 2 and max(shares) - min(shares) <= 2


def test_who_was_absent_has_no_part_in_what_her_group_did(run: Run, floor: Floor) -> None:
    type_days(floor.shop.place, floor.people[0], MONDAY, "CP")
    run("10/03/2025;;Plieurs;BC-1;;300;10;;\n")
    assert set(WorkFact.objects.values_list("subject", flat=True)) == {floor.people[1].pk}
    type_days(floor.shop.place, floor.people[1], MONDAY, "CP")
    report = run("10/03/2025;;Plieurs;BC-2;1;300;10;;\n")
    assert found(report) == [("C2", "nobody_at_work")]


def test_a_sheet_read_again_takes_from_who_turns_out_to_have_been_absent(run: Run, floor: Floor) -> None:
    ada, bruno, chloe = floor.people
    chloe.registrations.get().work_groups.add(WorkGroup.objects.get())
    run("10/03/2025;1;;BC-2;1;20;;;\n")
    text = "10/03/2025;;Plieurs;BC-1;;300;10;;\n"
    run(text)
    assert facts(floor)["minutes"] == 300
    type_days(floor.shop.place, ada, MONDAY, "CP")
    report = run(text)
    by_person = WorkFact.objects.filter(order_line=only(floor.order).pk, minutes__gt=0).values_list("subject")
    assert dict(by_person.annotate(total=Sum("minutes"))) == {bruno.pk: 150, chloe.pk: 150}
    assert (report.errors, report.created, report.updated) == ([], 0, 6)
    # What she did on another line stays.
    assert WorkFact.objects.filter(subject=ada).aggregate(total=Sum("minutes"))["total"] == 20
    assert (run(text).updated, facts(floor)["minutes"]) == (0, 300)


def test_what_a_row_says_of_one_of_a_group_stays_beside_what_the_group_did(run: Run, floor: Floor) -> None:
    type_days(floor.shop.place, floor.people[0], MONDAY, "PRE", halves=(Half.MORNING,))
    text = "date;matricule;groupe;commande;créneau;minutes\n"
    run("10/03/2025;1;;BC-1;après-midi;30\n10/03/2025;;Plieurs;BC-1;matin;100\n", text)
    assert facts(floor)["minutes"] == 130
    run("10/03/2025;;Plieurs;BC-1;matin;100\n", text)
    assert facts(floor)["minutes"] == 130


def test_a_half_day_may_be_said(run: Run, floor: Floor) -> None:
    head = "date;matricule;commande;créneau;durée;bonnes\n"
    run("10/03/2025;1;BC-1;après-midi;3h30;5\n10/03/2025;2;BC-1;;1h;\n", head)
    afternoon = WorkEntry.objects.get(person=floor.people[0])
    assert (afternoon.half, [Part(part.activity_id, part.minutes) for part in afternoon.parts.all()]) == (
        Half.AFTERNOON,
        [Part(Activity.objects.get(line=only(floor.order)).pk, 210)],
    )
    assert Output.objects.get().half == Half.AFTERNOON


def test_our_number_and_that_of_the_client_are_the_same_order(run: Run, floor: Floor) -> None:
    run(f"10/03/2025;1;;{floor.order.number};1;60;;;\n11/03/2025;1;;bc 1;;30;;;\n")
    assert facts(floor)["minutes"] == 90


def test_every_error_of_a_work_sheet_is_told_at_once(run: Run, floor: Floor) -> None:
    save_cause(establishment=floor.shop.place, code="PLI", name="Pli", **WHO)
    text = """\
32/03/2025;9;;BC-9;;longtemps;;;
10/03/2025;1;Plieurs;BC-1;;10;;;
10/03/2025;;Inconnus;BC-1;;10;;;
10/03/2025;;;BC-1;;10;;;
10/03/2025;1;;BC-2;;10;;;
10/03/2025;1;;BC-2;3;10;;;
10/03/2025;1;;BC-1;;10;;5;
10/03/2025;1;;BC-1;;10;;5;Feu
10/03/2025;1;;BC-1;;;;;
10/03/2027;1;;BC-1;;10;;;
10/03/2025;2;;BC-1;;10;;;
10/03/2025;2;;BC-1;;20;;;
"""
    report = run(text)
    assert found(report) == [
        ("A2", "no_such_day"),
        ("B2", "staff_number_unknown"),
        ("D2", "order_without_task"),
        ("F2", "not_minutes"),
        ("C3", "person_or_group"),
        ("C4", "group_not_known"),
        ("B5", "person_or_group"),
        ("E6", "order_line_not_known"),
        ("E7", "order_line_not_known"),
        ("I8", "value_missing"),
        ("I9", "cause_not_known"),
        ("F10", "value_missing"),
        ("A11", "work_to_come"),
        ("D13", "line_twice"),
    ]
    assert not WorkEntry.objects.exists() and not report.written


def test_what_production_refuses_is_told_at_the_row(run: Run, floor: Floor) -> None:
    report = run("10/03/2024;1;;BC-1;;10;;;\n10/03/2025;1;;BC-1;;10;;;\n", accept_good_rows=True)
    assert found(report) == [("D2", "not_engaged")]
    assert (report.created, facts(floor)["minutes"]) == (2, 10)


def test_a_number_that_two_clients_gave_says_no_order(run: Run, floor: Floor) -> None:
    other = order(floor.shop)
    Order.objects.filter(pk=other.pk).update(client_reference="BC-1")
    assert found(run("10/03/2025;1;;BC-1;;10;;;\n")) == [("D2", "order_not_unique")]
