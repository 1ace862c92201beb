"""Clients on screen: found, shown to those who may, written with what is wrong beside its field."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from etabli.orders import actions
from etabli.orders.models import Client, ClientAddress, ClientContact
from etabli.org.states import Role
from tests.orders.desk import Desk, errors_of, text_of
from tests.orders.selling import OTHER_SIRET, WHO, client

READERS = (Role.SALES, Role.ADMINISTRATION, Role.DIRECTOR, Role.HEAD_OF_SERVICE)
NEW = {
    "code": "MAIRIE",
    "kind": "local_authority",
    "name": "Mairie Fictive",
    "country": "FR",
    "regime": "fiphfp",
    "payment_days": "30",
    "language": "fr",
    "active": "on",
}


@pytest.mark.parametrize("role", READERS)
def test_who_sells_finds_clients_by_any_of_their_words(desk: Desk, role: Role) -> None:
    client(desk.place, "BOIS", name="Ébénisterie Fictive", siret=OTHER_SIRET)
    page = text_of(desk.get("clients", role=role, query="?q=ebenis"))
    assert "Ébénisterie Fictive" in page and "Cartonnages" not in page
    assert "Cartonnages" in text_of(desk.get("clients", role=role, query="?q=999000276"))
    assert "Nothing answers to these filters" in text_of(desk.get("clients", role=role, query="?q=absent"))


def test_those_no_longer_used_show_when_they_are_asked_for(desk: Desk) -> None:
    client(desk.place, "VIEUX", name="Ancien Fictif", active=False)
    assert "Ancien" not in text_of(desk.get("clients"))
    assert "Ancien" in text_of(desk.get("clients", query="?show=all"))


def test_an_instructor_knows_the_clients_whose_lines_are_in_her_workshop(desk: Desk) -> None:
    assert "Cartonnages" not in text_of(desk.get("clients", role=Role.INSTRUCTOR))
    assert desk.get("client", desk.shop.client.pk, role=Role.INSTRUCTOR).status_code == 404
    desk.order()
    page = text_of(desk.get("client", desk.shop.client.pk, role=Role.INSTRUCTOR))
    assert "C2025-0001" in page and "New quote" not in page and 'id="quotes"' not in page


@pytest.mark.parametrize("role", [Role.EDUCATOR, Role.AUDITOR])
def test_others_learn_nothing_of_clients(desk: Desk, role: Role) -> None:
    assert desk.get("clients", role=role).status_code == 404
    assert desk.get("client", desk.shop.client.pk, role=role).status_code == 404


def test_a_client_is_added_and_its_page_opens(desk: Desk) -> None:
    answer = desk.post("client_add", follow=True, **NEW, siret="999 000 292 00014")
    row = Client.objects.get(code="MAIRIE")
    assert (row.siret, row.siren, row.regime) == (OTHER_SIRET, OTHER_SIRET[:9], "fiphfp")
    assert "The client is saved." in text_of(answer) and "Mairie Fictive" in text_of(answer)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("siret", "99900027600075"),
        ("vat_number", "FR00123456789"),
        ("code", "CARTON"),
        ("email", "nobody"),
        ("peppol_id", "x"),
    ],
)
def test_what_is_wrong_stands_beside_its_field_and_the_form_stays_filled(desk: Desk, field: str, value: str) -> None:
    answer = desk.post("client_add", **{**NEW, field: value})
    assert list(errors_of(answer)) == [field]
    assert 'value="Mairie Fictive"' in text_of(answer)
    assert Client.objects.count() == 1


def test_addresses_and_contacts_are_added_and_changed(desk: Desk) -> None:
    key = desk.shop.client.pk
    where = {"kind": "billing", "street": "1 rue Fictive", "postcode": "00000", "town": "Ville", "country": "FR"}
    assert desk.post("address_add", key, **where, active="on").status_code == 302
    address = ClientAddress.objects.get()
    assert desk.post("address", key, address.pk, **{**where, "street": "2 rue Fictive"}).status_code == 302
    address.refresh_from_db()
    assert (address.street, address.active) == ("2 rue Fictive", False)
    assert desk.post("contact_add", key, name="Sacha Fictif", phone="0102030405").status_code == 302
    page = text_of(desk.get("client", key))
    assert "2 rue Fictive" in page and "Sacha Fictif" in page


def test_a_contact_taken_off_comes_back_by_undo(desk: Desk) -> None:
    key = desk.shop.client.pk
    contact = actions.save_contact(
        client=desk.shop.client, spec=actions.ContactSpec("Sacha Fictif", "Achats", "01"), **WHO
    )
    browser = desk.browser()
    page = browser.post(desk.url("contact_remove", key, contact.pk), follow=True)
    assert not ClientContact.objects.exists() and "Sacha Fictif is no longer a contact." in text_of(page)
    token = page.context["undo"]["token"]
    browser.post(desk.url("contact_restore", key), {"token": token})
    back = ClientContact.objects.get()
    assert (back.name, back.role, back.phone) == ("Sacha Fictif", "Achats", "01")


def test_rows_of_another_client_are_not_reached_through_this_one(desk: Desk) -> None:
    other = client(desk.place, "AUTRE", name="Autre Fictif")
    address = actions.save_address(
        client=other, spec=actions.AddressSpec("billing", "1 rue Fictive", "00000", "Ville"), **WHO
    )
    assert desk.get("address", desk.shop.client.pk, address.pk).status_code == 404
    assert desk.get("address", other.pk, address.pk).status_code == 200


def test_the_same_queries_for_one_client_and_for_twenty(desk: Desk) -> None:
    counts = []
    for number in range(2):
        browser = desk.browser()
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(desk.url("clients")).status_code == 200
        counts.append(len(queries))
        for extra in range(19 * (1 - number)):
            client(desk.place, f"C{extra}", name=f"Fictif {extra}")
    assert counts[0] == counts[1]


def test_a_long_list_is_paged_and_its_sheet_is_whole(desk: Desk) -> None:
    for number in range(55):
        client(desk.place, f"C{number:02}", name=f"Fictif {number:02}")
    assert len(desk.get("clients").context["table"]["rows"]) == 50
    assert len(desk.get("clients", query="?page=2").context["table"]["rows"]) == 6
    sheet = desk.get("clients_export", "csv")
    assert len(sheet.content.decode("utf-8-sig").splitlines()) == 57
    assert desk.get("clients_export", "xlsx").content[:2] == b"PK"
    assert desk.get("clients_export", "exe").status_code == 404
