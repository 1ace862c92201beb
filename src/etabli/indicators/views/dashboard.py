"""The director's dashboard, its charts, and the note for the ARS dialogue."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.text import slugify

from etabli.core.periods import Period
from etabli.indicators import boards, notes, presenting
from etabli.indicators.access import IndicatorsRight
from etabli.indicators.choosing import in_words
from etabli.indicators.definitions import Definition
from etabli.indicators.explaining import summary_of
from etabli.indicators.queries import figures, months_of, scope_of, targets_of
from etabli.indicators.readers import readable_codes
from etabli.indicators.rules import Keep
from etabli.indicators.views.choice import choose, explanations, narrowed_or_404, period_or_404, readable_or_404, tabs
from etabli.kit import charts
from etabli.kit.clock import today
from etabli.kit.links import address
from etabli.kit.pages import Request, page
from etabli.org.models import Establishment


@page(see=IndicatorsRight.READ)
def dashboard(request: Request, place: Establishment) -> HttpResponse:
    """A dozen figures against their targets, and the door to each one's explanation."""
    choice = choose(request, [place], narrowed=True)
    has_people = boards.has_people(place)
    board = None
    if choice.period is not None and has_people:
        charts.warm()
        url = explanations(place, choice.query)
        codes = readable_codes(request.user, place)
        board = boards.dashboard(place, choice.period, url, today(), choice.perimeter, codes)
    context = {
        "place": place,
        "choice": choice,
        "board": board,
        "has_people": has_people,
        "tabs": tabs(request, place, "dashboard", choice.whole_query),
        "imports": address(request, "exchange:imports"),
        "attendance": address(request, "attendance:week"),
        "months": address(request, "attendance:months"),
    }
    return render(request, "indicators/dashboard.html", context)


@page(see=IndicatorsRight.READ)
def chart(request: Request, place: Establishment, code: str) -> HttpResponse:
    """The drawing of a figure, see `charts.answer`."""
    definition = readable_or_404(request, place, code)
    choice, period = narrowed_or_404(request, place)
    picture = _picture(definition, place, period, choice.keep([place]))
    if picture is None:
        raise Http404
    return charts.answer(request, picture)


def _picture(definition: Definition, place: Establishment, period: Period, keep: Keep | None) -> charts.Picture | None:
    """By parts where the definition has some, else month by month where it adds up and nobody is left out."""
    scope = scope_of(place)
    if figures(scope, period, [definition.code])[0].refusal is not None:
        return None
    if not definition.is_ratio or not definition.additive:
        by_parts = presenting.picture_of_parts(summary_of(definition, scope, period, keep))
        if by_parts is not None or not definition.additive:
            return by_parts
    if keep is not None:
        return None
    target = targets_of(place, period).get(definition.code)
    return presenting.picture_of_months(months_of(definition.code, scope, period), target)


@page(see=IndicatorsRight.READ)
def note(request: Request, place: Establishment) -> HttpResponse:
    """One page for the dialogue with the ARS: figures, no names."""
    period = period_or_404(request, place)
    made_by = request.user.get_full_name() or request.user.get_username()
    content = notes.note(place, period, made_by=made_by, on=today())
    name = slugify(f"{place.name} {in_words(period)}") or "note"
    headers = {"Content-Disposition": f'inline; filename="{name}.pdf"', "X-Content-Type-Options": "nosniff"}
    return HttpResponse(content, content_type="application/pdf", headers=headers)
