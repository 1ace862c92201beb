"""The workplace that is measured: one fictional ESAT, its people, and as many years of attendance as asked.

All of it goes through the actions, as it would in a workplace.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from uuid import UUID

from uuid_utils.compat import uuid7

from etabli.attendance.actions import Operation, SegmentSpec, record
from etabli.attendance.queries import Roster, roster_of
from etabli.config.demo.days import Life, lives_of, operations_of
from etabli.config.demo.people import House, people_of
from etabli.core.periods import Period
from etabli.exchange.configuring import configure
from etabli.exchange.reading.configuration import read_configuration
from etabli.org.models import Establishment
from etabli.people.actions import save_people
from etabli.people.models import Engagement

LAST_YEAR = 2025
WORKSHOPS = tuple("BOI CON CUI ENT LIN MET MON POT TER VER".split())
HOUSE = House("990003006", 84, 36, 0, 2, WORKSHOPS, 7)
"""120 persons all along in ten workshops, a third of them half-time, and a few trainees in the first two years."""

_HEAD = """
[[establishment]]
finess = "{finess}"
name = "ESAT du Banc (fictif)"
kind = "ESAT"
country = "FR"
full_time_weekly_minutes = 2100
places = [{{ from = {first}-01-01, value = 110 }}]
open = {{ mon = "MA", tue = "MA", wed = "MA", thu = "MA", fri = "MA" }}
workshops = [{workshops}]
closures = [{closures}]
target_days = {{ {targets} }}
"""


@dataclass
class Bench:
    """The workplace as a bench holds it. `persons`: keys of those who are there all along, in order."""

    establishment: Establishment
    lives: dict[int, Life]
    first_year: int
    persons: tuple[int, ...]


def begin(years: int) -> Bench:
    """The establishment and its people, with no attendance yet, followed for `years` years up to `LAST_YEAR`."""
    first = LAST_YEAR - years + 1
    at = moment(first)
    configure(
        configuration=read_configuration(_configuration(first)), by=None, at=datetime(LAST_YEAR + 1, 1, 15, tzinfo=UTC)
    )
    establishment = Establishment.objects.get(finess=HOUSE.finess)
    save_people(establishment=establishment, rows=people_of(HOUSE, first), by=None, at=at)
    rows = Engagement.objects.filter(establishment=establishment).order_by("pk")
    columns = ("person", "kind", "person__registrations__workshop__code")
    persons = {person: (kind, workshop) for person, kind, workshop in rows.values_list(*columns)}
    lasting = tuple(rows.filter(ends_before=None).values_list("person", flat=True))
    return Bench(establishment, lives_of(persons, HOUSE.seed), first, lasting)


def _configuration(first: int) -> str:
    years = range(first, LAST_YEAR + 2)
    closures = ", ".join(f'{{ from = {year}-08-04, to = {year}-08-18, reason = "Été", paid = true }}' for year in years)
    targets = ", ".join(f'"{year}" = 22000' for year in years)
    workshops = ", ".join(f'{{ code = "{code}", name = "Atelier {code}" }}' for code in WORKSHOPS)
    return _HEAD.format(finess=HOUSE.finess, first=first, closures=closures, targets=targets, workshops=workshops)


def moment(year: int) -> datetime:
    """When the attendance of a year is typed: just after it."""
    return datetime(year + 1, 1, 15, 8, tzinfo=UTC)


def live(bench: Bench, year: int, advance: Callable[[], object] = lambda: None) -> int:
    """Everyone's half-days of one year, recorded month by month; how many."""
    days = Period(date(year, 1, 1), date(year + 1, 1, 1))
    roster = roster_of(bench.establishment, days)
    count = 0
    for month in days.months():
        operations = list(operations_of(roster, bench.lives, month, date.max))
        record(establishment=bench.establishment, operations=operations, by=None, at=moment(year), notes_received=True)
        count += len(operations)
        advance()
    return count


def half_day(
    bench: Bench,
    day: date,
    half: int,
    persons: int,
    code: str,
    at: datetime,
    standing: dict[tuple[int, date, int], UUID],
) -> list[Operation]:
    """What one tap on "all present" (or another code) sends: one operation a person, over what she sees there.

    `standing`: the entry that each half-day had when it was last sent here; brought up to date.
    """
    sent = []
    for person in bench.persons[:persons]:
        base = standing.get((person, day, half))
        operation = Operation(uuid7(), person, day, half, (SegmentSpec(code),), acted_at=at, base=base)
        standing[person, day, half] = operation.id
        sent.append(operation)
    return sent


def open_days(bench: Bench, days: Period) -> list[date]:
    roster: Roster = roster_of(bench.establishment, days, bench.persons[:1])
    return [day for day in days.each_day() if roster.house(bench.persons[0]).is_open_day(day)]
