"""Hours sent against hours counted: the slip read, each difference explained, the table downloaded."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from etabli.attendance.models import SentHours
from etabli.attendance.slips import read_slip
from etabli.kit.models import AccessLog
from etabli.org.states import Role
from tests import workplace as small
from tests.attendance.screens.conftest import MONDAY, House, crowd
from tests.workplace import MARCH

pytestmark = pytest.mark.django_db
MONTH = "reconciliation/2025-03/"
PERSONS = {"0012": 1, "A7": 2, "8": 3}


# ---------------------------------------------------------------- the slip


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0012;151,67", {1: 15167}),
        ("12;151.67", {1: 15167}),
        ("12\tDupont\t151,666667", {1: 15167}),
        ("a7 151 h 40", {2: 15167}),
        ("A7;151:40", {2: 15167}),
        ("A7;75h", {2: 7500}),
        ('"A7";"Nom, Prénom";"0"', {2: 0}),
        ("Matricule;Nom;Heures\nA7;X;10\n\nTotal;;10", {2: 1000}),
        ("A7;10\r\n8;20,5\r\n", {2: 1000, 3: 2050}),
    ],
)
def test_lines_of_a_slip(text: str, expected: dict[int, int]) -> None:
    slip = read_slip(text, PERSONS)
    assert slip.problems == []
    assert slip.centihours == expected


def test_everything_wrong_in_a_slip_is_told_at_once() -> None:
    slip = read_slip("A7;10\nA7;12\nZ;10\n8;many\nlonely\n12;745\n", PERSONS)
    assert [(problem.code, problem.facts.get("line"), problem.facts.get("value")) for problem in slip.problems] == [
        ("slip_number_twice", 2, "A7"),
        ("slip_number_unknown", 3, "Z"),
        ("slip_hours_wrong", 4, "many"),
        ("slip_line_wrong", 5, "lonely"),
        ("slip_hours_wrong", 6, "745"),
    ]


@pytest.mark.parametrize(
    ("text", "code"), [("", "slip_empty"), ("  \n", "slip_empty"), ("x;1\n" * 5001, "slip_too_long")]
)
def test_a_slip_that_is_none(text: str, code: str) -> None:
    assert [problem.code for problem in read_slip(text, PERSONS).problems] == [code]


def test_two_numbers_alike_are_told_apart_by_their_zeros() -> None:
    persons = {"012": 1, "12": 2}
    assert read_slip("012;1\n12;2", persons).centihours == {1: 100, 2: 200}
    assert read_slip("0012;1", persons).problems[0].code == "slip_number_unknown"


# ---------------------------------------------------------------- the page


def month_of(house: House) -> None:
    """Ada is sick for a week, Bruno is missing on Monday, Chloé is present all month."""
    days = small.days_of(MARCH)
    small.type_days(house.place, house.ada, days[:5], "MAL")
    small.type_days(house.place, house.ada, days[5:])
    small.type_days(house.place, house.bruno, days[1:])
    small.type_days(house.place, house.bruno, days[3], "INJ", [0], base=None)
    small.type_days(house.place, house.chloe, days)


def lines(text: str) -> list[str]:
    body = text[text.index("<tbody>") : text.index("</tbody>")]
    parts = body.split("<tr>")[1:]
    return [" ".join(" ".join(piece.split(">", 1)[-1] for piece in part.split("<")).split()) for part in parts]


def test_hours_sent_and_counted_with_their_explanation(house: House) -> None:
    month_of(house)
    assert "Give the hours of the slip sent" in house.get(MONTH).content.decode()
    answer = house.post(MONTH, {"lines": "1;151,67\n2;151,67\n3;151,67"}, follow=True)
    text = answer.content.decode()
    assert "The hours of 3 persons are kept." in text
    assert "2 persons differ" in text
    ada, bruno, chloe = lines(text)
    assert ada == "Abricot Ada 1 151.67 130.00 −21.67 Waiting days of sickness: 6 half-days, −21.67 h"
    assert "151.67 140.83 −10.84" in bruno
    assert "Nothing typed: 2 half-days, −7.22 h" in bruno
    assert "Unjustified absence: 1 half-day, −3.61 h" in bruno
    assert chloe == "Cerise Chloé 3 151.67 151.67 0.00"
    foot = text[text.index("<tfoot>") : text.index("</tfoot>")]
    assert "455.01" in foot
    assert "422.50" in foot
    only = lines(house.get(f"{MONTH}?differences").content.decode())
    assert [line[:7] for line in only] == ["Abricot", "Brugnon"]


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({"starts_on": date(2025, 3, 17)}, "Came in during the month: −72.22 h"),
        ({"last_day": date(2025, 3, 14)}, "Left during the month: −79.44 h"),
        ({"fraction": 5000}, "Pattern to confirm: only what is typed counts"),
        ({"kind": "trainee"}, None),
    ],
)
def test_why_not_a_full_month(house: House, changes: dict[str, Any], text: str | None) -> None:
    person = small.engage(house.place, "9", last_name="Quetsche", **changes)
    period = small.Period(changes.get("starts_on", MARCH.start), MARCH.end)
    last = changes.get("last_day", date(2025, 3, 31))
    small.type_days(house.place, person, [day for day in small.days_of(period) if day <= last])
    found = [line for line in lines(house.get(MONTH).content.decode()) if "Quetsche" in line]
    assert bool(found) is (text is not None)
    if text:
        assert text in found[0]


def test_more_reasons(house: House) -> None:
    small.type_days(house.place, house.ada, small.days_of(MARCH))
    small.record(house.place, small.operation(house.ada, date(2025, 3, 8), 0, "PRE", minutes=120))
    small.type_days(house.place, house.bruno, small.days_of(MARCH), "PRE", minutes=180)
    small.type_days(house.place, house.chloe, small.days_of(MARCH))
    small.engage(house.place, "3", last_name="Cerise", first_name="Chloé", fraction=8000, from_date=date(2025, 3, 17))
    house.post(MONTH, {"lines": "2;130\n3;130"})
    ada, bruno, chloe = lines(house.get(MONTH).content.decode())
    assert "Not on the slip" in ada
    assert "Half-days worked without being due: 2.06 h" in ada
    assert "Minutes stated otherwise than those of the half-day: −21.67 h" in bruno
    assert "Work fraction or half-days change in the month" in chloe


def test_someone_on_the_slip_without_a_contract(house: House) -> None:
    small.engage(house.place, "9", last_name="Quetsche", kind="trainee")
    house.post(MONTH, {"lines": "9;10"})
    found = next(line for line in lines(house.get(MONTH).content.decode()) if "Quetsche" in line)
    assert found == "Quetsche Camille 9 10.00 0.00 −10.00 No supported work contract in the month"


def test_all_errors_at_once_and_nothing_lost(house: House) -> None:
    text = house.post(MONTH, {"lines": "1;151,67\n77;10\n2;many"}).content.decode()
    assert "The slip is not kept: correct these lines, then send it again." in text
    assert "Line 2: no one has the staff number “77” here." in text
    assert "Line 3: “many” is not hours." in text
    assert "77;10" in text
    assert not SentHours.objects.exists()
    many = house.post(MONTH, {"lines": "\n".join(f"x{number};1" for number in range(60))}).content.decode()
    assert "And 10 more." in many


def test_a_slip_from_a_file(house: House) -> None:
    file = SimpleUploadedFile("slip.csv", "matricule;heures\r\n1;151,67\r\n".encode("cp1252"))
    house.post(MONTH, {"file": file})
    assert SentHours.objects.get().centihours == 15167


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (b"PK\x03\x04 not a text", "This is not a text file."),
        (b"1;\x00", "This is not a text file."),
        (b"1;1\n" * 300_000, "The file is too large for a slip"),
        (b"", "The submitted file is empty."),
    ],
)
def test_a_file_that_is_no_slip(house: House, content: bytes, text: str) -> None:
    file = SimpleUploadedFile("slip.csv", content)
    assert text in house.post(MONTH, {"file": file}).content.decode()


def test_nothing_sent(house: House) -> None:
    assert "Paste the lines of the slip, or choose a file." in house.post(MONTH, {"lines": " "}).content.decode()


def test_a_slip_that_replaces_another_is_undone(house: House) -> None:
    client = house.client()
    client.post(house.url(MONTH), {"lines": "1;100\n2;50"})
    text = client.post(house.url(MONTH), {"lines": "1;90"}, follow=True).content.decode()
    assert "They replace those of the slip before." in text
    assert SentHours.objects.get().centihours == 9000
    token = text.split('name="token" value="')[1].split('"')[0]
    assert client.post(house.url("reconciliation/2025-04/restore/"), {"token": token}).status_code == 404
    client.post(house.url(f"{MONTH}restore/"), {"token": token})
    assert sorted(SentHours.objects.values_list("centihours", flat=True)) == [5000, 10000]
    assert client.get(house.url(f"{MONTH}restore/")).status_code == 302
    assert client.post(house.url(f"{MONTH}restore/"), {"token": "no"}).status_code == 404


def test_downloads(house: House) -> None:
    month_of(house)
    house.post(MONTH, {"lines": "1;151,67"})
    answer = house.get(f"{MONTH}export.csv")
    text = answer.content.decode("utf-8-sig")
    assert text.splitlines()[1].startswith("1;Abricot Ada;151,67;130;-21,67;Waiting days of sickness: 6 half-days")
    assert io.BytesIO(house.get(f"{MONTH}export.xlsx").content).read(2) == b"PK"
    assert house.get(f"{MONTH}export.pdf").status_code == 404
    row = AccessLog.objects.filter(what="attendance.reconciliation.export").first()
    assert row is not None
    assert row.row_count == 3


def test_the_month_before_without_an_address(house: House) -> None:
    assert house.get("reconciliation/").status_code == 200


@pytest.mark.parametrize("role", [Role.INSTRUCTOR, Role.EDUCATOR, Role.HEAD_OF_SERVICE, Role.SALES, Role.AUDITOR])
def test_who_does_not_close_months_finds_nothing(house: House, role: Role) -> None:
    for path in (MONTH, f"{MONTH}export.csv"):
        assert house.get(path, role).status_code == 404
    assert house.post(MONTH, {"lines": "1;10"}, role).status_code == 404


def test_what_is_read_is_noted(house: House) -> None:
    house.get(MONTH)
    assert len(AccessLog.objects.get(what="attendance.reconciliation").subjects) == 3


def test_as_many_queries_for_three_people_as_for_twenty(house: House) -> None:
    house.post(MONTH, {"lines": "1;10"})
    counts = []
    for _ in range(2):
        house.get(MONTH)
        with CaptureQueriesContext(connection) as counted:
            house.get(MONTH)
        counts.append(len(counted))
        people = crowd(house.place, 17)
        small.record(house.place, *(small.operation(person, MONDAY, 0, "PRE") for person in people))
    assert counts[0] == counts[1]
