"""Versions of a form: kept, signed, compared with what the facts say now, taken as files."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from etabli.core.refusal import Refusal
from etabli.kit.clock import now, today
from etabli.kit.exports import CSV, XLSX, download
from etabli.kit.pages import Request, page
from etabli.kit.wording import sentence
from etabli.org.models import Establishment
from etabli.surveys import rules
from etabli.surveys.access import SurveysRight
from etabli.surveys.actions import keep_edition, sign_edition
from etabli.surveys.columns import EDITION
from etabli.surveys.models import Edition
from etabli.surveys.papers import edition_pdf, state_worded
from etabli.surveys.queries import differences, editions_of, filling
from etabli.surveys.questionnaire import Questionnaire
from etabli.surveys.showing import difference_rows, edition_rows
from etabli.surveys.views.common import form_or_404, frame, way

JSON, PDF = "json", "pdf"


def _edition_or_404(request: Request, place: Establishment, form: Questionnaire, year: int, number: int) -> Edition:
    rows = Edition.objects.visible_to(request.user, place).select_related("signed_by")
    found: Edition | None = rows.filter(form=form.code, year=year, number=number).first()
    if found is None:
        raise Http404
    return found


@page(see=SurveysRight.READ, do=SurveysRight.WRITE)
def editions(request: Request, place: Establishment, form: str, year: int) -> HttpResponse:
    """Every version kept; a POST keeps the form as it stands."""
    wanted = form_or_404(place, form, year)
    if request.method == "POST":
        kept = keep_edition(establishment=place, form=wanted, year=year, by=request.user, at=now())
        messages.success(request, gettext("The form is kept as version %(number)s.") % {"number": kept.number})
        return redirect(way(place, form, year, "edition", number=kept.number))
    rows = [
        {"row": row, "words": state_worded(row), "url": way(place, form, year, "edition", number=row.number)}
        for row in editions_of(request.user, wanted, place, year)
    ]
    return render(request, "surveys/editions.html", {**frame(request, place, wanted, year, "editions"), "rows": rows})


@page(see=SurveysRight.READ, do=SurveysRight.SIGN)
def edition(request: Request, place: Establishment, form: str, year: int, number: int) -> HttpResponse:
    """One version: its values, and what the facts say otherwise now; a POST signs it."""
    wanted = form_or_404(place, form, year)
    kept = _edition_or_404(request, place, wanted, year, number)
    refused = ""
    if request.method == "POST":
        try:
            sign_edition(edition=kept, form=wanted, by=request.user, at=now())
        except Refusal as refusal:
            refused = sentence(refusal)
        else:
            messages.success(request, gettext("Version %(number)s is signed.") % {"number": number})
            return redirect(way(place, form, year, "edition", number=number))
    context = {
        **frame(request, place, wanted, year, "editions"),
        **_edition_shown(kept, wanted, place),
        "differences": _changed(request, kept, wanted, place),
        "signs": request.user.may(SurveysRight.SIGN, place) and not kept.is_signed,
        "too_early": _too_early(year),
        "refused": refused,
    }
    return render(request, "surveys/edition.html", context, status=422 if refused else 200)


def _edition_shown(kept: Edition, form: Questionnaire, place: Establishment) -> dict[str, Any]:
    files = {PDF: "PDF", XLSX: "XLSX", CSV: "CSV", JSON: "JSON"}
    here = {"family": form.family, "year": kept.year, "name": "edition_file", "number": kept.number}
    return {
        "edition": kept,
        "words": state_worded(kept),
        "rows": edition_rows(form.fields, kept.content),
        "files": [{"label": label, "url": way(place, **here, kind=kind)} for kind, label in files.items()],
    }


def _changed(request: Request, kept: Edition, form: Questionnaire, place: Establishment) -> list[dict[str, Any]] | None:
    """What the facts and the answers say otherwise now; None for who sees no drafts."""
    if not request.user.may(SurveysRight.DRAFTS, place):
        return None
    return difference_rows(differences(kept, filling(form, place, kept.year)))


def _too_early(year: int) -> str:
    """Why nobody can sign yet; empty once the year is over."""
    try:
        rules.check_year_over(year, today())
    except Refusal as refusal:
        return sentence(refusal)
    return ""


@page(see=SurveysRight.READ)
def edition_file(request: Request, place: Establishment, form: str, year: int, number: int, kind: str) -> HttpResponse:
    """A version as JSON, CSV, XLSX or PDF. It holds sums and words about the establishment, and names nobody."""
    wanted = form_or_404(place, form, year)
    kept = _edition_or_404(request, place, wanted, year, number)
    name = f"{wanted.code}-{year}-{place.finess}-v{number}"
    headers = {"Content-Disposition": f'attachment; filename="{name}.{kind}"', "X-Content-Type-Options": "nosniff"}
    if kind == JSON:
        content = {**kept.content, "number": number, "state": kept.state, "sha256": kept.digest}
        text = json.dumps(content, ensure_ascii=False, indent=2)
        return HttpResponse(text, content_type="application/json; charset=utf-8", headers=headers)
    if kind == PDF:
        return HttpResponse(edition_pdf(kept, today()), content_type="application/pdf", headers=headers)
    if kind not in (XLSX, CSV):
        raise Http404
    rows = edition_rows(wanted.fields, kept.content)
    return download(request, kind, EDITION, rows, what="surveys.edition", title=name)
