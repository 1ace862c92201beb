"""What a tablet holds for one author."""

from __future__ import annotations

from tests.tablet.conftest import TODAY, Team, presence


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
