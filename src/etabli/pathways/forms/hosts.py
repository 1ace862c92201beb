"""Forms of hosts; they turn input into values and save nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from etabli.kit.inputs import line, lines, select, tick
from etabli.pathways.models import Host
from etabli.pathways.wording import HOST_KINDS

LONGEST_NOTE = 1000
HOST_FIELDS = {
    "host_name_missing": "name",
    "host_known": "name",
    "host_kind_unknown": "kind",
    "host_siret_wrong": "siret",
}
"""The field beside which the sentence of each refusal stands."""
VALUES = ("name", "kind", "siret", "address", "postal_code", "town", "contact", "email", "phone", "note")


class HostForm(forms.Form):
    """What is known of a host."""

    name = line(_("Name"), 200)
    kind = select(_("Kind"), [(str(code), word) for code, word in HOST_KINDS.items()])
    siret = line(_("SIRET"), 20, required=False, help_text=_("Fourteen digits; a contract asks for it."))
    address = line(_("Address"), 300, required=False)
    postal_code = line(_("Postal code"), 10, required=False)
    town = line(_("Town"), 100, required=False)
    contact = line(_("Contact"), 200, required=False, help_text=_("Who signs for the host, and in which quality."))
    email = forms.EmailField(
        label=_("Email"), required=False, widget=forms.EmailInput(attrs={"class": "form-control"}), max_length=200
    )
    phone = line(_("Telephone"), 40, required=False)
    note = lines(_("Note"), LONGEST_NOTE, rows=3, required=False)


def host_initial(row: Host) -> dict[str, Any]:
    return {name: getattr(row, name) for name in VALUES}


class HostFilter(forms.Form):
    """Which hosts are shown."""

    text = line(_("Name or town"), 100, required=False)


class MergeForm(forms.Form):
    """Which host is the same as this one. `over`: sentences of what would be over the rules then, told before it is done.

    The tick of who is sure has the name of the double it was shown for, so that it holds for no other one.
    """

    other = select(_("The double"), help_text=_("Its placements come here, and it goes."))

    def __init__(self, *args: Any, others: Iterable[Host], over: Callable[[Host], list[str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.over = over
        self.others = {str(row.pk): row for row in others}
        self.fields["other"].choices = [(key, str(row)) for key, row in self.others.items()]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any] | None:
        data = super().clean()
        told = self.over(self.double()) if "other" in self.cleaned_data else []
        if told:
            sure = f"sure_{self.double().pk}"
            self.fields[sure] = tick(_("Merge them all the same"))
            if not self[sure].data:
                self.add_error(sure, told)
        return data

    def double(self) -> Host:
        return self.others[self.cleaned_data["other"]]
