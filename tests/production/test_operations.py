"""What a tablet sends is read whole or refused with the key that cannot be read; and what it is told."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from etabli.core.refusal import Refusal
from etabli.core.work import Part, Share
from etabli.production import operations
from etabli.production.queries import activities_told, at_work_told, causes_told, outputs_told, work_told
from tests import workplace as small
from tests.production.conftest import House
from tests.production.doing import MONDAY, M, output, record_output, record_work, work

KEY = "019327aa-0000-7000-8000-000000000001"
COMMON = {"id": KEY, "acted_at": "2025-03-03T10:00:00+01:00", "base": None, "kind": "x", "author": 1}
WORK = {**COMMON, "person": 1, "day": "2025-03-03", "half": 0, "workshop": 2, "team": None}
WORK["parts"] = [{"activity": 3, "minutes": 60}, {"activity": 4, "minutes": None}]
OUTPUT = {**COMMON, "workshop": 2, "activity": 3, "day": "2025-03-03", "half": 1, "good": 240000, "rejected": 1000}
OUTPUT |= {"cause": 5, "rule": "agreed", "shares": [{"person": 1, "good": 240000, "rejected": 1000}], "corrects": None}
HANDOVER = {**COMMON, "workshop": 2, "to_role": "educator", "text": "une\ndeux"}
MARK = {**COMMON, "message": KEY, "mark": "read"}
REPORT = {**COMMON, "workshop": 2, "activity": None, "day": "2025-03-03", "site": "Parc", "started": 0, "ended": 60}
REPORT |= {"people": [{"person": 1, "minutes": 60}], "problem": "", "photos": [KEY], "signer": "", "signature": None}
READERS: dict[str, tuple[Any, dict[str, Any]]] = {
    "work": (operations.read_work, WORK),
    "output": (operations.read_output, OUTPUT),
    "handover": (operations.read_handover, HANDOVER),
    "handover_mark": (operations.read_handover_mark, MARK),
    "intervention": (operations.read_intervention, REPORT),
}
WRONG = [
    ("work", "id", "x"),
    ("work", "id", 3),
    ("work", "acted_at", "2025-03-03T10:00:00"),
    ("work", "acted_at", "0001-01-01T00:00:00+00:00"),
    ("work", "base", "x"),
    ("work", "person", True),
    ("work", "person", 2**60),
    ("work", "day", "2025-02-30"),
    ("work", "day", "1900-01-01"),
    ("work", "half", 2),
    ("work", "workshop", None),
    ("work", "team", 7),
    ("work", "parts", {"activity": 1}),
    ("work", "parts", [1]),
    ("work", "parts", [{"activity": 1}] * 301),
    ("output", "good", 1.5),
    ("output", "good", -1),
    ("output", "rejected", None),
    ("output", "rule", "fair"),
    ("output", "cause", "x"),
    ("output", "shares", "x"),
    ("output", "corrects", "x"),
    ("handover", "text", "a" * 1001),
    ("handover", "text", "a\x00"),
    ("handover", "text", "a\ud800"),
    ("handover", "to_role", "educator\n"),
    ("handover_mark", "message", None),
    ("handover_mark", "mark", "burnt"),
    ("intervention", "site", None),
    ("intervention", "started", -1),
    ("intervention", "photos", ["x"]),
    ("intervention", "photos", "x"),
    ("intervention", "people", [{"person": 1}, 2]),
    ("intervention", "signature", "x"),
]


@pytest.mark.parametrize("kind", READERS)
def test_every_kind_is_read_from_its_json(kind: str) -> None:
    read, item = READERS[kind]
    operation = read(json.loads(json.dumps(item)))
    assert operation.id == UUID(KEY)
    assert operation.acted_at == datetime(2025, 3, 3, 9, tzinfo=UTC)


def test_parts_and_shares_are_read() -> None:
    assert operations.read_work(WORK).parts == (Part(3, 60), Part(4, None))
    assert operations.read_output(OUTPUT).shares == (Share(1, 240_000, 1_000),)
    assert operations.read_output({**OUTPUT, "shares": None}).shares == ()


@pytest.mark.parametrize(("kind", "name", "value"), WRONG)
def test_what_cannot_be_read_is_named(kind: str, name: str, value: Any) -> None:
    read, item = READERS[kind]
    with pytest.raises(Refusal) as caught:
        read({**item, name: value})
    assert (caught.value.code, caught.value.facts["detail"]) == ("operation_unreadable", name)


@pytest.mark.django_db
def test_what_a_tablet_is_told_of_work_and_output(house: House) -> None:
    where = house.where
    entry = work(where, house.ada, (where.packing, 60), where.labels)
    made = output(where, 5, 1, shares=[(house.ada, 5, 1)])
    record_work(where, entry)
    record_output(where, made)
    people = [person.pk for person in house.people]
    assert work_told(where.place, small.MARCH, people) == {
        f"{house.ada.pk}/2025-03-03/0": {
            "entry": str(entry.id),
            "parts": [
                {"activity": where.packing.pk, "minutes": 60},
                {"activity": where.labels.pk, "minutes": None},
            ],
            "author": None,
            "team": None,
        }
    }
    (told,) = outputs_told(where.place, small.MARCH, [where.laundry.pk])
    assert told == {
        "id": str(made.id),
        "root": str(made.id),
        "workshop": where.laundry.pk,
        "activity": where.packing.pk,
        "day": MONDAY.isoformat(),
        "half": M,
        "good": 5000,
        "rejected": 1000,
        "cause": where.torn.pk,
        "rule": "equal",
        "group": None,
        "shares": [{"person": house.ada.pk, "good": 5000, "rejected": 1000}],
        "author": None,
        "acted_at": small.AT.isoformat(),
    }
    assert at_work_told(where.place, small.MARCH, people)[f"{house.ada.pk}/2025-03-03/0"] == 210
    assert outputs_told(where.place, small.MARCH, [where.garden.pk]) == []


@pytest.mark.django_db
def test_a_tablet_is_told_of_what_is_in_use(house: House, django_assert_num_queries: Any) -> None:
    where = house.where
    where.labels.active = False
    where.labels.save()
    with django_assert_num_queries(2):
        told = activities_told(where.place, [where.laundry.pk])
        causes = causes_told(where.place)
    assert told == [
        {
            "key": where.packing.pk,
            "code": "PACK",
            "name": "Mise sous pli",
            "unit": "plis",
            "units": "plis",
            "workshop": where.laundry.pk,
            "off_site": False,
            "note": "",
            "line": None,
        }
    ]
    assert causes == [{"key": where.torn.pk, "name": "Déchiré"}]
