"""Any interleaving, order and repetition of the same operations gives the same facts.

Tiny domains, so that acts meet: two people, two half-days, three moments, and clocks that go back.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from etabli.attendance import actions as attendance
from etabli.attendance.models import HalfDayFact
from etabli.attendance.queries import standing_entries
from etabli.core.work import Part, Share
from etabli.production import actions
from etabli.production.models import Activity, WorkFact
from etabli.production.queries import standing_outputs, standing_work
from tests import workplace as small
from tests.production.doing import MONDAY, Floor, floor, key, team
from tests.strategies import examples

MOMENTS = tuple(small.AT - timedelta(minutes=number) for number in range(3))
IDS = st.integers(1, 4)
Drawn = dict[str, Any]

work_drawn = st.fixed_dictionaries(
    {
        "id": IDS,
        "person": st.integers(0, 1),
        "half": st.integers(0, 1),
        "parts": st.lists(st.tuples(st.integers(0, 1), st.sampled_from((None, 30, 60))), max_size=2),
        "at": st.integers(0, 2),
        "base": st.one_of(st.none(), IDS),
    }
)
output_drawn = st.fixed_dictionaries(
    {
        "id": IDS,
        "activity": st.integers(0, 1),
        "half": st.integers(0, 1),
        "good": st.integers(0, 3),
        "rejected": st.integers(0, 1),
        "rule": st.sampled_from(("equal", "minutes")),
        "stated": st.booleans(),
        "at": st.integers(0, 2),
        "corrects": st.one_of(st.none(), IDS),
        "base": st.one_of(st.none(), IDS),
    }
)
presence_drawn = st.fixed_dictionaries(
    {
        "person": st.integers(0, 1),
        "half": st.integers(0, 1),
        "code": st.sampled_from(("PRE", "MAL", "")),
        "base": st.one_of(st.none(), st.integers(0, 3)),
    }
)
works = st.lists(work_drawn, max_size=4, unique_by=lambda row: row["id"])
outputs = st.lists(output_drawn, max_size=4, unique_by=lambda row: row["id"])


class Merging(TestCase):
    where: Floor

    @classmethod
    def setUpTestData(cls) -> None:
        cls.where = floor()
        cls.people = team(cls.where, "1", "2")
        cls.activities: list[Activity] = [cls.where.packing, cls.where.labels]

    def work(self, drawn: Drawn) -> actions.WorkOperation:
        return actions.WorkOperation(
            id=key(drawn["id"]),
            person=self.people[drawn["person"]].pk,
            day=MONDAY,
            half=drawn["half"],
            parts=tuple(Part(self.activities[row].pk, minutes) for row, minutes in drawn["parts"]),
            workshop=self.where.laundry.pk,
            acted_at=MOMENTS[drawn["at"]],
            base=key(drawn["base"]) if drawn["base"] else None,
        )

    def output(self, drawn: Drawn) -> actions.OutputOperation:
        good, rejected = drawn["good"] * 1000, drawn["rejected"] * 1000
        empty = not good and not rejected
        shares = (Share(self.people[0].pk, good, rejected),) if drawn["stated"] and not empty else ()
        return actions.OutputOperation(
            id=key(drawn["id"] + 100),
            workshop=self.where.laundry.pk,
            activity=self.activities[drawn["activity"]].pk,
            day=MONDAY,
            half=drawn["half"],
            good=good,
            rejected=rejected,
            acted_at=MOMENTS[drawn["at"]],
            rule=drawn["rule"],
            cause=self.where.torn.pk if rejected else None,
            shares=shares,
            corrects=key(drawn["corrects"] + 100) if drawn["corrects"] else None,
            base=key(drawn["base"] + 100) if drawn["base"] else None,
        )

    def send(self, operations: Sequence[Any]) -> None:
        """One call for each kind."""
        work = [row for row in operations if isinstance(row, actions.WorkOperation)]
        made = [row for row in operations if isinstance(row, actions.OutputOperation)]
        actions.record_work(establishment=self.where.place, operations=work, by=None, at=small.AT)
        actions.record_output(establishment=self.where.place, operations=made, by=None, at=small.AT)

    def after(self, operations: Sequence[Any], together: bool) -> Any:
        """The state after these operations arrived in this order; then nothing of it has happened."""
        with transaction.atomic():
            for batch in [operations] if together else [[row] for row in operations]:
                self.send(batch)
            state = self.state()
            transaction.set_rollback(True)
        return state

    def state(self) -> tuple[Any, Any, Any]:
        """What stands, and the facts of it."""
        place = self.where.place
        work = {place_: row.parts for place_, row in standing_work(place, small.MARCH).items()}
        made = [(row.id, row.good, row.rejected, row.shares) for row in standing_outputs(place, small.MARCH)]
        rows = WorkFact.objects.filter(establishment=place).order_by("subject", "half", "task")
        columns = ("subject", "day_no", "half", "minutes", "good", "rejected", "task", "workshop")
        return work, made, list(rows.values_list(*columns))

    @examples(60)
    @given(works, outputs, st.booleans(), st.data())
    def test_any_order_and_repetition_of_work_and_output_gives_the_same_facts(
        self, works: list[Drawn], outputs: list[Drawn], together: bool, data: st.DataObject
    ) -> None:
        operations = [*map(self.work, works), *map(self.output, outputs)]
        expected = self.after(operations, together=True)
        assert self.after(data.draw(st.permutations(operations * 2)), together) == expected

    @examples(30)
    @given(works, outputs, st.data())
    def test_presence_may_arrive_before_between_or_after(
        self, works: list[Drawn], outputs: list[Drawn], data: st.DataObject
    ) -> None:
        """What attendance leaves is worked out anew whenever it changes."""
        operations = [*map(self.work, works), *map(self.output, outputs)]
        code = data.draw(st.sampled_from(("PRE", "MAL", "SOU")))
        place = data.draw(st.integers(0, len(operations)))
        states = []
        for cut in (0, place):
            with transaction.atomic():
                self.send(operations[:cut])
                small.record(self.where.place, small.operation(self.people[0], MONDAY, 0, code))
                self.send(operations[cut:])
                states.append(self.state())
                transaction.set_rollback(True)
        assert states[0] == states[1]

    @examples(40)
    @given(st.lists(presence_drawn, max_size=4), st.data())
    def test_any_order_and_repetition_of_presence_gives_the_same_facts(
        self, rows: list[Drawn], data: st.DataObject
    ) -> None:
        """Of acts of which each knew only what came before it."""
        operations = [self.presence(number, row) for number, row in enumerate(rows)]
        states = []
        for order in (operations, data.draw(st.permutations(operations * 2))):
            with transaction.atomic():
                for operation in order:
                    attendance.record(establishment=self.where.place, operations=[operation], by=None, at=small.AT)
                entries = standing_entries(self.where.place, small.MARCH)
                facts = HalfDayFact.objects.filter(establishment=self.where.place, typed=1)
                columns = ("subject", "day_no", "half", "code", "minutes", "ars")
                segments = {place: entry.segments for place, entry in entries.items()}
                states.append((segments, list(facts.order_by("subject", "half").values_list(*columns))))
                transaction.set_rollback(True)
        assert states[0] == states[1]

    def presence(self, number: int, drawn: Drawn) -> attendance.Operation:
        """`number`: its place in time; `base`: an earlier one on the same half-day, or none."""
        codes = [drawn["code"]] if drawn["code"] else []
        moment = small.AT - timedelta(minutes=10 - number)
        base = key(drawn["base"] + 200) if drawn["base"] is not None and drawn["base"] < number else None
        person, half = self.people[drawn["person"]], drawn["half"]
        return small.operation(person, MONDAY, half, *codes, acted_at=moment, id=key(number + 200), base=base)
