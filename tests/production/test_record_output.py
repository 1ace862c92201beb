"""Output as it is captured: whole or split, corrected, taken back; and the shares in the facts."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from uuid_utils.compat import uuid7

from etabli.attendance.actions import close_month
from etabli.attendance.states import Outcome
from etabli.org.states import Role
from etabli.production import actions
from etabli.production.models import Output, RefusedOperation, WorkFact
from etabli.production.queries import outputs_named, record_of, standing_outputs
from tests import workplace as small
from tests.production.doing import (
    MONDAY,
    TUESDAY,
    Floor,
    M,
    facts,
    floor,
    output,
    record_output,
    record_work,
    refusals,
    team,
    user,
    work,
)

pytestmark = pytest.mark.django_db
EARLY, LATE = small.AT - timedelta(hours=2), small.AT - timedelta(hours=1)


@pytest.fixture
def where() -> Floor:
    return floor()


def good(where: Floor, day: date = MONDAY) -> dict[int | None, int]:
    """Good quantity by person over a day."""
    return {person: made for (person, _, _), (_, made, _) in facts(where, day).items()}


def test_the_output_of_a_team_is_split_equally_over_those_on_the_activity(where: Floor) -> None:
    one, other, elsewhere = team(where, "1", "2", "3")
    record_work(where, work(where, one, where.packing), work(where, other, where.packing))
    record_work(where, work(where, elsewhere, where.labels))
    record_output(where, output(where, 240, 10))
    assert facts(where) == {
        (one.pk, M, where.packing.pk): (210, 120, 5),
        (other.pk, M, where.packing.pk): (210, 120, 5),
        (elsewhere.pk, M, where.labels.pk): (210, 0, 0),
    }


def test_output_is_split_by_the_minutes_worked_when_so_ruled(where: Floor) -> None:
    one, other = team(where, "1", "2")
    record_work(where, work(where, one, (where.packing, 180)), work(where, other, (where.packing, 60)))
    record_output(where, output(where, 240, rule="minutes"))
    assert good(where) == {one.pk: 180, other.pk: 60}


def test_the_rule_is_kept_with_the_fact_and_the_split_follows_the_work(where: Floor) -> None:
    one, other = team(where, "1", "2")
    first = output(where, 240)
    record_output(where, first)
    assert good(where) == {None: 240}
    record_work(where, work(where, one, where.packing))
    assert good(where) == {one.pk: 240}
    record_work(where, work(where, other, where.packing))
    assert good(where) == {one.pk: 120, other.pk: 120}
    assert Output.objects.get().rule == "equal"


def test_shares_that_are_stated_are_kept_exactly(where: Floor) -> None:
    one, other = team(where, "1", "2")
    record_output(where, output(where, 240, 4, rule="agreed", shares=[(one, 200, 1), (other, 40, 3)]))
    assert {key[0]: value[1:] for key, value in facts(where).items()} == {one.pk: (200, 1), other.pk: (40, 3)}


@pytest.mark.parametrize("parts", [(200, 39), (200, 41), (240, 1)])
def test_shares_sum_exactly_or_are_refused(where: Floor, parts: tuple[int, int]) -> None:
    people = team(where, "1", "2")
    shares = [(person, part, 0) for person, part in zip(people, parts, strict=True)]
    assert refusals(record_output(where, output(where, 240, shares=shares))) == ["shares_do_not_sum"]
    assert facts(where) == {}


def test_a_quantity_that_does_not_divide_loses_nothing(where: Floor) -> None:
    people = team(where, "1", "2", "3")
    record_work(where, *(work(where, person, where.packing) for person in people))
    record_output(where, output(where, 100))
    rows = WorkFact.objects.filter(establishment=where.place)
    assert sum(row.good for row in rows) == 100_000
    assert sorted(row.good for row in rows) == [33_333, 33_333, 33_334]


def test_two_records_of_one_activity_add_up(where: Floor) -> None:
    (person,) = team(where, "1")
    record_work(where, work(where, person, where.packing))
    record_output(where, output(where, 100), output(where, 40))
    assert good(where) == {person.pk: 140}


# ---------------------------------------------------------------- corrected


def test_a_correction_takes_the_place_of_its_record(where: Floor) -> None:
    first = output(where, 100)
    second = output(where, 120, corrects=first.id)
    third = output(where, 130, corrects=first.id, base=second.id)
    assert refusals(record_output(where, first, second, third)) == ["applied"] * 3
    assert [(row.good, row.root) for row in standing_outputs(where.place, small.MARCH)] == [(130_000, first.id)]


def test_nothing_takes_a_record_back(where: Floor) -> None:
    first = output(where, 100)
    record_output(where, first, output(where, 0, corrects=first.id))
    assert (standing_outputs(where.place, small.MARCH), facts(where)) == ([], {})
    taken_back = record_of(where.place, first.id)
    assert taken_back is not None and taken_back.is_taken_back


def test_a_correction_may_move_a_record_to_another_day(where: Floor) -> None:
    first = output(where, 100)
    record_output(where, first, output(where, 100, corrects=first.id, day=TUESDAY))
    assert (good(where), good(where, TUESDAY)) == ({}, {None: 100})


def test_a_correction_that_arrives_before_its_record_stands(where: Floor) -> None:
    first = output(where, 100, acted_at=EARLY)
    second = output(where, 120, corrects=first.id, acted_at=LATE)
    assert refusals(record_output(where, second) + record_output(where, first)) == ["applied", "superseded"]
    assert [row.good for row in standing_outputs(where.place, small.MARCH)] == [120_000]
    assert set(Output.objects.values_list("root", flat=True)) == {first.id}


def test_two_corrections_that_did_not_see_each_other_are_a_conflict(where: Floor) -> None:
    first = output(where, 100, acted_at=EARLY - timedelta(hours=1))
    one = output(where, 110, corrects=first.id, base=first.id, acted_at=EARLY)
    other = output(where, 120, corrects=first.id, base=first.id, acted_at=LATE)
    record_output(where, first, one)
    (answer,) = record_output(where, other)
    assert (answer.outcome, answer.entry, answer.other) == (Outcome.CONFLICT, other.id, one.id)
    both = outputs_named(where.place, [one.id, other.id])
    assert {row.good for row in both.values()} == {110_000, 120_000}


def test_the_same_operation_again_changes_nothing(where: Floor) -> None:
    operation = output(where, 100)
    assert refusals(record_output(where, operation, operation)) == ["applied", "duplicate"]
    assert refusals(record_output(where, operation)) == ["duplicate"]
    assert good(where) == {None: 100}


# ---------------------------------------------------------------- refused


def test_rejects_have_a_cause(where: Floor) -> None:
    assert refusals(record_output(where, output(where, 100, 3, cause=None))) == ["cause_missing"]


def test_a_cause_put_out_of_use_meanwhile_is_refused(where: Floor) -> None:
    actions.use_cause(cause=where.torn, active=False, by=None, at=small.AT)
    assert refusals(record_output(where, output(where, 100, 3))) == ["cause_unknown"]


def test_nothing_counted_is_no_record(where: Floor) -> None:
    assert refusals(record_output(where, output(where, 0))) == ["output_empty"]


def test_what_is_refused_is_kept_with_all_it_said(where: Floor) -> None:
    people = team(where, "1")
    operation = output(where, 100, shares=[(people[0], 99, 0)])
    record_output(where, operation)
    kept = RefusedOperation.objects.get()
    assert (kept.pk, kept.kind, kept.payload["good"]) == (operation.id, "output", 100_000)
    assert kept.payload["shares"] == [{"person": people[0].pk, "good": 99_000, "rejected": 0}]


def test_other_refusals_of_output(where: Floor) -> None:
    (person,) = team(where, "1")
    wanted = {
        "activity_elsewhere": output(where, 1, workshop=where.garden.pk),
        "workshop_unknown_key": output(where, 1, workshop=10**6),
        "activity_unknown": output(
            where, 1, of=floor(finess=small.OTHER_NUMBER, name="Ailleurs").packing, workshop=where.laundry.pk
        ),
        "group_unknown": output(where, 1, group=10**6),
        "shares_missing": output(where, 1, rule="agreed"),
        "person_twice": output(where, 2, shares=[(person, 1, 0), (person, 1, 0)]),
        "quantity_out_of_range": output(where, 10**10),
    }
    assert refusals(record_output(where, *wanted.values())) == list(wanted)


def test_an_activity_no_longer_used_takes_no_output_but_a_record_can_be_taken_back(where: Floor) -> None:
    first = output(where, 100)
    record_output(where, first)
    actions.use_activity(activity=where.packing, active=False, by=None, at=small.AT)
    answers = record_output(where, output(where, 1), output(where, 0, corrects=first.id))
    assert refusals(answers) == ["activity_no_longer_used", "applied"]


def test_a_closed_month_takes_no_output_and_no_correction(where: Floor) -> None:
    first = output(where, 100)
    record_output(where, first)
    close_month(establishment=where.place, month=date(2025, 3, 1), by=None, at=small.AT)
    moved = output(where, 100, corrects=first.id, day=date(2025, 4, 1))
    assert refusals(record_output(where, output(where, 1), moved)) == ["month_closed", "month_closed"]


def test_an_instructor_writes_for_her_workshops_only(where: Floor) -> None:
    author = user(where, Role.INSTRUCTOR, where.laundry)
    answers = record_output(where, output(where, 1), output(where, 1, of=where.mowing), by=author)
    assert refusals(answers) == ["applied", "workshop_not_yours_then"]


def test_an_instructor_cannot_pull_a_record_of_another_workshop_to_hers(where: Floor) -> None:
    theirs = output(where, 50, of=where.mowing)
    record_output(where, theirs)
    author = user(where, Role.INSTRUCTOR, where.laundry)
    assert refusals(record_output(where, output(where, 1, corrects=theirs.id), by=author)) == ["output_unknown"]


def test_shares_name_people_of_the_team_only(where: Floor) -> None:
    (other,) = team(where, "1", workshop="EV")
    author = user(where, Role.INSTRUCTOR, where.laundry)
    answers = record_output(where, output(where, 1, shares=[(other, 1, 0)]), by=author)
    assert refusals(answers) == ["person_unknown"]


@pytest.mark.parametrize("role", [Role.EDUCATOR, Role.SALES, Role.ADMINISTRATION, Role.AUDITOR])
def test_those_who_only_read_write_no_output(where: Floor, role: Role) -> None:
    answers = record_output(where, output(where, 1), by=user(where, role))
    assert refusals(answers) == ["workshop_not_yours_then"]


def test_a_correction_of_what_never_existed_is_a_record_of_its_own(where: Floor) -> None:
    assert refusals(record_output(where, output(where, 5, corrects=uuid7()))) == ["applied"]
    assert good(where) == {None: 5}
