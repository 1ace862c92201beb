"""By keyboard, in Chromium: an observation is written, found again by its pictogram, and seen on the page of the person."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from etabli.org.models import Establishment, User
from etabli.people.models import Person
from etabli.support.models import Observation
from tests.support.conftest import PASSWORD


@pytest.mark.django_db(transaction=True)
def test_an_observation_is_written_and_found_by_keyboard(
    live_server: Any, page: Page, place: Establishment, person: Person, educator: User
) -> None:
    page.goto(f"{live_server.url}/accounts/login/")
    page.fill("input[name=login]", educator.username)
    page.fill("input[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_load_state("networkidle")
    page.goto(f"{live_server.url}/{place.finess}/people/{person.pk}/")
    part = page.get_by_role("region", name="Observations and goals")
    expect(part.get_by_text("No observation yet")).to_be_visible()
    part.get_by_role("link", name="Add an observation").press("Enter")
    page.get_by_role("radio", name="Progress: Something succeeded that did not before.").press("Space")
    page.get_by_label("In words").fill("Seule au pliage")
    page.get_by_role("button", name="Save the observation").press("Enter")
    expect(page.get_by_role("listitem").filter(has_text="Seule au pliage")).to_be_visible()
    assert Observation.objects.get().author == educator
    page.get_by_label("Show").select_option("Tired")
    page.get_by_role("button", name="Show").press("Enter")
    expect(page.get_by_role("heading", name="Nothing was seen like this")).to_be_visible()
    page.get_by_role("link", name="Show everything").press("Enter")
    page.get_by_role("navigation", name="You are here").get_by_role("link", name="Aulne Camille").press("Enter")
    expect(page.get_by_role("region", name="Observations and goals").get_by_text("Seule au pliage")).to_be_visible()
