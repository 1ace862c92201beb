"""Forms of support agreements, of oppositions, of reinforced pathways and of partnerships; they save nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from etabli.kit.inputs import DayField, line, lines, select
from etabli.pathways.actions.agreements import AgreementSpec
from etabli.pathways.actions.partnerships import PartnershipSpec
from etabli.pathways.forms.exits import chosen_rows, words_of
from etabli.pathways.models import Host, Partnership, Placement, SupportAgreement
from etabli.pathways.queries.agreements import Document
from etabli.pathways.rules.agreements import LONGEST_CONTENT, usual_last_day
from etabli.pathways.rules.timeline import last_day
from etabli.pathways.wording import PARTNERSHIP_KINDS

Limits = tuple[int, int]
"""Months that one agreement lasts at most, and with its renewals."""


def day_after(day: date | None) -> date | None:
    """From a last day, included, to the day before which a period ends."""
    return None if day is None else day + timedelta(days=1)


class AgreementForm(forms.Form):
    """A support agreement, for a job or with an employer."""

    host = select(_("Employer"), required=False)
    signed_on = DayField(label=_("Signed on"))
    starts_on = DayField(label=_("First day"))
    last_day = DayField(label=_("Last day"), help_text=_("Included. A year at most; it can be renewed then."))
    partner = line(
        _("Who signs besides"),
        200,
        required=False,
        help_text=_("The social service (SAVS) that helps too, if there is one."),
    )

    def __init__(self, *args: Any, job: Placement | None, hosts: Sequence[Host], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.job, self.hosts = job, {str(row.pk): row for row in hosts}
        nothing = _("That of the job") if job else _("Choose")
        self.fields["host"].choices = chosen_rows(hosts, nothing)  # type: ignore[attr-defined]

    def spec(self) -> AgreementSpec:
        data = self.cleaned_data
        return AgreementSpec(
            signed_on=data["signed_on"],
            starts_on=data["starts_on"],
            ends_before=data["last_day"] + timedelta(days=1),
            partner=data["partner"],
            job=self.job,
            host=self.hosts.get(data["host"]),
        )


def new_agreement(start: date, today: date, host: Host | None, limits: Limits) -> dict[str, Any]:
    """The initial values of `AgreementForm`: as long as it may be."""
    return {
        "host": host.pk if host else "",
        "signed_on": today,
        "starts_on": start,
        "last_day": usual_last_day(start, start, *limits),
    }


def agreement_initial(row: SupportAgreement) -> dict[str, Any]:
    """The initial values of `AgreementForm`, to correct it."""
    return {
        "host": row.host_id or "",
        "signed_on": row.signed_on,
        "starts_on": row.starts_on,
        "last_day": last_day(row.ends_before),
        "partner": row.partner,
    }


def renewal_initial(row: SupportAgreement, first: date, today: date, limits: Limits) -> dict[str, Any]:
    """The initial values of `AgreementForm`, to go on from it. `first`: the first day of the first one."""
    start = row.ends_before
    days = {"signed_on": today, "starts_on": start, "last_day": usual_last_day(start, first, *limits)}
    return agreement_initial(row) | days


class LastDayForm(forms.Form):
    """The end of something."""

    last_day = DayField(label=_("Last day"), help_text=_("Included."))

    @property
    def ends_before(self) -> date:
        return self.cleaned_data["last_day"] + timedelta(days=1)  # type: ignore[no-any-return]


class OppositionForm(forms.Form):
    """The day on which she said it."""

    said_on = DayField(label=_("Said on"))


class PathwayForm(forms.Form):
    """The document of a reinforced pathway. `words`, `status`: how it stands, as its page shows it."""

    content = lines(
        _("What is planned"),
        LONGEST_CONTENT,
        rows=10,
        help_text=_(
            "With the employer: who helps, when, on what, whom to call. The person has it in hand. Kept encrypted."
        ),
    )
    handed_on = DayField(label=_("Handed on to the person on"), required=False)

    def __init__(self, data: Any, *, document: Document, words: Any, status: str) -> None:
        row = document.row
        super().__init__(data, initial={"content": row.content, "handed_on": row.handed_on} if row else {})
        self.document, self.words, self.status = document, words, status

    def values(self) -> dict[str, Any]:
        return {"content": self.cleaned_data["content"], "handed_on": self.cleaned_data["handed_on"]}


class PartnershipForm(forms.Form):
    """An agreement with a partner. `end`: the address of the page that ends it, empty for a new one."""

    end = ""
    kind = select(_("What for"), words_of(PARTNERSHIP_KINDS))
    partner = line(_("With whom"), 200)
    finess = line(
        pgettext_lazy("field", "FINESS number"),
        20,
        required=False,
        help_text=_("When the partner is an establishment."),
    )
    signed_on = DayField(label=_("Signed on"))
    starts_on = DayField(label=_("First day"))
    last_day = DayField(label=_("Last day"), required=False, help_text=_("Included. Empty while it has no end."))

    def spec(self) -> PartnershipSpec:
        data = self.cleaned_data
        days = {"starts_on": data["starts_on"], "ends_before": day_after(data["last_day"])}
        return PartnershipSpec(data["kind"], data["partner"], data["signed_on"], **days, finess=data["finess"])


def partnership_initial(row: Partnership | None, today: date) -> dict[str, Any]:
    """The initial values of `PartnershipForm`."""
    if row is None:
        return {"signed_on": today, "starts_on": today}
    names = ("kind", "partner", "finess", "signed_on", "starts_on")
    return {name: getattr(row, name) for name in names} | {"last_day": last_day(row.ends_before)}
