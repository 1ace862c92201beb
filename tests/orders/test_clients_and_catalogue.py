"""Clients, addresses, goods they entrust; VAT treatments, products, prices and shares of cost."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from etabli.core.refusal import Refusal
from etabli.orders import actions
from etabli.orders.access import RIGHTS, OrdersRight
from etabli.orders.models import Client, ClientGoodsMove, Order, OrderLine, Product, VatTreatment
from etabli.orders.queries import goods_left, prices_on, vat_on
from etabli.org.grants import add_user
from etabli.org.models import User, Workshop
from etabli.org.states import Role
from tests.orders.selling import OTHER_SIRET, SIRET, WHO, Shop, client, line, only, order, product, shop
from tests.workplace import OTHER_NUMBER, workplace

pytestmark = pytest.mark.django_db
SPEC = actions.ClientSpec("IMPRI", "company", "Imprimerie Fictive")
ADDRESS = actions.AddressSpec("billing", "1 rue de l'Exemple", "99000", "Ville-Fictive")
VAT = actions.VatSpec("EXO", "Exonéré", "E", date(2025, 1, 1), reason="Exonération de TVA, article 261-7-1° b du CGI")


@pytest.fixture
def where(db: Any) -> Shop:
    return shop()


def refused(code: str, call: Any, **arguments: Any) -> None:
    with pytest.raises(Refusal) as caught:
        call(**arguments, **WHO)
    assert caught.value.code == code


# ---------------------------------------------------------------- clients


def test_the_siren_comes_from_the_siret_else_from_a_french_vat_number(where: Shop) -> None:
    spaced = client(where.place, "UN", siret="999 000 292 00014")
    by_vat = client(where.place, "DEUX", siret="", vat_number="fr 60 999 000 300")
    belgian = client(where.place, "TROIS", siret="", vat_number="BE0999.000.129", country="BE")
    assert [(row.siret, row.siren, row.vat_number) for row in (spaced, by_vat, belgian)] == [
        (OTHER_SIRET, OTHER_SIRET[:9], ""),
        ("", "999000300", "FR60999000300"),
        ("", "", "BE0999000129"),
    ]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"code": "A B"}, "sale_code_wrong"),
        ({"code": "CARTON"}, "client_code_taken"),
        ({"name": " "}, "sale_name_wrong"),
        ({"siret": "1"}, "client_siret_wrong"),
        ({"vat_number": "FR1"}, "client_vat_wrong"),
        ({"siret": SIRET, "vat_number": "FR60999000300"}, "client_vat_of_another"),
        ({"country": "France"}, "client_country_wrong"),
        ({"payment_days": 121}, "payment_days_wrong"),
        ({"email": "personne"}, "email_wrong"),
        ({"peppol_id": "0999000129"}, "peppol_id_wrong"),
    ],
)
def test_what_a_client_cannot_be(where: Shop, change: dict[str, Any], code: str) -> None:
    refused(code, actions.save_client, establishment=where.place, spec=replace(SPEC, **change))
    assert Client.objects.count() == 1


def test_a_client_is_changed_and_keeps_its_code(where: Shop) -> None:
    spec = replace(SPEC, code=where.client.code, name="Élan Fictif", peppol_id="0208:0999000129")
    actions.save_client(establishment=where.place, spec=spec, client=where.client, **WHO)
    row = Client.objects.get()
    assert (row.name, row.siren, row.search_key) == ("Élan Fictif", "", "elan fictif carton")


def test_an_address_can_be_found(where: Shop) -> None:
    row = actions.save_address(client=where.client, spec=replace(ADDRESS, siret="999 000 292 00014"), **WHO)
    assert row.siret == OTHER_SIRET
    for change, code in [
        ({"street": " "}, "address_incomplete"),
        ({"town": ""}, "address_incomplete"),
        ({"siret": "12"}, "client_siret_wrong"),
        ({"country": "fr"}, "client_country_wrong"),
    ]:
        refused(code, actions.save_address, client=where.client, spec=replace(ADDRESS, **change))


def test_a_contact_is_removed_when_nobody_calls_her_any_more(where: Shop) -> None:
    row = actions.save_contact(client=where.client, spec=actions.ContactSpec("Dominique Fictif"), **WHO)
    spec = actions.ContactSpec("Dominique Fictif", email="d@example.org")
    assert actions.save_contact(client=where.client, spec=spec, contact=row, **WHO).email == "d@example.org"
    refused("email_wrong", actions.save_contact, client=where.client, spec=replace(spec, email="d"))
    actions.remove_contact(contact=row, **WHO)
    assert not where.client.contacts.exists()


# ---------------------------------------------------------------- VAT and catalogue


def test_one_code_has_one_treatment_a_day(where: Shop) -> None:
    first = actions.save_vat(establishment=where.place, spec=VAT, **WHO)
    later = replace(VAT, starts_on=date(2026, 1, 1))
    refused("treatment_overlap", actions.save_vat, establishment=where.place, spec=later)
    ended = replace(VAT, ends_before=date(2026, 1, 1))
    actions.save_vat(establishment=where.place, spec=ended, row=first, **WHO)
    second = actions.save_vat(establishment=where.place, spec=later, **WHO)
    days = [date(2025, 12, 31), date(2026, 1, 1)]
    assert [vat_on(first, day) for day in days] == [vat_on(second, day) for day in days] == [first, second]
    assert vat_on(second, date(2024, 1, 1)) == second


def test_a_treatment_of_no_sense_is_refused(where: Shop) -> None:
    for change, code in [
        ({"code": ""}, "sale_code_wrong"),
        ({"label": ""}, "sale_name_wrong"),
        ({"rate": 1}, "treatment_rate_unexpected"),
        ({"reason": ""}, "treatment_reason_missing"),
        ({"ends_before": date(2025, 1, 1)}, "sale_days_backwards"),
    ]:
        refused(code, actions.save_vat, establishment=where.place, spec=replace(VAT, **change))
    assert VatTreatment.objects.count() == 1


def test_a_price_holds_from_a_day_on_and_can_be_taken_back(where: Shop) -> None:
    days = [date(2024, 12, 31), date(2025, 6, 30), date(2025, 7, 1)]
    row = actions.revise_price(product=where.folding, starts_on=days[2], unit_price=190, **WHO)
    assert [prices_on([where.folding], day).get(where.folding.pk) for day in days] == [None, 185, 190]
    actions.revise_price(product=where.folding, starts_on=days[2], unit_price=191, **WHO)
    assert prices_on([where.folding], days[2]) == {where.folding.pk: 191}
    actions.remove_price(revision=row, **WHO)
    assert prices_on([where.folding], days[2]) == {where.folding.pk: 185}
    refused("price_wrong", actions.revise_price, product=where.folding, starts_on=days[0], unit_price=-1)


def test_prices_of_many_products_are_one_query(where: Shop, django_assert_num_queries: Any) -> None:
    rows = [where.folding, *(product(where.place, where.vat, f"P{number}") for number in range(5))]
    with django_assert_num_queries(1):
        assert len(prices_on(rows, date(2025, 3, 3))) == 6


def test_a_product_has_a_code_of_its_own_and_things_of_its_house(where: Shop) -> None:
    other = shop(workplace(finess=OTHER_NUMBER, name="Les Ormes"))
    spec = actions.ProductSpec("NEUF", "Neuf", "piece", where.vat)
    for change, code in [
        ({"code": "PLI-A4"}, "product_code_taken"),
        ({"code": "a b"}, "sale_code_wrong"),
        ({"name": ""}, "sale_name_wrong"),
        ({"price_base": 10}, "price_base_wrong"),
        ({"vat": other.vat}, "treatment_elsewhere"),
        ({"workshop": other.workshop}, "workshop_unknown_key"),
    ]:
        refused(code, actions.save_product, establishment=where.place, spec=replace(spec, **change))
    assert Product.objects.filter(establishment=where.place).count() == 1


def test_costs_that_are_no_longer_named_are_gone(where: Shop) -> None:
    actions.save_cost_shares(product=where.folding, shares={"products": 1000, "selling": 500}, **WHO)
    actions.save_cost_shares(product=where.folding, shares={"products": 2000}, **WHO)
    assert list(where.folding.cost_shares.values_list("category", "share")) == [("products", 2000)]
    refused(
        "cost_shares_too_many",
        actions.save_cost_shares,
        product=where.folding,
        shares={"products": 9000, "selling": 1001},
    )


# ---------------------------------------------------------------- goods of clients


def test_goods_of_a_client_are_followed_to_the_last(where: Shop) -> None:
    goods = actions.save_goods(client=where.client, name="Dépliants imprimés", unit="piece", **WHO)
    row = only(order(where))
    for kind, quantity in [("received", 1000), ("used", 600), ("spoiled", 50), ("counted", 340), ("returned", 340)]:
        actions.move_goods(goods=goods, kind=kind, quantity=quantity, on=date(2025, 3, 5), line=row, **WHO)
    assert goods_left([goods]) == {goods.pk: 0}
    assert ClientGoodsMove.objects.get(kind="counted").quantity == -10
    refused("goods_not_left", actions.move_goods, goods=goods, kind="used", quantity=1, on=date(2025, 3, 6))
    refused("goods_name_taken", actions.save_goods, client=where.client, name=" Dépliants imprimés", unit="piece")


def test_goods_are_used_for_their_own_client(where: Shop) -> None:
    goods = actions.save_goods(client=client(where.place, "AUTRE", siret=""), name="Tissu", unit="kilogram", **WHO)
    row = only(order(where))
    refused(
        "goods_line_elsewhere",
        actions.move_goods,
        goods=goods,
        kind="received",
        quantity=1,
        on=date(2025, 3, 6),
        line=row,
    )
    assert goods_left([goods]) == {goods.pk: 0}


# ---------------------------------------------------------------- who sees what


def member(where: Shop, role: Role, workshop: Workshop | None = None) -> User:
    return add_user(
        username=f"{role}{workshop.code if workshop else ''}".lower(),
        role=role,
        establishment=where.place,
        workshop=workshop,
        **WHO,
    )


def test_each_role_has_its_rights() -> None:
    holders = {right: sorted(roles) for right, roles in RIGHTS.items()}
    assert holders == {
        "orders.read": ["administration", "director", "head_of_service", "instructor", "sales"],
        "orders.prices.read": ["administration", "director", "head_of_service", "sales"],
        "orders.write": ["administration", "director", "sales"],
        "orders.settings.write": ["administration", "director"],
        "orders.allot": ["director", "head_of_service"],
    }
    assert set(holders) == set(OrdersRight)


def test_who_has_no_part_in_sales_sees_nothing(where: Shop) -> None:
    order(where)
    for role in (Role.EDUCATOR, Role.AUDITOR):
        user = member(where, role) if role != Role.AUDITOR else User.objects.create(username="auditor")
        for model in (Client, Product, OrderLine):
            assert not model.objects.visible_to(user, where.place).exists()


def test_an_instructor_sees_what_has_a_line_in_her_workshop(where: Shop) -> None:
    garden = Workshop.objects.create(establishment=where.place, code="JAR", name="Jardin")
    other = client(where.place, "JARDIN", siret="")
    here, there = order(where), order(where, line(where, workshop=garden))
    there.client = other
    there.save()
    user = member(where, Role.INSTRUCTOR, garden)
    assert list(Order.objects.visible_to(user, where.place)) == [there]
    assert list(OrderLine.objects.visible_to(user, where.place)) == [only(there)]
    assert list(Client.objects.visible_to(user, where.place)) == [other]
    assert list(Product.objects.visible_to(user, where.place)) == [where.folding]
    sales = member(where, Role.SALES)
    assert set(Order.objects.visible_to(sales, where.place)) == {here, there}


def test_nothing_of_another_house_is_seen(where: Shop) -> None:
    other = shop(workplace(finess=OTHER_NUMBER, name="Les Ormes"))
    order(other)
    user = member(where, Role.DIRECTOR)
    for model in (Client, Product, Order, OrderLine, VatTreatment):
        assert not model.objects.visible_to(user, other.place).exists()
        assert not model.objects.visible_to(user, where.place).filter(establishment=other.place).exists()
