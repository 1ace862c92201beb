"""What the screens of orders share: rows by their key, tabs, crumbs, lists on screen and as sheets."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, TypeVar

from django import forms
from django.db import models
from django.db.models import Count, Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext, pgettext

from etabli.kit import exports
from etabli.kit.asking import Question, ask
from etabli.kit.clock import today
from etabli.kit.exports import Column
from etabli.kit.pages import Request
from etabli.orders.access import OrdersRight
from etabli.orders.forms import FIELDS
from etabli.orders.models import Client, Product, VatTreatment
from etabli.orders.models.quotes import PricedLine
from etabli.org.access import OrgRight, workshop_limit
from etabli.org.models import Establishment, Workshop

Row = TypeVar("Row", bound=models.Model)
Crumb = Mapping[str, Any]


def found(
    request: Request, model: type[Row], key: int, right: str = OrdersRight.READ, *, joined: Sequence[str] = ()
) -> Row:
    """The row of that key, with the rows it is joined to; Http404 unless the reader may see it there."""
    rows = model._default_manager.all().visible_to(request.user, request.place, right)  # type: ignore[attr-defined]
    row: Row = get_object_or_404(rows.select_related(*joined) if joined else rows, pk=key)
    return row


def to(place: Establishment, name: str, *keys: Any) -> str:
    """The address of a page of this room."""
    return reverse(f"orders:{name}", args=[place.finess, *keys])


def crumb(place: Establishment, label: str, name: str, *keys: Any) -> Crumb:
    return {"label": label, "url": to(place, name, *keys)}


def asked(
    request: Request,
    form: forms.Form,
    act: Callable[[], object],
    *,
    heading: str,
    done: str,
    crumbs: Sequence[Crumb],
    lead: str = "",
    note: str = "",
    submit: str = "",
    fields: Mapping[str, str] | None = None,
    then: Callable[[], str] | None = None,
    template: str = "kit/form.html",
) -> HttpResponse:
    """A form shown, refused, or done and left for the page of the last crumb; see `kit.asking`."""
    beside = FIELDS if fields is None else {**FIELDS, **fields}
    question = Question(heading, crumbs[-1]["url"], done, lead, note, submit, crumbs, beside, template)
    return ask(request, form, act, question, then)


ORDERS, CLIENTS, CATALOGUE = "orders", "clients", "catalogue"


def tabs(rights: Iterable[str], place: Establishment, group: str, current: str) -> list[dict[str, Any]]:
    """The screens that stand side by side, as `components/tabs.html` takes them."""
    held = set(rights)
    read, prices = OrdersRight.READ, OrdersRight.PRICES_READ
    groups: dict[str, list[tuple[str, str, str]]] = {
        ORDERS: [
            ("board", gettext("Lines by due date"), read),
            ("orders", gettext("Orders"), read),
            ("quotes", gettext("Quotes"), prices),
            ("deliveries", gettext("Deliveries"), read),
            ("returns", gettext("Returns and complaints"), read),
        ],
        CLIENTS: [
            ("clients", gettext("Clients"), read),
            ("goods", gettext("Goods of clients"), read),
        ],
        CATALOGUE: [
            ("products", gettext("Catalogue"), read),
            ("stock", gettext("Stock of finished goods"), read),
            ("treatments", pgettext("taxes", "VAT treatments"), prices),
        ],
    }
    return [
        {"label": label, "url": to(place, name), "current": name == current, "count": 0}
        for name, label, right in groups[group]
        if right in held
    ]


def may_trace(rights: Iterable[str]) -> bool:
    """The history of a row tells prices too."""
    return {OrgRight.JOURNAL_READ, OrdersRight.PRICES_READ} <= set(rights)


def workshops_of(request: Request, place: Establishment, right: str = OrdersRight.READ) -> list[Workshop]:
    """Workshops in which the reader holds the right today."""
    return list(Workshop.objects.visible_to(request.user, place, right))


def lines_shown(request: Request, path: str) -> Count:
    """How many lines of a row the reader may see. `path`: from the row to its order lines."""
    limit = workshop_limit(request.user, OrdersRight.READ, request.place)
    shown = None if limit is None else Q(**{f"{path}__workshop__in": limit})
    return Count(path, filter=shown, distinct=True)


def clients_of(request: Request, right: str = OrdersRight.READ) -> list[Client]:
    """Clients to choose from: those used, by name."""
    return list(Client.objects.visible_to(request.user, request.place, right).filter(active=True))


def line_offers(request: Request, row: PricedLine | None = None) -> dict[str, Any]:
    """What a line may be made of: products sold, treatments in force, workshops; and what it is made of already."""
    place = request.place
    kept = Q(pk=row.product_id) if row is not None else Q(pk__in=[])
    products = Product.objects.filter(Q(active=True) | kept, establishment=place)
    return {
        "products": list(products),
        "treatments": treatments_on(place, today(), row),
        "workshops": list(Workshop.objects.filter(establishment=place)),
    }


def treatments_on(place: Establishment, day: date, row: Any | None = None) -> list[VatTreatment]:
    """Those in force on a day, and that of a row which has one already."""
    running = Q(ends_before__isnull=True) | Q(ends_before__gt=day)
    kept = Q(pk=row.vat_id) if row is not None else Q(pk__in=[])
    return list(VatTreatment.objects.filter(running & Q(starts_on__lte=day) | kept, establishment=place))


def sheet(
    request: Request,
    kind: str,
    columns: Sequence[Column],
    rows: Sequence[Any],
    *,
    what: str,
    title: str,
    clients: Iterable[Client] | None = None,
) -> HttpResponse:
    """A list as XLSX or CSV; Http404 for another kind. `clients`: those it names, for the log of exports."""
    if kind not in exports.CONTENT_TYPES:
        raise Http404
    name = f"{title} {request.place.name}"
    named = None if clients is None else sorted({client.pk for client in clients})
    log = {"what": what, "subjects": named, "table": Client._meta.db_table}
    return exports.download(request, kind, columns, rows, title=name, **log)
