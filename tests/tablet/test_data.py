"""What a tablet holds for one author."""

from __future__ import annotations

import gzip

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from etabli.attendance.models import Segment
from etabli.kit.models import AccessLog
from etabli.org.states import Role
from etabli.people import actions as people
from etabli.people.actions.stays import save_workshop_stay
from tests import workplace as at_work
from tests.tablet.conftest import NOW, TODAY, Team, a_day, instructor_of, outcomes, presence, tablet_of


def test_the_team_of_the_author_and_no_one_else(team: Team) -> None:
    bundle = team.tablet.data(team.instructor).json()
    assert [row["key"] for row in bundle["people"]] == [person.pk for person in team.people[:3]]
    assert [(row["code"], row["mine"]) for row in bundle["workshops"]] == [("BLA", True), ("EV", False)]
    assert len(bundle["open"]) == 15 and bundle["open"][TODAY.isoformat()] == [1, 1]


def test_a_half_day_says_what_is_due_and_written(team: Team) -> None:
    ada, ben, _ = team.people[:3]
    team.tablet.sync(presence(team.instructor, ada), presence(team.instructor, ben, "MAL"))
    half_days = team.tablet.data(team.instructor).json()["half_days"]
    here = half_days[f"{ada.pk}/{TODAY.isoformat()}/0"]
    assert here["state"] == "written" and here["minutes"] == 210
    assert here["segments"] == [{"code": "PRE", "minutes": None, "workshop": None}]
    sick = half_days[f"{ben.pk}/{TODAY.isoformat()}/0"]
    assert sick["hidden"] and sick["segments"] == [] and sick["like"] == sick["entry"]
    missing = half_days[f"{ada.pk}/{TODAY.isoformat()}/1"]
    assert missing == {
        "due": True, "minutes": 210, "state": "missing", "segments": [], "hidden": False, "entry": None, "like": None,
    }  # fmt: skip


def test_as_many_queries_for_twelve_people_as_for_a_hundred_and_twenty(team: Team) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert team.tablet.data(team.instructor).status_code == 200
        return len(captured)

    count()  # the first one notes when the tablet was seen
    few = count()
    rows = [at_work.person_row(str(number), workshop="BLA", groups=("A", "B")) for number in range(100, 217)]
    people.save_people(establishment=team.place, rows=rows, by=None, at=at_work.AT)
    assert len(team.tablet.data(team.instructor).json()["people"]) == 120
    assert count() == few
    assert few < 60


def test_nothing_new_is_not_sent_again(team: Team) -> None:
    first = team.tablet.data(team.instructor)
    again = team.tablet.data(team.instructor, **{"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    team.tablet.sync(presence(team.instructor, team.people[0]))
    after = team.tablet.data(team.instructor, **{"If-None-Match": first["ETag"]})
    assert after.status_code == 200 and after["ETag"] != first["ETag"]


def test_the_data_travel_compressed_and_are_kept_by_no_cache(team: Team) -> None:
    answer = team.tablet.data(team.instructor, **{"Accept-Encoding": "gzip"})
    assert answer["Content-Encoding"] == "gzip" and "no-store" in answer["Cache-Control"]
    assert len(answer.content) < len(gzip.decompress(answer.content)) / 5


def test_who_reads_is_noted_with_whom(team: Team) -> None:
    team.tablet.data(team.instructor)
    row = AccessLog.objects.get(what="tablet.data")
    assert row.user_id == str(team.instructor.pk) and row.row_count == 3


def test_a_reason_is_shown_to_who_may_see_it(team: Team) -> None:
    head = instructor_of(team.place, "", "chef", Role.HEAD_OF_SERVICE)
    tablet = tablet_of(team.place, head, name="Bureau")
    ben = team.people[1]
    team.tablet.sync(presence(team.instructor, ben, "MAL", notice_hours=2))
    key = f"{ben.pk}/{TODAY.isoformat()}/0"
    assert "MAL" not in str(team.tablet.data(team.instructor).json()["half_days"][key])
    seen = tablet.data(head).json()["half_days"][key]
    assert seen["segments"][0]["code"] == "MAL" and seen["notice_hours"] == 2
    assert len(tablet.data(head).json()["people"]) == 4


def test_a_hidden_reason_is_taken_over_without_being_known(team: Team) -> None:
    """Sickness over several days: the next half-day is like this one."""
    ben = team.people[1]
    team.tablet.sync(presence(team.instructor, ben, "MAL"))
    like = team.tablet.data(team.instructor).json()["half_days"][f"{ben.pk}/{TODAY.isoformat()}/0"]["like"]
    copy = presence(team.instructor, ben, half=1, like=like)
    del copy["segments"]
    assert outcomes(team.tablet.sync(copy)) == ["applied"]
    assert Segment.objects.get(entry=copy["id"]).code.code == "MAL"


def test_someone_lent_to_the_team_is_in_it_on_her_days(team: Team) -> None:
    guest = team.people[3]
    stay = {"workshop": team.place.workshops.get(code="BLA"), "person": guest, "establishment": team.place}
    save_workshop_stay(**stay, starts_on=a_day(1), ends_before=a_day(2), by=None, at=NOW)
    keys = [row["key"] for row in team.tablet.data(team.instructor).json()["people"]]
    assert guest.pk in keys, "the team of the next open day is loaded the evening before"


def test_who_has_no_team_any_more_gets_an_empty_one(team: Team) -> None:
    team.instructor.grants.update(ends_before=TODAY)
    bundle = team.tablet.data(team.instructor).json()
    assert bundle["people"] == [] and bundle["half_days"] == {} and bundle["activities"] == []


def test_the_card_tells_what_must_be_known_and_no_reason(team: Team) -> None:
    person = team.people[0]
    spec = people.RestrictionSpec("load", 10, "No load over 10 kg", TODAY, reason="Fictifsecret")
    people.save_restriction(person=person, spec=spec, by=None, at=NOW)
    answer = team.tablet.data(team.instructor)
    assert answer.json()["people"][0]["card"]["restrictions"] == ["No load over 10 kg"]
    assert "Fictifsecret" not in answer.content.decode()


@pytest.mark.parametrize("key", ["", "x", "-1", "0", "9" * 40, "²"])
def test_an_author_who_is_none_gets_nothing(team: Team, key: str) -> None:
    answer = team.tablet.client.get("/tablet/data", {"author": key})
    assert answer.status_code == 404 and answer.json()["refusal"]["code"] == "author_not_enrolled"
