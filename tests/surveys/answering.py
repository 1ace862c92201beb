"""A kept form and values for the parameters of its addresses."""

from __future__ import annotations

from typing import Any

from etabli.org.models import Establishment
from etabli.surveys.actions import keep_edition, save_answer
from etabli.surveys.rules import check_form
from tests import workplace as small

YEAR = 2025


def samples(place: Establishment) -> dict[str, Any]:
    """An answer and a version of the national survey of 2025."""
    where: dict[str, Any] = {"establishment": place, "form": check_form("esat", YEAR, place.kind), "year": YEAR}
    who: dict[str, Any] = {"by": None, "at": small.AT}
    save_answer(**where, field="esat_role", value="Direction", **who)
    number = keep_edition(**where, **who).number
    return {
        "form": "esat",
        "surveys:section.section": "exits",
        "surveys:answer.field": "esat_role",
        "surveys:behind.field": "nb_worker_acc",
        "surveys:behind_export.field": "nb_worker_acc",
        "surveys:edition.number": number,
        "surveys:edition_file.number": number,
        "surveys:edition_file.kind": "json",
    }
