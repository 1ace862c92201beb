"""Two whole journeys of a sale, in Chromium.

In French, from a quote to the certificate of the year, by way of the tablet of the workshop: what was booked is what the
trace tells, and what was paid is what is certified. In Dutch, from an order to a file that passes the rules of Peppol.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect

from etabli.billing.models import Invoice, ObligationCertificate
from etabli.kit import clock
from etabli.orders import actions as orders
from etabli.orders.models import Order, Pseudonym
from etabli.org.grants import add_user
from etabli.org.models import Establishment, User
from etabli.org.states import Role
from etabli.people.actions import save_people
from etabli.production.models import WorkFact
from etabli.tablet import actions as tablets
from tests import workplace as small
from tests.billing import making
from tests.billing.schematron import failures
from tests.keyboard import PASSWORD, sign_in
from tests.orders import selling
from tests.tablet.conftest import Tablet, client_with
from tests.tablet.journeys.conftest import PIN, with_device

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

BEFORE = datetime(2025, 1, 2, 8, tzinfo=UTC)
AT_WORK = datetime(2025, 3, 12, 10, tzinfo=UTC)
"""A Wednesday, eleven in the morning at the workplace."""
BILLED = datetime(2025, 3, 31, 8, tzinfo=UTC)
IN_JANUARY = datetime(2026, 1, 20, 9, tzinfo=UTC)
WHO: dict[str, Any] = {"by": None, "at": BEFORE}


class Moment:
    """What time it is: for the server, for its answers, and for the browsers opened from now on."""

    def __init__(self) -> None:
        self.is_now = AT_WORK


@pytest.fixture
def moment(monkeypatch: pytest.MonkeyPatch) -> Moment:
    found = Moment()
    monkeypatch.setattr(clock.timezone, "now", lambda: found.is_now)
    monkeypatch.setattr("wsgiref.handlers.format_date_time", lambda _: format_datetime(found.is_now, usegmt=True))
    return found


@dataclass
class House:
    """Who sells, and at `url` the server of her establishment."""

    place: Establishment
    url: str
    director: User

    def open(self, page: Page, name: str, *keys: Any, query: str = "") -> None:
        page.goto(self.url + reverse(name, args=[self.place.finess, *keys]) + query)


def director_of(place: Establishment, language: str) -> User:
    user = add_user(username="direction", role=Role.DIRECTOR, establishment=place, language=language, **WHO)
    user.set_password(PASSWORD)
    user.save()
    return user


# ---------------------------------------------------------------- what every page lets be done


def go(page: Page, selector: str) -> None:
    """Use a link or a button, and wait for the page it leads to."""
    with page.expect_navigation():
        page.locator(selector).first.click()


def follow(page: Page, end: str) -> None:
    go(page, f'main a[href$="{end}"]')


def act(page: Page, end: str) -> None:
    """The button of the form that is sent there."""
    go(page, f'form[action$="{end}"] button')


def fill_in(page: Page, **fields: str) -> None:
    """Fill a form and send it; its fields by their names, days as 2025-03-12."""
    for name, text in fields.items():
        page.fill(f"#id_{name}", text)
    go(page, ".form-actions button.btn-primary")


def choose(page: Page, name: str, words: str) -> None:
    """The choice that says these words among others."""
    option = page.locator(f"#id_{name} option", has_text=words)
    page.select_option(f"#id_{name}", option.first.get_attribute("value"))


def said(page: Page) -> str:
    """What the page says, spaces as they are read."""
    return re.sub(r"\s+", " ", page.locator("main").inner_text())


def troubles_of(*pages: Page) -> list[str]:
    """Errors of the scripts of these pages, and whatever their policy kept from loading, as they come."""
    found: list[str] = []
    for page in pages:
        page.on("pageerror", lambda error: found.append(str(error)))
        page.on("console", lambda line: found.append(line.text) if line.type == "error" else None)
    return found


# ---------------------------------------------------------------- in French, whole


@pytest.fixture
def chestnut(transactional_db: Any, live_server: Any, moment: Moment) -> House:
    """Folding sold to a company of the private sector, a fifth of its price in materials; two people, one of a group."""
    fold = small.org.WorkshopSpec("PLI", "Pliage")
    place = small.workplace(association="Les Essais", workshops=(fold,), at=BEFORE)
    rows = [
        small.person_row("1", first_name="Ada", last_name="Abricot", workshop="PLI"),
        small.person_row("2", first_name="Bruno", last_name="Brugnon", workshop="PLI", groups=("Rouge",)),
    ]
    save_people(establishment=place, rows=rows, **WHO)
    shop = selling.shop(place)
    address = orders.AddressSpec("billing", "2 avenue du Test", "69001", "Lyon")
    orders.save_address(client=shop.client, spec=address, **WHO)
    orders.save_cost_shares(product=shop.folding, shares={"raw_materials": 2_000}, **WHO)
    numbers = {"siren": "999000292", "siret": "99900029200014", "vat_number": "FR83999000292"}
    making.seller(place, **numbers)
    return House(place, live_server.url, director_of(place, "fr"))


@pytest.fixture
def tablet_page(
    chestnut: House, browser: Browser, browser_context_args: dict[str, Any], moment: Moment
) -> Iterator[Page]:
    """The tablet of the workshop, on which its instructor is."""
    place = chestnut.place
    workshop = place.workshops.get(code="PLI")
    name = {"first_name": "Inès", "last_name": "Monitrice", "language": "fr"}
    user = add_user(username="monitrice", role=Role.INSTRUCTOR, establishment=place, workshop=workshop, **name, **WHO)
    since = moment.is_now - timedelta(days=1)
    device, token = tablets.enrol_device(establishment=place, name="Pliage 1", language="fr", by=user, at=since)
    context = browser.new_context(**browser_context_args)
    context.clock.install(time=moment.is_now)
    context.add_init_script("delete ServiceWorkerRegistration.prototype.sync")
    with_device(context, chestnut.url, Tablet(device, client_with(token)))
    yield context.new_page()
    context.close()


def test_from_a_quote_to_the_certificate_of_the_year(
    chestnut: House, moment: Moment, page: Page, tablet_page: Page
) -> None:
    troubles = troubles_of(page, tablet_page)
    sign_in(page, chestnut.url, chestnut.director.username)
    assert page.locator("html").get_attribute("lang") == "fr"
    order = _ordered(page, chestnut)
    codes = _allotted(page, order)
    _worked(tablet_page, chestnut, order)
    moment.is_now = BILLED
    sign_in(page, chestnut.url, chestnut.director.username)
    _delivered(page, chestnut, order)
    invoice = _invoiced(page, chestnut)
    _paid(page, invoice)
    _traced(page, order, codes)
    moment.is_now = IN_JANUARY
    sign_in(page, chestnut.url, chestnut.director.username)
    _certified(page, chestnut, invoice)
    assert troubles == []


def _ordered(page: Page, house: House) -> Order:
    """8,000 leaflets at 0.0185 € are quoted, accepted and confirmed."""
    house.open(page, "orders:quote_add")
    choose(page, "client", "Cartonnages Fictifs")
    fill_in(page, created_on="2025-03-03", valid_until="2025-04-30")
    follow(page, "/lines/add/")
    choose(page, "product", "Pliage A4")
    fill_in(page, quantity="8000", due_on="2025-03-28")
    assert "148,00 €" in said(page) and "177,60 €" in said(page)
    act(page, "/send/")
    follow(page, "/accept/")
    fill_in(page, on="2025-03-05", client_reference="BC-77")
    act(page, "/confirm/")
    order = Order.objects.get()
    assert (order.state, order.client_reference) == ("confirmed", "BC-77")
    return order


def _allotted(page: Page, order: Order) -> set[str]:
    """A person and a group; the codes by which the client will know them."""
    for who in ("Abricot Ada", "Rouge"):
        follow(page, "/allot/")
        choose(page, "who", who)
        fill_in(page, starts_on="2025-03-10")
        assert who in said(page)
    codes = set(Pseudonym.objects.filter(client=order.client).values_list("code", flat=True))
    assert len(codes) == 2 and all(code in said(page) for code in codes)
    return codes


def _worked(page: Page, house: House, order: Order) -> None:
    """Four hours of the team on the line, 150 and 90 minutes, and the 8,000 leaflets counted with the pad."""
    page.goto(f"{house.url}/tablet/")
    page.get_by_role("button", name="Inès Monitrice").click()
    page.get_by_label("Choisissez un code PIN").fill(PIN)
    page.keyboard.press("Enter")
    page.locator("[data-act=all-present]").click()
    page.get_by_role("navigation").get_by_role("link", name="Travail").click()
    card = page.locator("#activities [data-activity]", has_text=f"{order.number}/1 · Pliage A4")
    card.locator("[data-act=choose]").click()
    chooser = page.locator("#chooser")
    for name in ("Ada", "Bruno"):
        chooser.locator("#chooser-people").get_by_role("button", name=name).click()
    chooser.locator("#chooser-time").fill("240")
    chooser.get_by_label("Ada Abricot").fill("150")
    chooser.get_by_label("Bruno Brugnon").fill("90")
    chooser.locator("[data-act=save]").click()
    expect(card).to_contain_text("Ada 2")
    card.locator("[data-act=count]").click()
    pad = page.locator("#pad")
    for digit in "8000":
        pad.locator(f'[data-digit="{digit}"]').click()
    pad.locator("[data-rule=minutes]").click()
    expect(pad.locator("#pad-shares [data-share=good]").first).to_have_value("5000")
    pad.locator("[data-act=save]").click()
    expect(pad).to_be_hidden()
    expect(card.locator("[data-outputs]")).to_contain_text("8")
    expect(page.locator("#status-words")).to_have_text("Tout est envoyé")
    facts = WorkFact.objects.filter(order_line=order.lines.get().pk).order_by("-minutes")
    assert list(facts.values_list("minutes", "good")) == [(150, 5_000_000), (90, 3_000_000)]


def _delivered(page: Page, house: House, order: Order) -> None:
    """3,000, then the 5,000 that are left."""
    field = f"line_{order.lines.get().pk}"
    for day, quantity in (("2025-03-14", "3000"), ("2025-03-21", "")):
        house.open(page, "orders:order", order.pk)
        follow(page, "/deliver/")
        fill_in(page, delivered_on=day, **({field: quantity} if quantity else {}))
    delivered = order.deliveries.order_by("delivered_on").values_list("lines__quantity", flat=True)
    assert list(delivered) == [3_000_000, 5_000_000]
    assert order.lines.get().state == "done"


def _invoiced(page: Page, house: House) -> Invoice:
    house.open(page, "billing:unbilled")
    assert "148,00 €" in said(page)
    act(page, "/draft/")
    invoice = Invoice.objects.get()
    house.open(page, "billing:invoice", invoice.pk)
    follow(page, "/issue/")
    fill_in(page, on="2025-03-31")
    invoice.refresh_from_db()
    assert (invoice.state, invoice.number, invoice.gross) == ("issued", "F2025-0001", 17_760)
    for words in ("177,60 €", "BC-77", "3 000 pièces"):
        assert words in said(page)
    return invoice


def _paid(page: Page, invoice: Invoice) -> None:
    follow(page, "/pay/")
    expect(page.locator("#id_cents")).to_have_value(re.compile(r"177,60?"))
    fill_in(page, paid_on="2025-03-31", reference="Virement 4711")
    assert invoice.payments.get().cents == 17_760


def _minutes(words: str) -> int:
    """Of a time as it is written: `2 h 30`, `45 min`."""
    found = re.fullmatch(r"(?:(\d+) h)? ?(\d+)?(?: min)?", words.strip())
    assert found is not None, words
    return 60 * int(found[1] or 0) + int(found[2] or 0)


def _traced(page: Page, order: Order, codes: set[str]) -> None:
    """The person and the group are told by code and name; over the two lines their parts are what the tablet booked."""
    follow(page, "/trace/")
    minutes: dict[str, int] = {}
    made: dict[str, int] = {}
    told: set[str] = set()
    assert page.locator("main table").count() == 2
    for row in page.locator("main tbody tr, main tfoot tr").all():
        cells = row.locator("th, td").all_inner_texts()
        code, name, time, quantity, _ = (re.sub(r"\s+", " ", text).strip() for text in cells)
        who = name or code
        told |= {code} if name else set()
        minutes[who] = minutes.get(who, 0) + _minutes(time)
        made[who] = made.get(who, 0) + int(quantity.replace(" ", ""))
    assert minutes == {"Abricot Ada": 150, "Rouge": 90, "Total": 240}
    assert made == {"Abricot Ada": 5000, "Rouge": 3000, "Total": 8000}
    assert told == codes
    assert f"{order.number}/1" in said(page)


def _certified(page: Page, house: House, invoice: Invoice) -> None:
    """148.00 € paid without VAT, of which 29.60 € of materials: 30 % of 118.40 € may be deducted."""
    house.open(page, "billing:certificates", query="?year=2025")
    assert "118,40 €" in said(page)
    act(page, "/certificates/issue/")
    row = ObligationCertificate.objects.get()
    assert (row.year, row.client, row.payload["deduction"]) == (2025, invoice.client, 3_552)
    follow(page, f"/certificates/{row.pk}/")
    for words in (row.number, "148,00 €", "29,60 €", "118,40 €", "35,52 €", str(invoice.number), row.digest):
        assert words in said(page) or words in page.inner_text("h1")


# ---------------------------------------------------------------- in Dutch, to Peppol


@pytest.fixture
def willow(transactional_db: Any, live_server: Any, moment: Moment) -> House:
    """A company of adapted work in Flanders, on Peppol as its client is."""
    workshop = small.org.WorkshopSpec("PLI", "Plooien")
    place = small.workplace(finess="MW-1", name="De Wilg", kind="maatwerkbedrijf", country="BE", workshops=(workshop,))
    spec = orders.VatSpec("N", "Normaal tarief", "S", small.BEGINNING, rate=2100)
    selling.product(place, orders.save_vat(establishment=place, spec=spec, **WHO), workshop=place.workshops.get())
    making.belgian(place)
    making.seller(
        place, legal_name="De Wilg vzw (fictief)", legal_form="VZW", street="Wilgenlaan 1", postcode="9000", town="Gent",
        country="BE", siren="", siret="", vat_number="BE0999000129", peppol_id="0208:0999000129",
        iban="BE68539007547034", bic="GKCCBEBB", payment_terms="Betaling binnen 30 dagen",
    )  # fmt: skip
    return House(place, live_server.url, director_of(place, "nl"))


def test_from_an_order_to_a_file_for_peppol(willow: House, page: Page, tmp_path: Path) -> None:
    troubles = troubles_of(page)
    sign_in(page, willow.url, willow.director.username)
    assert page.locator("html").get_attribute("lang") == "nl"
    willow.open(page, "orders:order_add")
    choose(page, "client", "Peeters NV")
    fill_in(page, ordered_on="2025-03-03", client_reference="PO-4711")
    follow(page, "/lines/add/")
    choose(page, "product", "Pliage A4")
    fill_in(page, quantity="10000", due_on="2025-03-28")
    act(page, "/confirm/")
    follow(page, "/deliver/")
    fill_in(page, delivered_on="2025-03-11")
    willow.open(page, "billing:unbilled")
    act(page, "/draft/")
    invoice = Invoice.objects.get()
    willow.open(page, "billing:invoice", invoice.pk)
    follow(page, "/issue/")
    fill_in(page, on="2025-03-12")
    # 10,000 × 0.0185 € and 21 %.
    assert "€ 223,85" in said(page)
    with page.expect_download() as download:
        page.locator('main a[href$="/files/peppol/"]').click()
    file = tmp_path / "peppol.xml"
    download.value.save_as(file)
    xml = file.read_bytes()
    assert b"PO-4711" in xml and b"0999000228" in xml and b"223.85" in xml
    assert failures([("sale", "peppol", xml)], tmp_path) == {"sale": []}
    wrong = xml.replace(b"223.85", b"223.86")
    assert failures([("sale", "peppol", wrong)], tmp_path)["sale"] != []
    assert troubles == []
