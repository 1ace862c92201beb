"""Kaplan and Meier: a case done by hand, and what holds of every cohort."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from etabli.core.survival import Stay, Step, at_risk, share_after, steps

stays = st.lists(st.builds(Stay, st.integers(1, 6), st.booleans()), max_size=8)
SIX = [Stay(1, True), Stay(2, True), Stay(2, True), Stay(2, False), Stay(3, False), Stay(4, True)]
"""Six people: one leaves on day 1; on day 2 two leave and one is no longer seen; one is no longer seen on day 3; one leaves."""


def test_a_case_by_hand() -> None:
    """6 at risk: 5/6. 5 at risk, 2 leave: 5/6 x 3/5 = 1/2. 1 at risk, who leaves: 0."""
    assert steps(SIX) == [
        Step(1, 6, 1, Fraction(5, 6)),
        Step(2, 5, 2, Fraction(1, 2)),
        Step(4, 1, 1, Fraction(0)),
    ]
    assert [at_risk(SIX, day) for day in range(1, 6)] == [6, 5, 2, 1, 0]
    assert [share_after(SIX, day) for day in (0, 1, 2, 3, 4, 9)] == [
        1,
        Fraction(5, 6),
        Fraction(1, 2),
        Fraction(1, 2),
        0,
        0,
    ]


def test_beyond_the_last_who_is_seen_nothing_is_known() -> None:
    assert share_after([Stay(1, True), Stay(3, False)], 3) == Fraction(1, 2)
    assert share_after([Stay(1, True), Stay(3, False)], 4) is None
    assert share_after([], 1) is None and steps([]) == []


@given(stays)
def test_when_all_are_seen_to_the_end_it_is_the_plain_share(rows: list[Stay]) -> None:
    full = [Stay(row.days, True) for row in rows]
    for day in range(7):
        if full:
            assert share_after(full, day) == Fraction(sum(row.days > day for row in full), len(full))


@given(stays)
def test_shares_only_fall_and_people_are_counted_once(rows: list[Stay]) -> None:
    found = steps(rows)
    shares = [Fraction(1), *(step.share for step in found)]
    assert all(0 <= later < earlier for earlier, later in zip(shares, shares[1:], strict=False))
    assert sum(step.happened for step in found) == sum(row.happened for row in rows)
    assert all(step.at_risk == at_risk(rows, step.day) >= step.happened for step in found)


@given(stays, st.integers(1, 6))
def test_who_is_no_longer_seen_changes_nothing_before(rows: list[Stay], day: int) -> None:
    """Seen longer or not after a day, a person weighs the same until then."""
    longer = [Stay(row.days + 10, row.happened) if row.days >= day else row for row in rows]
    before = [step for step in steps(rows) if step.day < day]
    assert before == [step for step in steps(longer) if step.day < day]


@given(stays)
def test_nobody_to_whom_it_happens_keeps_everyone(rows: list[Stay]) -> None:
    assert steps([Stay(row.days, False) for row in rows]) == []
