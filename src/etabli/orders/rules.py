"""What may be sold, ordered, allotted and delivered. Each `check_x` raises a Refusal; nothing here reads a database or a
clock. Quantities in thousandths, shares and rates in ten-thousandths."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeVar

from etabli.core.identifiers import compact, is_siret, is_vat_number
from etabli.core.periods import Period
from etabli.core.prices import PRICE_BASES, WHOLE
from etabli.core.refusal import Refusal
from etabli.core.sharing_out import share_out
from etabli.orders.states import (
    DELIVERY_STEPS,
    LINE_STEPS,
    ORDER_STEPS,
    QUOTE_STEPS,
    AbsenceRule,
    DeliveryState,
    GoodsMoveKind,
    LineState,
    OrderKind,
    OrderState,
    QuoteState,
    Recurrence,
    VatCategory,
)

LONGEST_CODE, LONGEST_PRODUCT_CODE, LONGEST_NAME, LONGEST_TEXT = 20, 30, 200, 300
MOST_QUANTITY = 10**12
MOST_PRICE = 10**12
MOST_PAYMENT_DAYS = 120
_PEPPOL = re.compile(r"\d{4}:\S{1,55}")
_MAIL = re.compile(r"[^@\s]+@[^@\s]+")
_EXPLAINED = frozenset({VatCategory.EXEMPT, VatCategory.OUTSIDE, VatCategory.REVERSE})
"""Categories whose invoices must say why nothing is charged (EN 16931, BR-E-10, BR-O-10, BR-AE-10)."""

State = TypeVar("State", bound=StrEnum)


def told(value: int, parts: int = 1000) -> int | float:
    """A whole number of parts (thousandths) as someone says it: 1500 is 1.5, 2000 is 2."""
    return value / parts if value % parts else value // parts


def refusals(checks: Iterable[Callable[[], None]]) -> list[Refusal]:
    """What each of several checks refuses, all of them at once."""
    found = []
    for check in checks:
        try:
            check()
        except Refusal as refusal:
            found.append(refusal)
    return found


def check_all(checks: Iterable[Callable[[], None]]) -> None:
    """The first of them that refuses."""
    for check in checks:
        check()


# ---------------------------------------------------------------- clients


def check_code(code: str, most: int = LONGEST_CODE) -> None:
    """A code without spaces."""
    if not 1 <= len(code) <= most or any(sign.isspace() for sign in code):
        raise Refusal("sale_code_wrong", value=code, most=most)


def check_named(name: str) -> None:
    if not 1 <= len(name.strip()) <= LONGEST_NAME:
        raise Refusal("sale_name_wrong", most=LONGEST_NAME)


def check_siret_given(siret: str) -> None:
    """Fourteen digits with a right key; a client needs none."""
    if siret and not is_siret(siret):
        raise Refusal("client_siret_wrong", value=siret)


def check_vat_number_given(vat_number: str, siret: str) -> None:
    """With the letters of its country and a right key, and a French one of the same company as the SIRET."""
    if not vat_number:
        return
    if not is_vat_number(vat_number):
        raise Refusal("client_vat_wrong", value=vat_number)
    number = compact(vat_number)
    if siret and number.startswith("FR") and number[4:] != compact(siret)[:9]:
        raise Refusal("client_vat_of_another", value=vat_number, siren=compact(siret)[:9])


def check_reached(email: str, peppol_id: str) -> None:
    """An address of mail, and a Peppol identifier with its scheme (`0208:0999000129`), when they are given."""
    if email and not _MAIL.fullmatch(email):
        raise Refusal("email_wrong", value=email)
    if peppol_id and not _PEPPOL.fullmatch(peppol_id):
        raise Refusal("peppol_id_wrong", value=peppol_id)


def check_country(country: str) -> None:
    """Two letters of ISO 3166."""
    if not re.fullmatch(r"[A-Z]{2}", country):
        raise Refusal("client_country_wrong", value=country)


def check_payment_days(days: int) -> None:
    if not 0 <= days <= MOST_PAYMENT_DAYS:
        raise Refusal("payment_days_wrong", value=days, most=MOST_PAYMENT_DAYS)


def check_address(street: str, postcode: str, town: str) -> None:
    """Somebody must be able to find it."""
    if not street.strip() or not postcode.strip() or not town.strip():
        raise Refusal("address_incomplete")


# ---------------------------------------------------------------- VAT and catalogue


def check_vat(category: str, rate: int, reason: str) -> None:
    """Only the standard category has a rate; those that charge nothing say why, except the zero rate (EN 16931)."""
    if category == VatCategory.STANDARD:
        if not 0 < rate <= WHOLE:
            raise Refusal("treatment_rate_missing")
    elif rate:
        raise Refusal("treatment_rate_unexpected")
    if category in _EXPLAINED and not reason.strip():
        raise Refusal("treatment_reason_missing")
    if category not in _EXPLAINED and reason.strip():
        raise Refusal("treatment_reason_unexpected")


def check_dated(starts_on: date, ends_before: date | None) -> None:
    if ends_before is not None and ends_before <= starts_on:
        raise Refusal("sale_days_backwards", start=starts_on)


def check_apart(period: Period, others: Iterable[Period], code: str) -> None:
    """On one day, one code means one treatment."""
    for other in others:
        if period.overlaps(other):
            raise Refusal("treatment_overlap", value=code, start=other.start)


def check_price(unit_price: int, price_base: int) -> None:
    if price_base not in PRICE_BASES:
        raise Refusal("price_base_wrong", value=price_base, known=PRICE_BASES)
    if not 0 <= unit_price <= MOST_PRICE:
        raise Refusal("price_wrong")


def check_cost_shares(shares: Mapping[str, int]) -> None:
    """Each above nothing, together no more than the price."""
    for share in shares.values():
        if not 0 < share <= WHOLE:
            raise Refusal("cost_share_wrong")
    if sum(shares.values()) > WHOLE:
        raise Refusal("cost_shares_too_many", value=told(sum(shares.values()), 100))


def check_line_cost(cents: int | None, share: int | None, quantity: int) -> None:
    """In cents or as a share, not both; cents are of the planned quantity, so there must be one."""
    if (cents is None) == (share is None):
        raise Refusal("line_cost_either")
    if cents is not None and (cents < 0 or not quantity):
        raise Refusal("line_cost_without_quantity")


# ---------------------------------------------------------------- lines and orders


def check_line(text: str, quantity: int, discount: int, absence_allowance: int) -> None:
    if not 1 <= len(text.strip()) <= LONGEST_TEXT:
        raise Refusal("line_text_wrong", most=LONGEST_TEXT)
    if not 0 <= quantity <= MOST_QUANTITY:
        raise Refusal("line_quantity_wrong", most=MOST_QUANTITY // 1000)
    if not 0 <= discount <= WHOLE:
        raise Refusal("line_discount_wrong")
    if not 0 <= absence_allowance <= 62:
        raise Refusal("absence_allowance_wrong")


def check_quantity_planned(kind: str, quantity: int, text: str) -> None:
    """Only an open-ended order may leave open how much."""
    if kind != OrderKind.OPEN_ENDED and not quantity:
        raise Refusal("line_quantity_missing", name=text)


def check_order_kind(kind: str, recurrence: str, starts_on: date | None, ends_before: date | None) -> None:
    """A recurring order says from which day on, and how often; any period ends after it starts."""
    if kind == OrderKind.RECURRING and (starts_on is None or recurrence not in set(Recurrence)):
        raise Refusal("order_rhythm_missing")
    if ends_before is not None and starts_on is None:
        raise Refusal("order_start_missing")
    if starts_on is not None:
        check_dated(starts_on, ends_before)


def check_not_empty(lines: Collection[object]) -> None:
    if not lines:
        raise Refusal("no_lines")


def can_step(steps: Mapping[State, Collection[State]], now: State, to: State) -> bool:
    return to in steps[now]


def check_quote_step(number: str, now: str, to: QuoteState) -> None:
    if not can_step(QUOTE_STEPS, QuoteState(now), to):
        raise Refusal("quote_step", number=number, quote_state=now)


def check_order_step(number: str, now: str, to: OrderState) -> None:
    if not can_step(ORDER_STEPS, OrderState(now), to):
        raise Refusal("order_step", number=number, order_state=now)


def check_line_step(reference: str, now: str, to: LineState) -> None:
    if not can_step(LINE_STEPS, LineState(now), to):
        raise Refusal("line_step", number=reference, line_state=now)


def check_delivery_step(number: str, now: str, to: DeliveryState) -> None:
    if not can_step(DELIVERY_STEPS, DeliveryState(now), to):
        raise Refusal("delivery_step", number=number, delivery_state=now)


def check_draft(number: str, now: str) -> None:
    """Only what the client has not seen yet is changed."""
    if now != QuoteState.DRAFT:
        raise Refusal("quote_step", number=number, quote_state=now)


def check_changeable(number: str, now: str) -> None:
    if now not in (OrderState.DRAFT, OrderState.CONFIRMED):
        raise Refusal("order_step", number=number, order_state=now)


def check_in_hand(number: str, now: str) -> None:
    """Work and deliveries are of a confirmed order."""
    if now != OrderState.CONFIRMED:
        raise Refusal("order_not_confirmed", number=number, order_state=now)


def check_call_off(kind: str, quantity: int, called: int, frame: int, day: date, period: Period | None) -> None:
    """Of an order that waits for calls, within its days, and (a frame of 0 having no bound) within its quantity."""
    if kind == OrderKind.SINGLE:
        raise Refusal("call_off_of_single")
    if not 0 < quantity <= MOST_QUANTITY:
        raise Refusal("quantity_missing")
    if period is not None and day not in period:
        raise Refusal("call_off_outside", day=day)
    if kind == OrderKind.OPEN_ENDED and frame and called + quantity > frame:
        raise Refusal("call_off_beyond_frame", left=told(frame - called))


def planned(kind: str, quantity: int, called: int) -> int | None:
    """How much of a line is to be delivered in all; None when nothing bounds it."""
    if kind == OrderKind.SINGLE:
        return quantity
    if kind == OrderKind.OPEN_ENDED:
        return called or None
    return None


# ---------------------------------------------------------------- allotments


@dataclass(frozen=True)
class Allotted:
    """Who (a key of a person or of a group) is on a line, and when. `share` None: equally with the others."""

    who: tuple[str, int]
    period: Period
    share: int | None


def check_one_allotted(person: object | None, group: object | None) -> None:
    if (person is None) == (group is None):
        raise Refusal("allotment_either")


def check_share(share: int | None) -> None:
    if share is not None and not 0 < share <= WHOLE:
        raise Refusal("allotment_share_wrong")


def check_allotments(new: Allotted, others: Sequence[Allotted]) -> None:
    """Nobody twice on one day, and on no day more than the whole: the sum only rises on a first day."""
    together = [other for other in others if other.period.overlaps(new.period)]
    if any(other.who == new.who for other in together):
        raise Refusal("allotment_twice")
    for day in {new.period.start, *(other.period.start for other in together if other.period.start in new.period)}:
        stated = (new.share or 0) + sum(other.share or 0 for other in together if day in other.period)
        if stated > WHOLE:
            raise Refusal("allotment_shares_too_many", value=told(stated, 100), day=day)


def shares_on(day: date, allotted: Sequence[Allotted]) -> list[int]:
    """The share of each in ten-thousandths, in their order; 0 on days that are not theirs.

    Those who state none have equal parts of what the others leave; together never more than the whole.
    """
    present = [one for one in allotted if day in one.period]
    stated = sum(one.share or 0 for one in present)
    unstated = [one for one in present if one.share is None]
    parts = iter(share_out(WHOLE - stated, len(unstated)) if unstated else ())
    return [0 if day not in one.period else next(parts) if one.share is None else one.share for one in allotted]


# ---------------------------------------------------------------- deliveries, returns, goods of clients


def check_delivered(quantity: int, left: int | None, allow_over: bool, text: str) -> None:
    """More than what is left is asked about first. `left` None: nothing bounds it."""
    if not 0 < quantity <= MOST_QUANTITY:
        raise Refusal("quantity_missing")
    if left is not None and quantity > max(left, 0) and not allow_over:
        raise Refusal("over_delivery", name=text, left=told(max(left, 0)), value=told(quantity))


def check_delivered_on(delivered_on: date, ordered_on: date) -> None:
    if delivered_on < ordered_on:
        raise Refusal("delivered_before_ordered", day=delivered_on, start=ordered_on)


def check_returned(quantity: int, returnable: int, is_return: bool, cause: str) -> None:
    """No more comes back than was delivered; a complaint may be about no quantity."""
    if not cause.strip() or len(cause) > LONGEST_TEXT:
        raise Refusal("return_cause_empty", most=LONGEST_TEXT)
    if quantity < 0 or (is_return and not quantity):
        raise Refusal("quantity_missing")
    if quantity > returnable:
        raise Refusal("return_too_many", left=told(returnable))


def check_returned_on(returned_on: date, delivered_on: date) -> None:
    if returned_on < delivered_on:
        raise Refusal("returned_before_delivered", day=returned_on, start=delivered_on)


def goods_change(kind: str, quantity: int, left: int) -> int:
    """What a move adds to what is left (a count: the difference). Refusals `quantity_missing`, `goods_not_left`."""
    if kind == GoodsMoveKind.COUNTED:
        if quantity < 0:
            raise Refusal("quantity_missing")
        return quantity - left
    if not 0 < quantity <= MOST_QUANTITY:
        raise Refusal("quantity_missing")
    if kind == GoodsMoveKind.RECEIVED:
        return quantity
    if quantity > left:
        raise Refusal("goods_not_left", left=told(left))
    return -quantity


# ---------------------------------------------------------------- recurring quantities


def times_due(recurrence: str, order: Period, asked: Period) -> int:
    """How often the quantities of a recurring order fall due in a period: once each week or month that begins in both.

    A week or a month begins with the first day of the order and then every seventh day, or on that day of each month
    (the last one where the month is shorter). ValueError when `asked` has no end.
    """
    within = order.cut(asked)
    if within is None:
        return 0
    if recurrence == Recurrence.WEEK:
        return sum(1 for day in within.each_day() if (day - order.start).days % 7 == 0)
    return sum(1 for day in within.each_day() if _is_monthly(day, order.start))


def _is_monthly(day: date, start: date) -> bool:
    last = (day.replace(day=28).toordinal() + 4) - date.fromordinal(day.replace(day=28).toordinal() + 4).day
    return day.day == min(start.day, date.fromordinal(last).day)


def seconded_quantity(quantity: int, due: int, absent: int, rule: str, allowance: int) -> int:
    """Worker-months of a seconded line that are due for a month, in thousandths, to the nearest.

    `due`, `absent`: half-days due and not attended by those on the line; `allowance` of those absent take nothing off.
    The rule is that of the line, as agreed with the client. Nothing due in the month leaves it whole.

    >>> seconded_quantity(1000, 42, 6, AbsenceRule.PRO_RATA, 2)
    905
    """
    if rule == AbsenceRule.WHOLE or not due:
        return quantity
    counted = min(max(absent - allowance, 0), due)
    return (2 * quantity * (due - counted) + due) // (2 * due)
