"""The two databases, copied out whole and put back whole: SQLite by its online backup, PostgreSQL by its own tools.

Raises Refusal: `pg_tools_missing`, `pg_tools_older`, `pg_tools_failed`, `database_in_use`, `database_absent`.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

from django.db import connection, connections

from etabli.core.refusal import Refusal

SQLITE, POSTGRESQL = "sqlite", "postgresql"
MEMBERS = {SQLITE: "database.sqlite3", POSTGRESQL: "database.pgdump"}
PAGES_A_STEP = 500

Progress = Callable[[int, int], None]
"""Told (done, total) as a copy goes on."""


def engine() -> str:
    """`sqlite` or `postgresql`: the database of this data folder."""
    return SQLITE if connection.vendor == "sqlite" else POSTGRESQL


def dump(target: Path, tell: Progress) -> None:
    """A consistent copy of the whole database in `target`, while others go on working."""
    if engine() == SQLITE:
        source = sqlite_path()
        if not source.is_file():
            raise Refusal("database_absent", path=str(source))
        copy_sqlite(source, target, tell)
    else:
        check_tools("pg_dump", "pg_restore", "psql")
        run_tool(
            "pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={target}", f"--dbname={conninfo()}"
        )


def check_dump(path: Path) -> None:
    """Read the copy as its engine does. Refusal `backup_damaged` when it cannot."""
    if engine() == SQLITE:
        try:
            with closing(sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)) as database:
                answer = database.execute("PRAGMA quick_check").fetchone()[0]
        except sqlite3.DatabaseError as error:
            raise Refusal("backup_damaged", detail=str(error)) from error
        if answer != "ok":
            raise Refusal("backup_damaged", detail=answer)
    else:
        run_tool("pg_restore", "--list", str(path))


def load(source: Path) -> None:
    """The copy takes the place of the present database, wholly or not at all."""
    connections.close_all()
    if engine() == SQLITE:
        load_sqlite(source)
    else:
        load_postgresql(source)


# ---------------------------------------------------------------- SQLite


def sqlite_path() -> Path:
    return Path(connection.settings_dict["NAME"])


def copy_sqlite(source: Path, target: Path, tell: Progress) -> None:
    """SQLite's online backup: readers and writers go on, the copy is of one moment and is a single file."""

    def progress(_status: int, remaining: int, total: int) -> None:
        tell(total - remaining, total)

    with closing(sqlite3.connect(source, timeout=20)) as old, closing(sqlite3.connect(target)) as new:
        old.backup(new, pages=PAGES_A_STEP, progress=progress)
        # The copy keeps the mark of WAL; without it, it is one file with nothing beside it.
        new.execute("PRAGMA journal_mode=DELETE")


def load_sqlite(source: Path) -> None:
    path = sqlite_path()
    if path.is_file():
        # What waits in the log enters the file, and the log goes: the new database must not find it.
        with closing(sqlite3.connect(path, timeout=5)) as old:
            try:
                old.execute("PRAGMA wal_checkpoint(TRUNCATE)")
                mode = old.execute("PRAGMA journal_mode=DELETE").fetchone()[0]
            except sqlite3.OperationalError as error:
                raise Refusal("database_in_use") from error
            except sqlite3.DatabaseError:
                mode = "delete"  # What is there is no database any more: that is why one restores.
            if mode != "delete":
                raise Refusal("database_in_use")
    for suffix in ("-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
    os.replace(source, path)


# ---------------------------------------------------------------- PostgreSQL

EMPTY_SCHEMA = """
DO $$
DECLARE item record;
BEGIN
  FOR item IN SELECT c.oid::regclass AS name, c.relkind AS kind FROM pg_class c
    WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm') LOOP
    IF item.kind IN ('r', 'p') THEN EXECUTE format('DROP TABLE IF EXISTS %s CASCADE', item.name);
    ELSIF item.kind = 'v' THEN EXECUTE format('DROP VIEW IF EXISTS %s CASCADE', item.name);
    ELSE EXECUTE format('DROP MATERIALIZED VIEW IF EXISTS %s CASCADE', item.name);
    END IF;
  END LOOP;
  FOR item IN SELECT p.oid::regprocedure AS name FROM pg_proc p
    WHERE p.pronamespace = current_schema()::regnamespace
    AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e') LOOP
    EXECUTE format('DROP ROUTINE IF EXISTS %s CASCADE', item.name);
  END LOOP;
  FOR item IN SELECT c.oid::regclass AS name FROM pg_class c
    WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'S' LOOP
    EXECUTE format('DROP SEQUENCE IF EXISTS %s CASCADE', item.name);
  END LOOP;
END $$;
"""


def conninfo() -> str:
    """How the tools reach the database; the password goes by the environment, where `ps` does not show it."""
    settings = connection.settings_dict
    named = {"dbname": settings["NAME"], "user": settings["USER"], "host": settings["HOST"], "port": settings["PORT"]}
    named |= {name: value for name, value in settings["OPTIONS"].items() if isinstance(value, str)}
    return " ".join(f"{name}={_quoted(value)}" for name, value in named.items() if value)


def _quoted(value: Any) -> str:
    return "'" + str(value).replace("\\", "\\\\").replace("'", "\\'") + "'"


def tool(name: str) -> str:
    """The path of a PostgreSQL tool, in `ETABLI_PG_BIN` or on the PATH."""
    found = (
        shutil.which(name, path=os.environ.get("ETABLI_PG_BIN"))
        if os.environ.get("ETABLI_PG_BIN")
        else shutil.which(name)
    )
    if found is None:
        raise Refusal("pg_tools_missing", tool=name)
    return found


def server_major() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version_num")
        return int(cursor.fetchone()[0]) // 10_000


def check_tools(*names: str) -> None:
    """Refused when a tool is absent, or older than the server: it could not read it."""
    server = server_major()
    for name in names:
        said = subprocess.run([tool(name), "--version"], capture_output=True, text=True, check=False).stdout
        major = int(next((word.split(".")[0] for word in said.split() if word[0].isdigit()), "0"))
        if major < server:
            raise Refusal("pg_tools_older", tool=name, found=major, server=server)


def run_tool(name: str, *arguments: str) -> None:
    done = subprocess.run(
        [tool(name), *arguments], env=_tool_environment(), capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise Refusal("pg_tools_failed", tool=name, detail=_last_line(done.stderr))


def _tool_environment() -> dict[str, str]:
    return {**os.environ, "PGPASSWORD": connection.settings_dict["PASSWORD"], "LC_MESSAGES": "C"}


def _last_line(text: str) -> str:
    return (text.strip().splitlines() or [""])[-1]


def others_connected() -> int:
    """Sessions of others in this database."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
            " AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
        )
        return int(cursor.fetchone()[0])


def load_postgresql(source: Path) -> None:
    """Empty the schema and fill it from the copy, in one transaction: a failure leaves what was there."""
    check_tools("pg_restore", "psql")
    server = server_major()
    if others_connected():
        raise Refusal("database_in_use")
    connections.close_all()
    environment = _tool_environment()
    reading = [tool("pg_restore"), "--no-owner", "--no-privileges", "--file=-", str(source)]
    writing = [tool("psql"), "--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1"]
    writing += [f"--dbname={conninfo()}", "--output=/dev/null"]
    with (
        subprocess.Popen(reading, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as script,
        subprocess.Popen(writing, stdin=subprocess.PIPE, stderr=subprocess.PIPE, env=environment) as filler,
    ):
        detail = _pour(script, filler, server)
    if script.returncode or filler.returncode:
        raise Refusal("pg_tools_failed", tool="psql" if filler.returncode else "pg_restore", detail=detail)


def _pour(script: subprocess.Popen[bytes], filler: subprocess.Popen[bytes], server: int) -> str:
    """Send the script of `pg_restore` to `psql`. Answers the last line of its complaints."""
    assert script.stdout is not None and filler.stdin is not None and filler.stderr is not None
    try:
        filler.stdin.write(EMPTY_SCHEMA.encode())
        for line in understood(script.stdout, server):
            filler.stdin.write(line)
        if script.wait():
            # An unfinished script must not be committed: this statement fails, and with it the transaction.
            filler.stdin.write(b"\nSELECT 1/0;\n")
    except BrokenPipeError:
        script.terminate()
    # Closing writes what is left, and whoever waits for the process closes again: one that has died says so here alone.
    with suppress(BrokenPipeError):
        filler.stdin.close()
    return _last_line(filler.stderr.read().decode(errors="replace"))


def understood(lines: Iterable[bytes], server: int) -> Iterator[bytes]:
    """The script without the settings that a server older than the tool does not know (they stand at its head)."""
    head = True
    for line in lines:
        head = head and not line.startswith((b"COPY ", b"CREATE "))
        if head and server < 17 and line.startswith(b"SET transaction_timeout"):
            continue
        yield line
