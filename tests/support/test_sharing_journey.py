"""In Chromium: the person agrees, a counsellor outside reads by link and number, the agreement is withdrawn, nothing is left."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from etabli.org.models import Establishment, User
from etabli.people.models import Person
from etabli.support.actions import save_goal
from etabli.support.actions.consents import save_purpose
from tests import workplace as small
from tests.support.conftest import PASSWORD
from tests.support.test_plan_journey import faults as violations

WHO: dict[str, Any] = {"by": None, "at": small.AT}


@pytest.mark.django_db(transaction=True)
def test_a_counsellor_outside_reads_until_the_person_withdraws(
    live_server: Any, page: Page, browser: Browser, place: Establishment, person: Person, educator: User
) -> None:
    words = {"code": "conseil", "name": "Employment counsellor", "easy": "A counsellor helps you find work."}
    save_purpose(establishment=place, **words, basis="agreement", fields=["goals"], **WHO)
    save_goal(establishment=place, person=person, wording="Prendre le bus", starts_on=small.BEGINNING, **WHO)
    page.goto(f"{live_server.url}/accounts/login/")
    page.fill("input[name=login]", educator.username)
    page.fill("input[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_load_state("networkidle")
    sharing = f"{live_server.url}/{place.finess}/support/{person.pk}/sharing/"
    page.goto(sharing)
    page.get_by_role("link", name="Ask : Employment counsellor").press("Enter")
    expect(page.get_by_text("A counsellor helps you find work.")).to_be_visible()
    assert violations(page) == []
    page.get_by_role("radio", name="Yes, I agree").press("Space")
    page.get_by_label("How was it said?").select_option("Said aloud")
    page.get_by_role("button", name="Save the answer").press("Enter")
    page.get_by_role("link", name="Share with someone outside").press("Enter")
    page.get_by_label("What for").select_option("Employment counsellor")
    page.get_by_label("Who receives it").fill("Noa Saule")
    page.get_by_label("Why this person needs it").fill("Work placement")
    page.get_by_role("checkbox", name="Goals in force").press("Space")
    page.get_by_role("button", name="Make the link").press("Enter")
    path = page.locator("#share-link").inner_text().split("/partage/")[1]
    number = page.locator("#share-number").inner_text()
    assert violations(page) == []
    outside = browser.new_context(locale="en", reduced_motion="reduce").new_page()
    outside.goto(f"{live_server.url}/partage/{path}")
    outside.get_by_label("Number").fill(number)
    outside.get_by_role("button", name="Open").press("Enter")
    expect(outside.get_by_text("Prendre le bus")).to_be_visible()
    assert violations(outside) == []
    page.get_by_role("button", name="Withdraw : Employment counsellor").press("Enter")
    expect(page.get_by_text("The agreement is withdrawn")).to_be_visible()
    outside.reload()
    expect(outside.get_by_role("heading", name="This link no longer works")).to_be_visible()
    expect(outside.get_by_text("Prendre le bus")).to_have_count(0)
    outside.context.close()
    page.goto(f"{sharing}readers/")
    expect(page.get_by_role("row").filter(has_text="Noa Saule: Employment counsellor")).to_be_visible()
