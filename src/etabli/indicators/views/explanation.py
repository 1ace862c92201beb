"""How a figure is made: its formula, its source, the division it is, what is left out, and the rows behind it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from etabli.core.periods import Period
from etabli.core.refusal import Refusal
from etabli.indicators import drilling
from etabli.indicators.access import IndicatorsRight
from etabli.indicators.columns import export_columns
from etabli.indicators.definitions import Definition
from etabli.indicators.presenting import language
from etabli.indicators.queries import scope_of
from etabli.indicators.readers import named_to
from etabli.indicators.restricting import restricted
from etabli.indicators.views.choice import Choice, choose, explanations, narrowed_or_404, readable_or_404
from etabli.kit.exports import XLSX, download
from etabli.kit.links import address
from etabli.kit.pages import Request, page
from etabli.kit.pagination import paged
from etabli.org.models import Establishment
from etabli.people.models import Person

FACTS, PERSON = "person_half_day", Person._meta.db_table
DAYS_A_PAGE = 100


@page(see=IndicatorsRight.READ)
def explain(request: Request, place: Establishment, code: str) -> HttpResponse:
    """A figure taken apart, its rows by person as far as the reader may see them."""
    definition = readable_or_404(request, place, code)
    choice = choose(request, [place], narrowed=True, figure=definition)
    context = {**_frame(request, place, definition, choice), "explanation": None, "page": None}
    if choice.period is not None:
        explanation = _explained(request, place, definition, choice, choice.period)
        found = paged(explanation.persons, request.GET.get("page"))
        if found.object_list:
            subjects = [row.key for row in found.object_list]
            request.note_read("indicators.explanation", subjects, purpose=code, table=FACTS)
        context |= {"explanation": explanation, "page": found, "opens_persons": _opens_persons(request)}
    return render(request, "indicators/explain.html", context)


def _explained(
    request: Request, place: Establishment, definition: Definition, choice: Choice, period: Period
) -> drilling.Explained:
    """Under a restriction nobody is named, and whose values were opened for it is noted."""
    if choice.restriction is None:
        readable = named_to(request.user, definition, place)
        scope, keep, apart = scope_of(place), choice.keep([place]), request.user.may(IndicatorsRight.NOMINATIVE, place)
        return drilling.explanation(definition, [place], scope, period, readable, keep, by_workshop=apart)
    found = restricted(definition, place, period, choice.restriction)
    purpose = choice.restriction.field.purpose[:200]
    request.note_read("support.free.figure", found.persons, purpose, table=PERSON)
    return found.explained


def _frame(request: Request, place: Establishment, definition: Definition, choice: Choice) -> dict[str, Any]:
    return {
        "place": place,
        "definition": definition,
        "label": definition.label(language()),
        "formula": definition.formula(language()),
        "source": definition.source(language()),
        "choice": choice,
        "is_not_taken": bool(request.GET.get("free")) and choice.restriction is None,
    }


def _opens_persons(request: Request) -> bool:
    return bool(address(request, "people:person", pk=1))


@page(see=IndicatorsRight.NOMINATIVE, sensitive=True)
def explain_person(request: Request, place: Establishment, code: str, pk: int) -> HttpResponse:
    """The days of one person behind a figure: a fragment for htmx, else a page."""
    definition = readable_or_404(request, place, code)
    choice, period = narrowed_or_404(request, place)
    person = get_object_or_404(named_to(request.user, definition, place), pk=pk)
    request.note_read("indicators.explanation", [pk], purpose=code, table=FACTS)
    rows = drilling.days_of_person(definition, scope_of(place), period, person, choice.keep([place]))
    page_ = paged(rows, request.GET.get("page"), DAYS_A_PAGE)
    context = {
        **_frame(request, place, definition, choice),
        "person": person,
        "page": page_,
        "table": drilling.days_table(definition, page_.object_list, _half_days(request, person)),
        "total": drilling.total_of(definition, rows),
        "explanation_url": explanations(place, choice.query)(code),
        "opens_persons": _opens_persons(request),
    }
    template = "indicators/person.html#days" if request.htmx else "indicators/person.html"
    return render(request, template, context)


def _half_days(request: Request, person: Person) -> Callable[[date], str]:
    """Where the half-days of a person in a month are, for those who may see them."""
    years: dict[int, str] = {}

    def behind(day: date) -> str:
        if day.year not in years:
            years[day.year] = address(request, "attendance:calendar", pk=person.pk, year=day.year)
        return years[day.year] and f"{years[day.year]}#m{day:%Y-%m}"

    return behind


@page(see=IndicatorsRight.READ)
def export(request: Request, place: Establishment, code: str) -> HttpResponse:
    """Every row behind a figure as a workbook. What the reader may not see is one row, so that the sum still holds."""
    definition = readable_or_404(request, place, code)
    choice, period = narrowed_or_404(request, place, definition)
    if choice.restriction is not None:
        return _export_restricted(request, place, definition, choice, period)
    if request.GET.get("free"):
        # What was asked of some is not answered with everybody by name; the page says that it was not taken.
        return redirect(explanations(place, request.GET.urlencode())(code))
    readable, scope = named_to(request.user, definition, place), scope_of(place)
    apart = request.user.may(IndicatorsRight.NOMINATIVE, place)
    try:
        rows, subjects = drilling.export_rows(
            definition, [place], scope, period, readable, choice.keep([place]), by_workshop=apart
        )
    except Refusal:
        # The page says why there is no figure, and so no rows.
        return redirect(explanations(place, choice.query)(code))
    told: dict[str, Any] = {"what": "indicators.explanation", "subjects": subjects, "purpose": code}
    return download(request, XLSX, export_columns(), rows, title=_title(place, definition, choice), **told)


def _title(place: Establishment, definition: Definition, choice: Choice) -> str:
    return f"{definition.label(language())} {place.name} {choice.perimeter_words}".strip()


def _export_restricted(
    request: Request, place: Establishment, definition: Definition, choice: Choice, period: Period
) -> HttpResponse:
    """The figure as one row that says its restriction; what the page does not tell, the sheet does not."""
    assert choice.restriction is not None
    found = restricted(definition, place, period, choice.restriction)
    if not found.rows:
        purpose = choice.restriction.field.purpose[:200]
        request.note_read("support.free.figure_export", found.persons, purpose, table=PERSON)
        return redirect(explanations(place, choice.query)(definition.code))
    told: dict[str, Any] = {"what": "support.free.figure_export", "purpose": choice.restriction.field.purpose[:200]}
    told |= {"subjects": found.persons, "table": PERSON, "title": _title(place, definition, choice)}
    return download(request, XLSX, export_columns(), found.rows, **told)
