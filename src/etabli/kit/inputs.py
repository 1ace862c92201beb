"""Fields that several rooms ask for: text, days, numbers with a unit, weeks of half-days; and refusals beside a field."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.forms.utils import ErrorDict
from django.utils.formats import sanitize_separators
from django.utils.translation import gettext_lazy as _

from etabli.core.calendars import LONGEST_PATTERN, WEEKDAYS, Half
from etabli.core.refusal import Refusal
from etabli.kit import localised, weeks
from etabli.kit.wording import sentence

EARLIEST, LATEST = date(1970, 1, 1), date(2100, 12, 31)
"""Days outside are slips of the finger, and a calendar is derived for every year between."""
HUNDREDTHS = 100
_HOURS = re.compile(r"^(\d{1,3})\s*(?:h|u|:)?\s*(\d{1,2})?\s*(?:min|m)?$", re.IGNORECASE)


def select(label: Any, choices: Any = (), **options: Any) -> forms.ChoiceField:
    """One of several."""
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
    """See `lines`."""

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        return text.replace("\r\n", "\n").replace("\r", "\n") if isinstance(text, str) else text


def tick(label: Any, **options: Any) -> forms.BooleanField:
    """Yes or no."""
    widget = forms.CheckboxInput(attrs={"class": "form-check-input"})
    return forms.BooleanField(label=label, required=False, widget=widget, **options)


class DayField(forms.DateField):
    """A day, chosen or typed. `earliest` and `latest` are included."""

    def __init__(self, *, earliest: date = EARLIEST, latest: date = LATEST, **kwargs: Any) -> None:
        widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "form-control"})
        super().__init__(widget=widget, **kwargs)
        self._days = earliest, latest

    def validate(self, value: Any) -> None:
        super().validate(value)
        earliest, latest = self._days
        if value is not None and not earliest <= value <= latest:
            days = {"first": localised.day(earliest), "last": localised.day(latest)}
            raise forms.ValidationError(_("Write a day from %(first)s to %(last)s."), params=days)


class PercentField(forms.DecimalField):
    """A part of a whole, asked as a percentage with two decimals; the value is in ten-thousandths."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "decimal", "class": "form-control", "size": 8})
        super().__init__(max_digits=5, decimal_places=2, localize=True, widget=widget, **kwargs)

    def to_python(self, value: Any) -> Any:
        return super().to_python(str(value).replace("%", "").strip() if value else value)

    def clean(self, value: Any) -> Any:
        percent = super().clean(value)
        return None if percent is None else int(percent * HUNDREDTHS)

    def prepare_value(self, value: Any) -> Any:
        return Decimal(value) / HUNDREDTHS if isinstance(value, int) else value


class HoursField(forms.CharField):
    """Hours and minutes, written `35`, `17 h 30`, `17:30` or `17,5`; the value is in minutes."""

    default_error_messages = {"invalid": _("Write hours and minutes: 3 h 30, 3:30 or 3.5.")}

    def __init__(self, *, least: int = 1, most: int = 7 * 24 * 60, **kwargs: Any) -> None:
        super().__init__(widget=forms.TextInput(attrs={"class": "form-control", "size": 8}), **kwargs)
        self.least, self.most = least, most

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        minutes = self._minutes(text)
        if minutes is None or not self.least <= minutes <= self.most:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return minutes

    @staticmethod
    def _minutes(text: str) -> int | None:
        found = _HOURS.match(text)
        if found and int(found[2] or 0) < 60:
            return int(found[1]) * 60 + int(found[2] or 0)
        decimal = re.match(r"^\d{1,3}[.,]\d{1,2}$", text)
        return round(float(text.replace(",", ".")) * 60) if decimal else None

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, int):
            return f"{value // 60} h {value % 60:02d}" if value % 60 else f"{value // 60} h"
        return value


class CountField(forms.IntegerField):
    """A whole number typed as the reader writes it, thousands apart or not."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "form-control"}), **kwargs)

    def to_python(self, value: Any) -> Any:
        # Spaces part thousands in every language of our readers, whatever the one of the page.
        written = "".join(value.split()) if isinstance(value, str) else value
        return super().to_python(sanitize_separators(written))


class ScaledField(forms.DecimalField):
    """A decimal number typed as the reader writes it, never negative; the value is a whole number of its smallest part."""

    places = 0

    def __init__(self, *, most_digits: int = 12, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "decimal", "class": "form-control", "size": 10})
        options = {"min_value": 0, "localize": True, "widget": widget, **kwargs}
        super().__init__(max_digits=most_digits, decimal_places=self.places, **options)

    def to_python(self, value: Any) -> Any:
        # Spaces part thousands in every language of our readers, whatever the one of the page.
        return super().to_python("".join(value.split()) if isinstance(value, str) else value)

    def clean(self, value: Any) -> Any:
        number = super().clean(value)
        return None if number is None else int(number.scaleb(self.places))

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, int):
            return value
        number = Decimal(value).scaleb(-self.places)
        # normalize() writes 200 as 2E+2.
        return number.quantize(Decimal(1)) if number == number.to_integral_value() else number.normalize()


class QuantityField(ScaledField):
    """A quantity with up to three decimals; the value is in thousandths."""

    places = 3


class UnitPriceField(ScaledField):
    """A price in euros with up to four decimals; the value is in ten-thousandths of a euro."""

    places = 4


class MoneyField(ScaledField):
    """An amount in euros and cents; the value is in cents."""

    places = 2


class WeeksInput(forms.Widget):
    """A tick box for each half-day of one to four weeks. `days`: weekdays shown (0 is Monday); all of them by default."""

    template_name = "kit/weeks_input.html"
    use_fieldset = True
    days: tuple[int, ...] = tuple(range(len(WEEKDAYS)))
    begins_at: int | None = None
    """The week whose first box takes the focus when the page opens."""

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        return ""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> tuple[str, ...] | None:
        if f"{name}_count" not in data:
            return None
        ticked = set(data.getlist(name) if hasattr(data, "getlist") else data.get(name, ()))
        count = str(data[f"{name}_count"])
        number = min(max(int(count), 1), LONGEST_PATTERN) if count.isascii() and count.isdigit() else 1
        return tuple(
            "".join("1" if f"{week}-{slot}" in ticked else "0" for slot in range(weeks.HALF_DAYS))
            for week in range(number)
        )

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, None, attrs)
        shown = tuple(value or (weeks.NO_HALF_DAY,))
        marked = {slot // 2 for week in shown for slot in range(weeks.HALF_DAYS) if week[slot] == "1"}
        days = tuple(sorted({*self.days, *marked}))
        context["widget"]["weeks"] = [
            {"number": number + 1, "rows": self._rows(name, number, week, days)} for number, week in enumerate(shown)
        ]
        context["widget"]["days"] = [weeks.short_day(day) for day in days]
        context["widget"]["count"] = len(shown)
        return context

    def _rows(self, name: str, number: int, week: str, days: tuple[int, ...]) -> list[dict[str, Any]]:
        first = True
        rows = []
        for half in Half:
            cells = []
            for day in days:
                slot = day * 2 + half
                cells.append(
                    {
                        "value": f"{number}-{slot}",
                        "id": f"id_{name}_{number}_{slot}",
                        "label": weeks.half_day_of(day, half),
                        "checked": week[slot] == "1",
                        "autofocus": first and self.begins_at == number,
                    }
                )
                first = False
            rows.append({"label": weeks.half_name(half), "cells": cells})
        return rows


class WeeksField(forms.Field):
    """Weeks as `core.calendars` writes them: a tuple of one to four texts of fourteen `1` or `0`."""

    widget = WeeksInput
    default_error_messages = {"required": _("Tick at least one half-day.")}

    def __init__(self, *, most_weeks: int = LONGEST_PATTERN, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.most_weeks = most_weeks

    def show_days(self, days: tuple[int, ...]) -> None:
        self.widget.days = days

    def to_python(self, value: Any) -> Any:
        return None if value is None else tuple(value)[: self.most_weeks]

    def validate(self, value: Any) -> None:
        if self.required and not any("1" in week for week in value or ()):
            raise forms.ValidationError(self.error_messages["required"], code="required")


def reweek(data: Any, name: str, act: str) -> Any:
    """The data of a form with one week more (`more`) or less (`fewer`) in the field of that name."""
    changed = data.copy()
    count = len(WeeksInput().value_from_datadict(data, None, name) or ("",))
    changed[f"{name}_count"] = str(min(max(count + (1 if act == "more" else -1), 1), LONGEST_PATTERN))
    return changed


def unjudged(form: forms.Form) -> forms.Form:
    """A form that keeps what was typed and says nothing of it yet: its owner is still filling it in."""
    form._errors = ErrorDict()  # type: ignore[attr-defined]
    return form


def attempt(form: forms.Form, act: Callable[[], object], fields: Mapping[str, str]) -> bool:
    """Do what the form asks. A Refusal becomes its sentence beside the field named for its code, or above the form."""
    try:
        act()
    except Refusal as refusal:
        field = fields.get(refusal.code)
        form.add_error(field if field in form.fields else None, sentence(refusal))
        return False
    return True
