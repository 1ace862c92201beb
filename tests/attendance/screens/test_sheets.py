"""The sheet to sign, and the typing-in of a signed one."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from etabli.attendance.actions import close_month
from etabli.attendance.models import Entry
from etabli.org.states import Role
from tests import workplace as small
from tests.attendance.screens.conftest import MONDAY, House, act, crowd
from tests.workplace import M

pytestmark = pytest.mark.django_db


def test_a_month_to_sign(house: House) -> None:
    small.type_days(house.place, house.ada, MONDAY, "PRE")
    text = house.get("sheet/2025-03/").content.decode()
    assert "Les Tilleuls · March 2025" in text
    assert text.count('scope="colgroup"') == 21
    assert "Abricot Ada, Monday 3 March, morning: Present in the workshop" in text
    assert '<td class="total day-start">2/42</td>' in text
    assert text.count('class="sheet-signature"') == 4
    assert "Workshop instructor: name, date, signature" in text
    assert "/attendance/sheet/2025-02/" in text
    assert "/attendance/sheet/2025-04/" in text


def test_a_week_to_sign(house: House) -> None:
    text = house.get("sheet/2025-W10/").content.decode()
    assert text.count('scope="colgroup"') == 5
    assert "Monday 3 March to 9 March 2025" in text


def test_this_month_without_an_address(house: House) -> None:
    assert house.get("sheet/").status_code == 200


def test_an_empty_sheet_says_only_when_one_is_due(house: House) -> None:
    house.send([act(house.ada, MONDAY, 0, "MAL")])
    text = house.get("sheet/2025-03/?blank").content.decode()
    body = text[text.index("<tbody>") : text.index("</tbody>")]
    assert "Sickness" not in body
    assert "Monday 3 March, morning: Expected" in body
    assert '<td class="total day-start">/42</td>' in body


def test_an_instructor_prints_no_reason(house: House) -> None:
    house.send([act(house.ada, MONDAY, 0, "MAL")])
    text = house.get("sheet/2025-03/", Role.INSTRUCTOR).content.decode()
    assert "Sickness" not in text
    assert "Monday 3 March, morning: Absent" in text
    assert "Cerise" not in text


@pytest.mark.parametrize("path", ["sheet/2025-13/", "sheet/2025-W54/", "type-in/2025-00/", "sheet/1025-03/"])
def test_a_time_that_is_none(house: House, path: str) -> None:
    assert house.get(path).status_code == 404


def test_nobody_then(house: House) -> None:
    assert "Nobody is engaged here then" in house.get("sheet/2024-03/").content.decode()
    assert "Nobody is engaged here then" in house.get("type-in/2024-03/").content.decode()


# ---------------------------------------------------------------- typed in


def typed(house: House, **lines: str) -> str:
    people = {"ada": house.ada, "bruno": house.bruno, "chloe": house.chloe}
    data = {f"line-{people[name].pk}": line for name, line in lines.items()}
    return house.post("type-in/2025-03/", data, follow=True).content.decode()


def test_a_signed_sheet_is_typed_in(house: House) -> None:
    small.type_days(house.place, house.bruno, MONDAY, "PRE", [M])
    text = typed(house, ada="P CP/- P*", bruno="P")
    assert "42 half-days are saved." in text
    assert Entry.objects.filter(person=house.ada).count() == 41
    assert Entry.objects.filter(person=house.bruno).count() == 2  # what stood already is not written again
    assert not Entry.objects.filter(person=house.chloe).exists()


def test_a_correction_keeps_its_reason(house: House) -> None:
    small.type_days(house.place, house.ada, MONDAY, "PRE", [M])
    typed(house, ada="CP")
    entry = Entry.objects.get(supersedes__isnull=False)
    assert entry.reason == "Typed in from the signed sheet"


def test_all_errors_at_once_and_nothing_lost(house: House) -> None:
    text = typed(house, ada="P X P/P/P", bruno="P*", chloe="40=P")
    assert "04/03/2025: “X” is not a code here. Write one of these: AJU, AT, CP" in text
    assert "05/03/2025: “P/P/P” cannot be read." in text
    assert "“40=P”: the month has no day 40. Correct the number." in text
    for kept in ("P X P/P/P", "P*", "40=P"):
        assert f'value="{kept}"' in text
    assert text.count('aria-invalid="true"') == 2
    assert "42 half-days" in text
    assert not Entry.objects.exists()


def test_what_a_rule_refuses_stands_beside_the_line(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("etabli.attendance.views.sheets.closed_months", lambda place: frozenset())
    close_month(establishment=house.place, month=date(2025, 3, 1), by=None, at=small.AT)
    text = typed(house, ada="P")
    assert "Monday 3 March: The month of 03/2025 is closed" in text
    assert 'value="P"' in text


def test_a_closed_month_cannot_be_typed(house: House) -> None:
    close_month(establishment=house.place, month=date(2025, 3, 1), by=None, at=small.AT)
    text = house.get("type-in/2025-03/").content.decode()
    assert "This month is closed" in text
    assert "<input" not in text[text.index("<main") : text.index("</main>")]


def test_a_line_is_checked_alone(house: House) -> None:
    path = f"type-in/2025-03/check/{house.ada.pk}/"
    name = f"line-{house.ada.pk}"
    assert "2 half-days; 20 due days left, from Tuesday 4 March." in house.get(path, data={name: "P"}).content.decode()
    assert "42 half-days; the month is complete." in house.get(path, data={name: "P*"}).content.decode()
    assert "“X” is not a code here" in house.get(path, data={name: "X"}).content.decode()
    assert house.get(path, data={name: " "}).content.decode().strip() == ""
    assert house.get("type-in/2025-03/check/987654/").status_code == 404
    assert house.get(f"type-in/2025-03/check/{house.chloe.pk}/", Role.INSTRUCTOR).status_code == 404


def test_an_instructor_types_in_her_workshop_alone(house: House) -> None:
    text = house.get("type-in/2025-03/", Role.INSTRUCTOR).content.decode()
    assert "Abricot" in text
    assert "Cerise" not in text
    house.post("type-in/2025-03/", {f"line-{house.chloe.pk}": "P"}, Role.INSTRUCTOR)
    assert not Entry.objects.exists()


@pytest.mark.parametrize("role", [Role.EDUCATOR, Role.SALES, Role.AUDITOR])
def test_who_may_not_write_finds_nothing(house: House, role: Role) -> None:
    assert house.get("type-in/2025-03/", role).status_code == 404
    assert house.post("type-in/2025-03/", {}, role).status_code == 404


@pytest.mark.parametrize("path", ["sheet/2025-03/", "type-in/2025-03/"])
def test_as_many_queries_for_three_people_as_for_twenty(house: House, path: str) -> None:
    counts = []
    for _ in range(2):
        house.get(path)
        with CaptureQueriesContext(connection) as counted:
            house.get(path)
        counts.append(len(counted))
        crowd(house.place, 17)
    assert counts[0] == counts[1]
