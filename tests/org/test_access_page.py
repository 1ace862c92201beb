"""Who may do what: users, roles, links, the second factor, and the log of reads."""

from __future__ import annotations

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from etabli.kit.models import AccessLog
from etabli.org.grants import add_user, grant
from etabli.org.models import Establishment, Grant, RoleSecurity, User
from etabli.org.states import Role
from tests import workplace as small
from tests.people.conftest import client_of, user_of


@pytest.fixture
def place(db: Any) -> Establishment:
    workshops = (small.org.WorkshopSpec("BLA", "Blanchisserie"),)
    return small.workplace(association="Les Essais", workshops=workshops)


@pytest.fixture
def elsewhere(place: Establishment) -> Establishment:
    return small.workplace(association="Les Essais", finess=small.OTHER_NUMBER, name="Les Érables")


@pytest.fixture
def director(place: Establishment) -> User:
    return user_of(place, Role.DIRECTOR, name="directrice")


@pytest.fixture
def client(director: User) -> Client:
    return client_of(director)


def url(place: Establishment, name: str, *args: Any) -> str:
    return reverse(f"org:{name}", args=[place.finess, *args])


def text_of(answer: Any) -> str:
    return " ".join(answer.content.decode().replace("\xa0", " ").split())


def errors(answer: Any) -> str:
    assert answer.status_code == 200
    return answer.content.decode().split('class="errorlist')[1][:500]


def newcomer(**changes: Any) -> dict[str, Any]:
    usual = {"first_name": "Camille", "last_name": "Fictif", "username": "cfictif", "language": "fr"}
    return usual | {"role": "instructor", "workshop": ""} | changes


# ---------------------------------------------------------------- who


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.DIRECTOR}))
def test_directors_only(place: Establishment, role: Role) -> None:
    client = client_of(user_of(place, role))
    for name in ("access", "user_add", "role_give", "second_factor", "reads"):
        assert client.get(url(place, name)).status_code == 404
        assert client.post(url(place, name), newcomer()).status_code in (404, 405)
    assert not User.objects.filter(username="cfictif").exists()


def test_another_establishment_is_404(place: Establishment, elsewhere: Establishment, director: User) -> None:
    stranger = client_of(user_of(elsewhere, Role.DIRECTOR, name="autre"))
    row = director.grants.get()
    assert stranger.get(url(place, "access")).status_code == 404
    assert stranger.post(url(elsewhere, "role_withdraw", row.pk)).status_code == 404
    assert stranger.post(url(elsewhere, "user_link", director.pk)).status_code == 404
    assert "directrice" not in text_of(stranger.get(url(elsewhere, "access")))


# ---------------------------------------------------------------- users and roles


def test_a_new_user_gets_a_link_shown_once(place: Establishment, client: Client) -> None:
    answer = client.post(url(place, "user_add"), newcomer(workshop=place.workshops.get().pk), follow=True)
    text = text_of(answer)
    assert "The link of Camille Fictif, shown this once" in text
    assert "only in Blanchisserie" in text and "No password yet" in text
    address = text.split('class="secret" tabindex="0">')[1].split("<")[0]
    assert Client().get("/" + address.split("/", 3)[3]).status_code == 200
    assert "shown this once" not in text_of(client.get(url(place, "access")))


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"username": "Directrice"}, "There is a user Directrice already"),
        ({"username": "not a name"}, "is not a name to sign in with"),
        ({"role": "director", "workshop": "1"}, "holds for the whole establishment"),
        ({"role": "king"}, "Select a valid choice"),
        ({"last_name": ""}, "required"),
    ],
)
def test_refusals_of_a_user(place: Establishment, client: Client, changes: dict[str, str], sentence: str) -> None:
    if changes.get("workshop"):
        changes = changes | {"workshop": str(place.workshops.get().pk)}
    answer = client.post(url(place, "user_add"), newcomer(**changes))
    assert sentence in errors(answer)
    assert 'value="Camille"' in answer.content.decode()
    assert not User.objects.filter(first_name="Camille").exists()


def test_a_role_is_given_withdrawn_and_given_back(place: Establishment, client: Client) -> None:
    user = user_of(place, Role.SALES, name="vente")
    data = {"username": "VENTE", "role": "educator", "workshop": place.workshops.get().pk}
    assert "vente holds the role." in text_of(client.post(url(place, "role_give"), data, follow=True))
    assert "held the role already" in text_of(client.post(url(place, "role_give"), data, follow=True))
    row = user.grants.get(role="educator")
    assert client.get(url(place, "role_withdraw", row.pk)).status_code == 302
    answer = client.post(url(place, "role_withdraw", row.pk), follow=True)
    assert "vente no longer holds the role Educator here." in text_of(answer)
    assert not user.may("people.read", place)
    token = answer.content.decode().split('name="token" value="')[1].split('"')[0]
    client.post(url(place, "role_restore"), {"token": token})
    assert user.grants.filter(role="educator", ends_before=None).get().workshop == place.workshops.get()


def test_refusals_of_a_role(place: Establishment, client: Client) -> None:
    data = {"username": "nobody", "role": "educator", "workshop": ""}
    assert "There is no user nobody" in errors(client.post(url(place, "role_give"), data))


def test_someone_always_manages_the_access(place: Establishment, client: Client, director: User) -> None:
    row = director.grants.get()
    answer = client.post(url(place, "role_withdraw", row.pk), follow=True)
    assert "Nobody would manage the access" in text_of(answer)
    row.refresh_from_db()
    assert row.ends_before is None
    user_of(place, Role.DIRECTOR, name="second")
    assert client.post(url(place, "role_withdraw", row.pk)).status_code == 302
    row.refresh_from_db()
    assert row.ends_before is not None


def test_the_auditor_role_reaches_further_than_one_establishment(
    place: Establishment, elsewhere: Establishment, client: Client, director: User
) -> None:
    data = {"username": "directrice", "role": "association_auditor", "workshop": ""}
    assert "opens every establishment of the association" in errors(client.post(url(place, "role_give"), data))
    grant(user=director, role=Role.DIRECTOR, establishment=elsewhere, by=None, at=small.AT)
    assert client.post(url(place, "role_give"), data).status_code == 302
    row = Grant.objects.get(role="association_auditor")
    assert "the whole association" in text_of(client.get(url(place, "access")))
    Grant.objects.filter(user=director, establishment=elsewhere).delete()
    answer = client.post(url(place, "role_withdraw", row.pk), follow=True)
    assert "opens every establishment" in text_of(answer)


def test_a_new_link_is_not_a_way_into_another_establishment(
    place: Establishment, elsewhere: Establishment, client: Client
) -> None:
    user = user_of(place, Role.SALES, name="vente")
    assert "shown this once" in text_of(client.post(url(place, "user_link", user.pk), follow=True))
    grant(user=user, role=Role.DIRECTOR, establishment=elsewhere, by=None, at=small.AT)
    answer = client.post(url(place, "user_link", user.pk), follow=True)
    assert "also works where you do not manage the access" in text_of(answer)
    assert "shown this once" not in text_of(answer)
    auditor = user_of(place, Role.AUDITOR, name="audit")
    answer = client.post(url(place, "user_link", auditor.pk), follow=True)
    assert "also works where" in text_of(answer)


def test_history_of_a_grant(place: Establishment, client: Client, director: User) -> None:
    way = reverse("history", args=[place.finess, "org_grant", director.grants.get().pk])
    assert "Director" in text_of(client.get(way))


# ---------------------------------------------------------------- second factor


def test_the_second_factor_of_a_role(place: Establishment, client: Client) -> None:
    instructor = user_of(place, Role.INSTRUCTOR, name="moniteur")
    client.post(url(place, "second_factor"), {"roles": ["instructor", "educator"]})
    assert instructor.must_use_second_factor()
    text = text_of(client.get(url(place, "access")))
    assert "Asked at next sign-in" in text and "Workshop instructor, Educator" in text
    Authenticator.objects.create(user=instructor, type=Authenticator.Type.TOTP, data={})
    assert "Set up" in text_of(client.get(url(place, "access")))
    client.post(url(place, "second_factor"), {"roles": []})
    assert not RoleSecurity.objects.filter(second_factor_required=True).exists()


def test_it_is_changed_only_by_who_manages_every_establishment(
    place: Establishment, elsewhere: Establishment, client: Client
) -> None:
    assert "second-factor" not in client.get(url(place, "access")).content.decode()
    for answer in (
        client.get(url(place, "second_factor"), follow=True),
        client.post(url(place, "second_factor"), {"roles": ["educator"]}, follow=True),
    ):
        assert "you do not manage the access of all of them" in text_of(answer)
    assert not RoleSecurity.objects.exists()


# ---------------------------------------------------------------- the log


def test_who_read_what(place: Establishment, elsewhere: Establishment, client: Client) -> None:
    person = small.engage(place, "1", last_name="Aulne")
    reader = user_of(place, Role.EDUCATOR, name="educ")
    User.objects.filter(pk=reader.pk).update(first_name="Sacha", last_name="Exemple")
    client_of(reader).get(reverse("people:person", args=[place.finess, person.pk]))
    AccessLog.objects.create(
        user_id="1", actor="gone", at=small.AT, what="x.y", establishment_id=elsewhere.pk, row_count=1
    )
    text = text_of(client.get(url(place, "reads")))
    assert "Sacha Exemple" in text and "Page of a person" in text and "Aulne Camille" in text
    assert "gone" not in text
    assert "Aulne" not in text_of(client.get(url(place, "reads") + "?what=org.reads"))
    assert "Nothing was read" in text_of(client.get(url(place, "reads") + "?reader=nobody"))
    assert AccessLog.objects.filter(what="org.reads", actor="directrice").count() == 3


def test_the_log_is_paged_and_costs_no_more_queries_for_twenty_rows(place: Establishment, client: Client) -> None:
    person = small.engage(place, "1", last_name="Aulne")
    counts = []
    for many in (1, 60):
        for number in range(many):
            AccessLog.objects.create(
                user_id="1",
                actor=f"user{number}",
                at=small.AT,
                what="people.list",
                table_name="people_person",
                establishment_id=place.pk,
                subjects=[str(person.pk)] * 5,
                row_count=5,
            )
        with CaptureQueriesContext(connection) as queries:
            text = text_of(client.get(url(place, "reads")))
        counts.append(len(queries))
        assert "and 2 more" in text
    assert counts == [17, 17]
    assert "Page 1 of 2" in text


def test_users_are_paged_with_the_same_queries(place: Establishment, client: Client) -> None:
    counts = []
    for many in (0, 60):
        for number in range(many):
            add_user(username=f"u{number}", role=Role.SALES, establishment=place, by=None, at=small.AT)
        with CaptureQueriesContext(connection) as queries:
            text = text_of(client.get(url(place, "access")))
        counts.append(len(queries))
    assert counts == [13, 13]
    assert "Page 1 of 2" in text
