"""Hosts: the list, the page of one, and what is done with it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext

from etabli.kit import exports, undo
from etabli.kit.clock import today
from etabli.kit.links import address
from etabli.kit.pages import Request, page
from etabli.kit.pagination import paged
from etabli.org.models import Establishment
from etabli.pathways.access import PathwaysRight
from etabli.pathways.columns.hosts import HOSTS
from etabli.pathways.forms import hosts as forms
from etabli.pathways.models import Host
from etabli.pathways.queries.hosts import hosts_in, people_at
from etabli.pathways.showing.placements import placement_card
from etabli.pathways.states import HostKind
from etabli.pathways.views.common import ON_A_PAGE, PERSONS, pathways_crumb
from etabli.pathways.wording import HOST_KINDS

READ = PathwaysRight.READ


@page(see=READ)
def hosts(request: Request, place: Establishment) -> HttpResponse:
    """Who receives people of the establishment, and how many are and were there."""
    form = forms.HostFilter(request.GET)
    text = form.cleaned_data["text"] if form.is_valid() else ""
    rows = hosts_in(request.user, place, text, today()).select_related("establishment")
    found = paged(rows, request.GET.get("page"), ON_A_PAGE)
    context = {
        "place": place,
        "form": form,
        "text": text,
        "page": found,
        **exports.screen(HOSTS, found.object_list),
        "crumbs": [pathways_crumb(place), {"label": gettext("Hosts")}],
        "add": address(request, "pathways:host_add"),
        "undo": undo.offered(request),
    }
    return render(request, "pathways/hosts.html", context)


def _found(request: Request, place: Establishment, host: int, right: str = READ) -> Host:
    return get_object_or_404(Host.objects.visible_to(request.user, place, right), pk=host)


def _way(place: Establishment) -> list[Mapping[str, Any]]:
    return [pathways_crumb(place), {"label": gettext("Hosts"), "url": reverse("pathways:hosts", args=[place.finess])}]


@page(see=READ, sensitive=True)
def host(request: Request, place: Establishment, host: int) -> HttpResponse:
    """How to reach it, who is there now or soon, who was before."""
    row = _found(request, place, host)
    here, before = people_at(request.user, place, row, today())
    past = paged(before, request.GET.get("page"), ON_A_PAGE)
    shown = [*here, *past.object_list]
    request.note_read("pathways.host", [one.person_id for one in shown], table=PERSONS)
    context = {
        "place": place,
        "host": row,
        "kind": HOST_KINDS[HostKind(row.kind)],
        "crumbs": [*_way(place), {"label": row.name}],
        "here": [placement_card(one, today()) for one in here],
        "page": past,
        "before": [placement_card(one, today()) for one in past.object_list],
        "change": address(request, "pathways:host_change", host=row.pk),
        "merge": address(request, "pathways:host_merge", host=row.pk),
        "undo": undo.offered(request),
    }
    return render(request, "pathways/host.html", context)
