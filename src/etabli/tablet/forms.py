"""Input of the tablet's pages. Never saves."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.validators import MinValueValidator
from django.utils.translation import gettext_lazy as _

from etabli.kit.inputs import DayField
from etabli.org.models import Establishment, User, Workshop
from etabli.tablet.rules import LANGUAGES, LONGEST_NAME

_CONTROL = {"class": "form-control", "autocomplete": "off"}
_SELECT = {"class": "form-select"}


class EnrolForm(forms.Form):
    """A name for this tablet, where it is used, and the language of its page."""

    name = forms.CharField(
        label=_("Name of this tablet"),
        max_length=LONGEST_NAME,
        help_text=_("As it is called in the house, for example “Laundry 1”."),
        widget=forms.TextInput(attrs=_CONTROL),
    )
    place = forms.ChoiceField(label=_("Establishment"), widget=forms.Select(attrs=_SELECT))
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES, widget=forms.Select(attrs=_SELECT))

    def __init__(self, *args: Any, places: Sequence[Establishment], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._places = {str(place.pk): place for place in places}
        self.fields["place"].choices = [(key, place.name) for key, place in self._places.items()]  # type: ignore[attr-defined]
        if len(self._places) == 1:
            self.fields["place"].widget = forms.HiddenInput()
            self.initial.setdefault("place", next(iter(self._places)))

    def values(self) -> dict[str, Any]:
        """Arguments of `enrol_device`."""
        data = self.cleaned_data
        return {"establishment": self._places[data["place"]], "name": data["name"], "language": data["language"]}


class CodeForm(forms.Form):
    """For whom a one-time code is, and on which day."""

    user = forms.ChoiceField(label=_("For"), widget=forms.Select(attrs=_SELECT))
    valid_on = DayField(label=_("Day"), help_text=_("It is good until the end of that day."))

    def __init__(self, *args: Any, people: Sequence[User], earliest: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._people = {str(user.pk): user for user in people}
        names = [(key, user.get_full_name() or user.get_username()) for key, user in self._people.items()]
        self.fields["user"].choices = names  # type: ignore[attr-defined]
        self.fields["valid_on"].validators.append(MinValueValidator(earliest))

    def values(self) -> dict[str, Any]:
        return {"user": self._people[self.cleaned_data["user"]], "valid_on": self.cleaned_data["valid_on"]}


class TemporaryForm(forms.Form):
    """Someone new, for some days."""

    first_name = forms.CharField(label=_("First name"), max_length=150, widget=forms.TextInput(attrs=_CONTROL))
    last_name = forms.CharField(label=_("Last name"), max_length=150, widget=forms.TextInput(attrs=_CONTROL))
    workshop = forms.ModelChoiceField(
        Workshop.objects.none(), label=_("Workshop"), empty_label=None, widget=forms.Select(attrs=_SELECT)
    )
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES, widget=forms.Select(attrs=_SELECT))
    starts_on = DayField(label=_("First day"))
    last_day = DayField(label=_("Last day"))

    def __init__(self, *args: Any, place: Establishment, earliest: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["workshop"].queryset = place.workshops.all()  # type: ignore[attr-defined]
        self.fields["starts_on"].validators.append(MinValueValidator(earliest))

    def values(self) -> dict[str, Any]:
        return dict(self.cleaned_data)
