"""Who opposes support agreements, and the documents of reinforced pathways."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext

from etabli.kit import exports
from etabli.kit.asking import Question, ask, do, sent
from etabli.kit.clock import now, today
from etabli.kit.pages import Request, page
from etabli.kit.pagination import paged
from etabli.org.models import Establishment
from etabli.pathways.access import PathwaysRight
from etabli.pathways.actions import agreements as actions
from etabli.pathways.columns.agreements import DOCUMENTS
from etabli.pathways.forms import agreements as forms
from etabli.pathways.models import Placement, ReinforcedPathway, SupportOpposition
from etabli.pathways.papers.agreements import pathway_paper
from etabli.pathways.queries import agreements as queries
from etabli.pathways.showing.agreements import document_state
from etabli.pathways.views.agreements import tabs
from etabli.pathways.views.common import ON_A_PAGE, PERSONS, crumbs_to, pathways_crumb, registration_or_404
from etabli.pathways.views.printing import pdf_answer
from etabli.pathways.wording.agreements import FIELDS

READ, WRITE = PathwaysRight.READ, PathwaysRight.WRITE


# ---------------------------------------------------------------- opposed


@page(see=WRITE, do=WRITE)
def oppose(request: Request, place: Establishment, pk: int) -> HttpResponse:
    """She wants no support agreement."""
    person = registration_or_404(request, place, pk, WRITE).person
    form = forms.OppositionForm(sent(request), initial={"said_on": today()})

    def act() -> None:
        said = form.cleaned_data["said_on"]
        actions.oppose(establishment=place, person=person, said_on=said, on=today(), by=request.user, at=now())

    note = gettext(
        "Agreements that hold end that day, and none is made until the person says otherwise (CASF, article L344-2-5)."
    )
    heading, done = gettext("The person opposes support agreements"), gettext("The opposition is written down.")
    back = reverse("pathways:agreements", args=[place.finess])
    question = Question(heading, back, done, str(person), note, crumbs=crumbs_to(place, person), fields=FIELDS)
    return ask(request, form, act, question)


@page(see=WRITE, do=WRITE)
def opposition_withdraw(request: Request, place: Establishment, opposition: int) -> HttpResponse:
    """From today on she no longer opposes; what ended stays so."""
    row = get_object_or_404(SupportOpposition.objects.visible_to(request.user, place, WRITE), pk=opposition)
    back, done = reverse("pathways:agreements", args=[place.finess]), gettext("The opposition is taken back.")

    def act() -> None:
        actions.withdraw_opposition(row=row, withdrawn_on=today(), by=request.user, at=now())

    return do(request, act, back, done)


# ---------------------------------------------------------------- reinforced pathways


@page(see=READ, sensitive=True)
def reinforced_list(request: Request, place: Establishment) -> HttpResponse:
    """Jobs whose document is to write or to hand on; or (`all=1`) all jobs."""
    everything = request.GET.get("all") == "1"
    rows = queries.jobs_in(request.user, place) if everything else queries.unhanded(request.user, place)
    found = paged(rows, request.GET.get("page"), ON_A_PAGE)
    documents = queries.documents_of(place, list(found.object_list))
    request.note_read("pathways.agreements", {one.job.person_id for one in documents}, table=PERSONS)
    context = {
        "place": place,
        "crumbs": [pathways_crumb(place), {"label": gettext("Reinforced pathways")}],
        "tabs": tabs(place, "reinforced_list"),
        "everything": everything,
        "page": found,
        **_table(place, documents, may_write=request.user.may(WRITE, place)),
    }
    return render(request, "pathways/agreements_reinforced.html", context)


def _table(place: Establishment, documents: list[queries.Document], *, may_write: bool) -> dict[str, Any]:
    """Who may not write goes to the paper, when there is one."""
    table = exports.screen(DOCUMENTS, documents)
    table["columns"].append({"label": gettext("State"), "numeric": False})
    for document, line in zip(documents, table["rows"], strict=True):
        if not may_write:
            paper = reverse("pathways:reinforced_paper", args=[place.finess, document.job.pk])
            line["cells"][0]["url"] = paper if document.row else None
        words, status = document_state(document, today())
        line["cells"].append({"url": None, "numeric": False, "header": False, "text": words, "status": status})
    return table


def _job(request: Request, place: Establishment, job: int, right: str) -> Placement:
    return get_object_or_404(queries.jobs_in(request.user, place, right), pk=job)


@page(see=WRITE, do=WRITE, sensitive=True)
def reinforced(request: Request, place: Establishment, job: int) -> HttpResponse:
    """The document of a job: what it says, when it is due, whether the person has it."""
    row = _job(request, place, job, WRITE)
    request.note_read("pathways.reinforced", [row.person_id], table=PERSONS)
    (document,) = queries.documents_of(place, [row])
    words, status = document_state(document, today())
    form = forms.PathwayForm(sent(request), document=document, words=words, status=status)

    def act() -> None:
        actions.save_pathway(job=row, **form.values(), on=today(), by=request.user, at=now())

    question = Question(
        gettext("Reinforced pathway"),
        reverse("pathways:reinforced", args=[place.finess, job]),
        gettext("The document is saved."),
        str(row.person),
        crumbs=crumbs_to(place, row.person),
        fields=FIELDS,
        template="pathways/agreement_reinforced.html",
    )
    return ask(request, form, act, question)


@page(see=READ, sensitive=True)
def reinforced_file(request: Request, place: Establishment, job: int) -> HttpResponse:
    """The document as PDF, in French; 404 while nothing is written."""
    row = _job(request, place, job, READ)
    request.note_read("pathways.reinforced", [row.person_id], table=PERSONS)
    rows = ReinforcedPathway.objects.select_related("person", "establishment__association", "job__host")
    written = rows.filter(job=row).first()
    if written is None:
        raise Http404
    return pdf_answer(pathway_paper(written, today()), row.person)
