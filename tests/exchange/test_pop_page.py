"""The support plan of a person as a file, taken from the page of her support."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from etabli.kit.models import AccessLog
from etabli.org.models import Establishment
from etabli.org.states import Role
from etabli.people.models import Person
from tests import workplace as small
from tests.exchange.test_passport import signed_in
from tests.support import planning


@pytest.fixture
def place(db: Any) -> Establishment:
    return small.workplace(association="Les Essais")


def pages(person: Person, place: Establishment) -> tuple[str, str]:
    """Addresses of her support, and of the file."""
    where = {"finess": place.finess, "pk": person.pk}
    return reverse("support:diagnosis", kwargs=where), reverse("exchange:plan_file", kwargs=where)


def test_who_may_read_plans_takes_the_file_and_the_log_keeps_it(place: Establishment) -> None:
    person = small.engage(place, "1", last_name="Noyer")
    planning.in_force(place, person)
    page, file = pages(person, place)
    client = signed_in(place, Role.EDUCATOR)
    assert f'href="{file}"' in client.get(page).content.decode()
    answer = client.get(file)
    assert answer.json()["person"]["last_name"] == "Noyer" and "attachment" in answer["Content-Disposition"]
    noted = AccessLog.objects.get(what="exchange.pop")
    assert (noted.subjects, noted.actor) == ([str(person.pk)], str(Role.EDUCATOR))
    for role in (Role.SALES, Role.ADMINISTRATION, Role.AUDITOR):
        assert signed_in(place, role).get(file).status_code == 404
    assert AccessLog.objects.filter(what="exchange.pop").count() == 1


def test_without_an_agreed_plan_there_is_no_file(place: Establishment) -> None:
    drafted, nobody = small.engage(place, "1"), small.engage(place, "2")
    planning.begin(place, drafted)
    client = signed_in(place, Role.EDUCATOR)
    for person in (drafted, nobody):
        page, file = pages(person, place)
        assert file not in client.get(page).content.decode()
        assert "n’y a pas encore de projet convenu" in client.get(file, follow=True).content.decode()
    assert not AccessLog.objects.filter(what="exchange.pop").exists()
