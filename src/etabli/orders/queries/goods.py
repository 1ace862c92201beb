"""What is left of the goods that clients entrust."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Case, F, Sum, When

from etabli.orders.models import ClientGoods, ClientGoodsMove
from etabli.orders.states import GoodsMoveKind

_ADDED = (GoodsMoveKind.RECEIVED, GoodsMoveKind.COUNTED)


def goods_left(goods: Iterable[ClientGoods]) -> dict[int, int]:
    """By key, in thousandths; 0 where nothing was ever received. One query."""
    wanted = {row.pk: 0 for row in goods}
    signed = Case(When(kind__in=_ADDED, then=F("quantity")), default=-F("quantity"))
    rows = ClientGoodsMove.objects.filter(goods__in=list(wanted)).order_by()
    return wanted | dict(rows.values_list("goods").annotate(left=Sum(signed)))
