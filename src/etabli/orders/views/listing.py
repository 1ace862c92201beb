"""A list of this room: filtered, cut into pages, or whole as a sheet."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from etabli.kit.exports import Column
from etabli.kit.pages import Request
from etabli.kit.pagination import paged
from etabli.orders import columns
from etabli.orders.forms import ListFilter
from etabli.orders.views.common import tabs, to
from etabli.org.queries import rights_in


@dataclass(frozen=True)
class Listing:
    """What a list says of itself. `name`: of its page; `group`: the tabs it stands in. `nothing`: said of an empty one.

    `add`: the words of the act that fills it; `add_name`: its page; `right`: who may.
    """

    name: str
    group: str
    heading: str
    nothing: str
    nothing_text: str = ""
    icon: str = "inbox"
    lead: str = ""
    add: str = ""
    add_name: str = ""
    right: str = ""


def show_list(
    request: Request,
    listing: Listing,
    asked_for: ListFilter,
    rows: Any,
    shown: Sequence[Column],
    *,
    template: str = "orders/list.html",
    finish: Callable[[Any], list[Any]] = list,
    more: Callable[[list[Any]], dict[str, Any]] | None = None,
) -> HttpResponse:
    """One page of the rows. `shown`: its columns; `finish`: completes those of the page; `more`: from them, what the
    template needs besides."""
    place, rights = request.place, rights_in(request.user, request.place)
    found = paged(rows, request.GET.get("page"))
    rows_shown = finish(found.object_list)
    may_add = bool(listing.add_name) and listing.right in rights
    context = {
        "place": place,
        "listing": listing,
        "filter": asked_for,
        "page": found,
        "table": columns.table(shown, rows_shown),
        "tabs": tabs(rights, place, listing.group, listing.name),
        "add": to(place, listing.add_name) if may_add else "",
        "sheets": [
            {"url": to(place, f"{listing.name}_export", "xlsx"), "label": "XLSX", "icon": "sheet"},
            {"url": to(place, f"{listing.name}_export", "csv"), "label": "CSV", "icon": "file-text"},
        ],
        **(more(rows_shown) if more else {}),
    }
    return render(request, template, context)
