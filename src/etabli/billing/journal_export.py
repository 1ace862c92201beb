"""The journals of sales and of the bank, for whoever keeps the books.

The columns are those of the file of accounting entries (LPF, art. A47 A-1): eighteen, in this order, separated by tabs in a
file handed to the tax office; here a CSV with semicolons, in the encoding that spreadsheets open. The accounts are those
that the workplace set. Every entry balances to the cent.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext

from etabli.billing.models import DepositDeduction, Invoice, Payment, Seller
from etabli.billing.queries import deducted, seller_of
from etabli.billing.states import InvoiceKind, InvoiceState, Means
from etabli.billing.wording import INVOICE_KINDS
from etabli.core.refusal import Refusal
from etabli.orders.states import Supply
from etabli.org.models import Establishment

COLUMNS = (
    "JournalCode JournalLib EcritureNum EcritureDate CompteNum CompteLib CompAuxNum CompAuxLib PieceRef PieceDate"
    " EcritureLib Debit Credit EcritureLet DateLet ValidDate Montantdevise Idevise"
).split()
SALES, BANK = "VE", "BQ"


@dataclass(frozen=True)
class Entry:
    """One line of an entry. `cents`: above zero a debit, below zero a credit."""

    journal: str
    number: str
    day: date
    account: str
    account_name: str
    client_code: str
    client_name: str
    document: str
    document_day: date
    text: str
    cents: int

    def row(self) -> list[str]:
        """The eighteen columns."""
        names = {SALES: gettext("Sales"), BANK: gettext("Bank")}
        debit, credit = (self.cents, 0) if self.cents > 0 else (0, -self.cents)
        head = [self.journal, names[self.journal], self.number, _day(self.day), self.account, self.account_name]
        of = [self.client_code, self.client_name, self.document, _day(self.document_day), self.text]
        return [*head, *of, _amount(debit), _amount(credit), "", "", _day(self.day), "", ""]


def entries(establishment: Establishment, start: date, end: date) -> list[Entry]:
    """Entries of documents issued and payments received from `start` to `end` (excluded), by day.

    Offsets between an invoice and a credit note move no money and are left out. Refusal `seller_missing`.
    """
    seller = seller_of(establishment)
    if seller is None:
        raise Refusal("seller_missing")
    issued = Invoice.objects.filter(establishment=establishment, state=InvoiceState.ISSUED)
    sales = issued.filter(issued_on__gte=start, issued_on__lt=end).order_by("issued_on", "pk")
    paid = Payment.objects.filter(invoice__establishment=establishment, paid_on__gte=start, paid_on__lt=end)
    payments = paid.exclude(means=Means.OFFSET).select_related("invoice__client").order_by("paid_on", "pk")
    documents = list(sales.select_related("client").prefetch_related("lines"))
    deposits = _deposits(documents)
    rows = [row for invoice in documents for row in _sale(invoice, seller, deposits.get(invoice.pk, (0, 0)))]
    return rows + [row for payment in payments for row in _payment(payment, seller)]


def _deposits(documents: Iterable[Invoice]) -> dict[int, tuple[int, int]]:
    """Document (key) -> what its deposits entered without VAT and as VAT, and it takes back. One query.

    Parts of one deposit are cut so that together they take back exactly what it entered.
    """
    wanted = {invoice.pk for invoice in documents if invoice.prepaid}
    cut = DepositDeduction.objects.filter(invoice__in=wanted).values("deposit")
    made: defaultdict[int, tuple[int, int]] = defaultdict(lambda: (0, 0))
    for taken in deducted(cut):
        net, earlier = taken.part(taken.net), made[taken.invoice]
        made[taken.invoice] = (earlier[0] + net, earlier[1] + taken.cents - net)
    return dict(made)


def _sale(invoice: Invoice, seller: Seller, deposits: tuple[int, int]) -> Iterator[Entry]:
    """The client owes the whole; what was asked as a deposit leaves the account of deposits, with its VAT."""
    entered = [
        (seller.account_client, gettext("Clients"), invoice.payable),
        (seller.account_deposit, gettext("Deposits"), deposits[0]),
        (seller.account_vat, gettext("VAT collected"), deposits[1] - invoice.tax),
        *((account, name, -cents) for account, name, cents in _revenue(invoice, seller)),
    ]
    for place, (account, name, cents) in enumerate(entered):
        if cents:
            yield _of(invoice, account, name, cents, to_client=place == 0)


def _revenue(invoice: Invoice, seller: Seller) -> Iterable[tuple[str, str, int]]:
    if invoice.kind == InvoiceKind.DEPOSIT:
        return [(seller.account_deposit, gettext("Deposits"), invoice.net)]
    sums: defaultdict[str, int] = defaultdict(int)
    for line in invoice.lines.all():
        sums[line.supply] += line.amount
    goods = (seller.account_goods, gettext("Sales of goods"), sums[Supply.GOODS])
    return [goods, (seller.account_services, gettext("Services"), sums[Supply.SERVICES])]


def _payment(payment: Payment, seller: Seller) -> Iterator[Entry]:
    invoice = payment.invoice
    made: dict[str, Any] = {"journal": BANK, "number": f"{BANK}{payment.pk}", "day": payment.paid_on}
    text = gettext("Payment of %(number)s") % {"number": invoice.number}
    yield _of(invoice, seller.account_bank, gettext("Bank"), payment.cents, text=text, **made)
    yield _of(invoice, seller.account_client, gettext("Clients"), -payment.cents, to_client=True, text=text, **made)


def _of(invoice: Invoice, account: str, name: str, cents: int, *, to_client: bool = False, **changes: Any) -> Entry:
    issued = invoice.issued_on
    if issued is None:
        raise ValueError("only what is issued is entered in the books")
    kind = str(INVOICE_KINDS[InvoiceKind(invoice.kind)])
    usual: dict[str, Any] = {
        "journal": SALES,
        "number": invoice.number or "",
        "day": issued,
        "account": account,
        "account_name": name,
        "client_code": invoice.client.code if to_client else "",
        "client_name": invoice.client.name if to_client else "",
        "document": invoice.number or "",
        "document_day": issued,
        "text": f"{kind} {invoice.number} {invoice.client.name}",
        "cents": cents,
    }
    return Entry(**usual | changes)


def _day(value: date) -> str:
    return value.strftime("%Y%m%d")


def _amount(cents: int) -> str:
    return f"{cents // 100},{cents % 100:02}"
