"""`etabli payment record NUMBER`: money received for an issued document, or given back."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.utils.translation import gettext, gettext_lazy

from etabli.billing import rules
from etabli.billing.actions import record_payment
from etabli.billing.queries import invoice_numbered, paid_of
from etabli.billing.states import Means
from etabli.core.refusal import Refusal
from etabli.kit import localised
from etabli.kit.clock import now
from etabli.kit.command import Command as Base
from etabli.org.queries import establishment_of


class Command(Base):
    help = gettext_lazy("Record payments of issued invoices.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        acts = parser.add_subparsers(dest="act", required=True)
        record = acts.add_parser("record", help=gettext("record money received, or given back (below zero)"))
        record.add_argument("number", help=gettext("number of the document"))
        record.add_argument("--on", required=True, type=date.fromisoformat, metavar="DAY")
        record.add_argument("--cents", required=True, type=int)
        record.add_argument("--means", choices=[str(value) for value in Means if value != Means.OFFSET])
        record.add_argument("--reference", default="")
        record.add_argument("--establishment", metavar="NUMBER", help=gettext("number of the establishment"))

    def handle(self, *args: Any, **options: Any) -> None:
        place = establishment_of(options["establishment"]) if options["establishment"] else None
        if options["establishment"] and place is None:
            raise Refusal("establishment_unknown", value=options["establishment"])
        invoice = invoice_numbered(options["number"], place)
        record_payment(
            invoice=invoice,
            paid_on=options["on"],
            cents=options["cents"],
            means=options["means"] or Means.TRANSFER,
            reference=options["reference"],
            by=None,
            at=now(),
        )
        paid = paid_of(invoice)
        left = invoice.payable - paid
        document = {
            "number": invoice.number,
            "payable": invoice.payable,
            "paid": paid,
            "left": left,
            "settlement": rules.settlement(invoice.payable, paid),
        }
        told = gettext("%(number)s: %(left)s left to pay") % {"number": invoice.number, "left": localised.money(left)}
        self.answer(document, told)
