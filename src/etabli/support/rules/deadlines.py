"""What is late and what is next in the support of a person: dated rules, each with its source.

Durations are parameters with dates and a source (`org`), asked for by code; a rule whose parameter does not hold on the day
it counts from makes no deadline. A deadline `due_on` a day may be met on that day. Months end on the same day of the month,
or on its last.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from etabli.core.facts import EngagementKind
from etabli.core.periods import Period, months_after
from etabli.core.refusal import Refusal
from etabli.support.states import DUTIES, DueState, Duty

SOON = 30
"""Days ahead from which a deadline is said to come soon: time to fix a meeting."""
Delay = Callable[[str, date], int | None]
"""(code of a parameter, day) -> its value on that day, None when it does not hold."""
CODES = (
    "support_contract_months",
    "support_trial_months",
    "support_trial_most_months",
    "support_first_plan_months",
    "support_interview_months",
    "support_review_months",
    "support_short_update_months",
    "support_pop_months",
    "support_pop_actions",
    "support_pop_update_months",
)
"""Every parameter that these rules ask for."""


@dataclass(frozen=True)
class Item:
    """Something with a day of its own: a goal, or an action. `due_on` is included."""

    key: int
    words: str
    due_on: date


@dataclass(frozen=True)
class Standing:
    """What is known of a person who is engaged. Days; None for what is not known, or has not happened.

    `engaged_on`: the first day of her unbroken engagements. `followed_from`: that of the establishment; what was due before is
    not counted. `first_plan_on`: since when a plan is agreed; `plan_on`: first day of the one that holds. `short_since`: of
    the engagement that runs. `action_days`: first days of the actions of all plans agreed since then.
    """

    engagement: EngagementKind
    engaged_on: date
    followed_from: date | None = None
    contract_signed_on: date | None = None
    trial_extended_to: date | None = None
    trial_ended_on: date | None = None
    short_since: date | None = None
    first_plan_on: date | None = None
    plan_on: date | None = None
    review_on: date | None = None
    interviewed_on: date | None = None
    reviewed_on: date | None = None
    met_on: date | None = None
    action_days: tuple[date, ...] = ()
    goals: tuple[Item, ...] = ()
    open_actions: tuple[Item, ...] = ()

    @property
    def counted_from(self) -> date:
        return max(self.engaged_on, self.followed_from or self.engaged_on)


@dataclass(frozen=True)
class Deadline:
    """`done_on`: when it was met. `words` and `key`: of the goal or action it is about."""

    duty: Duty
    due_on: date
    done_on: date | None = None
    words: str = ""
    key: int | None = None

    def state(self, on: date) -> DueState:
        if self.done_on is not None:
            return DueState.DONE if self.done_on <= self.due_on else DueState.DONE_LATE
        if self.due_on < on:
            return DueState.LATE
        return DueState.SOON if self.due_on <= on + timedelta(days=SOON) else DueState.TO_COME


def unbroken_since(periods: Iterable[Period], on: date) -> date | None:
    """The first day of the engagements that follow one another without a gap up to a day; None when none runs then."""
    start: date | None = None
    for period in sorted(periods, key=lambda one: one.start, reverse=True):
        if (start is None and on in period) or (start is not None and period.end is not None and period.end >= start):
            start = period.start if start is None else min(start, period.start)
    return start


def in_force(rows: Iterable[tuple[date, int]], on: date) -> int | None:
    """The value of a dated parameter on a day, its rows in order of date."""
    value = None
    for valid_from, candidate in rows:
        if valid_from <= on:
            value = candidate
    return value


# ---------------------------------------------------------------- each duty


def _contract(standing: Standing, delay: Delay, on: date) -> list[Deadline]:
    """Signed within a month of admission, trial included (CASF, annexe 3-9)."""
    if standing.contract_signed_on is None and standing.counted_from > standing.engaged_on:
        return []
    return _once(
        Duty.CONTRACT,
        standing.engaged_on,
        delay("support_contract_months", standing.engaged_on),
        standing.contract_signed_on,
    )


def _trial(standing: Standing, delay: Delay, on: date) -> list[Deadline]:
    """Three months for contracts since 25 August 2025, six before (decrees 2025-844 and 2025-845; CASF, annexe 3-9).

    The director may extend it, see `check_trial_extension`. Nothing has to be written down at its end: past, it is over.
    """
    months = delay("support_trial_months", standing.engaged_on)
    if months is None:
        return []
    last_day = standing.trial_extended_to or months_after(standing.engaged_on, months) - timedelta(days=1)
    over = standing.trial_ended_on or (last_day if last_day < on else None)
    return [Deadline(Duty.TRIAL, last_day, over)]


def check_trial_extension(start: date, until: date, most: int | None) -> None:
    """The director may extend it for absence, "dans la limite de 6 mois maximum" (decrees 2025-844 and 2025-845).

    `most`: months from the first day of the contract (`start`), extension included; None: no limit is known. Whether the text
    means the whole or the extension alone is unclear: the narrower reading holds unless the workplace sets another number.
    Refusal `trial_too_long`.
    """
    if most is not None and until >= (end := months_after(start, most)):
        raise Refusal("trial_too_long", last=end - timedelta(days=1))


def _first_plan(standing: Standing, delay: Delay, on: date) -> list[Deadline]:
    """Within the time that the workplace gives itself."""
    start = standing.counted_from
    return _once(Duty.FIRST_PLAN, start, delay("support_first_plan_months", start), standing.first_plan_on)


def _interview(standing: Standing, delay: Delay, on: date) -> list[Deadline]:
    """Each year (CASF, article R243-13-2)."""
    start = max(standing.interviewed_on or standing.counted_from, standing.counted_from)
    return _once(Duty.INTERVIEW, start, delay("support_interview_months", on), None)


def _review(standing: Standing, delay: Delay, on: date) -> list[Deadline]:
    """On the day that the plan says, until a review is held then or later; else within the time that the workplace gives itself."""
    if standing.plan_on is None:
        return []
    if standing.review_on is not None and (standing.reviewed_on is None or standing.reviewed_on < standing.review_on):
        return [Deadline(Duty.REVIEW, standing.review_on)]
    start = max(standing.plan_on, standing.reviewed_on or standing.plan_on, standing.counted_from)
    return _once(Duty.REVIEW, start, delay("support_review_months", on), None)


def _short_update(standing: Standing, delay: Delay, on: date) -> list[Deadline]:
    """Each month while the contract is one of the shorter ones (decrees 2025-844 and 2025-845 of 25 August 2025)."""
    if standing.short_since is None:
        return []
    start = max(standing.short_since, standing.met_on or standing.short_since, standing.counted_from)
    return _once(Duty.SHORT_UPDATE, start, delay("support_short_update_months", on), None)


def _pop(standing: Standing, delay: Delay, on: date) -> list[Deadline]:
    """It exists within one month of hiring (Herw!n)."""
    start = standing.counted_from
    return _once(Duty.POP, start, delay("support_pop_months", start), standing.first_plan_on)


def _pop_actions(standing: Standing, delay: Delay, on: date) -> list[Deadline]:
    """It holds at least two improvement actions (Herw!n): since it is agreed and the second of them began."""
    start = standing.counted_from
    least = delay("support_pop_actions", on)
    if not least:
        return []
    days = sorted(standing.action_days)[:least]
    done = max(standing.first_plan_on, *days) if standing.first_plan_on and len(days) == least else None
    return _once(Duty.POP_ACTIONS, start, delay("support_pop_months", start), done)


def _pop_update(standing: Standing, delay: Delay, on: date) -> list[Deadline]:
    """It is brought up to date each year (Herw!n)."""
    if standing.plan_on is None:
        return []
    start = max(standing.plan_on, standing.reviewed_on or standing.plan_on, standing.counted_from)
    return _once(Duty.POP_UPDATE, start, delay("support_pop_update_months", on), None)


def _goals(standing: Standing, delay: Delay, on: date) -> list[Deadline]:
    return [Deadline(Duty.GOAL, one.due_on, None, one.words, one.key) for one in standing.goals]


def _actions(standing: Standing, delay: Delay, on: date) -> list[Deadline]:
    return [Deadline(Duty.ACTION, one.due_on, None, one.words, one.key) for one in standing.open_actions]


def _once(duty: Duty, start: date, months: int | None, done_on: date | None) -> list[Deadline]:
    return [] if months is None else [Deadline(duty, months_after(start, months), done_on)]


RULES: Mapping[Duty, Callable[[Standing, Delay, date], list[Deadline]]] = {
    Duty.CONTRACT: _contract,
    Duty.TRIAL: _trial,
    Duty.FIRST_PLAN: _first_plan,
    Duty.INTERVIEW: _interview,
    Duty.REVIEW: _review,
    Duty.SHORT_UPDATE: _short_update,
    Duty.POP: _pop,
    Duty.POP_ACTIONS: _pop_actions,
    Duty.POP_UPDATE: _pop_update,
    Duty.GOAL: _goals,
    Duty.ACTION: _actions,
}


def deadlines(standing: Standing, delay: Delay, on: date) -> list[Deadline]:
    """Everything owed to a person, done or not, the first due first. What is to be done later than `on` is not done yet."""
    found = [one for duty in DUTIES.get(standing.engagement, ()) for one in RULES[duty](standing, delay, on)]
    told = [replace(one, done_on=None) if one.done_on is not None and one.done_on > on else one for one in found]
    return sorted(told, key=lambda one: (one.due_on, one.duty, one.key or 0))


def late(rows: Iterable[Deadline], on: date) -> list[Deadline]:
    return [one for one in rows if one.state(on) == DueState.LATE]


def coming(rows: Iterable[Deadline], on: date) -> list[Deadline]:
    """What is not done and not late, the first due first."""
    return [one for one in rows if one.state(on) in (DueState.SOON, DueState.TO_COME)]
