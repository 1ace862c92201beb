"""The documents themselves, and the checks made on them whenever one is written.

At run time: the XSD, and the arithmetic of the totals. The rules of EN 16931, of France and of Peppol run in the tests.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from etabli.billing import rules
from etabli.billing.einvoice.terms import Document, is_french, is_reachable, terms
from etabli.billing.models import Invoice
from etabli.billing.queries import lines_of, totals_of
from etabli.billing.states import Format, InvoiceKind
from etabli.core.refusal import Refusal

PEPPOL_RULES = "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0"

_NIL = b' xsi:nil="true"'


def cii(document: Document) -> bytes:
    """UN/CEFACT Cross Industry Invoice, profile EN 16931: what a Factur-X carries. Refusals as `ubl`."""
    _check_reachable(document)
    return _generated("factur-x", terms(document, Format.CII))


def ubl(document: Document) -> bytes:
    """UBL 2.1, for France. Refusals `einvoice_to_consumer`, `einvoice_without_address`."""
    _check_reachable(document)
    return _generated("ubl-2.1", terms(document, Format.UBL))


def _check_reachable(document: Document) -> None:
    if is_french(document):
        buyer = document.invoice.buyer
        rules.check_reachable(buyer["name"], buyer["kind"], "known" if is_reachable(document) else "")


def peppol(document: Document) -> bytes:
    """UBL 2.1 as Peppol BIS Billing 3 wants it. Refusal `peppol_address_missing`."""
    rules.check_peppol(document.invoice.seller["peppol_id"], document.invoice.buyer["peppol_id"])
    made = _generated("ubl-2.1", terms(document, Format.PEPPOL))
    plain = b"<cbc:CustomizationID>urn:cen.eu:en16931:2017</cbc:CustomizationID>"
    return made.replace(plain, plain.replace(b"urn:cen.eu:en16931:2017", PEPPOL_RULES.encode()), 1)


_WRITERS: dict[str, Callable[[Document], bytes]] = {Format.CII: cii, Format.UBL: ubl, Format.PEPPOL: peppol}


def written(invoice: Invoice, wanted: str) -> bytes:
    """An issued invoice as XML. Refusals `invoice_not_issued`, `einvoice_wrong`, `peppol_address_missing`, and of `ubl`."""
    return _WRITERS[wanted](document_of(invoice))


def document_of(invoice: Invoice) -> Document:
    """What is written of an issued invoice, its totals checked. Refusals `invoice_not_issued`, `einvoice_wrong`."""
    rules.check_issued(invoice.state)
    lines = lines_of(invoice)
    deposits = invoice.deductions.order_by("pk").values_list("deposit__number", "deposit__issued_on")
    corrected = invoice.corrects
    references = [(number or "", day) for number, day in deposits if day]
    if corrected is not None and corrected.issued_on is not None:
        references.append((corrected.number or "", corrected.issued_on))
    made = Document(
        invoice,
        lines,
        references,
        credits_deposit=corrected is not None and corrected.kind == InvoiceKind.DEPOSIT,
        order_number=invoice.order.number if invoice.order else "",
    )
    check(made)
    return made


def check(document: Document) -> None:
    """The totals kept are those of the lines (BR-CO-10 to BR-CO-17). Refusal `einvoice_wrong`."""
    invoice = document.invoice
    sums = totals_of(document.lines, invoice.prepaid)
    kept = (invoice.net, invoice.tax, invoice.gross, invoice.payable)
    groups = [(group["taxable"], group["tax"]) for group in invoice.vat]
    if kept != (sums.net, sums.tax, sums.gross, sums.payable) or groups != [
        (row.taxable, row.tax) for row in sums.groups
    ]:
        raise Refusal("einvoice_wrong", detail="BR-CO")


def _generated(flavor: str, said: dict[str, Any]) -> bytes:
    """XSD-valid XML. Refusal `einvoice_wrong`."""
    # Loaded only by those who write an invoice: its schemas take a while.
    from facturx import generate_xml, xml_check_xsd  # noqa: PLC0415

    try:
        made: bytes = generate_xml(said, flavor=flavor, level="en16931", check_xsd=False, check_schematron=None)
        # A group in which nothing is said is written as nil, which the schema does not know: it is only empty.
        made = made.replace(_NIL, b"")
        xml_check_xsd(made)
    except Exception as error:  # the library raises nothing narrower for a document that is not valid
        raise Refusal("einvoice_wrong", detail=str(error)) from error
    return made
