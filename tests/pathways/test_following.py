"""The half-days of a placement in the attendance: which, under which code, followed each day, and taken back."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from etabli.attendance import actions as attendance
from etabli.core.facts import EngagementKind
from etabli.core.refusal import Refusal
from etabli.kit.models import JournalRow
from etabli.org.actions import settings as org_settings
from etabli.org.models import Establishment
from etabli.pathways.actions import placements as actions
from etabli.pathways.actions.following import follow_calendar, follow_everywhere, follow_placements
from etabli.pathways.models import Placement
from etabli.pathways.queries.placements import skipped_months
from etabli.pathways.rules.following import CODES, UNWRITTEN
from etabli.pathways.states import Device, PlacementState
from etabli.people.models import Person
from tests import workplace as small
from tests.pathways.making import END, MORNINGS, OPERATOR, START, make_placement, spec

DAY = timedelta(days=1)
WEEK = [START + number * DAY for number in range(5)]
FRIDAY = WEEK[4]


@pytest.fixture
def place(db: None) -> Establishment:
    return small.workplace()


@pytest.fixture
def person(place: Establishment) -> Person:
    return small.engage(place)


def half_time(place: Establishment) -> Person:
    return small.engage(place, fraction=5000, pattern=small.week(mon="MA", wed="MA", fri="M"))


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 9, tzinfo=UTC)


def told(person: Person, *days: date) -> str:
    """The code of each half-day, a dot for nothing."""
    found = [small.half_day(person, day, half) for day in days for half in (0, 1)]
    return " ".join(row.code or "." if row else "-" for row in found)


def correct(row: Placement, **changes: Any) -> Placement:
    given = {"establishment": row.establishment, "person": row.person, "placement": row}
    return actions.save_placement(spec=spec(row.establishment, **changes), **given, **OPERATOR)


@pytest.mark.parametrize("device", sorted(frozenset(CODES) - UNWRITTEN - {Device.MISPE, Device.SPRINGBOARD}))
def test_every_device_writes_the_due_half_days_of_its_pattern_under_its_code(
    place: Establishment, device: Device
) -> None:
    person = half_time(place)
    more = {"weekly_minutes": 600} if device == Device.JOB else {}
    make_placement(place, person, device, pattern=MORNINGS, **more)
    code = {"pmsmp": "STG", "internship": "STG", "service": "EXT", "dual_activity": "DBL", "job": "DBL"}.get(
        device, "MAD"
    )
    assert told(person, WEEK[0]) == f"{code} ."


def test_a_discovery_writes_its_half_days_as_those_of_a_trainee(place: Establishment) -> None:
    person = small.engage(place, kind=EngagementKind.DISCOVERY)
    make_placement(place, person, Device.MISPE, host=None)
    assert told(person, WEEK[0], WEEK[4]) == "TRA TRA TRA TRA"


def test_only_days_on_which_she_is_due_are_written(place: Establishment, person: Person) -> None:
    make_placement(place, person)
    assert told(person, START - 3 * DAY, START - DAY, START) == ". . - - MAD MAD"
    assert told(person, END - DAY, END, END + 2 * DAY) == "MAD MAD - - . ."


def test_supported_employment_and_a_job_of_unnamed_half_days_write_nothing(place: Establishment) -> None:
    person = half_time(place)
    make_placement(place, person, Device.SUPPORTED_EMPLOYMENT, host=None)
    make_placement(place, person, Device.DUAL_ACTIVITY)
    assert told(person, WEEK[0]) == ". ."


def test_a_draft_writes_nothing(place: Establishment, person: Person) -> None:
    make_placement(place, person, state=PlacementState.DRAFT)
    assert told(person, START) == ". ."


def test_what_is_typed_stays_as_it_is(place: Establishment, person: Person) -> None:
    small.record(place, small.operation(person, START, 0, "FOR"))
    make_placement(place, person)
    assert told(person, START) == "FOR MAD"


def test_half_days_are_written_as_the_days_pass_and_never_beyond(place: Establishment, person: Person) -> None:
    make_placement(place, person, at=at(WEEK[1]))
    assert told(person, *WEEK[:3]) == "MAD MAD MAD MAD . ."
    assert follow_placements(establishment=place, at=at(WEEK[2])) == 2
    assert follow_placements(establishment=place, at=at(WEEK[2])) == 0
    assert follow_everywhere(at=at(date(2025, 4, 1))) == 14
    assert told(person, FRIDAY, END - DAY, END + 2 * DAY) == "MAD MAD MAD MAD . ."
    assert follow_everywhere(at=at(date(2025, 5, 1))) == 0


def test_what_somebody_takes_back_stays_taken_back(place: Establishment, person: Person) -> None:
    make_placement(place, person, at=at(WEEK[1]))
    small.record(place, small.operation(person, WEEK[0], 0), at=at(WEEK[2]))
    follow_placements(establishment=place, at=at(WEEK[2]))
    assert told(person, *WEEK[:3]) == ". MAD MAD MAD MAD MAD"


def test_what_was_typed_that_morning_stands_though_it_arrives_after(place: Establishment, person: Person) -> None:
    """A tablet without a network: what its instructor saw prevails over what the placement said of that day."""
    make_placement(place, person, at=at(WEEK[0]))
    typed = datetime(2025, 3, 3, 8, tzinfo=UTC)
    small.record(place, small.operation(person, WEEK[0], 0, "PRE", acted_at=typed), at=at(WEEK[1]))
    assert told(person, WEEK[0]) == "PRE MAD"


def test_a_placement_that_is_cancelled_takes_back_what_it_wrote_and_nothing_else(
    place: Establishment, person: Person
) -> None:
    row = make_placement(place, person)
    small.record(place, small.operation(person, WEEK[1], 0, "CP", acted_at=small.AT + timedelta(minutes=1)))
    actions.cancel_placement(placement=row, **OPERATOR)
    assert told(person, *WEEK[:2]) == ". . CP ."


def test_a_placement_that_ends_earlier_takes_back_the_days_after(place: Establishment, person: Person) -> None:
    row = make_placement(place, person)
    actions.end_placement(placement=row, ends_before=WEEK[2], outcome="interrupted", **OPERATOR)
    assert told(person, *WEEK[:4]) == "MAD MAD MAD MAD . . . ."
    actions.reopen_placement(placement=row, ends_before=END, **OPERATOR)
    assert told(person, *WEEK[:4]) == "MAD MAD MAD MAD MAD MAD MAD MAD"


def test_other_half_days_and_other_days_are_followed_by_a_correction(place: Establishment, person: Person) -> None:
    row = make_placement(place, person)
    correct(row, pattern=MORNINGS)
    assert told(person, *WEEK[:2]) == "MAD . MAD ."
    correct(row, starts_on=WEEK[1])
    assert told(person, *WEEK[:2]) == ". . MAD MAD"
    correct(row, ends_before=END + 7 * DAY)
    assert told(person, WEEK[0], END + 2 * DAY) == "MAD MAD MAD MAD"


def test_another_device_writes_another_code(place: Establishment, person: Person) -> None:
    row = make_placement(place, person)
    correct(row, device=Device.SERVICE)
    assert told(person, *WEEK[:1]) == "EXT EXT"


def test_what_it_wrote_is_counted_as_a_day_of_presence_for_the_authority(place: Establishment, person: Person) -> None:
    make_placement(place, person)
    found = small.half_day(person, START)
    assert found is not None and (found.ars, found.typed, found.due) == (1, 1, 1)


# ---------------------------------------------------------------- closed months


def close(place: Establishment, month: date) -> None:
    attendance.close_month(establishment=place, month=month, **OPERATOR)


def test_closed_months_are_left_as_they_are_and_told(place: Establishment, person: Person) -> None:
    close(place, date(2025, 3, 1))
    row = make_placement(place, person, ends_before=date(2025, 4, 3))
    assert told(person, START, date(2025, 4, 1)) == ". . MAD MAD"
    assert skipped_months(row, date(2026, 1, 15)) == [date(2025, 3, 1)]


def test_a_month_that_is_reopened_gets_its_half_days_and_loses_them_with_the_placement(
    place: Establishment, person: Person
) -> None:
    close(place, date(2025, 3, 1))
    row = make_placement(place, person, ends_before=date(2025, 4, 3))
    attendance.reopen_month(establishment=place, month=date(2025, 3, 1), **OPERATOR)
    assert follow_everywhere(at=small.AT) == 42, "twenty-one working days of March"
    assert told(person, START, date(2025, 4, 1)) == "MAD MAD MAD MAD"
    assert follow_everywhere(at=small.AT) == 0
    actions.cancel_placement(placement=row, **OPERATOR)
    assert told(person, START, date(2025, 4, 1)) == ". . . ."


def test_days_after_a_closed_month_are_taken_back_too(place: Establishment, person: Person) -> None:
    close(place, date(2025, 3, 1))
    row = make_placement(place, person, ends_before=date(2025, 4, 3))
    actions.cancel_placement(placement=row, **OPERATOR)
    assert told(person, START, date(2025, 4, 1)) == ". . . ."


def test_half_days_that_are_due_after_all_are_written(place: Establishment) -> None:
    """Her rhythm is corrected: she was there in the afternoon too."""
    person = small.engage(place, fraction=5000, pattern=small.week(**small.MORNINGS))
    make_placement(place, person)
    assert told(person, *WEEK[:2]) == "MAD - MAD -"
    small.record(place, small.operation(person, WEEK[1], 0, acted_at=small.AT), at=small.AT)
    small.engage(place, fraction=10_000, pattern=small.week(**small.ALL_DAY))
    assert told(person, *WEEK[:2]) == "MAD MAD . MAD", "what somebody took back stays so"


def test_an_open_month_has_nothing_left_out(place: Establishment, person: Person) -> None:
    row = make_placement(place, person)
    assert skipped_months(row, date(2026, 1, 15)) == []
    close(place, date(2025, 3, 1))
    assert skipped_months(row, date(2026, 1, 15)) == []


def test_half_days_of_a_closed_month_are_not_taken_back(place: Establishment, person: Person) -> None:
    row = make_placement(place, person)
    close(place, date(2025, 3, 1))
    with pytest.raises(Refusal) as found:
        actions.cancel_placement(placement=row, **OPERATOR)
    assert (found.value.code, found.value.facts["month"]) == ("placement_month_closed", "03/2025")
    row.refresh_from_db()
    assert row.state == PlacementState.AGREED and told(person, START) == "MAD MAD"
    # What leaves those half-days as they are is done.
    actions.end_placement(placement=row, ends_before=END, outcome="completed", **OPERATOR)


def test_half_days_that_a_corrected_calendar_makes_due_are_written(place: Establishment, person: Person) -> None:
    """Easter Monday of 2025, on which the house turns out to have worked."""
    monday = date(2025, 4, 21)
    make_placement(place, person, starts_on=monday, ends_before=monday + 2 * DAY, at=at(date(2025, 5, 5)))
    assert told(person, monday, monday + DAY) == ". . MAD MAD"
    changed = {"by": None, "at": at(date(2025, 5, 6))}
    org_settings.save_worked_holidays(establishment=place, year=2025, days=[monday], **changed)
    assert told(person, monday, monday + DAY) == "MAD MAD MAD MAD"
    row = Placement.objects.get()
    assert (row.followed_before, follow_placements(establishment=place, at=changed["at"])) == (monday + 2 * DAY, 0)


def test_twenty_placements_that_are_written_cost_as_many_queries_as_one_and_are_not_touched(
    place: Establishment,
) -> None:
    def counted() -> int:
        with CaptureQueriesContext(connection) as seen:
            follow_calendar(establishment=place, at=small.AT)
        return len(seen)

    make_placement(place, small.engage(place))
    one = counted()
    for number in range(2, 21):
        make_placement(place, small.engage(place, str(number)))
    noted = JournalRow.objects.count()
    assert counted() == one
    assert JournalRow.objects.count() == noted


def test_a_placement_with_half_days_that_stay_empty_is_not_written_down_anew_each_night(
    place: Establishment, person: Person
) -> None:
    make_placement(place, person, pattern=MORNINGS)
    noted = JournalRow.objects.count()
    follow_calendar(establishment=place, at=small.AT)
    assert JournalRow.objects.count() == noted


def test_a_placement_that_is_followed_within_a_record_is_counted_by_it(db: None) -> None:
    """The calendar begins with the first places; an entry before them makes it begin earlier, and placements are followed."""
    place, monday = small.workplace(), date(2025, 1, 6)
    person = small.engage(place, starts_on=date(2024, 1, 1))
    make_placement(place, person, starts_on=monday, ends_before=monday + 2 * DAY, at=at(monday - 3 * DAY))
    assert told(person, monday) == ". ."
    around = (date(2024, 12, 30), monday + 7 * DAY)
    small.record(place, *(small.operation(person, day, small.M, "PRE") for day in around))
    assert told(person, monday, monday + DAY, monday + 2 * DAY, around[1]) == "MAD MAD MAD MAD . . PRE ."
