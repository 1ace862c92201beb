"""From the list to a confirmed pattern and an end taken back, by the keyboard alone."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page

from etabli.people.models import Engagement, EngagementTerms
from tests import workplace as small
from tests.keyboard import no_violation, press, sign_in, tick, write_day
from tests.people.conftest import user_of


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_confirm_half_days_end_and_take_back(live_server: Any, page: Page) -> None:
    workshops = (small.org.WorkshopSpec("BLA", "Blanchisserie"),)
    place = small.workplace(association="Les Essais", workshops=workshops)
    small.engage(place, "7", last_name="Aulne", workshop="BLA", fraction=5000)
    user = user_of(place)
    sign_in(page, live_server.url, user.username)
    page.goto(live_server.url + reverse("people:list", args=[place.finess]))
    no_violation(page)
    press(page, "main tbody th a")
    no_violation(page)

    press(page, "main details a.btn-secondary")  # confirm the half-days
    no_violation(page)
    for box in ("0_1", "0_3", "0_5", "0_7", "0_9"):
        tick(page, f"#id_weeks_{box}")
    press(page, "main form button[value=more]")
    assert page.evaluate("document.activeElement.id") == "id_weeks_1_0"
    tick(page, "#id_weeks_1_1")
    no_violation(page)
    press(page, "main form button.btn-primary")
    assert EngagementTerms.objects.get().pattern == "01010101010000|01000000000000"

    press(page, "main a[href$='/end/']")
    press(page, "main form button.btn-primary")
    no_violation(page)
    assert page.evaluate("document.activeElement.name") == "last_day"
    write_day(page, "input[name=last_day]", "2025-12-31")
    press(page, "main form button.btn-primary")
    no_violation(page)
    press(page, "main .alert button")  # undo
    no_violation(page)
    assert Engagement.objects.get().ends_before is None
