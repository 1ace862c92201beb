"""Forms of the handover log, of reports, of activities and causes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from etabli.kit.inputs import DayField, HoursField, line, lines, select
from etabli.org.models import Workshop
from etabli.org.wording import ROLES
from etabli.production.access import ADDRESSED
from etabli.production.actions import ActivitySpec, PersonTime
from etabli.production.forms.fields import HOURS_HELP, ClockField
from etabli.production.models import Activity, InterventionReport
from etabli.production.operations import LONGEST_MESSAGE, LONGEST_PROBLEM, LONGEST_SIGNER, LONGEST_SITE
from etabli.production.rules import LONGEST_CODE, LONGEST_NAME, LONGEST_UNIT, MINUTES_OF_A_DAY


class MessageForm(forms.Form):
    """A message of the handover log."""

    workshop = select(_("Workshop"))
    to_role = select(_("For"), [("", "—"), *((role.value, ROLES[role]) for role in ADDRESSED)])
    text = lines(
        _("Message"),
        LONGEST_MESSAGE,
        help_text=_("No health detail here: neither a diagnosis, nor a treatment, nor the reason of an absence."),
    )

    def __init__(self, *args: Any, workshops: Sequence[Workshop], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["workshop"].choices = [(str(row.pk), row.name) for row in workshops]


class ReportForm(forms.Form):
    """A report of an intervention. `people`: name by key of those who may stand in it."""

    day = DayField(label=_("Day"))
    site = line(_("Site"), LONGEST_SITE)
    activity = select(_("Activity"), required=False)
    started = ClockField(label=_("From"))
    ended = ClockField(label=_("To"))
    problem = lines(_("Problem met"), LONGEST_PROBLEM, required=False)
    signer = line(_("Signed for the client by"), LONGEST_SIGNER, required=False)

    def __init__(self, *args: Any, activities: Sequence[Activity], people: Mapping[int, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._people = list(people)
        self.fields["activity"].choices = [("", "—"), *((str(row.pk), row.called) for row in activities)]
        for number, (key, name) in enumerate(people.items()):
            self.fields[f"person_{key}"] = HoursField(
                label=_("Time of %(name)s") % {"name": name},
                required=False,
                least=0,
                most=MINUTES_OF_A_DAY,
                help_text="" if number else HOURS_HELP,
            )

    @property
    def people(self) -> tuple[PersonTime, ...]:
        """Those whose time is written, an hour or none."""
        times = ((key, self.cleaned_data[f"person_{key}"]) for key in self._people)
        return tuple(PersonTime(key, minutes) for key, minutes in times if minutes is not None)

    @property
    def values(self) -> dict[str, Any]:
        """Those of an `InterventionOperation` that the form asks."""
        values = self.cleaned_data
        plain = {name: values[name] for name in ("day", "site", "started", "ended", "problem", "signer")}
        return {**plain, "activity": int(values["activity"]) if values["activity"] else None, "people": self.people}


def report_initial(report: InterventionReport, people: Mapping[int, int]) -> dict[str, Any]:
    """What the form shows of a report. `people`: minutes by key."""
    return {
        "day": report.day,
        "site": report.site,
        "activity": str(report.activity_id or ""),
        "started": report.started,
        "ended": report.ended,
        "problem": report.problem,
        "signer": report.signer,
        **{f"person_{key}": minutes for key, minutes in people.items()},
    }


class ActivityForm(forms.Form):
    """An activity. `workshops`: where it may be added; none when that is settled."""

    workshop = select(_("Workshop"))
    code = line(_("Code"), LONGEST_CODE, help_text=_("Short, without spaces."))
    name = line(_("Name"), LONGEST_NAME)
    unit = line(_("Unit"), LONGEST_UNIT, help_text=_("What its output is counted in: pieces, kg, m²."))
    off_site = forms.BooleanField(
        label=_("Off-site"),
        required=False,
        help_text=_("Done at a client's or outdoors."),
        widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
    )
    customer_contact = forms.BooleanField(
        label=_("In contact with customers"),
        required=False,
        help_text=_("Customers are met while doing it: at a counter, in a shop, in a restaurant."),
        widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
    )

    def __init__(self, *args: Any, workshops: Sequence[Workshop] | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if workshops is None:
            del self.fields["workshop"]
        else:
            self.fields["workshop"].choices = [(str(row.pk), row.name) for row in workshops]

    @property
    def spec(self) -> ActivitySpec:
        values = self.cleaned_data
        return ActivitySpec(
            values["code"], values["name"], values["unit"], values["off_site"], values["customer_contact"]
        )


class CauseForm(forms.Form):
    """A cause of rejects."""

    code = line(_("Code"), LONGEST_CODE, help_text=_("Short, without spaces."))
    name = line(_("Name"), LONGEST_NAME)
