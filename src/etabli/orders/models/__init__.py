"""Tables of the room orders. Rows are written by `actions` only.

Quantities are thousandths of the unit, unit prices ten-thousandths of a euro for `price_base` units, amounts cents, times
minutes, shares, rates and discounts ten-thousandths. Periods are half-open.
"""

from etabli.orders.models.catalogue import DirectCostShare, PriceRevision, Product, VatTreatment
from etabli.orders.models.clients import Client, ClientAddress, ClientContact, ClientGoods
from etabli.orders.models.delivering import (
    ClientGoodsMove,
    CustomerReturn,
    Delivery,
    DeliveryLine,
)
from etabli.orders.models.ordering import (
    Allotment,
    CallOff,
    Numbering,
    Order,
    OrderLine,
    OrderLineCost,
    Pseudonym,
)
from etabli.orders.models.quotes import Quote, QuoteLine
from etabli.orders.models.stock import StockMove

__all__ = [
    "Allotment",
    "CallOff",
    "Client",
    "ClientAddress",
    "ClientContact",
    "ClientGoods",
    "ClientGoodsMove",
    "CustomerReturn",
    "Delivery",
    "DeliveryLine",
    "DirectCostShare",
    "Numbering",
    "Order",
    "OrderLine",
    "OrderLineCost",
    "PriceRevision",
    "Product",
    "Pseudonym",
    "Quote",
    "QuoteLine",
    "StockMove",
    "VatTreatment",
]
