"""Finished goods of the house, made before they are ordered. Goods of clients are elsewhere, and never here."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from etabli.orders.access import OrdersQuerySet
from etabli.orders.models.catalogue import Product
from etabli.orders.models.choices import choices
from etabli.orders.states import StockMoveKind


class StockMove(models.Model):
    """Finished goods made, spoiled or counted. Append-only; what work on order lines adds and deliveries take is not here.

    `quantity`, thousandths of the unit of the product, is what came (made) or went (spoiled); of a count, the difference to
    what was on paper, which may be negative.
    """

    place_path, workshop_path = "product__establishment", ""

    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="stock_moves")
    kind = models.CharField(max_length=10, choices=choices(StockMoveKind))
    quantity = models.BigIntegerField()
    on = models.DateField()
    note = models.CharField(max_length=300, blank=True)

    objects = OrdersQuerySet.as_manager()

    class Meta:
        ordering = ["on", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(kind="counted") | Q(quantity__gt=0), name="stock_move_of_something"),
        ]
