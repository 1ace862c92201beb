"""The sentences of what is refused about recognitions, and the words of their kinds."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from etabli.pathways.states import RecognitionKind, RecognitionLevel, RecognitionState

SENTENCES: dict[str, Any] = {
    "recognition_without_title": _("Say what is recognised: a trade, a diploma, a block of skills."),
    "recognition_start_to_come": _("%(day)s has not come yet. Write a recognition down once it has begun."),
    "recognition_jury_early": _("It began on %(start)s: the jury comes on that day or later."),
    "recognition_not_validated": _("It says how far it was validated, but not on which day. Write the day."),
    "recognition_to_come": _("%(day)s has not come yet. Write that it is validated once it is."),
    "recognition_validated_early": _("It cannot be validated before %(day)s. Correct one of the days."),
    "recognition_without_level": _("Say whether the VAE was validated in full or in part."),
}

RECOGNITION_KINDS = {
    RecognitionKind.RAE: _("Recognition of experience (RAE)"),
    RecognitionKind.RSFP: _("Recognition of professional skills (RSFP)"),
    RecognitionKind.VAE: _("Validation of experience (VAE)"),
}
RECOGNITION_LEVELS = {
    RecognitionLevel.NONE: _("Not validated"),
    RecognitionLevel.FULL: _("Validated in full"),
    RecognitionLevel.PARTIAL: _("Validated in part"),
}
RECOGNITION_STATES = {
    RecognitionState.STARTED: pgettext_lazy("recognition", "Begun"),
    RecognitionState.VALIDATED: pgettext_lazy("recognition", "Validated"),
}
READS = {
    "pathways.recognitions": _("Recognitions of experience"),
    "pathways.recognitions_export": _("Recognitions of experience, taken as a file"),
}
"""What the log of reads says."""
