"""Tables of exits, returns and what was asked after."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from etabli.kit.exports import Column, Kind
from etabli.pathways.models import Exit, FollowUp, Return
from etabli.pathways.rules.timeline import last_day
from etabli.pathways.states import ContractKind, Destination
from etabli.pathways.wording import CONTRACT_KINDS, DESTINATIONS


@dataclass(frozen=True)
class ExitShown:
    """An exit with what is left of the right to return (until when, days) and the day of the return."""

    row: Exit
    right_until: date | None
    days_left: int | None
    returned_on: date | None


def exit_url(row: Exit) -> str:
    return reverse("pathways:exit", args=[row.establishment.finess, row.pk])


def _of_exit(name: str) -> Any:
    return lambda shown: getattr(shown.row, name)


def _contract(shown: Any) -> Any:
    return CONTRACT_KINDS[ContractKind(shown.row.contract)] if shown.row.contract else ""


def _host(shown: Any) -> str:
    return str(shown.row.host) if shown.row.host else ""


EXITS = (
    Column(
        "person",
        _("Person"),
        lambda shown: str(shown.row.person),
        nominative=True,
        heads_row=True,
        url=lambda shown: exit_url(shown.row),
    ),
    Column("last_day", _("Last day"), lambda shown: last_day(shown.row.engagement.ends_before), Kind.DATE),
    Column("destination", _("Where to"), lambda shown: DESTINATIONS[Destination(shown.row.destination)]),
    Column("contract", _("Contract"), _contract),
    Column("host", _("Employer, or place"), _host),
    Column("mdph_validated", _("Validated by the MDPH"), _of_exit("mdph_validated"), Kind.YES_NO),
    Column("right_until", _("Right to return until"), "right_until", Kind.DATE),
    Column("days_left", _("Days left"), "days_left", Kind.INTEGER),
    Column("returned_on", _("Came back on"), "returned_on", Kind.DATE),
)


def _back_url(row: Return) -> str | None:
    return exit_url(row.exit) if row.exit else None


def _where(row: Any) -> Any:
    return row.esat_name if row.elsewhere else row.establishment.name


RETURNS = (
    Column("person", _("Person"), lambda row: str(row.person), nominative=True, heads_row=True, url=_back_url),
    Column("returned_on", _("First day back"), "returned_on", Kind.DATE),
    Column("where", _("Where"), _where),
    Column("by_right", _("Under the right to return"), "by_right", Kind.YES_NO),
    Column(
        "left_on",
        _("Had left on"),
        lambda row: last_day(row.exit.engagement.ends_before) if row.exit else None,
        Kind.DATE,
    ),
)


def follow_up_url(row: FollowUp) -> str:
    return reverse("pathways:follow_up", args=[row.establishment.finess, row.pk])


def still_words(row: FollowUp) -> Any:
    """The answer, in words."""
    if row.seen_on is None:
        return ""
    words = {True: _("Still at work"), False: _("No longer at work")}
    return pgettext_lazy("answer", "Nobody can tell") if row.still_employed is None else words[row.still_employed]


FOLLOW_UPS = (
    Column("person", _("Person"), lambda row: str(row.person), nominative=True, heads_row=True),
    Column("months", _("Months after"), "months", Kind.INTEGER),
    Column("due_on", _("To ask on"), "due_on", Kind.DATE),
    Column("destination", _("Where to"), lambda row: DESTINATIONS[Destination(row.exit.destination)]),
    Column("host", _("Employer, or place"), lambda row: str(row.exit.host) if row.exit.host else ""),
    Column("seen_on", _("Asked on"), "seen_on", Kind.DATE),
    Column("still", _("Answer"), still_words),
)
