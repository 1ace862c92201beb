"""Journeys by the keyboard alone, each page on the way held to the rules of accessibility in both themes."""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

PASSWORD = "a long pass phrase"
MOST_TABS = 150


def sign_in(page: Page, server: str, username: str) -> None:
    page.goto(f"{server}/accounts/login/")
    page.fill("input[name=login]", username)
    page.fill("input[name=password]", PASSWORD)
    with page.expect_navigation(wait_until="networkidle"):
        page.keyboard.press("Enter")


def reach(page: Page, selector: str) -> None:
    """Go to a control by Tab alone."""
    wanted = page.locator(selector).first.element_handle()
    for _ in range(MOST_TABS):
        if page.evaluate("e => document.activeElement === e", wanted):
            return
        page.keyboard.press("Tab")
    pytest.fail(f"{selector} is not reached by Tab")


def press(page: Page, selector: str) -> None:
    """Reach a link or a button and use it; waits for the page it leads to."""
    reach(page, selector)
    with page.expect_navigation(wait_until="networkidle"):
        page.keyboard.press("Enter")


def tick(page: Page, selector: str) -> None:
    """Reach a box and turn it."""
    reach(page, selector)
    page.keyboard.press("Space")


def write(page: Page, selector: str, text: str) -> None:
    """Reach a field and type in it, over what is there."""
    reach(page, selector)
    page.keyboard.press("Control+a")
    page.keyboard.type(text)


def no_violation(page: Page) -> None:
    """One heading, no rule broken in either theme, nothing wider than 320 px."""
    assert page.get_by_role("heading", level=1).count() == 1
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        found: list[dict[str, Any]] = Axe().run(page).response["violations"]
        assert not found, (page.url, scheme, [(row["id"], row["nodes"][0]["html"][:200]) for row in found])
    size = page.viewport_size
    page.set_viewport_size({"width": 320, "height": 700})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320, page.url
    if size is not None:
        page.set_viewport_size(size)


def write_day(page: Page, selector: str, day: str) -> None:
    """A day, `2026-12-24`, typed in a field of the browser, in whatever order it asks for day and month."""
    year, month, number = day.split("-")
    for digits in (f"{month}{number}{year}", f"{number}{month}{year}"):
        write(page, selector, digits)
        if page.locator(selector).input_value() == day:
            return
        page.locator(selector).blur()
    pytest.fail(f"{day} cannot be typed in {selector}")
