"""Figures above one establishment: an association, a département, a country. For who may see them in every establishment."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from etabli.indicators import benchmark, boards, drilling
from etabli.indicators.access import IndicatorsRight
from etabli.indicators.choosing import in_words
from etabli.indicators.forms import BenchmarkForm
from etabli.indicators.presenting import language
from etabli.indicators.views.choice import choose, definition_or_404, explanations, scope_or_404
from etabli.kit.exports import XLSX, download
from etabli.kit.pages import Request, page


@page(see=IndicatorsRight.READ)
def scope_overview(request: Request, scope: str) -> HttpResponse:
    """Each figure over the whole, where a person counts once, and in each establishment."""
    places = scope_or_404(request, scope)
    choice = choose(request, places)
    rows = boards.overview(scope, places, choice.period) if choice.period is not None else []
    for row in rows:
        whole = reverse("scope:explain", kwargs={"scope": scope, "code": row["code"]})
        own = [explanations(place, choice.query)(row["code"]) for place in places]
        for cell, url in zip(row["cells"], [f"{whole}?{choice.query}", *own], strict=True):
            cell["url"] = url
    beside = f"{reverse('scope:benchmark', kwargs={'scope': scope})}?{choice.query}" if len(places) > 1 else ""
    context = {"scope": scope, "name": boards.scope_name(scope), "places": places, "choice": choice, "rows": rows}
    context["benchmark_url"] = beside
    return render(request, "indicators/scope_overview.html", context)


@page(see=IndicatorsRight.READ)
def scope_benchmark(request: Request, scope: str) -> HttpResponse:
    """Every figure of each establishment, its position and the median; numbers that tell of few people are hidden."""
    places = scope_or_404(request, scope)
    choice, form = choose(request, places), BenchmarkForm(request.GET)
    rows = benchmark.benchmark(scope, places, choice.period, form.chosen) if choice.period is not None else []
    context = {
        "scope": scope,
        "name": boards.scope_name(scope),
        "places": places,
        "choice": choice,
        "form": form,
        "least": form.chosen,
        "rows": benchmark.shown_rows(rows),
        "overview_url": f"{reverse('scope:overview', kwargs={'scope': scope})}?{choice.query}",
    }
    return render(request, "indicators/scope_benchmark.html", context)


@page(see=IndicatorsRight.READ)
def scope_benchmark_export(request: Request, scope: str) -> HttpResponse:
    """The same as a workbook; nobody is named."""
    places = scope_or_404(request, scope)
    period = choose(request, places).period
    if period is None:
        raise Http404
    rows = benchmark.benchmark(scope, places, period, BenchmarkForm(request.GET).chosen)
    title = f"{gettext('Benchmark')} {boards.scope_name(scope)} {in_words(period)}"
    return download(request, XLSX, *benchmark.sheet(rows, places), what="indicators.benchmark", title=title)


@page(see=IndicatorsRight.READ)
def scope_explain(request: Request, scope: str, code: str) -> HttpResponse:
    """A figure over a scope taken apart by establishment. The persons are on the page of each establishment."""
    places = scope_or_404(request, scope)
    definition = definition_or_404(code, places)
    choice = choose(request, places)
    explanation = None
    if choice.period is not None:
        explanation = drilling.explanation(definition, places, scope, choice.period, None)
    overview = f"{reverse('scope:overview', kwargs={'scope': scope})}?{choice.query}"
    context = {
        "name": boards.scope_name(scope),
        "definition": definition,
        "label": definition.label(language()),
        "formula": definition.formula(language()),
        "source": definition.source(language()),
        "choice": choice,
        "explanation": explanation,
        "overview_url": overview,
        "places": [{"place": place, "url": explanations(place, choice.query)(code)} for place in places],
    }
    return render(request, "indicators/scope_explain.html", context)
