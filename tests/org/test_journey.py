"""A closure added, removed and put back, and a user made, by the keyboard alone."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page

from etabli.org.models import ClosurePeriod, User
from etabli.org.states import Role
from tests import workplace as small
from tests.keyboard import no_violation, press, sign_in, write, write_day
from tests.people.conftest import user_of


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_settings_and_access_by_keyboard(live_server: Any, page: Page) -> None:
    place = small.workplace(association="Les Essais", workshops=(small.org.WorkshopSpec("BLA", "Blanchisserie"),))
    user = user_of(place, Role.DIRECTOR)
    sign_in(page, live_server.url, user.username)
    page.goto(live_server.url + reverse("org:settings", args=[place.finess]))
    no_violation(page)
    press(page, "main a[href$='closures/add/']")
    write_day(page, "input[name=starts_on]", "2026-12-24")
    press(page, "main form button.btn-primary")
    no_violation(page)
    assert page.evaluate("document.activeElement.name") == "last_day"
    write_day(page, "input[name=last_day]", "2026-12-31")
    press(page, "main form button.btn-primary")
    no_violation(page)
    assert ClosurePeriod.objects.get().starts_on.isoformat() == "2026-12-24"
    press(page, "main form[action*='closures'] button")
    assert not ClosurePeriod.objects.exists()
    press(page, "main .alert button")
    assert ClosurePeriod.objects.count() == 1

    page.goto(live_server.url + reverse("org:access", args=[place.finess]))
    no_violation(page)
    press(page, "main a[href$='access/add/']")
    no_violation(page)
    for name, text in (("first_name", "Camille"), ("last_name", "Fictif"), ("username", "cfictif")):
        write(page, f"input[name={name}]", text)
    press(page, "main form button.btn-primary")
    no_violation(page)
    assert page.locator(".secret").count() == 1
    assert User.objects.filter(username="cfictif").exists()
    press(page, "main a[href$='access/reads/']")
    no_violation(page)
