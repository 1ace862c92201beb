"""A director in her browser: from the dashboard to the half-days behind a figure, and a target set by keyboard."""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from etabli.indicators.models import Target
from tests.indicators.screens.conftest import MARCH, PASSWORD, SPRING, House, house_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
THEMES = ("light", "dark")


@pytest.fixture
def house(transactional_db: None) -> House:
    return house_of()


@pytest.fixture
def signed_in(live_server: Any, page: Page, house: House) -> Page:
    page.goto(f"{live_server.url}/accounts/login/")
    page.fill("input[name=login]", "daniele")
    page.fill("input[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_load_state("networkidle")
    return page


def faults(page: Page) -> list[tuple[str, str]]:
    found = []
    for theme in THEMES:
        page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
        found += [(theme, violation["id"]) for violation in Axe().run(page).response["violations"]]
    return found


def test_from_the_dashboard_to_the_days_behind_a_figure(signed_in: Page, live_server: Any, house: House) -> None:
    page, complaints = signed_in, list[str]()
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.goto(live_server.url + house.url(query=SPRING))
    # The charts come by themselves, each an image with a name; the content security policy has nothing to say.
    expect(page.locator("svg[role=img]")).to_have_count(3)
    expect(page.get_by_role("img", name="Occupancy rate, month by month")).to_be_visible()
    assert faults(page) == []
    page.get_by_role("link", name="How it is counted : Occupancy rate").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Occupancy rate")
    expect(page.locator(".division")).to_contain_text("50 days")
    page.get_by_role("link", name="Day by day : Fictif3 Cleo").click()
    days = page.get_by_role("region", name="Days of Fictif3 Cleo")
    expect(days).to_be_visible()
    expect(days).to_contain_text("left out: Sickness")
    page.get_by_text("The definition as it is run").click()
    expect(page.locator("pre.sql")).to_be_visible()
    assert faults(page) == []
    page.get_by_role("link", name="Fictif1 Ada", exact=True).click()
    assert f"/people/{house.people['Ada'].pk}/" in page.url
    assert complaints == []


def test_other_months_are_chosen_by_keyboard(signed_in: Page, live_server: Any, house: House) -> None:
    page = signed_in
    page.goto(live_server.url + house.url())
    page.get_by_label("From", exact=True).select_option("2025-02")
    page.get_by_label("To, included", exact=True).select_option("2025-04")
    page.get_by_role("button", name="Show").press("Enter")
    expect(page.locator(".lead")).to_contain_text("February 2025 to April 2025")


def test_a_target_is_set_refused_and_taken_back_by_keyboard(signed_in: Page, live_server: Any, house: House) -> None:
    page = signed_in
    year = page.evaluate("new Date().getFullYear()")
    page.goto(f"{live_server.url}/{house.place.finess}/figures/targets/")
    page.get_by_label("Target : Occupancy rate (%)", exact=True).fill("95")
    page.keyboard.press("Enter")
    # The field that is wrong has the focus, and says why.
    source = page.get_by_label("Source : Occupancy rate (%)", exact=True)
    expect(source).to_be_focused()
    expect(page.get_by_text("Say where the target comes from")).to_be_visible()
    assert faults(page) == []
    page.keyboard.type("CPOM")
    page.keyboard.press("Enter")
    expect(page.get_by_text(f"The targets of {year} are saved.")).to_be_visible()
    assert Target.objects.get().value == 9_500
    page.get_by_role("button", name="Undo").press("Enter")
    expect(page.get_by_text("The targets are as they were.")).to_be_visible()
    assert not Target.objects.exists()


def test_what_if_is_answered_where_it_was_asked(signed_in: Page, live_server: Any, house: House) -> None:
    page = signed_in
    page.goto(live_server.url + house.url("compare/", MARCH))
    page.get_by_label("Approved places").fill("8")
    page.keyboard.press("Enter")
    expect(page.get_by_role("region", name="The rates under these assumptions")).to_be_visible()
    assert page.url.endswith("#what-if")
    assert faults(page) == []


def test_it_prints_without_what_is_only_for_the_screen(signed_in: Page, live_server: Any, house: House) -> None:
    page = signed_in
    page.goto(live_server.url + house.url("occupancy_rate/", SPRING))
    page.emulate_media(media="print")
    expect(page.locator(".period")).to_be_hidden()
    expect(page.get_by_role("link", name="Day by day : Fictif1 Ada")).to_be_hidden()
    expect(page.locator(".formula")).to_be_visible()
