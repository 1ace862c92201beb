"""Exits: a person leaves, in one act that ends her engagement and says where she went; and what is asked after her."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q

from etabli.core.refusal import Refusal
from etabli.org.models import Establishment, User
from etabli.org.turns import one_at_a_time
from etabli.pathways.actions.deriving import derive_facts
from etabli.pathways.models import Exit, FollowUp, Host, Placement, Return
from etabli.pathways.queries.returns import orientation_of
from etabli.pathways.rules import exits as rules
from etabli.pathways.states import PlacementState
from etabli.people.actions import end_engagement
from etabli.people.models import Engagement


@dataclass(frozen=True)
class ExitSpec:
    """An exit as a form gives it. `last_day` is included; `job`: the placement she leaves for, whose contract and host hold
    where nothing else is said. `orientation_until` is included."""

    last_day: date
    destination: str
    contract: str = ""
    job: Placement | None = None
    host: Host | None = None
    reason: str = ""
    mdph_validated: bool | None = None
    orientation_until: date | None = None

    @property
    def exit_day(self) -> date:
        """The first day on which she is gone."""
        return self.last_day + timedelta(days=1)


@transaction.atomic
def leave(*, engagement: Engagement, spec: ExitSpec, by: User | None, at: datetime) -> Exit:
    """The engagement ends (or, ended that day already, stays so), where she went is kept, and when to ask after her.

    Refusals `exit_written_already`, `exit_kind_wrong`, `exit_contract_without_job`, `exit_job_of_other`,
    `exit_placement_goes_on`, and those of an engagement that ends.
    """
    one_at_a_time(engagement.establishment)
    rules.check_leaves(engagement.kind)
    if Exit.objects.filter(engagement=engagement).exists():
        raise Refusal("exit_written_already")
    row = Exit(establishment=engagement.establishment, person=engagement.person, engagement=engagement)
    _write(row, spec, by, at)
    return row


@transaction.atomic
def correct_exit(*, row: Exit, spec: ExitSpec, by: User | None, at: datetime) -> None:
    """Day, destination and all else become these. Refusals of `leave`, `return_before_exit`, and those of the right to return
    of who came back by it."""
    one_at_a_time(row.establishment)
    back = Return.objects.filter(exit=row).first()
    if back is not None:
        rules.check_return(back.returned_on, spec.exit_day)
    if back is not None and back.by_right:
        until = rules.orientation_end(spec.orientation_until, orientation_of(row))
        rules.check_right(back.returned_on, destination=spec.destination, orientation_until=until)
    _write(row, spec, by, at)


@transaction.atomic
def take_exit_back(*, row: Exit, ends_before: date | None = None, by: User | None, at: datetime) -> None:
    """She did not leave: the engagement ends as it did before (`ends_before`; None: it goes on).

    Refusals `exit_returned_from`, `exit_followed_up`, and those of an engagement.
    """
    one_at_a_time(row.establishment)
    rules.check_not_returned(Return.objects.filter(exit=row).exists())
    if row.follow_ups.exclude(seen_on=None).exists():
        raise Refusal("exit_followed_up")
    engagement = row.engagement
    row.delete()
    _end(engagement, ends_before, by, at)
    derive_facts(engagement.establishment, [engagement.person_id])


def _write(row: Exit, spec: ExitSpec, by: User | None, at: datetime) -> None:
    _check(row, spec)
    row.destination, row.reason = spec.destination, spec.reason.strip()
    row.mdph_validated, row.orientation_until = spec.mdph_validated, spec.orientation_until
    row.job = spec.job
    row.contract = spec.contract or (spec.job.contract if spec.job else "")
    row.host = spec.host or (spec.job.host if spec.job else None)
    row.save()
    _end(row.engagement, spec.exit_day, by, at)
    _ask_after(row, spec.exit_day)
    derive_facts(row.establishment, [row.person_id])


def _end(engagement: Engagement, ends_before: date | None, by: User | None, at: datetime) -> None:
    if engagement.ends_before != ends_before:
        reason = engagement.end_reason if ends_before else ""
        end_engagement(engagement=engagement, ends_before=ends_before, end_reason=reason, by=by, at=at)


def _check(row: Exit, spec: ExitSpec) -> None:
    rules.check_contract(spec.destination, spec.contract)
    if spec.job is not None:
        is_hers = (spec.job.person_id, spec.job.establishment_id) == (row.person_id, row.establishment_id)
        rules.check_job(spec.destination, spec.job.device, is_hers=is_hers)
    goes_on = Q(ends_before=None) | Q(ends_before__gt=spec.exit_day)
    held = Placement.objects.filter(goes_on, establishment=row.establishment_id, person=row.person_id)
    devices = held.filter(state=PlacementState.AGREED).values_list("device", flat=True)
    rules.check_nothing_goes_on(devices, spec.last_day)


def follow_leavings(*, establishment: Establishment, persons: Collection[int], at: datetime) -> None:
    """Engagements of these persons changed: the days on which to ask after them follow."""
    rows = Exit.objects.filter(establishment=establishment, person__among=frozenset(persons))
    for row in rows.exclude(engagement__ends_before=None).select_related("engagement"):
        _ask_after(row, row.engagement.ends_before)


def _ask_after(row: Exit, exit_day: date) -> None:
    """The days on which to ask follow the exit. What was asked already stays as it was answered."""
    wanted = dict(rules.follow_ups_of(row.destination, exit_day))
    row.follow_ups.filter(seen_on=None).exclude(months__in=list(wanted)).delete()
    known = {one.months: one for one in row.follow_ups.all()}
    for months, due_on in wanted.items():
        one = known.get(months) or FollowUp(
            establishment_id=row.establishment_id, person_id=row.person_id, exit=row, months=months
        )
        if one.due_on != due_on:
            one.due_on = due_on
            one.save()


# ---------------------------------------------------------------- asked after


@transaction.atomic
def answer_follow_up(
    *,
    row: FollowUp,
    seen_on: date,
    still_employed: bool | None,
    note: str = "",
    on: date,
    by: User | None,
    at: datetime,
) -> None:
    """`still_employed` None: nobody could tell. `on`: today. Refusals `follow_up_before_exit`, `follow_up_to_come`."""
    exit_day = row.exit.engagement.ends_before
    rules.check_follow_up(seen_on, exit_day or seen_on, on)
    row.seen_on, row.still_employed, row.note = seen_on, still_employed, note.strip()
    row.save(update_fields=["seen_on", "still_employed", "note"])


@transaction.atomic
def reopen_follow_up(*, row: FollowUp, by: User | None, at: datetime) -> None:
    """As if nobody had asked."""
    row.seen_on, row.still_employed, row.note = None, None, ""
    row.save(update_fields=["seen_on", "still_employed", "note"])
