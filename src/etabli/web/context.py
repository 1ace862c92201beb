"""What every page's frame shows: the navigation of the role, the establishments, the theme."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from etabli.web.access import here

PLACE_KEY = "place"
"""Where the session keeps the number of the establishment last opened."""
THEMES = ("light", "dark")


@dataclass(frozen=True)
class Entry:
    """`name`: of a URL that takes the establishment's number, unless `is_global`. `icon`: of Lucide. Those of no group come
    first."""

    name: str
    label: Any
    icon: str
    group: Any = ""
    is_global: bool = False


WORKSHOP, SALES, PERSONS = (
    pgettext_lazy("menu", "Workshop"),
    pgettext_lazy("menu", "Sales"),
    pgettext_lazy("menu", "Persons"),
)
ANSWERS, OFFICE, SETTINGS = (
    pgettext_lazy("menu", "Figures"),
    pgettext_lazy("menu", "Office"),
    pgettext_lazy("menu", "Settings"),
)
MOST_AT_ONCE = 10
"""Entries that are shown without being folded into groups."""

ENTRIES = (
    Entry("search", _("Search"), "search", is_global=True),
    Entry("attendance:week", _("Attendance"), "calendar-check", WORKSHOP),
    Entry("tablet:enrol", _("Tablet"), "tablet", WORKSHOP, is_global=True),
    Entry("production:day", _("Work"), "hammer", WORKSHOP),
    Entry("production:handover", pgettext_lazy("log", "Handover"), "messages-square", WORKSHOP),
    Entry("billing:dashboard", pgettext_lazy("trade", "Sales"), "trending-up", SALES),
    Entry("orders:board", _("Orders"), "clipboard-list", SALES),
    Entry("orders:clients", _("Clients"), "building-2", SALES),
    Entry("orders:products", _("Catalogue"), "package-search", SALES),
    Entry("billing:unbilled", _("Billing"), "receipt", SALES),
    Entry("support:caseload", _("Caseload"), "heart-handshake", PERSONS),
    Entry("people:list", _("People"), "users", PERSONS),
    Entry("pathways:pathways", _("Pathways"), "route", PERSONS),
    Entry("indicators:dashboard", _("Activity"), "chart-column", ANSWERS),
    Entry("cpom:contracts", _("CPOM"), "target", ANSWERS),
    Entry("surveys:forms", _("Forms to authorities"), "clipboard-check", ANSWERS),
    Entry("indicators:support_effect", _("Evaluation"), "sprout", ANSWERS),
    Entry("attendance:months", _("Closing of months"), "lock", OFFICE),
    Entry("attendance:reconciliation", _("Reconciliation"), "scale", OFFICE),
    Entry("exchange:imports", _("Imports"), "file-up", OFFICE),
    Entry("exchange:exports", _("Exports"), "file-down", OFFICE),
    Entry("support:frameworks", _("Competences"), "graduation-cap", SETTINGS),
    Entry("attendance:codes", _("Attendance codes"), "tags", SETTINGS),
    Entry("tablets:list", _("Tablets"), "tablet-smartphone", SETTINGS),
    Entry("org:settings", _("Settings"), "settings", SETTINGS),
    Entry("org:access", _("Access"), "shield", SETTINGS),
)
"""In the order of the screen. One shows when its page exists and the reader may see it."""


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context processor. What needs the database is computed when the frame is drawn, not for a fragment."""
    user = getattr(request, "user", None)
    context: dict[str, Any] = {
        "theme": theme_of(request),
        "languages": settings.LANGUAGES,
        "navigation": [],
        "establishments": [],
        "current_place": None,
    }
    if user is not None and user.is_authenticated:
        establishments = SimpleLazyObject(lambda: list(user.places().order_by("name", "pk")))
        place = SimpleLazyObject(lambda: current_place(request, establishments))
        context["establishments"] = establishments
        context["current_place"] = place
        context["navigation"] = SimpleLazyObject(lambda: navigation(request, place))
    return context


def theme_of(request: HttpRequest) -> str:
    """`light`, `dark`, or `auto` (as the system): the user's, else that of this browser."""
    user = getattr(request, "user", None)
    theme = user.theme if user is not None and user.is_authenticated else request.COOKIES.get("theme")
    return theme if theme in THEMES else "auto"


def current_place(request: HttpRequest, establishments: Any) -> Any | None:
    """The establishment of this page, else the one last opened, else the only one."""
    place = getattr(request, "place", None)
    if place is not None:
        return place
    known = {row.finess: row for row in establishments}
    if len(known) == 1:
        return next(iter(known.values()))
    return known.get(request.session.get(PLACE_KEY, ""))


def navigation(request: HttpRequest, place: Any) -> list[dict[str, Any]]:
    """The entries of the reader's role in the place: {url, name, room, label, icon, group, is_open, current}.

    A group is open when it holds the present page; where there is none, the first. Few entries are in no group.
    """
    if not place:
        return []
    held = here(request.user, place)
    entries = [
        {
            "url": reverse(entry.name, kwargs=None if entry.is_global else {"finess": place.finess}),
            "name": entry.name,
            "room": entry.name.partition(":")[0],
            "label": entry.label,
            "icon": entry.icon,
            "group": entry.group,
            "is_open": False,
            "current": False,
        }
        for entry in ENTRIES
        if held.opens(entry.name)
    ]
    current = _current(request, entries)
    if current is not None:
        current["current"] = True
    if len(entries) <= MOST_AT_ONCE:
        return [{**entry, "group": ""} for entry in entries]
    groups = [entry["group"] for entry in ([current] if current else []) + entries if entry["group"]]
    opened = next(iter(groups), "")
    return [{**entry, "is_open": entry["group"] == opened} for entry in entries]


ENTRY_OF = {
    "exchange:passport": "support:caseload",
    "support:profiles": "support:frameworks",
    "support:profile_add": "support:frameworks",
    "support:profile": "support:frameworks",
    "support:profile_change": "support:frameworks",
    "indicators:support_effort": "indicators:support_effect",
    "indicators:support_comparison": "indicators:support_effect",
    "indicators:support_evolution": "support:caseload",
    "indicators:support_work": "support:caseload",
}
"""Pages whose address does not say where one comes from: the menu marks that entry."""


def _current(request: HttpRequest, entries: list[dict[str, Any]]) -> dict[str, Any] | None:
    """The entry told above; else the longest address that begins this one, as the list of people does a person's; else the
    first of the same room."""
    match = request.resolver_match
    told = ENTRY_OF.get(match.view_name) if match else None
    under = [entry for entry in entries if request.path.startswith(entry["url"])]
    for entry in entries:
        if entry["name"] == told:
            return entry
    if under:
        return max(under, key=lambda entry: len(entry["url"]))
    room = match.namespace if match else ""
    return next((entry for entry in entries if room and entry["room"] == room), None)
