"""Returns and complaints, and goods that clients own."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import Sum

from etabli.core.refusal import Refusal
from etabli.orders import rules
from etabli.orders.actions.delivering import follow_deliveries
from etabli.orders.actions.ordering import announce
from etabli.orders.actions.turns import take_turn
from etabli.orders.models import ClientGoods, ClientGoodsMove, CustomerReturn, DeliveryLine, OrderLine
from etabli.orders.queries import goods_left
from etabli.orders.states import Decision, DeliveryState, GoodsMoveKind, OrderState, ReturnKind
from etabli.org.models import User
from etabli.org.turns import one_at_a_time


@transaction.atomic
def take_back(
    *,
    delivery_line: DeliveryLine,
    returned_on: date,
    quantity: int,
    cause: str,
    kind: str = ReturnKind.RETURN,
    by: User | None,
    at: datetime,
) -> CustomerReturn:
    """Write a return or a complaint down; what is done about it is decided later.

    Refusals `delivery_step` (it did not take place), `returned_before_delivered`, `return_cause_empty`,
    `quantity_missing`, `return_too_many`.
    """
    delivery = delivery_line.delivery
    take_turn(delivery)
    if delivery.state != DeliveryState.DONE:
        raise Refusal("delivery_step", number=delivery.number, delivery_state=delivery.state)
    rules.check_returned_on(returned_on, delivery.delivered_on)
    before = delivery_line.returns.filter(kind=ReturnKind.RETURN).aggregate(total=Sum("quantity"))["total"] or 0
    is_return = kind == ReturnKind.RETURN
    rules.check_returned(quantity, delivery_line.quantity - (before if is_return else 0), is_return, cause)
    row = CustomerReturn.objects.create(
        delivery_line=delivery_line, returned_on=returned_on, quantity=quantity, cause=cause.strip(), kind=kind
    )
    announce(delivery.establishment, [delivery_line.order_line], at)
    return row


@transaction.atomic
def decide_return(*, row: CustomerReturn, decision: str, closed_on: date, by: User | None, at: datetime) -> None:
    """What is done about it: made anew (the line is open again), credited by billing, or nothing.

    Refusals `return_decided`, `decision_missing`, `returned_before_delivered`, `order_closed_for_redo`.
    """
    line = row.delivery_line.order_line
    take_turn(line, line.order)
    row.refresh_from_db(fields=["decision"])
    if row.decision:
        raise Refusal("return_decided")
    if decision not in set(Decision):
        raise Refusal("decision_missing")
    rules.check_returned_on(closed_on, row.returned_on)
    if decision == Decision.REDO and line.order.state != OrderState.CONFIRMED:
        raise Refusal("order_closed_for_redo", number=line.order.number)
    row.decision, row.closed_on = decision, closed_on
    row.save(update_fields=["decision", "closed_on"])
    if decision == Decision.REDO:
        follow_deliveries([line], line.order, at)


@transaction.atomic
def move_goods(
    *,
    goods: ClientGoods,
    kind: str,
    quantity: int,
    on: date,
    line: OrderLine | None = None,
    note: str = "",
    by: User | None,
    at: datetime,
) -> ClientGoodsMove:
    """Goods of a client received, used, spoiled, given back, or counted (`quantity`: what is there).

    Refusals `quantity_missing`, `goods_not_left`, `goods_line_elsewhere`.
    """
    if line is not None and line.order.client_id != goods.client_id:
        raise Refusal("goods_line_elsewhere")
    one_at_a_time(goods.client.establishment)
    change = rules.goods_change(kind, quantity, goods_left([goods])[goods.pk])
    stored = change if kind == GoodsMoveKind.COUNTED else quantity
    return ClientGoodsMove.objects.create(goods=goods, kind=kind, quantity=stored, on=on, line=line, note=note.strip())
