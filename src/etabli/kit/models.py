"""Tables of the kit: the journal, the log of reads and the shared cache. Rows have no foreign keys, so that they outlive
what they speak of and never hold it back."""

from __future__ import annotations

from django.db import models

INSERT, UPDATE, DELETE = "insert", "update", "delete"


class JournalRow(models.Model):
    """One change of one row, written by a trigger of the database (see `journal`). Append-only.

    `before` and `after` map columns to values; an insert has no `before`, a delete no `after`, a redacted row neither.
    """

    journalled = False

    table_name = models.CharField(max_length=63)
    row_id = models.TextField()
    action = models.CharField(max_length=6, choices=[(value, value) for value in (INSERT, UPDATE, DELETE)])
    actor = models.CharField(max_length=150)
    at = models.DateTimeField()
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["table_name", "row_id"], name="journal_by_record")]


class AccessLog(models.Model):
    """Who read what that is sensitive, or took a nominative export. Append-only.

    `user_id` is the key of the user as text, `actor` the name in the journal; `what` the code of the page or export.
    """

    journalled = False

    user_id = models.CharField(max_length=40)
    actor = models.CharField(max_length=150)
    at = models.DateTimeField()
    what = models.CharField(max_length=100)
    table_name = models.CharField(max_length=63, blank=True)
    establishment_id = models.BigIntegerField(null=True)
    subjects = models.JSONField(default=list, help_text="Keys of the persons or rows read.")
    row_count = models.PositiveIntegerField()
    purpose = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["establishment_id", "at"], name="access_log_by_place")]


class CacheRow(models.Model):
    """The table of Django's database cache, as a model so that `migrate` makes it. Only the cache reads or writes it."""

    journalled = False

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "kit_cache"
