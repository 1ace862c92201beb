"""Requests act in the name and the language of their user; the second factor is asked of those who must have it."""

from __future__ import annotations

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from etabli.kit.models import JournalRow
from etabli.org.models import RoleSecurity, User
from tests.kit.conftest import PEUPLIERS

pytestmark = pytest.mark.django_db


def test_a_request_writes_in_the_name_of_its_user(client: Client, alice: User) -> None:
    client.force_login(alice)
    client.post(f"/{PEUPLIERS}/workshops/", {"code": "N"})
    assert JournalRow.objects.get(table_name="org_workshop").actor == f"user:{alice.pk}"


@pytest.mark.parametrize("language", ["fr", "nl", "en"])
def test_the_language_is_the_users(client: Client, alice: User, language: str) -> None:
    alice.language = language
    alice.save()
    client.force_login(alice)
    answer = client.get("/mine/", headers={"Accept-Language": "de"})
    assert answer.content.decode() == f"mine {language}"
    assert answer["Content-Language"] == language


class TestSecondFactor:
    @pytest.fixture(autouse=True)
    def directors_need_one(self, client: Client, alice: User) -> None:
        RoleSecurity.objects.create(role="director", second_factor_required=True)
        client.force_login(alice)

    def test_without_one_only_its_page_opens(self, client: Client) -> None:
        answer = client.get("/mine/")
        assert (answer.status_code, answer["Location"]) == (302, "/accounts/2fa/totp/activate/")
        assert client.get(answer["Location"]).headers.get("Location", "").startswith("/accounts/reauthenticate/")

    def test_a_fragment_redirects_the_page(self, client: Client) -> None:
        answer = client.get("/mine/", headers={"HX-Request": "true"})
        assert answer["HX-Redirect"] == "/accounts/2fa/totp/activate/"

    def test_an_address_that_is_none_is_not_found(self, client: Client) -> None:
        assert client.get("/no/such/address").status_code == 404

    def test_signing_out_stays_open(self, client: Client) -> None:
        assert client.post("/accounts/logout/").status_code == 302
        assert "_auth_user_id" not in client.session

    def test_with_one_all_opens(self, client: Client, alice: User) -> None:
        Authenticator.objects.create(user=alice, type="totp", data={"secret": "x"})
        assert client.get("/mine/").status_code == 200

    def test_recovery_codes_are_not_one(self, client: Client, alice: User) -> None:
        Authenticator.objects.create(user=alice, type="recovery_codes", data={})
        assert client.get("/mine/").status_code == 302

    def test_not_asked_of_other_roles(self, client: Client, bob: User) -> None:
        bob.grants.update(role="sales")
        client.force_login(bob)
        assert client.get("/mine/").status_code == 200


def test_nobody_is_asked_by_default(client: Client, alice: User) -> None:
    client.force_login(alice)
    assert client.get("/mine/").status_code == 200
