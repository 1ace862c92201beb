"""What an import did, or would do."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from etabli.core.calendars import Half
from etabli.exchange.reading.problems import Place, Problem, Unreadable

Wording = Callable[[Problem], str]


@dataclass(frozen=True, slots=True)
class Missing:
    """A half-day at which a person was due and of which nothing is known."""

    staff_number: str
    name: str
    day: date
    half: Half


@dataclass
class Report:
    """Counts of what was written (in a dry run: of what would be) and everything there is to tell.

    `rows`: lines read, good and bad. `sheets`: names, in the order of the file. `written` is False after a dry run, and
    when errors kept the file from being written; in that last case nothing is counted as created or updated.
    """

    rows: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    errors: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
    ignored: list[Problem] = field(default_factory=list)
    missing: list[Missing] = field(default_factory=list)
    summary: dict[str, Any] = field(default_factory=dict)
    written: bool = False
    sheets: tuple[str, ...] = ()

    @classmethod
    def of_unreadable(cls, error: Unreadable) -> Report:
        """The report of a file that could not be read at all."""
        sheet = str(error.facts.get("sheet", ""))
        return cls(errors=[Problem(error.code, Place(sheet), str(error.facts.get("name", "")), error.facts)])

    def document(self, wording: Wording) -> dict[str, Any]:
        """The report as plain values, for JSON; problems in the order of the file."""
        return {
            "rows": self.rows,
            "created": self.created,
            "updated": self.updated,
            "unchanged": self.unchanged,
            "errors": self._listed(self.errors, wording),
            "warnings": self._listed(self.warnings, wording),
            "ignored": self._listed(self.ignored, wording),
            "missing": [
                {
                    "staff_number": row.staff_number,
                    "name": row.name,
                    "day": row.day.isoformat(),
                    "half": row.half.name.lower(),
                }
                for row in self.missing
            ],
            "summary": self.summary,
        }

    def in_order(self, problems: Iterable[Problem]) -> list[Problem]:
        """Problems as someone going through the file meets them; those of a whole sheet, or line, before those of its cells."""
        position = {name: number for number, name in enumerate(self.sheets)}

        def where(problem: Problem) -> tuple[int, str, int, int]:
            place = problem.place
            sheet = position.get(place.sheet, -1)
            return (sheet, place.sheet, *(-1 if part is None else part for part in (place.row, place.column)))

        return sorted(problems, key=where)

    def _listed(self, problems: Iterable[Problem], wording: Wording) -> list[dict[str, str]]:
        return [
            {
                "sheet": problem.place.sheet,
                "cell": problem.place.cell,
                "value": problem.value,
                "message": wording(problem),
            }
            for problem in self.in_order(problems)
        ]
