"""Forms of plans, their participants, signatures, meetings and contract steps; they turn input into values and save nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from etabli.kit.inputs import DayField, line, lines, select, tick
from etabli.org.models import User
from etabli.support.actions import GoalSpec, MeetingSpec, SectionSpec, WillSpec
from etabli.support.forms.wills import own_words, seeker_field
from etabli.support.models import Goal, Participant, Plan
from etabli.support.queries.plans import SectionTold
from etabli.support.rules.plans import LONGEST_NOTE, LONGEST_PLAN_TEXT
from etabli.support.wording import plans as words

YES, NO = "yes", "no"
WILL = ("wants_ordinary_work", "will_words", "job_seeker_since")
MOST_SECTIONS, LONGEST_SECTION, LONGEST_TITLE, LONGEST_CODE = 20, 400, 100, 50
PLAN_FIELDS = {
    "plan_review_backwards": "review_on",
    "support_day_to_come": "day",
    "signed_already": "name",
    "support_words_missing": "name",
    "milestone_outside": "day",
    "goal_empty": "new_goal",
    "goal_due_backwards": "new_goal_due_on",
    "will_without_words": "will_words",
    "seeker_day_to_come": "job_seeker_since",
}
SIGNATURE_FIELDS = PLAN_FIELDS | {"support_day_to_come": "signed_on"}
MILESTONE_FIELDS = {"support_day_to_come": "contract_signed", "trial_too_long": "trial_extended"}
"""The field beside which the sentence of each refusal stands."""


def words_of(table: dict[Any, Any]) -> list[tuple[str, Any]]:
    """A table of words as choices."""
    return [(str(code), word) for code, word in table.items()]


def people_choices(users: Iterable[User]) -> list[tuple[str, Any]]:
    """Users as choices, nobody first."""
    named = [(str(user.pk), user.get_full_name() or user.get_username()) for user in users]
    return [("", _("Nobody yet")), *named]


class BeginPlanForm(forms.Form):
    """The days of a plan, and who follows it."""

    starts_on = DayField(label=_("Begins on"))
    review_on = DayField(label=_("Next review on"), required=False, help_text=_("Empty: a year after the last one."))
    referent = select(_("Who follows it"), required=False)

    def __init__(self, *args: Any, users: Sequence[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.users = {str(user.pk): user for user in users}
        self.fields["referent"].choices = people_choices(users)  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {
            "starts_on": data["starts_on"],
            "review_on": data["review_on"],
            "referent": self.users.get(data["referent"]),
        }


class PlanForm(BeginPlanForm):
    """Besides, the will to go to ordinary work, and how it was said."""

    wants_ordinary_work = forms.ChoiceField(
        label=_("Does the person want to work in an ordinary workplace?"),
        required=False,
        choices=[("", _("Not asked yet")), (YES, _("Yes")), (NO, _("No"))],
        widget=forms.RadioSelect,
    )
    ordinary_work_evidence = lines(
        _("How it was said"),
        LONGEST_PLAN_TEXT,
        rows=3,
        required=False,
        help_text=_("In the person's own words, with the day."),
    )

    def values(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {
            **super().values(),
            "wants_ordinary_work": told_will(data["wants_ordinary_work"]),
            "ordinary_work_evidence": data["ordinary_work_evidence"],
        }


def told_will(answer: str) -> bool | None:
    return {YES: True, NO: False}.get(answer)


def plan_initial(plan: Plan) -> dict[str, Any]:
    """The initial values of `PlanForm`."""
    will = {None: "", True: YES, False: NO}[plan.wants_ordinary_work]
    return {
        "starts_on": plan.starts_on,
        "review_on": plan.review_on,
        "referent": plan.referent_id or "",
        "wants_ordinary_work": will,
        "ordinary_work_evidence": plan.ordinary_work_evidence,
    }


class TextForm(forms.Form):
    """One section, as it is saved while someone writes."""

    text = lines(_("Text"), LONGEST_PLAN_TEXT, rows=6, required=False)
    revision = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


class SignatureForm(forms.Form):
    """Who signed, when and how."""

    who = select(_("Who"), words_of(words.SIGNERS))
    name = line(_("Name"), 100)
    signed_on = DayField(label=_("Signed on"))
    means = select(_("How"), words_of(words.MEANS))


class ParticipantForm(forms.Form):
    """Someone beside the person."""

    name = line(_("Name"), 100)
    role = select(_("As"), words_of(words.PARTICIPANT_ROLES))
    contact = lines(_("How to reach them"), 500, rows=2, required=False, help_text=_("Kept encrypted."))
    needed_for = line(_("Needed for"), 200, required=False, help_text=_("Which acts: “to sign”, “at every meeting”."))


class MilestoneForm(forms.Form):
    """The dated steps of a contract; an empty day takes one back."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind, label in words.MILESTONES.items():
            self.fields[str(kind)] = DayField(label=label, required=False)

    def days(self) -> dict[str, date | None]:
        """By kind of milestone, those that changed."""
        return {name: self.cleaned_data[name] for name in self.changed_data}


class InterviewForm(forms.Form):
    """What a meeting with the person brings, on one screen. Goals are asked one by one: `outcome_<key>`."""

    kind = select(_("This meeting is"), words_of(words.MEETING_KINDS))
    day = DayField(label=_("Day"))
    person_present = tick(_("The person is there"))
    present = forms.MultipleChoiceField(
        label=_("Beside the person"), required=False, widget=forms.CheckboxSelectMultiple
    )
    new_goal = line(_("A new goal, in plain words"), 200, required=False)
    new_goal_measure = line(_("How we see that it is reached"), 200, required=False)
    new_goal_due_on = DayField(label=_("Reached by"), required=False)
    wants_ordinary_work = tick(_("The person says: I want to go to work in an ordinary workplace"))
    will_words = own_words(_("How it was said"), required=False)
    job_seeker_since = seeker_field()
    notes = lines(_("What was said besides"), LONGEST_NOTE, rows=3, required=False)
    next_review_on = DayField(label=_("We meet again on"), required=False)

    def __init__(
        self,
        *args: Any,
        participants: Sequence[Participant],
        goals: Sequence[Goal],
        asks_will: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        if not asks_will:
            for name in WILL:
                del self.fields[name]
        self.participants = {str(one.pk): one for one in participants}
        self.goals = list(goals)
        named = [(str(one.pk), f"{one.name} ({words.PARTICIPANT_ROLES[one.role]})") for one in participants]
        self.fields["present"].choices = named  # type: ignore[attr-defined]
        if not named:
            del self.fields["present"]
        outcomes = [("", _("Still working on it")), *words_of(words.GOAL_OUTCOMES)]
        for goal in self.goals:
            self.fields[f"outcome_{goal.pk}"] = forms.ChoiceField(
                label=goal.wording, choices=outcomes, required=False, widget=forms.RadioSelect
            )

    def goal_fields(self) -> list[Any]:
        return [self[f"outcome_{goal.pk}"] for goal in self.goals]

    def plain_fields(self) -> list[Any]:
        return [self[name] for name in ("kind", "day", "person_present", "present") if name in self.fields]

    def new_goal_fields(self) -> list[Any]:
        return [self[name] for name in ("new_goal", "new_goal_measure", "new_goal_due_on")]

    def will_fields(self) -> list[Any]:
        return [self[name] for name in WILL if name in self.fields]

    def last_fields(self) -> list[Any]:
        return [self["notes"], self["next_review_on"]]

    def spec(self) -> MeetingSpec:
        data = self.cleaned_data
        outcomes = {goal.pk: data[f"outcome_{goal.pk}"] for goal in self.goals if data[f"outcome_{goal.pk}"]}
        fresh = GoalSpec(
            data["new_goal"], data["day"], measure=data["new_goal_measure"], due_on=data["new_goal_due_on"]
        )
        wanted = bool(data["new_goal"] or data["new_goal_measure"] or data["new_goal_due_on"])
        return MeetingSpec(
            day=data["day"],
            kind=data["kind"],
            person_present=data["person_present"],
            present=[self.participants[key] for key in data.get("present", ())],
            notes=data["notes"],
            outcomes=outcomes,
            new_goals=[fresh] if wanted else [],
            next_review_on=data["next_review_on"],
            will=self._will(),
        )

    def _will(self) -> WillSpec | None:
        """Ticked or written, she said so; its day is that of the meeting."""
        data = self.cleaned_data
        told = any(data.get(name) for name in WILL)
        return WillSpec(data["day"], data["will_words"], data["job_seeker_since"]) if told else None


class TemplateForm(forms.Form):
    """The sections of a template, one a line: its title, and after a colon what helps to write it."""

    titles = lines(
        _("Sections"),
        MOST_SECTIONS * LONGEST_SECTION,
        rows=8,
        help_text=_("One a line, in the order of the plan: “What I like: work, people, places”."),
    )

    def __init__(self, *args: Any, known: Sequence[SectionTold], **kwargs: Any) -> None:
        told = [f"{one.title}: {one.hint}" if one.hint else str(one.title) for one in known]
        super().__init__(*args, initial={"titles": "\n".join(told)}, **kwargs)
        self.codes = {str(one.title): one.code for one in known}

    def clean_titles(self) -> str:
        text: str = self.cleaned_data["titles"]
        rows = self._parted(text)
        if len(rows) > MOST_SECTIONS or any(len(title) > LONGEST_TITLE for title, _hint in rows):
            message = gettext("At most %(rows)s sections, with titles of %(length)s characters.")
            raise forms.ValidationError(message % {"rows": MOST_SECTIONS, "length": LONGEST_TITLE}, code="long")
        return text

    def sections(self) -> list[SectionSpec]:
        """A title that stood before keeps its code, so that its texts stay under it; a new one gets a code of its own."""
        made: list[SectionSpec] = []
        for title, hint in self._parted(self.cleaned_data["titles"]):
            code = self.codes.get(title) or slugify(title)[:LONGEST_CODE] or f"section-{len(made)}"
            made.append(SectionSpec(code, title, hint))
        return made

    def _parted(self, text: str) -> list[tuple[str, str]]:
        """(title, hint) of each line that is not empty; a title that stood before may have a colon in it."""
        rows = []
        for one in filter(None, map(str.strip, text.splitlines())):
            title, _colon, hint = (one, "", "") if one in self.codes else one.partition(":")
            rows.append((title.strip(), hint.strip()))
        return rows
