"""The explanation of a figure: the division it is, what is left out, the rows as far as the reader may see them."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook

from etabli.indicators.definitions import definitions
from etabli.kit.models import AccessLog
from etabli.org.models import User
from tests import workplace as small
from tests.indicators.screens.conftest import MARCH, YEAR, House, crowd, user
from tests.indicators.screens.test_dashboard import text

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
QUERIES = 20


def cells(page: str, name: str) -> list[str]:
    """The cells of the row of a table headed by a name, without their markup."""
    row = page[page.index(name) :]
    return [re.sub(r"<[^>]+>", "", cell).strip() for cell in re.findall(r"<td.*?</td>", row[: row.index("</tr>")])]


def test_the_result_is_shown_as_the_division_it_is(house: House, daniele: Client) -> None:
    page = text(daniele, house.url("occupancy_rate/"))
    division = re.sub(r"<[^>]+>", "", page[page.index('class="division"') :][:400])
    assert "50 days ÷ 75.30 days = 66.40 %" in re.sub(r"\s+", " ", division)


def test_formula_source_version_and_period_are_there(house: House, daniele: Client) -> None:
    page = text(daniele, house.url("occupancy_rate/"))
    assert "Attended days ÷ (declared opening days of the year × approved places)" in page
    assert "ANAP" in page
    assert "version 1" in page
    assert "March 2025" in page


@pytest.mark.parametrize(
    ("language", "formula", "source"),
    [
        ("fr", "Journées réalisées ÷", "guide de la CNSA, janvier 2019"),
        ("nl", "Gepresteerde dagen ÷", "gids van de CNSA, januari 2019"),
    ],
)
def test_formula_and_source_are_in_the_language_of_the_reader(
    house: House, sign_in: SignIn, language: str, formula: str, source: str
) -> None:
    reader = house.users["Danièle"]
    reader.language = language
    reader.save()
    page = text(sign_in(reader), house.url("occupancy_rate/"))
    assert formula in page and source in page


def test_what_is_left_out_has_its_reason_and_its_count(house: House, daniele: Client) -> None:
    page = text(daniele, house.url("occupancy_rate/"))
    assert cells(page[page.index("Left out, by reason</caption>") :], ">Sickness</th>") == ["10"]
    assert cells(page[page.index("Left out, by reason</caption>") :], ">Leave</th>") == ["5"]


def test_parts_are_listed_with_their_share(house: House, daniele: Client) -> None:
    page = text(daniele, house.url("absence_days/"))
    assert cells(page[page.index("By part</caption>") :], ">Sickness</th>") == ["5", "66.7%"]


def test_each_person_has_a_subtotal_and_they_make_the_figure(house: House, daniele: Client) -> None:
    page = text(daniele, house.url("occupancy_rate/"))
    nums = [
        float(cells(page, f"{name}</a></th>")[2])
        for name in ("Fictif1 Ada", "Fictif2 Ben", "Fictif3 Cleo", "Fictif4 Tom")
    ]
    assert nums == [21, 8, 16, 5]
    assert cells(page, "All rows together: the figure")[1] == "50"


def test_the_rows_of_the_establishment_are_listed_too(house: House, daniele: Client) -> None:
    page = text(daniele, house.url("paid_hours_activity_rate/"))
    assert cells(page[page.index("Rows that are of no person</caption>") :], "March 2025")[-1] == "606.67"


def test_the_definition_is_there_as_it_is_run(house: House, daniele: Client) -> None:
    page = text(daniele, house.url("headcount/"))
    assert "SELECT p.establishment AS establishment" in page


def test_a_refused_figure_says_why_and_keeps_its_formula(house: House, daniele: Client) -> None:
    page = text(daniele, house.url("target_fulfilment_rate/"))
    assert "This figure cannot be given" in page
    assert "needs the target days of 2025" in page
    assert "Attended days ÷ target days of the contract" in page
    assert "By person" not in page


@pytest.mark.parametrize("code", ["nonsense", "Occupancy_rate"])
def test_what_is_no_figure_is_not_found(house: House, daniele: Client, code: str) -> None:
    assert daniele.get(house.url(f"{code}/")).status_code == 404


def test_a_figure_of_other_kinds_is_not_found(house: House, sign_in: SignIn) -> None:
    place = small.workplace(finess="990000028", name="EA", kind="EA", association="Ailleurs")
    client = sign_in(user("ea", "director", place))  # type: ignore[arg-type]
    assert client.get(f"/{place.finess}/figures/occupancy_rate/?{MARCH}").status_code == 404


@pytest.mark.parametrize("code", list(definitions()))
def test_every_figure_explains_itself(house: House, daniele: Client, code: str) -> None:
    assert definitions()[code].label("en") in text(daniele, house.url(f"{code}/", YEAR))


# ---------------------------------------------------------------- who may see whom


def test_an_auditor_sees_the_sum_and_no_name(house: House, aude: Client) -> None:
    page = text(aude, house.url("occupancy_rate/"))
    assert "Fictif" not in page.replace("Aude Fictif", "")
    assert "4 persons not shown to you" in page
    assert cells(page, "4 persons not shown to you")[1] == "50"
    assert cells(page, "All rows together: the figure")[1] == "50"
    assert not AccessLog.objects.filter(what="indicators.explanation").exists()


def test_names_read_are_noted(house: House, daniele: Client) -> None:
    daniele.get(house.url("absence_days/"))
    (row,) = AccessLog.objects.filter(what="indicators.explanation")
    assert row.purpose == "absence_days"
    assert set(row.subjects) == {str(house.people[name].pk) for name in ("Ben", "Cleo")}


def test_the_days_of_a_person_are_a_fragment_for_htmx(house: House, daniele: Client) -> None:
    url = house.url(f"occupancy_rate/persons/{house.people['Cleo'].pk}/")
    fragment = daniele.get(url, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in fragment
    assert "Together: 16 days" in fragment
    assert "left out: Sickness" in fragment


def test_the_days_of_a_person_are_a_page_without_script(house: House, daniele: Client) -> None:
    page = text(daniele, house.url(f"occupancy_rate/persons/{house.people['Ada'].pk}/"))
    assert "<h1>Fictif1 Ada</h1>" in page
    assert "Monday" in page
    assert f'href="/{house.place.finess}/people/{house.people["Ada"].pk}/"' in page


def test_long_days_are_paged(house: House, daniele: Client) -> None:
    page = text(daniele, house.url(f"occupancy_rate/persons/{house.people['Ada'].pk}/", YEAR))
    assert "Page 1 of" in page


def test_a_person_without_rows_is_said_so(house: House, daniele: Client) -> None:
    assert "No row of this person" in text(daniele, house.url(f"absence_days/persons/{house.people['Ada'].pk}/"))


def test_the_days_of_a_person_are_not_for_an_auditor(house: House, aude: Client) -> None:
    assert aude.get(house.url(f"occupancy_rate/persons/{house.people['Ada'].pk}/")).status_code == 404


def test_a_person_of_another_house_is_not_found(house: House, daniele: Client) -> None:
    other = small.Establishment.objects.get(finess=small.OTHER_NUMBER)
    stranger = small.engage(other, "77", last_name="Secret")
    assert daniele.get(house.url(f"occupancy_rate/persons/{stranger.pk}/")).status_code == 404


# ---------------------------------------------------------------- files


def sheet(client: Client, url: str) -> list[list[Any]]:
    answer = client.get(url)
    assert answer.status_code == 200
    assert "attachment" in answer["Content-Disposition"]
    return CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()


def test_the_workbook_sums_to_the_figure(house: House, daniele: Client) -> None:
    head, *rows = sheet(daniele, house.url("occupancy_rate/export/"))
    num, reason, name = head.index("Numerator"), head.index("Left out because"), head.index("Name")
    assert sum(row[num] for row in rows) == 50
    assert {row[reason] for row in rows} >= {"", "Sickness", "Leave"}
    assert "Fictif3 Cleo" in {row[name] for row in rows}
    (note,) = AccessLog.objects.filter(what="indicators.explanation")
    assert note.row_count == len(rows)


def test_the_workbook_of_an_auditor_has_one_row_for_all_and_the_same_sum(house: House, aude: Client) -> None:
    head, *rows = sheet(aude, house.url("occupancy_rate/export/"))
    assert sum(row[head.index("Numerator")] for row in rows) == 50
    assert [row[head.index("Name")] for row in rows if row[head.index("Numerator")]] == ["Persons not shown to you"]
    assert not any("Fictif" in str(cell) for row in rows for cell in row)


def test_there_is_no_workbook_of_a_refused_figure(house: House, daniele: Client) -> None:
    answer = daniele.get(house.url("target_fulfilment_rate/export/"))
    assert answer.status_code == 302
    assert "target_fulfilment_rate" in answer["Location"]


def test_hours_of_a_month_open_the_half_days_that_make_them(house: House, daniele: Client) -> None:
    person = house.place.registrations.select_related("person").order_by("staff_number")[0].person
    way = house.url(f"paid_hours_activity_rate/persons/{person.pk}/", "first=2025-03&last=2025-03")
    calendar = reverse("attendance:calendar", args=[house.place.finess, person.pk, 2025])
    for headers in ({}, {"HX-Request": "true"}):
        answer = daniele.get(way, headers=headers)
        assert f'<a href="{calendar}#m2025-03">March 2025</a>' in answer.content.decode()
    assert 'id="m2025-03"' in daniele.get(calendar).content.decode()


def test_as_many_queries_for_twenty_persons(house: House, daniele: Client, django_assert_num_queries: Any) -> None:
    daniele.get(house.url("occupancy_rate/"))
    with django_assert_num_queries(QUERIES):
        daniele.get(house.url("occupancy_rate/"))
    crowd(house.place, 120)
    with django_assert_num_queries(QUERIES):
        page = text(daniele, house.url("occupancy_rate/"))
    assert "Page 1 of 3" in page
    assert "page=2" in page
