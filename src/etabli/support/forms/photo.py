"""The photo that a form of the room may carry."""

from __future__ import annotations

from django import forms

from etabli.core.refusal import Refusal
from etabli.kit.files import check_photo
from etabli.kit.wording import sentence


class WithPhoto(forms.Form):
    """A form whose field `photo` is read once and checked; what is refused is said beside it."""

    sent_photo: bytes | None = None
    """The photo that was sent, once the form is valid."""

    def clean_photo(self) -> None:
        file = self.cleaned_data.get("photo")
        if file is None:
            return
        content = file.read()
        try:
            check_photo(content)
        except Refusal as refusal:
            raise forms.ValidationError(sentence(refusal), code=refusal.code) from refusal
        self.sent_photo = content
