"""How support agreements and reinforced pathways stand, as their pages show it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext

from etabli.core.periods import Period
from etabli.pathways.models import SupportAgreement
from etabli.pathways.queries.agreements import Document
from etabli.pathways.rules.agreements import agreement_state
from etabli.pathways.states import AgreementState

STATUS = {
    AgreementState.TO_COME: "info",
    AgreementState.IN_FORCE: "ok",
    AgreementState.ENDING: "watch",
    AgreementState.OVER: "off",
}
"""As `components/status.html` shows each."""


def agreement_state_of(row: SupportAgreement, today: date) -> AgreementState:
    return agreement_state(Period(row.starts_on, row.ends_before), row.ended_on, today)


def document_state(document: Document, today: date) -> tuple[Any, str]:
    """How the document of a reinforced pathway stands, in words, and how `components/status.html` shows it."""
    late = document.is_late(today)
    if document.handed_on is not None:
        return (gettext("Handed on late"), "watch") if late else (gettext("Handed on"), "ok")
    if late:
        return gettext("Late"), "late"
    return (gettext("Written, to hand on"), "watch") if document.row else (gettext("To write"), "info")
