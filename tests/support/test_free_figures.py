"""Free data in figures: counted over those present, told from five persons on, also after taking one number off another."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import gettext

from etabli.kit.models import AccessLog
from etabli.org.models import Establishment, User
from etabli.org.states import Role
from etabli.people.models import Person
from etabli.support.models import FreeField
from etabli.support.queries.free_figures import EVERYWHERE, NOTHING, PRESENT, WRITTEN, FreeFigure, free_figure
from etabli.support.showing_free_figures import lines_of, picture_of, table_of
from tests import workplace as small
from tests.support.conftest import TODAY, YESTERDAY, client_of, user_of
from tests.support.test_free_data import TEAM, field_of, url, write


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("etabli.support.views.free_figures.today", lambda: TODAY)


def crowd(place: Establishment, number: int, workshop: str, first: int = 100) -> list[Person]:
    return [small.engage(place, str(first + each), workshop=workshop) for each in range(number)]


def ways(place: Establishment, **changes: Any) -> FreeField:
    return field_of(place, kind="choice", choices=("Bus", "Bike", "Foot"), **changes)


def fill(field: FreeField, people: Sequence[Person], value: str) -> None:
    for one in people:
        write(one, field, value)


def counted(user: User, place: Establishment, field: FreeField, *, by_workshop: bool = False) -> FreeFigure:
    return free_figure(user, place, field, TODAY, today=TODAY, by_workshop=by_workshop)


def column(figure: FreeFigure, key: int = EVERYWHERE) -> dict[str, int | None]:
    return {row: figure.cells[row, key].number for row in figure.rows}


# ---------------------------------------------------------------- counted


def test_each_value_is_counted_over_those_present(place: Establishment, educator: User) -> None:
    field = ways(place)
    people = crowd(place, 17, "BLA")
    fill(field, people[:6], "Bus")
    fill(field, people[6:11], "Bike")
    gone = small.engage(place, "99", last_day=YESTERDAY, end_reason="Retraite")
    write(gone, field, "Bus")
    figure = counted(educator, place, field)
    assert column(figure) == {"=Bus": 6, "=Bike": 5, "=Foot": 0, NOTHING: 6, PRESENT: 17}
    assert figure.persons == {one.pk for one in people}
    before = free_figure(educator, place, field, YESTERDAY, today=TODAY, by_workshop=False)
    assert (before.cells["=Bus", EVERYWHERE].number, before.cells[PRESENT, EVERYWHERE].number) == (7, 18)


def test_a_value_of_few_is_hidden_with_the_one_that_would_tell_it(place: Establishment, educator: User) -> None:
    field = ways(place)
    people = crowd(place, 18, "BLA")
    fill(field, people[:9], "Bus")
    fill(field, people[9:14], "Bike")
    fill(field, people[14:], "Foot")
    assert column(counted(educator, place, field)) == {"=Bus": 9, "=Bike": None, "=Foot": None, NOTHING: 0, PRESENT: 18}


def test_of_four_present_nothing_is_told(place: Establishment, educator: User) -> None:
    field = ways(place)
    fill(field, crowd(place, 4, "BLA"), "Bus")
    figure = counted(educator, place, field)
    assert set(column(figure).values()) == {None} and picture_of(figure) is None
    assert {line.number for line in lines_of(figure)} == {None} and all(line.remark for line in lines_of(figure))


def test_a_workshop_is_told_as_far_as_nothing_small_follows(place: Establishment, educator: User) -> None:
    field = ways(place)
    laundry, garden = crowd(place, 12, "BLA"), crowd(place, 10, "EV", 200)
    fill(field, [*laundry[:7], *garden[:5]], "Bus")
    fill(field, [*laundry[7:], *garden[5:]], "Bike")
    keys = {code: place.workshops.get(code=code).pk for code in ("BLA", "EV")}
    figure, nobody = counted(educator, place, field, by_workshop=True), {"=Foot": 0, NOTHING: 0}
    assert column(figure) == {"=Bus": 12, "=Bike": 10, PRESENT: 22} | nobody
    assert column(figure, keys["BLA"]) == {"=Bus": 7, "=Bike": 5, PRESENT: 12} | nobody
    assert [cell["text"] for cell in table_of(figure)["rows"][0]["cells"]] == ["Bus", "12", "7", "5"]
    write(garden[0], field, "Bike")
    figure = counted(educator, place, field, by_workshop=True)
    assert column(figure) == {"=Bus": 11, "=Bike": 11, PRESENT: 22} | nobody
    # Seven of the eleven by bus in the laundry would tell the four of the garden; of bikes, five and six tell nothing.
    nothing = dict.fromkeys(figure.rows)
    assert column(figure, keys["BLA"]) == nothing | {"=Bike": 5}
    assert column(figure, keys["EV"]) == nothing | {"=Bike": 6}
    assert [cell["text"] for cell in table_of(figure)["rows"][0]["cells"]] == [
        "Bus",
        "11",
        *[gettext("few persons")] * 2,
    ]


def test_of_numbers_the_mean_is_told_from_five_on(place: Establishment, educator: User) -> None:
    field = field_of(place, kind="number")
    people = crowd(place, 10, "BLA")
    for one, number in zip(people[:5], ("1", "2", "3", "4", "5.5"), strict=True):
        write(one, field, number)
    cell = counted(educator, place, field).cells[WRITTEN, EVERYWHERE]
    assert (cell.number, cell.mean) == (5, Decimal("3.1"))
    assert table_of(counted(educator, place, field))["rows"][0]["cells"][1]["text"] in ("3,10", "3.10")
    write(people[4], field, "")
    cell = counted(educator, place, field).cells[WRITTEN, EVERYWHERE]
    assert (cell.number, cell.mean) == (None, None)


def test_days_are_counted_by_year_and_yes_and_no_stand_in_that_order(place: Establishment, educator: User) -> None:
    since, licence = field_of(place, kind="date"), field_of(place, code="licence", kind="yes_no")
    people = crowd(place, 10, "BLA")
    fill(since, people[:5], "2024-02-29")
    fill(since, people[5:], "2025-01-01")
    fill(licence, people[:5], "no")
    assert column(counted(educator, place, since)) == {"2024": 5, "2025": 5, NOTHING: 0, PRESENT: 10}
    assert column(counted(educator, place, licence)) == {"=yes": 0, "=no": 5, NOTHING: 5, PRESENT: 10}


# ---------------------------------------------------------------- who reads


@pytest.mark.parametrize("role", list(Role))
def test_a_field_is_counted_by_the_roles_that_read_it(place: Establishment, role: str) -> None:
    field = ways(place, read_roles=("instructor", "director"), write_roles=())
    fill(field, crowd(place, 6, "BLA"), "Bus")
    client = client_of(user_of(place, role))
    answer = client.get(url(place, "free_figures"), {"field": field.pk})
    sheet = client.get(url(place, "free_figures_export", "csv"), {"field": field.pk})
    chart = client.get(url(place, "free_figures_chart"), {"field": field.pk})
    if role in (Role.INSTRUCTOR, Role.DIRECTOR):
        assert ">6</td>" in "".join(answer.content.decode().split()) and sheet.status_code == chart.status_code == 200
        assert AccessLog.objects.filter(what="support.free.figure").count() == 2
        assert len(AccessLog.objects.get(what="support.free.figure_export").subjects) == 6
    else:
        assert answer.status_code == (200 if role in TEAM else 404)
        assert sheet.status_code == chart.status_code == 404
        assert "Bus" not in answer.content.decode() and not any(row.subjects for row in AccessLog.objects.all())


def test_a_role_of_one_workshop_counts_those_it_knows(place: Establishment, instructor: User) -> None:
    field = ways(place, read_roles=("instructor",), write_roles=())
    fill(field, crowd(place, 6, "BLA"), "Bus")
    fill(field, crowd(place, 7, "EV", 200), "Bus")
    assert column(counted(instructor, place, field)) == {"=Bus": 6, "=Bike": 0, "=Foot": 0, NOTHING: 0, PRESENT: 6}


# ---------------------------------------------------------------- the page


def test_the_page_counts_draws_and_takes_as_a_sheet(place: Establishment, educator: User) -> None:
    field, words = ways(place), field_of(place, code="words", label="Words", kind="text")
    fill(field, crowd(place, 6, "BLA"), "Bus")
    client = client_of(educator)
    empty = client.get(url(place, "free_figures")).content.decode()
    assert "Choose a field" in empty and "Words" not in empty
    assert "Choose a field" in client.get(url(place, "free_figures"), {"field": words.pk}).content.decode()
    asked = {"field": field.pk, "on": "2026-01-15", "by_workshop": "on"}
    page = client.get(url(place, "free_figures"), asked).content.decode()
    assert "All together" in page and "Blanchisserie" in page and url(place, "free_figures_chart") in page
    sheet = client.get(url(place, "free_figures_export", "csv"), asked).content.decode("utf-8-sig")
    assert "Blanchisserie;Bus;6;" in sheet and "Fictif" not in sheet
    assert client.get(url(place, "free_figures_export", "pdf"), asked).status_code == 404
    nobody = client.get(url(place, "free_figures"), {"field": field.pk, "on": "2001-01-01"}).content.decode()
    assert "Nobody was present" in nobody
    later = client.get(url(place, "free_figures"), {"field": field.pk, "on": "2099-01-01"})
    assert later.status_code == 200 and "Choose a field" in later.content.decode()
    drawing = client.get(url(place, "free_figures_chart"), {"field": field.pk})
    assert drawing["Content-Type"] == "image/svg+xml" and "Bus" in drawing.content.decode()


def test_as_many_queries_for_one_person_as_for_twenty(place: Establishment, educator: User) -> None:
    field = ways(place)
    fill(field, crowd(place, 1, "BLA"), "Bus")
    client = client_of(educator)

    def count() -> int:
        asked = {"field": field.pk, "by_workshop": "on"}
        client.get(url(place, "free_figures"), asked)
        with CaptureQueriesContext(connection) as queries:
            client.get(url(place, "free_figures"), asked)
        return len(queries)

    one = count()
    fill(field, crowd(place, 20, "EV", 200), "Bike")
    assert count() == one
