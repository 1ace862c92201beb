"""The form of an attendance code."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from etabli.attendance.actions import CodeSpec
from etabli.attendance.models import Code
from etabli.attendance.rules import LONGEST_CODE, LONGEST_SYMBOL
from etabli.attendance.states import TimeKind
from etabli.attendance.wording import ABSENCES, COLOURS, TIME_KINDS
from etabli.kit.forms import WarningsForm

FLAGS = ("paid", "ars", "absence", "spell", "time")
"""What a code counts for."""


def _tick(label: Any, help_text: Any = "") -> forms.BooleanField:
    widget = forms.CheckboxInput(attrs={"class": "form-check-input"})
    return forms.BooleanField(label=label, required=False, help_text=help_text, widget=widget)


def _text(label: Any, length: int, **options: Any) -> forms.CharField:
    widget = forms.TextInput(attrs={"class": "form-control", "autocomplete": "off"})
    return forms.CharField(label=label, max_length=length, widget=widget, **options)


class CodeForm(WarningsForm):
    """A code. `row`: the one that is changed; its letters stay. `used`: half-days of open months written with it."""

    code = _text(_("Code"), LONGEST_CODE, help_text=_("One to ten letters or digits, as in PRE."))
    label = _text(
        _("Name"), 100, required=False, help_text=_("Empty for the name that comes with Établi, in every language.")
    )
    symbol = _text(_("Symbol"), LONGEST_SYMBOL, help_text=_("One or two letters, shown in the grid."))
    colour = forms.ChoiceField(
        label=_("Colour"), choices=list(COLOURS.items()), widget=forms.Select(attrs={"class": "form-select"})
    )
    paid = _tick(_("Paid hours (ASP)"), _("Its half-days give right to the guaranteed pay."))
    ars = _tick(_("Attended half-day (ARS)"), _("Its half-days count as attended."))
    time = forms.ChoiceField(
        label=_("What the time is for"),
        required=False,
        choices=[(kind.value, label) for kind, label in TIME_KINDS.items()],
        help_text=_("Of someone present. Only time at work can be written down on tasks."),
        widget=forms.Select(attrs={"class": "form-select"}),
    )
    absence = forms.ChoiceField(
        label=_("Kind of absence"),
        required=False,
        choices=[(kind.value, label) for kind, label in ABSENCES.items()],
        widget=forms.Select(attrs={"class": "form-select"}),
    )
    spell = _tick(_("Sickness"), _("Opens an awaited sick note, and has waiting days."))
    private = _tick(_("Private reason"), _("Shown as “absent” to those who may not see reasons of absence."))
    active = _tick(_("In use"), _("Without it the code can no longer be typed; what was typed stays."))
    aliases = _text(
        _("Other spellings"), 400, required=False, help_text=_("As your sheets write it, separated by spaces.")
    )

    def __init__(self, *args: Any, row: Code | None, used: int = 0, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._row, self._used = row, used
        if row is not None:
            del self.fields["code"]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        row = self._row
        values["time"] = values.get("time") or (row.time if row else TimeKind.WORK.value)
        if row is not None and self._used and any(values.get(name) != getattr(row, name) for name in FLAGS):
            text = ngettext(
                "What it counts for changes for %(count)s half-day already written.",
                "What it counts for changes for %(count)s half-days already written.",
                self._used,
            )
            self.warn("counted", text % {"count": self._used})
        return values

    @property
    def spec(self) -> CodeSpec:
        names = [name for name in CodeSpec.__dataclass_fields__ if name != "code"]
        code = self._row.code if self._row is not None else self.cleaned_data["code"].strip().upper()
        return CodeSpec(code=code, **{name: self.cleaned_data[name] for name in names})


def code_initial(row: Code) -> dict[str, Any]:
    """What the form shows of a code."""
    names = [name for name in CodeSpec.__dataclass_fields__ if name != "code"]
    return {
        **{name: getattr(row, name) for name in names},
        "aliases": " ".join(alias.alias for alias in row.aliases.all()),
    }
