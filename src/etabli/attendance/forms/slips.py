"""The form of a slip already sent."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

LARGEST = 1024 * 1024


class SlipForm(forms.Form):
    """Hours per person, pasted or in a text file. `text` is what is to be read."""

    lines = forms.CharField(
        label=_("Staff number; hours"),
        required=False,
        max_length=LARGEST,
        widget=forms.Textarea(attrs={"class": "form-control", "rows": 8, "spellcheck": "false"}),
        help_text=_("One line a person, as copied from a spreadsheet: the staff number first, the hours last."),
    )
    file = forms.FileField(
        label=_("Or a CSV file"),
        required=False,
        widget=forms.ClearableFileInput(attrs={"class": "form-control", "accept": ".csv,.txt,text/csv,text/plain"}),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data.get("file")
        if file is None:
            return None
        if file.size > LARGEST:
            raise forms.ValidationError(_("The file is too large for a slip: at most 1 MB."))
        content = file.read()
        if b"\0" in content or content.startswith(b"PK"):
            raise forms.ValidationError(
                _("This is not a text file. Save the sheet as CSV, or copy its two columns and paste them above.")
            )
        return _decoded(content)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if not self.errors and not (values.get("lines", "").strip() or values.get("file")):
            self.add_error("lines", _("Paste the lines of the slip, or choose a file."))
        return values

    @property
    def text(self) -> str:
        return self.cleaned_data["file"] or self.cleaned_data["lines"]


def _decoded(content: bytes) -> str:
    """UTF-8 with or without its mark, else Windows-1252."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")
