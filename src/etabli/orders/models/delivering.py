"""What left, what came back, and what became of goods of a client."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from etabli.orders.access import OrdersQuerySet
from etabli.orders.models.choices import choices
from etabli.orders.models.clients import ClientAddress, ClientGoods
from etabli.orders.models.ordering import Order, OrderLine
from etabli.orders.states import Decision, DeliveryState, GoodsMoveKind, ReturnKind
from etabli.org.models import Establishment


class Delivery(models.Model):
    """Goods handed over, or services rendered, on one day, of one order. Only what is done counts as delivered.

    `covers_from`, `covers_before` (excluded): the period of a recurring order that it is for; null when it is for none.
    """

    place_path, workshop_path = "establishment", "lines__order_line__workshop"

    establishment = models.ForeignKey(Establishment, on_delete=models.PROTECT, related_name="+")
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="deliveries")
    number = models.CharField(max_length=20)
    delivered_on = models.DateField()
    state = models.CharField(max_length=10, choices=choices(DeliveryState), default=DeliveryState.DONE)
    address = models.ForeignKey(ClientAddress, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    receiver = models.CharField(max_length=100, blank=True, help_text="Who received it for the client.")
    note = models.TextField(blank=True)
    covers_from = models.DateField(null=True, blank=True)
    covers_before = models.DateField(null=True, blank=True)

    objects = OrdersQuerySet.as_manager()

    class Meta:
        ordering = ["-delivered_on", "-pk"]
        indexes = [models.Index(fields=["establishment", "delivered_on"], name="delivery_by_day")]
        constraints = [
            models.UniqueConstraint(fields=["establishment", "number"], name="delivery_number_once"),
            models.CheckConstraint(
                condition=Q(covers_from=None, covers_before=None) | Q(covers_from__lt=F("covers_before")),
                name="delivery_covers_some_days",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class DeliveryLine(models.Model):
    place_path, workshop_path = "delivery__establishment", "order_line__workshop"

    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="lines")
    order_line = models.ForeignKey(OrderLine, on_delete=models.PROTECT, related_name="delivery_lines")
    quantity = models.PositiveBigIntegerField()

    objects = OrdersQuerySet.as_manager()

    class Meta:
        ordering = ["order_line__position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["delivery", "order_line"], name="delivery_line_once"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="delivery_of_something"),
        ]


class CustomerReturn(models.Model):
    """Goods that came back, or a complaint about what was delivered (then `quantity` is what it is about, or 0)."""

    place_path, workshop_path = "delivery_line__delivery__establishment", "delivery_line__order_line__workshop"

    delivery_line = models.ForeignKey(DeliveryLine, on_delete=models.PROTECT, related_name="returns")
    returned_on = models.DateField()
    quantity = models.PositiveBigIntegerField()
    cause = models.CharField(max_length=300)
    kind = models.CharField(max_length=10, choices=choices(ReturnKind))
    decision = models.CharField(max_length=10, choices=choices(Decision), blank=True)
    closed_on = models.DateField(null=True, blank=True)

    objects = OrdersQuerySet.as_manager()

    class Meta:
        ordering = ["-returned_on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(kind="complaint") | Q(quantity__gt=0), name="return_of_something"),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True) | ~Q(decision=""), name="return_closed_by_a_decision"
            ),
        ]


class ClientGoodsMove(models.Model):
    """Goods of a client received, used, spoiled, given back, or counted. Append-only.

    `quantity` is what came (received) or went (used, spoiled, returned); of a count, the difference to what was on
    paper, which may be negative.
    """

    place_path, workshop_path = "goods__client__establishment", "goods__client__orders__lines__workshop"

    goods = models.ForeignKey(ClientGoods, on_delete=models.PROTECT, related_name="moves")
    kind = models.CharField(max_length=10, choices=choices(GoodsMoveKind))
    quantity = models.BigIntegerField()
    on = models.DateField()
    line = models.ForeignKey(OrderLine, null=True, blank=True, on_delete=models.PROTECT, related_name="goods_moves")
    note = models.CharField(max_length=300, blank=True)

    objects = OrdersQuerySet.as_manager()

    class Meta:
        ordering = ["on", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(kind="counted") | Q(quantity__gt=0), name="goods_move_of_something"),
        ]
