"""Returns: listed, written, taken back."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext

from etabli.kit import exports, undo
from etabli.kit.asking import Question, ask, do, sent
from etabli.kit.clock import now, today
from etabli.kit.pages import Request, page
from etabli.kit.pagination import paged
from etabli.org.models import Establishment
from etabli.pathways.access import PathwaysRight
from etabli.pathways.actions import returns as actions
from etabli.pathways.columns.exits import RETURNS, exit_url
from etabli.pathways.forms import exits as forms
from etabli.pathways.models import Return
from etabli.pathways.queries.returns import partners_for_return, returns_in, rights_left
from etabli.pathways.views.common import ON_A_PAGE, PERSONS, crumbs_to, pathways_crumb, timeline_url
from etabli.pathways.views.exits import exit_or_404, tabs
from etabli.pathways.wording.exits import FIELDS
from etabli.people.models import Engagement

READ, WRITE = PathwaysRight.READ, PathwaysRight.WRITE


@page(see=READ, sensitive=True)
def returns(request: Request, place: Establishment) -> HttpResponse:
    """Who came back, here or elsewhere, newest first."""
    found = paged(returns_in(request.user, place), request.GET.get("page"), ON_A_PAGE)
    request.note_read("pathways.exits", [row.person_id for row in found.object_list], table=PERSONS)
    context = {
        "place": place,
        "crumbs": [pathways_crumb(place), {"label": gettext("Returns")}],
        "tabs": tabs(request, "returns"),
        "page": found,
        **exports.screen(RETURNS, found.object_list),
    }
    return render(request, "pathways/returns.html", context)


@page(see=READ, sensitive=True)
def returns_export(request: Request, place: Establishment, kind: str) -> HttpResponse:
    if kind not in exports.CONTENT_TYPES:
        raise Http404
    rows = list(returns_in(request.user, place))
    what = {"what": "pathways.exits", "title": gettext("Returns")}
    subjects = [row.person_id for row in rows]
    return exports.download(request, kind, RETURNS, rows, **what, subjects=subjects, table=PERSONS)


@page(see=WRITE, do=WRITE, sensitive=True)
def return_add(request: Request, place: Establishment, exit: int) -> HttpResponse:
    """Someone who left comes back: here with an engagement, or to another ESAT."""
    row = exit_or_404(request, place, exit, WRITE)
    request.note_read("pathways.exit", [row.person_id], table=PERSONS)
    _until, days = rights_left(place, [row], today()).get(row.pk, (None, None))
    initial = forms.return_initial(row, today(), has_right=bool(days))
    form = forms.ReturnForm(sent(request), partners=partners_for_return(place, today()), initial=initial)

    def act() -> None:
        actions.come_back(row=row, spec=form.spec(), by=request.user, at=now())

    question = Question(
        gettext("The person comes back"),
        timeline_url(place, row.person_id),
        gettext("The return is written down."),
        str(row.person),
        gettext("A return here begins an engagement on that day, unless one that begins then is written down already."),
        crumbs=crumbs_to(place, row.person),
        fields=FIELDS,
    )
    return ask(request, form, act, question)


@page(see=WRITE, do=WRITE)
def return_take_back(request: Request, place: Establishment, back: int) -> HttpResponse:
    """It was not one; the engagement that began with it stays."""
    rows = Return.objects.visible_to(request.user, place, WRITE).select_related("establishment", "exit__establishment")
    row = get_object_or_404(rows, pk=back)
    way = exit_url(row.exit) if row.exit else timeline_url(place, row.person_id)
    left, kept = row.exit, _kept(row)
    text = gettext("The return is taken back. An engagement that began with it stays: see the page of the person.")

    def act() -> None:
        actions.take_return_back(row=row, by=request.user, at=now())
        if left is not None:
            again = reverse("pathways:return_restore", args=[place.finess, left.pk])
            undo.offer(request, act=f"pathways.return.{left.pk}", address=again, text=text, values=kept)

    return do(request, act, way, "" if left else text)


def _kept(row: Return) -> dict[str, Any]:
    """A return as JSON."""
    days = {"returned_on": row.returned_on.isoformat(), "engagement": row.engagement_id}
    return {**days, "elsewhere": row.elsewhere, "esat_name": row.esat_name, "by_right": row.by_right}


@page(see=WRITE, do=WRITE)
def return_restore(request: Request, place: Establishment, exit: int) -> HttpResponse:
    """A return that was taken back is written down again as it was."""
    row = exit_or_404(request, place, exit, WRITE)
    if request.method != "POST":
        return redirect(exit_url(row))
    kept = undo.redeem(request, f"pathways.return.{row.pk}")
    begun = Engagement.objects.filter(establishment=place, person=row.person_id, pk=kept.pop("engagement")).first()
    kept["returned_on"] = date.fromisoformat(kept["returned_on"])

    def act() -> None:
        actions.restore_return(exit=row, kept=actions.ReturnKept(**kept), engagement=begun, by=request.user, at=now())

    return do(request, act, exit_url(row), gettext("The return is written down again."))
