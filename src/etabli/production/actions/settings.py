"""Activities of the workshops and causes of rejects. Neither is ever removed: what was written with them stays readable."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max

from etabli.core.periods import day_no
from etabli.core.presence import Purpose
from etabli.core.refusal import Refusal
from etabli.org.models import Establishment, User, Workshop
from etabli.org.turns import one_at_a_time
from etabli.people.actions.deriving import FOR_EVER
from etabli.people.models import Person
from etabli.production import rules
from etabli.production.actions.demand import derive_members
from etabli.production.actions.tasks import derive_tasks
from etabli.production.models import Activity, PresenceTarget, RejectCause, Rhythm, RhythmFact, UnsuitedPolicy


@dataclass(frozen=True)
class ActivitySpec:
    """An activity of a workshop. `unit`: what its output is counted in."""

    code: str
    name: str
    unit: str
    off_site: bool = False
    customer_contact: bool = False


@transaction.atomic
def save_activity(
    *,
    establishment: Establishment,
    workshop: Workshop,
    spec: ActivitySpec,
    activity: Activity | None = None,
    by: User | None,
    at: datetime,
) -> Activity:
    """Add an activity to a workshop, or change one (which stays in its workshop).

    Refusals `activity_code_wrong`, `activity_code_taken`, `name_wrong`, `unit_wrong`, `workshop_unknown_key`.
    """
    rules.check_activity_spec(spec.code, spec.name, spec.unit)
    if workshop.establishment_id != establishment.pk:
        raise Refusal("workshop_unknown_key", value=workshop.pk)
    row = activity or Activity(establishment=establishment, workshop=workshop, position=_last(workshop) + 1)
    taken = Activity.objects.filter(workshop=row.workshop_id, code=spec.code).exclude(pk=row.pk).first()
    if taken is not None:
        raise Refusal("activity_code_taken", value=spec.code, name=taken.name)
    row.code, row.name, row.unit = spec.code, spec.name.strip(), spec.unit.strip()
    row.off_site, row.customer_contact = spec.off_site, spec.customer_contact
    row.save()
    derive_tasks(establishment, [row])
    return row


def _last(workshop: Workshop) -> int:
    rows = Activity.objects.filter(workshop=workshop, line=None).aggregate(last=Max("position"))
    return rows["last"] or 0


@transaction.atomic
def use_activity(*, activity: Activity, active: bool, by: User | None, at: datetime) -> None:
    """Put an activity out of use, or back: it can be written with, or can no longer be."""
    Activity.objects.filter(pk=activity.pk).update(active=active)


@transaction.atomic
def save_cause(
    *,
    establishment: Establishment,
    code: str,
    name: str,
    cause: RejectCause | None = None,
    by: User | None,
    at: datetime,
) -> RejectCause:
    """Add a cause of rejects, or change one. Refusals `cause_code_wrong`, `cause_code_taken`, `name_wrong`."""
    rules.check_cause_spec(code, name)
    row = cause or RejectCause(establishment=establishment)
    taken = RejectCause.objects.filter(establishment=establishment, code=code).exclude(pk=row.pk).first()
    if taken is not None:
        raise Refusal("cause_code_taken", value=code, name=taken.name)
    row.code, row.name = code, name.strip()
    row.save()
    return row


@transaction.atomic
def use_cause(*, cause: RejectCause, active: bool, by: User | None, at: datetime) -> None:
    """Put a cause of rejects out of use, or back."""
    RejectCause.objects.filter(pk=cause.pk).update(active=active)


@transaction.atomic
def set_unsuited_policy(*, establishment: Establishment, refuses: bool, by: User | None, at: datetime) -> None:
    """Whether whoever can do no step of a task is refused on it; else there is only a warning."""
    UnsuitedPolicy.objects.update_or_create(establishment=establishment, defaults={"refuses": refuses})


@transaction.atomic
def set_rhythm(
    *, establishment: Establishment, person: Person, starts_on: date, share: int, by: User | None, at: datetime
) -> Rhythm:
    """At which part of the usual rhythm (ten-thousandths) a person works from a day on. Refusal `rhythm_wrong`."""
    rules.check_rhythm(share)
    key = {"establishment": establishment, "person": person, "starts_on": starts_on}
    row, _ = Rhythm.objects.update_or_create(**key, defaults={"share": share})
    _derive_rhythms(establishment, person)
    return row


def _derive_rhythms(establishment: Establishment, person: Person) -> None:
    """The fact table `rhythm` of a person: each holds until the next one."""
    known = Rhythm.objects.filter(establishment=establishment, person=person).order_by("starts_on")
    rows = list(known.values_list("starts_on", "share"))
    ends = [day_no(start) for start, _ in rows[1:]] + [FOR_EVER]
    RhythmFact.objects.filter(establishment=establishment, subject=person).delete()
    RhythmFact.objects.bulk_create(
        RhythmFact(establishment=establishment, subject=person, from_day=day_no(start), to_day=end, share=share)
        for (start, share), end in zip(rows, ends, strict=True)
    )


@transaction.atomic
def set_presence_target(
    *,
    workshop: Workshop,
    starts_on: date,
    share: int,
    purpose: str = Purpose.PRODUCTION,
    by: User | None,
    at: datetime,
) -> PresenceTarget:
    """Which part of the presence (ten-thousandths) is meant for a purpose, from a day on. Refusal `presence_target_wrong`."""
    rules.check_presence_target(share)
    one_at_a_time(workshop.establishment)
    row, _ = PresenceTarget.objects.update_or_create(
        workshop=workshop,
        purpose=purpose,
        starts_on=starts_on,
        defaults={"establishment": workshop.establishment, "share": share},
    )
    if purpose == Purpose.PRODUCTION:
        derive_members(workshop.establishment, None)
    return row
