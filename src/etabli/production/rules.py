"""What may be written of work. Each `check_x` raises a Refusal; nothing here reads a database or a clock."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from etabli.core.refusal import Refusal
from etabli.core.work import Part, Share
from etabli.production.states import Split

LONGEST_HALF_DAY = 12 * 60
MOST_PARTS = 12
MOST_QUANTITY = 10**12
"""Thousandths of a unit: a thousand million whole ones."""
MINUTES_OF_A_DAY = 24 * 60
MOST_STANDARD_MINUTES = 100_000 * 60
"""For 1,000 units: a hundred hours a piece."""
MOST_OPERATIONS = 50
WHOLE = 10_000
MOST_PHOTOS = 12
MOST_PEOPLE = 200
LONGEST_CODE, LONGEST_NAME, LONGEST_UNIT = 20, 100, 30
LONGEST_LINE_CODE = 30
"""Of the code of a task that stands for an order line: its reference."""


@dataclass(frozen=True)
class ActivityFlags:
    """An activity as rules see it. `workshop`, `line`: keys; `line` of the order line that it stands for."""

    name: str
    workshop: int
    active: bool
    line: int | None = None


def check_parts(parts: Sequence[Part]) -> None:
    """At most twelve parts and twelve hours in a half-day."""
    if len(parts) > MOST_PARTS:
        raise Refusal("too_many_parts", value=len(parts), most=MOST_PARTS)
    stated = sum(part.minutes or 0 for part in parts)
    if stated > LONGEST_HALF_DAY:
        raise Refusal("minutes_out_of_range", value=stated, most=LONGEST_HALF_DAY)


def check_activity(activity: ActivityFlags | None) -> None:
    """An activity of the establishment that is still used, or an order line.

    What was done on a line before it was delivered may be written down after: a tablet comes back late, a sheet is imported.
    """
    if activity is None:
        raise Refusal("activity_unknown")
    if not activity.active and activity.line is None:
        raise Refusal("activity_no_longer_used", name=activity.name)


def check_suited(able: bool, name: str, task: str) -> None:
    """A step of the task is left for the person. Why none is stays on the production sheet."""
    if not able:
        raise Refusal("task_unsuited", name=name, task=task)


def check_activity_of(activity: ActivityFlags | None, workshop: int) -> None:
    """An activity of this workshop, used or not."""
    if activity is None:
        raise Refusal("activity_unknown")
    if activity.workshop != workshop:
        raise Refusal("activity_elsewhere", name=activity.name)


def check_quantities(good: int, rejected: int, is_correction: bool) -> None:
    """Something came out, unless an earlier record is taken back. Thousandths."""
    if not 0 <= good <= MOST_QUANTITY or not 0 <= rejected <= MOST_QUANTITY:
        raise Refusal("quantity_out_of_range", most=MOST_QUANTITY // 1000)
    if not good and not rejected and not is_correction:
        raise Refusal("output_empty")


def check_cause(rejected: int, cause: int | None, known: Collection[int]) -> None:
    """Rejects have a cause, one that is still used. `cause`, `known`: keys."""
    if rejected and cause is None:
        raise Refusal("cause_missing")
    if cause is not None and cause not in known:
        raise Refusal("cause_unknown")


def check_shares(good: int, rejected: int, rule: str, shares: Sequence[Share]) -> None:
    """Shares that are stated name each person once and sum exactly to the totals; agreed ones are stated."""
    if not shares:
        if rule == Split.AGREED and (good or rejected):
            raise Refusal("shares_missing")
        return
    if len(shares) > MOST_PEOPLE:
        raise Refusal("too_many_people", value=len(shares), most=MOST_PEOPLE)
    if len({share.person for share in shares}) < len(shares):
        raise Refusal("person_twice")
    if sum(share.good for share in shares) != good or sum(share.rejected for share in shares) != rejected:
        raise Refusal("shares_do_not_sum")


def check_hours(started: int, ended: int) -> None:
    """Minutes since midnight, on one day."""
    if not 0 <= started < ended <= MINUTES_OF_A_DAY:
        raise Refusal("hours_backwards")


def check_report(site: str, people: Iterable[int], photos: Collection[object]) -> None:
    """A report says where, names each person once, and has a bounded number of photos."""
    if not site.strip():
        raise Refusal("site_missing")
    named = list(people)
    if len(named) > MOST_PEOPLE:
        raise Refusal("too_many_people", value=len(named), most=MOST_PEOPLE)
    if len(set(named)) < len(named):
        raise Refusal("person_twice")
    if len(photos) > MOST_PHOTOS:
        raise Refusal("too_many_photos", value=len(photos), most=MOST_PHOTOS)


def check_message(text: str, to_role: str, addressed: Collection[str]) -> None:
    """A message says something, to a role that reads the log."""
    if not text.strip():
        raise Refusal("message_empty")
    if to_role not in addressed:
        raise Refusal("role_not_addressed")


def check_activity_spec(code: str, name: str, unit: str) -> None:
    """A code without spaces, a name and a unit, each within its length."""
    if not 1 <= len(code) <= LONGEST_CODE or any(sign.isspace() for sign in code):
        raise Refusal("activity_code_wrong", value=code, most=LONGEST_CODE)
    if not 1 <= len(name.strip()) <= LONGEST_NAME:
        raise Refusal("name_wrong", most=LONGEST_NAME)
    if not 1 <= len(unit.strip()) <= LONGEST_UNIT:
        raise Refusal("unit_wrong", most=LONGEST_UNIT)


def check_cause_spec(code: str, name: str) -> None:
    """A code without spaces and a name, each within its length."""
    if not 1 <= len(code) <= LONGEST_CODE or any(sign.isspace() for sign in code):
        raise Refusal("cause_code_wrong", value=code, most=LONGEST_CODE)
    if not 1 <= len(name.strip()) <= LONGEST_NAME:
        raise Refusal("name_wrong", most=LONGEST_NAME)


def check_operation(name: str, minutes_per_thousand: int | None) -> None:
    """A step has a name, and at most a hundred hours a unit."""
    if not 1 <= len(name.strip()) <= LONGEST_NAME:
        raise Refusal("name_wrong", most=LONGEST_NAME)
    if minutes_per_thousand is not None and not 1 <= minutes_per_thousand <= MOST_STANDARD_MINUTES:
        raise Refusal("standard_time_wrong", most=MOST_STANDARD_MINUTES // 60)


def check_presence_target(share: int) -> None:
    """A part of a whole, in ten-thousandths, above nothing."""
    if not 0 < share <= WHOLE:
        raise Refusal("presence_target_wrong")


def check_rhythm(share: int) -> None:
    """A part of the usual rhythm, in ten-thousandths: above nothing, and twice the usual one at most."""
    if not 0 < share <= 2 * WHOLE:
        raise Refusal("rhythm_wrong")


def check_operations(number: int) -> None:
    """There is room for one more step on a sheet that has so many."""
    if number >= MOST_OPERATIONS:
        raise Refusal("sheet_full", most=MOST_OPERATIONS)
