"""The competences of a person: what others saw and what she says herself, side by side, against a profile, over time."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext

from etabli.kit import undo
from etabli.kit.clock import today
from etabli.kit.links import address
from etabli.kit.pages import Request, page
from etabli.kit.pagination import paged
from etabli.org.models import Establishment
from etabli.people.models import Person
from etabli.people.reach import rights_over
from etabli.support import queries, showing_competences
from etabli.support.access import SupportRight
from etabli.support.models import Assessment, Competence
from etabli.support.views.assessing import crumbs_to, scope_of
from etabli.support.views.common import registration_or_404

RIGHT = SupportRight.ASSESS


@page(see=RIGHT, sensitive=True)
def competences(request: Request, place: Establishment, pk: int) -> HttpResponse:
    """Each competence of a framework: the last of each rater, the change since the first, the gap to a profile."""
    registration = registration_or_404(request, place, pk, RIGHT)
    request.note_read("support.assessments", [pk], table=Person._meta.db_table)
    scope = scope_of(request)
    framework, profile = scope.framework_chosen, scope.profile_chosen
    shown = list(queries.assessed_with(framework, profile)) if framework else []
    rows = list(queries.assessments_of(request.user, place, pk))
    asked = queries.levels_asked(profile) if profile else {}
    gaps = queries.gaps([(one, asked[one.pk]) for one in shown if one.pk in asked], rows)
    found = paged(shown, request.GET.get("page"))
    context = {
        "place": place,
        "person": registration.person,
        "scope": scope,
        "page": found,
        "rows": showing_competences.person_rows(found.object_list, rows, gaps),
        "counts": showing_competences.counts(shown, rows, gaps),
        "profile": profile,
        "reads_all": SupportRight.READ in rights_over(request.user, registration, today()),
        "evolution": address(request, "indicators:support_evolution", pk=pk),
        "crumbs": crumbs_to(registration)[:-1] + [{"label": gettext("Competences")}],
        "undo": undo.offered(request),
    }
    return render(request, "support/competences.html", context)


@page(see=RIGHT, sensitive=True)
def competence_history(request: Request, place: Establishment, pk: int, competence: int) -> HttpResponse:
    """One competence of a person: every assessment the reader may read, those put right later too; its drawing beside."""
    registration = registration_or_404(request, place, pk, RIGHT)
    one = get_object_or_404(
        Competence.objects.select_related("framework"), pk=competence, framework__establishment=place
    )
    request.note_read("support.assessments", [pk], table=Person._meta.db_table)
    found = paged(_history(request, pk, one), request.GET.get("page"))
    context = {
        "place": place,
        "person": registration.person,
        "competence": one,
        "page": found,
        "rows": showing_competences.history_rows(found.object_list, request.user),
        "chart": _chart(request, pk, one),
        "crumbs": crumbs_to(registration, one.title),
    }
    return render(request, "support/competence_history.html", context)


def _history(request: Request, pk: int, one: Competence) -> Any:
    rows = Assessment.objects.visible_to(request.user, request.place).filter(
        person=pk,
        withdrawn=False,
        competence__code=one.code,
        competence__framework__code=one.framework.code,
        competence__framework__scale_since=one.framework.scale_since,
    )
    joined = rows.select_related("level", "rater", "corrected_by", "competence__framework", "observation")
    return joined.order_by("-day", "-acted_at", "-pk")


def _chart(request: Request, pk: int, one: Competence) -> str:
    """Where the drawing is fetched, for those who may see it and when there is one."""
    base = address(request, "indicators:support_evolution_chart", pk=pk)
    if not base or not _history(request, pk, one).filter(level__isnull=False, corrected_by=None).exists():
        return ""
    key = "|".join((one.framework.code, str(one.framework.scale_since), one.code))
    return f"{base}?{urlencode({'line': key})}"
