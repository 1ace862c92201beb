"""A placement held against everything else that is known of the person: other placements, engagements, work elsewhere."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from etabli.core.periods import Period
from etabli.core.refusal import Refusal
from etabli.org.models import Establishment
from etabli.org.queries import houses_of
from etabli.pathways.models import Exit, Placement, ReinforcedPathway, SupportAgreement
from etabli.pathways.queries.placements import accompanied, limits_in, line_of, planned_of
from etabli.pathways.rules import exclusive
from etabli.pathways.rules import placements as rules
from etabli.pathways.rules.placements import Known, Limit, Planned
from etabli.pathways.states import HELD, Device, PlacementState
from etabli.people.models import Engagement
from etabli.people.queries import days_of_change, weekly_work


def check_agreed(row: Placement) -> None:
    """Every rule of a placement as it is, saved or not, and of those that go on from it. Raises the first Refusal."""
    everything = {one.pk: one for one in Placement.objects.filter(person=row.person_id).exclude(pk=row.pk)}
    held = [one for one in everything.values() if PlacementState(one.state) in HELD]
    others = [planned_of(one, everything) for one in held]
    limit = limits_in(row.establishment)
    planned = planned_of(row, everything)
    holidays = houses_of(row.establishment)[None].holidays if planned.device == Device.MISPE else frozenset()
    rules.check_placement(planned, Known(others, limit, holidays))
    here = {one.pk for one in held if one.establishment_id == row.establishment_id}
    exclusive.check_alone(planned, [one for one in others if one.key in here])
    exclusive.check_alone_elsewhere(planned, [one for one in others if one.key not in here])
    _check_engaged(row, planned)
    _check_beside_work(row, planned, others, limit)
    _check_after(row, held, everything, limit)


def _check_after(row: Placement, held: list[Placement], everything: dict[int, Placement], limit: Limit) -> None:
    """How long all of them last together, of those that go on from it."""
    chain = {**everything, row.pk: row}
    for one in held:
        if one.device in rules.IN_A_ROW and row in line_of(one, chain)[1:]:
            rules.check_placement(planned_of(one, chain), Known((), limit))


def _check_engaged(row: Placement, planned: Planned) -> None:
    if planned.device not in rules.OF_THE_HOUSE:
        return
    stays = Engagement.objects.filter(establishment=row.establishment, person=row.person_id)
    periods = [Period(start, end) for start, end in stays.values_list("starts_on", "ends_before")]
    if not any(planned.starts_on in period for period in periods):
        raise Refusal("placement_not_engaged", name=str(row.person), day=planned.starts_on)


def _check_beside_work(row: Placement, planned: Planned, others: Collection[Planned], limit: Limit) -> None:
    """Against the accompaniment of the person, and the hours of all her paid work."""
    engaged = accompanied(row.establishment, row.person_id)
    cap = limit("weekly_cap_minutes", planned.starts_on)
    exclusive.check_beside_accompaniment(planned, engaged, cap)
    if planned.device not in rules.PAID_ELSEWHERE or not any(planned.period.overlaps(period) for period in engaged):
        return
    rules.check_dual_hours_said(planned)
    paid = [planned, *(one for one in others if one.device in rules.PAID_ELSEWHERE)]
    starts = {one.starts_on for one in paid}
    for day in sorted({*days_of_change(row.person, planned.starts_on), *starts}):
        if day in planned.period and any(day in period for period in engaged):
            elsewhere = sum(one.weekly_minutes or 0 for one in paid if day in one.period)
            here = sum(part.minutes for part in weekly_work(row.person, day))
            rules.check_weekly_work(here + elsewhere, day, limit)


def check_people(*, establishment: Establishment, persons: Collection[int], at: datetime) -> None:
    """Engagements of these persons changed: a discovery, a job and the hours of all paid work still go with them."""
    devices = exclusive.ALONE | rules.PAID_ELSEWHERE
    rows = Placement.objects.filter(person__among=frozenset(persons), state__in=HELD, device__in=devices)
    for row in rows.filter(establishment=establishment).select_related("person", "establishment").order_by("pk"):
        everything = {one.pk: one for one in Placement.objects.filter(person=row.person_id).exclude(pk=row.pk)}
        others = [planned_of(one) for one in everything.values() if PlacementState(one.state) in HELD]
        _check_beside_work(row, planned_of(row), others, limits_in(establishment))


def check_left(*, establishment: Establishment, persons: Collection[int], at: datetime) -> None:
    """Who is said to have left does not go on. Refusal `exit_engagement_goes_on`."""
    told = Exit.objects.filter(establishment=establishment, person__among=frozenset(persons))
    row = told.filter(engagement__ends_before=None).select_related("person").first()
    if row is not None:
        raise Refusal("exit_engagement_goes_on", name=str(row.person))


def check_nothing_hangs_on(row: Placement) -> None:
    """No exit, support agreement or reinforced pathway says that it is its job. Refusal `placement_depended_on`."""
    if any(model.objects.filter(job=row).exists() for model in (Exit, SupportAgreement, ReinforcedPathway)):
        raise Refusal("placement_depended_on")
