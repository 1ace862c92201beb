"""An educator in her browser: what changed around a kind of action, one person over time, effort; on a screen and on a phone."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from etabli.org.states import Role
from etabli.support.models import Goal
from tests.indicators.supported import FIRST, Supported, supported
from tests.indicators.test_support_work import activity, work

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSWORD = "a long pass phrase"


@pytest.fixture
def house(transactional_db: None) -> Supported:
    """Six with enough to be compared together, the first of them alone too."""
    made = supported(8)
    for person in made.people[:6]:
        made.had(person, minutes=90)
        made.seen(person, [1, 1, 2, 1], [2, 3, 3, 3])
    made.seen(made.people[0], [2], [4], by_person=True)
    made.seen(made.people[1], [1], [2], "sort")
    goal = {"wording": "Tenir le poste", "starts_on": FIRST, "activity_code": "PACK", "weekly_half_days": 2}
    Goal.objects.create(establishment=made.place, person=made.people[0], **goal)
    work(made, activity(made), [FIRST + timedelta(weeks=week) for week in range(6)])
    return made


def faults(page: Page) -> list[tuple[str, str]]:
    found = []
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
        found += [(theme, violation["id"]) for violation in Axe().run(page).response["violations"]]
    return found


def reflows(page: Page) -> bool:
    """Nothing but tables scrolls sideways at 320 px."""
    page.set_viewport_size({"width": 320, "height": 640})
    wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    page.set_viewport_size({"width": 1280, "height": 800})
    return not wide


def test_from_what_changed_to_one_person_and_to_effort(page: Page, live_server: Any, house: Supported) -> None:
    user = house.user(Role.EDUCATOR)
    user.set_password(PASSWORD)
    user.save()
    page.goto(f"{live_server.url}/accounts/login/")
    page.fill("input[name=login]", user.username)
    page.fill("input[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_load_state("networkidle")
    base = f"{live_server.url}/{house.place.finess}/figures/support"
    page.goto(f"{base}/effect/")
    expect(page.get_by_role("region", name="Persons together, by competence")).to_contain_text(
        "Change observed: higher"
    )
    expect(page.get_by_role("region", name="Each person, by competence")).to_contain_text("Not enough data")
    assert (faults(page), reflows(page)) == ([], True)
    page.goto(f"{base}/evolution/{house.people[0].pk}/")
    expect(page.get_by_role("img", name="Plier, level over time")).to_be_visible()
    assert (faults(page), reflows(page)) == ([], True)
    page.goto(f"{base}/work/{house.people[0].pk}/")
    expect(page.get_by_role("region", name="Tenir le poste")).to_contain_text("half-days practised")
    assert (faults(page), reflows(page)) == ([], True)
    page.goto(f"{base}/effort/?year={FIRST.year}")
    expect(page.get_by_role("region", name="By person")).to_contain_text("Arbre1")
    assert (faults(page), reflows(page)) == ([], True)
    page.get_by_role("link", name="Beside other associations").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Effort beside other associations")
    assert (faults(page), reflows(page)) == ([], True)
