"""Forms: the template of their fields, and warnings that may be overridden."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms.renderers import TemplatesSetting
from django.utils.translation import gettext


class Renderer(TemplatesSetting):
    """Renders forms with the project's templates: `kit/templates/django/forms/` prevails over Django's own."""

    form_template_name = "django/forms/div.html"
    field_template_name = "django/forms/field.html"


class WarningsForm(forms.Form):
    """A form that may ask "sure?". `clean` calls `self.warn(code, message)`; the form is valid once every warning is ticked.

    Each open warning becomes a tick box of its own, `accept_<code>`, shown with the form.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._warnings: dict[str, str] = {}

    def warn(self, code: str, message: str) -> None:
        """`code`: letters, digits and underscores; names the warning in the request and in the journal's reasons."""
        self._warnings[code] = str(message)

    @property
    def accepted_warnings(self) -> frozenset[str]:
        """Codes of the warnings that were raised and overridden."""
        return frozenset(code for code in self._warnings if self._is_ticked(code))

    def full_clean(self) -> None:
        self._warnings = {}
        super().full_clean()
        if not self.is_bound:
            return
        for code, message in self._warnings.items():
            self.fields[f"accept_{code}"] = forms.BooleanField(label=message, required=False)
        if set(self._warnings) - self.accepted_warnings:
            self.add_error(
                None, forms.ValidationError(gettext("Tick what you have checked, then save again."), code="warned")
            )

    def _is_ticked(self, code: str) -> bool:
        return self.data.get(self.add_prefix(f"accept_{code}")) in ("on", "true", "True", "1")
