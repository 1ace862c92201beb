"""Forms of the will to go to ordinary work; they save nothing."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from etabli.kit.inputs import DayField, lines
from etabli.support.actions import WillSpec
from etabli.support.models import OrdinaryWorkWill
from etabli.support.rules.plans import LONGEST_PLAN_TEXT

WILL_FIELDS = {
    "will_without_words": "words",
    "plan_text_too_long": "words",
    "support_day_to_come": "said_on",
    "will_withdrawn_before": "said_on",
    "will_stands": "said_on",
    "seeker_day_to_come": "job_seeker_since",
}
WITHDRAWAL_FIELDS = {"support_day_to_come": "withdrawn_on", "will_withdrawn_before": "withdrawn_on"}
"""The field beside which the sentence of each refusal stands."""


def own_words(label: Any, **options: Any) -> forms.CharField:
    note = _("In the person's own words. A wish for a work experience is another thing.")
    return lines(label, LONGEST_PLAN_TEXT, rows=3, help_text=note, **options)


def seeker_field() -> DayField:
    return DayField(
        label=_("Registered as looking for a job since"), required=False, help_text=_("Empty: not registered.")
    )


class WillForm(forms.Form):
    """What a person said, when, and since when she looks for a job."""

    words = own_words(_("How it was said"))
    said_on = DayField(label=_("Said on"))
    job_seeker_since = seeker_field()

    def spec(self) -> WillSpec:
        return WillSpec(**self.cleaned_data)


class WithdrawalForm(forms.Form):
    """From which day on she no longer wants it."""

    withdrawn_on = DayField(label=_("No longer wanted since"))


def will_initial(will: OrdinaryWorkWill | None, today: date) -> dict[str, Any]:
    """The initial values of `WillForm`."""
    if will is None:
        return {"said_on": today}
    return {"words": will.words, "said_on": will.said_on, "job_seeker_since": will.job_seeker_since}
