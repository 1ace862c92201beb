"""An intervention report as PDF: PDF/A-2a and PDF/UA-1, made by Typst with its own font and nothing fetched."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import get_language, gettext, pgettext

from etabli.kit import localised
from etabli.kit.files import JPEG, PNG, WEBP, read_photo
from etabli.kit.papers import FONT, paper
from etabli.org.models import Establishment
from etabli.production.queries.reports import ReportShown

EXTENSIONS = {JPEG: "jpg", PNG: "png", WEBP: "webp"}


def report_pdf(establishment: Establishment, report: ReportShown, hours: str, author: str, on: date) -> bytes:
    """The PDF, in the present language, with the names that its reader may see. `hours`, `author`: in words."""
    content = contents(establishment, report, hours, author, on)
    pictures, drawn = _pictures(establishment, report)
    try:
        return paper("etabli.production", "report", content | pictures, beside=drawn)
    except RuntimeError:
        if not drawn:
            raise
        # A picture that begins as one and cannot be drawn: the report is made without any, and says so.
        lost = gettext("The pictures cannot be drawn. They are kept: see the report on screen.")
        content |= {"photos": [], "signature": None, "lost": lost}
        return paper("etabli.production", "report", content)


def _pictures(establishment: Establishment, report: ReportShown) -> tuple[dict[str, Any], dict[str, bytes]]:
    """The names of the pictures that have arrived, `photos` and `signature` (None without one); and each, by its name."""
    drawn: dict[str, bytes] = {}

    def laid(key: UUID) -> str | None:
        photo = read_photo(establishment.pk, key)
        if photo is None:
            return None
        name = f"{key}.{EXTENSIONS[photo.kind]}"
        drawn[name] = photo.content
        return name

    signature = laid(report.row.signature) if report.row.signature else None
    return {"photos": [name for name in map(laid, report.photos) if name], "signature": signature}, drawn


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
