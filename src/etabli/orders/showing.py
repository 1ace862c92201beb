"""What the pages of orders show: rows turned into plain values for their templates."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext

from etabli.core import invoicing
from etabli.core.prices import WHOLE
from etabli.kit import localised
from etabli.orders.columns import ORDER_STATUS, QUOTE_STATUS
from etabli.orders.days import last_day
from etabli.orders.models import Client, ClientGoods, ClientGoodsMove, Product, Quote, StockMove, VatTreatment
from etabli.orders.models.quotes import PricedLine
from etabli.orders.queries import Stock, goods_left
from etabli.orders.states import (
    AddressKind,
    ClientKind,
    CostCategory,
    GoodsMoveKind,
    Nature,
    OrderState,
    QuoteState,
    Regime,
    SaleUnit,
    StockMoveKind,
    Supply,
    VatCategory,
)
from etabli.orders.wording import (
    ADDRESS_KINDS,
    CLIENT_KINDS,
    COST_CATEGORIES,
    GOODS_MOVES,
    NATURES,
    ORDER_STATES,
    QUOTE_STATES,
    REGIMES,
    SALE_UNITS,
    STOCK_MOVES,
    SUPPLIES,
    VAT_CATEGORIES,
    so_many,
    units,
)
from etabli.org.models import User

Card = dict[str, Any]


# ---------------------------------------------------------------- clients


def client_words(row: Client) -> Card:
    """The kind of a client, and what is known of it, as (label, value)."""
    days = gettext("%(days)s days") % {"days": row.payment_days}
    terms = gettext("%(days)s, end of month") % {"days": days} if row.payment_end_of_month else days
    return {
        "kind": CLIENT_KINDS[ClientKind(row.kind)],
        "facts": [
            ("SIRET", grouped(row.siret)),
            (gettext("VAT number"), row.vat_number),
            (gettext("Country"), row.country),
            (gettext("OETH regime"), REGIMES[Regime(row.regime)]),
            (gettext("Buyer reference"), row.buyer_reference),
            (gettext("Terms of payment"), terms),
            (gettext("E-mail for invoices"), row.email),
            (gettext("Peppol identifier"), row.peppol_id),
        ],
    }


def grouped(siret: str) -> str:
    """A SIRET as people read it: `732 829 320 00074`."""
    return " ".join(part for part in (siret[:3], siret[3:6], siret[6:9], siret[9:]) if part)


def addresses_of(row: Client) -> list[Card]:
    return [
        {
            "pk": address.pk,
            "kind": ADDRESS_KINDS[AddressKind(address.kind)],
            "label": address.label,
            "name": str(address),
            "active": address.active,
            "lines": [
                part
                for part in (address.street, address.more, f"{address.postcode} {address.town}", address.siret)
                if part
            ],
        }
        for address in row.addresses.all()
    ]


def latest_orders(user: User, row: Client, most: int) -> list[Card]:
    rows = row.orders.visible_to(user, row.establishment)
    return [
        {
            "pk": order.pk,
            "number": order.number,
            "ordered_on": order.ordered_on,
            "reference": order.client_reference,
            "state": ORDER_STATES[OrderState(order.state)],
            "status": ORDER_STATUS[OrderState(order.state)],
        }
        for order in rows.order_by("-ordered_on", "-pk")[:most]
    ]


def latest_quotes(user: User, row: Client, most: int) -> list[Card]:
    rows = row.quotes.visible_to(user, row.establishment)
    return [
        {
            "pk": quote.pk,
            "name": str(quote),
            "created_on": quote.created_on,
            "state": QUOTE_STATES[QuoteState(quote.state)],
            "status": QUOTE_STATUS[QuoteState(quote.state)],
        }
        for quote in rows.order_by("-created_on", "-pk")[:most]
    ]


def goods_of(user: User, row: Client) -> list[Card]:
    """What the client entrusts, with what is left of it."""
    rows = list(row.goods.visible_to(user, row.establishment).filter(active=True))
    left = goods_left(rows)
    return [
        {"pk": goods.pk, "name": goods.name, "unit": units_of(goods, left[goods.pk]), "left": left[goods.pk]}
        for goods in rows
    ]


def unit_of(row: ClientGoods | Product | PricedLine) -> str:
    """The word of one unit."""
    return str(SALE_UNITS[SaleUnit(row.unit)])


def units_of(row: ClientGoods | PricedLine, quantity: int) -> str:
    """The word behind a quantity (thousandths)."""
    return units(row.unit, quantity)


def percent(share: int) -> str:
    """Ten-thousandths as a percentage, without idle zeros: 2000 -> "20 %", 550 -> "5,5 %"."""
    places = 0 if share % 100 == 0 else 1 if share % 10 == 0 else 2
    return localised.ratio(Fraction(share, WHOLE), places)


# ---------------------------------------------------------------- catalogue


def product_facts(row: Product, reads_prices: bool) -> list[tuple[str, Any]]:
    """What is known of a product, as (label, value)."""
    standard = row.minutes_per_thousand
    facts = [
        (gettext("Counted in"), unit_of(row)),
        (gettext("Place of work"), NATURES[Nature(row.nature)]),
        (gettext("Goods or services"), SUPPLIES[Supply(row.category)]),
        (gettext("Trade"), row.trade),
        (gettext("Workshop"), row.workshop.name if row.workshop else ""),
        (gettext("Standard time for 1,000 units"), localised.hours(standard) if standard else ""),
        (gettext("Finished goods"), gettext("Made to stock") if row.stocked else gettext("Made to order")),
    ]
    return [*facts, (gettext("VAT"), row.vat.label)] if reads_prices else facts


def price_words(unit_price: int, price_base: int, unit: str) -> str:
    """`0.0185 € / piece`, `18.50 € / 1,000 pieces`."""
    base = str(SALE_UNITS[SaleUnit(unit)]) if price_base == 1 else so_many(price_base, unit)
    return f"{localised.unit_price(unit_price)} / {base}"


def price_history(row: Product, today: date) -> list[Card]:
    """Prices, latest first, that in force said so."""
    rows = list(row.prices.order_by("-starts_on"))
    now = max((price.starts_on for price in rows if price.starts_on <= today), default=None)
    cards = []
    for price in rows:
        state, status = gettext("Past"), "off"
        if price.starts_on == now:
            state, status = gettext("In force"), "ok"
        elif price.starts_on > today:
            state, status = gettext("To come"), "info"
        words = price_words(price.unit_price, row.price_base, row.unit)
        cards.append({"pk": price.pk, "starts_on": price.starts_on, "price": words, "state": state, "status": status})
    return cards


def cost_shares(row: Product) -> Card:
    """Costs that are not labour as percentages of the price, and the labour that is left."""
    rows = list(row.cost_shares.all())
    return {
        "rows": [(COST_CATEGORIES[CostCategory(cost.category)], percent(cost.share)) for cost in rows],
        "labour": percent(WHOLE - sum(cost.share for cost in rows)),
    }


def treatment(row: VatTreatment, today: date) -> Card:
    """A VAT treatment, and whether it is in force."""
    state, status = gettext("In force"), "ok"
    if row.starts_on > today:
        state, status = gettext("To come"), "info"
    elif row.ends_before is not None and row.ends_before <= today:
        state, status = gettext("Past"), "off"
    names = ("pk", "code", "label", "reason", "reason_code", "starts_on")
    return {
        **{name: getattr(row, name) for name in names},
        "category": VAT_CATEGORIES[VatCategory(row.category)],
        "rate": percent(row.rate),
        "last_day": last_day(row.ends_before),
        "state": state,
        "status": status,
    }


# ---------------------------------------------------------------- prices of lines


def totals_of(lines: Iterable[PricedLine]) -> invoicing.Totals:
    """As an invoice of these lines would compute them (EN 16931). Reads the VAT treatment of each."""
    return invoicing.totals(
        [
            invoicing.Line(
                line.amount, invoicing.Vat(line.vat.category, line.vat.rate, line.vat.reason, line.vat.reason_code)
            )
            for line in lines
        ]
    )


def totals_shown(totals: invoicing.Totals) -> Card:
    """Totals for people: cents, each group of VAT with its label."""
    return {
        "net": totals.net,
        "gross": totals.gross,
        "groups": [{"label": vat_label(group), "tax": group.tax} for group in totals.groups],
    }


def vat_label(group: invoicing.Group) -> str:
    """`VAT 20 % on €100.00`; `Exempt, on €100.00`."""
    told = {"amount": localised.money(group.taxable)}
    if group.vat.category == VatCategory.STANDARD:
        told["rate"] = percent(group.vat.rate)
        return gettext("VAT %(rate)s on %(amount)s") % told
    told["category"] = str(VAT_CATEGORIES[VatCategory(group.vat.category)])
    return gettext("%(category)s, on %(amount)s") % told


def priced(line: PricedLine) -> Card:
    """The columns of a line that only those see who read prices."""
    return {
        "price": price_words(line.unit_price, line.price_base, line.unit),
        "discount": percent(line.discount) if line.discount else "",
        "vat": line.vat.label,
        "amount": line.amount,
    }


def quote_shown(quote: Quote) -> Card:
    """A quote: its lines, the options apart, and the totals of what counts."""
    lines = list(quote.lines.select_related("vat", "product", "workshop").order_by("position"))
    counted = [line for line in lines if line.chosen and (not line.optional or quote.state == QuoteState.ACCEPTED)]
    rows = [
        {
            "position": line.position,
            "text": line.text,
            "quantity": line.quantity,
            "unit": units_of(line, line.quantity),
            "minutes": line.minutes,
            "due_on": line.due_on,
            "workshop": line.workshop.name if line.workshop else "",
            "optional": line.optional,
            "chosen": line.chosen,
            "option": _option(line.chosen, quote.state) if line.optional else "",
            **priced(line),
        }
        for line in lines
    ]
    return {
        "rows": [row for row in rows if not row["optional"]],
        "options": [row for row in rows if row["optional"]],
        "minutes": sum(line.minutes for line in counted),
        "totals": totals_shown(totals_of(counted)),
        "reasons": list(dict.fromkeys(line.vat.reason for line in counted if line.vat.reason)),
    }


def _option(chosen: bool, state: str) -> str:
    """What became of an option."""
    if state != QuoteState.ACCEPTED:
        return gettext("Offered")
    return gettext("Chosen") if chosen else gettext("Not chosen")


def versions_of(quote: Quote) -> list[Card]:
    """Every version of the quote, latest first."""
    rows = Quote.objects.filter(establishment=quote.establishment_id, number=quote.number).order_by("-version")
    return [
        {
            "pk": row.pk,
            "version": row.version,
            "created_on": row.created_on,
            "state": QUOTE_STATES[QuoteState(row.state)],
            "status": QUOTE_STATUS[QuoteState(row.state)],
            "current": row.pk == quote.pk,
        }
        for row in rows
    ]


# ---------------------------------------------------------------- goods of clients


def stock_parts(stock: Stock) -> list[tuple[str, int]]:
    """What the stock of a product is made of, each with its sign."""
    return [
        (gettext("Made on order lines"), stock.worked),
        (gettext("Made ahead of orders"), stock.made),
        (gettext("Delivered"), -stock.delivered),
        (gettext("Spoiled"), -stock.spoiled),
        (gettext("Found or missed by counts"), stock.counted),
    ]


def stock_move(row: StockMove) -> Card:
    """A move, with its sign."""
    goes = row.kind == StockMoveKind.SPOILED
    kind = STOCK_MOVES[StockMoveKind(row.kind)]
    return {"on": row.on, "kind": kind, "quantity": -row.quantity if goes else row.quantity, "note": row.note}


def goods_move(row: ClientGoodsMove) -> Card:
    """A move, with its sign: what came adds, what went takes off, a count says the difference."""
    goes = row.kind in (GoodsMoveKind.USED, GoodsMoveKind.SPOILED, GoodsMoveKind.RETURNED)
    return {
        "on": row.on,
        "kind": GOODS_MOVES[GoodsMoveKind(row.kind)],
        "quantity": -row.quantity if goes else row.quantity,
        "line": row.line.reference if row.line else "",
        "order": row.line.order_id if row.line else None,
        "note": row.note,
    }
