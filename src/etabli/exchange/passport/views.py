"""The passport of a person: as a page, and as the files that she takes along."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.text import slugify
from django.utils.translation import get_language, gettext

from etabli.exchange.passport.forms import PassportForm
from etabli.exchange.passport.gathering import Passport, passport_of
from etabli.exchange.passport.paper import contents, pdf_of
from etabli.exchange.passport.portable import written
from etabli.kit.clock import today
from etabli.kit.pages import Request, page
from etabli.org.models import Establishment
from etabli.people.models import Person
from etabli.people.queries import registration_of
from etabli.support.access import SupportRight

PDF, JSON = "pdf", "json"
CONTENT_TYPES = {PDF: "application/pdf", JSON: "application/json; charset=utf-8"}


def _passport_or_404(request: Request, place: Establishment, pk: int) -> Passport:
    """What this establishment holds; Http404 unless the reader may read the person's support there."""
    registration = registration_of(request.user, place, pk, SupportRight.PLAN_READ)
    if registration is None or registration.person.erased_on is not None:
        raise Http404
    return passport_of(registration.person, [place], today())


@page(see=SupportRight.PLAN_READ, sensitive=True)
def passport(request: Request, place: Establishment, pk: int) -> HttpResponse:
    """What the passport says, in the reader's language, and the choice of files."""
    found = _passport_or_404(request, place, pk)
    request.note_read("exchange.passport", [pk], table=Person._meta.db_table)
    context = {
        "place": place,
        "person": found.person,
        "paper": contents(found, easy=False),
        "form": PassportForm(None, _language()),
        "crumbs": [
            {"label": gettext("Caseload"), "url": reverse("support:caseload", args=[place.finess])},
            {"label": str(found.person), "url": reverse("support:diagnosis", args=[place.finess, pk])},
            {"label": gettext("Career passport")},
        ],
    }
    return render(request, "exchange/passport.html", context)


@page(see=SupportRight.PLAN_READ, sensitive=True)
def passport_file(request: Request, place: Establishment, pk: int, kind: str) -> HttpResponse:
    """The PDF, or the portable JSON, as a download."""
    form = PassportForm(request.GET, _language())
    if kind not in CONTENT_TYPES or not form.is_valid():
        raise Http404
    found = _passport_or_404(request, place, pk)
    request.note_read("exchange.passport_file", [pk], kind, table=Person._meta.db_table)
    if kind == JSON:
        content = written(found)
    else:
        with translation.override(form.language_chosen()):
            content = pdf_of(found, easy=form.cleaned_data["easy"])
    name = slugify(f"{gettext('Career passport')} {found.person}")
    headers = {"Content-Disposition": f'attachment; filename="{name}.{kind}"', "X-Content-Type-Options": "nosniff"}
    return HttpResponse(content, content_type=CONTENT_TYPES[kind], headers=headers)


def _language() -> str:
    return get_language() or "fr"
