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
    """`name`: of a URL that takes the establishment's number, unless `is_global`. `icon`: of Lucide."""

    name: str
    label: Any
    icon: str
    is_global: bool = False


ENTRIES = (
    Entry("attendance:week", _("Attendance"), "calendar-check"),
    Entry("tablet:enrol", _("Tablet"), "tablet", is_global=True),
    Entry("production:day", _("Work"), "hammer"),
    Entry("production:handover", pgettext_lazy("log", "Handover"), "messages-square"),
    Entry("billing:dashboard", pgettext_lazy("trade", "Sales"), "trending-up"),
    Entry("orders:board", _("Orders"), "clipboard-list"),
    Entry("orders:clients", _("Clients"), "building-2"),
    Entry("orders:products", _("Catalogue"), "package-search"),
    Entry("billing:unbilled", _("Billing"), "receipt"),
    Entry("support:caseload", _("Caseload"), "heart-handshake"),
    Entry("people:list", _("People"), "users"),
    Entry("search", _("Search"), "search", is_global=True),
    Entry("indicators:dashboard", _("Activity"), "chart-column"),
    Entry("attendance:months", _("Closing of months"), "lock"),
    Entry("attendance:reconciliation", _("Reconciliation"), "scale"),
    Entry("exchange:imports", _("Imports"), "file-up"),
    Entry("exchange:exports", _("Exports"), "file-down"),
    Entry("indicators:support_effect", _("Evaluation"), "sprout"),
    Entry("support:frameworks", _("Competences"), "graduation-cap"),
    Entry("attendance:codes", _("Attendance codes"), "tags"),
    Entry("tablets:list", _("Tablets"), "tablet-smartphone"),
    Entry("org:settings", _("Settings"), "settings"),
    Entry("org:access", _("Access"), "shield"),
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
    """The entries of the reader's role in the place: {url, label, icon, current}."""
    if not place:
        return []
    held = here(request.user, place)
    entries = [
        {
            "url": reverse(entry.name, kwargs=None if entry.is_global else {"finess": place.finess}),
            "label": entry.label,
            "icon": entry.icon,
            "current": False,
        }
        for entry in ENTRIES
        if held.opens(entry.name)
    ]
    # The longest address that begins this one: a person's page stands under the list of people.
    under = [entry for entry in entries if request.path.startswith(entry["url"])]
    if under:
        max(under, key=lambda entry: len(entry["url"]))["current"] = True
    return entries
