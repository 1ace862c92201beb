"""Photos of people on the tablet: whose they are, and for whom."""

from __future__ import annotations

from etabli.people.actions import save_photo
from etabli.people.models import Person, Registration
from tests import workplace as at_work
from tests.tablet.conftest import NOW, Team, instructor_of, tablet_of

PNG = b"\x89PNG\r\n\x1a\n and the rest"


def with_photo(person: Person) -> Registration:
    registration = Registration.objects.get(person=person)
    save_photo(registration=registration, content=PNG, by=None, at=NOW)
    return registration


def test_the_bundle_has_its_address_and_nothing_where_there_is_none(team: Team) -> None:
    registration = with_photo(team.people[0])
    first, second, *_ = team.tablet.data(team.instructor).json()["people"]
    assert first["photo"] == f"/tablet/face/{team.instructor.pk}/{registration.photo}"
    assert second["photo"] is None
    answer = team.tablet.client.get(first["photo"])
    assert (answer.status_code, answer.content, answer["Content-Type"]) == (200, PNG, "image/png")


def test_another_photo_has_another_address(team: Team) -> None:
    first = with_photo(team.people[0]).photo
    second = with_photo(team.people[0]).photo
    assert first != second
    assert team.tablet.client.get(f"/tablet/face/{team.instructor.pk}/{first}").status_code == 404


def test_no_one_sees_a_photo_of_another_team_or_house(team: Team) -> None:
    of_others = with_photo(team.people[3])
    mine = with_photo(team.people[0])
    assert team.tablet.client.get(f"/tablet/face/{team.instructor.pk}/{of_others.photo}").status_code == 404
    stranger = instructor_of(team.place, "BLA", name="autre")
    assert team.tablet.client.get(f"/tablet/face/{stranger.pk}/{mine.photo}").status_code == 404
    house = at_work.workplace(finess=at_work.OTHER_NUMBER, name="Les Ormes")
    elsewhere = tablet_of(house, instructor_of(house, "", name="ailleurs"))
    assert elsewhere.client.get(f"/tablet/face/{team.instructor.pk}/{mine.photo}").status_code == 404
