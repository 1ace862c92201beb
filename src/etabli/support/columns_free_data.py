"""What is found in a free field, declared once for screen, XLSX and CSV. A row is a `Found` of `queries.free_data`."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from etabli.kit.exports import Column, Kind
from etabli.support.queries.free_data import Found


def _url(found: Found) -> str:
    return reverse("support:free_data", args=[found.row.field.establishment.finess, found.person.pk])


def _author(found: Found) -> str:
    author = found.row.author
    return (author.get_full_name() or author.get_username()) if author else ""


COLUMNS = (
    Column("person", _("Person"), lambda found: str(found.person), nominative=True, heads_row=True, url=_url),
    Column("value", _("What is written"), "value"),
    Column("written_at", _("Written on"), lambda found: found.row.written_at, Kind.MOMENT),
    Column("author", _("By"), _author),
)
