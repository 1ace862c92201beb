"""What two tablets write of the same people stands the same, in whatever order, parts and repetitions it arrives."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction
from hypothesis import HealthCheck, example, given
from hypothesis import settings as told
from hypothesis import strategies as st

from etabli.attendance.models import HalfDayFact
from etabli.attendance.queries import standing_entries
from etabli.core.periods import Period
from etabli.production.models import WorkFact
from etabli.tablet import actions
from etabli.tablet.operations import read_batch
from tests.strategies import examples
from tests.tablet.conftest import NOW, TODAY, Tablet, Team, activity_of, instructor_of, presence, tablet_of, work

EARLIER = NOW - timedelta(hours=3)
DAYS = Period(TODAY, TODAY + timedelta(days=1))


@dataclass(frozen=True)
class Act:
    """`code`: of attendance, None to take it back; or `A` or `B` for work on that activity, `-` to take that back.

    `minute`: on the tablet's clock, which may go backwards. `sees`: over what she saw: her own last act, or nothing.
    """

    person: int
    code: str | None
    minute: int
    sees: bool


acts = st.builds(
    Act, st.integers(0, 1), st.sampled_from(("PRE", "MAL", "CP", None, "A", "B", "-")), st.integers(0, 4), st.booleans()
)
"""Two people, a handful of codes, five minutes."""


turns = st.lists(st.tuples(st.integers(0, 1), st.integers(1, 3), st.booleans()), max_size=8).map(tuple)
"""How the acts arrive: which tablet sends next, how many, and whether it repeats what it sent."""


def operations(team: Team, author: Any, plan: Sequence[Act], key: int) -> list[dict[str, Any]]:
    """The JSON of what one tablet wrote, in order. Ids are given, so that each delivery sends the same ones."""
    last: dict[tuple[int, bool], str] = {}
    sent = []
    for number, act in enumerate(plan):
        identifier = str(UUID(int=(key << 64) + number + 1))
        of_work = act.code in ("A", "B", "-")
        base = last.get((act.person, of_work)) if act.sees else None
        moment = (EARLIER + timedelta(minutes=act.minute)).isoformat()
        last[act.person, of_work] = identifier
        values: dict[str, Any] = {"id": identifier, "acted_at": moment, "base": base}
        if not of_work:
            sent.append(presence(author, team.people[act.person], act.code, **values))
            continue
        activity = activity_of(team, "A" if act.code == "-" else str(act.code))
        values |= {"parts": []} if act.code == "-" else {}
        sent.append({**work(author, team.people[act.person], activity), **values})
    return sent


def deliver(tablets: Sequence[Tablet], plans: Sequence[list[dict[str, Any]]], turns: Sequence[Any]) -> None:
    """Each tablet's acts in their order, in parts, some of them twice; at the end everything that is left."""
    done = [0, 0]
    for which, count, again in (*turns, (0, 99, True), (1, 99, True)):
        plan, start = plans[which], done[which]
        done[which] = min(len(plan), start + count)
        part = plan[0 if again else start : done[which]]
        if part:
            body = json.dumps({"operations": part}).encode()
            actions.sync(device=tablets[which].device, operations=read_batch(body), at=NOW)


def facts(team: Team) -> Any:
    standing = {key: row.segments for key, row in standing_entries(team.place, DAYS).items() if row.segments}
    counted = HalfDayFact.objects.order_by("subject", "day_no", "half")
    days = list(counted.values_list("subject", "day_no", "half", "code", "minutes", "paid_minutes", "typed"))
    done = WorkFact.objects.order_by("subject", "day_no", "half", "task")
    return standing, days, list(done.values_list("subject", "day_no", "half", "task", "minutes", "instructor"))


@pytest.mark.slow
@told(examples(25), suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@example([Act(1, "PRE", 1, False)], [Act(1, "PRE", 1, False), Act(1, "MAL", 0, True)], (), ((1, 2, False),))
@example([Act(0, "A", 3, False), Act(0, "B", 1, True)], [Act(0, "PRE", 2, False)], (), ((1, 1, False),))
@given(st.lists(acts, max_size=4), st.lists(acts, max_size=4), turns, turns)
def test_no_order_part_or_repetition_changes_what_stands(
    team: Team, one: list[Act], other: list[Act], first: Any, second: Any
) -> None:
    with transaction.atomic():
        author = instructor_of(team.place, "BLA", "autre")
        tablets = [team.tablet, tablet_of(team.place, author, name="Deux")]
        plans = [operations(team, team.instructor, one, 1), operations(team, author, other, 2)]
        seen = []
        for delivery in ((), first, second):
            with transaction.atomic():
                deliver(tablets, plans, delivery)
                seen.append(facts(team))
                transaction.set_rollback(True)
        transaction.set_rollback(True)
    assert seen[0] == seen[1] == seen[2]
