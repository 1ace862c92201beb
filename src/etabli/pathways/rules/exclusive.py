"""Which situations exclude each other on one day. Pure.

A person is at one place at a time: two placements go together when their half-days never meet. Some always go with others, and
some never do; that is the table. It says the same for every order in which the placements are written.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from etabli.core.calendars import Half
from etabli.core.periods import Period
from etabli.core.refusal import Refusal
from etabli.pathways.rules.placements import PAID_ELSEWHERE, Planned
from etabli.pathways.states import Device

WITH_OTHERS = frozenset({Device.SERVICE, Device.SUPPORTED_EMPLOYMENT})
"""They go with any other: a service outside is work of the ESAT, supported employment goes with a job."""
ALONE = frozenset({Device.MISPE})
"""Who discovers the ESAT is not of it: no other placement, and no accompaniment."""
TOGETHER = frozenset({frozenset({Device.SPRINGBOARD, Device.PMSMP})})
"""A springboard contract is suspended for a work trial."""
_ALL_HALVES = tuple(Half)
_ROUND = 84
"""Days after which patterns of one to four weeks, side by side, begin again: twelve weeks."""


def halves_on(planned: Planned, day: date) -> tuple[Half, ...]:
    """The half-days of a day that a placement takes, closed days included."""
    if day not in planned.period:
        return ()
    return _ALL_HALVES if planned.pattern is None else planned.pattern.halves_on(day)


def exclude_each_other(one: Planned, other: Planned, day: date) -> bool:
    """True when a person cannot be in both on that day."""
    if day not in one.period or day not in other.period:
        return False
    devices = frozenset({one.device, other.device})
    if devices & ALONE:
        return True
    if devices & WITH_OTHERS or devices in TOGETHER:
        return False
    return bool(set(halves_on(one, day)) & set(halves_on(other, day)))


def first_clash(one: Planned, other: Planned) -> date | None:
    """The first day on which two placements exclude each other; None when they never do."""
    both = one.period.cut(other.period)
    if both is None:
        return None
    end = both.start + timedelta(days=_ROUND)
    days = Period(both.start, end if both.end is None else min(end, both.end))
    return next((day for day in days.each_day() if exclude_each_other(one, other, day)), None)


def check_alone(planned: Planned, others: Iterable[Planned]) -> None:
    """Refusal `placement_excluded`, with the first other that excludes it and the first day."""
    for other in others:
        day = first_clash(planned, other)
        if day is not None:
            raise Refusal("placement_excluded", day=day, placement_device=other.device, start=other.starts_on)


def check_alone_elsewhere(planned: Planned, others: Iterable[Planned]) -> None:
    """The same against what other establishments agreed, of which nothing but the day is told.

    Refusal `placement_excluded_elsewhere`.
    """
    day = min((day for other in others if (day := first_clash(planned, other))), default=None)
    if day is not None:
        raise Refusal("placement_excluded_elsewhere", day=day)


def is_full_time(planned: Planned, cap: int | None) -> bool:
    """Paid work elsewhere that leaves no half-day: all of them, and the hours not said, or those of a full week (`cap`)."""
    if planned.device not in PAID_ELSEWHERE or planned.pattern is not None:
        return False
    return planned.weekly_minutes is None or (cap is not None and planned.weekly_minutes >= cap)


def leaves_no_room(planned: Planned, cap: int | None) -> bool:
    """True when nobody in it is accompanied at work at the same time: discovery, or a job all the week."""
    return planned.device in ALONE or is_full_time(planned, cap)


def check_beside_accompaniment(planned: Planned, engaged: Iterable[Period], cap: int | None) -> None:
    """`engaged`: when the person is under accompaniment. Refusals `discovery_of_ones_own`, `job_leaves_no_room`."""
    if not leaves_no_room(planned, cap):
        return
    for period in engaged:
        both = planned.period.cut(period)
        if both is not None:
            code = "discovery_of_ones_own" if planned.device in ALONE else "job_leaves_no_room"
            raise Refusal(code, day=both.start)
