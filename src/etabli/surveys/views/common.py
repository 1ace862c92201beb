"""What the pages of a form share: which form, its frame, the way back."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext

from etabli.core.refusal import Refusal
from etabli.kit.pages import Request
from etabli.org.models import Establishment
from etabli.surveys import rules
from etabli.surveys.access import SurveysRight
from etabli.surveys.queries import Filling
from etabli.surveys.questionnaire import Questionnaire, Section
from etabli.surveys.showing import said


def form_or_404(place: Establishment, family: str, year: int) -> Questionnaire:
    try:
        return rules.check_form(family, year, place.kind)
    except Refusal as refusal:
        raise Http404 from refusal


def section_or_404(form: Questionnaire, code: str) -> Section:
    found = next((section for section in form.sections if section.code == code), None)
    if found is None:
        raise Http404
    return found


def way(place: Establishment, family: str, year: int, name: str = "form", **more: Any) -> str:
    """The address of a page of the form."""
    return reverse(f"surveys:{name}", kwargs={"finess": place.finess, "form": family, "year": year, **more})


def start(place: Establishment, family: str, year: int, drafts: bool) -> str:
    """The first page of a form: as it stands, or the signed versions for who sees no drafts."""
    return way(place, family, year, "form" if drafts else "editions")


def frame(request: Request, place: Establishment, form: Questionnaire, year: int, current: str) -> dict[str, Any]:
    """`place`, `title`, `year`, `family`, `start` (the first page) and the tabs of every page of a form; `writes`: whether the
    reader may answer."""
    drafts = request.user.may(SurveysRight.DRAFTS, place)
    pages = [("editions", gettext("Versions"))]
    if drafts:
        pages = [("form", gettext("Form")), ("gaps", gettext("What is missing")), *pages]
    return {
        "start": start(place, form.family, year, drafts),
        "place": place,
        "title": said(form.words),
        "source": said(form.source),
        "year": str(year),
        "family": form.family,
        "writes": request.user.may(SurveysRight.WRITE, place),
        "tabs": [
            {"label": label, "url": way(place, form.family, year, name), "current": name == current}
            for name, label in pages
        ],
    }


def section_rows(place: Establishment, filling: Filling) -> list[dict[str, Any]]:
    """The sections of a form with how far each is."""
    rows = []
    for section in filling.form.sections:
        done, total = filling.progress(section)
        names = {field.name for field in section.fields}
        rows.append(
            {
                "code": section.code,
                "label": said(section.words),
                "url": way(place, filling.form.family, filling.year, "section", section=section.code),
                "done": done,
                "total": total,
                "is_complete": done == total,
                "problems": sum(failure.field in names for failure in filling.failures),
            }
        )
    return rows
