"""What a client's orders brought about: hours, trades and, when they are enough, how many people.

The hours are those of the trace of each invoice. The people of a line are all who worked on it, whatever part of it is
billed: nothing says who made which part.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet, Sum

from etabli.billing.models import ImpactCertificate, Invoice, InvoiceLine
from etabli.billing.states import InvoiceKind, InvoiceState
from etabli.billing.trace import RELATED, trace_lines
from etabli.core.small_groups import may_tell, told_together
from etabli.orders.models import Client
from etabli.org.models import Establishment
from etabli.production.models import WorkFact

OTHER_WORK = ""
"""The trade of what has none."""


@dataclass(frozen=True)
class Impact:
    """`trades`: minutes by trade, the longest first. `people`: keys, never shown; `workers`: those behind the minutes of each
    trade."""

    trades: tuple[tuple[str, int], ...]
    people: frozenset[int]
    workers: Mapping[str, frozenset[int]]

    @property
    def minutes(self) -> int:
        return sum(minutes for _, minutes in self.trades)


def members(client: Client) -> list[int]:
    """Keys of the clients that are one employer: of one SIREN."""
    if not client.siren:
        return [client.pk]
    rows = Client.objects.filter(establishment=client.establishment_id, siren=client.siren)
    return list(rows.values_list("pk", flat=True))


def of_invoice(invoice: Invoice) -> Impact:
    """What stands behind an issued invoice, without what its credit notes took back."""
    return _impact(Invoice.objects.filter(pk=invoice.pk))


def of_year(establishment: Establishment, clients: Collection[int], year: int) -> Impact:
    """What stands behind all that was invoiced to these clients (keys) in a calendar year."""
    return _impact(Invoice.objects.filter(establishment=establishment, client__in=clients, issued_on__year=year))


def _impact(invoices: QuerySet[Invoice]) -> Impact:
    """As the trace of each invoice tells it; as many queries however many lines."""
    wanted = invoices.filter(state=InvoiceState.ISSUED, kind=InvoiceKind.INVOICE).order_by().values("pk")
    documents = Invoice.objects.filter(Q(pk__in=wanted) | Q(corrects__in=wanted), state=InvoiceState.ISSUED).order_by()
    rows = InvoiceLine.objects.filter(invoice__in=documents.values("pk"), order_line__isnull=False)
    related = (*RELATED, "order_line__product")
    traced = trace_lines(list(rows.select_related(*related).order_by("invoice", "position")))
    billed: defaultdict[int, int] = defaultdict(int)
    by_trade: defaultdict[str, int] = defaultdict(int)
    trade_of: dict[int, str] = {}
    for row in traced:
        if row.line.order_line is not None:
            billed[row.line.order_line.pk] += row.line.quantity
            product = row.line.order_line.product
            trade = trade_of[row.line.order_line.pk] = product.trade if product else OTHER_WORK
            by_trade[trade] += row.minutes
    trades = [(trade, minutes) for trade, minutes in by_trade.items() if minutes > 0]
    trades.sort(key=lambda row: (-row[1], row[0]))
    kept = [line for line, quantity in billed.items() if quantity > 0]
    facts = WorkFact.objects.filter(Q(minutes__gt=0) | Q(good__gt=0), order_line__in=kept, subject__isnull=False)
    workers: defaultdict[str, set[int]] = defaultdict(set)
    people = set()
    sums = facts.order_by().values_list("order_line", "subject").annotate(total=Sum("minutes"))
    for line, person, minutes in sums:
        people.add(person)
        if minutes:
            workers[trade_of[line]].add(person)
    return Impact(tuple(trades), frozenset(people), {trade: frozenset(group) for trade, group in workers.items()})


def told_trades(impact: Impact, least: int) -> list[dict[str, Any]]:
    """Minutes by trade as a certificate tells them, the longest first: behind each line stand at least `least` people.

    Trades of fewer are one line, that of work without a trade; there are none when fewer did all of it.
    """
    parts = {trade: (minutes, impact.workers.get(trade, frozenset())) for trade, minutes in impact.trades}
    told = told_together(parts, least, OTHER_WORK)
    rows = sorted(told.items(), key=lambda row: (-row[1], row[0]))
    return [{"trade": trade, "minutes": minutes} for trade, minutes in rows]


def told_people(clients: Collection[int]) -> list[list[int]]:
    """The groups of people (keys) whose number was told to these clients."""
    rows = ImpactCertificate.objects.filter(client__in=clients).exclude(people=[])
    return list(rows.values_list("people", flat=True))


def number_of_people(impact: Impact, told: Iterable[Collection[int]], least: int) -> int | None:
    """How many people a certificate may tell of; None when that is too few, or would tell of too few beside the others."""
    return len(impact.people) if may_tell(impact.people, told, least) else None


def impact_contents(
    impact: Impact, people: int | None, least: int, invoice: Invoice | None, year: int | None
) -> dict[str, Any]:
    """What a certificate of impact says but its number and its parties: nobody's name, nobody's code."""
    return {
        "invoice": invoice.number if invoice else None,
        "year": year,
        "least": least,
        "minutes": impact.minutes,
        "trades": told_trades(impact, least),
        "people": people,
    }
