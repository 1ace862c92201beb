"""Who a person is, her engagements and their terms, work elsewhere; and what the list shows."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from etabli.core.counting import WHOLE
from etabli.kit import weeks
from etabli.kit.inputs import DayField, HoursField, PercentField, WeeksField
from etabli.org.models import Establishment, Workshop
from etabli.org.states import EstablishmentKind
from etabli.people.actions import EngagementSpec, Identity, PersonRow, TermsSpec
from etabli.people.models import Engagement, EngagementTerms, OutsideEngagement, Registration, WorkGroup
from etabli.people.states import HERE, KINDS_OF_ESTABLISHMENT
from etabli.people.wording import KINDS, SEXES, STATES

FIRST_BIRTH = date(1900, 1, 1)
EVERYONE = "all"
USUAL, OPENING, WEEKS, LATER = "usual", "opening", "weeks", "later"

FIELDS = {
    "staff_number_taken": "staff_number",
    "person_has_other_number": "staff_number",
    "engagement_kind_not_here": "kind",
    "engagement_backwards": "last_day",
    "engagement_overlap": "starts_on",
    "fraction_wrong": "fraction",
    "weekly_hours_over_cap": "fraction",
    "terms_outside": "valid_from",
    "terms_twice": "valid_from",
    "terms_first": "valid_from",
}
"""The field beside which the sentence of each refusal stands."""
OUTSIDE_FIELDS = {"engagement_backwards": "last_day", "weekly_hours_over_cap": "weekly_minutes"}


def text_field(label: Any, length: int, **options: Any) -> forms.CharField:
    widget = forms.TextInput(attrs={"class": "form-control", "autocomplete": "off"})
    return forms.CharField(label=label, max_length=length, widget=widget, **options)


def select_field(label: Any, choices: Any = (), **options: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, choices=choices, widget=forms.Select(attrs={"class": "form-select"}), **options
    )


def day_after(last_day: date | None) -> date | None:
    """From a last day, included, to the day before which a period ends."""
    return None if last_day is None else last_day + timedelta(days=1)


def day_before(ends_before: date | None) -> date | None:
    return None if ends_before is None else ends_before - timedelta(days=1)


class ListFilter(forms.Form):
    """What the list shows; a value that is no choice is as if it were not there."""

    hide_optional = True
    state = select_field(_("State"), required=False)
    workshop = select_field(_("Workshop"), required=False)
    group = select_field(_("Work group"), required=False)

    def __init__(self, data: Any, place: Establishment, workshops: Iterable[Workshop], engagements: bool) -> None:
        super().__init__(data)
        if engagements:
            states = [(str(state), text) for state, text in STATES.items()]
            here = [("", _("Here or to come")), *states, (EVERYONE, _("Everyone"))]
            self.fields["state"].choices = here  # type: ignore[attr-defined]
        else:
            del self.fields["state"]
        rows = [(str(row.pk), row.name) for row in workshops]
        self.fields["workshop"].choices = [("", _("All")), *rows]  # type: ignore[attr-defined]
        groups = [(str(row.pk), row.name) for row in place.work_groups.all()]
        self.fields["group"].choices = [("", _("All")), *groups]  # type: ignore[attr-defined]
        if not groups:
            del self.fields["group"]
        self.full_clean()

    def chosen(self, name: str) -> str:
        """The value chosen, empty for none and for a wrong one."""
        return str(self.cleaned_data.get(name) or "")

    @property
    def states(self) -> frozenset[str] | None:
        """States to show; None for all of them."""
        state = self.chosen("state")
        if state == EVERYONE:
            return None
        return frozenset({state}) if state else frozenset(HERE)


class PlacedForm(forms.Form):
    """A form of an establishment. `days`: weekdays the house opens. `offer` fills the choices."""

    def __init__(
        self, *args: Any, place: Establishment, today: date, days: tuple[int, ...] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.place, self.today, self.days = place, today, days
        self.offer()

    def offer(self) -> None:
        """Every class of the family adds its own."""


class WhoForm(PlacedForm):
    """Names, birth, number and workshop."""

    last_name = text_field(_("Last name"), 100)
    first_name = text_field(_("First name"), 100)
    birth_date = DayField(label=_("Birth date"), earliest=FIRST_BIRTH, required=False)
    sex = select_field(_("Sex"), [("", "—"), *((str(sex), text) for sex, text in SEXES.items())], required=False)
    staff_number = text_field(_("Staff number"), 30)
    workshop = forms.ModelChoiceField(
        Workshop.objects.none(),
        label=_("Workshop"),
        required=False,
        empty_label="—",
        widget=forms.Select(attrs={"class": "form-select"}),
    )

    def offer(self) -> None:
        super().offer()
        self.fields["workshop"].queryset = self.place.workshops.all()  # type: ignore[attr-defined]

    def clean_birth_date(self) -> date | None:
        day: date | None = self.cleaned_data["birth_date"]
        if day is not None and day > self.today:
            raise forms.ValidationError(_("A birth date is not in the future."), code="future")
        return day


class IdentityForm(WhoForm):
    """Who a person is, and her workshop and groups."""

    groups = forms.ModelMultipleChoiceField(
        WorkGroup.objects.none(), label=_("Work groups"), required=False, widget=forms.CheckboxSelectMultiple
    )
    new_group = text_field(_("Another work group"), 100, required=False, help_text=_("It is made when you save."))

    def offer(self) -> None:
        super().offer()
        groups = self.place.work_groups.all()
        self.fields["groups"].queryset = groups  # type: ignore[attr-defined]
        self.fields["workshop"].help_text = _(
            "Another workshop may open at other half-days: what is due is then counted anew."
        )

    def identity(self) -> Identity:
        data = self.cleaned_data
        names = [group.name for group in data["groups"]] + ([data["new_group"]] if data["new_group"] else [])
        columns = ("last_name", "first_name", "birth_date", "sex", "staff_number", "workshop")
        return Identity(**{name: data[name] for name in columns}, groups=tuple(names))


def identity_of(registration: Registration) -> dict[str, Any]:
    """The initial values of `IdentityForm`."""
    person = registration.person
    return {
        "last_name": person.last_name,
        "first_name": person.first_name,
        "birth_date": person.birth_date,
        "sex": person.sex,
        "staff_number": registration.staff_number,
        "workshop": registration.workshop_id,
        "groups": [group.pk for group in registration.work_groups.all()],
    }


class DueForm(PlacedForm):
    """The part of a form that says how much someone works, and at which half-days."""

    fraction = PercentField(
        label=_("Work fraction, in percent of the full time of the house"),
        help_text=_("100 for a full-timer, 50 for a half-timer."),
    )
    due = select_field(_("Half-days due"))
    weeks = WeeksField(
        label=_("Half-days of the week"),
        required=False,
        help_text=_(
            "Counts when “the half-days ticked below” is chosen. With several weeks, the first is that of the first day."
        ),
    )

    DUE = (
        (USUAL, _("Full time: every open half-day; part time: to be confirmed")),
        (OPENING, _("Every half-day the house is open")),
        (WEEKS, _("The half-days ticked below")),
        (LATER, _("Not known yet: to be confirmed")),
    )

    def offer(self) -> None:
        super().offer()
        self.fields["due"].choices = self.DUE  # type: ignore[attr-defined]
        self.fields["weeks"].show_days(self.days)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any] | None:
        data = super().clean()
        ticked = self.cleaned_data.get("weeks") or ()
        if self.cleaned_data.get("due") == WEEKS and not any("1" in week for week in ticked):
            self.add_error("weeks", _("Tick at least one half-day, or choose another answer above."))
        return data

    def terms(self) -> TermsSpec:
        data = self.cleaned_data
        pattern = tuple(data["weeks"]) if data["due"] == WEEKS else None
        # A part-timer of whom nothing is said is not due at every open half-day: an import says the same.
        everything = data["due"] == OPENING or (data["due"] == USUAL and data["fraction"] == WHOLE)
        return TermsSpec(data["fraction"], pattern, everything)


class TermsForm(DueForm):
    """Terms of an engagement from a day on."""

    valid_from = DayField(label=_("From"), help_text=_("The first day of the change."))
    field_order = ("valid_from", "fraction", "due", "weeks")


def terms_initial(row: EngagementTerms | None, opening: str) -> dict[str, Any]:
    """The initial values of `DueForm` and `TermsForm`. `opening`: the week of the house, ticked where nothing else is."""
    if row is None:
        return {"fraction": WHOLE, "due": USUAL, "weeks": (opening,)}
    opened = USUAL if row.fraction == WHOLE else OPENING
    due = WEEKS if row.pattern else opened if row.follows_opening else LATER
    pattern = tuple(row.pattern.split("|")) if row.pattern else (opening if row.follows_opening else weeks.NO_HALF_DAY,)
    return {"valid_from": row.valid_from, "fraction": row.fraction, "due": due, "weeks": pattern}


class EngagementForm(PlacedForm):
    """Kind and days of an engagement."""

    kind = select_field(_("Kind"))
    starts_on = DayField(label=_("First day"))
    last_day = DayField(label=_("Last day"), required=False, help_text=_("Included. Empty while nothing is agreed."))
    end_reason = text_field(_("Reason of the end"), 200, required=False)

    def offer(self) -> None:
        super().offer()
        kinds = KINDS_OF_ESTABLISHMENT[EstablishmentKind(self.place.kind)]
        self.fields["kind"].choices = [(str(k), text) for k, text in KINDS.items() if k in kinds]  # type: ignore[attr-defined]

    def spec(self) -> EngagementSpec:
        data = self.cleaned_data
        return EngagementSpec(data["kind"], data["starts_on"], day_after(data["last_day"]), data["end_reason"])


def engagement_initial(row: Engagement) -> dict[str, Any]:
    return {
        "kind": row.kind,
        "starts_on": row.starts_on,
        "last_day": day_before(row.ends_before),
        "end_reason": row.end_reason,
    }


class NewEngagementForm(DueForm, EngagementForm):
    """An engagement and its first terms."""

    field_order = ("kind", "starts_on", "last_day", "end_reason", "fraction", "due", "weeks")


class NewPersonForm(WhoForm, NewEngagementForm):
    """A person, where, and the first engagement."""

    field_order = (
        *("last_name", "first_name", "birth_date", "sex", "staff_number", "workshop"),
        *("kind", "starts_on", "last_day", "end_reason", "fraction", "due", "weeks"),
    )

    def row(self) -> PersonRow:
        data, terms = self.cleaned_data, self.terms()
        return PersonRow(
            staff_number=data["staff_number"],
            last_name=data["last_name"],
            first_name=data["first_name"],
            kind=data["kind"],
            starts_on=data["starts_on"],
            birth_date=data["birth_date"],
            sex=data["sex"],
            workshop=data["workshop"].code if data["workshop"] else "",
            last_day=data["last_day"],
            end_reason=data["end_reason"],
            fraction=terms.fraction,
            pattern=terms.weeks,
        )


class EndForm(PlacedForm):
    """The end of an engagement."""

    last_day = DayField(
        label=_("Last day"), help_text=_("The last day, included, on which the person is in the house.")
    )
    end_reason = text_field(_("Reason of the end"), 200, required=False)

    @property
    def ends_before(self) -> date | None:
        return day_after(self.cleaned_data["last_day"])


class OutsideForm(PlacedForm):
    """Work elsewhere."""

    employer = text_field(_("Employer or other establishment"), 200)
    weekly_minutes = HoursField(label=_("Hours a week"), help_text=_("For example 17 h 30."))
    starts_on = DayField(label=_("First day"))
    last_day = DayField(label=_("Last day"), required=False, help_text=_("Included. Empty while nothing is agreed."))

    def values(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {
            "employer": data["employer"],
            "weekly_minutes": data["weekly_minutes"],
            "starts_on": data["starts_on"],
            "ends_before": day_after(data["last_day"]),
        }


def outside_initial(row: OutsideEngagement) -> dict[str, Any]:
    return {
        "employer": row.employer,
        "weekly_minutes": row.weekly_minutes,
        "starts_on": row.starts_on,
        "last_day": day_before(row.ends_before),
    }
