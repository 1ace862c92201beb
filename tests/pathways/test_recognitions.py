"""Recognitions of experience: days in their order, facts, list, person, form, undo, export, passport."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from etabli.core.periods import day_no
from etabli.core.refusal import Refusal
from etabli.kit.models import AccessLog
from etabli.org.models import Establishment, User
from etabli.org.states import Role
from etabli.pathways.actions.recognitions import remove_recognition
from etabli.pathways.models import Recognition, RecognitionFact
from etabli.pathways.rules import recognitions as rules
from etabli.people.models import Person
from tests import workplace as small
from tests.pathways.asking import OPERATOR, TODAY, recognise
from tests.support.conftest import client_of, user_of

DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("people.access", "org.access", "org.queries", "pathways.access", "pathways.views.recognitions"):
        monkeypatch.setattr(f"etabli.{module}.today", lambda: TODAY)
    monkeypatch.setattr("etabli.pathways.views.recognitions.now", lambda: small.AT)


@pytest.fixture
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def url(place: Establishment, name: str, *args: Any) -> str:
    return reverse(f"pathways:{name}", args=[place.finess, *args])


def shown(client: Client, address: str, **query: str) -> str:
    answer = client.get(address, query)
    assert answer.status_code == 200, answer.status_code
    return " ".join(answer.content.decode().split())


def said(client: Client, address: str, **data: Any) -> str:
    return " ".join(client.post(address, data, follow=True).content.decode().split())


# ---------------------------------------------------------------- rules and facts


@given(st.integers(0, 7), st.none() | st.integers(0, 7), st.none() | st.integers(0, 7), st.integers(0, 7))
def test_it_begins_then_comes_before_a_jury_then_is_validated(
    start: int, jury: int | None, validated: int | None, now: int
) -> None:
    first = date(2026, 1, 1)
    days = [None if number is None else first + DAY * number for number in (start, jury, validated)]
    ordered = start <= now and (jury is None or start <= jury)
    ordered = ordered and (validated is None or max(start, jury or 0) <= validated <= now)
    if ordered:
        rules.check_recognition("x", *days, "", first + DAY * now)  # type: ignore[arg-type]
    else:
        with pytest.raises(Refusal):
            rules.check_recognition("x", *days, "", first + DAY * now)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("code", "changes"),
    [
        ("recognition_without_title", {"title": " "}),
        ("recognition_start_to_come", {"started_on": TODAY + DAY}),
        ("recognition_jury_early", {"jury_on": date(2025, 3, 2)}),
        ("recognition_not_validated", {"level": "full"}),
        ("recognition_to_come", {"validated_on": TODAY + DAY}),
        ("recognition_validated_early", {"jury_on": date(2025, 5, 5), "validated_on": date(2025, 5, 4)}),
        ("recognition_without_level", {"kind": "vae", "validated_on": date(2025, 5, 5)}),
    ],
)
def test_a_recognition_that_makes_no_sense_is_refused(
    place: Establishment, person: Person, code: str, changes: dict[str, Any]
) -> None:
    with pytest.raises(Refusal) as refusal:
        recognise(place, person, **changes)
    assert refusal.value.code == code and not Recognition.objects.exists()


def test_only_a_vae_is_validated_in_part(place: Establishment, person: Person) -> None:
    vae = recognise(place, person, kind="vae", validated_on=date(2025, 5, 5), level="partial")
    rae = recognise(place, person, kind="rae", validated_on=date(2025, 5, 5), level="partial")
    assert (vae.level, rae.level) == ("partial", "full")


def test_what_is_written_is_counted_and_what_is_taken_out_is_not(place: Establishment, person: Person) -> None:
    row = recognise(place, person)
    columns = ("subject", "kind", "started_day", "validated_day")
    assert list(RecognitionFact.objects.values_list(*columns)) == [(person.pk, "rae", day_no(date(2025, 3, 3)), None)]
    recognise(place, person, row=row, validated_on=date(2025, 6, 2))
    assert RecognitionFact.objects.get().validated_day == day_no(date(2025, 6, 2))
    remove_recognition(recognition=row, **OPERATOR)
    assert not RecognitionFact.objects.exists()


# ---------------------------------------------------------------- screens


def test_the_list_shows_those_asked_for(
    place: Establishment, person: Person, other: Person, educator: User, in_english: None
) -> None:
    recognise(place, person, "Repasser")
    recognise(place, other, "Tondre", kind="rsfp", validated_on=date(2025, 9, 1))
    client, address = client_of(educator), url(place, "recognitions")
    text = shown(client, address)
    assert "Repasser" in text and "Tondre" in text and "2 recognitions" in text
    text = shown(client, address, state="validated")
    assert "Tondre" in text and "Repasser" not in text
    assert "Repasser" in shown(client, address, kind="rae", state="started")
    assert "No recognition answers to these filters" in shown(client, address, kind="vae")
    assert "Tondre" in shown(client, address, kind="nothing")
    text = shown(client, url(place, "person_recognitions", person.pk))
    assert "Repasser" in text and "Tondre" not in text


def test_the_list_reads_as_much_for_twenty_as_for_one(place: Establishment, person: Person, educator: User) -> None:
    recognise(place, person)
    client, address = client_of(educator), url(place, "recognitions")
    counts = []
    for titles in (0, 20):
        for number in range(titles):
            recognise(place, person, f"Savoir {number}")
        client.get(address)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(address)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_it_is_written_corrected_taken_out_and_put_back(
    place: Establishment, person: Person, educator: User, in_english: None
) -> None:
    client = client_of(educator)
    assert "No recognition yet" in shown(client, url(place, "recognitions"))
    data = {"kind": "vae", "title": "CAP blanchisserie", "started_on": "2025-03-03", "validated_on": "2025-09-01"}
    text = said(client, url(place, "recognition_for", person.pk), **data)
    assert "in full or in part" in text and "CAP blanchisserie" in text
    text = said(client, url(place, "recognition_add"), **data, level="partial", person=person.pk)
    assert "The recognition is saved." in text and "Validated in part" in text
    row = Recognition.objects.get()
    address = url(place, "recognition", row.pk)
    assert "CAP blanchisserie" in shown(client, address)
    said(client, address, **data | {"title": "Titre professionnel"}, level="full")
    row.refresh_from_db()
    assert (row.title, row.level) == ("Titre professionnel", "full")
    text = said(client, address, act="remove")
    assert "is taken out" in text and not Recognition.objects.exists()
    token = text.split('name="token" value="')[1].split('"')[0]
    said(client, url(place, "recognition_restore"), token=token)
    again = Recognition.objects.get()
    assert (again.person, again.title, again.level, again.jury_on) == (person, "Titre professionnel", "full", None)


def test_a_file_names_whom_it_names_and_is_noted(place: Establishment, person: Person, educator: User) -> None:
    recognise(place, person, "Repasser")
    answer = client_of(educator).get(url(place, "recognitions_export", "csv"), {"state": "started"})
    assert "Aulne" in answer.content.decode("utf-8-sig") and "Repasser" in answer.content.decode("utf-8-sig")
    assert AccessLog.objects.filter(what="pathways.recognitions_export").exists()
    assert client_of(educator).get(url(place, "recognitions_export", "odt")).status_code == 404


def test_an_educator_of_one_workshop_sees_and_writes_her_own(
    place: Establishment, person: Person, other: Person, in_english: None
) -> None:
    recognise(place, person, "Repasser")
    hers = recognise(place, other, "Tondre")
    client = client_of(user_of(place, Role.EDUCATOR, workshop="BLA"))
    text = shown(client, url(place, "recognitions"))
    assert "Repasser" in text and "Tondre" not in text
    assert client.post(url(place, "recognition", hers.pk), {"act": "remove"}).status_code == 404
    assert client.get(url(place, "person_recognitions", other.pk)).status_code == 404
    text = shown(client, url(place, "recognition_add"))
    assert "Aulne" in text and "Bouleau" not in text
