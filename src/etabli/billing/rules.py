"""What may be billed, issued, credited and paid. Each `check_x` raises a Refusal; nothing here reads a database or a clock.

Amounts are cents, quantities thousandths.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import zip_longest

from etabli.billing.states import InvoiceKind, InvoiceState, Lateness, Settlement
from etabli.core.invoicing import VatCategory
from etabli.core.prices import share_of
from etabli.core.refusal import Refusal
from etabli.core.rounding import half_up

YEAR = "{year}"
MOST_DIGITS = 9
LONGEST_NUMBER = 30
_FIGURE = "*"
"""Any figure; it is in no prefix."""
_PREFIX = re.compile(r"[A-Za-z0-9/_-]*(\{year\})?[A-Za-z0-9/_-]*")
_TO_PROFESSIONALS = frozenset({"company", "local_authority", "association"})


# ---------------------------------------------------------------- numbers and days


def check_series(prefix: str, digits: int) -> None:
    """A prefix of letters, figures, `/`, `_` and `-`, with `{year}` at most once; the whole number stays short."""
    if not prefix or not _PREFIX.fullmatch(prefix):
        raise Refusal("series_prefix_wrong", value=prefix)
    if not 1 <= digits <= MOST_DIGITS or len(number_in(prefix, 9999, 1, digits)) > LONGEST_NUMBER:
        raise Refusal("series_digits_wrong", most=MOST_DIGITS)


def may_coincide(one: str, digits: int, other: str, other_digits: int) -> bool:
    """Whether two series may give the same number, in any year and however far they count.

    >>> may_coincide("F", 5, "F1", 4), may_coincide("F{year}-", 4, "F2026-", 4), may_coincide("F", 4, "F-", 4)
    (True, True, False)
    """
    signs = [
        prefix.replace(YEAR, _FIGURE * 4) + _FIGURE * least for prefix, least in ((one, digits), (other, other_digits))
    ]
    pairs = zip_longest(*signs, fillvalue=_FIGURE)
    return all(
        a == b or (a.isdigit() or a == _FIGURE) and b == _FIGURE or a == _FIGURE and b.isdigit() for a, b in pairs
    )


def year_of(prefix: str, day: date) -> int:
    """The year in which a series counts on a day: 0 for one that never begins again."""
    return day.year if YEAR in prefix else 0


def number_in(prefix: str, year: int, sequence: int, digits: int) -> str:
    """The number of a document.

    >>> number_in("F{year}-", 2026, 7, 4)
    'F2026-0007'
    """
    return f"{prefix.replace(YEAR, str(year))}{sequence:0{digits}}"


def check_day(day: date, last: date | None) -> None:
    """Numbers follow the days (CGI, annexe II, art. 242 nonies A: a chronological and continuous sequence)."""
    if last is not None and day < last:
        raise Refusal("issued_out_of_order", day=day, last=last)


def check_come(day: date, today: date) -> None:
    """What is written down has happened."""
    if day > today:
        raise Refusal("day_to_come", day=day, today=today)


def check_delivered(day: date, delivered: date | None) -> None:
    """What is invoiced was delivered by then; a deposit bills no delivery."""
    if delivered is not None and day < delivered:
        raise Refusal("issued_before_delivery", day=day, delivered=delivered)


def due_date(day: date, days: int, end_of_month: bool) -> date:
    """So many days after the invoice, then to the end of that month when it is agreed so.

    >>> due_date(date(2026, 1, 15), 45, True)
    datetime.date(2026, 3, 31)
    """
    due = day + timedelta(days=days)
    if not end_of_month:
        return due
    return (due.replace(day=1) + timedelta(days=32)).replace(day=1) - timedelta(days=1)


# ---------------------------------------------------------------- issuing


@dataclass(frozen=True)
class SellerFacts:
    """Of the seller, what the law wants on an invoice."""

    legal_name: str
    street: str
    postcode: str
    town: str
    country: str
    siren: str
    vat_number: str
    late_rate: str
    recovery_fee: int


@dataclass(frozen=True)
class BuyerFacts:
    """Of the buyer. `kind`: of client; `has_address`: one that invoices go to."""

    name: str
    kind: str
    country: str
    siren: str
    vat_number: str
    has_address: bool


def check_draft(state: str) -> None:
    if state != InvoiceState.DRAFT:
        raise Refusal("invoice_sealed")


def check_issued(state: str) -> None:
    if state != InvoiceState.ISSUED:
        raise Refusal("invoice_not_issued")


def check_seller(seller: SellerFacts | None, buyer: BuyerFacts, categories: Collection[str]) -> None:
    """Name, address and SIREN; a VAT number where VAT is asked or reversed; for professionals the rate of penalties for
    late payment and the compensation for recovery (Code de commerce, art. L441-9 and L441-10; CGI, annexe II, art. 242
    nonies A)."""
    if seller is None:
        raise Refusal("seller_missing")
    if not (seller.legal_name and seller.street and seller.postcode and seller.town):
        raise Refusal("seller_address_missing")
    if seller.country == "FR" and not seller.siren:
        raise Refusal("seller_siren_missing")
    if not seller.vat_number and set(categories) & {VatCategory.STANDARD, VatCategory.REVERSE_CHARGE, VatCategory.ZERO}:
        raise Refusal("seller_vat_missing")
    if seller.country == "FR" and buyer.kind in _TO_PROFESSIONALS and not (seller.late_rate and seller.recovery_fee):
        raise Refusal("seller_terms_missing")


def check_buyer(buyer: BuyerFacts, categories: Collection[str]) -> None:
    """A name and an address; of a French company or public body its SIREN; a VAT number when it owes the VAT itself."""
    if not buyer.has_address:
        raise Refusal("buyer_address_missing", name=buyer.name)
    if buyer.country == "FR" and buyer.kind in ("company", "local_authority") and not buyer.siren:
        raise Refusal("buyer_siren_missing", name=buyer.name)
    if VatCategory.REVERSE_CHARGE in set(categories) and not buyer.vat_number:
        raise Refusal("buyer_vat_missing", name=buyer.name)


def check_totals(kind: str, gross: int, prepaid: int) -> None:
    """An invoice asks for something, a credit note gives something back, and deposits are no more than what they are of."""
    if kind == InvoiceKind.CREDIT_NOTE:
        if gross > 0:
            raise Refusal("credit_asks")
    elif gross < 0:
        raise Refusal("invoice_gives_back")
    if prepaid < 0 or kind == InvoiceKind.INVOICE and prepaid > gross:
        raise Refusal("deposits_exceed")


def check_not_empty(lines: int) -> None:
    if not lines:
        raise Refusal("nothing_to_bill")


def check_peppol(seller_address: str, buyer_address: str) -> None:
    """Peppol needs the address of both on its network: a scheme, a colon, an identifier."""
    if ":" not in seller_address or ":" not in buyer_address:
        raise Refusal("peppol_address_missing")


def check_reachable(name: str, kind: str, address: str) -> None:
    """The rules of France want the electronic address of the buyer (BR-FR-12). A private person has none and needs none:
    sales to consumers are outside e-invoicing."""
    if not address:
        raise Refusal("einvoice_without_address" if kind in _TO_PROFESSIONALS else "einvoice_to_consumer", name=name)


# ---------------------------------------------------------------- crediting and deposits


def check_reason(reason: str) -> None:
    if not reason.strip():
        raise Refusal("credit_reason_missing")


def check_credited(quantity: int, left: int, text: str) -> None:
    """No more is credited of a line than what it billed and was not credited yet."""
    if not 0 < quantity <= left:
        raise Refusal("credit_exceeds", text=text, left=left / 1000)


def check_deposit_of(is_confirmed: bool, number: str) -> None:
    """A deposit is of what the client ordered for good."""
    if not is_confirmed:
        raise Refusal("deposit_unconfirmed", number=number)


def check_deposit(cents: int, most: int) -> None:
    """A deposit asks for something, and for no more than what is ordered and no other deposit asks for. Cents, without
    VAT."""
    if not 0 < cents <= most:
        raise Refusal("deposit_wrong", most=max(most, 0) / 100)


def credited_part(amount: int, quantity: int, before: int, credited: int) -> int:
    """Of an amount for a quantity, what credits `credited` units when `before` were credited already: nothing is lost.

    >>> [credited_part(100, 3, 0, 1), credited_part(100, 3, 1, 1), credited_part(100, 3, 2, 1)]
    [33, 34, 33]
    """
    return _part(amount, before + credited, quantity) - _part(amount, before, quantity)


def cost_of(cents: int | None, share: int | None, planned: int, before: int, billed: int, amount: int) -> int:
    """A direct cost of a line that bills `billed` when `before` was billed already, in cents.

    `share` of the amount, in ten-thousandths; or `cents` for the planned quantity, of which each bill takes its part and
    all bills together no more than the whole. Where no quantity is planned the first bill takes it whole.
    """
    if share is not None:
        return share_of(amount, share)
    whole = cents or 0
    if not planned:
        return 0 if before else whole
    return _part(whole, min(before + billed, planned), planned) - _part(whole, min(before, planned), planned)


def _part(amount: int, quantity: int, whole: int) -> int:
    """Half up on what is so far, so that the parts sum to the whole."""
    return half_up(amount * quantity, whole)


# ---------------------------------------------------------------- payments


def check_payment(cents: int, paid: int, payable: int) -> None:
    """After it, what is paid lies between nothing and what is asked; of a credit note both are negative."""
    if not cents:
        raise Refusal("payment_of_nothing")
    low, high = min(payable, 0), max(payable, 0)
    if not low <= paid + cents <= high:
        raise Refusal("payment_exceeds", left=(payable - paid) / 100)


def check_offset(cents: int, invoice_left: int, credit_left: int) -> None:
    """No more is offset than is left of both. `credit_left`: negative."""
    if not 0 < cents <= min(invoice_left, -credit_left):
        raise Refusal("offset_exceeds", most=max(min(invoice_left, -credit_left), 0) / 100)


def check_paid_on(day: date, issued_on: date) -> None:
    if day < issued_on:
        raise Refusal("paid_before_issued", day=day, issued=issued_on)


def check_reminder(left: int, due_on: date, day: date) -> None:
    """A client is reminded of what is due and not paid."""
    if left <= 0:
        raise Refusal("reminder_of_nothing")
    if day <= due_on:
        raise Refusal("reminder_too_early", due=due_on)


def settlement(payable: int, paid: int) -> Settlement:
    """How much of what is asked is paid. What asks for nothing is paid."""
    if paid == payable:
        return Settlement.PAID
    return Settlement.PARTLY if paid else Settlement.UNPAID


def lateness(due_on: date, day: date) -> Lateness:
    """In which column of the ageing a sum stands on a day.

    >>> lateness(date(2026, 1, 31), date(2026, 3, 2)).value
    'to_30'
    """
    late = (day - due_on).days
    steps = ((0, Lateness.NOT_DUE), (30, Lateness.TO_30), (60, Lateness.TO_60), (90, Lateness.TO_90))
    return next((name for most, name in steps if late <= most), Lateness.BEYOND)
