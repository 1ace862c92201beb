"""How a tablet becomes known, who comes on it, and how it is forgotten."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from etabli.core.refusal import Refusal
from etabli.org.grants import add_user
from etabli.org.states import Role
from etabli.tablet import actions
from etabli.tablet.models import Device, Enrolment, EnrolmentCode
from etabli.tablet.pages import COOKIE
from tests import workplace as at_work
from tests.tablet.conftest import NOW, TODAY, Team, instructor_of, presence, tablet_of


def test_an_instructor_signed_in_makes_the_tablet_known_and_is_signed_out(team: Team) -> None:
    client = Client()
    client.force_login(team.instructor)
    page = client.get("/tablet/enrol")
    assert page.status_code == 200
    answer = client.post("/tablet/enrol", {"name": "Atelier 2", "place": team.place.pk, "language": "nl"})
    assert answer["Location"] == f"/tablet/#enrolled={team.instructor.pk}"
    cookie = answer.cookies[COOKIE]
    assert cookie["httponly"] and cookie["samesite"] == "Lax"
    device = Device.objects.get(name="Atelier 2")
    assert device.token_hash not in cookie.value and device.language == "nl"
    assert "_auth_user_id" not in client.session
    told = client.get("/tablet/csrf").json()
    assert told["device"]["name"] == "Atelier 2" and [row["key"] for row in told["authors"]] == [team.instructor.pk]


def test_a_tablet_without_a_name_is_refused_beside_the_field(team: Team) -> None:
    client = Client()
    client.force_login(team.instructor)
    answer = client.post("/tablet/enrol", {"name": "\x00", "place": team.place.pk, "language": "fr"})
    assert answer.status_code == 200 and Device.objects.count() == 1


def test_a_second_instructor_comes_on_a_known_tablet(team: Team) -> None:
    other = instructor_of(team.place, "EV", "autre")
    team.tablet.client.force_login(other)
    assert "<strong>Blanchisserie 1" in team.tablet.client.get("/tablet/enrol").content.decode()
    team.tablet.client.post("/tablet/enrol")
    assert Device.objects.count() == 1
    assert Enrolment.objects.filter(device=team.tablet.device, user=other, ended_at=None).count() == 1


def test_who_uses_no_tablet_finds_no_such_page(team: Team) -> None:
    seller = add_user(username="vente", role=Role.SALES, establishment=team.place, by=None, at=NOW)
    client = Client()
    client.force_login(seller)
    assert client.get("/tablet/enrol").status_code == 404


def test_a_tablet_of_another_establishment_is_made_known_anew(team: Team) -> None:
    elsewhere = at_work.workplace(association="Ailleurs", finess=at_work.OTHER_NUMBER, name="Ailleurs")
    stranger = add_user(username="ailleurs", role=Role.DIRECTOR, establishment=elsewhere, by=None, at=NOW)
    team.tablet.client.force_login(stranger)
    page = team.tablet.client.get("/tablet/enrol").content.decode()
    assert "<strong>Blanchisserie 1" not in page and 'name="name"' in page


# ---------------------------------------------------------------- one-time codes


def code_for(team: Team, user: Any, day: int = 0) -> str:
    on = TODAY + timedelta(days=day)
    return actions.make_code(establishment=team.place, user=user, valid_on=on, by=None, at=NOW)


def test_a_one_time_code_lets_its_user_on_a_tablet_once(team: Team) -> None:
    other = instructor_of(team.place, "EV", "autre")
    code = code_for(team, other)
    typed = f" {code[:4].lower()}-{code[4:]} "
    answer = team.tablet.post("/tablet/enrol/code", {"code": typed})
    assert answer.status_code == 200 and answer.json()["author"]["key"] == other.pk
    again = team.tablet.post("/tablet/enrol/code", {"code": code})
    assert again.status_code == 400 and again.json()["refusal"]["code"] == "enrolment_code_wrong"
    assert code not in str(EnrolmentCode.objects.values())


def test_a_code_is_good_on_its_day_and_in_its_house_only(team: Team) -> None:
    elsewhere = at_work.workplace(association="Ailleurs", finess=at_work.OTHER_NUMBER, name="Ailleurs")
    stranger = add_user(username="ailleurs", role=Role.DIRECTOR, establishment=elsewhere, by=None, at=NOW)
    tomorrow = code_for(team, team.instructor, day=1)
    foreign = actions.make_code(establishment=elsewhere, user=stranger, valid_on=TODAY, by=None, at=NOW)
    for code in (tomorrow, foreign, "", "AAAA2222", 5, None, "\u0000" * 9):
        answer = team.tablet.post("/tablet/enrol/code", {"code": code})
        assert answer.json()["refusal"]["code"] == "enrolment_code_wrong", code


def test_codes_cannot_be_guessed_at_length(team: Team) -> None:
    cache.clear()
    for _ in range(10):
        team.tablet.post("/tablet/enrol/code", {"code": "AAAA2222"})
    answer = team.tablet.post("/tablet/enrol/code", {"code": code_for(team, team.instructor)})
    assert answer.status_code == 429 and answer.json()["refusal"]["code"] == "code_tries_too_many"


def test_a_head_of_service_makes_no_code_in_the_name_of_a_director(team: Team) -> None:
    head = instructor_of(team.place, "", "chef", Role.HEAD_OF_SERVICE)
    director = instructor_of(team.place, "", "direction", Role.DIRECTOR)
    with pytest.raises(Refusal, match="code_not_yours_to_give"):
        actions.make_code(establishment=team.place, user=director, valid_on=TODAY, by=head, at=NOW)
    actions.make_code(establishment=team.place, user=team.instructor, valid_on=TODAY, by=head, at=NOW)
    actions.make_code(establishment=team.place, user=head, valid_on=TODAY, by=head, at=NOW)
    actions.make_code(establishment=team.place, user=head, valid_on=TODAY, by=director, at=NOW)


# ---------------------------------------------------------------- leaving, and a device nobody knows


def test_who_leaves_gets_no_data_any_more(team: Team) -> None:
    assert team.tablet.data(team.instructor).status_code == 200
    assert team.tablet.post("/tablet/leave", {"author": team.instructor.pk}).json()["left"] is True
    assert team.tablet.post("/tablet/leave", {"author": team.instructor.pk}).json()["left"] is False
    answer = team.tablet.data(team.instructor)
    assert answer.status_code == 404 and answer.json()["refusal"]["code"] == "author_not_enrolled"


@pytest.mark.parametrize("cookie", [None, "", "nonsense", "nonsense:signature"])
def test_an_unknown_device_is_told_so_in_words(team: Team, cookie: str | None) -> None:
    client = Client()
    if cookie is not None:
        client.cookies[COOKIE] = cookie
    answers = [
        client.get("/tablet/csrf"),
        client.get(f"/tablet/data?author={team.instructor.pk}"),
        client.post("/tablet/sync", b"{}", content_type="application/json"),
        client.post("/tablet/leave", b"{}", content_type="application/json"),
        client.post("/tablet/enrol/code", b"{}", content_type="application/json"),
        client.put(f"/tablet/photo/{team.tablet.device.pk}", b"x", content_type="image/png"),
    ]
    for answer in answers:
        assert answer.status_code == 401
        assert answer.json()["refusal"]["code"] == "device_unknown" and answer.json()["refusal"]["message"]


def test_a_revoked_tablet_gets_nothing_and_gives_nothing(team: Team) -> None:
    actions.revoke_device(device=team.tablet.device, by=team.instructor, at=NOW)
    sent = {"operations": [presence(team.instructor, team.people[0])]}
    assert team.tablet.post("/tablet/sync", sent).status_code == 401
    assert team.tablet.data(team.instructor).status_code == 401


def test_when_a_tablet_was_last_seen_is_kept_to_the_minute(team: Team) -> None:
    tablet = tablet_of(team.place, team.instructor, name="Autre")
    tablet.client.get("/tablet/csrf")
    tablet.device.sighting.refresh_from_db()
    assert tablet.device.sighting.seen_at == NOW


def test_forged_requests_are_refused(team: Team) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = team.tablet.client.cookies
    body = b'{"operations": []}'
    assert strict.post("/tablet/sync", body, content_type="application/json").status_code == 403
    token = strict.get("/tablet/csrf").json()["token"]
    again = strict.post("/tablet/sync", body, content_type="application/json", headers={"X-CSRFToken": token})
    assert again.status_code == 200
