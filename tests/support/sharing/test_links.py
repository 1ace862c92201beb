"""What a link shows, how it is locked and ended, and who is told of each reading."""

from __future__ import annotations

import json
import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from etabli.kit.actions import record_reads
from etabli.kit.models import AccessLog, JournalRow
from etabli.kit.pages import Read
from etabli.org.models import Establishment, User
from etabli.people.models import Person
from etabli.support.actions.consents import retire_purpose, withdraw_consent
from etabli.support.actions.shares import MadeShare, digest_of, revoke_share, try_number
from etabli.support.models import SharePurpose
from tests import workplace as small
from tests.support.conftest import TODAY, client_of
from tests.support.sharing.conftest import DAY, WHO, agree, opened, share, text_of


def test_a_link_shows_what_was_agreed_and_nothing_else(person: Person, purpose: SharePurpose, goal: None) -> None:
    agree(person, purpose)
    made = share(person, purpose)
    status, text = text_of(Client(), made)
    assert status == 200 and "Prendre le bus" not in text and str(person) not in text
    status, text = text_of(opened(made), made)
    assert status == 200 and "Prendre le bus" in text and str(person) in text
    assert "must not be done" not in text
    assert "support/" not in text


def test_neither_link_nor_number_is_kept(person: Person, purpose: SharePurpose) -> None:
    agree(person, purpose)
    made = share(person, purpose)
    assert len(made.token) >= 43 and re.fullmatch(r"\d{6}", made.number)
    kept = json.dumps([str(vars(made.row)), *JournalRow.objects.values_list("after", flat=True)])
    assert made.token not in kept and f'"{made.number}"' not in kept
    assert made.row.secret not in json.dumps(list(JournalRow.objects.values_list("after", flat=True)))
    assert made.row.token_digest == digest_of(made.token)


def test_five_wrong_numbers_lock_a_link(person: Person, purpose: SharePurpose) -> None:
    agree(person, purpose)
    made = share(person, purpose)
    wrong = f"{(int(made.number) + 1) % 10**6:06d}"
    way = reverse("shared", args=[made.token])
    for _ in range(4):
        assert Client().post(way, {"number": wrong}).status_code == 200
    assert try_number(share=made.row, number=made.number, **WHO)
    assert Client().post(way, {"number": wrong}).status_code == 200
    assert Client().post(way, {"number": made.number}).status_code == 410
    assert not try_number(share=made.row, number=made.number, **WHO)


def test_too_many_numbers_at_once_are_slowed_down(person: Person, purpose: SharePurpose) -> None:
    agree(person, purpose)
    ways = [reverse("shared", args=[share(person, purpose).token]) for _ in range(3)]
    answers = [Client().post(ways[turn % 3], {"number": "x"}) for turn in range(11)]
    assert [answer.status_code for answer in answers] == [200] * 10 + [429]
    assert "minute" in answers[10].content.decode().split('class="errorlist"')[1][:200]


@pytest.mark.parametrize("ending", ["revoked", "withdrawn", "objected", "retired", "expired"])
def test_what_ends_a_link_ends_it_at_the_next_request(
    person: Person, purpose: SharePurpose, ending: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    consent = agree(person, purpose)
    made = share(person, purpose)
    client = opened(made)
    assert text_of(client, made)[0] == 200
    if ending == "revoked":
        revoke_share(share=made.row, **WHO)
    elif ending == "withdrawn":
        withdraw_consent(consent=consent, **WHO)
    elif ending == "objected":
        agree(person, purpose, "objected")
    elif ending == "retired":
        retire_purpose(purpose=purpose, on=TODAY, **WHO)
    else:
        late = small.AT + 7 * DAY
        monkeypatch.setattr("etabli.support.views.shared.now", lambda: late)
    status, text = text_of(client, made)
    assert status == 410 and str(person) not in text
    nobody = text_of(client, MadeShare(made.row, "of-nobody", ""))[1]
    assert text.split("<main")[1] == nobody.split("<main")[1]


def test_the_number_is_asked_again_after_half_an_hour_and_in_another_browser(
    person: Person, purpose: SharePurpose, goal: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    agree(person, purpose)
    made = share(person, purpose)
    client = opened(made)
    assert "Prendre le bus" in text_of(client, made)[1]
    assert "Prendre le bus" not in text_of(Client(), made)[1]
    later = small.AT + timedelta(minutes=31)
    monkeypatch.setattr("etabli.support.views.shared.now", lambda: later)
    assert "Prendre le bus" not in text_of(client, made)[1]


def test_the_number_of_one_link_opens_no_other(person: Person, purpose: SharePurpose, goal: None) -> None:
    agree(person, purpose)
    client, other = opened(share(person, purpose)), share(person, purpose)
    assert "Prendre le bus" not in text_of(client, other)[1]


def test_a_link_is_kept_by_no_cache_and_told_to_no_site(person: Person, purpose: SharePurpose) -> None:
    agree(person, purpose)
    made = share(person, purpose)
    for client in (Client(), opened(made)):
        answer = client.get(reverse("shared", args=[made.token]))
        assert "no-store" in answer["Cache-Control"]
        assert answer["Referrer-Policy"] == "strict-origin" and "noindex" in answer["X-Robots-Tag"]


def test_each_reading_is_noted_and_shown_to_the_person(
    place: Establishment, person: Person, purpose: SharePurpose, educator: User
) -> None:
    agree(person, purpose)
    made = share(person, purpose)
    text_of(opened(made), made)
    row = AccessLog.objects.get(what="support.share")
    assert (row.establishment_id, row.subjects) == (place.pk, [str(person.pk)])
    text = client_of(educator).get(reverse("support:readers", args=[place.finess, person.pk])).content.decode()
    assert "Noa Saule, Service fictif: Employment counsellor" in text and "By a link" in text
    again = client_of(educator).get(reverse("support:readers", args=[place.finess, person.pk])).content.decode()
    assert "Lou Charme educator" in again


def test_what_a_command_read_is_not_said_to_be_read_by_a_link(
    place: Establishment, person: Person, educator: User
) -> None:
    read = Read("exchange.subject_file", [str(person.pk)], table=Person._meta.db_table, rows=1)
    record_reads(reads=[read], by=None, place=place, at=small.AT)
    text = client_of(educator).get(reverse("support:readers", args=[place.finess, person.pk])).content.decode()
    assert "Command line" in text and "By a link" not in text


def test_who_saw_the_file_of_another_is_not_told(
    place: Establishment, person: Person, other: Person, educator: User
) -> None:
    client = client_of(educator)
    client.get(reverse("support:sharing", args=[place.finess, other.pk]))
    text = client.get(reverse("support:readers", args=[place.finess, person.pk])).content.decode()
    assert "Nobody saw this file yet" in text
