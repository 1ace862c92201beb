"""The sentences of what is refused about recognitions, and the words of their kinds."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from etabli.pathways.states import RecognitionKind, RecognitionLevel

SENTENCES: dict[str, Any] = {}

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
