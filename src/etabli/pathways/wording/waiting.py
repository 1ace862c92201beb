"""The sentences of what is refused about the waiting list, and the words of its states."""

from __future__ import annotations

from typing import Any

from django.utils.translation import pgettext_lazy

from etabli.pathways.states import WaitingState

SENTENCES: dict[str, Any] = {}

WAITING_STATES = {
    WaitingState.WAITING: pgettext_lazy("waiting list", "Waiting"),
    WaitingState.ADMITTED: pgettext_lazy("waiting list", "Admitted"),
    WaitingState.WITHDRAWN: pgettext_lazy("waiting list", "Withdrawn"),
    WaitingState.REFUSED: pgettext_lazy("waiting list", "Refused"),
}
