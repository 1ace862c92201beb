"""A form as plain values: what a version keeps, what the files hold, what the command prints."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from etabli.indicators.queries import scope_of
from etabli.people.queries import staff_numbers
from etabli.surveys.computed import rows_of
from etabli.surveys.queries import Filled, Filling
from etabli.surveys.states import Means

VERSION = 1
"""Of the shape below."""


def content_of(filling: Filling) -> dict[str, Any]:
    """{version, form, year, establishment, name, fields}, a field = {name, value, status, reason, computed, measure}."""
    return {
        "version": VERSION,
        "form": filling.form.code,
        "year": filling.year,
        "establishment": filling.establishment.finess,
        "name": filling.establishment.name,
        "fields": [
            {
                "name": name,
                "value": filled.value,
                "status": str(filled.status),
                "reason": filled.reason,
                "computed": filled.computed,
                "measure": filled.measure,
            }
            for name, filled in filling.fields.items()
        ],
    }


def digest_of(content: Mapping[str, Any]) -> str:
    """SHA-256 of the content, its keys in order."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def answers_document(filling: Filling, names: Sequence[str] | None = None) -> dict[str, Any]:
    """Field -> {value, status, rows}; with a reason, a note of the form, gaps and controls that fail where there are any.

    `rows`: those behind a computed value, the person by her staff number; empty for what is asked.
    """
    numbers = staff_numbers(filling.establishment)
    wanted = filling.fields if names is None else {name: filling.fields[name] for name in names}
    return {name: _field_document(filling, filled, numbers) for name, filled in wanted.items()}


def _field_document(filling: Filling, filled: Filled, numbers: Mapping[int, str]) -> dict[str, Any]:
    document: dict[str, Any] = {"value": filled.value, "status": str(filled.status), "rows": []}
    if filled.field.means == Means.COMPUTED:
        document["measure"] = filled.measure
        document["rows"] = [
            {
                "subject": None if row.subject is None else numbers.get(row.subject, str(row.subject)),
                "day": row.day.isoformat(),
                "num": row.num,
                "den": row.den,
                "excluded": row.excluded,
            }
            for row in rows_of(filling.form, filled.field, scope_of(filling.establishment), filling.year)
        ]
    if filled.reason:
        document |= {"reason": filled.reason, "computed": filled.computed}
    if filled.proposed is not None:
        document["last_year"] = filled.proposed
    if filled.field.note.en:
        document["note"] = filled.field.note.of("en")
    refusals = filling.refusals_of(filled.field.name)
    if refusals:
        document["controls"] = [refusal.code for refusal in refusals]
    return document
