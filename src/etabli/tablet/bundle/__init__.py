"""What a tablet holds for one author: her teams, seven days back and ahead, and no reason that she may not see.

Plain values, ready for JSON. As many queries for twelve people as for a hundred and twenty.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from etabli.core.periods import Period
from etabli.org.models import Establishment, User
from etabli.support.queries import pictograms_told
from etabli.tablet.bundle.days import days_of, next_open_day
from etabli.tablet.bundle.lists import codes_told, roles_told
from etabli.tablet.bundle.team import team_of
from etabli.tablet.bundle.words import told_author
from etabli.tablet.bundle.work import of_the_work

DAYS_AROUND = 7
"""Days before today and after it."""

__all__ = ["DAYS_AROUND", "bundle_of", "told_author"]


def bundle_of(author: User, establishment: Establishment, *, today: date, at: datetime) -> dict[str, Any]:
    """The bundle of an author in the language of the moment. `at`: when it is made."""
    days = Period(today - timedelta(days=DAYS_AROUND), today + timedelta(days=DAYS_AROUND + 1))
    team = team_of(author, establishment, days, (today, next_open_day(establishment, today)))
    return {
        "made_at": at.isoformat(),
        "today": today.isoformat(),
        "tomorrow_loaded": True,
        "author": told_author(author),
        "establishment": {"finess": establishment.finess, "name": establishment.name},
        "workshops": team.workshops,
        "groups": team.groups,
        "people": team.people,
        **days_of(author, establishment, team.keys, days, today),
        "codes": codes_told(establishment),
        **of_the_work(author, establishment, team, days),
        "pictograms": pictograms_told(),
        "roles": roles_told(),
    }
