"""Deriving the fact tables of support, in the actions that change what they are made from.

Each anew for some persons, or for everybody of an establishment: a person has a few dozen rows. Whoever derives took his turn
before (`org.turns`): two at once would each write what the other one wrote.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from operator import attrgetter
from typing import Any

from django.db.models import Model

from etabli.core.facts_support import AssessedLevel, EndedGoal, SupportSession, WorkAdaptation
from etabli.core.periods import day_no
from etabli.kit.bulk import insert
from etabli.people.actions.deriving import FOR_EVER
from etabli.support.models import (
    ActionSession,
    Adaptation,
    AssessedLevelFact,
    Assessment,
    EndedGoalFact,
    Goal,
    SupportSessionFact,
    WorkAdaptationFact,
)

Persons = Collection[int] | None
"""Keys; None is everybody of the establishment."""


def derive_levels(establishment: int, persons: Persons = None) -> None:
    """`assessed_level`, from what stands of the assessments. Keys; without persons, everybody's."""
    rows = Assessment.objects.standing().filter(establishment=establishment, level__isnull=False)
    line = ("competence__framework__code", "competence__framework__scale_since", "competence__code", "by_person")
    found = _of(rows, persons).order_by("day", "acted_at", "pk").values_list("person", *line, "day", "level__rank")
    turns = Counter[tuple[Any, ...]]()
    facts = []
    for subject, framework, since, code, by_person, day, rank in found:
        turns[subject, framework, since, code, by_person] += 1
        turn = turns[subject, framework, since, code, by_person]
        facts.append(AssessedLevel(subject, framework, since, code, int(by_person), turn, day_no(day), rank))
    _replace(AssessedLevelFact, AssessedLevel, establishment, persons, facts)


def derive_sessions(establishment: int, persons: Persons = None) -> None:
    """`support_session`, from the sessions of support actions."""
    rows = ActionSession.objects.filter(action__establishment=establishment)
    if persons is not None:
        rows = rows.filter(action__person__in=persons)
    names = ("action__person", "pk", "action__kind", "action__kind__category", "day", "minutes")
    facts = [
        SupportSession(subject, key, kind, category, day_no(day), minutes)
        for subject, key, kind, category, day, minutes in rows.order_by("pk").values_list(*names)
    ]
    _replace(SupportSessionFact, SupportSession, establishment, persons, facts)


def derive_adaptations(establishment: int) -> None:
    """`work_adaptation`, from the adaptations: a few rows, those of nobody in particular among them."""
    names = ("person", "pk", "starts_on", "ends_before", "cost_cents", "minutes_saved")
    facts = [
        WorkAdaptation(subject, key, day_no(start), FOR_EVER if end is None else day_no(end), cost, saved)
        for subject, key, start, end, cost, saved in Adaptation.objects.filter(establishment=establishment)
        .order_by("pk")
        .values_list(*names)
    ]
    _replace(WorkAdaptationFact, WorkAdaptation, establishment, None, facts)


def derive_goals(establishment: int, persons: Persons = None) -> None:
    """`ended_goal`, from the goals that ended."""
    rows = _of(Goal.objects.filter(establishment=establishment, ends_before__isnull=False), persons)
    facts = [
        EndedGoal(subject, key, day_no(end), outcome)
        for subject, key, end, outcome in rows.order_by("pk").values_list("person", "pk", "ends_before", "outcome")
    ]
    _replace(EndedGoalFact, EndedGoal, establishment, persons, facts)


def derive_support(establishment: int) -> None:
    """All of them, of everybody in an establishment (key)."""
    derive_levels(establishment)
    derive_sessions(establishment)
    derive_adaptations(establishment)
    derive_goals(establishment)


def _of(rows: Any, persons: Persons) -> Any:
    return rows if persons is None else rows.filter(person__in=persons)


def _replace(model: type[Model], schema: type, establishment: int, persons: Persons, facts: Iterable[Any]) -> None:
    standing = model._default_manager.filter(establishment=establishment)
    (standing if persons is None else standing.filter(subject__in=persons)).delete()
    columns = tuple(schema.__slots__)  # type: ignore[attr-defined]
    values = attrgetter(*columns)
    insert(model, ("establishment", *columns), [(establishment, *values(fact)) for fact in facts])
