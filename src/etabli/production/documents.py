"""An intervention report as PDF: PDF/A-2a and PDF/UA-1, made by Typst with its own font and nothing fetched."""

from __future__ import annotations

import json
from datetime import date
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID

from django.utils.translation import get_language, gettext, pgettext

from etabli.kit import localised
from etabli.kit.files import JPEG, PNG, WEBP, read_photo
from etabli.org.models import Establishment
from etabli.production.queries.reports import ReportShown

STANDARDS = ["a-2a", "ua-1"]
FONT = "Libertinus Serif"
"""Comes with Typst, so that the report is the same on every machine."""
EXTENSIONS = {JPEG: "jpg", PNG: "png", WEBP: "webp"}
MAIN = "report.typ"


def report_pdf(establishment: Establishment, report: ReportShown, hours: str, author: str, on: date) -> bytes:
    """The PDF, in the present language, with the names that its reader may see. `hours`, `author`: in words."""
    content = contents(establishment, report, hours, author, on)
    # Typst reads pictures as files, and only those of its own folder.
    with TemporaryDirectory(prefix="etabli-report-") as name:
        folder = Path(name)
        (folder / MAIN).write_bytes(_template())
        pictures = _pictures(establishment, report, folder)
        try:
            return _compiled(folder, content | pictures)
        except RuntimeError:
            if not pictures["photos"] and not pictures["signature"]:
                raise
            # A picture that begins as one and cannot be drawn: the report is made without any, and says so.
            lost = gettext("The pictures cannot be drawn. They are kept: see the report on screen.")
            return _compiled(folder, content | {"photos": [], "signature": None, "lost": lost})


def _compiled(folder: Path, content: dict[str, Any]) -> bytes:
    # The compiler is loaded only by those who ask for a report.
    import typst  # noqa: PLC0415

    made: bytes = typst.compile(
        folder / MAIN,
        root=folder,
        ignore_system_fonts=True,
        sys_inputs={"report": json.dumps(content, ensure_ascii=False)},
        pdf_standards=STANDARDS,
    )
    return made


@lru_cache(maxsize=1)
def _template() -> bytes:
    return (files("etabli.production") / "typst" / "report.typ").read_bytes()


def _pictures(establishment: Establishment, report: ReportShown, folder: Path) -> dict[str, Any]:
    """The pictures that have arrived, as files of the folder, and their names: `photos`, `signature` (None without one)."""

    def laid(key: UUID) -> str | None:
        photo = read_photo(establishment.pk, key)
        if photo is None:
            return None
        name = f"{key}.{EXTENSIONS[photo.kind]}"
        (folder / name).write_bytes(photo.content)
        return name

    signature = laid(report.row.signature) if report.row.signature else None
    return {"photos": [name for name in map(laid, report.photos) if name], "signature": signature}


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
        "lost": "",
        "words": _words(report),
    }


def _words(report: ReportShown) -> dict[str, str]:
    corrected = gettext("This version corrects one that the client signed. The signed version is kept.")
    return {
        "people": gettext("People"),
        "person": gettext("Person"),
        "time": pgettext("spent", "Time"),
        "problem": gettext("Problem met"),
        "no_problem": gettext("None."),
        "photos": gettext("Photos"),
        "photo": gettext("Photo"),
        "signature": gettext("Client's signature"),
        "unsigned": gettext("Not signed."),
        "corrected": corrected if report.signed else "",
    }
