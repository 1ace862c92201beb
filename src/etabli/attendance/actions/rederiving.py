"""Deriving anew what depends on calendars, engagements and codes."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction

from etabli.attendance.actions.lasting import follow_absences
from etabli.attendance.deriving import derive
from etabli.core.periods import Period
from etabli.org.actions import rebuild_calendar
from etabli.org.models import Establishment


@transaction.atomic
def rederive_all(*, establishment: Establishment, at: datetime) -> None:
    """Derive every half-day of an establishment anew: after a change of calendar, places or codes."""
    derive(establishment, Period(date(1970, 1, 1), None), None, at)


def rederive_persons(*, establishment: Establishment, persons: Collection[int], at: datetime) -> None:
    """Derive every half-day of these persons anew: after a change of engagement."""
    derive(establishment, Period(date(1970, 1, 1), None), persons, at)


def refresh(*, at: datetime) -> None:
    """Carry calendars, derived half-days and absences that go on to the present: run daily, and after an upgrade."""
    for establishment in Establishment.objects.all():
        with transaction.atomic():
            rebuild_calendar(establishment=establishment, at=at)
        follow_absences(establishment=establishment, at=at)
