"""What the screens of attendance share: the tabs, whom is shown, the codes as a legend."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext

from etabli.attendance.access import AttendanceRight
from etabli.attendance.forms import ChoiceForm
from etabli.attendance.models import Code
from etabli.attendance.tints import TINTS as TINTS
from etabli.attendance.tints import tint_of as tint_of
from etabli.attendance.wording import HIDDEN, code_label
from etabli.kit.pages import Request
from etabli.org.models import Establishment, Workshop


def tabs(rights: Iterable[str], place: Establishment, current: str) -> list[dict[str, Any]]:
    """The screens of attendance that stand side by side, as `components/tabs.html` takes them."""
    held = set(rights)
    entries = [
        ("attendance:week", gettext("Week"), AttendanceRight.READ),
        ("attendance:sheet", gettext("Sheet to sign"), AttendanceRight.READ),
        ("attendance:type_in", gettext("Type in a sheet"), AttendanceRight.WRITE),
        ("attendance:notes", gettext("Sick notes"), AttendanceRight.REASON_READ),
        ("attendance:lasting", gettext("Until further notice"), AttendanceRight.REASON_READ),
    ]
    return [
        {"label": label, "url": reverse(name, args=[place.finess]), "current": name == current, "count": 0}
        for name, label, right in entries
        if right in held
    ]


def choice_form(request: Request, place: Establishment, right: str = AttendanceRight.READ) -> ChoiceForm:
    """Workshop and work group to show, among those the reader sees."""
    workshops = Workshop.objects.visible_to(request.user, place, right)
    return ChoiceForm(request.GET, workshops=list(workshops), groups=list(place.work_groups.all()))


def legend(codes: Iterable[Code], hidden: bool) -> list[dict[str, Any]]:
    """The codes as `components/code_legend.html` takes them. `hidden`: reasons of absence are not for this reader."""
    shown = [
        {"symbol": code.symbol, "label": code_label(code), "tint": tint_of(code.colour)}
        for code in codes
        if code.active and not (hidden and code.private)
    ]
    if hidden:
        symbol, label = HIDDEN[False]
        shown.append({"symbol": symbol, "label": label, "tint": TINTS["neutral"]})
    return shown
