"""The waiting list: order, counts, admission into people, withdrawal and its undo, what is kept of who did not come."""

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

from etabli.core.counting import WHOLE
from etabli.core.refusal import Refusal
from etabli.kit.models import AccessLog, JournalRow
from etabli.org.models import Establishment, User
from etabli.org.states import Role
from etabli.pathways.actions import waiting as actions
from etabli.pathways.models import PersonFact, Situation, WaitingEntry
from etabli.pathways.queries.waiting import entries_in
from etabli.pathways.rules import waiting as rules
from etabli.pathways.states import WAITING_STEPS, WaitingState, WaitLength
from etabli.people.actions import TermsSpec
from etabli.people.models import Engagement, EngagementFact, Person, Registration
from tests import workplace as small
from tests.pathways.asking import OPERATOR, TODAY, apply
from tests.support.conftest import client_of, user_of

DAY = timedelta(days=1)
START = date(2026, 1, 12)


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("people.access", "org.access", "org.queries", "pathways.access", "pathways.views.waiting"):
        monkeypatch.setattr(f"etabli.{module}.today", lambda: TODAY)
    monkeypatch.setattr("etabli.pathways.views.waiting.now", lambda: small.AT)


@pytest.fixture
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def head(place: Establishment) -> User:
    return user_of(place, Role.HEAD_OF_SERVICE)


def url(place: Establishment, name: str, *args: Any) -> str:
    return reverse(f"pathways:{name}", args=[place.finess, *args])


def shown(client: Client, address: str, **query: str) -> str:
    answer = client.get(address, query)
    assert answer.status_code == 200, answer.status_code
    return " ".join(answer.content.decode().split())


def said(client: Client, address: str, **data: Any) -> str:
    return " ".join(client.post(address, data, follow=True).content.decode().split())


def refused(code: str, act: Any, **values: Any) -> None:
    with pytest.raises(Refusal) as refusal:
        act(**values)
    assert refusal.value.code == code


def admission(**changes: Any) -> actions.Admission:
    values = {"kind": "accompaniment", "starts_on": START, "terms": TermsSpec(WHOLE), "staff_number": "77"}
    return actions.Admission(**{**values, **changes})


# ---------------------------------------------------------------- rules


@given(st.integers(0, 40), st.integers(0, 27))
def test_a_wait_is_in_one_length_and_never_shorter_later(months: int, days: int) -> None:
    since = date(2024, 1, 1)
    day = date(2024 + months // 12, months % 12 + 1, days + 1)
    expected = {0: WaitLength.HALF_A_YEAR, 1: WaitLength.ONE_YEAR, 2: WaitLength.TWO_YEARS, 3: WaitLength.TWO_YEARS}
    assert rules.length_of(since, day) == expected.get(months // 6, WaitLength.LONGER)
    assert rules.months_waited(since, day) == months


def test_a_month_is_waited_when_its_day_has_come_or_the_last_of_a_shorter_month() -> None:
    told = [(date(2025, 1, 31), date(2025, 2, 27)), (date(2025, 1, 31), date(2025, 2, 28)), (TODAY, TODAY)]
    assert [rules.months_waited(since, day) for since, day in told] == [0, 1, 0]


def test_who_waits_is_counted_by_length_and_by_creton() -> None:
    counts = rules.count([(date(2025, 7, 16), True), (date(2025, 7, 15), False), (date(2020, 1, 1), True)], TODAY)
    assert (counts.waiting, counts.creton) == (3, 2)
    assert list(counts.lengths.values()) == [1, 1, 0, 1]


@pytest.mark.parametrize(
    ("code", "changes"),
    [
        ("waiting_without_name", {"first_name": " "}),
        ("waiting_applied_to_come", {"applied_on": TODAY + DAY}),
        ("waiting_orientation_to_come", {"orientation_on": TODAY + DAY}),
        ("waiting_born_after", {"birth_date": date(2025, 6, 2)}),
    ],
)
def test_an_entry_that_makes_no_sense_is_refused(place: Establishment, code: str, changes: dict[str, Any]) -> None:
    refused(code, apply, place=place, **changes)
    assert not WaitingEntry.objects.exists()


@pytest.mark.parametrize("state", list(WaitingState))
def test_no_other_step_than_those_of_the_table(state: WaitingState) -> None:
    for wanted in WaitingState:
        if wanted in WAITING_STEPS[state]:
            rules.check_step(state, wanted)
        else:
            refused("waiting_step_refused", rules.check_step, state=state, wanted=wanted)


def test_who_withdraws_does_so_after_asking_and_may_ask_again(place: Establishment) -> None:
    row = apply(place)
    closing: dict[str, Any] = {"entry": row, "state": "withdrawn", "on": TODAY, **OPERATOR}
    refused("waiting_closed_before", actions.close_entry, **closing, closed_on=date(2025, 6, 1))
    refused("waiting_closed_to_come", actions.close_entry, **closing, closed_on=TODAY + DAY)
    refused("waiting_not_removable", actions.remove_entry, entry=row, **OPERATOR)
    actions.close_entry(**closing, closed_on=TODAY)
    refused("waiting_step_refused", actions.admit, entry=row, admission=admission(), **OPERATOR)
    actions.reopen_entry(entry=row, **OPERATOR)
    assert (row.state, row.closed_on) == (WaitingState.WAITING, None)
    actions.close_entry(**closing, closed_on=TODAY)
    actions.remove_entry(entry=row, **OPERATOR)
    assert not WaitingEntry.objects.exists()


# ---------------------------------------------------------------- admission


def test_who_is_admitted_is_registered_engaged_and_counted(place: Establishment) -> None:
    row = apply(place, birth_date=date(2003, 4, 5), orientation_on=date(2025, 3, 1))
    workshop = place.workshops.get(code="EV")
    person = actions.admit(entry=row, admission=admission(workshop=workshop, sex="F"), **OPERATOR)
    registration = Registration.objects.get(person=person)
    assert (registration.staff_number, registration.workshop, person.birth_date) == ("77", workshop, date(2003, 4, 5))
    assert (row.state, row.closed_on, row.person) == (WaitingState.ADMITTED, START, person)
    assert EngagementFact.objects.get(subject=person).kind == "accompaniment"
    assert Situation.objects.get(person=person).orientation_from == date(2025, 3, 1)
    assert PersonFact.objects.get(subject=person).orientation_day is not None


def test_who_is_known_here_gets_one_more_engagement_and_keeps_her_situation(place: Establishment) -> None:
    known = small.engage(place, "12", last_name="Saule", first_name="Noa", kind="trainee", last_day=date(2025, 5, 30))
    Situation.objects.create(establishment=place, person=known, orientation_from=date(2024, 1, 1))
    row = apply(place, orientation_on=date(2025, 3, 1))
    registration = Registration.objects.get(person=known)
    made = actions.admit(entry=row, admission=admission(registration=registration, staff_number=""), **OPERATOR)
    assert made == known and Person.objects.count() == 1 and Engagement.objects.count() == 2
    assert Situation.objects.get().orientation_from == date(2024, 1, 1)


def test_what_people_refuse_leaves_her_waiting(place: Establishment, elsewhere: Establishment, person: Person) -> None:
    row = apply(place)
    refused(
        "waiting_admitted_before", actions.admit, entry=row, admission=admission(starts_on=date(2025, 6, 1)), **OPERATOR
    )
    refused("staff_number_taken", actions.admit, entry=row, admission=admission(staff_number="7"), **OPERATOR)
    stranger = Registration.objects.get(person=small.engage(elsewhere, "1"))
    refused("waiting_person_unknown", actions.admit, entry=row, admission=admission(registration=stranger), **OPERATOR)
    row.refresh_from_db()
    assert (row.state, row.person) == (WaitingState.WAITING, None)


# ---------------------------------------------------------------- screens


def test_the_list_is_in_the_order_asked_for(place: Establishment, head: User, in_english: None) -> None:
    apply(place, "Un", orientation_on=date(2025, 5, 1))
    apply(place, "Deux", applied_on=date(2025, 5, 1), creton=True)
    apply(place, "Trois", applied_on=date(2025, 7, 1), orientation_on=date(2024, 1, 1), creton=True)
    names = lambda **chosen: [row.last_name for row in entries_in(head, place, **chosen)]  # noqa: E731
    assert names() == ["Deux", "Un", "Trois"]
    assert names(sort="orientation") == ["Trois", "Un", "Deux"]
    assert names(creton="no") == ["Un"] and names(text="TRÔI") == ["Trois"]
    text = shown(client_of(head), url(place, "waiting"))
    assert "3 persons wait" in text and "2 by the amendement Creton" in text and "Less than six months" in text
    assert ">8 months<" in text.replace("\xa0", " ").replace("> ", ">").replace(" <", "<")
    assert "Nobody answers" in shown(client_of(head), url(place, "waiting"), state="refused")


def test_someone_is_put_on_the_list_corrected_and_refused_with_undo(
    place: Establishment, head: User, in_english: None
) -> None:
    client = client_of(head)
    assert "Nobody waits" in shown(client, url(place, "waiting"))
    data = {"last_name": "Saule", "first_name": "Noa", "applied_on": "2026-01-16", "note": "Préfère dehors"}
    text = said(client, url(place, "waiting_add"), **data)
    assert "has not come yet" in text and "Préfère dehors" in text
    said(client, url(place, "waiting_add"), **data | {"applied_on": "2026-01-05"}, creton="on")
    row = WaitingEntry.objects.get()
    assert row.creton and not any("dehors" in str(vars(one)) for one in JournalRow.objects.all())
    said(client, url(place, "waiting_change", row.pk), **data | {"applied_on": "2026-01-06"})
    row.refresh_from_db()
    assert (row.applied_on, row.creton) == (date(2026, 1, 6), False)
    text = said(client, url(place, "waiting_close", row.pk, "refused"), closed_on="2026-01-05")
    assert "that day or a later one" in text
    text = said(client, url(place, "waiting_close", row.pk, "refused"), closed_on="2026-01-15")
    assert "Saule Noa is now: Refused." in text and "Undo" in text
    assert "waits again" in said(client, url(place, "waiting_reopen", row.pk))
    said(client, url(place, "waiting_close", row.pk, "withdrawn"), closed_on="2026-01-15")
    assert "cannot be taken back" in shown(client, url(place, "waiting_remove", row.pk))
    assert "no longer on the list" in said(client, url(place, "waiting_remove", row.pk))
    assert not WaitingEntry.objects.exists()
    assert client.get(url(place, "waiting_close", 1, "admitted")).status_code == 404


def test_what_someone_else_did_meanwhile_holds(place: Establishment) -> None:
    """Two screens that show the same entry: she is admitted once, and not withdrawn after."""
    row = apply(place)
    stale = [WaitingEntry.objects.get(pk=row.pk) for _screen in range(2)]
    actions.admit(entry=row, admission=admission(), **OPERATOR)
    with pytest.raises(Refusal) as again:
        actions.admit(entry=stale[0], admission=admission(staff_number="78"), **OPERATOR)
    with pytest.raises(Refusal) as withdrawn:
        actions.close_entry(entry=stale[1], state="withdrawn", closed_on=TODAY, on=TODAY, **OPERATOR)
    assert again.value.code == withdrawn.value.code == "waiting_step_refused"
    assert Registration.objects.count() == 1


def test_she_is_admitted_from_her_page(place: Establishment, head: User, in_english: None) -> None:
    small.engage(place, "12", last_name="Saule", first_name="Noa", kind="trainee", last_day=date(2025, 5, 30))
    row, client = apply(place), client_of(head)
    address = url(place, "waiting_admit", row.pk)
    assert "Saule Noa (12)" in shown(client, address)
    data = {"kind": "accompaniment", "starts_on": "2026-01-12", "fraction": "50"}
    assert "needs a staff number" in said(client, address, **data)
    registration = Registration.objects.get(staff_number="12")
    assert "is admitted" in said(client, address, **data, known=registration.pk)
    engagement = Engagement.objects.get(kind="accompaniment")
    assert engagement.person == registration.person and engagement.terms.get().follows_opening is False
    assert "people/" in shown(client, url(place, "waiting_entry", row.pk))


def test_the_list_reads_as_much_for_twenty_as_for_one(place: Establishment, head: User) -> None:
    workshop = place.workshops.get(code="EV")
    client, counts = client_of(head), []
    for more in (1, 20):
        for number in range(more):
            apply(place, f"Nom {number}", wanted_workshop=workshop)
        client.get(url(place, "waiting"))
        with CaptureQueriesContext(connection) as queries:
            client.get(url(place, "waiting"))
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_the_list_is_taken_as_a_file_and_noted(place: Establishment, head: User) -> None:
    apply(place, creton=True)
    answer = client_of(head).get(url(place, "waiting_export", "csv"))
    assert "Saule Noa" in answer.content.decode("utf-8-sig")
    assert AccessLog.objects.filter(what="pathways.waiting_export").exists()
    assert client_of(head).get(url(place, "waiting_export", "ods")).status_code == 404


def test_an_educator_reads_and_does_not_write_and_others_see_nothing(
    place: Establishment, educator: User, in_english: None
) -> None:
    row = apply(place)
    client = client_of(educator)
    assert "Saule" in shown(client, url(place, "waiting"))
    assert "Admit" not in shown(client, url(place, "waiting_entry", row.pk))
    assert client.post(url(place, "waiting_admit", row.pk)).status_code == 404
    for role in (Role.SALES, Role.INSTRUCTOR, Role.AUDITOR):
        assert client_of(user_of(place, role)).get(url(place, "waiting")).status_code == 404
