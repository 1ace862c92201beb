"""What is late and what is next for the people of an establishment, and who is on a caseload."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Max, Q

from etabli.core.facts import EngagementKind
from etabli.core.periods import Period
from etabli.org.models import Establishment, User
from etabli.org.queries import followed_from, parameters_in
from etabli.people.models import Engagement, Person, Registration
from etabli.support.access import SupportRight
from etabli.support.models import ActionSession, Assessment, Goal, Meeting, Milestone, Observation, Plan, SupportAction
from etabli.support.rules import deadlines as rules
from etabli.support.rules.deadlines import Deadline, Delay, Item, Standing
from etabli.support.states import AGREED, DUTIES, ActionState, MeetingKind, MilestoneKind, PlanState

_EVER_AGREED = [*AGREED, PlanState.CLOSED, PlanState.REPLACED]
_REVIEWS = [MeetingKind.REVIEW, MeetingKind.YEARLY_INTERVIEW, MeetingKind.AMENDMENT]
_MILESTONES = {
    MilestoneKind.CONTRACT_SIGNED: "contract_signed_on",
    MilestoneKind.TRIAL_EXTENDED: "trial_extended_to",
    MilestoneKind.TRIAL_ENDED: "trial_ended_on",
    MilestoneKind.SHORT_CONTRACT: "short_since",
}
RECENT = 14
"""Days of what is shown as changed on a caseload."""


def delays_in(establishment: Establishment) -> Delay:
    """The durations in force there; one query."""
    rows = parameters_in(rules.CODES, establishment)
    return lambda code, day: rules.in_force(rows.get(code, ()), day)


def deadlines_of(establishment: Establishment, persons: Collection[int], on: date) -> dict[int, list[Deadline]]:
    """Everything owed to each of these persons (keys) who is engaged there on a day, the first due first.

    As many queries for one as for a hundred and fifty.
    """
    delay = delays_in(establishment)
    return {
        person: rules.deadlines(standing, delay, on)
        for person, standing in standings(establishment, persons, on).items()
    }


def standings(establishment: Establishment, persons: Collection[int], on: date) -> dict[int, Standing]:
    """What the rules of deadlines know of each of these persons who is engaged there on a day."""
    keys = list(persons)
    known = _engaged(establishment, keys, on)
    where = {"establishment": establishment, "person__in": list(known)}
    more: dict[int, dict[str, Any]] = defaultdict(dict)
    _read_milestones(where, more)
    _read_plans(where, more, {person: standing.counted_from for person, standing in known.items()})
    _read_meetings(where, more)
    _read_goals(where, more)
    _read_actions(where, more)
    return {person: replace(standing, **more[person]) for person, standing in known.items()}


def _engaged(establishment: Establishment, persons: list[int], on: date) -> dict[int, Standing]:
    followed = followed_from(establishment)
    rows = Engagement.objects.filter(
        establishment=establishment, person__in=persons, kind__in=[str(kind) for kind in DUTIES], starts_on__lte=on
    )
    periods: dict[int, list[Period]] = defaultdict(list)
    kinds: dict[int, str] = {}
    for person, kind, start, end in rows.order_by("starts_on").values_list(
        "person", "kind", "starts_on", "ends_before"
    ):
        periods[person].append(Period(start, end))
        kinds[person] = kind
    since = {person: rules.unbroken_since(found, on) for person, found in periods.items()}
    return {
        person: Standing(EngagementKind(kinds[person]), start, followed)
        for person, start in since.items()
        if start is not None
    }


def _read_milestones(where: dict[str, Any], more: dict[int, dict[str, Any]]) -> None:
    for person, kind, day in Milestone.objects.filter(**where).order_by("day").values_list("person", "kind", "day"):
        more[person][_MILESTONES[MilestoneKind(kind)]] = day


def _read_plans(where: dict[str, Any], more: dict[int, dict[str, Any]], since: dict[int, date]) -> None:
    """`first_plan_on`: of those that held on, or after, the day from which her deadlines are counted."""
    rows = Plan.objects.filter(**where, state__in=_EVER_AGREED).exclude(state=PlanState.CLOSED, signatures=None)
    columns = ("person", "state", "starts_on", "ends_before", "review_on")
    for person, state, start, end, review_on in rows.order_by("starts_on").distinct().values_list(*columns):
        facts = more[person]
        if end is None or end > since[person]:
            facts.setdefault("first_plan_on", max(start, since[person]))
        if state in AGREED:
            facts |= {"plan_on": start, "review_on": review_on}


def _read_meetings(where: dict[str, Any], more: dict[int, dict[str, Any]]) -> None:
    rows = Meeting.objects.filter(plan__establishment=where["establishment"], plan__person__in=where["person__in"])
    found = rows.values_list("plan__person").annotate(
        interviewed=Max("day", filter=Q(kind=MeetingKind.YEARLY_INTERVIEW)),
        reviewed=Max("day", filter=Q(kind__in=_REVIEWS)),
        met=Max("day"),
    )
    for person, interviewed, reviewed, met in found.order_by():
        more[person] |= {"interviewed_on": interviewed, "reviewed_on": reviewed, "met_on": met}


def _read_goals(where: dict[str, Any], more: dict[int, dict[str, Any]]) -> None:
    rows = Goal.objects.filter(**where, due_on__isnull=False, outcome="", ends_before=None, plan__state__in=AGREED)
    for person, *item in rows.order_by("due_on", "pk").values_list("person", "pk", "wording", "due_on"):
        more[person]["goals"] = (*more[person].get("goals", ()), Item(*item))


def _read_actions(where: dict[str, Any], more: dict[int, dict[str, Any]]) -> None:
    rows = SupportAction.objects.filter(**where).exclude(state=ActionState.DROPPED)
    columns = ("person", "pk", "kind__name", "ends_before", "state", "plan__state")
    for person, key, name, ends_before, state, plan in rows.order_by("ends_before", "pk").values_list(*columns):
        facts = more[person]
        facts["actions"] = facts.get("actions", 0) + (plan in AGREED)
        if ends_before is not None and state != ActionState.DONE:
            item = Item(key, name, ends_before - timedelta(days=1))
            facts["open_actions"] = (*facts.get("open_actions", ()), item)


# ---------------------------------------------------------------- the caseload


@dataclass(frozen=True)
class Case:
    """A person on a caseload. `late` and `coming`: the first due first. `plan`: the one that is open, or None."""

    registration: Registration
    plan: Plan | None
    late: Sequence[Deadline]
    coming: Sequence[Deadline]

    @property
    def urgency(self) -> tuple[Any, ...]:
        """What is late longest comes first, then what is due first, then by name."""
        first = (self.late or self.coming)[0].due_on if self.late or self.coming else date.max
        return (not self.late, first, self.registration.person.search_key, self.registration.person_id)


def caseload(user: User, establishment: Establishment, on: date, *, mine: bool = False) -> list[Case]:
    """Those engaged there on a day whose plans the user may read, the most urgent first; `mine`: those she is referent of.

    As many queries for one person as for a hundred and fifty.
    """
    persons = Person.objects.visible_to(user, establishment, SupportRight.PLAN_READ)
    rows = Registration.objects.filter(establishment=establishment, person__in=persons.order_by().values("pk"))
    found = {row.person_id: row for row in rows.select_related("person", "workshop")}
    plans = _open_plans(establishment, found)
    if mine:
        found = {key: row for key, row in found.items() if key in plans and plans[key].referent_id == user.pk}
    owed = deadlines_of(establishment, found, on)
    cases = [Case(found[key], plans.get(key), rules.late(due, on), rules.coming(due, on)) for key, due in owed.items()]
    return sorted(cases, key=lambda case: case.urgency)


def _open_plans(establishment: Establishment, persons: Iterable[int]) -> dict[int, Plan]:
    """The plan that holds of each, else the one that is being written."""
    rows = Plan.objects.filter(establishment=establishment, person__in=list(persons), ends_before=None)
    plans: dict[int, Plan] = {}
    # What nobody reads here is not decrypted a hundred and fifty times.
    for plan in rows.select_related("referent").defer("ordinary_work_evidence").order_by("number"):
        if plan.person_id not in plans or plan.state in AGREED:
            plans[plan.person_id] = plan
    return plans


@dataclass(frozen=True)
class Changes:
    """What was written of a person since a day: how many of each, and the last day."""

    observations: int = 0
    assessments: int = 0
    sessions: int = 0
    meetings: int = 0
    last_on: date | None = None


def changes_since(
    user: User, establishment: Establishment, persons: Collection[int], since: date
) -> dict[int, Changes]:
    """What changed of each of these persons (keys), for those of whom something did; four queries."""
    keys = list(persons)
    here = {"establishment": establishment, "person__in": keys, "day__gte": since}
    sources = {
        "observations": (Observation.objects.visible_to(user, establishment).filter(**here), "person"),
        "assessments": (Assessment.objects.visible_to(user, establishment).standing().filter(**here), "person"),
        "sessions": (_under(ActionSession.objects.all(), "action", establishment, keys, since), "action__person"),
        "meetings": (_under(Meeting.objects.all(), "plan", establishment, keys, since), "plan__person"),
    }
    found: dict[int, dict[str, Any]] = defaultdict(lambda: {"last_on": date.min})
    for name, (rows, whose) in sources.items():
        for person, count, last in rows.order_by().values_list(whose).annotate(count=Count("pk"), last=Max("day")):
            found[person] |= {name: count, "last_on": max(found[person]["last_on"], last)}
    return {person: Changes(**counts) for person, counts in found.items()}


def _under(rows: Any, owner: str, establishment: Establishment, persons: list[int], since: date) -> Any:
    return rows.filter(**{f"{owner}__establishment": establishment, f"{owner}__person__in": persons, "day__gte": since})
