"""What a client's orders brought about: hours, trades and, when they are enough, how many people.

An order line that is billed in part brings its minutes in proportion; its people are all who worked on it, since nothing
says who made which part.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet, Sum

from etabli.billing.models import ImpactCertificate, Invoice, InvoiceLine
from etabli.billing.states import InvoiceKind, InvoiceState
from etabli.core.obligation import half_up
from etabli.core.small_groups import may_tell
from etabli.orders.models import Client, DeliveryLine, OrderLine
from etabli.orders.states import DeliveryState
from etabli.org.models import Establishment
from etabli.production.models import WorkFact


@dataclass(frozen=True)
class Impact:
    """`trades`: minutes by trade, the longest first. `people`: keys, never shown."""

    trades: tuple[tuple[str, int], ...]
    people: frozenset[int]

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
    """Six queries, however many lines."""
    wanted = set(invoices.filter(state=InvoiceState.ISSUED, kind=InvoiceKind.INVOICE).values_list("pk", flat=True))
    billed = {line: parts for line, parts in _billed(wanted).items() if any(parts.get(key) for key in wanted)}
    worked = WorkFact.objects.filter(order_line__in=list(billed)).order_by()
    minutes = dict(worked.values_list("order_line").annotate(minutes=Sum("minutes")))
    people = worked.filter(Q(minutes__gt=0) | Q(good__gt=0), subject__isnull=False)
    rows = OrderLine.objects.filter(pk__in=list(minutes)).order_by()
    lines = {
        pk: (quantity, trade or "") for pk, quantity, trade in rows.values_list("pk", "quantity", "product__trade")
    }
    whole = _whole({pk: max(quantity, sum(billed[pk].values())) for pk, (quantity, _) in lines.items()})
    by_trade: defaultdict[str, int] = defaultdict(int)
    for pk, (_, trade) in lines.items():
        parts = _parts(minutes[pk], billed[pk], whole[pk])
        by_trade[trade] += sum(part for key, part in parts.items() if key in wanted)
    trades = sorted(by_trade.items(), key=lambda row: (-row[1], row[0]))
    return Impact(tuple(trades), frozenset(people.values_list("subject", flat=True).distinct()))


def _billed(invoices: Collection[int]) -> dict[int, dict[int, int]]:
    """Of each order line on these invoices: quantities by invoice, in order, without what credit notes took back."""
    here = InvoiceLine.objects.filter(invoice__in=invoices, order_line__isnull=False).order_by()
    rows = InvoiceLine.objects.filter(
        order_line__in=here.values("order_line"), invoice__state=InvoiceState.ISSUED
    ).exclude(invoice__kind=InvoiceKind.DEPOSIT)
    found: defaultdict[int, defaultdict[int, int]] = defaultdict(lambda: defaultdict(int))
    for line, invoice, corrects, quantity in rows.order_by("invoice", "pk").values_list(
        "order_line", "invoice", "invoice__corrects", "quantity"
    ):
        found[line][corrects or invoice] += quantity
    return {line: {key: max(quantity, 0) for key, quantity in parts.items()} for line, parts in found.items()}


def _parts(minutes: int, billed: Mapping[int, int], whole: int) -> dict[int, int]:
    """The minutes of a line by invoice: what all up to it make, less what those before it made. None is lost."""
    parts, so_far, told = {}, 0, 0
    for key, quantity in billed.items():
        so_far += quantity
        upto = half_up(minutes * so_far, whole)
        parts[key], told = upto - told, upto
    return parts


def _whole(least: Mapping[int, int]) -> dict[int, int]:
    """The quantity that the work on each line was for: what was ordered, billed or delivered, whichever is most."""
    delivered = DeliveryLine.objects.filter(order_line__in=list(least), delivery__state=DeliveryState.DONE).order_by()
    sums = dict(delivered.values_list("order_line").annotate(quantity=Sum("quantity")))
    return {line: max(quantity, int(sums.get(line, 0))) for line, quantity in least.items()}


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
        "trades": [{"trade": trade, "minutes": minutes} for trade, minutes in impact.trades],
        "people": people,
    }
