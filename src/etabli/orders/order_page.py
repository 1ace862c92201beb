"""What the page of an order shows: its lines, who is on each, what left and what came back.

The number of queries does not depend on the number of lines.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext

from etabli.kit import localised
from etabli.orders.board import due_lines
from etabli.orders.columns import DELIVERY_STATUS, LINE_STATUS, ORDER_STATUS, RETURN_STATUS
from etabli.orders.days import last_day
from etabli.orders.models import Allotment, CallOff, CustomerReturn, Delivery, Order, OrderLine, OrderLineCost
from etabli.orders.queries import pseudonyms_of, shares_of
from etabli.orders.showing import Card, percent, priced, totals_of, totals_shown, units_of
from etabli.orders.states import (
    CostCategory,
    Decision,
    DeliveryState,
    LineState,
    Nature,
    OrderKind,
    OrderState,
    Recurrence,
    ReturnKind,
)
from etabli.orders.wording import (
    COST_CATEGORIES,
    DECISIONS,
    DELIVERY_STATES,
    LINE_STATES,
    NATURES,
    ORDER_KINDS,
    ORDER_STATES,
    RECURRENCES,
    RETURN_KINDS,
)
from etabli.org.models import User
from etabli.people.access import PeopleRight
from etabli.people.models import Person


def state_of(row: Order) -> Card:
    state = OrderState(row.state)
    return {"word": ORDER_STATES[state], "status": ORDER_STATUS[state]}


def facts(row: Order) -> list[tuple[str, Any]]:
    """What the head of an order says, as (label, value)."""
    kind = str(ORDER_KINDS[OrderKind(row.kind)])
    if row.recurrence:
        kind = f"{kind} · {RECURRENCES[Recurrence(row.recurrence)]}"
    shown = [
        (gettext("Kind"), kind),
        (gettext("Ordered on"), localised.day(row.ordered_on, "long")),
        (gettext("Client's reference"), row.client_reference),
    ]
    if row.starts_on:
        until = last_day(row.ends_before)
        days = gettext("from %(start)s") % {"start": localised.day(row.starts_on)}
        if until:
            days = gettext("%(start)s to %(end)s") % {
                "start": localised.day(row.starts_on),
                "end": localised.day(until),
            }
        shown.append((gettext("Runs"), days))
    return [*shown, (gettext("Delivery address"), str(row.delivery_address or ""))]


def totals(row: Order) -> Card | None:
    """Of the planned quantities; None when they are called off, or due again and again."""
    if row.kind != OrderKind.SINGLE:
        return None
    lines = row.lines.exclude(state=LineState.CANCELLED).select_related("vat")
    return totals_shown(totals_of(lines))


def lines_of(user: User, order: Order, today: date, reads_prices: bool) -> list[Card]:
    """The lines that the reader may see, in order."""
    rows = list(
        OrderLine.objects.visible_to(user, order.establishment)
        .filter(order=order)
        .select_related("product", "workshop", "vat", "establishment")
        .order_by("position")
    )
    for row in rows:
        row.order = order
    due = {item.line.pk: item for item in due_lines(rows, today)}
    allotted = _allotments(user, order, rows, today)
    calls = defaultdict(list)
    for call in CallOff.objects.filter(line__in=rows).order_by("due_on", "pk"):
        calls[call.line_id].append(call)
    costs = _costs(rows) if reads_prices else {row.pk: [] for row in rows}
    return [
        {
            **_line(row, due[row.pk], order),
            "allotments": allotted[row.pk],
            "calls": calls[row.pk],
            "priced": priced(row) if reads_prices else None,
            "costs": costs[row.pk],
        }
        for row in rows
    ]


def _costs(lines: Sequence[OrderLine]) -> dict[int, list[str]]:
    """What of each line (key) is not labour, in words."""
    found: dict[int, list[str]] = {line.pk: [] for line in lines}
    for cost in OrderLineCost.objects.filter(line__in=lines).order_by("pk"):
        amount = percent(cost.share) if cost.share else localised.money(cost.cents or 0)
        found[cost.line_id].append(f"{COST_CATEGORIES[CostCategory(cost.category)]} {amount}")
    return found


def _line(row: OrderLine, due: Any, order: Order) -> Card:
    state = LineState(row.state)
    open_ = state == LineState.OPEN and order.state in (OrderState.DRAFT, OrderState.CONFIRMED)
    late = state == LineState.OPEN and order.state == OrderState.CONFIRMED and due.late
    planned = due.progress.planned
    return {
        "pk": row.pk,
        "position": row.position,
        "reference": row.reference,
        "text": row.text,
        "unit": units_of(row, planned or row.quantity),
        "quantity": row.quantity,
        "planned": planned,
        "delivered": due.progress.delivered,
        "redo": due.progress.redo,
        "left": max(due.left, 0) if due.left is not None and open_ else None,
        "done": min(due.progress.delivered, planned) if planned else 0,
        "due": due.due if open_ else row.due_on,
        "late": late,
        "workshop": row.workshop.name if row.workshop else "",
        "nature": NATURES[Nature(row.nature)],
        "minutes": row.minutes,
        "prepared": row.prepared,
        "state": LINE_STATES[state],
        "status": LINE_STATUS[state],
        "is_open": open_,
        "is_done": state == LineState.DONE and order.state == OrderState.CONFIRMED,
        "is_cancelled": state == LineState.CANCELLED,
    }


def _allotments(user: User, order: Order, lines: Sequence[OrderLine], today: date) -> dict[int, list[Card]]:
    """Who is on each line (key): always the code for the client, the name for those only who may know of the person."""
    rows = list(Allotment.objects.filter(line__in=lines).select_related("person", "group").order_by("starts_on", "pk"))
    persons = [row.person_id for row in rows if row.person_id]
    groups = [row.group_id for row in rows if row.group_id]
    codes = pseudonyms_of(order.client, persons, groups) if rows else {}
    place = order.establishment
    known = set(Person.objects.visible_to(user, place).filter(pk__in=persons).values_list("pk", flat=True))
    knows_groups = bool(groups) and user.may(PeopleRight.READ, place)
    shares = {row.pk: share for found in shares_of(lines, today).values() for row, share in found}
    cards: dict[int, list[Card]] = {line.pk: [] for line in lines}
    for row in rows:
        who = ("person", row.person_id) if row.person_id else ("group", row.group_id)
        is_known = row.person_id in known if row.person_id else knows_groups
        share = shares.get(row.pk)
        cards[row.line_id].append(
            {
                "pk": row.pk,
                "code": codes.get(who, ""),
                "is_group": row.group_id is not None,
                "name": str(row.person or row.group) if is_known else "",
                "starts_on": row.starts_on,
                "last_day": last_day(row.ends_before),
                "share": "" if share is None else percent(share),
                "runs": row.ends_before is None or row.ends_before > today,
            }
        )
    return cards


def deliveries_of(user: User, order: Order) -> list[Card]:
    """Latest first, with what each held."""
    rows = order.deliveries.visible_to(user, order.establishment).prefetch_related("lines__order_line")
    return [
        {
            "pk": row.pk,
            "number": row.number,
            "delivered_on": row.delivered_on,
            "state": DELIVERY_STATES[DeliveryState(row.state)],
            "status": DELIVERY_STATUS[DeliveryState(row.state)],
            "lines": [{"position": line.order_line.position, "quantity": line.quantity} for line in row.lines.all()],
        }
        for row in rows.order_by("-delivered_on", "-pk")
    ]


def returns_of(user: User, order: Order) -> list[Card]:
    rows = CustomerReturn.objects.visible_to(user, order.establishment)
    rows = rows.filter(delivery_line__delivery__order=order).select_related("delivery_line__order_line")
    return [returned(row) for row in rows.order_by("-returned_on", "-pk")]


def returned(row: CustomerReturn) -> Card:
    """A return or a complaint, and what is done about it."""
    line = row.delivery_line.order_line
    return {**_decided(row), "position": line.position, "text": line.text}


def delivered_lines(user: User, delivery: Delivery) -> list[Card]:
    """What a delivery held, and what came back of each line of it."""
    rows = delivery.lines.visible_to(user, delivery.establishment).select_related("order_line")
    rows = rows.prefetch_related("returns").order_by("order_line__position")
    return [
        {
            "position": row.order_line.position,
            "text": row.order_line.text,
            "planned": row.order_line.quantity,
            "quantity": row.quantity,
            "unit": units_of(row.order_line, row.quantity),
            "returns": [_decided(back) for back in row.returns.all()],
        }
        for row in rows
    ]


def _decided(row: CustomerReturn) -> Card:
    return {
        "pk": row.pk,
        "kind": RETURN_KINDS[ReturnKind(row.kind)],
        "returned_on": row.returned_on,
        "quantity": row.quantity,
        "cause": row.cause,
        "decision": DECISIONS[Decision(row.decision)] if row.decision else gettext("To decide"),
        "status": RETURN_STATUS[row.decision],
    }
