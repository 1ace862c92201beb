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
    "certificate_elsewhere": _(
        "The certificate for the obligation to employ disabled workers is one of France: this workplace issues none."
    ),
    "certificate_before_2020": _(
        "The deduction in euros began with the declaration of 2020; for %(year)s, see the historical unit."
    ),
    "certificate_year_to_come": _("The year %(year)s has not begun."),
    "certificate_year_open": _(
        "The year %(year)s is not over: what is paid until its last day counts. Issue the certificate from %(day)s on."
    ),
    "certificate_regime_missing": _(
        "%(name)s has no regime (Agefiph or FIPHFP): it owes no contribution. Set its regime if it does."
    ),
    "certificate_client_unknown": _("There is no client %(value)s here."),
    "certificate_nothing_paid": _("%(name)s paid nothing in %(year)s: there is nothing to certify."),
    "impact_year_open": _("The year %(year)s is not over. Issue its certificate from %(day)s on."),
    "impact_nothing": _("No work was written down on what was billed: there is nothing to certify."),
    "impact_elsewhere": _("Invoice %(number)s is not one of %(name)s: choose the client that it was sent to."),
    "certificate_seller_missing": _(
        "Certificates name who sells, and this is not written yet. Fill in the seller in the settings of billing."
    ),
    "series_prefix_wrong": _(
        "“%(value)s” is no prefix: letters, figures, - / and _, and {year} where the year is to stand."
    ),
    "series_digits_wrong": _("A number has 1 to %(most)s figures after its prefix, and 30 signs in all."),
    "series_code_taken": _("There is a series %(value)s already, or one with this prefix. Choose another one."),
    "series_coincide": _(
        "Series %(series)s (%(prefix)s) could give the same numbers: choose a prefix that differs from it."
    ),
    "series_kept": _(
        "Numbers %(prefix)s… are kept for the series %(series)s, which the first credit note or invoice makes by itself."
        " Choose another prefix and code, or add that series first."
    ),
    "series_in_use": _("Numbers were given in this series: its prefix stays. Make another one."),
    "series_missing": _("Choose a series of numbers for these documents that is still used."),
    "issued_out_of_order": _(
        "The last one of this series was issued on %(last)s: numbers follow the days, so %(day)s is too early."
    ),
    "day_to_come": _("%(day)s has not come yet: give a day up to today."),
    "issued_before_delivery": _(
        "Part of this was delivered on %(delivered)s: an invoice of %(day)s is too early. Give a later day."
    ),
    "invoice_not_issued": _("This is a draft. Issue it first."),
    "seller_missing": _("Say who sells before an invoice is issued: settings, Seller."),
    "seller_address_missing": _("The seller needs a name and an address. Complete the settings of the seller."),
    "seller_siren_missing": _("The seller needs its SIREN. Complete the settings of the seller."),
    "seller_siren_wrong": _("“%(value)s” is no SIREN or SIRET. Check it."),
    "seller_vat_missing": _("With VAT, the seller needs its VAT number. Complete the settings of the seller."),
    "seller_vat_wrong": _("“%(value)s” is no VAT number. Check it."),
    "seller_iban_wrong": _("“%(value)s” is no IBAN. Check it."),
    "seller_terms_missing": _(
        "To a professional, an invoice says the rate of penalties for late payment and the compensation for recovery."
        " Complete the settings of the seller."
    ),
    "buyer_address_missing": _("%(name)s has no address for invoices. Add one to the client."),
    "buyer_siren_missing": _("%(name)s has no SIREN: an invoice to a French company names it. Add it to the client."),
    "buyer_vat_missing": _("%(name)s owes the VAT itself: add its VAT number to the client."),
    "credit_asks": _("A credit note gives back: its total cannot be above zero."),
    "invoice_gives_back": _("The total of an invoice cannot be below zero. Make a credit note."),
    "deposits_exceed": _("The deposits are more than the invoice. Deduct less."),
    "nothing_to_bill": _("There is nothing to bill."),
    "peppol_address_missing": _("For Peppol, the seller and the client both need their address on that network."),
    "einvoice_to_consumer": _(
        "%(name)s is a private person: sales to consumers are outside e-invoicing. Give the PDF."
    ),
    "einvoice_without_address": _(
        "%(name)s has no electronic address: the rules of France want one on an e-invoice. Add its SIREN, its Peppol"
        " address or its e-mail to the client for the next one, and give the PDF of this one."
    ),
    "invoice_unknown": _("There is no invoice %(number)s here."),
    "order_unknown": _("There is no order %(number)s here."),
    "establishment_needed": _("Several establishments have %(number)s: say which, with --establishment."),
    "credit_reason_missing": _("Say why: the reason stands on the credit note."),
    "credit_of_credit": _("A credit note is not credited. Bill anew."),
    "credit_exceeds": _("Of “%(text)s” there is %(left)s left to credit."),
    "deposit_wrong": _("A deposit is more than 0 and at most %(most)s €, without VAT."),
    "draft_removed": _("This draft was removed meanwhile: nothing of it is left to change."),
    "deposit_deducted": _(
        "An invoice deducts deposit %(number)s: no more of it is credited than what is left. Credit that invoice instead."
    ),
    "deposit_unconfirmed": _("Order %(number)s is not confirmed: ask for a deposit once it is."),
    "line_elsewhere": _("This line is not one of the invoice."),
    "delivery_billed": _("Delivery %(number)s is on an invoice (%(invoice)s). Credit it, or remove the draft, first."),
    "payment_of_nothing": _("Give the amount that was paid."),
    "payment_exceeds": _("%(left)s € are left to pay: the amount is more than that, or gives back more than was paid."),
    "offset_exceeds": _("At most %(most)s € can be offset between these two."),
    "offset_elsewhere": _("An invoice is offset by a credit note of the same client."),
    "paid_before_issued": _("The invoice is of %(issued)s: it cannot have been paid on %(day)s."),
    "reminder_of_nothing": _("Nothing of this invoice is left to pay."),
    "reminder_too_early": _("Payment is due on %(due)s: remind after that day."),
    "einvoice_wrong": _("The invoice does not pass the rules of its format: %(detail)s"),
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

READS = {
    "billing.trace": _("Trace of an invoice"),
    "billing.invoice.file": _("Invoice, downloaded"),
    "billing.invoices.export": _("List of invoices, downloaded"),
    "billing.unbilled.export": _("What is to bill, downloaded"),
    "billing.journals": _("Journals, downloaded"),
    "billing.impact.file": _("Certificate of impact, downloaded"),
    "billing.obligation.file": _("OETH certificate, downloaded"),
    "billing.home.file": _("Statement for services at home, downloaded"),
}
"""What the log of reads says."""
