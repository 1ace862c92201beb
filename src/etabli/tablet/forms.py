"""Input of the tablet's pages. Never saves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from etabli.org.models import Establishment
from etabli.tablet.rules import LONGEST_NAME

LANGUAGES = (("fr", "Français"), ("nl", "Nederlands"), ("en", "English"))


class EnrolForm(forms.Form):
    """A name for this tablet, where it is used, and the language of its page."""

    name = forms.CharField(
        label=_("Name of this tablet"),
        max_length=LONGEST_NAME,
        help_text=_("As it is called in the house, for example “Laundry 1”."),
        widget=forms.TextInput(attrs={"class": "form-control", "autocomplete": "off"}),
    )
    place = forms.ChoiceField(label=_("Establishment"), widget=forms.Select(attrs={"class": "form-select"}))
    language = forms.ChoiceField(
        label=_("Language"), choices=LANGUAGES, widget=forms.Select(attrs={"class": "form-select"})
    )

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
