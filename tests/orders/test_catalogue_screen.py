"""The catalogue and VAT treatments on screen: prices from a day on, costs that are not labour, who may see and set them."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from etabli.orders import actions
from etabli.orders.models import PriceRevision, Product, VatTreatment
from etabli.orders.wording import time_of_one
from etabli.org.states import Role
from tests.orders.desk import Desk, errors_of, text_of
from tests.orders.selling import WHO, product


def new(desk: Desk, **changes: str) -> dict[str, str]:
    """What the form of a product sends."""
    usual = {"code": "SACHET", "name": "Mise en sachet", "unit": "piece", "price_base": "100", "nature": "on_site"}
    return {**usual, "category": "goods", "vat": str(desk.shop.vat.pk), "active": "on", **changes}


def test_a_product_is_added_and_keeps_what_was_written(desk: Desk) -> None:
    values = new(desk, workshop=str(desk.garden.pk), minutes_per_thousand="1 200", trade="Conditionnement")
    page = desk.post("product_add", follow=True, **values)
    row = Product.objects.get(code="SACHET")
    assert (row.price_base, row.workshop, row.minutes_per_thousand) == (100, desk.garden, 1200)
    assert "No price yet" in text_of(page)


def test_a_code_stands_once_and_the_form_stays_filled(desk: Desk) -> None:
    answer = desk.post("product_add", **new(desk, code="PLI-A4"))
    assert list(errors_of(answer)) == ["code"] and 'value="Mise en sachet"' in text_of(answer)


def test_prices_stand_from_their_day_on_and_the_one_in_force_says_so(desk: Desk) -> None:
    key = desk.shop.folding.pk
    assert desk.post("price_add", key, starts_on="2025-06-01", unit_price="0.0195").status_code == 302
    assert desk.post("price_add", key, starts_on="2099-01-01", unit_price="0.03").status_code == 302
    states = [(row["price"], row["state"]) for row in desk.get("product", key).context["prices"]]
    assert states == [
        ("€0.03 / piece", "To come"),
        ("€0.0195 / piece", "In force"),
        ("€0.0185 / piece", "Past"),
    ]
    assert "€0.0195" in text_of(desk.get("products"))


def test_a_price_taken_back_comes_back_by_undo(desk: Desk) -> None:
    browser, key = desk.browser(), desk.shop.folding.pk
    price = PriceRevision.objects.get()
    page = browser.post(desk.url("price_remove", key, price.pk), follow=True)
    assert not PriceRevision.objects.exists()
    browser.post(desk.url("price_restore", key), {"token": page.context["undo"]["token"]})
    assert PriceRevision.objects.get().unit_price == 185


def test_costs_are_shares_of_the_price_and_what_is_left_is_labour(desk: Desk) -> None:
    key = desk.shop.folding.pk
    assert desk.post("costs", key, raw_materials="12.5", selling="5").status_code == 302
    costs = desk.get("product", key).context["costs"]
    assert [share for _, share in costs["rows"]] == ["12.5%", "5%"] and costs["labour"] == "82.5%"
    answer = desk.post("costs", key, raw_materials="60", selling="50")
    assert answer.status_code == 200 and errors_of(answer)
    assert desk.get("product", key).context["costs"]["labour"] == "82.5%"


def test_an_instructor_sees_what_is_sold_and_no_price(desk: Desk) -> None:
    page = text_of(desk.get("products", role=Role.INSTRUCTOR))
    assert "Pliage A4" in page and "0.0185" not in page and "Price" not in page
    own = text_of(desk.get("product", desk.shop.folding.pk, role=Role.INSTRUCTOR))
    assert "0.0185" not in own and "Taux normal" not in own
    assert "0.0185" not in desk.get("products_export", "csv", role=Role.INSTRUCTOR).content.decode()
    sheet = desk.get("products_export", "csv").content.decode()
    assert "0,0185" in sheet and "Trade" in sheet and "VAT" in sheet
    heads = {str(column["label"]) for column in desk.get("products").context["table"]["columns"]}
    assert "Price before VAT" in heads and not {"Trade", "VAT", "Where"} & heads
    assert desk.get("treatments", role=Role.INSTRUCTOR).status_code == 404


@pytest.mark.parametrize(
    ("standard", "language", "shown"),
    [
        (None, "en", ""),
        (1, "en", "0.001 min"),
        (250, "fr", "0,25 min"),
        (45_000, "nl", "45 min"),
        (62_500, "en", "62.5 min"),
        (720_000, "fr", "12 h"),
        (450_000, "nl", "7 u 30"),
    ],
)
def test_the_time_of_one_unit(standard: int | None, language: str, shown: str) -> None:
    with translation.override(language):
        assert time_of_one(standard).replace("\u00a0", " ") == shown


def test_the_list_tells_the_time_and_the_price_with_their_unit_and_the_sheet_keeps_its_columns(desk: Desk) -> None:
    product(desk.place, desk.shop.vat, "TONTE", unit="visit", price_base=100, minutes_per_thousand=720_000)
    table = desk.get("products").context["table"]
    heads = [str(column["label"]) for column in table["columns"]]
    assert all(
        column["numeric"] for column in table["columns"] if str(column["label"]) in {"Time per unit", "Price for"}
    )
    told = {row["cells"][0]["text"]: dict(zip(heads, row["cells"], strict=True)) for row in table["rows"]}
    cells = [(told[code]["Time per unit"]["text"], told[code]["Price for"]["text"]) for code in ("PLI-A4", "TONTE")]
    assert cells == [("0.09\u00a0min", "1\u00a0piece"), ("12\u00a0h", "100\u00a0visits")]
    assert "Place of work" in text_of(desk.get("products"))
    sheet = desk.get("products_export", "csv").content.decode()
    assert "Minutes for 1,000" in sheet and "720000" in sheet and "For so many units" in sheet


def test_products_are_found_by_word_workshop_and_kind(desk: Desk) -> None:
    product(desk.place, desk.shop.vat, "TONTE", name="Tonte", workshop=desk.garden, nature="off_site")
    for query in ("?q=tonte", f"?workshop={desk.garden.pk}", "?nature=off_site"):
        page = text_of(desk.get("products", query=query))
        assert "Tonte" in page and "Pliage A4" not in page


def test_the_same_queries_for_one_product_and_for_twenty(desk: Desk) -> None:
    counts = []
    for turn in range(2):
        browser = desk.browser()
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(desk.url("products")).status_code == 200
        counts.append(len(queries))
        for number in range(19 * (1 - turn)):
            product(desk.place, desk.shop.vat, f"P{number}", workshop=desk.garden)
    assert counts[0] == counts[1]


# ---------------------------------------------------------------- VAT


@pytest.mark.parametrize("role", [Role.ADMINISTRATION, Role.DIRECTOR])
def test_who_sets_says_how_what_is_sold_is_taxed(desk: Desk, role: Role) -> None:
    values = {"code": "EXO", "label": "Exonéré", "category": "E", "rate": "0", "starts_on": "2025-01-01"}
    answer = desk.post("treatment_add", role=role, **values)
    assert list(errors_of(answer)) == ["reason"]
    reason = "TVA non applicable, art. 261-7-1° b du CGI"
    assert desk.post("treatment_add", role=role, **values, reason=reason, last_day="2025-12-31").status_code == 302
    row = VatTreatment.objects.get(code="EXO")
    assert (row.reason, row.ends_before) == (reason, date(2026, 1, 1))
    page = text_of(desk.get("treatments", role=role))
    assert reason in page and "Past" in page and "20%" in page


def test_sales_see_the_treatments_and_do_not_set_them(desk: Desk) -> None:
    assert "Taux normal" in text_of(desk.get("treatments")) and "Add a VAT treatment" not in text_of(
        desk.get("treatments")
    )
    assert desk.get("treatment", desk.shop.vat.pk).status_code == 404
    assert desk.post("treatment_add", code="X").status_code == 404


def test_without_any_treatment_the_list_says_what_comes_first(desk: Desk) -> None:
    actions.remove_price(revision=PriceRevision.objects.get(), **WHO)
    Product.objects.all().delete()
    VatTreatment.objects.all().delete()
    assert "No VAT treatment yet" in text_of(desk.get("treatments", role=Role.DIRECTOR))
    assert "The administration says" in text_of(desk.get("treatments"))
    assert "No product yet" in text_of(desk.get("products"))
