"""The answer to one field, as typed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from etabli.core.refusal import Refusal
from etabli.kit import localised
from etabli.kit.inputs import line, lines
from etabli.kit.wording import sentence
from etabli.surveys import rules
from etabli.surveys.queries import Filled
from etabli.surveys.questionnaire import Field
from etabli.surveys.showing import said
from etabli.surveys.states import NUMERIC, FieldType

YES, NO = "yes", "no"


class AnswerForm(forms.Form):
    """`value` of the type of the field; `reason` where it stands instead of a computed one."""

    hide_optional = True

    def __init__(self, data: Any = None, *, filled: Filled) -> None:
        field = filled.field
        # Several of these stand on one page: each has its own ids.
        super().__init__(data, auto_id=f"{field.name}_%s", initial=_initial(filled))
        self.field = field
        self.fields["value"] = _value_field(field, filled.computed is not None)
        if filled.computed is not None:
            self.fields["reason"] = line(_("Why another value"), rules.MOST_REASON, required=False)
            self.computed = filled.computed
        else:
            self.computed = None

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if "value" in values and "value" not in self.errors:
            self._judge("value", lambda: rules.check_value(self.field, self.answer))
            self._judge("reason", lambda: rules.check_reason(self.field, values.get("reason", ""), self.computed))
        return values

    def _judge(self, name: str, check: Any) -> None:
        try:
            check()
        except Refusal as refusal:
            self.add_error(name if name in self.fields else "value", sentence(refusal))

    @property
    def answer(self) -> Any:
        """Plain JSON, once typed."""
        value = self.cleaned_data["value"]
        if self.field.type == FieldType.YES_NO:
            return value == YES
        if self.field.type in NUMERIC:
            return int(value) if value == value.to_integral_value() else float(value)
        return value

    @property
    def reason(self) -> str:
        return str(self.cleaned_data.get("reason", ""))


def _initial(filled: Filled) -> dict[str, Any]:
    if filled.at is None:
        return {}
    value = filled.value
    if filled.field.type == FieldType.YES_NO and value is not None:
        value = YES if value else NO
    return {"value": value, "reason": filled.reason}


def _value_field(field: Field, replaces: bool) -> forms.Field:
    # The heading above says the question; who hears the field alone hears it too.
    label = gettext("Value to give instead") if replaces else gettext("Answer")
    spoken = {"aria-label": localised.colon(label, said(field.words))}
    if field.type == FieldType.YES_NO:
        choices: list[tuple[str, Any]] = [(YES, _("Yes")), (NO, _("No"))]
        return forms.ChoiceField(label=label, choices=choices, widget=forms.RadioSelect)
    if field.type == FieldType.CHOICE:
        choices = [(choice.code, said(choice.words)) for choice in field.choices]
        return forms.ChoiceField(label=label, choices=choices, widget=forms.RadioSelect)
    if field.type == FieldType.CHOICES:
        choices = [(choice.code, said(choice.words)) for choice in field.choices]
        return forms.MultipleChoiceField(label=label, choices=choices, widget=forms.CheckboxSelectMultiple)
    if field.type == FieldType.TEXT:
        text = lines(label, rules.MOST_CHARACTERS, rows=2)
        text.widget.attrs |= spoken
        return text
    look = {"inputmode": "decimal", "class": "form-control", "size": 12, "autocomplete": "off"}
    widget = forms.TextInput(attrs=look | spoken)
    help_text = {FieldType.PERCENT: _("In %."), FieldType.EUROS: _("In euros.")}.get(field.type, "")
    return forms.DecimalField(
        label=label, localize=True, max_digits=14, decimal_places=2, widget=widget, help_text=help_text
    )
