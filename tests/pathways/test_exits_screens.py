"""Screens of exits, of those to complete, of what is asked after, and of returns."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from python_calamine import CalamineWorkbook

from etabli.kit.models import AccessLog
from etabli.org.models import Establishment, User
from etabli.org.states import Role
from etabli.pathways.models import Exit, FollowUp, Return, Situation
from etabli.people.actions import end_engagement
from etabli.people.models import Person
from tests import workplace as small
from tests.pathways.leaving import GONE, LAST, OPERATOR, engagement_of, exit_of, host, job, partner, return_of
from tests.support.conftest import client_of, user_of

SECRET = "Épuisement fictif"


@pytest.fixture
def client(educator: User) -> Client:
    return client_of(educator)


def url(place: Establishment, name: str, **parts: Any) -> str:
    return reverse(f"pathways:{name}", kwargs={"finess": place.finess, **parts})


def sent(client: Client, way: str, **values: Any) -> str:
    """The page shown after a POST, followed where it leads."""
    return client.post(way, values, follow=True).content.decode()


LEAVING = {"last_day": "2025-06-30", "destination": "private", "mdph_validated": "yes"}


# ---------------------------------------------------------------- leaving


def test_leaving_is_one_form_and_can_be_undone(client: Client, place: Establishment, person: Person) -> None:
    work = job(place, person, state="draft")
    answer = client.post(
        url(place, "exit_add", pk=person.pk), {**LEAVING, "job": work.pk, "reason": SECRET}, follow=True
    )
    text, row = answer.content.decode(), Exit.objects.get()
    assert answer.redirect_chain == [(url(place, "exit", exit=row.pk), 302)]
    assert (row.contract, row.host, row.mdph_validated) == ("cdi", work.host, True)
    assert SECRET in text and "3 months after" in text and "Undo" in text and work.host.name in text
    assert "To be agreed" in text, "a job all the week is agreed once she has left"
    undo = answer.context["undo"]
    back = client.post(undo["address"], {"token": undo["token"]}, follow=True)
    assert not Exit.objects.exists() and engagement_of(person).ends_before is None
    undo = back.context["undo"]
    assert SECRET not in str(client.session.items()), "the reason leaves the table encrypted"
    client.post(undo["address"], {"token": undo["token"]})
    row = Exit.objects.get()
    assert (row.destination, row.reason, row.job, row.host) == ("private", SECRET, work, work.host)
    assert engagement_of(person).ends_before == GONE


def test_a_refusal_stands_beside_its_field_and_the_form_stays_filled(
    client: Client, place: Establishment, person: Person
) -> None:
    answer = client.post(
        url(place, "exit_add", pk=person.pk), {**LEAVING, "destination": "family", "contract": "cdi", "reason": SECRET}
    )
    form = answer.context["form"]
    assert list(form.errors) == ["contract"] and SECRET in answer.content.decode()
    assert not Exit.objects.exists()


def test_an_orientation_that_is_known_is_proposed(client: Client, place: Establishment, person: Person) -> None:
    Situation.objects.create(establishment=place, person=person, orientation_until=date(2028, 5, 31))
    assert 'value="2028-05-31"' in client.get(url(place, "exit_add", pk=person.pk)).content.decode()


def test_who_left_already_has_nothing_to_leave(client: Client, place: Establishment, person: Person) -> None:
    exit_of(person)
    answer = client.get(url(place, "exit_add", pk=person.pk))
    assert answer.status_code == 302 and answer["Location"] == url(place, "timeline", pk=person.pk)


def test_an_exit_is_corrected_and_taken_back(client: Client, place: Establishment, person: Person) -> None:
    row = exit_of(person, reason=SECRET)
    way = url(place, "exit_correct", exit=row.pk)
    assert SECRET in client.get(way).content.decode()
    assert "The exit is corrected." in sent(client, way, **{**LEAVING, "destination": "public"})
    row.refresh_from_db()
    assert (row.destination, row.reason) == ("public", "")
    sent(client, url(place, "exit_take_back", exit=row.pk))
    assert not Exit.objects.exists()


def test_what_was_asked_after_is_not_taken_back(client: Client, place: Establishment, person: Person) -> None:
    row = exit_of(person)
    FollowUp.objects.filter(months=3).update(seen_on=GONE)
    assert "Someone asked after this person" in sent(client, url(place, "exit_take_back", exit=row.pk))
    assert Exit.objects.exists()


def test_a_job_all_the_week_keeps_the_exit(client: Client, place: Establishment, person: Person) -> None:
    row = exit_of(person)
    job(place, person)
    sent(client, url(place, "exit_take_back", exit=row.pk))
    assert Exit.objects.exists() and engagement_of(person).ends_before == GONE


# ---------------------------------------------------------------- to complete


def test_one_tap_says_where_she_went_and_can_be_undone(client: Client, place: Establishment, person: Person) -> None:
    end_engagement(engagement=engagement_of(person), ends_before=GONE, end_reason="Départ à la retraite", **OPERATOR)
    page = client.get(url(place, "exits_to_complete"))
    assert [code for code, _word in page.context["cards"][0]["taps"]] == ["retirement", "unknown"]
    way = url(place, "exit_tap", engagement=engagement_of(person).pk)
    answer = client.post(way, {"destination": "retirement"}, follow=True)
    assert Exit.objects.get().destination == "retirement" and "Nothing to complete" in answer.content.decode()
    undo = answer.context["undo"]
    client.post(undo["address"], {"token": undo["token"]})
    assert engagement_of(person).ends_before == GONE, "the engagement had ended before"
    assert client.post(way, {"destination": "moon"}).status_code == 404


def test_the_form_to_complete_knows_the_end(client: Client, place: Establishment, person: Person) -> None:
    end_engagement(engagement=engagement_of(person), ends_before=GONE, end_reason="Décès", **OPERATOR)
    page = client.get(url(place, "exit_complete", engagement=engagement_of(person).pk))
    initial = page.context["form"].initial
    assert (initial["last_day"], initial["destination"], initial["reason"]) == (LAST, "death", "Décès")
    assert client.get(url(place, "exit_complete", engagement=0)).status_code == 404


# ---------------------------------------------------------------- lists and files


def test_the_list_counts_the_year_and_filters(
    client: Client, place: Establishment, person: Person, other: Person
) -> None:
    exit_of(person, "private")
    exit_of(other, "family")
    page = client.get(url(place, "exits"), {"year": "2025"})
    assert (page.context["counts"].left, page.context["counts"].private, page.context["counts"].other) == (2, 1, 1)
    for chosen, names in (("ordinary", {"Aulne"}), ("family", {"Bouleau"}), ("death", set())):
        rows = client.get(url(place, "exits"), {"year": "2025", "destination": chosen}).context["rows"]
        assert {row["cells"][0]["text"].split()[0] for row in rows} == names
    assert (
        "Nobody left in that year" in client.get(url(place, "exits"), {"year": str(date.today().year)}).content.decode()
    )


def test_the_files_say_what_the_list_says_and_are_noted(client: Client, place: Establishment, person: Person) -> None:
    row = exit_of(person, "private", orientation_until=date(2099, 1, 31))
    return_of(row, GONE)
    for name, columns in (("exits_export", 9), ("returns_export", 5), ("follow_ups_export", 7)):
        way = url(place, name, kind="xlsx") + "?year=2025"
        sheet = CalamineWorkbook.from_filelike(BytesIO(client.get(way).content)).get_sheet_by_index(0).to_python()
        assert len(sheet[0]) == columns and sheet[1][0] == "Aulne Camille"
        assert client.get(url(place, name, kind="csv")).status_code == 200
        assert client.get(url(place, name, kind="pdf")).status_code == 404
    assert AccessLog.objects.filter(what="pathways.exits").exists()


@pytest.mark.parametrize("name", ["exits", "exits_to_complete", "follow_ups", "returns"])
def test_a_list_asks_as_much_for_one_row_as_for_twenty(
    client: Client, place: Establishment, person: Person, name: str
) -> None:
    def fill(who: Person) -> None:
        if name == "exits_to_complete":
            end_engagement(engagement=engagement_of(who), ends_before=GONE, end_reason="", **OPERATOR)
        else:
            return_of(exit_of(who, host=host(place)), GONE, by_right=False)

    def cost() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            page = client.get(url(place, name), {"year": "2025"})
        found.append(page.context["page"].paginator.count)
        return len(queries)

    found: list[int] = []
    fill(person)
    cost()
    one = cost()
    for number in range(20, 39):
        fill(small.engage(place, str(number), last_name=f"Fictif{number}"))
    assert cost() == one
    assert found[-1] >= 20 > found[0]


def test_an_empty_house_says_what_to_do(client: Client, place: Establishment) -> None:
    for name, words in (
        ("exits", "Nobody left in that year"),
        ("exits_to_complete", "Nothing to complete"),
        ("follow_ups", "Nobody to ask after"),
        ("returns", "Nobody came back yet"),
    ):
        assert words in client.get(url(place, name)).content.decode()
    assert "Nothing answered yet" in client.get(url(place, "follow_ups"), {"answered": "1"}).content.decode()


# ---------------------------------------------------------------- asked after


def test_an_answer_is_written_corrected_and_taken_out(client: Client, place: Establishment, person: Person) -> None:
    row = exit_of(person)
    one = row.follow_ups.get(months=3)
    way = url(place, "follow_up", follow_up=one.pk)
    assert "The person left on" in sent(client, way, seen_on="2025-06-30", still_employed="yes")
    assert "Still at work" in sent(client, way, seen_on="2025-10-02", still_employed="yes", note=SECRET)
    one.refresh_from_db()
    assert (one.still_employed, one.note) == (True, SECRET)
    assert SECRET in client.get(way).content.decode()
    assert "Still at work" in client.get(url(place, "follow_ups"), {"answered": "1"}).content.decode()
    sent(client, way, seen_on="2025-10-02", still_employed="unknown")
    assert "Nobody can tell" in client.get(url(place, "exit", exit=row.pk)).content.decode()
    sent(client, url(place, "follow_up_reopen", follow_up=one.pk))
    one.refresh_from_db()
    assert one.seen_on is None


# ---------------------------------------------------------------- returning


@pytest.mark.parametrize(
    ("destination", "until", "words"),
    [
        ("private", date(2099, 1, 31), "until 31 January 2099 included"),
        ("private", date(2025, 7, 31), "since the orientation of the CDAPH ended on 31 July 2025"),
        ("private", None, "Say until when the orientation"),
        ("family", None, "It is of those who left for a job"),
    ],
)
def test_the_page_says_what_is_left_of_the_right(
    client: Client, place: Establishment, person: Person, destination: str, until: date | None, words: str
) -> None:
    row = exit_of(person, destination, orientation_until=until)
    text = client.get(url(place, "exit", exit=row.pk)).content.decode().replace("\xa0", " ")
    assert words in text and "CASF, article L344-2-5" in text


def test_she_comes_back_here_and_the_return_is_taken_back(client: Client, place: Establishment, person: Person) -> None:
    row = exit_of(person, orientation_until=date(2099, 1, 31))
    way = url(place, "return_add", exit=row.pk)
    assert client.get(way).context["form"].initial["by_right"] is True
    values = {"returned_on": "2025-10-01", "where": "here", "by_right": "on", "fraction": "50"}
    sent(client, way, **values)
    engagement = engagement_of(person)
    assert engagement.starts_on == date(2025, 10, 1) and engagement.terms.get().fraction == 5000
    assert not engagement.terms.get().follows_opening, "which half-days a part-timer is due is still to be confirmed"
    assert "under the right to return" in client.get(url(place, "exit", exit=row.pk)).content.decode()
    assert "written down already" in sent(client, way, **values)
    client.post(url(place, "return_take_back", back=Return.objects.get().pk))
    assert not Return.objects.exists()
    offer = client.session["undo"]
    assert "written down again" in sent(client, offer["address"], token=offer["token"])
    back = Return.objects.get()
    assert (back.returned_on, back.by_right, back.engagement) == (date(2025, 10, 1), True, engagement)


def test_elsewhere_is_one_of_the_partners_or_named(client: Client, place: Establishment, person: Person) -> None:
    row, known = exit_of(person, orientation_until=date(2099, 1, 31)), partner(place)
    way = url(place, "return_add", exit=row.pk)
    values = {"returned_on": "2025-10-01", "by_right": "on"}
    refused = client.post(way, {**values, "where": "other", "esat_name": "ESAT Autre"})
    assert list(refused.context["form"].errors) == ["esat_name"]
    sent(client, way, **values, where=f"partner-{known.pk}")
    back = Return.objects.get()
    assert (back.esat_name, back.elsewhere, back.by_right) == ("ESAT Fictif", True, True)
    assert "ESAT Fictif" in client.get(url(place, "returns")).content.decode()


# ---------------------------------------------------------------- who may


def test_administration_reads_and_does_not_write(place: Establishment, person: Person) -> None:
    row, desk = exit_of(person), client_of(user_of(place, Role.ADMINISTRATION))
    page = desk.get(url(place, "exit", exit=row.pk))
    assert page.status_code == 200 and "take the exit back" not in page.content.decode()
    for name, parts in (
        ("exit_correct", {"exit": row.pk}),
        ("return_add", {"exit": row.pk}),
        ("exits_to_complete", {}),
    ):
        assert desk.get(url(place, name, **parts)).status_code == 404
    lists = desk.get(url(place, "follow_ups")).content.decode()
    assert url(place, "exit", exit=row.pk) in lists and url(place, "exits_to_complete") not in lists


def test_everyone_who_reads_counts_the_same(place: Establishment, person: Person, educator: User) -> None:
    end_engagement(engagement=engagement_of(person), ends_before=GONE, end_reason="", **OPERATOR)
    for user in (educator, user_of(place, Role.ADMINISTRATION)):
        counts = client_of(user).get(url(place, "exits"), {"year": "2025"}).context["counts"]
        assert (counts.left, counts.other) == (1, 1)


def test_an_educator_of_one_workshop_sees_those_of_it(place: Establishment, person: Person, other: Person) -> None:
    mine, theirs = exit_of(person), exit_of(other)
    limited = client_of(user_of(place, Role.EDUCATOR, workshop="BLA"))
    assert limited.get(url(place, "exit", exit=mine.pk)).status_code == 200
    assert limited.get(url(place, "exit", exit=theirs.pk)).status_code == 404
    assert limited.get(url(place, "exit_correct", exit=theirs.pk)).status_code == 404
    assert limited.get(url(place, "exits"), {"year": "2025"}).context["page"].paginator.count == 1
    assert limited.get(url(place, "exits"), {"year": "2025"}).context["counts"].left == 1
