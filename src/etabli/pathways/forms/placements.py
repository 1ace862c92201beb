"""Forms of placements: each shows the fields of its device and no other; they turn input into values and save nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from etabli.core.calendars import WeeklyPattern
from etabli.core.periods import monday_of
from etabli.kit.inputs import DayField, HoursField, WeeksField, line, lines, select
from etabli.pathways.actions.hosts import HostSpec
from etabli.pathways.actions.placements import PlacementSpec
from etabli.pathways.models import Host, Placement
from etabli.pathways.rules.fields import FIELDS
from etabli.pathways.rules.timeline import last_day
from etabli.pathways.states import Device, PlacementOutcome
from etabli.pathways.wording import BEYOND, CONTRACT_KINDS, HOST_KINDS, OBJECTIVES, OUTCOMES, PRESCRIBERS
from etabli.pathways.wording import fields as labels

ANOTHER = "another"
"""The host is not known yet: its name and kind are asked beside."""
NEW_HOST = ("host_name", "host_kind", "host_town")
LONGEST_NOTE = 1000
STEP_FIELDS = {
    "mdph_notified_to_come": "mdph_notified_on",
    "cdaph_asked_to_come": "cdaph_asked_on",
    "cdaph_agreed_to_come": "cdaph_agreed_on",
}
PLACEMENT_FIELDS = {
    **STEP_FIELDS,
    "placement_backwards": "last_day",
    "placement_host_missing": "host",
    "placement_end_missing": "last_day",
    "placement_excluded": "starts_on",
    "placement_excluded_elsewhere": "starts_on",
    "placement_not_engaged": "starts_on",
    "placement_month_closed": "last_day",
    "secondment_too_long": "last_day",
    "discovery_not_prescribed": "prescriber",
    "discovery_too_long": "last_day",
    "discovery_too_often": "starts_on",
    "discovery_of_ones_own": "starts_on",
    "job_leaves_no_room": "weekly_minutes",
    "trial_objective_missing": "objective",
    "trial_month_over": "last_day",
    "trial_too_often": "host",
    "trial_days_over": "last_day",
    "springboard_too_short": "last_day",
    "springboard_too_long": "last_day",
    "springboard_proof_missing": "beyond_proof",
    "springboard_hours": "weekly_minutes",
    "dual_hours_missing": "weekly_minutes",
    "dual_hours_over": "weekly_minutes",
    "hours_above_week": "weekly_minutes",
    "pattern_without_half_day": "weeks",
    "host_name_missing": "host_name",
    "host_known": "host_name",
}
"""The field beside which the sentence of each refusal stands."""


def words_of(table: dict[Any, Any]) -> list[tuple[str, Any]]:
    return [(str(code), word) for code, word in table.items()]


def day_after(day: date | None) -> date | None:
    return None if day is None else day + timedelta(days=1)


class PlacementForm(forms.Form):
    """What is agreed of a placement; `device` decides what is asked."""

    host = select(labels.FIELDS["host"], required=False)
    host_name = line(_("Name of the new host"), 200, required=False)
    host_kind = select(_("Kind of the new host"), words_of(HOST_KINDS), required=False)
    host_town = line(_("Town of the new host"), 100, required=False)
    team = line(labels.FIELDS["team"], 300, required=False)
    prescriber = select(labels.FIELDS["prescriber"], words_of(PRESCRIBERS), required=False)
    objective = select(labels.FIELDS["objective"], words_of(OBJECTIVES), required=False)
    contract = select(labels.FIELDS["contract"], words_of(CONTRACT_KINDS), required=False)
    starts_on = DayField(label=labels.FIELDS["starts_on"])
    last_day = DayField(
        label=labels.FIELDS["last_day"], required=False, help_text=_("Included. Empty while nothing is agreed.")
    )
    signed_on = DayField(label=labels.FIELDS["signed_on"], required=False)
    mdph_notified_on = DayField(label=labels.FIELDS["mdph_notified_on"], required=False)
    cdaph_asked_on = DayField(label=labels.FIELDS["cdaph_asked_on"], required=False)
    cdaph_agreed_on = DayField(label=labels.FIELDS["cdaph_agreed_on"], required=False)
    beyond_ground = select(labels.FIELDS["beyond_ground"], words_of(BEYOND), required=False)
    beyond_proof = line(
        labels.FIELDS["beyond_proof"],
        300,
        required=False,
        help_text=_("Title of the training, who gives it, last day."),
    )
    post = line(labels.FIELDS["post"], 300, required=False)
    place_of_work = line(labels.FIELDS["place_of_work"], 300, required=False)
    tutor = line(labels.FIELDS["tutor"], 200, required=False)
    weekly_minutes = HoursField(
        label=labels.FIELDS["weekly_minutes"], required=False, help_text=_("For example 17 h 30.")
    )
    weeks = WeeksField(
        label=labels.FIELDS["weeks"],
        required=False,
        help_text=_("Those spent there. None ticked: every half-day on which the person is due."),
    )

    def __init__(
        self, *args: Any, device: Device, hosts: Iterable[Host], days: tuple[int, ...] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        asked = FIELDS[device]
        self.hosts = {str(row.pk): row for row in hosts}
        of_host = {"host_name", "host_kind", "host_town"} if "host" in asked else set()
        for name in set(self.fields) - set(asked) - of_host:
            del self.fields[name]
        if "host" in asked:
            known = [(key, str(row)) for key, row in self.hosts.items()]
            choices = [("", _("Not known yet")), *known, (ANOTHER, _("A new one, named below"))]
            self.fields["host"].choices = choices  # type: ignore[attr-defined]
            self.order_fields(["host", "host_name", "host_kind", "host_town", *asked])
        else:
            self.order_fields(asked)
        if "weeks" in asked and days:
            self.fields["weeks"].show_days(days)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any] | None:
        data = super().clean()
        if self.cleaned_data.get("host") == ANOTHER and not self.cleaned_data.get("host_name"):
            self.add_error("host_name", _("Write the name of the new host, or choose one of the list."))
        return data

    @property
    def shown(self) -> list[forms.BoundField]:
        """The fields in their order, without those of a new host."""
        return [field for field in self if field.name not in NEW_HOST]

    @property
    def new_host_fields(self) -> list[forms.BoundField]:
        return [field for field in self if field.name in NEW_HOST]

    @property
    def names_host(self) -> bool:
        """A new host is named, or was to be."""
        return self.is_bound and (self.data.get("host") == ANOTHER or bool(self.data.get("host_name")))

    def new_host(self) -> HostSpec | None:
        """The host that is named here for the first time."""
        data = self.cleaned_data
        if data.get("host") != ANOTHER:
            return None
        return HostSpec(data["host_name"], data["host_kind"], town=data["host_town"])

    def spec(self, device: Device) -> PlacementSpec:
        data = self.cleaned_data
        plain = {name: data[name] for name in FIELDS[device] if name not in ("host", "last_day", "weeks")}
        return PlacementSpec(
            device=device.value,
            host=self.hosts.get(data.get("host", "")),
            ends_before=day_after(data["last_day"]),
            pattern=self.pattern(),
            **plain,
        )

    def pattern(self) -> WeeklyPattern | None:
        weeks = tuple(self.cleaned_data.get("weeks") or ())
        if not any("1" in week for week in weeks):
            return None
        return WeeklyPattern(weeks, monday_of(self.cleaned_data["starts_on"]))


def placement_initial(row: Placement) -> dict[str, Any]:
    """The initial values of `PlacementForm`."""
    values = {name: getattr(row, name) for name in FIELDS[Device(row.device)] if hasattr(row, name)}
    return {
        **values,
        "host": row.host_id or "",
        "last_day": last_day(row.ends_before),
        "weeks": tuple(row.pattern.split("|")) if row.pattern else None,
    }


UNASKED = (PlacementOutcome.UNKNOWN, PlacementOutcome.NOT_KNOWN)
"""Outcomes that nobody chooses: not said yet, and what is long past and not known any more, see the deadlines."""


class EndForm(forms.Form):
    """How a placement ended, and when."""

    last_day = DayField(label=labels.FIELDS["last_day"], help_text=_("Included: the last day there."))
    outcome = select(_("Outcome"), words_of({code: word for code, word in OUTCOMES.items() if code not in UNASKED}))
    note = lines(_("Note"), LONGEST_NOTE, rows=3, required=False, help_text=_("Kept encrypted."))


class AgreeForm(forms.Form):
    """Nothing is asked. `told`: sentences of what follows, shown above the button."""

    def __init__(self, *args: Any, told: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.told = told


class ReopenForm(forms.Form):
    """Until when it goes on after all."""

    last_day = DayField(label=labels.FIELDS["last_day"], required=False, help_text=_("Included. Empty: no end."))


class CancelForm(forms.Form):
    """Why a placement did not take place."""

    reason = line(_("Reason"), 200, help_text=_("Kept encrypted."))


class RenewForm(forms.Form):
    """The period that goes on from this one: it begins the day after."""

    last_day = DayField(label=labels.FIELDS["last_day"], required=False, help_text=_("Included."))
    signed_on = DayField(label=labels.FIELDS["signed_on"], required=False)


class StepsForm(forms.Form):
    """When the MDPH was told, and the CDAPH asked and agreed."""

    mdph_notified_on = DayField(label=labels.FIELDS["mdph_notified_on"], required=False)
    cdaph_asked_on = DayField(label=labels.FIELDS["cdaph_asked_on"], required=False)
    cdaph_agreed_on = DayField(label=labels.FIELDS["cdaph_agreed_on"], required=False)


STEPS = tuple(StepsForm.base_fields)
