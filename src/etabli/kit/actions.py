"""What the kit itself writes: the log of reads, the first password, redacted journal rows, columns encrypted anew."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import models, transaction
from django.db.models.functions import Cast

from etabli.kit.actor import acting_as, actor_of, current_actor
from etabli.kit.clock import now
from etabli.kit.fields import opened, with_newest
from etabli.kit.models import UPDATE, AccessLog, JournalRow
from etabli.kit.triggers import REDACTION

if TYPE_CHECKING:
    from etabli.kit.pages import Read


def record_reads(*, reads: Sequence[Read], by: Any, place: Any, at: datetime | None = None) -> None:
    """Write to the access log what was read. `by`: a user, or None for a command. `place`: an establishment or None.

    Without `at`, now.
    """
    if not reads:
        return
    moment = at or now()
    user_id = str(by.pk) if by is not None and by.is_authenticated else ""
    AccessLog.objects.bulk_create(
        AccessLog(
            user_id=user_id,
            actor=_reader(by),
            at=moment,
            what=read.what,
            table_name=read.table,
            establishment_id=None if place is None else place.pk,
            subjects=read.subjects,
            row_count=read.rows,
            purpose=read.purpose,
        )
        for read in reads
    )


def _reader(by: Any) -> str:
    if by is None:
        return current_actor()
    return str(by.get_username()) if by.is_authenticated else actor_of(by)


@transaction.atomic
def set_password(*, user: Any, password: str) -> None:
    """Give a user a (first) password. Links made before stop working: they carry a hash of the old one."""
    user.set_password(password)
    user.save(update_fields=["password"])


@transaction.atomic
def redact(*, table: str, row_ids: Iterable[object], by: Any | None, at: datetime) -> int:
    """Blank what the journal keeps of these rows of a table, for the erasure of a person. Answers how many changes.

    Who changed a row and when stay; `before` and `after` go. `by`: a user, or None for a command. The redaction is itself
    a row of the journal.
    """
    ids = sorted(str(row_id) for row_id in row_ids)
    with acting_as(REDACTION):
        count = JournalRow.objects.filter(table_name=table, row_id__in=ids).update(before=None, after=None)
    JournalRow.objects.create(
        table_name=JournalRow._meta.db_table,
        row_id=table,
        action=UPDATE,
        actor=current_actor() if by is None else actor_of(by),
        at=at,
        before=None,
        after={"table": table, "rows": ids, "changes": count},
    )
    return count


@transaction.atomic
def reencrypt(*, model: type[models.Model], column: str, keys: Sequence[object], by: Any | None, at: datetime) -> int:
    """Encrypt a column of these rows with the newest key, where an older one did; answers how many.

    What the newest key opens stays as it is, and so does what no key opens.
    """
    rows = model._default_manager.filter(pk__in=list(keys)).select_for_update()
    changed = 0
    for key, stored in rows.annotate(_stored=Cast(column, models.TextField())).values_list("pk", "_stored"):
        if stored is None or with_newest(stored):
            continue
        text = opened(stored)
        if text is not None:
            changed += model._default_manager.filter(pk=key).update(**{column: text})
    return changed
