"""What must be known of a person at work: restrictions without their reason, certifications, stays in other workshops."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from etabli.core.refusal import Refusal
from etabli.kit.models import AccessLog, JournalRow
from etabli.org.models import Establishment
from etabli.org.states import Role
from etabli.people import actions, cards, rules
from etabli.people.models import Certification, Person, Restriction
from etabli.people.states import CertificationState, RestrictionKind
from tests import workplace as small
from tests.people.card.conftest import DAY, SECRET, WORDS, certify, restrict, shown, url
from tests.people.conftest import TODAY, client_of, user_of

# ---------------------------------------------------------------- restrictions


def filled(**changes: Any) -> dict[str, Any]:
    usual = {
        "wording": WORDS,
        "kind": "load",
        "limit": "10",
        "starts_on": "2026-01-15",
        "last_day": "",
        "reason": SECRET,
    }
    return usual | changes


def test_a_restriction_is_added_corrected_ended_and_taken_up_again(
    place: Establishment, person: Person, educator: Client
) -> None:
    educator.post(url(place, "restriction_add", person.pk), filled())
    row = Restriction.objects.get()
    assert (row.kind, row.limit, row.unit, row.reason) == ("load", 10, "kg", SECRET)
    assert WORDS in shown(educator, place, person)
    educator.post(url(place, "restriction", person.pk, row.pk), filled(limit="", kind="dust", wording="No dust"))
    row.refresh_from_db()
    assert (row.kind, row.limit, row.unit, row.wording, row.reason) == ("dust", None, "", "No dust", SECRET)
    answer = educator.post(url(place, "restriction_end", person.pk, row.pk), {"last_day": "2026-01-15"}, follow=True)
    text = answer.content.decode()
    assert "“No dust” holds until 15 Jan 2026." in text.replace("\xa0", " ")
    token = text.split('name="token" value="')[1].split('"')[0]
    educator.post(url(place, "restriction_resume", person.pk, row.pk), {"token": token})
    row.refresh_from_db()
    assert row.ends_before is None


def test_how_a_restriction_stands_is_said_by_a_word(place: Establishment, person: Person, educator: Client) -> None:
    restrict(person, wording="Now", starts_on=TODAY - DAY)
    restrict(person, wording="Later", starts_on=TODAY + DAY)
    restrict(person, wording="Before", starts_on=TODAY - 9 * DAY, ends_before=TODAY)
    text = shown(educator, place, person)
    for wording, state in (("Now", "In force"), ("Later", "To come"), ("Before", "Ended")):
        part = text.split(f"<span>{wording} ")[1][:900]
        assert state in part and "<svg" in part


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"wording": " "}, "required"),
        ({"limit": "0"}, "from 1 to"),
        ({"limit": "10", "kind": "dust"}, "no limit in figures"),
        ({"limit": "some"}, "whole number"),
        ({"last_day": "2026-01-14"}, "ends before it starts"),
        ({"kind": "gravity"}, "Select a valid choice"),
    ],
)
def test_refusals_of_a_restriction_stand_beside_the_field(
    place: Establishment, person: Person, educator: Client, changes: dict[str, Any], sentence: str
) -> None:
    answer = educator.post(url(place, "restriction_add", person.pk), filled(**changes))
    text = answer.content.decode()
    assert answer.status_code == 200 and sentence in text.split('class="errorlist"')[1][:300]
    assert SECRET in text
    assert not Restriction.objects.exists()


def test_words_are_needed_without_a_form_too(person: Person) -> None:
    with pytest.raises(Refusal, match="words_missing"):
        restrict(person, wording="  ")


def test_every_kind_has_a_word_and_what_is_measured_a_unit(person: Person) -> None:
    for kind in RestrictionKind:
        limit = 5 if kind in rules.UNITS else None
        assert bool(restrict(person, kind=str(kind), limit=limit).unit) == (limit is not None)


# ---------------------------------------------------------------- never the reason


def test_a_reason_is_encrypted_and_opened_for_its_right_alone(place: Establishment, person: Person) -> None:
    row = restrict(person)
    with connection.cursor() as cursor:
        cursor.execute("SELECT reason FROM people_restriction")
        assert SECRET not in cursor.fetchone()[0]
    for role in (Role.EDUCATOR, Role.HEAD_OF_SERVICE, Role.DIRECTOR):
        client = client_of(user_of(place, role))
        assert SECRET in client.get(url(place, "restriction", person.pk, row.pk)).content.decode()
        assert SECRET not in shown(client, place, person)
    what = AccessLog.objects.filter(what="people.reason").values_list("subjects", flat=True)
    assert list(what) == [[str(person.pk)]] * 3


def test_an_instructor_sees_the_words_and_no_way_to_the_reason(place: Establishment, person: Person) -> None:
    row = restrict(person)
    client = client_of(user_of(place, Role.INSTRUCTOR, workshop="BLA"))
    text = shown(client, place, person)
    assert WORDS in text and SECRET not in text
    for name in ("restriction", "restriction_end", "restriction_resume"):
        assert client.get(url(place, name, person.pk, row.pk)).status_code == 404
        assert client.post(url(place, name, person.pk, row.pk), {}).status_code == 404
    assert client.post(url(place, "restriction_add", person.pk), filled()).status_code == 404


@pytest.mark.parametrize("role", [Role.SALES, Role.ADMINISTRATION])
def test_who_does_not_work_beside_the_person_sees_no_restriction(
    place: Establishment, person: Person, role: Role
) -> None:
    restrict(person)
    text = shown(client_of(user_of(place, role)), place, person)
    assert WORDS not in text and SECRET not in text and "Restrictions at work" not in text


def test_the_history_tells_that_a_reason_changed_and_never_what_it_is(place: Establishment, person: Person) -> None:
    row = restrict(person)
    spec = actions.RestrictionSpec("load", 5, "No load over 5 kg", TODAY, reason="autre motif")
    actions.save_restriction(person=person, spec=spec, row=row, by=None, at=small.AT)
    for role in (Role.HEAD_OF_SERVICE, Role.DIRECTOR):
        client = client_of(user_of(place, role))
        text = client.get(reverse("history", args=[place.finess, "people_restriction", row.pk])).content.decode()
        assert "No load over 5 kg" in text and "•••" in text
        assert SECRET not in text and "autre motif" not in text
    for role in (Role.ADMINISTRATION, Role.INSTRUCTOR, Role.EDUCATOR):
        client = client_of(user_of(place, role))
        assert client.get(reverse("history", args=[place.finess, "people_restriction", row.pk])).status_code == 404


def test_neither_the_journal_nor_an_offer_of_undo_holds_a_reason(
    place: Establishment, person: Person, educator: Client
) -> None:
    row = restrict(person)
    text = educator.post(
        url(place, "restriction_end", person.pk, row.pk), {"last_day": "2026-02-01"}, follow=True
    ).content.decode()
    assert SECRET not in text
    rows = JournalRow.objects.filter(table_name="people_restriction")
    assert rows.count() == 2
    assert not [line for line in rows if SECRET in str(line.before) + str(line.after)]


def test_a_reason_that_is_not_asked_stays(person: Person) -> None:
    row = restrict(person)
    with connection.cursor() as cursor:
        cursor.execute("SELECT reason FROM people_restriction")
        kept = cursor.fetchone()[0]
        spec = actions.RestrictionSpec("load", 5, WORDS, TODAY)
        actions.save_restriction(person=person, spec=spec, row=row, by=None, at=small.AT)
        cursor.execute("SELECT reason FROM people_restriction")
        assert cursor.fetchone()[0] == kept


# ---------------------------------------------------------------- certifications


def licence(**changes: Any) -> dict[str, Any]:
    return {"wording": "CACES R489", "issued_on": "2025-01-15", "expires_on": "2026-02-01"} | changes


def test_a_certification_is_added_corrected_removed_and_put_back(
    place: Establishment, person: Person, client: Client
) -> None:
    client.post(url(place, "certification_add", person.pk), licence())
    row = Certification.objects.get()
    assert "Expires soon" in shown(client, place, person)
    client.post(url(place, "certification", person.pk, row.pk), licence(expires_on=""))
    assert "does not expire" in shown(client, place, person)
    text = client.post(url(place, "certification_remove", person.pk, row.pk), follow=True).content.decode()
    assert not Certification.objects.exists()
    token = text.split('name="token" value="')[1].split('"')[0]
    for _ in range(2):
        client.post(url(place, "certification_restore", person.pk), {"token": token})
    back = Certification.objects.get()
    assert (back.name, back.issued_on, back.expires_on) == ("CACES R489", date(2025, 1, 15), None)


@pytest.mark.parametrize(
    ("days", "state"),
    [
        (None, CertificationState.VALID),
        (rules.EXPIRES_SOON, CertificationState.VALID),
        (rules.EXPIRES_SOON - 1, CertificationState.EXPIRING),
        (0, CertificationState.EXPIRING),
        (-1, CertificationState.EXPIRED),
    ],
)
def test_the_last_day_of_a_certification_still_counts(days: int | None, state: CertificationState) -> None:
    last_day = None if days is None else TODAY + days * DAY
    assert rules.certification_state(last_day, TODAY) == state


def test_an_expired_certification_says_so_by_a_word_and_a_symbol(
    place: Establishment, person: Person, educator: Client
) -> None:
    certify(person, expires_on=TODAY - DAY)
    part = shown(educator, place, person).split("CACES R489")[1][:900]
    assert "Expired" in part and "<svg" in part


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [({"wording": ""}, "required"), ({"expires_on": "2025-01-14"}, "before it is issued"), ({"issued_on": ""}, "requ")],
)
def test_refusals_of_a_certification_stand_beside_the_field(
    place: Establishment, person: Person, client: Client, changes: dict[str, Any], sentence: str
) -> None:
    answer = client.post(url(place, "certification_add", person.pk), licence(**changes))
    assert sentence in answer.content.decode().split('class="errorlist"')[1][:300]
    assert not Certification.objects.exists()


def test_an_instructor_reads_certifications_and_writes_none(place: Establishment, person: Person) -> None:
    row = certify(person)
    client = client_of(user_of(place, Role.INSTRUCTOR, workshop="BLA"))
    assert "CACES R489" in shown(client, place, person)
    for name, keys in (("certification_add", ()), ("certification", (row.pk,)), ("certification_remove", (row.pk,))):
        assert client.post(url(place, name, person.pk, *keys), licence()).status_code == 404


def test_another_person_s_card_is_404(place: Establishment, person: Person, client: Client, educator: Client) -> None:
    other = small.engage(place, "8", last_name="Bouleau")
    assert client.get(url(place, "certification", other.pk, certify(person).pk)).status_code == 404
    assert educator.get(url(place, "restriction", other.pk, restrict(person).pk)).status_code == 404


# ---------------------------------------------------------------- for the tablet


def test_the_card_tells_what_is_in_force_and_what_expires(person: Person) -> None:
    restrict(person)
    restrict(person, wording="Later", starts_on=TODAY + DAY)
    restrict(person, wording="Before", starts_on=TODAY - 9 * DAY, ends_before=TODAY)
    certify(person, "Renewed", TODAY - DAY)
    certify(person, "renewed", TODAY + 900 * DAY, issued_on=date(2025, 1, 1))
    certify(person, "Expired", TODAY - DAY)
    certify(person, "Soon", TODAY + 30 * DAY)
    certify(person, "For good")
    assert dict(cards.restrictions_in_words([person.pk], TODAY)) == {person.pk: [WORDS]}
    found = cards.certifications_expiring([person.pk], TODAY)[person.pk]
    assert [(one.name, str(one.state)) for one in found] == [("Expired", "expired"), ("Soon", "expiring")]


def test_cards_take_one_query_each_however_many_people(place: Establishment) -> None:
    people = [small.engage(place, str(number)) for number in range(1, 4)]
    for person in people:
        restrict(person)
        certify(person, expires_on=TODAY)
    for keys in ([people[0].pk], [person.pk for person in people]):
        with CaptureQueriesContext(connection) as queries:
            assert len(cards.restrictions_in_words(keys, TODAY)) == len(keys)
            assert len(cards.certifications_expiring(keys, TODAY)) == len(keys)
        assert len(queries) == 2


def test_the_page_takes_the_same_queries_for_one_row_and_for_twenty(
    place: Establishment, person: Person, educator: Client
) -> None:
    counts = []
    for _ in range(2):
        restrict(person)
        certify(person)
        with CaptureQueriesContext(connection) as queries:
            shown(educator, place, person)
        counts.append(len(queries))
        for number in range(19):
            restrict(person, wording=str(number))
            certify(person, str(number))
    assert counts[0] == counts[1]
