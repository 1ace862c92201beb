"""`etabli invoice`: issue what was delivered, export an issued document, hand the journals to whoever keeps the books."""

from __future__ import annotations

import csv
from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext, gettext_lazy, ngettext

from etabli.billing.actions import draft_from_deliveries, issue
from etabli.billing.documents import invoice_pdf, is_plain
from etabli.billing.einvoice import written
from etabli.billing.journal_export import COLUMNS, entries
from etabli.billing.management.taken import log_taken
from etabli.billing.models import Invoice
from etabli.billing.queries import invoice_numbered, lines_of
from etabli.billing.states import Format
from etabli.core.refusal import Refusal
from etabli.kit import localised
from etabli.kit.clock import now
from etabli.kit.command import Command as Base
from etabli.orders.models import Client, Order
from etabli.org.models import Establishment
from etabli.org.queries import establishment_of


class Command(Base):
    help = gettext_lazy("Issue invoices, export them as e-invoices, and write the journals.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        acts = parser.add_subparsers(dest="act", required=True)
        made = acts.add_parser("issue", help=gettext("bill what was delivered of an order, and issue it"))
        made.add_argument("--order", required=True, metavar="NUMBER", help=gettext("number of the order"))
        made.add_argument("--on", required=True, type=date.fromisoformat, metavar="DAY")
        export = acts.add_parser("export", help=gettext("write an issued document to a file"))
        export.add_argument("number", help=gettext("number of the document"))
        export.add_argument("--format", required=True, choices=[str(value) for value in Format], dest="form")
        export.add_argument("--out", required=True, type=Path, metavar="FILE")
        journal = acts.add_parser("journal", help=gettext("write the journals of sales and bank as CSV"))
        journal.add_argument("--from", required=True, type=date.fromisoformat, metavar="DAY", dest="start")
        journal.add_argument("--to", required=True, type=date.fromisoformat, metavar="DAY", dest="end")
        journal.add_argument("--out", required=True, type=Path, metavar="FILE")
        for part in (made, export, journal):
            part.add_argument(
                "--establishment",
                required=part is journal,
                metavar="NUMBER",
                help=gettext("number of the establishment"),
            )

    def handle(self, *args: Any, **options: Any) -> None:
        getattr(self, f"_{options['act']}")(options)

    def _issue(self, options: dict[str, Any]) -> None:
        order = _order(options["order"], _place(options))
        at = now()
        with transaction.atomic():
            drafts = draft_from_deliveries(
                establishment=order.establishment, order=order, on=options["on"], by=None, at=at
            )
            issued = [issue(invoice=draft, on=options["on"], by=None, at=at) for draft in drafts]
        lines = [f"{row.number}: {localised.money(row.payable)}" for row in issued]
        self.answer({"invoices": [_document(row) for row in issued]}, "\n".join(lines))

    def _export(self, options: dict[str, Any]) -> None:
        invoice = invoice_numbered(options["number"], _place(options))
        wanted: str = options["form"]
        content = invoice_pdf(invoice) if wanted == Format.FACTURX else written(invoice, wanted)
        form = "pdf" if wanted == Format.FACTURX and is_plain(invoice) else wanted
        options["out"].write_bytes(content)
        log_taken("billing.invoice.file", [invoice.client], invoice.establishment)
        told = gettext("Written: %(names)s") % {"names": options["out"]}
        if form != wanted:
            told = f"{told}\n" + gettext("The client has no electronic address: the PDF carries no data.")
        self.answer(
            {"number": invoice.number, "format": form, "file": str(options["out"]), "bytes": len(content)}, told
        )

    def _journal(self, options: dict[str, Any]) -> None:
        place = _place(options)
        assert place is not None
        rows = entries(place, options["start"], options["end"])
        with options["out"].open("w", encoding="utf-8-sig", newline="") as handle:
            writer = csv.writer(handle, delimiter=";")
            writer.writerow(COLUMNS)
            writer.writerows(row.row() for row in rows)
        codes = {row.client_code for row in rows}
        log_taken("billing.journals", Client.objects.filter(establishment=place, code__in=codes), place)
        told = ngettext("%(count)s line written.", "%(count)s lines written.", len(rows)) % {"count": len(rows)}
        self.answer({"file": str(options["out"]), "lines": len(rows)}, told)


def _place(options: dict[str, Any]) -> Establishment | None:
    """The establishment named on the line. Refusal `establishment_unknown`."""
    number = options["establishment"]
    if number is None:
        return None
    place = establishment_of(number)
    if place is None:
        raise Refusal("establishment_unknown", value=number)
    return place


def _order(number: str, place: Establishment | None) -> Order:
    """Refusals `order_unknown`, `establishment_needed`."""
    rows = Order.objects.filter(number=number).select_related("establishment")
    found = list((rows if place is None else rows.filter(establishment=place))[:2])
    if not found:
        raise Refusal("order_unknown", number=number)
    if len(found) > 1:
        raise Refusal("establishment_needed", number=number)
    return found[0]


def _document(invoice: Invoice) -> dict[str, Any]:
    """Amounts in cents, quantities in thousandths, rates in ten-thousandths."""
    return {
        "number": invoice.number,
        "kind": invoice.kind,
        "issued_on": invoice.issued_on,
        "due_on": invoice.due_on,
        "client": invoice.client.code,
        "net": invoice.net,
        "tax": invoice.tax,
        "gross": invoice.gross,
        "prepaid": invoice.prepaid,
        "payable": invoice.payable,
        "digest": invoice.digest,
        "vat": invoice.vat,
        "lines": [
            {
                "position": line.position,
                "order_line": line.order_line.reference if line.order_line else None,
                "text": line.text,
                "quantity": line.quantity,
                "amount": line.amount,
                "vat_rate": line.vat_rate,
            }
            for line in lines_of(invoice)
        ],
    }
