"""No axe violation on any page, in the light and in the dark theme; nothing wider than 320 px; targets of 44 px."""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from etabli.org.states import Role
from tests.pages.addresses import Address, addresses
from tests.pages.conftest import PASSWORD, Everything

READERS = (Role.DIRECTOR, Role.INSTRUCTOR)
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
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


def pages_of(role: Role, everything: Everything) -> list[Address]:
    """Addresses that answer the role with a page."""
    from django.test import Client  # noqa: PLC0415 - beside the browser, only to sort

    client = Client()
    client.force_login(everything.users[role])
    found = []
    for address in addresses():
        answer = client.get(address.path(everything.samples))
        if answer.status_code == 200 and b"<html" in getattr(answer, "content", b"")[:500]:
            found.append(address)
    return found


def sign_in(page: Page, address: str, username: str) -> None:
    page.goto(f"{address}/accounts/login/")
    page.fill("input[name=login]", username)
    page.fill("input[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_load_state("networkidle")


@pytest.mark.parametrize("role", READERS)
@pytest.mark.django_db(transaction=True)
def test_no_violation_on_any_page(live_server: Any, page: Page, everything: Everything, role: Role) -> None:
    sign_in(page, live_server.url, str(role))
    faults = []
    for address in pages_of(role, everything):
        path = address.path(everything.samples)
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            page.set_viewport_size({"width": 1280, "height": 900})
            page.goto(live_server.url + path)
            page.wait_for_load_state("networkidle")
            violations = Axe().run(page, options=RULES).response["violations"]
            faults += [(path, scheme, violation["id"], violation["nodes"][0]["html"][:160]) for violation in violations]
        faults += [(path, "target", text) for text in page.evaluate(SMALL_TARGETS % LEAST_TARGET)]
        page.set_viewport_size({"width": NARROWEST, "height": 700})
        width = page.evaluate("document.documentElement.scrollWidth")
        if width > NARROWEST:
            faults.append((path, "reflow", f"{width} px"))
    assert not faults, "\n".join(map(str, faults))
