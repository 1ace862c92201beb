"""Which half-days of the attendance a placement writes, and what it writes there. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Protocol

from etabli.core.facts import Absence
from etabli.core.lasting import Slot
from etabli.core.periods import month_start
from etabli.core.refusal import Refusal
from etabli.pathways.rules.exclusive import halves_on
from etabli.pathways.rules.placements import OF_THE_HOUSE, PAID_ELSEWHERE, Planned
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
    Device.SUPPORTED_EMPLOYMENT: "DBL",
}
"""The code of the attendance that tells each, unless the workplace chose another."""
UNWRITTEN = frozenset({Device.SUPPORTED_EMPLOYMENT})
"""They write nothing of their own: what someone types under their code is told of them."""
ELSEWHERE = PAID_ELSEWHERE | {Device.SUPPORTED_EMPLOYMENT}
"""Their half-days are those of another employer."""
NAMED_ONLY = frozenset({Device.DUAL_ACTIVITY, Device.SPRINGBOARD, Device.JOB})
"""They write the half-days that are named, never all of them: the hours of another employer mostly fall where none is due."""


class Flags(Protocol):
    """What a code of the attendance counts for. `absence`: of `core.facts.Absence`, empty for someone present."""

    @property
    def paid(self) -> bool: ...
    @property
    def absence(self) -> str: ...


def chosen_code(device: Device, chosen: Mapping[str, str]) -> str:
    """`chosen`: codes of the workplace by device, where it chose one."""
    return chosen.get(device, CODES[device])


def written_code(device: Device, code: str, codes: Collection[str]) -> str | None:
    """The code that a placement writes, None when it writes none. `codes`: those that the workplace uses."""
    return code if code in codes and device not in UNWRITTEN else None


def check_code(device: Device, code: str, codes: Mapping[str, Flags]) -> None:
    """Whether a code may tell the half-days of a device. `codes`: those that the workplace uses, by their letters.

    Refusals: `device_code_unknown`; `device_code_absence`, `device_code_away`, for whoever is at work is present, or with the
    other employer; `device_code_unpaid`, for who is seconded stays of the house (CASF, R344-16 to R344-21), and so for the
    others of its devices; `device_code_paid`, for a discovery is not paid, and another employer pays its own.
    """
    flags = codes.get(code)
    if flags is None:
        raise Refusal("device_code_unknown", value=code)
    elsewhere = device in ELSEWHERE
    if flags.absence != (Absence.OTHER_EMPLOYER if elsewhere else Absence.NONE):
        raise Refusal("device_code_away" if elsewhere else "device_code_absence", value=code)
    if flags.paid != (device in OF_THE_HOUSE):
        raise Refusal("device_code_paid" if flags.paid else "device_code_unpaid", value=code)


def slots(planned: Planned, due: Iterable[Slot], since: date, today: date, closed: Collection[date]) -> list[Slot]:
    """The half-days it writes: due, of its pattern, from a day to another, both included, in months that are open."""
    if planned.device in NAMED_ONLY and planned.pattern is None:
        return []
    return [
        (day, half)
        for day, half in due
        if since <= day <= today and month_start(day) not in closed and half in halves_on(planned, day)
    ]
