"""Restrictions and certifications against those who are on the lines of an order: a part of its page (htmx)."""

from __future__ import annotations

from collections import defaultdict

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext

from etabli.kit.clock import today
from etabli.kit.pages import Request, page
from etabli.orders.access import OrdersRight
from etabli.orders.models import Allotment, Order, OrderLine
from etabli.orders.queries import shares_of
from etabli.org.models import Establishment
from etabli.people.models import Person
from etabli.production.queries.lines import GROUP, PERSON, Who
from etabli.production.queries.suiting import warnings_on
from etabli.production.wording import warning_worded


@page(see=OrdersRight.ALLOT, sensitive=True)
def order_warnings(request: Request, place: Establishment, order: int) -> HttpResponse:
    """What stands today between those who are on each line and its operations, for whoever allots."""
    row = get_object_or_404(Order.objects.visible_to(request.user, place, OrdersRight.ALLOT), pk=order)
    rows = OrderLine.objects.visible_to(request.user, place, OrdersRight.ALLOT)
    lines = list(rows.filter(order=row).select_related("order").order_by("position"))
    on_them = [(line.pk, _who(one)) for line, shares in _allotted(lines) for one in shares]
    found = warnings_on(request.user, place, on_them, today())
    persons = {who[1] for _, who in on_them if who[0] == PERSON}
    request.note_read("production.warnings", sorted(persons), table=Person._meta.db_table)
    against: defaultdict[int, list[str]] = defaultdict(list)
    for (pk, _), warnings in found.items():
        against[pk] += [warning_worded(warned.names, warned.concern) for warned in warnings]
    url = reverse("orders:order", kwargs={"finess": place.finess, "order": row.pk})
    context = {
        "place": place,
        "order": row,
        "rows": [
            {"line": line, "warnings": list(dict.fromkeys(against[line.pk]))} for line in lines if against[line.pk]
        ],
        "crumbs": [{"label": row.number, "url": url}, {"label": gettext("Restrictions")}],
    }
    template = "production/order_warnings_part.html" if request.htmx else "production/order_warnings.html"
    return render(request, template, context)


def _allotted(lines: list[OrderLine]) -> list[tuple[OrderLine, list[Allotment]]]:
    """Who is on each line today."""
    shares = shares_of(lines, today())
    return [(line, [row for row, _ in shares[line.pk]]) for line in lines]


def _who(row: Allotment) -> Who:
    return (PERSON, row.person_id) if row.person_id is not None else (GROUP, row.group_id or 0)
