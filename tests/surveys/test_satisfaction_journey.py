"""In Chromium: people answer by keyboard and by touch, without a log-in; every page on the way is accessible."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from etabli.kit.clock import today
from etabli.org.grants import add_user
from etabli.org.states import Role
from etabli.surveys.satisfaction.actions import close_campaign
from etabli.surveys.satisfaction.models import SatisfactionAnswer
from tests import workplace as small
from tests.keyboard import no_violation, sign_in
from tests.pages.conftest import PASSWORD
from tests.surveys.asking import ACT, campaign, codes, house, replies

READER: dict[str, Any] = {"locale": "en-GB", "reduced_motion": "reduce"}
WIDTH = "document.documentElement.scrollWidth"


@pytest.mark.django_db(transaction=True)
def test_people_answer_by_keyboard_and_by_touch_and_the_office_reads(live_server: Any, browser: Browser) -> None:
    place, day = house(8), today()
    row = campaign(place, codes=("work", "team"), opens_on=day, closes_before=day + timedelta(days=9))
    first, second = codes(row, 2, day)
    by_keyboard(browser, f"{live_server.url}/avis/", first)
    by_touch(browser, f"{live_server.url}/avis/", second)
    told = sorted((one.choices, one.words) for one in SatisfactionAnswer.objects.all() if one.words)
    assert told == [({"work": 1}, "Plus de pauses")]
    assert {"work": 5, "team": 4} in [one.choices for one in SatisfactionAnswer.objects.all()]
    replies(row, (5, 4, 4), day)
    close_campaign(campaign=row, on=day, **ACT)
    user = add_user(username="direction", role=Role.DIRECTOR, establishment=place, by=None, at=small.AT)
    user.language = "en"
    user.set_password(PASSWORD)
    user.save()
    office = browser.new_context(**READER).new_page()
    sign_in(office, live_server.url, user.username)
    office.goto(f"{live_server.url}/{place.finess}/surveys/satisfaction/{row.pk}/")
    expect(office.get_by_role("table", name="Answers by question")).to_contain_text("Not really")
    expect(office.get_by_role("img", name="Those who said yes or very much, by question")).to_be_visible()
    no_violation(office)
    office.context.close()


def by_keyboard(browser: Browser, address: str, code: str) -> None:
    page = browser.new_context(**READER).new_page()
    page.goto(address)
    no_violation(page)
    page.get_by_label("My code").press_sequentially(code)
    page.keyboard.press("Enter")
    question = page.get_by_role("group", name="Do you like your work?")
    expect(question).to_be_visible()
    no_violation(page)
    question.get_by_role("radio", name="I do not know").focus()
    page.keyboard.press("ArrowRight")
    expect(question.get_by_role("radio", name="No, not at all")).to_be_checked()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Question 2 of 3")).to_be_visible()
    page.get_by_role("button", name="Go on").press("Enter")
    page.get_by_role("textbox").fill("Plus de pauses")
    expect(page.get_by_role("button", name="I have finished")).to_be_visible()
    no_violation(page)
    page.get_by_role("button", name="I have finished").press("Enter")
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    no_violation(page)
    page.context.close()


def by_touch(browser: Browser, address: str, code: str) -> None:
    tablet = browser.new_context(has_touch=True, viewport={"width": 320, "height": 700}, **READER)
    page: Page = tablet.new_page()
    page.goto(address)
    page.get_by_label("My code").fill(code)
    page.get_by_role("button", name="Begin").tap()
    page.get_by_text("Yes, very much").tap()
    assert page.evaluate(WIDTH) <= 320
    page.get_by_role("button", name="Go on").tap()
    page.get_by_role("group", name="Do you feel good").get_by_text("Yes", exact=True).tap()
    page.get_by_role("button", name="Go back").tap()
    expect(page.get_by_role("radio", name="Yes, very much")).to_be_checked()
    page.get_by_role("button", name="Go on").tap()
    page.get_by_role("button", name="Go on").tap()
    page.get_by_role("button", name="I have finished").tap()
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    tablet.close()
