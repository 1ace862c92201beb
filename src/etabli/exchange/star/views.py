"""The page of exports: the star schema as one file, and who took it when."""

from __future__ import annotations

from django.http import FileResponse, HttpResponse
from django.shortcuts import render

from etabli.exchange.star.access import StarRight
from etabli.exchange.star.forms import StarForm
from etabli.exchange.star.rows import Star
from etabli.exchange.star.taking import packed, read_of, taken
from etabli.exchange.star.writing import has_parquet
from etabli.kit.clock import today
from etabli.kit.pages import Request, page
from etabli.kit.pagination import paged
from etabli.org import logbook
from etabli.org.models import Establishment


@page(see=StarRight.EXPORT, do=StarRight.EXPORT)
def exports(request: Request, place: Establishment) -> HttpResponse | FileResponse:
    """A POST answers the star schema as a .zip; names are for those who may take them."""
    form = StarForm(
        request.POST if request.method == "POST" else None, may_name=request.user.may(StarRight.NOMINATIVE, place)
    )
    if request.method == "POST" and form.is_valid():
        return _file(request, place, nominative=form.cleaned_data.get("nominative", False))
    found = paged(taken(place), request.GET.get("page"))
    rows = logbook.shown(found.object_list, request.user, place)
    context = {"place": place, "form": form, "page": found, "rows": rows, "parquet": has_parquet()}
    return render(request, "exchange/exports.html", context)


def _file(request: Request, place: Establishment, *, nominative: bool) -> FileResponse:
    written, file = packed(Star(place, nominative=nominative))
    request.note_read.reads.append(read_of(written, place))
    name = f"etabli-star-{place.finess}-{today():%Y-%m-%d}.zip"
    answer = FileResponse(file, as_attachment=True, filename=name, content_type="application/zip")
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
