"""Forms of observations and goals; they turn input into values and save nothing."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _
from uuid_utils.compat import uuid7

from etabli.core.calendars import Half
from etabli.kit.inputs import CountField, DayField
from etabli.kit.localised import colon, half_day
from etabli.support.actions import ObservationOperation
from etabli.support.forms.photo import WithPhoto
from etabli.support.models import Goal
from etabli.support.queries import Choice
from etabli.support.rules.plans import MOST_HALF_DAYS
from etabli.support.states import Pictogram
from etabli.support.wording import EXPLANATIONS, PICTOGRAMS

LONGEST_TEXT, LONGEST_TASK = 2000, 100
FIELDS = {
    "observation_empty": "pictogram",
    "pictogram_unknown": "pictogram",
    "observation_to_come": "day",
    "observed_elsewhere": "day",
    "right_not_held_then": "day",
    "goal_empty": "wording",
    "goal_backwards": "last_day",
    "goal_due_backwards": "due_on",
    "goal_practice_wrong": "weekly_half_days",
}
"""The field beside which the sentence of each refusal stands."""


def _line(label: Any, length: int, **options: Any) -> forms.CharField:
    widget = forms.TextInput(attrs={"class": "form-control", "autocomplete": "off"})
    return forms.CharField(label=label, max_length=length, widget=widget, **options)


class ThreadFilter(forms.Form):
    """What a thread shows; a value that is no choice is as if it were not there."""

    hide_optional = True
    pictogram = forms.ChoiceField(label=_("Show"), required=False, widget=forms.Select(attrs={"class": "form-select"}))
    since = DayField(label=_("From"), required=False)
    until = DayField(label=_("To"), required=False)

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        words = [(str(one), PICTOGRAMS[one]) for one in Pictogram]
        self.fields["pictogram"].choices = [("", _("Everything")), *words]  # type: ignore[attr-defined]
        self.full_clean()

    @property
    def choice(self) -> Choice:
        data = self.cleaned_data
        return Choice(data.get("pictogram") or "", data.get("since"), data.get("until"))


class ObservationForm(WithPhoto):
    """What was seen. `key`: made with the form, so that sent twice it is written once."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    pictogram = forms.ChoiceField(label=_("What was seen"), required=False, widget=forms.RadioSelect)
    text = forms.CharField(
        label=_("In words"),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"class": "form-control", "rows": 4, "autocomplete": "off"}),
        help_text=_("What happened, as anyone would have seen it. No diagnosis, no opinion of the person."),
    )
    day = DayField(label=_("Day"))
    half = forms.ChoiceField(label=_("Half-day"), widget=forms.Select(attrs={"class": "form-select"}))
    task = _line(_("At which task"), LONGEST_TASK, required=False)
    photo = forms.FileField(
        label=_("Photo"),
        required=False,
        widget=forms.FileInput(attrs={"class": "form-control", "accept": "image/jpeg,image/png,image/webp"}),
        help_text=_("JPEG, PNG or WebP, up to 2 MB. Of the work rather than of the person."),
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, initial={"key": uuid7(), "day": today, "half": str(int(Half.MORNING))}, **kwargs)
        words = [(str(one), colon(PICTOGRAMS[one], EXPLANATIONS[one])) for one in Pictogram]
        self.fields["pictogram"].choices = words  # type: ignore[attr-defined]
        halves = [(str(int(half)), half_day(half)) for half in Half]
        self.fields["half"].choices = halves  # type: ignore[attr-defined]

    def operation(self, person: int, photo: UUID | None, at: datetime) -> ObservationOperation:
        data = self.cleaned_data
        return ObservationOperation(
            id=data["key"],
            person=person,
            day=data["day"],
            half=int(data["half"]),
            acted_at=at,
            pictogram=data["pictogram"],
            text=data["text"],
            photo=photo,
            task=data["task"],
        )


_GOAL_DETAILS = ("starts_on", "measure", "target", "due_on", "weekly_half_days", "activity_code")


class GoalForm(forms.Form):
    """A goal and its days."""

    wording = _line(
        _("What the person works towards, in plain words"),
        200,
        help_text=_("The workshop reads it too: “Prepare the station alone”. No reason, no diagnosis."),
    )
    starts_on = DayField(label=_("First day"))
    last_day = DayField(label=_("Last day"), required=False, help_text=_("Included. Empty while no end is known."))
    measure = _line(_("How one sees that it is reached"), 200, required=False)
    target = _line(_("What is seen then"), 200, required=False, help_text=_("“Four mornings out of five”."))
    due_on = DayField(label=_("Reached by"), required=False)
    weekly_half_days = CountField(
        label=_("Practised half-days a week"), required=False, min_value=1, max_value=MOST_HALF_DAYS
    )
    activity_code = _line(
        _("At the activity"), 30, required=False, help_text=_("Its code, where the work is written down.")
    )

    def values(self) -> dict[str, Any]:
        data = self.cleaned_data
        more = {name: data[name] for name in _GOAL_DETAILS}
        return {**more, "wording": data["wording"], "ends_before": day_after(data["last_day"])}


class LastDayForm(forms.Form):
    """The last day of a goal."""

    last_day = DayField(label=_("Last day"), help_text=_("The last day, included, on which it holds."))

    @property
    def ends_before(self) -> date | None:
        return day_after(self.cleaned_data["last_day"])


def day_after(last_day: date | None) -> date | None:
    """From a last day, included, to the day before which a period ends."""
    return None if last_day is None else last_day + timedelta(days=1)


def goal_initial(row: Goal | None, today: date) -> dict[str, Any]:
    """The initial values of `GoalForm`."""
    if row is None:
        return {"starts_on": today}
    last_day = row.ends_before - timedelta(days=1) if row.ends_before else None
    return {"wording": row.wording, "last_day": last_day, **{name: getattr(row, name) for name in _GOAL_DETAILS}}
