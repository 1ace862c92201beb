"""Guessing a password: how often one may try, by name and by visitor."""

from __future__ import annotations

from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from etabli.org.models import User

pytestmark = pytest.mark.django_db
RIGHT, WRONG = "correct horse battery", "wrong"


@pytest.fixture
def alice() -> User:
    return User.objects.create_user("alice", password=RIGHT)


def try_to(client: Client, name: str, password: str, **meta: Any) -> HttpResponse:
    return client.post(reverse("account_login"), {"login": name, "password": password}, **meta)


def test_after_five_wrong_passwords_the_right_one_waits_too(client: Client, alice: User) -> None:
    for _ in range(5):
        assert try_to(client, "alice", WRONG).status_code == 200
    assert try_to(client, "alice", RIGHT).status_code == 200
    assert "_auth_user_id" not in client.session


def test_a_visitor_who_tries_many_names_is_stopped_and_others_are_not(
    client: Client, alice: User, settings: Any
) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    for number in range(10):
        try_to(client, f"nobody-{number}", WRONG, headers={"x-forwarded-for": "192.0.2.1"})
    assert try_to(client, "alice", RIGHT, headers={"x-forwarded-for": "192.0.2.1"}).status_code == 200
    assert "_auth_user_id" not in client.session
    # What a visitor writes into the header stands before what the proxy adds.
    claimed = {"x-forwarded-for": "192.0.2.9, 192.0.2.1"}
    assert try_to(client, "alice", RIGHT, headers=claimed).status_code == 200
    assert "_auth_user_id" not in client.session
    assert try_to(client, "alice", RIGHT, headers={"x-forwarded-for": "192.0.2.2"}).status_code == 302
    assert client.session["_auth_user_id"] == str(alice.pk)


def test_too_many_log_ins_at_once_are_told_so(client: Client) -> None:
    answers = [try_to(client, f"nobody-{number}", WRONG) for number in range(31)]
    assert answers[-1].status_code == 429
    assert b"<h1" in answers[-1].content


def test_whoever_logs_in_or_out_is_told_nothing_that_the_page_does_not_show(client: Client, alice: User) -> None:
    assert try_to(client, "alice", RIGHT, headers={"accept-language": "en"}).status_code == 302
    assert client.session["_auth_user_id"] == str(alice.pk)
    assert client.post(reverse("account_logout")).status_code == 302
    assert "_auth_user_id" not in client.session
    assert "messages" not in client.cookies and "_messages" not in client.session
