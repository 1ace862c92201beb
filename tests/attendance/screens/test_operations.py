"""The one way to save: an answer to each operation, a sentence for each refusal, never a fault of the server."""

from __future__ import annotations

import json
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from etabli.attendance.actions import close_month
from etabli.attendance.models import Entry, SickNote
from etabli.org.states import Role
from tests import workplace as small
from tests.attendance.screens.conftest import MONDAY, House, act, crowd

pytestmark = pytest.mark.django_db


def test_an_operation_is_saved_and_the_cell_comes_back(house: House) -> None:
    made = act(house.ada, MONDAY, 0, "PRE")
    (answer,) = house.send([made])
    assert answer["outcome"] == "applied"
    assert answer["entry"] == answer["id"] == made["id"]
    assert answer["refusal"] is None
    cell = answer["cell"]
    assert cell["at"] == f"{house.ada.pk}/2025-03-03/0"
    assert (cell["symbol"], cell["state"], cell["due"], cell["attended"]) == ("P", "written", True, True)
    assert cell["minutes"] == cell["present"] == 210
    assert cell["segments"] == [{"code": "PRE", "minutes": None, "workshop": None}]
    assert cell["name"] == "Abricot Ada, Monday 3 March, morning: Present in the workshop"
    assert Entry.objects.get().author == house.users[Role.DIRECTOR]


def test_several_parts_with_minutes_and_workshop(house: House) -> None:
    laundry = house.place.workshops.get(code="BLA")
    segments = [
        {"code": "PRE", "minutes": 120, "workshop": laundry.pk},
        {"code": "RTH", "minutes": None, "workshop": None},
    ]
    made = act(house.ada, segments=segments, notice_hours=48, has_document=True, reason="late bus")
    (answer,) = house.send([made])
    assert answer["cell"]["segments"] == segments
    assert answer["cell"]["symbol"] == "P/R"
    assert answer["cell"]["present"] == 210
    assert (answer["cell"]["notice_hours"], answer["cell"]["has_document"]) == (48, True)


def test_a_reason_may_have_no_break_spaces_and_emoji(house: House) -> None:
    """French keyboards and tablets write them by themselves."""
    reason = "Bus en retard\u00a0: 12\u202fmin \U0001f469\u200d\U0001f527"
    (answer,) = house.send([act(house.ada, MONDAY, 0, "PRE", reason=reason)])
    assert answer["outcome"] == "applied"
    assert Entry.objects.get().reason == reason


def test_taking_back_shows_the_half_day_as_missing(house: House) -> None:
    (first,) = house.send([act(house.ada, MONDAY, 0, "PRE")])
    (answer,) = house.send([act(house.ada, MONDAY, 0, base=first["entry"])])
    assert answer["outcome"] == "applied"
    assert answer["cell"]["state"] == "missing"
    assert answer["cell"]["words"] == "Nothing written down yet"


def test_an_earlier_entry_comes_back_whole(house: House) -> None:
    """An undo: the half-day is as it was, notice and document too."""
    (first,) = house.send([act(house.ada, MONDAY, 0, "CP", notice_hours=72, has_document=False)])
    (second,) = house.send([act(house.ada, MONDAY, 0, "PRE", base=first["entry"])])
    undone = act(house.ada, MONDAY, 0, base=second["entry"], like=first["entry"])
    del undone["segments"]
    (answer,) = house.send([undone])
    assert answer["outcome"] == "applied"
    assert answer["cell"]["symbol"] == "CP"
    assert answer["cell"]["notice_hours"] == 72
    assert Entry.objects.count() == 3


def test_an_entry_of_someone_else_is_not_taken_over(house: House) -> None:
    (other,) = house.send([act(house.bruno, MONDAY, 0, "MAL")])
    (answer,) = house.send([act(house.ada, MONDAY, 0, like=other["entry"])])
    assert answer["outcome"] == "refused"
    assert answer["refusal"]["code"] == "operation_unreadable"


def test_the_same_operation_twice_is_saved_once(house: House) -> None:
    made = act(house.ada, MONDAY, 0, "PRE")
    assert [answer["outcome"] for answer in house.send([made, made])] == ["applied", "duplicate"]
    assert [answer["outcome"] for answer in house.send([made])] == ["duplicate"]
    assert Entry.objects.count() == 1


def test_an_act_on_something_else_than_what_stands_is_a_conflict(house: House) -> None:
    house.send([act(house.ada, MONDAY, 0, "PRE")])
    (answer,) = house.send([act(house.ada, MONDAY, 0, "CP", acted_at="2025-03-10T10:00:00+01:00")])
    assert answer["outcome"] == "conflict"
    assert answer["cell"]["symbol"] == "CP"


def test_a_closed_month_is_refused_with_its_sentence_and_the_rest_is_saved(house: House) -> None:
    close_month(establishment=house.place, month=date(2025, 3, 1), by=None, at=small.AT)
    closed, saved = house.send([act(house.ada, MONDAY, 0, "PRE"), act(house.ada, date(2025, 4, 1), 0, "PRE")])
    assert closed["outcome"] == "refused"
    assert closed["refusal"]["code"] == "month_closed"
    assert "closed" in closed["refusal"]["message"]
    assert closed["cell"]["closed"] is True
    assert saved["outcome"] == "applied"


def test_sickness_opens_an_awaited_note(house: House) -> None:
    (answer,) = house.send([act(house.ada, MONDAY, 0, "MAL")])
    assert answer["cell"]["words"] == "Sickness, sick note awaited"
    assert "cell-awaited" in answer["cell"]["classes"]
    assert SickNote.objects.get().received_on is None


# ---------------------------------------------------------------- who sees what


def test_an_instructor_types_a_private_code_and_sees_absent_only(house: House) -> None:
    (answer,) = house.send([act(house.ada, MONDAY, 0, "MAL", notice_hours=2, has_document=True)], Role.INSTRUCTOR)
    cell = answer["cell"]
    assert answer["outcome"] == "applied"
    assert (cell["symbol"], cell["words"], cell["hidden"]) == ("A", "Absent", True)
    text = json.dumps(answer)
    for secret in ("MAL", "Sick", "tint-3", "awaited", "notice", "document"):
        assert secret not in text, secret


def test_a_private_presence_is_shown_as_present(house: House) -> None:
    (answer,) = house.send([act(house.ada, MONDAY, 0, "MTT")], Role.INSTRUCTOR)
    assert (answer["cell"]["symbol"], answer["cell"]["words"], answer["cell"]["attended"]) == ("P", "Present", True)
    assert "MTT" not in json.dumps(answer)


def test_an_instructor_undoes_over_a_reason_she_may_not_see(house: House) -> None:
    (sick,) = house.send([act(house.ada, MONDAY, 0, "MAL")])
    (mine,) = house.send([act(house.ada, MONDAY, 0, "PRE", base=sick["entry"])], Role.INSTRUCTOR)
    (undone,) = house.send([act(house.ada, MONDAY, 0, base=mine["entry"], like=sick["entry"])], Role.INSTRUCTOR)
    assert undone["cell"]["symbol"] == "A"
    assert Entry.objects.get(pk=UUID(undone["entry"])).segments.get().code.code == "MAL"


def test_a_person_of_another_workshop_is_unknown(house: House) -> None:
    house.send([act(house.chloe, MONDAY, 0, "PRE")])
    (answer,) = house.send([act(house.chloe, MONDAY, 0, "CP")], Role.INSTRUCTOR)
    assert answer["outcome"] == "refused"
    assert answer["refusal"] == {"code": "person_unknown", "message": "This person is not in your team."}
    assert answer["cell"] is None
    assert answer["entry"] is None


@pytest.mark.parametrize("role", [Role.EDUCATOR, Role.SALES, Role.AUDITOR])
def test_who_may_not_write_finds_nothing(house: House, role: Role) -> None:
    body = json.dumps({"operations": [act(house.ada, MONDAY, 0, "PRE")]})
    client = house.client(role)
    assert client.post(house.url("operations/"), body, content_type="application/json").status_code == 404
    assert not Entry.objects.exists()


def test_it_is_no_page(house: House) -> None:
    assert house.get("operations/").status_code == 405


# ---------------------------------------------------------------- faults of what is sent


@pytest.mark.parametrize(
    "body",
    [b"", b"not json", b"[]", b'{"operations": 3}', b"\xff\xfe", b"[" * 100_000, b'{"operations": {"id": 1}}', b"null"],
)
def test_what_is_no_list_of_operations_is_refused_as_a_whole(house: House, body: bytes) -> None:
    answer = house.client().post(house.url("operations/"), body, content_type="application/json")
    assert answer.status_code == 400
    assert answer.json()["answers"] == []
    assert answer.json()["refusal"]["code"] == "operations_unreadable"


def test_too_many_operations_are_refused_as_a_whole(house: House) -> None:
    body = json.dumps({"operations": [{}] * 5001})
    answer = house.client().post(house.url("operations/"), body, content_type="application/json")
    assert answer.json()["refusal"]["code"] == "too_many_operations"


WRONG: list[dict[str, Any]] = [
    {"id": None},
    {"id": "7"},
    {"id": 5},
    {"id": {"a": []}},
    {"person": None},
    {"person": "1"},
    {"person": True},
    {"person": -1},
    {"person": 2**70},
    {"person": 1.5},
    {"day": "2025-02-30"},
    {"day": "9999-12-31"},
    {"day": "0001-01-01"},
    {"day": 20250303},
    {"day": ""},
    {"half": 2},
    {"half": None},
    {"half": False},
    {"segments": None},
    {"segments": "PRE"},
    {"segments": [None]},
    {"segments": [{}]},
    {"segments": [{"code": 1}]},
    {"segments": [{"code": "P\x00"}]},
    {"segments": [{"code": "\ud800"}]},
    {"segments": [{"code": "PRE", "minutes": -1}]},
    {"segments": [{"code": "PRE", "minutes": "10"}]},
    {"segments": [{"code": "PRE", "minutes": 2**80}]},
    {"segments": [{"code": "PRE", "workshop": "BLA"}]},
    {"segments": [{"code": "PRE"}] * 500},
    {"base": "none"},
    {"base": 1},
    {"like": "none"},
    {"like": "00000000-0000-0000-0000-000000000000"},
    {"acted_at": None},
    {"acted_at": "yesterday"},
    {"acted_at": "2025-03-10T09:00:00"},
    {"acted_at": "0001-01-01T00:00:00+23:59"},
    {"acted_at": "9999-12-31T23:59:59-23:59"},
    {"notice_hours": -1},
    {"notice_hours": 10**9},
    {"notice_hours": "48"},
    {"has_document": "yes"},
    {"has_document": 1},
    {"reason": "x" * 201},
    {"reason": "\u0000"},
    {"reason": 3},
    {"reason": "\udfff"},
]


@pytest.mark.parametrize("wrong", WRONG, ids=[json.dumps(wrong)[:60] for wrong in WRONG])
def test_a_malformed_operation_is_refused_alone(house: House, wrong: dict[str, Any]) -> None:
    bad = act(house.ada, MONDAY, 0, "PRE") | wrong
    refused, saved = house.send([bad, act(house.bruno, MONDAY, 0, "PRE")])
    assert refused["outcome"] == "refused"
    assert refused["refusal"]["message"]
    assert saved["outcome"] == "applied"
    assert Entry.objects.count() == 1


@pytest.mark.parametrize("item", [None, 3, "x", [], [1], True])
def test_what_is_no_operation_is_refused_alone(house: House, item: object) -> None:
    refused, saved = house.send([item, act(house.bruno, MONDAY, 0, "PRE")])
    assert (refused["id"], refused["outcome"], refused["cell"]) == (None, "refused", None)
    assert saved["outcome"] == "applied"


@pytest.mark.parametrize(
    ("code", "changes"),
    [
        ("code_unknown", {"segments": [{"code": "NOPE"}]}),
        ("too_many_segments", {"segments": [{"code": "PRE"}] * 9}),
        ("minutes_out_of_range", {"segments": [{"code": "PRE", "minutes": 721}]}),
        ("workshop_unknown_key", {"segments": [{"code": "PRE", "workshop": 987654}]}),
        ("not_engaged", {"day": "2024-12-31"}),
        ("person_unknown", {"person": 987654}),
    ],
)
def test_what_a_rule_refuses_has_its_sentence(house: House, code: str, changes: dict[str, Any]) -> None:
    (answer,) = house.send([act(house.ada, MONDAY, 0, "PRE") | changes])
    assert answer["outcome"] == "refused"
    assert answer["refusal"]["code"] == code
    assert answer["refusal"]["message"]
    assert not Entry.objects.exists()


def test_an_operation_for_a_person_of_another_establishment_is_refused(house: House) -> None:
    other = small.workplace(association="Ailleurs", finess=small.OTHER_NUMBER, name="Ailleurs")
    stranger = small.engage(other, "9", last_name="Fictifsecret")
    (answer,) = house.send([act(stranger, MONDAY, 0, "PRE")])
    assert answer["refusal"]["code"] == "person_unknown"
    assert "Fictifsecret" not in json.dumps(answer)


# ---------------------------------------------------------------- as many queries for one as for many


@pytest.mark.parametrize("codes", [("PRE",), ("MAL",), ()], ids=["present", "sick", "taken back"])
def test_as_many_queries_for_twelve_people_as_for_forty(house: House, codes: tuple[str, ...]) -> None:
    people = crowd(house.place, 52)
    few, many = people[:12], people[12:]
    house.send([act(person, MONDAY, 0, "PRE") for person in people])
    entries = {entry.person_id: str(entry.pk) for entry in Entry.objects.all()}
    client = house.client()
    counts = []
    for some in (few, many):
        made = [act(person, MONDAY, 0, *codes, base=entries[person.pk]) for person in some]
        with CaptureQueriesContext(connection) as counted:
            body = json.dumps({"operations": made})
            answer = client.post(house.url("operations/"), body, content_type="application/json")
        assert {answer["outcome"] for answer in answer.json()["answers"]} == {"applied"}
        counts.append(len(counted))
    assert counts[0] == counts[1]


def test_an_id_that_is_none_comes_back_as_given(house: House) -> None:
    (answer,) = house.send([act(house.ada, MONDAY, 0, "PRE") | {"id": "my id"}])
    assert answer["id"] == "my id"
