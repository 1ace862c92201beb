"""What the overview of pathways shows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from etabli.kit.inputs import select
from etabli.org.models import Workshop
from etabli.pathways.models import Host
from etabli.pathways.queries.overview import Choice
from etabli.pathways.wording import DEVICES

YEARS_BACK = 10


class OverviewFilter(forms.Form):
    """A value that is no choice is as if it were not there."""

    hide_optional = True
    year = select(_("Year"), required=False)
    device = select(
        _("Kind"), [("", _("Every kind")), *((str(code), word) for code, word in DEVICES.items())], required=False
    )
    workshop = select(_("Workshop"), required=False)
    host = select(pgettext_lazy("host", "Host"), required=False)

    def __init__(self, data: Any, *, year: int, workshops: Iterable[Workshop], hosts: Iterable[Host]) -> None:
        super().__init__(data)
        self.present = year
        years = [(str(one), str(one)) for one in range(year + 1, year - YEARS_BACK, -1)]
        rooms = [(str(row.pk), row.name) for row in workshops]
        known = [(str(row.pk), str(row)) for row in hosts]
        self.fields["year"].choices = [("", _("This year")), *years]  # type: ignore[attr-defined]
        self.fields["workshop"].choices = [("", _("Every workshop")), *rooms]  # type: ignore[attr-defined]
        self.fields["host"].choices = [("", _("Every host")), *known]  # type: ignore[attr-defined]
        self.full_clean()

    @property
    def chosen_year(self) -> int:
        return int(self.cleaned_data.get("year") or self.present)

    @property
    def choice(self) -> Choice:
        data = self.cleaned_data
        return Choice(data.get("device", ""), _key(data.get("workshop")), _key(data.get("host")))


def _key(value: str | None) -> int | None:
    return int(value) if value else None
