"""Forms of order lines: a step of a production sheet; which workshop, which period."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from etabli.core.periods import Period, month_start, next_month
from etabli.kit.inputs import EARLIEST, LATEST, CountField, DayField, PercentField, line, select
from etabli.org.models import Workshop
from etabli.people.states import RestrictionKind
from etabli.production.actions import OperationSpec
from etabli.production.models import Operation
from etabli.production.rules import LONGEST_NAME, MOST_OPERATIONS
from etabli.production.wording import PURPOSES, restriction_worded


class OperationForm(forms.Form):
    """One step of the production sheet of a line."""

    name = line(_("Operation"), LONGEST_NAME)
    minutes_per_thousand = CountField(
        label=_("Minutes for 1,000 units"), required=False, help_text=_("Standard time of this step alone.")
    )
    competence = line(_("Needed competence"), 100, required=False)
    workstation = line(_("Workstation"), 100, required=False)
    restriction = select(
        _("Forbidden by a restriction on"),
        required=False,
        help_text=_("Who has such a restriction does not do this step as it is."),
    )
    position = CountField(label=_("Place on the sheet"), required=False, min_value=1, max_value=MOST_OPERATIONS)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [(kind.value, restriction_worded(kind)) for kind in RestrictionKind]
        self.fields["restriction"].choices = [("", "—"), *kinds]

    @property
    def spec(self) -> OperationSpec:
        return OperationSpec(**self.cleaned_data)


def operation_initial(row: Operation) -> dict[str, Any]:
    names = ("name", "minutes_per_thousand", "competence", "workstation", "restriction", "position")
    return {name: getattr(row, name) for name in names}


class TargetForm(forms.Form):
    """Which part of the presence in a workshop is meant for what."""

    purpose = select(_("Meant for"), [(purpose.value, label) for purpose, label in PURPOSES.items()])
    share = PercentField(label=_("Part of the presence (%)"))
    starts_on = DayField(label=_("From"))


class RhythmForm(forms.Form):
    """The rhythm at which a person works."""

    share = PercentField(label=_("Part of the usual rhythm (%)"))
    starts_on = DayField(label=_("From"))


class WorkshopChoice:
    """The workshop to show, from the address; the first one when none is chosen, all of them for `all`."""

    ALL = "all"

    def __init__(self, data: Mapping[str, str], workshops: Sequence[Workshop]) -> None:
        self.workshops = workshops
        key = data.get("workshop", "")
        usual = workshops[0] if workshops else None
        self.is_all = key == self.ALL
        self.workshop = None if self.is_all else next((row for row in workshops if str(row.pk) == key), usual)

    @property
    def chosen(self) -> list[Workshop]:
        return list(self.workshops) if self.is_all else [self.workshop] if self.workshop else []


class MonthChoice(WorkshopChoice):
    """A workshop or all of them, and a month (`2025-03`); the present month when none is chosen."""

    def __init__(self, data: Mapping[str, str], workshops: Sequence[Workshop], today: date) -> None:
        super().__init__({"workshop": data.get("workshop", self.ALL)}, workshops)
        start = _month(data.get("month", "")) or month_start(today)
        self.month = Period(start, next_month(start))


def _month(text: str) -> date | None:
    try:
        day = date.fromisoformat(f"{text}-01")
    except ValueError:
        return None
    return day if EARLIEST <= day <= LATEST else None
