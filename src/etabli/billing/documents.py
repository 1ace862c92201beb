"""An issued invoice as Factur-X: a PDF/A-3a and PDF/UA-1 made by Typst, that carries the invoice as CII.

Typst embeds the XML byte for byte; pikepdf then says in the metadata that it is a Factur-X, in the bag of extension schemas
that Typst wrote (a second bag would not be PDF/A). All words are in the buyer's language.
"""

from __future__ import annotations

from io import BytesIO
from typing import Any

from django.utils.translation import gettext, override, pgettext

from etabli.billing.einvoice.terms import Document, delivered, is_french, is_reachable, mentions, operation
from etabli.billing.einvoice.writing import cii, document_of
from etabli.billing.models import Invoice, InvoiceLine
from etabli.billing.states import InvoiceKind
from etabli.billing.wording import INVOICE_KINDS
from etabli.core.invoicing import VatCategory
from etabli.kit import localised
from etabli.kit.papers import CARRYING, FONT, paper
from etabli.orders.wording import VAT_CATEGORIES, units

ATTACHED = "factur-x.xml"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
FACTURX = "urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#"
_SAID = {"DocumentFileName": ATTACHED, "DocumentType": "INVOICE", "Version": "1.0", "ConformanceLevel": "EN 16931"}
_MEANINGS = {
    "DocumentFileName": "The name of the embedded XML document",
    "DocumentType": "The type of the hybrid document",
    "Version": "The version of the standard of the embedded XML document",
    "ConformanceLevel": "The conformance level of the embedded XML document",
}


def invoice_pdf(invoice: Invoice) -> bytes:
    """The Factur-X of an issued invoice; to a client whom no e-invoice reaches, the same PDF without data.

    Refusals `invoice_not_issued`, `einvoice_wrong`.
    """
    document = document_of(invoice)
    xml = None if is_plain(invoice) else cii(document)
    with override(invoice.buyer["language"]):
        content = contents(document) | {"carries_data": xml is not None}
    beside = {} if xml is None else {ATTACHED: xml}
    made = paper("etabli.billing", "invoice", content, beside=beside, standards=CARRYING)
    return made if xml is None else _declared(made)


def is_plain(invoice: Invoice) -> bool:
    """Whether an issued invoice leaves as a plain PDF: of a French seller, to a client without electronic address."""
    document = Document(invoice, ())
    return is_french(document) and not is_reachable(document)


# ---------------------------------------------------------------- metadata


def _declared(pdf: bytes) -> bytes:
    """The same PDF, whose metadata say that it is a Factur-X."""
    # Loaded only by those who ask for an invoice.
    import pikepdf  # noqa: PLC0415
    from lxml import etree  # noqa: PLC0415

    with pikepdf.open(BytesIO(pdf)) as opened:
        root = etree.fromstring(bytes(opened.Root.Metadata.read_bytes()))
        rdf = root if root.tag == f"{{{RDF}}}RDF" else root.find(f".//{{{RDF}}}RDF")
        bag = rdf.find(".//{http://www.aiim.org/pdfa/ns/extension/}schemas")[0]
        bag.append(etree.fromstring(_extension()))
        rdf.append(etree.fromstring(_description()))
        packet = b'<?xpacket begin="\xef\xbb\xbf" id="W5M0MpCehiHzreSzNTczkc9d"?>' + etree.tostring(root)
        stream = pikepdf.Stream(opened, packet + b'<?xpacket end="r"?>')
        stream.Type, stream.Subtype = pikepdf.Name.Metadata, pikepdf.Name.XML
        opened.Root.Metadata = opened.make_indirect(stream)
        out = BytesIO()
        opened.save(out, deterministic_id=True)
    return out.getvalue()


def _description() -> str:
    said = "".join(f"<fx:{name}>{value}</fx:{name}>" for name, value in _SAID.items())
    return f'<rdf:Description xmlns:rdf="{RDF}" xmlns:fx="{FACTURX}" rdf:about="">{said}</rdf:Description>'


def _extension() -> str:
    """The schema of those four properties, as PDF/A wants it declared."""
    properties = "".join(
        '<rdf:li rdf:parseType="Resource">'
        f"<pdfaProperty:name>{name}</pdfaProperty:name><pdfaProperty:valueType>Text</pdfaProperty:valueType>"
        "<pdfaProperty:category>external</pdfaProperty:category>"
        f"<pdfaProperty:description>{meaning}</pdfaProperty:description></rdf:li>"
        for name, meaning in _MEANINGS.items()
    )
    return (
        f'<rdf:li xmlns:rdf="{RDF}" xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"'
        ' xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#" rdf:parseType="Resource">'
        "<pdfaSchema:schema>Factur-X PDFA Extension Schema</pdfaSchema:schema>"
        f"<pdfaSchema:namespaceURI>{FACTURX}</pdfaSchema:namespaceURI><pdfaSchema:prefix>fx</pdfaSchema:prefix>"
        f"<pdfaSchema:property><rdf:Seq>{properties}</rdf:Seq></pdfaSchema:property></rdf:li>"
    )


# ---------------------------------------------------------------- what it says


def contents(document: Document) -> dict[str, Any]:
    """All that the PDF shows, as plain values in the present language."""
    invoice = document.invoice
    issued = invoice.issued_on
    assert issued is not None
    return {
        "language": invoice.buyer["language"],
        "font": FONT,
        "day": [issued.year, issued.month, issued.day],
        "title": f"{INVOICE_KINDS[InvoiceKind(invoice.kind)]} {invoice.number}",
        "seller": _seller(invoice.seller),
        "buyer": _buyer(invoice.buyer),
        "delivery": _place(invoice.buyer["delivery"]) if invoice.buyer["delivery"] else [],
        "facts": _facts(document),
        "lines": [_line(line) for line in document.lines],
        "vat": [_group(group) for group in invoice.vat],
        "totals": _totals(document),
        "payment": _payment(invoice),
        "mentions": [text for subject, text in mentions(document) if subject != "BAR" and text != invoice.reason],
        "words": _words(),
    }


def _place(place: dict[str, Any]) -> list[str]:
    town = " ".join(filter(None, (place["postcode"], place["town"])))
    country = "" if place["country"] == "FR" else place["country"]
    return [line for line in (place["street"], place["more"], town, country) if line]


def _numbers(party: dict[str, Any]) -> list[str]:
    said = {"SIREN": party["siren"], "SIRET": party["siret"], gettext("VAT number"): party["vat_number"]}
    return [f"{name} {value}" for name, value in said.items() if value]


def _seller(seller: dict[str, Any]) -> list[str]:
    contact = [line for line in (seller["phone"], seller["email"]) if line]
    form = [seller["legal_form"]] if seller["legal_form"] else []
    return [seller["legal_name"], *form, *_place(seller), *_numbers(seller), *contact]


def _buyer(buyer: dict[str, Any]) -> list[str]:
    return [buyer["name"], *_place(buyer["address"]), *_numbers(buyer)]


def _facts(document: Document) -> list[list[str]]:
    invoice = document.invoice
    operations = {"B": gettext("Goods"), "S": gettext("Services"), "M": gettext("Goods and services")}
    rows = [(gettext("Issued on"), _day(invoice.issued_on))]
    if invoice.kind != InvoiceKind.CREDIT_NOTE:
        rows.append((gettext("Payment due on"), _day(invoice.due_on)))
    if invoice.starts_on and invoice.ends_before:
        last = invoice.ends_before.fromordinal(invoice.ends_before.toordinal() - 1)
        rows.append((pgettext("invoice", "Period"), f"{_day(invoice.starts_on)} – {_day(last)}"))
    elif invoice.delivered_on:
        rows.append((pgettext("invoice", "Delivered on"), _day(invoice.delivered_on)))
    rows.append((gettext("Your order"), invoice.order_reference))
    rows.append((gettext("Our order"), document.order_number))
    rows.append((gettext("Your reference"), invoice.buyer["buyer_reference"]))
    rows.append((gettext("Category of operation"), operations[operation(document.lines)]))
    name = gettext("Credits") if invoice.kind == InvoiceKind.CREDIT_NOTE else gettext("Deposits deducted")
    rows.append((gettext("Reason"), invoice.reason))
    rows.append((name, ", ".join(f"{number} ({_day(day)})" for number, day in document.references)))
    return [[name, value] for name, value in rows if value]


def _day(value: Any) -> str:
    return localised.day(value, "short") if value else ""


def _line(line: InvoiceLine) -> dict[str, str]:
    base = f" / {localised.number(line.price_base)}" if line.price_base != 1 else ""
    return {
        "text": line.text,
        "note": delivered(line) if line.delivery_number else "",
        "quantity": f"{localised.quantity(line.quantity)} {units(line.unit, line.quantity)}",
        "price": f"{localised.number(line.unit_price / 10_000, 4)} €{base}",
        "discount": localised.ratio(line.discount / 10_000) if line.discount else "",
        "vat": localised.ratio(line.vat_rate / 10_000) if line.vat_rate else str(VAT_CATEGORIES[line.vat_category]),  # type: ignore[index]
        "amount": localised.money(line.amount),
    }


def _group(group: dict[str, Any]) -> dict[str, str]:
    is_taxed = group["category"] == VatCategory.STANDARD
    return {
        "name": localised.ratio(group["rate"] / 10_000) if is_taxed else str(VAT_CATEGORIES[group["category"]]),
        "reason": group["reason"],
        "taxable": localised.money(group["taxable"]),
        "tax": localised.money(group["tax"]),
    }


def _totals(document: Document) -> list[list[str]]:
    invoice = document.invoice
    rows = [
        (gettext("Total without VAT"), invoice.net),
        (gettext("VAT"), invoice.tax),
        (gettext("Total with VAT"), invoice.gross),
    ]
    if invoice.prepaid:
        rows.append((gettext("Deposits deducted"), -invoice.prepaid))
    last = gettext("To give back") if invoice.kind == InvoiceKind.CREDIT_NOTE else gettext("To pay")
    rows.append((last, document.sign * invoice.payable))
    return [[name, localised.money(cents)] for name, cents in rows]


def _payment(invoice: Invoice) -> list[str]:
    if invoice.kind == InvoiceKind.CREDIT_NOTE:
        return [gettext("To be deducted from what is owed, or given back.")]
    seller = invoice.seller
    account = [f"IBAN {seller['iban']}", f"BIC {seller['bic']}" if seller["bic"] else ""] if seller["iban"] else []
    return [line for line in (seller["payment_terms"], *account) if line]


def _words() -> dict[str, str]:
    return {
        "seller": gettext("Seller"),
        "buyer": gettext("Client"),
        "delivery": gettext("Delivery address"),
        "text": pgettext("invoice line", "Description"),
        "quantity": gettext("Quantity"),
        "price": gettext("Unit price without VAT"),
        "discount": gettext("Discount"),
        "vat": gettext("VAT"),
        "amount": gettext("Amount without VAT"),
        "taxable": gettext("Taxable amount"),
        "tax": gettext("VAT amount"),
        "payment": gettext("Payment"),
        "lines": gettext("Lines"),
        "totals": gettext("Totals"),
    }
