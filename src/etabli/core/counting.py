"""From what was captured to what is counted: one person's half-days as rows of the fact table `person_half_day`.

The counting rules are those of `docs/counting.md`; each has a test of its own name. Everything is whole minutes, whole
half-days and ten-thousandths of the house's full time.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from etabli.core.calendars import Half, HouseCalendar
from etabli.core.facts import Absence, PersonHalfDay, Unpaid
from etabli.core.periods import Period, day_no, month_start
from etabli.core.sharing_out import share_out
from etabli.core.weeks import WHOLE as WHOLE
from etabli.core.weeks import Slot as Slot
from etabli.core.weeks import Terms as Terms
from etabli.core.weeks import Week as Week
from etabli.core.weeks import Weeks as Weeks
from etabli.core.weeks import weeks_of as weeks_of


@dataclass(frozen=True, slots=True)
class CodeFlags:
    """What an attendance code counts for. `spell`: part of a sickness spell."""

    code: str
    paid: bool
    ars: bool
    absence: str = ""
    spell: bool = False

    @property
    def says_closed(self) -> bool:
        """True for a code that is neither attendance nor absence (`FER`): it says that the house was closed, no more."""
        return not (self.ars or self.absence or self.spell)


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of a half-day. `minutes` None takes what is left of the minutes of the half-day."""

    code: CodeFlags
    minutes: int | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """What was typed for a half-day; at least one segment."""

    segments: tuple[Segment, ...]
    notice_hours: int | None = None


@dataclass(frozen=True, slots=True)
class Engagement:
    """One engagement; `terms` in order of date, the first at or before its start."""

    key: int
    kind: str
    period: Period
    terms: tuple[Terms, ...]

    def terms_on(self, day: date) -> Terms:
        return next((terms for terms in reversed(self.terms) if terms.start <= day), self.terms[0])


@dataclass(frozen=True, slots=True)
class Note:
    """A sick note as counting sees it.

    `spell_start`: first day of the spell it belongs to. `day_one`: the first calendar day of the spell with no attended
    half-day, None while there is none. `waiting`: its first days are unpaid (a first note, no accident, no long-term
    illness whose waiting days were served before), so many as `waiting_days`.
    """

    period: Period
    received: bool
    waiting: bool
    spell_start: date
    day_one: date | None
    waiting_days: int = 3


@dataclass(frozen=True)
class Window:
    """What one call counts.

    `days`: the days to count. `implied_from`/`implied_to`: between them holidays and paid closures count without being
    typed. `due_to`: half-days due before it with no fact are rows too, so that they can be listed as missing.
    """

    days: Period
    implied_from: date
    implied_to: date
    due_to: date


def count_half_days(
    engagement: Engagement,
    facts: Mapping[Slot, Fact],
    notes: Sequence[Note],
    house: HouseCalendar,
    full_time_weekly_minutes: int,
    window: Window,
    weeks: Weeks | None = None,
) -> Iterator[PersonHalfDay]:
    """The rows of one engagement, in order of time.

    `house` is the calendar of the person's workshop where it overrides the establishment's. A typed half-day outside the
    engagement is not counted. `weeks`: shared by those who count many engagements.
    """
    counted = engagement.period.cut(window.days)
    if counted is None:
        return
    weeks = weeks or Weeks(full_time_weekly_minutes)
    for day in counted.each_day():
        terms = engagement.terms_on(day)
        week = weeks.of(house, terms)
        attended = any(is_attended(facts[slot]) for slot in ((day, half) for half in Half) if slot in facts)
        scene = _Day(engagement, terms, week, house, day, _note_on(notes, day), attended, window)
        for half in Half:
            row = scene.row(half, facts.get((day, half)))
            if row is not None:
                yield row


def is_attended(fact: Fact) -> bool:
    """True when at least one segment counts as an ARS half-day."""
    return any(segment.code.ars for segment in fact.segments)


def is_sick(fact: Fact) -> bool:
    """True when the half-day belongs to a sickness spell: a spell code and no attendance."""
    return not is_attended(fact) and any(segment.code.spell for segment in fact.segments)


def _note_on(notes: Sequence[Note], day: date) -> Note | None:
    return next((note for note in notes if day in note.period), None)


@dataclass(frozen=True, slots=True)
class _Day:
    engagement: Engagement
    terms: Terms
    week: Week
    house: HouseCalendar
    day: date
    note: Note | None
    attended: bool
    window: Window

    def row(self, half: Half, fact: Fact | None) -> PersonHalfDay | None:
        pattern_minutes = self.week.minutes((self.day, half))
        if fact is not None:
            return self._typed(half, fact, pattern_minutes)
        if pattern_minutes is None or self.day < self.window.implied_from:
            return None
        if self.house.is_shut(self.day):
            return self._implied(half, pattern_minutes) if self.day < self.window.implied_to else None
        return self._missing(half, pattern_minutes) if self.day < self.window.due_to else None

    def _typed(self, half: Half, fact: Fact, pattern_minutes: int | None) -> PersonHalfDay:
        minutes = self._minutes_of_segments(half, fact, pattern_minutes)
        paid, unpaid = 0, Unpaid.NONE
        for segment, length in zip(fact.segments, minutes, strict=True):
            reason = self._why_unpaid(segment.code)
            paid += 0 if reason else length
            unpaid = unpaid or reason
        if not unpaid and sum(minutes) == 0:
            unpaid = Unpaid.NO_MINUTES
        attended = is_attended(fact)
        absences = [segment.code.absence for segment in fact.segments if segment.code.absence]
        return self._make(
            half,
            pattern_minutes,
            code=fact.segments[0].code.code,
            typed=1,
            minutes=sum(minutes),
            paid_minutes=paid,
            ars=int(attended),
            absence=absences[0] if absences and not attended else Absence.NONE,
            unpaid=unpaid,
            notice_hours=fact.notice_hours,
            sick=is_sick(fact),
        )

    def _minutes_of_segments(self, half: Half, fact: Fact, pattern_minutes: int | None) -> list[int]:
        whole = pattern_minutes or 0
        if pattern_minutes is None and not self.week.confirmed:
            whole = self.week.usual_minutes((self.day, half))
        stated = [segment.minutes for segment in fact.segments]
        open_ended = stated.count(None)
        if not open_ended:
            return [minutes or 0 for minutes in stated]
        rest = iter(share_out(max(0, whole - sum(minutes or 0 for minutes in stated)), open_ended))
        return [next(rest) if minutes is None else minutes for minutes in stated]

    def _why_unpaid(self, code: CodeFlags) -> Unpaid:
        if code.absence == Absence.UNJUSTIFIED:
            return Unpaid.UNJUSTIFIED
        if code.spell:
            return self._why_sickness_unpaid(code)
        if code.says_closed and self._is_unpaid_closure:
            return Unpaid.UNPAID_CLOSURE
        return Unpaid.NONE if code.paid else Unpaid.UNPAID_CODE

    def _why_sickness_unpaid(self, code: CodeFlags) -> Unpaid:
        if not code.paid:
            return Unpaid.WAITING_DAYS
        # Leaving work ill inside a day that was attended opens no spell: the day is not a waiting day.
        if self.note is None and self.attended:
            return Unpaid.NONE
        return self._why_note_unpaid(self.note)

    def _why_note_unpaid(self, note: Note | None) -> Unpaid:
        if note is None or not note.received:
            return Unpaid.AWAITED_NOTE
        if note.waiting and note.day_one is not None:
            served = (self.day - note.day_one).days
            if 0 <= served < note.waiting_days:
                return Unpaid.WAITING_DAYS
        return Unpaid.NONE

    @property
    def _is_unpaid_closure(self) -> bool:
        closure = self.house.closure_on(self.day)
        return closure is not None and not closure.paid

    def _implied(self, half: Half, pattern_minutes: int) -> PersonHalfDay:
        if self._is_unpaid_closure:
            unpaid = Unpaid.UNPAID_CLOSURE
        elif self.note is not None:
            unpaid = self._why_note_unpaid(self.note)
        else:
            unpaid = Unpaid.NONE
        return self._make(
            half,
            pattern_minutes,
            implied=1,
            minutes=pattern_minutes,
            paid_minutes=0 if unpaid else pattern_minutes,
            unpaid=unpaid,
            sick=self.note is not None,
            absence=Absence.SICKNESS if self.note is not None else Absence.NONE,
        )

    def _missing(self, half: Half, pattern_minutes: int) -> PersonHalfDay:
        return self._make(half, pattern_minutes, minutes=pattern_minutes, unpaid=Unpaid.MISSING)

    def _make(
        self,
        half: Half,
        pattern_minutes: int | None,
        *,
        minutes: int,
        code: str = "",
        typed: int = 0,
        implied: int = 0,
        paid_minutes: int = 0,
        ars: int = 0,
        absence: str = Absence.NONE,
        unpaid: str = Unpaid.NONE,
        notice_hours: int | None = None,
        sick: bool = False,
    ) -> PersonHalfDay:
        note = self.note if sick else None
        return PersonHalfDay(
            engagement=self.engagement.key,
            kind=str(self.engagement.kind),
            day_no=day_no(self.day),
            half=int(half),
            code=code,
            in_pattern=int(pattern_minutes is not None),
            due=int(pattern_minutes is not None and not self.house.is_shut(self.day)),
            typed=typed,
            implied=implied,
            open_half_days=len(self.house.halves_on(self.day)),
            minutes=minutes,
            paid_minutes=paid_minutes,
            fraction=self.terms.fraction,
            month_pattern_minutes=self.week.reference_minutes(month_start(self.day)),
            ars=ars,
            absence=str(absence),
            unpaid=str(unpaid),
            notice_hours=notice_hours,
            spell_start=day_no(note.spell_start) if note else None,
            spell_day=(self.day - note.day_one).days + 1 if note and note.day_one else None,
        )
