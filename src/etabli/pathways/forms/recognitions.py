"""Forms of recognitions of experience; they save nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from etabli.kit.inputs import DayField, line, select
from etabli.pathways.actions.recognitions import RecognitionSpec
from etabli.pathways.models import Recognition
from etabli.pathways.rules.recognitions import LONGEST_TITLE
from etabli.pathways.wording.recognitions import RECOGNITION_KINDS, RECOGNITION_LEVELS, RECOGNITION_STATES
from etabli.people.models import Person

FIELDS = {
    "recognition_without_title": "title",
    "recognition_start_to_come": "started_on",
    "recognition_jury_early": "jury_on",
    "recognition_not_validated": "validated_on",
    "recognition_to_come": "validated_on",
    "recognition_validated_early": "validated_on",
    "recognition_without_level": "level",
}
"""The field beside which the sentence of each refusal stands."""
COLUMNS = ("kind", "title", "started_on", "jury_on", "validated_on", "level")


def _choices(table: dict[Any, Any]) -> list[tuple[str, Any]]:
    return [(str(code), word) for code, word in table.items()]


class RecognitionForm(forms.Form):
    """What is recognised. `persons`: among whom to choose when the page is of nobody."""

    person = select(_("Person"))
    kind = select(_("Kind"), _choices(RECOGNITION_KINDS))
    title = line(_("What is recognised"), LONGEST_TITLE, help_text=_("A trade, a diploma, a block of skills."))
    started_on = DayField(label=_("Begun on"))
    jury_on = DayField(label=_("Before the jury on"), required=False)
    validated_on = DayField(label=_("Validated on"), required=False, help_text=_("Empty: not validated yet."))
    level = select(_("How far"), _choices(RECOGNITION_LEVELS), required=False, help_text=_("Asked of a VAE only."))

    def __init__(self, *args: Any, persons: Iterable[Person] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.persons = {str(one.pk): one for one in persons or ()}
        if persons is None:
            del self.fields["person"]
        else:
            named = [(key, str(one)) for key, one in self.persons.items()]
            self.fields["person"].choices = [("", _("Choose a person")), *named]  # type: ignore[attr-defined]

    def spec(self) -> RecognitionSpec:
        return RecognitionSpec(**{name: self.cleaned_data[name] for name in COLUMNS})

    def chosen(self) -> Person:
        return self.persons[self.cleaned_data["person"]]


class RecognitionFilter(forms.Form):
    """What the list shows; a value that is no choice is as if it were not there."""

    hide_optional = True
    kind = select(_("Kind"), [("", _("All")), *_choices(RECOGNITION_KINDS)], required=False)
    state = select(_("State"), [("", _("All")), *_choices(RECOGNITION_STATES)], required=False)

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        self.full_clean()

    def chosen(self) -> dict[str, str]:
        """The filters that were chosen."""
        return {name: value for name, value in self.cleaned_data.items() if value}


def recognition_initial(row: Recognition | None, today: date) -> dict[str, Any]:
    """The initial values of `RecognitionForm`."""
    return {"started_on": today} if row is None else {name: getattr(row, name) for name in COLUMNS}


def kept(row: Recognition) -> dict[str, str]:
    """What a recognition says, as text, so that it can be made again by `spec_of`."""
    values = {name: getattr(row, name) for name in COLUMNS}
    return {name: "" if value is None else str(value) for name, value in values.items()}


def spec_of(values: Mapping[str, Any]) -> RecognitionSpec:
    """The inverse of `kept`."""
    days = {
        name: date.fromisoformat(values[name]) if values[name] else None for name in COLUMNS if name.endswith("_on")
    }
    return RecognitionSpec(**{**{name: values[name] for name in COLUMNS}, **days})
