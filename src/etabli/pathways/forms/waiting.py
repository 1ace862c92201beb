"""Forms of the waiting list; they save nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from etabli.core.counting import WHOLE
from etabli.kit.inputs import DayField, PercentField, line, lines, select, tick
from etabli.org.models import Establishment, Workshop
from etabli.org.states import EstablishmentKind
from etabli.pathways.actions.waiting import Admission, EntrySpec
from etabli.pathways.models import WaitingEntry
from etabli.pathways.queries.waiting import APPLIED, EVERYONE, NO, ORIENTATION, YES
from etabli.pathways.rules.waiting import LONGEST_NAME, LONGEST_NOTE, LONGEST_ORIGIN
from etabli.pathways.wording.waiting import WAITING_STATES
from etabli.people.actions import TermsSpec
from etabli.people.models import Registration
from etabli.people.states import KINDS_OF_ESTABLISHMENT, EngagementKind
from etabli.people.wording import KINDS, SEXES

FIELDS = {
    "waiting_without_name": "last_name",
    "waiting_applied_to_come": "applied_on",
    "waiting_orientation_to_come": "orientation_on",
    "waiting_born_after": "birth_date",
}
CLOSING_FIELDS = {"waiting_closed_to_come": "closed_on", "waiting_closed_before": "closed_on"}
ADMISSION_FIELDS = {
    "waiting_admitted_before": "starts_on",
    "engagement_overlap": "starts_on",
    "engagement_kind_not_here": "kind",
    "fraction_wrong": "fraction",
    "weekly_hours_over_cap": "fraction",
    "staff_number_taken": "staff_number",
    "person_has_other_number": "staff_number",
    "waiting_person_unknown": "known",
}
"""The field beside which the sentence of each refusal stands."""
FIRST_BIRTH = date(1900, 1, 1)


def _workshops(rows: Iterable[Workshop], nothing: Any) -> list[tuple[str, Any]]:
    return [("", nothing), *((str(row.pk), row.name) for row in rows)]


class EntryForm(forms.Form):
    """Who asks for a place. `workshops`: those she may wish for."""

    last_name = line(_("Last name"), LONGEST_NAME)
    first_name = line(_("First name"), LONGEST_NAME)
    birth_date = DayField(label=_("Birth date"), earliest=FIRST_BIRTH, required=False)
    applied_on = DayField(label=_("Asked for on"))
    orientation_on = DayField(
        label=_("Orientation decided on"), required=False, help_text=_("The day of the decision of the CDAPH.")
    )
    creton = tick(
        _("Kept elsewhere by the amendement Creton"),
        help_text=_("A young adult who stays in an establishment for the young until a place is free."),
    )
    wanted_workshop = select(_("Workshop wished for"), required=False)
    origin = line(_("Comes from"), LONGEST_ORIGIN, required=False, help_text=_("An IME, another ESAT, home…"))
    note = lines(_("Note"), LONGEST_NOTE, rows=3, required=False, help_text=_("Kept encrypted."))

    def __init__(self, *args: Any, workshops: Sequence[Workshop], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.workshops = {str(row.pk): row for row in workshops}
        self.fields["wanted_workshop"].choices = _workshops(workshops, "—")  # type: ignore[attr-defined]

    def spec(self) -> EntrySpec:
        data = self.cleaned_data
        return EntrySpec(**{**data, "wanted_workshop": self.workshops.get(data["wanted_workshop"])})


def entry_initial(row: WaitingEntry | None, today: date) -> dict[str, Any]:
    """The initial values of `EntryForm`."""
    if row is None:
        return {"applied_on": today}
    values = {name: getattr(row, name) for name in EntryForm.base_fields}
    return values | {"wanted_workshop": row.wanted_workshop_id or ""}


class ClosingForm(forms.Form):
    """On which day someone no longer waits."""

    closed_on = DayField(label=_("On"))


class AdmissionForm(forms.Form):
    """How someone comes in. `known`: registrations under her name, one of which she may be."""

    known = select(_("Who is it here?"), required=False)
    staff_number = line(_("Staff number"), 30, required=False, help_text=_("Of someone new."))
    sex = select(_("Sex"), [("", "—"), *((str(sex), text) for sex, text in SEXES.items())], required=False)
    workshop = select(_("Workshop"), required=False)
    kind = select(_("Kind"))
    starts_on = DayField(label=_("First day"))
    fraction = PercentField(
        label=_("Work fraction, in percent of the full time of the house"),
        help_text=_("100 for a full-timer, 50 for a half-timer, whose half-days are then to be confirmed."),
    )

    def __init__(
        self,
        *args: Any,
        place: Establishment,
        workshops: Sequence[Workshop],
        known: Sequence[Registration],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.known = {str(row.pk): row for row in known}
        self.workshops = {str(row.pk): row for row in workshops}
        kinds = KINDS_OF_ESTABLISHMENT[EstablishmentKind(place.kind)]
        self._offer("kind", [(str(one), text) for one, text in KINDS.items() if one in kinds])
        self._offer("workshop", _workshops(workshops, "—"))
        named = [(key, f"{row.person} ({row.staff_number})") for key, row in self.known.items()]
        self._offer("known", [("", _("Someone new")), *named])
        if not named:
            del self.fields["known"]

    def _offer(self, name: str, choices: list[tuple[str, Any]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any] | None:
        data = super().clean()
        if not self.cleaned_data.get("known") and not self.cleaned_data.get("staff_number", "").strip():
            self.add_error("staff_number", _("Someone new needs a staff number."))
        return data

    def admission(self) -> Admission:
        """A part-timer's half-days are to be confirmed, as after an import."""
        data = self.cleaned_data
        return Admission(
            kind=data["kind"],
            starts_on=data["starts_on"],
            terms=TermsSpec(data["fraction"], None, data["fraction"] == WHOLE),
            staff_number=data["staff_number"].strip(),
            sex=data["sex"],
            workshop=self.workshops.get(data["workshop"]),
            registration=self.known.get(data.get("known", "")),
        )


def admission_initial(entry: WaitingEntry, today: date) -> dict[str, Any]:
    """The initial values of `AdmissionForm`."""
    return {
        "starts_on": today,
        "fraction": WHOLE,
        "workshop": entry.wanted_workshop_id or "",
        "kind": str(EngagementKind.ACCOMPANIMENT),
    }


class WaitingFilter(forms.Form):
    """What the list shows; a value that is no choice is as if it were not there."""

    hide_optional = True
    text = line(_("Name"), LONGEST_NAME, required=False)
    state = select(_("State"), required=False)
    creton = select(_("Amendement Creton"), [("", _("All")), (YES, _("Yes")), (NO, _("No"))], required=False)
    workshop = select(_("Workshop wished for"), required=False)
    sort = select(
        _("Longest since"), [(APPLIED, _("The request")), (ORIENTATION, _("The orientation"))], required=False
    )

    def __init__(self, data: Any, workshops: Iterable[Workshop]) -> None:
        super().__init__(data)
        states = [(str(code), word) for code, word in WAITING_STATES.items() if code]
        who_waits = [("", _("Those who wait")), *states[1:], (EVERYONE, _("Everyone"))]
        self.fields["state"].choices = who_waits  # type: ignore[attr-defined]
        self.fields["workshop"].choices = _workshops(workshops, _("All"))  # type: ignore[attr-defined]
        self.full_clean()

    def chosen(self) -> Mapping[str, str]:
        """The filters and the order that were chosen."""
        return {name: value for name, value in self.cleaned_data.items() if value}


class RemovalForm(forms.Form):
    """Asks nothing: the button is the answer."""
