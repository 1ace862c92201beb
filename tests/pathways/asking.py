"""A recognition, a situation and an entry of the waiting list, each in one call."""

from __future__ import annotations

from datetime import date
from typing import Any

from etabli.org.models import Establishment
from etabli.pathways.actions.recognitions import RecognitionSpec, save_recognition
from etabli.pathways.actions.waiting import EntrySpec, save_entry
from etabli.pathways.models import Recognition, WaitingEntry
from etabli.people.models import Person
from tests import workplace as small

TODAY = date(2026, 1, 15)
OPERATOR: dict[str, Any] = {"by": None, "at": small.AT}


def recognise(place: Establishment, person: Person, title: str = "Blanchisserie", **changes: Any) -> Recognition:
    values = {"kind": "rae", "title": title, "started_on": date(2025, 3, 3), **changes}
    row = values.pop("row", None)
    where = {"establishment": place, "person": person, "row": row}
    return save_recognition(**where, spec=RecognitionSpec(**values), on=TODAY, **OPERATOR)


def apply(place: Establishment, last_name: str = "Saule", first_name: str = "Noa", **changes: Any) -> WaitingEntry:
    """Someone who asked for a place half a year ago."""
    values = {"applied_on": date(2025, 6, 2), **changes}
    return save_entry(establishment=place, spec=EntrySpec(last_name, first_name, **values), on=TODAY, **OPERATOR)


def samples(place: Establishment, person: Person) -> dict[str, Any]:
    """Values for the parameters of the addresses of these matters, of rows that exist."""
    return {
        "recognition": recognise(place, person).pk,
        "pathways:recognitions_export.kind": "csv",
        "question": "transport",
        "entry": apply(place).pk,
        "pathways:waiting_export.kind": "csv",
        "pathways:waiting_close.state": "withdrawn",
    }
