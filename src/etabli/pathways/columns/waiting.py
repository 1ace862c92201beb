"""The waiting list, for screen, XLSX and CSV."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from etabli.kit import localised
from etabli.kit.exports import Column, Kind
from etabli.pathways.models import WaitingEntry
from etabli.pathways.rules.waiting import length_of, months_waited
from etabli.pathways.states import WaitingState
from etabli.pathways.wording.waiting import WAIT_LENGTHS, WAITING_STATES

STATUS = {
    WaitingState.WAITING: "watch",
    WaitingState.ADMITTED: "ok",
    WaitingState.WITHDRAWN: "off",
    WaitingState.REFUSED: "off",
}
"""How `components/status.html` shows each state."""


SCREEN = ("name", "state", "applied_on", "orientation_on", "wait", "creton", "workshop")
"""What fits on a screen; the rest is on the page of the entry, and on the sheets."""


def screen_columns(finess: str, on: date) -> tuple[Column, ...]:
    """Those of the screen, with the wait in months alone."""

    def months(row: WaitingEntry) -> str:
        waited = months_waited(row.applied_on, row.closed_on or on)
        told = ngettext("%(n)s month", "%(n)s months", waited) % {"n": waited}
        return told.replace(" ", localised.SPACE)

    known = {column.name: column for column in waiting_columns(finess, on)}
    known["wait"] = replace(known["wait"], value=months)
    return tuple(known[name] for name in SCREEN)


def waiting_columns(finess: str, on: date) -> tuple[Column, ...]:
    """Those of the sheets. `on`: the day until which a wait is told."""

    def url(row: WaitingEntry) -> str:
        return reverse("pathways:waiting_entry", args=[finess, row.pk])

    def waits(row: WaitingEntry) -> str:
        return str(WAIT_LENGTHS[length_of(row.applied_on, row.closed_on or on)])

    return (
        Column("name", _("Name"), str, nominative=True, heads_row=True, url=url),
        Column("state", _("State"), lambda row: str(WAITING_STATES[WaitingState(row.state)])),
        Column("applied_on", _("Asked for on"), "applied_on", Kind.DATE),
        Column("orientation_on", _("Orientation decided on"), "orientation_on", Kind.DATE),
        Column("wait", _("Wait"), waits),
        Column("creton", _("Amendement Creton"), "creton", Kind.YES_NO),
        Column(
            "workshop", _("Workshop wished for"), lambda row: row.wanted_workshop.name if row.wanted_workshop else ""
        ),
        Column("origin", _("Comes from"), "origin"),
        Column("birth_date", _("Birth date"), "birth_date", Kind.DATE, nominative=True),
    )
