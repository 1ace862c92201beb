"""Forms of the office, and the one that people answer."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from etabli.kit.inputs import CountField, DayField, line, lines, tick
from etabli.surveys.satisfaction.actions import CampaignSpec
from etabli.surveys.satisfaction.models import SatisfactionCampaign
from etabli.surveys.satisfaction.queries import Standing
from etabli.surveys.satisfaction.states import (
    LONGEST_QUESTION,
    LONGEST_WORDS,
    MOST_OWN,
    OWN_PICTOGRAM,
    PICTOGRAMS_OF_FACES,
    QUESTIONS,
    Face,
)
from etabli.surveys.satisfaction.wording import FACES, question_worded
from etabli.surveys.satisfaction.wording import QUESTIONS as QUESTION_WORDS

A_MONTH = timedelta(days=30)
FIELDS = {
    "satisfaction_title_empty": "title",
    "satisfaction_closes_first": "last_day",
    "satisfaction_year_twice": "opens_on",
    "satisfaction_no_question": "questions",
    "satisfaction_many_questions": "own",
    "satisfaction_question_long": "own",
    "satisfaction_too_many_codes": "count",
    "satisfaction_closes_past": "last_day",
    "satisfaction_words_long": "words",
}
"""The field beside which the sentence of each refusal stands."""


class CampaignForm(forms.Form):
    """A survey of a year; its last day is told included."""

    hide_optional = True
    """Neither these questions nor those of one's own are needed, but one of them is."""

    title = line(_("Name"), 100)
    opens_on = DayField(label=_("Opens on"))
    last_day = DayField(label=_("Last day, included"))
    questions = forms.MultipleChoiceField(
        label=_("Questions"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("One at least, of these or of your own."),
    )
    own = lines(_("Questions of your own, one a line"), (LONGEST_QUESTION + 1) * MOST_OWN * 2, 3, required=False)

    def __init__(self, data: Any, today: date, campaign: SatisfactionCampaign | None = None) -> None:
        super().__init__(data, initial=_initial(today, campaign))
        self.fields["questions"].choices = list(QUESTION_WORDS.items())  # type: ignore[attr-defined]

    def spec(self) -> CampaignSpec:
        """Once valid."""
        values = self.cleaned_data
        own = tuple(text.strip() for text in values["own"].splitlines() if text.strip())
        codes = tuple(code for code in QUESTIONS if code in values["questions"])
        return CampaignSpec(values["title"], values["opens_on"], values["last_day"] + timedelta(days=1), codes, own)


def _initial(today: date, campaign: SatisfactionCampaign | None) -> dict[str, Any]:
    if campaign is None:
        return {
            "title": gettext("My opinion about my work"),
            "opens_on": today,
            "last_day": today + A_MONTH,
            "questions": list(QUESTIONS),
        }
    return {
        "title": campaign.title,
        "opens_on": campaign.opens_on,
        "last_day": campaign.closes_before - timedelta(days=1),
        "questions": [row["code"] for row in campaign.questions if not row["text"]],
        "own": "\n".join(row["text"] for row in campaign.questions if row["text"]),
    }


class TicketsForm(forms.Form):
    """How many codes; by default one for each person invited that has none."""

    count = CountField(label=_("Codes to print"), min_value=1, max_value=9_999)
    replace = tick(_("Codes that were printed and not used are void"), help_text=_("When sheets were lost."))

    def __init__(self, data: Any, standing: Standing) -> None:
        super().__init__(data, initial={"count": max(0, standing.invited - standing.tickets) or None})


class ReopenForm(forms.Form):
    last_day = DayField(label=_("Last day, included"))

    @property
    def closes_before(self) -> date:
        """Once valid."""
        return date.fromordinal(self.cleaned_data["last_day"].toordinal() + 1)


class CodeForm(forms.Form):
    """The code of a sheet of paper."""

    code = forms.CharField(
        label=_("My code"),
        max_length=20,
        widget=forms.TextInput(
            attrs={
                "class": "form-control code",
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
            }
        ),
    )


class AnswerForm(forms.Form):
    """One question a page: what was answered before travels along, so that nothing is kept until the end."""

    words = lines(_("You may write something here."), LONGEST_WORDS, 5, required=False)
    step = forms.IntegerField(required=False, min_value=0, max_value=99, widget=forms.HiddenInput)

    def __init__(self, data: Mapping[str, Any] | None, campaign: SatisfactionCampaign) -> None:
        super().__init__(data)
        self.questions = campaign.questions
        faces = [(str(face.value), word) for face, word in FACES.items()]
        for row in self.questions:
            self.fields[row["code"]] = forms.ChoiceField(
                label=question_worded(row),
                choices=[*faces, ("", pgettext("face", "I do not know"))],
                required=False,
                widget=forms.RadioSelect,
            )

    def at(self, step: int) -> dict[str, Any]:
        """What a page shows: its question with its faces, or the free line; all the rest hidden."""
        shown = self.questions[step] if step < len(self.questions) else None
        name = shown["code"] if shown else "words"
        hidden = [self[field].as_hidden() for field in self.fields if field not in (name, "step")]
        found: dict[str, Any] = {"field": self[name], "hidden": hidden, "number": step + 1, "is_words": shown is None}
        if shown:
            found["pictogram"] = QUESTIONS.get(shown["code"], OWN_PICTOGRAM)
            found["choices"] = [{"radio": radio, "pictogram": _face(radio.data["value"])} for radio in self[name]]
        return found

    def choices(self) -> dict[str, int]:
        """Once valid: the faces that were chosen."""
        asked = [row["code"] for row in self.questions]
        return {code: int(self.cleaned_data[code]) for code in asked if self.cleaned_data[code]}


def _face(value: Any) -> str:
    return PICTOGRAMS_OF_FACES[Face(int(value))] if value else "red-question-mark"
