"""Whatever a tablet sends, the server answers in words: never a fault, and never for the others."""

from __future__ import annotations

import json
from typing import Any
from uuid import uuid4

import pytest

from etabli.attendance import actions as attendance
from etabli.tablet.actions import kinds
from etabli.tablet.models import HeldOperation
from tests.tablet.conftest import NOW, Team, codes, outcomes, presence

DEEP: Any = 0
for _ in range(200):
    DEEP = [DEEP]

POISON: list[Any] = [
    None,
    1,
    "text",
    [],
    [[]],
    {},
    {"id": None},
    {"id": 5},
    {"id": "no-uuid"},
    {"id": "\ud800" * 36},
    {"id": "a" * 100_000},
]
WRONG: list[dict[str, Any]] = [
    {"kind": None},
    {"kind": "\u0000"},
    {"kind": "x" * 5000},
    {"author": "1"},
    {"author": True},
    {"author": 0},
    {"author": -5},
    {"author": 1.5},
    {"author": 10**30},
    {"author": [1]},
    {"acted_at": None},
    {"acted_at": "yesterday"},
    {"acted_at": "2025-03-12T10:00:00"},
    {"acted_at": "0001-01-01T00:00:00+23:59"},
    {"acted_at": "9999-12-31T23:59:59-23:59"},
    {"acted_at": 1741773600},
    {"day": "2025-02-30"},
    {"day": "9999-12-31"},
    {"day": "\ud800"},
    {"half": 2},
    {"half": True},
    {"person": 10**25},
    {"person": -1},
    {"person": None},
    {"person": {"$ne": 1}},
    {"person": str(uuid4())},
    {"segments": "PRE"},
    {"segments": [{"code": "PRE", "minutes": 10**25}]},
    {"segments": [{"code": "\u0000"}]},
    {"segments": [{"code": "PRE"}] * 500},
    {"segments": DEEP},
    {"segments": [{"code": "PRE", "minutes": -1}]},
    {"base": "x"},
    {"base": 5},
    {"like": str(uuid4())},
    {"like": "x"},
    {"reason": "a" * 10_000},
    {"reason": "\ud800"},
    {"notice_hours": float("inf")},
    {"notice_hours": 1e400},
    {"has_document": "yes"},
]


def test_what_is_no_operation_is_refused_and_the_others_are_taken(team: Team) -> None:
    good = presence(team.instructor, team.people[0])
    body = json.dumps({"operations": [*POISON, good]}).encode()
    answers = team.tablet.post("/tablet/sync", body).json()["answers"]
    assert outcomes(answers) == ["refused"] * len(POISON) + ["applied"] and answers[-1]["id"] == good["id"]


def test_a_wrong_value_is_refused_and_the_others_are_taken(team: Team) -> None:
    bad = [presence(team.instructor, team.people[0], **wrong) for wrong in WRONG]
    good = presence(team.instructor, team.people[1])
    answers = team.tablet.post("/tablet/sync", {"operations": [*bad, good]}).json()["answers"]
    taken = [wrong for wrong, answer in zip(WRONG, answers, strict=False) if answer["outcome"] != "refused"]
    assert taken == [] and answers[-1]["outcome"] == "applied"
    assert [answer["id"] for answer in answers[:-1]] == [operation["id"] for operation in bad]
    assert all(answer["refusal"]["message"] for answer in answers[:-1])


def test_a_number_without_end_costs_only_its_own_operation(team: Team) -> None:
    bad, good = presence(team.instructor, team.people[0]), presence(team.instructor, team.people[1])
    text = json.dumps({"operations": [{**bad, "person": "HUGE"}, good]}).replace('"HUGE"', "9" * 20_000)
    answers = team.tablet.post("/tablet/sync", text.encode()).json()["answers"]
    assert outcomes(answers) == ["refused", "applied"]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"nonsense",
        b"[]",
        b"5",
        b"\xff\xfe",
        b'{"operations": 5}',
        b"[" * 100_000,
        b'{"operations": ' + b"[" * 50_000,
        b'{"a":' * 50_000,
    ],
    ids=lambda body: str(body[:20]),
)
def test_what_cannot_be_read_at_all_is_refused_as_a_whole(team: Team, body: bytes) -> None:
    answer = team.tablet.post("/tablet/sync", body)
    assert answer.status_code == 400
    assert answer.json()["answers"] == [] and answer.json()["refusal"]["code"] == "operations_unreadable"


def test_a_form_in_place_of_json_is_refused(team: Team) -> None:
    answer = team.tablet.client.post("/tablet/sync", {"operations": "[]"})
    assert answer.status_code == 400 and answer.json()["refusal"]["code"] == "operations_unreadable"


def test_more_than_two_hundred_are_refused_as_a_whole(team: Team) -> None:
    answer = team.tablet.post("/tablet/sync", {"operations": [{}] * 201})
    assert answer.status_code == 400 and answer.json()["refusal"]["code"] == "sync_too_many"


@pytest.mark.parametrize("megabytes", [3, 11])
def test_too_large_a_body_is_refused(team: Team, megabytes: int) -> None:
    answer = team.tablet.post("/tablet/sync", b'{"operations": ["' + b"a" * (megabytes * 1024 * 1024) + b'"]}')
    assert answer.status_code == 413 and answer.json()["refusal"]["code"] == "sync_body_too_large"


def test_a_fault_of_ours_costs_only_the_operation_that_meets_it(
    team: Team, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    unlucky = team.people[1].pk

    def record(*, operations: Any, **more: Any) -> Any:
        if any(operation.person == unlucky for operation in operations):
            raise ZeroDivisionError
        return attendance.record(operations=operations, **more)

    broken = kinds.Kind(kinds.read_presence, record, kinds.resolve_presence)
    monkeypatch.setitem(kinds.KINDS, "presence", broken)
    sent = [presence(team.instructor, person) for person in team.people[:3]]
    assert codes(team.tablet.sync(*sent)) == [None, "operation_failed", None]
    assert "ZeroDivisionError" in caplog.text
    monkeypatch.undo()
    assert outcomes(team.tablet.sync(*sent)) == ["duplicate", "applied", "duplicate"]


def test_what_is_refused_is_kept_encrypted_with_what_was_sent(team: Team) -> None:
    sent = presence(team.instructor, team.people[0], kind="song", text="Fictifsecret")
    assert codes(team.tablet.sync(sent)) == ["operation_kind_unknown"]
    row = HeldOperation.objects.get(pk=sent["id"])
    assert json.loads(row.payload)["text"] == "Fictifsecret" and row.received_at == NOW
    assert "Fictifsecret" not in str(HeldOperation.objects.extra(select={"raw": "payload"}).values("raw"))


def test_a_photo_is_kept_once_and_never_another_in_its_place(team: Team) -> None:
    png = b"\x89PNG\r\n\x1a\n" + b"0" * 50
    path = f"/tablet/photo/{uuid4()}"
    put = team.tablet.client.put
    assert put(path, png, content_type="image/png").status_code == 200
    assert put(path, png, content_type="image/png").status_code == 200
    assert put(path, png + b"1", content_type="image/png").json()["refusal"]["code"] == "photo_taken"
    assert put(path, b"<svg>", content_type="image/png").json()["refusal"]["code"] == "photo_kind_unknown"
    large = put(path, png + b"0" * 3_000_000, content_type="image/png")
    assert large.status_code == 400 and large.json()["refusal"]["code"] == "sync_body_too_large"
    assert put("/tablet/photo/x", png, content_type="image/png").status_code == 404
