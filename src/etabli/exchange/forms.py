"""The file to import, and the month of its day numbers."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from etabli.core.refusal import Refusal
from etabli.exchange.reading.limits import LIMIT_BYTES
from etabli.exchange.states import OF_SHEETS, ImportKind
from etabli.kit.wording import sentence

TYPES = ".xlsx,.xls,.ods,.csv"
_MONTH = re.compile(r"(\d{4})-(\d{2})")
_FIRST_YEAR, _LAST_YEAR = 1970, 2100


def month_of(text: str) -> date | None:
    """The first day of a month written 2025-03; None for anything else."""
    found = _MONTH.fullmatch(text.strip()) if text.isascii() else None
    if found is None or not (1 <= int(found[2]) <= 12 and _FIRST_YEAR <= int(found[1]) <= _LAST_YEAR):
        return None
    return date(int(found[1]), int(found[2]), 1)


class MonthField(forms.CharField):
    """A month, chosen or typed; the value is its first day."""

    default_error_messages = {"invalid": _("Write the month as 2025-03.")}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.TextInput(attrs={"type": "month", "class": "form-control"}), **kwargs)

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        month = month_of(text) if text else None
        if text and month is None:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return month

    def prepare_value(self, value: Any) -> Any:
        return f"{value:%Y-%m}" if isinstance(value, date) else value


class UploadForm(forms.Form):
    """A sheet; only one of attendance has a month."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("A sheet of type .xlsx, .xls, .ods or .csv, of 50 MB at most."),
        error_messages={"required": _("Choose a file.")},
        widget=forms.FileInput(attrs={"accept": TYPES}),
    )
    month = MonthField(
        label=_("Month"),
        required=False,
        help_text=_("Only when the columns are day numbers (1, 2, 3…) and the sheet does not name the month."),
    )

    def __init__(self, *args: Any, kind: ImportKind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if kind != ImportKind.ATTENDANCE:
            del self.fields["month"]
        if kind not in OF_SHEETS:
            self.fields["file"].widget.attrs["accept"] = ".json"
            self.fields["file"].help_text = _("A support package of type .json, of 50 MB at most.")

    def clean_file(self) -> UploadedFile:
        """Too big a file is refused by its size, before anything of it is read."""
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > LIMIT_BYTES:
            raise forms.ValidationError(
                sentence(Refusal("file_too_big", name=file.name, limit=LIMIT_BYTES // 1_000_000)), code="file_too_big"
            )
        return file


class MonthForm(forms.Form):
    """The month a kept file lacks."""

    month = MonthField(label=_("Month"))
