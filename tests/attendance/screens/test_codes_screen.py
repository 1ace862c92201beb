"""The code table: what each code counts for, added, changed, no longer used, and its spellings."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from etabli.attendance.actions import close_month, save_aliases
from etabli.attendance.models import Code, CodeAlias
from etabli.attendance.queries import spellings_of
from etabli.org.states import Role
from tests import workplace as small
from tests.attendance.screens.conftest import MONDAY, House, act
from tests.workplace import M

pytestmark = pytest.mark.django_db


def values(**changes: Any) -> dict[str, Any]:
    usual = {
        "label": "Sport",
        "symbol": "SP",
        "colour": "teal",
        "paid": "on",
        "absence": "",
        "active": "on",
        "aliases": "",
    }
    return usual | changes


def of(house: House, name: str) -> Code:
    return house.place.codes.get(code=name)


def test_the_table(house: House) -> None:
    save_aliases(establishment=house.place, aliases={"Pr": "PRE"}, by=None, at=small.AT)
    text = house.get("codes/").content.decode()
    assert text.count("<tr>") == Code.objects.count() + 1
    line = next(part for part in text.split("<tr>") if ">PRE<" in part)
    assert "Present in the workshop" in line
    assert line.count("yes") == 2
    assert "<td>Pr</td>" in line
    sick = next(part for part in text.split("<tr>") if ">MAL<" in part)
    assert "with sick note and waiting days" in sick
    assert "Private reason" in sick


def test_a_code_is_added_with_its_spellings(house: House) -> None:
    assert "Add a code" in house.get("codes/add/").content.decode()
    text = house.post("codes/add/", values(code="spo", aliases="Sport gym"), follow=True).content.decode()
    assert "The code is saved." in text
    row = of(house, "SPO")
    assert (row.label, row.symbol, row.paid, row.ars, row.colour) == ("Sport", "SP", True, False, "teal")
    assert {"sport", "gym", "spo", "sp"} <= set(spellings_of(house.place))


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({"code": "PRE"}, "There is a code PRE already."),
        ({"code": "A B"}, "is not a code"),
        ({"code": ""}, "This field is required."),
        ({"code": "SPORTSANDGAMES"}, "at most 10 characters"),
        ({"symbol": ""}, "This field is required."),
        ({"symbol": "SPO"}, "at most 2 characters"),
        ({"colour": "plaid"}, "Select a valid choice."),
        ({"aliases": "MAL"}, "“MAL” means MAL already."),
        ({"aliases": "a/b"}, "is not another spelling"),
        ({"aliases": "x" * 21}, "is not another spelling"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_kept(house: House, changes: dict[str, Any], text: str) -> None:
    answer = house.post("codes/add/", values(code="SPO") | changes)
    assert text in answer.content.decode()
    assert 'value="Sport"' in answer.content.decode()
    assert not Code.objects.filter(code="SPO").exists()
    assert not CodeAlias.objects.exists()


def test_a_code_may_not_be_a_spelling_of_another(house: House) -> None:
    save_aliases(establishment=house.place, aliases={"SPO": "PRE"}, by=None, at=small.AT)
    assert "“SPO” means PRE already." in house.post("codes/add/", values(code="SPO")).content.decode()


def test_spellings_are_replaced(house: House) -> None:
    save_aliases(establishment=house.place, aliases={"here": "PRE", "la": "PRE"}, by=None, at=small.AT)
    pk = of(house, "PRE").pk
    text = house.get(f"codes/{pk}/").content.decode()
    assert 'value="here la"' in text
    house.post(f"codes/{pk}/", values(label="", symbol="P", ars="on", colour="green", aliases="la ici"))
    assert set(CodeAlias.objects.values_list("alias", flat=True)) == {"la", "ici"}


def test_a_code_no_longer_used_cannot_be_typed(house: House) -> None:
    pk = of(house, "MOB").pk
    changes = values(label="", symbol="MO", colour="yellow", absence="leave")
    del changes["active"]
    house.post(f"codes/{pk}/", changes)
    assert "No longer used" in house.get("codes/").content.decode()
    (answer,) = house.send([act(house.ada, MONDAY, 0, "MOB")])
    assert answer["refusal"]["code"] == "code_unknown"


def test_what_a_used_code_counts_for_is_changed_after_a_warning(house: House) -> None:
    small.type_days(house.place, house.ada, MONDAY, "SO2")
    pk = of(house, "SO2").pk
    changes = values(label="", symbol="S2", ars="on")
    text = house.post(f"codes/{pk}/", changes).content.decode()
    assert "What it counts for changes for 2 half-days already written." in text
    assert not of(house, "SO2").paid
    house.post(f"codes/{pk}/", changes | {"accept_counted": "on"})
    assert of(house, "SO2").paid
    half = small.half_day(house.ada, MONDAY, M)
    assert half is not None
    assert half.paid_minutes == 210


def test_a_closed_month_keeps_what_its_codes_count_for(house: House) -> None:
    small.type_days(house.place, house.ada, MONDAY, "SO2")
    close_month(establishment=house.place, month=date(2025, 3, 1), by=None, at=small.AT)
    changes = values(label="", symbol="S2", ars="on", accept_counted="on")
    text = house.post(f"codes/{of(house, 'SO2').pk}/", changes).content.decode()
    assert "was used in the closed month of 03/2025" in text
    assert not of(house, "SO2").paid


@pytest.mark.parametrize("role", [Role.INSTRUCTOR, Role.EDUCATOR, Role.HEAD_OF_SERVICE])
def test_who_may_not_write_reads_the_table(house: House, role: Role) -> None:
    text = house.get("codes/", role).content.decode()
    assert "Present in the workshop" in text
    assert "Add a code" not in text
    for path in ("codes/add/", f"codes/{of(house, 'PRE').pk}/"):
        assert house.get(path, role).status_code == 404
        assert house.post(path, values(code="SPO"), role).status_code == 404


def test_a_code_of_another_establishment_is_not_found(house: House) -> None:
    other = small.workplace(association="Ailleurs", finess=small.OTHER_NUMBER, name="Ailleurs")
    assert house.get(f"codes/{other.codes.first().pk}/").status_code == 404


def test_as_many_queries_for_any_number_of_spellings(house: House) -> None:
    counts = []
    for number in range(2):
        house.get("codes/")
        with CaptureQueriesContext(connection) as counted:
            house.get("codes/")
        counts.append(len(counted))
        aliases = {f"a{number}{place}": "PRE" for place in range(10)}
        save_aliases(establishment=house.place, aliases=aliases, by=None, at=small.AT)
    assert counts[0] == counts[1]
