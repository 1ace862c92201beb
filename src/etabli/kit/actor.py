"""In whose name the database is written: `user:<pk>`, `anonymous`, or `operator` for commands.

The journal's triggers ask the database for the actor. On SQLite they call `app_actor()`, which reads the context variable
itself. On PostgreSQL the session variable `app.actor` is brought in step just before a statement that may write, so that
it holds on new connections and after rollbacks. A pooler between us and PostgreSQL must pool sessions, not transactions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

OPERATOR = "operator"
ANONYMOUS = "anonymous"
_USER = "user:"
_ACTOR: ContextVar[str] = ContextVar("actor", default=OPERATOR)
_MEMORY = "_etabli_actor"


def current_actor() -> str:
    return _ACTOR.get()


@contextmanager
def acting_as(name: str) -> Iterator[None]:
    """What is written inside is written in this name."""
    token = _ACTOR.set(name)
    try:
        yield
    finally:
        _ACTOR.reset(token)


def actor_of(user: Any) -> str:
    """The name in the journal of a user of Django, signed in or not."""
    return f"{_USER}{user.pk}" if user.is_authenticated else ANONYMOUS


def user_key(actor: str) -> str | None:
    """The key of the user who acted, as text; None for a command or an outside writer."""
    return actor.removeprefix(_USER) if actor.startswith(_USER) else None


def on_connection(sender: type, connection: BaseDatabaseWrapper, **kwargs: object) -> None:
    """Receiver of `connection_created`: makes the actor known to the new connection."""
    if connection.vendor == "sqlite":
        raw = connection.connection
        raw.create_function("app_actor", 0, current_actor)
        # Without it the deletes hidden in INSERT OR REPLACE pass the triggers by.
        raw.execute("PRAGMA recursive_triggers = ON")
    elif connection.vendor == "postgresql" and _keep_in_step not in connection.execute_wrappers:
        connection.execute_wrappers.append(_keep_in_step)


@dataclass
class _Told:
    """What a PostgreSQL session was last told. `lasting`: outside any transaction, so that no rollback takes it back."""

    actor: str
    lasting: bool


def _keep_in_step(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
    connection = context["connection"]
    raw = connection.connection
    start = str(sql).lstrip()[:11].upper()
    if raw is not None and not start.startswith(("SELECT", "SAVEPOINT", "RELEASE", "SHOW")):
        _tell(connection, raw)
    try:
        return execute(sql, params, many, context)
    finally:
        if start == "ROLLBACK TO" and raw is not None:
            # The variable may have gone back to what it was at the savepoint: forget what we think it is.
            setattr(raw, _MEMORY, None)


def _tell(connection: BaseDatabaseWrapper, raw: Any) -> None:
    """Set `app.actor` unless the session has it already. Asks libpq's own state, which costs no round trip."""
    status = raw.info.transaction_status.name
    told: _Told | None = getattr(raw, _MEMORY, None)
    if status == "IDLE" and told is not None and not told.lasting:
        told = None  # set in a transaction that ended, perhaps by a rollback
    actor = current_actor()
    if (told is not None and told.actor == actor) or status not in ("IDLE", "INTRANS"):
        return
    with raw.cursor() as cursor:
        cursor.execute("SELECT set_config('app.actor', %s, false)", [actor])
    setattr(raw, _MEMORY, _Told(actor, lasting=status == "IDLE" and connection.get_autocommit()))
