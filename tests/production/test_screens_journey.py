"""The screens of production in a real browser: no axe violation in either theme, nothing wider than 320 px, by keyboard."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from etabli.org.states import Role
from etabli.production.models import HandoverMessage
from tests.production.conftest import House
from tests.production.doing import PASSWORD, A, M, output, record_output, record_work, samples, work

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
PICTURES = os.environ.get("ETABLI_PICTURES", "")
"""A folder: each page is photographed into it, wide and narrow, light and dark."""
Open = Callable[..., House]


@pytest.fixture
def open_page(live_server: Any, page: Page) -> Open:
    """Sign in and open a page of the room; answers the house."""

    def opened(path: str, role: Role = Role.HEAD_OF_SERVICE) -> House:
        house = House()
        house.user(role)
        page.goto(f"{live_server.url}/accounts/login/")
        page.fill("input[name=login]", str(role))
        page.fill("input[name=password]", PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url(lambda url: "login" not in url)
        page.goto(live_server.url + house.url(path))
        return house

    return opened


def fill(house: House) -> dict[str, Any]:
    """A day with something of everything."""
    where = house.where
    record_work(
        where, work(where, house.ada, where.packing), work(where, house.bruno, where.packing, (where.labels, 60))
    )
    record_work(where, work(where, house.ada, (where.labels, 210), half=A), work(where, house.chloe, where.packing))
    record_output(where, output(where, 1240, 10), output(where, 60, of=where.labels, half=M))
    return samples(where.place, house.bruno, "PLI", "TACHE")


def look(page: Page, name: str) -> list[tuple[str, str, str]]:
    """What is wrong with the page that is open."""
    faults = []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        page.set_viewport_size({"width": 1280, "height": 900})
        violations = Axe().run(page, options=RULES).response["violations"]
        faults += [(name, violation["id"], violation["nodes"][0]["html"][:160]) for violation in violations]
        if PICTURES:
            page.screenshot(path=Path(PICTURES) / f"{name}-{scheme}.png", full_page=True)
    page.set_viewport_size({"width": 320, "height": 700})
    width = page.evaluate("document.documentElement.scrollWidth")
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"{name}-narrow.png", full_page=True)
    page.set_viewport_size({"width": 1280, "height": 900})
    return [*faults, *([(name, "reflow", f"{width} px")] if width > 320 else [])]


def test_no_violation_and_no_page_wider_than_a_telephone(live_server: Any, page: Page, open_page: Open) -> None:
    house = open_page("")
    keys = fill(house)
    report, made = keys["production:report.key"], keys["production:output.key"]
    ways = {
        "day": "?day=2025-03-03",
        "morning": "?day=2025-03-03&half=0",
        "empty": "?day=2025-03-08",
        "work": f"people/{house.bruno.pk}/2025-03-03/0/",
        "output": f"outputs/{made}/",
        "activities": "activities/",
        "activity": f"activities/{house.where.packing.pk}/",
        "handover": "handover/",
        "message": "handover/add/",
        "reports": "interventions/",
        "report": f"interventions/{report}/",
        "correct": f"interventions/{report}/correct/",
    }
    faults = []
    for name, way in ways.items():
        page.goto(live_server.url + house.url(way))
        faults += look(page, name)
    assert faults == []


def test_a_message_is_written_and_marked_by_keyboard_alone(page: Page, open_page: Open) -> None:
    open_page("handover/add/")
    page.locator("#id_to_role").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.type("Machine 2 en panne")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".log-text")).to_have_text("Machine 2 en panne")
    page.locator("form[action*='/mark/'] button").last.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".log-text")).to_have_count(0)
    assert HandoverMessage.objects.count() == 1


def test_the_day_changes_when_another_workshop_is_chosen(page: Page, open_page: Open) -> None:
    house = open_page("?day=2025-03-03")
    fill(house)
    page.select_option("#choice-workshop", str(house.where.garden.pk))
    page.wait_for_url(lambda url: f"workshop={house.where.garden.pk}" in url)
    expect(page.get_by_role("row").filter(has_text="Fictif3")).to_be_visible()
