"""Forms of a day: what to show, the work of one half-day, one record of output."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from etabli.core.calendars import Half
from etabli.core.work import Part
from etabli.kit.forms import WarningsForm
from etabli.kit.inputs import EARLIEST, LATEST, HoursField, QuantityField, select
from etabli.kit.localised import half_day
from etabli.org.models import Workshop
from etabli.production.forms.fields import HOURS_HELP
from etabli.production.models import Activity, RejectCause
from etabli.production.queries import OutputWritten, WorkWritten
from etabli.production.rules import LONGEST_HALF_DAY
from etabli.production.states import Split
from etabli.production.wording import SPLITS


class DayChoice:
    """The day, the workshop and the half-day to show, from the address. What is not one of those offered is not chosen.

    `half` None: the whole day.
    """

    def __init__(self, data: Mapping[str, str], workshops: Sequence[Workshop], today: date) -> None:
        self.workshops, self.today = workshops, today
        self.day = _day(data.get("day", "")) or today
        key = data.get("workshop", "")
        self.workshop = next((row for row in workshops if str(row.pk) == key), workshops[0] if workshops else None)
        half = data.get("half", "")
        self.half = int(half) if half in ("0", "1") else None

    def query(self, **changes: Any) -> dict[str, str]:
        """The choice as an address carries it, with changes; None takes a part away."""
        chosen = {"day": self.day, "workshop": self.workshop and self.workshop.pk, "half": self.half, **changes}
        return {name: str(value) for name, value in chosen.items() if value is not None}


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if EARLIEST <= day <= LATEST else None


class WorkForm(WarningsForm):
    """On what a person worked in a half-day: time on each activity, and which one takes the rest.

    `warnings`: what stands against the person on an activity, by its key, to be accepted when she is put on it.
    """

    def __init__(
        self,
        *args: Any,
        activities: Sequence[Activity],
        warnings: Mapping[int, Sequence[str]] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._against = warnings or {}
        self.activities = list(activities)
        several = len({activity.workshop_id for activity in self.activities}) > 1
        names = {row.pk: f"{row.called} · {row.workshop.name}" if several else row.called for row in self.activities}
        for number, activity in enumerate(self.activities):
            help_text = "" if number else HOURS_HELP
            self.fields[_field(activity)] = HoursField(
                label=names[activity.pk], required=False, least=0, most=LONGEST_HALF_DAY, help_text=help_text
            )
        self.fields["rest"] = select(
            _("The rest of the half-day"),
            [("", _("No activity")), *((str(key), name) for key, name in names.items())],
            required=False,
            help_text=_("It takes the minutes at work that the others leave, as attendance has them."),
        )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        for activity in self.activities:
            is_on_it = values.get(_field(activity)) or values.get("rest") == str(activity.pk)
            if is_on_it and activity.pk in self._against:
                facts = {"task": activity.called, "why": "; ".join(self._against[activity.pk])}
                self.warn(f"unsuited_{activity.pk}", gettext("%(task)s, all the same: %(why)s.") % facts)
        return values

    @property
    def parts(self) -> tuple[Part, ...]:
        """The parts of the half-day; none to take it back."""
        values = self.cleaned_data
        stated = [Part(row.pk, values[_field(row)]) for row in self.activities if values[_field(row)]]
        return (*stated, *([Part(int(values["rest"]))] if values["rest"] else []))


def _field(activity: Activity) -> str:
    return f"activity_{activity.pk}"


def work_initial(written: WorkWritten | None, lengths: Sequence[int]) -> dict[str, Any]:
    """What the form shows of what stands. `lengths`: minutes of each part; of several parts without minutes all are shown."""
    parts = written.parts if written else ()
    open_ended = [part.activity for part in parts if part.minutes is None]
    initial: dict[str, Any] = {"rest": str(open_ended[0]) if len(open_ended) == 1 else ""}
    for part, length in zip(parts, lengths, strict=True):
        if part.minutes is not None or len(open_ended) > 1:
            name = f"activity_{part.activity}"
            initial[name] = initial.get(name, 0) + length
    return initial


class OutputForm(forms.Form):
    """One record of output. `stated`: its shares are agreed ones, which stay in proportion."""

    activity = select(_("Activity"))
    half = forms.TypedChoiceField(label=_("Half-day"), coerce=int, widget=forms.RadioSelect)
    good = QuantityField(label=_("Good"))
    rejected = QuantityField(label=_("Rejected"), required=False)
    cause = select(_("Cause of the rejects"), required=False)
    rule = forms.ChoiceField(
        label=_("Split over the people"),
        widget=forms.RadioSelect,
        help_text=_("Over those who are on the activity in that half-day."),
    )

    def __init__(
        self,
        *args: Any,
        activities: Sequence[Activity],
        causes: Sequence[RejectCause],
        stated: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["activity"].choices = [
            ("", "—"),
            *((str(row.pk), f"{row.called} ({row.unit_worded})") for row in activities),
        ]
        self.fields["half"].choices = [(int(half), half_day(half)) for half in Half]
        self.fields["cause"].choices = [("", "—"), *((str(row.pk), row.name) for row in causes)]
        rules = [rule for rule in Split if stated or rule != Split.AGREED]
        self.fields["rule"].choices = [(rule.value, SPLITS[rule]) for rule in rules]

    @property
    def values(self) -> dict[str, Any]:
        """Those of an `OutputOperation`, but for its shares."""
        values = self.cleaned_data
        rejected = values["rejected"] or 0
        return {
            "activity": int(values["activity"]),
            "half": values["half"],
            "good": values["good"],
            "rejected": rejected,
            "cause": int(values["cause"]) if values["cause"] else None,
            "rule": values["rule"],
        }


def output_initial(written: OutputWritten) -> dict[str, Any]:
    """What the form shows of a record."""
    return {
        "activity": str(written.activity),
        "half": written.half,
        "good": written.good,
        "rejected": written.rejected,
        "cause": str(written.cause or ""),
        "rule": written.rule,
    }
