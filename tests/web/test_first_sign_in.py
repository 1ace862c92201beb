"""From the one-time link to the first page, in a browser: what a browser sends besides the form must be accepted."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page

from etabli.kit.accounts import one_time_link
from etabli.org.grants import add_user
from tests import workplace as small

PASSWORD = "une longue phrase 42"


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_a_new_user_chooses_a_password_and_signs_in(live_server: Any, page: Page) -> None:
    place = small.workplace(association="Les Essais")
    user = add_user(username="camille", role="director", establishment=place, by=None, at=small.AT)
    page.goto(live_server.url + one_time_link(user))
    for field in page.locator("main input[type=password]").all():
        field.fill(PASSWORD)
    with page.expect_navigation(url="**/accounts/login/"):
        page.click("main button[type=submit]")
    page.fill("input[name=login]", "camille")
    page.fill("input[name=password]", PASSWORD)
    with page.expect_navigation(url=f"**/{place.finess}/**"):
        page.click("main button[type=submit]")
    assert page.locator("h1").count() == 1
