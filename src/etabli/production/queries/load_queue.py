"""Bottlenecks: open hours queued by workshop and workstation, and why, as far as facts say. Nobody is named."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, Sum

from etabli.attendance.models import HalfDayFact
from etabli.core.load import Balance
from etabli.core.periods import day_no, monday_of
from etabli.core.prices import standard_minutes
from etabli.core.sharing_out import share_by_weight
from etabli.kit.texts import fold
from etabli.orders.models import ClientGoods
from etabli.orders.queries import goods_left
from etabli.org.models import Establishment
from etabli.people.models import Certification
from etabli.people.queries import workshops_of
from etabli.production.models import Operation
from etabli.production.queries.load import Outlook, Week
from etabli.production.queries.load_demand import LineLoad


@dataclass(frozen=True)
class Queue:
    """Open hours before a workstation of a workshop (key); `workstation` empty: no sheet names one.

    `minutes`, `late`: queued, and those whose day is past. `lines`: how many have something there. Why it waits, each empty
    where facts say nothing: `missing`: competences that nobody of the workshop is certified for; `unready`: lines (references)
    whose needs are not marked as ready; `without_goods`: lines whose client entrusts goods of which none are left here.
    """

    workshop: int
    workstation: str
    minutes: int
    late: int
    lines: int
    missing: tuple[str, ...]
    unready: tuple[str, ...]
    without_goods: tuple[str, ...]


@dataclass(frozen=True)
class Pressure:
    """Why a whole workshop is behind. `peaks`: weeks with more load than capacity.

    `away`: minutes of known absences from today to the end of the week, of `due` ones; `away_is_why`: the load of the week
    would fit if nobody were away, and does not.
    """

    peaks: tuple[Week, ...]
    away: int
    due: int
    away_is_why: bool


@dataclass(frozen=True)
class _Part:
    line: LineLoad
    minutes: int
    late: int
    operation: Operation | None


def queues_of(establishment: Establishment, found: Outlook, today: date) -> list[Queue]:
    """By workshop, the longest queue first; five queries, however many lines."""
    lines = [row for row in found.lines if row.left > 0]
    sheets = _sheets(row.line.pk for row in lines)
    parts: defaultdict[tuple[int, str], list[_Part]] = defaultdict(list)
    for row in lines:
        for part in _parts(row, sheets.get(row.line.pk, ())):
            station = part.operation.workstation if part.operation else ""
            parts[row.line.workshop_id or 0, station].append(part)
    certified = _certified(establishment, today)
    empty_handed = _clients_without_goods(establishment, {row.line.order.client_id for row in lines})
    rows = [_queue(*key, rows, certified, empty_handed) for key, rows in parts.items()]
    order = {key: number for number, key in enumerate(found.weeks)}
    return sorted(rows, key=lambda row: (order[row.workshop], -row.minutes, row.workstation))


def _sheets(lines: Collection[int] | object) -> dict[int, list[Operation]]:
    sheets: defaultdict[int, list[Operation]] = defaultdict(list)
    for step in Operation.objects.filter(line__in=list(lines)):  # type: ignore[call-overload]
        sheets[step.line_id].append(step)
    return sheets


def _parts(row: LineLoad, sheet: Sequence[Operation]) -> list[_Part]:
    """The minutes of a line over the operations of its sheet, in proportion to their standard times; nothing is lost."""
    if not sheet:
        return [_Part(row, row.minutes, row.late, None)]
    standard = [standard_minutes(row.left, step.minutes_per_thousand or 0) for step in sheet]
    if not any(standard):
        nothing = [_Part(row, 0, 0, step) for step in sheet]
        return [*nothing, _Part(row, row.minutes, row.late, None)] if row.minutes else nothing
    minutes = share_by_weight(row.minutes or sum(standard), standard)
    late = share_by_weight(row.late, standard)
    return [_Part(row, *values) for values in zip(minutes, late, sheet, strict=True)]


def _queue(
    workshop: int,
    workstation: str,
    parts: Sequence[_Part],
    certified: Mapping[int, Collection[str]],
    empty_handed: Collection[int],
) -> Queue:
    needed = {part.operation.competence for part in parts if part.operation and part.operation.competence}
    lines = {part.line.line.reference: part.line.line for part in parts}
    return Queue(
        workshop,
        workstation,
        sum(part.minutes for part in parts),
        sum(part.late for part in parts),
        len(lines),
        tuple(sorted(name for name in needed if fold(name) not in certified.get(workshop, ()))),
        tuple(name for name, line in lines.items() if not line.prepared),
        tuple(name for name, line in lines.items() if line.order.client_id in empty_handed),
    )


def _certified(establishment: Establishment, today: date) -> dict[int, set[str]]:
    """Names of the certifications, folded, that someone of each workshop (key) holds on a day."""
    valid = Q(expires_on__isnull=True) | Q(expires_on__gte=today)
    here = Q(person__engagements__establishment=establishment, person__engagements__starts_on__lte=today)
    still = Q(person__engagements__ends_before__isnull=True) | Q(person__engagements__ends_before__gt=today)
    rows = Certification.objects.filter(valid, here & still, issued_on__lte=today)
    own = workshops_of(establishment)
    found: defaultdict[int, set[str]] = defaultdict(set)
    for person, name in rows.order_by().values_list("person", "name"):
        workshop = own.get(person)
        if workshop is not None:
            found[workshop].add(fold(name))
    return found


def _clients_without_goods(establishment: Establishment, clients: Collection[int]) -> set[int]:
    """Those (keys) who entrust goods, and of whose goods none are left here."""
    goods = list(ClientGoods.objects.filter(client__in=clients, client__establishment=establishment, active=True))
    left = goods_left(goods)
    with_some = {row.client_id for row in goods if left[row.pk] > 0}
    return {row.client_id for row in goods} - with_some


def pressures_of(establishment: Establishment, found: Outlook, today: date) -> dict[int, Pressure]:
    """By workshop (key); two queries."""
    sunday = monday_of(today) + timedelta(days=6)
    rows = HalfDayFact.objects.filter(establishment=establishment, due=1, typed=1).exclude(absence="")
    rows = rows.filter(day_no__gte=day_no(today), day_no__lte=day_no(sunday))
    own = workshops_of(establishment)
    away: defaultdict[int | None, int] = defaultdict(int)
    for person, minutes in rows.order_by().values_list("subject").annotate(total=Sum("minutes")):
        away[own.get(person)] += minutes
    return {key: _pressure(weeks, away[key]) for key, weeks in found.weeks.items()}


def _pressure(weeks: Sequence[Week], away: int) -> Pressure:
    first = weeks[0]
    peaks = tuple(week for week in weeks if week.balance == Balance.PEAK)
    return Pressure(peaks, away, first.due, first.due - away < first.load <= first.due)
