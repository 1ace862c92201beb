"""All that is held on a person, for her: a PDF to read, a JSON file with every row, her photos.

JSON: {"schema": "etabli-subject-file", "version": 1, "made_at", "person": {"key", "name"}, "parts": [{"table", "title",
"rows": [{column: value}]}], "reads": [{"at", "who", "what", "why"}]}. A key to another table is {"key", "name"}. Dates in
ISO; minutes and cents as whole numbers.
Source: regulation (EU) 2016/679, art. 15 and 20.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.text import capfirst
from django.utils.timezone import localtime
from django.utils.translation import get_language, gettext

from etabli.core.refusal import Refusal
from etabli.kit import localised
from etabli.kit.fields import DecryptionError
from etabli.kit.files import JPEG, PNG, read_photo
from etabli.kit.held import Part, parts
from etabli.kit.models import AccessLog
from etabli.kit.papers import FONT, paper
from etabli.kit.queries import column_label, stored_text
from etabli.org.models import User
from etabli.org.reads import word_of
from etabli.people.models import Person, Registration

SCHEMA, VERSION = "etabli-subject-file", 1
MOST_SHOWN = 60
"""Rows of a table printed; the JSON file has all of them."""
_SILENT = frozenset({"id", "person_id", "subject", "establishment_id", "search_key", "received_at", "base", "team"})
"""Columns that say nothing to the person: they are in the JSON file alone."""


@dataclass(frozen=True)
class Held:
    """A part of the file. `rows`: column to value as the database has it, decrypted. `names`: column to names by key."""

    part: Part
    rows: list[dict[str, Any]]
    names: dict[str, dict[Any, str]]

    @property
    def title(self) -> str:
        return str(self.part.title)


def held_on(person: Person) -> list[Held]:
    """Every part with rows, the lowest room first. Refusal `subject_file_key_lost` when a text can no longer be opened."""
    try:
        found = [_held(part, person.pk) for part in parts()]
    except DecryptionError as error:
        raise Refusal("subject_file_key_lost", detail=str(error)) from error
    return [one for one in found if one.rows]


def _held(part: Part, person: int) -> Held:
    fields = [field for field in part.model._meta.concrete_fields if field.attname not in part.hidden]
    rows = list(part.of(person).values(*[field.attname for field in fields]))
    keyed = [field for field in fields if isinstance(field, models.ForeignKey) and field.related_model is not Person]
    return Held(part, rows, {field.attname: _names(field, rows) for field in keyed})


def _names(field: models.ForeignKey[Any, Any], rows: Sequence[dict[str, Any]]) -> dict[Any, str]:
    keys = {row[field.attname] for row in rows} - {None}
    model: Any = field.related_model
    if model.__str__ is models.Model.__str__:
        return {}
    return {key: str(one) for key, one in model._default_manager.in_bulk(keys).items()}


def reads_of(person: Person) -> list[dict[str, Any]]:
    """Who read her file, the newest first, in every establishment."""
    rows = AccessLog.objects.filter(table_name=Person._meta.db_table).order_by("-id")
    mine = [row for row in rows.iterator() if str(person.pk) in row.subjects]
    users = {user.username: user.get_full_name() for user in User.objects.filter(username__in={r.actor for r in mine})}
    return [
        {"at": row.at, "who": users.get(row.actor) or row.actor, "what": word_of(row.what), "why": row.purpose}
        for row in mine
    ]


def document(person: Person, found: Sequence[Held], reads: Sequence[dict[str, Any]], at: datetime) -> dict[str, Any]:
    """The JSON file as plain values."""
    return {
        "schema": SCHEMA,
        "version": VERSION,
        "made_at": at,
        "person": {"key": person.pk, "name": str(person)},
        "parts": [
            {"table": one.part.model._meta.db_table, "title": one.title, "rows": [_plain(one, row) for row in one.rows]}
            for one in found
        ],
        "reads": list(reads),
    }


def _plain(one: Held, row: dict[str, Any]) -> dict[str, Any]:
    return {
        column: {"key": value, "name": one.names[column].get(value, "")} if column in one.names and value else value
        for column, value in row.items()
    }


# ---------------------------------------------------------------- the PDF


def contents(person: Person, found: Sequence[Held], reads: Sequence[dict[str, Any]], at: datetime) -> dict[str, Any]:
    """All that the PDF says, as plain values in the present language."""
    day = localtime(at).date()
    shown = [
        [localised.moment(row["at"]), row["who"], f"{row['what']} {row['why']}".strip()] for row in reads[:MOST_SHOWN]
    ]
    return {
        "language": (get_language() or "fr")[:2],
        "font": FONT,
        "day": [day.year, day.month, day.day],
        "title": gettext("What is held on %(name)s") % {"name": person},
        "lead": gettext("Everything is in the file subject-file.json beside this one; long lists are shortened here."),
        "parts": [_printed(one) for one in found],
        "reads": {
            "title": gettext("Who saw this file"),
            "note": _more(len(reads)),
            "heads": [gettext("When"), gettext("Who"), gettext("What")],
            "rows": shown,
        },
    }


def _more(count: int) -> str:
    if count <= MOST_SHOWN:
        return ""
    return gettext("%(shown)s of %(count)s lines are shown.") % {"shown": MOST_SHOWN, "count": count}


def _printed(one: Held) -> dict[str, Any]:
    return {
        "title": one.title,
        "count": len(one.rows),
        "note": _more(len(one.rows)),
        "rows": [_lines(one, row) for row in one.rows[-MOST_SHOWN:]],
    }


def _lines(one: Held, row: dict[str, Any]) -> list[list[str]]:
    model = one.part.model
    told = [(column, _told(one, column, value)) for column, value in row.items() if column not in _SILENT]
    return [[capfirst(column_label(model, column)), text] for column, text in told if text]


def _told(one: Held, column: str, value: Any) -> str:
    if value in (None, "", [], {}):
        return ""
    if column in one.names:
        return one.names[column].get(value, str(value))
    if isinstance(value, datetime):
        return localised.moment(value)
    if isinstance(value, UUID | dict | list):
        return json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False).strip('"')
    field = next(found for found in one.part.model._meta.concrete_fields if found.attname == column)
    # An encrypted text was opened for her: `stored_text` shows none.
    return str(value) if isinstance(field, models.TextField) else stored_text(one.part.model, column, value)


def pdf_of(content: dict[str, Any]) -> bytes:
    """PDF/A-2a and PDF/UA-1: read aloud in its language."""
    return paper("etabli.exchange", "subject_file", content)


# ---------------------------------------------------------------- on the disk


def check_folder(out: Path) -> None:
    """A new or empty folder. Refusal `subject_file_folder_taken`."""
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise Refusal("subject_file_folder_taken", value=str(out))


def write_subject_file(person: Person, out: Path, at: datetime) -> list[Path]:
    """Write the files into a new or empty folder, readable by its owner alone; their paths. Refusals
    `subject_file_folder_taken`, `subject_file_key_lost`."""
    check_folder(out)
    found, reads = held_on(person), reads_of(person)
    out.mkdir(parents=True, exist_ok=True, mode=0o700)
    text = json.dumps(document(person, found, reads, at), cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)
    written = [
        _write(out / "subject-file.json", text.encode()),
        _write(out / "subject-file.pdf", pdf_of(contents(person, found, reads, at))),
    ]
    return written + _photos(found, out)


def _write(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    path.chmod(0o600)
    return path


def _photos(found: Sequence[Held], out: Path) -> list[Path]:
    written = []
    for one in found:
        for row in one.rows:
            key = row.get(one.part.photo) if one.part.photo else None
            photo = read_photo(row["establishment_id"], key) if key else None
            if photo is not None:
                ending = {JPEG: "jpg", PNG: "png"}.get(photo.kind, "webp")
                written.append(_write(out / f"photo-{key}.{ending}", photo.content))
    return written


def person_of(text: str, finess: str) -> Person:
    """By her key, as in the address of her page; or by her staff number in an establishment. Refusal
    `subject_file_nobody`."""
    if finess:
        row = (
            Registration.objects.filter(establishment__finess=finess, staff_number=text)
            .select_related("person")
            .first()
        )
        person = row.person if row else None
    else:
        person = Person.objects.filter(pk=int(text)).first() if text.isascii() and text.isdigit() else None
    if person is None:
        raise Refusal("subject_file_nobody", value=text)
    return person
