"""Kinds of absence, of sick notes, outcomes of an operation, and the codes every establishment begins with.

No national list of codes exists: these are a proposal, and each establishment adds its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from etabli.core.facts import Absence, Unpaid

__all__ = [
    "BUILT_IN_CODES",
    "Absence",
    "BuiltInCode",
    "CellState",
    "NoteKind",
    "NoteOrigin",
    "Outcome",
    "TimeKind",
    "Unpaid",
]


class NoteKind(StrEnum):
    FIRST = "first"
    EXTENSION = "extension"


class NoteOrigin(StrEnum):
    """Who made the note: an import of past sheets, an entry that opened an awaited one, or a person."""

    IMPORT = "import"
    AWAITED = "awaited"
    PERSON = "person"


class Outcome(StrEnum):
    """What became of an operation."""

    APPLIED = "applied"
    DUPLICATE = "duplicate"
    CONFLICT = "conflict"
    SUPERSEDED = "superseded"
    REFUSED = "refused"


class TimeKind(StrEnum):
    """What the time of someone present is for. Of an absence it says nothing."""

    WORK = "work"
    """At work: production, or waiting for it."""
    SUPPORT = "support"
    TRAINING = "training"
    PROJECT = "project"
    """For the person's own project."""


class CellState(StrEnum):
    """What a half-day of a person shows on a grid."""

    WRITTEN = "written"
    MISSING = "missing"
    """Due, past, and nothing typed."""
    EXPECTED = "expected"
    """Due and still to come."""
    NOT_DUE = "not_due"
    SHUT = "shut"
    """In the weekly pattern, on a public holiday or a closure."""
    AWAY = "away"
    """Outside any engagement."""


@dataclass(frozen=True)
class BuiltInCode:
    code: str
    symbol: str
    paid: bool
    ars: bool
    absence: Absence = Absence.NONE
    spell: bool = False
    colour: str = "neutral"
    private: bool = False
    """The label is shown to those who may read reasons of absence only."""
    time: TimeKind = TimeKind.WORK


BUILT_IN_CODES: tuple[BuiltInCode, ...] = (
    BuiltInCode("PRE", "P", True, True, colour="green"),
    BuiltInCode("SOU", "S", True, True, colour="teal", time=TimeKind.SUPPORT),
    BuiltInCode("SO2", "S2", False, True, colour="teal", time=TimeKind.SUPPORT),
    BuiltInCode("EXT", "E", True, True, colour="blue"),
    BuiltInCode("MAD", "D", True, True, colour="blue"),
    BuiltInCode("STG", "ST", True, True, colour="blue"),
    BuiltInCode("FOR", "F", True, True, colour="teal", time=TimeKind.TRAINING),
    BuiltInCode("CP", "CP", True, False, Absence.LEAVE, colour="yellow"),
    BuiltInCode("MOB", "MO", True, False, Absence.LEAVE, colour="yellow"),
    BuiltInCode("EVT", "EV", True, False, Absence.FAMILY, colour="yellow", private=True),
    BuiltInCode("FER", "JF", True, False, colour="neutral"),
    BuiltInCode("MAL0", "M0", False, False, Absence.SICKNESS, spell=True, colour="orange", private=True),
    BuiltInCode("MAL", "M", True, False, Absence.SICKNESS, spell=True, colour="orange", private=True),
    BuiltInCode("AT", "AT", True, False, Absence.ACCIDENT, colour="orange", private=True),
    BuiltInCode("MTT", "MT", True, True, colour="green", private=True),
    BuiltInCode("AJU", "AJ", False, False, Absence.JUSTIFIED, colour="purple", private=True),
    BuiltInCode("INJ", "IN", False, False, Absence.UNJUSTIFIED, colour="red", private=True),
    BuiltInCode("RTH", "R", True, True, colour="green"),
    BuiltInCode("HOS", "H", True, False, Absence.HOSPITAL, spell=True, colour="orange", private=True),
    BuiltInCode("TRA", "TR", False, True, colour="green"),
    BuiltInCode("DBL", "DA", False, False, Absence.OTHER_EMPLOYER, colour="purple"),
)
