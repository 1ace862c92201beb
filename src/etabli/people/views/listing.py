"""The list of persons, on screen and as a sheet."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from etabli.kit import exports
from etabli.kit.clock import today
from etabli.kit.links import address
from etabli.kit.pages import Request, page
from etabli.kit.pagination import paged
from etabli.org.access import workshop_limit
from etabli.org.models import Establishment, Workshop
from etabli.org.queries import rights_in
from etabli.people import columns
from etabli.people.access import PeopleRight
from etabli.people.forms import ListFilter
from etabli.people.models import Person, Registration
from etabli.people.queries import listed


class _Listing:
    """The list as its address asks for it, cut to what the reader may see."""

    def __init__(self, request: Request, place: Establishment) -> None:
        self.limit = workshop_limit(request.user, PeopleRight.ENGAGEMENT_READ, place)
        self.engagements = self.limit is None or bool(self.limit)
        workshops = list(Workshop.objects.visible_to(request.user, place, PeopleRight.READ))
        self.filter = ListFilter(request.GET, place, workshops, self.engagements)
        self.columns = columns.columns(self.engagements)
        self.sort = request.GET.get("sort", "")
        persons = Person.objects.visible_to(request.user, place, PeopleRight.READ)
        self.rows = self._filtered(listed(place, persons, today())).order_by(*columns.order(self.sort, self.columns))
        self._finess = place.finess

    def _filtered(self, rows: Any) -> Any:
        states, workshop, group = self.filter.states, self.filter.chosen("workshop"), self.filter.chosen("group")
        rows = rows if states is None else rows.filter(state__in=states)
        rows = rows.filter(workshop=workshop) if workshop else rows
        if self.limit is not None and self.filter.chosen("state"):
            # What one may not read is not told by a filter either.
            rows = rows.filter(workshop__in=self.limit)
        return rows.filter(work_groups=group) if group else rows

    def shown(self, rows: Any) -> list[Registration]:
        """The rows without what the reader may not know of each."""
        shown = list(rows)
        for row in shown:
            row.finess = self._finess
            if self.limit is not None and row.workshop_id not in self.limit:
                for name in columns.ENGAGEMENT_FIELDS:
                    setattr(row, name, None)
        return shown

    @property
    def query(self) -> str:
        """The filters chosen, as an address carries them."""
        chosen = {name: self.filter.chosen(name) for name in self.filter.fields}
        return urlencode({name: value for name, value in chosen.items() if value})


@page(see=PeopleRight.READ)
def people(request: Request, place: Establishment) -> HttpResponse:
    """Everyone whom the reader may know of here."""
    listing = _Listing(request, place)
    found = paged(listing.rows, request.GET.get("page"))
    rows = listing.shown(found.object_list)
    if rows and listing.engagements:
        request.note_read("people.list", [row.person_id for row in rows], table=Person._meta.db_table)
    rights = rights_in(request.user, place)
    context = {
        "place": place,
        "page": found,
        "table": columns.table(rows, listing.columns, listing.sort, f"?{listing.query}&sort="),
        "filter": listing.filter,
        "query": urlencode({"sort": listing.sort}) + "&" + listing.query if listing.sort else listing.query,
        "is_filtered": bool(listing.query),
        "may_add": PeopleRight.WRITE in rights,
        "imports": address(request, "exchange:imports") if PeopleRight.IMPORT in rights else "",
    }
    return render(request, "people/list.html", context)


@page(see=PeopleRight.READ)
def export(request: Request, place: Establishment, kind: str) -> HttpResponse:
    """The list as filtered, whole, as a sheet."""
    if kind not in exports.CONTENT_TYPES:
        raise Http404
    listing = _Listing(request, place)
    rows = listing.shown(listing.rows)
    subjects = [row.person_id for row in rows]
    title = gettext("People %(place)s") % {"place": place.name}
    return exports.download(request, kind, listing.columns, rows, what="people.export", title=title, subjects=subjects)
