"""The grid in words and for the script: what each half-day shows, and its accessible name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext

from etabli.attendance.models import Code
from etabli.attendance.queries.cells import Cell, Part
from etabli.attendance.queries.week import Day, Grid, Row
from etabli.attendance.states import CellState
from etabli.attendance.views.common import TINTS, tint_of
from etabli.attendance.wording import CELL_STATES, HIDDEN, code_label
from etabli.kit import localised
from etabli.people.models import Person

MOST_SYMBOLS = 2


def address_of(cell: Cell) -> str:
    """What names a cell in the page and in its script: `12/2026-11-16/0`."""
    return f"{cell.person}/{cell.day.isoformat()}/{cell.half}"


class Names:
    """What the cells of a page are called. Translated once, not a thousand times."""

    def __init__(self, persons: Mapping[int, str]) -> None:
        self._persons = persons
        self._days: dict[Any, str] = {}
        self._pattern = gettext("%(person)s, %(day)s, %(half)s: %(what)s")
        self._halves = [localised.half_day(half) for half in (0, 1)]
        self._states = {state: str(words) for state, words in CELL_STATES.items()}
        self._awaited, self._closed = gettext("sick note awaited"), gettext("month closed")
        self._hidden = {attended: (str(symbol), str(word)) for attended, (symbol, word) in HIDDEN.items()}
        self._labels: dict[int, str] = {}

    def day(self, cell: Cell) -> str:
        if cell.day not in self._days:
            self._days[cell.day] = localised.day(cell.day, "weekday")
        return self._days[cell.day]

    def symbol(self, cell: Cell) -> str:
        if cell.hidden:
            return self._hidden[cell.attended][0]
        symbols = "/".join(part.code.symbol for part in cell.parts[:MOST_SYMBOLS])
        return symbols + ("…" if len(cell.parts) > MOST_SYMBOLS else "")

    def words(self, cell: Cell) -> str:
        """What the half-day is, without a reason that the reader may not see."""
        if cell.hidden:
            return self._hidden[cell.attended][1]
        if cell.state != CellState.WRITTEN:
            return self._states[cell.state]
        parts = ", ".join(self._part(part) for part in cell.parts)
        return f"{parts}, {self._awaited}" if cell.awaited else parts

    def _part(self, part: Part) -> str:
        label = self.label(part.code)
        return label if part.minutes is None else f"{label} {localised.hours(part.minutes)}"

    def label(self, code: Code) -> str:
        if code.pk not in self._labels:
            self._labels[code.pk] = code_label(code)
        return self._labels[code.pk]

    def name(self, cell: Cell) -> str:
        words = self.words(cell)
        return self._pattern % {
            "person": self._persons[cell.person],
            "day": self.day(cell),
            "half": self._halves[cell.half],
            "what": f"{words}, {self._closed}" if cell.closed else words,
        }

    def when(self, cell: Cell) -> str:
        """The half-day on an empty sheet: only whether it is due."""
        words = self._states[CellState.EXPECTED if cell.due else CellState.NOT_DUE]
        return localised.colon(f"{self.day(cell)}, {self._halves[cell.half]}", words)

    def classes(self, cell: Cell) -> str:
        """The classes of the cell: its ground and its state."""
        names = ["cell"]
        if cell.state == CellState.WRITTEN:
            colour = "neutral" if cell.hidden else cell.parts[0].code.colour
            names.append(f"tint-{TINTS['neutral'] if cell.hidden else tint_of(colour)}")
        else:
            names.append("cell-" + cell.state.replace("_", "-"))
        if not cell.due and cell.state == CellState.WRITTEN:
            names.append("cell-beside")
        names += ["cell-awaited"] if cell.awaited else []
        names += ["cell-closed"] if cell.closed else []
        return " ".join(names)


def fact_of(cell: Cell) -> dict[str, Any]:
    """What the script knows of a cell; what is empty is left out."""
    parts = [{"code": part.code.code, "minutes": part.minutes, "workshop": part.workshop} for part in cell.parts]
    known = {
        "entry": str(cell.entry) if cell.entry else None,
        "state": cell.state.value,
        "due": cell.due,
        "attended": cell.attended,
        "minutes": cell.minutes,
        "present": cell.present,
        "segments": parts,
        "hidden": cell.hidden,
        "notice_hours": cell.notice_hours,
        "has_document": cell.has_document,
        "closed": cell.closed,
    }
    return {name: value for name, value in known.items() if value is not None and value is not False and value != []}


def shown(cell: Cell, names: Names) -> dict[str, Any]:
    """All that the grid shows of a cell, for the answer to an operation."""
    return {
        **fact_of(cell),
        "at": address_of(cell),
        "symbol": names.symbol(cell),
        "classes": names.classes(cell),
        "name": names.name(cell),
        "words": names.words(cell),
    }


def heads_of(grid: Grid, today: Any) -> list[dict[str, Any]]:
    """The days of the head."""
    return [
        {
            "day": day.day.isoformat(),
            "short": localised.day(day.day, "column"),
            "long": localised.day(day.day, "weekday"),
            "halves": [{"half": half, "at": f"{day.day.isoformat()}/{half}"} for half in day.halves],
            "width": len(day.halves),
            "is_today": day.day == today,
            "is_open": not day.is_shut and not day.closed_month,
            "notes": notes_of(day),
        }
        for day in grid.days
    ]


def notes_of(day: Day) -> list[str]:
    """What there is to say of a day: public holiday, closure, closed month."""
    notes = [gettext("Public holiday")] if day.holiday else []
    if day.closure is not None:
        notes.append(gettext("Closed: %(reason)s") % {"reason": day.closure} if day.closure else gettext("Closed"))
    return [*notes, gettext("Month closed")] if day.closed_month else notes


def rows_of(grid: Grid, names: Names) -> list[dict[str, Any]]:
    """The rows of the body. The staff number is there to tell namesakes apart."""
    starts = {day.day: day.halves[0] for day in grid.days}
    namesakes = Counter(str(row.person) for row in grid.rows)
    return [
        {
            "person": row.person,
            "key": str(row.person.pk),
            "number": row.registration.staff_number if namesakes[str(row.person)] > 1 else "",
            "may_write": row.may_write,
            "cells": [
                {
                    "at": address_of(cell),
                    "symbol": names.symbol(cell),
                    "classes": names.classes(cell),
                    "name": names.name(cell),
                    "starts": starts[cell.day] == cell.half,
                    "is_away": cell.state == CellState.AWAY,
                    "is_closed": cell.closed,
                    "blank": "cell" if cell.due else "cell cell-not-due",
                    "when": names.when(cell),
                }
                for cell in row.cells
            ],
            "attended": row.attended,
            "due": row.due,
            "present": row.present,
        }
        for row in grid.rows
    ]


def facts_of(rows: Iterable[Row]) -> dict[str, dict[str, Any]]:
    """Every cell of the grid for its script, by its address."""
    return {address_of(cell): fact_of(cell) for row in rows for cell in row.cells if cell.state != CellState.AWAY}


def names_of(persons: Iterable[Person]) -> Names:
    return Names({person.pk: str(person) for person in persons})
