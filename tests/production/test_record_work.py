"""Work as it is captured: what stands, what is refused, and the facts derived from it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from etabli.attendance.actions import close_month
from etabli.attendance.states import Outcome
from etabli.core.sharing_out import share_out
from etabli.org.grants import grant, withdraw
from etabli.org.states import Role
from etabli.production import actions
from etabli.production.models import RefusedOperation, WorkEntry, WorkFact
from etabli.production.queries import standing_work
from tests import workplace as small
from tests.production.doing import (
    FULL,
    MONDAY,
    TUESDAY,
    A,
    Floor,
    M,
    facts,
    floor,
    minutes,
    record_work,
    refusals,
    team,
    user,
    work,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def where() -> Floor:
    return floor()


def test_someone_on_one_activity_is_on_it_for_what_she_attended(where: Floor) -> None:
    (person,) = team(where, "1")
    small.type_days(where.place, person, MONDAY, minutes=180)
    assert refusals(record_work(where, work(where, person, where.packing))) == ["applied"]
    assert facts(where) == {(person.pk, M, where.packing.pk): (180, 0, 0)}


def test_what_is_left_is_shared_equally_in_whole_minutes(where: Floor) -> None:
    (person,) = team(where, "1")
    record_work(where, work(where, person, (where.packing, 61), where.labels))
    assert facts(where) == {
        (person.pk, M, where.packing.pk): (61, 0, 0),
        (person.pk, M, where.labels.pk): (FULL - 61, 0, 0),
    }


def test_the_time_of_a_team_is_split_and_never_multiplied_by_head_count(where: Floor) -> None:
    """A team of three, 400 minutes entered once: 400 minutes counted, not 1,200."""
    people = team(where, "1", "2", "3")
    shares = share_out(400, 3)
    operations = [work(where, person, (where.packing, length)) for person, length in zip(people, shares, strict=True)]
    record_work(where, *operations)
    assert sum(minutes(where).values()) == 400


def test_when_attendance_changes_the_minutes_follow(where: Floor) -> None:
    (person,) = team(where, "1")
    record_work(where, work(where, person, where.packing))
    assert minutes(where) == {person.pk: FULL}
    late = [small.part("INJ", 30), small.part("PRE")]
    small.record(where.place, small.operation(person, MONDAY, M, *late))
    assert minutes(where) == {person.pk: FULL - 30}
    small.record(where.place, small.operation(person, MONDAY, M, "MAL"))
    assert minutes(where) == {person.pk: 0}


def test_support_inside_the_half_day_is_no_work(where: Floor) -> None:
    (person,) = team(where, "1")
    small.record(where.place, small.operation(person, MONDAY, M, small.part("SOU", 60), small.part("PRE")))
    record_work(where, work(where, person, where.packing))
    assert minutes(where) == {person.pk: FULL - 60}


def test_stated_minutes_stay_as_stated(where: Floor) -> None:
    (person,) = team(where, "1")
    record_work(where, work(where, person, (where.packing, 45)))
    small.record(where.place, small.operation(person, MONDAY, M, "MAL"))
    assert minutes(where) == {person.pk: 45}


def test_a_correction_takes_the_place_of_what_stood(where: Floor) -> None:
    (person,) = team(where, "1")
    first = work(where, person, where.packing)
    second = work(where, person, where.labels, base=first.id)
    assert refusals(record_work(where, first, second)) == ["applied", "applied"]
    assert facts(where) == {(person.pk, M, where.labels.pk): (FULL, 0, 0)}
    assert WorkEntry.objects.count() == 2


def test_no_parts_take_back_what_was_written(where: Floor) -> None:
    (person,) = team(where, "1")
    first = work(where, person, where.packing)
    record_work(where, first)
    record_work(where, work(where, person, base=first.id))
    assert facts(where) == {}


def test_the_same_operation_again_changes_nothing(where: Floor) -> None:
    (person,) = team(where, "1")
    operation = work(where, person, where.packing)
    answers = record_work(where, operation, operation) + record_work(where, operation)
    assert refusals(answers) == ["applied", "duplicate", "duplicate"]
    assert {answer.entry for answer in answers} == {operation.id}
    assert WorkEntry.objects.count() == 1


def test_two_who_did_not_see_each_other_are_a_conflict_and_the_newest_stands(where: Floor) -> None:
    (person,) = team(where, "1")
    early = work(where, person, where.packing, acted_at=small.AT - timedelta(hours=2))
    late = work(where, person, where.labels, acted_at=small.AT - timedelta(hours=1))
    record_work(where, early)
    (answer,) = record_work(where, late)
    assert (answer.outcome, answer.entry, answer.other) == (Outcome.CONFLICT, late.id, early.id)
    assert facts(where) == {(person.pk, M, where.labels.pk): (FULL, 0, 0)}


def test_an_older_act_that_arrives_late_is_superseded_kept_and_answered_so_again(where: Floor) -> None:
    (person,) = team(where, "1")
    early = work(where, person, where.packing, acted_at=small.AT - timedelta(hours=2))
    late = work(where, person, where.labels, acted_at=small.AT - timedelta(hours=1))
    record_work(where, late)
    answers = record_work(where, early) + record_work(where, early)
    assert [(answer.outcome, answer.entry) for answer in answers] == [(Outcome.SUPERSEDED, late.id)] * 2
    assert set(WorkEntry.objects.values_list("pk", flat=True)) == {early.id, late.id}


def test_two_who_write_the_same_do_not_conflict(where: Floor) -> None:
    (person,) = team(where, "1")
    record_work(where, work(where, person, where.packing, acted_at=small.AT - timedelta(hours=2)))
    assert refusals(record_work(where, work(where, person, where.packing))) == ["applied"]


def test_a_clock_that_is_ahead_is_taken_as_a_little_after_now(where: Floor) -> None:
    (person,) = team(where, "1")
    record_work(where, work(where, person, where.packing, acted_at=small.AT + timedelta(days=1)))
    kept = standing_work(where.place, small.MARCH)[person.pk, MONDAY, M]
    assert kept.acted_at == small.AT + timedelta(minutes=5)


def test_the_team_ties_what_was_written_at_once(where: Floor) -> None:
    people = team(where, "1", "2")
    tie = work(where, people[0]).id
    record_work(where, *(work(where, person, where.packing, team=tie) for person in people))
    assert {row.team for row in standing_work(where.place, small.MARCH).values()} == {tie}


# ---------------------------------------------------------------- refused


def test_one_bad_operation_never_blocks_the_others(where: Floor) -> None:
    one, other = team(where, "1", "2")
    bad = work(where, one, (where.packing, 721))
    assert refusals(record_work(where, bad, work(where, other, where.packing))) == ["minutes_out_of_range", "applied"]
    kept = RefusedOperation.objects.get()
    assert (kept.pk, kept.kind, kept.refusal) == (bad.id, "work", "minutes_out_of_range")
    assert kept.payload["parts"] == [{"activity": where.packing.pk, "minutes": 721}]
    assert kept.payload["day"] == "2025-03-03"


def test_a_refused_operation_is_answered_so_again(where: Floor) -> None:
    (person,) = team(where, "1")
    bad = work(where, person, (where.packing, 721))
    assert refusals(record_work(where, bad) + record_work(where, bad)) == ["minutes_out_of_range"] * 2
    assert RefusedOperation.objects.count() == 1


def test_a_closed_month_takes_no_work(where: Floor) -> None:
    (person,) = team(where, "1")
    close_month(establishment=where.place, month=date(2025, 3, 1), by=None, at=small.AT)
    assert refusals(record_work(where, work(where, person, where.packing))) == ["month_closed"]


def test_someone_who_was_not_engaged_did_not_work(where: Floor) -> None:
    person = small.engage(where.place, "1", workshop="BLA", last_day=date(2025, 2, 28))
    assert refusals(record_work(where, work(where, person, where.packing))) == ["not_engaged"]


def test_an_activity_put_out_of_use_meanwhile_is_refused(where: Floor) -> None:
    (person,) = team(where, "1")
    actions.use_activity(activity=where.packing, active=False, by=None, at=small.AT)
    assert refusals(record_work(where, work(where, person, where.packing))) == ["activity_no_longer_used"]


def test_an_activity_or_workshop_of_another_establishment_is_refused(where: Floor) -> None:
    (person,) = team(where, "1")
    other = floor(finess=small.OTHER_NUMBER, name="Ailleurs")
    assert refusals(record_work(where, work(where, person, other.packing))) == ["activity_unknown"]
    strange = work(where, person, where.packing, workshop=other.laundry.pk)
    assert refusals(record_work(where, strange)) == ["workshop_unknown_key"]


def test_too_many_activities_in_a_half_day_are_refused(where: Floor) -> None:
    (person,) = team(where, "1")
    assert refusals(record_work(where, work(where, person, *[where.packing] * 13))) == ["too_many_parts"]


# ---------------------------------------------------------------- whose right


def test_an_instructor_writes_for_her_team_only(where: Floor) -> None:
    (hers,) = team(where, "1")
    (other,) = team(where, "2", workshop="EV")
    author = user(where, Role.INSTRUCTOR, where.laundry)
    answers = record_work(where, work(where, hers, where.packing), work(where, other, where.mowing), by=author)
    assert refusals(answers) == ["applied", "person_unknown"]


@pytest.mark.parametrize("role", [Role.EDUCATOR, Role.SALES, Role.ADMINISTRATION, Role.AUDITOR])
def test_those_who_only_read_write_nothing(where: Floor, role: Role) -> None:
    (person,) = team(where, "1")
    answers = record_work(where, work(where, person, where.packing), by=user(where, role))
    assert refusals(answers) == ["person_unknown"]


def test_the_right_is_that_of_the_day_of_the_act(where: Floor) -> None:
    (person,) = team(where, "1")
    author = user(where, Role.INSTRUCTOR, where.laundry)
    later = small.AT + timedelta(days=3)
    withdraw(user=author, role=Role.INSTRUCTOR, establishment=where.place, workshop=where.laundry, by=None, at=later)
    before = work(where, person, where.packing, acted_at=small.AT)
    after = work(where, person, where.labels, acted_at=later)
    assert refusals(record_work(where, before, after, by=author, at=later)) == ["applied", "right_not_held_then"]


def test_a_right_for_a_day_serves_that_day(where: Floor) -> None:
    (person,) = team(where, "1")
    author = user(where, Role.INSTRUCTOR, where.garden)
    grant(user=author, role=Role.INSTRUCTOR, establishment=where.place, workshop=where.laundry, by=None, at=small.AT)
    yesterday = work(where, person, where.packing, acted_at=small.AT - timedelta(days=1))
    today = work(where, person, where.packing, acted_at=small.AT)
    assert refusals(record_work(where, yesterday, today, by=author)) == ["right_not_held_then", "applied"]


# ---------------------------------------------------------------- derived


def test_the_instructor_of_a_fact_is_who_wrote_it(where: Floor) -> None:
    (person,) = team(where, "1")
    author = user(where, Role.INSTRUCTOR, where.laundry)
    record_work(where, work(where, person, where.packing), by=author)
    fact = WorkFact.objects.get()
    assert (fact.instructor, fact.workshop, fact.order_line) == (author.pk, where.laundry.pk, None)


def test_deriving_everything_anew_gives_the_same_facts(where: Floor) -> None:
    people = team(where, "1", "2")
    record_work(where, *(work(where, person, where.packing, half=half) for person in people for half in (M, A)))
    record_work(where, work(where, people[0], where.labels, day=TUESDAY))
    before = facts(where), facts(where, TUESDAY)
    actions.rederive_work(establishment=where.place)
    assert (facts(where), facts(where, TUESDAY)) == before


def test_as_many_queries_for_one_as_for_thirty(where: Floor) -> None:
    people = team(where, *(str(number) for number in range(1, 31)))
    author = user(where, Role.INSTRUCTOR, where.laundry)
    counts = []
    for chosen, day in ((people[:1], MONDAY), (people, TUESDAY)):
        with CaptureQueriesContext(connection) as queries:
            record_work(where, *(work(where, person, where.packing, day=day) for person in chosen), by=author)
        counts.append(len(queries))
    assert counts[0] == counts[1]
