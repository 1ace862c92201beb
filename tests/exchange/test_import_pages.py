"""Import pages: who may import what, the check that writes nothing, the writing that happens once, and what is kept meanwhile."""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from playwright.sync_api import Page

from etabli.attendance.models import Entry
from etabli.exchange import forms, uploads, views
from etabli.exchange.access import RIGHTS, ExchangeRight
from etabli.kit import rights
from etabli.kit.models import AccessLog
from etabli.org.models import Establishment
from etabli.org.states import Role
from etabli.people.models import Engagement, Person
from tests import workplace as small
from tests.exchange import files
from tests.exchange.pages import HEAD, client_of, person, send, text_of, token_of, url, user_of

PASSWORD = "a long pass phrase"
XLSX = "application/octet-stream"


@pytest.fixture(autouse=True)
def home(settings: Any, tmp_path: Path) -> Path:
    settings.HOME = tmp_path / "home"
    settings.HOME.mkdir()
    return settings.HOME


@pytest.fixture
def place(db: Any) -> Establishment:
    return small.workplace(association="Les Essais", workshops=(small.org.WorkshopSpec("BLA", "Blanchisserie"),))


@pytest.fixture
def client(place: Establishment) -> Client:
    return client_of(user_of(place))


@pytest.fixture
def sheet(tmp_path: Path) -> Callable[..., SimpleUploadedFile]:
    def make(*rows: list[Any], name: str = "personnes.xlsx", tab: str = "Liste") -> SimpleUploadedFile:
        return SimpleUploadedFile(name, files.xlsx(tmp_path / "made.xlsx", {tab: rows}).read_bytes(), XLSX)

    return make


# ---------------------------------------------------------------- who


def test_the_pages_open_to_whom_one_kind_does() -> None:
    assert RIGHTS[ExchangeRight.IMPORT] == {Role.ADMINISTRATION, Role.DIRECTOR, Role.HEAD_OF_SERVICE, Role.SALES}


@pytest.mark.parametrize("role", [role for role in Role if role not in RIGHTS[ExchangeRight.IMPORT]])
def test_other_roles_get_404(place: Establishment, role: Role) -> None:
    client = client_of(user_of(place, role))
    for path in (url(place, "imports"), url(place, "upload", kind="people"), url(place, "template", kind="people")):
        assert client.get(path).status_code == 404


def test_who_may_import_one_kind_sees_only_that_one(
    place: Establishment, client: Client, sheet: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = token_of(send(client, place, sheet(HEAD, person(1))))
    monkeypatch.setitem(rights._ROLES, "people.import", frozenset({"director"}))
    page = text_of(client.get(url(place, "imports")))
    assert "new/attendance/" in page and "new/people/" not in page
    assert client.get(url(place, "template", kind="attendance")).status_code == 200
    for path in (url(place, "template", kind="people"), url(place, "upload", kind="people")):
        assert client.get(path).status_code == 404
    assert client.post(url(place, "upload", kind="people"), {}).status_code == 404
    # A file checked before the right was taken away is not written any more.
    assert client.get(url(place, "preview", token=token)).status_code == 404
    assert client.post(url(place, "confirm", token=token)).status_code == 404
    assert not Person.objects.exists()


def test_unknown_kinds_are_404(place: Establishment, client: Client) -> None:
    assert client.get(url(place, "upload", kind="finess")).status_code == 404
    assert client.get(url(place, "template", kind="finess")).status_code == 404


def test_a_token_is_of_its_user_and_its_establishment(place: Establishment, client: Client, sheet: Any) -> None:
    token = token_of(send(client, place, sheet(HEAD, person(1))))
    other = small.workplace(association="Ailleurs", finess=small.OTHER_NUMBER, name="Ailleurs")
    both = client_of(user_of(other, name="stranger"))
    colleague = client_of(user_of(place, Role.DIRECTOR, "colleague"))
    for name in ("preview", "confirm"):
        assert both.get(url(place, name, token=token)).status_code == 404
        assert both.post(url(other, name, token=token)).status_code == 404
        assert colleague.get(url(place, name, token=token)).status_code == 404
        assert colleague.post(url(place, name, token=token)).status_code == 404
        assert client.post(url(place, name, token="unknown")).status_code == 404
    assert not Person.objects.exists()


# ---------------------------------------------------------------- check, then write


def test_the_check_writes_nothing_and_the_writing_happens_once(
    place: Establishment, client: Client, sheet: Any, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = token_of(send(client, place, sheet(HEAD, person(1), person(2, fraction=0.5))))
    assert not Person.objects.exists() and not Engagement.objects.exists()
    page = text_of(client.get(url(place, "preview", token=token)))
    assert "personnes.xlsx" in page and url(place, "confirm", token=token) in page
    # Part time without half-days: a warning, shown with its cell.
    assert "F3" in page and "Fictif2 Camille" in page

    runs = []
    real = views.import_people
    monkeypatch.setattr(views, "import_people", lambda **kwargs: runs.append(1) or real(**kwargs))
    for _ in range(2):
        answer = client.post(url(place, "confirm", token=token))
        assert answer["Location"] == url(place, "preview", token=token)
    assert len(runs) == 1 and Person.objects.count() == 2
    assert not list(home.rglob("*.xlsx"))
    page = text_of(client.get(url(place, "preview", token=token)))
    assert url(place, "confirm", token=token) not in page and "Fictif2 Camille" in page
    assert reverse("people:list", kwargs={"finess": place.finess}) in page


def test_reading_the_confirm_address_writes_nothing(place: Establishment, client: Client, sheet: Any) -> None:
    token = token_of(send(client, place, sheet(HEAD, person(1))))
    assert client.get(url(place, "confirm", token=token)).status_code == 302
    assert not Person.objects.exists()


def test_good_rows_only(place: Establishment, client: Client, sheet: Any) -> None:
    token = token_of(send(client, place, sheet(HEAD, person(1), person(2, entry="demain"))))
    page = text_of(client.get(url(place, "preview", token=token)))
    assert "good_rows" in page and "D3" in page and "demain" in page and "Liste" in page
    # Without saying so, nothing is written beside errors.
    client.post(url(place, "confirm", token=token))
    assert not Person.objects.exists()
    assert "good_rows" in text_of(client.get(url(place, "preview", token=token)))
    client.post(url(place, "confirm", token=token), {"act": "good_rows"})
    assert [row.last_name for row in Person.objects.all()] == ["Fictif1"]
    assert "demain" in text_of(client.get(url(place, "preview", token=token)))


def test_nothing_new_offers_nothing_to_write(place: Establishment, client: Client, sheet: Any) -> None:
    for _ in range(2):
        token = token_of(send(client, place, sheet(HEAD, person(1))))
        page = text_of(client.get(url(place, "preview", token=token)))
        client.post(url(place, "confirm", token=token))
    assert url(place, "confirm", token=token) not in page


def test_attendance_by_day_numbers_asks_for_the_month(place: Establishment, client: Client, sheet: Any) -> None:
    small.engage(place, "001", last_name="Fictif1")
    rows = [["Matricule", "Nom", *range(1, 8)], ["001", "Fictif1", None, None, "PRE", None, None, "PRE", "PRE"]]
    token = token_of(send(client, place, sheet(*rows, tab="Feuil1"), "attendance"))
    path = url(place, "preview", token=token)
    assert 'type="month"' in text_of(client.get(path))
    assert "aria-invalid" in text_of(client.post(path, {"month": "2025-13"}))
    assert client.post(path, {"month": "2025-03"}).status_code == 302
    page = text_of(client.get(path))
    assert 'type="month"' not in page
    client.post(url(place, "confirm", token=token), {"act": "good_rows"})
    assert {entry.day for entry in Entry.objects.all()} >= {date(2025, 3, 3), date(2025, 3, 6)}
    # Said anew after it is written, the month changes nothing.
    assert client.post(path, {"month": "2025-04"}).status_code == 200


def test_the_month_can_be_said_with_the_file(place: Establishment, client: Client, sheet: Any) -> None:
    small.engage(place, "001", last_name="Fictif1")
    rows = [["Matricule", "Nom", *range(1, 8)], ["001", "Fictif1", None, None, "PRE", None, None, "XX", None]]
    token = token_of(send(client, place, sheet(*rows, tab="Feuil1"), "attendance", month="2025-03"))
    page = text_of(client.get(url(place, "preview", token=token)))
    assert "H2" in page and "XX" in page and "?month=2025-03" in page
    again = text_of(client.get(url(place, "upload", kind="attendance") + "?month=2025-03"))
    assert 'value="2025-03"' in again


# ---------------------------------------------------------------- files that cannot be


def test_a_broken_file_is_a_sentence_beside_a_form_that_stays_filled(
    place: Establishment, client: Client, home: Path, tmp_path: Path
) -> None:
    bomb = files.xlsx_of_parts(tmp_path / "bomb.xlsx", files.sheet_xml(b" " * 160_000_000)).read_bytes()
    for name, data in (
        ("bombe.xlsx", bomb),
        ("photo.csv", b"\x89PNG\r\n\x1a\n" + bytes(400)),
        ("coupé.xlsx", bomb[:300]),
    ):
        answer = send(client, place, SimpleUploadedFile(name, data), "attendance", month="2025-03")
        page = text_of(answer)
        assert answer.status_code == 200 and name in page and "errorlist" in page and 'value="2025-03"' in page
    assert not list((home / "uploads").iterdir())


def test_too_big_a_file_is_refused_before_it_is_read(
    place: Establishment, client: Client, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(forms, "LIMIT_BYTES", 10)
    monkeypatch.setattr(uploads, "keep", lambda *args: pytest.fail("read"))
    assert "grand.csv" in text_of(send(client, place, SimpleUploadedFile("grand.csv", b"x" * 11)))


@pytest.mark.parametrize("data", [{}, {"month": "2025-3"}, {"month": "1900-01"}, {"month": "٢٠٢٥-٠٣"}])
def test_what_the_form_refuses(place: Establishment, client: Client, data: dict[str, str]) -> None:
    page = text_of(client.post(url(place, "upload", kind="attendance"), data))
    assert page.count('class="errorlist"') == len(data) + 1


def test_an_import_that_fails_leaves_no_file(
    place: Establishment, client: Client, sheet: Any, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(**kwargs: Any) -> None:
        raise RuntimeError("no")

    monkeypatch.setattr(views, "import_people", fail)
    with pytest.raises(RuntimeError):
        send(client, place, sheet(HEAD, person(1)))
    assert not list((home / "uploads").iterdir())


# ---------------------------------------------------------------- what is kept


def test_kept_files_are_private_and_go_after_an_hour(
    place: Establishment, client: Client, sheet: Any, home: Path
) -> None:
    token = token_of(send(client, place, sheet(HEAD, person(1))))
    kept = home / "uploads"
    modes = {stat.S_IMODE(path.stat().st_mode) for path in [kept, *kept.rglob("*")] if path.is_dir()}
    assert modes == {0o700}
    assert {stat.S_IMODE(path.stat().st_mode) for path in kept.rglob("*") if path.is_file()} == {0o600}
    long_ago = time.time() - uploads.LIFETIME - 5
    os.utime(kept / token, (long_ago, long_ago))
    # Another upload sweeps; the address then says what became of the file.
    client.get(url(place, "upload", kind="people"))
    assert not list(kept.iterdir())
    answer = client.get(url(place, "preview", token=token))
    assert answer.status_code == 410 and url(place, "imports") in text_of(answer)
    assert client.post(url(place, "confirm", token=token))["Location"] == url(place, "preview", token=token)
    assert not Person.objects.exists()


# ---------------------------------------------------------------- lists, log, queries


def checked(client: Client, place: Establishment, sheet: Any, count: int) -> str:
    """A sheet in which that many persons have a wrong code on one day, a good one on the next and none on a third."""
    for number in range(1, count + 1):
        small.engage(place, f"{number:03}", last_name=f"Fictif{number}")
    days = [date(2025, 3, 3), date(2025, 3, 4), date(2025, 3, 5)]
    rows = [[f"{number:03}", f"Fictif{number}", "XX", "PRE", None] for number in range(1, count + 1)]
    return token_of(send(client, place, sheet(["Matricule", "Nom", *days], *rows), "attendance"))


@pytest.mark.parametrize("count", [1, 20])
def test_the_same_queries_for_one_row_and_for_twenty(
    place: Establishment, client: Client, sheet: Any, count: int
) -> None:
    path = url(place, "preview", token=checked(client, place, sheet, count))
    client.get(path)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert client.get(path + "?list=missing").status_code == 200
    assert len(asked) == QUERIES, "\n".join(query["sql"][:160] for query in asked)


QUERIES = 11
"""Session and user, the place and what may be done there, the frame, the persons named (two), the log of reads."""


def test_lists_are_paged_and_who_they_name_is_noted(place: Establishment, client: Client, sheet: Any) -> None:
    path = url(place, "preview", token=checked(client, place, sheet, 30))
    page = text_of(client.get(path + "?list=missing"))
    assert page.count("<tr>") == 51 and "?list=missing&amp;page=2" in page
    noted = AccessLog.objects.order_by("id").last()
    assert noted is not None and noted.what == "exchange.attendance" and noted.row_count == 50
    first = Person.objects.get(last_name="Fictif1")
    assert str(first.pk) in noted.subjects and len(noted.subjects) == 13
    page = text_of(client.get(path + "?list=missing&page=3"))
    assert page.count("<tr>") == 21
    # An unknown list is the first that has rows.
    assert "XX" in text_of(client.get(path + "?list=nonsense"))


# ---------------------------------------------------------------- templates


@pytest.mark.parametrize("language", ["fr", "nl", "en"])
def test_templates_can_be_imported_as_they_are(place: Establishment, language: str) -> None:
    user = user_of(place)
    user.language = language
    user.save()
    client = client_of(user)
    for kind, written in (("people", 2), ("attendance", 3)):
        answer = client.get(url(place, "template", kind=kind))
        assert answer["Content-Disposition"] == f'attachment; filename="{kind}.xlsx"'
        token = token_of(send(client, place, SimpleUploadedFile(f"{kind}.xlsx", answer.content), kind))
        report = uploads.find(token)
        assert report is not None
        found = report.report
        assert (found.rows, found.created) == (2, written)
        assert not found.errors and not found.ignored and not found.warnings
        client.post(url(place, "confirm", token=token))
    assert Person.objects.count() == 2 and Entry.objects.count() == 3


@pytest.mark.parametrize("kind", ["EA", "EI", "maatwerkbedrijf", "arbeidszorg"])
def test_templates_suit_every_kind_of_establishment(db: Any, kind: str) -> None:
    country = "BE" if kind in ("maatwerkbedrijf", "arbeidszorg") else "FR"
    place = small.workplace(association="Les Essais", kind=kind, country=country)
    client = client_of(user_of(place))
    content = client.get(url(place, "template", kind="people")).content
    kept = uploads.find(token_of(send(client, place, SimpleUploadedFile("people.xlsx", content))))
    assert kept is not None and not kept.report.errors and kept.report.created == 2


# ---------------------------------------------------------------- in the browser


def _no_violation(page: Page) -> None:
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        violations = Axe().run(page).response["violations"]
        assert not violations, [(row["id"], row["nodes"][0]["html"][:200]) for row in violations]


def _press(page: Page, selector: str) -> None:
    """Reach a control by the keyboard alone, and use it."""
    wanted = page.locator(selector).element_handle()
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("e => document.activeElement === e", wanted):
            break
    else:
        pytest.fail(f"{selector} is not reached by Tab")
    with page.expect_navigation(wait_until="networkidle"):
        page.keyboard.press("Enter")


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_from_an_error_to_a_written_file_by_keyboard(live_server: Any, page: Page, sheet: Any, tmp_path: Path) -> None:
    place = small.workplace(association="Les Essais", workshops=(small.org.WorkshopSpec("BLA", "Blanchisserie"),))
    user = user_of(place)
    user.set_password(PASSWORD)
    user.save()
    page.goto(f"{live_server.url}/accounts/login/")
    page.fill("input[name=login]", user.username)
    page.fill("input[name=password]", PASSWORD)
    with page.expect_navigation(wait_until="networkidle"):
        page.keyboard.press("Enter")

    page.goto(live_server.url + url(place, "imports"))
    _no_violation(page)
    _press(page, "main a[href$='new/people/']")
    for entry, act in (("demain", "main a.btn-primary"), ("01/02/2025", "main .actions button.btn-primary")):
        _no_violation(page)
        chosen = tmp_path / "personnes.xlsx"
        chosen.write_bytes(sheet(HEAD, person(1), person(2, entry=entry)).read())
        page.set_input_files("input[type=file]", chosen)
        _press(page, "main form button.btn-primary")
        _no_violation(page)
        assert ("demain" in page.inner_text("main")) == (entry == "demain")
        _press(page, act)
    _no_violation(page)
    assert Person.objects.count() == 2
    assert page.get_by_role("heading", level=1).count() == 1
    page.set_viewport_size({"width": 320, "height": 700})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
