"""The facts of a worked example: what the actions would derive from it, by the same pure functions, without a database."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from etabli.attendance.states import BUILT_IN_CODES
from etabli.core import counting
from etabli.core.calendars import Closure, Half, HouseCalendar, WeeklyPattern, week_of
from etabli.core.facts_load import part_of
from etabli.core.load import OpenWeeks, spread_by_day
from etabli.core.periods import Period, day_no, monday_of
from etabli.core.spells import TypedHalfDay, day_one_of
from etabli.indicators.examples import Attendance, Billed, Delivered, Example, Line, People, Worked
from etabli.orders.left_rules import minutes_of
from etabli.org.actions.calendars import _calendar_day
from tests.indicators.followed import followed
from tests.indicators.helped import helped

TABLES = (
    "scope",
    "calendar",
    "establishment_year",
    "engagement",
    "person_half_day",
    "work",
    "task",
    "order_line",
    "delivered_day",
    "rhythm",
    "load_demand",
    "workshop_member",
    "billed_line",
    "placement",
    "support_agreement",
    "exit",
    "return_to_esat",
    "recognition",
    "person_profile",
    "ordinary_work_will",
    "support_session",
    "assessed_level",
    "work_adaptation",
    "ended_goal",
)
"""The fact tables that definitions read."""
Tables = dict[str, list[dict[str, Any]]]
PLACE, SCOPE = 1, "establishment:example"
ASP_YEARLY_HOURS = 1820
FOR_EVER = 9_999_999
HALVES = {"": tuple(Half), "M": (Half.MORNING,), "A": (Half.AFTERNOON,)}


def tables(example: Example) -> Tables:
    """The rows of each fact table, by table; of each group of people those of its first person, see `copies`."""
    scene = _Scene(example)
    days, open_days = scene.calendar()
    groups = {group.name: (group, key) for group, key in scene.subjects()}
    return {
        "scope": [{"scope_id": SCOPE, "establishment": PLACE, "kind": example.house.kind}],
        "calendar": days,
        "establishment_year": [scene.year(year, count) for year, count in open_days.items()],
        "engagement": list(scene.engagements()),
        "person_half_day": list(scene.half_days()),
        "order_line": [scene.line(key, row) for key, row in enumerate(example.lines, start=1)],
        "rhythm": list(scene.rhythms()),
        "load_demand": list(scene.demand()),
        "workshop_member": list(scene.members()),
        "delivered_day": [scene.delivered(row) for row in example.deliveries],
        "billed_line": [scene.billed(key, row) for key, row in enumerate(example.billed, start=1)],
        "work": [scene.worked(row) for row in example.work],
        "task": [
            {"establishment": PLACE, "task": key, "workshop": 1, "customer_contact": int(row.contact), "outside": 0}
            for key, row in enumerate(example.tasks, start=1001)
        ],
        **followed(example, groups),
        **helped(example, groups),
    }


def copies(example: Example) -> list[tuple[int, int]]:
    """(key of the first person, how many more are alike) of each group: the database copies them, which is quicker."""
    return [(subject, group.count - 1) for group, subject in _Scene(example).subjects() if group.count > 1]


@lru_cache(maxsize=1)
def flags() -> dict[str, counting.CodeFlags]:
    return {
        code.code: counting.CodeFlags(code.code, code.paid, code.ars, code.absence, code.spell)
        for code in BUILT_IN_CODES
    }


class _Scene:
    def __init__(self, example: Example) -> None:
        self.example, self.house = example, example.house
        first, last = example.period.start.year, example.period.last_day.year
        self.days = Period(date(first, 1, 1), date(last + 1, 1, 1))
        closures = tuple(Closure(days, paid) for days, paid in self.house.closures)
        opening = ((date(2000, 1, 1), week_of(self.house.open)),)
        self.opening = HouseCalendar(opening, closures, frozenset(self.house.holidays))

    def calendar(self) -> tuple[list[dict[str, Any]], dict[int, int]]:
        """The days of the years of the example, and the open days of each year."""
        places, hours = [(date(2000, 1, 1), self.house.places)], [(date(2000, 1, 1), ASP_YEARLY_HOURS)]
        rows = [_calendar_day(day, self.opening, places, hours) for day in self.days.each_day()]
        open_days: dict[int, int] = {}
        for row in rows:
            open_days[row.year] = open_days.get(row.year, 0) + row.open_day
        return [
            {"establishment": PLACE, **{name: getattr(row, name) for name in row.__slots__}} for row in rows
        ], open_days

    def year(self, year: int, open_days: int) -> dict[str, Any]:
        return {
            "establishment": PLACE,
            "year": year,
            "declared_days": self.house.opening_days,
            "target_days": self.house.target_days,
            "open_days": open_days,
        }

    def subjects(self) -> Iterator[tuple[People, int]]:
        """The key of the first person of each group; the others follow."""
        key = 1
        for group in self.example.people:
            yield group, key
            key += group.count

    def line(self, key: int, row: Line) -> dict[str, Any]:
        return {
            "establishment": PLACE,
            "order_line": key,
            "customer_order": 1,
            "client": 1,
            "workshop": row.workshop or None,
            "state": row.state,
            "ordered_day": 0,
            "due_day": row.due and day_no(row.due),
            "quantity": row.quantity * 1000,
            "quoted_minutes": row.minutes,
            "minutes_per_thousand": row.minutes_per_thousand,
            "delivered": row.delivered * 1000,
            "delivered_day": row.delivered_on and day_no(row.delivered_on),
        }

    def rhythms(self) -> Iterator[dict[str, Any]]:
        people = {group.name: key for group, key in self.subjects()}
        for row in self.example.rhythms:
            end = FOR_EVER if row.over.end is None else day_no(row.over.end)
            days = {"from_day": day_no(row.over.start), "to_day": end}
            yield {"establishment": PLACE, "subject": people[row.people], **days, "share": row.share}

    def demand(self) -> Iterator[dict[str, Any]]:
        """What each line asks to be worked, day by day."""
        house = OpenWeeks(self.opening)
        for key, row in enumerate(self.example.lines, start=1):
            if row.state == "cancelled" or row.due is None:
                continue
            minutes = minutes_of(row.quantity * 1000, row.minutes, row.quantity * 1000, row.minutes_per_thousand)
            for later in (timedelta(weeks=number) for number in range(row.weeks)):
                days = spread_by_day(minutes, (row.begins or row.due) + later, row.due + later, house)
                for day, share in days.items():
                    own = {
                        "order_line": key,
                        "workshop": row.workshop or None,
                        "workshop_part": part_of(row.workshop or None),
                    }
                    when = {"day_no": day_no(day), "monday": day_no(monday_of(day))}
                    yield {"establishment": PLACE, **own, **when, "minutes": share}

    def members(self) -> Iterator[dict[str, Any]]:
        for group, subject in self.subjects():
            whose = {"subject": subject, "workshop": group.workshop, "workshop_part": part_of(group.workshop)}
            yield {"establishment": PLACE, **whose, "from_day": 0, "to_day": FOR_EVER, "share": 10_000}

    def delivered(self, row: Delivered) -> dict[str, Any]:
        keys = {line.name: key for key, line in enumerate(self.example.lines, start=1)}
        return {
            "establishment": PLACE,
            "order_line": keys[row.line],
            "day_no": day_no(row.on),
            "delivered": row.delivered * 1000,
            "returned": row.returned * 1000,
        }

    def billed(self, key: int, row: Billed) -> dict[str, Any]:
        return {
            "establishment": PLACE,
            "invoice_line": key,
            "kind": row.kind,
            "issued_day": day_no(row.on),
            "amount": row.cents,
            "supply": "goods",
            "nature": "on_site",
            "public_client": 0,
        }

    def worked(self, row: Worked) -> dict[str, Any]:
        keys = {line.name: key for key, line in enumerate(self.example.lines, start=1)}
        tasks = {task.name: key for key, task in enumerate(self.example.tasks, start=1001)}
        people = {group.name: key for group, key in self.subjects()}
        return {
            "establishment": PLACE,
            "subject": people[row.people] if row.people else None,
            "day_no": day_no(row.day),
            "half": 0,
            "minutes": row.minutes,
            "good": row.good * 1000,
            "rejected": row.rejected * 1000,
            "order_line": keys[row.line] if row.line else None,
            "task": tasks[row.task] if row.task else keys.get(row.line, 0),
            "workshop": 1,
            "instructor": None,
        }

    def engagements(self) -> Iterator[dict[str, Any]]:
        for group, subject in self.subjects():
            start = day_no(group.engaged.start)
            end = FOR_EVER if group.engaged.end is None else day_no(group.engaged.end)
            yield self._engagement(group, subject, subject, start, end)
            if group.again is not None:
                yield self._engagement(group, subject, subject + 5000, day_no(group.again), FOR_EVER)

    @staticmethod
    def _engagement(group: People, subject: int, key: int, start: int, end: int) -> dict[str, Any]:
        return {
            "establishment": PLACE,
            "subject": subject,
            "engagement": key,
            "kind": group.kind,
            "from_day": start,
            "to_day": end,
            "contract_from_day": start,
            "contract_to_day": end,
            "fraction": round(group.fraction * counting.WHOLE),
        }

    def half_days(self) -> Iterator[dict[str, Any]]:
        for group, subject in self.subjects():
            for row in self._counted(group):
                yield {**asdict(row), "establishment": PLACE, "subject": subject, "engagement": subject}

    def _counted(self, group: People) -> Iterator[Any]:
        pattern = None
        if group.pattern is not None:
            pattern = WeeklyPattern((week_of(group.pattern),), monday_of(group.engaged.start))
        terms = counting.Terms(group.engaged.start, round(group.fraction * counting.WHOLE), pattern)
        engagement = counting.Engagement(0, group.kind, group.engaged, (terms,))
        facts = self._facts(group, pattern)
        window = counting.Window(self.days, self.days.start, self.days.end, self.days.end)  # type: ignore[arg-type]
        return counting.count_half_days(
            engagement, facts, self._notes(group, facts), self.opening, self.house.full_time_weekly_minutes, window
        )

    def _facts(self, group: People, pattern: WeeklyPattern | None) -> dict[counting.Slot, counting.Fact]:
        facts: dict[counting.Slot, counting.Fact] = {}
        for line in self.example.attendance:
            if line.people == group.name:
                for slot in self._slots(line, pattern):
                    facts[slot] = counting.Fact((counting.Segment(flags()[line.code]),), line.notice_hours)
        return facts

    def _slots(self, line: Attendance, pattern: WeeklyPattern | None) -> Iterator[counting.Slot]:
        done = 0
        for day in line.over.each_day():
            due = () if self.opening.is_shut(day) else (pattern or self.opening).halves_on(day)
            halves = [half for half in due if half in HALVES[line.half]]
            if not halves or (line.days is not None and done >= line.days):
                continue
            done += 1
            yield from ((day, half) for half in halves)

    def _notes(self, group: People, facts: dict[counting.Slot, counting.Fact]) -> list[counting.Note]:
        typed = [
            TypedHalfDay(day, half, counting.is_sick(fact), counting.is_attended(fact))
            for (day, half), fact in sorted(facts.items())
        ]
        notes: list[counting.Note] = []
        for note in self.example.notes:
            if note.people == group.name:
                start = notes[-1].spell_start if note.extension and notes else note.over.start
                day_one = day_one_of(Period(start, note.over.end), typed)
                notes.append(counting.Note(note.over, note.received, not note.extension, start, day_one))
        return notes
