"""Fields that the forms of this room share."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

HOURS_HELP = _("Hours and minutes: 3 h 30, 3:30 or 3.5.")
"""Under the first of several times, whose form it says for all of them."""


class ClockField(forms.TimeField):
    """A time of the day; the value is in minutes since midnight."""

    default_error_messages = {"invalid": _("Write a time of the day: 08:30.")}

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TimeInput(format="%H:%M", attrs={"type": "time", "class": "form-control"})
        super().__init__(widget=widget, input_formats=["%H:%M", "%H:%M:%S"], **kwargs)

    def clean(self, value: Any) -> Any:
        time = super().clean(value)
        return None if time is None else time.hour * 60 + time.minute

    def prepare_value(self, value: Any) -> Any:
        return f"{value // 60:02d}:{value % 60:02d}" if isinstance(value, int) else value
