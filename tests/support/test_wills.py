"""The will to go to ordinary work: written in a plan with its day and her words, taken back, counted, said in an interview."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from etabli.core.periods import day_no
from etabli.core.refusal import Refusal
from etabli.kit.models import JournalRow
from etabli.org.models import Establishment, User
from etabli.org.states import Role
from etabli.people.models import Person
from etabli.support import actions
from etabli.support.models import Meeting, OrdinaryWorkWill, OrdinaryWorkWillFact, Plan
from etabli.support.rules import wills as rules
from etabli.support.states import PlanState
from tests import workplace as small
from tests.support.conftest import client_of, user_of
from tests.support.planning import OPERATOR, TODAY, begin, bring, in_force, wish

DAY = timedelta(days=1)
FOR_EVER = 9_999_999
SAID = "Je veux travailler en ville"


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("people.access", "org.access", "org.queries", "support.views.plans", "support.views.wills"):
        monkeypatch.setattr(f"etabli.{module}.today", lambda: TODAY)
    for module in ("plans", "wills"):
        monkeypatch.setattr(f"etabli.support.views.{module}.now", lambda: small.AT)


@pytest.fixture
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def url(place: Establishment, name: str, *args: Any) -> str:
    return reverse(f"support:{name}", args=[place.finess, *args])


def said(client: Client, address: str, **data: Any) -> str:
    return " ".join(client.post(address, data, follow=True).content.decode().split())


def refused(code: str, act: Any, **values: Any) -> None:
    with pytest.raises(Refusal) as refusal:
        act(**values)
    assert refusal.value.code == code


def counted(place: Establishment) -> list[tuple[int, int, int | None]]:
    return list(
        OrdinaryWorkWillFact.objects.filter(establishment=place).values_list("from_day", "to_day", "seeker_day")
    )


# ---------------------------------------------------------------- what is written, and what is counted


def test_what_she_says_counts_from_its_day_until_she_takes_it_back(place: Establishment, person: Person) -> None:
    row = wish(in_force(place, person), date(2025, 9, 1), job_seeker_since=date(2025, 10, 1))
    assert counted(place) == [(day_no(date(2025, 9, 1)), FOR_EVER, day_no(date(2025, 10, 1)))]
    actions.withdraw_will(will=row, withdrawn_on=date(2025, 12, 1), on=TODAY, **OPERATOR)
    assert counted(place) == [(day_no(date(2025, 9, 1)), day_no(date(2025, 12, 1)), day_no(date(2025, 10, 1)))]
    wish(Plan.objects.get(), date(2026, 1, 10))
    assert len(counted(place)) == 2 and OrdinaryWorkWill.objects.count() == 2
    refused("will_stands", actions.resume_will, will=row, **OPERATOR)


def test_taken_back_on_its_own_day_it_was_never_said(place: Establishment, person: Person) -> None:
    row = wish(begin(place, person), TODAY)
    actions.withdraw_will(will=row, withdrawn_on=TODAY, on=TODAY, **OPERATOR)
    assert counted(place) == []
    actions.resume_will(will=row, **OPERATOR)
    actions.resume_will(will=row, **OPERATOR)
    assert counted(place) == [(day_no(TODAY), FOR_EVER, None)]


def test_only_a_draft_or_an_agreed_plan_says_it(place: Establishment, person: Person) -> None:
    held = {state for state in PlanState if rules.is_will_in_plan(state)}
    assert held == {PlanState.DRAFT, PlanState.SIGNED, PlanState.IN_FORCE, PlanState.UNDER_REVIEW}
    plan = in_force(place, person)
    bring(plan, PlanState.CLOSED)
    refused("will_without_plan", wish, plan=plan)


def test_a_draft_that_says_it_says_yes(place: Establishment, person: Person) -> None:
    plan = begin(place, person)
    wish(plan)
    plan.refresh_from_db()
    assert plan.wants_ordinary_work is True


def test_an_agreed_plan_keeps_what_was_signed(place: Establishment, person: Person) -> None:
    plan = in_force(place, person)
    wish(plan)
    plan.refresh_from_db()
    assert plan.wants_ordinary_work is None


@pytest.mark.parametrize(
    ("code", "changes"),
    [
        ("will_without_words", {"words": "  "}),
        ("support_day_to_come", {"said_on": TODAY + DAY}),
        ("seeker_day_to_come", {"job_seeker_since": TODAY + DAY}),
        ("plan_text_too_long", {"words": "x" * 100_000}),
    ],
)
def test_a_will_has_words_and_days_that_came(
    place: Establishment, person: Person, code: str, changes: dict[str, Any]
) -> None:
    refused(code, wish, plan=begin(place, person), **changes)
    assert not OrdinaryWorkWill.objects.exists()


def test_one_will_stands_at_a_time_in_the_database_too(place: Establishment, person: Person) -> None:
    row = wish(begin(place, person))
    refused("will_stands", wish, plan=row.plan)
    where = {"establishment": place, "person": person, "plan": row.plan, "words": "…"}
    with pytest.raises(IntegrityError), transaction.atomic():
        OrdinaryWorkWill.objects.create(**where, said_on=TODAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        OrdinaryWorkWill.objects.create(**where, said_on=TODAY, withdrawn_on=TODAY - DAY)


def test_a_correction_keeps_the_day_it_was_taken_back_after(place: Establishment, person: Person) -> None:
    row = wish(begin(place, person), date(2025, 9, 1))
    actions.withdraw_will(will=row, withdrawn_on=date(2025, 12, 1), on=TODAY, **OPERATOR)
    late = actions.WillSpec(date(2025, 12, 2), SAID)
    refused("will_withdrawn_before", actions.correct_will, will=row, spec=late, on=TODAY, **OPERATOR)
    actions.correct_will(will=row, spec=actions.WillSpec(date(2025, 8, 1), "Autrement"), on=TODAY, **OPERATOR)
    row.refresh_from_db()
    assert (row.said_on, row.words) == (date(2025, 8, 1), "Autrement")
    assert counted(place)[0][0] == day_no(date(2025, 8, 1))


@given(st.integers(0, 8), st.integers(0, 8), st.integers(0, 8))
def test_it_is_taken_back_between_the_day_it_was_said_and_today(said_on: int, taken: int, now: int) -> None:
    first = date(2026, 1, 1)
    days = [first + DAY * number for number in (said_on, taken, now)]
    if said_on <= taken <= now:
        rules.check_withdrawal(*days)
    else:
        with pytest.raises(Refusal):
            rules.check_withdrawal(*days)


def test_her_words_are_encrypted_and_the_journal_holds_no_word_of_them(place: Establishment, person: Person) -> None:
    wish(begin(place, person), words="Travailler à la mairie")
    rows = JournalRow.objects.filter(table_name="support_ordinaryworkwill")
    assert rows.exists() and not any("mairie" in str(vars(row)) for row in rows)
    assert not JournalRow.objects.filter(table_name="ordinary_work_will").exists()


# ---------------------------------------------------------------- screens


def test_it_is_written_corrected_and_taken_back_from_the_plan(
    place: Establishment, person: Person, educator: User, in_english: None
) -> None:
    plan, client = in_force(place, person), client_of(educator)
    assert "The person did not say so." in client.get(url(place, "plan", person.pk, plan.pk)).content.decode()
    address = url(place, "will_add", person.pk, plan.pk)
    text = said(client, address, words="", said_on="2026-01-16")
    assert "This field is required" in text or "is required" in text.lower()
    text = said(client, address, words="À la mairie", said_on="2026-01-16")
    assert "has not come yet" in text and "À la mairie" in text
    text = said(client, address, words="À la mairie", said_on="2026-01-14", job_seeker_since="2026-01-02")
    assert "What was said is saved." in text and "À la mairie" in text and "looking for a job since" in text
    assert address not in text
    row = OrdinaryWorkWill.objects.get()
    assert "À la mairie" in client.get(url(place, "will", person.pk, row.pk)).content.decode()
    said(client, url(place, "will", person.pk, row.pk), words="À la poste", said_on="2026-01-14")
    text = said(client, url(place, "will_withdraw", person.pk, row.pk), withdrawn_on="2026-01-13")
    assert "it cannot be taken back before that day" in text
    text = said(client, url(place, "will_withdraw", person.pk, row.pk), withdrawn_on="2026-01-15")
    assert "the person no longer wants it" in text and "Undo" in text and "À la poste" in text and address in text
    assert "holds again" in said(client, url(place, "will_resume", person.pk, row.pk))
    assert counted(place) == [(day_no(date(2026, 1, 14)), FOR_EVER, None)]


def test_a_yes_without_a_day_is_told_as_not_counted(
    place: Establishment, person: Person, educator: User, in_english: None
) -> None:
    plan = begin(place, person)
    days = {"starts_on": plan.starts_on, "review_on": None, "referent": None}
    actions.save_plan(plan=plan, **days, wants_ordinary_work=True, ordinary_work_evidence="", **OPERATOR)
    assert (
        "surveys do not count it yet"
        in client_of(educator).get(url(place, "plan", person.pk, plan.pk)).content.decode()
    )


def test_it_is_said_in_an_interview_on_the_day_of_the_meeting(
    place: Establishment, person: Person, educator: User, in_english: None
) -> None:
    plan, client = in_force(place, person), client_of(educator)
    address = url(place, "interview", person.pk, plan.pk)
    data = {"kind": "review", "day": "2026-01-12", "person_present": "on", "wants_ordinary_work": "on"}
    text = said(client, address, **data)
    assert "Write how it was said" in text and not Meeting.objects.exists()
    assert "The meeting is saved." in said(client, address, **data, will_words="À la poste")
    assert OrdinaryWorkWill.objects.get().said_on == date(2026, 1, 12)
    page = client.get(address).content.decode()
    assert "À la poste" in page and "will_words" not in page


def test_an_interview_in_which_nobody_speaks_of_it_writes_nothing(
    place: Establishment, person: Person, educator: User
) -> None:
    plan = in_force(place, person)
    said(client_of(educator), url(place, "interview", person.pk, plan.pk), kind="review", day="2026-01-12")
    assert Meeting.objects.exists() and not OrdinaryWorkWill.objects.exists()


@pytest.mark.parametrize("role", [Role.SALES, Role.ADMINISTRATION, Role.AUDITOR, Role.INSTRUCTOR])
def test_nobody_outside_the_team_reaches_it(place: Establishment, person: Person, role: Role) -> None:
    row = wish(begin(place, person))
    client = client_of(user_of(place, role))
    for name in ("will", "will_withdraw", "will_resume"):
        assert client.post(url(place, name, person.pk, row.pk)).status_code == 404
    row.refresh_from_db()
    assert row.withdrawn_on is None
