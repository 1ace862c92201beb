"""The import page of work sheets: who opens it, what it says before and after writing, whom its list names."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Sum
from django.urls import reverse

from etabli.exchange import uploads
from etabli.kit.models import AccessLog
from etabli.org.states import Role
from etabli.people.models import WorkGroup
from etabli.production.models import WorkFact
from tests.exchange.pages import client_of, send, text_of, token_of, url, user_of
from tests.orders.selling import Shop, order, shop
from tests.workplace import engage

pytestmark = pytest.mark.django_db
SHEET = "date;matricule;groupe;commande;ligne;minutes;bonnes\n10/03/2025;;Plieurs;{0};1;421;1000\n"


@pytest.fixture(autouse=True)
def home(settings: Any, tmp_path: Path) -> Path:
    settings.HOME = tmp_path
    return tmp_path


@pytest.fixture
def where(db: Any) -> Shop:
    made = shop()
    group = WorkGroup.objects.create(establishment=made.place, name="Plieurs")
    for number in ("1", "2"):
        engage(made.place, number).registrations.get().work_groups.add(group)
    return made


def sheet(text: str) -> SimpleUploadedFile:
    return SimpleUploadedFile("travail.csv", text.encode())


@pytest.mark.parametrize("role", [Role.HEAD_OF_SERVICE, Role.DIRECTOR])
def test_who_leads_the_work_may_import_it(where: Shop, role: Role) -> None:
    browser = client_of(user_of(where.place, role))
    assert "new/work/" in text_of(browser.get(url(where.place, "imports")))
    page = browser.get(url(where.place, "upload", kind="work"))
    assert page.status_code == 200 and 'name="month"' not in text_of(page)


@pytest.mark.parametrize("role", [Role.SALES, Role.ADMINISTRATION])
def test_others_who_import_do_not_import_work(where: Shop, role: Role) -> None:
    browser = client_of(user_of(where.place, role))
    assert "new/work/" not in text_of(browser.get(url(where.place, "imports")))
    assert browser.get(url(where.place, "upload", kind="work")).status_code == 404
    assert browser.get(url(where.place, "template", kind="work")).status_code == 404


def test_nothing_is_written_before_it_is_said_and_then_no_minute_is_lost(where: Shop) -> None:
    row = order(where)
    browser = client_of(user_of(where.place, Role.DIRECTOR))
    token = token_of(send(browser, where.place, sheet(SHEET.format(row.number)), "work"))
    assert browser.get(url(where.place, "preview", token=token)).status_code == 200
    assert not WorkFact.objects.exists()
    for _ in range(2):
        browser.post(url(where.place, "confirm", token=token))
    page = text_of(browser.get(url(where.place, "preview", token=token)))
    assert reverse("production:day", kwargs={"finess": where.place.finess}) in page
    facts = WorkFact.objects.filter(order_line__in=row.lines.values("pk"))
    assert facts.aggregate(minutes=Sum("minutes"), good=Sum("good")) == {"minutes": 421, "good": 1_000_000}


def test_a_list_that_names_somebody_is_logged(where: Shop) -> None:
    row = order(where)
    browser = client_of(user_of(where.place, Role.DIRECTOR))
    text = f"date;matricule;commande;minutes\n10/03/2024;1;{row.number};60\n"
    token = token_of(send(browser, where.place, sheet(text), "work"))
    page = text_of(browser.get(url(where.place, "preview", token=token)))
    assert "D2" in page or "C2" in page
    noted = AccessLog.objects.filter(what="exchange.work").last()
    assert noted is not None and noted.row_count == 1


@pytest.mark.parametrize("language", ["fr", "nl", "en"])
def test_the_template_of_work_can_be_imported_after_that_of_people(where: Shop, language: str) -> None:
    row = order(where)
    user = user_of(where.place, Role.DIRECTOR)
    user.language = language
    user.save()
    browser = client_of(user)
    for kind in ("people", "work"):
        content = browser.get(url(where.place, "template", kind=kind)).content
        token = token_of(send(browser, where.place, SimpleUploadedFile(f"{kind}.xlsx", content), kind))
        kept = uploads.find(token)
        assert kept is not None
        assert (kept.report.errors, kept.report.ignored, kept.report.rows) == ([], [], 2)
        browser.post(url(where.place, "confirm", token=token))
    facts = WorkFact.objects.filter(order_line__in=row.lines.values("pk"))
    assert facts.aggregate(minutes=Sum("minutes"), good=Sum("good")) == {"minutes": 450, "good": 180_000}
    assert max(facts.values_list("day_no", flat=True)) > (date(2025, 1, 1) - date(1970, 1, 1)).days
