"""Photos and signatures: kept below `files/photos` in the data folder, readable by the server's owner alone.

A photo's name is the UUID that its device made, and it belongs to one place (the key of an establishment): a row of another
place that names it finds nothing. It is written once and never changed; one that may go is taken off the disk. Only views
declared with `kit.pages.page`, or with that of a device, answer with one, by `photo_response`; backups carry the folder.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpResponse

from etabli.core.refusal import Refusal

JPEG, PNG, WEBP = "image/jpeg", "image/png", "image/webp"
MOST_BYTES = 2 * 1024 * 1024
_FOLDER_MODE = 0o700


@dataclass(frozen=True)
class Photo:
    """`kind`: its media type, told from its first bytes."""

    kind: str
    content: bytes


def kind_of(content: bytes) -> str | None:
    """The media type of a JPEG, PNG or WebP image, told from its first bytes and never from a name; None of all else."""
    if content.startswith(b"\xff\xd8\xff"):
        return JPEG
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return WEBP
    return None


def check_photo(content: bytes) -> str:
    """The media type. Refusals `photo_too_large` (bytes over `MOST_BYTES`) and `photo_kind_unknown`."""
    if len(content) > MOST_BYTES:
        raise Refusal("photo_too_large", most=MOST_BYTES // 1024 // 1024)
    kind = kind_of(content)
    if kind is None:
        raise Refusal("photo_kind_unknown")
    return kind


def keep_photo(*, place: int, key: UUID, content: bytes) -> None:
    """Keep a photo of a place, on the disk when this returns. The same one again changes nothing.

    Refusals as `check_photo`, and `photo_taken` when other content has that key.
    """
    check_photo(content)
    target = _path(place, key)
    for folder in reversed(target.parents[:3]):  # `mkdir` gives the mode to the last one only
        folder.mkdir(exist_ok=True, mode=_FOLDER_MODE)
    descriptor, name = tempfile.mkstemp(prefix=".coming-", dir=target.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        # A link never replaces: of two that bring the same key at once, the second is compared.
        os.link(name, target)
    except FileExistsError as error:
        if target.read_bytes() != content:
            raise Refusal("photo_taken") from error
    finally:
        os.unlink(name)
    on_disk(target.parent)


def on_disk(folder: Path) -> None:
    """The names in a folder are on the disk when this returns."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def forget_photo(place: int, key: UUID) -> None:
    """Take a photo off the disk; one that is not there is gone already."""
    _path(place, key).unlink(missing_ok=True)


def photos_kept(place: int, keys: Collection[UUID]) -> frozenset[UUID]:
    """Those of these photos that have arrived."""
    return frozenset(key for key in keys if _path(place, key).is_file())


def read_photo(place: int, key: UUID) -> Photo | None:
    """A photo of a place, or None when it has not arrived (or is another place's)."""
    try:
        content = _path(place, key).read_bytes()
    except FileNotFoundError:
        return None
    kind = kind_of(content)
    return None if kind is None else Photo(kind, content)


def photo_response(place: int, key: UUID) -> HttpResponse:
    """The photo as an answer that is shown and kept by nobody; Http404 when it has not arrived."""
    photo = read_photo(place, key)
    if photo is None:
        raise Http404
    return HttpResponse(
        photo.content,
        content_type=photo.kind,
        headers={"Content-Disposition": "inline", "Cache-Control": "private, no-store"},
    )


def _path(place: int, key: UUID) -> Path:
    return Path(settings.HOME) / "files" / "photos" / str(int(place)) / str(UUID(str(key)))
