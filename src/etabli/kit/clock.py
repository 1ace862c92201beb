"""The one place that reads the clock, for views, commands and access. Rules and actions get the day passed in."""

from datetime import date, datetime

from django.utils import timezone


def today() -> date:
    """The calendar day where the workplace is."""
    return timezone.localdate()


def now() -> datetime:
    """The present moment, aware."""
    return timezone.now()
