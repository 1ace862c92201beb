"""Forms of free fields; they turn input into values and save nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from etabli.kit.inputs import CountField, DayField, line, lines, select
from etabli.org.wording import ROLES
from etabli.support.actions.free_data import FreeFieldSpec
from etabli.support.models import FreeField
from etabli.support.models.free_data import MOST_MONTHS
from etabli.support.queries.free_data import FreeLine
from etabli.support.rules import NO, YES
from etabli.support.states import FIELD_ROLES, FieldKind
from etabli.support.wording import FIELD_KINDS, TARGETS

LONGEST = 2000


class FreeFieldForm(forms.Form):
    """A field that the workplace defines."""

    label = line(_("Name"), 100)
    code = line(_("Code"), 40, help_text=_("Small letters, digits, hyphens. It stays when the name changes."))
    target = select(_("What it is about"))
    kind = select(_("Kind"))
    choices = lines(_("Choices"), 2000, required=False, help_text=_("One a line; for “One of several” alone."))
    purpose = line(_("Why it is asked"), 300, help_text=_("The person may ask. What serves nothing is not kept."))
    retention_months = CountField(
        label=_("Months it is kept after the person left"), min_value=0, max_value=MOST_MONTHS
    )
    read_roles = forms.MultipleChoiceField(label=_("Who reads it"), widget=forms.CheckboxSelectMultiple)
    write_roles = forms.MultipleChoiceField(
        label=_("Who writes it"), widget=forms.CheckboxSelectMultiple, required=False
    )
    position = CountField(label=_("Place on the page"), min_value=0, max_value=999, required=False)

    def __init__(self, data: Any, row: FreeField | None = None) -> None:
        super().__init__(data, initial=_initial(row))
        roles = [(str(role), ROLES[role]) for role in FIELD_ROLES]
        for name, table in (("target", TARGETS), ("kind", FIELD_KINDS)):
            self.fields[name].choices = [(str(code), word) for code, word in table.items()]  # type: ignore[attr-defined]
        for name in ("read_roles", "write_roles"):
            self.fields[name].choices = roles  # type: ignore[attr-defined]

    def spec(self) -> FreeFieldSpec:
        data = self.cleaned_data
        choices = [part.strip() for part in data["choices"].splitlines() if part.strip()]
        plain = {name: data[name] for name in ("label", "code", "target", "kind", "purpose", "retention_months")}
        roles = {name: data[name] for name in ("read_roles", "write_roles")}
        return FreeFieldSpec(**plain, **roles, choices=choices, position=data["position"] or 0)


def _initial(row: FreeField | None) -> dict[str, Any]:
    if row is None:
        return {"retention_months": 24, "position": 0}
    names = ("label", "code", "target", "kind", "purpose", "retention_months", "read_roles", "write_roles", "position")
    return {**{name: getattr(row, name) for name in names}, "choices": "\n".join(row.choices)}


class FreeDataForm(forms.Form):
    """The fields that the reader writes, of one person, plan or action."""

    def __init__(self, data: Any, written: Sequence[FreeLine]) -> None:
        super().__init__(data, initial={one.field.code: one.value for one in written})
        self._lines = {one.field.code: one.field for one in written}
        for one in written:
            self.fields[one.field.code] = _asked(one)

    def values(self) -> dict[FreeField, str]:
        return {field: _typed(self.cleaned_data[code]) for code, field in self._lines.items()}


def _typed(value: Any) -> str:
    return "" if value is None else value.isoformat() if hasattr(value, "isoformat") else str(value)


def _asked(one: FreeLine) -> forms.Field:
    field, options = one.field, {"required": False, "help_text": one.field.purpose}
    if field.kind == FieldKind.DATE:
        return DayField(label=field.label, **options)
    if field.kind == FieldKind.YES_NO:
        return select(field.label, [("", "—"), (YES, _("yes")), (NO, _("no"))], **options)
    if field.kind == FieldKind.CHOICE:
        # What was chosen before a choice was taken off the list stays choosable: nothing is lost by saving the page.
        kept = [one.value] if one.value and one.value not in field.choices else []
        return select(field.label, [("", "—"), *((word, word) for word in [*field.choices, *kept])], **options)
    if field.kind == FieldKind.NUMBER:
        return line(field.label, 30, **options)
    return lines(field.label, LONGEST, 2, **options)


class FindForm(forms.Form):
    """Which field, and what it contains."""

    hide_optional = True
    field = select(_("Field"), required=False)
    text = line(_("Contains"), 100, required=False)

    def __init__(self, data: Any, offered: Sequence[FreeField]) -> None:
        super().__init__(data)
        self._offered = {str(one.pk): one for one in offered}
        self.fields["field"].choices = [  # type: ignore[attr-defined]
            ("", "—"),
            *((key, one.label) for key, one in self._offered.items()),
        ]
        self.full_clean()

    @property
    def chosen(self) -> FreeField | None:
        return self._offered.get(self.cleaned_data.get("field") or "")

    @property
    def text_wanted(self) -> str:
        return self.cleaned_data.get("text") or ""
