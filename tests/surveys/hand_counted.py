"""The fictional year of `year_2025.toml`, written down in a workplace: persons by their stays, all else as rows of its room.

What is captured is derived by the rooms' own functions; work, billed lines and wills stand as facts, for other tests follow
how those are made.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from etabli.billing.models import BilledLineFact
from etabli.core.periods import day_no
from etabli.org.models import Establishment
from etabli.pathways.actions.deriving import derive_facts
from etabli.pathways.models import (
    Exit,
    Host,
    Partnership,
    Placement,
    Recognition,
    Return,
    Situation,
    SupportAgreement,
)
from etabli.people.models import Engagement, Person
from etabli.production.models import TaskFact, WorkFact
from etabli.support.actions import TrainingSource, save_training
from etabli.support.models import OrdinaryWorkWillFact
from etabli.surveys.models import Answer
from tests import workplace as small

FILE = Path(__file__).with_name("year_2025.toml")
OPEN_END = 9_999_999
TASKS = {(False, False): 1, (True, False): 2, (False, True): 3, (True, True): 4}
"""Activities by (outside, with customers)."""


@cache
def told() -> dict[str, Any]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


@dataclass
class Year:
    """`people`: by first name."""

    place: Establishment
    people: dict[str, Person]
    year: int


def hand_counted() -> Year:
    """The whole year; a second or two."""
    data = told()
    place = small.workplace(places=data["places"], worked_holidays=tuple(data["worked_holidays"]))
    people = {
        name: _person(place, str(number), name, said) for number, (name, said) in enumerate(data["persons"].items(), 1)
    }
    for name, said in data["persons"].items():
        _ways(place, people[name], said)
        _half_days(place, people[name], said)
        _facts(place, people[name], said)
    _house(place, data)
    derive_facts(place)
    return Year(place, people, data["year"])


def _after(day: date | None) -> date | None:
    """The first day after the last one."""
    return None if day is None else day + timedelta(days=1)


def _no(day: date | None, otherwise: int | None = OPEN_END) -> int | None:
    return otherwise if day is None else day_no(day)


def _person(place: Establishment, number: str, name: str, said: dict[str, Any]) -> Person:
    for stay in said["stays"]:
        row = {"kind": stay.get("kind", "accompaniment"), "fraction": stay.get("fraction", 10_000)}
        days = {"starts_on": stay["from"], "last_day": stay.get("to")}
        person = small.engage(place, number, first_name=name, birth_date=said.get("born"), **row, **days)
    return person


def _ways(place: Establishment, person: Person, said: dict[str, Any]) -> None:
    who: dict[str, Any] = {"establishment": place, "person": person}
    for row in said.get("placements", ()):
        kind = row.get("host", "")
        host = _host(place, kind) if kind else None
        words = {"device": row["device"], "state": row.get("state", "agreed"), "prescriber": row.get("prescriber", "")}
        days = {"starts_on": row["from"], "ends_before": _after(row.get("to"))}
        Placement.objects.create(**who, **words, **days, host=host, created_at=small.AT)
    for stay in said["stays"]:
        if "exit" in stay:
            engagement = Engagement.objects.get(person=person, starts_on=stay["from"])
            Exit.objects.create(**who, engagement=engagement, **stay["exit"])
    for row in said.get("agreements", ()):
        days = {"signed_on": row["signed"], "starts_on": row["from"], "ends_before": _after(row["to"])}
        SupportAgreement.objects.create(**who, **days)
    for row in said.get("returns", ()):
        left = Exit.objects.get(person=person, engagement__ends_before=_after(row["after"]))
        Return.objects.create(**who, exit=left, returned_on=row["day"], elsewhere=row.get("elsewhere", False))
    for row in said.get("recognitions", ()):
        days = {"started_on": date(2023, 1, 2), "validated_on": row.get("validated")}
        Recognition.objects.create(**who, kind=row["kind"], title="Fictif", **days)
    for row in said.get("trainings", ()):
        source = TrainingSource(**{name: value for name, value in row.items() if name not in ("from", "to")})
        days = {"starts_on": row["from"], "ends_before": _after(row.get("to"))}
        save_training(**who, **days, title="Fictive", minutes=420, source=source, by=None, at=small.AT)
    if "situation" in said:
        Situation.objects.create(**who, **said["situation"])


def _host(place: Establishment, kind: str) -> Host:
    return Host.objects.get_or_create(establishment=place, name=kind, kind=kind, defaults={"search_key": kind})[0]


def _half_days(place: Establishment, person: Person, said: dict[str, Any]) -> None:
    for day in said.get("support_half_days", ()):
        small.record(place, small.operation(person, day, small.M, "SOU"))
    for day in said.get("present", ()):
        small.record(place, small.operation(person, day, small.M, "PRE", minutes=180))


def _facts(place: Establishment, person: Person, said: dict[str, Any]) -> None:
    for row in said.get("work", ()):
        task = TASKS[row.get("outside", False), row.get("customers", False)]
        amounts = {"half": 0, "minutes": 210, "good": 0, "rejected": 0, "order_line": None, "instructor": None}
        WorkFact.objects.create(
            establishment=place, subject=person, day_no=day_no(row["day"]), task=task, workshop=1, **amounts
        )
    for row in said.get("wills", ()):
        OrdinaryWorkWillFact.objects.create(
            establishment=place,
            subject=person,
            from_day=day_no(row["from"]),
            to_day=_no(_after(row.get("to"))),
            seeker_day=_no(row.get("seeker"), None),
        )


def _house(place: Establishment, data: dict[str, Any]) -> None:
    for field, value in data["answers"].items():
        words = {"form": "esat", "year": data["year"], "field": field, "value": value}
        Answer.objects.create(establishment=place, **words, answered_at=small.AT)
    for (outside, customers), task in TASKS.items():
        flags = {"outside": int(outside), "customer_contact": int(customers)}
        TaskFact.objects.create(establishment=place, task=task, workshop=1, **flags)
    for number, row in enumerate(data["lines"], 1):
        BilledLineFact.objects.create(
            establishment=place,
            invoice_line=number,
            kind=row.get("kind", "invoice"),
            issued_day=day_no(row["day"]),
            amount=row["amount"],
            supply=row["supply"],
            nature=row.get("nature", ""),
            public_client=int(row.get("public", False)),
        )
    for row in data["partnerships"]:
        days = {"signed_on": row["from"], "starts_on": row["from"], "ends_before": _after(row.get("to"))}
        Partnership.objects.create(establishment=place, kind=row["kind"], partner=row["partner"], **days)
