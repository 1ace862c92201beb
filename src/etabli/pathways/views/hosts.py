"""Hosts: the list, the page of one, and what is done with it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from etabli.kit import exports, localised, undo
from etabli.kit.asking import Question, ask, do, sent
from etabli.kit.clock import now, today
from etabli.kit.links import address
from etabli.kit.pages import Request, page
from etabli.kit.pagination import paged
from etabli.kit.wording import sentence
from etabli.org.models import Establishment
from etabli.pathways.access import PathwaysRight
from etabli.pathways.actions import hosts as actions
from etabli.pathways.columns.hosts import HOSTS
from etabli.pathways.forms import hosts as forms
from etabli.pathways.models import Host, Placement
from etabli.pathways.queries.hosts import hosts_in, over_after_merge, people_at
from etabli.pathways.showing.placements import placement_card
from etabli.pathways.states import HostKind
from etabli.pathways.views.common import ON_A_PAGE, PERSONS, pathways_crumb
from etabli.pathways.wording import HOST_KINDS

READ, WRITE = PathwaysRight.READ, PathwaysRight.SETTINGS_WRITE


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
    rows = Host.objects.visible_to(request.user, place, right).select_related("establishment")
    found: Host = get_object_or_404(rows, pk=host)
    return found


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


@page(see=WRITE, do=WRITE)
def host_add(request: Request, place: Establishment) -> HttpResponse:
    return _written(request, place, None)


@page(see=WRITE, do=WRITE)
def host_change(request: Request, place: Establishment, host: int) -> HttpResponse:
    return _written(request, place, _found(request, place, host, WRITE))


def _written(request: Request, place: Establishment, row: Host | None) -> HttpResponse:
    """A host, added or corrected; then its page."""
    form = forms.HostForm(sent(request), initial=forms.host_initial(row) if row else None)
    made: list[Host] = []

    def act() -> None:
        values = actions.HostSpec(**form.cleaned_data)
        made.append(actions.save_host(establishment=place, values=values, host=row, by=request.user, at=now()))

    question = Question(
        heading=gettext("Edit the host") if row else gettext("Add a host"),
        back=host_url(row) if row else reverse("pathways:hosts", args=[place.finess]),
        done=gettext("The host is saved."),
        lead=row.name if row else "",
        crumbs=_way(place),
        fields=forms.HOST_FIELDS,
    )
    return ask(request, form, act, question, lambda: host_url(made[0]))


def host_url(row: Host) -> str:
    return reverse("pathways:host", args=[row.establishment.finess, row.pk])


@page(see=WRITE, do=WRITE)
def host_merge(request: Request, place: Establishment, host: int) -> HttpResponse:
    """Two that are one: the placements of the double come here, and it goes."""
    row = _found(request, place, host, WRITE)
    others = Host.objects.visible_to(request.user, place, WRITE).exclude(pk=row.pk)
    form = forms.MergeForm(sent(request), others=others, over=lambda other: _over(request, place, row, other))

    def act() -> None:
        merged = actions.merge_hosts(kept=row, other=form.double(), by=request.user, at=now())
        way, text = reverse("pathways:host_merge_undo", args=[place.finess, row.pk]), gettext("The two hosts are one.")
        undo.offer(request, act=f"pathways.merge.{row.pk}", address=way, text=text, values=merged)

    question = Question(
        heading=gettext("Merge with a double"),
        back=host_url(row),
        lead=str(row),
        note=gettext("The double is not kept. What it says fills what is empty here."),
        submit=gettext("Merge them"),
        crumbs=[*_way(place), {"label": row.name, "url": host_url(row)}],
        fields={"hosts_not_two": "other"},
    )
    return ask(request, form, act, question)


def _over(request: Request, place: Establishment, row: Host, other: Host) -> list[str]:
    """What would be over the rules, by person; those of whom the reader may not know stand for one line."""
    found = over_after_merge(row, other)
    known = Placement.objects.visible_to(request.user, place).filter(person__in={person.pk for person, _ in found})
    may_know = set(known.values_list("person", flat=True))
    told = [localised.colon(person, sentence(refusal)) for person, refusal in found if person.pk in may_know]
    hidden = len({person.pk for person, _ in found} - may_know)
    text = ngettext("%(n)s person not shown to you", "%(n)s persons not shown to you", hidden) % {"n": hidden}
    return [*told, text] if hidden else told


@page(see=WRITE, do=WRITE)
def host_merge_undo(request: Request, place: Establishment, host: int) -> HttpResponse:
    """The double is there again."""
    row = _found(request, place, host, WRITE)
    if request.method != "POST":
        return do(request, lambda: None, host_url(row))
    merged = undo.redeem(request, f"pathways.merge.{row.pk}")

    def act() -> None:
        actions.unmerge_hosts(kept=row, merged=merged, by=request.user, at=now())

    return do(request, act, host_url(row), gettext("The two hosts are apart again."))
