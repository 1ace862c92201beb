"""Forms and years; a form, section by section; the answer to one field."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from etabli.core.refusal import Refusal
from etabli.kit import undo
from etabli.kit.clock import now, today
from etabli.kit.pages import Request, page
from etabli.kit.wording import sentence
from etabli.org.models import Establishment
from etabli.surveys.access import SurveysRight
from etabli.surveys.actions import save_answer, take_answer_back
from etabli.surveys.forms import AnswerForm
from etabli.surveys.models import Answer, Edition
from etabli.surveys.queries import Counted, Filled, Filling, counted, differences, filling, signed_edition
from etabli.surveys.questionnaire import Questionnaire, Section, families, form_of
from etabli.surveys.showing import field_row, said
from etabli.surveys.states import EditionState, Status
from etabli.surveys.views.common import form_or_404, frame, section_or_404, section_rows, start, way

UNDO = "surveys.answer"
YEARS_BACK = 3


@page(see=SurveysRight.READ)
def forms(request: Request, place: Establishment) -> HttpResponse:
    """Every form that this kind of establishment answers: the years it may be answered for, none of them for who sees no
    drafts, and every year of which a version is signed."""
    drafts = request.user.may(SurveysRight.DRAFTS, place)
    answered = Answer.objects.visible_to(request.user, place, SurveysRight.DRAFTS)
    started = set(answered.order_by().values_list("form", "year").distinct())
    signed = Edition.objects.visible_to(request.user, place).filter(state=EditionState.SIGNED)
    closed = set(signed.order_by().values_list("form", "year").distinct())
    recent = set(range(today().year, today().year - YEARS_BACK, -1))
    rows = []
    for family, newest in families().items():
        if place.kind not in newest.kinds:
            continue
        years = []
        for year in sorted(recent | {year for _, year in closed}, reverse=True):
            form = form_of(family, year)
            if form is not None and ((drafts and year in recent) or (form.code, year) in closed):
                state = "signed" if (form.code, year) in closed else "begun" if (family, year) in started else "open"
                years.append({"year": str(year), "url": start(place, family, year, drafts), "state": state})
        rows.append({"label": said(newest.words), "source": said(newest.source), "years": years})
    return render(request, "surveys/forms.html", {"place": place, "forms": rows, "drafts": drafts})


@page(see=SurveysRight.DRAFTS)
def form(request: Request, place: Establishment, form: str, year: int) -> HttpResponse:
    """A form: how far each section is, the controls that fail, what changed since it was signed."""
    wanted = form_or_404(place, form, year)
    found = filling(wanted, place, year)
    edition = signed_edition(wanted, place, year)
    done, total = found.progress()
    context = {
        **frame(request, place, wanted, year, "form"),
        "sections": section_rows(place, found),
        "done": done,
        "total": total,
        "failures": [
            {
                "label": said(wanted.fields[one.field].words),
                "text": sentence(one.refusal),
                "url": _field_way(place, wanted, year, one.field),
            }
            for one in found.failures
        ],
        "edition": edition,
        "changed": len(differences(edition, found)) if edition else 0,
        "undo": undo.offered(request),
    }
    return render(request, "surveys/form.html", context)


def _section_of(form: Questionnaire, name: str) -> Section:
    return next(section for section in form.sections if name in {field.name for field in section.fields})


def _field_way(place: Establishment, form: Questionnaire, year: int, name: str) -> str:
    section = _section_of(form, name)
    return f"{way(place, form.family, year, 'section', section=section.code)}#field-{name}"


@page(see=SurveysRight.DRAFTS)
def section(request: Request, place: Establishment, form: str, year: int, section: str) -> HttpResponse:
    """The fields of one section, each with where it comes from and a way to answer it."""
    wanted = form_or_404(place, form, year)
    part = section_or_404(wanted, section)
    found = filling(wanted, place, year)
    sections = section_rows(place, found)
    index = next(number for number, row in enumerate(sections) if row["code"] == section)
    context = {
        **frame(request, place, wanted, year, ""),
        "section": sections[index],
        "before": sections[index - 1] if index else None,
        "after": sections[index + 1] if index + 1 < len(sections) else None,
        "rows": _rows(request, found, [found.fields[field.name] for field in part.fields]),
        "undo": undo.offered(request),
    }
    return render(request, "surveys/section.html", context)


def _rows(request: Request, found: Filling, wanted: list[Filled], typed: AnswerForm | None = None) -> list[Any]:
    """Fields as shown. `typed`: the form of one of them, as it was sent."""
    edition = signed_edition(found.form, found.establishment, found.year)
    signed = {row.field.name: row for row in differences(edition, found)} if edition else {}
    writes = request.user.may(SurveysRight.WRITE, found.establishment)
    rows = []
    for filled in wanted:
        answer_form = None
        if writes and filled.status != Status.NOT_CONCERNED:
            is_typed = typed is not None and typed.field == filled.field
            answer_form = typed if is_typed else AnswerForm(filled=filled)
        rows.append(field_row(found, filled, signed, answer_form))
    return rows


@page(see=SurveysRight.WRITE, do=SurveysRight.WRITE)
def answer(request: Request, place: Establishment, form: str, year: int, field: str) -> HttpResponse:
    """Save, take over from last year, or take back the answer to one field."""
    wanted = form_or_404(place, form, year)
    if field not in wanted.fields:
        raise Http404
    if request.method != "POST":
        return redirect(_field_way(place, wanted, year, field))
    facts = counted(wanted, place, year)
    found = filling(wanted, place, year, facts)
    filled = found.fields[field]
    typed = None
    if request.POST.get("act") == "take_back":
        _take_back(request, found, filled)
    elif request.POST.get("act") == "take_over" and filled.proposed is not None:
        _save(request, found, facts, filled, filled.proposed)
    else:
        typed = AnswerForm(request.POST, filled=filled)
        if typed.is_valid() and _save(request, found, facts, filled, typed.answer, typed):
            typed = None
    return _answered(request, place, filling(wanted, place, year, facts), field, typed)


def _save(
    request: Request, found: Filling, facts: Counted, filled: Filled, value: Any, typed: AnswerForm | None = None
) -> bool:
    """False when it is refused after all: the sentence stands beside the field."""
    who: dict[str, Any] = {"by": request.user, "at": now()}
    where: dict[str, Any] = {"establishment": found.establishment, "form": found.form, "year": found.year}
    reason = "" if typed is None else typed.reason
    try:
        save_answer(**where, field=filled.field.name, value=value, reason=reason, facts=facts, **who)
    except Refusal as refusal:
        if typed is None:
            messages.error(request, sentence(refusal))
        else:
            typed.add_error("value", sentence(refusal))
        return False
    return True


def _take_back(request: Request, found: Filling, filled: Filled) -> None:
    where: dict[str, Any] = {"establishment": found.establishment, "form": found.form, "year": found.year}
    if not take_answer_back(**where, field=filled.field.name, by=request.user, at=now()):
        return
    undo.offer(
        request,
        act=UNDO,
        address=way(found.establishment, found.form.family, found.year, "restore"),
        text=gettext("The answer to “%(field)s” is taken back.") % {"field": said(filled.field.words)},
        values={
            "place": found.establishment.pk,
            "year": found.year,
            "form": found.form.family,
            "field": filled.field.name,
            "value": filled.value,
            "reason": filled.reason,
        },
    )


def _answered(
    request: Request, place: Establishment, found: Filling, field: str, typed: AnswerForm | None
) -> HttpResponse:
    """The field as it stands now, and those that depend on it; the whole section where there is no htmx."""
    part = _section_of(found.form, field)
    if not request.htmx and typed is None:
        return redirect(_field_way(place, found.form, found.year, field))
    names = [field] if request.htmx else [one.name for one in part.fields]
    dependents = [one.name for one in part.fields if one.only_if is not None and one.only_if[0] == field]
    sections = section_rows(place, found)
    context = {
        **frame(request, place, found.form, found.year, ""),
        "section": next(row for row in sections if row["code"] == part.code),
        "rows": _rows(request, found, [found.fields[name] for name in names], typed),
        "dependents": _rows(request, found, [found.fields[name] for name in dependents]) if request.htmx else [],
        "undo": undo.offered(request) if request.htmx else None,
        "before": None,
        "after": None,
    }
    return render(request, "surveys/answered.html" if request.htmx else "surveys/section.html", context)


@page(see=SurveysRight.WRITE, do=SurveysRight.WRITE)
def restore(request: Request, place: Establishment, form: str, year: int) -> HttpResponse:
    """The answer as it was before it was taken back."""
    wanted = form_or_404(place, form, year)
    if request.method != "POST":
        return redirect(way(place, form, year))
    values: dict[str, Any] = undo.redeem(request, UNDO)
    if (values["place"], values["form"], values["year"]) != (place.pk, form, year):
        raise Http404
    kept = {name: values[name] for name in ("field", "value", "reason")}
    save_answer(establishment=place, form=wanted, year=year, **kept, by=request.user, at=now())
    messages.success(request, gettext("The answer is as it was."))
    return redirect(_field_way(place, wanted, year, values["field"]))
