"""Which figures stand where, and which period is meant when nobody chose one."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import Max, Min
from django.utils.translation import gettext

from etabli.core.periods import Period, day_of, month_start, next_month
from etabli.kit import localised
from etabli.org.models import CalendarDay, Establishment

RATES = (
    "paid_hours_activity_rate",
    "target_fulfilment_rate",
    "occupancy_rate",
    "occupancy_rate_adapted",
    "active_caseload_rate",
    "blended_occupancy_rate",
    "blended_occupancy_rate_with_trainees",
)
"""The competing measures of activity, in the order of the sources."""
HEADLINES = ("paid_hours_activity_rate", "target_fulfilment_rate", "blended_occupancy_rate")
OCCUPANCY_READING = ("occupancy_rate", "part_time_share", "active_caseload")
"""Occupancy is never shown alone: the CNSA guide of January 2019 asks that it be read with these two."""
MONTHLY = ("paid_hours_activity_rate", "target_fulfilment_rate", "occupancy_rate")
"""Rates listed month by month: those that add up."""
DRAWN = ("paid_hours_activity_rate", "occupancy_rate")
"""Of these, the ones drawn: fulfilment moves as occupancy does, its numerator is the same."""
ABSENCES = ("absence_days", "mean_absence_days", "absence_spells", "mean_spell_length")
OVERVIEW = (
    "paid_hours_activity_rate",
    "target_fulfilment_rate",
    "occupancy_rate",
    "part_time_share",
    "active_caseload",
    "active_caseload_rate",
    "blended_occupancy_rate",
    "headcount",
    "fte",
    "trainee_days",
    "absence_days",
    "over_capacity_hours",
)
"""Figures of an association, side by side: cheap for every establishment."""


def known_days(places: Iterable[Establishment]) -> Period | None:
    """The days whose calendar is known in every one of these establishments; None when there are none. One query."""
    rows = CalendarDay.objects.filter(establishment__in=[place.pk for place in places]).values_list("establishment")
    spans = list(rows.annotate(first=Min("day_no"), last=Max("day_no")).order_by())
    if not spans:
        return None
    start, end = min(first for _, first, _ in spans), min(last for _, _, last in spans) + 1
    return Period(day_of(start), day_of(end)) if start < end else None


def usual_period(today: date, known: Period) -> Period:
    """This year to date by whole months; in January, where no month is whole yet, the year before."""
    end = month_start(today)
    start = date((end - timedelta(days=1)).year, 1, 1)
    return Period(start, end).cut(known) or known


def year_choices(today: date, known: Period) -> list[tuple[str, Period]]:
    """The years that can be asked for, newest first, this one also to date: (words, period)."""
    choices = []
    to_date = usual_period(today, known)
    for year in reversed(known.years()):
        if year.start > today:
            continue
        if to_date.start.year == year.start.year and to_date != year:
            choices.append((gettext("%(year)s to date") % {"year": year.start.year}, to_date))
        choices.append((str(year.start.year), year))
    return choices


def in_words(period: Period) -> str:
    """The months of a period as people say them: "2025", "June 2025", "January 2025 to June 2025"."""
    last = period.last_day
    if period == Period(date(last.year, 1, 1), date(last.year + 1, 1, 1)):
        return str(last.year)
    first_month, last_month = localised.day(period.start, "month"), localised.day(last, "month")
    if not period.on_month_boundaries:
        words = {"first": localised.day(period.start), "last": localised.day(last)}
        return gettext("%(first)s to %(last)s") % words
    if first_month == last_month:
        return first_month
    return gettext("%(first)s to %(last)s") % {"first": first_month, "last": last_month}


def as_query(period: Period) -> str:
    """The period as the addresses of these pages carry it."""
    return f"first={period.start:%Y-%m}&last={period.last_day:%Y-%m}"


def months_in(known: Period) -> list[tuple[str, str]]:
    """(value, words) of each month, newest first."""
    return [(f"{month.start:%Y-%m}", localised.day(month.start, "month")) for month in reversed(known.months())]


def period_of_months(first: str, last: str) -> Period | None:
    """The period of two months written YYYY-MM, the last one included; None when it comes before the first."""
    start, end = date.fromisoformat(f"{first}-01"), next_month(date.fromisoformat(f"{last}-01"))
    return Period(start, end) if start < end else None
