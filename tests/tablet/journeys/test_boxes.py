"""What lies over the page: while it is there nothing behind it is reached, by finger, keyboard or screen reader; and the
way back is the way in."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.tablet.journeys.conftest import Opened, Screen, house_of, session_yesterday
from tests.tablet.journeys.test_work import tasks_yesterday, with_activities

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
READ = "() => [...document.querySelectorAll('body > :is(header, main, nav)')].map((one) => one.ariaHidden)"
STOPS = 150


@pytest.fixture
def screen(opened: Opened) -> Screen:
    house = house_of()
    session_yesterday(house)
    tasks_yesterday(house, with_activities(house))
    return opened(house)


def here(page: Page) -> Any:
    return page.evaluate("document.activeElement.closest('dialog')?.id ?? document.activeElement.tagName")


def test_tab_stays_in_the_sheet_both_ways_round(screen: Screen) -> None:
    page = screen.page
    screen.tap(screen.tile("Ada"))
    close = screen.sheet.get_by_role("button", name="Close")
    expect(close).to_be_focused()
    met = [here(page)]
    for _ in range(STOPS):
        page.keyboard.press("Tab")
        met.append(here(page))
        if close.evaluate("one => one === document.activeElement"):
            break
    assert set(met) == {"sheet"} and 10 < len(met) < STOPS
    page.keyboard.press("Shift+Tab")
    expect(screen.sheet.locator("#sheet-observe, #sheet-back").locator("visible=true").last).to_be_focused()
    # Who is put behind it, by the bars of the browser for example, is in it.
    page.locator("[data-step='1']").evaluate("one => one.focus()")
    expect(close).to_be_focused()


def test_what_is_behind_is_read_to_nobody_and_the_way_back_is_the_tile(screen: Screen) -> None:
    page, tile = screen.page, screen.tile("Ada")
    screen.tap(tile)
    expect(page.get_by_role("dialog")).to_have_attribute("aria-modal", "true")
    assert page.evaluate(READ) == ["true"] * 3
    assert page.get_by_role("button", name="All present").count() == 0
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert page.evaluate(READ) == [None] * 3
    expect(tile).to_be_focused()


def test_the_devices_way_back_closes_what_lies_over_the_page(screen: Screen) -> None:
    page = screen.page
    watched = "window.CloseWatcher = class { constructor() { window.last = this } destroy() { this.gone = true } }"
    page.evaluate(f"() => {{ {watched} }}")
    screen.tap(screen.tile("Ada"))
    page.evaluate("window.last.onclose()")
    expect(screen.sheet).to_be_hidden()
    assert page.evaluate("window.last.gone")


def test_escape_while_a_word_is_composed_leaves_the_box(screen: Screen) -> None:
    screen.tap(screen.tile("Ada"))
    pressed = """(one, isComposing) => {
      one.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true, isComposing }));
      return one.open;
    }"""
    assert screen.sheet.evaluate(pressed, True)
    assert not screen.sheet.evaluate(pressed, False)


def test_a_touch_beside_it_closes_it_and_does_nothing_else(screen: Screen) -> None:
    page = screen.page
    screen.tap(screen.tile("Ada"))
    behind = page.locator("[data-act=all-present]").bounding_box()
    assert behind is not None
    page.mouse.click(behind["x"] + 3, behind["y"] + 5)
    expect(screen.sheet).to_be_hidden()
    expect(page.locator("#team-count")).to_have_text("0 of 12 present · 12 to write")


def closed(page: Page, box: Locator) -> None:
    expect(box).to_be_visible()
    page.keyboard.press("Escape")
    expect(box).to_be_hidden()


def test_each_opens_anew_at_its_top_and_one_at_a_time(screen: Screen) -> None:
    page = screen.page
    page.set_viewport_size({"width": 400, "height": 500})
    screen.tap(screen.tile("Ada"))
    screen.sheet.get_by_role("link", name="Observe").scroll_into_view_if_needed()
    assert screen.sheet.evaluate("one => one.scrollTop") > 0
    closed(page, screen.sheet)
    screen.tap(screen.tile("Bruno"))
    assert screen.sheet.evaluate("one => one.scrollTop") == 0
    screen.sheet.get_by_role("link", name="Observe").click()
    expect(page.get_by_role("heading", level=1, name="Observe")).to_be_focused()
    expect(page.get_by_role("dialog")).to_have_count(0)
    screen.go("Work")
    card = page.locator("#activities article", has_text="Fold towels")
    screen.tap(card.get_by_role("button", name="Choose people"))
    closed(page, page.locator("#chooser"))
    screen.tap(card.get_by_role("button", name="Count"))
    closed(page, page.locator("#pad"))


def test_the_pad_never_shows_the_shares_of_the_count_before(screen: Screen) -> None:
    page, pad = screen.page, screen.page.locator("#pad")
    screen.tap("All present")
    screen.go("Work")
    counts = page.locator("#activities").get_by_role("button", name="Count")
    screen.tap(counts.nth(0))
    for digit in "24":
        screen.tap(digit, pad)
    screen.tap("By minutes", pad)
    expect(page.locator("#pad-total")).to_contain_text("24 of 24")
    screen.tap("Save", pad)
    expect(pad).to_be_hidden()
    seen = """(one) => {
      one.click();
      const shown = (selector) => document.querySelector(selector).checkVisibility();
      const rule = document.querySelector("#pad-rules [aria-pressed=true]").dataset.rule;
      return [shown("#pad-shares"), shown("#pad-total"), rule];
    }"""
    assert counts.nth(1).evaluate(seen) == [False, False, "equal"]
    expect(page.locator("#pad-total")).to_contain_text("0 of 0")
    expect(page.locator("#pad-shares input").first).to_be_visible()


def test_what_is_counted_the_moment_the_pad_opens_is_shared_before_it_is_saved(screen: Screen) -> None:
    """Its shares come in the frame after the tap: who is quicker than a frame has them all the same."""
    page = screen.page
    screen.tap("All present")
    screen.go("Work")
    tapped = """() => {
      const tap = (selector) => document.querySelector(selector).click();
      tap("#activities [data-act=count]");
      for (const digit of "240") tap(`#pad [data-digit="${digit}"]`);
      tap("#pad [data-act=save]");
    }"""
    page.evaluate(tapped)
    expect(page.locator("#pad")).to_be_hidden()
    expect(page.locator("#activities")).to_contain_text("240 pieces")
    screen.sent()
