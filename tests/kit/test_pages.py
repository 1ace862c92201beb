"""Pages: who sees, who acts, and that reading never writes."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from etabli.kit.models import AccessLog
from etabli.kit.pages import PageAccess, UnnotedReadError
from etabli.kit.reading import WroteWhileReadingError, is_read
from etabli.org.models import Establishment, User, Workshop
from tests.kit import urls
from tests.kit.conftest import PEUPLIERS, VERGER, user

pytestmark = pytest.mark.django_db


@pytest.fixture
def as_alice(client: Client, alice: User) -> Client:
    client.force_login(alice)
    return client


@pytest.fixture
def as_bob(client: Client, bob: User) -> Client:
    client.force_login(bob)
    return client


def test_a_view_leaves_its_access() -> None:
    assert urls.workshops.page == PageAccess("org.settings.read", "org.settings.write")
    assert urls.read_only.page == PageAccess("org.settings.read", None)


def test_a_public_page_needs_no_one(client: Client) -> None:
    assert client.get("/").content == b"home"


def test_who_is_not_signed_in_is_sent_to_sign_in(client: Client) -> None:
    answer = client.get(f"/{PEUPLIERS}/read/?a=1")
    assert answer.status_code == 302
    assert answer["Location"] == f"/accounts/login/?next=/{PEUPLIERS}/read/%3Fa%3D1"


def test_a_fragment_sends_the_whole_page_to_sign_in(client: Client) -> None:
    headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/mine/?b=2"}
    answer = client.get("/mine/", headers=headers)
    assert answer["HX-Redirect"] == "/accounts/login/?next=/mine/%3Fb%3D2"


def test_the_view_gets_the_place(as_alice: Client) -> None:
    answer = as_alice.get(f"/{PEUPLIERS}/read/")
    assert answer.content == b"Les Peupliers"
    assert answer["Cache-Control"] == "private, no-store"
    assert "HX-Request" in answer["Vary"]


@pytest.mark.parametrize("method", ["get", "head", "post"])
def test_a_foreign_place_is_as_if_it_were_not(as_bob: Client, peupliers: Establishment, method: str) -> None:
    foreign = getattr(as_bob, method)(f"/{PEUPLIERS}/read/")
    nowhere = getattr(as_bob, method)("/999999999/read/")
    assert (foreign.status_code, nowhere.status_code) == (404, 404)
    assert b"Peupliers" not in foreign.content


def test_without_the_right_there_404(client: Client, peupliers: Establishment) -> None:
    client.force_login(user("auditor", peupliers, "sales"))
    assert client.get(f"/{PEUPLIERS}/workshops/").status_code == 200
    assert client.post(f"/{PEUPLIERS}/workshops/", {"code": "N"}).status_code == 404
    assert not Workshop.objects.exists()
    assert client.get("/anywhere/").status_code == 404


def test_a_right_without_a_place_is_held_anywhere(as_alice: Client) -> None:
    assert as_alice.get("/anywhere/").content == b"anywhere"


def test_acting(as_alice: Client) -> None:
    assert as_alice.post(f"/{PEUPLIERS}/workshops/", {"code": "N"}).content == b"N"


def test_posting_to_a_page_that_only_reads_is_405(as_alice: Client) -> None:
    answer = as_alice.post(f"/{PEUPLIERS}/read/")
    assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD")


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options"])
def test_other_methods_are_405(as_alice: Client, method: str) -> None:
    assert getattr(as_alice, method)(f"/{PEUPLIERS}/workshops/").status_code == 405


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("address", ["writes", "writes-late"])
def test_a_reading_page_that_writes_raises(as_alice: Client, address: str) -> None:
    with pytest.raises(WroteWhileReadingError, match="INSERT INTO"):
        as_alice.get(f"/{PEUPLIERS}/{address}/")
    assert not Workshop.objects.exists()


def test_session_messages_and_cache_may_be_written(as_alice: Client, settings: Any) -> None:
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "kit_cache"}}
    assert as_alice.get(f"/{PEUPLIERS}/harmless/").content == b"1"
    assert as_alice.session["seen"] is True


def test_a_sensitive_page_is_logged(as_alice: Client, alice: User, peupliers: Establishment) -> None:
    as_alice.get(f"/{PEUPLIERS}/sensitive/?noted=1")
    log = AccessLog.objects.get()
    assert (log.user_id, log.actor, log.what) == (str(alice.pk), "alice", "test.sensitive")
    assert (log.establishment_id, log.subjects, log.row_count) == (peupliers.pk, ["7", "8"], 2)
    assert log.purpose == "audit"


def test_a_sensitive_page_that_notes_nothing_is_not_shown(as_alice: Client) -> None:
    with pytest.raises(UnnotedReadError, match="sensitive"):
        as_alice.get(f"/{PEUPLIERS}/sensitive/")


def test_a_nominative_export_is_logged(as_alice: Client) -> None:
    answer = as_alice.get(f"/{PEUPLIERS}/export/")
    assert answer["Content-Disposition"] == 'attachment; filename="people.xlsx"'
    log = AccessLog.objects.get()
    assert (log.what, log.subjects, log.row_count) == ("test.export", ["7"], 1)


def test_two_places_two_users(client: Client, alice: User, bob: User) -> None:
    client.force_login(bob)
    assert client.get(f"/{VERGER}/read/").status_code == 200
    assert client.get(f"/{PEUPLIERS}/read/").status_code == 404


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT 1",
        "  -- a definition\n/* of ours */ WITH a AS (SELECT 1) SELECT * FROM a;",
        "SELECT 'DELETE; DROP'",
        'WITH "update" AS (SELECT 1) SELECT replace(x, 1, 2) FROM "update"',
        "EXPLAIN QUERY PLAN SELECT 1",
        "SAVEPOINT s1",
        'RELEASE SAVEPOINT "s1"',
        "BEGIN IMMEDIATE",
        'PRAGMA table_info("org_user")',
        'INSERT INTO "django_session" VALUES (1)',
        "UPDATE kit_cache SET value = 1",
        "(SELECT 1) UNION (SELECT 2)",
    ],
)
def test_reads(sql: str) -> None:
    assert is_read(sql)


@pytest.mark.parametrize(
    "sql",
    [
        'INSERT INTO "org_user" VALUES (1)',
        "INSERT OR REPLACE INTO org_user VALUES (1)",
        "/* SELECT */ DELETE FROM org_user",
        "WITH gone AS (DELETE FROM org_user RETURNING 1) SELECT * FROM gone",
        "SELECT 1; DELETE FROM org_user",
        "EXPLAIN ANALYZE DELETE FROM org_user",
        "PRAGMA user_version = 3",
        "PRAGMA foreign_keys(0)",
        "TRUNCATE org_user",
        "DROP TABLE org_user",
        "CREATE TABLE django_session (a int)",
        "REPLACE INTO org_user VALUES (1)",
        "INSERT INTO kit_journalrow VALUES (1)",
        "",
    ],
)
def test_writes(sql: str) -> None:
    assert not is_read(sql)
