"""Which half-days of the attendance a placement writes, and what it writes there. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

from etabli.core.lasting import Slot
from etabli.core.periods import month_start
from etabli.pathways.rules.exclusive import halves_on
from etabli.pathways.rules.placements import Planned
from etabli.pathways.states import Device

CODES: dict[Device, str] = {
    Device.MISPE: "TRA",
    Device.PMSMP: "STG",
    Device.INTERNSHIP: "STG",
    Device.MAD_INDIVIDUAL: "MAD",
    Device.MAD_COLLECTIVE: "MAD",
    Device.SERVICE: "EXT",
    Device.DUAL_ACTIVITY: "DBL",
    Device.SPRINGBOARD: "DBL",
    Device.JOB: "DBL",
}
"""The code of the attendance that tells each; supported employment tells none of its own."""
NAMED_ONLY = frozenset({Device.DUAL_ACTIVITY, Device.SPRINGBOARD, Device.JOB})
"""They write the half-days that are named, never all of them: the hours of another employer mostly fall where none is due."""


def code_of(device: Device, codes: Collection[str]) -> str | None:
    """The code that a placement writes, None when it writes none. `codes`: those that the workplace uses."""
    code = CODES.get(device)
    return code if code in codes else None


def slots(planned: Planned, due: Iterable[Slot], since: date, today: date, closed: Collection[date]) -> list[Slot]:
    """The half-days it writes: due, of its pattern, from a day to another, both included, in months that are open."""
    if planned.device in NAMED_ONLY and planned.pattern is None:
        return []
    return [
        (day, half)
        for day, half in due
        if since <= day <= today and month_start(day) not in closed and half in halves_on(planned, day)
    ]
