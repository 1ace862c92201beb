"""What must be known of a person at work: restrictions, certifications, stays in other workshops."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from etabli.kit.inputs import CountField, DayField
from etabli.org.models import Workshop
from etabli.people.actions import RestrictionSpec
from etabli.people.forms.record import PlacedForm, day_after, day_before, select_field, text_field
from etabli.people.models import Certification, Restriction
from etabli.people.wording import RESTRICTION_KINDS

LONGEST_REASON = 2000

CARD_FIELDS = {
    "restriction_backwards": "last_day",
    "restriction_not_measured": "limit",
    "restriction_limit_wrong": "limit",
    "words_missing": "wording",
    "certification_backwards": "expires_on",
    "stay_backwards": "last_day",
}
"""The field beside which the sentence of each refusal stands."""


class RestrictionForm(PlacedForm):
    """A restriction. `reasons`: whether the reason is asked; who may not read it leaves it as it stands."""

    wording = text_field(
        _("In plain words"), 200, help_text=_("As the workshop reads it: “No load over 10 kg”. Never the reason.")
    )
    kind = select_field(_("What it bears on"), [(str(kind), text) for kind, text in RESTRICTION_KINDS.items()])
    limit = CountField(
        label=_("Limit"), required=False, help_text=_("In the unit shown. Empty: nothing of the kind is allowed.")
    )
    starts_on = DayField(label=_("First day"))
    last_day = DayField(label=_("Last day"), required=False, help_text=_("Included. Empty while no end is known."))
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"class": "form-control", "rows": 3, "autocomplete": "off"}),
        help_text=_("Kept encrypted. Read by the support team only, and each reading is noted."),
    )

    def __init__(self, *args: Any, reasons: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not reasons:
            del self.fields["reason"]

    def spec(self) -> RestrictionSpec:
        data = self.cleaned_data
        return RestrictionSpec(
            kind=data["kind"],
            limit=data["limit"],
            wording=data["wording"],
            starts_on=data["starts_on"],
            ends_before=day_after(data["last_day"]),
            reason=data.get("reason"),
        )


def restriction_initial(row: Restriction | None, today: date) -> dict[str, Any]:
    """The initial values of `RestrictionForm`."""
    if row is None:
        return {"starts_on": today}
    return {
        "wording": row.wording,
        "kind": row.kind,
        "limit": row.limit,
        "starts_on": row.starts_on,
        "last_day": day_before(row.ends_before),
        "reason": row.reason,
    }


class LastDayForm(PlacedForm):
    """The last day of something."""

    last_day = DayField(label=_("Last day"), help_text=_("The last day, included, on which it holds."))

    @property
    def ends_before(self) -> date | None:
        return day_after(self.cleaned_data["last_day"])


class CertificationForm(PlacedForm):
    """A licence or training."""

    wording = text_field(_("Name"), 100, help_text=_("For example: Forklift licence, category 3."))
    issued_on = DayField(label=_("Issued on"))
    expires_on = DayField(
        label=_("Expires on"),
        required=False,
        help_text=_("The last day on which it counts. Empty: it does not expire."),
    )

    def values(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {"name": data["wording"], "issued_on": data["issued_on"], "expires_on": data["expires_on"]}


def certification_initial(row: Certification) -> dict[str, Any]:
    """The initial values of `CertificationForm`."""
    return {"wording": row.name, "issued_on": row.issued_on, "expires_on": row.expires_on}


class StayForm(PlacedForm):
    """Some days in another workshop."""

    workshop = forms.ModelChoiceField(
        Workshop.objects.none(),
        label=_("Workshop"),
        empty_label="—",
        widget=forms.Select(attrs={"class": "form-select"}),
    )
    starts_on = DayField(label=_("First day"))
    last_day = DayField(label=_("Last day"), help_text=_("Included."))

    def __init__(self, *args: Any, home: int | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["workshop"].queryset = self.place.workshops.exclude(pk=home)  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {
            "workshop": data["workshop"],
            "starts_on": data["starts_on"],
            "ends_before": day_after(data["last_day"]),
        }
