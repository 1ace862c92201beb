"""Backups: one owner-only file with the database, the keys and the files, verified, there whole or not at all."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

import etabli
from etabli.config import archives, engines
from etabli.config.archives import Manifest
from etabli.core.refusal import Refusal

KEPT = 14
STALE_SECONDS = 24 * 3600
DAILY_NAME = "etabli-{:%Y-%m-%d-%H%M}.tar.gz"
DAILY_PATTERN = "etabli-????-??-??-????.tar.gz"
WORK_PREFIX = ".work-"
CARRIED = ("keys", "files")
"""Folders of the data folder that go with the database."""


def folder() -> Path:
    """Where backups go by default: `backups` in the data folder, owner-only."""
    path = settings.HOME / "backups"
    path.mkdir(exist_ok=True, mode=0o700)
    return path


def silent(_done: int, _total: int) -> None:
    """Tells nobody."""


def back_up(target: Path, *, at: datetime, tell: engines.Progress = silent) -> Manifest:
    """Write `target`. Whatever happens it holds the whole backup or what it held before; it is read again before.

    Refusals: `backup_folder_absent`, `backup_is_folder`, and those of `engines` and `archives`.
    """
    target = target.expanduser().absolute()
    if not target.parent.is_dir():
        raise Refusal("backup_folder_absent", path=str(target.parent))
    if target.is_dir():
        raise Refusal("backup_is_folder", path=str(target))
    with workplace() as work:
        members = {engines.MEMBERS[engines.engine()]: work / "database"}
        schema = applied_migrations()
        engines.dump(work / "database", tell)
        engines.check_dump(work / "database")
        members |= carried_files()
        manifest = Manifest(
            version=etabli.__version__,
            engine=engines.engine(),
            created=at.isoformat(timespec="seconds"),
            schema=schema,
            members={name: archives.describe(path) for name, path in members.items()},
        )
        _write_whole(target, manifest, members)
    return manifest


def _write_whole(target: Path, manifest: Manifest, members: dict[str, Path]) -> None:
    """Beside the target first, read again, then moved into its place: the name never shows half a file."""
    remove_stale(target.parent, f".{target.name}.*.partial")
    partial = target.with_name(f".{target.name}.{os.getpid()}.partial")
    try:
        archives.write(partial, manifest, members)
        archives.verify(partial)
        os.replace(partial, target)
    except OSError as error:
        raise Refusal("backup_not_written", path=str(target), detail=error.strerror or str(error)) from error
    finally:
        partial.unlink(missing_ok=True)
    sync_folder(target.parent)


def sync_folder(path: Path) -> None:
    """Make the names of a folder last through a power cut."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def carried_files() -> dict[str, Path]:
    """Name in the archive to path, for the keys and the files of the workplace."""
    found = {}
    for name in CARRIED:
        for path in sorted((settings.HOME / name).rglob("*")):
            if path.is_file() and not path.is_symlink():
                found[path.relative_to(settings.HOME).as_posix()] = path
    return found


def applied_migrations() -> list[str]:
    """`app.name` of each migration applied to this database."""
    return sorted(".".join(key) for key in MigrationRecorder(connection).applied_migrations())


@contextmanager
def workplace() -> Iterator[Path]:
    """A folder of the data folder, owner-only, gone afterwards; those that a killed process left go too."""
    remove_stale(folder(), f"{WORK_PREFIX}*")
    path = Path(tempfile.mkdtemp(prefix=WORK_PREFIX, dir=folder()))
    try:
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)


def remove_stale(where: Path, pattern: str) -> None:
    """Remove what killed processes left, once it is a day old."""
    limit = time.time() - STALE_SECONDS
    for path in where.glob(pattern):
        try:
            if path.stat().st_mtime > limit:
                continue
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        except OSError:
            continue  # Someone else removed it first.


# ---------------------------------------------------------------- daily


def daily_backups() -> list[Path]:
    """Backups made by themselves, oldest first."""
    return sorted(folder().glob(DAILY_PATTERN))


def is_due(at: datetime) -> bool:
    """True when the newest daily backup is a day old, or there is none."""
    kept = daily_backups()
    return not kept or kept[-1].stat().st_mtime < (at - timedelta(hours=23, minutes=55)).timestamp()


def back_up_daily(*, at: datetime, kept: int = KEPT) -> Path:
    """The backup of the day in the folder of backups; the newest `kept` of them stay."""
    target = folder() / DAILY_NAME.format(at)
    back_up(target, at=at)
    for old in daily_backups()[:-kept]:
        old.unlink(missing_ok=True)
    return target
