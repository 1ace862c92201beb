"""Activities of the workshops and causes of rejects: added, changed, put out of use and back."""

from __future__ import annotations

from collections.abc import Callable
from itertools import groupby
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext

from etabli.kit.asking import Question, ask, do
from etabli.kit.clock import now
from etabli.kit.pages import Request, page
from etabli.org.access import OrgRight
from etabli.org.models import Establishment
from etabli.org.queries import rights_in
from etabli.production.access import ProductionRight
from etabli.production.actions import save_activity, save_cause, set_unsuited_policy, use_activity, use_cause
from etabli.production.forms import ActivityForm, CauseForm
from etabli.production.models import Activity, RejectCause
from etabli.production.queries import activities_of, causes_of
from etabli.production.queries.suiting import refuses_unsuited
from etabli.production.views.common import tabs, workshops_with

FIELDS = {
    "activity_code_wrong": "code",
    "activity_code_taken": "code",
    "cause_code_wrong": "code",
    "cause_code_taken": "code",
    "name_wrong": "name",
    "unit_wrong": "unit",
}
"""The field beside which the sentence of each refusal stands."""


@page(see=ProductionRight.TOTALS_READ)
def activities(request: Request, place: Establishment) -> HttpResponse:
    """Activities workshop by workshop, and the causes of rejects."""
    rights = rights_in(request.user, place)
    workshops = {row.pk for row in workshops_with(request, place, ProductionRight.TOTALS_READ)}
    rows = [row for row in activities_of(place, workshops) if row.line is None]
    context = {
        "place": place,
        "workshops": [
            {"workshop": workshop, "rows": list(found)} for workshop, found in groupby(rows, lambda row: row.workshop)
        ],
        "causes": causes_of(place),
        "refuses_unsuited": refuses_unsuited(place),
        "may_write": ProductionRight.SETTINGS_WRITE in rights,
        "may_trace": ProductionRight.SETTINGS_WRITE in rights and OrgRight.JOURNAL_READ in rights,
        "may_make_workshops": OrgRight.SETTINGS_WRITE in rights,
        "no_workshop": not workshops,
        "tables": {"activity": Activity._meta.db_table, "cause": RejectCause._meta.db_table},
        "tabs": tabs(rights, place, "production:activities"),
    }
    return render(request, "production/activities.html", context)


def _ask(
    request: Request,
    place: Establishment,
    form: Any,
    act: Callable[[], object],
    heading: str,
    done: str,
    lead: str = "",
) -> HttpResponse:
    back = reverse("production:activities", args=[place.finess])
    crumbs = [{"label": gettext("Activities"), "url": back}]
    return ask(request, form, act, Question(heading, back, done=done, lead=lead, crumbs=crumbs, fields=FIELDS))


@page(see=ProductionRight.SETTINGS_WRITE, do=ProductionRight.SETTINGS_WRITE)
def activity_add(request: Request, place: Establishment) -> HttpResponse:
    workshops = workshops_with(request, place, ProductionRight.SETTINGS_WRITE)
    initial = {"workshop": request.GET.get("workshop", "")}
    form = ActivityForm(request.POST or None, workshops=workshops, initial=initial)

    def act() -> None:
        workshop = next(row for row in workshops if str(row.pk) == form.cleaned_data["workshop"])
        save_activity(establishment=place, workshop=workshop, spec=form.spec, by=request.user, at=now())

    return _ask(request, place, form, act, gettext("Add an activity"), gettext("The activity is saved."))


@page(see=ProductionRight.SETTINGS_WRITE, do=ProductionRight.SETTINGS_WRITE)
def activity(request: Request, place: Establishment, activity: int) -> HttpResponse:
    row = get_object_or_404(Activity.objects.select_related("workshop"), establishment=place, line=None, pk=activity)
    initial = {name: getattr(row, name) for name in ("code", "name", "unit", "off_site", "customer_contact")}
    form = ActivityForm(request.POST or None, workshops=None, initial=initial)

    def act() -> None:
        save_activity(
            establishment=place, workshop=row.workshop, spec=form.spec, activity=row, by=request.user, at=now()
        )

    heading, done = gettext("Change an activity"), gettext("The activity is saved.")
    return _ask(request, place, form, act, heading, done, f"{row.name} · {row.workshop.name}")


@page(see=ProductionRight.SETTINGS_WRITE, do=ProductionRight.SETTINGS_WRITE)
def activity_use(request: Request, place: Establishment, activity: int) -> HttpResponse:
    """Put out of use, or back."""
    row = get_object_or_404(Activity, establishment=place, line=None, pk=activity)
    active = request.POST.get("active") == "1"

    def act() -> None:
        use_activity(activity=row, active=active, by=request.user, at=now())

    text = gettext("%(name)s is used again.") if active else gettext("%(name)s is no longer used. It can be put back.")
    return do(request, act, reverse("production:activities", args=[place.finess]), text % {"name": row.name})


@page(see=ProductionRight.SETTINGS_WRITE, do=ProductionRight.SETTINGS_WRITE)
def cause_add(request: Request, place: Establishment) -> HttpResponse:
    form = CauseForm(request.POST or None)

    def act() -> None:
        save_cause(establishment=place, **form.cleaned_data, by=request.user, at=now())

    return _ask(request, place, form, act, gettext("Add a cause of rejects"), gettext("The cause is saved."))


@page(see=ProductionRight.SETTINGS_WRITE, do=ProductionRight.SETTINGS_WRITE)
def cause(request: Request, place: Establishment, cause: int) -> HttpResponse:
    row = get_object_or_404(RejectCause, establishment=place, pk=cause)
    form = CauseForm(request.POST or None, initial={"code": row.code, "name": row.name})

    def act() -> None:
        save_cause(establishment=place, cause=row, **form.cleaned_data, by=request.user, at=now())

    heading, done = gettext("Change a cause of rejects"), gettext("The cause is saved.")
    return _ask(request, place, form, act, heading, done, row.name)


@page(see=ProductionRight.SETTINGS_WRITE, do=ProductionRight.SETTINGS_WRITE)
def cause_use(request: Request, place: Establishment, cause: int) -> HttpResponse:
    """Put out of use, or back."""
    row = get_object_or_404(RejectCause, establishment=place, pk=cause)
    active = request.POST.get("active") == "1"

    def act() -> None:
        use_cause(cause=row, active=active, by=request.user, at=now())

    text = gettext("%(name)s is used again.") if active else gettext("%(name)s is no longer used. It can be put back.")
    return do(request, act, reverse("production:activities", args=[place.finess]), text % {"name": row.name})


@page(see=ProductionRight.SETTINGS_WRITE, do=ProductionRight.SETTINGS_WRITE)
def unsuited(request: Request, place: Establishment) -> HttpResponse:
    """Refuse on a task whoever can do no step of it, or only warn."""
    refuses = request.POST.get("refuses") == "1"

    def act() -> None:
        set_unsuited_policy(establishment=place, refuses=refuses, by=request.user, at=now())

    refused = gettext("Whoever can do no operation of a line is refused on it from now on.")
    text = refused if refuses else gettext("There is only a warning from now on.")
    return do(request, act, reverse("production:activities", args=[place.finess]), text)
