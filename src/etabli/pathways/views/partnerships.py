"""Agreements of the establishment with its partners: listed, made, corrected, ended."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext

from etabli.kit import exports, localised, undo
from etabli.kit.asking import Question, ask, do, sent
from etabli.kit.clock import now, today
from etabli.kit.pages import Request, page
from etabli.kit.pagination import paged
from etabli.org.models import Establishment
from etabli.pathways.access import PathwaysRight
from etabli.pathways.actions import partnerships as actions
from etabli.pathways.columns.agreements import PARTNERSHIPS
from etabli.pathways.forms import agreements as forms
from etabli.pathways.models import Partnership
from etabli.pathways.queries.partnerships import partnerships_in
from etabli.pathways.rules.partnerships import holds
from etabli.pathways.views.agreements import tabs
from etabli.pathways.views.common import ON_A_PAGE, pathways_crumb
from etabli.pathways.wording.partnerships import FIELDS

READ, WRITE = PathwaysRight.READ, PathwaysRight.SETTINGS_WRITE


def _list_url(place: Establishment) -> str:
    return reverse("pathways:partnerships", args=[place.finess])


@page(see=READ)
def partnerships(request: Request, place: Establishment) -> HttpResponse:
    """With whom the establishment works, those that hold before those that are over."""
    found = paged(partnerships_in(request.user, place, today()), request.GET.get("page"), ON_A_PAGE)
    rows = list(found.object_list)
    table = exports.screen(PARTNERSHIPS, rows)
    table["columns"].append({"label": gettext("State"), "numeric": False})
    for row, line in zip(rows, table["rows"], strict=True):
        line["cells"].append({"url": None, "numeric": False, "header": False, **_state(row)})
    context = {
        "place": place,
        "crumbs": [pathways_crumb(place), {"label": gettext("Partnerships")}],
        "tabs": tabs(place, "partnerships"),
        "page": found,
        "may_write": request.user.may(WRITE, place),
        **table,
        "undo": undo.offered(request),
    }
    return render(request, "pathways/partnerships.html", context)


def _state(row: Partnership) -> dict[str, Any]:
    if holds(row.starts_on, row.ends_before, today()):
        return {"text": gettext("Holds"), "status": "ok"}
    return {"text": gettext("To come") if row.starts_on > today() else gettext("Over"), "status": "off"}


@page(see=READ)
def partnerships_export(request: Request, place: Establishment, kind: str) -> HttpResponse:
    if kind not in exports.CONTENT_TYPES:
        raise Http404
    rows = list(partnerships_in(request.user, place, today()))
    what = {"what": "pathways.partnerships", "title": gettext("Partnerships")}
    return exports.download(request, kind, PARTNERSHIPS, rows, **what)


@page(see=WRITE, do=WRITE)
def partnership_add(request: Request, place: Establishment) -> HttpResponse:
    return _edit(request, place, None)


@page(see=WRITE, do=WRITE)
def partnership(request: Request, place: Establishment, partnership: int) -> HttpResponse:
    return _edit(request, place, _found(request, place, partnership))


def _found(request: Request, place: Establishment, partnership: int) -> Partnership:
    return get_object_or_404(Partnership.objects.visible_to(request.user, place, WRITE), pk=partnership)


def _edit(request: Request, place: Establishment, row: Partnership | None) -> HttpResponse:
    form = forms.PartnershipForm(sent(request), initial=forms.partnership_initial(row, today()))

    def act() -> None:
        actions.save_partnership(establishment=place, spec=form.spec(), row=row, by=request.user, at=now())

    heading = gettext("Correct a partnership") if row else gettext("Add a partnership")
    form.end = reverse("pathways:partnership_end", args=[place.finess, row.pk]) if row else ""
    template = "pathways/partnership_form.html"
    return ask(request, form, act, _question(place, heading, gettext("The partnership is saved."), row, template))


def _question(
    place: Establishment, heading: str, done: str, row: Partnership | None, template: str = "kit/form.html"
) -> Question:
    crumbs = [pathways_crumb(place), {"label": gettext("Partnerships"), "url": _list_url(place)}]
    lead = row.partner if row else ""
    return Question(heading, _list_url(place), done, lead, crumbs=crumbs, fields=FIELDS, template=template)


@page(see=WRITE, do=WRITE)
def partnership_end(request: Request, place: Establishment, partnership: int) -> HttpResponse:
    """On a last day; it can be taken back."""
    row = _found(request, place, partnership)
    form = forms.LastDayForm(sent(request), initial={"last_day": today()})
    before = row.ends_before

    def act() -> None:
        actions.end_partnership(row=row, ends_before=form.ends_before, by=request.user, at=now())
        words = {"name": row.partner, "day": localised.day(form.cleaned_data["last_day"])}
        way = reverse("pathways:partnership_resume", args=[place.finess, row.pk])
        text = gettext("The partnership with %(name)s ends on %(day)s.") % words
        values = {"ends_before": before and before.isoformat()}
        undo.offer(request, act=f"pathways.partnership.{row.pk}", address=way, text=text, values=values)

    return ask(request, form, act, _question(place, gettext("End a partnership"), "", row))


@page(see=WRITE, do=WRITE)
def partnership_resume(request: Request, place: Establishment, partnership: int) -> HttpResponse:
    """It ends as it did before it was ended."""
    row = _found(request, place, partnership)
    if request.method != "POST":
        return redirect(_list_url(place))
    values = undo.redeem(request, f"pathways.partnership.{row.pk}")
    before = values["ends_before"] and date.fromisoformat(values["ends_before"])
    done = gettext("The end is taken back.")
    return do(
        request,
        lambda: actions.end_partnership(row=row, ends_before=before, by=request.user, at=now()),
        _list_url(place),
        done,
    )
