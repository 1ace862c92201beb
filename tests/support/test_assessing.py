"""Assessments: written once however often sent, corrected and taken back without being lost, read by those who may."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st
from uuid_utils.compat import uuid7

from etabli.core.refusal import Refusal
from etabli.org.models import Establishment, User
from etabli.org.states import Role
from etabli.people.models import Person
from etabli.support import actions, queries, rules
from etabli.support.actions import AssessmentAct, Rating
from etabli.support.models import Assessment, Framework
from etabli.support.queries import Line, Seen
from etabli.support.rules import CompetenceSpec
from etabli.support.states import Gap, Rater
from tests import workplace as small
from tests.support.conftest import TODAY, YESTERDAY, seen, user_of
from tests.support.knowing import competence, level, published, rated

WHO: dict[str, Any] = {"by": None, "at": small.AT}
LINE = Line("atelier", 1, "PACK")
DAY = timedelta(days=1)


def refused(code: str) -> Any:
    return pytest.raises(Refusal, match=f"^{code}")


@pytest.fixture
def framework(place: Establishment) -> Framework:
    return published(place)


def read_by(user: User, person: Person) -> list[Assessment]:
    place = Establishment.objects.get(finess=small.NUMBER)
    return list(queries.assessments_of(user, place, person.pk))


def test_several_competences_are_written_in_one_act_and_once_however_often_sent(
    framework: Framework, person: Person, educator: User
) -> None:
    key = uuid7()
    for _ in range(2):
        rated(framework, person, {"PACK": 2, "COUNT": None}, by=educator, key=key, comment="vu au poste")
    rows = read_by(educator, person)
    found = {row.competence.code: (row.level and row.level.rank, row.comment) for row in rows}
    assert len(rows) == 2 and found == {"PACK": (2, "vu au poste"), "COUNT": (None, "vu au poste")}
    assert {row.rater for row in rows} == {educator}


def test_an_act_takes_as_many_queries_for_one_competence_as_for_twenty(place: Establishment, person: Person) -> None:
    many = tuple(CompetenceSpec(f"C{number}", "skill", f"Does {number}") for number in range(20))
    framework = published(place, competences=many)

    def counted(codes: list[str]) -> int:
        with CaptureQueriesContext(connection) as queries_made:
            rated(framework, person, dict.fromkeys(codes, 1))
        return len(queries_made)

    counted(["C0"])  # the establishment is known from now on
    assert counted(["C1"]) == counted([one.code for one in many])


def test_what_is_wrong_is_refused(place: Establishment, framework: Framework, person: Person, other: Person) -> None:
    pack, alone = competence(framework).pk, level(framework, 2).pk

    def act(ratings: list[Rating], **changes: Any) -> None:
        common = AssessmentAct(**{"key": uuid7(), "day": TODAY, **changes})
        actions.assess(establishment=place, person=person, act=common, ratings=ratings, **WHO)

    good = [Rating(pack, alone)]
    with refused("assessment_empty"):
        act([])
    with refused("assessment_to_come"):
        act(good, day=TODAY + DAY)
    with refused("assessed_elsewhere"):
        act(good, day=date(2024, 12, 31))
    with refused("context_unknown"):
        act(good, context="dreamt")
    with refused("competence_unknown"):
        act([Rating(0, alone)])
    strange = published(place, code="other")
    with refused("level_of_other_framework"):
        act([Rating(pack, level(strange, 0).pk)])
    with refused("framework_not_published"):
        act([Rating(competence(actions.revise_framework(framework=framework, **WHO)).pk, None)])
    hers = seen(other)
    actions.add_observation(establishment=place, operation=hers, **WHO)
    with refused("evidence_unknown"):
        act(good, observation=hers.id)
    assert not Assessment.objects.exists()


def test_an_observation_of_the_person_is_evidence(place: Establishment, framework: Framework, person: Person) -> None:
    observed = seen(person)
    actions.add_observation(establishment=place, operation=observed, **WHO)
    rated(framework, person, {"PACK": 1}, observation=observed.id, order_line="C-12/1")
    row = Assessment.objects.get()
    assert (row.observation_id, row.order_line) == (observed.id, "C-12/1")


def test_a_correction_takes_the_place_of_a_row_and_keeps_it(
    framework: Framework, person: Person, educator: User
) -> None:
    rated(framework, person, {"PACK": 0}, by=educator)
    row = Assessment.objects.get()
    other = level(published(framework.establishment, code="other"), 0).pk
    with refused("level_of_other_framework"):
        actions.correct_assessment(row=row, level=other, comment="", by=educator, at=small.AT)
    actions.correct_assessment(row=row, level=level(framework, 1).pk, comment="mieux vu", by=educator, at=small.AT)
    (stands,) = read_by(educator, person)
    assert (stands.level and stands.level.rank, stands.supersedes, stands.day) == (1, row, row.day)
    with refused("assessment_corrected_already"):
        actions.correct_assessment(row=row, level=None, comment="", by=educator, at=small.AT)


def test_what_was_written_by_mistake_is_taken_back_by_who_wrote_it(
    place: Establishment, framework: Framework, person: Person, educator: User, instructor: User
) -> None:
    ids = rated(framework, person, {"PACK": 0, "CALM": 1}, by=educator)
    with refused("assessment_of_another"):
        actions.withdraw_assessments(establishment=place, ids=ids, by=instructor, at=small.AT)
    assert actions.withdraw_assessments(establishment=place, ids=ids, by=educator, at=small.AT) == 2
    assert read_by(educator, person) == [] and Assessment.objects.count() == 4
    with refused("assessment_corrected_already"):
        actions.withdraw_assessments(establishment=place, ids=ids, by=educator, at=small.AT)


@pytest.mark.parametrize(
    ("role", "mine", "others"),
    [
        (Role.EDUCATOR, True, True),
        (Role.HEAD_OF_SERVICE, True, True),
        (Role.DIRECTOR, True, True),
        (Role.INSTRUCTOR, True, False),
        (Role.SALES, False, False),
        (Role.ADMINISTRATION, False, False),
    ],
)
def test_who_reads_which_assessments(
    place: Establishment, framework: Framework, person: Person, role: Role, mine: bool, others: bool
) -> None:
    user = user_of(place, role, workshop="BLA" if role == Role.INSTRUCTOR else "", name="reader")
    rated(framework, person, {"PACK": 1}, by=user)
    rated(framework, person, {"CALM": 1}, by=user_of(place, Role.EDUCATOR, name="author"))
    read = {row.competence.code for row in read_by(user, person)}
    assert read == ({"PACK"} if mine else set()) | ({"CALM"} if others else set())


def test_comments_are_not_readable_in_the_database(framework: Framework, person: Person) -> None:
    rated(framework, person, {"PACK": 1}, comment="motif médical")
    with connection.cursor() as cursor:
        cursor.execute("SELECT comment FROM support_assessment")
        assert "motif" not in cursor.fetchone()[0]


# ---------------------------------------------------------------- several raters, over time


def test_the_first_and_the_last_of_others_make_the_change_and_not_what_she_says(
    framework: Framework, person: Person, educator: User
) -> None:
    rated(framework, person, {"PACK": 0}, date(2025, 2, 3), by=educator)
    rated(framework, person, {"PACK": 3}, date(2025, 5, 5), by=educator, by_person=True)
    rated(framework, person, {"PACK": 2}, date(2025, 6, 2), by=educator)
    rated(framework, person, {"PACK": None}, date(2025, 9, 1), by=educator)
    rated(framework, person, {"CALM": 1}, date(2025, 9, 1), by=educator)
    rows = read_by(educator, person)
    assert queries.changes(rows) == {LINE: 2}
    assert queries.latest(rows, Rater.PERSON)[LINE].level == level(framework, 3)
    assert queries.series(rows, LINE) == [
        Seen(date(2025, 2, 3), 0, Rater.STAFF),
        Seen(date(2025, 5, 5), 3, Rater.PERSON),
        Seen(date(2025, 6, 2), 2, Rater.STAFF),
    ]


def test_raters_stand_side_by_side_and_she_comes_first(
    place: Establishment, framework: Framework, person: Person, educator: User
) -> None:
    second = user_of(place, Role.HEAD_OF_SERVICE)
    rated(framework, person, {"PACK": 0}, date(2025, 2, 3), by=educator)
    rated(framework, person, {"PACK": 1}, date(2025, 3, 3), by=educator)
    rated(framework, person, {"PACK": 2}, date(2025, 4, 1), by=second)
    rated(framework, person, {"PACK": 3}, date(2025, 2, 4), by=educator, by_person=True)
    rows = queries.side_by_side(read_by(educator, person), LINE)
    assert [(row.by_person, row.rater, row.level and row.level.rank) for row in rows] == [
        (True, educator, 3),
        (False, second, 2),
        (False, educator, 1),
    ]


def test_a_line_goes_on_over_versions_until_the_scale_means_something_else(
    place: Establishment, framework: Framework, person: Person, educator: User
) -> None:
    rated(framework, person, {"PACK": 0}, YESTERDAY, by=educator)
    rated(published(place, title="Second"), person, {"PACK": 1}, by=educator)
    assert queries.changes(read_by(educator, person)) == {LINE: 1}
    third = published(place, title="Third", levels=framework_scale(place)[:3])
    rated(third, person, {"PACK": 2}, by=educator)
    assert queries.changes(read_by(educator, person)) == {LINE: 1}
    assert Line("atelier", 3, "PACK") in queries.latest(read_by(educator, person))


def framework_scale(place: Establishment) -> Any:
    return queries.level_specs(Framework.objects.get(establishment=place, state="published"))


def test_gaps_count_what_is_reached_below_and_not_seen(
    place: Establishment, framework: Framework, person: Person, educator: User
) -> None:
    keys = {code: competence(framework, code).pk for code in ("PACK", "COUNT", "CALM")}
    asked = {
        keys["PACK"]: level(framework, 2).pk,
        keys["COUNT"]: level(framework, 2).pk,
        keys["CALM"]: level(framework, 0).pk,
    }
    profile = actions.save_profile(
        establishment=place, kind="post", name="Packing", activity_code="", asked=asked, **WHO
    )
    rated(framework, person, {"PACK": 0, "CALM": 1}, by=educator)
    rated(framework, person, {"PACK": 3}, by=educator, by_person=True)
    wanted = [(one.competence, one.level) for one in profile.asked.select_related("level", "competence__framework")]
    found = {one.competence.code: one for one in queries.gaps(wanted, read_by(educator, person))}
    assert {code: one.gap for code, one in found.items()} == {
        "PACK": Gap.BELOW,
        "COUNT": Gap.UNKNOWN,
        "CALM": Gap.REACHED,
    }
    assert found["PACK"].levels_missing == 2 and found["PACK"].told is not None
    assert queries.reached(list(found.values())) == {Gap.REACHED: 1, Gap.BELOW: 1, Gap.UNKNOWN: 1}


@given(asked=st.integers(0, 3), latest=st.none() | st.integers(0, 3))
def test_a_gap_is_reached_exactly_from_the_level_asked_for_on(asked: int, latest: int | None) -> None:
    found = rules.gap(asked, latest)
    assert (found == Gap.UNKNOWN) == (latest is None)
    assert (found == Gap.REACHED) == (latest is not None and latest >= asked)


@given(first=st.integers(0, 3), last=st.integers(0, 3))
def test_a_change_taken_back_is_no_change(first: int, last: int) -> None:
    assert rules.change(first, last) == -(rules.change(last, first) or 0)
    assert rules.change(None, last) is None and rules.change(first, None) is None
