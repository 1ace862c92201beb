"""An intervention report as PDF: PDF/A-2a and PDF/UA-1, made by Typst with its own font and nothing fetched."""

from __future__ import annotations

import json
from datetime import date
from functools import lru_cache
from importlib.resources import files
from typing import Any
from uuid import UUID

from django.utils.translation import get_language, gettext

from etabli.kit import localised
from etabli.kit.files import JPEG, PNG, WEBP, read_photo
from etabli.org.models import Establishment
from etabli.production.queries.reports import ReportShown

STANDARDS = ["a-2a", "ua-1"]
FONT = "Libertinus Serif"
"""Comes with Typst, so that the report is the same on every machine."""
EXTENSIONS = {JPEG: "jpg", PNG: "png", WEBP: "webp"}
MAIN = "main"


def report_pdf(establishment: Establishment, report: ReportShown, hours: str, author: str, on: date) -> bytes:
    """The PDF, in the present language, with the names that its reader may see. `hours`, `author`: in words."""
    pictures, names = _pictures(establishment, report)
    content = contents(establishment, report, hours, author, on) | names
    # The compiler is loaded only by those who ask for a report.
    import typst  # noqa: PLC0415

    made: bytes = typst.compile(
        {MAIN: _template(), **pictures},
        ignore_system_fonts=True,
        sys_inputs={"report": json.dumps(content, ensure_ascii=False)},
        pdf_standards=STANDARDS,
    )
    return made


@lru_cache(maxsize=1)
def _template() -> bytes:
    return (files("etabli.production") / "typst" / "report.typ").read_bytes()


def _pictures(establishment: Establishment, report: ReportShown) -> tuple[dict[str, bytes], dict[str, Any]]:
    """The pictures that have arrived as files, and their names: `photos`, `signature` (None without one)."""
    found: dict[str, bytes] = {}

    def name_of(key: UUID) -> str | None:
        photo = read_photo(establishment.pk, key)
        if photo is None:
            return None
        name = f"{key}.{EXTENSIONS[photo.kind]}"
        found[name] = photo.content
        return name

    photos = [name for name in map(name_of, report.photos) if name]
    signature = name_of(report.row.signature) if report.row.signature else None
    return found, {"photos": photos, "signature": signature}


def contents(establishment: Establishment, report: ReportShown, hours: str, author: str, on: date) -> dict[str, Any]:
    """All that the report says but its pictures, as plain values in the present language."""
    row = report.row
    length = localised.hours(row.ended - row.started)
    unnamed = [person for person in report.people if not person.name]
    people = [[person.name, localised.hours(person.minutes)] for person in report.people if person.name]
    people += [[gettext("Not named"), localised.hours(person.minutes)] for person in unnamed]
    facts = [
        [gettext("Day"), localised.day(row.day, "full")],
        [gettext("Hours"), f"{hours} ({length})"],
        [gettext("Site"), row.site],
        [gettext("Workshop"), row.workshop.name],
        [gettext("Activity"), row.activity.name if row.activity else "–"],
        [gettext("Written by"), f"{author}, {localised.moment(row.acted_at)}"],
    ]
    return {
        "language": (get_language() or "fr")[:2],
        "font": FONT,
        "day": [on.year, on.month, on.day],
        "title": gettext("Intervention report"),
        "place": f"{establishment.name} · {establishment.association.name}",
        "facts": facts,
        "people": people,
        "problem": row.problem,
        "signer": row.signer,
        "words": _words(report),
    }


def _words(report: ReportShown) -> dict[str, str]:
    corrected = gettext("This version corrects one that the client signed. The signed version is kept.")
    return {
        "people": gettext("People"),
        "person": gettext("Person"),
        "time": gettext("Time"),
        "problem": gettext("Problem met"),
        "no_problem": gettext("None."),
        "photos": gettext("Photos"),
        "photo": gettext("Photo"),
        "signature": gettext("Client's signature"),
        "unsigned": gettext("Not signed."),
        "corrected": corrected if report.signed else "",
    }
