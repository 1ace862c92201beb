"""Forms of the settings and of access; they turn input into values and save nothing."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from etabli.core.periods import Period, month_start
from etabli.kit.forms import WarningsForm
from etabli.kit.inputs import CountField, DayField, HoursField, WeeksField
from etabli.org import settled
from etabli.org.grants import LANGUAGES
from etabli.org.models import (
    ApprovedPlaces,
    ClosurePeriod,
    DeclaredYear,
    Establishment,
    Opening,
    Parameter,
    Workshop,
)
from etabli.org.queries import known_subdivisions
from etabli.org.states import DEFAULT_OPENING_DAYS, WORKSHOP_ROLES, Role
from etabli.org.wording import PARAMETERS, ROLES, UNITS

FIRST_YEAR, LAST_YEAR = 1970, 2100
_CONTROL = {"class": "form-control", "autocomplete": "off"}
_SELECT = {"class": "form-select"}


def _text(label: Any, length: int, **options: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=length, widget=forms.TextInput(attrs=_CONTROL), **options)


def _select(label: Any, choices: Any = (), **options: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, widget=forms.Select(attrs=_SELECT), **options)


class PlacedForm(forms.Form):
    """A form of an establishment. `values` are the arguments of the action; `first_values` fill a form just opened."""

    def __init__(self, *args: Any, place: Establishment, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.place, self.today = place, today
        self.offer()

    def offer(self) -> None:
        """Fill the choices."""

    def values(self) -> dict[str, Any]:
        return dict(self.cleaned_data)

    @staticmethod
    def first_values(row: Any, place: Establishment, today: date) -> dict[str, Any]:
        """`row` None for a new one."""
        return {}


class SettingForm(PlacedForm, WarningsForm):
    """A form whose values are counted with. It asks before closed months are counted anew. `row`: the one that is corrected."""

    def __init__(self, *args: Any, row: Any = None, **kwargs: Any) -> None:
        self.row = row
        super().__init__(*args, **kwargs)

    def reach(self) -> Iterable[Period]:
        """The days that are counted otherwise with what was typed."""
        return ()

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if not self.errors and (self.row is None or self.has_changed()):
            warn_of_closed_months(self, self.place, self.reach())
        return values

    def since(self, others: Any) -> list[Period]:
        """From the first day of the row, as it was and as it is to be, until the next of `others`."""
        days = [self.cleaned_data["valid_from"], *([self.row.valid_from] if self.row else [])]
        later = others.exclude(pk=self.row.pk if self.row else None).filter(valid_from__gt=max(days))
        return [Period(min(days), later.order_by("valid_from").values_list("valid_from", flat=True).first())]

    @staticmethod
    def held(row: Any, place: Establishment) -> list[Period]:
        """The days that are counted with a row, and otherwise without it."""
        return []


def _until_next(row: Any, others: Any) -> list[Period]:
    later = others.filter(valid_from__gt=row.valid_from).order_by("valid_from")
    return [Period(row.valid_from, later.values_list("valid_from", flat=True).first())]


class RemovalForm(WarningsForm):
    """Takes a row away; asks before closed months are counted anew. `reach`: the days that the row is counted with."""

    def __init__(self, *args: Any, place: Establishment, reach: Iterable[Period], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._place, self._reach = place, reach

    def clean(self) -> dict[str, Any]:
        warn_of_closed_months(self, self._place, self._reach)
        return super().clean() or self.cleaned_data


def warn_of_closed_months(form: WarningsForm, place: Establishment, reach: Iterable[Period]) -> None:
    months = settled.months_reached(place, reach)
    if months:
        named = ", ".join(date_format(month, "YEAR_MONTH_FORMAT") for month in months)
        form.warn("closed_months", gettext("Count these closed months anew: %(months)s") % {"months": named})


class IdentityForm(SettingForm):
    name = _text(_("Name"), 200)
    siret = _text(_("SIRET"), 20, required=False, help_text=_("Fourteen digits."))
    subdivision = _select(
        _("Region with public holidays of its own"), required=False, help_text=_("None, for most establishments.")
    )
    full_time_weekly_minutes = HoursField(
        label=_("Full time of the house, hours a week"), help_text=_("As in the operating rules: 35 h, 34 h 30…")
    )

    def offer(self) -> None:
        known = [(value, value) for value in known_subdivisions(self.place.country)]
        self.fields["subdivision"].choices = [("", "—"), *known]  # type: ignore[attr-defined]

    def reach(self) -> Iterable[Period]:
        counted = ("subdivision", "full_time_weekly_minutes")
        changes = any(getattr(self.place, name) != self.cleaned_data[name] for name in counted)
        return [Period(date.min)] if changes else []

    def clean_siret(self) -> str:
        return "".join(str(self.cleaned_data["siret"]).split())

    @staticmethod
    def first_values(row: Any, place: Establishment, today: date) -> dict[str, Any]:
        return {name: getattr(place, name) for name in ("name", "siret", "subdivision", "full_time_weekly_minutes")}


class PlacesForm(SettingForm):
    valid_from = DayField(label=_("From"), help_text=_("The day of the approval; until the next row."))
    places = CountField(label=_("Approved places"), min_value=0, max_value=10_000)

    def reach(self) -> Iterable[Period]:
        return self.since(self.place.approved_places.all())

    @staticmethod
    def held(row: ApprovedPlaces, place: Establishment) -> list[Period]:
        return _until_next(row, place.approved_places.all())

    @staticmethod
    def first_values(row: ApprovedPlaces | None, place: Establishment, today: date) -> dict[str, Any]:
        return {"valid_from": row.valid_from, "places": row.places} if row else {"valid_from": month_start(today)}


class OpeningForm(SettingForm):
    workshop = forms.ModelChoiceField(
        Workshop.objects.none(),
        label=_("For"),
        required=False,
        empty_label=_("The whole establishment"),
        widget=forms.Select(attrs=_SELECT),
        help_text=_("A workshop only when it opens at other half-days than the establishment."),
    )
    valid_from = DayField(label=_("From"), help_text=_("Until the next row."))
    weeks = WeeksField(label=_("Half-days open"), most_weeks=1)

    def offer(self) -> None:
        self.fields["workshop"].queryset = self.place.workshops.all()  # type: ignore[attr-defined]

    def reach(self) -> Iterable[Period]:
        if self.row is not None and self.row.workshop != self.cleaned_data["workshop"]:
            return [Period(min(self.row.valid_from, self.cleaned_data["valid_from"]))]
        return self.since(self.place.openings.filter(workshop=self.cleaned_data["workshop"]))

    @staticmethod
    def held(row: Opening, place: Establishment) -> list[Period]:
        return _until_next(row, place.openings.filter(workshop=row.workshop_id))

    def values(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {"workshop": data["workshop"], "valid_from": data["valid_from"], "week": data["weeks"][0]}

    @staticmethod
    def first_values(row: Opening | None, place: Establishment, today: date) -> dict[str, Any]:
        if row is not None:
            return {"workshop": row.workshop_id, "valid_from": row.valid_from, "weeks": (row.week,)}
        present = place.openings.filter(workshop=None).last()
        return {"weeks": (present.week,) if present else None}


class ClosureForm(SettingForm):
    starts_on = DayField(label=_("First day"))
    last_day = DayField(label=_("Last day"), help_text=_("Included."))
    reason = _text(_("Reason"), 200, required=False)
    paid = forms.TypedChoiceField(
        label=_("Are the half-days due on these days paid?"),
        choices=[("yes", _("Yes, without being typed")), ("no", _("No"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )

    def reach(self) -> Iterable[Period]:
        data = self.cleaned_data
        days = [(data["starts_on"], data["last_day"] + timedelta(days=1))]
        days += [(self.row.starts_on, self.row.ends_before)] if self.row else []
        # Days the wrong way round are refused by the action, with its own sentence.
        return [Period(start, end) for start, end in days if start < end]

    @staticmethod
    def held(row: ClosurePeriod, place: Establishment) -> list[Period]:
        return [Period(row.starts_on, row.ends_before)]

    def values(self) -> dict[str, Any]:
        data = self.cleaned_data
        end = data["last_day"] + timedelta(days=1)
        return {"starts_on": data["starts_on"], "ends_before": end, "reason": data["reason"], "paid": data["paid"]}

    @staticmethod
    def first_values(row: ClosurePeriod | None, place: Establishment, today: date) -> dict[str, Any]:
        if row is None:
            return {"paid": "yes"}
        last_day = row.ends_before - timedelta(days=1)
        paid = "yes" if row.paid else "no"
        return {"starts_on": row.starts_on, "last_day": last_day, "reason": row.reason, "paid": paid}


class YearForm(SettingForm):
    # A year is no count: it is written without a space.
    year = forms.IntegerField(
        label=_("Year"),
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "form-control", "size": 6}),
    )
    opening_days = CountField(
        label=_("Declared opening days"),
        help_text=_("As declared to the ARS: 222 to 225 as a rule. The calendar itself is not changed."),
    )
    target_days = CountField(
        label=_("Target days of the contract"),
        min_value=1,
        max_value=1_000_000,
        required=False,
        help_text=_("Days to be realised in the year, all persons together. Empty while nothing is agreed."),
    )

    def reach(self) -> Iterable[Period]:
        years = {self.cleaned_data["year"], *([self.row.year] if self.row else [])}
        return [Period(date(year, 1, 1), date(year + 1, 1, 1)) for year in years]

    @staticmethod
    def held(row: DeclaredYear, place: Establishment) -> list[Period]:
        return [Period(date(row.year, 1, 1), date(row.year + 1, 1, 1))]

    @staticmethod
    def first_values(row: DeclaredYear | None, place: Establishment, today: date) -> dict[str, Any]:
        if row is None:
            return {"year": str(today.year + 1), "opening_days": DEFAULT_OPENING_DAYS}
        return {"year": str(row.year), "opening_days": row.opening_days, "target_days": row.target_days}


class WorkshopForm(SettingForm):
    code = _text(_("Code"), 20, help_text=_("Short, as in your lists: BLA, EV…"))
    name = _text(_("Name"), 100)

    @staticmethod
    def first_values(row: Workshop | None, place: Establishment, today: date) -> dict[str, Any]:
        return {"code": row.code, "name": row.name} if row else {}


class ParameterForm(SettingForm):
    code = _select(_("Parameter"))
    valid_from = DayField(label=_("From"), help_text=_("Until the next row."))
    value = CountField(label=_("Value"), min_value=0, max_value=10**12, help_text=_("In the unit named above."))
    source = _text(_("Source"), 300, help_text=_("The text or the decision it comes from."))

    def offer(self) -> None:
        general = Parameter.objects.filter(establishment=None).values_list("code", "unit").distinct()
        named = {
            code: f"{PARAMETERS.get(code, code)} ({UNITS.get(unit, unit)})" for code, unit in general.order_by("code")
        }
        self.fields["code"].choices = list(named.items())  # type: ignore[attr-defined]

    def reach(self) -> Iterable[Period]:
        code = self.cleaned_data["code"]
        if self.row is not None and self.row.code != code:
            return [Period(min(self.row.valid_from, self.cleaned_data["valid_from"]))]
        return self.since(Parameter.objects.filter(establishment=self.place, code=code))

    @staticmethod
    def held(row: Parameter, place: Establishment) -> list[Period]:
        return _until_next(row, Parameter.objects.filter(establishment=place, code=row.code))

    @staticmethod
    def first_values(row: Parameter | None, place: Establishment, today: date) -> dict[str, Any]:
        return {name: getattr(row, name) for name in ("code", "valid_from", "value", "source")} if row else {}


class HolidaysForm(WarningsForm):
    """The public holidays of a year, those that are worked ticked."""

    days = forms.MultipleChoiceField(
        label=_("Public holidays on which the establishment is open"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, place: Establishment, holidays: Iterable[tuple[date, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.place = place
        self.fields["days"].choices = [(day.isoformat(), text) for day, text in holidays]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        changed = {date.fromisoformat(day) for day in {*values.get("days", ())} ^ {*self.initial["days"]}}
        warn_of_closed_months(self, self.place, [Period(day, day + timedelta(days=1)) for day in changed])
        return values

    def worked(self) -> list[date]:
        return [date.fromisoformat(day) for day in self.cleaned_data["days"]]


# ---------------------------------------------------------------- access


class RoleForm(PlacedForm):
    """A role for someone who has an account already."""

    username = _text(_("Name to sign in with"), 150)
    role = _select(_("Role"), [(str(role), text) for role, text in ROLES.items()])
    workshop = forms.ModelChoiceField(
        Workshop.objects.none(),
        label=_("Only in the workshop"),
        required=False,
        empty_label=_("The whole establishment"),
        widget=forms.Select(attrs=_SELECT),
        help_text=_("For instructors and educators only."),
    )

    def offer(self) -> None:
        self.fields["workshop"].queryset = self.place.workshops.all()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any] | None:
        data = super().clean()
        role = self.cleaned_data.get("role")
        if self.cleaned_data.get("workshop") and role and Role(role) not in WORKSHOP_ROLES:
            self.add_error("workshop", _("This role holds for the whole establishment."))
        return data


class UserForm(RoleForm):
    """Someone new."""

    first_name = _text(_("First name"), 150)
    last_name = _text(_("Last name"), 150)
    language = _select(
        _("Language"),
        [(code, text) for code, text in zip(LANGUAGES, ("Français", "Nederlands", "English"), strict=True)],
    )
    field_order = ("first_name", "last_name", "username", "language", "role", "workshop")


class SecurityForm(forms.Form):
    """Roles that must sign in with a second factor."""

    roles = forms.MultipleChoiceField(
        label=_("These roles must use a second factor"),
        choices=[(str(role), text) for role, text in ROLES.items()],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
