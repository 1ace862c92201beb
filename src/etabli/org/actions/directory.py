"""The national directory of establishments."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from etabli.org.actions.calendars import rebuild_scopes
from etabli.org.actions.saving import Change
from etabli.org.models import DirectoryEntry, User


@transaction.atomic
def save_directory(*, entries: Iterable[Mapping[str, Any]], by: User | None, at: datetime) -> dict[Change, int]:
    """Directory entries made or brought up to date, by their `finess`; how many of each."""
    present = {row.finess: row for row in DirectoryEntry.objects.all()}
    made: list[DirectoryEntry] = []
    changed: list[DirectoryEntry] = []
    same = 0
    names = [column.name for column in DirectoryEntry._meta.fields if not column.primary_key]
    for values in entries:
        row = DirectoryEntry(**values)
        known = present.get(row.finess)
        if known is None:
            made.append(row)
        elif any(getattr(known, name) != getattr(row, name) for name in names):
            changed.append(row)
        else:
            same += 1
    DirectoryEntry.objects.bulk_create(made, batch_size=500)
    DirectoryEntry.objects.bulk_update(changed, names, batch_size=200)
    rebuild_scopes()
    return {Change.CREATED: len(made), Change.UPDATED: len(changed), Change.UNCHANGED: same}
