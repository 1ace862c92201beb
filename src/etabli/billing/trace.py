"""From the lines of an invoice to their deliveries, the work on them, and who, or which group, did it.

Outsiders see codes, which are those of the client; names are for those who may see who worked on what.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from etabli.billing.models import Invoice, InvoiceLine
from etabli.core.contributing import Brought, in_whole_units, over_deliveries, part_of, shares
from etabli.orders.models import DeliveryLine, Order, OrderLine
from etabli.orders.rules import told
from etabli.orders.states import DeliveryState, LineState, OrderState, SaleUnit
from etabli.org.models import User
from etabli.people.models import WorkGroup
from etabli.people.reach import Reach
from etabli.production.access import ProductionRight
from etabli.production.queries.lines import (
    GROUP,
    PERSON,
    UNATTRIBUTED,
    Contribution,
    Who,
    codes_for_clients,
    contributions,
)

UNIT = 1000
"""One whole unit, in thousandths."""
RELATED = ("order_line__order", "delivery_line", "corrects__delivery_line", "corrects__order_line__order")
"""What a line is joined to before it is traced."""
INDIVISIBLE = frozenset({SaleUnit.PIECE, SaleUnit.VISIT})
"""Nobody makes half an envelope: what is counted so is shared in whole ones."""


@dataclass(frozen=True)
class Contributor:
    """`minutes`, `quantity` (thousandths): her part of the invoice line. `share`: ten-thousandths.

    `code`: by which the client knows her; `name`: empty for a reader who may not see it.
    """

    who: Who
    minutes: int
    quantity: int
    share: int
    code: str = ""
    name: str = ""

    @property
    def kind(self) -> str:
        return self.who[0]


@dataclass(frozen=True)
class LineTrace:
    """The sums of the contributors are `minutes` and `quantity`, which is that of the invoice line."""

    line: InvoiceLine
    contributors: tuple[Contributor, ...]

    @property
    def minutes(self) -> int:
        return sum(row.minutes for row in self.contributors)

    @property
    def quantity(self) -> int:
        return sum(row.quantity for row in self.contributors)

    @property
    def reference(self) -> str:
        return self.line.order_line.reference if self.line.order_line else ""


def trace(invoice: Invoice) -> list[LineTrace]:
    """Every line of an invoice, without codes or names; five queries at most, however many lines.

    The minutes of an order line are shared over its deliveries by their quantity. A line of a credit note takes back its part
    of what the line it corrects brought: its numbers are negative. What bills no delivery is nobody's.
    """
    return trace_lines(list(invoice.lines.select_related(*RELATED).order_by("position")))


def trace_lines(lines: Sequence[InvoiceLine]) -> list[LineTrace]:
    """The same of lines of any invoices, with their `RELATED`; four queries at most."""
    origins = [line.corrects or line for line in lines]
    found = _of_deliveries({row.order_line for row in origins if row.order_line is not None})
    return [_traced(line, origin, found) for line, origin in zip(lines, origins, strict=True)]


Parts = Mapping[int, tuple[Sequence[Who], Sequence[Brought]]]
"""By delivery line (key): who, and what each brought to it."""


def _of_deliveries(lines: set[OrderLine]) -> Parts:
    brought: defaultdict[int, list[tuple[Who, Brought]]] = defaultdict(list)
    for row in contributions([line.pk for line in lines]):
        brought[row.line].append((row.who, Brought(row.minutes, row.good)))
    delivered: defaultdict[int, list[DeliveryLine]] = defaultdict(list)
    done = DeliveryLine.objects.filter(order_line__in=lines, delivery__state=DeliveryState.DONE)
    for part in done.order_by("delivery__delivered_on", "pk"):
        delivered[part.order_line_id].append(part)
    found = {}
    for line in lines:
        parts = delivered[line.pk]
        held = brought[line.pk] or [((UNATTRIBUTED, 0), Brought(0, 0))]
        quantities = [part.quantity for part in parts]
        shared = over_deliveries([row for _, row in held], quantities, _is_finished(line))
        for part, rows in zip(parts, shared, strict=True):
            found[part.pk] = ([who for who, _ in held], rows)
    return found


def _is_finished(line: OrderLine) -> bool:
    return line.state != LineState.OPEN or line.order.state == OrderState.CLOSED


def _traced(line: InvoiceLine, origin: InvoiceLine, found: Parts) -> LineTrace:
    whose, brought = [(UNATTRIBUTED, 0)], [Brought(0, line.quantity)]
    delivery = origin.delivery_line
    if delivery is not None and delivery.pk in found:
        whose, parts = list(found[delivery.pk][0]), found[delivery.pk][1]
        brought = part_of(parts, line.quantity, delivery.quantity)
    if line.unit in INDIVISIBLE:
        brought = in_whole_units(brought, UNIT)
    rows = zip(whose, brought, shares(brought), strict=True)
    kept = [Contributor(who, row.minutes, row.quantity, share) for who, row, share in rows]
    return LineTrace(line, tuple(row for row in kept if row.minutes or row.quantity))


# ---------------------------------------------------------------- an order


@dataclass(frozen=True)
class LineWork:
    """What was worked on an order line, billed or not: minutes, thousandths of good quantity; each part with its code."""

    line: OrderLine
    parts: tuple[tuple[Contribution, str], ...]

    @property
    def minutes(self) -> int:
        return sum(part.minutes for part, _ in self.parts)

    @property
    def good(self) -> int:
        return sum(part.good for part, _ in self.parts)


def work_on(order: Order) -> list[LineWork]:
    """Its lines in order, with who contributed by the code of the client; six queries at most, however many lines."""
    lines = list(order.lines.order_by("position"))
    parts: defaultdict[int, list[Contribution]] = defaultdict(list)
    for row in contributions([line.pk for line in lines]):
        parts[row.line].append(row)
    whose = {row.who for rows in parts.values() for row in rows if row.who[0] != UNATTRIBUTED}
    codes = codes_for_clients((order.client_id, who) for who in whose)
    return [
        LineWork(line, tuple((row, codes.get((order.client_id, row.who), "")) for row in parts[line.pk]))
        for line in lines
    ]


# ---------------------------------------------------------------- codes and names


def contributors_of(traced: Sequence[LineTrace]) -> set[Who]:
    """Every person and group of a trace."""
    return {row.who for line in traced for row in line.contributors if row.kind != UNATTRIBUTED}


def with_codes(invoice: Invoice, traced: Sequence[LineTrace]) -> list[LineTrace]:
    """With the codes of the client of the invoice; one query. Who has none yet is given one by `orders.name_for_client`."""
    client = invoice.client_id
    codes = codes_for_clients((client, who) for who in contributors_of(traced))
    return [_changed(line, {who: {"code": code} for (_, who), code in codes.items()}) for line in traced]


def with_names(invoice: Invoice, traced: Sequence[LineTrace], reader: User, today: date) -> list[LineTrace]:
    """With the names that a reader may see; three queries at most."""
    if not reader.may(ProductionRight.READ, invoice.establishment):
        return list(traced)
    everyone = contributors_of(traced)
    persons = {key for kind, key in everyone if kind == PERSON}
    reach = Reach(reader, ProductionRight.READ, invoice.establishment, persons)
    groups = WorkGroup.objects.in_bulk([key for kind, key in everyone if kind == GROUP])
    names: dict[Who, dict[str, str]] = {(GROUP, key): {"name": group.name} for key, group in groups.items()}
    names |= {(PERSON, key): {"name": reach.names[key]} for key in persons if reach.holds(key, today)}
    return [_changed(line, names) for line in traced]


def _changed(line: LineTrace, values: Mapping[Who, Mapping[str, str]]) -> LineTrace:
    return replace(line, contributors=tuple(replace(row, **values.get(row.who, {})) for row in line.contributors))


def trace_for(invoice: Invoice, reader: User, today: date) -> list[LineTrace]:
    """What a page shows a reader."""
    return with_names(invoice, with_codes(invoice, trace(invoice)), reader, today)


def trace_facts(invoice: Invoice, traced: Sequence[LineTrace]) -> dict[str, Any]:
    """As JSON: codes, never names; quantities in units, shares in ten-thousandths."""
    return {
        "number": invoice.number,
        "client": invoice.client.code,
        "lines": [
            {
                "line": row.line.position,
                "order_line": row.reference or None,
                "delivery": row.line.delivery_number or None,
                "minutes": row.minutes,
                "quantity": told(row.quantity),
                "unit": row.line.unit,
                "contributors": [_contributor_facts(part) for part in row.contributors],
            }
            for row in traced
        ],
    }


def _contributor_facts(part: Contributor) -> dict[str, Any]:
    return {
        "kind": part.kind,
        "code": part.code or None,
        "minutes": part.minutes,
        "quantity": told(part.quantity),
        "share": part.share,
    }
