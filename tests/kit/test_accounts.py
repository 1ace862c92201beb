"""Accounts: nobody signs up; a first password is chosen by a link that works once and for 72 hours."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from etabli.kit import accounts
from etabli.kit.accounts import one_time_link
from etabli.org.models import User

pytestmark = pytest.mark.django_db
NEW = "correct horse battery"
ANSWER = {"new_password1": NEW, "new_password2": NEW}


@pytest.fixture
def link(alice: User) -> str:
    return one_time_link(alice)


def test_signing_up_is_closed(client: Client) -> None:
    answer = client.post(reverse("account_signup"), {"username": "eve", "password1": NEW, "password2": NEW})
    assert not User.objects.filter(username="eve").exists()
    assert answer.status_code == 200


def test_the_link_sets_a_password_once(client: Client, alice: User, link: str) -> None:
    shown = client.get(link)
    assert b"alice" in shown.content
    assert (shown["Referrer-Policy"], shown["Cache-Control"]) == ("strict-origin", "private, no-store")
    done = client.post(link, ANSWER)
    assert (done.status_code, done["Location"]) == (302, reverse("account_login"))
    alice.refresh_from_db()
    assert alice.check_password(NEW)
    assert "_auth_user_id" not in client.session
    assert client.get(link).status_code == 410
    assert client.post(link, {"new_password1": "x" * 20, "new_password2": "x" * 20}).status_code == 410
    alice.refresh_from_db()
    assert alice.check_password(NEW)


def test_a_weak_password_is_refused_and_the_link_still_works(client: Client, alice: User, link: str) -> None:
    before = alice.password
    answer = client.post(link, {"new_password1": "short", "new_password2": "short"})
    assert answer.status_code == 200
    alice.refresh_from_db()
    assert alice.password == before
    assert client.get(link).status_code == 200


@pytest.mark.parametrize(("hours", "status"), [(71, 200), (73, 410)])
def test_it_works_for_72_hours(client: Client, link: str, monkeypatch: Any, hours: int, status: int) -> None:
    later = datetime.now() + timedelta(hours=hours)
    monkeypatch.setattr(accounts.LinkTokens, "_now", lambda self: later)
    assert client.get(link).status_code == status


def test_a_link_of_someone_else_or_made_up_opens_nothing(client: Client, link: str, bob: User) -> None:
    _, _, uid, token, _ = link.split("/")
    others = one_time_link(bob).split("/")[2]
    for path in (
        f"/welcome/{others}/{token}/",
        f"/welcome/{uid}/abc-def/",
        "/welcome/!!/x/",
        f"/welcome/OTk5/{token}/",
    ):
        assert client.get(path).status_code == 410, path


def test_a_user_who_left_has_no_link(client: Client, alice: User, link: str) -> None:
    alice.is_active = False
    alice.save()
    assert client.get(link).status_code == 410


def test_signing_in_makes_older_links_void(client: Client, alice: User, link: str) -> None:
    client.force_login(alice)
    client.logout()
    assert client.get(link).status_code == 410
