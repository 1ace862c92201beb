"""The dated rules of support: what is due when, and how it stands on a day. No database."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etabli.core.facts import EngagementKind
from etabli.core.periods import Period
from etabli.core.refusal import Refusal
from etabli.support.rules import deadlines as rules
from etabli.support.rules.deadlines import Deadline, Item, Standing
from etabli.support.states import BY_LAW, DUTIES, PLAN_STEPS, DueState, Duty

MIGRATIONS = ("0007_support_parameters", "0009_trial_limit")
PARAMETERS = [row for name in MIGRATIONS for row in import_module(f"etabli.org.migrations.{name}").PARAMETERS]

ADMITTED = date(2026, 1, 31)
ON = date(2026, 6, 1)
ESAT = Standing(EngagementKind.ACCOMPANIMENT, ADMITTED)
POP = Standing(EngagementKind.TARGET_WORKER, ADMITTED)


def shipped(code: str, day: date) -> int | None:
    """The parameters as they come with Établi."""
    return rules.in_force(sorted((since, value) for name, since, value, *_ in PARAMETERS if name == code), day)


def due(standing: Standing, on: date = ON) -> Mapping[Duty, Deadline]:
    return {one.duty: one for one in rules.deadlines(standing, shipped, on)}


def test_the_contract_is_signed_within_a_month_of_admission() -> None:
    assert due(ESAT)[Duty.CONTRACT] == Deadline(Duty.CONTRACT, date(2026, 2, 28))
    signed = due(replace(ESAT, contract_signed_on=date(2026, 2, 28)))[Duty.CONTRACT]
    assert signed.state(ON) == DueState.DONE
    assert due(replace(ESAT, contract_signed_on=date(2026, 3, 1)))[Duty.CONTRACT].state(ON) == DueState.DONE_LATE


def test_a_contract_from_before_the_place_was_followed_is_not_said_to_be_late() -> None:
    old = replace(ESAT, engaged_on=date(2010, 1, 1), followed_from=date(2026, 1, 1))
    assert Duty.CONTRACT not in due(old)
    assert due(old)[Duty.FIRST_PLAN].due_on == date(2026, 7, 1)


@pytest.mark.parametrize(
    ("admitted", "last_day"),
    [
        (date(2025, 8, 24), date(2026, 2, 23)),
        (date(2025, 8, 25), date(2025, 11, 24)),
        (date(2026, 1, 31), date(2026, 4, 29)),
    ],
)
def test_the_trial_lasts_three_months_since_25_august_2025_and_six_before(admitted: date, last_day: date) -> None:
    assert due(replace(ESAT, engaged_on=admitted), admitted)[Duty.TRIAL].due_on == last_day


def test_a_trial_that_is_past_is_over_unless_it_was_extended() -> None:
    assert due(ESAT)[Duty.TRIAL].state(ON) == DueState.DONE
    longer = replace(ESAT, trial_extended_to=date(2026, 6, 15))
    assert due(longer)[Duty.TRIAL].state(ON) == DueState.SOON
    assert due(replace(longer, trial_ended_on=date(2026, 5, 4)))[Duty.TRIAL].state(ON) == DueState.DONE


def test_the_first_plan_is_due_by_the_time_the_workplace_gives_itself() -> None:
    assert due(ESAT)[Duty.FIRST_PLAN].due_on == date(2026, 7, 31)

    def own(code: str, day: date) -> int | None:
        return 3 if code == "support_first_plan_months" else shipped(code, day)

    (first,) = [one for one in rules.deadlines(ESAT, own, ON) if one.duty == Duty.FIRST_PLAN]
    assert (first.due_on, first.state(ON)) == (date(2026, 4, 30), DueState.LATE)


def test_the_interview_is_yearly_from_the_last_one() -> None:
    assert due(ESAT)[Duty.INTERVIEW].due_on == date(2027, 1, 31)
    assert due(replace(ESAT, interviewed_on=date(2026, 5, 5)))[Duty.INTERVIEW].due_on == date(2027, 5, 5)


def test_before_the_interview_was_law_none_is_due() -> None:
    assert Duty.INTERVIEW not in due(replace(ESAT, engaged_on=date(2020, 1, 1)), date(2022, 12, 14))


def test_a_plan_is_reviewed_on_the_day_it_says_else_a_year_after() -> None:
    assert Duty.REVIEW not in due(ESAT)
    planned = replace(ESAT, plan_on=date(2026, 3, 1))
    assert due(planned)[Duty.REVIEW].due_on == date(2027, 3, 1)
    assert due(replace(planned, reviewed_on=date(2026, 9, 1)))[Duty.REVIEW].due_on == date(2027, 9, 1)
    assert due(replace(planned, review_on=date(2026, 5, 31)))[Duty.REVIEW].state(ON) == DueState.LATE


@pytest.mark.parametrize(
    ("held", "next_on"),
    [
        (date(2026, 5, 30), date(2026, 5, 31)),
        (date(2026, 5, 31), date(2027, 5, 31)),
        (date(2026, 6, 9), date(2027, 6, 9)),
    ],
)
def test_a_review_held_on_its_day_or_later_is_done_without_a_next_day(held: date, next_on: date) -> None:
    planned = replace(ESAT, plan_on=date(2026, 3, 1), review_on=date(2026, 5, 31), reviewed_on=held)
    assert due(planned)[Duty.REVIEW].due_on == next_on


def test_a_trial_is_extended_up_to_six_months_in_all_and_without_a_known_limit_before_the_decrees() -> None:
    limit = shipped("support_trial_most_months", date(2025, 8, 25))
    rules.check_trial_extension(date(2025, 8, 31), date(2026, 2, 27), limit)
    with pytest.raises(Refusal, match="trial_too_long"):
        rules.check_trial_extension(date(2025, 8, 31), date(2026, 2, 28), limit)
    rules.check_trial_extension(ADMITTED, date(2030, 1, 1), shipped("support_trial_most_months", date(2025, 8, 24)))


def test_the_time_between_reviews_has_no_article_and_is_not_said_to_be_law() -> None:
    (source,) = [source for code, *_rest, source in PARAMETERS if code == "support_review_months"]
    assert "CASF" not in source and Duty.REVIEW not in BY_LAW and Duty.INTERVIEW in BY_LAW


def test_what_was_before_she_is_counted_makes_nothing_late() -> None:
    old = date(2023, 12, 1)
    assert due(replace(ESAT, interviewed_on=old))[Duty.INTERVIEW].due_on == date(2027, 1, 31)
    assert due(replace(ESAT, plan_on=old, reviewed_on=old))[Duty.REVIEW].due_on == date(2027, 1, 31)
    assert due(replace(POP, plan_on=old))[Duty.POP_UPDATE].due_on == date(2027, 1, 31)
    followed = replace(ESAT, engaged_on=old, short_since=old, followed_from=date(2026, 5, 1))
    assert due(followed)[Duty.SHORT_UPDATE].due_on == ON


def test_what_is_to_be_done_later_is_not_done_yet() -> None:
    signed = replace(ESAT, contract_signed_on=ON + timedelta(days=1))
    assert due(signed)[Duty.CONTRACT].state(ON) == DueState.LATE
    assert due(signed, ON + timedelta(days=1))[Duty.CONTRACT].state(ON + timedelta(days=1)) == DueState.DONE_LATE


def test_a_shorter_contract_has_its_plan_brought_up_to_date_each_month() -> None:
    assert Duty.SHORT_UPDATE not in due(ESAT)
    short = replace(ESAT, short_since=date(2026, 3, 31))
    assert due(short)[Duty.SHORT_UPDATE].due_on == date(2026, 4, 30)
    assert due(replace(short, met_on=date(2026, 5, 20)))[Duty.SHORT_UPDATE].due_on == date(2026, 6, 20)
    assert due(replace(short, met_on=date(2026, 1, 2)))[Duty.SHORT_UPDATE].due_on == date(2026, 4, 30)


def test_a_pop_exists_within_a_month_with_two_actions_and_is_updated_yearly() -> None:
    assert set(due(POP)) == {Duty.POP, Duty.POP_ACTIONS}
    made = replace(POP, first_plan_on=date(2026, 2, 10), plan_on=date(2026, 2, 10), action_days=(ADMITTED,))
    assert due(made)[Duty.POP].state(ON) == DueState.DONE
    assert due(made)[Duty.POP_ACTIONS].state(ON) == DueState.LATE
    both = due(replace(made, action_days=(date(2026, 2, 12), ADMITTED, ON)))[Duty.POP_ACTIONS]
    assert (both.done_on, both.state(ON)) == (date(2026, 2, 12), DueState.DONE)
    assert due(replace(made, action_days=(ADMITTED, ADMITTED)))[Duty.POP_ACTIONS].done_on == date(2026, 2, 10)
    assert due(made)[Duty.POP_UPDATE].due_on == date(2027, 2, 10)


def test_goals_and_actions_are_due_on_their_own_day_for_everyone() -> None:
    goal, action = Item(7, "Préparer son poste", ON), Item(8, "Cours de lecture", ON - timedelta(days=1))
    for kind in DUTIES:
        rows = due(Standing(kind, ADMITTED, goals=(goal,), open_actions=(action,)))
        assert rows[Duty.GOAL].state(ON) == DueState.SOON and rows[Duty.GOAL].words == "Préparer son poste"
        assert rows[Duty.ACTION].state(ON) == DueState.LATE and rows[Duty.ACTION].key == 8


def test_nothing_is_owed_to_a_visitor() -> None:
    for kind in set(EngagementKind) - set(DUTIES):
        assert rules.deadlines(Standing(kind, ADMITTED), shipped, ON) == []


def test_late_and_next_part_what_is_not_done() -> None:
    rows = rules.deadlines(ESAT, shipped, ON)
    assert [one.duty for one in rules.late(rows, ON)] == [Duty.CONTRACT]
    assert [one.duty for one in rules.coming(rows, ON)] == [Duty.FIRST_PLAN, Duty.INTERVIEW]


def test_a_deadline_may_be_met_on_its_day() -> None:
    one = Deadline(Duty.POP, ON)
    assert one.state(ON) == DueState.SOON and one.state(ON + timedelta(days=1)) == DueState.LATE
    assert one.state(ON - timedelta(days=rules.SOON)) == DueState.SOON
    assert one.state(ON - timedelta(days=rules.SOON + 1)) == DueState.TO_COME


DAYS = st.dates(date(2024, 1, 29), date(2024, 3, 2))


@given(DAYS, st.integers(0, 14))
def test_months_end_on_the_same_day_or_on_the_last(day: date, months: int) -> None:
    later = rules.months_after(day, months)
    assert (later.year - day.year) * 12 + later.month - day.month == months
    assert later.day == day.day or (later.day < day.day and (later + timedelta(days=1)).day == 1)


@given(
    st.lists(st.tuples(st.integers(0, 7), st.integers(1, 3)), max_size=4, unique_by=lambda one: one[0]),
    st.integers(0, 8),
)
def test_engagements_that_follow_without_a_gap_count_as_one(parts: list[tuple[int, int]], at: int) -> None:
    base = date(2026, 1, 1)
    ends: list[tuple[int, int]] = []
    for start, length in sorted(parts):
        if not ends or start >= ends[-1][1]:
            ends.append((start, start + length))
    periods = [Period(base + timedelta(days=a), base + timedelta(days=b)) for a, b in ends]
    here = {base + timedelta(days=day) for a, b in ends for day in range(a, b)}
    on = base + timedelta(days=at)
    expected: Any = on if on in here else None
    while expected is not None and expected - timedelta(days=1) in here:
        expected -= timedelta(days=1)
    assert rules.unbroken_since(periods, on) == expected


DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "support.md"


def test_the_states_of_a_plan_are_drawn_as_their_table_says() -> None:
    drawn = re.findall(r"^    (\w+) --> (\w+)$", DOCUMENT.read_text(encoding="utf-8"), re.MULTILINE)
    assert drawn == sorted((str(state), str(after)) for state, steps in PLAN_STEPS.items() for after in steps)


def test_every_duration_is_documented_and_comes_with_its_source() -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    sources = {code: source for code, _since, _value, _unit, source in PARAMETERS}
    assert [code for code in rules.CODES if f"`{code}`" not in text or not sources.get(code)] == []
