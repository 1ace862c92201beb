"""From a list of order lines to orders: those of one number are one order. An order with an error is not written at all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import Q

from etabli.core.refusal import Refusal
from etabli.exchange.planning_sales import COLUMN_OF_REFUSAL, House, Telling, in_order
from etabli.exchange.reading.rows import Reading
from etabli.exchange.reading.sales import OrderRow
from etabli.exchange.reading.words import folded
from etabli.exchange.report import Report
from etabli.orders import actions as orders
from etabli.orders import rules
from etabli.orders.models import Client, Order, OrderLine, Product
from etabli.orders.queries import prices_on, progress_of
from etabli.org.actions import Change
from etabli.org.models import Establishment, User

_COLUMNS = COLUMN_OF_REFUSAL | {
    "line_text_wrong": "text",
    "line_quantity_wrong": "quantity",
    "line_quantity_missing": "quantity",
    "line_below_delivered": "quantity",
    "line_discount_wrong": "discount",
    "line_unit_fixed": "unit",
    "client_unused": "client",
    "no_price_yet": "price",
    "delivered_before_ordered": "delivered_on",
}


@dataclass
class _Group:
    """The lines of one order, in the order of the file, with their positions."""

    rows: list[OrderRow] = field(default_factory=list)
    specs: dict[int, tuple[OrderRow, orders.LineSpec]] = field(default_factory=dict)
    client: Client | None = None
    order: Order | None = None


def write_orders(
    reading: Reading[OrderRow], report: Report, *, establishment: Establishment, by: User | None, at: datetime
) -> None:
    """Orders made and confirmed, or their lines changed; what a line says it was delivered on, is delivered.

    An order is known by our number, else by its client's number for it.
    """
    telling, house = Telling(report, "order", _COLUMNS), House(establishment)
    telling.doubt(reading.doubtful)
    groups = _grouped(in_order(reading))
    clients = {folded(row.code): row for row in Client.objects.filter(establishment=establishment)}
    products = {
        folded(row.code): row
        for row in Product.objects.filter(establishment=establishment).select_related("vat", "workshop")
    }
    for group in groups:
        _plan(group, _Known(establishment, clients, products, house), telling)
    counts = dict.fromkeys(Change, 0)
    for group in groups:
        if any(telling.is_wrong(row) for row in group.rows):
            continue
        try:
            with transaction.atomic():
                for change in _write(group, establishment, by, at):
                    counts[change] += 1
        except Refusal as refusal:
            telling.refuse(group.rows[0], [refusal])
    report.created, report.updated = counts[Change.CREATED], counts[Change.UPDATED]
    report.unchanged = counts[Change.UNCHANGED]
    report.summary = {"orders": len(groups)}


def _grouped(rows: Iterable[OrderRow]) -> list[_Group]:
    groups: dict[tuple[str, str], _Group] = {}
    for row in rows:
        groups.setdefault((folded(row.client), folded(row.order)), _Group()).rows.append(row)
    return list(groups.values())


@dataclass(frozen=True)
class _Known:
    establishment: Establishment
    clients: Mapping[str, Client]
    products: Mapping[str, Product]
    house: House


def _plan(group: _Group, known: _Known, telling: Telling) -> None:
    """Every error of every line of an order."""
    first = group.rows[0]
    group.client = known.clients.get(folded(first.client))
    for row in group.rows:
        if group.client is None:
            telling.say(row, "client_code_unknown", "client")
        if row.ordered_on != first.ordered_on and "ordered_on" not in first.unread:
            telling.say(row, "order_days_differ", "ordered_on", other=str(first.line.place("ordered_on")))
    if group.client is not None:
        numbers = Q(number=first.order) | Q(client=group.client, client_reference=first.order)
        found = list(Order.objects.filter(numbers, establishment=known.establishment, client=group.client)[:2])
        if len(found) > 1:
            telling.say(first, "order_of_client_not_unique", "order")
        group.order = found[0] if found else None
    for number, row in enumerate(group.rows, 1):
        position = row.position if row.position is not None else number
        if position in group.specs:
            other = group.specs[position][0].line.place("order")
            telling.say(row, "line_twice", "position", other=str(other))
        spec = _spec(row, known, telling)
        if spec is not None:
            group.specs.setdefault(position, (row, spec))
            costs = partial(rules.check_cost_shares, row.shares)
            telling.refuse(row, rules.refusals([*orders.line_checks(known.establishment, spec), costs]))


def _spec(row: OrderRow, known: _Known, telling: Telling) -> orders.LineSpec | None:
    """The line as the catalogue has it, with what the row says; None, and told, when something it needs is missing."""
    written = row.texts["product"]
    product = known.products.get(folded(written))
    if written and product is None:
        telling.say(row, "product_code_unknown", "product")
    workshop = known.house.workshop(row, telling)
    # One that could not be read is far off: then the last price and treatment are looked at.
    day = row.ordered_on
    vat = known.house.treatment(row, telling, product.vat if product else None, day)
    price = row.price
    if price is None and product is not None:
        price = prices_on([product], day).get(product.pk)
    needed: dict[str, Any] = {
        "text": row.texts["text"] or (product.name if product else ""),
        "unit": row.texts["unit"] or (product.unit if product else ""),
        "price": price,
    }
    if product is not None or not written:
        for column in (column for column, value in needed.items() if value in ("", None)):
            telling.say(row, "value_missing", column)
    if telling.is_wrong(row) or vat is None or price is None:
        return None
    said = {
        name: getattr(row, name) for name in ("price_base", "discount", "minutes") if getattr(row, name) is not None
    }
    said |= {"workshop": workshop} if workshop else {}
    said |= {"text": needed["text"], "unit": needed["unit"], "vat": vat, "due_on": row.due_on}
    if product is None:
        return replace(orders.LineSpec(needed["text"], row.quantity, needed["unit"], price, vat), **said)
    return orders.line_from(product, row.quantity, day, unit_price=price, **said)


def _write(group: _Group, establishment: Establishment, by: User | None, at: datetime) -> list[Change]:
    """One change a line. The caller holds the client and a spec of every line."""
    who: dict[str, Any] = {"by": by, "at": at}
    if group.order is None:
        made = orders.draft_order(
            establishment=establishment,
            client=group.client,
            spec=orders.OrderSpec(ordered_on=group.rows[0].ordered_on, client_reference=group.rows[0].order),
            lines=[spec for _, (_, spec) in sorted(group.specs.items())],
            **who,
        )
        orders.confirm_order(order=made, **who)
        lines = dict(zip(sorted(group.specs), made.lines.order_by("position"), strict=True))
        changes = [Change.CREATED] * len(group.specs)
        group.order = made
    else:
        lines, changes = _change(group, group.order, who)
    touched = _save_costs(group, lines, who) | _deliver(group, group.order, lines, who)
    return [
        Change.UPDATED if change == Change.UNCHANGED and position in touched else change
        for position, change in zip(sorted(group.specs), changes, strict=True)
    ]


def _change(group: _Group, order: Order, who: dict[str, Any]) -> tuple[dict[int, OrderLine], list[Change]]:
    """Lines of an order that stands, by position: changed where they differ, added where there are none."""
    standing = {line.position: line for line in order.lines.select_related("order", "product", "vat", "workshop")}
    lines, changes = {}, []
    for position, (_, spec) in sorted(group.specs.items()):
        line = standing.get(position)
        if line is None:
            lines[position] = orders.add_line(order=order, spec=spec, **who)
            changes.append(Change.CREATED)
        elif orders.spec_of(line) == spec:
            lines[position] = line
            changes.append(Change.UNCHANGED)
        else:
            orders.change_line(line=line, spec=spec, **who)
            lines[position] = line
            changes.append(Change.UPDATED)
    return lines, changes


def _save_costs(group: _Group, lines: Mapping[int, OrderLine], who: dict[str, Any]) -> set[int]:
    """Direct costs of the lines that say them, where they differ; answers their positions."""
    changed = set()
    for position, (row, _) in group.specs.items():
        if row.shares and row.shares != dict(lines[position].costs.values_list("category", "share")):
            costs = {category: orders.Cost(share=share) for category, share in row.shares.items()}
            orders.save_line_costs(line=lines[position], costs=costs, **who)
            changed.add(position)
    return changed


def _deliver(group: _Group, order: Order, lines: Mapping[int, OrderLine], who: dict[str, Any]) -> set[int]:
    """What is left of the lines that say on which day they were delivered; answers their positions."""
    days: dict[date, dict[int, int]] = {}
    progress = progress_of(lines.values())
    for position, (row, _) in group.specs.items():
        left = progress[lines[position].pk].left
        if row.delivered_on is not None and left is not None and left > 0:
            days.setdefault(row.delivered_on, {})[position] = left
    for day, quantities in sorted(days.items()):
        by_line = {lines[position].pk: quantity for position, quantity in quantities.items()}
        orders.deliver(order=order, delivered_on=day, quantities=by_line, **who)
    return {position for quantities in days.values() for position in quantities}
