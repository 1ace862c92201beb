"""Forms of the grid: whom to show, one half-day, days from one to another."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from etabli.attendance.actions import SegmentSpec
from etabli.attendance.models import Code
from etabli.attendance.operations import LONGEST_REASON, MOST_HOURS
from etabli.attendance.queries.week import Choice
from etabli.attendance.wording import code_label
from etabli.core.calendars import Half
from etabli.kit.inputs import DayField
from etabli.kit.items import LARGEST_KEY
from etabli.kit.localised import half_day
from etabli.org.models import Workshop
from etabli.people.models import Person, WorkGroup


def _select(label: Any, choices: Any = (), **options: Any) -> forms.ChoiceField:
    attributes = {"class": "form-select", **options.pop("attrs", {})}
    return forms.ChoiceField(label=label, choices=choices, widget=forms.Select(attrs=attributes), **options)


class ChoiceForm:
    """The workshop and the work group to show, from the address. What is not one of those offered is not chosen."""

    def __init__(self, data: Any, workshops: Sequence[Workshop], groups: Sequence[WorkGroup]) -> None:
        self.workshops, self.groups = workshops, groups
        self.workshop = self._chosen(workshops, data.get("workshop", ""))
        self.group = self._chosen(groups, data.get("group", ""))

    @staticmethod
    def _chosen(rows: Sequence[Any], key: str) -> Any:
        return next((row for row in rows if str(row.pk) == key), None)

    @property
    def choice(self) -> Choice:
        return Choice(self.workshop, self.group)

    @property
    def query(self) -> dict[str, int]:
        """The choice as the address carries it."""
        chosen = {"workshop": self.workshop, "group": self.group}
        return {name: row.pk for name, row in chosen.items() if row is not None}


class RangeForm(forms.Form):
    """A person and days from one to another, both included."""

    LONGEST = 400

    person = forms.IntegerField(min_value=1, max_value=LARGEST_KEY)
    first_day = DayField()
    last_day = DayField()

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        first, last = values.get("first_day"), values.get("last_day")
        if first and last and last < first:
            raise forms.ValidationError(_("The last day comes before the first one."))
        if first and last and (last - first).days > self.LONGEST:
            raise forms.ValidationError(_("Choose at most %(days)s days.") % {"days": self.LONGEST})
        return values


class HalfDayForm(forms.Form):
    """One half-day of one person, for those without script."""

    person = _select(_("Person"))
    day = DayField(label=_("Day"))
    half = forms.TypedChoiceField(label=_("Half-day"), coerce=int, widget=forms.RadioSelect)
    code = _select(_("Code"), required=False, help_text=_("Leave it empty to take back what is written."))
    minutes = forms.IntegerField(
        label=_("Minutes"),
        required=False,
        min_value=0,
        max_value=720,
        widget=forms.NumberInput(attrs={"class": "form-control"}),
        help_text=_("Empty: the whole half-day."),
    )
    workshop = _select(_("Workshop"), required=False)
    notice_hours = forms.IntegerField(
        label=_("Notice (hours)"),
        required=False,
        min_value=0,
        max_value=MOST_HOURS,
        widget=forms.NumberInput(attrs={"class": "form-control"}),
    )
    has_document = forms.TypedChoiceField(
        label=_("Document received"),
        required=False,
        coerce=lambda value: value == "yes",
        empty_value=None,
        choices=[("", _("Not known")), ("yes", _("Yes")), ("no", _("No"))],
        widget=forms.Select(attrs={"class": "form-select"}),
    )
    reason = forms.CharField(
        label=_("Reason of the correction"),
        required=False,
        max_length=LONGEST_REASON,
        widget=forms.TextInput(attrs={"class": "form-control"}),
    )

    def __init__(
        self,
        *args: Any,
        people: Sequence[Person],
        codes: Sequence[Code],
        workshops: Sequence[Workshop],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = [("", "—"), *((str(person.pk), str(person)) for person in people)]
        self.fields["half"].choices = [(int(half), half_day(half)) for half in Half]
        self.fields["code"].choices = [
            ("", "—"),
            *((code.code, f"{code.symbol} · {code_label(code)}") for code in codes if code.active),
        ]
        self.fields["workshop"].choices = [("", "—"), *((str(row.pk), row.name) for row in workshops)]

    @property
    def segments(self) -> tuple[SegmentSpec, ...]:
        """The parts of the half-day; none to take it back."""
        code, workshop = self.cleaned_data["code"], self.cleaned_data["workshop"]
        if not code:
            return ()
        return (SegmentSpec(code, self.cleaned_data["minutes"], int(workshop) if workshop else None),)
