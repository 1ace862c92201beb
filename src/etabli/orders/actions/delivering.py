"""Deliveries: whole, in parts, or of the period of a recurring order; undone when they were a mistake."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction

from etabli.core.refusal import Refusal
from etabli.kit import changes
from etabli.orders import rules
from etabli.orders.actions.numbers import DELIVERIES, next_number
from etabli.orders.actions.ordering import announce, move_lines
from etabli.orders.actions.stocking import check_stock
from etabli.orders.actions.turns import take_turn
from etabli.orders.models import CallOff, ClientAddress, Delivery, DeliveryLine, Order, OrderLine
from etabli.orders.queries import progress_of, seconded_of, times_due_in
from etabli.orders.states import DeliveryState, LineState, OrderKind
from etabli.orders.topics import DELIVERY_CANCELLING
from etabli.org.models import User


@transaction.atomic
def deliver(
    *,
    order: Order,
    delivered_on: date,
    quantities: Mapping[int, int],
    allow_over: bool = False,
    allow_below: bool = False,
    address: ClientAddress | None = None,
    receiver: str = "",
    note: str = "",
    draft: bool = False,
    by: User | None,
    at: datetime,
) -> Delivery:
    """Hand over quantities (thousandths, by the key of the order line), all that is left or part of it.

    What is fully delivered of a single order is done. `draft`: prepared, not yet delivered. Lines of nothing are left
    out. Refusals `order_not_confirmed`, `no_lines`, `delivery_line_elsewhere`, `line_step`, `quantity_missing`,
    `over_delivery` unless `allow_over`, `stock_below` unless `allow_below`, `delivered_before_ordered`,
    `address_elsewhere`.
    """
    take_turn(order)
    rules.check_in_hand(order.number, order.state)
    rules.check_delivered_on(delivered_on, order.ordered_on)
    if address is not None and address.client_id != order.client_id:
        raise Refusal("address_elsewhere")
    delivery = Delivery.objects.create(
        establishment=order.establishment,
        order=order,
        number=next_number(order.establishment, DELIVERIES, delivered_on),
        delivered_on=delivered_on,
        state=DeliveryState.DRAFT,
        address=address or order.delivery_address,
        receiver=receiver.strip(),
        note=note.strip(),
    )
    _write(delivery, quantities)
    if not draft:
        _complete(delivery, allow_over, allow_below, at)
    return delivery


def _write(delivery: Delivery, quantities: Mapping[int, int]) -> None:
    wanted = {key: quantity for key, quantity in quantities.items() if quantity}
    rules.check_not_empty(wanted)
    lines = {line.pk: line for line in delivery.order.lines.all()}
    for key, quantity in wanted.items():
        if key not in lines:
            raise Refusal("delivery_line_elsewhere", number=delivery.order.number)
        rules.check_delivered(quantity, None, True, lines[key].text)
        DeliveryLine.objects.create(delivery=delivery, order_line=lines[key], quantity=quantity)


@transaction.atomic
def change_delivery(
    *,
    delivery: Delivery,
    delivered_on: date,
    quantities: Mapping[int, int],
    address: ClientAddress | None = None,
    receiver: str = "",
    note: str = "",
    by: User | None,
    at: datetime,
) -> None:
    """A delivery that is still prepared becomes this. Refusals `delivery_step`, and those of `deliver`."""
    take_turn(delivery)
    if delivery.state != DeliveryState.DRAFT:
        raise Refusal("delivery_step", number=delivery.number, delivery_state=delivery.state)
    rules.check_delivered_on(delivered_on, delivery.order.ordered_on)
    if address is not None and address.client_id != delivery.order.client_id:
        raise Refusal("address_elsewhere")
    delivery.delivered_on, delivery.address = delivered_on, address
    delivery.receiver, delivery.note = receiver.strip(), note.strip()
    delivery.save()
    delivery.lines.all().delete()
    _write(delivery, quantities)


@transaction.atomic
def complete_delivery(
    *, delivery: Delivery, allow_over: bool = False, allow_below: bool = False, by: User | None, at: datetime
) -> None:
    """What was prepared is handed over. Refusals as `deliver`, and `delivery_step`."""
    take_turn(delivery, delivery.order)
    rules.check_in_hand(delivery.order.number, delivery.order.state)
    rules.check_delivery_step(delivery.number, delivery.state, DeliveryState.DONE)
    _complete(delivery, allow_over, allow_below, at)


def _complete(delivery: Delivery, allow_over: bool, allow_below: bool, at: datetime) -> None:
    lines = list(delivery.order.lines.filter(delivery_lines__delivery=delivery).select_related("product"))
    progress = progress_of(_with_order(lines, delivery.order))
    quantities = dict(delivery.lines.values_list("order_line", "quantity"))
    for line in lines:
        rules.check_line_step(line.reference, line.state, LineState.DONE)
        rules.check_delivered(quantities[line.pk], progress[line.pk].left, allow_over, line.text)
    check_stock(lines, quantities, allow_below)
    delivery.state = DeliveryState.DONE
    delivery.save(update_fields=["state"])
    follow_deliveries(lines, delivery.order, at)


def _with_order(lines: list[OrderLine], order: Order) -> list[OrderLine]:
    for line in lines:
        line.order = order
    return lines


def follow_deliveries(lines: list[OrderLine], order: Order, at: datetime) -> None:
    """Lines of a single order are done when nothing is left of them, and open again when something is."""
    progress = progress_of(_with_order(lines, order))
    if order.kind == OrderKind.SINGLE:
        done = [line for line in lines if line.state == LineState.OPEN and progress[line.pk].complete]
        again = [line for line in lines if line.state == LineState.DONE and not progress[line.pk].complete]
        move_lines(done, LineState.DONE, at)
        move_lines(again, LineState.OPEN, at)
    announce(order.establishment, lines, at)


@transaction.atomic
def draft_period(*, order: Order, start: date, end: date, by: User | None, at: datetime) -> Delivery:
    """What a recurring order has due from `start` to `end` (excluded), prepared as a delivery of its last day.

    Each open line comes with its quantity as often as it falls due, less what absence takes off a secondment by the rule
    of the line, and with what was called off for those days.
    Refusals `order_not_recurring`, `sale_days_backwards`, `period_delivered` when a delivery that stands covers some of
    these days, and those of `deliver`.
    """
    take_turn(order)
    if order.kind != OrderKind.RECURRING:
        raise Refusal("order_not_recurring", number=order.number)
    rules.check_dated(start, end)
    covering = order.deliveries.filter(covers_from__lt=end, covers_before__gt=start)
    before = covering.exclude(state=DeliveryState.CANCELLED).first()
    if before is not None:
        raise Refusal("period_delivered", number=before.number)
    times = times_due_in(order, start, end)
    lines = list(order.lines.filter(state=LineState.OPEN))
    quantities = {line.pk: line.quantity * times for line in lines}
    quantities |= {key: found.quantity for key, found in seconded_of(lines, times, start, end).items()}
    for call in CallOff.objects.filter(line__in=list(quantities), due_on__gte=start, due_on__lt=end):
        quantities[call.line_id] += call.quantity
    last_day = date.fromordinal(end.toordinal() - 1)
    delivery = deliver(order=order, delivered_on=last_day, quantities=quantities, draft=True, by=by, at=at)
    delivery.covers_from, delivery.covers_before = start, end
    delivery.save(update_fields=["covers_from", "covers_before"])
    return delivery


@transaction.atomic
def cancel_delivery(*, delivery: Delivery, by: User | None, at: datetime) -> None:
    """It did not take place: what it held is left to be delivered again.

    Refusals `delivery_step`, `delivery_returned` when something of it came back, and whatever a higher room holds against
    it (`DELIVERY_CANCELLING`): a delivery that is invoiced stays.
    """
    take_turn(delivery)
    rules.check_delivery_step(delivery.number, delivery.state, DeliveryState.CANCELLED)
    if delivery.state == DeliveryState.DONE:
        if delivery.lines.filter(returns__isnull=False).exists():
            raise Refusal("delivery_returned", number=delivery.number)
        changes.announce(DELIVERY_CANCELLING, delivery=delivery, at=at)
    delivery.state = DeliveryState.CANCELLED
    delivery.save(update_fields=["state"])
    lines = list(delivery.order.lines.filter(delivery_lines__delivery=delivery))
    follow_deliveries(lines, delivery.order, at)
