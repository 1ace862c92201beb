"""The file of a backup: a `.tar.gz` with a manifest (version, engine, schema, checksums), the database and the keys.

Raises Refusal: `backup_absent`, `backup_unreadable`, `backup_damaged`, `backup_format_unknown`.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import tarfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from etabli.core.refusal import Refusal

FORMAT = 1
MANIFEST = "manifest.json"
MOST_MANIFEST_BYTES = 4_000_000
ALLOWED = re.compile(r"(database\.(sqlite3|pgdump)|keys/[\w-]+|files/[\w./ ()-]+)")
"""Names a backup may hold: nothing that leads out of the folder it is unpacked in (see also `_check_name`)."""
CHUNK = 1 << 20


@dataclass(frozen=True)
class Manifest:
    """`engine`: `sqlite` or `postgresql`. `created`: ISO. `schema`: applied migrations, `app.name`.

    `members`: name to {"size": bytes, "sha256": hexadecimal}.
    """

    version: str
    engine: str
    created: str
    schema: list[str]
    members: dict[str, dict[str, Any]]
    format: int = FORMAT

    @property
    def created_at(self) -> datetime:
        return datetime.fromisoformat(self.created)


def digest(file: IO[bytes]) -> tuple[int, str]:
    """Size and sha256 of what is left to read."""
    total, size = hashlib.sha256(), 0
    while chunk := file.read(CHUNK):
        total.update(chunk)
        size += len(chunk)
    return size, total.hexdigest()


def describe(path: Path) -> dict[str, Any]:
    with path.open("rb") as file:
        size, sha256 = digest(file)
    return {"size": size, "sha256": sha256}


def write(target: Path, manifest: Manifest, members: Mapping[str, Path]) -> None:
    """The archive in `target`, which must not exist, readable by its owner alone, and on the disk when this returns."""
    descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        with tarfile.open(fileobj=file, mode="w:gz", compresslevel=6) as archive:
            text = json.dumps(asdict(manifest), ensure_ascii=False, indent=1).encode()
            archive.addfile(_member(MANIFEST, len(text), manifest), io.BytesIO(text))
            for name, path in members.items():
                with path.open("rb") as content:
                    archive.addfile(_member(name, manifest.members[name]["size"], manifest), content)
        file.flush()
        os.fsync(file.fileno())


def _member(name: str, size: int, manifest: Manifest) -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.size, info.mode, info.mtime = size, 0o600, int(manifest.created_at.timestamp())
    return info


@contextmanager
def _opened(path: Path) -> Iterator[tarfile.TarFile]:
    """The archive, with every way a file may be no archive turned into one sentence."""
    try:
        with tarfile.open(path, mode="r:gz") as archive:
            yield archive
    except FileNotFoundError as error:
        raise Refusal("backup_absent", path=str(path)) from error
    except (OSError, EOFError, tarfile.TarError, zlib.error) as error:
        raise Refusal("backup_unreadable", path=str(path), detail=str(error)) from error


def read_manifest(path: Path) -> Manifest:
    with _opened(path) as archive:
        return _manifest(archive, path)


def _manifest(archive: tarfile.TarFile, path: Path) -> Manifest:
    first = archive.next()
    if first is None or first.name != MANIFEST or first.size > MOST_MANIFEST_BYTES:
        raise Refusal("backup_unreadable", path=str(path), detail=MANIFEST)
    content = archive.extractfile(first)
    assert content is not None
    try:
        document = json.loads(content.read())
        if document["format"] != FORMAT:
            raise Refusal("backup_format_unknown", format=str(document["format"]))
        return Manifest(**document)
    except (ValueError, KeyError, TypeError) as error:
        raise Refusal("backup_damaged", detail=MANIFEST) from error


def verify(path: Path) -> Manifest:
    """Read the whole file again and hold it to its manifest."""
    return _unpack(path, None)


def unpack(path: Path, folder: Path) -> Manifest:
    """The members of the archive below `folder`, owner-only, each held to its checksum."""
    return _unpack(path, folder)


def _unpack(path: Path, folder: Path | None) -> Manifest:
    with _opened(path) as archive:
        manifest = _manifest(archive, path)
        seen = set()
        while (info := archive.next()) is not None:
            _check_name(info, manifest)
            content = archive.extractfile(info)
            assert content is not None
            found = _copy(content, folder / info.name) if folder else digest(content)
            expected = manifest.members[info.name]
            if found != (expected["size"], expected["sha256"]):
                raise Refusal("backup_damaged", detail=info.name)
            seen.add(info.name)
    if missing := sorted(set(manifest.members) - seen):
        raise Refusal("backup_damaged", detail=", ".join(missing))
    return manifest


def _check_name(info: tarfile.TarInfo, manifest: Manifest) -> None:
    expected = manifest.members.get(info.name)
    harmless = info.isfile() and ALLOWED.fullmatch(info.name) and ".." not in info.name.split("/")
    if expected is None or not harmless or info.size != expected["size"]:
        raise Refusal("backup_damaged", detail=info.name)


def _copy(content: IO[bytes], target: Path) -> tuple[int, str]:
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    total, size = hashlib.sha256(), 0
    with os.fdopen(descriptor, "wb") as file:
        while chunk := content.read(CHUNK):
            file.write(chunk)
            total.update(chunk)
            size += len(chunk)
        file.flush()
        os.fsync(file.fileno())
    return size, total.hexdigest()
