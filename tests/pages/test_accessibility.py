"""No axe violation on any page, in the light and in the dark theme; nothing wider than 320 px; targets of 44 px."""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from playwright.sync_api import Page

from etabli.org.states import Role
from tests.pages.addresses import Address, addresses
from tests.pages.conftest import PASSWORD, Everything

SLICES = {Role.DIRECTOR: 5, Role.INSTRUCTOR: 3}
"""In how many tests each reader's pages are looked at: one alone would keep a worker busy long after the others."""
RULES = {
    "light": {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]},
    "dark": {"runOnly": {"type": "rule", "values": ["color-contrast"]}},
}
"""The theme changes colours and nothing else."""
FETCHED_LATER = "[hx-trigger=load]"
NARROWEST = 320
LEAST_TARGET = 44
SMALL_TARGETS = """() => {
  const tall = e => { const box = e.getBoundingClientRect(); return box.width && box.height ? box.height : Infinity }
  // A box to tick is as tall as the label that ticks it too.
  const reach = e => /checkbox|radio/.test(e.type) ? Math.max(tall(e), ...[...e.labels].map(tall)) : tall(e)
  return [...document.querySelectorAll('a.btn, button, input:not([type=hidden]), select, summary')]
    .filter(e => e.checkVisibility() && !e.closest('.table-region, table, svg') && reach(e) < %d)
    .map(e => `${Math.round(reach(e))}px ${e.outerHTML.slice(0, 120)}`)
}"""


def pages_of(role: Role, everything: Everything, part: int) -> list[Address]:
    """Addresses that answer the role with a page: every so many-th of them."""
    client = Client()
    client.force_login(everything.users[role])
    found = []
    for address in addresses()[part :: SLICES[role]]:
        answer = client.get(address.path(everything.samples))
        if answer.status_code == 200 and b"<html" in getattr(answer, "content", b"")[:500]:
            found.append(address)
    return found


def sign_in(page: Page, address: str, username: str) -> None:
    page.goto(f"{address}/accounts/login/")
    page.fill("input[name=login]", username)
    page.fill("input[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "login" not in url)


def opened(page: Page, url: str) -> None:
    """With all that it fetches once it is there. Waiting for silence takes half a second: only where it is needed."""
    page.goto(url)
    if page.locator(FETCHED_LATER).count() or "/tablet/" in url:
        page.wait_for_load_state("networkidle")


@pytest.mark.parametrize(("role", "part"), [(role, part) for role, count in SLICES.items() for part in range(count)])
@pytest.mark.django_db(transaction=True)
def test_no_violation_on_any_page(live_server: Any, page: Page, everything: Everything, role: Role, part: int) -> None:
    sign_in(page, live_server.url, str(role))
    faults: list[tuple[str, ...]] = []
    for address in pages_of(role, everything, part):
        path = address.path(everything.samples)
        page.set_viewport_size({"width": 1280, "height": 900})
        opened(page, live_server.url + path)
        faults += [(path, *found) for found in violations(page)]
        faults += [(path, "target", text) for text in page.evaluate(SMALL_TARGETS % LEAST_TARGET)]
        page.set_viewport_size({"width": NARROWEST, "height": 700})
        width = page.evaluate("document.documentElement.scrollWidth")
        if width > NARROWEST:
            faults.append((path, "reflow", f"{width} px"))
    assert not faults, "\n".join(map(str, faults))


def violations(page: Page) -> list[tuple[str, str, str]]:
    """Theme, rule and place of each."""
    page.evaluate(Axe().axe_script)
    found = []
    for theme, rules in RULES.items():
        page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
        answer = page.evaluate("options => axe.run(options)", {**rules, "resultTypes": ["violations"]})
        found += [(theme, row["id"], row["nodes"][0]["html"][:160]) for row in answer["violations"]]
    return found
