"""Exits as actions write them: one act that ends the engagement, corrected, taken back, asked after, counted."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection

from etabli.core.periods import day_no
from etabli.core.refusal import Refusal
from etabli.kit.models import JournalRow
from etabli.org.models import Establishment, User
from etabli.pathways.actions.exits import (
    ExitSpec,
    answer_follow_up,
    correct_exit,
    leave,
    reopen_follow_up,
    take_exit_back,
)
from etabli.pathways.models import Exit, ExitFact, FollowUp
from etabli.pathways.queries import exits as queries
from etabli.people.actions import end_engagement
from etabli.people.models import Person
from tests import workplace as small
from tests.pathways.leaving import GONE, LAST, OPERATOR, engagement_of, exit_of, job, return_of

TODAY = date(2026, 1, 15)
DAY = timedelta(days=1)
SECRET = "Épuisement fictif"


def refused(code: str, act: Any, **values: Any) -> None:
    with pytest.raises(Refusal) as refusal:
        act(**values, **OPERATOR)
    assert refusal.value.code == code


def test_leaving_ends_the_engagement_and_says_where_she_went(place: Establishment, person: Person) -> None:
    row = exit_of(person, "retirement", reason=f" {SECRET} ", mdph_validated=True, orientation_until=date(2028, 1, 31))
    row.refresh_from_db()
    assert engagement_of(person).ends_before == row.engagement.ends_before == GONE
    assert (row.destination, row.reason, row.mdph_validated) == ("retirement", SECRET, True)
    fact = ExitFact.objects.get()
    assert (fact.subject_id, fact.exit_day, fact.destination, fact.ordinary) == (
        person.pk,
        day_no(GONE),
        "retirement",
        0,
    )
    assert fact.orientation_until == day_no(date(2028, 1, 31)) and not FollowUp.objects.exists()


def test_the_reason_is_encrypted_in_the_table_and_in_the_journal(place: Establishment, person: Person) -> None:
    exit_of(person, reason=SECRET)
    with connection.cursor() as cursor:
        cursor.execute("SELECT reason FROM pathways_exit")
        (kept,) = cursor.fetchone()
    assert SECRET not in kept
    lines = JournalRow.objects.filter(table_name="pathways_exit")
    assert lines.exists() and SECRET not in str(list(lines.values()))


def test_an_exit_to_a_job_takes_its_contract_and_employer_from_it(place: Establishment, person: Person) -> None:
    work = job(place, person)
    row = exit_of(person, "private", job=work)
    assert (row.contract, row.host) == ("cdi", work.host)
    assert ExitFact.objects.get().ordinary == 1
    assert list(row.follow_ups.values_list("months", "due_on")) == [
        (3, date(2025, 10, 1)),
        (6, date(2026, 1, 1)),
        (12, date(2026, 7, 1)),
    ]


def test_a_job_of_someone_else_is_refused(place: Establishment, person: Person, other: Person) -> None:
    spec = ExitSpec(LAST, "private", job=job(place, other))
    refused("exit_job_of_other", leave, engagement=engagement_of(person), spec=spec)
    assert engagement_of(person).ends_before is None and not Exit.objects.exists()


def test_a_secondment_that_goes_on_keeps_the_exit(place: Establishment, person: Person) -> None:
    out = job(place, person, date(2025, 6, 1), "mad_individual", ends_before=GONE + DAY)
    refused("exit_placement_goes_on", leave, engagement=engagement_of(person), spec=ExitSpec(LAST, "retirement"))
    out.ends_before = GONE
    out.save()
    exit_of(person, "retirement")


def test_one_exit_an_engagement_and_none_of_a_guest(place: Establishment, person: Person) -> None:
    exit_of(person, "retirement")
    refused("exit_written_already", leave, engagement=engagement_of(person), spec=ExitSpec(LAST, "family"))
    guest = small.engage(place, "9", kind="trainee", last_name="Charme")
    refused("exit_kind_wrong", leave, engagement=engagement_of(guest), spec=ExitSpec(LAST, "family"))


def test_leaving_before_one_came_is_refused(place: Establishment, person: Person) -> None:
    before = small.BEGINNING - DAY
    refused("engagement_backwards", leave, engagement=engagement_of(person), spec=ExitSpec(before, "family"))
    assert not Exit.objects.exists()


# ---------------------------------------------------------------- corrected and taken back


def test_a_correction_moves_the_end_and_the_days_to_ask(place: Establishment, person: Person) -> None:
    row = exit_of(person, "private")
    first = row.follow_ups.get(months=3)
    answer_follow_up(row=first, seen_on=date(2025, 10, 2), still_employed=True, on=TODAY, **OPERATOR)
    correct_exit(row=row, spec=ExitSpec(LAST + DAY, "public"), **OPERATOR)
    assert engagement_of(person).ends_before == GONE + DAY
    assert ExitFact.objects.get().destination == "public"
    assert row.follow_ups.get(months=3).still_employed is True
    assert [one.due_on.day for one in row.follow_ups.all()] == [2, 2, 2]
    correct_exit(row=row, spec=ExitSpec(LAST, "family"), **OPERATOR)
    assert [one.months for one in row.follow_ups.all()] == [3], "what was asked stays"


def test_a_correction_does_not_go_beyond_the_return(place: Establishment, person: Person) -> None:
    row = exit_of(person, "private")
    return_of(row, GONE + DAY, by_right=False)
    refused("return_before_exit", correct_exit, row=row, spec=ExitSpec(GONE + DAY, "private"))


def test_an_exit_taken_back_gives_the_engagement_its_end_before(place: Establishment, person: Person) -> None:
    take_exit_back(row=exit_of(person, "private"), **OPERATOR)
    assert engagement_of(person).ends_before is None
    assert not (Exit.objects.exists() or ExitFact.objects.exists() or FollowUp.objects.exists())
    end_engagement(engagement=engagement_of(person), ends_before=GONE, end_reason="Retraite", **OPERATOR)
    take_exit_back(row=exit_of(person, "retirement"), ends_before=GONE, **OPERATOR)
    engagement = engagement_of(person)
    assert (engagement.ends_before, engagement.end_reason) == (GONE, "Retraite")
    assert ExitFact.objects.get().destination == "unknown"


def test_what_someone_came_back_from_or_was_asked_of_stays(place: Establishment, person: Person, other: Person) -> None:
    row = exit_of(person, "private")
    return_of(row, GONE, by_right=False)
    refused("exit_returned_from", take_exit_back, row=row)
    asked = exit_of(other, "private")
    one = asked.follow_ups.get(months=3)
    answer_follow_up(row=one, seen_on=date(2025, 10, 2), still_employed=None, on=TODAY, **OPERATOR)
    refused("exit_followed_up", take_exit_back, row=asked)
    reopen_follow_up(row=one, **OPERATOR)
    take_exit_back(row=asked, **OPERATOR)


def test_any_sequence_of_exits_keeps_engagement_row_and_fact_together(place: Establishment, person: Person) -> None:
    engagement = engagement_of(person)
    row = None
    for offset, destination in ((0, "private"), (3, "family"), (None, ""), (1, "public"), (None, ""), (2, "other")):
        if offset is None and row is not None:
            take_exit_back(row=row, **OPERATOR)
            row = None
        elif row is None:
            engagement.refresh_from_db()
            row = leave(engagement=engagement, spec=ExitSpec(LAST + offset * DAY, destination), **OPERATOR)
        else:
            correct_exit(row=row, spec=ExitSpec(LAST + offset * DAY, destination), **OPERATOR)
        engagement.refresh_from_db()
        facts = list(ExitFact.objects.values_list("exit_day", "destination"))
        assert facts == ([] if row is None else [(day_no(engagement.ends_before), row.destination)])
        assert (engagement.ends_before is None) == (row is None)


# ---------------------------------------------------------------- asked after


def test_an_answer_needs_its_day(place: Establishment, person: Person) -> None:
    one = exit_of(person, "private").follow_ups.get(months=3)
    values = {"row": one, "still_employed": False, "on": TODAY}
    refused("follow_up_before_exit", answer_follow_up, seen_on=LAST, **values)
    refused("follow_up_to_come", answer_follow_up, seen_on=TODAY + DAY, **values)
    answer_follow_up(seen_on=TODAY, note=f" {SECRET} ", **values, **OPERATOR)
    one.refresh_from_db()
    assert (one.seen_on, one.still_employed, one.note) == (TODAY, False, SECRET)


def test_still_there_after_three_six_and_twelve_months(
    place: Establishment, person: Person, other: Person, educator: User
) -> None:
    first, second = exit_of(person, "private"), exit_of(other, "public")
    answer_follow_up(row=first.follow_ups.get(months=3), seen_on=TODAY, still_employed=True, on=TODAY, **OPERATOR)
    answer_follow_up(row=second.follow_ups.get(months=3), seen_on=TODAY, still_employed=None, on=TODAY, **OPERATOR)
    found = queries.still_there(educator, place, TODAY)
    assert [(row.months, row.yes, row.no, row.unknown, row.unasked) for row in found] == [
        (3, 1, 0, 1, 0),
        (6, 0, 0, 0, 2),
        (12, 0, 0, 0, 0),
    ]


# ---------------------------------------------------------------- read


def test_exits_of_a_year_are_those_whose_last_day_is_in_it(
    place: Establishment, person: Person, other: Person, educator: User
) -> None:
    exit_of(person, "private", date(2025, 12, 31))
    exit_of(other, "family", date(2026, 1, 1))
    found = {year: [row.person for row in queries.exits_in(educator, place, year)] for year in (2024, 2025, 2026)}
    assert found == {2024: [], 2025: [person], 2026: [other]}
    assert [row.person for row in queries.exits_in(educator, place, 2026, ["family"])] == [other]
    assert not queries.exits_in(educator, place, 2026, ["private"]).exists()
    assert queries.years_with_exits(educator, place, TODAY) == [2026, 2025]


def test_an_end_without_an_exit_is_to_complete_until_it_is_written_down(
    place: Establishment, person: Person, other: Person, educator: User
) -> None:
    end_engagement(engagement=engagement_of(person), ends_before=GONE, end_reason="", **OPERATOR)
    small.engage(place, "8", last_name="Bouleau", last_day=LAST)
    small.engage(place, "8", last_name="Bouleau", starts_on=GONE)
    assert [row.person for row in queries.to_complete(educator, place, TODAY)] == [person], "one went on at once"
    assert not queries.to_complete(educator, place, LAST).exists(), "she had not left yet"
    found = queries.breakdown_of(educator, place, 2025)
    assert (found.left, found.other, found.ordinary) == (1, 1, 0)
    exit_of(person, "association")
    assert not queries.to_complete(educator, place, TODAY).exists()
    found = queries.breakdown_of(educator, place, 2025)
    assert (found.left, found.association, found.other) == (1, 1, 0)
