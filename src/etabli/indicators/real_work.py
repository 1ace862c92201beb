"""Goals of a person beside what she worked on: half-days practised against planned, weeks on a task, and a question."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.db.models import Q
from django.utils.translation import gettext

from etabli.core.periods import day_no, day_of, monday_of
from etabli.core.practice import Level, Practice, Question, level_of, practice_of, question_of
from etabli.org.models import Establishment, User
from etabli.production.models import Activity, WorkFact
from etabli.support.models import Goal
from etabli.support.queries import assessments_of, line_of, series
from etabli.support.states import Rater

LONGEST = timedelta(weeks=52)
"""How far back work is looked at."""


class Worked(NamedTuple):
    """A half-day on a task (key of the activity), with its minutes."""

    task: int
    day: date
    half: int
    minutes: int


@dataclass(frozen=True)
class GoalPractised:
    """`weeks`: what the practice is made of, by Monday: half-days and minutes, the newest first."""

    goal: Goal
    task: str
    since: date
    practice: Practice
    level: Level | None
    question: Question | None
    weeks: tuple[tuple[date, int, int], ...]


@dataclass(frozen=True)
class TaskWorked:
    name: str
    weeks: int
    half_days: int
    minutes: int


@dataclass(frozen=True)
class RealWork:
    """`without_task`: goals in force whose work nobody named. `tasks`: all she worked on since `since`, the longest first."""

    since: date
    goals: tuple[GoalPractised, ...]
    without_task: tuple[Goal, ...]
    tasks: tuple[TaskWorked, ...]


def real_work(reader: User, establishment: Establishment, person: int, on: date) -> RealWork:
    """Goals in force on a day and work of the year before it, as far as the reader may see them; as many queries for all."""
    since = on - LONGEST
    rows = _worked(establishment, person, since, on)
    activities = Activity.objects.filter(establishment=establishment).in_bulk({row.task for row in rows})
    goals = list(_goals_in_force(reader, establishment, person, on))
    levels = _levels(reader, establishment, person, goals)
    named = [goal for goal in goals if goal.activity_code]
    return RealWork(
        since,
        tuple(_practised(goal, rows, activities, levels.get(goal.pk, []), since) for goal in named),
        tuple(goal for goal in goals if not goal.activity_code),
        _tasks(rows, activities),
    )


def _worked(establishment: Establishment, person: int, since: date, on: date) -> list[Worked]:
    facts = WorkFact.objects.filter(establishment=establishment, subject=person)
    found = facts.filter(day_no__gte=day_no(since), day_no__lte=day_no(on)).order_by("day_no", "half", "task")
    return [
        Worked(task, day_of(day), half, minutes)
        for task, day, half, minutes in found.values_list("task", "day_no", "half", "minutes")
    ]


def _goals_in_force(reader: User, establishment: Establishment, person: int, on: date) -> Iterable[Goal]:
    running = Q(ends_before=None) | Q(ends_before__gt=on)
    rows = Goal.objects.visible_to(reader, establishment).filter(running, person=person, starts_on__lte=on, outcome="")
    return rows.select_related("competence__framework").order_by("starts_on", "pk")


def _levels(reader: User, establishment: Establishment, person: int, goals: Iterable[Goal]) -> dict[int, list[int]]:
    """The ranks that others saw of the competence of each goal since it began, in the order of time."""
    rows = list(assessments_of(reader, establishment, person))
    return {
        goal.pk: [
            seen.rank
            for seen in series(rows, line_of(goal.competence))
            if seen.rater == Rater.STAFF and seen.day >= goal.starts_on
        ]
        for goal in goals
        if goal.competence
    }


def _practised(
    goal: Goal, rows: Iterable[Worked], activities: Mapping[int, Activity], ranks: list[int], since: date
) -> GoalPractised:
    start = max(goal.starts_on, since)
    lasting = [row for row in rows if row.day >= start]
    on_task = [row for row in lasting if row.task in activities and activities[row.task].code == goal.activity_code]
    names = {activities[row.task].called for row in on_task}
    practice = practice_of(
        [((row.day, row.half), row.minutes) for row in on_task], {row.day for row in lasting}, goal.weekly_half_days
    )
    level = level_of(ranks)
    return GoalPractised(
        goal=goal,
        task=", ".join(sorted(names)) or goal.activity_code,
        since=start,
        practice=practice,
        level=level,
        question=question_of(practice, level),
        weeks=_weeks(on_task),
    )


def _weeks(rows: Iterable[Worked]) -> tuple[tuple[date, int, int], ...]:
    half_days: defaultdict[date, set[tuple[date, int]]] = defaultdict(set)
    minutes: defaultdict[date, int] = defaultdict(int)
    for row in rows:
        monday = monday_of(row.day)
        half_days[monday].add((row.day, row.half))
        minutes[monday] += row.minutes
    return tuple((monday, len(half_days[monday]), minutes[monday]) for monday in sorted(minutes, reverse=True))


def _tasks(rows: Iterable[Worked], activities: Mapping[int, Activity]) -> tuple[TaskWorked, ...]:
    by_task: defaultdict[int, list[Worked]] = defaultdict(list)
    for row in rows:
        by_task[row.task].append(row)
    found = [
        TaskWorked(
            activities[task].called if task in activities else "",
            len({monday_of(row.day) for row in worked}),
            len({(row.day, row.half) for row in worked}),
            sum(row.minutes for row in worked),
        )
        for task, worked in by_task.items()
    ]
    return tuple(sorted(found, key=lambda task: (-task.minutes, task.name)))


# ---------------------------------------------------------------- as the page shows it


def goal_cards(found: RealWork) -> list[dict[str, Any]]:
    return [
        {
            "wording": one.goal.wording,
            "task": one.task,
            "since": one.since,
            "practice": one.practice,
            "question": _question_worded(one),
            "weeks": [
                {"monday": monday, "half_days": count, "minutes": minutes} for monday, count, minutes in one.weeks
            ],
        }
        for one in found.goals
    ]


def _question_worded(one: GoalPractised) -> str:
    """The proposal as a question, with the facts that it rests on; empty for none."""
    if one.question == Question.REACHED and one.level is not None:
        words = {"weeks": one.practice.weeks, "task": one.task, "rank": one.level.rank, "times": one.level.times}
        return (
            gettext("%(weeks)s weeks on %(task)s, level %(rank)s seen %(times)s times in a row: review the goal?")
            % words
        )
    if one.question == Question.RARE:
        words = {"done": one.practice.half_days, "planned": one.practice.planned, "weeks": one.practice.weeks_at_work}
        return (
            gettext(
                "%(done)s half-days practised of %(planned)s planned over %(weeks)s weeks at work: what is in the way?"
            )
            % words
        )
    return ""
