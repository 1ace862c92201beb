"""What the house puts into support and adaptations, beside what other associations tell of theirs."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.db.models import Case, When
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from etabli.core.periods import Period
from etabli.core.refusal import Refusal
from etabli.indicators import effort_boards
from etabli.indicators.actions import remove_effort_file, take_effort_file
from etabli.indicators.effort import effort_of
from etabli.indicators.effort_files import read_document
from etabli.indicators.forms import EffortFileForm
from etabli.indicators.models import EffortFile
from etabli.indicators.views.choice import explained_to
from etabli.kit.clock import now, today
from etabli.kit.links import address
from etabli.kit.pages import Request, page
from etabli.kit.pagination import paged
from etabli.kit.wording import sentence
from etabli.org.access import places_of
from etabli.org.models import Establishment
from etabli.people.models import Person
from etabli.support.access import SupportRight

YEARS_SHOWN = 5
EXPLAINED = ("support_hours", "support_hours_per_person", "adaptations", "adaptation_hours_saved")
"""The figures that say the same as the page."""


def _year(request: Request, newest: int) -> int:
    text = request.GET.get("year", "") or str(newest)
    if text not in {str(newest - back) for back in range(YEARS_SHOWN)}:
        raise Http404
    return int(text)


def _years(chosen: int, newest: int) -> list[dict[str, Any]]:
    years = range(newest, newest - YEARS_SHOWN, -1)
    return [{"label": str(year), "url": f"?year={year}", "current": year == chosen} for year in years]


@page(see=SupportRight.READ)
def support_effort(request: Request, place: Establishment) -> HttpResponse:
    """Support hours and adaptations of a year: the whole, by workshop as far as it may be told, and by person."""
    year = _year(request, today().year)
    effort = effort_of([place], year)
    readable = Person.objects.visible_to(request.user, place, SupportRight.READ).filter(pk__in=effort.people)
    helped = Case(When(pk__in=effort.helped, then=0), default=1)
    rows = readable.annotate(helped=helped).order_by("helped", "last_name", "first_name", "pk").distinct()
    found = paged(rows, request.GET.get("page"))
    if found.object_list:
        subjects = [person.pk for person in found.object_list]
        request.note_read("indicators.support_effort", subjects, purpose=str(year), table=Person._meta.db_table)
    context = {
        "place": place,
        "years": _years(year, today().year),
        "page": found,
        "opens_persons": bool(address(request, "people:person", pk=1)),
        "explained": explained_to(request, place, Period(date(year, 1, 1), date(year + 1, 1, 1)), EXPLAINED),
        **effort_boards.board(effort, place, found.object_list),
    }
    return render(request, "indicators/support_effort.html", context)


@page(see=SupportRight.READ, do=SupportRight.SETTINGS_WRITE)
def support_comparison(request: Request, place: Establishment) -> HttpResponse:
    """The association beside those whose files were taken in, and the form that takes one in."""
    # A year is told once it is over: of one that runs, two sums of two days would differ by a few people.
    newest = today().year - 1
    year = _year(request, newest)
    form = EffortFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid() and _taken(request, place, form):
        return redirect(request.get_full_path())
    context = {
        "place": place,
        "years": _years(year, newest),
        "form": form if request.user.may(SupportRight.SETTINGS_WRITE, place) else None,
        **effort_boards.comparison(place.association, year, _known(request)),
    }
    return render(request, "indicators/support_comparison.html", context)


def _known(request: Request) -> frozenset[int]:
    return frozenset(places_of(request.user, SupportRight.READ).values_list("pk", flat=True))


def _taken(request: Request, place: Establishment, form: EffortFileForm) -> bool:
    try:
        told = read_document(form.content)
        take_effort_file(association=place.association, told=told, by=request.user, at=now())
    except Refusal as refusal:
        form.add_error("file", sentence(refusal))
        return False
    messages.success(request, gettext("The file of %(name)s is taken in.") % {"name": told.organisation})
    return True


@page(see=SupportRight.SETTINGS_WRITE, do=SupportRight.SETTINGS_WRITE)
def support_comparison_remove(request: Request, place: Establishment, pk: int) -> HttpResponse:
    """Take a file out of the comparison; it can be taken in again."""
    row = EffortFile.objects.filter(association=place.association, pk=pk).first()
    if row is None:
        raise Http404
    if request.method == "POST":
        remove_effort_file(row=row, by=request.user, at=now())
        messages.success(request, gettext("The file of %(name)s is taken out.") % {"name": row.organisation})
        return redirect("indicators:support_comparison", finess=place.finess)
    return render(request, "indicators/support_comparison_remove.html", {"place": place, "row": row})
