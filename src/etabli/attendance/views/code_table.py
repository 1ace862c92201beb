"""The code table: what each code counts for, and its spellings."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext

from etabli.attendance.access import AttendanceRight
from etabli.attendance.actions import save_code
from etabli.attendance.forms import CodeForm
from etabli.attendance.forms.codes import code_initial
from etabli.attendance.models import Code
from etabli.attendance.queries import codes_of, half_days_written
from etabli.attendance.states import Absence, TimeKind
from etabli.attendance.views.common import tint_of
from etabli.attendance.wording import ABSENCES, TIME_KINDS, code_label
from etabli.core.refusal import Refusal
from etabli.kit.asking import Question, ask
from etabli.kit.clock import now
from etabli.kit.pages import Request, page
from etabli.org.models import Establishment
from etabli.org.queries import rights_in

FIELDS = {
    "code_wrong": "code",
    "code_taken": "code",
    "symbol_wrong": "symbol",
    "alias_wrong": "aliases",
    "alias_taken": "aliases",
}
"""The field beside which the sentence of each refusal stands."""


@page(see=AttendanceRight.READ)
def codes(request: Request, place: Establishment) -> HttpResponse:
    rows = place.codes.prefetch_related("aliases")
    context = {
        "place": place,
        "rows": [_shown(row) for row in rows],
        "may_write": AttendanceRight.CODES_WRITE in rights_in(request.user, place),
    }
    return render(request, "attendance/codes.html", context)


def _shown(row: Code) -> dict[str, Any]:
    return {
        "row": row,
        "label": code_label(row),
        "tint": str(tint_of(row.colour)),
        "absence": ABSENCES.get(Absence(row.absence), "") if row.absence else "",
        "time": "" if row.absence or not row.ars else TIME_KINDS[TimeKind(row.time)],
        "aliases": " ".join(alias.alias for alias in row.aliases.all()),
    }


@page(see=AttendanceRight.CODES_WRITE, do=AttendanceRight.CODES_WRITE)
def code_add(request: Request, place: Establishment) -> HttpResponse:
    form = CodeForm(request.POST or None, row=None, initial={"active": True, "colour": "neutral"})
    return _edit(request, place, None, form, gettext("Add a code"))


@page(see=AttendanceRight.CODES_WRITE, do=AttendanceRight.CODES_WRITE)
def code(request: Request, place: Establishment, code: int) -> HttpResponse:
    row = get_object_or_404(place.codes.prefetch_related("aliases"), pk=code)
    form = CodeForm(request.POST or None, row=row, used=half_days_written(row), initial=code_initial(row))
    return _edit(request, place, row, form, gettext("Change a code"))


def _edit(request: Request, place: Establishment, row: Code | None, form: CodeForm, heading: str) -> HttpResponse:
    back = reverse("attendance:codes", args=[place.finess])

    def act() -> None:
        spec = form.spec
        if row is None and spec.code in codes_of(place):
            raise Refusal("code_taken", value=spec.code)
        aliases = form.cleaned_data["aliases"].split()
        save_code(establishment=place, spec=spec, aliases=aliases, by=request.user, at=now())

    question = Question(
        heading,
        back,
        done=gettext("The code is saved."),
        lead=f"{row.code} · {code_label(row)}" if row else "",
        crumbs=[{"label": gettext("Attendance codes"), "url": back}],
        fields=FIELDS,
    )
    return ask(request, form, act, question)
