"""Half-days due and not attended by those who are seconded: what a pro rata line is reduced by. Counts, never reasons."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from etabli.attendance.models import HalfDayFact
from etabli.core.facts import Absence
from etabli.core.periods import Period, day_no, day_of
from etabli.orders import rules
from etabli.orders.models import Allotment, OrderLine
from etabli.orders.states import AbsenceRule, Nature
from etabli.people.models import Registration


@dataclass(frozen=True)
class Seconded:
    """Of a line and a period: half-days `due` and `absent` of those on it, and the `quantity` that is due for it."""

    due: int
    absent: int
    quantity: int


def is_pro_rata(line: OrderLine) -> bool:
    return line.nature == Nature.SECONDMENT and line.absence_rule == AbsenceRule.PRO_RATA


def seconded_of(lines: Iterable[OrderLine], times: int, start: date, end: date) -> dict[int, Seconded]:
    """Pro rata lines (keys) of which `times` their quantity falls due from `start` to `end` (excluded).

    A half-day counts when it is due and its person is allotted that day, herself or with her group; it is absent when
    its code is a kind of absence. The allowance of the line holds each time. Three queries at most.
    """
    wanted = [line for line in lines if is_pro_rata(line)]
    if not wanted or not times:
        return {}
    places = {line.pk: line.establishment_id for line in wanted}
    counts = _counts(_days_on(list(places), Period(start, end)), places, start, end)
    found = {}
    for line in wanted:
        due, absent = counts[line.pk]
        quantity = rules.seconded_quantity(
            line.quantity * times, due, absent, line.absence_rule, line.absence_allowance * times
        )
        found[line.pk] = Seconded(due, absent, quantity)
    return found


def _days_on(lines: list[int], period: Period) -> dict[int, list[tuple[int, Period]]]:
    """(line, days of the period on which a person is on it) by person."""
    rows = Allotment.objects.filter(
        Q(ends_before__isnull=True) | Q(ends_before__gt=period.start), line__in=lines, starts_on__lt=period.end
    )
    allotments = list(rows.values_list("line", "person", "group", "starts_on", "ends_before"))
    members = defaultdict(list)
    groups = {group for _, _, group, _, _ in allotments if group}
    if groups:
        for group, person in Registration.objects.filter(work_groups__in=groups).values_list("work_groups", "person"):
            members[group].append(person)
    days: dict[int, list[tuple[int, Period]]] = defaultdict(list)
    for line, person, group, starts_on, ends_before in allotments:
        on_it = Period(starts_on, ends_before).cut(period)
        for key in [person] if person else members[group]:
            if on_it is not None:
                days[key].append((line, on_it))
    return days


def _counts(
    days: dict[int, list[tuple[int, Period]]], places: dict[int, int], start: date, end: date
) -> dict[int, tuple[int, int]]:
    """(due, absent) half-days by line, at its establishment (`places`); a person who is on a line twice counts once."""
    due: dict[int, int] = defaultdict(int)
    absent: dict[int, int] = defaultdict(int)
    here = HalfDayFact.objects.filter(establishment__in=set(places.values()), subject__in=list(days), due=1)
    facts = here.filter(day_no__gte=day_no(start), day_no__lt=day_no(end))
    for place, person, number, absence in facts.values_list("establishment", "subject", "day_no", "absence"):
        for line in {line for line, period in days[person] if day_of(number) in period and places[line] == place}:
            due[line] += 1
            absent[line] += absence != Absence.NONE
    return defaultdict(lambda: (0, 0), {line: (count, absent[line]) for line, count in due.items()})
