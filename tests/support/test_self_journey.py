"""In Chromium: a person says what she can do, by keyboard and by touch; each page on the way is accessible."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from etabli.org.models import Establishment, User
from etabli.people.models import Person
from etabli.support.models import Assessment
from tests.keyboard import no_violation, sign_in
from tests.support.knowing import published


@pytest.mark.django_db(transaction=True)
def test_a_person_says_it_herself_by_keyboard_and_by_touch(
    live_server: Any, page: Page, browser: Browser, place: Establishment, person: Person, educator: User
) -> None:
    published(place)
    address = f"{live_server.url}/{place.finess}/support/{person.pk}/self/"
    sign_in(page, live_server.url, educator.username)
    page.goto(address)
    no_violation(page)
    # The question begins at "I do not know"; an arrow goes round to its first answer.
    question = page.get_by_role("group", name="Do I pack a box?")
    question.get_by_role("radio", name="I do not know").focus()
    page.keyboard.press("ArrowRight")
    expect(question.get_by_role("radio", name="I need help.")).to_be_checked()
    page.get_by_role("button", name="I have finished").press("Enter")
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    no_violation(page)

    tablet = browser.new_context(has_touch=True, viewport={"width": 390, "height": 800})
    tablet.add_cookies(page.context.cookies())
    touched = tablet.new_page()
    touched.goto(address)
    touched.get_by_role("group", name="Do I pack a box?").get_by_text("I do it alone.").tap()
    touched.get_by_role("button", name="I have finished").tap()
    expect(touched.get_by_text("I do it alone.")).to_be_visible()
    tablet.close()
    assert sorted(Assessment.objects.values_list("level__rank", "by_person")) == [(0, True), (2, True)]
