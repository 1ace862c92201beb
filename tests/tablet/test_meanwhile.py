"""What changed while a tablet was away: each entry is judged by what held when it was made, and refused in words."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from etabli.attendance.actions import close_month
from etabli.attendance.models import Entry
from etabli.org import grants
from etabli.org.states import Role
from etabli.tablet import actions
from etabli.tablet.models import Enrolment
from tests import workplace as at_work
from tests.tablet.conftest import NOW, TODAY, Team, instructor_of, outcomes, presence

YESTERDAY = NOW - timedelta(days=1)


def told(answers: list[dict[str, Any]]) -> list[tuple[str, str]]:
    return [(row["refusal"]["code"], row["refusal"]["message"]) for row in answers]


def yesterday(team: Team, **changes: Any) -> dict[str, Any]:
    """An entry made yesterday, sent today."""
    moment = {"acted_at": (YESTERDAY + timedelta(hours=1)).isoformat(), "day": YESTERDAY.date().isoformat()}
    return presence(team.instructor, team.people[0], **{**moment, **changes})


def test_month_closed_meanwhile(team: Team) -> None:
    close_month(establishment=team.place, month=date(2025, 2, 1), by=None, at=NOW)
    answers = team.tablet.sync(yesterday(team, day="2025-02-28"))
    assert told(answers) == [
        (
            "month_closed",
            "The month of 02/2025 is closed: 28/02/2025 can no longer change. A director can open it again.",
        )
    ]


def test_person_gone_meanwhile(team: Team) -> None:
    at_work.engage(team.place, "1", workshop="BLA", last_day=date(2025, 3, 7), end_reason="Retraite")
    answers = team.tablet.sync(yesterday(team))
    assert told(answers) == [
        (
            "not_engaged",
            "Fictif1 Camille is not engaged here on 11/03/2025. Check the dates of the engagement.",
        )
    ]


def test_code_removed_meanwhile(team: Team) -> None:
    team.place.codes.filter(code="SOU").update(active=False)
    code, message = told(team.tablet.sync(yesterday(team, segments=[{"code": "SOU"}])))[0]
    assert code == "code_unknown" and message.startswith("SOU is not a code of this establishment.")


def test_right_withdrawn_before_the_act(team: Team) -> None:
    workshop = team.place.workshops.get(code="BLA")
    who = {"user": team.instructor, "role": Role.INSTRUCTOR, "establishment": team.place, "workshop": workshop}
    grants.withdraw(**who, by=None, at=YESTERDAY)
    code, message = told(team.tablet.sync(yesterday(team)))[0]
    assert code == "right_not_held_then"
    assert message.startswith("On 11/03/2025 you had no right to write for Fictif1 Camille.")


def test_right_withdrawn_after_the_act_takes_it_all_the_same(team: Team) -> None:
    workshop = team.place.workshops.get(code="BLA")
    who = {"user": team.instructor, "role": Role.INSTRUCTOR, "establishment": team.place, "workshop": workshop}
    grants.withdraw(**who, by=None, at=NOW)
    assert outcomes(team.tablet.sync(yesterday(team))) == ["applied"]


def test_enrolment_ended_before_the_act(team: Team) -> None:
    actions.leave(device=team.tablet.device, user=team.instructor, by=team.instructor, at=NOW - timedelta(hours=1))
    answers = team.tablet.sync(presence(team.instructor, team.people[0]))
    assert told(answers) == [
        ("author_not_enrolled", "Whoever wrote this was not on this tablet at that time. Enrol, then write it again.")
    ]
    assert told(team.tablet.sync(presence(team.instructor, team.people[0])))[0][0] == "author_not_enrolled"


def test_enrolment_ended_after_the_act_takes_it_all_the_same(team: Team) -> None:
    sent = yesterday(team)
    actions.leave(device=team.tablet.device, user=team.instructor, by=team.instructor, at=NOW)
    assert outcomes(team.tablet.sync(sent)) == ["applied"]
    assert Entry.objects.get().author == team.instructor


def test_an_author_who_was_never_on_this_tablet(team: Team) -> None:
    other = instructor_of(team.place, "BLA", "autre")
    assert told(team.tablet.sync(presence(other, team.people[0])))[0][0] == "author_not_enrolled"
    nobody = presence(team.instructor, team.people[0], author=10**9)
    assert told(team.tablet.sync(nobody))[0][0] == "author_not_enrolled"


def test_account_closed_meanwhile(team: Team) -> None:
    team.instructor.is_active = False
    team.instructor.save()
    assert told(team.tablet.sync(yesterday(team))) == [
        (
            "author_inactive",
            "The account of Ada Monitrice is closed: nothing is written in this name. Write it in another.",
        )
    ]


def test_device_revoked_meanwhile(team: Team) -> None:
    actions.revoke_device(device=team.tablet.device, by=team.instructor, at=NOW)
    answer = team.tablet.post("/tablet/sync", {"operations": [yesterday(team)]})
    assert answer.status_code == 401
    assert answer.json() == {
        "refusal": {
            "code": "device_unknown",
            "message": "This tablet is not known here, or no longer. What it holds is kept: ask a head of service to enrol"
            " it again.",
        }
    }
    actions.restore_device(device=team.tablet.device, by=team.instructor, at=NOW)
    assert outcomes(team.tablet.sync(yesterday(team))) == ["applied"]


def test_refused_once_is_refused_in_the_same_words_again(team: Team) -> None:
    sent = presence(team.instructor, team.people[0])
    actions.leave(device=team.tablet.device, user=team.instructor, by=team.instructor, at=NOW - timedelta(hours=1))
    first = told(team.tablet.sync(sent))
    actions.enrol(device=team.tablet.device, user=team.instructor, by=team.instructor, at=NOW - timedelta(minutes=5))
    assert told(team.tablet.sync(sent)) == first
    assert outcomes(team.tablet.sync(presence(team.instructor, team.people[0]))) == ["applied"]
    assert Enrolment.objects.count() == 2


def test_an_entry_of_last_week_by_an_instructor_of_these_days_only(team: Team) -> None:
    """Temporary staff whose days are over when the tablet finds the network again."""
    workshop = team.place.workshops.get(code="BLA")
    interim = instructor_of(team.place, "BLA", "interim")
    interim.grants.update(starts_on=YESTERDAY.date(), ends_before=TODAY, workshop=workshop)
    actions.enrol(device=team.tablet.device, user=interim, by=interim, at=YESTERDAY)
    then = YESTERDAY + timedelta(hours=2)
    moment = {"acted_at": then.isoformat(), "day": then.date().isoformat()}
    assert outcomes(team.tablet.sync(presence(interim, team.people[0], **moment))) == ["applied"]
    late = presence(interim, team.people[0], acted_at=datetime.isoformat(NOW))
    assert told(team.tablet.sync(late))[0][0] == "right_not_held_then"
