"""Which free field is counted, on which day, and whether by workshop."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from etabli.kit.inputs import DayField, select, tick
from etabli.support.models import FreeField


class FreeFigureForm(forms.Form):
    """What is asked for; without a day, today."""

    hide_optional = True
    field = select(_("Field"), required=False)
    by_workshop = tick(_("By workshop"))

    def __init__(self, data: Any, offered: Sequence[FreeField], today: date) -> None:
        super().__init__({**data.dict(), "on": data.get("on") or today.isoformat()})
        self._offered = {str(one.pk): one for one in offered}
        self.fields["on"] = DayField(label=_("Persons present on"), latest=today)
        self.fields["field"].choices = [  # type: ignore[attr-defined]
            ("", "—"),
            *((key, one.label) for key, one in self._offered.items()),
        ]
        self.order_fields(["field", "on", "by_workshop"])

    @property
    def chosen(self) -> FreeField | None:
        return self._offered.get(self.cleaned_data.get("field") or "") if self.is_valid() else None

    @property
    def on(self) -> date:
        """Of a valid form."""
        on: date = self.cleaned_data["on"]
        return on

    @property
    def query(self) -> dict[str, str]:
        """Of a valid form: as the addresses of its chart and its files carry it."""
        asked = {"field": self.cleaned_data["field"], "on": self.on.isoformat()}
        return asked | ({"by_workshop": "on"} if self.cleaned_data["by_workshop"] else {})
