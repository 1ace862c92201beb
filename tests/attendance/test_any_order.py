"""Any interleaving and repetition of the same operations gives the same facts, whatever the clocks say.

Tiny domains, so that acts meet: two people, two half-days, three moments; an act may be based on any that was made before
it, and may come before that one.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import example, given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from etabli.attendance import actions as attendance
from etabli.attendance.models import Entry, HalfDayFact, LateOperation
from etabli.attendance.queries import standing_entries
from etabli.attendance.states import Outcome
from etabli.org.models import Establishment
from etabli.people.models import Person
from tests.strategies import examples
from tests.workplace import AT, MARCH, M, engage, operation, workplace

MONDAY = date(2025, 3, 3)
Drawn = tuple[int, int, str, int, int | None]
"""Person, half-day, code (none takes back), minutes before, number of the act it is based on."""

drawn = st.lists(
    st.tuples(
        st.integers(0, 1),
        st.integers(0, 1),
        st.sampled_from(("PRE", "MAL", "CP", "")),
        st.integers(0, 2),
        st.one_of(st.none(), st.integers(0, 4)),
    ),
    min_size=1,
    max_size=5,
)


def judge(place: Establishment, *operations: attendance.Operation) -> list[attendance.Answer]:
    return attendance.record(establishment=place, operations=operations, by=None, at=AT)


def acts_of(people: Sequence[Person], rows: Sequence[Drawn], *, keys: Sequence[int]) -> list[attendance.Operation]:
    """`keys`: so that of two acts of one moment now the first has the greater key, now the second."""
    made: list[attendance.Operation] = []
    for number, (person, half, code, minutes, base) in enumerate(rows):
        seen = made[base].id if base is not None and base < number else None
        moment = AT - timedelta(minutes=minutes)
        key = UUID(int=keys[number] + 1)
        codes = [code] if code else []
        made.append(operation(people[person], MONDAY, half, *codes, acted_at=moment, id=key, base=seen))
    return made


class AnyOrder(TestCase):
    place: Establishment
    people: list[Person]

    @classmethod
    def setUpTestData(cls) -> None:
        cls.place = workplace()
        cls.people = [engage(cls.place, number, starts_on=MARCH.start) for number in ("1", "2")]

    @examples(150)
    @example([(0, 0, "PRE", 1, None), (0, 0, "CP", 2, 0)], [1, 0, 1, 0], [0, 1, 2, 3, 4], True)
    @example([(0, 0, "PRE", 0, None), (0, 0, "CP", 2, 0), (0, 0, "MAL", 1, None)], [1, 2, 0], [0, 1, 2, 3, 4], True)
    @example([(0, 0, "PRE", 0, None), (0, 0, "CP", 2, 0), (0, 0, "MAL", 1, None)], [2, 1, 0], [4, 3, 2, 1, 0], False)
    @given(drawn, st.permutations([*range(5), *range(5)]), st.permutations(range(5)), st.booleans())
    def test_no_order_and_no_repetition_changes_the_facts(
        self, rows: list[Drawn], order: list[int], keys: list[int], apart: bool
    ) -> None:
        acts = acts_of(self.people, rows, keys=keys)
        shuffled = [acts[number] for number in order if number < len(acts)]
        assert self.after([[act] for act in shuffled] if apart else [shuffled]) == self.after([acts])

    def after(self, calls: Sequence[Sequence[attendance.Operation]]) -> Any:
        """The state after these calls; then nothing of it has happened."""
        with transaction.atomic():
            everything = [act for acts in calls for act in acts]
            for acts in [*calls, everything]:
                judge(self.place, *acts)
            state = self.state()
            transaction.set_rollback(True)
        return state

    def state(self) -> Any:
        rows = standing_entries(self.place, MARCH)
        standing = {key: (row.segments, row.acted_at) for key, row in rows.items()}
        facts = HalfDayFact.objects.filter(establishment=self.place).order_by("subject", "day_no", "half")
        columns = ("subject", "day_no", "half", "code", "minutes", "paid_minutes", "typed", "unpaid", "spell_day")
        return standing, list(facts.values_list(*columns))


@pytest.fixture
def place(db: None) -> Establishment:
    return workplace()


@pytest.fixture
def camille(place: Establishment) -> Person:
    return engage(place, starts_on=MARCH.start)


def code_of(place: Establishment) -> str:
    (row,) = standing_entries(place, MARCH).values()
    return row.segments[0][0]


def late_base(camille: Person) -> list[attendance.Operation]:
    """An act, and its correction by a clock that went back an hour, and what somebody else wrote in between."""
    first = operation(camille, MONDAY, M, "PRE", acted_at=AT)
    correction = operation(camille, MONDAY, M, "CP", acted_at=AT - timedelta(hours=1), base=first.id)
    other = operation(camille, MONDAY, M, "INJ", acted_at=AT - timedelta(minutes=30))
    return [first, correction, other]


def test_an_act_that_comes_after_its_correction_leaves_the_correction(place: Establishment, camille: Person) -> None:
    first, correction, _ = late_base(camille)
    judge(place, correction)
    (answer,) = judge(place, first)
    assert answer.outcome == Outcome.SUPERSEDED and code_of(place) == "CP"
    assert LateOperation.objects.get().pk == first.id


def test_what_stands_again_is_written_again_in_one_chain(place: Establishment, camille: Person) -> None:
    first, correction, other = late_base(camille)
    for act in (correction, other):
        judge(place, act)
    assert code_of(place) == "INJ"
    (answer,) = judge(place, first)
    assert code_of(place) == "CP"
    again = Entry.objects.get(pk=answer.entry)
    assert (again.act, again.supersedes_id, again.outcome) == (correction.id, other.id, Outcome.CONFLICT)
    assert Entry.objects.filter(superseded_by__isnull=True).count() == 1
    # Whoever saw it written again saw that act.
    back = operation(camille, MONDAY, M, "FOR", acted_at=AT - timedelta(hours=5), base=again.pk)
    assert judge(place, back)[0].outcome == Outcome.APPLIED and code_of(place) == "FOR"


def test_a_base_that_was_refused_holds_nobody_up(place: Establishment, camille: Person) -> None:
    refused = operation(camille, MONDAY, M, "XYZ")
    judge(place, refused)
    judge(place, operation(camille, MONDAY, M, "PRE", base=refused.id))
    assert Entry.objects.get().act is None


def test_a_usual_save_asks_nothing_more(place: Establishment, camille: Person) -> None:
    """All acts of a half-day are read only where some came in another order than they were made."""

    def tables(*acts: attendance.Operation) -> list[str]:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            judge(place, *acts)
        return [row["sql"] for row in queries if "attendance_lateoperation" in row["sql"] and "SELECT" in row["sql"]]

    first = operation(camille, MONDAY, M, "PRE")
    assert len(tables(first)) == 1
    assert len(tables(operation(camille, MONDAY, M, "CP", base=first.id))) == 1
