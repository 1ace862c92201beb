"""The form that confirms an erasure."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from etabli.kit.inputs import line


class ErasureForm(forms.Form):
    """One tick: nothing is erased by a slip of the finger. `reason`: needed before its time."""

    reason = line(
        _("The person's own request, if there was one: when and how"),
        200,
        required=False,
        help_text=_("Kept after the erasure: name nobody."),
    )
    checked = forms.BooleanField(
        label=_("I checked that nothing of it must be kept any longer"),
        widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
    )
