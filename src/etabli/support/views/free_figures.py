"""Free data in figures: who has which value of a field that the reader reads, counted, drawn, taken as a sheet."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from etabli.kit import charts, exports
from etabli.kit.clock import today
from etabli.kit.pages import Request, page
from etabli.org.models import Establishment
from etabli.people.models import Person
from etabli.support.access import SupportRight
from etabli.support.forms.free_figures import FreeFigureForm
from etabli.support.queries.free_data import searchable_fields
from etabli.support.queries.free_figures import FreeFigure, free_figure
from etabli.support.showing_free_figures import COLUMNS, lines_of, picture_of, table_of
from etabli.support.states import FieldKind

READ = SupportRight.OBSERVE
PERSON = Person._meta.db_table


def _asked(request: Request, place: Establishment) -> tuple[FreeFigureForm, FreeFigure | None]:
    fields = [one for one in searchable_fields(request.user, place) if one.kind != FieldKind.TEXT]
    form = FreeFigureForm(request.GET, fields, today())
    if form.chosen is None:
        return form, None
    by_workshop = form.cleaned_data["by_workshop"]
    return form, free_figure(request.user, place, form.chosen, form.on, today=today(), by_workshop=by_workshop)


@page(see=READ, sensitive=True)
def free_figures(request: Request, place: Establishment) -> HttpResponse:
    """How many of those present on a day have each value of a field; of numbers, the mean."""
    charts.warm()
    form, figure = _asked(request, place)
    context = {"place": place, "form": form, "figure": figure}
    context["crumbs"] = [
        {"label": gettext("Find by free data"), "url": reverse("support:free_find", args=[place.finess])},
        {"label": gettext("Free data in figures")},
    ]
    purpose = figure.field.purpose[:200] if figure else ""
    request.note_read("support.free.figure", sorted(figure.persons) if figure else [], purpose, table=PERSON)
    if figure is not None:
        context |= {"table": table_of(figure), "drawn": picture_of(figure), "query": urlencode(form.query)}
    return render(request, "support/free_figures.html", context)


@page(see=READ, sensitive=True)
def free_figures_chart(request: Request, place: Establishment) -> HttpResponse:
    """The drawing, see `charts.answer`."""
    _form, figure = _asked(request, place)
    picture = picture_of(figure) if figure is not None else None
    if figure is None or picture is None:
        raise Http404
    request.note_read("support.free.figure", sorted(figure.persons), figure.field.purpose[:200], table=PERSON)
    return charts.answer(request, picture)


@page(see=READ)
def free_figures_export(request: Request, place: Establishment, kind: str) -> HttpResponse:
    """The same numbers as a sheet: what the page does not tell, the sheet does not."""
    _form, figure = _asked(request, place)
    if kind not in exports.CONTENT_TYPES or figure is None:
        raise Http404
    told = {"what": "support.free.figure_export", "title": figure.field.label, "purpose": figure.field.purpose[:200]}
    return exports.download(
        request, kind, COLUMNS, lines_of(figure), **told, subjects=sorted(figure.persons), table=PERSON
    )
