"""Which passport is taken: its language, and whether in easy words."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from etabli.kit.inputs import select, tick


class PassportForm(forms.Form):
    """Both may be left out: then it is the language of the reader, and the plain version."""

    language = select(_("Language of the PDF"), settings.LANGUAGES, required=False)
    easy = tick(_("Easy to read, with pictograms"))

    def __init__(self, data: Any, language: str) -> None:
        super().__init__(data, initial={"language": language})

    def language_chosen(self) -> str:
        """After `is_valid`."""
        return str(self.cleaned_data["language"] or self.initial["language"])
