"""Sales at a glance: open lines by due week, what is to bill, what was billed and paid by month, and the largest clients."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Sum

from etabli.billing.access import BillingRight
from etabli.billing.models import Invoice, Payment
from etabli.billing.queries.invoices import outstanding
from etabli.billing.queries.unbilled import unbilled
from etabli.billing.states import InvoiceState
from etabli.core.periods import Period, month_start, next_month
from etabli.core.prices import line_amount
from etabli.orders.access import OrdersRight
from etabli.orders.board import Due, Week, by_week, due_lines
from etabli.orders.models import Client, DeliveryLine, Order
from etabli.orders.queries import open_lines
from etabli.orders.states import DeliveryState, OrderState
from etabli.org.models import Establishment, User

MONTHS = 12
LARGEST = 10
LATE_SHOWN = 10


@dataclass(frozen=True)
class DueWeek:
    """Open lines due in a week, late ones, or those without a day. `amount`: cents of what is left, without VAT."""

    week: Week
    ready: int
    amount: int


@dataclass(frozen=True)
class OrderBook:
    """`states`: how many orders by state. `late`: the lines whose day is past, the longest late first."""

    states: Mapping[OrderState, int]
    weeks: Sequence[DueWeek]
    late: Sequence[Due]

    @property
    def lines(self) -> int:
        return sum(len(row.week.rows) for row in self.weeks)

    @property
    def minutes(self) -> int:
        return sum(row.week.minutes for row in self.weeks)

    @property
    def amount(self) -> int:
        return sum(row.amount for row in self.weeks)


def order_book(user: User, establishment: Establishment, today: date) -> OrderBook:
    """What the reader may see of it; as many queries for one line as for twenty."""
    orders = Order.objects.visible_to(user, establishment, OrdersRight.PRICES_READ)
    states = dict(orders.order_by().values_list("state").annotate(number=Count("pk", distinct=True)))
    visible = open_lines(establishment).visible_to(user, establishment, OrdersRight.PRICES_READ)  # type: ignore[attr-defined]
    rows = due_lines(visible, today)
    weeks = [
        DueWeek(week, sum(row.line.prepared for row in week.rows), sum(amount_left(row) for row in week.rows))
        for week in by_week(rows)
    ]
    return OrderBook({state: states.get(state, 0) for state in OrderState}, weeks, [row for row in rows if row.late])


def amount_left(row: Due) -> int:
    """Cents of what is left of a line, without VAT; 0 where nothing bounds it."""
    line = row.line
    return line_amount(max(row.left or 0, 0), line.unit_price, line.price_base, line.discount)


# ---------------------------------------------------------------- money


@dataclass(frozen=True)
class Money:
    """Cents. `to_bill`: delivered and on no invoice, without VAT, of `clients`; `owed`: left to pay, `late` of it past its
    day; `months`: first days, with what was billed and what was paid in each, VAT included."""

    to_bill: int
    clients: int
    owed: int
    late: int
    months: Sequence[tuple[date, int, int]]


def money_of(user: User, establishment: Establishment, today: date) -> Money | None:
    """None for who may not read invoices. Credit notes are taken off what is billed, money given back off what is paid."""
    if not user.may(BillingRight.READ, establishment):
        return None
    waiting = unbilled(establishment)
    owed = [(row.left, row.due_on) for row in outstanding(establishment, today)]  # type: ignore[attr-defined]
    return Money(
        sum(row.amount for row in waiting),
        len({row.client.pk for row in waiting}),
        sum(left for left, _ in owed),
        sum(left for left, due in owed if due is not None and due < today and left > 0),
        months_of(user, establishment, today),
    )


def last_months(today: date) -> Period:
    """The present month and the eleven before it."""
    start = month_start(today)
    index = start.year * 12 + start.month - MONTHS
    return Period(date(index // 12, index % 12 + 1, 1), next_month(today))


def months_of(user: User, establishment: Establishment, today: date) -> list[tuple[date, int, int]]:
    """(first day, cents billed, cents paid) of the last twelve months, VAT included; of who may read invoices."""
    days = last_months(today)
    invoices = Invoice.objects.visible_to(user, establishment).filter(state=InvoiceState.ISSUED)
    billed = _by_month(invoices.filter(issued_on__gte=days.start, issued_on__lt=days.end), "issued_on", "payable")
    payments = Payment.objects.visible_to(user, establishment)
    paid = _by_month(payments.filter(paid_on__gte=days.start, paid_on__lt=days.end), "paid_on", "cents")
    return [(month.start, billed[month.start], paid[month.start]) for month in days.months()]


def _by_month(rows: object, day: str, cents: str) -> Counter[date]:
    found: Counter[date] = Counter()
    for on, total in rows.order_by().values_list(day).annotate(total=Sum(cents)):  # type: ignore[attr-defined]
        found[month_start(on)] += total
    return found


# ---------------------------------------------------------------- clients


@dataclass(frozen=True)
class Large:
    """What a client was delivered, in cents without VAT; `client` None: all the others."""

    client: Client | None
    amount: int
    part: float


def largest_clients(user: User, establishment: Establishment, today: date) -> list[Large]:
    """By what was delivered in the last twelve months, the largest first, the others together. Two queries."""
    days = last_months(today)
    rows = DeliveryLine.objects.visible_to(user, establishment, OrdersRight.PRICES_READ).filter(
        delivery__state=DeliveryState.DONE,
        delivery__delivered_on__gte=days.start,
        delivery__delivered_on__lt=days.end,
    )
    line = ("unit_price", "price_base", "discount")
    columns = ("order_line__order__client", "quantity", *(f"order_line__{name}" for name in line))
    amounts: Counter[int] = Counter()
    for client, quantity, *price in rows.order_by().values_list(*columns):
        amounts[client] += line_amount(quantity, *price)
    total = sum(amounts.values())
    first = [(client, amount) for client, amount in amounts.most_common(LARGEST) if amount]
    known = Client.objects.visible_to(user, establishment, OrdersRight.PRICES_READ).in_bulk([key for key, _ in first])
    found = [Large(known[key], amount, amount / total) for key, amount in first if key in known]
    others = total - sum(row.amount for row in found)
    return [*found, Large(None, others, others / total)] if others else found
