"""The journal: every insert, update and delete of the rooms' tables, written by triggers of the database.

Triggers see what models cannot: bulk writes and raw SQL. They are made from the models: those of the installed rooms that
do not say `journalled = False` (derived tables, caches, the journal itself), their many-to-many tables, and the second
factors of sign-in. Secrets are masked.

The triggers that seal rows (`seals`) are installed and found missing together with them.

SQLite drops the triggers of a table that a migration remakes, and refuses to drop a column that a trigger names. So
there they make way before migrations and are put back after (`apps`). In between nothing is journalled, hence a migration
that touches data writes `JournalledPython` where Django says `RunPython`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.apps import apps as installed
from django.db import DEFAULT_DB_ALIAS, connections, models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.operations import RunPython

from etabli.kit.seals import POSTGRESQL_SEAL, Seal, postgresql_seals, sqlite_seals
from etabli.kit.triggers import (
    ACCESS_TABLE,
    JOURNAL_TABLE,
    POSTGRESQL_FUNCTIONS,
    PREFIX,
    Column,
    Watched,
    postgresql_protection,
    postgresql_triggers,
    sqlite_protection,
    sqlite_triggers,
)

PACKAGE = "etabli."
ALSO_JOURNALLED = frozenset({"mfa.Authenticator"})
"""Models of other packages whose changes matter: the second factors."""

_KINDS = {"UUIDField": "uuid", "BooleanField": "boolean", "JSONField": "json", "BinaryField": "binary"}


def journalled_models(apps: Any = installed) -> list[type[models.Model]]:
    """Models whose tables are journalled, many-to-many tables included; `apps` may be the state of a migration."""
    unwatched = {model._meta.db_table for model in _all_models() if not getattr(model, "journalled", True)}
    labels = {config.label for config in installed.get_app_configs() if config.name.startswith(PACKAGE)}
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if (model._meta.app_label in labels or model._meta.label in ALSO_JOURNALLED)
        and model._meta.managed
        and not model._meta.proxy
        and model._meta.db_table not in unwatched
    ]


def _all_models() -> Iterable[type[models.Model]]:
    return installed.get_models(include_auto_created=True)


def watched(connection: BaseDatabaseWrapper, apps: Any = installed) -> list[Watched]:
    """The journalled tables that are there, with the columns they have now (a migration may be under way)."""
    found = []
    with connection.cursor() as cursor:
        there = set(connection.introspection.table_names(cursor))
        for model in journalled_models(apps):
            table = model._meta.db_table
            key = model._meta.pk
            if table not in there or key is None or key.column is None:
                continue
            kinds = {
                field.column: _KINDS.get(_stored_type(field), "plain") for field in model._meta.local_concrete_fields
            }
            # Django's description of a table parses its statement on SQLite: a third of all the time of a first migration.
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)} LIMIT 0")
            columns = tuple(Column(name, kinds.get(name, "plain")) for name, *_ in cursor.description)
            found.append(Watched(table, key.column, columns))
    return found


def _stored_type(field: Any) -> str:
    """The type a column is stored as: that of the key it points to for a foreign key."""
    kind: str = field.target_field.get_internal_type() if field.remote_field else field.get_internal_type()
    return kind


def wanted(connection: BaseDatabaseWrapper, apps: Any = installed) -> dict[str, str]:
    """Name -> statement of every trigger that should be there. Empty before the journal has its table."""
    sqlite = connection.vendor == "sqlite"
    there = set(connection.introspection.table_names())
    if JOURNAL_TABLE not in there:
        return {}
    statements: dict[str, str] = {}
    for log in (JOURNAL_TABLE, ACCESS_TABLE):
        if log in there:
            statements |= sqlite_protection(log) if sqlite else postgresql_protection(log)
    columns: dict[str, list[str]] = {}
    for table in watched(connection, apps):
        columns[table.table] = [column.name for column in table.columns]
        statements |= sqlite_triggers(table) if sqlite else postgresql_triggers(table)
    for name, seal in seals().items():
        if seal.tables | {name} <= there and name in columns:
            statements |= sqlite_seals(name, seal, columns[name]) if sqlite else postgresql_seals(name, seal)
    return statements


def seals() -> dict[str, Seal]:
    """Table -> seal, of the models that say `sealed`. TypeError for one that is not journalled: it would stay open."""
    sealed = [model for model in _all_models() if isinstance(_sealed(model), Seal)]
    if bare := [model.__name__ for model in sealed if not getattr(model, "journalled", True)]:
        raise TypeError(f"sealed and not journalled: {', '.join(bare)}")
    return {model._meta.db_table: model.sealed for model in sealed}


def _sealed(model: type[models.Model]) -> object:
    return getattr(model, "sealed", None)


def present(connection: BaseDatabaseWrapper) -> dict[str, tuple[str, str]]:
    """Name -> (table, statement) of our triggers in the database; PostgreSQL rewrites the statements."""
    if connection.vendor == "sqlite":
        sql = "SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE %s ESCAPE '\\'"
    else:
        sql = (
            "SELECT tgname, relname, pg_get_triggerdef(t.oid) FROM pg_trigger t JOIN pg_class c ON c.oid = tgrelid "
            "WHERE NOT tgisinternal AND c.relnamespace = current_schema()::regnamespace AND tgname LIKE %s ESCAPE '\\'"
        )
    with connection.cursor() as cursor:
        cursor.execute(sql, [PREFIX.replace("_", "\\_") + "%"])
        return {name: (table, text) for name, table, text in cursor.fetchall()}


def missing(using: str = DEFAULT_DB_ALIAS) -> list[str]:
    """Names of the triggers that should be there and are not. Empty when the journal is whole."""
    connection = connections[using]
    return sorted(set(wanted(connection)) - set(present(connection)))


def install(using: str = DEFAULT_DB_ALIAS, apps: Any = installed) -> None:
    """Make the triggers in the database exactly those wanted. Cheap when they are."""
    connection = connections[using]
    statements = wanted(connection, apps)
    if not statements:
        return
    with transaction.atomic(using), connection.cursor() as cursor:
        there = present(connection)
        stale = [
            name
            for name, (_, text) in there.items()
            if name not in statements or (connection.vendor == "sqlite" and text != statements[name])
        ]
        _drop(connection, {name: there[name][0] for name in stale})
        if connection.vendor == "postgresql":
            cursor.execute(POSTGRESQL_FUNCTIONS)
            cursor.execute(POSTGRESQL_SEAL)
        for name, statement in statements.items():
            # A trigger of PostgreSQL is replaced each time: its arguments may have changed.
            if connection.vendor == "postgresql" or name not in there or name in stale:
                cursor.execute(statement)


def uninstall(using: str = DEFAULT_DB_ALIAS) -> None:
    connection = connections[using]
    with transaction.atomic(using):
        _drop(connection, {name: table for name, (table, _) in present(connection).items()})


def _drop(connection: BaseDatabaseWrapper, triggers: dict[str, str]) -> None:
    quoted = connection.ops.quote_name
    with connection.cursor() as cursor:
        for name, table in triggers.items():
            on = f" ON {quoted(table)}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER {quoted(name)}{on}")


def make_way(using: str = DEFAULT_DB_ALIAS) -> None:
    """Before migrations. Only SQLite's triggers name columns, and so stand in their way."""
    if connections[using].vendor == "sqlite":
        uninstall(using)


class JournalledPython(RunPython):
    """`RunPython` whose changes are journalled: for every migration that touches data."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        with _standing(schema_editor.connection.alias, from_state):
            super().database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        with _standing(schema_editor.connection.alias, from_state):
            super().database_backwards(app_label, schema_editor, from_state, to_state)


@contextmanager
def _standing(using: str, state: Any) -> Iterator[None]:
    state.clear_delayed_apps_cache()
    install(using, state.apps)
    yield
    make_way(using)
