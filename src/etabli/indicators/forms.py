"""Forms of figures: the period, the targets of a year, the assumptions of a what-if."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.utils.translation import gettext_lazy as _

from etabli.core.group_change import Correction
from etabli.core.perimeter import OLDEST, Perimeter
from etabli.core.perimeter import check as check_perimeter
from etabli.core.periods import Period
from etabli.core.refusal import Refusal
from etabli.indicators import rules
from etabli.indicators.actions import TargetSpec
from etabli.indicators.choosing import months_in, period_of_months, usual_period
from etabli.indicators.definitions import Definition
from etabli.indicators.effect_wording import CORRECTIONS
from etabli.indicators.effort_files import MOST_BYTES
from etabli.indicators.formats import is_percentage
from etabli.indicators.models import Target
from etabli.indicators.rules import LEAST
from etabli.indicators.states import Event
from etabli.indicators.wording import FOLLOWED_UNTIL
from etabli.kit.inputs import CountField, select
from etabli.kit.wording import sentence
from etabli.support.models import ActionKind, FreeField
from etabli.support.queries.free_figures import rows_offered
from etabli.support.showing_free_figures import row_worded
from etabli.support.states import Rater
from etabli.support.wording import RATERS

TEN_THOUSAND = 10_000


class PeriodForm(forms.Form):
    """Whole months, the last one included. What is not asked for is the usual period."""

    first = forms.ChoiceField(label=_("From"), widget=forms.Select(attrs={"class": "form-select"}))
    last = forms.ChoiceField(label=_("To, included"), widget=forms.Select(attrs={"class": "form-select"}))

    def __init__(self, data: Mapping[str, str], *, known: Period, today: date) -> None:
        usual = usual_period(today, known)
        asked = {
            "first": data.get("first") or f"{usual.start:%Y-%m}",
            "last": data.get("last") or f"{usual.last_day:%Y-%m}",
        }
        super().__init__(asked)
        months = months_in(known)
        self.fields["first"].choices = months  # type: ignore[attr-defined]
        self.fields["last"].choices = months  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("first") and values.get("last") and self._period(values) is None:
            self.add_error("last", sentence(Refusal("period_backwards")))
        return values

    @staticmethod
    def _period(values: Mapping[str, Any]) -> Period | None:
        return period_of_months(values["first"], values["last"])

    @property
    def period(self) -> Period | None:
        """The period asked for; None when it is not one."""
        return self._period(self.cleaned_data) if self.is_valid() else None


class PerimeterForm(forms.Form):
    """Which persons the figures are asked of; nothing said is everybody."""

    age_from = CountField(label=_("Age from"), required=False, max_value=OLDEST)
    age_to = CountField(label=_("Age to, included"), required=False, max_value=OLDEST)
    sex = forms.ChoiceField(
        label=_("Sex"),
        required=False,
        choices=[("", _("All")), ("F", _("Women")), ("M", _("Men"))],
        widget=forms.Select(attrs={"class": "form-select"}),
    )
    without_reorientations = forms.BooleanField(
        label=_("Without those who left for a reorientation"),
        required=False,
        widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
    )
    without_temporary = forms.BooleanField(
        label=_("Without temporary admissions"),
        required=False,
        widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
    )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if not self.errors:
            try:
                check_perimeter(Perimeter(**values))
            except Refusal as refusal:
                self.add_error("age_to", sentence(refusal))
        return values

    @property
    def perimeter(self) -> Perimeter:
        """What was asked; everybody when it was asked wrongly."""
        return Perimeter(**self.cleaned_data) if self.is_valid() else Perimeter()

    @property
    def asked(self) -> list[tuple[str, str]]:
        """(name, value) of what was asked, as the addresses carry it."""
        if not self.is_valid():
            return []
        values = [(name, value) for name, value in self.cleaned_data.items() if value not in (None, "", False)]
        return [(name, "on" if value is True else str(value)) for name, value in values]

    @property
    def query(self) -> str:
        """The same, with its `&` before; empty for everybody."""
        return f"&{urlencode(self.asked)}" if self.asked else ""


class RestrictionForm(forms.Form):
    """One value of one free field, of whose persons alone a figure is asked; nothing said is everybody.

    `alone`: nothing else narrows the figure. Two restrictions together would tell of those whom only one of them holds.
    """

    free = select(_("Only persons of whom is written"), required=False)

    def __init__(self, data: Mapping[str, str], offered: Sequence[FreeField], *, alone: bool) -> None:
        super().__init__({"free": data.get("free") or ""})
        self._alone = alone
        self._choices = {f"{field.pk}{row}": (field, row) for field in offered for row in rows_offered(field)}
        groups = [
            (field.label, [(f"{field.pk}{row}", row_worded(field, row)) for row in rows_offered(field)])
            for field in offered
        ]
        self.fields["free"].choices = [("", _("All")), *groups]  # type: ignore[attr-defined]

    def clean_free(self) -> str:
        value: str = self.cleaned_data["free"]
        if value and not self._alone:
            raise forms.ValidationError(sentence(Refusal("free_restriction_alone")))
        return value

    @property
    def chosen(self) -> tuple[FreeField, str] | None:
        """The field and its row, see `FreeFigure`; None for everybody."""
        return self._choices.get(self.cleaned_data["free"]) if self.is_valid() else None

    @property
    def asked(self) -> list[tuple[str, str]]:
        """As `PerimeterForm.asked`."""
        return [("free", self.cleaned_data["free"])] if self.chosen else []

    @property
    def query(self) -> str:
        """As `PerimeterForm.query`."""
        return f"&{urlencode(self.asked)}" if self.asked else ""


class CohortForm(forms.Form):
    """What cohorts are followed to, and the one drawn beside all of them. What is not asked for is the usual."""

    event = forms.ChoiceField(
        label=_("Followed until they"),
        choices=[(event.value, words) for event, words in FOLLOWED_UNTIL.items()],
        widget=forms.Select(attrs={"class": "form-select"}),
    )
    year = forms.ChoiceField(label=_("Entered in"), required=False, widget=forms.Select(attrs={"class": "form-select"}))

    def __init__(self, data: Mapping[str, str], *, years: Sequence[int]) -> None:
        super().__init__({"event": data.get("event") or Event.ORDINARY.value, "year": data.get("year") or ""})
        choices = [("", _("All together")), *((str(year), str(year)) for year in years)]
        self.fields["year"].choices = choices  # type: ignore[attr-defined]

    @property
    def event_chosen(self) -> Event:
        asked = self.data["event"]
        return Event(asked) if asked in {*Event} else Event.ORDINARY

    @property
    def year_chosen(self) -> int | None:
        return int(self.cleaned_data["year"]) if self.is_valid() and self.cleaned_data["year"] else None


class BenchmarkForm(forms.Form):
    """How few people may stand behind a number that is told."""

    least = CountField(label=_("Fewest persons behind a number"), min_value=LEAST, max_value=100)

    def __init__(self, data: Mapping[str, str]) -> None:
        super().__init__({"least": data.get("least") or str(LEAST)})

    @property
    def chosen(self) -> int:
        """What was asked; the usual when it was asked wrongly."""
        return int(self.cleaned_data["least"]) if self.is_valid() else LEAST


class TargetsForm(forms.Form):
    """A value and its source for each figure; an empty value is no target."""

    def __init__(
        self, data: Any = None, *, definitions: list[Definition], targets: Mapping[str, Target], language: str
    ) -> None:
        super().__init__(data)
        self._definitions = definitions
        for definition in definitions:
            target = targets.get(definition.code)
            label = definition.label(language)
            self.fields[f"value_{definition.code}"] = _value_field(definition, label, target)
            self.fields[f"source_{definition.code}"] = forms.CharField(
                label=_("Source"),
                required=False,
                max_length=200,
                initial=target.source if target else "",
                widget=forms.TextInput(attrs={"class": "form-control", "autocomplete": "off"}),
            )

    def rows(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """(value, source) of each figure, for the screen."""
        return [(self[f"value_{row.code}"], self[f"source_{row.code}"]) for row in self._definitions]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        for definition in self._definitions:
            value = self._stored(definition, values)
            if value is not None:
                self._judge(definition, value, values.get(f"source_{definition.code}", ""))
        return values

    def _judge(self, definition: Definition, value: int, source: str) -> None:
        checks = (
            (f"value_{definition.code}", lambda: rules.check_target_value(value, is_percentage(definition))),
            (f"source_{definition.code}", lambda: rules.check_target_source(source)),
        )
        for field, check in checks:
            try:
                check()
            except Refusal as refusal:
                self.add_error(field, sentence(refusal))

    @staticmethod
    def _stored(definition: Definition, values: Mapping[str, Any]) -> int | None:
        value = values.get(f"value_{definition.code}")
        if value is None:
            return None
        return int(value * (TEN_THOUSAND // 100 if is_percentage(definition) else scale_of(definition)))

    @property
    def specs(self) -> dict[str, TargetSpec]:
        """What to save, once valid."""
        return {
            row.code: TargetSpec(self._stored(row, self.cleaned_data), self.cleaned_data[f"source_{row.code}"])
            for row in self._definitions
        }


def scale_of(definition: Definition) -> int:
    """How many units of a stored target make 1: ten thousand for a ratio, one for a count."""
    return TEN_THOUSAND if definition.is_ratio else 1


def _value_field(definition: Definition, label: str, target: Target | None) -> forms.DecimalField:
    percentage = is_percentage(definition)
    initial = None
    if target is not None:
        initial = target.value / (TEN_THOUSAND // 100 if percentage else scale_of(definition))
    widget = forms.TextInput(attrs={"inputmode": "decimal", "class": "form-control", "autocomplete": "off"})
    text = _("%(figure)s (%%)") if percentage else _("%(figure)s (number)")
    return forms.DecimalField(
        label=text % {"figure": label},
        required=False,
        localize=True,
        max_digits=8,
        decimal_places=2 if definition.is_ratio else 0,
        initial=f"{initial:g}" if initial is not None and float(initial).is_integer() else initial,
        widget=widget,
    )


class WhatIfForm(forms.Form):
    """Other places, opening days or target days; empty keeps what is."""

    places = CountField(label=_("Approved places"), required=False, min_value=1, max_value=9_999)
    opening_days = CountField(label=_("Declared opening days a year"), required=False, min_value=1, max_value=366)
    target_days = CountField(label=_("Target days a year"), required=False, min_value=1, max_value=999_999)

    def __init__(self, data: Mapping[str, str]) -> None:
        names = list(self.base_fields)
        super().__init__({name: data.get(name, "") for name in names} if any(data.get(n) for n in names) else None)

    @property
    def assumptions(self) -> dict[str, int]:
        """What is assumed, by field; empty when nothing is, or when the form is wrong."""
        if not self.is_bound or not self.is_valid():
            return {}
        return {name: value for name, value in self.cleaned_data.items() if value is not None}


class EffectForm(forms.Form):
    """Which kind of action, seen by whom, and how many comparisons are put right. The first choice unless another is asked."""

    kind = forms.ChoiceField(label=_("Kind of action"), widget=forms.Select(attrs={"class": "form-select"}))
    rater = forms.ChoiceField(
        label=_("Assessed by"), choices=list(RATERS.items()), widget=forms.Select(attrs={"class": "form-select"})
    )
    correction = forms.ChoiceField(
        label=_("Many comparisons"),
        choices=list(CORRECTIONS.items()),
        widget=forms.Select(attrs={"class": "form-select"}),
    )

    def __init__(self, data: Mapping[str, str], *, kinds: Sequence[ActionKind]) -> None:
        usual = {"kind": kinds[0].code, "rater": Rater.STAFF, "correction": Correction.HOLM}
        super().__init__({name: data.get(name) or value for name, value in usual.items()})
        self.fields["kind"].choices = [(kind.code, kind.name) for kind in kinds]  # type: ignore[attr-defined]
        self._kinds = {kind.code: kind for kind in kinds}

    @property
    def kind_chosen(self) -> ActionKind | None:
        """None when something is asked that there is not."""
        return self._kinds[self.cleaned_data["kind"]] if self.is_valid() else None

    @property
    def choices_made(self) -> dict[str, Any]:
        """Rater and correction, once valid."""
        return {
            "rater": Rater(self.cleaned_data["rater"]),
            "correction": Correction(self.cleaned_data["correction"]),
        }


class EffortFileForm(forms.Form):
    """The file in which another association tells its effort."""

    file = forms.FileField(
        label=_("File of another association (JSON)"),
        widget=forms.ClearableFileInput(attrs={"class": "form-control", "accept": ".json,application/json"}),
    )

    @property
    def content(self) -> bytes:
        """Once valid; no more is read than is needed to see that it is too long."""
        found: bytes = self.cleaned_data["file"].read(MOST_BYTES + 1)
        return found
