"""Orders and their lines: drafted, confirmed, changed, closed, cancelled; what is called off."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max

from etabli.core.periods import Period
from etabli.core.refusal import Refusal
from etabli.kit import changes
from etabli.orders import rules
from etabli.orders.actions.lines import LineSpec, check_lines, shared_values
from etabli.orders.actions.numbers import ORDERS, next_number
from etabli.orders.actions.turns import take_turn
from etabli.orders.models import (
    CallOff,
    Client,
    ClientAddress,
    DirectCostShare,
    Order,
    OrderLine,
    OrderLineCost,
    Quote,
)
from etabli.orders.queries import progress_of
from etabli.orders.states import LineState, OrderKind, OrderState
from etabli.orders.topics import ORDER_LINES_CHANGED
from etabli.org.models import Establishment, User
from etabli.org.turns import one_at_a_time


@dataclass(frozen=True)
class OrderSpec:
    """The head of an order. `starts_on`, `ends_before`: of an open-ended or recurring one; `recurrence`: of the latter."""

    ordered_on: date
    kind: str = OrderKind.SINGLE
    recurrence: str = ""
    starts_on: date | None = None
    ends_before: date | None = None
    client_reference: str = ""
    delivery_address: ClientAddress | None = None
    note: str = ""


@dataclass(frozen=True)
class Cost:
    """A cost that is not labour: cents for the planned quantity of its line, or ten-thousandths of the price."""

    cents: int | None = None
    share: int | None = None


@transaction.atomic
def draft_order(
    *,
    establishment: Establishment,
    client: Client,
    spec: OrderSpec,
    lines: Sequence[LineSpec],
    quote: Quote | None = None,
    by: User | None,
    at: datetime,
) -> Order:
    """An order that is not confirmed yet; each line has the direct costs of its product.

    Refusals `client_elsewhere`, `client_unused`, `order_rhythm_missing`, `order_start_missing`, `sale_days_backwards`,
    `address_elsewhere`, `line_quantity_missing`, and those of `check_lines`.
    """
    one_at_a_time(establishment)
    if client.establishment_id != establishment.pk:
        raise Refusal("client_elsewhere")
    if not client.active:
        raise Refusal("client_unused", name=client.name)
    _check_spec(client, spec)
    order = Order(
        establishment=establishment,
        client=client,
        number=next_number(establishment, ORDERS, spec.ordered_on),
        quote=quote,
    )
    _fill(order, spec)
    _add(order, lines, 1, at)
    return order


def _check_spec(client: Client, spec: OrderSpec) -> None:
    rules.check_order_kind(spec.kind, spec.recurrence, spec.starts_on, spec.ends_before)
    if spec.delivery_address is not None and spec.delivery_address.client_id != client.pk:
        raise Refusal("address_elsewhere")


def _fill(order: Order, spec: OrderSpec) -> None:
    for field in fields(spec):
        value = getattr(spec, field.name)
        setattr(order, field.name, value.strip() if isinstance(value, str) else value)
    order.recurrence = spec.recurrence if spec.kind == OrderKind.RECURRING else ""
    order.save()


def _add(order: Order, lines: Sequence[LineSpec], first: int, at: datetime) -> list[OrderLine]:
    check_lines(order.establishment, lines)
    rows = []
    for position, line in enumerate(lines, first):
        rules.check_quantity_planned(order.kind, line.quantity, line.text)
        rows.append(
            OrderLine.objects.create(
                establishment=order.establishment, order=order, position=position, **shared_values(line)
            )
        )
    _copy_costs(rows)
    announce(order.establishment, rows, at)
    return rows


def _copy_costs(rows: Sequence[OrderLine]) -> None:
    """From the catalogue; what a line costs may be said otherwise later."""
    by_product: dict[int, list[DirectCostShare]] = {}
    for share in DirectCostShare.objects.filter(product__in=[row.product_id for row in rows if row.product_id]):
        by_product.setdefault(share.product_id, []).append(share)
    for row in rows:
        for share in by_product.get(row.product_id or 0, ()):
            OrderLineCost.objects.create(line=row, category=share.category, share=share.share)


def announce(establishment: Establishment, lines: Iterable[OrderLine], at: datetime) -> None:
    """Tell higher rooms which lines changed."""
    if keys := [line.pk for line in lines]:
        changes.announce(ORDER_LINES_CHANGED, establishment=establishment, lines=keys, at=at)


@transaction.atomic
def change_order(*, order: Order, spec: OrderSpec, by: User | None, at: datetime) -> None:
    """The head of an order that is not closed. Its kind stays once it is confirmed.

    Refusals `order_step`, `order_kind_fixed`, and those of `draft_order` about it.
    """
    take_turn(order)
    rules.check_changeable(order.number, order.state)
    if order.state != OrderState.DRAFT and (spec.kind, spec.recurrence) != (order.kind, order.recurrence):
        raise Refusal("order_kind_fixed", number=order.number)
    _check_spec(order.client, spec)
    for line in order.lines.all():
        rules.check_quantity_planned(spec.kind, line.quantity, line.text)
    _fill(order, spec)
    announce(order.establishment, order.lines.all(), at)


@transaction.atomic
def confirm_order(*, order: Order, by: User | None, at: datetime) -> None:
    """From now on its lines are worked on. Refusals `order_step`, `no_lines`."""
    take_turn(order)
    rules.check_order_step(order.number, order.state, OrderState.CONFIRMED)
    rules.check_not_empty(order.lines.exclude(state=LineState.CANCELLED))
    _step(order, OrderState.CONFIRMED, at)


@transaction.atomic
def cancel_order(*, order: Order, by: User | None, at: datetime) -> None:
    """Nothing of it is made any more. Refusals `order_step`; `order_delivered` when something was: close it then."""
    take_turn(order)
    rules.check_order_step(order.number, order.state, OrderState.CANCELLED)
    lines = list(order.lines.all())
    if any(progress.delivered for progress in progress_of(lines).values()):
        raise Refusal("order_delivered", number=order.number)
    order.lines.update(state=LineState.CANCELLED)
    _step(order, OrderState.CANCELLED, at)


@transaction.atomic
def close_order(*, order: Order, allow_open: bool = False, by: User | None, at: datetime) -> None:
    """All is delivered. Refusals `order_step`; `order_has_open_lines` unless `allow_open`: they are done then."""
    take_turn(order)
    rules.check_order_step(order.number, order.state, OrderState.CLOSED)
    running = order.lines.filter(state=LineState.OPEN)
    if not allow_open and running.exists():
        raise Refusal("order_has_open_lines", number=order.number, value=running.count())
    running.update(state=LineState.DONE)
    _step(order, OrderState.CLOSED, at)


def _step(order: Order, state: OrderState, at: datetime) -> None:
    order.state = state
    order.save(update_fields=["state"])
    announce(order.establishment, order.lines.all(), at)


@transaction.atomic
def add_line(*, order: Order, spec: LineSpec, by: User | None, at: datetime) -> OrderLine:
    """One more line, at the end. Refusals `order_step`, and those of `draft_order` about lines."""
    take_turn(order)
    rules.check_changeable(order.number, order.state)
    last = order.lines.aggregate(last=Max("position"))["last"] or 0
    return _add(order, [spec], last + 1, at)[0]


@transaction.atomic
def change_line(*, line: OrderLine, spec: LineSpec, by: User | None, at: datetime) -> None:
    """What an open line says. Its unit stays, and its quantity no less than what was delivered, once something was.

    Refusals `order_step`, `line_step`, `line_below_delivered`, `line_unit_fixed`, and those of lines.
    """
    order = line.order
    take_turn(line, order)
    rules.check_changeable(order.number, order.state)
    rules.check_line_step(line.reference, line.state, LineState.DONE)
    check_lines(line.establishment, [spec])
    rules.check_quantity_planned(order.kind, spec.quantity, spec.text)
    delivered = progress_of([line])[line.pk].delivered
    if delivered and order.kind == OrderKind.SINGLE and spec.quantity < delivered:
        raise Refusal("line_below_delivered", value=rules.told(delivered))
    if delivered and spec.unit != line.unit:
        raise Refusal("line_unit_fixed")
    for name, value in shared_values(spec).items():
        setattr(line, name, value.strip() if isinstance(value, str) else value)
    line.save()
    announce(line.establishment, [line], at)


@transaction.atomic
def cancel_line(*, line: OrderLine, by: User | None, at: datetime) -> None:
    """It is not made. Refusals `line_step`; `line_delivered` when part of it was delivered: finish it then."""
    take_turn(line)
    rules.check_line_step(line.reference, line.state, LineState.CANCELLED)
    if progress_of([line])[line.pk].delivered:
        raise Refusal("line_delivered", number=line.reference)
    move_lines([line], LineState.CANCELLED, at)


@transaction.atomic
def finish_line(*, line: OrderLine, by: User | None, at: datetime) -> None:
    """Nothing more of it is made, though less may have been delivered than planned. Refusal `line_step`."""
    take_turn(line)
    rules.check_line_step(line.reference, line.state, LineState.DONE)
    move_lines([line], LineState.DONE, at)


@transaction.atomic
def reopen_line(*, line: OrderLine, by: User | None, at: datetime) -> None:
    """More of it is made after all. Refusals `line_step`, `order_step` when its order is closed."""
    take_turn(line, line.order)
    rules.check_changeable(line.order.number, line.order.state)
    rules.check_line_step(line.reference, line.state, LineState.OPEN)
    move_lines([line], LineState.OPEN, at)


def move_lines(lines: Sequence[OrderLine], state: LineState, at: datetime) -> None:
    """Lines of one establishment to another state."""
    for line in lines:
        line.state = state
        line.save(update_fields=["state"])
    if lines:
        announce(lines[0].establishment, lines, at)


@transaction.atomic
def prepare_line(*, line: OrderLine, prepared: bool, by: User | None, at: datetime) -> None:
    """Whether what the line needs is ready."""
    take_turn(line)
    line.prepared = prepared
    line.save(update_fields=["prepared"])
    announce(line.establishment, [line], at)


@transaction.atomic
def save_line_costs(*, line: OrderLine, costs: Mapping[str, Cost], by: User | None, at: datetime) -> None:
    """What of a line is not labour, by category; categories that are not named cost nothing.

    Refusals `line_cost_either`, `line_cost_without_quantity`, `cost_share_wrong`, `cost_shares_too_many`.
    """
    rules.check_cost_shares({category: cost.share for category, cost in costs.items() if cost.share is not None})
    for cost in costs.values():
        rules.check_line_cost(cost.cents, cost.share, line.quantity)
    line.costs.exclude(category__in=list(costs)).delete()
    for category, cost in costs.items():
        OrderLineCost.objects.update_or_create(line=line, category=category, defaults=asdict(cost))


@transaction.atomic
def call_off(*, line: OrderLine, quantity: int, due_on: date, asked_on: date, by: User | None, at: datetime) -> CallOff:
    """A quantity of an open-ended or recurring line for a day.

    Refusals `order_not_confirmed`, `line_step`, `call_off_of_single`, `quantity_missing`, `call_off_outside`,
    `call_off_beyond_frame`.
    """
    order = line.order
    take_turn(line, order)
    rules.check_in_hand(order.number, order.state)
    rules.check_line_step(line.reference, line.state, LineState.DONE)
    called = sum(line.call_offs.values_list("quantity", flat=True))
    period = Period(order.starts_on, order.ends_before) if order.starts_on else None
    rules.check_call_off(order.kind, quantity, called, line.quantity, due_on, period)
    row = CallOff.objects.create(line=line, quantity=quantity, due_on=due_on, asked_on=asked_on)
    announce(line.establishment, [line], at)
    return row


@transaction.atomic
def remove_call_off(*, call_off: CallOff, by: User | None, at: datetime) -> None:
    """It was not asked after all."""
    line = call_off.line
    take_turn(line)
    call_off.delete()
    announce(line.establishment, [line], at)
