"""Worked examples of the definitions: facts in, figure out. They are specification, test and documentation at once.

One file a definition, `<code>.toml`, with one or several `[[example]]`. Days are half-open: `to` is excluded. What is not
said is usual: one place, 225 declared days, open Monday to Friday all day, no public holiday, 35 hours, one full-timer under
accompaniment contract for each group of `people`. Tests run every example on SQLite and DuckDB; `etabli indicators document`
prints them in the page of the definition.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from importlib.resources import files
from typing import Any

from etabli.core.facts import EngagementKind
from etabli.core.periods import Period

_BEGINNING = re.compile(r"^\[\[example\]\]\s*$", re.MULTILINE)
ALL_DAY = {"mon": "MA", "tue": "MA", "wed": "MA", "thu": "MA", "fri": "MA"}


@dataclass(frozen=True)
class House:
    """The establishment. `target_days` None: none agreed. `closures`: (days, paid)."""

    kind: str = "ESAT"
    places: int = 1
    opening_days: int = 225
    target_days: int | None = None
    full_time_weekly_minutes: int = 2100
    open: Mapping[str, str] = field(default_factory=lambda: ALL_DAY)
    holidays: tuple[date, ...] = ()
    closures: tuple[tuple[Period, bool], ...] = ()


@dataclass(frozen=True)
class People:
    """So many persons alike. `fraction` of the house's full time; `pattern` None: due whenever the house is open.

    `birth` None: not known; `sex`: `F`, `M` or empty; `again`: the first day of a second engagement, without an end.
    `workshop`: a number from 1.
    """

    name: str
    engaged: Period
    count: int = 1
    kind: str = EngagementKind.ACCOMPANIMENT
    fraction: float = 1.0
    pattern: Mapping[str, str] | None = None
    birth: date | None = None
    sex: str = ""
    again: date | None = None
    workshop: int = 1


@dataclass(frozen=True)
class Attendance:
    """The same code on every half-day at which these people are due, or on the first `days` such days. `half`: M or A only."""

    people: str
    code: str
    over: Period
    days: int | None = None
    half: str = ""
    notice_hours: int | None = None


@dataclass(frozen=True)
class SickNote:
    people: str
    over: Period
    extension: bool = False
    received: bool = True


@dataclass(frozen=True)
class Line:
    """An order line. Quantities in whole units; `minutes`: quoted; `delivered_on`: the day all of it was delivered.

    `begins`: the first day on which it may be worked, the day it is due when not said. `weeks`: how often it comes back, each
    time seven days later. `workshop`: a number from 1, 0 for none.
    """

    name: str
    begins: date | None = None
    due: date | None = None
    weeks: int = 1
    workshop: int = 1
    quantity: int = 0
    minutes: int = 0
    minutes_per_thousand: int | None = None
    state: str = "open"
    delivered: int = 0
    delivered_on: date | None = None


@dataclass(frozen=True)
class Rhythm:
    """`share`: part of the usual rhythm, in ten-thousandths."""

    people: str
    over: Period
    share: int


@dataclass(frozen=True)
class Delivered:
    """What was delivered of a line on a day, and what came back that day, in whole units."""

    line: str
    on: date
    delivered: int = 0
    returned: int = 0


@dataclass(frozen=True)
class Billed:
    """A line of an invoice, deposit or credit note issued on a day; `cents` without VAT."""

    kind: str
    on: date
    cents: int


@dataclass(frozen=True)
class Worked:
    """Work of one morning, by nobody in particular where `people` is empty. Quantities in whole units.

    `line` empty: on a recurring activity, the one named `task` or some other.
    """

    day: date
    people: str = ""
    task: str = ""
    line: str = ""
    minutes: int = 0
    good: int = 0
    rejected: int = 0


@dataclass(frozen=True)
class Task:
    """A recurring activity. `contact`: customers are met while doing it."""

    name: str
    contact: bool = False


@dataclass(frozen=True)
class Placement:
    """`device`: a `pathways.states.Device`; `contract`: a `ContractKind`."""

    people: str
    device: str
    over: Period
    contract: str = ""


@dataclass(frozen=True)
class Exit:
    """The leaving of people, on the day after they were engaged. `destination`: a `pathways.states.Destination`."""

    people: str
    destination: str
    contract: str = ""


@dataclass(frozen=True)
class Return:
    people: str
    on: date
    by_right: bool = True
    elsewhere: bool = False


@dataclass(frozen=True)
class Agreement:
    """A support agreement (convention d'appui)."""

    people: str
    over: Period


@dataclass(frozen=True)
class Recognition:
    """`kind`: `rae`, `rsfp` or `vae`."""

    people: str
    kind: str
    started: date
    validated: date | None = None


@dataclass(frozen=True)
class Will:
    """The will to go to ordinary work. `seeker`: the day from which they are job seekers."""

    people: str
    over: Period
    seeker: date | None = None


@dataclass(frozen=True)
class Session:
    """A session of a support action. `kind`: of action, by name; `category`: a `support.states.ActionCategory`."""

    people: str
    on: date
    minutes: int = 60
    kind: str = ""
    category: str = "skills"


@dataclass(frozen=True)
class Seen:
    """The level of a competence that was seen, or that the person says of herself."""

    people: str
    competence: str
    on: date
    level: int
    by_person: bool = False


@dataclass(frozen=True)
class Adaptation:
    """What was changed at work, for everyone in a workshop where `people` is empty. `minutes_saved`: a week."""

    over: Period
    people: str = ""
    minutes_saved: int = 0


@dataclass(frozen=True)
class Goal:
    """A goal that ended. `outcome`: a `support.states.GoalOutcome`; empty when nobody said it."""

    people: str
    ended: date
    outcome: str = ""


@dataclass(frozen=True)
class Expected:
    """The figure, and where they are said its parts and how many rows are left out for each reason."""

    num: float
    den: float | None
    value: float
    parts: Mapping[str, float] | None
    left_out: Mapping[str, int] | None


@dataclass(frozen=True)
class Example:
    """`text`: the example as it is written."""

    code: str
    title: str
    source: str
    period: Period
    house: House
    people: tuple[People, ...]
    attendance: tuple[Attendance, ...]
    notes: tuple[SickNote, ...]
    lines: tuple[Line, ...]
    deliveries: tuple[Delivered, ...]
    billed: tuple[Billed, ...]
    rhythms: tuple[Rhythm, ...]
    work: tuple[Worked, ...]
    tasks: tuple[Task, ...]
    placements: tuple[Placement, ...]
    exits: tuple[Exit, ...]
    returns: tuple[Return, ...]
    agreements: tuple[Agreement, ...]
    recognitions: tuple[Recognition, ...]
    wills: tuple[Will, ...]
    sessions: tuple[Session, ...]
    seen: tuple[Seen, ...]
    adaptations: tuple[Adaptation, ...]
    goals: tuple[Goal, ...]
    expected: Expected
    text: str


@lru_cache(maxsize=1)
def examples() -> dict[str, tuple[Example, ...]]:
    """Every example, by the code of its definition."""
    found = {}
    for file in sorted(files(__name__).iterdir(), key=lambda entry: entry.name):
        if file.name.endswith(".toml"):
            code = file.name.removesuffix(".toml")
            found[code] = read(code, file.read_text(encoding="utf-8"))
    return found


def read(code: str, text: str) -> tuple[Example, ...]:
    """The examples of a file. KeyError or TypeError names what is missing or not known."""
    parts = [part.strip() for part in _BEGINNING.split(text)[1:]]
    tables = tomllib.loads(text)["example"]
    return tuple(_example(code, table, part) for table, part in zip(tables, parts, strict=True))


def _example(code: str, table: dict[str, Any], text: str) -> Example:
    known = {"title", "source", "from", "to", "house", "people", "attendance", "notes", "expect"}
    if set(table) - known - set(_PLAIN) - set(_LASTING):
        raise TypeError(f"{code}: unknown {sorted(set(table) - known)}")
    return Example(
        code=code,
        title=table["title"],
        source=table["source"],
        period=Period(table["from"], table["to"]),
        house=_house(table.get("house", {})),
        people=tuple(People(engaged=_period(row), **_rest(row)) for row in table.get("people", ())),
        attendance=tuple(Attendance(over=_period(row), **_rest(row)) for row in table.get("attendance", ())),
        notes=tuple(SickNote(over=_period(row), **_rest(row)) for row in table.get("notes", ())),
        **{name: tuple(kind(**row) for row in table.get(name, ())) for name, kind in _PLAIN.items()},
        **{
            name: tuple(kind(over=_period(row), **_rest(row)) for row in table.get(name, ()))
            for name, kind in _LASTING.items()
        },
        expected=_expected(table["expect"]),
        text=text,
    )


_PLAIN: dict[str, Any] = {
    "lines": Line,
    "deliveries": Delivered,
    "billed": Billed,
    "work": Worked,
    "tasks": Task,
    "exits": Exit,
    "returns": Return,
    "recognitions": Recognition,
    "sessions": Session,
    "seen": Seen,
    "goals": Goal,
}
"""Rows as they are written, by the name of their list."""
_LASTING: dict[str, Any] = {
    "placements": Placement,
    "agreements": Agreement,
    "wills": Will,
    "rhythms": Rhythm,
    "adaptations": Adaptation,
}
"""Rows with `from` and `to`."""


def _expected(table: dict[str, Any]) -> Expected:
    return Expected(
        table["num"], table.get("den"), table.get("value", table["num"]), table.get("parts"), table.get("left_out")
    )


def _house(table: dict[str, Any]) -> House:
    values = dict(table)
    closures = tuple((Period(row["from"], row["to"]), row["paid"]) for row in values.pop("closures", ()))
    return House(holidays=tuple(values.pop("holidays", ())), closures=closures, **values)


def _period(row: Mapping[str, Any]) -> Period:
    return Period(row["from"], row.get("to"))


def _rest(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in ("from", "to")}
