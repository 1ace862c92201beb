"""The sentences of what is refused about invoices and payments, and the words of their kinds and states."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from etabli.billing.states import Format, InvoiceKind, InvoiceState, Lateness, Means, Settlement

SENTENCES: dict[str, Any] = {
    "vat_category_unknown": _("“%(value)s” is no category of VAT."),
    "vat_rate_missing": _("What is taxed has a rate of VAT above 0 %%. Give it in the settings."),
    "vat_rate_not_due": _("What is not taxed (%(value)s) has no rate of VAT."),
    "vat_reason_missing": _("Say by which rule there is no VAT (%(value)s): the invoice must name it."),
    "vat_out_of_scope_mixed": _(
        "What is outside the scope of VAT stands on an invoice of its own. Make one for the rest."
    ),
    "invoice_sealed": _("An issued invoice is never changed. Make a credit note."),
}

INVOICE_KINDS = {
    InvoiceKind.INVOICE: _("Invoice"),
    InvoiceKind.CREDIT_NOTE: _("Credit note"),
    InvoiceKind.DEPOSIT: _("Deposit invoice"),
}

INVOICE_STATES = {
    InvoiceState.DRAFT: _("Draft"),
    InvoiceState.ISSUED: pgettext_lazy("invoice", "Issued"),
}

MEANS = {
    Means.TRANSFER: _("Transfer"),
    Means.DIRECT_DEBIT: _("Direct debit"),
    Means.CHEQUE: _("Cheque"),
    Means.CARD: pgettext_lazy("payment", "Card"),
    Means.CASH: _("Cash"),
    Means.OFFSET: _("Offset"),
}

SETTLEMENTS = {
    Settlement.UNPAID: pgettext_lazy("invoice", "Unpaid"),
    Settlement.PARTLY: _("Partly paid"),
    Settlement.PAID: pgettext_lazy("invoice", "Paid"),
}

LATENESSES = {
    Lateness.NOT_DUE: _("Not due yet"),
    Lateness.TO_30: _("Up to 30 days late"),
    Lateness.TO_60: _("31 to 60 days late"),
    Lateness.TO_90: _("61 to 90 days late"),
    Lateness.BEYOND: _("More than 90 days late"),
}

FORMATS = {
    Format.FACTURX: "Factur-X",
    Format.CII: "CII",
    Format.UBL: "UBL",
    Format.PEPPOL: "Peppol BIS 3",
}
