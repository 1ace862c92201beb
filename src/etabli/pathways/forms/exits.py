"""Forms of exits, of returns and of what is asked after; they turn input into values and save nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from etabli.core.counting import WHOLE
from etabli.kit.inputs import DayField, PercentField, line, lines, select, tick
from etabli.pathways.actions.exits import ExitSpec
from etabli.pathways.actions.returns import ReturnSpec
from etabli.pathways.models import Exit, FollowUp, Host, Partnership, Placement
from etabli.pathways.rules.exits import LONGEST_REASON
from etabli.pathways.rules.timeline import last_day
from etabli.pathways.states import Destination
from etabli.pathways.wording import CONTRACT_KINDS, DESTINATIONS
from etabli.people.actions import TermsSpec
from etabli.people.models import Engagement

HERE, OTHER = "here", "other"
YES, NO, UNKNOWN = "yes", "no", "unknown"
ANSWERS = {YES: True, NO: False}
SAID: dict[bool | None, str] = {True: YES, False: NO}
_UNASKED = [("", pgettext_lazy("answer", "Not asked yet")), (YES, _("Yes")), (NO, _("No"))]
_UNKNOWN = [(YES, _("Yes")), (NO, _("No")), (UNKNOWN, pgettext_lazy("answer", "Nobody can tell"))]


def chosen_rows(rows: Iterable[Any], nothing: Any) -> list[tuple[str, Any]]:
    """Choices of a select of rows, with a first one for none of them."""
    return [("", nothing), *((str(row.pk), str(row)) for row in rows)]


def words_of(table: Any) -> list[tuple[str, Any]]:
    """Choices of a select of codes; a code that is empty is left out."""
    return [(str(code), word) for code, word in table.items() if code]


class ExitFilter(forms.Form):
    """Which exits are shown."""

    year = select(_("Year"), required=False)
    destination = select(
        _("Where to"), [("", _("Anywhere")), ("ordinary", _("To a job")), *words_of(DESTINATIONS)], required=False
    )

    def __init__(self, data: Any, *, years: Sequence[int]) -> None:
        super().__init__(data)
        self.years = years
        self.fields["year"].choices = [(str(year), str(year)) for year in years]  # type: ignore[attr-defined]
        self.fields["year"].initial = str(years[0])

    def chosen(self) -> tuple[int, str]:
        """Year (this one by default) and destination (empty: any)."""
        known = self.cleaned_data if self.is_valid() else {}
        return int(known.get("year") or self.years[0]), known.get("destination", "")


class ExitForm(forms.Form):
    """When, where to, and what is known of it."""

    last_day = DayField(label=_("Last day"), help_text=_("Included: the last day on which the person is in the house."))
    destination = select(_("Where to"), [("", _("Choose")), *words_of(DESTINATIONS)])
    job = select(
        _("The job they leave for"), required=False, help_text=_("Its contract and its employer are taken over.")
    )
    contract = select(_("Contract"), [("", _("As in the job, or none")), *words_of(CONTRACT_KINDS)], required=False)
    host = select(_("Employer, or place"), required=False)
    reason = lines(_("Reason"), LONGEST_REASON, rows=3, required=False, help_text=_("Kept encrypted."))
    mdph_validated = select(_("Validated by the MDPH"), _UNASKED, required=False)
    orientation_until = DayField(
        label=_("The orientation of the CDAPH holds until"),
        required=False,
        help_text=_("Included. The right to return lasts as long."),
    )

    def __init__(self, *args: Any, jobs: Sequence[Placement], hosts: Sequence[Host], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.jobs, self.hosts = {str(row.pk): row for row in jobs}, {str(row.pk): row for row in hosts}
        named = [(key, _job_words(row)) for key, row in self.jobs.items()]
        self.fields["job"].choices = [("", _("None of those written down")), *named]  # type: ignore[attr-defined]
        self.fields["host"].choices = chosen_rows(hosts, _("As in the job, or none"))  # type: ignore[attr-defined]

    def spec(self) -> ExitSpec:
        data = self.cleaned_data
        return ExitSpec(
            last_day=data["last_day"],
            destination=data["destination"],
            contract=data["contract"],
            job=self.jobs.get(data["job"]),
            host=self.hosts.get(data["host"]),
            reason=data["reason"],
            mdph_validated=ANSWERS.get(data["mdph_validated"]),
            orientation_until=data["orientation_until"],
        )


def _job_words(row: Placement) -> str:
    told = [row.host.name if row.host else "", row.post, str(CONTRACT_KINDS.get(row.contract, ""))]  # type: ignore[call-overload]
    return ", ".join(one for one in told if one)


def exit_initial(row: Exit) -> dict[str, Any]:
    """The initial values of `ExitForm`."""
    return {
        "last_day": last_day(row.engagement.ends_before),
        "destination": row.destination,
        "job": row.job_id or "",
        "contract": row.contract,
        "host": row.host_id or "",
        "reason": row.reason,
        "mdph_validated": SAID.get(row.mdph_validated, ""),
        "orientation_until": row.orientation_until,
    }


def leaving_initial(
    engagement: Engagement, proposed: Destination | None, orientation_until: date | None, today: date
) -> dict[str, Any]:
    """The initial values of `ExitForm` for someone of whom nothing is written down yet."""
    return {
        "last_day": last_day(engagement.ends_before) or today,
        "destination": proposed or "",
        "reason": engagement.end_reason,
        "orientation_until": orientation_until,
    }


class ReturnForm(forms.Form):
    """Someone comes back."""

    returned_on = DayField(label=_("First day back"))
    where = select(_("Where"))
    esat_name = line(
        _("Name of the ESAT"), 200, required=False, help_text=_("When it is another one, not in the list.")
    )
    by_right = tick(
        _("Under the right to return"),
        help_text=_("After a job, while the orientation of the CDAPH holds (CASF, article L344-2-5)."),
    )
    fraction = PercentField(
        label=_("Work fraction, in percent of the full time of the house"),
        help_text=_("For a return here. Part time: the half-days due are confirmed on the page of the person."),
        required=False,
    )

    def __init__(self, *args: Any, partners: Sequence[Partnership], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.partners = {f"partner-{row.pk}": row.partner for row in partners}
        others = [*self.partners.items(), (OTHER, _("In another ESAT, named below"))]
        self.fields["where"].choices = [(HERE, pgettext_lazy("return", "Here")), *others]  # type: ignore[attr-defined]

    def spec(self) -> ReturnSpec:
        data = self.cleaned_data
        fraction = data["fraction"] or WHOLE
        return ReturnSpec(
            returned_on=data["returned_on"],
            terms=TermsSpec(fraction, None, fraction == WHOLE),
            by_right=data["by_right"],
            elsewhere=data["where"] != HERE,
            esat_name=self.partners.get(data["where"], data["esat_name"]),
        )


def return_initial(row: Exit, today: date, *, has_right: bool) -> dict[str, Any]:
    """The initial values of `ReturnForm`."""
    gone = row.engagement.ends_before or today
    return {"returned_on": max(today, gone), "where": HERE, "by_right": has_right, "fraction": WHOLE}


class FollowUpForm(forms.Form):
    """Whether someone who left for a job still works."""

    seen_on = DayField(label=_("Asked on"))
    still_employed = forms.ChoiceField(label=_("Still at work?"), choices=_UNKNOWN, widget=forms.RadioSelect)
    note = lines(_("Note"), LONGEST_REASON, rows=3, required=False, help_text=_("Kept encrypted."))

    def values(self) -> dict[str, Any]:
        data = self.cleaned_data
        answer = ANSWERS.get(data["still_employed"])
        return {"seen_on": data["seen_on"], "still_employed": answer, "note": data["note"]}


def follow_up_initial(row: FollowUp, today: date) -> dict[str, Any]:
    """The initial values of `FollowUpForm`."""
    if row.seen_on is None:
        return {"seen_on": today}
    answer = SAID.get(row.still_employed, UNKNOWN)
    return {"seen_on": row.seen_on, "still_employed": answer, "note": row.note}
