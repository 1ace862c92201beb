"""The sentences of what is refused about the waiting list, and the words of its states."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from etabli.pathways.states import WaitingState, WaitLength

SENTENCES: dict[str, Any] = {
    "waiting_without_name": _("Write the last name and the first name of who asks for a place."),
    "waiting_applied_to_come": _("%(day)s has not come yet. Write the day on which the place was asked for."),
    "waiting_orientation_to_come": _("%(day)s has not come yet. Write the day of the decision of the CDAPH."),
    "waiting_born_after": _(
        "The place was asked for on %(day)s: nobody asks before being born. Correct one of the days."
    ),
    "waiting_step_refused": _("This entry is “%(waiting_state)s”: it cannot become “%(wanted_waiting)s” from there."),
    "waiting_closed_to_come": _("%(day)s has not come yet. Check the date."),
    "waiting_closed_before": _("The place was asked for on %(start)s: write that day or a later one."),
    "waiting_admitted_before": _("The place was asked for on %(start)s: the person comes on that day or later."),
    "waiting_not_removable": _("This entry is “%(waiting_state)s”: only one that was withdrawn or refused is deleted."),
    "waiting_person_unknown": _("This person is not registered here. Choose another, or someone new."),
}

WAITING_STATES = {
    WaitingState.WAITING: pgettext_lazy("waiting list", "Waiting"),
    WaitingState.ADMITTED: pgettext_lazy("waiting list", "Admitted"),
    WaitingState.WITHDRAWN: pgettext_lazy("waiting list", "Withdrawn"),
    WaitingState.REFUSED: pgettext_lazy("waiting list", "Refused"),
}
WAIT_LENGTHS = {
    WaitLength.HALF_A_YEAR: _("Less than six months"),
    WaitLength.ONE_YEAR: _("Six months to a year"),
    WaitLength.TWO_YEARS: _("One to two years"),
    WaitLength.LONGER: _("Two years or more"),
}
READS = {
    "pathways.waiting": _("Waiting list"),
    "pathways.waiting_export": _("Waiting list, taken as a file"),
}
"""What the log of reads says."""


def _state(code: str) -> str:
    return str(WAITING_STATES[WaitingState(code)])


NAMES: dict[str, Any] = {"waiting_state": _state, "wanted_waiting": _state}
"""How a fact that is a code becomes the word a reader knows."""
