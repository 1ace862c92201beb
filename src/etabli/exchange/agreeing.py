"""What the rows of a list of persons say together: one identity a person, one exit and one kind an engagement."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from etabli.exchange.reading.people import PersonRow
from etabli.exchange.reading.problems import Problem
from etabli.exchange.reading.words import folded

OF_PERSON = ("last_name", "first_name", "birth_date", "sex", "workshop", "groups")
"""Said of the person, not of an engagement: the latest row that says it holds for all."""
OF_ENGAGEMENT = ("last_day", "end_reason", "kind")
ONCE = {"birth_date": "birth_dates_differ", "sex": "sexes_differ"}
"""What a person has once and for all, and what to say of two."""
ONCE_AN_ENGAGEMENT = {"last_day": "exits_differ", "kind": "kinds_differ"}


@dataclass
class _Said:
    """What the rows so far say, each value with the row that said it."""

    values: dict[str, Any] = field(default_factory=dict)
    rows: dict[str, PersonRow] = field(default_factory=dict)

    def contradicted(self, row: PersonRow, codes: dict[str, str]) -> list[Problem]:
        """What the row says otherwise than another before it."""
        problems = []
        for name, code in codes.items():
            value, before = getattr(row, name), self.values.get(name)
            if value and before and value != before and name not in row.unread:
                other = self.rows[name].place(name)
                problems.append(row.line.problem(code, name, other=before, place=str(other)))
        return problems

    def add(self, row: PersonRow, names: Iterable[str]) -> None:
        for name in names:
            if getattr(row, name) and name not in row.unread:
                self.values[name] = getattr(row, name)
                self.rows[name] = row


class Agreement:
    """Rows in order of time, made to agree. `contradictions`: each with the row it is told of.

    `agreed(row)` has what is not dated made the same over the rows of a person, so that no row undoes another.
    """

    def __init__(self, rows: Iterable[PersonRow]) -> None:
        self.rows = sorted(rows, key=lambda row: (row.starts_on, row.from_date or row.starts_on))
        self._persons: dict[str, _Said] = defaultdict(_Said)
        self._engagements: dict[tuple[str, date], _Said] = defaultdict(_Said)
        self.contradictions: list[Problem] = []
        self._doubtful_persons: set[str] = set()
        self._doubtful_engagements: set[tuple[str, date]] = set()
        for row in self.rows:
            if "staff_number" not in row.unread:
                self._hear(row)

    def _hear(self, row: PersonRow) -> None:
        person = self._persons[row.staff_number]
        problems = person.contradicted(row, ONCE) + self._two_persons(person, row)
        if problems:
            self._doubtful_persons.add(row.staff_number)
        person.add(row, OF_PERSON)
        if "starts_on" not in row.unread:
            key = (row.staff_number, row.starts_on)
            said = self._engagements[key]
            others = said.contradicted(row, ONCE_AN_ENGAGEMENT)
            if others:
                self._doubtful_engagements.add(key)
            said.add(row, OF_ENGAGEMENT)
            problems += others
        self.contradictions += problems

    @staticmethod
    def _two_persons(person: _Said, row: PersonRow) -> list[Problem]:
        """One staff number of two persons: a name may change, not both, and not the birth date with it."""
        names = ("last_name", "first_name")
        if row.unread & set(names) or not all(name in person.values for name in names):
            return []
        changed = [name for name in names if folded(person.values[name]) != folded(getattr(row, name))]
        born_otherwise = bool(person.contradicted(row, {"birth_date": ONCE["birth_date"]}))
        if len(changed) + born_otherwise < len(names) or not changed:
            return []
        other = person.rows["last_name"]
        mine, name = f"{row.last_name} {row.first_name}", f"{other.last_name} {other.first_name}"
        place = str(other.place("last_name"))
        return [row.line.problem("number_of_two_persons", "staff_number", mine=mine, name=name, place=place)]

    def is_contradicted(self, row: PersonRow) -> bool:
        """True for every row of a person or an engagement of which rows contradict each other: none of them is written."""
        key = (row.staff_number, row.starts_on)
        return row.staff_number in self._doubtful_persons or key in self._doubtful_engagements

    def agreed(self, row: PersonRow) -> PersonRow:
        if row.unread & {"staff_number", "starts_on"}:
            return row
        engagement = self._engagements[row.staff_number, row.starts_on].values
        return replace(row, **self._persons[row.staff_number].values, **engagement)
