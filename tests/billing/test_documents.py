"""The Factur-X: a tagged PDF/A-3 that opens, says what the law wants, and carries the XML byte for byte."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pikepdf
import pytest
from facturx import get_facturx_xml_from_pdf, xml_check_xsd
from lxml import etree
from pypdf import PdfReader

from etabli.billing.documents import FACTURX, RDF, invoice_pdf
from etabli.billing.einvoice import cii
from etabli.billing.einvoice.writing import document_of
from etabli.billing.models import Invoice
from etabli.core.refusal import Refusal
from tests.billing import making

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def sold(**buyer: Any) -> Invoice:
    place = making.house()
    lines = ({"text": "Mise sous pli <A4> & co", "discount": 1_000}, {"vat": making.vat(place, "E", 0)})
    return making.sold(place, *lines, buyer=making.client(place, buyer_reference="ACHATS-7", **buyer))


def words_of(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).split())


def test_it_carries_the_xml_byte_for_byte() -> None:
    invoice = sold()
    xml = cii(document_of(invoice))
    pdf = invoice_pdf(invoice)
    name, carried = get_facturx_xml_from_pdf(pdf)
    assert (name, carried) == ("factur-x.xml", xml)
    assert xml_check_xsd(carried) is True
    with pikepdf.open(BytesIO(pdf)) as opened:
        (attached,) = opened.Root.AF
        assert str(attached.AFRelationship) == "/Data" and list(opened.attachments) == ["factur-x.xml"]
        assert opened.attachments["factur-x.xml"].get_file().read_bytes() == xml


def test_it_says_that_it_is_a_tagged_archive_and_a_factur_x() -> None:
    with pikepdf.open(BytesIO(invoice_pdf(sold()))) as opened:
        assert opened.Root.MarkInfo.Marked and "/StructTreeRoot" in opened.Root and str(opened.Root.Lang) == "fr"
        assert opened.Root.OutputIntents
        root = etree.fromstring(opened.Root.Metadata.read_bytes())
    said = {node.tag: node.text for node in root.iter() if isinstance(node.tag, str) and node.text}
    assert said["{http://www.aiim.org/pdfa/ns/id/}part"] == "3"
    assert said["{http://www.aiim.org/pdfa/ns/id/}conformance"] == "A"
    assert said["{http://www.aiim.org/pdfua/ns/id/}part"] == "1"
    assert said[f"{{{FACTURX}}}ConformanceLevel"] == "EN 16931"
    assert said[f"{{{FACTURX}}}DocumentFileName"] == "factur-x.xml"
    # One bag of extension schemas, in which those of Typst are still there.
    bags = root.findall(".//{http://www.aiim.org/pdfa/ns/extension/}schemas")
    declared = [node.text for node in root.iter("{http://www.aiim.org/pdfa/ns/schema#}namespaceURI")]
    assert len(bags) == 1 and FACTURX in declared and len(declared) > 1
    assert len(root.findall(f".//{{{RDF}}}RDF")) == 1


def test_it_says_all_that_the_law_wants() -> None:
    words = words_of(invoice_pdf(sold()))
    for wanted in (
        "F2026-0001",
        "Association Les Tilleuls (fictive)",
        "Association loi 1901",
        "1 rue des Essais",
        "999000276",
        "FR85999000276",
        "Ateliers Dupin (fictif)",
        "999000284",
        "FR12999000284",
        "2 avenue du Test",
        "ACHATS-7",
        "12/01/2026",
        "11/02/2026",
        "Mise sous pli <A4> & co",
        making.EXEMPTION,
        "trois fois le taux",
        "Pas d'escompte",
        "40,00 €",
        "FR7630006000011234567890189",
        "208,00 €",
    ):
        assert wanted in words, wanted


def test_it_speaks_the_language_of_the_client() -> None:
    with pikepdf.open(BytesIO(invoice_pdf(sold(language="nl")))) as opened:
        assert str(opened.Root.Lang) == "nl"
    english = words_of(invoice_pdf(sold_again("en")))
    assert "Total without VAT" in english and "Payment due on" in english


def sold_again(language: str) -> Invoice:
    place = Invoice.objects.latest("pk").establishment
    return making.sold(place, buyer=making.client(place, "OTHER", language=language))


def test_a_credit_note_says_of_what_and_why() -> None:
    invoice = sold(language="en")
    words = words_of(invoice_pdf(making.credited(invoice)))
    for wanted in ("Credit note A2026-0001", "F2026-0001", "Défaut d'impression", "To give back"):
        assert wanted in words


def test_a_draft_has_no_document() -> None:
    place = making.house()
    order = making.order(making.client(place))
    making.deliver(order)
    with pytest.raises(Refusal) as refused:
        invoice_pdf(making.draft(order))
    assert refused.value.code == "invoice_not_issued"
