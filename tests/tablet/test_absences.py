"""An absence beyond the days that a tablet holds."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from etabli.attendance.models import Entry, LastingAbsence, SickNote
from etabli.attendance.queries import standing_entries
from etabli.core.periods import Period
from etabli.tablet.models import HeldOperation
from tests import workplace as at_work
from tests.tablet.conftest import NOW, TODAY, Team, a_day, act, codes, outcomes

FIRST, LAST = a_day(8), a_day(29)


def absence(team: Team, **changes: Any) -> dict[str, Any]:
    values = {"person": team.people[0].pk, "first": FIRST.isoformat(), "last": LAST.isoformat(), "code": "MAL"}
    more = {"takes_back": None, "notice_hours": None, "has_document": None}
    return act("absence", team.instructor, **{**values, **more, **changes})


def written(team: Team) -> dict[tuple[Any, int], str]:
    days = Period(TODAY, TODAY + timedelta(days=100))
    rows = standing_entries(team.place, days)
    return {(day, half): row.segments[0][0] for (_, day, half), row in rows.items() if row.segments}


def test_each_half_day_due_is_written_and_a_note_awaited(team: Team) -> None:
    assert outcomes(team.tablet.sync(absence(team))) == ["applied"]
    days = {FIRST + timedelta(days=number) for number in range((LAST - FIRST).days + 1)}
    working = {day for day in days if day.weekday() < 5}
    assert written(team) == {(day, half): "MAL" for day in working for half in (0, 1)}
    note = SickNote.objects.get()
    assert note.starts_on == min(working) and note.received_on is None


def test_the_same_act_again_changes_nothing(team: Team) -> None:
    one = absence(team)
    team.tablet.sync(one)
    before = Entry.objects.count()
    assert outcomes(team.tablet.sync(one)) == ["duplicate"]
    assert Entry.objects.count() == before


def test_what_was_written_stands_again_when_it_is_taken_back(team: Team) -> None:
    planned = at_work.operation(team.people[0], FIRST, 0, "CP", acted_at=NOW - timedelta(days=1))
    at_work.record(team.place, planned, at=NOW)
    one = absence(team)
    team.tablet.sync(one)
    assert written(team)[FIRST, 0] == "MAL"
    back = absence(team, takes_back=one["id"])
    assert outcomes(team.tablet.sync(back, back)) == ["applied", "applied"]
    assert written(team) == {(FIRST, 0): "CP"}
    assert not SickNote.objects.exists()


def test_what_somebody_wrote_since_is_left_alone(team: Team) -> None:
    one = absence(team)
    team.tablet.sync(one)
    later = at_work.operation(team.people[0], FIRST, 0, "FOR", acted_at=NOW + timedelta(minutes=1))
    at_work.record(team.place, later, at=NOW)
    team.tablet.sync(absence(team, takes_back=one["id"]))
    assert written(team) == {(FIRST, 0): "FOR"}


def test_refused_in_words(team: Team) -> None:
    long = absence(team, last=(FIRST + timedelta(days=60)).isoformat())
    backwards = absence(team, last=(FIRST - timedelta(days=1)).isoformat())
    sunday = TODAY + timedelta(days=(6 - TODAY.weekday()) + 7)
    nothing = absence(team, first=sunday.isoformat(), last=sunday.isoformat())
    unknown = absence(team, code="XYZ")
    stranger = absence(team, person=team.people[3].pk)
    answers = team.tablet.sync(long, backwards, nothing, unknown, stranger)
    assert outcomes(answers) == ["refused"] * 5
    assert codes(answers) == [
        "absence_days_wrong", "absence_days_wrong", "absence_nothing_due", "code_unknown", "person_unknown",
    ]  # fmt: skip
    assert HeldOperation.objects.count() == 2 and written(team) == {}


# ---------------------------------------------------------------- until further notice


def test_without_a_last_day_it_is_written_up_to_today_and_goes_on(team: Team) -> None:
    one = absence(team, first=a_day(-1).isoformat(), last=None)
    assert outcomes(team.tablet.sync(one, one)) == ["applied", "duplicate"]
    row = LastingAbsence.objects.get()
    assert (row.pk, row.starts_on, row.ended_on, row.begun_by) == (UUID(one["id"]), a_day(-1), None, team.instructor)
    rows = standing_entries(team.place, Period(a_day(-1), None))
    due = [day for day in (a_day(-1), TODAY) if day.weekday() < 5]
    assert sorted((day, half) for _, day, half in rows) == [(day, half) for day in due for half in (0, 1)]


def test_taken_back_nothing_of_it_stands(team: Team) -> None:
    one = absence(team, first=TODAY.isoformat(), last=None)
    team.tablet.sync(one)
    back = absence(team, first=TODAY.isoformat(), last=None, takes_back=one["id"])
    assert outcomes(team.tablet.sync(back)) == ["applied"]
    assert written(team) == {} and LastingAbsence.objects.get().ended_on == TODAY


def test_a_second_one_is_refused_and_holds_up_nothing(team: Team) -> None:
    first, second = (absence(team, first=TODAY.isoformat(), last=None) for _ in range(2))
    assert outcomes(team.tablet.sync(first, second)) == ["applied", "refused"]
    other = absence(team, person=team.people[3].pk, first=TODAY.isoformat(), last=None)
    assert outcomes(team.tablet.sync(other)) == ["refused"]
