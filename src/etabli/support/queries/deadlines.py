"""What is late and what is next for the people of an establishment, and who is on a caseload."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Max, Min, Q

from etabli.core.facts import EngagementKind
from etabli.core.periods import Period
from etabli.org.models import Establishment, User
from etabli.org.queries import followed_from, parameters_in
from etabli.people.models import Engagement, Person, Registration
from etabli.support.access import SupportRight
from etabli.support.models import ActionSession, Assessment, Goal, Meeting, Milestone, Observation, Plan, SupportAction
from etabli.support.rules import deadlines as rules
from etabli.support.rules.deadlines import Deadline, Delay, Item, Standing
from etabli.support.states import AGREED, DUTIES, ActionState, MeetingKind, MilestoneKind, PlanState, SignerKind

_EVER_AGREED = [*AGREED, PlanState.CLOSED, PlanState.REPLACED]
_REVIEWS = [MeetingKind.REVIEW, MeetingKind.YEARLY_INTERVIEW, MeetingKind.AMENDMENT]
_FOR_HER = [SignerKind.PERSON, SignerKind.REPRESENTATIVE]
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
    since = {person: stay.standing.counted_from for person, stay in known.items()}
    more: dict[int, dict[str, Any]] = defaultdict(dict)
    _read_milestones(where, more, known, on)
    agreed = _read_plans(where, more, since)
    _read_meetings(where, more)
    _read_goals(where, more)
    _read_actions(where, more, since, agreed)
    return {person: replace(stay.standing, **more[person]) for person, stay in known.items()}


@dataclass(frozen=True)
class _Stay:
    """`running`: the engagement (key) of the day, the last of those that follow one another without a gap."""

    standing: Standing
    running: int


def _engaged(establishment: Establishment, persons: list[int], on: date) -> dict[int, _Stay]:
    followed = followed_from(establishment)
    rows = Engagement.objects.filter(
        establishment=establishment, person__in=persons, kind__in=[str(kind) for kind in DUTIES], starts_on__lte=on
    )
    periods: dict[int, list[Period]] = defaultdict(list)
    running: dict[int, tuple[int, str]] = {}
    columns = ("person", "pk", "kind", "starts_on", "ends_before")
    for person, key, kind, start, end in rows.order_by("starts_on").values_list(*columns):
        periods[person].append(Period(start, end))
        if on in periods[person][-1]:
            running[person] = key, kind
    since = {person: rules.unbroken_since(periods[person], on) for person in running}
    return {
        person: _Stay(Standing(EngagementKind(running[person][1]), start, followed), running[person][0])
        for person, start in since.items()
        if start is not None
    }


def _read_milestones(where: dict[str, Any], more: dict[int, dict[str, Any]], known: dict[int, _Stay], on: date) -> None:
    """Those of her unbroken engagements: the first signature, the last of the others; a shorter contract while it runs."""
    rows = Milestone.objects.filter(**where, engagement__starts_on__lte=on).order_by("day", "pk")
    columns = ("person", "kind", "day", "engagement", "engagement__starts_on")
    for person, kind, day, engagement, start in rows.values_list(*columns):
        stay, name = known[person], _MILESTONES[MilestoneKind(kind)]
        if start < stay.standing.engaged_on:
            continue
        if kind == MilestoneKind.CONTRACT_SIGNED:
            more[person].setdefault(name, day)
        elif kind != MilestoneKind.SHORT_CONTRACT or engagement == stay.running:
            more[person][name] = day


def _read_plans(where: dict[str, Any], more: dict[int, dict[str, Any]], since: dict[int, date]) -> set[int]:
    """The plans (keys) that were agreed, and held on, or after, the day from which her deadlines are counted.

    `first_plan_on`: since when the first of them is agreed, the later of its first day and of its last required signature.
    """
    rows = Plan.objects.filter(**where, state__in=_EVER_AGREED).annotate(
        by_her=Min("signatures__signed_on", filter=Q(signatures__who__in=_FOR_HER)),
        by_place=Min("signatures__signed_on", filter=Q(signatures__who=SignerKind.ESTABLISHMENT)),
    )
    found = set()
    columns = ("person", "pk", "state", "starts_on", "ends_before", "review_on", "by_her", "by_place")
    for person, key, state, start, end, review_on, by_her, by_place in rows.order_by("starts_on").values_list(*columns):
        facts = more[person]
        if state in AGREED:
            facts |= {"plan_on": start, "review_on": review_on}
        if by_her is None or by_place is None or (end is not None and end <= since[person]):
            continue
        agreed_on = max(start, by_her, by_place, since[person])
        facts["first_plan_on"] = min(agreed_on, facts.get("first_plan_on", agreed_on))
        found.add(key)
    return found


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


def _read_actions(
    where: dict[str, Any], more: dict[int, dict[str, Any]], since: dict[int, date], agreed: set[int]
) -> None:
    rows = SupportAction.objects.filter(**where).exclude(state=ActionState.DROPPED)
    columns = ("person", "pk", "kind__name", "starts_on", "ends_before", "state", "plan")
    for person, key, name, start, ends_before, state, plan in rows.order_by("ends_before", "pk").values_list(*columns):
        facts = more[person]
        if plan in agreed and (ends_before is None or ends_before > since[person]):
            facts["action_days"] = (*facts.get("action_days", ()), max(start, since[person]))
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
