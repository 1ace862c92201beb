"""The parts of the settings that are lists of rows: each with its form, its action and its words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from etabli.core.refusal import Refusal
from etabli.org import forms, rules
from etabli.org.actions import settings as acts
from etabli.org.models import ApprovedPlaces, ClosurePeriod, DeclaredYear, Establishment, Opening, Parameter, Workshop

CALENDAR_NOTE = _(
    "Saving counts the calendar and every half-day anew, those of closed months too: figures already seen may change."
    " It may take some seconds."
)


@dataclass(frozen=True)
class Section:
    """`kept`: columns with which a removed row can be made again; empty when rows are never removed. `doubt`: of the values
    of the form, what to have checked although it is saved."""

    slug: str
    model: type[models.Model]
    form: type[forms.SettingForm]
    save: Callable[..., None]
    add: Any
    correct: Any
    saved: Any
    note: Any = ""
    kept: tuple[str, ...] = ()
    fields: Mapping[str, str] | None = None
    doubt: Callable[[Establishment, Mapping[str, Any]], Refusal | None] = lambda place, values: None

    def row(self, place: Establishment, pk: int) -> Any | None:
        """The row of that key, of this establishment."""
        return self.model._default_manager.filter(establishment=place, pk=pk).first()

    def keep(self, row: Any) -> dict[str, Any]:
        """The row as JSON."""
        fields = [self.model._meta.get_field(name) for name in self.kept]
        return {
            field.name: field.value_to_string(row) if field.value_from_object(row) is not None else None
            for field in fields
        }  # type: ignore[union-attr]

    def kept_values(self, place: Establishment, values: Mapping[str, Any]) -> dict[str, Any]:
        """The inverse of `keep`, as arguments of `save`."""
        answer = {}
        for name, value in values.items():
            field = self.model._meta.get_field(name)
            answer[name] = None if value is None else field.to_python(value)  # type: ignore[union-attr]
            if name == "workshop":
                answer[name] = place.workshops.filter(pk=value).first() if value else None
        return answer


_TWICE = {"day_taken": "valid_from"}

SECTIONS = {
    section.slug: section
    for section in (
        Section(
            "places",
            ApprovedPlaces,
            forms.PlacesForm,
            acts.save_places,
            _("Add approved places"),
            _("Correct approved places"),
            _("The approved places are saved."),
            CALENDAR_NOTE,
            ("valid_from", "places"),
            _TWICE,
        ),
        Section(
            "openings",
            Opening,
            forms.OpeningForm,
            acts.save_opening,
            _("Add a weekly opening"),
            _("Correct a weekly opening"),
            _("The weekly opening is saved."),
            CALENDAR_NOTE,
            ("workshop", "valid_from", "week"),
            _TWICE | {"never_open": "weeks", "opening_first": "workshop"},
        ),
        Section(
            "closures",
            ClosurePeriod,
            forms.ClosureForm,
            acts.save_closure,
            _("Add a closure"),
            _("Correct a closure"),
            _("The closure is saved."),
            CALENDAR_NOTE,
            ("starts_on", "ends_before", "reason", "paid"),
            {"closure_backwards": "last_day", "closure_overlap": "starts_on", "day_taken": "starts_on"},
        ),
        Section(
            "years",
            DeclaredYear,
            forms.YearForm,
            acts.save_year,
            _("Add a year"),
            _("Correct a year"),
            _("The year is saved."),
            CALENDAR_NOTE,
            ("year", "opening_days", "target_days"),
            {"opening_days_wrong": "opening_days", "day_taken": "year"},
            lambda place, values: rules.doubt_opening_days(values["year"], values["opening_days"], place.kind),
        ),
        Section(
            "workshops",
            Workshop,
            forms.WorkshopForm,
            acts.save_workshop,
            _("Add a workshop"),
            _("Change a workshop"),
            _("The workshop is saved."),
            _("Code and name are for reading: no figure changes."),
            fields={"workshop_code_taken": "code"},
        ),
        Section(
            "parameters",
            Parameter,
            forms.ParameterForm,
            acts.save_parameter,
            _("Add a value of this establishment"),
            _("Correct a value of this establishment"),
            _("The value is saved."),
            _(
                "It prevails over the value for everyone from its first day on. What is counted with it is counted anew."
            ),
            ("code", "valid_from", "value", "source"),
            {"parameter_unknown": "code", "parameter_negative": "value", "day_taken": "valid_from"},
        ),
    )
}
