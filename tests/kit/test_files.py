"""Photos and signatures on the disk: whole or not at all, owner-only, and of one place."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.http import Http404
from uuid_utils.compat import uuid7

from etabli.core.refusal import Refusal
from etabli.kit import files
from etabli.kit.files import JPEG, MOST_BYTES, PNG, WEBP, keep_photo, photo_response, photos_kept, read_photo

JPEG_BYTES = b"\xff\xd8\xff\xe0 a picture"
PNG_BYTES = b"\x89PNG\r\n\x1a\n a picture"
WEBP_BYTES = b"RIFF\x10\x00\x00\x00WEBPVP8 "
HERE, ELSEWHERE = 1, 2


@pytest.fixture(autouse=True)
def home(settings: Any, tmp_path: Path) -> Path:
    settings.HOME = tmp_path
    return tmp_path


@pytest.mark.parametrize(("content", "kind"), [(JPEG_BYTES, JPEG), (PNG_BYTES, PNG), (WEBP_BYTES, WEBP)])
def test_a_photo_kept_is_read_back_with_its_kind(content: bytes, kind: str) -> None:
    key = uuid7()
    keep_photo(place=HERE, key=key, content=content)
    photo = read_photo(HERE, key)
    assert photo is not None
    assert (photo.kind, photo.content) == (kind, content)


@pytest.mark.parametrize(
    "content", [b"", b"GIF89a", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"%PDF-1.7", b"RIFF"]
)
def test_only_jpeg_png_and_webp_are_photos(content: bytes, home: Path) -> None:
    with pytest.raises(Refusal) as caught:
        keep_photo(place=HERE, key=uuid7(), content=content)
    assert caught.value.code == "photo_kind_unknown"
    assert not (home / "files").exists()


def test_two_megabytes_are_the_most() -> None:
    keep_photo(place=HERE, key=uuid7(), content=JPEG_BYTES.ljust(MOST_BYTES, b"\0"))
    with pytest.raises(Refusal) as caught:
        keep_photo(place=HERE, key=uuid7(), content=JPEG_BYTES.ljust(MOST_BYTES + 1, b"\0"))
    assert caught.value.code == "photo_too_large"


def test_the_same_photo_again_changes_nothing(home: Path) -> None:
    key = uuid7()
    for _ in range(2):
        keep_photo(place=HERE, key=key, content=JPEG_BYTES)
    assert [path.name for path in home.rglob("*") if path.is_file()] == [str(key)]


def test_a_photo_is_never_replaced() -> None:
    key = uuid7()
    keep_photo(place=HERE, key=key, content=JPEG_BYTES)
    with pytest.raises(Refusal) as caught:
        keep_photo(place=HERE, key=key, content=PNG_BYTES)
    assert caught.value.code == "photo_taken"
    photo = read_photo(HERE, key)
    assert photo is not None
    assert photo.content == JPEG_BYTES


def test_a_photo_belongs_to_one_place() -> None:
    key = uuid7()
    keep_photo(place=HERE, key=key, content=JPEG_BYTES)
    assert read_photo(ELSEWHERE, key) is None
    assert photos_kept(HERE, [key, uuid7()]) == {key}
    assert not photos_kept(ELSEWHERE, [key])


def test_photos_are_readable_by_their_owner_alone(home: Path) -> None:
    keep_photo(place=HERE, key=uuid7(), content=JPEG_BYTES)
    for path in (home / "files").rglob("*"):
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0, path


def test_nothing_half_written_stays_when_the_disk_is_full(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files.os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        keep_photo(place=HERE, key=uuid7(), content=JPEG_BYTES)
    assert [path for path in home.rglob("*") if path.is_file()] == []


def test_an_answer_is_shown_and_kept_by_nobody() -> None:
    key = uuid7()
    keep_photo(place=HERE, key=key, content=PNG_BYTES)
    answer = photo_response(HERE, key)
    assert (answer.content, answer["Content-Type"]) == (PNG_BYTES, PNG)
    assert answer["Cache-Control"] == "private, no-store"


def test_a_photo_that_has_not_arrived_is_not_found() -> None:
    with pytest.raises(Http404):
        photo_response(HERE, uuid7())


def test_a_name_never_leads_out_of_the_folder(home: Path) -> None:
    with pytest.raises(ValueError, match="badly formed"):
        read_photo(HERE, "../../keys/secret-key")  # type: ignore[arg-type]
    assert isinstance(uuid7(), UUID)
    assert not os.listdir(home)
