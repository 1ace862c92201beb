"""Every address with every role and with a user of another establishment: 404 for what one may not know, nothing leaked."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.http import HttpResponse
from django.test import Client

from etabli.kit.pages import PUBLIC, SIGNED_IN
from etabli.org.models import User
from etabli.org.states import Role
from tests.once import made_once
from tests.pages.addresses import Address, addresses
from tests.pages.conftest import SECRET, Everything, made
from tests.pages.markup import Page

ADDRESSES = addresses()
OF_A_PLACE = [address for address in ADDRESSES if address.is_of_a_place]
ANSWERS = {200, 204, 302, 303, 400, 401, 404, 405, 410}
"""What a reader may get (401: what only an enrolled tablet is answered); 404 besides only where she lacks the right, see below."""

# A test walks every address and tells every fault.

standing = made_once(made)


@pytest.fixture
def everything(db: None, standing: Everything) -> Everything:
    return standing


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def told(faults: list[object]) -> str:
    return "\n".join(map(str, faults))


def test_every_view_declares_who_may_see_it_and_who_may_act() -> None:
    undeclared = [address.route for address in ADDRESSES if address.access is None]
    assert not undeclared, told(undeclared)


@pytest.mark.parametrize("role", Role)
def test_each_role_sees_what_its_rights_say_on_pages_that_are_well_made(everything: Everything, role: Role) -> None:
    faults: list[object] = []
    user = everything.users[role]
    client = client_of(user)
    for address in ADDRESSES:
        answer = client.get(address.path(everything.samples))
        found = (*refused(everything, user, address, answer), *ill_made(answer))
        faults += [(address.name, fault) for fault in found]
    assert not faults, told(faults)


def refused(everything: Everything, user: User, address: Address, answer: HttpResponse) -> Iterator[object]:
    """An answer she may not get."""
    if answer.status_code not in ANSWERS:
        yield answer.status_code
    see = address.access.see if address.access else PUBLIC
    if not address.is_of_a_place or see in (PUBLIC, SIGNED_IN) or user.may(see, everything.place):
        return
    if answer.status_code != 404 or SECRET in answer.content.decode():
        yield answer.status_code, "without the right"


def ill_made(answer: HttpResponse) -> Iterator[object]:
    if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
        text = answer.content.decode()
        page = Page(text)
        yield from page.whole() if "<html" in text else page.faults


def test_a_user_of_another_establishment_learns_nothing(everything: Everything) -> None:
    faults: list[object] = []
    client = client_of(everything.stranger)
    for address in OF_A_PLACE:
        path = address.path(everything.samples)
        for answer in (client.get(path), client.post(path, {})):
            text = answer.content.decode()
            # A page that takes no post says 405 to everyone alike, before it looks at what is asked for.
            if answer.status_code not in (404, 405) or SECRET in text or everything.place.name in text:
                faults.append((path, answer.status_code))
    assert not faults, told(faults)


def test_who_is_not_signed_in_is_asked_to(everything: Everything) -> None:
    faults: list[object] = []
    for address in OF_A_PLACE:
        answer = Client().get(address.path(everything.samples))
        public = address.access is not None and address.access.see == PUBLIC
        if not public and (answer.status_code != 302 or "login" not in answer["Location"]):
            faults.append((address.name, answer.status_code))
    assert not faults, told(faults)


def test_a_page_that_takes_no_act_refuses_one(everything: Everything) -> None:
    faults: list[object] = []
    client = client_of(everything.users[Role.DIRECTOR])
    for address in ADDRESSES:
        if address.access is None or address.access.do is not None or address.access.see == PUBLIC:
            continue
        answer = client.post(address.path(everything.samples), {})
        if answer.status_code not in (404, 405):
            faults.append((address.name, answer.status_code))
    assert not faults, told(faults)
