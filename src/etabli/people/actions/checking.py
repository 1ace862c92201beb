"""Everything that is wrong with rows of persons, by themselves, against each other and against what stands, at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from etabli.core.counting import WHOLE
from etabli.core.periods import Period
from etabli.core.refusal import Refusal
from etabli.org.models import Establishment
from etabli.org.queries import parameter_on
from etabli.people import rules
from etabli.people.actions.hours import WEEKLY_CAP
from etabli.people.actions.standing import PersonRow, Standing
from etabli.people.models import Engagement
from etabli.people.queries import Namesake, period_of

Who = int | str
"""A person: her key, or, of someone new, her staff number."""


def check_people(*, establishment: Establishment, rows: Sequence[PersonRow]) -> list[list[Refusal]]:
    """Every refusal of each row, in the order of the rows; as many queries however many rows. Nothing is written.

    A row is checked against the others too, those that are refused included. Rules about a field that could not be read
    (`PersonRow.unread`) are passed over.
    """
    return refusals_of(Standing(establishment, rows), rows)


def refusals_of(standing: Standing, rows: Sequence[PersonRow]) -> list[list[Refusal]]:
    """`check_people` against what is known already."""
    check = _Check(standing)
    who = [check.identify(row) for row in rows]
    for person, row in zip(who, rows, strict=True):
        check.add(person, row)
    return [check.refusals(person, row) for person, row in zip(who, rows, strict=True)]


@dataclass
class _Someone:
    """A person that a row may be about. `number`: her staff number here, empty when she is not registered here yet."""

    who: Who
    shown: str
    birth_date: date | None
    numbers: set[str] = field(default_factory=set)
    number: str = ""


class _Check:
    """What would stand if every row were written."""

    def __init__(self, standing: Standing) -> None:
        self._standing = standing
        self._numbers: dict[str, Who] = {number: row.person_id for number, row in standing.registrations.items()}
        self._someone: dict[str, list[_Someone]] = defaultdict(list)
        for name, known in standing.namesakes.items():
            self._someone[name] = [self._known(row) for row in known]
        self._periods: dict[Who, dict[date, Period]] = defaultdict(dict)
        for person, engagements in standing.engagements.items():
            self._periods[person] = {start: period_of(row) for start, row in engagements.items()}
        self._said: set[tuple[Who, date]] = set()

    def _known(self, row: Namesake) -> _Someone:
        here = row.numbers.get(self._standing.establishment.pk, "")
        return _Someone(row.person, row.shown, row.birth_date, set(row.numbers.values()), here)

    def identify(self, row: PersonRow) -> Who | Refusal | None:
        """Who the row is about; None when it cannot be told, the refusal when she has another staff number here."""
        if "staff_number" in row.unread:
            return None
        number = row.staff_number
        if number in self._numbers:
            return self._numbers[number]
        birth_date = None if "birth_date" in row.unread else row.birth_date
        known = [] if row.unread & {"last_name", "first_name"} else self._someone[row.folded_name]
        for someone in known:
            if rules.is_same_person(birth_date, number, someone.birth_date, someone.numbers):
                if someone.number:
                    return Refusal("person_has_other_number", number=someone.number, name=someone.shown)
                someone.number = number
                self._numbers[number] = someone.who
                return someone.who
        shown = f"{row.last_name} {row.first_name}"
        known.append(_Someone(number, shown, birth_date, {number}, number))
        self._numbers[number] = number
        return number

    def add(self, who: Who | Refusal | None, row: PersonRow) -> None:
        """The engagement of the row beside the others of the person."""
        if who is None or isinstance(who, Refusal) or "starts_on" in row.unread:
            return
        start = row.starts_on
        standing = self._periods[who].get(start)
        end = row.ends_before or (standing.end if standing else None)
        if "last_day" in row.unread or (end is not None and end <= start):
            # Of an engagement whose end cannot be told, its first day is certain.
            end = start + timedelta(days=1)
        self._periods[who][start] = Period(start, end)
        self._said.add((who, start))

    def refusals(self, who: Who | Refusal | None, row: PersonRow) -> list[Refusal]:
        kind = self._standing.establishment.kind
        told = [who] if isinstance(who, Refusal) else []
        told += _told(row, "kind", lambda: rules.check_kind(row.kind, kind))
        told += _told(row, "starts_on last_day", lambda: rules.check_days(row.starts_on, row.ends_before))
        told += _told(row, "fraction", lambda: rules.check_fraction(row.fraction))
        if row.workshop:
            told += _told(row, "workshop", lambda: self._standing.workshop(row.workshop))
        if who is None or isinstance(who, Refusal) or "starts_on" in row.unread:
            return told + self._inside(row, None)
        told += self._overlaps(who, row) + self._inside(row, self._periods[who][row.starts_on])
        if isinstance(who, int) and who in self._standing.outside:
            told += _told(row, "last_day fraction from_date", lambda: self._check_weekly_cap(who, row))
        return told

    def _overlaps(self, who: Who, row: PersonRow) -> list[Refusal]:
        """The engagements that overlap this one. Of two that rows give, the one that begins later is refused."""
        mine = self._periods[who][row.starts_on]
        others = [
            period
            for start, period in sorted(self._periods[who].items())
            if start < row.starts_on or (start > row.starts_on and (who, start) not in self._said)
        ]
        return [
            refusal
            for other in others
            for refusal in _told(row, "starts_on", lambda other=other: rules.check_no_overlap(mine, [other]))
        ]

    @staticmethod
    def _inside(row: PersonRow, period: Period | None) -> list[Refusal]:
        if row.unread & {"starts_on", "from_date"} or row.from_date is None:
            return []
        if period is None or "last_day" in row.unread:
            period = Period(row.starts_on)
        if row.ends_before is not None and row.ends_before <= row.starts_on:
            return []
        days = period
        return _told(row, "from_date", lambda: rules.check_terms_inside(row.valid_from, days))

    def _check_weekly_cap(self, person: int, row: PersonRow) -> None:
        """Only of a row that changes something: what stands already was accepted, or entered before the other work was."""
        standing = self._standing.engagements[person].get(row.starts_on)
        day = max(row.valid_from, row.starts_on)
        elsewhere = any(day in days for days, _ in self._standing.outside[person])
        if not elsewhere or (standing is not None and self._repeats(standing, person, row)):
            return
        here = self._standing.establishment.full_time_weekly_minutes * row.fraction // WHOLE
        minutes = here + self._standing.minutes_elsewhere(person, day)
        rules.check_weekly_minutes(minutes, parameter_on(WEEKLY_CAP, day))

    def _repeats(self, standing: Engagement, person: int, row: PersonRow) -> bool:
        fractions = {terms.valid_from: terms.fraction for terms in standing.terms.all()}
        same_days = period_of(standing) == self._periods[person][row.starts_on]
        return same_days and fractions.get(row.valid_from) == row.fraction


def _told(row: PersonRow, needed: str, check: Callable[[], object]) -> list[Refusal]:
    """The refusal of a check, unless a field it needs could not be read."""
    if row.unread & set(needed.split()):
        return []
    try:
        check()
    except Refusal as refusal:
        return [refusal]
    return []
