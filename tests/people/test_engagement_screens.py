"""Engagements and their terms on screen: added, corrected, ended, confirmed, removed, taken back."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from etabli.attendance.models import HalfDayFact
from etabli.core.periods import day_no
from etabli.core.refusal import Refusal
from etabli.org.models import Establishment
from etabli.org.states import Role
from etabli.people import actions
from etabli.people.models import Engagement, EngagementFact, EngagementTerms, Person
from tests import workplace as small
from tests.people.conftest import client_of, user_of

OPENED = [f"0-{slot}" for slot in range(10)]


def url(place: Establishment, name: str, *args: Any) -> str:
    return reverse(f"people:{name}", args=[place.finess, *args])


@pytest.fixture
def person(place: Establishment) -> Person:
    return small.engage(place, "7", last_name="Aulne", workshop="BLA")


@pytest.fixture
def engagement(person: Person) -> Engagement:
    return person.engagements.get()


def errors(answer: Any) -> str:
    assert answer.status_code == 200
    return answer.content.decode().split('class="errorlist')[1][:400]


def last_counted(person: Person) -> int:
    return HalfDayFact.objects.filter(subject=person).order_by("-day_no").values_list("day_no", flat=True)[0]


# ---------------------------------------------------------------- engagements


def spec(**changes: Any) -> dict[str, Any]:
    usual = {"kind": "accompaniment", "starts_on": "2025-01-01", "last_day": "", "end_reason": ""}
    return usual | changes


def with_terms(**changes: Any) -> dict[str, Any]:
    return spec(fraction="100", due="opening", weeks_count="1", weeks=OPENED, **changes)


def test_an_engagement_after_another(place: Establishment, client: Client) -> None:
    person = small.engage(place, "7", last_day=date(2025, 6, 30))
    data = with_terms(kind="trainee", starts_on="2025-07-01", last_day="2025-07-31")
    answer = client.post(url(place, "engagement_add", person.pk), data, follow=True)
    assert "The engagement is added." in answer.content.decode()
    added = Engagement.objects.get(kind="trainee")
    assert (added.ends_before, added.terms.get().follows_opening) == (date(2025, 8, 1), True)
    assert EngagementFact.objects.filter(engagement=added).count() == 1


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"starts_on": "2025-07-01"}, "overlaps the one that starts on"),
        ({"starts_on": "2024-07-01", "last_day": "2025-01-01"}, "overlaps"),
        ({"starts_on": "2024-07-01", "last_day": "2024-06-30"}, "ends before it starts"),
        ({"starts_on": ""}, "required"),
        ({"starts_on": "2024-01-01", "last_day": "2024-12-31", "fraction": "-5"}, "above 0"),
    ],
)
def test_refusals_of_an_engagement(
    place: Establishment, person: Person, client: Client, changes: dict[str, Any], sentence: str
) -> None:
    answer = client.post(url(place, "engagement_add", person.pk), with_terms() | changes)
    assert sentence in errors(answer)
    assert Engagement.objects.count() == 1


def test_a_correction_moves_the_first_terms(
    place: Establishment, person: Person, engagement: Engagement, client: Client
) -> None:
    way = url(place, "engagement", person.pk, engagement.pk)
    assert "counted anew" in client.get(way).content.decode()
    client.post(way, spec(kind="trainee", starts_on="2025-03-03", end_reason="Rien"))
    engagement.refresh_from_db()
    assert (engagement.kind, engagement.starts_on, engagement.end_reason) == ("trainee", date(2025, 3, 3), "Rien")
    assert engagement.terms.get().valid_from == date(2025, 3, 3)
    first = HalfDayFact.objects.filter(subject=person).order_by("day_no")[0]
    assert first.day_no == day_no(date(2025, 3, 3))


def test_a_correction_keeps_later_terms_after_the_first_day(
    place: Establishment, person: Person, engagement: Engagement, client: Client
) -> None:
    small.engage(place, "7", last_name="Aulne", fraction=5000, from_date=date(2025, 3, 1))
    way = url(place, "engagement", person.pk, engagement.pk)
    for day in ("2025-03-01", "2025-04-01"):
        assert "is not a day of the engagement" in errors(client.post(way, spec(starts_on=day)))
    assert client.post(way, spec(starts_on="2025-02-28")).status_code == 302


def test_an_end_is_inclusive_counts_no_more_and_can_be_taken_back(
    place: Establishment, person: Person, engagement: Engagement, client: Client
) -> None:
    client.post(url(place, "engagement", person.pk, engagement.pk), spec(last_day="2025-12-31", end_reason="Prévue"))
    data = {"last_day": "2025-06-30", "end_reason": "Départ"}
    text = client.post(url(place, "engagement_end", person.pk, engagement.pk), data, follow=True).content.decode()
    assert "The last day of the engagement is 30 Jun 2025." in text
    engagement.refresh_from_db()
    assert engagement.ends_before == date(2025, 7, 1)
    assert last_counted(person) == day_no(date(2025, 6, 30))
    token = text.split('name="token" value="')[1].split('"')[0]
    way = url(place, "engagement_resume", person.pk, engagement.pk)
    client.post(way, {"token": token})
    engagement.refresh_from_db()
    assert (engagement.ends_before, engagement.end_reason) == (date(2026, 1, 1), "Prévue")
    assert last_counted(person) == day_no(date(2025, 12, 31))
    client.post(way)
    engagement.refresh_from_db()
    assert (engagement.ends_before, engagement.end_reason) == (None, "")


def test_an_end_is_not_taken_back_over_what_came_after(place: Establishment, client: Client) -> None:
    person = small.engage(place, "7", last_day=date(2025, 6, 30))
    first = person.engagements.get()
    small.engage(place, "7", starts_on=date(2025, 9, 1))
    answer = client.post(url(place, "engagement_resume", person.pk, first.pk), follow=True)
    assert "overlaps the one that starts on" in answer.content.decode()
    first.refresh_from_db()
    assert first.ends_before == date(2025, 7, 1)


def test_there_is_no_end_to_take_back(
    place: Establishment, person: Person, engagement: Engagement, client: Client
) -> None:
    answer = client.post(url(place, "engagement_resume", person.pk, engagement.pk), follow=True)
    assert "has no end to take back" in answer.content.decode()


@pytest.mark.parametrize("day", ["2024-12-31", ""])
def test_ends_that_are_refused(
    place: Establishment, person: Person, engagement: Engagement, client: Client, day: str
) -> None:
    answer = client.post(url(place, "engagement_end", person.pk, engagement.pk), {"last_day": day, "end_reason": "X"})
    assert errors(answer)
    assert 'value="X"' in answer.content.decode()


# ---------------------------------------------------------------- terms


def terms(**changes: Any) -> dict[str, Any]:
    usual = {
        "valid_from": "2025-09-01",
        "fraction": "57,14",
        "due": "weeks",
        "weeks_count": "1",
        "weeks": ["0-0", "0-9"],
    }
    return usual | changes


def test_a_change_from_a_day_on(place: Establishment, person: Person, engagement: Engagement, client: Client) -> None:
    way = url(place, "terms_add", person.pk, engagement.pk)
    assert client.get(way).content.decode().count("checked") == 10
    client.post(way, terms(fraction="57.14"))
    row = engagement.terms.last()
    assert row is not None
    assert (row.fraction, row.pattern, row.pattern_anchor) == (5714, "10000000010000", date(2025, 9, 1))
    monday, tuesday = date(2025, 9, 8), date(2025, 9, 9)
    assert small.half_day(person, monday, small.M) is not None
    assert small.half_day(person, monday, small.A) is None
    assert small.half_day(person, tuesday, small.M) is None
    text = client.get(url(place, "person", person.pk)).content.decode()
    assert "Monday morning, friday afternoon" in text
    assert "2 half-days a week" in text


def test_weeks_are_added_and_taken_off_without_losing_what_was_ticked(
    place: Establishment, person: Person, engagement: Engagement, client: Client
) -> None:
    way = url(place, "terms_add", person.pk, engagement.pk)
    data = terms(valid_from="", weeks=["0-0"])
    text = client.post(way, data | {"act": "more"}).content.decode()
    assert "Week 2 of 2" in text and "errorlist" not in text
    assert text.count(" checked") == 1
    assert 'value="1-0" id="id_weeks_1_0" autofocus' in text
    text = client.post(way, data | {"act": "more", "weeks_count": "3"}).content.decode()
    assert "Week 4 of 4" in text and "One more week" not in text
    text = client.post(way, data | {"act": "fewer", "weeks_count": "2"}).content.decode()
    assert "Week 2" not in text
    assert engagement.terms.count() == 1


def test_alternating_weeks(place: Establishment, person: Person, engagement: Engagement, client: Client) -> None:
    """The first week is the one of the first day, a Wednesday here."""
    weeks = [f"0-{slot}" for slot in range(10)] + ["1-0", "1-1"]
    client.post(
        url(place, "terms_add", person.pk, engagement.pk),
        terms(valid_from="2025-09-03", weeks=weeks, weeks_count="2", fraction="60"),
    )
    assert small.half_day(person, date(2025, 9, 4)) is not None
    assert small.half_day(person, date(2025, 9, 11)) is None
    assert small.half_day(person, date(2025, 9, 18)) is not None
    text = client.get(url(place, "person", person.pk)).content.decode()
    assert "10, 2 half-days, week after week" in text
    assert "the first week is that of 1 Sept 2025" in text


def test_a_pattern_is_confirmed(place: Establishment, client: Client) -> None:
    person = small.engage(place, "7", fraction=5000)
    row = EngagementTerms.objects.get()
    assert "Half-days to confirm" in client.get(url(place, "person", person.pk)).content.decode()
    way = url(place, "terms", person.pk, row.engagement_id, row.pk)
    assert "Confirm the half-days due" in client.get(way).content.decode()
    client.post(way, terms(valid_from="2025-01-01", fraction="50", weeks=["0-0", "0-1", "0-2", "0-3", "0-4"]))
    row.refresh_from_db()
    assert row.pattern == "11111000000000"
    assert "Half-days to confirm" not in client.get(url(place, "person", person.pk)).content.decode()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"valid_from": "2024-12-31"}, "is not a day of the engagement"),
        ({"valid_from": "2026-02-01"}, "is not a day of the engagement"),
        ({"valid_from": "2025-01-01"}, "Other terms hold from"),
        ({"fraction": "0,00"}, "above 0"),
        ({"fraction": "120"}, "above 0"),
        ({"weeks": []}, "Tick at least one half-day"),
        ({"due": "never"}, "Select a valid choice"),
    ],
)
def test_refusals_of_terms(place: Establishment, client: Client, changes: dict[str, Any], sentence: str) -> None:
    person = small.engage(place, "7", last_day=date(2026, 1, 31))
    engagement = person.engagements.get()
    answer = client.post(url(place, "terms_add", person.pk, engagement.pk), terms(fraction="50") | changes)
    assert sentence in errors(answer)
    assert engagement.terms.count() == 1


def test_the_first_terms_stay_on_the_first_day(
    place: Establishment, person: Person, engagement: Engagement, client: Client
) -> None:
    first = engagement.terms.get()
    way = url(place, "terms", person.pk, engagement.pk, first.pk)
    assert "cannot be removed" in errors(client.post(way, terms(fraction="50")))
    answer = client.post(url(place, "terms_remove", person.pk, engagement.pk, first.pk), follow=True)
    assert "cannot be removed" in answer.content.decode()
    assert engagement.terms.count() == 1


def test_terms_are_removed_and_put_back(
    place: Establishment, person: Person, engagement: Engagement, client: Client
) -> None:
    client.post(url(place, "terms_add", person.pk, engagement.pk), terms(fraction="50"))
    row = engagement.terms.last()
    assert row is not None
    way = url(place, "terms_remove", person.pk, engagement.pk, row.pk)
    assert client.get(way).status_code == 302 and engagement.terms.count() == 2
    text = client.post(way, follow=True).content.decode()
    assert "The change of 1 Sept 2025 is removed." in text
    assert engagement.terms.count() == 1
    token = text.split('name="token" value="')[1].split('"')[0]
    back = url(place, "terms_restore", person.pk, engagement.pk)
    client.post(back, {"token": token})
    restored = engagement.terms.last()
    assert restored is not None
    assert (restored.fraction, restored.pattern) == (row.fraction, row.pattern)
    answer = client.post(back, {"token": token}, follow=True)
    assert "Other terms hold from" in answer.content.decode()
    assert "Undo" not in client.get(url(place, "person", person.pk)).content.decode()


def test_terms_the_engagement_no_longer_reaches_are_said_to_wait(
    place: Establishment, person: Person, engagement: Engagement, client: Client
) -> None:
    client.post(url(place, "terms_add", person.pk, engagement.pk), terms(fraction="50"))
    client.post(url(place, "engagement_end", person.pk, engagement.pk), {"last_day": "2025-06-30", "end_reason": ""})
    assert "not reached: the engagement ends before" in client.get(url(place, "person", person.pk)).content.decode()


# ---------------------------------------------------------------- whose they are


def test_engagements_of_others_are_404(place: Establishment, person: Person, engagement: Engagement) -> None:
    other = small.engage(place, "8", last_name="Bouleau")
    foreign, row = other.engagements.get(), other.engagements.get().terms.get()
    client = client_of(user_of(place, Role.DIRECTOR))
    ways = [
        url(place, "engagement", person.pk, foreign.pk),
        url(place, "engagement_end", person.pk, foreign.pk),
        url(place, "engagement_resume", person.pk, foreign.pk),
        url(place, "terms_add", person.pk, foreign.pk),
        url(place, "terms", person.pk, engagement.pk, row.pk),
        url(place, "terms_remove", person.pk, engagement.pk, row.pk),
    ]
    for way in ways:
        assert client.get(way).status_code == 404
        assert client.post(way, {}).status_code == 404


def test_an_establishment_has_its_own_kinds(place: Establishment, person: Person) -> None:
    spec_ = actions.EngagementSpec("target_worker", date(2024, 1, 1), date(2024, 2, 1))
    with pytest.raises(Refusal, match="engagement_kind_not_here"):
        actions.add_engagement(
            establishment=place, person=person, spec=spec_, terms=actions.TermsSpec(10_000), by=None, at=small.AT
        )


def test_a_rise_over_35_hours_with_work_elsewhere_is_refused_beside_the_fraction(
    place: Establishment, client: Client
) -> None:
    person = small.engage(place, "7", fraction=5000)
    days = {"starts_on": date(2025, 1, 1), "ends_before": None}
    actions.save_outside_engagement(
        person=person, employer="Un autre lieu", weekly_minutes=900, **days, by=None, at=small.AT
    )
    engagement = person.engagements.get()
    way = url(place, "terms_add", person.pk, engagement.pk)
    assert "35 hours" in errors(client.post(way, terms(fraction="90")))
    assert client.post(way, terms(fraction="57")).status_code == 302
