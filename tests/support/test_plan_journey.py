"""In Chromium: an educator makes a plan with the person in interview mode; what is written saves itself; no axe violation."""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from etabli.org.models import Establishment, User
from etabli.people.models import Person
from etabli.support.models import Goal, Meeting, Plan, PlanText
from tests.pages.test_accessibility import RULES
from tests.support.conftest import PASSWORD


def faults(page: Page) -> list[str]:
    """Of axe, in the light and in the dark theme."""
    found = []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        answer = Axe().run(page, options=RULES)
        found += [f"{scheme} {row['id']} {row['nodes'][0]['html'][:200]}" for row in answer.response["violations"]]
    return found


@pytest.mark.django_db(transaction=True)
def test_a_plan_is_made_with_the_person_in_interview_mode(
    live_server: Any, page: Page, place: Establishment, person: Person, educator: User
) -> None:
    page.goto(f"{live_server.url}/accounts/login/")
    page.fill("input[name=login]", educator.username)
    page.fill("input[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Caseload", level=1)).to_be_visible()
    assert faults(page) == []
    page.get_by_role("link", name="Aulne Camille").press("Enter")
    page.get_by_role("link", name="Begin a plan").press("Enter")
    page.get_by_role("button", name="Begin the draft").press("Enter")
    page.get_by_role("link", name="Interview").press("Enter")

    expect(page.get_by_role("heading", name="In the person's words")).to_be_visible()
    words = page.get_by_label("What the person expects, in their own words")
    words.press_sequentially("Travailler dehors")
    form = page.locator("form.draft").filter(has=words)
    expect(form.get_by_role("status")).to_contain_text("Saved")
    words.press_sequentially(", avec des arbres")
    page.get_by_label("What the person needs").fill("Un casque")
    expect(page.locator("form.draft").nth(2).get_by_role("status")).to_contain_text("Saved")
    assert faults(page) == []

    page.get_by_label("A new goal, in plain words").fill("Tondre seule")
    page.get_by_label("What was said besides").fill("Contente de commencer")
    page.get_by_role("button", name="Finish the meeting").press("Enter")
    expect(page.get_by_text("The meeting is saved.")).to_be_visible()
    expect(page.get_by_role("region", name="Goals").get_by_text("Tondre seule").first).to_be_visible()
    expect(page.get_by_label("What the person expects, in their own words")).to_have_value(
        "Travailler dehors, avec des arbres"
    )
    assert faults(page) == []

    assert {row.text for row in PlanText.objects.all()} == {"Travailler dehors, avec des arbres", "Un casque"}
    assert Goal.objects.get().plan == Plan.objects.get() == Meeting.objects.get().plan
    page.get_by_role("button", name="Propose it").press("Enter")
    expect(page.get_by_text("The plan is now: Proposed.")).to_be_visible()
