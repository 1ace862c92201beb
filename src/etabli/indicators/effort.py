"""Effort: the support hours and adaptations of a year, per person, per workshop and of a whole association.

Sums told beyond those who follow a person stand on at least `LEAST` people each; smaller ones are joined, with as many others
as it takes, so that nothing smaller is left by taking one sum off another. A sum of the association is told only when what
is left of it without the reader's own establishments stands on as many, and each of the others too. Years are whole, and so
never overlap.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from django.db.models import Count, Q, Sum

from etabli.core.periods import Period, day_no
from etabli.core.small_groups import may_tell, told_together
from etabli.org.models import Establishment
from etabli.people.models import EngagementFact, Registration
from etabli.support.models import ActionSession, Adaptation

LEAST = 5
"""People behind a sum that is told."""
REST = ""
"""The part that the small ones are joined in."""


class Measure(StrEnum):
    PERSONS = "persons"
    """Persons engaged at some time of the year."""
    SUPPORTED = "supported"
    """Persons who had a session of a support action."""
    SESSIONS = "sessions"
    MINUTES = "support_minutes"
    """Minutes of those sessions, of each person."""
    ADAPTATIONS = "adaptations"
    """Adaptations that held at some time of the year."""
    COST = "adaptation_cents"
    """Cost of the adaptations that began in the year, cents."""
    SAVED = "minutes_saved"
    """Work minutes a week that adaptations save, as estimated."""


class Place(NamedTuple):
    """Where a person works: keys of the establishment and of her present workshop."""

    establishment: int
    workshop: int | None


class Given(NamedTuple):
    """An amount, where, and the people (keys) behind it: one person, or all of a workshop for what was changed for them."""

    measure: Measure
    place: Place
    people: frozenset[int]
    amount: int
    category: str = ""


_ONCE = {Measure.PERSONS: Measure.PERSONS, Measure.SUPPORTED: Measure.SESSIONS}
"""What counts each person once over the association, and the measure that knows all her establishments."""


@dataclass(frozen=True)
class Effort:
    """All that was given in a year. `people`: those engaged, where they are registered. `engaged`: (establishment, person),
    a person in each where she was."""

    year: int
    given: tuple[Given, ...]
    people: Mapping[int, Place]
    engaged: Collection[tuple[int, int]] = ()

    def told(self, measure: Measure, part: Callable[[Given], str]) -> dict[str, int]:
        """The amounts of a measure by part, as far as they may be told; what is joined stands under `REST`."""
        return _told([one for one in self.given if one.measure == measure], part)

    def total(self, measure: Measure) -> int | None:
        """The whole; None when too few people stand behind it."""
        found = self.told(measure, lambda _: "all")
        return found.get("all", found.get(REST))

    def total_for(self, measure: Measure, own: Collection[int]) -> int | None:
        """The whole for those who know these establishments (keys): None too when few people are behind what is not theirs.

        Of what each other establishment gave, too: what two readers know together tells of nobody.
        """
        given = self._by_establishment(measure)
        elsewhere = [people for place, people in given.items() if place not in own]
        if measure in _ONCE:
            known = frozenset[int]().union(*(people for place, people in given.items() if place in own))
            elsewhere = [people - known for people in elsewhere if people - known]
        if elsewhere and not may_tell(frozenset[int]().union(*elsewhere), elsewhere, LEAST):
            return None
        return self.total(measure)

    def _by_establishment(self, measure: Measure) -> dict[int, frozenset[int]]:
        """The people behind a measure, by establishment (key)."""
        found: defaultdict[int, set[int]] = defaultdict(set)
        if measure == Measure.PERSONS:
            for place, person in self.engaged:
                found[place].add(person)
        for one in self.given:
            if one.measure == _ONCE.get(measure, measure):
                found[one.place.establishment] |= one.people
        return {place: frozenset(people) for place, people in found.items()}

    def by_category(self) -> dict[str, int]:
        """Support minutes by category of action, as far as they may be told."""
        return self.told(Measure.MINUTES, lambda one: one.category)

    @property
    def helped(self) -> frozenset[int]:
        """The persons (keys) to whom something was given alone."""
        alone = (one.people for one in self.given if one.measure != Measure.PERSONS and len(one.people) == 1)
        return frozenset().union(*alone)

    def of_person(self, person: int) -> dict[Measure, int]:
        """What was given to one person alone: for those who follow her."""
        sums: defaultdict[Measure, int] = defaultdict(int)
        for one in self.given:
            if one.people == {person}:
                sums[one.measure] += one.amount
        return sums


def _told(given: Sequence[Given], part: Callable[[Given], str]) -> dict[str, int]:
    amounts: defaultdict[str, int] = defaultdict(int)
    people: defaultdict[str, set[int]] = defaultdict(set)
    for one in given:
        amounts[part(one)] += one.amount
        people[part(one)] |= one.people
    return told_together({name: (amounts[name], people[name]) for name in amounts}, LEAST, REST)


def effort_of(establishments: Collection[Establishment], year: int) -> Effort:
    """What these establishments gave in a calendar year; four queries however many they are and however many people."""
    days = Period(date(year, 1, 1), date(year + 1, 1, 1))
    keys = [place.pk for place in establishments]
    registered = {
        (establishment, person): workshop
        for establishment, person, workshop in Registration.objects.filter(establishment__in=keys)
        .order_by()
        .values_list("establishment", "person", "workshop")
    }
    engaged = _engaged(keys, days)
    people = {person: Place(place, registered.get((place, person))) for place, person in engaged}
    given = [
        *(Given(Measure.PERSONS, place, frozenset({person}), 1) for person, place in people.items()),
        *_sessions(keys, days, registered),
        *_adaptations(keys, days, registered, people),
    ]
    return Effort(year, tuple(given), people, engaged)


def _engaged(establishments: Collection[int], days: Period) -> list[tuple[int, int]]:
    facts = EngagementFact.objects.filter(establishment__in=establishments, to_day__gt=day_no(days.start))
    found = facts.filter(from_day__lt=day_no(days.end or days.start)).order_by("establishment", "subject")
    return list(found.values_list("establishment", "subject").distinct())


_Registered = Mapping[tuple[int, int], int | None]


def _sessions(establishments: Collection[int], days: Period, registered: _Registered) -> Iterable[Given]:
    rows = ActionSession.objects.filter(
        action__establishment__in=establishments, day__gte=days.start, day__lt=days.end
    ).order_by()
    sums = rows.values("action__establishment", "action__person", "action__kind__category").annotate(
        number=Count("pk"), minutes=Sum("minutes")
    )
    seen = set()
    for establishment, person, category, number, minutes in sums.values_list(
        "action__establishment", "action__person", "action__kind__category", "number", "minutes"
    ):
        place, whom = Place(establishment, registered.get((establishment, person))), frozenset({person})
        if whom not in seen:
            seen.add(whom)
            yield Given(Measure.SUPPORTED, place, whom, 1)
        yield Given(Measure.SESSIONS, place, whom, number, category)
        yield Given(Measure.MINUTES, place, whom, minutes, category)


def _adaptations(
    establishments: Collection[int], days: Period, registered: _Registered, people: Mapping[int, Place]
) -> Iterable[Given]:
    lasting = Q(ends_before=None) | Q(ends_before__gt=days.start)
    rows = Adaptation.objects.filter(lasting, establishment__in=establishments, starts_on__lt=days.end).order_by("pk")
    columns = ("establishment", "person", "workshop", "starts_on", "cost_cents", "minutes_saved")
    for establishment, person, workshop, starts_on, cost, saved in rows.values_list(*columns):
        if person is None:
            place = Place(establishment, workshop)
            whom = frozenset(one for one, there in people.items() if there == place)
        else:
            place, whom = Place(establishment, registered.get((establishment, person))), frozenset({person})
        yield Given(Measure.ADAPTATIONS, place, whom, 1)
        yield Given(Measure.SAVED, place, whom, saved)
        if starts_on >= days.start:
            yield Given(Measure.COST, place, whom, cost)


# ---------------------------------------------------------------- as tables


def workshop_rows(effort: Effort, names: Mapping[int, str]) -> list[dict[str, object]]:
    """A row a workshop, the joined ones last under `""`. `names` by workshop (key). An amount that is not told is None."""

    def part(one: Given) -> str:
        return names.get(one.place.workshop or 0, REST)

    told = {measure: effort.told(measure, part) for measure in Measure}
    rows = sorted({name for sums in told.values() for name in sums}, key=lambda name: (name == REST, name))
    return [{"name": name, **{str(measure): told[measure].get(name) for measure in Measure}} for name in rows]


def totals(effort: Effort) -> dict[str, int | None]:
    """The whole of each measure by its code; None when too few people stand behind it."""
    return {str(measure): effort.total(measure) for measure in Measure}


def totals_for(effort: Effort, own: Collection[int]) -> dict[str, int | None]:
    """The same for those who know these establishments (keys)."""
    return {str(measure): effort.total_for(measure, own) for measure in Measure}


def per_person(sums: Mapping[str, int | None], measure: Measure) -> float | None:
    """An amount a person engaged; None when one of the two is not told, or nobody was engaged."""
    amount, persons = sums.get(str(measure)), sums.get(str(Measure.PERSONS))
    return None if amount is None or not persons else amount / persons
