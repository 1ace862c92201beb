"""Clients, catalogue and orders from sheets: written once, every error at once, nothing half done."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import translation

from etabli.exchange.actions import Mode, import_catalogue, import_clients, import_orders
from etabli.exchange.reading import amounts
from etabli.exchange.reading.problems import BadValue
from etabli.exchange.report import Report
from etabli.exchange.wording import message
from etabli.orders import actions
from etabli.orders.models import Client, ClientAddress, Delivery, Order, OrderLine, Product
from etabli.orders.queries import prices_on
from tests.exchange import files
from tests.orders.selling import WHO, Shop, order, shop
from tests.workplace import AT

pytestmark = pytest.mark.django_db
IMPORTS = {"clients": import_clients, "catalogue": import_catalogue, "orders": import_orders}

CLIENTS = """\
Code client;Raison sociale;Type;SIRET;N° TVA;Régime;Délai de paiement;Fin de mois;Adresse;Code postal;Ville
IMPRI;Imprimerie Fictive;société;999 000 292 00014;;agefiph;45;oui;1 rue de l'Exemple;99000;Ville-Fictive
MAIRIE;Commune Fictive;collectivité;;;fiphfp;30;;;;
"""
CATALOGUE = """\
Code article;Désignation;Unité;Prix unitaire;Prix pour;À partir du;TVA;Atelier;Minutes pour mille;Matières premières;Frais de vente
COU-1;Couture simple;pièce;12,50;100;01/01/2025;N;Pliage;900;25 %;2,5
NETTOY;Nettoyage;heure;21,4;;01/01/2025;N;;;;
"""
ORDERS = """\
Commande;Client;Date;Article;Désignation;Quantité;Unité;Prix unitaire;Échéance;Remise;Livré le
BC-1;CARTON;03/03/2025;PLI-A4;;1 000;;;28/03/2025;;
BC-1;CARTON;03/03/2025;;Mise en carton;12,5;heure;21,4;;10 %;
BC-2;CARTON;04/03/2025;PLI-A4;Pliage urgent;500;;0,02;;;07/03/2025
"""
Run = Callable[..., Report]


@pytest.fixture
def where(db: Any) -> Shop:
    return shop()


@pytest.fixture
def run(where: Shop, tmp_path: Path) -> Run:
    def go(kind: str, text: str, **mode: bool) -> Report:
        path = files.csv(tmp_path / f"{kind}.csv", text)
        return IMPORTS[kind](path=path, establishment=where.place, mode=Mode(**mode), by=None, at=AT)

    return go


def counts(report: Report) -> tuple[int, int, int]:
    return report.created, report.updated, report.unchanged


def found(report: Report) -> list[tuple[str, str]]:
    """(cell, code) of each error, in the order of the file."""
    return [(problem.place.cell, problem.code) for problem in report.in_order(report.errors)]


def told(report: Report) -> str:
    with translation.override("en"):
        return "\n".join(message(problem) for problem in report.errors)


# ---------------------------------------------------------------- clients


def test_clients_are_written_once_with_their_billing_address(run: Run) -> None:
    assert counts(run("clients", CLIENTS)) == (2, 0, 0)
    row = Client.objects.get(code="IMPRI")
    assert (row.siret, row.regime, row.payment_days, row.payment_end_of_month) == (
        "99900029200014",
        "agefiph",
        45,
        True,
    )
    address = row.addresses.get()
    assert (address.kind, address.street, address.postcode) == ("billing", "1 rue de l'Exemple", "99000")
    assert counts(run("clients", CLIENTS)) == (0, 0, 2)
    assert ClientAddress.objects.count() == 1


def test_an_empty_cell_leaves_what_is_known(run: Run) -> None:
    run("clients", CLIENTS)
    assert counts(run("clients", "Code;Nom;Ville\nIMPRI;Imprimerie Fictive;Autre-Ville\n")) == (0, 1, 0)
    row = Client.objects.get(code="IMPRI")
    assert (row.siret, row.payment_days, row.addresses.get().town) == ("99900029200014", 45, "Autre-Ville")


def test_a_dry_run_keeps_nothing(run: Run) -> None:
    report = run("clients", CLIENTS, dry_run=True)
    assert (counts(report), report.written) == ((2, 0, 0), False)
    assert not Client.objects.filter(code="IMPRI").exists()


def test_every_error_of_a_list_of_clients_is_told_at_once(run: Run) -> None:
    text = """\
Code client;Raison sociale;Type;SIRET;N° TVA;Délai de paiement;Courriel;Adresse;Code postal;Ville
A B;Un;fée;123;FR1;trente;personne;;99000;
OK;Deux;;;;;;;;
OK;Trois;;;;;;;;
;Quatre;;1;;;;;;
"""
    report = run("clients", text)
    assert found(report) == [
        ("A2", "sale_code_wrong"),
        ("C2", "not_a_choice"),
        ("D2", "client_siret_wrong"),
        ("E2", "client_vat_wrong"),
        ("F2", "not_a_count"),
        ("G2", "email_wrong"),
        ("H2", "address_incomplete"),
        ("A4", "line_twice"),
        ("A5", "value_missing"),
        ("D5", "client_siret_wrong"),
    ]
    assert (report.written, counts(report)) == (False, (0, 0, 0))
    assert not Client.objects.filter(code="OK").exists()
    assert "“fée” is not known here. Write one of: société" in told(report)


def test_good_rows_may_be_written_beside_wrong_ones(run: Run) -> None:
    report = run("clients", CLIENTS + "X Y;Autre;;;;;;;;;\n", accept_good_rows=True)
    assert (counts(report), report.written, len(report.errors)) == ((2, 0, 0), True, 1)


def test_a_list_without_its_columns_says_which(run: Run) -> None:
    report = run("clients", "Raison sociale;Ville\nUn;Deux\n")
    assert "Columns are missing: code." in told(report)


# ---------------------------------------------------------------- catalogue


def test_a_catalogue_is_written_once_with_prices_and_costs(run: Run, where: Shop) -> None:
    assert counts(run("catalogue", CATALOGUE)) == (2, 0, 0)
    row = Product.objects.get(code="COU-1")
    assert (row.unit, row.price_base, row.workshop, row.vat, row.minutes_per_thousand) == (
        "piece",
        100,
        where.workshop,
        where.vat,
        900,
    )
    assert prices_on([row], date(2025, 1, 1)) == {row.pk: 125_000}
    assert dict(row.cost_shares.values_list("category", "share")) == {"raw_materials": 2500, "selling": 250}
    assert counts(run("catalogue", CATALOGUE)) == (0, 0, 2)


def test_a_later_price_is_a_revision(run: Run) -> None:
    run("catalogue", CATALOGUE)
    later = "Article;Libellé;Tarif;À partir du\nNETTOY;Nettoyage;22;01/07/2025\n"
    assert counts(run("catalogue", later)) == (0, 1, 0)
    row = Product.objects.get(code="NETTOY")
    assert [prices_on([row], day)[row.pk] for day in (date(2025, 6, 30), date(2025, 7, 1))] == [214_000, 220_000]


def test_every_error_of_a_catalogue_is_told_at_once(run: Run, where: Shop) -> None:
    where.vat.pk, where.vat.code = None, "R"
    where.vat.save()
    text = """\
Code article;Désignation;Unité;Prix unitaire;Prix pour;TVA;Atelier;Matières premières;Frais de vente
P1;Un;palme;douze;10;N;Cave;60 %;50 %
P2;Deux;;1,00001;;Z;;;
P3;Trois;pièce;;;;;140;
PLI-A4;Pliage;mille;;;N;;;
"""
    assert found(run("catalogue", text)) == [
        ("C2", "not_a_choice"),
        ("D2", "not_a_price"),
        ("G2", "workshop_unknown"),
        ("C3", "value_missing"),
        ("D3", "not_a_price"),
        ("F3", "vat_code_unknown"),
        ("F4", "vat_code_missing"),
        ("H4", "not_a_share"),
        ("C5", "product_unit_priced"),
    ]


# ---------------------------------------------------------------- orders


def test_orders_are_confirmed_once_and_what_was_delivered_is(run: Run, where: Shop) -> None:
    report = run("orders", ORDERS)
    assert (counts(report), report.summary) == ((3, 0, 0), {"orders": 2})
    first = Order.objects.get(client_reference="BC-1")
    assert (first.client, first.state, first.ordered_on) == (where.client, "confirmed", date(2025, 3, 3))
    folding, packing = first.lines.all()
    assert (folding.product, folding.unit_price, folding.minutes, folding.amount) == (where.folding, 185, 90, 1850)
    assert (packing.product, packing.text, packing.quantity, packing.discount) == (
        None,
        "Mise en carton",
        12_500,
        1_000,
    )
    assert packing.amount == 24_075  # 12.5 h × 21.40 € less a tenth
    urgent = OrderLine.objects.get(order__client_reference="BC-2")
    assert (urgent.text, urgent.unit_price, urgent.state) == ("Pliage urgent", 200, "done")
    assert Delivery.objects.get().delivered_on == date(2025, 3, 7)
    assert counts(run("orders", ORDERS)) == (0, 0, 3)
    assert Order.objects.count() == 2 and Delivery.objects.count() == 1


def test_an_order_is_known_by_our_number_too_and_its_lines_are_brought_up_to_date(run: Run) -> None:
    run("orders", ORDERS)
    number = Order.objects.get(client_reference="BC-1").number
    text = f"""\
Commande;Client;Date;Ligne;Article;Quantité;Échéance;Livré le
{number};CARTON;03/03/2025;1;PLI-A4;2000;28/03/2025;20/03/2025
{number};CARTON;03/03/2025;3;PLI-A4;10;;
"""
    assert counts(run("orders", text)) == (1, 1, 0)
    row = Order.objects.get(number=number)
    assert [(line.position, line.quantity, line.state) for line in row.lines.all()] == [
        (1, 2_000_000, "done"),
        (2, 12_500, "open"),
        (3, 10_000, "open"),
    ]


def test_a_line_may_say_its_own_direct_costs(run: Run, where: Shop) -> None:
    actions.save_cost_shares(product=where.folding, shares={"products": 1000}, **WHO)
    text = """\
Commande;Client;Date;Article;Quantité;Matières premières;Sous-traitance
BC-1;CARTON;03/03/2025;PLI-A4;10;30 %;5 %
BC-2;CARTON;03/03/2025;PLI-A4;10;;
BC-3;CARTON;03/03/2025;PLI-A4;10;90 %;20 %
"""
    report = run("orders", text, accept_good_rows=True)
    assert found(report) == [("F4", "cost_shares_too_many")]
    costs = {
        row.client_reference: dict(row.lines.get().costs.values_list("category", "share"))
        for row in Order.objects.all()
    }
    assert costs == {"BC-1": {"raw_materials": 3000, "subcontracting": 500}, "BC-2": {"products": 1000}}
    assert counts(run("orders", text, accept_good_rows=True)) == (0, 0, 2)


def test_every_error_of_orders_is_told_at_once_and_a_wrong_order_is_not_written_at_all(run: Run) -> None:
    text = """\
Commande;Client;Date;Ligne;Article;Désignation;Quantité;Unité;Prix unitaire;Remise;Atelier
BC-1;CARTON;03/03/2025;1;PLI-A4;;1000;;;;
BC-1;CARTON;04/03/2025;1;PLI-A4;;zéro;;;120;Cave
BC-1;CARTON;03/03/2025;3;;;5;;;;
BC-2;PERSONNE;03/03/2025;;AUTRE;;5;;;;
BC-3;CARTON;;;PLI-A4;;;;;;
BC-4;CARTON;03/03/2025;;PLI-A4;;5;;;;
"""
    report = run("orders", text, accept_good_rows=True)
    assert found(report) == [
        ("C3", "order_days_differ"),
        ("D3", "line_twice"),
        ("G3", "not_a_quantity"),
        ("J3", "not_a_share"),
        ("K3", "workshop_unknown"),
        ("F4", "value_missing"),
        ("H4", "value_missing"),
        ("I4", "value_missing"),
        ("B5", "client_code_unknown"),
        ("E5", "product_code_unknown"),
        ("C6", "value_missing"),
        ("G6", "value_missing"),
    ]
    assert [row.client_reference for row in Order.objects.all()] == ["BC-4"]


def test_a_number_of_two_orders_of_a_client_is_told_and_none_is_chosen(run: Run, where: Shop) -> None:
    for _ in range(2):
        order(where, client_reference="BC-1")
    report = run("orders", ORDERS, accept_good_rows=True)
    assert found(report) == [("A2", "order_of_client_not_unique")]
    assert "several orders of this client" in told(report)
    assert counts(report)[0] == 1 and Order.objects.filter(client_reference="BC-1").count() == 2


def test_a_line_delivered_beyond_what_was_planned_is_not_delivered_again(run: Run, where: Shop) -> None:
    run("orders", ORDERS)
    number = Order.objects.get(client_reference="BC-1").number
    row = OrderLine.objects.get(order__number=number, position=2)
    actions.deliver(order=row.order, delivered_on=date(2025, 3, 7), quantities={row.pk: 13_000}, allow_over=True, **WHO)
    actions.reopen_line(line=row, **WHO)
    before = Delivery.objects.count()
    text = "Commande;Client;Date;Ligne;Désignation;Quantité;Unité;Prix unitaire;Remise;Livré le\n"
    text += f"{number};CARTON;03/03/2025;2;Mise en carton;12,5;heure;21,40;10 %;20/03/2025\n"
    assert run("orders", text).errors == []
    assert Delivery.objects.count() == before


def test_what_the_room_refuses_is_told_at_the_order(run: Run, where: Shop) -> None:
    run("orders", ORDERS)
    actions.close_order(order=Order.objects.get(client_reference="BC-2"), **WHO)
    report = run("orders", ORDERS.replace(";500;", ";600;"))
    assert found(report) == [("A4", "order_step")]
    assert "is closed" in told(report)


# ---------------------------------------------------------------- cells, command


@pytest.mark.parametrize(
    ("reader", "cell", "expected"),
    [
        (amounts.quantity, "1 234,5", 1_234_500),
        (amounts.quantity, 2, 2_000),
        (amounts.quantity, None, None),
        (amounts.price, "0,0185 €", 185),
        (amounts.price, 12.5, 125_000),
        (amounts.count, "45", 45),
        (amounts.share, "2,5 %", 250),
        (amounts.share, 0.25, 2_500),
        (amounts.share, "100", 10_000),
    ],
)
def test_a_cell_is_read_as_people_write_it(reader: Callable[[Any], Any], cell: Any, expected: int | None) -> None:
    assert reader(cell) == expected


@pytest.mark.parametrize(
    ("reader", "cell"),
    [
        (amounts.quantity, "0,0005"),
        (amounts.quantity, "-1"),
        (amounts.quantity, "NaN"),
        (amounts.price, "0,00001"),
        (amounts.count, "1,5"),
        (amounts.share, "101"),
        (amounts.share, "0,00001"),
    ],
)
def test_a_cell_that_would_lose_something_is_refused(reader: Callable[[Any], Any], cell: Any) -> None:
    with pytest.raises(BadValue):
        reader(cell)


def test_the_command_imports_each_kind(where: Shop, tmp_path: Path) -> None:
    for kind, text, made in [("clients", CLIENTS, 2), ("catalogue", CATALOGUE, 2), ("orders", ORDERS, 3)]:
        out = io.StringIO()
        path = files.csv(tmp_path / f"{kind}.csv", text)
        call_command("import", kind, str(path), establishment=where.place.finess, as_json=True, stdout=out)
        assert json.loads(out.getvalue())["created"] == made
