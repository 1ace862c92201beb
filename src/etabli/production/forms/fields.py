"""Fields that the forms of this room share."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

THOUSANDTHS = 1000


def select(label: Any, choices: Sequence[tuple[Any, Any]] = (), **options: Any) -> forms.ChoiceField:
    widget = forms.Select(attrs={"class": "form-select"})
    return forms.ChoiceField(label=label, choices=choices, widget=widget, **options)


def line(label: Any, longest: int, **options: Any) -> forms.CharField:
    """One line of text."""
    return forms.CharField(
        label=label, max_length=longest, widget=forms.TextInput(attrs={"class": "form-control"}), **options
    )


def lines(label: Any, longest: int, rows: int = 4, **options: Any) -> forms.CharField:
    """Several lines of text. Line ends are those of every system, so that lengths agree."""
    widget = forms.Textarea(attrs={"class": "form-control", "rows": rows})
    return LinesField(label=label, max_length=longest, widget=widget, **options)


class LinesField(forms.CharField):
    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        return text.replace("\r\n", "\n").replace("\r", "\n") if isinstance(text, str) else text


class QuantityField(forms.DecimalField):
    """A quantity with up to three decimals; the value is in thousandths."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "decimal", "class": "form-control", "size": 10})
        super().__init__(max_digits=12, decimal_places=3, min_value=0, localize=True, widget=widget, **kwargs)

    def to_python(self, value: Any) -> Any:
        # Spaces part thousands in every language of our readers, whatever the one of the page.
        return super().to_python("".join(value.split()) if isinstance(value, str) else value)

    def clean(self, value: Any) -> Any:
        quantity = super().clean(value)
        return None if quantity is None else int(quantity * THOUSANDTHS)

    def prepare_value(self, value: Any) -> Any:
        return (Decimal(value) / THOUSANDTHS).normalize() if isinstance(value, int) else value


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
