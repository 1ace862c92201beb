"""Order lines: what was worked on them, and who, or which group, contributed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Sum

from etabli.core.periods import Period, day_no, day_of
from etabli.orders.access import OrdersRight
from etabli.orders.models import Allotment, OrderLine, Pseudonym
from etabli.org.models import Establishment, User
from etabli.people.models import Registration
from etabli.production.models import WorkFact

PERSON, GROUP, UNATTRIBUTED = "person", "group", "unattributed"
Who = tuple[str, int]
"""Kind and key of a contributor; 0 for what nobody was on."""


@dataclass(frozen=True)
class Worked:
    """Minutes; quantities in thousandths."""

    minutes: int = 0
    good: int = 0
    rejected: int = 0

    def __add__(self, other: Worked) -> Worked:
        return Worked(self.minutes + other.minutes, self.good + other.good, self.rejected + other.rejected)


@dataclass(frozen=True)
class Contribution:
    """What a person (key) or a group (key) brought to a line (key). Neither: quantity that nobody was on."""

    line: int
    person: int | None
    group: int | None
    minutes: int
    good: int
    rejected: int

    @property
    def who(self) -> Who:
        if self.person is not None:
            return PERSON, self.person
        return (GROUP, self.group) if self.group is not None else (UNATTRIBUTED, 0)


def worked(lines: Collection[int], until: date | None = None) -> dict[int, Worked]:
    """What was worked on each line (key), up to a day (excluded); one query."""
    rows = WorkFact.objects.filter(order_line__in=list(lines))
    if until is not None:
        rows = rows.filter(day_no__lt=day_no(until))
    sums = rows.order_by().values_list("order_line").annotate(m=Sum("minutes"), g=Sum("good"), r=Sum("rejected"))
    return dict.fromkeys(lines, Worked()) | {line: Worked(*values) for line, *values in sums}


def good_of(lines: Collection[int]) -> dict[int, int]:
    """The good quantity that was made on each line (key), thousandths; one query."""
    return {line: row.good for line, row in worked(lines).items()}


def contributions(lines: Collection[int], until: date | None = None, since: date | None = None) -> list[Contribution]:
    """Who contributed to each line (key) between two days; four queries at most. The sums of a line are those of `worked`.

    A contributor is a person; or the work group that was allotted to the line on that day, for a member of it who was not
    allotted herself. Groups are those of the present.
    """
    rows = WorkFact.objects.filter(order_line__in=list(lines))
    if until is not None:
        rows = rows.filter(day_no__lt=day_no(until))
    if since is not None:
        rows = rows.filter(day_no__gte=day_no(since))
    columns = ("order_line", "subject", "day_no")
    grouped = rows.order_by().values_list(*columns).annotate(m=Sum("minutes"), g=Sum("good"), r=Sum("rejected"))
    facts = list(grouped)
    unit_of = _Units(lines, {subject for _, subject, *_ in facts if subject is not None})
    sums: defaultdict[tuple[int, int | None, int | None], Worked] = defaultdict(Worked)
    for line, subject, day, *values in facts:
        group = None if subject is None else unit_of.group(line, subject, day_of(day))
        sums[line, None if group else subject, group] += Worked(*values)
    found = [Contribution(*key, row.minutes, row.good, row.rejected) for key, row in sums.items()]
    return sorted(found, key=lambda row: (row.line, row.who[0] == UNATTRIBUTED, -row.minutes, -row.good, row.who))


class _Units:
    """For which group a person worked on a line on a day."""

    def __init__(self, lines: Collection[int], persons: Collection[int]) -> None:
        self._persons: defaultdict[tuple[int, int], list[Period]] = defaultdict(list)
        self._groups: defaultdict[int, list[tuple[int, Period]]] = defaultdict(list)
        columns = ("line", "person", "group", "starts_on", "ends_before")
        for line, person, group, start, end in Allotment.objects.filter(line__in=list(lines)).values_list(*columns):
            if person is not None:
                self._persons[line, person].append(Period(start, end))
            else:
                self._groups[line].append((group, Period(start, end)))
        self._members: defaultdict[int, set[int]] = defaultdict(set)
        wanted = {group for rows in self._groups.values() for group, _ in rows}
        if wanted:
            rows = Registration.objects.filter(person__in=list(persons), work_groups__in=wanted)
            for group, person in rows.values_list("work_groups", "person"):
                self._members[group].add(person)

    def group(self, line: int, person: int, day: date) -> int | None:
        if any(day in period for period in self._persons.get((line, person), ())):
            return None
        held = (group for group, period in self._groups.get(line, ()) if day in period)
        return next((group for group in held if person in self._members[group]), None)


def contributed_to(
    user: User, establishment: Establishment, person: int
) -> tuple[list[tuple[OrderLine, Worked]], Worked | None]:
    """The order lines that a person (key) worked on, latest first, with what she brought to each, and the total of the rest.

    The rest are lines that the reader may not see: None when there are none. As many queries for one line as for twenty.
    """
    rows = WorkFact.objects.filter(establishment=establishment, subject=person, order_line__isnull=False)
    sums = rows.order_by().values_list("order_line").annotate(m=Sum("minutes"), g=Sum("good"), r=Sum("rejected"))
    brought = {line: Worked(*values) for line, *values in sums}
    visible = OrderLine.objects.visible_to(user, establishment, OrdersRight.READ).filter(pk__in=list(brought))
    lines = visible.select_related("order__client", "workshop").order_by("-order__ordered_on", "order", "position")
    shown = [(line, brought.pop(line.pk)) for line in lines]
    return shown, sum(brought.values(), Worked()) if brought else None


def codes_for_clients(wanted: Iterable[tuple[int, Who]]) -> dict[tuple[int, Who], str]:
    """By which code each client (key) knows a person or a group, where it has one; one query."""
    asked = set(wanted)
    rows = Pseudonym.objects.filter(client__in={client for client, _ in asked})
    found = {}
    for client, person, group, code in rows.values_list("client", "person", "group", "code"):
        who = (PERSON, person) if person is not None else (GROUP, group)
        if (client, who) in asked:
            found[client, who] = code
    return found
