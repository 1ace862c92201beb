"""Photos on the tiles: shown, shown without a network too, and forgotten at log-out."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from etabli.people.actions import save_photo
from etabli.people.models import Registration
from tests.tablet.conftest import NOW
from tests.tablet.journeys.conftest import Opened, house_of
from tests.tablet.journeys.test_notes import picture

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
KEPT = "caches.open('etabli-faces').then((cache) => cache.keys()).then((keys) => keys.length)"
HELD = "caches.keys().then((names) => names.some((name) => name.startsWith('etabli-tablet-')))"
CONTROLLED = "navigator.serviceWorker.controller !== null"


def until(page: Page, script: str, wanted: object) -> None:
    """The policy of the page lets nothing wait inside it."""
    for _ in range(100):
        if page.evaluate(script) == wanted:
            return
        page.wait_for_timeout(100)
    raise AssertionError(script)


def test_a_photo_on_the_tile_online_and_off(opened: Opened) -> None:
    house = house_of()
    for person in house.people[:2]:
        registration = Registration.objects.get(person=person)
        save_photo(registration=registration, content=picture(48, 48), by=None, at=NOW)
    screen = opened(house)
    page = screen.page
    face = screen.tile("Ada Abricot").locator("img")
    expect(face).to_be_visible()
    expect(face).to_have_js_property("naturalWidth", 48)
    expect(screen.tile("Ada Abricot").locator(".initials")).to_be_hidden()
    expect(screen.tile("Chloé Cerise").locator("img")).to_be_hidden()
    expect(screen.tile("Chloé Cerise").locator(".initials")).to_have_text("CC")
    assert screen.violations() == []
    for script, wanted in ((KEPT, 2), (CONTROLLED, True), (HELD, True)):
        until(page, script, wanted)
    page.context.set_offline(True)
    page.reload()
    expect(face).to_have_js_property("naturalWidth", 48)
    page.context.set_offline(False)
    page.goto(page.url.split("#")[0] + "#settings")
    page.get_by_role("button", name="Log out of this tablet").click()
    page.locator("#log-out").get_by_role("button", name="Log out").click()
    expect(page.locator("#view-gate")).to_be_visible()
    until(page, KEPT, 0)


def test_one_that_cannot_be_had_leaves_the_initials(opened: Opened) -> None:
    house = house_of()
    registration = Registration.objects.get(person=house.people[0])
    save_photo(registration=registration, content=b"\x89PNG\r\n\x1a\n broken", by=None, at=NOW)
    screen = opened(house)
    expect(screen.tile("Ada Abricot").locator(".initials")).to_have_text("AA")
    expect(screen.tile("Ada Abricot").locator("img")).to_be_hidden()
