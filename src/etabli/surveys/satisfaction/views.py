"""Pages of the office: campaigns, their codes, their results."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext

from etabli.kit import charts
from etabli.kit.asking import Question, ask, do, sent
from etabli.kit.clock import now, today
from etabli.kit.inputs import attempt
from etabli.kit.pages import Request, page
from etabli.kit.pagination import paged
from etabli.org.models import Establishment
from etabli.surveys.access import SurveysRight
from etabli.surveys.satisfaction import actions, boards, forms, queries
from etabli.surveys.satisfaction.documents import sheets
from etabli.surveys.satisfaction.models import SatisfactionCampaign
from etabli.surveys.satisfaction.states import CampaignState

WRITE = SurveysRight.WRITE


def _to(place: Establishment, name: str, *campaign: int) -> str:
    keys = {"campaign": campaign[0]} if campaign else {}
    return reverse(f"surveys:{name}", kwargs={"finess": place.finess, **keys})


def _campaign(request: Request, key: int) -> SatisfactionCampaign:
    rows = SatisfactionCampaign.objects.visible_to(request.user, request.place).select_related("establishment")
    return get_object_or_404(rows, pk=key)


def _crumbs(place: Establishment, *labels: tuple[str, str]) -> list[dict[str, Any]]:
    first = {"label": gettext("Satisfaction surveys"), "url": _to(place, "satisfaction")}
    return [first, *({"label": label, "url": url} if url else {"label": label} for label, url in labels)]


@page(see=SurveysRight.READ)
def satisfaction(request: Request, place: Establishment) -> HttpResponse:
    """Every survey, and year against year."""
    standings = queries.standings(request.user, place, today())
    found = paged(standings, request.GET.get("page"))
    context = {
        "place": place,
        "page": found,
        "rows": [boards.standing_row(row) for row in found],
        "years": boards.years_table(standings, queries.results_by_year(standings)),
        "may_write": request.user.may(WRITE, place),
    }
    return render(request, "surveys/satisfaction.html", context)


@page(see=SurveysRight.READ)
def satisfaction_campaign(request: Request, place: Establishment, campaign: int) -> HttpResponse:
    """A survey: how far it is, its response rate; its results once they are told."""
    row = _campaign(request, campaign)
    standing = queries.standing_of(row, today())
    may_write = request.user.may(WRITE, place)
    if standing.is_told:
        charts.warm()
    context = {
        "place": place,
        "row": boards.standing_row(standing),
        "results": boards.results_table(row, queries.results_of(row)) if standing.is_told else None,
        "words": queries.words_of(row) if standing.is_told and may_write else [],
        "questions": boards.questions_of(row),
        "may_write": may_write,
        "address": _answering(request),
        "crumbs": _crumbs(place, (str(row), "")),
    }
    return render(request, "surveys/satisfaction_campaign.html", context)


@page(see=SurveysRight.READ)
def satisfaction_chart(request: Request, place: Establishment, campaign: int) -> HttpResponse:
    row = _campaign(request, campaign)
    if not queries.standing_of(row, today()).is_told:
        raise Http404
    return charts.answer(request, boards.picture_of(row, queries.results_of(row)))


@page(see=WRITE, do=WRITE)
def satisfaction_write(request: Request, place: Establishment, campaign: int | None = None) -> HttpResponse:
    """A survey made, or changed while no code was printed."""
    row = _campaign(request, campaign) if campaign else None
    form = forms.CampaignForm(sent(request), today(), row)
    saved: list[SatisfactionCampaign] = []

    def act() -> None:
        values = {"establishment": place, "campaign": row, "by": request.user, "at": now()}
        saved.append(actions.save_campaign(spec=form.spec(), **values))

    back = _to(place, "satisfaction_campaign", row.pk) if row else _to(place, "satisfaction")
    question = Question(
        gettext("Change the survey") if row else gettext("New satisfaction survey"),
        back,
        gettext("The survey is saved."),
        note=gettext("Days and questions can be changed until codes are printed."),
        crumbs=_crumbs(place),
        fields=forms.FIELDS,
    )
    return ask(request, form, act, question, lambda: _to(place, "satisfaction_campaign", saved[0].pk))


@page(see=WRITE, do=WRITE)
def satisfaction_codes(request: Request, place: Establishment, campaign: int) -> HttpResponse:
    """Asks how many, then answers with the sheets: codes are told this once."""
    row = _campaign(request, campaign)
    standing = queries.standing_of(row, today())
    form = forms.TicketsForm(sent(request), standing)
    made: list[str] = []

    def act() -> None:
        made.extend(actions.make_tickets(campaign=row, **form.cleaned_data, on=today(), by=request.user, at=now()))

    if request.method == "POST" and form.is_valid() and attempt(form, act, forms.FIELDS):
        content = sheets(row, made, address=_answering(request), on=today())
        name = f'attachment; filename="{slugify(row.title) or "codes"}-{row.year}.pdf"'
        headers = {"Content-Disposition": name, "X-Content-Type-Options": "nosniff", "Cache-Control": "no-store"}
        return HttpResponse(content, content_type="application/pdf", headers=headers)
    context = {
        "place": place,
        "row": boards.standing_row(standing),
        "form": form,
        "crumbs": _crumbs(place, (str(row), _to(place, "satisfaction_campaign", row.pk)), (gettext("Print codes"), "")),
    }
    return render(request, "surveys/satisfaction_codes.html", context)


@page(see=WRITE, do=WRITE)
def satisfaction_close(request: Request, place: Establishment, campaign: int) -> HttpResponse:
    row = _campaign(request, campaign)

    def act() -> None:
        actions.close_campaign(campaign=row, on=today(), by=request.user, at=now())

    return do(request, act, _to(place, "satisfaction_campaign", row.pk), gettext("The survey is closed."))


@page(see=WRITE, do=WRITE)
def satisfaction_reopen(request: Request, place: Establishment, campaign: int) -> HttpResponse:
    """Until another day, as long as no result was told."""
    row = _campaign(request, campaign)
    form = forms.ReopenForm(sent(request))

    def act() -> None:
        actions.reopen_campaign(campaign=row, closes_before=form.closes_before, on=today(), by=request.user, at=now())

    back = _to(place, "satisfaction_campaign", row.pk)
    question = Question(
        gettext("Open the survey again"),
        back,
        gettext("The survey is open again."),
        note=gettext("As long as too few answered for results to be told."),
        crumbs=_crumbs(place, (str(row), back)),
        fields=forms.FIELDS,
    )
    if row.state_on(today()) != CampaignState.CLOSED and request.method == "GET":
        return redirect(back)
    return ask(request, form, act, question)


def _answering(request: Request) -> str:
    """The address that people type, without what a browser adds by itself."""
    return request.build_absolute_uri(reverse("satisfaction_answer")).partition("://")[2]
