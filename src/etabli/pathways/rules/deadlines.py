"""What is owed on the way of a person: one list of dated deadlines, each with its source. Pure.

A deadline `due_on` a day may be met on that day. A rule whose parameter does not hold makes no deadline.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from etabli.core.periods import months_after
from etabli.core.refusal import Refusal
from etabli.pathways.rules.placements import Limit, Planned, last_secondment_day, notice_due
from etabli.pathways.states import Device, PathwayDue, PathwayDuty, PlacementState

LONG = timedelta(days=365)
"""How late something is that stands last, and whose outcome may be said not to be known."""
SOON = 30
"""Days ahead from which a deadline is said to come soon."""
RENEWED_ONCE = frozenset({Device.MISPE, Device.PMSMP})
"""Renewed once at most; a springboard contract and others are renewed as long as they may last."""
JOBS = frozenset({Device.JOB, Device.SPRINGBOARD, Device.DUAL_ACTIVITY})
"""Work contracts, to which a reinforced pathway belongs."""


@dataclass(frozen=True)
class Followed:
    """A placement that is agreed or over.

    `renewed`: another one goes on from it, as its renewal; `written_anew`: as a contract of its own. `renewals`: how many it goes on from.
    """

    planned: Planned
    person: int
    state: PlacementState
    signed_on: date | None = None
    mdph_notified_on: date | None = None
    cdaph_asked_on: date | None = None
    renewed: bool = False
    written_anew: bool = False
    renewals: int = 0
    handed_on: date | None = None
    is_reinforced: bool = False


@dataclass(frozen=True)
class Agreed:
    """A support agreement that was not ended early. `begun_on`: the first day of the first that it goes on from."""

    key: int
    person: int
    ends_before: date
    begun_on: date
    renewed: bool = False


def is_long_past(due_on: date, on: date) -> bool:
    """Late for more than a year."""
    return due_on < on - LONG


def check_given_up(last: date, on: date) -> None:
    """An outcome may be given up as not known only when the last day was more than a year ago. Refusal `outcome_still_asked`.

    `last`: the last day of the placement.
    """
    if not is_long_past(last, on):
        raise Refusal("outcome_still_asked", last=last)


@dataclass(frozen=True)
class PathwayDeadline:
    """`placement`, `agreement`: keys, of what it is about; None for both is the person herself. `ahead`: days of "soon"."""

    person: int
    duty: PathwayDuty
    due_on: date
    done_on: date | None = None
    placement: int | None = None
    agreement: int | None = None
    ahead: int = SOON

    def state(self, on: date) -> PathwayDue:
        if self.done_on is not None and self.done_on <= on:
            return PathwayDue.DONE if self.done_on <= self.due_on else PathwayDue.DONE_LATE
        if self.due_on < on:
            return PathwayDue.LONG_PAST if is_long_past(self.due_on, on) else PathwayDue.LATE
        return PathwayDue.SOON if self.due_on <= on + timedelta(days=self.ahead) else PathwayDue.TO_COME


def of_placement(row: Followed, limit: Limit) -> list[PathwayDeadline]:
    """Everything owed for a placement, done or not."""
    found = [*_notice(row, limit), *_request(row, limit), *_end(row), *_document(row, limit)]
    return [replace(one, person=row.person, placement=row.planned.key) for one in found]


def _notice(row: Followed, limit: Limit) -> list[PathwayDeadline]:
    """The contract that names the person goes to the MDPH within 15 days of signature (CASF, articles R344-16 to R344-21)."""
    if row.planned.device != Device.MAD_INDIVIDUAL or row.signed_on is None:
        return []
    due = notice_due(row.signed_on, limit)
    return [] if due is None else [PathwayDeadline(row.person, PathwayDuty.MDPH_NOTICE, due, row.mdph_notified_on)]


def _request(row: Followed, limit: Limit) -> list[PathwayDeadline]:
    """Before two years are over, of a secondment that lasts to their last month and was not renewed beyond (the same)."""
    planned = row.planned
    if (
        planned.device != Device.MAD_INDIVIDUAL
        or planned.cdaph_agreed_on is not None
        or row.renewed
        or row.written_anew
    ):
        return []
    last = last_secondment_day(planned.since, limit)
    near = last is not None and (planned.ends_before is None or planned.ends_before > months_after(last, -1))
    if last is None or not near or row.state != PlacementState.AGREED:
        return []
    return [PathwayDeadline(row.person, PathwayDuty.CDAPH_REQUEST, last, row.cdaph_asked_on)]


def _end(row: Followed) -> list[PathwayDeadline]:
    """On its last day somebody says how it went; or renews it, where that may be."""
    end = row.planned.ends_before
    if end is None or row.state != PlacementState.AGREED or row.renewed:
        return []
    renewable = row.planned.device in RENEWED_ONCE and row.renewals == 0
    duty = PathwayDuty.PLACEMENT_RENEWAL if renewable else PathwayDuty.PLACEMENT_END
    return [PathwayDeadline(row.person, duty, end - timedelta(days=1))]


def _document(row: Followed, limit: Limit) -> list[PathwayDeadline]:
    """At most a month after the work contract is signed (décret 2022-1561 of 13 December 2022)."""
    if row.planned.device not in JOBS or not row.is_reinforced:
        return []
    signed = row.signed_on or row.planned.starts_on
    months = limit("pathways_reinforced_months", signed)
    if months is None:
        return []
    return [PathwayDeadline(row.person, PathwayDuty.REINFORCED_PATHWAY, months_after(signed, months), row.handed_on)]


def of_agreement(row: Agreed, limit: Limit) -> list[PathwayDeadline]:
    """A year, renewed up to three in all (CASF, article L344-2-5); the last of them only ends."""
    if row.renewed:
        return []
    most = limit("pathways_agreement_most_months", row.begun_on)
    last = most is not None and row.ends_before >= months_after(row.begun_on, most)
    duty = PathwayDuty.AGREEMENT_END if last else PathwayDuty.AGREEMENT_RENEWAL
    return [PathwayDeadline(row.person, duty, row.ends_before - timedelta(days=1), agreement=row.key)]


def of_orientation(person: int, until: date, limit: Limit) -> PathwayDeadline:
    """Due on the last day of the orientation, and soon as long before as the workplace says."""
    return PathwayDeadline(
        person, PathwayDuty.ORIENTATION, until, ahead=limit("pathways_orientation_days", until) or SOON
    )


def deadlines(
    placements: Iterable[Followed], agreements: Iterable[Agreed], orientations: Sequence[tuple[int, date]], limit: Limit
) -> list[PathwayDeadline]:
    """All of them, the first due first. `orientations`: (person, last day)."""
    found = [one for row in placements for one in of_placement(row, limit)]
    found += [one for row in agreements for one in of_agreement(row, limit)]
    found += [of_orientation(person, until, limit) for person, until in orientations]
    return sorted(found, key=lambda one: (one.due_on, one.duty, one.person, one.placement or 0))


def owed(rows: Iterable[PathwayDeadline], on: date) -> list[PathwayDeadline]:
    """What is not done: late, soon or to come, in the order given; what is late for more than a year stands last."""
    done = (PathwayDue.DONE, PathwayDue.DONE_LATE)
    found = [one for one in rows if one.state(on) not in done]
    return sorted(found, key=lambda one: one.state(on) == PathwayDue.LONG_PAST)


def is_unanswerable(row: PathwayDeadline, on: date) -> bool:
    """An outcome that nobody said for more than a year: it may be closed as not known."""
    asked = (PathwayDuty.PLACEMENT_END, PathwayDuty.PLACEMENT_RENEWAL)
    return row.duty in asked and row.state(on) == PathwayDue.LONG_PAST
