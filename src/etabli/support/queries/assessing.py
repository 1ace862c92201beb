"""Reads of assessments: the latest, the first, several raters side by side, over time, against a profile.

Every function but the first works on rows that were read already: what the reader may see decides what is said.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db.models import QuerySet

from etabli.org.models import Establishment, User
from etabli.support import rules
from etabli.support.models import Assessment, Competence, ScaleLevel
from etabli.support.states import Gap, Rater


class Line(NamedTuple):
    """What may be compared over time: a competence through the versions of its framework whose scale means the same."""

    framework: str
    scale_since: int
    code: str


class Seen(NamedTuple):
    """A point in time: which rank, said by whom."""

    day: date
    rank: int
    rater: Rater


@dataclass(frozen=True)
class Asked:
    """What a profile asks of one competence against what was last seen by others, and what she says herself."""

    competence: Competence
    level: ScaleLevel
    seen: Assessment | None
    told: Assessment | None

    @property
    def gap(self) -> Gap:
        return rules.gap(self.level.rank, _rank(self.seen))

    @property
    def levels_missing(self) -> int:
        """How many levels below what is asked; 0 when reached or not seen yet."""
        rank = _rank(self.seen)
        return 0 if rank is None else max(0, self.level.rank - rank)


def assessments_of(user: User, establishment: Establishment, person: int) -> QuerySet[Assessment]:
    """What the user may read of what stands about a person there, the oldest first, with levels, competences, raters."""
    rows = Assessment.objects.visible_to(user, establishment).standing().filter(person=person)
    joined = rows.select_related("level", "competence__framework", "rater")
    return joined.order_by("day", "acted_at", "pk")


def line_of(competence: Competence) -> Line:
    """Reads the framework."""
    framework = competence.framework
    return Line(framework.code, framework.scale_since, competence.code)


def rater_of(row: Assessment) -> Rater:
    return Rater.PERSON if row.by_person else Rater.STAFF


def latest(rows: Iterable[Assessment], rater: Rater = Rater.STAFF) -> dict[Line, Assessment]:
    """The last with a level of each line, said by others (or by the person). A time when it could not be seen takes nothing
    back. `rows`: the oldest first, as all below."""
    return {line_of(row.competence): row for row in rows if row.level and rater_of(row) == rater}


def baseline(rows: Iterable[Assessment], rater: Rater = Rater.STAFF) -> dict[Line, Assessment]:
    """The first with a level of each line."""
    first: dict[Line, Assessment] = {}
    for row in rows:
        if row.level and rater_of(row) == rater:
            first.setdefault(line_of(row.competence), row)
    return first


def side_by_side(rows: Iterable[Assessment], line: Line) -> list[Assessment]:
    """The last of each rater about a line: what the person says of herself first, then the newest. Never averaged."""
    last = {
        (row.by_person, None if row.by_person else row.rater_id): row
        for row in rows
        if row.level and line_of(row.competence) == line
    }
    return sorted(last.values(), key=lambda row: (not row.by_person, -row.day.toordinal(), str(row.pk)))


def series(rows: Iterable[Assessment], line: Line) -> list[Seen]:
    """Every level said of a line, over time."""
    return [
        Seen(row.day, row.level.rank, rater_of(row)) for row in rows if row.level and line_of(row.competence) == line
    ]


def changes(rows: Sequence[Assessment]) -> dict[Line, int]:
    """Levels up or down from the first seen by others to the last; lines seen once only are left out."""
    last = latest(rows)
    compared = {line: (row, last[line]) for line, row in baseline(rows).items() if last[line].pk != row.pk}
    found = {line: rules.change(_rank(first), _rank(latest_)) for line, (first, latest_) in compared.items()}
    return {line: levels for line, levels in found.items() if levels is not None}


def gaps(asked: Iterable[tuple[Competence, ScaleLevel]], rows: Sequence[Assessment]) -> list[Asked]:
    """Each level that a profile asks for, in the order given. Reads the framework of each competence."""
    seen, told = latest(rows), latest(rows, Rater.PERSON)
    return [Asked(one, level, seen.get(line_of(one)), told.get(line_of(one))) for one, level in asked]


def reached(found: Sequence[Asked]) -> Mapping[Gap, int]:
    """How many of each: a count of competences, which is all that may be added up."""
    return {gap: sum(one.gap == gap for one in found) for gap in Gap}


def _rank(row: Assessment | None) -> int | None:
    return row.level.rank if row is not None and row.level is not None else None
