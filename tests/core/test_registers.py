"""Which act stands does not depend on the order in which acts arrive."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import permutations
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from etabli.core.registers import Act, Register, moments, standing

NOON = datetime(2025, 3, 3, 12, tzinfo=UTC)
KEYS = [UUID(int=number) for number in range(1, 6)]


def act(number: int, minute: int, *seen: int) -> Act:
    return Act(KEYS[number], NOON + timedelta(minutes=minute), tuple(KEYS[key] for key in seen))


def test_nothing_stands_where_nothing_was_written() -> None:
    assert standing([]) is None
    assert Register[str]().value is None


def test_the_newest_act_stands() -> None:
    assert standing([act(0, 5), act(1, 3)]) == act(0, 5)


def test_at_equal_moments_the_greater_key_stands() -> None:
    assert standing([act(1, 3), act(0, 3)]) == act(1, 3)


def test_a_correction_stands_though_the_clock_was_put_back() -> None:
    """She saw what she wrote at 12:30, and corrects it when her device says 12:10."""
    assert standing([act(0, 30), act(1, 10, 0)]) == act(1, 10, 0)


def test_what_was_seen_and_never_arrived_counts_for_nothing() -> None:
    assert standing([act(0, 30), act(1, 10, 4)]) == act(0, 30)


def test_two_that_claim_to_have_seen_each_other_end() -> None:
    assert standing([act(0, 1, 1), act(1, 1, 0)]) is not None
    assert len(moments([act(0, 1, 1), act(1, 1, 0)])) == 2


acts = st.lists(
    st.builds(act, st.integers(0, 4), st.integers(0, 2), st.integers(0, 4)),
    max_size=4,
    unique_by=lambda row: row.key,
)


@given(acts)
def test_no_order_and_no_repetition_changes_what_stands(rows: list[Act]) -> None:
    expected = standing(rows)
    for order in permutations(rows):
        register: Register[str] = Register()
        for row in (*order, *order):
            register.enter(row, str(row.key))
        assert register.standing == (expected.key if expected else None)
