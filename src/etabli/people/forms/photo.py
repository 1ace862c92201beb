"""The photo of a person."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from etabli.core.refusal import Refusal
from etabli.kit.files import check_photo
from etabli.kit.wording import sentence
from etabli.people.rules import check_photo_small


class PhotoForm(forms.Form):
    """A file, or its end."""

    photo = forms.FileField(
        label=_("Photo"),
        required=False,
        widget=forms.FileInput(
            attrs={"class": "form-control", "accept": "image/jpeg,image/png,image/webp", "data-shrink": "480"}
        ),
        help_text=_("JPEG, PNG or WebP, up to 300 kB; a larger one is made smaller here before it is sent."),
    )
    gone = forms.BooleanField(
        label=_("Take the photo away"),
        required=False,
        widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
        help_text=_("Its file is deleted for good."),
    )

    def __init__(self, *args: Any, has_one: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.content: bytes | None = None
        """What was sent, once the form is valid; None takes it away."""
        if not has_one:
            del self.fields["gone"]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        file = data.get("photo")
        if data.get("gone"):
            return data
        if file is None:
            self.add_error("photo", _("Choose a photo."))
            return data
        content = file.read()
        try:
            check_photo_small(len(content))
            check_photo(content)
        except Refusal as refusal:
            self.add_error("photo", forms.ValidationError(sentence(refusal), code=refusal.code))
        self.content = content
        return data
