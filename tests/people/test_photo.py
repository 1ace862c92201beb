"""The photo of a person: who may add it, who sees it, what is accepted, and that it goes when it is taken away."""

from __future__ import annotations

import io
import re
import struct
import zlib
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from playwright.sync_api import Page, expect

from etabli.org.models import Establishment
from etabli.org.states import Role
from etabli.people.models import Person, Registration
from etabli.people.rules import MOST_BYTES_OF_PHOTO
from tests import workplace as small
from tests.keyboard import no_violation, sign_in
from tests.people.conftest import client_of, user_of


def url(place: Establishment, name: str, *args: Any) -> str:
    return reverse(f"people:{name}", args=[place.finess, *args])


@pytest.fixture
def person(place: Establishment) -> Person:
    return small.engage(place, "7", last_name="Aulne", workshop="BLA")


def picture(width: int = 4, height: int = 4) -> bytes:
    """A PNG of noise, which no compression makes small."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        body = kind + content
        return struct.pack(">I", len(content)) + body + struct.pack(">I", zlib.crc32(body))

    noise = zlib.adler32
    rows = b"".join(
        b"\0" + bytes(noise(bytes((x % 256, y % 256, x // 256))) % 256 for x in range(width * 3)) for y in range(height)
    )
    made = io.BytesIO()
    made.write(b"\x89PNG\r\n\x1a\n")
    made.write(chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)))
    made.write(chunk(b"IDAT", zlib.compress(rows, 0)) + chunk(b"IEND", b""))
    return made.getvalue()


def send(client: Any, place: Establishment, person: Person, content: bytes | None, **more: str) -> Any:
    file = {} if content is None else {"photo": SimpleUploadedFile("a.png", content, "image/png")}
    return client.post(url(place, "photo_edit", person.pk), {**file, **more})


def kept(place: Establishment) -> set[Path]:
    return set((Path(settings.HOME) / "files" / "photos" / str(place.pk)).glob("*"))


@pytest.mark.django_db(transaction=True)
def test_it_is_added_shown_and_deleted_for_good(place: Establishment, person: Person) -> None:
    client, before = client_of(user_of(place, Role.HEAD_OF_SERVICE)), kept(place)
    page = url(place, "person", person.pk)
    assert "Add a photo" in client.get(page).content.decode()
    assert send(client, place, person, picture()).status_code == 302
    text = client.get(page).content.decode()
    assert "Change the photo" in text and "Photo of Aulne Camille" in text
    shown = client.get(url(place, "photo", person.pk))
    assert (shown.content, shown["Content-Type"], len(kept(place) - before)) == (picture(), "image/png", 1)
    assert send(client, place, person, picture(5, 5)).status_code == 302
    assert len(kept(place) - before) == 1, "the one before is gone"
    assert send(client, place, person, None, gone="on").status_code == 302
    assert kept(place) == before and Registration.objects.get(person=person).photo is None
    assert client.get(url(place, "photo", person.pk)).status_code == 404


def test_an_instructor_sees_it_and_does_not_change_it(place: Establishment, person: Person) -> None:
    send(client_of(user_of(place, Role.HEAD_OF_SERVICE)), place, person, picture())
    client = client_of(user_of(place, Role.INSTRUCTOR, workshop="BLA"))
    assert client.get(url(place, "photo", person.pk)).status_code == 200
    assert client.get(url(place, "photo_edit", person.pk)).status_code == 404
    assert send(client, place, person, picture(5, 5)).status_code == 404
    other = client_of(user_of(place, Role.INSTRUCTOR, workshop="EV", name="other"))
    assert other.get(url(place, "photo", person.pk)).status_code == 404
    sales = client_of(user_of(place, Role.SALES))
    assert sales.get(url(place, "photo", person.pk)).status_code == 404


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"GIF89a and more", "This file is not a picture that can be kept"),
        (picture()[:8] + b"\0" * MOST_BYTES_OF_PHOTO, "This photo is larger than 300 kB"),
        (None, "Choose a photo"),
    ],
)
def test_what_is_refused_is_said_beside_the_field(
    place: Establishment, person: Person, content: bytes | None, sentence: str
) -> None:
    answer = send(client_of(user_of(place)), place, person, content)
    assert answer.status_code == 200 and sentence in answer.content.decode()
    assert Registration.objects.get(person=person).photo is None


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_a_large_one_is_made_small_before_it_is_sent(live_server: Any, page: Page) -> None:
    place = small.workplace(workshops=(small.org.WorkshopSpec("BLA", "Blanchisserie"),))
    who = small.engage(place, "7", last_name="Aulne", workshop="BLA")
    sign_in(page, live_server.url, user_of(place).username)
    page.goto(live_server.url + url(place, "photo_edit", who.pk))
    no_violation(page)
    large = picture(900, 600)
    assert len(large) > MOST_BYTES_OF_PHOTO
    page.set_input_files("input[type=file]", {"name": "large.png", "mimeType": "image/png", "buffer": large})
    expect(page.locator("input[type=file]")).to_have_value(re.compile(r"large\.jpg$"))
    page.click("main form button[type=submit]")
    page.wait_for_url("**" + url(place, "person", who.pk))
    expect(page.locator("main img")).to_have_js_property("naturalWidth", 480)
    no_violation(page)
    photo = Registration.objects.get(person=who).photo
    (file,) = (one for one in kept(place) if one.name == str(photo))
    assert file.stat().st_size <= MOST_BYTES_OF_PHOTO
