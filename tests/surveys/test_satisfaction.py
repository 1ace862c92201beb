"""The satisfaction survey: one code, one answer, nobody known by it; what is told, and when."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from etabli.core.refusal import Refusal
from etabli.kit.fields import opened
from etabli.kit.journal import journalled_models
from etabli.kit.models import JournalRow
from etabli.kit.pictograms import names
from etabli.surveys.satisfaction import rules
from etabli.surveys.satisfaction.actions import close_campaign, reopen_campaign, save_campaign
from etabli.surveys.satisfaction.codes import SIGNS, hash_of, new_code, spaced
from etabli.surveys.satisfaction.documents import contents, sheets
from etabli.surveys.satisfaction.models import SatisfactionAnswer, SatisfactionCampaign, SatisfactionTicket
from etabli.surveys.satisfaction.queries import (
    invited_on,
    results_by_year,
    results_of,
    standing_of,
    ticket_of,
    words_of,
)
from etabli.surveys.satisfaction.states import LEAST_ANSWERS, PICTOGRAMS_OF_FACES, QUESTIONS, CampaignState, Face
from etabli.surveys.satisfaction.wording import FACES, NAMES_OF_QUESTIONS
from etabli.surveys.satisfaction.wording import QUESTIONS as WORDS
from tests import workplace as small
from tests.surveys.asking import ACT, OPENING, campaign, codes, house, replies, reply, spec

AFTER = OPENING + timedelta(days=30)


def refused(code: str, act: Any, *args: Any, **kwargs: Any) -> Refusal:
    with pytest.raises(Refusal) as refusal:
        act(*args, **kwargs)
    assert refusal.value.code == code
    return refusal.value


# ---------------------------------------------------------------- rules, without a database


def test_each_question_and_face_has_words_and_a_drawing() -> None:
    assert set(QUESTIONS) == set(WORDS) == set(NAMES_OF_QUESTIONS)
    assert len(QUESTIONS) == 8
    assert set(Face) == set(FACES) == set(PICTOGRAMS_OF_FACES)
    assert {*QUESTIONS.values(), *PICTOGRAMS_OF_FACES.values()} <= set(names())


def test_it_is_open_from_its_first_day_until_it_closes() -> None:
    days = (OPENING, AFTER, None)
    assert rules.state_of(*days, OPENING - timedelta(days=1)) == CampaignState.TO_COME
    assert rules.state_of(*days, OPENING) == CampaignState.OPEN
    assert rules.state_of(*days, AFTER - timedelta(days=1)) == CampaignState.OPEN
    assert rules.state_of(*days, AFTER) == CampaignState.CLOSED
    assert rules.state_of(OPENING, AFTER, OPENING, OPENING) == CampaignState.CLOSED


answers = st.lists(st.dictionaries(st.sampled_from(("work", "team")), st.integers(1, 5)), max_size=9)


@given(answers)
def test_a_question_with_few_answers_tells_nothing_and_the_others_add_up(given_: list[dict[str, int]]) -> None:
    for row in rules.results(given_, ["work", "team"]):
        count = sum(row.code in one for one in given_)
        assert (row.counts is None) == (count < LEAST_ANSWERS)
        if row.counts is not None:
            assert row.answered == count
            assert row.satisfied == sum(one.get(row.code, 0) >= 4 for one in given_) / count


def test_codes_have_no_signs_that_look_alike_and_are_read_as_people_type_them() -> None:
    code = new_code()
    assert len(code) == 8
    assert not set(SIGNS) & set("01OIL")
    assert hash_of(spaced(code).lower()) == hash_of(code) != hash_of(new_code())


@pytest.mark.parametrize("choices", [{"work": 0}, {"work": 6}, {"work": "3"}, {"work": True}, {"none": 3}])
def test_an_answer_is_a_face_of_a_question(choices: dict[str, Any]) -> None:
    refused("satisfaction_choice_wrong", rules.check_answer, choices, "", ["work"])


def test_what_is_written_is_short() -> None:
    refused("satisfaction_words_long", rules.check_answer, {}, "x" * 1001, ["work"])


# ---------------------------------------------------------------- campaigns

pytestmark_db = pytest.mark.django_db


@pytestmark_db
def test_a_campaign_is_of_the_year_it_opens_in_and_there_is_one_a_year() -> None:
    place = house(1)
    assert campaign(place).year == 2026
    refused("satisfaction_year_twice", campaign, place, opens_on=date(2026, 5, 1), closes_before=date(2026, 5, 9))


@pytestmark_db
@pytest.mark.parametrize(
    ("code", "changes"),
    [
        ("satisfaction_title_empty", {"title": " "}),
        ("satisfaction_closes_first", {"closes_before": OPENING}),
        ("satisfaction_no_question", {"codes": ()}),
        ("satisfaction_many_questions", {"own": ("a", "b", "c", "d", "e")}),
        ("satisfaction_question_long", {"own": ("x" * 151,)}),
    ],
)
def test_what_no_campaign_can_be(code: str, changes: dict[str, Any]) -> None:
    refused(code, campaign, house(1), **changes)


@pytestmark_db
def test_days_and_questions_change_until_codes_are_printed() -> None:
    place = house()
    row = campaign(place)
    save_campaign(establishment=place, campaign=row, spec=spec(codes=("work",), own=("Et le repas ?",)), **ACT)
    row.refresh_from_db()
    assert row.questions == [{"code": "work", "text": ""}, {"code": "own1", "text": "Et le repas ?"}]
    codes(row, 1)
    refused("satisfaction_printed", save_campaign, establishment=place, campaign=row, spec=spec(), **ACT)


@pytestmark_db
def test_invited_are_the_persons_under_accompaniment_on_the_first_day() -> None:
    place = house(2)
    small.engage(place, "late", starts_on=OPENING + timedelta(days=1))
    small.engage(place, "gone", last_day=OPENING - timedelta(days=1))
    small.engage(place, "trainee", kind="trainee")
    assert invited_on(place, [OPENING]) == {OPENING: 2}


# ---------------------------------------------------------------- codes and answers


@pytestmark_db
def test_no_more_codes_than_persons_and_lost_ones_are_void() -> None:
    row = campaign(house(3))
    first, second = codes(row, 2)
    assert refused("satisfaction_too_many_codes", codes, row, 2).facts == {"invited": 3, "free": 1}
    reply(first, {"work": 5})
    made = codes(row, 2, replace=True)
    assert ticket_of(second) is None
    assert ticket_of(first) is not None
    assert standing_of(row, OPENING).tickets == 3
    assert all(ticket_of(code) for code in made)


@pytestmark_db
def test_no_codes_for_a_survey_that_is_over() -> None:
    row = campaign(house(3))
    refused("satisfaction_closed", codes, row, 1, AFTER)


@pytestmark_db
def test_a_code_answers_once() -> None:
    row = campaign(house())
    (code,) = codes(row, 1)
    reply(code, {"work": 4})
    refused("satisfaction_used", reply, code, {"work": 1})
    assert [one.choices for one in row.answers.all()] == [{"work": 4}]


@pytestmark_db
def test_nobody_answers_before_or_after() -> None:
    row = campaign(house())
    (code,) = codes(row, 1)
    refused("satisfaction_not_yet", reply, code, {}, on=OPENING - timedelta(days=1))
    refused("satisfaction_closed", reply, code, {}, on=AFTER)
    assert not SatisfactionTicket.objects.filter(used=True).exists()


@pytestmark_db
def test_nothing_ties_an_answer_to_a_person_a_code_or_a_moment() -> None:
    row = campaign(house())
    (code,) = codes(row, 1)
    before = JournalRow.objects.count()
    reply(code, {"work": 4}, "Merci")
    assert JournalRow.objects.count() == before
    assert not {SatisfactionAnswer, SatisfactionTicket} & set(journalled_models())
    assert {field.name for field in SatisfactionAnswer._meta.fields} == {"id", "campaign", "choices", "words"}
    assert {field.name for field in SatisfactionTicket._meta.fields} == {"id", "campaign", "code_hash", "used"}
    # Drawn by lot, where a UUIDv7 would tell the time.
    assert SatisfactionAnswer.objects.get().id.version == 4
    assert code not in str(list(SatisfactionTicket.objects.values()))


def stored(row: SatisfactionCampaign, columns: str) -> list[tuple[Any, ...]]:
    """Of every answer what the database itself keeps, in its own order."""
    place = "rowid" if connection.vendor == "sqlite" else "ctid"
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {columns} FROM surveys_satisfactionanswer WHERE campaign_id = %s ORDER BY {place}", [row.pk]
        )
        return cursor.fetchall()


@pytestmark_db
def test_the_database_keeps_no_order_and_no_second_of_an_answer() -> None:
    """One chance in 3,628,800 that ten come in the order in which they were given."""
    row = campaign(house(10))
    given = [f"{number:02}" for number in range(10)]
    for code, words in zip(codes(row, 10), given, strict=True):
        before = {value for line in stored(row, "id, words") for value in line}
        reply(code, {}, words)
        assert not before & {value for line in stored(row, "id, words") for value in line}
    said = [opened(words) for (words,) in stored(row, "words")]
    assert sorted(map(str, said)) == given != said


@pytestmark_db
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite keeps no transaction of a row")
def test_the_database_keeps_one_transaction_of_all_tickets_and_answers() -> None:
    row = campaign(house(3))
    for code in codes(row, 3)[:2]:
        reply(code, {"work": 4})
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT xmin::text FROM surveys_satisfactionanswer UNION SELECT xmin::text FROM surveys_satisfactionticket"
        )
        assert len(cursor.fetchall()) == 1


# ---------------------------------------------------------------- results


@pytestmark_db
def test_as_many_answers_as_codes_used_and_the_rate_over_those_invited() -> None:
    row = campaign(house(8))
    replies(row, (5, 4, 3, 2))
    codes(row, 2)
    standing = standing_of(row, OPENING)
    assert (standing.invited, standing.tickets, standing.answers, standing.rate) == (8, 6, 4, 0.5)
    assert row.answers.count() == standing.answers


@pytestmark_db
def test_results_are_told_once_closed_and_from_five_answers_on() -> None:
    row = campaign(house())
    replies(row, (5, 4, 3, 2))
    assert not standing_of(row, AFTER).is_told
    replies(row, (1,))
    assert not standing_of(row, OPENING).is_told
    assert standing_of(row, AFTER).is_told
    assert [one.counts for one in results_of(row)] == [(1, 1, 1, 1, 1)] * 8


@pytestmark_db
def test_free_lines_come_in_an_order_that_is_nobodys() -> None:
    row = campaign(house())
    for code, words in zip(codes(row, 3), ("Zèbre", "  ", "Arbre"), strict=True):
        reply(code, {}, words)
    assert words_of(row) == ["Arbre", "Zèbre"]


@pytestmark_db
def test_year_against_year_tells_only_what_is_told() -> None:
    place = house()
    row = campaign(place)
    replies(row, (5, 5, 4, 4, 1))
    last_year = campaign(place, opens_on=date(2025, 2, 1), closes_before=date(2025, 3, 1))
    replies(last_year, (1, 2, 3, 5), on=date(2025, 2, 2))
    standings = [standing_of(one, AFTER) for one in (row, last_year)]
    assert results_by_year(standings) == {2026: dict.fromkeys(QUESTIONS, 0.8)}


@pytestmark_db
def test_it_closes_before_its_time_and_opens_again_while_nothing_is_told() -> None:
    row = campaign(house())
    replies(row, (5, 4))
    close_campaign(campaign=row, on=OPENING, **ACT)
    refused("satisfaction_not_open", close_campaign, campaign=row, on=OPENING, **ACT)
    again: dict[str, Any] = {"campaign": row, "on": OPENING, **ACT}
    refused("satisfaction_closes_past", reopen_campaign, closes_before=OPENING, **again)
    reopen_campaign(closes_before=AFTER, **again)
    refused("satisfaction_not_closed", reopen_campaign, closes_before=AFTER, **again)
    assert SatisfactionCampaign.objects.get().state_on(OPENING) == CampaignState.OPEN


@pytestmark_db
def test_once_results_are_told_no_answer_is_added_that_would_be_their_difference() -> None:
    row = campaign(house())
    replies(row, (5, 4, 3, 2, 1))
    refused(
        "satisfaction_told", reopen_campaign, campaign=row, closes_before=AFTER + timedelta(days=9), on=AFTER, **ACT
    )


# ---------------------------------------------------------------- paper


@pytestmark_db
def test_the_sheets_tell_the_code_and_no_name() -> None:
    place = house(2)
    row = campaign(place)
    made = codes(row, 2)
    told = contents(row, made, address="localhost/avis/", on=OPENING)
    assert told["codes"] == [spaced(code) for code in made]
    assert "Fictif" not in str(told)
    assert sheets(row, made, address="localhost/avis/", on=OPENING).startswith(b"%PDF")
