"""Every address with every role and with a user of another establishment: 404 for what one may not know, nothing leaked."""

from __future__ import annotations

import pytest
from django.test import Client

from etabli.kit.pages import PUBLIC, SIGNED_IN
from etabli.org.states import Role
from tests.pages.addresses import Address, addresses
from tests.pages.conftest import SECRET, Everything
from tests.pages.markup import Page

ADDRESSES = addresses()
OF_A_PLACE = [address for address in ADDRESSES if address.is_of_a_place]
NAMES = [address.name for address in ADDRESSES]
ANSWERS = {200, 204, 302, 303, 400, 404, 405, 410}
"""What a reader may get; 404 besides only where she lacks the right, see below."""


def client_of(user: object) -> Client:
    client = Client()
    client.force_login(user)  # type: ignore[arg-type]
    return client


@pytest.mark.parametrize("address", ADDRESSES, ids=NAMES)
def test_every_view_declares_who_may_see_it_and_who_may_act(address: Address) -> None:
    assert address.access is not None, f"{address.route} has no @page"


@pytest.mark.parametrize("address", ADDRESSES, ids=NAMES)
def test_each_role_sees_what_its_rights_say(address: Address, everything: Everything) -> None:
    path = address.path(everything.samples)
    assert address.access is not None
    for role, user in everything.users.items():
        answer = client_of(user).get(path)
        assert answer.status_code in ANSWERS, (role, path, answer.status_code)
        if not address.is_of_a_place or address.access.see in (PUBLIC, SIGNED_IN):
            continue
        if not user.may(address.access.see, everything.place):
            assert answer.status_code == 404, (role, path)
            assert SECRET not in answer.content.decode(), (role, path)


@pytest.mark.parametrize("address", OF_A_PLACE, ids=[address.name for address in OF_A_PLACE])
def test_a_user_of_another_establishment_learns_nothing(address: Address, everything: Everything) -> None:
    path = address.path(everything.samples)
    client = client_of(everything.stranger)
    for answer in (client.get(path), client.post(path, {})):
        # A page that takes no post says 405 to everyone alike, before it looks at what is asked for.
        assert answer.status_code in (404, 405), path
        assert SECRET not in answer.content.decode()
        assert everything.place.name not in answer.content.decode()


@pytest.mark.parametrize("address", OF_A_PLACE, ids=[address.name for address in OF_A_PLACE])
def test_who_is_not_signed_in_is_asked_to(address: Address, everything: Everything) -> None:
    assert address.access is not None
    if address.access.see == PUBLIC:
        return
    answer = Client().get(address.path(everything.samples))
    assert answer.status_code == 302
    assert "login" in answer["Location"]


@pytest.mark.parametrize("address", ADDRESSES, ids=NAMES)
def test_a_page_that_takes_no_act_refuses_one(address: Address, everything: Everything) -> None:
    assert address.access is not None
    if address.access.do is None and address.access.see != PUBLIC:
        answer = client_of(everything.users[Role.DIRECTOR]).post(address.path(everything.samples), {})
        assert answer.status_code in (404, 405)


@pytest.mark.parametrize("address", ADDRESSES, ids=NAMES)
def test_every_page_is_well_made(address: Address, everything: Everything) -> None:
    path = address.path(everything.samples)
    for user in everything.users.values():
        answer = client_of(user).get(path)
        if answer.status_code != 200 or not answer["Content-Type"].startswith("text/html"):
            continue
        text = answer.content.decode()
        page = Page(text)
        faults = page.whole() if "<html" in text else page.faults
        assert not faults, (address.name, faults)
