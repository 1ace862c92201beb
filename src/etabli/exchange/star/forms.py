"""With or without names."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class StarForm(forms.Form):
    """`may_name`: the tick is offered."""

    nominative = forms.BooleanField(
        label=_("With the names of people"),
        required=False,
        widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
        help_text=_("Only for a purpose that cannot do without. The log of reads keeps whom the export names."),
    )

    def __init__(self, *args: Any, may_name: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_name:
            del self.fields["nominative"]
