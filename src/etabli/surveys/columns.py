"""The tables of the room, for files."""

from __future__ import annotations

import json

from django.utils.translation import gettext_lazy as _

from etabli.kit.exports import Column, Kind

EDITION = (
    Column("field", _("Field"), "name", heads_row=True),
    Column("label", _("Question"), "label"),
    Column("value", _("Value"), lambda row: "" if row["value"] is None else _plain(row["value"])),
    Column("shown", _("In words"), "shown"),
    Column("status", _("State"), "status"),
    Column("reason", _("Reason"), "reason"),
    Column("note", _("Note on the form"), "note"),
)
"""A kept version; the rows of `showing.edition_rows`."""


def _plain(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


BEHIND = (
    Column("number", _("Staff number"), "number", nominative=True),
    Column("name", _("Person"), "name", nominative=True, heads_row=True),
    Column("day", _("Day"), "day", Kind.DATE),
    Column("num", _("Counted"), "num", Kind.DECIMAL),
    Column("den", _("Out of"), "den", Kind.DECIMAL),
    Column("excluded", _("Left out because"), "excluded"),
)
"""The rows behind a field; those of persons not shown to the reader are one row at the end."""
