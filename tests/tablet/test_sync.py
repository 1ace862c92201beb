"""What a tablet sends: each operation judged alone, answered by its id, and taken once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from etabli.attendance.models import Entry
from etabli.attendance.queries import standing_entries
from etabli.core.periods import Period
from etabli.kit.models import JournalRow
from tests.tablet.conftest import (
    NOW,
    TODAY,
    Team,
    activity_of,
    codes,
    instructor_of,
    outcomes,
    output,
    presence,
    tablet_of,
    work,
)


def standing(team: Team) -> dict[tuple[int, int], list[str]]:
    """What stands today: codes by person and half."""
    rows = standing_entries(team.place, Period(TODAY, TODAY + timedelta(days=1)))
    return {(person, half): [code for code, _, _ in row.segments] for (person, _, half), row in rows.items()}


def test_a_whole_team_is_present(team: Team) -> None:
    sent = [presence(team.instructor, person) for person in team.people[:3]]
    answers = team.tablet.sync(*sent)
    assert [answer["id"] for answer in answers] == [operation["id"] for operation in sent]
    assert outcomes(answers) == ["applied"] * 3
    assert standing(team) == {(person.pk, 0): ["PRE"] for person in team.people[:3]}


def test_the_same_batch_twice_is_taken_once(team: Team) -> None:
    sent = [presence(team.instructor, person) for person in team.people[:3]]
    team.tablet.sync(*sent)
    assert outcomes(team.tablet.sync(*sent)) == ["duplicate"] * 3
    assert Entry.objects.count() == 3


def test_the_journal_names_the_author_not_the_tablet(team: Team) -> None:
    other = instructor_of(team.place, "BLA", "autre")
    tablet = tablet_of(team.place, team.instructor, other, name="Deux")
    tablet.sync(presence(team.instructor, team.people[0]), presence(other, team.people[1]))
    rows = JournalRow.objects.filter(table_name="attendance_entry").order_by("pk")
    assert [row.actor for row in rows] == [f"user:{team.instructor.pk}", f"user:{other.pk}"]


def test_one_bad_operation_never_blocks_the_others(team: Team) -> None:
    good, bad = presence(team.instructor, team.people[0]), presence(team.instructor, team.people[1], day="31 février")
    unknown = presence(team.instructor, team.people[2], "NOPE")
    answers = team.tablet.sync(bad, good, unknown)
    assert codes(answers) == ["operation_unreadable", None, "code_unknown"]
    assert standing(team) == {(team.people[0].pk, 0): ["PRE"]}
    assert codes(team.tablet.sync(bad, good, unknown)) == ["operation_unreadable", None, "code_unknown"]


def test_a_person_of_another_team_is_refused(team: Team) -> None:
    assert codes(team.tablet.sync(presence(team.instructor, team.people[3]))) == ["person_unknown"]


def test_a_clock_a_day_ahead_counts_as_now_and_one_behind_as_the_enrolment(team: Team) -> None:
    ahead = presence(team.instructor, team.people[0], acted_at=(NOW + timedelta(days=1)).isoformat())
    behind = presence(team.instructor, team.people[1], acted_at=(NOW - timedelta(days=2)).isoformat())
    assert outcomes(team.tablet.sync(ahead, behind)) == ["applied", "applied"]
    times = dict(Entry.objects.values_list("person", "acted_at"))
    assert times == {
        team.people[0].pk: NOW + timedelta(minutes=5),
        team.people[1].pk: NOW - timedelta(days=1),
    }


# ---------------------------------------------------------------- two who write the same


def two_tablets(team: Team) -> tuple[Any, Any]:
    other = instructor_of(team.place, "BLA", "autre")
    return other, tablet_of(team.place, other, name="Deux")


def test_a_conflict_shows_what_the_other_wrote_and_the_newer_stands(team: Team) -> None:
    other, second = two_tablets(team)
    person = team.people[0]
    earlier = (NOW - timedelta(minutes=9)).isoformat()
    (first,) = second.sync(presence(other, person, "SOU", acted_at=earlier))
    (answer,) = team.tablet.sync(presence(team.instructor, person))
    assert answer["outcome"] == "conflict" and answer["entry"] == answer["id"]
    assert answer["theirs"] == {
        "entry": first["id"],
        "segments": [{"code": "SOU", "minutes": None, "workshop": None}],
        "hidden": False,
        "notice_hours": None,
        "has_document": None,
        "by": "Ada Autre",
        "at": "2025-03-12T09:51:00+00:00",
    }


def test_a_conflict_whose_answer_was_lost_is_told_again(team: Team) -> None:
    other, second = two_tablets(team)
    person = team.people[0]
    second.sync(presence(other, person, "SOU", acted_at=(NOW - timedelta(minutes=9)).isoformat()))
    sent = presence(team.instructor, person)
    first, again = team.tablet.sync(sent), team.tablet.sync(sent)
    assert outcomes(first) == outcomes(again) == ["conflict"] and again[0]["theirs"] == first[0]["theirs"]
    assert Entry.objects.count() == 2


def test_an_older_act_that_arrives_late_is_superseded_and_shows_what_stands(team: Team) -> None:
    other, second = two_tablets(team)
    person = team.people[0]
    (first,) = second.sync(presence(other, person, "SOU"))
    late = presence(team.instructor, person, acted_at=(NOW - timedelta(minutes=9)).isoformat())
    (answer,) = team.tablet.sync(late)
    assert answer["outcome"] == "superseded" and answer["entry"] == first["id"]
    assert answer["theirs"]["segments"][0]["code"] == "SOU"
    assert outcomes(team.tablet.sync(late)) == ["superseded"]


def test_a_conflict_tells_no_reason_to_who_may_not_see_it(team: Team) -> None:
    other, second = two_tablets(team)
    person = team.people[0]
    second.sync(presence(other, person, "MAL", acted_at=(NOW - timedelta(minutes=9)).isoformat(), notice_hours=2))
    (answer,) = team.tablet.sync(presence(team.instructor, person))
    assert answer["theirs"]["hidden"] is True
    assert answer["theirs"]["segments"] == [] and answer["theirs"]["notice_hours"] is None


def test_a_conflict_on_work_shows_the_other_work(team: Team) -> None:
    other, second = two_tablets(team)
    activity, another = (activity_of(team, code) for code in ("PLI", "REP"))
    earlier = (NOW - timedelta(minutes=9)).isoformat()
    second.sync(work(other, team.people[0], activity, acted_at=earlier))
    (answer,) = team.tablet.sync(work(team.instructor, team.people[0], another))
    assert answer["outcome"] == "conflict"
    assert answer["theirs"]["parts"] == [{"activity": activity.pk, "minutes": None}] and answer["theirs"]["by"]


def test_a_conflict_on_output_shows_the_other_count(team: Team) -> None:
    other, second = two_tablets(team)
    activity = activity_of(team, "PLI")
    first = output(team.instructor, activity, 240_000, acted_at=(NOW - timedelta(minutes=30)).isoformat())
    assert outcomes(team.tablet.sync(first)) == ["applied"]
    seen = {"corrects": first["id"], "base": first["id"]}
    second.sync(output(other, activity, 250_000, **seen, acted_at=(NOW - timedelta(minutes=20)).isoformat()))
    (answer,) = team.tablet.sync(output(team.instructor, activity, 260_000, **seen))
    assert answer["outcome"] == "conflict" and answer["theirs"]["good"] == 250_000
