"""Reads of orders, for screens and for higher rooms. What a screen shows goes through `visible_to` first."""

from etabli.orders.queries.catalogue import prices_on, vat_on
from etabli.orders.queries.goods import goods_left
from etabli.orders.queries.lines import Progress, delivered_of, open_lines, progress_of, times_due_in
from etabli.orders.queries.people import pseudonyms_of, shares_of
from etabli.orders.queries.secondment import Seconded, seconded_of
from etabli.orders.queries.stock import Stock, made_on_lines, stock_of, stocked_products

__all__ = [
    "Progress",
    "Seconded",
    "Stock",
    "delivered_of",
    "goods_left",
    "made_on_lines",
    "open_lines",
    "prices_on",
    "progress_of",
    "pseudonyms_of",
    "seconded_of",
    "shares_of",
    "stock_of",
    "stocked_products",
    "times_due_in",
    "vat_on",
]
