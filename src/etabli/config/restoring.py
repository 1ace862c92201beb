"""Putting a backup back: checked wholly before anything changes, what was there kept aside, no server running."""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection, connections
from django.db.migrations.loader import MigrationLoader

from etabli.config import archives, backups, engines, locks
from etabli.config.archives import Manifest
from etabli.core.refusal import Refusal

FIELD_KEYS = "keys/field-keys"


def check(source: Path) -> Manifest:
    """Refused before anything is touched: a file that is damaged, of another engine, or of a newer schema."""
    manifest = archives.verify(source)
    if manifest.engine != engines.engine():
        raise Refusal("backup_other_engine", found=manifest.engine, here=engines.engine())
    known = {".".join(key) for key in MigrationLoader(None, ignore_no_migrations=True).disk_migrations}
    if unknown := sorted(set(manifest.schema) - known):
        raise Refusal("backup_newer", version=manifest.version, detail=", ".join(unknown[:3]))
    return manifest


def restore(source: Path, *, at: datetime) -> tuple[Manifest, Path]:
    """The backup takes the place of the present data. Answers its manifest and where what was there is kept.

    Refusals: those of `check`, and `server_running`, `database_in_use`.
    """
    manifest = check(source)
    with locks.held(settings.HOME / locks.SERVING, "server_running"), backups.workplace() as work:
        archives.unpack(source, work)
        aside = set_aside(at)
        _put_keys(work, together=True)
        engines.load(work / engines.MEMBERS[manifest.engine])
        _put_keys(work, together=False)
        _put_files(work)
        # A half-written name after a power cut would be worse than the moment this takes.
        backups.sync_folder(settings.HOME)
    return manifest, aside


def set_aside(at: datetime) -> Path:
    """A copy of the present database, keys and files in a folder of their own."""
    # Made by mkdtemp: owner-only, and never the folder of another restore of the same second.
    aside = Path(tempfile.mkdtemp(prefix=f"replaced-{at:%Y-%m-%d-%H%M%S}-", dir=backups.folder()))
    try:
        engines.dump(aside / engines.MEMBERS[engines.engine()], backups.silent)
        (aside / engines.MEMBERS[engines.engine()]).chmod(0o600)
    except Refusal as refusal:
        if refusal.code != "database_absent":
            raise
    except sqlite3.DatabaseError:
        # A database too damaged to be copied is kept byte by byte.
        for path in engines.sqlite_path().parent.glob(engines.sqlite_path().name + "*"):
            shutil.copy2(path, aside / path.name)
    for name in backups.CARRIED:
        if (settings.HOME / name).is_dir():
            shutil.copytree(settings.HOME / name, aside / name)
    return aside


def _put_keys(work: Path, *, together: bool) -> None:
    """The keys of the backup. `together`: before those of the present data, so that each database is readable whenever
    this stops half-way."""
    for path in sorted((work / "keys").glob("*")):
        target = settings.HOME / "keys" / path.name
        content = path.read_text(encoding="ascii")
        if together:
            if f"keys/{path.name}" != FIELD_KEYS:
                continue
            present = target.read_text(encoding="ascii").split() if target.is_file() else []
            content = "\n".join(dict.fromkeys([*content.split(), *present]))
        write_secret(target, content)


def write_secret(target: Path, content: str) -> None:
    """Whole or not at all, owner-only."""
    partial = target.with_name(f".{target.name}.partial")
    partial.unlink(missing_ok=True)
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    os.replace(partial, target)


def _put_files(work: Path) -> None:
    if (work / "files").is_dir():
        shutil.copytree(work / "files", settings.HOME / "files", dirs_exist_ok=True)


def schema_is_current() -> bool:
    """True when the restored database needs no migration."""
    connections.close_all()
    loader = MigrationLoader(connection, ignore_no_migrations=True)
    return set(loader.disk_migrations) <= set(loader.applied_migrations)
