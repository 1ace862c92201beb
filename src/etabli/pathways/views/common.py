"""What the screens of the room share."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext

from etabli.kit.clock import today
from etabli.kit.pages import Request
from etabli.org.models import Establishment
from etabli.pathways.access import PathwaysRight
from etabli.pathways.models import Placement
from etabli.pathways.queries.placements import deadlines_of
from etabli.pathways.showing.deadlines import deadline_cards
from etabli.people.models import Person, Registration
from etabli.people.queries import registration_of

PERSONS = Person._meta.db_table
ON_A_PAGE = 25


def registration_or_404(
    request: Request, place: Establishment, pk: int, right: str = PathwaysRight.READ
) -> Registration:
    """Http404 unless the user holds the right over the person (key) there."""
    registration = registration_of(request.user, place, pk, right)
    if registration is None:
        raise Http404
    return registration


def placement_or_404(
    request: Request, place: Establishment, placement: int, right: str = PathwaysRight.READ
) -> Placement:
    """Http404 unless the user holds the right over its person there."""
    rows = Placement.objects.visible_to(request.user, place, right)
    related = ("person", "host", "establishment__association", "renewal_of")
    found: Placement = get_object_or_404(rows.select_related(*related), pk=placement)
    return found


def owed_in(request: Request, place: Establishment) -> list[dict[str, Any]]:
    """What is owed today for those of whom the reader may know, the first due first; see `showing.deadlines`."""
    rows = deadlines_of(request.user, place, today())
    people = Person.objects.filter(pk__in={row.person for row in rows})
    names = {person.pk: str(person) for person in people}
    return deadline_cards(rows, place, names, today(), request.user.may(PathwaysRight.WRITE, place))


def pathways_crumb(place: Establishment) -> dict[str, Any]:
    return {"label": gettext("Pathways"), "url": reverse("pathways:pathways", args=[place.finess])}


def timeline_url(place: Establishment, person: int) -> str:
    return reverse("pathways:timeline", args=[place.finess, person])


def placement_url(row: Placement) -> str:
    return reverse("pathways:placement", args=[row.establishment.finess, row.pk])


def crumbs_to(place: Establishment, person: Person) -> list[Mapping[str, Any]]:
    """The way to the pages of a person's steps."""
    return [pathways_crumb(place), {"label": str(person), "url": timeline_url(place, person.pk)}]
