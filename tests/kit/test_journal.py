"""The journal: complete, named, append-only, on both databases."""

from __future__ import annotations

from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from django.apps import apps
from django.core.management import call_command
from django.core.management.sql import emit_post_migrate_signal, emit_pre_migrate_signal
from django.db import DatabaseError, IntegrityError, connection, migrations, models, transaction
from django.db.migrations.state import ProjectState
from django.utils import timezone

from etabli.attendance.models import LateOperation
from etabli.kit import journal
from etabli.kit.actions import redact
from etabli.kit.actor import acting_as
from etabli.kit.models import AccessLog, JournalRow
from etabli.kit.triggers import MASK, MASK_CHANGED, Column, Watched, sqlite_triggers
from etabli.org.models import Association, CalendarDay, ClosurePeriod, Establishment, User, Workshop

pytestmark = pytest.mark.django_db
COUNT = 300


def rows_of(model: type[models.Model], **filters: object) -> models.QuerySet:
    return JournalRow.objects.filter(table_name=model._meta.db_table, **filters)


def test_every_change_is_written_bulk_ones_too(peupliers: Establishment) -> None:
    """300 created and 300 saved one by one, 300 created, 300 changed and 300 deleted in bulk: 1,500 of 1,500."""
    with acting_as("user:7"):
        for number in range(COUNT):
            workshop = Workshop.objects.create(establishment=peupliers, code=f"a{number}", name="Before")
            workshop.name = "After"
            workshop.save()
        made = Workshop.objects.bulk_create(
            Workshop(establishment=peupliers, code=f"b{number}", name="Bulk") for number in range(COUNT)
        )
        Workshop.objects.filter(name="Bulk").update(name="Changed")
        Workshop.objects.filter(name="Changed").delete()
    assert len(made) == COUNT
    found = rows_of(Workshop)
    assert found.count() == 1500
    assert {action: found.filter(action=action).count() for action in ("insert", "update", "delete")} == {
        "insert": 600,
        "update": 600,
        "delete": 300,
    }
    assert set(found.values_list("actor", flat=True)) == {"user:7"}


def test_a_change_says_when_and_from_what_to_what(peupliers: Establishment) -> None:
    workshop = Workshop.objects.create(establishment=peupliers, code="W", name="Wood")
    before = timezone.now()
    Workshop.objects.filter(pk=workshop.pk).update(name="Boîtes d'œufs")
    change = rows_of(Workshop, action="update").get()
    assert change.row_id == str(workshop.pk)
    assert change.actor == "operator"
    assert (change.before["name"], change.after["name"]) == ("Wood", "Boîtes d'œufs")
    assert change.before["establishment_id"] == peupliers.pk
    assert abs((change.at - before).total_seconds()) < 60


def test_raw_sql_is_written(peupliers: Establishment) -> None:
    workshop = Workshop.objects.create(establishment=peupliers, code="W", name="Wood")
    with acting_as("user:9"), connection.cursor() as cursor:
        cursor.execute("UPDATE org_workshop SET name = 'Raw' WHERE id = %s", [workshop.pk])
        cursor.execute(
            "INSERT INTO org_workshop (establishment_id, code, name) VALUES (%s, 'W', 'Upserted') "
            "ON CONFLICT (establishment_id, code) DO UPDATE SET name = excluded.name",
            [peupliers.pk],
        )
        cursor.execute("DELETE FROM org_workshop WHERE id = %s", [workshop.pk])
    changes = rows_of(Workshop).order_by("id")
    assert [(row.action, row.actor) for row in changes] == [
        ("insert", "operator"),
        ("update", "user:9"),
        ("update", "user:9"),
        ("delete", "user:9"),
    ]
    assert changes[3].before["name"] == "Upserted"
    assert changes[3].after is None


@pytest.mark.skipif("connection.vendor != 'sqlite'")
def test_a_replacement_hides_no_delete(peupliers: Establishment) -> None:
    workshop = Workshop.objects.create(establishment=peupliers, code="W", name="Wood")
    with connection.cursor() as cursor:
        cursor.execute(
            "REPLACE INTO org_workshop (id, establishment_id, code, name) VALUES (%s, %s, 'W', 'New')",
            [workshop.pk, peupliers.pk],
        )
    assert list(rows_of(Workshop).order_by("id").values_list("action", flat=True)) == ["insert", "delete", "insert"]


def test_values_are_the_same_on_both_databases(peupliers: Establishment) -> None:
    ClosurePeriod.objects.create(
        establishment=peupliers, starts_on=date(2026, 8, 1), ends_before=date(2026, 8, 24), reason="", paid=True
    )
    after = rows_of(ClosurePeriod).get().after
    assert (after["starts_on"], after["paid"]) == ("2026-08-01", True)
    key = UUID("01900000-0000-7000-8000-000000000001")
    now = datetime(2026, 2, 3, tzinfo=UTC)
    LateOperation.objects.create(
        id=key, establishment=peupliers, acted_at=now, received_at=now, payload={"code": ["PRE", 1]}, outcome="refused"
    )
    row = rows_of(LateOperation).get()
    assert row.row_id == str(key)
    assert row.after["id"] == str(key)
    assert row.after["payload"] == {"code": ["PRE", 1]}


@pytest.mark.skipif("connection.vendor != 'sqlite'")
def test_bytes_are_shown_in_hexadecimal() -> None:
    """JSON holds no bytes: SQLite would refuse the write itself."""
    watched = Watched("test_bytes", "id", (Column("id"), Column("held", "binary")))
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE test_bytes (id integer PRIMARY KEY, held blob)")
        for statement in sqlite_triggers(watched).values():
            cursor.execute(statement)
        cursor.execute("INSERT INTO test_bytes VALUES (1, x'00ff'), (2, NULL)")
    rows = JournalRow.objects.filter(table_name="test_bytes").order_by("row_id")
    assert [row.after["held"] for row in rows] == ["\\x00ff", None]


def test_a_rolled_back_change_was_never_made(peupliers: Establishment) -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        Workshop.objects.create(establishment=peupliers, code="W", name="Wood")
        raise RuntimeError
    assert not rows_of(Workshop).exists()


def test_secrets_are_masked(alice: User) -> None:
    secret = alice.password
    alice.set_password("another long one")
    alice.save()
    change = rows_of(User, action="update").get()
    assert change.before["password"] == MASK
    assert change.after["password"] == MASK_CHANGED
    assert change.after["username"] == "alice"
    assert not any(secret in str(row.before) + str(row.after) for row in rows_of(User))
    authenticator = apps.get_model("mfa", "Authenticator")
    authenticator.objects.create(user=alice, type="totp", data={"secret": "JBSWY3DP"})
    assert rows_of(authenticator).get().after["data"] == MASK


def test_many_to_many_tables_are_journalled(alice: User) -> None:
    group = apps.get_model("auth", "Group").objects.create(name="g")
    alice.groups.add(group)
    assert rows_of(User.groups.through, action="insert").get().after["group_id"] == group.pk


def test_derived_tables_and_caches_are_not_journalled() -> None:
    tables = {model._meta.db_table for model in journal.journalled_models()}
    assert {"org_workshop", "people_person", "attendance_entry", "org_user", "org_grant"} <= tables
    assert not {CalendarDay._meta.db_table, "kit_cache", "kit_journalrow", "kit_accesslog", "django_session"} & tables


@pytest.mark.parametrize("log", [JournalRow, AccessLog])
@pytest.mark.parametrize("change", ["update", "delete", "raw"])
def test_logs_are_append_only(log: type[models.Model], change: str, association: Association) -> None:
    AccessLog.objects.create(user_id="1", actor="a", at=timezone.now(), what="w", row_count=0)
    rows = log.objects.all()
    kept = rows.count()
    with pytest.raises(IntegrityError), transaction.atomic():
        if change == "update":
            rows.update(actor="someone else")
        elif change == "delete":
            rows.delete()
        else:
            with connection.cursor() as cursor:
                cursor.execute(f"DELETE FROM {log._meta.db_table}")
    assert rows.count() == kept
    assert not rows.filter(actor="someone else").exists()


@pytest.mark.skipif("connection.vendor != 'postgresql'")
@pytest.mark.parametrize("table", ["org_parameter", "kit_journalrow"])
def test_truncate_is_refused(table: str) -> None:
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {table}")


def test_redaction_blanks_and_is_itself_journalled(peupliers: Establishment, alice: User) -> None:
    workshop = Workshop.objects.create(establishment=peupliers, code="W", name="A name to forget")
    other = Workshop.objects.create(establishment=peupliers, code="O", name="Kept")
    at = datetime(2026, 2, 3, 9, 0, tzinfo=UTC)
    assert redact(table="org_workshop", row_ids=[workshop.pk], by=alice, at=at) == 1
    blank = rows_of(Workshop, row_id=str(workshop.pk)).get()
    assert (blank.before, blank.after, blank.action) == (None, None, "insert")
    assert rows_of(Workshop, row_id=str(other.pk)).get().after["name"] == "Kept"
    trace = rows_of(JournalRow).get()
    assert (trace.actor, trace.at) == (f"user:{alice.pk}", at)
    assert trace.after == {"table": "org_workshop", "rows": [str(workshop.pk)], "changes": 1}
    assert not JournalRow.objects.filter(after__icontains="forget").exists()


def test_redaction_may_only_blank(peupliers: Establishment) -> None:
    with acting_as("redaction"):
        with pytest.raises(IntegrityError), transaction.atomic():
            JournalRow.objects.update(before=None, after=None, actor="someone else")
        with pytest.raises(IntegrityError), transaction.atomic():
            JournalRow.objects.all().delete()


class TestMigrations:
    """Migrations change tables; the journal stands again after them."""

    pytestmark = pytest.mark.django_db(transaction=True)

    def test_install_is_idempotent_and_mends(self) -> None:
        assert journal.missing() == []
        journal.uninstall()
        assert "org_workshop" in " ".join(journal.missing())
        call_command("migrate", verbosity=0)
        assert journal.missing() == []
        journal.install()
        assert journal.missing() == []

    def test_triggers_make_way_for_migrations_and_come_back(self) -> None:
        emit_pre_migrate_signal(0, False, "default", plan=[])
        assert journal.missing() == []
        emit_pre_migrate_signal(0, False, "default", plan=[(migrations.Migration("0002_x", "kit"), False)])
        assert bool(journal.present(connection)) == (connection.vendor == "postgresql")
        emit_post_migrate_signal(0, False, "default")
        assert journal.missing() == []

    def test_survives_a_table_remake(self, peupliers: Establishment) -> None:
        """SQLite remakes a table to alter a column, and drops its triggers: 3 -> 0 measured."""
        field = Workshop._meta.get_field("name")
        wider = models.CharField(max_length=120)
        wider.set_attributes_from_name("name")
        wider.model = Workshop
        journal.make_way()
        with connection.schema_editor() as editor:
            editor.alter_field(Workshop, field, wider)
        call_command("migrate", verbosity=0)
        assert journal.missing() == []
        try:
            Workshop.objects.create(establishment=peupliers, code="W", name="Wood")
            assert rows_of(Workshop).count() == 1
        finally:
            journal.make_way()
            with connection.schema_editor() as editor:
                editor.alter_field(Workshop, wider, field)
            journal.install()

    def test_a_data_migration_is_journalled(self, peupliers: Establishment) -> None:
        workshop = Workshop.objects.create(establishment=peupliers, code="W", name="Wood")
        state = ProjectState.from_apps(apps)

        def rename(historical: object, editor: object) -> None:
            historical.get_model("org", "Workshop").objects.update(name="Migrated")  # type: ignore[attr-defined]

        journal.make_way()  # as before every migration
        operation = journal.JournalledPython(rename, rename)
        with connection.schema_editor() as editor:
            operation.database_forwards("org", editor, state, state)
            operation.database_backwards("org", editor, state, state)
        journal.install()
        changes = rows_of(Workshop, row_id=str(workshop.pk), action="update")
        assert [change.after["name"] for change in changes] == ["Migrated", "Migrated"]
        assert not rows_of(CalendarDay).exists()
