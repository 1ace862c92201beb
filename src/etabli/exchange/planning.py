"""From the items of attendance sheets to operations: what is new, what corrects, what stands already, what cannot be."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from uuid_utils.compat import uuid7

from etabli.attendance import rules
from etabli.attendance.actions import Operation, SegmentSpec
from etabli.attendance.queries import (
    Roster,
    Standing,
    active_codes,
    closed_months,
    roster_of,
    spellings_of,
    standing_entries,
)
from etabli.core.calendars import Half
from etabli.core.facts import EngagementKind
from etabli.core.periods import Period
from etabli.core.refusal import Refusal
from etabli.core.sharing_out import share_out
from etabli.exchange.doubts import Doubts
from etabli.exchange.matching import Persons
from etabli.exchange.reading.items import AttendanceItem
from etabli.exchange.reading.items import Person as Named
from etabli.exchange.reading.problems import Place, Problem
from etabli.exchange.reading.rows import Reading
from etabli.exchange.report import Missing
from etabli.kit.texts import fold
from etabli.org.models import Establishment
from etabli.people.models import Person
from etabli.people.queries import staff_numbers, workshops_of

Key = tuple[int, date, int]
"""Person (key), day, half."""
_PLACED_BY = frozenset({"slot", "code", "minutes"})
"""What must be read of an item to be put beside the others of its half-day."""


@dataclass
class Plan:
    """What an import of attendance would write, and what there is to tell. `places`: the cell each operation comes from.

    `persons`: those the sheets are about; `kept`: how many half-days of each are written or stand already.
    """

    operations: list[Operation] = field(default_factory=list)
    places: list[Problem] = field(default_factory=list)
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    persons: set[int] = field(default_factory=set)
    kept: Counter[int] = field(default_factory=Counter)
    errors: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
    missing: list[Missing] = field(default_factory=list)

    def add(self, operation: Operation, place: Problem) -> None:
        self.operations.append(operation)
        self.places.append(place)
        self._count(operation, 1)

    def refuse(self, operation: Operation, problem: Problem) -> None:
        """An operation that was not applied is an error and counts nowhere."""
        self.errors.append(problem)
        self._count(operation, -1)

    def _count(self, operation: Operation, number: int) -> None:
        self.kept[operation.person] += number
        if operation.base is None:
            self.created += number
        else:
            self.updated += number


def plan_attendance(
    *, establishment: Establishment, reading: Reading[AttendanceItem], source: str, at: datetime
) -> Plan:
    """Compare the sheets with what stands. `source`: the name of the file, kept as the reason of corrections."""
    planner = _Planner(establishment, reading, source, at)
    planner.place_items()
    planner.compare()
    planner.list_missing()
    return planner.plan


class _Planner:
    """One comparison: what the establishment knows, read once, and the plan as it grows."""

    def __init__(
        self, establishment: Establishment, reading: Reading[AttendanceItem], source: str, at: datetime
    ) -> None:
        self.plan = Plan()
        self._reading, self._source, self._at = reading, source, at
        self._numbers = staff_numbers(establishment)
        rows = Person.objects.filter(pk__in=self._numbers).values_list("pk", "last_name", "first_name")
        names = {key: (last, first) for key, last, first in rows}
        self._names = {key: f"{last} {first}" for key, (last, first) in names.items()}
        self._persons = Persons(self._numbers, names)
        self._workshops = workshops_of(establishment)
        self._spellings = spellings_of(establishment)
        self._known_codes = ", ".join(active_codes(establishment))
        self._closed = closed_months(establishment)
        self._doubts = Doubts(establishment, at.date())
        self._items: dict[Key, list[AttendanceItem]] = defaultdict(list)
        self._unknown: set[Place] = set()
        self._misnamed: set[tuple[int, str]] = set()
        readable = (item.day for item in [*reading.rows, *reading.doubtful] if "day" not in item.unread)
        days = _span([*reading.days, *readable])
        self._roster: Roster | None = roster_of(establishment, days) if days else None
        self._standing: dict[Key, Standing] = standing_entries(establishment, days) if days else {}

    def place_items(self) -> None:
        """Each item under the half-days it is about, with the code it means; what cannot be placed becomes an error.

        An item with an error is checked as far as it could be read, and beside the others of its half-day; it is not written.
        """
        for item in [*self._reading.rows, *self._reading.doubtful]:
            person = None if "staff_number" in item.unread else self._find(item.person)
            code = None if "code" in item.unread else self._spellings.get(fold(item.code))
            if code is None and "code" not in item.unread:
                self._refuse(item, "cell_code_unknown", known=self._known_codes)
            if person is None or "day" in item.unread or not self._is_engaged(person, item):
                continue
            if code is not None and not item.unread & _PLACED_BY:
                self._place(person, replace(item, code=code))

    def _find(self, named: Named) -> int | None:
        """The key of a person of the sheet; None, said once a line however many cells it has, for one not known."""
        person = self._persons.find(named)
        if isinstance(person, int):
            self._check_name(person, named)
            return person
        if person.place not in self._unknown:
            self._unknown.add(person.place)
            self.plan.errors.append(person)
        return None

    def _check_name(self, person: int, named: Named) -> None:
        """Another name beside the staff number is told once, however many lines it stands on."""
        if self._persons.is_called(person, named.name) or (person, named.name) in self._misnamed:
            return
        self._misnamed.add((person, named.name))
        facts = {"number": self._numbers[person], "written": named.name, "name": self._names[person]}
        self.plan.warnings.append(Problem("name_of_other_person", named.place, named.staff_number, facts))

    def _place(self, person: int, item: AttendanceItem) -> None:
        if self._roster is None:
            return
        self.plan.persons.add(person)
        halves = (item.half,) if item.half is not None else self._roster.meant(person, item.day)
        shares: Iterable[int | None] = [None] * len(halves)
        if item.minutes is not None:
            shares = share_out(item.minutes, len(halves))
        parts = list(zip(halves, shares, strict=True))
        self.plan.warnings += self._doubts.of(item, parts, self._roster.house(person))
        for half, minutes in parts:
            self._items[person, item.day, int(half)].append(replace(item, half=half, minutes=minutes))

    def _is_engaged(self, person: int, item: AttendanceItem) -> bool:
        periods = self._roster.periods(person) if self._roster is not None else []
        return self._allowed(item, lambda: rules.check_engaged(item.day, periods, self._names[person]))

    def _is_month_open(self, item: AttendanceItem) -> bool:
        return self._allowed(item, lambda: rules.check_month_open(item.day, self._closed))

    def _allowed(self, item: AttendanceItem, check: Callable[[], None]) -> bool:
        try:
            check()
        except Refusal as refusal:
            self._refuse(item, refusal.code, **refusal.facts)
            return False
        return True

    def _refuse(self, item: AttendanceItem, code: str, **facts: object) -> None:
        self.plan.errors.append(Problem(code, item.place, item.code, facts))

    def compare(self) -> None:
        """Turn the items of each half-day into an operation, unless it stands already."""
        for key, items in self._items.items():
            segments = self._segments(items)
            if segments is None:
                continue
            standing = self._standing.get(key)
            good = [item for item in items if not item.unread]
            wanted = _over(standing, segments, good)
            if standing is not None and wanted == _stated(standing):
                self.plan.unchanged += 1
                self.plan.kept[key[0]] += 1
            elif self._is_month_open(good[0]):
                self._operate(key, good[0], wanted, standing)

    def _segments(self, items: list[AttendanceItem]) -> tuple[SegmentSpec, ...] | None:
        """The good parts of one half-day, in the order of the sheet; None when there are none, or, with an error, when they
        contradict each other, such as two codes without minutes."""
        seen: dict[tuple[str, int | None], AttendanceItem] = {}
        for item in items:
            first = seen.setdefault((item.code, item.minutes), item)
            if first is not item:
                self.plan.warnings.append(Problem("said_twice", item.place, item.code, {"other": str(first.place)}))
        parts = list(seen.values())
        open_ended = [item for item in parts if item.minutes is None]
        if len(open_ended) > 1:
            self._refuse(open_ended[1], "half_day_twice", other=str(open_ended[0].place))
            return None
        if not self._allowed(parts[-1], lambda: rules.check_segments(item.minutes for item in parts)):
            return None
        return tuple(SegmentSpec(item.code, item.minutes) for item in parts if not item.unread) or None

    def _operate(self, key: Key, item: AttendanceItem, wanted: _Stated, standing: Standing | None) -> None:
        person, day, half = key
        operation = Operation(
            id=uuid7(),
            person=person,
            day=day,
            half=half,
            segments=wanted.segments,
            acted_at=self._at,
            base=standing.entry if standing else None,
            notice_hours=wanted.notice_hours,
            has_document=wanted.has_document,
            reason=self._source[:200] if standing else "",
        )
        self.plan.add(operation, Problem("", item.place, item.code))

    def list_missing(self) -> None:
        """Half-days at which someone of the workshops in the sheets was due, on a day the sheets cover, with no fact."""
        if self._roster is None or not self.plan.persons:
            return
        workshops = {self._workshops.get(person) for person in self.plan.persons}
        concerned = [person for person in self._numbers if self._workshops.get(person) in workshops]
        days = sorted(day for day in self._reading.days if day <= self._at.date())
        for person in sorted(concerned, key=self._numbers.__getitem__):
            self.plan.missing += self._missing_of(person, days, self._roster)

    def _missing_of(self, person: int, days: list[date], roster: Roster) -> Iterator[Missing]:
        for day in days:
            engagement = roster.engagement(person, day)
            if engagement is None or engagement.kind == EngagementKind.PUPIL:
                # A pupil counts nowhere, so nothing of hers is missing.
                continue
            for half in roster.due(person, day):
                standing = self._standing.get((person, day, int(half)))
                known = standing is not None and standing.segments
                said = any(not item.unread for item in self._items.get((person, day, int(half)), ()))
                if not known and not said:
                    yield Missing(self._numbers[person], self._names[person], day, Half(half))


@dataclass(frozen=True)
class _Stated:
    """What an entry says."""

    segments: tuple[SegmentSpec, ...]
    notice_hours: int | None
    has_document: bool | None


def _stated(standing: Standing) -> _Stated:
    segments = tuple(SegmentSpec(*segment) for segment in standing.segments)
    return _Stated(segments, standing.notice_hours, standing.has_document)


def _over(standing: Standing | None, segments: tuple[SegmentSpec, ...], items: list[AttendanceItem]) -> _Stated:
    """What the sheet says over what stands: a sheet that is silent on minutes, workshop or notice does not erase them."""
    notice = next((item.notice_hours for item in items if item.notice_hours is not None), None)
    document = next((item.document for item in items if item.document is not None), None)
    if standing is None or [code for code, _, _ in standing.segments] != [segment.code for segment in segments]:
        return _Stated(segments, notice, document)
    kept = tuple(
        replace(segment, minutes=minutes if segment.minutes is None else segment.minutes, workshop=workshop)
        for segment, (_, minutes, workshop) in zip(segments, standing.segments, strict=True)
    )
    return _Stated(
        kept,
        standing.notice_hours if notice is None else notice,
        standing.has_document if document is None else document,
    )


def _span(days: Iterable[date]) -> Period | None:
    known = sorted(days)
    return Period(known[0], known[-1] + timedelta(days=1)) if known else None
