"""What surveys ask of a person, and rules of the answers. Nothing here reads a database or a clock."""

from __future__ import annotations

from datetime import date

from etabli.core.refusal import Refusal

QUESTIONS = (
    "had_ordinary_job",
    "first_protected",
    "temporary_admission",
    "driving_licence",
    "highway_code",
    "mobility_card",
    "transport",
)
"""Answered by yes or no; not answered: nobody asked. In the order of the page."""
DAYS = ("orientation_from", "orientation_until")
ASKED = (*DAYS, *QUESTIONS)


def check_orientation(first: date | None, last: date | None) -> None:
    """The days of the orientation that the CDAPH decided, both included."""
    if first is not None and last is not None and last < first:
        raise Refusal("orientation_backwards", start=first)


def survey_since(on: date) -> date:
    """Surveys of a year are answered in the next one: who was there since then is asked."""
    return date(on.year - 1, 1, 1)
