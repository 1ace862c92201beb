"""The page "history of this record"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, models
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from etabli.kit import history
from etabli.kit.actor import acting_as
from etabli.kit.models import AccessLog
from etabli.kit.queries import Difference, actor_names, column_label, history_of, stored_text
from etabli.org.models import ClosurePeriod, Establishment, User, Workshop
from tests.kit.conftest import PEUPLIERS, user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def workshops_have_a_history() -> Iterator[None]:
    kept = dict(history._RECORDED)
    history._RECORDED.clear()

    def resolve(reader: Any, place: Any, key: str) -> Workshop | None:
        rows = Workshop.objects.visible_to(reader, place, "org.journal.read")
        return rows.filter(pk=int(key)).first() if key.isdigit() else None

    def describe(reader: Any, place: Any, column: str, value: object) -> str | None:
        return place.name if column == "establishment_id" else None

    history.register(Workshop, resolve, describe)
    yield
    history._RECORDED.clear()
    history._RECORDED.update(kept)


@pytest.fixture
def workshop(peupliers: Establishment, alice: User) -> Workshop:
    with acting_as(f"user:{alice.pk}"):
        made = Workshop.objects.create(establishment=peupliers, code="W", name="Wood")
    Workshop.objects.filter(pk=made.pk).update(name="Boxes")
    return made


def test_differences_newest_first(workshop: Workshop, alice: User) -> None:
    newest, oldest = history_of("org_workshop", workshop.pk).object_list
    assert (newest.action, newest.actor) == ("update", "operator")
    assert newest.differences == (Difference("name", "Wood", "Boxes"),)
    assert (oldest.action, oldest.actor) == ("insert", f"user:{alice.pk}")
    assert Difference("code", None, "W") in oldest.differences


def test_paged(workshop: Workshop) -> None:
    for number in range(5):
        Workshop.objects.filter(pk=workshop.pk).update(name=f"Name {number}")
    page = history_of("org_workshop", workshop.pk, number="2", size=3)
    assert (page.number, page.paginator.num_pages, len(page.object_list)) == (2, 3, 3)


def test_actors_have_names(alice: User) -> None:
    alice.first_name, alice.last_name = "Alice", "Martin"
    alice.save()
    names = actor_names([f"user:{alice.pk}", "operator", "user:999", "database:postgres"])
    assert names[f"user:{alice.pk}"] == "Alice Martin"
    assert (names["user:999"], names["database:postgres"]) == ("user:999", "database:postgres")


@pytest.mark.parametrize(
    ("model", "column", "value", "text"),
    [
        (ClosurePeriod, "starts_on", "2026-02-03", "3 Feb 2026"),
        (ClosurePeriod, "starts_on", "unreadable", "unreadable"),
        (ClosurePeriod, "paid", True, "yes"),
        (ClosurePeriod, "paid", False, "no"),
        (ClosurePeriod, "reason", "", ""),
        (ClosurePeriod, "establishment_id", 2026, "2026"),
        (ClosurePeriod, "a_column_long_gone", 3, "3"),
        (User, "last_login", "2026-02-03 12:05:00.123", "3 Feb 2026 13:05"),
        (User, "last_login", "2026-02-03T12:05:00+00:00", "3 Feb 2026 13:05"),
        (User, "last_login", "unreadable", "unreadable"),
    ],
)
def test_values_are_read_by_people(model: type[models.Model], column: str, value: object, text: str) -> None:
    with translation.override("en"):
        assert stored_text(model, column, value) == text


def test_columns_have_names() -> None:
    assert column_label(ClosurePeriod, "starts_on") == "Premier jour"
    assert column_label(ClosurePeriod, "a_column_long_gone") == "A column long gone"


def test_the_page_says_who_when_and_what(client: Client, alice: User, workshop: Workshop) -> None:
    client.force_login(alice)
    text = client.get(f"/{PEUPLIERS}/history/org_workshop/{workshop.pk}/").content.decode()
    for expected in ("Boxes", "<del>Wood</del>", "Les Peupliers", "alice", "Command line", "Changed", "Created"):
        assert expected in text
    log = AccessLog.objects.get()
    assert (log.what, log.table_name, log.subjects) == ("kit.history", "org_workshop", [str(workshop.pk)])


def test_as_many_queries_for_one_change_as_for_twenty(client: Client, alice: User, workshop: Workshop) -> None:
    client.force_login(alice)
    address = f"/{PEUPLIERS}/history/org_workshop/{workshop.pk}/"
    counted = []
    for turns in (1, 20):
        for number in range(turns):
            Workshop.objects.filter(pk=workshop.pk).update(name=f"{turns} {number}")
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        counted.append(len(queries))
    assert counted[0] == counted[1]


def test_what_one_may_not_see_has_no_history(
    client: Client, alice: User, bob: User, workshop: Workshop, verger: Establishment
) -> None:
    client.force_login(alice)
    other = Workshop.objects.create(establishment=verger, code="V", name="Not hers")
    for path in (
        f"{PEUPLIERS}/history/org_workshop/{other.pk}",
        f"{PEUPLIERS}/history/org_workshop/abc",
        f"{PEUPLIERS}/history/org_workshop/0",
        f"{PEUPLIERS}/history/org_user/{alice.pk}",
        f"{PEUPLIERS}/history/unknown/1",
    ):
        assert client.get(f"/{path}/").status_code == 404, path
    client.force_login(bob)
    assert client.get(f"/{PEUPLIERS}/history/org_workshop/{workshop.pk}/").status_code == 404
    assert not AccessLog.objects.exists()


def test_needs_the_right_to_read_the_journal(client: Client, peupliers: Establishment, workshop: Workshop) -> None:
    client.force_login(user("ines", peupliers, "instructor"))
    assert client.get(f"/{PEUPLIERS}/history/org_workshop/{workshop.pk}/").status_code == 404


def test_registered_once() -> None:
    with pytest.raises(ValueError, match="org_workshop"):
        history.register(Workshop, lambda reader, place, key: None)
