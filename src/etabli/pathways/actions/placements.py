"""Placements: drafted, agreed, corrected, renewed, ended and cancelled. Each takes `by` (a user, or None) and `at`."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.timezone import localtime

from etabli.core.calendars import WeeklyPattern
from etabli.core.refusal import Refusal
from etabli.org.models import Establishment, User
from etabli.org.turns import one_at_a_time
from etabli.pathways.actions.checking import check_agreed, check_nothing_hangs_on
from etabli.pathways.actions.deriving import derive_facts
from etabli.pathways.actions.following import follow, take_back
from etabli.pathways.models import Host, Placement
from etabli.pathways.queries.codes import code_for
from etabli.pathways.queries.placements import planned_of
from etabli.pathways.rules import placements as rules
from etabli.pathways.rules.deadlines import check_given_up
from etabli.pathways.states import HELD, Device, PlacementOutcome, PlacementState
from etabli.people.models import Person


@dataclass(frozen=True)
class PlacementSpec:
    """A placement as a form gives it; `ends_before` is excluded. `pattern`: None for every half-day that is due.

    The other fields are those of the table; codes are values of `states`.
    """

    device: str
    starts_on: date
    ends_before: date | None = None
    host: Host | None = None
    signed_on: date | None = None
    prescriber: str = ""
    objective: str = ""
    contract: str = ""
    post: str = ""
    tutor: str = ""
    place_of_work: str = ""
    pattern: WeeklyPattern | None = None
    weekly_minutes: int | None = None
    team: str = ""
    beyond_ground: str = ""
    beyond_proof: str = ""
    cdaph_asked_on: date | None = None
    cdaph_agreed_on: date | None = None
    mdph_notified_on: date | None = None


@transaction.atomic
def save_placement(
    *,
    establishment: Establishment,
    person: Person,
    spec: PlacementSpec,
    placement: Placement | None = None,
    by: User | None,
    at: datetime,
) -> Placement:
    """A draft made, or (`placement`) a placement corrected; an agreed one is held to every rule again, and the half-days
    that it no longer takes are taken back.

    Refusals `placement_backwards`, `pattern_without_half_day`, `hours_above_week`, those of `rules.placements.check_steps`,
    `placement_not_correctable`, and of an
    agreed one those of `agree_placement` and `placement_month_closed`.
    """
    one_at_a_time(establishment)
    rules.check_days(spec.starts_on, spec.ends_before)
    rules.check_pattern(spec.pattern)
    rules.check_weekly_minutes(spec.weekly_minutes)
    rules.check_steps({name: getattr(spec, name) for name in _STEPS}, localtime(at).date())
    row = Placement(establishment=establishment, person=person, created_by=by, created_at=at)
    if placement is not None:
        row = _locked(placement)
        rules.check_correctable(row.state)
    if row.state == PlacementState.AGREED:
        before = planned_of(row)
        wanted = replace(before, **_planned(spec))
        take_back(row, at, wanted if wanted.device == before.device else None)
        _set(row, spec)
        if row.device != before.device:
            row.code = code_for(row)
        _written_anew(row, before)
        check_agreed(row)
        row.save()
        follow(row, at)
    else:
        _set(row, spec)
        row.save()
    derive_facts(establishment, [row.person_id])
    return row


def _planned(spec: PlacementSpec) -> dict[str, Any]:
    """What of it the half-days depend on."""
    return {
        "device": Device(spec.device),
        "starts_on": spec.starts_on,
        "ends_before": spec.ends_before,
        "pattern": spec.pattern,
    }


def _set(row: Placement, spec: PlacementSpec) -> None:
    for field in fields(spec):
        if field.name != "pattern":
            setattr(row, field.name, getattr(spec, field.name))
    row.pattern = spec.pattern.text if spec.pattern else ""
    row.pattern_anchor = spec.pattern.anchor if spec.pattern else None


def _written_anew(row: Placement, before: rules.Planned) -> None:
    """From where its half-days are to be written: where it was, unless other days than those at its end changed."""
    now = planned_of(row)
    if (now.device, now.starts_on, now.pattern) != (before.device, before.starts_on, before.pattern):
        row.followed_before = None
    elif row.followed_before is not None and row.ends_before is not None:
        row.followed_before = min(row.followed_before, row.ends_before)


@transaction.atomic
def agree_placement(*, placement: Placement, by: User | None, at: datetime) -> None:
    """A draft takes effect; the one that it renews is over. Its half-days up to today are written in the attendance.

    Refusals: `placement_step_refused`, those of `rules.placements.check_placement`, of `rules.exclusive`, and
    `placement_not_engaged`.
    """
    one_at_a_time(placement.establishment)
    row = _moved(placement, PlacementState.AGREED)
    check_agreed(row)
    row.code = code_for(row)
    row.save()
    _prolonged(row)
    follow(row, at)
    derive_facts(row.establishment, [row.person_id])


@transaction.atomic
def end_placement(
    *, placement: Placement, ends_before: date, outcome: str, note: str = "", by: User | None, at: datetime
) -> None:
    """It is over from a day on (excluded), with what came of it. Half-days from that day on are taken back.

    Refusals `placement_step_refused`, `placement_backwards`, `placement_month_closed`, `outcome_still_asked`; those of
    `agree_placement` when it ends later than was agreed.
    """
    one_at_a_time(placement.establishment)
    row = _moved(placement, PlacementState.ENDED)
    if outcome == PlacementOutcome.NOT_KNOWN:
        check_given_up(ends_before - timedelta(days=1), localtime(at).date())
    _end_on(row, ends_before, at)
    row.outcome, row.outcome_note = PlacementOutcome(outcome), note
    row.save()
    follow(row, at)
    derive_facts(row.establishment, [row.person_id])


@transaction.atomic
def reopen_placement(*, placement: Placement, ends_before: date | None, by: User | None, at: datetime) -> None:
    """What was ended goes on, until the day that was agreed (excluded). The undo of `end_placement`, with its refusals."""
    one_at_a_time(placement.establishment)
    row = _moved(placement, PlacementState.AGREED)
    _end_on(row, ends_before, at)
    row.outcome, row.outcome_note = PlacementOutcome.UNKNOWN, ""
    row.save()
    follow(row, at)
    derive_facts(row.establishment, [row.person_id])


def _end_on(row: Placement, ends_before: date | None, at: datetime) -> None:
    """Another end. To end earlier breaks no rule; to end later is agreed anew."""
    rules.check_days(row.starts_on, ends_before)
    before = planned_of(row)
    later = before.ends_before is not None and (ends_before is None or ends_before > before.ends_before)
    take_back(row, at, replace(before, ends_before=ends_before))
    row.ends_before = ends_before
    _written_anew(row, before)
    if later:
        check_agreed(row)


@transaction.atomic
def cancel_placement(*, placement: Placement, reason: str = "", by: User | None, at: datetime) -> None:
    """It never was: what it wrote in the attendance is taken back. The reason is kept as its note.

    What it renewed is no longer over. Refusals `placement_step_refused`, `placement_renewed`, `placement_depended_on`,
    `placement_month_closed`.
    """
    one_at_a_time(placement.establishment)
    row = _moved(placement, PlacementState.CANCELLED)
    if Placement.objects.filter(renewal_of=row).exists():
        raise Refusal("placement_renewed")
    check_nothing_hangs_on(row)
    take_back(row, at)
    _not_prolonged(row.renewal_of)
    row.renewal_of = None
    row.followed_before = None
    row.outcome_note = reason
    row.save()
    derive_facts(row.establishment, [row.person_id])


@transaction.atomic
def restore_placement(
    *, placement: Placement, state: str, renewal_of: int | None, note: str, by: User | None, at: datetime
) -> None:
    """It was not cancelled after all: in the state it had, going on from what it went on from (key). The undo of
    `cancel_placement`. Refusals `placement_step_refused`, `placement_renewed`, `placement_not_renewable`, and of an
    agreed one those of `agree_placement`.
    """
    one_at_a_time(placement.establishment)
    row = _locked(placement)
    rules.check_restored(row.state)
    if renewal_of is not None and Placement.objects.filter(renewal_of=renewal_of).exists():
        raise Refusal("placement_renewed")
    row.state, row.outcome_note = PlacementState(state), note
    row.renewal_of = Placement.objects.filter(establishment=row.establishment_id, pk=renewal_of).first()
    before = row.renewal_of
    if before is not None and (before.state not in HELD or before.ends_before != row.starts_on):
        raise Refusal("placement_not_renewable")
    if row.state == PlacementState.AGREED:
        check_agreed(row)
    row.save()
    _prolonged(row)
    follow(row, at)
    derive_facts(row.establishment, [row.person_id])


def _prolonged(row: Placement) -> None:
    """What an agreed one goes on from is over."""
    renewed = row.renewal_of
    if row.state == PlacementState.AGREED and renewed is not None and renewed.state == PlacementState.AGREED:
        renewed.state, renewed.outcome = PlacementState.ENDED, PlacementOutcome.PROLONGED
        renewed.save(update_fields=["state", "outcome"])


def _not_prolonged(renewed: Placement | None) -> None:
    """Its outcome is to be said again."""
    if renewed is not None and renewed.outcome == PlacementOutcome.PROLONGED:
        renewed.state, renewed.outcome = PlacementState.AGREED, PlacementOutcome.UNKNOWN
        renewed.save(update_fields=["state", "outcome"])


@transaction.atomic
def renew_placement(
    *, placement: Placement, ends_before: date | None, signed_on: date | None = None, by: User | None, at: datetime
) -> Placement:
    """A draft that goes on from a placement on the day it ends, with the same host and the same words.

    Refusals `placement_not_renewable`, `placement_renewed`, `placement_backwards`.
    """
    one_at_a_time(placement.establishment)
    row = _locked(placement)
    if row.state not in (PlacementState.AGREED, PlacementState.ENDED) or row.ends_before is None:
        raise Refusal("placement_not_renewable")
    if Placement.objects.filter(renewal_of=row).exists():
        raise Refusal("placement_renewed")
    rules.check_days(row.ends_before, ends_before)
    fresh = Placement(
        establishment=row.establishment,
        person=row.person,
        starts_on=row.ends_before,
        ends_before=ends_before,
        signed_on=signed_on,
        renewal_of=row,
        created_by=by,
        created_at=at,
        **{name: getattr(row, name) for name in _KEPT},
    )
    fresh.save()
    return fresh


_KEPT = ("device", "host", "prescriber", "objective", "contract", "post", "tutor", "place_of_work", "pattern")
_KEPT += ("pattern_anchor", "weekly_minutes", "team", "cdaph_asked_on", "cdaph_agreed_on")
"""What a renewal takes over. The notice to the MDPH is given again: it is of each contract."""
_STEPS = ("mdph_notified_on", "cdaph_asked_on", "cdaph_agreed_on")


@transaction.atomic
def note_steps(
    *,
    placement: Placement,
    mdph_notified_on: date | None,
    cdaph_asked_on: date | None,
    cdaph_agreed_on: date | None,
    by: User | None,
    at: datetime,
) -> None:
    """When the MDPH was told, and the CDAPH asked and agreed; also of a placement that is over.

    Refusals: those of `rules.placements.check_steps`; `secondment_too_long` when an agreement that it needs is taken out.
    """
    one_at_a_time(placement.establishment)
    row = _locked(placement)
    row.mdph_notified_on, row.cdaph_asked_on, row.cdaph_agreed_on = mdph_notified_on, cdaph_asked_on, cdaph_agreed_on
    rules.check_steps({name: getattr(row, name) for name in _STEPS}, localtime(at).date())
    if row.state == PlacementState.AGREED:
        check_agreed(row)
    row.save(update_fields=_STEPS)


def _locked(placement: Placement) -> Placement:
    """As it is now: the one that a screen holds may be old."""
    return Placement.objects.select_related("establishment", "person", "renewal_of").get(pk=placement.pk)


def _moved(placement: Placement, state: PlacementState) -> Placement:
    row = _locked(placement)
    rules.check_step(row.state, state)
    row.state = state
    return row
