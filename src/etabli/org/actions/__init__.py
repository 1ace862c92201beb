"""Writes of the organisation. Each takes `by` (a user or None for the operator) and `at` (the moment), in one transaction."""

from etabli.org.actions.calendars import ASP_YEARLY_HOURS, CALENDAR_CHANGED, rebuild_calendar, rebuild_scopes
from etabli.org.actions.configured import (
    ClosureSpec,
    EstablishmentSpec,
    WorkshopSpec,
    check_spec,
    save_association,
    save_establishment,
)
from etabli.org.actions.directory import save_directory
from etabli.org.actions.saving import Change
from etabli.org.actions.teams import add_temporary, take_team

__all__ = [
    "ASP_YEARLY_HOURS",
    "CALENDAR_CHANGED",
    "Change",
    "ClosureSpec",
    "EstablishmentSpec",
    "WorkshopSpec",
    "add_temporary",
    "check_spec",
    "rebuild_calendar",
    "rebuild_scopes",
    "save_association",
    "save_directory",
    "save_establishment",
    "take_team",
]
