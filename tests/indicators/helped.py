"""The facts of support: those of a worked example, and others drawn at random over the eight days."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

from etabli.core.periods import day_no
from etabli.indicators.examples import Example, Seen
from etabli.org.models import Establishment
from etabli.support.models import AssessedLevelFact, EndedGoalFact, SupportSessionFact, WorkAdaptationFact
from etabli.support.states import ActionCategory, GoalOutcome
from tests import strategies
from tests.indicators.drawn import day_numbers, spans, who
from tests.indicators.followed import FOR_EVER, PLACE, Groups


def helped(example: Example, groups: Groups) -> dict[str, list[dict[str, Any]]]:
    """The rows of each fact table of support, of the first person of each group."""
    keys = {name: key for name, (_, key) in groups.items()}
    kinds = sorted({row.kind for row in example.sessions})
    return {
        "support_session": [
            {
                **_of(keys[row.people], session=key, action_kind=kinds.index(row.kind), category=row.category),
                "day_no": day_no(row.on),
                "minutes": row.minutes,
            }
            for key, row in enumerate(example.sessions, start=1)
        ],
        "assessed_level": _levels(example.seen, keys),
        "work_adaptation": [
            {
                **_of(keys[row.people] if row.people else None, adaptation=key, cost=0),
                "from_day": day_no(row.over.start),
                "to_day": FOR_EVER if row.over.end is None else day_no(row.over.end),
                "minutes_saved": row.minutes_saved,
            }
            for key, row in enumerate(example.adaptations, start=1)
        ],
        "ended_goal": [
            _of(keys[row.people], goal=key, ended_day=day_no(row.ended), outcome=row.outcome)
            for key, row in enumerate(example.goals, start=1)
        ],
    }


def _of(subject: int | None, **values: Any) -> dict[str, Any]:
    return {"establishment": PLACE, "subject": subject, **values}


def _levels(seen: tuple[Seen, ...], keys: dict[str, int]) -> list[dict[str, Any]]:
    turns = Counter[tuple[Any, ...]]()
    rows = []
    for row in sorted(seen, key=lambda one: one.on):
        line = (row.people, row.competence, row.by_person)
        turns[line] += 1
        one = _of(keys[row.people], framework="laundry", scale_since=1, competence=row.competence)
        rows.append(
            {**one, "by_person": int(row.by_person), "turn": turns[line], "day_no": day_no(row.on), "level": row.level}
        )
    return rows


@dataclass(frozen=True)
class Facts:
    """What the tables hold, persons by staff number."""

    sessions: list[Any]
    seen: list[Any]
    adaptations: list[Any]
    goals: list[Any]

    def write(self, place: Establishment) -> None:
        keys = {number: strategies.person(place, number).pk for number in strategies.NUMBERS}
        SupportSessionFact.objects.bulk_create(
            SupportSessionFact(
                establishment=place,
                subject_id=keys[number],
                session=index,
                action_kind=kind,
                category=category,
                day_no=day,
                minutes=minutes,
            )
            for index, (number, kind, category, day, minutes) in enumerate(self.sessions)
        )
        turns = Counter[tuple[Any, ...]]()
        for number, competence, by_person, day, level in sorted(self.seen, key=lambda row: row[3]):
            turns[number, competence, by_person] += 1
            AssessedLevelFact.objects.create(
                establishment=place,
                subject_id=keys[number],
                framework="laundry",
                scale_since=1,
                competence=competence,
                by_person=by_person,
                turn=turns[number, competence, by_person],
                day_no=day,
                level=level,
            )
        WorkAdaptationFact.objects.bulk_create(
            WorkAdaptationFact(
                establishment=place,
                subject_id=keys.get(number),
                adaptation=index,
                from_day=start,
                to_day=end,
                cost=0,
                minutes_saved=saved,
            )
            for index, (number, (start, end), saved) in enumerate(self.adaptations)
        )
        EndedGoalFact.objects.bulk_create(
            EndedGoalFact(establishment=place, subject_id=keys[number], goal=index, ended_day=day, outcome=outcome)
            for index, (number, day, outcome) in enumerate(self.goals)
        )


facts = st.builds(
    Facts,
    sessions=st.lists(
        st.tuples(who, st.sampled_from((1, 2)), st.sampled_from([*ActionCategory]), day_numbers, st.integers(1, 90)),
        max_size=5,
    ),
    seen=st.lists(
        st.tuples(who, st.sampled_from(("fold", "sort")), st.sampled_from((0, 1)), day_numbers, st.integers(0, 2)),
        max_size=10,
    ),
    adaptations=st.lists(st.tuples(st.sampled_from((*strategies.NUMBERS, "")), spans, st.integers(0, 90)), max_size=3),
    goals=st.lists(st.tuples(who, day_numbers, st.sampled_from(("", *GoalOutcome))), max_size=4),
)
