"""A half-day at the tablet in each language, without a word of it: the pictures of the instructor's page are taken here.

ETABLI_PICTURES=docs/user/pictures python -m pytest tests/tablet/journeys/test_pictures.py
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from etabli.attendance.actions import record
from etabli.org.states import Role
from etabli.production.actions import ActivitySpec, save_activity, save_cause
from tests import workplace as at_work
from tests.tablet.conftest import NOW, TODAY, instructor_of
from tests.tablet.journeys.conftest import PIN, House, house_of, picture, with_device

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ACTIVITIES = {
    "fr": ("Plier les serviettes", "Repasser les draps", "pièces", "Tache"),
    "nl": ("Handdoeken vouwen", "Lakens strijken", "stuks", "Vlek"),
    "en": ("Fold towels", "Iron sheets", "pieces", "Stain"),
}
SEEN = {
    "fr": "A plié seule toute la série, sans aide.",
    "nl": "Heeft de hele reeks alleen gevouwen.",
    "en": "Folded the whole batch alone.",
}


def laundry(language: str) -> House:
    house = house_of()
    house.tablet.device.language = language
    house.tablet.device.save()
    fold, iron, unit, stain = ACTIVITIES[language]
    workshop = house.place.workshops.get(code="BLA")
    for code, name in (("FOLD", fold), ("IRON", iron)):
        spec = ActivitySpec(code, name, unit)
        save_activity(establishment=house.place, workshop=workshop, spec=spec, by=None, at=at_work.AT)
    save_cause(establishment=house.place, code="STAIN", name=stain, by=None, at=at_work.AT)
    return house


def opened_at(page: Page, url: str) -> None:
    page.set_viewport_size({"width": 800, "height": 800})
    page.goto(f"{url}/tablet/")
    page.locator("#gate-authors button").click()
    page.locator("#gate-pin").fill(PIN)
    page.keyboard.press("Enter")
    expect(page.locator("#tiles button")).to_have_count(12)


def write(page: Page, person: str, code: str) -> None:
    page.locator("#tiles").get_by_role("button", name=person).click()
    page.locator(f"#sheet-wheel [data-code={code}]").click()


def presence(page: Page) -> None:
    page.locator("[data-act=all-present]").click()
    write(page, "Bruno", "MAL")
    write(page, "Chloé", "CP")
    expect(page.locator("#said")).to_be_hidden()
    picture(page, "team", height=760)
    page.locator("#tiles").get_by_role("button", name="Driss").click()
    picture(page, "wheel", height=880)
    page.keyboard.press("Escape")


def pieces(page: Page) -> None:
    page.locator("#nav [href='#work']").click()
    page.locator("[data-act=count]").first.click()
    for digit in "240":
        page.locator(f"#pad [data-digit='{digit}']").click()
    picture(page, "pad", height=900)
    page.locator("#pad [data-act=save]").click()
    expect(page.locator("#activities")).to_contain_text("240")


def observation(page: Page, language: str) -> None:
    page.locator("#nav [href='#observe']").click()
    page.locator("#observe-person").select_option(label="Ada Abricot")
    page.locator("#pictograms button").nth(1).click()
    page.locator("#observe-text").fill(SEEN[language])
    picture(page, "observation", height=830)
    page.locator("#view-observe form button.main").click()
    expect(page.locator("#observe-text")).to_have_value("")


def all_sent(page: Page) -> None:
    """Nothing waits, and nothing is asked of the server any more."""
    expect(page.locator("#status")).to_have_attribute("data-kind", "ok")
    page.wait_for_load_state("networkidle")


def without_network(page: Page) -> None:
    all_sent(page)
    page.context.set_offline(True)
    page.locator("#nav [href='#team']").click()
    write(page, "Eva", "MAL")
    write(page, "Fatou", "CP")
    expect(page.locator("#status")).to_have_attribute("data-kind", "watch")
    page.locator("#status").click()
    expect(page.locator("#list-waiting li")).to_have_count(2)
    expect(page.locator("#said")).to_be_hidden()
    picture(page, "waiting", height=560)
    page.context.set_offline(False)
    page.locator("[data-act=send-now]").click()
    expect(page.locator("#waiting-none")).to_be_visible()


def written_by_two(page: Page, house: House) -> None:
    """The head of service writes the same half-day, and the tablet has not heard of it."""
    page.locator("#nav [href='#team']").click()
    page.locator("#tiles").get_by_role("button", name="Gaël").click()
    all_sent(page)
    chief = instructor_of(house.place, "", name="cheffe", role=Role.HEAD_OF_SERVICE)
    acts = [at_work.operation(house.people[6], TODAY, 0, "CP", acted_at=NOW + timedelta(minutes=4))]
    (answer,) = record(establishment=house.place, operations=acts, by=chief, at=NOW)
    assert answer.entry is not None
    page.locator("#sheet-wheel [data-code=MAL]").click()
    expect(page.locator("#to-decide")).to_be_visible()
    page.locator("#status").click()
    expect(page.locator("#list-conflict li")).to_have_count(1)
    expect(page.locator("#said")).to_be_hidden()
    picture(page, "conflict", height=620)


@pytest.mark.parametrize("language", ["fr", "nl", "en"])
def test_a_half_day_in_each_language(
    language: str, the_same_time: None, live_server: Any, context: BrowserContext, page: Page
) -> None:
    house = laundry(language)
    with_device(context, live_server.url, house.tablet)
    opened_at(page, live_server.url)
    assert page.locator("html").get_attribute("lang") == language
    presence(page)
    pieces(page)
    observation(page, language)
    without_network(page)
    written_by_two(page, house)
