"""Placements: which run, those of a person, what is owed for them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from etabli.attendance.queries import closed_months
from etabli.attendance.queries.lasting import half_days_since
from etabli.core.calendars import WeeklyPattern
from etabli.core.facts import EngagementKind
from etabli.core.periods import Period, month_start
from etabli.org.models import Establishment, User
from etabli.org.queries import parameters_in
from etabli.pathways.models import Placement, ReinforcedPathway, Situation, SupportAgreement
from etabli.pathways.queries.agreements import first_of
from etabli.pathways.rules import deadlines as rules
from etabli.pathways.rules import following
from etabli.pathways.rules.deadlines import Agreed, Followed, PathwayDeadline
from etabli.pathways.rules.placements import CODES, IN_A_ROW, Limit, Planned, goes_on_from
from etabli.pathways.states import HELD, Device, PlacementState
from etabli.people.models import Engagement


def limits_in(establishment: Establishment) -> Limit:
    """The durations in force there; one query."""
    known = parameters_in(CODES, establishment)

    def limit(code: str, day: date) -> int | None:
        return next((value for start, value in reversed(known.get(code, [])) if start <= day), None)

    return limit


def planned_of(row: Placement, chain: dict[int, Placement] | None = None) -> Planned:
    """A placement as the rules see it. `chain`: placements of its person by key, among which are those that it goes on from."""
    first = line_of(row, chain or {})[-1]
    return Planned(
        device=Device(row.device),
        starts_on=row.starts_on,
        ends_before=row.ends_before,
        host=row.host_id,
        pattern=WeeklyPattern.parse(row.pattern, row.pattern_anchor) if row.pattern and row.pattern_anchor else None,
        weekly_minutes=row.weekly_minutes,
        prescriber=row.prescriber,
        objective=row.objective,
        cdaph_agreed_on=row.cdaph_agreed_on,
        beyond_ground=row.beyond_ground,
        beyond_proof=row.beyond_proof,
        begun_on=first.starts_on,
        key=row.pk,
    )


def line_of(row: Placement, chain: dict[int, Placement]) -> list[Placement]:
    """A placement and those that it goes on from, the first of them last: renewed, or written anew with the same host."""
    line = [row]
    while (before := _before(line[-1], chain)) is not None:
        line.append(before)
    return line


def _before(row: Placement, chain: dict[int, Placement]) -> Placement | None:
    renewed = chain.get(row.renewal_of_id or 0)
    if renewed is not None and renewed.starts_on < row.starts_on:
        return renewed
    if row.device not in IN_A_ROW:
        return None
    like = (
        one
        for one in chain.values()
        if (one.person_id, one.device, one.host_id) == (row.person_id, row.device, row.host_id)
        and PlacementState(one.state) in HELD
        and one.starts_on < row.starts_on
        and goes_on_from(one.ends_before, row.starts_on)
    )
    return min(like, key=lambda one: one.starts_on, default=None)


def _shown(rows: QuerySet[Placement]) -> QuerySet[Placement]:
    return rows.select_related("person", "host", "establishment")


def running_on(user: User, establishment: Establishment, on: date) -> QuerySet[Placement]:
    """Those agreed or over that hold a day, of persons whom the user may read of, by name."""
    rows = Placement.objects.visible_to(user, establishment).filter(state__in=HELD, starts_on__lte=on)
    rows = rows.filter(Q(ends_before=None) | Q(ends_before__gt=on))
    return _shown(rows).order_by("person__search_key", "starts_on", "pk")


def of_person(user: User, establishment: Establishment, person: int) -> QuerySet[Placement]:
    """Every placement of a person (key) there, the newest first; none when the user may not read of her."""
    return _shown(Placement.objects.visible_to(user, establishment).filter(person=person))


def deadlines_of(user: User, establishment: Establishment, on: date) -> list[PathwayDeadline]:
    """What is owed on a day for persons whom the user may read of, the first due first: late, soon or to come.

    As many queries for one person as for a hundred and fifty.
    """
    rows = list(Placement.objects.visible_to(user, establishment).exclude(state=PlacementState.CANCELLED))
    seen = [row for row in rows if PlacementState(row.state) in HELD]
    placements = _followed(seen, {row.pk: row for row in rows}, establishment)
    agreements = _agreed(SupportAgreement.objects.visible_to(user, establishment), on)
    here = Engagement.objects.filter(
        Q(ends_before=None) | Q(ends_before__gt=on),
        establishment=establishment,
        kind=EngagementKind.ACCOMPANIMENT,
        starts_on__lte=on,
    )
    situations = Situation.objects.visible_to(user, establishment).exclude(orientation_until=None)
    asked = situations.filter(person__in=here.values("person")).values_list("person", "orientation_until")
    return rules.owed(rules.deadlines(placements, agreements, list(asked), limits_in(establishment)), on)


def _followed(rows: Iterable[Placement], chain: dict[int, Placement], establishment: Establishment) -> list[Followed]:
    documents = dict(ReinforcedPathway.objects.filter(establishment=establishment).values_list("job", "handed_on"))
    renewed = {row.renewal_of_id for row in chain.values() if row.renewal_of_id}
    hers: defaultdict[int, dict[int, Placement]] = defaultdict(dict)
    for key, row in chain.items():
        hers[row.person_id][key] = row
    anew = {before.pk for row in rows for before in line_of(row, hers[row.person_id])[1:]}
    return [
        Followed(
            planned=planned_of(row, hers[row.person_id]),
            person=row.person_id,
            state=PlacementState(row.state),
            signed_on=row.signed_on,
            mdph_notified_on=row.mdph_notified_on,
            cdaph_asked_on=row.cdaph_asked_on,
            renewed=row.pk in renewed,
            written_anew=row.pk in anew,
            renewals=int(row.renewal_of_id is not None),
            handed_on=documents.get(row.pk),
            is_reinforced=row.pk in documents,
        )
        for row in rows
    ]


def _agreed(rows: QuerySet[SupportAgreement], on: date) -> list[Agreed]:
    """Those that were not ended early, and are not long over: what nobody renewed is told for a month."""
    hers: defaultdict[int, list[SupportAgreement]] = defaultdict(list)
    for row in rows:
        hers[row.person_id].append(row)
    renewed = {row.renewal_of_id for row in rows if row.renewal_of_id}
    found = []
    for row in rows:
        if row.ended_on is not None or row.ends_before <= on - timedelta(days=rules.SOON):
            continue
        begun_on = first_of(row, hers[row.person_id])
        found.append(Agreed(row.pk, row.person_id, row.ends_before, begun_on, row.pk in renewed))
    return found


def accompanied(establishment: Establishment, person: int) -> list[Period]:
    """When a person (key) is under accompaniment there."""
    rows = Engagement.objects.filter(establishment=establishment, person=person, kind=EngagementKind.ACCOMPANIMENT)
    return [Period(start, end) for start, end in rows.order_by("starts_on").values_list("starts_on", "ends_before")]


def skipped_months(row: Placement, today: date) -> list[date]:
    """First days of the closed months in which half-days of a placement are due and nothing is typed: they stay so."""
    closed = closed_months(row.establishment)
    if not closed or PlacementState(row.state) not in HELD or row.starts_on > today:
        return []
    due, typed = half_days_since(row.establishment_id, row.person_id, row.starts_on, today)
    slots = following.slots(planned_of(row), due, row.starts_on, today, closed=())
    return sorted({month_start(day) for day, half in slots if (day, half) not in typed} & closed)
