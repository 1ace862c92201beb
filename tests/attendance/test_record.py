"""The one door of capture: what becomes of each operation, in whatever order and however often it arrives."""

from __future__ import annotations

import itertools
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from uuid_utils.compat import uuid7

from etabli.attendance import actions as attendance
from etabli.attendance.models import Entry, LateOperation, Segment
from etabli.attendance.queries import standing_entries
from etabli.attendance.states import Outcome
from etabli.core.periods import Period
from etabli.core.refusal import Refusal
from etabli.org.actions import WorkshopSpec
from etabli.org.models import Establishment
from etabli.people.models import Person
from tests import strategies
from tests.workplace import (
    AT,
    MARCH,
    OTHER_NUMBER,
    A,
    M,
    engage,
    half_day,
    operation,
    part,
    record,
    type_days,
    workplace,
)

pytestmark = pytest.mark.django_db

MONDAY = date(2025, 3, 3)
EARLIER, LATER = AT - timedelta(hours=1), AT + timedelta(minutes=1)


@pytest.fixture
def place() -> Establishment:
    return workplace()


@pytest.fixture
def camille(place: Establishment) -> Person:
    return engage(place, starts_on=MARCH.start)


def judge(place: Establishment, *operations: attendance.Operation) -> list[attendance.Answer]:
    return attendance.record(establishment=place, operations=operations, by=None, at=AT)


def code_on(person: Person, day: date = MONDAY, half: int = M) -> str | None:
    row = half_day(person, day, half)
    return row.code if row is not None and row.typed else None


# ---------------------------------------------------------------- outcomes


def test_an_operation_is_applied_and_kept_with_its_author_and_times(place: Establishment, camille: Person) -> None:
    act = operation(
        camille, MONDAY, M, "PRE", acted_at=EARLIER, notice_hours=48, has_document=True, reason="feuille signée"
    )
    (answer,) = judge(place, act)
    assert (answer.outcome, answer.entry, answer.refusal) == (Outcome.APPLIED, act.id, None)
    entry = Entry.objects.get()
    assert (entry.pk, entry.acted_at, entry.received_at, entry.author) == (act.id, EARLIER, AT, None)
    assert (entry.notice_hours, entry.has_document, entry.reason) == (48, True, "feuille signée")
    assert code_on(camille) == "PRE"


def test_segments_keep_their_order_minutes_and_workshop(camille: Person) -> None:
    place = workplace(workshops=(WorkshopSpec("EV", "Espaces verts"),))
    workshop = place.workshops.get()
    garden = attendance.SegmentSpec("PRE", 60, workshop.pk)
    record(place, operation(camille, MONDAY, M, garden, part("FOR")))
    rows = Segment.objects.order_by("position").values_list("position", "code__code", "minutes", "workshop")
    assert list(rows) == [(0, "PRE", 60, workshop.pk), (1, "FOR", None, None)]


def test_a_correction_supersedes_and_nothing_is_lost(place: Establishment, camille: Person) -> None:
    first = operation(camille, MONDAY, M, "PRE")
    second = operation(camille, MONDAY, M, "INJ", base=first.id)
    assert [answer.outcome for answer in judge(place, first, second)] == [Outcome.APPLIED, Outcome.APPLIED]
    assert Entry.objects.get(pk=second.id).supersedes_id == first.id
    assert Entry.objects.count() == 2 and code_on(camille) == "INJ"


def test_an_operation_without_a_code_takes_back_what_was_typed(place: Establishment, camille: Person) -> None:
    first = operation(camille, MONDAY, M, "PRE")
    back = operation(camille, MONDAY, M, base=first.id)
    judge(place, first, back)
    assert code_on(camille) is None
    assert half_day(camille, MONDAY, M) is not None  # missing again
    record(place, operation(camille, MONDAY, M, "CP", base=back.id))
    assert code_on(camille) == "CP"


def test_the_same_operation_twice_changes_nothing(place: Establishment, camille: Person) -> None:
    act = operation(camille, MONDAY, M, "PRE")
    judge(place, act)
    (again,) = judge(place, act)
    assert (again.outcome, again.entry) == (Outcome.DUPLICATE, act.id)
    assert Entry.objects.count() == 1


def test_the_same_operation_twice_in_one_call(place: Establishment, camille: Person) -> None:
    act = operation(camille, MONDAY, M, "PRE")
    assert [answer.outcome for answer in judge(place, act, act)] == [Outcome.APPLIED, Outcome.DUPLICATE]


def test_a_newer_act_based_on_another_entry_is_a_conflict_and_applied(place: Establishment, camille: Person) -> None:
    judge(place, operation(camille, MONDAY, M, "PRE", acted_at=EARLIER))
    (answer,) = judge(place, operation(camille, MONDAY, M, "INJ", acted_at=AT))
    assert answer.outcome == Outcome.CONFLICT and code_on(camille) == "INJ"


def test_a_newer_act_that_says_the_same_is_no_conflict(place: Establishment, camille: Person) -> None:
    judge(place, operation(camille, MONDAY, M, "PRE", acted_at=EARLIER))
    (answer,) = judge(place, operation(camille, MONDAY, M, "PRE", acted_at=AT))
    assert answer.outcome == Outcome.APPLIED


def test_an_older_act_is_kept_as_superseded(place: Establishment, camille: Person) -> None:
    newer, older = operation(camille, MONDAY, M, "INJ"), operation(camille, MONDAY, M, "PRE", acted_at=EARLIER)
    judge(place, newer)
    (answer,) = judge(place, older)
    assert (answer.outcome, answer.entry, code_on(camille)) == (Outcome.SUPERSEDED, newer.id, "INJ")
    kept = LateOperation.objects.get()
    assert (kept.pk, kept.payload["segments"][0]["code"]) == (older.id, "PRE")


def test_an_offline_act_wins_by_the_time_of_the_act_not_of_its_arrival(place: Establishment, camille: Person) -> None:
    offline = operation(camille, MONDAY, M, "PRE", acted_at=EARLIER)
    meanwhile = operation(camille, MONDAY, M, "INJ", acted_at=EARLIER - timedelta(hours=1))
    judge(place, meanwhile)
    judge(place, offline)
    assert code_on(camille) == "PRE"


def test_a_clock_ahead_is_brought_back(place: Establishment, camille: Person) -> None:
    judge(place, operation(camille, MONDAY, M, "PRE", acted_at=AT + timedelta(days=300)))
    assert Entry.objects.get().acted_at == AT + attendance.CLOCK_TOLERANCE


# ---------------------------------------------------------------- refusals


def refused(place: Establishment, act: attendance.Operation) -> str:
    (answer,) = judge(place, act)
    assert answer.outcome == Outcome.REFUSED and answer.refusal is not None
    assert LateOperation.objects.get(pk=act.id).refusal == answer.refusal.code
    assert not Entry.objects.filter(pk=act.id).exists()
    return answer.refusal.code


def test_a_closed_month_takes_no_entry(place: Establishment, camille: Person) -> None:
    attendance.close_month(establishment=place, month=MARCH.start, by=None, at=AT)
    assert refused(place, operation(camille, MONDAY, M, "PRE")) == "month_closed"
    attendance.reopen_month(establishment=place, month=MARCH.start, by=None, at=AT)
    record(place, operation(camille, MONDAY, M, "PRE"))


def test_a_month_is_closed_once_it_is_over(place: Establishment) -> None:
    with pytest.raises(Refusal, match="month_not_over"):
        attendance.close_month(establishment=place, month=AT.date(), by=None, at=AT)


@pytest.mark.parametrize("day", [date(2025, 2, 28), date(2025, 4, 1)])
def test_an_entry_needs_an_engagement_that_holds_the_day(place: Establishment, day: date) -> None:
    who = engage(place, starts_on=MARCH.start, last_day=date(2025, 3, 31))
    assert refused(place, operation(who, day, M, "PRE")) == "not_engaged"


def test_an_unknown_code_is_refused(place: Establishment, camille: Person) -> None:
    assert refused(place, operation(camille, MONDAY, M, "XYZ")) == "code_unknown"


def test_an_unknown_person_or_one_of_elsewhere_is_refused(place: Establishment) -> None:
    other = workplace(finess=OTHER_NUMBER, name="Les Ormes")
    stranger = engage(other)
    assert refused(place, operation(stranger, MONDAY, M, "PRE")) == "person_unknown"
    assert refused(place, operation(999_999, MONDAY, M, "PRE")) == "person_unknown"


def test_a_workshop_of_elsewhere_is_refused(place: Establishment, camille: Person) -> None:
    act = operation(camille, MONDAY, M, attendance.SegmentSpec("PRE", None, 999_999))
    assert refused(place, act) == "workshop_unknown_key"


@pytest.mark.parametrize(
    ("codes", "expected"),
    [((part("PRE", 721),), "minutes_out_of_range"), (tuple(part("PRE", 10) for _ in range(9)), "too_many_segments")],
)
def test_a_half_day_has_its_bounds(
    place: Establishment, camille: Person, codes: tuple[attendance.SegmentSpec, ...], expected: str
) -> None:
    assert refused(place, operation(camille, MONDAY, M, *codes)) == expected


def test_one_bad_operation_does_not_block_the_others(place: Establishment, camille: Person) -> None:
    acts = [operation(camille, MONDAY, half, code) for half, code in ((M, "XYZ"), (A, "PRE"))]
    assert [answer.outcome for answer in judge(place, *acts)] == [Outcome.REFUSED, Outcome.APPLIED]


def test_a_refused_operation_that_comes_again_is_refused_again(place: Establishment, camille: Person) -> None:
    """The same key gives the same answer: never "already saved" for what was not."""
    act = operation(camille, MONDAY, M, "XYZ")
    first, second = judge(place, act), judge(place, act)
    said = [(row.outcome, row.refusal and (row.refusal.code, row.refusal.facts)) for row in (*first, *second)]
    # By their facts, whatever their order: PostgreSQL keeps them in one of its own.
    assert said[0] == said[1] and said[0][0] == Outcome.REFUSED
    assert LateOperation.objects.count() == 1


def test_a_superseded_operation_that_comes_again_is_superseded_again(place: Establishment, camille: Person) -> None:
    judge(place, operation(camille, MONDAY, M, "INJ"))
    older = operation(camille, MONDAY, M, "PRE", acted_at=EARLIER)
    assert [judge(place, older)[0].outcome for _ in range(2)] == [Outcome.SUPERSEDED] * 2


def test_nothing_to_do_is_nothing(place: Establishment) -> None:
    assert judge(place) == []


# ---------------------------------------------------------------- whatever the order

acts = st.lists(
    st.tuples(strategies.days, strategies.halves, strategies.codes, st.integers(0, 3)), min_size=1, max_size=5
)


class Orders(TestCase):
    """The newest act of each half-day stands, in whatever order the acts come, at once or one by one, once or twice."""

    @strategies.examples(12)
    @given(acts, st.randoms(use_true_random=False), st.booleans())
    def test_the_newest_act_stands(self, drawn: list[tuple[date, int, str, int]], random: object, apart: bool) -> None:
        place = strategies.spring_place()
        who = engage(place, at=strategies.AT)
        wanted = [
            operation(who, day, half, code, acted_at=AT - timedelta(hours=hours)) for day, half, code, hours in drawn
        ]
        newest = {
            key: max(group, key=lambda act: (act.acted_at, act.id)).segments[0].code
            for key, group in itertools.groupby(sorted(wanted, key=_slot), key=_slot)
        }
        shuffled = [*wanted, *wanted[:2]]
        random.shuffle(shuffled)  # type: ignore[attr-defined]
        for call in [[act] for act in shuffled] if apart else [shuffled]:
            judge(place, *call)
        days = Period(strategies.EIGHT_DAYS[0], None)
        standing = standing_entries(place, days)
        assert {(day, half): row.segments[0][0] for (_, day, half), row in standing.items()} == newest
        assert Entry.objects.count() + LateOperation.objects.count() == len(wanted)


def _slot(act: attendance.Operation) -> tuple[date, int]:
    return act.day, act.half


def test_the_base_prevails_over_the_clock(place: Establishment, camille: Person) -> None:
    """Whoever saw the entry that stands may correct it, whatever her clock says."""
    first = operation(camille, MONDAY, M, "PRE", acted_at=AT)
    judge(place, first)
    (answer,) = judge(place, operation(camille, MONDAY, M, "INJ", acted_at=EARLIER, base=first.id))
    assert answer.outcome == Outcome.APPLIED and code_on(camille) == "INJ"


def test_half_days_of_two_persons_do_not_meet(place: Establishment, camille: Person) -> None:
    other = engage(place, "2", starts_on=MARCH.start)
    type_days(place, camille, MONDAY)
    assert (code_on(camille), code_on(other)) == ("PRE", None)
    assert uuid7() != uuid7() and LATER > AT
