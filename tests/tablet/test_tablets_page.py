"""The Tablets page: devices, one-time codes shown once, temporary staff."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from etabli.org.models import Grant, User
from etabli.org.states import Role
from etabli.tablet.models import Device, Enrolment
from tests import workplace as at_work
from tests.tablet.conftest import NOW, TODAY, Team, a_day, instructor_of, presence, tablet_of


@pytest.fixture
def head(team: Team) -> Client:
    client = Client()
    client.force_login(instructor_of(team.place, "", "chef", Role.HEAD_OF_SERVICE))
    return client


def page_of(client: Client, team: Team) -> str:
    answer = client.get(f"/{team.place.finess}/tablets/")
    assert answer.status_code == 200
    return answer.content.decode()


def test_each_tablet_with_who_is_on_it_and_when_it_was_seen(head: Client, team: Team) -> None:
    text = page_of(head, team)
    assert "Blanchisserie 1" in text and "Ada Monitrice" in text and "11 mars 2025" in text


def test_a_house_without_tablet_is_told_how_to_begin(head: Client, team: Team) -> None:
    Device.objects.update(revoked_at=NOW)
    text = page_of(head, team)
    assert 'class="empty"' in text and "Blanchisserie 1" not in text


def test_a_revoked_tablet_can_be_taken_back(head: Client, team: Team) -> None:
    device = team.tablet.device
    head.post(f"/{team.place.finess}/tablets/{device.pk}/revoke/")
    assert team.tablet.data(team.instructor).status_code == 401
    text = page_of(head, team)
    token = re.search(r'name="token" value="([^"]+)"', text)
    assert token is not None
    head.post(f"/{team.place.finess}/tablets/restore/", {"token": token[1]})
    assert team.tablet.data(team.instructor).status_code == 200


def test_someone_is_taken_off_a_tablet(head: Client, team: Team) -> None:
    row = Enrolment.objects.get()
    head.post(f"/{team.place.finess}/tablets/enrolments/{row.pk}/end/")
    assert team.tablet.data(team.instructor).status_code == 404
    head.post(f"/{team.place.finess}/tablets/enrolments/{row.pk}/end/")


def test_a_code_is_shown_once_and_works(head: Client, team: Team) -> None:
    other = instructor_of(team.place, "EV", "autre")
    head.post(f"/{team.place.finess}/tablets/code/", {"user": other.pk, "valid_on": TODAY.isoformat()})
    found = re.search(r'class="secret" tabindex="0">([A-Z0-9]{4} [A-Z0-9]{4})<', page_of(head, team))
    assert found is not None and found[1] not in page_of(head, team)
    assert team.tablet.post("/tablet/enrol/code", {"code": found[1]}).status_code == 200


def test_a_head_of_service_is_offered_no_director(head: Client, team: Team) -> None:
    director = instructor_of(team.place, "", "direction", Role.DIRECTOR)
    address = f"/{team.place.finess}/tablets/code/"
    assert f'value="{director.pk}"' not in head.get(address).content.decode()
    answer = head.post(address, {"user": director.pk, "valid_on": TODAY.isoformat()})
    assert answer.status_code == 200, "shown again, refused"


def test_temporary_staff_come_with_a_code_and_go_by_themselves(head: Client, team: Team) -> None:
    values: dict[str, Any] = {
        "first_name": "Inès", "last_name": "Fictive", "language": "fr", "starts_on": TODAY.isoformat(),
        "last_day": a_day(2).isoformat(), "workshop": team.place.workshops.get(code="EV").pk,
    }  # fmt: skip
    head.post(f"/{team.place.finess}/tablets/temporary/", values)
    user = User.objects.get(username="ines.fictive")
    grant = Grant.objects.get(user=user)
    assert (grant.role, grant.starts_on, grant.ends_before) == (Role.INSTRUCTOR, TODAY, a_day(3))
    assert not user.has_usable_password()
    text = page_of(head, team)
    found = re.search(r">([A-Z0-9]{4} [A-Z0-9]{4})<", text)
    assert found is not None and "Inès Fictive" in text
    assert team.tablet.post("/tablet/enrol/code", {"code": found[1]}).status_code == 200
    assert team.tablet.sync(presence(user, team.people[3]))[0]["outcome"] == "applied"
    head.post(f"/{team.place.finess}/tablets/temporary/", values)
    assert User.objects.filter(username="ines.fictive2").exists()


def test_temporary_staff_cannot_end_before_they_begin(head: Client, team: Team) -> None:
    values = {
        "first_name": "Inès", "last_name": "Fictive", "language": "fr", "starts_on": a_day(2).isoformat(),
        "last_day": TODAY.isoformat(), "workshop": team.place.workshops.get(code="EV").pk,
    }  # fmt: skip
    answer = head.post(f"/{team.place.finess}/tablets/temporary/", values)
    assert answer.status_code == 200 and "Inès" in answer.content.decode()
    assert not User.objects.filter(last_name="Fictive").exists()


def test_another_house_sees_and_revokes_nothing(team: Team) -> None:
    elsewhere = at_work.workplace(association="Ailleurs", finess=at_work.OTHER_NUMBER, name="Ailleurs")
    client = Client()
    client.force_login(instructor_of(elsewhere, "", "ailleurs", Role.DIRECTOR))
    assert "Blanchisserie 1" not in client.get(f"/{elsewhere.finess}/tablets/").content.decode()
    answer = client.post(f"/{elsewhere.finess}/tablets/{team.tablet.device.pk}/revoke/")
    assert answer.status_code == 404
    assert Device.objects.get().revoked_at is None


def test_as_many_queries_for_one_tablet_as_for_twenty(head: Client, team: Team) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as captured:
            page_of(head, team)
        return len(captured)

    page_of(head, team)
    few = count()
    for number in range(20):
        tablet_of(team.place, team.instructor, name=f"Tablette {number}", at=NOW + timedelta(minutes=number))
    assert count() == few
