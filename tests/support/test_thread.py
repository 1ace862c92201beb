"""The thread of a person: who reads what of it, filters, pages, photos, an observation from a desk."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from uuid_utils.compat import uuid7

from etabli.kit.files import keep_photo
from etabli.kit.models import AccessLog
from etabli.org.models import Establishment, User
from etabli.org.states import Role
from etabli.people.actions import save_workshop_stay
from etabli.people.models import Person
from etabli.support.actions import record_observations
from etabli.support.models import Observation
from etabli.support.states import Pictogram
from tests import workplace as small
from tests.support.conftest import TODAY, YESTERDAY, client_of, seen, user_of

DAY = timedelta(days=1)
TEAM = [Role.EDUCATOR, Role.HEAD_OF_SERVICE, Role.DIRECTOR]
OUTSIDE = [Role.SALES, Role.ADMINISTRATION, Role.AUDITOR]
PHOTO = b"\x89PNG\r\n\x1a\n" + b"0" * 20


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("support.views.reading", "support.views.goals", "people.access", "org.access"):
        monkeypatch.setattr(f"etabli.{module}.today", lambda: TODAY)
    for module in ("reading", "goals"):
        monkeypatch.setattr(f"etabli.support.views.{module}.now", lambda: small.AT)


def url(place: Establishment, name: str, *args: Any) -> str:
    return reverse(f"support:{name}", args=[place.finess, *args])


def write(place: Establishment, by: User, person: Person, text: str, **changes: Any) -> Observation:
    act = seen(person, text=text, **changes)
    (answer,) = record_observations(establishment=place, operations=[act], by=by, at=small.AT)
    assert answer.refusal is None
    return Observation.objects.get(pk=act.id)


def shown(client: Client, place: Establishment, person: Person, **query: str) -> str:
    answer = client.get(url(place, "thread", person.pk), query)
    assert answer.status_code == 200
    return answer.content.decode().replace("\xa0", " ")


# ---------------------------------------------------------------- who reads what


@pytest.mark.parametrize("role", TEAM)
def test_the_support_team_reads_what_everyone_saw(
    place: Establishment, person: Person, instructor: User, role: Role
) -> None:
    write(place, instructor, person, "Vu par le moniteur")
    text = shown(client_of(user_of(place, role, name="reader")), place, person)
    for word in ("Vu par le moniteur", "Went well", "Lou Charme instructor", "15 Jan 2026, morning"):
        assert word in text


def test_an_instructor_reads_her_own_and_no_other(place: Establishment, person: Person, instructor: User) -> None:
    colleague = user_of(place, Role.INSTRUCTOR, workshop="BLA", name="colleague")
    write(place, instructor, person, "Le mien")
    write(place, colleague, person, "Celui d’un autre")
    text = shown(client_of(instructor), place, person)
    assert "Le mien" in text and "Celui d’un autre" not in text


@pytest.mark.parametrize("role", OUTSIDE)
def test_sales_administration_and_auditors_find_nothing(
    place: Establishment, person: Person, instructor: User, role: Role
) -> None:
    row = write(place, instructor, person, "Confié", photo=uuid7())
    client = client_of(user_of(place, role))
    for name, key in (("thread", person.pk), ("observe", person.pk), ("goal_add", person.pk), ("photo", row.pk)):
        assert client.get(url(place, name, key)).status_code == 404
        assert client.get(url(place, name, key), headers={"HX-Request": "true"}).status_code == 404
        assert client.post(url(place, name, key), {}).status_code == 404 or name in ("thread", "photo")
    page = client.get(reverse("people:person", args=[place.finess, person.pk]))
    if page.status_code == 200:
        assert "Observations and goals" not in page.content.decode()


def test_an_educator_of_one_workshop_reads_of_its_people_only(
    place: Establishment, person: Person, other: Person, instructor: User, educator: User
) -> None:
    write(place, instructor, person, "Blanchisserie")
    write(place, educator, other, "Espaces verts")
    client = client_of(user_of(place, Role.EDUCATOR, workshop="EV"))
    assert "Espaces verts" in shown(client, place, other)
    assert client.get(url(place, "thread", person.pk)).status_code == 404


def test_another_establishment_of_the_same_person_reads_nothing_of_it(
    place: Establishment, elsewhere: Establishment, instructor: User
) -> None:
    born = {"last_name": "Orme", "birth_date": date(1990, 5, 4), "fraction": 5000}
    person = small.engage(place, "9", workshop="BLA", **born)
    assert small.engage(elsewhere, "55", **born) == person
    row = write(place, instructor, person, "Ici seulement", photo=uuid7())
    keep_photo(place=place.pk, key=row.photo, content=PHOTO)
    client = client_of(user_of(elsewhere, Role.DIRECTOR))
    assert "No observation yet" in shown(client, elsewhere, person)
    assert client.get(url(place, "thread", person.pk)).status_code == 404
    assert client.get(url(elsewhere, "photo", row.pk)).status_code == 404


def test_a_stay_opens_the_thread_on_its_day(place: Establishment, other: Person, instructor: User) -> None:
    client = client_of(instructor)
    assert client.get(url(place, "thread", other.pk)).status_code == 404
    days = {"starts_on": TODAY, "ends_before": TODAY + DAY}
    room = place.workshops.get(code="BLA")
    save_workshop_stay(establishment=place, person=other, workshop=room, **days, by=None, at=small.AT)
    assert "No observation yet" in shown(client, place, other)


def test_each_reading_is_noted(place: Establishment, person: Person, educator: User) -> None:
    row = write(place, educator, person, "Vu", photo=uuid7())
    keep_photo(place=place.pk, key=row.photo, content=PHOTO)
    client = client_of(educator)
    shown(client, place, person)
    client.get(url(place, "thread", person.pk), headers={"HX-Request": "true"})
    client.get(url(place, "photo", row.pk))
    logs = [(log.what, log.subjects) for log in AccessLog.objects.order_by("id")]
    thread = ("support.thread", [str(person.pk)])
    assert logs == [thread, thread, ("support.photo", [str(person.pk)])]


# ---------------------------------------------------------------- what is shown


def test_newest_first_and_filtered(place: Establishment, person: Person, educator: User) -> None:
    write(place, educator, person, "avant-hier", day=TODAY - 2 * DAY, pictogram=str(Pictogram.TIRED))
    write(place, educator, person, "ce matin", half=0)
    write(place, educator, person, "cet après-midi", half=1)
    client = client_of(educator)

    def order(**query: str) -> list[str]:
        text = shown(client, place, person, **query)
        words = ("avant-hier", "ce matin", "cet après-midi")
        return sorted((word for word in words if f"<p>{word}</p>" in text), key=text.index)

    assert order() == ["cet après-midi", "ce matin", "avant-hier"]
    assert order(pictogram="tired") == ["avant-hier"]
    assert order(since="2026-01-14") == ["cet après-midi", "ce matin"]
    assert order(until="2026-01-14") == ["avant-hier"]
    assert order(since="nonsense", pictogram="wrong") == ["cet après-midi", "ce matin", "avant-hier"]
    assert "Nothing was seen like this" in shown(client, place, person, pictogram="talk")


def test_words_are_shown_as_words(place: Establishment, person: Person, educator: User) -> None:
    write(place, educator, person, "<b>fort</b>\ndeux", task="<i>Pliage</i>")
    text = shown(client_of(educator), place, person)
    assert "&lt;b&gt;fort&lt;/b&gt;<br>deux" in text and "&lt;i&gt;Pliage" in text


def test_a_long_thread_is_cut_into_pages_with_the_same_queries(
    place: Establishment, person: Person, educator: User
) -> None:
    client = client_of(educator)
    counts = []
    for number in (1, 44):
        acts = [seen(person, YESTERDAY, text=f"n{one}", photo=uuid7()) for one in range(number)]
        record_observations(establishment=place, operations=acts, by=educator, at=small.AT)
        with CaptureQueriesContext(connection) as queries:
            text = shown(client, place, person)
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert "Page 1 of 3" in text
    assert "Page 3 of 3" in shown(client, place, person, page="99", pictogram="went_well")


def test_the_part_on_the_page_of_a_person_shows_the_latest(
    place: Establishment, person: Person, educator: User
) -> None:
    for number in range(5):
        write(place, educator, person, f"n{number}", acted_at=small.AT - timedelta(minutes=9 - number))
    client = client_of(educator)
    text = client.get(url(place, "thread", person.pk), headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in text and "n4" in text and "n2" in text and "n1" not in text
    page = client.get(reverse("people:person", args=[place.finess, person.pk])).content.decode()
    assert f'hx-get="{url(place, "thread", person.pk)}"' in page


# ---------------------------------------------------------------- photos


def test_a_photo_is_served_once_it_has_arrived(place: Establishment, person: Person, educator: User) -> None:
    row = write(place, educator, person, "Vu", photo=uuid7())
    client = client_of(educator)
    assert "The photo has not arrived yet." in shown(client, place, person)
    assert client.get(url(place, "photo", row.pk)).status_code == 404
    keep_photo(place=place.pk, key=row.photo, content=PHOTO)
    assert f'src="{url(place, "photo", row.pk)}"' in shown(client, place, person)
    answer = client.get(url(place, "photo", row.pk))
    assert (answer.content, answer["Content-Type"]) == (PHOTO, "image/png")
    assert "no-store" in answer["Cache-Control"]


def test_the_photo_of_a_colleague_is_404_for_an_instructor(
    place: Establishment, person: Person, instructor: User, educator: User
) -> None:
    row = write(place, educator, person, "Vu", photo=uuid7())
    keep_photo(place=place.pk, key=row.photo, content=PHOTO)
    assert client_of(instructor).get(url(place, "photo", row.pk)).status_code == 404
    bare = write(place, educator, person, "Sans photo")
    assert client_of(educator).get(url(place, "photo", bare.pk)).status_code == 404


# ---------------------------------------------------------------- from a desk


def filled(**changes: Any) -> dict[str, Any]:
    usual = {
        "key": str(uuid7()),
        "pictogram": "progress",
        "text": "Seule au pliage",
        "day": "2026-01-15",
        "half": "1",
        "task": "Pliage",
    }
    return usual | changes


def test_an_observation_is_written_once_however_often_it_is_sent(
    place: Establishment, person: Person, instructor: User
) -> None:
    client = client_of(instructor)
    page = client.get(url(place, "observe", person.pk)).content.decode()
    assert "Something succeeded that did not before." in page
    data = filled()
    for _ in range(2):
        answer = client.post(url(place, "observe", person.pk), data, follow=True)
    assert "The observation is saved." in answer.content.decode()
    row = Observation.objects.get()
    assert (row.text, row.pictogram, row.half, row.task, row.author) == (
        "Seule au pliage",
        "progress",
        1,
        "Pliage",
        instructor,
    )


def test_a_photo_is_sent_with_it(place: Establishment, person: Person, instructor: User) -> None:
    client = client_of(instructor)
    photo = SimpleUploadedFile("x.png", PHOTO, content_type="text/html")
    client.post(url(place, "observe", person.pk), filled(photo=photo, text="", pictogram=""))
    row = Observation.objects.get()
    assert client.get(url(place, "photo", row.pk)).content == PHOTO


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"pictogram": "", "text": " "}, "Choose a pictogram"),
        ({"pictogram": "wrong"}, "Select a valid choice"),
        ({"day": "2026-01-20"}, "has not come yet"),
        ({"day": "2024-12-31"}, "is not engaged here"),
        ({"half": "2"}, "Select a valid choice"),
        ({"text": "a" * 2001}, "at most 2000"),
        ({"photo": SimpleUploadedFile("x.svg", b"<svg/>")}, "JPEG"),
    ],
)
def test_refusals_stand_beside_the_field_and_the_form_stays_filled(
    place: Establishment, person: Person, instructor: User, changes: dict[str, Any], sentence: str
) -> None:
    answer = client_of(instructor).post(url(place, "observe", person.pk), filled(**changes))
    text = answer.content.decode()
    assert answer.status_code == 200
    assert sentence in text.split('class="errorlist"')[1][:300]
    assert 'value="Pliage"' in text
    assert not Observation.objects.exists()


def test_someone_of_another_workshop_is_404(place: Establishment, other: Person, instructor: User) -> None:
    client = client_of(instructor)
    assert client.post(url(place, "observe", other.pk), filled()).status_code == 404
    assert not Observation.objects.exists()
