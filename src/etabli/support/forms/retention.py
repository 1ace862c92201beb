"""The form that confirms an erasure."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class ErasureForm(forms.Form):
    """One tick: nothing is erased by a slip of the finger."""

    checked = forms.BooleanField(
        label=_("I checked that nothing of it must be kept any longer"),
        widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
    )
