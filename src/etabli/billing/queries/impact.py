"""What a client's orders brought about: hours, trades and how many people; nothing of it when they are too few.

The hours are those of the trace of each invoice. The people of a line are all who worked on it, whatever part of it is
billed: nothing says who made which part.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.db.models import Q, QuerySet, Sum

from etabli.billing.models import ImpactCertificate, Invoice, InvoiceLine
from etabli.billing.states import InvoiceKind, InvoiceState
from etabli.billing.trace import RELATED, trace_lines
from etabli.core.small_groups import Shares, fewest_behind, may_tell, told_together
from etabli.orders.models import Client
from etabli.org.models import Establishment
from etabli.production.models import WorkFact

OTHER_WORK = ""
"""The trade of what has none."""


@dataclass(frozen=True)
class Impact:
    """`trades`: minutes by trade, the longest first. `people`: keys, never shown; `shares`: of the minutes of each trade,
    the part of each (order line, person)."""

    trades: tuple[tuple[str, int], ...]
    people: frozenset[int]
    shares: Mapping[str, Shares]

    @property
    def minutes(self) -> int:
        return sum(minutes for _, minutes in self.trades)

    def workers(self, trade: str) -> frozenset[int]:
        return frozenset(person for _, person in self.shares.get(trade, {}))


@dataclass(frozen=True)
class Told:
    """What a certificate may tell of an impact. `minutes`: None when nothing. `sums`: of whom each amount is told."""

    minutes: int | None
    trades: list[dict[str, Any]]
    people: int | None
    sums: tuple[Shares, ...] = ()


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
    spent: defaultdict[int, int] = defaultdict(int)
    by_trade: defaultdict[str, int] = defaultdict(int)
    trade_of: dict[int, str] = {}
    for row in traced:
        if row.line.order_line is not None:
            billed[row.line.order_line.pk] += row.line.quantity
            spent[row.line.order_line.pk] += row.minutes
            product = row.line.order_line.product
            trade = trade_of[row.line.order_line.pk] = product.trade if product else OTHER_WORK
            by_trade[trade] += row.minutes
    trades = [(trade, minutes) for trade, minutes in by_trade.items() if minutes > 0]
    trades.sort(key=lambda row: (-row[1], row[0]))
    people, shares = _shares([line for line, quantity in billed.items() if quantity > 0], spent, trade_of)
    return Impact(tuple(trades), people, shares)


def _shares(
    lines: Collection[int], spent: Mapping[int, int], trade_of: Mapping[int, str]
) -> tuple[frozenset[int], dict[str, Shares]]:
    """Who worked on these lines (keys), and what part of what is billed of each (`spent`) is whose, by trade."""
    facts = WorkFact.objects.filter(Q(minutes__gt=0) | Q(good__gt=0), order_line__in=lines, subject__isnull=False)
    sums = list(facts.order_by().values_list("order_line", "subject").annotate(total=Sum("minutes")))
    whole: defaultdict[int, int] = defaultdict(int)
    for line, _, minutes in sums:
        whole[line] += minutes
    shares: defaultdict[str, dict[tuple[int, int], Fraction]] = defaultdict(dict)
    for line, person, minutes in sums:
        if minutes:
            shares[trade_of[line]][line, person] = Fraction(spent[line] * minutes, whole[line])
    return frozenset(person for _, person, _ in sums), dict(shares)


# ---------------------------------------------------------------- what may be told


def may_be_told(impact: Impact, clients: Collection[int], least: int) -> Told:
    """Of an impact, what tells nothing about fewer than `least` people beside all that was told to these clients (keys).

    Hours by trade; else the hours in all; else nothing. The number of people besides, when it tells of no fewer either.
    """
    before = told_before(clients)
    parts = {trade: (minutes, impact.workers(trade)) for trade, minutes in impact.trades}
    together = told_together(parts, least, OTHER_WORK)
    everything = _joined(impact.shares.values())
    alone = [trade for trade in together if trade != OTHER_WORK]
    rest = _joined(shares for trade, shares in impact.shares.items() if trade not in alone)
    by_trade = (everything, *(impact.shares[trade] for trade in alone), *([rest] if rest else []))
    people = number_of_people(impact, told_people(clients), least)
    if together and fewest_behind([*before, *by_trade]) >= least:
        rows = sorted(together.items(), key=lambda row: (-row[1], row[0]))
        trades = [{"trade": trade, "minutes": minutes} for trade, minutes in rows]
        return Told(impact.minutes, trades, people, by_trade)
    if fewest_behind([*before, everything]) >= least:
        return Told(impact.minutes, [], people, (everything,))
    return Told(None, [], None)


def _joined(parts: Iterable[Shares]) -> Shares:
    return {piece: share for part in parts for piece, share in part.items()}


def told_before(clients: Collection[int]) -> list[Shares]:
    """Of whom each amount of time is, that was told to these clients."""
    rows = ImpactCertificate.objects.filter(client__in=clients).values_list("told", flat=True)
    return [
        {_piece(name): Fraction(share) for name, share in shares.items()} for told in rows for shares in told if shares
    ]


def _piece(name: str) -> tuple[int, int]:
    line, _, person = name.partition(":")
    return int(line), int(person)


def as_kept(sums: Iterable[Shares]) -> list[dict[str, str]]:
    """The same as JSON."""
    return [{f"{line}:{person}": str(share) for (line, person), share in shares.items()} for shares in sums]


def told_people(clients: Collection[int]) -> list[list[int]]:
    """The groups of people (keys) whose number was told to these clients."""
    rows = ImpactCertificate.objects.filter(client__in=clients).exclude(people=[])
    return list(rows.values_list("people", flat=True))


def number_of_people(impact: Impact, told: Iterable[Collection[int]], least: int) -> int | None:
    """How many people a certificate may tell of; None when that is too few, or would tell of too few beside the others."""
    return len(impact.people) if may_tell(impact.people, told, least) else None


def impact_contents(told: Told, least: int, invoice: Invoice | None, year: int | None) -> dict[str, Any]:
    """What a certificate of impact says but its number and its parties: nobody's name, nobody's code.

    `minutes` and `people` are None, and `trades` empty, where they are not told.
    """
    return {
        "invoice": invoice.number if invoice else None,
        "year": year,
        "least": least,
        "minutes": told.minutes,
        "trades": told.trades,
        "people": told.people,
    }
