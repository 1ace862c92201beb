"""Whether those who left for a job still work: what is to ask, what was answered."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext

from etabli.kit import exports
from etabli.kit.asking import Question, ask, do, sent
from etabli.kit.clock import now, today
from etabli.kit.pages import Request, page
from etabli.kit.pagination import paged
from etabli.org.models import Establishment
from etabli.pathways.access import PathwaysRight
from etabli.pathways.actions import exits as actions
from etabli.pathways.columns.exits import FOLLOW_UPS, exit_url, follow_up_url
from etabli.pathways.forms import exits as forms
from etabli.pathways.models import FollowUp
from etabli.pathways.queries import exits as queries
from etabli.pathways.showing.exits import follow_up_status
from etabli.pathways.views.common import ON_A_PAGE, PERSONS, crumbs_to, pathways_crumb
from etabli.pathways.views.exits import tabs
from etabli.pathways.wording.exits import FIELDS

READ, WRITE = PathwaysRight.READ, PathwaysRight.WRITE


@page(see=READ, sensitive=True)
def follow_ups(request: Request, place: Establishment) -> HttpResponse:
    """What is to ask, the one due first before; or what was answered (`answered=1`), newest first."""
    answered = request.GET.get("answered") == "1"
    found = paged(queries.follow_ups_in(request.user, place, answered=answered), request.GET.get("page"), ON_A_PAGE)
    rows = list(found.object_list)
    request.note_read("pathways.exits", [row.person_id for row in rows], table=PERSONS)
    table = exports.screen(FOLLOW_UPS, rows)
    may_write = request.user.may(WRITE, place)
    for row, line in zip(rows, table["rows"], strict=True):
        # Who may not write the answer reads it on the page of the exit.
        line["cells"][0]["url"] = follow_up_url(row) if may_write else exit_url(row.exit)
        words, status = follow_up_status(row, today())
        line["cells"][-1] |= {"text": words, "status": status}
    context = {
        "place": place,
        "crumbs": [pathways_crumb(place), {"label": gettext("Asked after")}],
        "tabs": tabs(request, "follow_ups"),
        "answered": answered,
        "page": found,
        "counts": queries.still_there(request.user, place, today()),
        **table,
    }
    return render(request, "pathways/exit_follow_ups.html", context)


@page(see=READ, sensitive=True)
def follow_ups_export(request: Request, place: Establishment, kind: str) -> HttpResponse:
    """What was answered, and what is to ask."""
    if kind not in exports.CONTENT_TYPES:
        raise Http404
    rows = [one for answered in (True, False) for one in queries.follow_ups_in(request.user, place, answered=answered)]
    what = {"what": "pathways.exits", "title": gettext("Asked after the exit")}
    subjects = [row.person_id for row in rows]
    return exports.download(request, kind, FOLLOW_UPS, rows, **what, subjects=subjects, table=PERSONS)


def _found(request: Request, place: Establishment, follow_up: int) -> FollowUp:
    rows = FollowUp.objects.visible_to(request.user, place, WRITE)
    return get_object_or_404(rows.select_related("person", "exit__establishment", "exit__engagement"), pk=follow_up)


@page(see=WRITE, do=WRITE, sensitive=True)
def follow_up(request: Request, place: Establishment, follow_up: int) -> HttpResponse:
    row = _found(request, place, follow_up)
    request.note_read("pathways.exit", [row.person_id], table=PERSONS)
    form = forms.FollowUpForm(sent(request), initial=forms.follow_up_initial(row, today()))

    def act() -> None:
        actions.answer_follow_up(row=row, **form.values(), on=today(), by=request.user, at=now())

    heading = gettext("%(months)s months after") % {"months": row.months}
    done, crumbs = gettext("The answer is saved."), crumbs_to(place, row.person)
    question = Question(heading, exit_url(row.exit), done, str(row.person), crumbs=crumbs, fields=FIELDS)
    return ask(request, form, act, question)


@page(see=WRITE, do=WRITE)
def follow_up_reopen(request: Request, place: Establishment, follow_up: int) -> HttpResponse:
    """As if nobody had asked."""
    row = _found(request, place, follow_up)
    done = gettext("The answer is taken out.")
    return do(request, lambda: actions.reopen_follow_up(row=row, by=request.user, at=now()), exit_url(row.exit), done)
