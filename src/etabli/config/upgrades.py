"""Bringing the database to the shape the code wants, never silently once it holds something.

A new data folder is made ready at once. An SQLite database of an older version is copied aside, then brought up to date.
A PostgreSQL database of an older version is left as it is: who runs it says when (`etabli migrate`).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from etabli.config import backups, engines, locks
from etabli.core.refusal import Refusal

BEFORE_UPGRADE = "before-upgrade-{:%Y-%m-%d-%H%M%S}.tar.gz"


def pending() -> int:
    """How many migrations the database lacks. 0 when it is up to date."""
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def is_empty() -> bool:
    """True when nothing was ever put in the database."""
    return "django_migrations" not in connection.introspection.table_names()


def prepare(*, at: datetime, tell: Callable[[str], None]) -> None:
    """Make the database ready for the command that follows. `tell` gets the path of the copy made before an upgrade.

    Refusal `schema_older` when someone must decide first.
    """
    if not pending():
        return
    with locks.held(settings.HOME / locks.UPGRADING, "upgrade_running", wait=True):
        # Two commands may have found the same empty folder: the second one looks again.
        if not pending():
            return
        if is_empty():
            make_ready()
        elif engines.engine() == engines.SQLITE:
            _upgrade(at, tell)
        else:
            raise Refusal("schema_older", count=pending())


def make_ready() -> None:
    call_command("migrate", interactive=False, verbosity=0)


def _upgrade(at: datetime, tell: Callable[[str], None]) -> None:
    copy = backups.folder() / BEFORE_UPGRADE.format(at)
    with locks.held(settings.HOME / locks.SERVING, "server_running"):
        backups.back_up(copy, at=at)
        make_ready()
    tell(str(copy))
