"""Sick notes on screen: awaited first, what each changes, received, corrected, removed and put back."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from etabli.attendance.actions import close_month
from etabli.attendance.models import SickNote
from etabli.kit.models import AccessLog
from etabli.org.states import Role
from tests import workplace as small
from tests.attendance.screens.conftest import MONDAY, House, crowd

pytestmark = pytest.mark.django_db
LIST = "notes/"


def rows(text: str) -> list[str]:
    """The lines of the table, without their tags."""
    body = text[text.index("<tbody>") : text.index("</tbody>")]
    parts = body.split("<tr>")[1:]
    return [" ".join("".join(piece.split(">", 1)[-1] for piece in part.split("<")).split()) for part in parts]


def sick(house: House, person: Any, day: date = MONDAY) -> SickNote:
    """An awaited note, opened by typing sickness."""
    small.type_days(house.place, person, day, "MAL", notes_received=False)
    return SickNote.objects.get(person=person, starts_on=day)


def values(**changes: Any) -> dict[str, Any]:
    usual = {"first_day": "2025-03-03", "last_day": "2025-03-07", "kind": "first", "received_on": "2025-03-05"}
    return usual | changes


def test_awaited_notes_come_first(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("etabli.attendance.views.sick_notes.today", lambda: date(2025, 3, 13))
    small.note(house.place, house.chloe, date(2025, 3, 4), date(2025, 3, 6))
    sick(house, house.bruno, date(2025, 3, 6))
    sick(house, house.ada)
    ada, bruno, chloe = rows(house.get(LIST).content.decode())
    assert "Abricot Ada 03/03/2025 to 03/03/2025" in ada
    assert "Awaited for 10 days" in ada
    assert "Unpaid until it is received. Waiting days, unpaid: 03/03/2025 to 03/03/2025." in ada
    assert "Brugnon" in bruno
    assert "Awaited for 7 days" in bruno
    assert "Cerise" in chloe
    assert "Received on" in chloe


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({}, "Waiting days, unpaid: 03/03/2025 to 05/03/2025."),
        ({"work_accident": True}, "No waiting day: work accident."),
        ({"kind": "extension"}, "No waiting day: it goes on with the note before it."),
    ],
)
def test_what_a_note_changes(house: House, changes: dict[str, Any], text: str) -> None:
    small.note(house.place, house.ada, MONDAY, date(2025, 3, 7), **changes)
    assert text in rows(house.get(LIST).content.decode())[0]


def test_waiting_days_are_named(house: House) -> None:
    sick(house, house.ada)
    small.note(house.place, house.ada, MONDAY, date(2025, 3, 7))
    assert "Waiting days, unpaid: 03/03/2025 to 05/03/2025." in rows(house.get(LIST).content.decode())[0]


def test_a_note_whose_days_were_attended_so_far(house: House) -> None:
    small.type_days(house.place, house.ada, MONDAY, "PRE")
    small.note(house.place, house.ada, MONDAY, MONDAY)
    text = "Its waiting days begin on the first day without presence."
    assert text in rows(house.get(LIST).content.decode())[0]


def test_the_second_note_of_a_long_illness(house: House) -> None:
    small.note(house.place, house.ada, MONDAY, date(2025, 3, 4), long_term_illness=True)
    small.note(house.place, house.ada, date(2025, 3, 10), date(2025, 3, 12), long_term_illness=True)
    assert "they were served before for this long-term illness" in rows(house.get(LIST).content.decode())[0]


def test_filters(house: House) -> None:
    sick(house, house.ada)
    small.note(house.place, house.chloe, date(2025, 3, 4), date(2025, 3, 6))
    assert len(rows(house.get(f"{LIST}?state=awaited").content.decode())) == 1
    assert "Cerise" in rows(house.get(f"{LIST}?state=received").content.decode())[0]
    assert len(rows(house.get(f"{LIST}?person={house.ada.pk}").content.decode())) == 1
    assert len(rows(house.get(f"{LIST}?person=x&state=x").content.decode())) == 2
    assert "No note here" in house.get(f"{LIST}?person={house.bruno.pk}").content.decode()


def test_no_note_yet(house: House) -> None:
    assert "No sick note yet" in house.get(LIST).content.decode()


def test_received_in_one_touch(house: House) -> None:
    note = sick(house, house.ada)
    text = house.post(f"notes/{note.pk}/received/", follow=True).content.decode()
    note.refresh_from_db()
    assert note.received_on is not None
    assert "The sick note of Abricot Ada is saved. Waiting days, unpaid: 03/03/2025 to 03/03/2025." in text


def test_a_note_is_added(house: House) -> None:
    assert "Add a sick note" in house.get("notes/add/").content.decode()
    answer = house.post("notes/add/", values(person=house.ada.pk), follow=True)
    note = SickNote.objects.get()
    assert (note.person, note.starts_on, note.ends_before) == (house.ada, MONDAY, date(2025, 3, 8))
    assert "The sick note of Abricot Ada is saved." in answer.content.decode()


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({"last_day": "2025-03-01"}, "The last day comes before the first one."),
        ({"first_day": ""}, "This field is required."),
        ({"person": "987654"}, "Select a valid choice."),
        ({"kind": "third"}, "Select a valid choice."),
        ({"received_on": "1850-01-01"}, "1970"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(house: House, changes: dict[str, Any], text: str) -> None:
    answer = house.post("notes/add/", values(person=house.ada.pk) | changes)
    assert text in answer.content.decode()
    assert 'value="2025-03-05"' in answer.content.decode() or "received_on" in changes
    assert not SickNote.objects.exists()


def test_two_notes_do_not_overlap(house: House) -> None:
    small.note(house.place, house.ada, date(2025, 3, 5), date(2025, 3, 6))
    answer = house.post("notes/add/", values(person=house.ada.pk))
    assert "Another sick note stands from 05/03/2025 to 06/03/2025." in answer.content.decode()


def test_a_closed_month_takes_no_note(house: House) -> None:
    note = sick(house, house.ada)
    close_month(establishment=house.place, month=date(2025, 3, 1), by=None, at=small.AT)
    assert "is closed" in house.post("notes/add/", values(person=house.bruno.pk)).content.decode()
    assert "is closed" in house.post(f"notes/{note.pk}/remove/", follow=True).content.decode()
    assert "is closed" in house.post(f"notes/{note.pk}/received/", follow=True).content.decode()
    assert SickNote.objects.get() == note


def test_a_note_is_corrected(house: House) -> None:
    note = small.note(house.place, house.ada, MONDAY, date(2025, 3, 7))
    assert 'value="2025-03-07"' in house.get(f"notes/{note.pk}/").content.decode()
    house.post(f"notes/{note.pk}/", values(last_day="2025-03-14", work_accident="on"))
    note.refresh_from_db()
    assert (note.ends_before, note.work_accident) == (date(2025, 3, 15), True)


def test_a_note_is_removed_and_put_back(house: House) -> None:
    note = small.note(house.place, house.ada, MONDAY, date(2025, 3, 7), work_accident=True)
    client = house.client()
    text = client.post(house.url(f"notes/{note.pk}/remove/"), follow=True).content.decode()
    assert "The sick note of Abricot Ada is removed." in text
    assert not SickNote.objects.exists()
    token = text.split('name="token" value="')[1].split('"')[0]
    for _ in range(2):  # sent twice, it is put back once
        client.post(house.url("notes/restore/"), {"token": token})
        back = SickNote.objects.get()
        assert (back.starts_on, back.ends_before, back.work_accident) == (MONDAY, date(2025, 3, 8), True)
    assert client.post(house.url("notes/restore/"), {"token": "no"}).status_code == 404
    assert client.get(house.url("notes/restore/")).status_code == 302


# ---------------------------------------------------------------- who may


@pytest.mark.parametrize("role", [Role.INSTRUCTOR, Role.SALES, Role.AUDITOR])
def test_who_may_not_see_reasons_finds_nothing(house: House, role: Role) -> None:
    note = sick(house, house.ada)
    for path in (LIST, "notes/add/", f"notes/{note.pk}/"):
        assert house.get(path, role).status_code == 404


def test_an_educator_reads_and_changes_nothing(house: House) -> None:
    note = sick(house, house.ada)
    text = house.get(LIST, Role.EDUCATOR).content.decode()
    assert "Abricot" in text
    assert "Received today" not in text
    for path in ("notes/add/", f"notes/{note.pk}/", f"notes/{note.pk}/remove/", f"notes/{note.pk}/received/"):
        assert house.post(path, {}, Role.EDUCATOR).status_code == 404
    assert SickNote.objects.get().received_on is None


def test_a_note_of_another_establishment_is_not_found(house: House) -> None:
    other = small.workplace(association="Ailleurs", finess=small.OTHER_NUMBER, name="Ailleurs")
    stranger = small.engage(other, "9", last_name="Fictifsecret")
    note = small.note(other, stranger, MONDAY, MONDAY)
    for path in (f"notes/{note.pk}/", f"notes/{note.pk}/remove/", f"notes/{note.pk}/received/"):
        assert house.post(path, values()).status_code == 404
    assert "Fictifsecret" not in house.get(LIST).content.decode()


def test_what_is_read_is_noted(house: House) -> None:
    note = sick(house, house.ada)
    house.get(LIST)
    house.get(f"notes/{note.pk}/")
    assert [row.subjects for row in AccessLog.objects.filter(what__startswith="attendance.note")] == [
        [str(note.pk)]
    ] * 2


def test_as_many_queries_for_one_note_as_for_twenty(house: House) -> None:
    sick(house, house.ada)
    counts = []
    for _ in range(2):
        house.get(LIST)
        with CaptureQueriesContext(connection) as counted:
            house.get(LIST)
        counts.append(len(counted))
        for person in crowd(house.place, 0 if counts[1:] else 19):
            sick(house, person)
    assert counts[0] == counts[1]
