"""What is observed around a kind of action: who counts, what is compared, what is said, and to whom."""

from __future__ import annotations

import json
from copy import deepcopy
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from etabli.core.evolution import Lack, NotEnough, PersonChange
from etabli.core.group_change import Correction, GroupChange, GroupTrend
from etabli.core.refusal import Refusal
from etabli.kit.models import AccessLog
from etabli.org.states import Role
from etabli.support.models import ActionKind, Assessment, Reliability
from etabli.support.queries import Effect, effect_of
from etabli.support.states import Rater
from tests.indicators.supported import FIRST, Supported, supported
from tests.once import made_once

house_once = made_once(supported)


@pytest.fixture
def house(db: Any, house_once: Supported) -> Supported:
    return deepcopy(house_once)


def effect(house: Supported, **choices: Any) -> Effect:
    return effect_of(house.place, house.kind, reader=None, **choices)


def group(house: Supported, persons: int = 6, before: tuple[int, ...] = (1,), after: tuple[int, ...] = (2,)) -> None:
    for person in house.people[:persons]:
        house.had(person)
        house.seen(person, before, after)


def test_six_who_all_rise_are_a_change_observed(house: Supported) -> None:
    group(house)
    found = effect(house)
    (row,) = found.groups
    assert isinstance(row.change, GroupChange)
    assert (row.persons, row.change.higher, row.change.size) == (6, 6, 1)
    assert row.chance == pytest.approx(2 / 64)
    assert (found.sessions, found.minutes) == (6, 360)
    assert row.trend == NotEnough(Lack.TIMES, 2, 3)


def test_five_are_not_enough(house: Supported) -> None:
    group(house, 5)
    (row,) = effect(house).groups
    assert row.change == NotEnough(Lack.PERSONS, 5, 6)
    assert row.chance is None


def test_only_those_who_had_a_session_of_the_kind_count(house: Supported) -> None:
    group(house, 5)
    house.seen(house.people[5], [1], [2])
    other = ActionKind.objects.create(
        establishment=house.place, code="autre", name="Autre", category="other", default_minutes=30
    )
    house.kind, first = other, house.kind
    house.had(house.people[6])
    house.seen(house.people[6], [1], [2])
    house.kind = first
    assert {one.person for one in effect(house).had} == {person.pk for person in house.people[:5]}


def test_what_was_seen_on_the_day_of_the_first_session_counts_as_before(house: Supported) -> None:
    person = house.people[0]
    house.had(person)
    house.seen(person, [1], [3])
    Assessment.objects.filter(day__lt=FIRST).update(day=FIRST)
    (row,) = effect(house).persons
    assert (row.before, row.after) == ((1,), (3,))


def test_each_person_has_her_own_first_session(house: Supported) -> None:
    early, late = house.people[:2]
    house.had(early)
    house.had(late, FIRST.replace(month=7))
    for person in (early, late):
        house.seen(person, [1], [2])
    assert [(row.before, row.after) for row in effect(house).persons] == [((1,), (2,)), ((1, 2), ())]


def test_what_could_not_be_seen_is_left_out_and_counted(house: Supported) -> None:
    person = house.people[0]
    house.had(person)
    house.seen(person, [1, None], [2])
    found = effect(house)
    assert found.unseen == 1
    assert found.persons[0].before == (1,)


def test_what_was_corrected_does_not_count_twice(house: Supported) -> None:
    person = house.people[0]
    house.had(person)
    house.seen(person, [1], [2])
    wrong = Assessment.objects.get(day__gt=FIRST)
    right = {
        name: getattr(wrong, name) for name in ("establishment", "person", "competence", "day", "context", "acted_at")
    }
    Assessment.objects.create(**right, level=house.levels[4], supersedes=wrong)
    assert effect(house).persons[0].after == (4,)


def test_the_view_of_the_person_herself_is_never_mixed_with_that_of_others(house: Supported) -> None:
    person = house.people[0]
    house.had(person)
    house.seen(person, [1], [2])
    house.seen(person, [4], [4], by_person=True)
    assert effect(house).persons[0].before == (1,)
    assert effect(house, rater=Rater.PERSON).persons[0].before == (4,)


def test_one_person_with_enough_assessments_is_compared_alone(house: Supported) -> None:
    person = house.people[0]
    house.had(person)
    house.seen(person, [1, 1, 1, 1], [3, 3, 3, 3])
    (row,) = effect(house).persons
    assert isinstance(row.change, PersonChange)
    assert row.change.compared.total == 16
    assert row.chance == pytest.approx(2 / 70)
    assert row.index is None, "nobody said how far the scale can be trusted"


def test_a_slow_rise_before_is_not_taken_for_a_fast_one(house: Supported) -> None:
    def under_way() -> bool:
        change = effect(house).persons[0].change
        assert isinstance(change, PersonChange) and change.is_observed
        return change.was_under_way

    person = house.people[0]
    house.had(person)
    house.seen(person, [0, 1, 1, 2], [3, 3, 3, 3])
    assert under_way(), "a level in two weeks goes on"
    for weeks, row in enumerate(Assessment.objects.filter(day__lt=FIRST).order_by("-day")):
        Assessment.objects.filter(pk=row.pk).update(day=FIRST - timedelta(weeks=1 + 50 * weeks))
    assert not under_way(), "a level in two years does not explain it"
    Assessment.objects.filter(day__lt=FIRST).update(day=FIRST)
    assert not under_way(), "on one day there is no trend in time"


def test_two_scores_with_a_known_reliability_have_an_index(house: Supported) -> None:
    person = house.people[0]
    house.had(person)
    house.seen(person, [1], [3])
    Reliability.objects.create(
        establishment=house.place,
        framework_code="linge",
        scale_since=1,
        deviation=50,
        reliability=8_000,
        source="Étude fictive",
    )
    (row,) = effect(house).persons
    assert row.index == pytest.approx(2 / (0.5 * 0.4**0.5))


def test_three_times_are_compared_by_their_order(house: Supported) -> None:
    group(house, 6, (1,), (2, 3))
    (row,) = effect(house).groups
    assert isinstance(row.trend, GroupTrend)
    assert (row.trend.times, row.trend.persons) == (3, 6)
    assert row.trend_chance is not None
    assert row.trend_chance < 0.001


def test_as_many_times_are_compared_as_a_group_has(house: Supported) -> None:
    group(house, 6, (1,), (2, 3))
    for person in house.people[6:]:
        house.had(person)
        house.seen(person, [1], [2, 3, 4, 4])
    (row,) = effect(house).groups
    assert isinstance(row.trend, GroupTrend)
    assert (row.trend.times, row.trend.persons) == (3, 8)


def test_many_comparisons_are_put_right_together(house: Supported) -> None:
    group(house)
    for person in house.people[:6]:
        house.seen(person, [1], [2], "sort")
    assert [row.chance for row in effect(house).groups] == pytest.approx([4 / 64, 4 / 64])
    gentler = effect(house, correction=Correction.BENJAMINI_HOCHBERG)
    assert [row.chance for row in gentler.groups] == pytest.approx([2 / 64, 2 / 64])
    assert gentler.group_comparisons == 2


@pytest.mark.parametrize("persons", [1, 8])
def test_as_many_queries_for_one_person_as_for_eight(
    house: Supported, persons: int, django_assert_num_queries: Any
) -> None:
    group(house, persons)
    with django_assert_num_queries(3):
        effect(house)


# ---------------------------------------------------------------- the page


def page(house: Supported, role: str, query: str = "", workshop: str = "") -> Any:
    client = Client()
    client.force_login(house.user(role, workshop=workshop))
    return client.get(f"/{house.place.finess}/figures/support/effect/?{query}")


def test_the_page_says_observed_and_never_proved(house: Supported) -> None:
    group(house)
    text = page(house, Role.EDUCATOR).content.decode()
    assert "Change observed: higher" in text
    assert "Change observed, never effect proved" in text
    assert "Holm" in text
    assert "Arbre1" in text


def test_the_page_says_when_data_are_too_few(house: Supported) -> None:
    group(house, 5)
    assert "Not enough data: 5 of the 6 persons needed." in page(house, Role.EDUCATOR).content.decode()


def test_without_kinds_and_without_sessions_the_page_says_so(house: Supported) -> None:
    assert "Nobody who had this action was assessed" in page(house, Role.EDUCATOR).content.decode()
    house.kind.delete()
    client = Client()
    client.force_login(house.user(Role.DIRECTOR))
    assert "No kind of action yet" in client.get(f"/{house.place.finess}/figures/support/effect/").content.decode()


def test_a_kind_that_is_not_there_is_said_beside_the_field(house: Supported) -> None:
    text = page(house, Role.EDUCATOR, "kind=inconnu").content.decode()
    assert 'aria-invalid="true"' in text


def test_a_reader_limited_to_a_workshop_is_told_of_its_people_alone(house: Supported) -> None:
    group(house)
    text = page(house, Role.EDUCATOR, workshop="BLA").content.decode()
    assert "Arbre4" in text
    assert "Arbre5" not in text
    assert "Not enough data: 4 of the 6 persons needed." in text


@pytest.mark.parametrize("role", [Role.SALES, Role.ADMINISTRATION, Role.AUDITOR, Role.INSTRUCTOR])
def test_others_do_not_know_the_page(house: Supported, role: str) -> None:
    assert page(house, role).status_code == 404


def test_what_was_read_is_logged(house: Supported) -> None:
    group(house, 2)
    page(house, Role.EDUCATOR)
    (logged,) = AccessLog.objects.filter(what="indicators.support_effect")
    assert sorted(logged.subjects) == sorted(str(person.pk) for person in house.people[:2])


# ---------------------------------------------------------------- the command


def told(house: Supported, **options: Any) -> Any:
    out = StringIO()
    call_command(
        "support",
        "effect",
        action="atelier-geste",
        establishment=house.place.finess,
        as_json=True,
        stdout=out,
        **options,
    )
    return json.loads(out.getvalue())


def test_the_command_tells_all_of_it(house: Supported) -> None:
    group(house)
    found = told(house)
    (row,) = found["groups"]
    assert found["persons"] == 6
    assert row["wilcoxon"]["p"] == pytest.approx(2 / 64)
    assert row["wilcoxon"]["rank_biserial"] == 1
    assert row["page"]["not_enough"] == "times"
    assert {one["person"] for one in found["single"]} == {"1", "2", "3", "4", "5", "6"}
    assert found["single"][0]["not_enough"] == "scores_before"


def test_what_the_command_tells_of_persons_is_logged(house: Supported) -> None:
    told(house)
    assert not AccessLog.objects.exists(), "nobody was told of"
    group(house, 2)
    told(house)
    logged = AccessLog.objects.get()
    assert (logged.what, logged.purpose, logged.establishment_id) == (
        "indicators.support_effect",
        "atelier-geste",
        house.place.pk,
    )
    assert sorted(logged.subjects) == sorted(str(person.pk) for person in house.people[:2])


def test_the_command_tells_the_pairs_of_one_person(house: Supported) -> None:
    house.had(house.people[0])
    house.seen(house.people[0], [1, 1, 1, 1], [3, 3, 3, 3])
    (row,) = told(house)["single"]
    assert (row["nap"], row["tau"], row["pairs"]) == (1, 1, {"higher": 16, "same": 0, "lower": 0})


def test_an_unknown_kind_is_refused_with_those_there_are(house: Supported) -> None:
    with pytest.raises(Refusal) as refused:
        call_command("support", "effect", action="x", establishment=house.place.finess)
    assert refused.value.code == "action_kind_unknown"
    assert refused.value.facts["known"] == "atelier-geste"
