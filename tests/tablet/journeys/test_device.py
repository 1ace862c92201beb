"""The tablet as a device: locked and opened, left alone, logged out, revoked, enrolled; nothing is lost by it."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Page, Route, expect

from etabli.tablet.actions import restore_device, revoke_device
from tests.tablet.conftest import NOW
from tests.tablet.journeys.conftest import Opened, Screen, house_of, standing

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


READ_KEPT = """() => new Promise((done) => {
  const opening = indexedDB.open("etabli-tablet");
  opening.onsuccess = () => {
    const asked = opening.result.transaction("kept").objectStore("kept").getAllKeys();
    asked.onsuccess = () => done(asked.result);
  };
})"""


def test_locked_by_pin_and_opened_again(opened: Opened) -> None:
    screen = opened()
    page = screen.page
    page.goto(page.url.split("#")[0] + "#settings")
    screen.tap("Lock")
    expect(page.get_by_role("heading", name="Who are you?")).to_be_visible()
    page.get_by_role("button", name="Ada Monitrice").click()
    page.get_by_label("Your PIN").fill("1111")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("That is not your PIN")
    for digit in "2468":
        page.get_by_role("button", name=digit, exact=True).click()
    page.get_by_role("button", name="Open").click()
    expect(page.locator("#nav")).to_be_visible()
    page.reload()
    expect(screen.tile("Ada")).to_be_visible()


def test_left_alone_it_locks_itself(opened: Opened) -> None:
    screen = opened()
    screen.page.clock.fast_forward("29:00")
    expect(screen.page.locator("#nav")).to_be_visible()
    screen.tap("All present")
    screen.sent()
    screen.page.clock.fast_forward("29:00")
    expect(screen.page.locator("#nav")).to_be_visible()
    screen.page.clock.fast_forward("10:00")
    expect(screen.page.get_by_role("heading", name="Who are you?")).to_be_visible()
    expect(screen.page.locator("#tiles")).to_be_hidden()


def test_log_out_forgets_the_team_and_keeps_what_is_not_sent(opened: Opened) -> None:
    screen = opened()
    page = screen.page
    page.route("**/tablet/sync", lambda route: route.fulfill(status=502))
    screen.tap("All present")
    expect(page.locator("#status-words")).to_have_text("Saved on this tablet · 12 waiting")
    page.goto(page.url.split("#")[0] + "#settings")
    page.get_by_role("button", name="Log out of this tablet").click()
    expect(page.locator("#log-out-unsent")).to_contain_text("12")
    page.locator("#log-out").get_by_role("button", name="Log out").click()
    expect(page.locator("#view-gate")).to_be_visible()
    kept = page.evaluate(READ_KEPT)
    assert [key for key in kept if key.startswith(("bundle/", "stamp/", "pin/"))] == []
    expect(page.locator("#status-words")).to_have_text("Saved on this tablet · 12 waiting")
    page.unroute("**/tablet/sync")
    page.reload()
    expect(page.locator("#status-words")).to_have_text("All sent")
    assert len(standing(screen.house)) == 12


def test_a_tablet_that_is_revoked_loses_nothing(opened: Opened) -> None:
    screen = opened()
    page, device = screen.page, screen.house.tablet.device
    revoke_device(device=device, by=screen.house.instructor, at=NOW)
    screen.tap("All present")
    expect(page.locator("#status-words")).to_have_text("This tablet must be enrolled again · 12 waiting")
    expect(page.get_by_role("link", name="Enrol")).to_be_visible()
    assert screen.violations() == []
    restore_device(device=device, by=screen.house.instructor, at=NOW)
    page.evaluate("window.dispatchEvent(new Event('online'))")
    screen.sent()
    assert len(standing(screen.house)) == 12


def test_one_act_that_breaks_the_server_does_not_hold_up_the_others(opened: Opened) -> None:
    screen = opened()
    page = screen.page
    poison = str(screen.house.people[4].pk)

    def break_on_poison(route: Route) -> None:
        operations = json.loads(route.request.post_data or "{}")["operations"]
        if any(str(one["person"]) == poison for one in operations):
            route.fulfill(status=500)
        else:
            route.continue_()

    page.route("**/tablet/sync", break_on_poison)
    screen.tap("All present")
    expect(page.locator("#status-words")).to_have_text("Saved on this tablet · 1 waiting")
    page.locator("#status").click()
    expect(page.locator("#list-waiting li")).to_have_count(1)
    page.unroute("**/tablet/sync")
    screen.tap("Send now")
    screen.sent()
    assert len(standing(screen.house)) == 12


def test_enrolled_from_the_sign_in_page(the_same_time: None, live_server: object, page: Page) -> None:
    house = house_of()
    house.instructor.set_password("a long pass phrase")
    house.instructor.save()
    url = live_server.url  # type: ignore[attr-defined]
    page.goto(f"{url}/tablet/")
    # In the language of the browser, until the tablet has its own.
    expect(page.get_by_text("Personne n’est encore enrôlé sur cette tablette")).to_be_visible()
    page.get_by_role("link", name="S’enrôler sur cette tablette").click()
    page.fill("input[name=login]", house.instructor.username)
    page.fill("input[name=password]", "a long pass phrase")
    page.keyboard.press("Enter")
    page.fill("input[name=name]", "Laundry 2")
    page.locator("main form button").last.click()
    page.locator("#gate-pin").fill("2468")
    page.keyboard.press("Enter")
    expect(page.locator("#tiles button")).to_have_count(12)
    screen = Screen(page, house)
    page.locator("[data-act=all-present]").click()
    expect(page.locator("#status")).to_have_attribute("data-kind", "ok")
    assert len(standing(screen.house)) == 12
