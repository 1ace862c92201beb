"""Forms open with what stands; acts that are only read go back; what is said depends on what is known."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import translation

from etabli.orders import actions, documents
from etabli.org.states import Role
from tests import workplace as small
from tests.orders.desk import Desk, errors_of, samples, text_of
from tests.orders.selling import DUE, ORDERED, WHO, client, line, only


@pytest.mark.parametrize(
    ("name", "keys", "shown"),
    [
        ("client_edit", ("client",), "Cartonnages Fictifs"),
        ("address", ("client", "address"), "1 rue Fictive"),
        ("contact", ("client", "contact"), "Sacha Fictif"),
        ("product_edit", ("product",), "Pliage A4"),
        ("treatment", ("vat",), "Taux normal"),
        ("quote_edit", ("quote",), "2025"),
        ("order_edit", ("order",), "2025-03-03"),
        ("line", ("order", "line"), "Pliage A4"),
        ("goods_edit", ("goods",), "Chemises vides"),
        ("allotment_end", ("order", "line", "allotment"), "Last day"),
        ("price_add", ("product",), "Price before VAT"),
        ("costs", ("product",), "Raw materials"),
    ],
)
def test_a_form_opens_with_what_stands(desk: Desk, name: str, keys: tuple[str, ...], shown: str) -> None:
    found = samples(desk.place, small.engage(desk.place, "7", workshop="EV"))
    answer = desk.get(name, *(found[key] for key in keys), role=Role.DIRECTOR)
    assert answer.status_code == 200 and shown in text_of(answer)


@pytest.mark.parametrize(
    ("name", "keys", "back"),
    [
        ("contact_restore", ("client",), "client"),
        ("price_restore", ("product",), "product"),
        ("quote_line_restore", ("quote",), "quote"),
        ("quote_send", ("quote",), "quote"),
        ("order_confirm", ("order",), "order"),
        ("line_state", ("order", "line"), "order"),
        ("call_restore", ("order", "line"), "order"),
        ("allotment_restore", ("order", "line"), "order"),
        ("delivery_cancel", ("delivery",), "delivery"),
    ],
)
def test_the_address_of_an_act_only_goes_back_when_it_is_read(
    desk: Desk, name: str, keys: tuple[str, ...], back: str
) -> None:
    found = samples(desk.place, small.engage(desk.place, "7", workshop="EV"))
    answer = desk.get(name, *(found[key] for key in keys), role=Role.DIRECTOR)
    assert answer.status_code == 302 and answer["Location"] == desk.url(back, found[back])


def test_a_row_is_reached_through_what_it_belongs_to_only(desk: Desk) -> None:
    found = samples(desk.place, small.engage(desk.place, "7", workshop="EV"))
    other = desk.order()
    boss = Role.DIRECTOR
    assert desk.get("line", other.pk, found["line"]).status_code == 404
    row = only(other)
    assert desk.post("call_remove", other.pk, row.pk, found["call"]).status_code == 404
    assert desk.get("allotment_end", other.pk, row.pk, found["allotment"], role=boss).status_code == 404
    assert desk.post("price_remove", desk.shop.folding.pk, found["revision"]).status_code == 404
    assert desk.post("quote_line_remove", found["quote"], 9).status_code == 404


def test_lists_are_cut_to_one_client(desk: Desk) -> None:
    found = samples(desk.place, small.engage(desk.place, "7", workshop="EV"))
    other = client(desk.place, "AUTRE", name="Autre Fictif")
    for name in ("board", "orders", "quotes", "deliveries", "returns", "goods"):
        assert desk.get(name, query=f"?client={found['client']}").context["table"]["rows"]
        assert not desk.get(name, query=f"?client={other.pk}").context["table"]["rows"]
        assert desk.get(f"{name}_export", "xlsx").content[:2] == b"PK"
    assert not desk.get("clients", query="?kind=individual").context["table"]["rows"]


def test_a_contract_says_its_days_and_its_rhythm(desk: Desk) -> None:
    days = {"starts_on": ORDERED, "ends_before": date(2026, 3, 3)}
    order = desk.order(line(desk.shop, due_on=None), kind="recurring", recurrence="month", **days)
    page = text_of(desk.get("order", order.pk))
    assert "Recurring contract · Each month" in page and "3 Mar 2025 to 2 Mar 2026" in page
    assert "Each time" in page and "Total before VAT" not in page
    frame = desk.order(line(desk.shop, 0, due_on=DUE), kind="open_ended")
    assert "0 pieces" in text_of(desk.get("order", frame.pk))


def test_terms_of_payment_say_the_end_of_the_month(desk: Desk) -> None:
    row = client(desk.place, "FIN", name="Fin de Mois", payment_days=45, payment_end_of_month=True)
    assert "45 days, end of month" in text_of(desk.get("client", row.pk))


def test_a_treatment_to_come_says_so(desk: Desk) -> None:
    spec = actions.VatSpec("REDUIT", "Taux réduit", "S", date(2099, 1, 1), rate=550)
    actions.save_vat(establishment=desk.place, spec=spec, **WHO)
    page = text_of(desk.get("treatments"))
    assert "To come" in page and "5.5%" in page


def test_the_paper_of_a_quote_says_discount_reason_and_where_it_goes(desk: Desk) -> None:
    reason = "TVA non applicable, art. 261-7-1° b du CGI"
    spec = actions.VatSpec("EXO", "Exonéré", "E", date(2025, 1, 1), reason=reason)
    exempt = actions.save_vat(establishment=desk.place, spec=spec, **WHO)
    where = actions.AddressSpec("billing", "12 rue des Fictions", "00100", "Villefictive")
    actions.save_address(client=desk.shop.client, spec=where, **WHO)
    quote = desk.quote(line(desk.shop, vat=exempt, discount=500), valid_until=None)
    with translation.override("en"):
        said = documents.quote_contents(quote)
    assert reason in said["note"] and "12 rue des Fictions" in said["parties"][1][1]
    assert "(discount 5" in said["groups"][0]["rows"][0][1] and len(said["facts"]) == 1
    assert len(said["totals"]) == 3


def test_an_allotment_that_cannot_end_then_is_refused_beside_its_field(desk: Desk) -> None:
    order = desk.order()
    person = small.engage(desk.place, "7", workshop="PLI")
    row = actions.allot(line=only(order), person=person, starts_on=ORDERED, **WHO)
    before = (ORDERED - timedelta(days=2)).isoformat()
    answer = desk.post("allotment_end", order.pk, only(order).pk, row.pk, role=Role.DIRECTOR, last_day=before)
    assert list(errors_of(answer)) == ["last_day"]


def test_the_costs_of_a_line_are_said_as_a_part_of_the_price_or_as_an_amount(desk: Desk) -> None:
    order = desk.order()
    row = only(order)
    both = {"raw_materials_share": "10", "raw_materials_cents": "2"}
    assert list(errors_of(desk.post("line_costs", order.pk, row.pk, **both))) == ["raw_materials_cents"]
    answer = desk.post("line_costs", order.pk, row.pk, raw_materials_share="12.5", selling_cents="3.20")
    assert answer.status_code == 302
    assert set(row.costs.values_list("category", "share", "cents")) == {
        ("raw_materials", 1250, None),
        ("selling", None, 320),
    }
    page = text_of(desk.get("order", order.pk))
    assert "Raw materials 12.5%" in page and "Selling and marketing €3.20" in page
    assert 'value="12.5' in text_of(desk.get("line_costs", order.pk, row.pk))
    assert "Raw materials" not in text_of(desk.get("order", order.pk, role=Role.INSTRUCTOR))
