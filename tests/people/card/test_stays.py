"""Stays in another workshop, and who joins the team of a day."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from etabli.core.refusal import Refusal
from etabli.org.models import Establishment, User
from etabli.org.states import Role
from etabli.people import actions
from etabli.people.models import Person, WorkshopStay
from tests import workplace as small
from tests.people.card.conftest import DAY, shown, url
from tests.people.conftest import TODAY, user_of


def stayed(place: Establishment, **changes: Any) -> dict[str, Any]:
    room = place.workshops.get(code="EV").pk
    return {"workshop": room, "starts_on": "2026-01-15", "last_day": "2026-01-16"} | changes


def test_a_person_is_lent_and_the_stay_ended_and_put_back(place: Establishment, person: Person, client: Client) -> None:
    client.post(url(place, "stay_add", person.pk), stayed(place))
    row = WorkshopStay.objects.get()
    assert (row.starts_on, row.ends_before, row.author) == (TODAY, TODAY + 2 * DAY, User.objects.get())
    assert "Espaces verts" in shown(client, place, person)
    text = client.post(url(place, "stay_end", person.pk, row.pk), follow=True).content.decode()
    assert not WorkshopStay.objects.exists()
    token = text.split('name="token" value="')[1].split('"')[0]
    for _ in range(2):
        client.post(url(place, "stay_restore", person.pk), {"token": token})
    assert WorkshopStay.objects.get().ends_before == TODAY + 2 * DAY


def test_a_stay_under_way_ends_the_day_before(place: Establishment, person: Person, client: Client) -> None:
    client.post(url(place, "stay_add", person.pk), stayed(place, starts_on="2026-01-12"))
    client.post(url(place, "stay_end", person.pk, WorkshopStay.objects.get().pk))
    assert WorkshopStay.objects.get().ends_before == TODAY


@pytest.mark.parametrize(
    ("changes", "sentence"), [({"last_day": "2026-01-14"}, "ends before"), ({"workshop": "9"}, "valid choice")]
)
def test_refusals_of_a_stay(
    place: Establishment, person: Person, client: Client, changes: dict[str, Any], sentence: str
) -> None:
    text = client.post(url(place, "stay_add", person.pk), stayed(place, **changes)).content.decode()
    assert sentence in text.split('class="errorlist"')[1][:300]
    home = place.workshops.get(code="BLA").pk
    assert (
        "valid choice" in client.post(url(place, "stay_add", person.pk), stayed(place, workshop=home)).content.decode()
    )


def join(place: Establishment, by: User, **changes: Any) -> Person:
    usual = {
        "workshop": place.workshops.get(code="EV").pk,
        "day": TODAY,
        "first_name": "camille",
        "staff_number": " 7 ",
        "acted_at": small.AT,
        "by": by,
        "at": small.AT,
    }
    return actions.join_team(establishment=place, **usual | changes)


def test_who_is_named_right_joins_the_team_of_that_day_once(place: Establishment, person: Person) -> None:
    instructor = user_of(place, Role.INSTRUCTOR, workshop="EV")
    assert join(place, instructor) == join(place, instructor) == person
    assert WorkshopStay.objects.get().ends_before == TODAY + DAY
    at_home = user_of(place, Role.INSTRUCTOR, workshop="BLA", name="home")
    assert join(place, at_home, workshop=place.workshops.get(code="BLA").pk) == person
    assert WorkshopStay.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"staff_number": "70"}, "stay_number_unknown"),
        ({"first_name": "Sacha"}, "stay_first_name_differs"),
        ({"day": TODAY + 8 * DAY}, "stay_too_far"),
        ({"acted_at": small.AT - DAY, "day": TODAY}, "stay_workshop_not_yours"),
        ({"workshop": 0}, "stay_workshop_not_yours"),
    ],
)
def test_who_is_named_wrong_does_not_join(
    place: Establishment, person: Person, changes: dict[str, Any], code: str
) -> None:
    with pytest.raises(Refusal, match=code) as caught:
        join(place, user_of(place, Role.INSTRUCTOR, workshop="EV"), **changes)
    assert "Aulne" not in str(caught.value.facts) and "Camille" not in str(caught.value.facts)
    assert not WorkshopStay.objects.exists()


def test_nobody_is_taken_into_the_team_of_another(place: Establishment, person: Person) -> None:
    for role, workshop in ((Role.INSTRUCTOR, "BLA"), (Role.EDUCATOR, "")):
        with pytest.raises(Refusal, match="stay_workshop_not_yours"):
            join(place, user_of(place, role, workshop=workshop))
