"""What the screens of production share: the tabs, the workshops, the name of an author."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext

from etabli.kit.pages import Request
from etabli.orders.access import OrdersRight
from etabli.org.models import Establishment, User, Workshop
from etabli.production.access import ProductionRight
from etabli.production.actions import Answer
from etabli.production.queries import name_of


def tabs(rights: Iterable[str], place: Establishment, current: str) -> list[dict[str, Any]]:
    """The screens of work that stand side by side, as `components/tabs.html` takes them."""
    entries = [
        ("production:day", gettext("Work of a day"), ProductionRight.TOTALS_READ),
        ("production:lines", gettext("Order lines"), OrdersRight.READ),
        ("production:load", gettext("Load"), OrdersRight.READ),
        ("production:quality", gettext("Quality"), ProductionRight.TOTALS_READ),
        ("production:presence", gettext("Use of time"), ProductionRight.READ),
        ("production:reports", gettext("Interventions"), ProductionRight.READ),
        ("production:activities", gettext("Activities"), ProductionRight.TOTALS_READ),
    ]
    return _links(entries, set(rights), place, current)


def load_pages(rights: Iterable[str], place: Establishment, current: str) -> list[dict[str, Any]]:
    """The screens about load, which stand under one tab."""
    entries = [
        ("production:load", gettext("Load and capacity"), OrdersRight.READ),
        ("production:bottlenecks", gettext("Bottlenecks"), OrdersRight.READ),
        ("production:zones", gettext("Use by half-day"), ProductionRight.READ),
        ("production:sharing", gettext("Sharing of tasks"), ProductionRight.SHARING_READ),
    ]
    return _links(entries, set(rights), place, current)


def _links(
    entries: Iterable[tuple[str, str, str]], held: Collection[str], place: Establishment, current: str
) -> list[dict[str, Any]]:
    return [
        {"label": label, "url": reverse(name, args=[place.finess]), "current": name == current, "count": 0}
        for name, label, right in entries
        if right in held
    ]


def workshops_with(request: Request, place: Establishment, right: str) -> list[Workshop]:
    """Workshops in which the reader holds the right today."""
    return list(Workshop.objects.visible_to(request.user, place, right))


def author_name(user: User | None) -> str:
    return name_of(user) or gettext("command line")


def settle(answers: Iterable[Answer]) -> None:
    """Raise the Refusal of an operation that was refused, to be shown beside its field."""
    for answer in answers:
        if answer.refusal is not None:
            raise answer.refusal
