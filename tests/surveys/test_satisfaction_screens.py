"""The screens of the satisfaction survey: of the office, and the one where people answer."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from etabli.kit.models import JournalRow
from etabli.org.grants import add_user
from etabli.org.models import Establishment
from etabli.org.states import Role
from etabli.surveys.satisfaction.actions import close_campaign
from etabli.surveys.satisfaction.models import SatisfactionAnswer, SatisfactionCampaign, SatisfactionTicket
from tests import workplace as small
from tests.surveys.asking import ACT, campaign, codes, house, replies, reply

pytestmark = pytest.mark.django_db
TODAY = small.AT.date()
LONG_AGO = date(2025, 2, 3)


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    """The day on which the surveys of these tests run."""
    for name in ("views", "public"):
        monkeypatch.setattr(f"etabli.surveys.satisfaction.{name}.today", lambda: TODAY)


@pytest.fixture
def place() -> Establishment:
    return house()


def signed_in(place: Establishment, role: Role) -> Client:
    user = add_user(username=str(role), role=role, establishment=place, by=None, at=small.AT)
    user.language = "en"
    user.save()
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def director(place: Establishment) -> Client:
    return signed_in(place, Role.DIRECTOR)


@pytest.fixture
def anyone() -> Client:
    return Client(headers={"accept-language": "en"})


def way(place: Establishment, name: str, row: SatisfactionCampaign | None = None) -> str:
    keys = {"campaign": row.pk} if row else {}
    return reverse(f"surveys:{name}", kwargs={"finess": place.finess, **keys})


def text(client: Client, url: str, status: int = 200) -> str:
    answer = client.get(url)
    assert answer.status_code == status
    return answer.content.decode()


# ---------------------------------------------------------------- the office


def test_there_is_none_at_first_and_one_is_made(place: Establishment, director: Client) -> None:
    assert "No survey yet" in text(director, way(place, "satisfaction"))
    sent = {"title": "Avis", "opens_on": "2026-01-15", "last_day": "2026-02-13", "questions": ["team", "work"]}
    answer = director.post(way(place, "satisfaction_add"), sent | {"own": "Et le repas ?\n\n"})
    row = SatisfactionCampaign.objects.get()
    assert answer["Location"] == way(place, "satisfaction_campaign", row)
    assert row.closes_before == date(2026, 2, 14)
    assert row.codes == ["work", "team", "own1"]
    html = text(director, way(place, "satisfaction_campaign", row))
    assert "Do you like your work?" in html and "Et le repas ?" in html
    assert "testserver/avis/" in html


def test_a_refusal_stands_beside_its_field_and_the_form_stays_filled(place: Establishment, director: Client) -> None:
    sent = {"title": "Avis", "opens_on": "2026-01-15", "last_day": "2026-01-14", "questions": ["team"]}
    html = director.post(way(place, "satisfaction_add"), sent).content.decode()
    assert "It closes before it opens." in html
    assert 'value="Avis"' in html
    assert not SatisfactionCampaign.objects.exists()


def test_the_sheets_are_a_file_and_their_codes_work(place: Establishment, director: Client) -> None:
    row = campaign(place)
    url = way(place, "satisfaction_codes", row)
    assert 'value="6"' in text(director, url)
    answer = director.post(url, {"count": "6"})
    assert (answer["Content-Type"], answer["Cache-Control"]) == ("application/pdf", "no-store")
    assert answer.content.startswith(b"%PDF")
    assert SatisfactionTicket.objects.count() == 6
    assert "Codes that may still be printed: 0." in director.post(url, {"count": "1"}).content.decode()


def test_results_are_shown_once_told_with_drawing_and_table(place: Establishment, director: Client) -> None:
    row = campaign(place)
    replies(row, (5, 5, 4, 2, 1))
    html = text(director, way(place, "satisfaction_campaign", row))
    assert "Results are told once the survey is closed" in html
    assert "Answers by question" not in html
    assert director.get(way(place, "satisfaction_chart", row)).status_code == 404
    director.post(way(place, "satisfaction_close", row))
    html = text(director, way(place, "satisfaction_campaign", row))
    assert "Answers by question" in html and "60 %" in html.replace("\xa0", " ").replace("60%", "60 %")
    assert director.get(way(place, "satisfaction_chart", row))["Content-Type"] == "image/svg+xml"
    assert "Year against year" in text(director, way(place, "satisfaction"))


def test_too_few_answers_tell_nothing_even_when_it_is_over(place: Establishment, director: Client) -> None:
    row = campaign(place)
    replies(row, (5, 5, 4, 2))
    close_campaign(campaign=row, on=TODAY, **ACT)
    html = text(director, way(place, "satisfaction_campaign", row))
    assert "Fewer than five people answered" in html
    assert director.get(way(place, "satisfaction_chart", row)).status_code == 404


def test_it_opens_again_while_nothing_is_told(place: Establishment, director: Client) -> None:
    row = campaign(place)
    assert director.get(way(place, "satisfaction_reopen", row)).status_code == 302
    director.post(way(place, "satisfaction_close", row))
    url = way(place, "satisfaction_reopen", row)
    assert "Choose a day after today" in director.post(url, {"last_day": "2026-01-14"}).content.decode()
    director.post(url, {"last_day": "2026-01-31"})
    row.refresh_from_db()
    assert (row.closed_on, row.closes_before) == (None, date(2026, 2, 1))


def test_an_auditor_reads_sums_and_no_free_line_and_acts_on_nothing(place: Establishment, director: Client) -> None:
    row = campaign(place)
    for code in codes(row, 5):
        reply(code, {"work": 5}, "Un mot")
    close_campaign(campaign=row, on=TODAY, **ACT)
    auditor = signed_in(place, Role.AUDITOR)
    html = text(auditor, way(place, "satisfaction_campaign", row))
    assert "100" in html and "Un mot" not in html
    assert "Un mot" in text(director, way(place, "satisfaction_campaign", row))
    for name in ("satisfaction_close", "satisfaction_codes", "satisfaction_reopen", "satisfaction_change"):
        assert auditor.post(way(place, name, row)).status_code in (404, 405)


def test_the_survey_of_another_house_is_not_there(place: Establishment, director: Client) -> None:
    elsewhere = small.workplace(finess=small.OTHER_NUMBER, name="Ailleurs", association="Autre")
    row = campaign(elsewhere)
    assert director.get(way(place, "satisfaction_campaign", row)).status_code == 404


def test_as_many_queries_for_five_years_as_for_one(
    place: Establishment, director: Client, django_assert_max_num_queries: Any
) -> None:
    replies(campaign(place, opens_on=LONG_AGO, closes_before=LONG_AGO + timedelta(9)), (5, 4, 3, 2, 1), on=LONG_AGO)
    with django_assert_max_num_queries(40) as one:
        text(director, way(place, "satisfaction"))
    for year in range(2026, 2046):
        first = date(year, 1, 2)
        campaign(place, opens_on=first, closes_before=first + timedelta(9))
    with django_assert_max_num_queries(40) as many:
        text(director, way(place, "satisfaction"))
    assert len(one) == len(many)


# ---------------------------------------------------------------- those who answer

HERE = "/avis/"


def fields(html: str) -> dict[str, str]:
    """What the page would send: hidden fields, and the face that is chosen."""
    found = {}
    for tag in re.findall(r"<input[^>]*>", html):
        values = dict(re.findall(r'(\w+)="([^"]*)"', tag))
        if values.get("type") == "hidden" or (values.get("type") == "radio" and " checked" in tag):
            found[values["name"]] = values.get("value", "")
    return found


def test_one_answers_question_by_question_without_a_log_in(place: Establishment, anyone: Client) -> None:
    row = campaign(place, codes=("work", "team"))
    (code,) = codes(row, 1)
    assert "You have a sheet of paper" in text(anyone, HERE)
    html = anyone.post(HERE, {"code": f" {code[:4].lower()} {code[4:]}"}).content.decode()
    assert "Question 1 of 3" in html and "Do you like your work?" in html and "crying-face" in html
    html = anyone.post(HERE, fields(html) | {"work": "5", "act": "next"}).content.decode()
    assert "Question 2 of 3" in html and "Do you feel good" in html
    html = anyone.post(HERE, fields(html) | {"team": "", "act": "next"}).content.decode()
    assert "Question 3 of 3" in html and "<textarea" in html
    assert not SatisfactionAnswer.objects.exists()
    answer = anyone.post(HERE, fields(html) | {"words": "Plus de pauses", "act": "next"})
    assert answer["Location"] == "/avis/merci/"
    kept = SatisfactionAnswer.objects.get()
    assert (kept.choices, kept.words) == ({"work": 5}, "Plus de pauses")
    assert "Thank you" in text(anyone, answer["Location"])
    assert anyone.post(HERE, {"code": code}).status_code == 410


def test_one_goes_back_and_finds_what_was_chosen(place: Establishment, anyone: Client) -> None:
    (code,) = codes(campaign(place, codes=("work", "team")), 1)
    html = anyone.post(HERE, {"code": code, "step": "0", "work": "2", "act": "next"}).content.decode()
    html = anyone.post(HERE, fields(html) | {"team": "4", "act": "back"}).content.decode()
    assert "Question 1 of 3" in html
    assert (fields(html)["work"], fields(html)["team"]) == ("2", "4")


@pytest.mark.parametrize("sent", [{"step": "99"}, {"step": "-3"}, {"step": "x"}, {"work": "9", "step": "0"}])
def test_what_no_page_sends_writes_nothing_wrong(place: Establishment, anyone: Client, sent: dict[str, str]) -> None:
    (code,) = codes(campaign(place), 1)
    assert anyone.post(HERE, {"code": code, "act": "next", **sent}).status_code in (200, 302)
    assert all(one.choices == {} for one in SatisfactionAnswer.objects.all())


def test_a_text_that_is_too_long_is_said_and_kept_in_the_form(place: Establishment, anyone: Client) -> None:
    (code,) = codes(campaign(place, codes=("work",)), 1)
    html = anyone.post(HERE, {"code": code, "step": "1", "work": "3", "words": "x" * 1001}).content.decode()
    assert "errorlist" in html and "x" * 1001 in html
    assert fields(html)["work"] == "3"
    assert not SatisfactionAnswer.objects.exists()


def test_an_unknown_code_is_not_found_and_too_many_are_slowed_down(place: Establishment, anyone: Client) -> None:
    (code,) = codes(campaign(place), 1)
    answers = [anyone.post(HERE, {"code": "AAAA AAAA"}) for _ in range(21)]
    assert [answer.status_code for answer in answers] == [404] * 20 + [429]
    assert "We do not know this code." in answers[0].content.decode()
    assert anyone.post(HERE, {"code": code}).status_code == 429


def test_codes_that_are_right_are_not_counted_as_tries(place: Establishment, anyone: Client) -> None:
    (code,) = codes(campaign(place), 1)
    assert {anyone.post(HERE, {"code": code}).status_code for _ in range(25)} == {200}


def test_a_survey_that_is_over_says_so(place: Establishment, anyone: Client) -> None:
    row = campaign(place)
    (code,) = codes(row, 1)
    close_campaign(campaign=row, on=TODAY, **ACT)
    answer = anyone.post(HERE, {"code": code})
    assert answer.status_code == 410
    assert "The survey is over." in answer.content.decode()


@pytest.mark.parametrize(("language", "word"), [("fr", "fr"), ("nl", "nl"), ("en", "en")])
def test_it_speaks_the_language_of_the_browser(language: str, word: str) -> None:
    html = Client(headers={"accept-language": language}).get(HERE).content.decode()
    assert f'<html lang="{word}"' in html


def test_the_page_keeps_nothing_and_no_one(place: Establishment, anyone: Client) -> None:
    (code,) = codes(campaign(place), 1)
    before = JournalRow.objects.count()
    answer = anyone.post(HERE, {"code": code, "step": "0", "work": "4", "act": "next"})
    assert "sessionid" not in answer.cookies
    assert "no-store" in answer["Cache-Control"]
    assert "script-src" in answer["Content-Security-Policy"]
    assert JournalRow.objects.count() == before
