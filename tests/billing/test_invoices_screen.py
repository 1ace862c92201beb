"""Invoices on screen: from what is to bill to draft, issue, payment, credit note, reminder and account."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pikepdf
import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext

from etabli.billing.models import Invoice, InvoiceLineCost, Payment, Reminder
from etabli.kit.models import AccessLog
from etabli.org.states import Role
from tests import workplace
from tests.billing import making
from tests.billing.counter import ISSUED, Counter, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def counter() -> Counter:
    return Counter()


# ---------------------------------------------------------------- what is to bill


def test_what_is_delivered_stands_by_client_with_its_total(counter: Counter) -> None:
    counter.delivered({"text": "Coffrets", "unit_price": 12_000})
    counter.delivered({"text": "Plis"}, client=making.client(counter.place, "ZOE", name="Zoé (fictive)"))
    text = text_of(counter.get("unbilled"))
    assert "€220.00 without VAT" in text and "Coffrets" in text and "€120.00" in text
    assert text.index("Ateliers Dupin") < text.index("Zoé (fictive)")


def test_only_what_was_delivered_until_a_day_when_that_is_asked(counter: Counter) -> None:
    counter.delivered({"text": "Mars"}, on=date(2025, 3, 31))
    counter.delivered({"text": "Avril"}, on=date(2025, 4, 1))
    text = text_of(counter.get("unbilled", query="?until=2025-03-31"))
    assert "Mars" in text and "Avril" not in text
    assert "Avril" in text_of(counter.get("unbilled", query="?until=soon"))


def test_a_draft_is_made_of_an_order_or_of_all_of_a_client(counter: Counter) -> None:
    first, _ = counter.delivered(), counter.delivered()
    counter.post("draft", order=first.pk)
    assert Invoice.objects.get().order == first
    counter.delivered()
    counter.post("draft", client=counter.client.pk, grouped="1")
    assert [row.lines.count() for row in Invoice.objects.order_by("pk")] == [1, 2]


def test_drafts_until_a_day_leave_the_rest(counter: Counter) -> None:
    counter.delivered(on=date(2025, 3, 31))
    counter.delivered(on=date(2025, 4, 1))
    counter.post("draft", until="2025-03-31")
    assert Invoice.objects.get().delivered_on == date(2025, 3, 31)


def test_nothing_to_bill_is_said(counter: Counter) -> None:
    assert "Nothing to bill" in text_of(counter.get("unbilled"))
    assert "There is nothing to bill." in text_of(counter.post("draft", follow=True))


@pytest.mark.parametrize("key", ["x", "9" * 30, "999999"])
def test_a_draft_of_what_is_not_there_is_not_found(counter: Counter, key: str) -> None:
    assert counter.post("draft", order=key).status_code == 404


def test_a_deposit_is_asked_on_an_order(counter: Counter) -> None:
    order = counter.delivered()
    answer = counter.post("deposit", order.pk, cents="30", text="Acompte")
    made = Invoice.objects.get()
    assert (made.kind, made.net) == ("deposit", 3_000) and answer["Location"] == counter.url("invoice", made.pk)
    refused = counter.post("deposit", order.pk, cents="3000", text="Acompte")
    assert "at most 70" in refused.context["form"].errors["cents"][0]


# ---------------------------------------------------------------- the list


def test_the_list_shows_drafts_first_then_the_latest_with_their_state(counter: Counter) -> None:
    old, paid = counter.invoice(), counter.invoice(on=date(2025, 3, 2))
    counter.pay(paid)
    counter.draft()
    rows = counter.get("invoices").context["rows"]
    assert [row["row"].number for row in rows] == [None, paid.number, old.number]
    assert [row["words"] for row in rows] == ["Draft", "Paid", "More than 90 days late"]
    assert [row["status"] for row in rows] == ["off", "ok", "late"]


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("?show=draft", [None]),
        ("?show=open", ["F2025-0001"]),
        ("?show=late", ["F2025-0001"]),
        ("?show=paid", ["F2025-0002"]),
        ("?q=0002", ["F2025-0002"]),
        ("?q=DUPIN", [None, "F2025-0002", "F2025-0001"]),
        ("?kind=credit_note", []),
        ("?show=nonsense", [None, "F2025-0002", "F2025-0001"]),
    ],
)
def test_the_list_is_filtered(counter: Counter, query: str, numbers: list[str | None]) -> None:
    counter.invoice()
    counter.pay(counter.invoice())
    counter.draft()
    assert [row["row"].number for row in counter.get("invoices", query=query).context["rows"]] == numbers


def test_nothing_answers_to_a_filter_and_an_empty_list_are_told_apart(counter: Counter) -> None:
    assert "No invoice yet" in text_of(counter.get("invoices"))
    assert "Nothing answers to these filters" in text_of(counter.get("invoices", query="?q=zzz"))


@pytest.mark.parametrize("name", ["unbilled", "invoices", "accounts"])
def test_the_number_of_queries_does_not_grow_with_the_rows(counter: Counter, name: str) -> None:
    def more(number: int) -> None:
        buyer = making.client(counter.place, f"C{number}", siren="", siret="", kind="association")
        counter.invoice(client=buyer)
        counter.delivered(client=buyer)

    browser, queries = counter.browser(), []
    for number in range(1, 21):
        more(number)
        if number in (1, 20):
            queries.append(_queries(browser, counter.url(name)))
    assert queries[0] == queries[1]


def _queries(browser: Browser, address: str) -> int:
    browser.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert browser.get(address).status_code == 200
    return len(captured)


def test_the_list_is_downloaded_and_the_clients_in_it_are_logged(counter: Counter) -> None:
    invoice = counter.invoice()
    answer = counter.get("invoices_export", "csv", query="?show=open")
    assert invoice.number in answer.content.decode("utf-8-sig")
    log = AccessLog.objects.get(what="billing.invoices.export")
    assert (log.subjects, log.row_count) == ([str(counter.client.pk)], 1)
    counter.delivered()
    assert counter.get("unbilled_export", "xlsx").status_code == 200
    assert counter.get("unbilled_export", "exe").status_code == 404


# ---------------------------------------------------------------- one document


def test_a_draft_is_previewed_with_its_parties_lines_and_totals(counter: Counter) -> None:
    draft = counter.draft({"text": "Coffrets", "unit_price": 12_000, "discount": 500})
    text = text_of(counter.get("invoice", draft.pk))
    for words in ("Association Les Tilleuls (fictive)", "2 avenue du Test", "Coffrets", "€114.00", "€22.80", "€136.80"):
        assert words in text
    assert counter.url("invoice_issue", draft.pk) in text


def test_a_draft_is_changed_a_line_taken_off_and_it_is_removed(counter: Counter) -> None:
    draft = counter.draft({}, {"text": "Autre"})
    counter.post("invoice_edit", draft.pk, order_reference="BC 12", note="Merci")
    assert Invoice.objects.get().order_reference == "BC 12"
    counter.post("line_remove", draft.lines.get(position=2).pk)
    assert Invoice.objects.get().net == 10_000
    answer = counter.post("invoice_remove", draft.pk, follow=True)
    assert not Invoice.objects.exists() and "What it billed is to bill again" in text_of(answer)
    assert "€200.00 without VAT" in text_of(counter.get("unbilled"))


def test_a_line_that_bills_no_delivery_is_added_to_a_draft(counter: Counter) -> None:
    draft = counter.draft()
    data = {"text": "Frais de port", "quantity": "2", "unit": "piece", "unit_price": "7.5", "supply": "services"}
    data |= {"cost_selling": "4.20"}
    refused = counter.post("line_add", draft.pk, **data, vat="")
    assert "vat" in refused.context["form"].errors and refused.context["form"]["text"].value() == "Frais de port"
    counter.post("line_add", draft.pk, **data, vat=making.vat(counter.place).pk)
    assert Invoice.objects.get().net == 11_500
    cost = InvoiceLineCost.objects.get()
    assert (cost.line.text, cost.category, cost.cents) == ("Frais de port", "selling", 420)
    assert "Frais de port" in text_of(counter.get("invoice", draft.pk))


def test_issuing_gives_the_number_and_leaves_nothing_to_change(counter: Counter) -> None:
    draft = counter.draft()
    answer = counter.post("invoice_issue", draft.pk, on="2025-03-05", follow=True)
    text = text_of(answer)
    assert "F2025-0001" in text and "The invoice is issued." in text
    assert counter.url("invoice_issue", draft.pk) not in text and counter.url("invoice_credit", draft.pk) in text
    again = counter.post("invoice_edit", draft.pk, order_reference="X", note="")
    assert "never changed" in text_of(again)
    assert "never changed" in text_of(counter.post("invoice_remove", draft.pk, follow=True))
    assert Invoice.objects.get().order_reference == ""


def test_a_refused_issue_is_said_beside_its_field_and_the_form_stays_filled(counter: Counter) -> None:
    counter.invoice(on=date(2025, 3, 10))
    answer = counter.post("invoice_issue", counter.draft().pk, on="2025-03-05")
    assert "too early" in answer.context["form"].errors["on"][0]
    assert answer.context["form"]["on"].value() == "2025-03-05"


def test_a_payment_in_part_then_the_rest(counter: Counter) -> None:
    invoice = counter.invoice()
    data = {"paid_on": "2025-04-01", "means": "transfer", "reference": "VIR 1"}
    counter.post("invoice_pay", invoice.pk, cents="20", **data)
    text = text_of(counter.get("invoice", invoice.pk))
    assert "€20.00" in text and "VIR 1" in text
    assert counter.get("invoice_pay", invoice.pk).context["form"].initial["cents"] == 10_000
    refused = counter.post("invoice_pay", invoice.pk, cents="100.01", **data)
    assert "cents" in refused.context["form"].errors and refused.context["form"]["cents"].value() == "100.01"
    counter.post("invoice_pay", invoice.pk, cents="5", given_back="on", **data)
    assert list(Payment.objects.values_list("cents", flat=True)) == [2_000, -500]


def test_a_credit_note_by_line_with_its_reason(counter: Counter) -> None:
    invoice = counter.invoice({}, {"text": "Autre"})
    first, second = invoice.lines.order_by("position")
    refused = counter.post("invoice_credit", invoice.pk, reason=" ", **{f"line_{first.pk}": "10"})
    assert "reason" in refused.context["form"].errors
    data = {f"line_{first.pk}": "10", f"line_{second.pk}": "", "reason": "Mal imprimé"}
    answer = counter.post("invoice_credit", invoice.pk, **data)
    note = Invoice.objects.get(kind="credit_note")
    assert answer["Location"] == counter.url("invoice", note.pk) and (note.net, note.reason) == (-1_000, "Mal imprimé")
    too_much = counter.post("invoice_credit", invoice.pk, **{**data, f"line_{first.pk}": "91"})
    assert "90" in text_of(too_much)
    assert "Mal imprimé" in text_of(counter.get("invoice", invoice.pk))


def test_a_credit_note_pays_another_invoice(counter: Counter) -> None:
    first, second = counter.invoice(), counter.invoice()
    line = first.lines.get()
    counter.post("invoice_credit", first.pk, reason="Erreur", **{f"line_{line.pk}": "50"})
    note, way = Invoice.objects.get(kind="credit_note"), counter.url("invoice_offset", second.pk)
    assert way not in counter.get("invoice", second.pk).content.decode(), "a draft pays nothing"
    counter.post("invoice_issue", note.pk, on="2025-03-05")
    assert way in counter.get("invoice", second.pk).content.decode()
    counter.post("invoice_offset", second.pk, credit_note=note.pk, cents="60", on="2025-03-06")
    assert sorted(Payment.objects.values_list("invoice", "cents")) == sorted([(second.pk, 6_000), (note.pk, -6_000)])
    refused = counter.post("invoice_offset", first.pk, credit_note=note.pk, cents="60", on="2025-03-06")
    assert refused.context["form"].errors


def test_a_reminder_is_written_down_once_payment_is_late(counter: Counter) -> None:
    invoice = counter.invoice()
    early = counter.post("invoice_remind", invoice.pk, sent_on="2025-03-02", note="")
    assert "sent_on" in early.context["form"].errors
    counter.post("invoice_remind", invoice.pk, sent_on="2025-05-02", note="Par courriel")
    assert Reminder.objects.get().level == 1
    assert "Reminder 1" in text_of(counter.get("invoice", invoice.pk))


# ---------------------------------------------------------------- accounts


def test_what_a_client_owes_by_how_late_it_is(counter: Counter) -> None:
    counter.pay(counter.invoice(), 2_000)
    text = text_of(counter.get("accounts"))
    assert "Ateliers Dupin" in text and "€100.00" in text and "More than 90 days late" in text


def test_the_account_of_a_client_has_its_documents_payments_and_what_is_left(counter: Counter) -> None:
    invoice = counter.invoice()
    counter.pay(invoice, 2_000)
    text = text_of(counter.get("account", counter.client.pk))
    assert "€100.00 left to pay" in text and invoice.number in text and "€20.00" in text
    nothing = making.client(counter.place, "VIDE", siren="")
    assert "No invoice yet" in text_of(counter.get("account", nothing.pk))


# ---------------------------------------------------------------- who may


def test_the_workshop_and_support_see_no_invoice(counter: Counter) -> None:
    invoice = counter.invoice()
    for role in (Role.INSTRUCTOR, Role.EDUCATOR, Role.HEAD_OF_SERVICE):
        for name, keys in (
            ("invoices", ()),
            ("invoice", (invoice.pk,)),
            ("unbilled", ()),
            ("account", (counter.client.pk,)),
        ):
            assert counter.get(name, *keys, role=role).status_code == 404


def test_an_invoice_of_another_establishment_is_not_there(counter: Counter) -> None:
    elsewhere = making.client(workplace.workplace(finess=workplace.OTHER_NUMBER, name="Ailleurs"))
    other = Invoice.objects.create(
        establishment=elsewhere.establishment, client=elsewhere, kind="invoice", drafted_on=ISSUED
    )
    for name in ("invoice", "invoice_issue", "invoice_pay", "invoice_credit"):
        assert counter.get(name, other.pk).status_code == 404
    assert counter.get("account", elsewhere.pk).status_code == 404


# ---------------------------------------------------------------- files


@pytest.mark.parametrize(
    ("kind", "start"), [("facturx", b"%PDF"), ("cii", b"<?xml"), ("ubl", b"<?xml"), ("peppol", b"<?xml")]
)
def test_an_issued_invoice_is_kept_in_each_form(counter: Counter, kind: str, start: bytes) -> None:
    making.seller(counter.place, peppol_id="0208:0999000228")
    buyer = making.client(counter.place, "P", peppol_id="0208:0999000228", buyer_reference="PO-7")
    invoice = counter.invoice(client=buyer)
    answer = counter.get("invoice_file", invoice.pk, kind)
    assert answer.content.startswith(start) and "F2025-0001".lower() in answer["Content-Disposition"]
    assert not AccessLog.objects.filter(what="billing.invoice.file").exists()


def test_the_invoice_of_a_private_person_is_logged_when_it_is_taken(counter: Counter) -> None:
    person = making.client(counter.place, "P", kind="individual", siren="", siret="", vat_number="")
    counter.get("invoice_file", counter.invoice(client=person).pk, "cii")
    assert AccessLog.objects.get(what="billing.invoice.file").subjects == [str(person.pk)]


def test_a_consumer_whom_no_e_invoice_reaches_gets_the_pdf(counter: Counter) -> None:
    nobody = {"siren": "", "siret": "", "vat_number": "", "email": ""}
    invoice = counter.invoice(client=making.client(counter.place, "P", kind="individual", **nobody))
    page = text_of(counter.get("invoice", invoice.pk))
    assert "outside e-invoicing" in page and "Factur-X" not in page
    with pikepdf.open(BytesIO(counter.get("invoice_file", invoice.pk, "facturx").content)) as pdf:
        assert not pdf.attachments
    answer = counter.browser().get(counter.url("invoice_file", invoice.pk, "ubl"), follow=True)
    assert "is a private person" in text_of(answer)


def test_a_club_without_address_gets_the_pdf_and_is_told_why(counter: Counter) -> None:
    nobody = {"siren": "", "siret": "", "vat_number": "", "email": ""}
    invoice = counter.invoice(client=making.client(counter.place, "C", kind="association", **nobody))
    assert "had no electronic address" in text_of(counter.get("invoice", invoice.pk))
    answer = counter.browser().get(counter.url("invoice_file", invoice.pk, "cii"), follow=True)
    assert "Add its SIREN" in text_of(answer)


def test_what_is_paid_is_no_longer_to_be_paid_first(counter: Counter) -> None:
    invoice = counter.invoice()
    main = 'btn-primary" href="{}"'
    pay, pdf = counter.url("invoice_pay", invoice.pk), counter.url("invoice_file", invoice.pk, "facturx")
    assert main.format(pay) in counter.get("invoice", invoice.pk).content.decode()
    counter.pay(invoice)
    page = counter.get("invoice", invoice.pk).content.decode()
    assert main.format(pdf) in page and main.format(pay) not in page and pay in page


def test_what_cannot_be_written_is_said_on_the_page(counter: Counter) -> None:
    invoice = counter.invoice()
    answer = counter.browser().get(counter.url("invoice_file", invoice.pk, "peppol"), follow=True)
    assert "For Peppol" in text_of(answer)
    draft = counter.browser().get(counter.url("invoice_file", counter.draft().pk, "cii"), follow=True)
    assert "This is a draft" in text_of(draft)
    assert counter.get("invoice_file", invoice.pk, "exe").status_code == 404


def test_the_journals_between_two_days_are_downloaded(counter: Counter) -> None:
    person = making.client(counter.place, "P", name="=1+1", kind="individual", siren="", siret="", vat_number="")
    invoice = counter.invoice(client=person)
    counter.invoice(on=date(2025, 3, 9))
    answer = counter.get("journals", query="?start=2025-03-01&end=2025-03-08")
    rows = answer.content.decode("utf-8-sig").splitlines()
    assert rows[0].startswith("JournalCode;") and all(invoice.number in row for row in rows[1:]) and len(rows) == 4
    assert ";'=1+1;" in rows[1]
    assert AccessLog.objects.get(what="billing.journals").subjects == [str(person.pk)]
    assert "end" in counter.get("journals", query="?start=2025-03-01&end=x").context["form"].errors
