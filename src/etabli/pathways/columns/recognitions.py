"""The table of recognitions, for screen, XLSX and CSV."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from etabli.kit.exports import Column, Kind
from etabli.pathways.models import Recognition
from etabli.pathways.states import RecognitionKind, RecognitionLevel, RecognitionState
from etabli.pathways.wording.recognitions import RECOGNITION_KINDS, RECOGNITION_LEVELS, RECOGNITION_STATES

STATUS = {RecognitionState.STARTED: "info", RecognitionState.VALIDATED: "ok"}
"""How `components/status.html` shows each state."""


def state_of(row: Recognition) -> RecognitionState:
    return RecognitionState.VALIDATED if row.validated_on else RecognitionState.STARTED


def recognition_columns(finess: str, *, may_write: bool) -> tuple[Column, ...]:
    """`may_write`: the title leads to where it is corrected."""

    def person_url(row: Recognition) -> str:
        return reverse("pathways:person_recognitions", args=[finess, row.person_id])

    def url(row: Recognition) -> str | None:
        return reverse("pathways:recognition", args=[finess, row.pk]) if may_write else None

    return (
        Column("person", _("Person"), lambda row: str(row.person), nominative=True, heads_row=True, url=person_url),
        Column("title", _("What is recognised"), "title", url=url),
        Column("kind", _("Kind"), lambda row: str(RECOGNITION_KINDS[RecognitionKind(row.kind)])),
        Column("state", _("State"), lambda row: str(RECOGNITION_STATES[state_of(row)])),
        Column("started_on", _("Begun on"), "started_on", Kind.DATE),
        Column("jury_on", _("Before the jury on"), "jury_on", Kind.DATE),
        Column("validated_on", _("Validated on"), "validated_on", Kind.DATE),
        Column("level", _("How far"), _level),
    )


def _level(row: Recognition) -> str:
    return str(RECOGNITION_LEVELS[RecognitionLevel(row.level)]) if row.level else ""
