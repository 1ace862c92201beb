"""What leaves the support team: asked first, by a link and a number, read-only, noted, and closed at once."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from etabli.core.refusal import Refusal
from etabli.org.models import Establishment, User
from etabli.org.states import Role
from etabli.people.models import Person
from etabli.support import rules
from etabli.support.actions.consents import retire_purpose, save_purpose, withdraw_consent
from etabli.support.actions.shares import MadeShare
from etabli.support.models import Consent, Share, SharePurpose
from etabli.support.states import SharedField, ShareState
from tests import workplace as small
from tests.support.conftest import TODAY, client_of, user_of
from tests.support.sharing.conftest import BOTH, DAY, WHO, agree, opened, share, text_of

# ---------------------------------------------------------------- rules


@pytest.mark.parametrize(
    ("basis", "answer", "agreed", "allowed"),
    [
        ("agreement", None, [], set()),
        ("agreement", "agreed", ["goals", "restrictions"], {"goals", "restrictions"}),
        ("agreement", "agreed", ["goals", "workshop"], {"goals"}),
        ("agreement", "objected", ["goals"], set()),
        ("objection", None, [], {"goals", "restrictions"}),
        ("objection", "objected", [], set()),
        ("objection", "agreed", ["goals"], {"goals"}),
    ],
)
def test_what_may_be_shared_is_what_the_person_said(
    basis: str, answer: str | None, agreed: list[str], allowed: set[str]
) -> None:
    assert rules.allowed_fields(basis, BOTH, answer, agreed) == allowed


_CODES = st.sets(st.sampled_from([str(one) for one in SharedField]))


@given(st.sampled_from(["agreement", "objection"]), _CODES, st.sampled_from([None, "agreed", "objected"]), _CODES)
def test_never_more_than_the_purpose_has_nor_than_was_agreed(
    basis: str, fields: set[str], answer: str | None, agreed: set[str]
) -> None:
    allowed = rules.allowed_fields(basis, fields, answer, agreed)
    assert allowed <= fields
    if answer == "agreed":
        assert allowed <= agreed
    if answer == "objected" or (basis == "agreement" and answer is None):
        assert not allowed


@pytest.mark.parametrize(
    ("changes", "state"),
    [
        ({}, ShareState.OPEN),
        ({"tries": 4}, ShareState.OPEN),
        ({"tries": 5}, ShareState.LOCKED),
        ({"allowed": ()}, ShareState.WITHHELD),
        ({"expires_at": small.AT}, ShareState.EXPIRED),
        ({"revoked": True}, ShareState.REVOKED),
    ],
)
def test_how_a_link_stands(changes: dict[str, Any], state: ShareState) -> None:
    usual = {"revoked": False, "expires_at": small.AT + DAY, "tries": 0, "fields": BOTH, "allowed": BOTH}
    assert rules.share_state(**{**usual, **changes}, at=small.AT) == state


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"recipient": " "}, "recipient_empty"),
        ({"reason": ""}, "share_reason_empty"),
        ({"fields": []}, "shared_fields_empty"),
        ({"fields": ["diagnosis"]}, "shared_field_unknown"),
        ({"fields": ["competences"]}, "fields_not_agreed"),
        ({"expires_at": small.AT}, "share_expired_already"),
        ({"expires_at": small.AT + 93 * DAY}, "share_too_long"),
    ],
)
def test_a_link_is_refused(person: Person, purpose: SharePurpose, changes: dict[str, Any], code: str) -> None:
    agree(person, purpose)
    with pytest.raises(Refusal, match=code):
        share(person, purpose, **changes)


def test_nothing_is_shared_before_the_person_agrees_nor_after_she_objects(
    person: Person, purpose: SharePurpose
) -> None:
    with pytest.raises(Refusal, match="consent_missing"):
        share(person, purpose)
    agree(person, purpose, "objected")
    with pytest.raises(Refusal, match="person_objected"):
        share(person, purpose)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"name": ""}, "purpose_empty"),
        ({"easy": " "}, "purpose_unexplained"),
        ({"code": "À"}, "share_code_unreadable"),
        ({"code": "conseiller"}, "share_code_taken"),
        ({"fields": []}, "shared_fields_empty"),
    ],
)
def test_a_purpose_is_refused(place: Establishment, purpose: SharePurpose, changes: dict[str, Any], code: str) -> None:
    words = {"code": "autre", "name": "Autre", "easy": "Mots.", "basis": "agreement", "fields": BOTH}
    with pytest.raises(Refusal, match=code):
        save_purpose(establishment=place, **{**words, **changes}, **WHO)


def test_what_is_added_to_a_purpose_is_not_shared_with_an_older_agreement(
    place: Establishment, person: Person, purpose: SharePurpose
) -> None:
    agree(person, purpose)
    words = {"code": "conseiller", "name": purpose.name, "easy": purpose.easy, "basis": "agreement"}
    save_purpose(establishment=place, **words, fields=[*BOTH, "workshop"], row=purpose, **WHO)
    with pytest.raises(Refusal, match="fields_not_agreed"):
        share(person, purpose, fields=["workshop"])


@pytest.mark.parametrize("changes", [{"name": "Family"}, {"easy": "Your boss reads it."}, {"basis": "objection"}])
@pytest.mark.parametrize("answer", ["agreed", "objected"])
def test_what_was_answered_is_not_changed_behind_the_answer(
    place: Establishment, person: Person, purpose: SharePurpose, changes: dict[str, str], answer: str
) -> None:
    words = {"code": "conseiller", "name": purpose.name, "easy": purpose.easy, "basis": "agreement", "fields": BOTH}
    consent = agree(person, purpose, answer)
    with pytest.raises(Refusal, match="purpose_answered"):
        save_purpose(establishment=place, **{**words, **changes}, row=purpose, **WHO)
    save_purpose(establishment=place, **words, row=purpose, **WHO)
    withdraw_consent(consent=consent, **WHO)
    save_purpose(establishment=place, **{**words, **changes}, row=purpose, **WHO)
    consent.refresh_from_db()
    assert consent.easy == "A counsellor helps you find work."


_OPEN, _SHUT = None, "person_objected"


@pytest.mark.parametrize(
    ("acts", "refused"),
    [
        ("", _OPEN),
        ("agreed", _OPEN),
        ("agreed withdrawn", _SHUT),
        ("objected", _SHUT),
        ("objected agreed withdrawn", _SHUT),
        ("agreed objected", _SHUT),
        ("agreed withdrawn agreed", _OPEN),
        ("objected withdrawn", _OPEN),
    ],
)
def test_what_is_taken_back_never_opens_more(
    place: Establishment, person: Person, acts: str, refused: str | None, educator: User
) -> None:
    words = {"code": "equipe", "name": "Team", "easy": "Your team reads it."}
    purpose = save_purpose(establishment=place, **words, basis="objection", fields=BOTH, **WHO)
    for act in acts.split():
        if act == "withdrawn":
            withdraw_consent(consent=Consent.objects.get(withdrawn_at=None), **WHO)
        else:
            agree(person, purpose, act)
    if refused is None:
        share(person, purpose)
    else:
        with pytest.raises(Refusal, match=refused):
            share(person, purpose)
    assert page_of(client_of(educator), place, person).count("Objected") == (refused is not None)


def test_a_retired_purpose_closes_its_links_and_is_not_used(person: Person, purpose: SharePurpose) -> None:
    agree(person, purpose)
    made = share(person, purpose)
    retire_purpose(purpose=purpose, on=TODAY, **WHO)
    made.row.refresh_from_db()
    assert made.row.revoked_at == small.AT
    for act in (lambda: share(person, purpose), lambda: agree(person, purpose)):
        with pytest.raises(Refusal, match="purpose_retired"):
            act()


# ---------------------------------------------------------------- screens


def page_of(client: Client, place: Establishment, person: Person) -> str:
    return client.get(reverse("support:sharing", args=[place.finess, person.pk])).content.decode()


def test_a_counsellor_gets_a_link_and_loses_it(
    place: Establishment, person: Person, purpose: SharePurpose, educator: User
) -> None:
    client = client_of(educator)
    assert "Not asked yet" in page_of(client, place, person)
    way = reverse("support:consent", args=[place.finess, person.pk, purpose.pk])
    assert "A counsellor helps you find work." in client.get(way).content.decode()
    client.post(way, {"answer": "agreed", "means": "pictograms", "helper": "Sa sœur", "words": "D'accord"})
    text = page_of(client, place, person)
    assert "helped by Sa sœur" in text and "D&#x27;accord" in text and "written down by Lou Charme educator" in text
    form = {
        "purpose": purpose.pk,
        "recipient": "Noa Saule",
        "reason": "Stage",
        "fields": "goals",
        "last_day": "2026-02-01",
    }
    answer = client.post(reverse("support:share_add", args=[place.finess, person.pk]), form, follow=True)
    text = answer.content.decode()
    number = re.search(r'share-number">(\d{6})<', text)
    token = re.search(r"/partage/([\w-]+)/", text)
    assert number and token
    assert token[1] not in page_of(client, place, person)
    outside = opened(MadeShare(Share.objects.get(), token[1], number[1]))
    client.post(reverse("support:consent_withdraw", args=[place.finess, person.pk, Consent.objects.get().pk]))
    assert outside.get(reverse("shared", args=[token[1]])).status_code == 410
    assert "1 answer taken back or replaced" in page_of(client, place, person)


def test_a_link_is_closed_from_the_page(
    place: Establishment, person: Person, purpose: SharePurpose, educator: User
) -> None:
    agree(person, purpose)
    made = share(person, purpose)
    outside = opened(made)
    way = reverse("support:share_revoke", args=[place.finess, person.pk, made.row.pk])
    assert client_of(educator).post(way).status_code == 302
    assert text_of(outside, made)[0] == 410


def test_a_refused_link_keeps_what_was_typed(
    place: Establishment, person: Person, purpose: SharePurpose, educator: User
) -> None:
    agree(person, purpose)
    form = {
        "purpose": purpose.pk,
        "recipient": "Noa Saule",
        "reason": "Stage",
        "fields": "goals",
        "last_day": "2026-01-14",
    }
    answer = client_of(educator).post(reverse("support:share_add", args=[place.finess, person.pk]), form)
    text = answer.content.decode()
    assert "last day has passed" in text and "Noa Saule" in text


def test_purposes_are_defined_by_those_who_set_up(place: Establishment, educator: User) -> None:
    client = client_of(user_of(place, Role.DIRECTOR))
    form = {"name": "Famille", "code": "famille", "easy": "Ta famille.", "basis": "agreement", "fields": ["goals"]}
    assert client.post(reverse("support:purpose_add", args=[place.finess]), form).status_code == 302
    row = SharePurpose.objects.get()
    client.post(reverse("support:purpose", args=[place.finess, row.pk]), form | {"name": "La famille"})
    client.post(reverse("support:purpose_retire", args=[place.finess, row.pk]))
    text = client.get(reverse("support:purposes", args=[place.finess])).content.decode()
    assert "La famille" in text and "No longer offered" in text
    assert client_of(educator).get(reverse("support:purposes", args=[place.finess])).status_code == 404


@pytest.mark.parametrize("role", [Role.INSTRUCTOR, Role.SALES, Role.ADMINISTRATION, Role.AUDITOR])
def test_others_know_nothing_of_it(place: Establishment, person: Person, purpose: SharePurpose, role: str) -> None:
    consent = agree(person, purpose)
    made = share(person, purpose)
    client = client_of(user_of(place, role))
    for name, keys in (
        ("sharing", ()),
        ("readers", ()),
        ("consent", (purpose.pk,)),
        ("consent_withdraw", (consent.pk,)),
        ("share_add", ()),
        ("share_revoke", (made.row.pk,)),
    ):
        assert client.post(reverse(f"support:{name}", args=[place.finess, person.pk, *keys])).status_code in (404, 405)
        assert client.get(reverse(f"support:{name}", args=[place.finess, person.pk, *keys])).status_code == 404


def test_as_many_queries_for_one_link_as_for_twenty(
    place: Establishment, person: Person, purpose: SharePurpose, educator: User
) -> None:
    agree(person, purpose)
    share(person, purpose)
    client = client_of(educator)

    def count() -> int:
        page_of(client, place, person)
        with CaptureQueriesContext(connection) as queries:
            page_of(client, place, person)
        return len(queries)

    one = count()
    row = Share.objects.get()
    for number in range(19):
        Share.objects.create(**_copy(row, number))
        extra = save_purpose(
            establishment=place, code=f"p{number}", name="P", easy="P.", basis="agreement", fields=BOTH, **WHO
        )
        agree(person, extra)
    assert count() == one


def _copy(row: Share, number: int) -> dict[str, Any]:
    names = ("establishment", "person", "purpose", "recipient", "reason", "fields", "made_at", "expires_at", "secret")
    return {name: getattr(row, name) for name in names} | {"token_digest": f"{number:064d}"}


def test_withdrawing_twice_is_said(person: Person, purpose: SharePurpose) -> None:
    consent = agree(person, purpose)
    withdraw_consent(consent=consent, **WHO)
    with pytest.raises(Refusal, match="consent_not_standing"):
        withdraw_consent(consent=consent, **WHO)
    consent.refresh_from_db()
    assert isinstance(consent.withdrawn_at, datetime)
