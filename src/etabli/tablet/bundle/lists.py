"""What an author chooses from: attendance codes, roles."""

from __future__ import annotations

from typing import Any

from etabli.attendance.models import Code
from etabli.attendance.queries import active_codes
from etabli.attendance.states import Absence, TimeKind
from etabli.attendance.tints import tint_of
from etabli.attendance.wording import code_label
from etabli.org.models import Establishment
from etabli.org.states import STAFF_ROLES, Role
from etabli.org.wording import ROLES

USUAL = "PRE"
ICONS = {
    "PRE": "user-check",
    "SOU": "hand-helping",
    "SO2": "heart-handshake",
    "EXT": "tree-pine",
    "MAD": "building-2",
    "STG": "briefcase",
    "FOR": "graduation-cap",
    "CP": "tree-palm",
    "MOB": "calendar-heart",
    "EVT": "users",
    "FER": "calendar-off",
    "MAL0": "thermometer",
    "MAL": "thermometer",
    "AT": "bandage",
    "MTT": "clock",
    "AJU": "file-check",
    "INJ": "circle-question-mark",
    "RTH": "clock",
    "HOS": "hospital",
    "TRA": "user-plus",
    "DBL": "building",
}
"""Icon of Lucide by code."""
ICONS_OF_ABSENCES = {
    Absence.SICKNESS: "thermometer",
    Absence.HOSPITAL: "hospital",
    Absence.ACCIDENT: "bandage",
    Absence.LEAVE: "tree-palm",
    Absence.FAMILY: "users",
    Absence.JUSTIFIED: "file-check",
    Absence.UNJUSTIFIED: "circle-question-mark",
    Absence.OTHER_EMPLOYER: "building",
}
"""For the codes that a workplace adds."""


def codes_told(establishment: Establishment) -> list[dict[str, Any]]:
    """Every code that may be written, with its name: whoever writes a reason is told what it is called.

    What was written for a person is another matter: a reason she may not see is not in her half-days.
    """
    codes = active_codes(establishment)
    usual = USUAL if USUAL in codes else next((name for name, code in codes.items() if code.ars), "")
    return [_code(code, usual) for code in codes.values()]


def _code(code: Code, usual: str) -> dict[str, Any]:
    other = ICONS_OF_ABSENCES.get(Absence(code.absence), "circle") if code.absence else "user-check"
    return {
        "code": code.code,
        "symbol": code.symbol,
        "label": code_label(code),
        "tint": tint_of(code.colour),
        "icon": ICONS.get(code.code, other),
        "absence": bool(code.absence),
        "present": code.ars,
        "work": code.ars and code.time == TimeKind.WORK,
        "usual": code.code == usual,
        "spell": code.spell,
        "private": code.private,
    }


def roles_told() -> list[dict[str, str]]:
    """To whom a message may be addressed."""
    return [{"key": str(role), "label": str(ROLES[role])} for role in Role if role in STAFF_ROLES]
