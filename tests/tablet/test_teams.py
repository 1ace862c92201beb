"""People and instructors who move: someone joins a team, a team is taken for a day, temporary staff."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from etabli.org.models import Grant
from etabli.org.states import Role
from etabli.people.models import WorkshopStay
from tests.tablet.conftest import (
    NOW,
    TODAY,
    Team,
    a_day,
    act,
    activity_of,
    codes,
    instructor_of,
    outcomes,
    presence,
    tablet_of,
    work,
)


def joins(team: Team, **changes: Any) -> dict[str, Any]:
    """The fourth person, of the green spaces, joins the laundry."""
    laundry = team.place.workshops.get(code="BLA")
    values = {"workshop": laundry.pk, "day": TODAY.isoformat(), "first_name": "camille", "staff_number": "4"}
    return act("join", team.instructor, **{**values, **changes})


def takes(team: Team, code: str = "EV", day: int = 0) -> dict[str, Any]:
    workshop = team.place.workshops.get(code=code)
    return act("take_team", team.instructor, workshop=workshop.pk, day=a_day(day).isoformat())


# ---------------------------------------------------------------- someone joins


def test_who_joined_is_written_for_under_the_id_of_the_act_by_which_she_did(team: Team) -> None:
    join = joins(team)
    activity = activity_of(team, "PLI")
    # The order in which they come does not matter inside one batch: who joins is there first.
    sent = [work(team.instructor, join["id"], activity), presence(team.instructor, join["id"]), join]
    assert outcomes(team.tablet.sync(*sent)) == ["applied"] * 3
    assert WorkshopStay.objects.get().person == team.people[3]
    again = presence(team.instructor, join["id"], half=1)
    assert outcomes(team.tablet.sync(again, join)) == ["applied", "duplicate"]
    assert WorkshopStay.objects.count() == 1


def test_a_person_of_a_list_may_be_named_so_too(team: Team) -> None:
    join = joins(team)
    report = act(
        "intervention", team.instructor, workshop=join["workshop"], activity=None, day=TODAY.isoformat(), site="Parc",
        started=540, ended=600, people=[{"person": join["id"], "minutes": 60}], problem="", photos=[], signer="",
        signature=None, corrects=None,
    )  # fmt: skip
    assert outcomes(team.tablet.sync(join, report)) == ["applied", "applied"]


def test_nobody_with_that_number_or_another_first_name_is_refused_in_words(team: Team) -> None:
    nobody, other = joins(team, staff_number="99"), joins(team, first_name="Zoé")
    answers = team.tablet.sync(nobody, other)
    assert codes(answers) == ["stay_number_unknown", "stay_first_name_differs"]
    assert "Camille" not in answers[1]["refusal"]["message"]
    assert codes(team.tablet.sync(nobody, other)) == codes(answers)
    assert codes(team.tablet.sync(presence(team.instructor, nobody["id"]))) == ["join_refused"]


def test_what_names_a_join_that_never_arrived_may_be_sent_again(team: Team) -> None:
    join = joins(team)
    early = presence(team.instructor, join["id"])
    assert codes(team.tablet.sync(early)) == ["join_missing"]
    assert outcomes(team.tablet.sync(join)) == ["applied"]
    assert outcomes(team.tablet.sync(early)) == ["applied"]


# ---------------------------------------------------------------- a team is taken


def test_an_instructor_takes_another_team_for_a_day_and_writes_for_it(team: Team) -> None:
    sent = [presence(team.instructor, team.people[3]), takes(team)]
    assert outcomes(team.tablet.sync(*sent)) == ["applied", "applied"]
    grant = Grant.objects.get(workshop__code="EV")
    assert (grant.role, grant.starts_on, grant.ends_before) == (Role.INSTRUCTOR, TODAY, a_day(1))
    assert team.people[3].pk in [row["key"] for row in team.tablet.data(team.instructor).json()["people"]]


def test_a_team_taken_for_tomorrow_is_on_the_tablet_the_evening_before(team: Team) -> None:
    assert outcomes(team.tablet.sync(takes(team, day=1))) == ["applied"]
    bundle = team.tablet.data(team.instructor).json()
    assert team.people[3].pk in [row["key"] for row in bundle["people"]]
    assert codes(team.tablet.sync(presence(team.instructor, team.people[3]))) == ["right_not_held_then"]


def test_a_team_taken_twice_or_ones_own_makes_no_other_grant(team: Team) -> None:
    first = takes(team)
    answers = team.tablet.sync(first, takes(team), takes(team, "BLA"))
    assert outcomes(answers) == ["applied"] * 3
    assert outcomes(team.tablet.sync(first)) == ["duplicate"]
    assert Grant.objects.filter(user=team.instructor).count() == 2


def test_only_an_instructor_takes_a_team_and_only_for_these_days(team: Team) -> None:
    educator = instructor_of(team.place, "BLA", "educatrice", Role.EDUCATOR)
    tablet = tablet_of(team.place, educator, name="Bureau")
    refused = act("take_team", educator, workshop=team.place.workshops.get(code="EV").pk, day=TODAY.isoformat())
    assert codes(tablet.sync(refused)) == ["team_not_instructor"]
    late, early, nowhere = takes(team, day=8), takes(team, day=-1), {**takes(team), "workshop": 10**6}
    assert codes(team.tablet.sync(late, early, nowhere)) == ["team_day_wrong", "team_day_wrong", "team_unknown"]
    assert Grant.objects.filter(workshop__code="EV").count() == 0


def test_a_team_taken_offline_this_morning_and_sent_tomorrow_holds_for_its_day(team: Team) -> None:
    yesterday = NOW - timedelta(days=1) + timedelta(minutes=5)
    moment = {"acted_at": yesterday.isoformat(), "day": a_day(-1).isoformat()}
    take = {**takes(team), **moment}
    written = presence(team.instructor, team.people[3], **moment)
    today = presence(team.instructor, team.people[3])
    assert codes(team.tablet.sync(take, written, today)) == [None, None, "right_not_held_then"]


# ---------------------------------------------------------------- the other kinds


def test_every_kind_of_the_tablet_is_taken(team: Team) -> None:
    laundry = team.place.workshops.get(code="BLA")
    message = act("handover", team.instructor, workshop=laundry.pk, to_role=Role.INSTRUCTOR.value, text="Machine 2")
    mark = act("handover_mark", team.instructor, message=message["id"], mark="done")
    seen = act(
        "observation", team.instructor, person=team.people[0].pk, day=TODAY.isoformat(), half=0, pictogram="progress",
        text="A plié seule.", photo=None, task="Pliage",
    )  # fmt: skip
    assert outcomes(team.tablet.sync(mark, message, seen)) == ["applied"] * 3
    (told,) = team.tablet.data(team.instructor).json()["handover"]
    assert told["text"] == "Machine 2" and told["done"] and told["done_by"] == "Ada Monitrice"
