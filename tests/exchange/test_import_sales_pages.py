"""The import pages of sales: who opens them, what they say, and templates that can be imported as they are."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from etabli.exchange import uploads
from etabli.kit.models import AccessLog
from etabli.orders.models import Client, Order, Product
from etabli.org.states import Role
from tests.exchange.pages import client_of, send, text_of, token_of, url, user_of
from tests.orders.selling import Shop, shop
from tests.workplace import engage

pytestmark = pytest.mark.django_db
KINDS = ("clients", "catalogue", "orders")


@pytest.fixture(autouse=True)
def home(settings: Any, tmp_path: Path) -> Path:
    settings.HOME = tmp_path
    return tmp_path


@pytest.fixture
def where(db: Any) -> Shop:
    return shop()


def csv(text: str, name: str = "clients.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text.encode())


def test_sales_import_what_is_sold_and_no_persons(where: Shop) -> None:
    browser = client_of(user_of(where.place, Role.SALES))
    page = text_of(browser.get(url(where.place, "imports")))
    assert [f"new/{kind}/" in page for kind in KINDS] == [True] * 3
    for kind in ("people", "attendance"):
        assert f"new/{kind}/" not in page
        assert browser.get(url(where.place, "upload", kind=kind)).status_code == 404
        assert browser.get(url(where.place, "template", kind=kind)).status_code == 404


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_says_what_its_file_needs(where: Shop, kind: str) -> None:
    browser = client_of(user_of(where.place, Role.SALES))
    answer = browser.get(url(where.place, "upload", kind=kind))
    assert answer.status_code == 200 and 'name="month"' not in answer.content.decode()


@pytest.mark.parametrize("language", ["fr", "nl", "en"])
def test_templates_of_sales_can_be_imported_one_after_the_other(where: Shop, language: str) -> None:
    user = user_of(where.place)
    user.language = language
    user.save()
    browser = client_of(user)
    for kind in KINDS:
        content = browser.get(url(where.place, "template", kind=kind)).content
        token = token_of(send(browser, where.place, SimpleUploadedFile(f"{kind}.xlsx", content), kind))
        kept = uploads.find(token)
        assert kept is not None
        assert (kept.report.errors, kept.report.warnings, kept.report.ignored) == ([], [], [])
        assert (kept.report.rows, kept.report.created) == (2, 2)
        browser.post(url(where.place, "confirm", token=token))
    assert Client.objects.filter(code__startswith="EX").count() == 2
    assert Product.objects.filter(code__startswith="EX").count() == 2
    assert [line.quantity for line in Order.objects.get().lines.all()] == [1_000_000, 3_500]


def test_what_is_written_is_counted_and_shown_where_it_is(where: Shop) -> None:
    browser = client_of(user_of(where.place, Role.SALES))
    token = token_of(send(browser, where.place, csv("code client;nom\nUN;Un\nDEUX;Deux\n"), "clients"))
    assert not Client.objects.filter(code="UN").exists()
    browser.post(url(where.place, "confirm", token=token))
    page = text_of(browser.get(url(where.place, "preview", token=token)))
    assert reverse("orders:clients", kwargs={"finess": where.place.finess}) in page
    assert reverse("people:list", kwargs={"finess": where.place.finess}) not in page
    assert Client.objects.filter(code__in=["UN", "DEUX"]).count() == 2


def test_the_code_of_a_client_is_not_taken_for_a_staff_number(where: Shop) -> None:
    engage(where.place, "77")
    browser = client_of(user_of(where.place, Role.SALES))
    token = token_of(send(browser, where.place, csv("code client;nom;siret\n77;Un;77\n"), "clients"))
    assert browser.get(url(where.place, "preview", token=token)).status_code == 200
    noted = AccessLog.objects.filter(what="exchange.clients").last()
    assert noted is not None and noted.subjects == []
