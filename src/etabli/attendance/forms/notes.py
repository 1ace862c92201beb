"""The form of a sick note."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from etabli.attendance.models import SickNote
from etabli.attendance.states import NoteKind
from etabli.attendance.wording import NOTE_KINDS
from etabli.kit.inputs import DayField
from etabli.people.models import Person


class NoteForm(forms.Form):
    """A sick note, its days included. `people`: those whom it may be about; none when that is settled."""

    person = forms.ChoiceField(label=_("Person"), widget=forms.Select(attrs={"class": "form-select"}))
    first_day = DayField(label=_("First day"))
    last_day = DayField(label=_("Last day (included)"))
    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=[(kind.value, NOTE_KINDS[kind]) for kind in NoteKind],
        widget=forms.RadioSelect,
        help_text=_("An extension goes on with the note before it and has no waiting days."),
    )
    long_term_illness = forms.BooleanField(
        label=_("Long-term illness"),
        required=False,
        help_text=_("Waiting days are served once for the same illness."),
        widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
    )
    work_accident = forms.BooleanField(
        label=_("Work accident"),
        required=False,
        help_text=_("No waiting days."),
        widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
    )
    received_on = DayField(
        label=_("Received on"), required=False, help_text=_("Empty while it is awaited; its half-days are then unpaid.")
    )

    def __init__(self, *args: Any, people: Sequence[Person] | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if people is None:
            del self.fields["person"]
        else:
            self.fields["person"].choices = [("", "—"), *((str(row.pk), str(row)) for row in people)]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        first, last = values.get("first_day"), values.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", _("The last day comes before the first one."))
        return values

    @property
    def note(self) -> dict[str, Any]:
        """The values of `actions.save_sick_note`, without the person."""
        values = dict(self.cleaned_data)
        values.pop("person", None)
        starts_on, last_day = values.pop("first_day"), values.pop("last_day")
        return {"starts_on": starts_on, "ends_before": last_day + timedelta(days=1), **values}


def note_initial(note: SickNote) -> dict[str, Any]:
    """What the form shows of a note."""
    return {
        "first_day": note.starts_on,
        "last_day": note.ends_before - timedelta(days=1),
        "kind": note.kind,
        "long_term_illness": note.long_term_illness,
        "work_accident": note.work_accident,
        "received_on": note.received_on,
    }
