"""New keys for encrypted columns: one is made, every value is encrypted with it, older ones may then be dropped.

Stopped half-way, it goes on: a value that an older key still opens means that the last run has not ended, and then no
further key is made. The journal keeps what was written with older keys, as it keeps everything; nobody reads it there.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from cryptography.fernet import Fernet
from django.conf import settings
from django.db import models
from django.db.models.functions import Cast

from etabli.config import locks
from etabli.core.refusal import Refusal
from etabli.kit.actions import reencrypt
from etabli.kit.fields import encrypted_columns, opened, with_newest
from etabli.kit.files import on_disk

FILE = "field-keys"
AT_ONCE = 200


@dataclass(frozen=True)
class Rotated:
    """`made`: a new key was made (else an unfinished run went on). `changed`: values encrypted anew. `lost`: values that no
    key opens. `dropped`: older keys taken out."""

    made: bool
    changed: int
    lost: int
    dropped: int


@dataclass(frozen=True)
class _Waiting:
    older: dict[tuple[type[models.Model], str], list[Any]]
    lost: int


def rotate(*, drop_old: bool, advance: Callable[..., None], at: datetime) -> Rotated:
    """Refusals: `server_running` (it would not know the new key), `keys_still_needed`."""
    with locks.held(settings.HOME / locks.SERVING, "server_running"):
        waiting = _waiting()
        made = not waiting.older
        if made:
            _write_keys([Fernet.generate_key().decode(), *settings.FIELD_KEYS])
            waiting = _waiting()
        advance(0, total=sum(map(len, waiting.older.values())))
        changed = _encrypt(waiting, advance, at)
        if drop_old and waiting.lost:
            raise Refusal("keys_still_needed", count=waiting.lost)
        dropped = len(settings.FIELD_KEYS) - 1 if drop_old else 0
        if dropped:
            _write_keys(settings.FIELD_KEYS[:1])
        return Rotated(made, changed, waiting.lost, dropped)


def _encrypt(waiting: _Waiting, advance: Callable[..., None], at: datetime) -> int:
    changed = 0
    for (model, column), keys in waiting.older.items():
        # A transaction for each few: what was done stays done when the rest is stopped.
        for some in _cut(keys):
            changed += reencrypt(model=model, column=column, keys=some, by=None, at=at)
            advance(len(some))
    return changed


def _cut(keys: Sequence[Any]) -> Iterator[Sequence[Any]]:
    return (keys[start : start + AT_ONCE] for start in range(0, len(keys), AT_ONCE))


def _waiting() -> _Waiting:
    """Values that an older key opens, by column, and how many none opens."""
    older: dict[tuple[type[models.Model], str], list[Any]] = {}
    lost = 0
    for model, column in encrypted_columns():
        rows = model._default_manager.annotate(_stored=Cast(column, models.TextField()))
        for key, stored in rows.order_by("pk").values_list("pk", "_stored").iterator():
            if stored is None or with_newest(stored):
                continue
            if opened(stored) is None:
                lost += 1
            else:
                older.setdefault((model, column), []).append(key)
    return _Waiting(older, lost)


def _write_keys(keys: list[str]) -> None:
    """The file of the keys, whole or not at all: a value encrypted with a key that is not in it is lost."""
    path = Path(settings.HOME) / "keys" / FILE
    new = path.with_name(f"{FILE}.new")
    descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write("\n".join(keys))
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)
    # The new name too, before any text is written with the new key.
    on_disk(path.parent)
    settings.FIELD_KEYS = list(keys)
