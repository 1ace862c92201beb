"""What is known of the persons that rows are about, read once however many rows there are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from django.db.models import QuerySet

from etabli.core.counting import WHOLE
from etabli.core.periods import Period
from etabli.core.refusal import Refusal
from etabli.kit.texts import fold
from etabli.org.models import Establishment, Workshop
from etabli.people import rules
from etabli.people.models import Engagement, EngagementTerms, OutsideEngagement, Registration, WorkGroup
from etabli.people.queries import Namesake, namesakes, period_of


@dataclass(frozen=True)
class PersonRow:
    """A person and one engagement, as a sheet or a form gives them.

    `workshop`: code or name. `last_day`: the last day, included. `fraction`: ten-thousandths. `from_date`: the day from
    which fraction and pattern hold, the start of the engagement when None. `pattern`: weeks of fourteen half-days, or None.
    None in a field that is not required leaves what is there. `unread`: names of fields whose value is not to be relied on,
    of a row that is checked as far as it goes and never saved.
    """

    staff_number: str
    last_name: str
    first_name: str
    kind: str
    starts_on: date
    birth_date: date | None = None
    sex: str = ""
    workshop: str = ""
    groups: tuple[str, ...] = ()
    last_day: date | None = None
    end_reason: str = ""
    fraction: int = WHOLE
    from_date: date | None = None
    pattern: tuple[str, ...] | None = None
    unread: frozenset[str] = frozenset()

    @property
    def ends_before(self) -> date | None:
        return None if self.last_day is None else self.last_day + timedelta(days=1)

    @property
    def valid_from(self) -> date:
        """The day from which fraction and pattern hold."""
        return self.from_date or self.starts_on

    @property
    def folded_name(self) -> str:
        return fold(f"{self.last_name} {self.first_name}")


class Standing:
    """Registrations, engagements, workshops and groups of an establishment, as far as some rows are about them."""

    def __init__(self, establishment: Establishment, rows: Sequence[PersonRow]) -> None:
        self.establishment = establishment
        here = Registration.objects.filter(establishment=establishment)
        if len(rows) == 1:
            here = here.filter(staff_number=rows[0].staff_number)
        self.registrations = {row.staff_number: row for row in _whole(here)}
        unknown = {row.folded_name for row in rows if row.staff_number not in self.registrations}
        self.namesakes: dict[str, list[Namesake]] = namesakes(establishment, unknown) if unknown else {}
        self._persons = {
            self.registrations[row.staff_number].person_id for row in rows if row.staff_number in self.registrations
        } | {someone.person for known in self.namesakes.values() for someone in known}
        self.engagements: dict[int, dict[date, Engagement]] = defaultdict(dict)
        for engagement in self._engagements().filter(establishment=establishment):
            self.engagements[engagement.person_id][engagement.starts_on] = engagement

    def _engagements(self, persons: Collection[int] | None = None) -> QuerySet[Engagement]:
        wanted = self._persons if persons is None else persons
        return Engagement.objects.filter(person__in=wanted).prefetch_related("terms").order_by("starts_on")

    @cached_property
    def groups(self) -> dict[str, WorkGroup]:
        """Work groups by folded name."""
        return {fold(row.name): row for row in self.establishment.work_groups.all()}

    @cached_property
    def _workshops(self) -> list[Workshop]:
        return list(self.establishment.workshops.all())

    @cached_property
    def terms(self) -> dict[int, dict[date, EngagementTerms]]:
        """Terms by engagement (key) and first day."""
        known: dict[int, dict[date, EngagementTerms]] = defaultdict(dict)
        for engagements in self.engagements.values():
            for engagement in engagements.values():
                known[engagement.pk] = {row.valid_from: row for row in engagement.terms.all()}
        return known

    def known_elsewhere(self, row: PersonRow) -> Namesake | None:
        """The person of the association whom the row is about, of a row whose staff number is new here."""
        for someone in self.namesakes.get(row.folded_name, ()):
            if rules.is_same_person(row.birth_date, row.staff_number, someone.birth_date, someone.numbers.values()):
                return someone
        return None

    def workshop(self, text: str) -> Workshop:
        """By code or name, in any spelling. Refusal `workshop_unknown`."""
        folded = fold(text)
        for workshop in self._workshops:
            if folded in (fold(workshop.code), fold(workshop.name)):
                return workshop
        known = ", ".join(workshop.code for workshop in self._workshops)
        raise Refusal("workshop_unknown", value=text, known=known)

    @cached_property
    def outside(self) -> dict[int, list[tuple[Period, int]]]:
        """Work outside the association by person: its days and its minutes a week."""
        work: dict[int, list[tuple[Period, int]]] = defaultdict(list)
        for row in OutsideEngagement.objects.filter(person__in=self._persons):
            work[row.person_id].append((Period(row.starts_on, row.ends_before), row.weekly_minutes))
        return work

    @cached_property
    def _elsewhere(self) -> dict[int, list[Engagement]]:
        """Engagements in other establishments of those who work outside the association too."""
        work: dict[int, list[Engagement]] = defaultdict(list)
        rows = self._engagements(self.outside).exclude(establishment=self.establishment)
        for row in rows.select_related("establishment"):
            work[row.person_id].append(row)
        return work

    def minutes_elsewhere(self, person: int, on: date) -> int:
        """Paid minutes a week of a person on a day, not counting this establishment; see `outside`."""
        minutes = sum(length for days, length in self.outside.get(person, ()) if on in days)
        for engagement in self._elsewhere[person]:
            terms = [row for row in engagement.terms.all() if row.valid_from <= on]
            if on in period_of(engagement) and terms:
                minutes += engagement.establishment.full_time_weekly_minutes * terms[-1].fraction // WHOLE
        return minutes


def _whole(rows: QuerySet[Registration]) -> QuerySet[Registration]:
    return rows.select_related("person", "workshop").prefetch_related("work_groups")
