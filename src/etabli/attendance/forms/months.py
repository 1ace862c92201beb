"""Forms of the closing of months."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class ReopenForm(forms.Form):
    """Why a closed month is opened again."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        widget=forms.Textarea(attrs={"class": "form-control", "rows": 3}),
        help_text=_("Kept beside the month for those who come after."),
    )
