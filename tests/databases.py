"""The database of each worker of a run, copied from one that was migrated once for all of them.

Making one through all migrations takes ten seconds, copying it a few hundredths. Tests that need real transactions leave
rows behind: afterwards their database is made as the migrated one is.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from importlib.metadata import version
from pathlib import Path
from time import monotonic
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
from django.conf import settings
from django.db import connection
from psycopg import sql

import etabli

MIGRATED = "migrated"
UNCHANGED = frozenset({"django_migrations", "django_content_type", "auth_permission"})
"""Tables that no test changes, and that no flush empties."""


KEPT = Path(__file__).parents[1] / ".pytest_cache"
MAKERS = frozenset({"migrations", "models", "kit", "core", "states", "rules", "access", "apps"})
"""Names of the packages and modules that the migrated database comes of."""


def shared() -> Path:
    """The folder that all workers of this run have in common."""
    return Path(os.environ["ETABLI_TEST_SHARED"])


def made_by_the_first(name: str, make: Callable[[], object]) -> None:
    """Make what has this name unless another worker of the run did; while one makes it, the others wait."""
    done = shared() / f"{name}.done"
    with (shared() / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            make()
            done.touch()


# ---------------------------------------------------------------- the migrated one, and copies


def migrated_file() -> Path:
    """SQLite's migrated database, which nobody writes to."""
    made_by_the_first(MIGRATED, _kept_or_migrated)
    return shared() / f"{MIGRATED}.sqlite3"


def _kept_or_migrated() -> None:
    """One test alone is tried again and again: its database is that of the run before, as long as all that makes it is."""
    file, kept = shared() / f"{MIGRATED}.sqlite3", KEPT / f"{MIGRATED}-{_makers_digest()}.sqlite3"
    # Another run on this checkout may take it away between a look and the copy.
    with suppress(FileNotFoundError):
        shutil.copy(kept, file)
        return
    _migrate()
    KEPT.mkdir(parents=True, exist_ok=True)
    for old in {*KEPT.glob(f"{MIGRATED}-*.sqlite3")} - {kept}:
        old.unlink(missing_ok=True)
    whole = kept.with_suffix(f".{os.getpid()}")
    shutil.copy(file, whole)
    os.replace(whole, kept)


def _makers_digest() -> str:
    """Of migrations, models and of what both use: the tables, their triggers and their first rows come of nothing else.

    Beside ours, those of the libraries that bring tables. The same in every checkout that holds the same.
    """
    libraries = (version("django"), version("django-allauth"), *settings.INSTALLED_APPS)
    total = hashlib.sha256("|".join(libraries).encode())
    root = Path(etabli.__file__).parent
    for path in sorted(root.rglob("*.py")):
        own = path.relative_to(root)
        if MAKERS & {*own.parts, own.stem}:
            total.update(own.as_posix().encode() + path.read_bytes())
    return total.hexdigest()[:24]


def copy_of_postgres(name: str, template: str = MIGRATED) -> str:
    """A database of this name as the template is, replacing one there was; answers its address."""
    if template == MIGRATED:
        made_by_the_first(MIGRATED, _migrate)
    return new_in_postgres(name, template)


def new_in_postgres(name: str, template: str = "template0") -> str:
    """A new database beside that of the run; answers its address."""
    parts = urlsplit(os.environ["ETABLI_DATABASE_URL"])
    made, model = sql.Identifier(name), sql.Identifier(template)
    with psycopg.connect(urlunsplit(parts._replace(path="/postgres")), autocommit=True) as session:
        session.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(made))
        session.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(made, model))
    return urlunsplit(parts._replace(path=f"/{name}"))


def _migrate() -> None:
    is_file = connection.vendor == "sqlite"
    connection.settings_dict["TEST"]["NAME"] = str(shared() / f"{MIGRATED}.sqlite3") if is_file else MIGRATED
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    connection.close()


def take_a_copy() -> None:
    """From here on the default database is a copy of the migrated one, this worker's own."""
    name = "test" + os.environ.get("PYTEST_XDIST_WORKER", "")
    connection.close()
    if connection.vendor == "sqlite":
        place = Path(os.environ["ETABLI_HOME"]) / f"{name}.sqlite3"
        shutil.copy(migrated_file(), place)
        name = str(place)
    else:
        copy_of_postgres(name)
    connection.settings_dict["NAME"] = settings.DATABASES["default"]["NAME"] = name


# ---------------------------------------------------------------- back to the beginning


class Beginning:
    """What the database held before the first test, and how it comes back after one that committed."""

    def __init__(self) -> None:
        self.rows = {} if connection.vendor == "sqlite" else self._rows()

    def restore(self) -> None:
        if connection.vendor == "sqlite":
            self._restore_file()
        else:
            self._restore_rows()

    def _restore_file(self) -> None:
        """Page by page, tables and triggers too; other connections see it as one write."""
        connection.ensure_connection()
        with closing(sqlite3.connect(migrated_file())) as source:
            source.backup(connection.connection, progress=_no_longer_than(LOCKED_FOR))

    def _rows(self) -> dict[str, list[bytes]]:
        with connection.cursor() as cursor:
            tables = _with_rows(cursor) - UNCHANGED
            return {table: _copied_out(cursor, table) for table in tables}

    def _restore_rows(self) -> None:
        """Outside the reach of triggers and of foreign keys; only tables that hold something."""
        with connection.cursor() as cursor:
            cursor.execute("SET session_replication_role = replica")
            try:
                for table in _with_rows(cursor) - UNCHANGED:
                    cursor.execute(f"DELETE FROM {connection.ops.quote_name(table)}")
                for table, rows in self.rows.items():
                    _copied_in(cursor, table, rows)
            finally:
                cursor.execute("SET session_replication_role = DEFAULT")


LOCKED_FOR = 120.0
"""Seconds that another connection may keep the file locked: whoever still holds it then lets go of it no more."""


def _no_longer_than(seconds: float) -> Callable[[int, int, int], None]:
    """SQLite would try again for ever where a connection that was left open holds the lock."""
    until = monotonic() + seconds

    def tried(status: int, remaining: int, pages: int) -> None:
        if status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED) and monotonic() > until:
            raise AssertionError(f"a connection of the test held the database for {seconds:.0f} seconds after its end")

    return tried


SWEPT_FROM = 4 * 1024 * 1024
"""Bytes of a table."""


def sweep() -> None:
    """Take away the rows that tests rolled back: PostgreSQL keeps them, and reads past them ever after.

    Tables were a hundred megabytes of nothing after a thousand tests, and counted as empty: three quarters of the time.
    """
    if connection.vendor != "postgresql" or connection.connection is None or connection.in_atomic_block:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT oid::regclass FROM pg_class WHERE relkind = 'r' AND pg_relation_size(oid) > %s", [SWEPT_FROM]
        )
        for (table,) in cursor.fetchall():
            cursor.execute(f"VACUUM {table}")


def _with_rows(cursor: Any) -> set[str]:
    tables = connection.introspection.table_names(cursor)
    quoted = connection.ops.quote_name
    cursor.execute(
        " UNION ALL ".join(f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM {quoted(name)})" for name in tables)
    )
    return {name for (name,) in cursor.fetchall()}


def _copied_out(cursor: Any, table: str) -> list[bytes]:
    with cursor.copy(sql.SQL("COPY {} TO STDOUT").format(sql.Identifier(table))) as copy:
        return [bytes(block) for block in copy]


def _copied_in(cursor: Any, table: str, rows: list[bytes]) -> None:
    with cursor.copy(sql.SQL("COPY {} FROM STDIN").format(sql.Identifier(table))) as copy:
        for block in rows:
            copy.write(block)
