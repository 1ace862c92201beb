"""A kept version as a paper: PDF/A-2a and PDF/UA-1, in the reader's language."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext

from etabli.kit import localised
from etabli.kit.papers import paper, setting
from etabli.surveys.models import Edition
from etabli.surveys.questionnaire import questionnaires
from etabli.surveys.showing import edition_rows, said


def edition_pdf(edition: Edition, on: date) -> bytes:
    """Every field of the version with its value. `on`: the day on which the paper is made."""
    return paper("etabli.surveys", "edition", contents(edition, on))


def contents(edition: Edition, on: date) -> dict[str, Any]:
    """All that the paper says, as plain values."""
    form = questionnaires()[edition.form]
    rows = {row["name"]: _reasoned(row) for row in edition_rows(form.fields, edition.content)}
    return {
        **setting(on),
        "title": f"{said(form.words)} · {edition.year}",
        "place": f"{edition.content['name']} · {edition.content['establishment']}",
        "state": state_worded(edition),
        "digest": edition.digest,
        "lead": gettext("This paper files nothing: what is due is sent by the authority's own form."),
        "heads": [gettext("Field"), gettext("Value"), gettext("State")],
        "sections": [
            {"title": said(section.words), "rows": [rows[one.name] for one in section.fields if one.name in rows]}
            for section in form.sections
        ],
    }


def _reasoned(row: dict[str, Any]) -> dict[str, Any]:
    return {**row, "reason": localised.colon(gettext("Reason"), row["reason"]) if row["reason"] else ""}


def state_worded(edition: Edition) -> str:
    """Whose version it is, and whether it holds."""
    number = edition.number
    if edition.signed_at is None:
        return gettext("Version %(number)s, draft of %(moment)s") % {
            "number": number,
            "moment": localised.moment(edition.made_at),
        }
    return gettext("Version %(number)s, signed by %(name)s on %(moment)s") % {
        "number": number,
        "name": str(edition.signed_by),
        "moment": localised.moment(edition.signed_at),
    }
