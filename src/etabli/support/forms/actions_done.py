"""Forms of what is done: kinds of action, actions, sessions, adaptations, trainings; they save nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from etabli.kit.inputs import CountField, DayField, HoursField, MoneyField, line, lines, select, tick
from etabli.org.models import User, Workshop
from etabli.people.models import Certification
from etabli.support.actions import ActionSpec, AdaptationSpec, TrainingSource
from etabli.support.forms.observing import day_after
from etabli.support.forms.plans import people_choices, words_of
from etabli.support.models import ActionKind, Adaptation, Goal, Plan, SupportAction, Training
from etabli.support.rules.plans import LONGEST_NOTE, MOST_DOSE, MOST_GROUP, MOST_SESSIONS, last_day
from etabli.support.wording import plans as words
from etabli.support.wording.training import FUNDERS, GIVERS

ACTION_FIELDS = {
    "support_period_backwards": "last_day",
    "support_day_to_come": "day",
    "dose_wrong": "minutes",
    "group_size_wrong": "group_size",
    "sessions_wrong": "planned_sessions",
    "action_led_twice": "led_by_words",
    "action_kind_taken": "code",
    "support_words_missing": "name",
}
ADAPTATION_FIELDS = {**ACTION_FIELDS, "support_words_missing": "what", "group_size_wrong": "people_helped"}
TRAINING_FIELDS = {**ACTION_FIELDS, "support_words_missing": "title"}
"""The field beside which the sentence of each refusal stands."""
SOURCE_FIELDS = ("funding", "funder", "given_by", "self_determination")
"""What is said of where a training comes from, as `TrainingSource`."""


def _rows(rows: Iterable[Any], nothing: Any) -> list[tuple[str, Any]]:
    return [("", nothing), *((str(row.pk), str(row)) for row in rows)]


def _minutes(label: Any, **options: Any) -> HoursField:
    return HoursField(label=label, most=MOST_DOSE, help_text=_("Hours and minutes: 1 h 30."), **options)


class KindForm(forms.Form):
    """A kind of action."""

    name = line(_("Name"), 100)
    code = forms.SlugField(
        label=_("Code"),
        max_length=50,
        widget=forms.TextInput(attrs={"class": "form-control", "autocomplete": "off"}),
        help_text=_("Letters, digits and hyphens. It stays the same when workplaces share their catalogue."),
    )
    category = select(_("It helps with"), words_of(words.CATEGORIES))
    default_minutes = _minutes(_("One session lasts"))
    retired = tick(_("No longer offered"))


class ActionForm(forms.Form):
    """What is planned with a person."""

    kind = select(_("What"))
    goal = select(_("For which goal"), required=False)
    starts_on = DayField(label=_("From"))
    last_day = DayField(label=_("To"), required=False, help_text=_("Included. Empty while no end is known."))
    planned_sessions = CountField(label=_("Sessions"), min_value=1, max_value=MOST_SESSIONS)
    minutes = _minutes(_("One session lasts"))
    group_size = CountField(label=_("People in the group"), min_value=1, max_value=MOST_GROUP)
    led_by = select(_("Led by"), required=False)
    led_by_words = line(_("Led by someone from outside"), 100, required=False)
    note = lines(
        _("Note"), LONGEST_NOTE, rows=3, required=False, help_text=_("Kept encrypted, read by the support team.")
    )

    def __init__(
        self, *args: Any, kinds: Sequence[ActionKind], goals: Sequence[Goal], users: Sequence[User], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.kinds = {str(row.pk): row for row in kinds}
        self.goals = {str(row.pk): row for row in goals}
        self.users = {str(row.pk): row for row in users}
        self.fields["kind"].choices = [(key, row.name) for key, row in self.kinds.items()]  # type: ignore[attr-defined]
        named = [(key, row.wording) for key, row in self.goals.items()]
        self.fields["goal"].choices = [("", _("No goal in particular")), *named]  # type: ignore[attr-defined]
        self.fields["led_by"].choices = people_choices(users)  # type: ignore[attr-defined]

    def spec(self, plan: Plan | None) -> ActionSpec:
        data = self.cleaned_data
        return ActionSpec(
            kind=self.kinds[data["kind"]],
            starts_on=data["starts_on"],
            ends_before=day_after(data["last_day"]),
            planned_sessions=data["planned_sessions"],
            dose_planned=data["minutes"] * data["planned_sessions"],
            group_size=data["group_size"],
            plan=plan,
            goal=self.goals.get(data["goal"]),
            led_by=self.users.get(data["led_by"]),
            led_by_words=data["led_by_words"],
            note=data["note"],
        )


def action_initial(row: SupportAction | None, today: date, by: User) -> dict[str, Any]:
    """The initial values of `ActionForm`."""
    if row is None:
        return {"starts_on": today, "planned_sessions": 1, "group_size": 1, "minutes": 60, "led_by": by.pk}
    return {
        "kind": row.kind_id,
        "goal": row.goal_id or "",
        "starts_on": row.starts_on,
        "last_day": last_day(row.ends_before),
        "planned_sessions": row.planned_sessions,
        "minutes": row.dose_planned // row.planned_sessions,
        "group_size": row.group_size,
        "led_by": row.led_by_id or "",
        "led_by_words": row.led_by_words,
        "note": row.note,
    }


class SessionForm(forms.Form):
    """A session that took place."""

    day = DayField(label=_("Day"))
    minutes = _minutes(_("It lasted"))
    group_size = CountField(label=_("People in the group"), min_value=1, max_value=MOST_GROUP)


class AdaptationForm(forms.Form):
    """What the workplace changed. `of_person`: for her; else for a workshop, which is asked."""

    what = line(
        _("What was changed"), 200, help_text=_("Plain words, without the reason: “Table of adjustable height”.")
    )
    workshop = select(_("Workshop"))
    post = line(_("Post"), 100, required=False)
    cost_cents = MoneyField(label=_("Cost, in euros"), required=False)
    minutes_saved = HoursField(
        label=_("Work saved a week"),
        required=False,
        least=0,
        help_text=_("As those who know the post estimate it: 1 h 30."),
    )
    people_helped = CountField(label=_("People helped"), min_value=1, max_value=MOST_GROUP)
    starts_on = DayField(label=_("Since"))
    last_day = DayField(label=_("Until"), required=False, help_text=_("Included. Empty while no end is known."))

    def __init__(self, *args: Any, workshops: Sequence[Workshop], of_person: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.workshops = {str(row.pk): row for row in workshops}
        nothing = _("No workshop in particular") if of_person else "—"
        self.fields["workshop"].choices = _rows(workshops, nothing)  # type: ignore[attr-defined]
        self.fields["workshop"].required = not of_person

    def spec(self, person: Any) -> AdaptationSpec:
        data = self.cleaned_data
        return AdaptationSpec(
            what=data["what"],
            starts_on=data["starts_on"],
            person=person,
            workshop=self.workshops.get(data["workshop"]),
            post=data["post"],
            cost_cents=data["cost_cents"] or 0,
            minutes_saved=data["minutes_saved"] or 0,
            people_helped=data["people_helped"],
            ends_before=day_after(data["last_day"]),
        )


def adaptation_initial(row: Adaptation | None, today: date) -> dict[str, Any]:
    """The initial values of `AdaptationForm`."""
    if row is None:
        return {"starts_on": today, "people_helped": 1}
    names = ("what", "post", "cost_cents", "minutes_saved", "people_helped", "starts_on")
    return {
        **{name: getattr(row, name) for name in names},
        "workshop": row.workshop_id or "",
        "last_day": last_day(row.ends_before),
    }


class TrainingForm(forms.Form):
    """A course that a person takes."""

    title = line(_("Course"), 200)
    starts_on = DayField(label=_("From"))
    last_day = DayField(label=_("To"), required=False, help_text=_("Included."))
    minutes = _minutes(_("It lasts, in all"))
    given_by = select(_("Given by"), [("", _("Nobody said")), *words_of(GIVERS)], required=False)
    self_determination = tick(_("It is about self-determination"))
    funding = select(_("Paid by"), [("", _("Nobody said")), *words_of(FUNDERS)], required=False)
    funder = line(_("Who pays, more precisely"), 100, required=False)
    cost_cents = MoneyField(label=_("Cost, in euros"), required=False)
    certificate = select(_("Gave the certification"), required=False)

    def __init__(self, *args: Any, certificates: Sequence[Certification], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.certificates = {str(row.pk): row for row in certificates}
        named = [(key, row.name) for key, row in self.certificates.items()]
        self.fields["certificate"].choices = [("", _("None")), *named]  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {
            **{name: data[name] for name in ("title", "starts_on", "minutes")},
            "source": TrainingSource(**{name: data[name] for name in SOURCE_FIELDS}),
            "ends_before": day_after(data["last_day"]),
            "cost_cents": data["cost_cents"] or 0,
            "certificate": self.certificates.get(data["certificate"]),
        }


def training_initial(row: Training | None, today: date) -> dict[str, Any]:
    """The initial values of `TrainingForm`."""
    if row is None:
        return {"starts_on": today, "last_day": today + timedelta(days=1), "minutes": 7 * 60}
    names = ("title", "starts_on", "minutes", "cost_cents", *SOURCE_FIELDS)
    return {
        **{name: getattr(row, name) for name in names},
        "last_day": last_day(row.ends_before),
        "certificate": row.certificate_id or "",
    }
