"""The form of what surveys ask of a person; it saves nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from etabli.kit.inputs import DayField, select
from etabli.pathways.actions.situations import SituationSpec
from etabli.pathways.models import Situation
from etabli.pathways.rules.situations import ASKED, DAYS, QUESTIONS
from etabli.pathways.wording import situations as words

YES, NO, NOBODY_ASKED = "yes", "no", ""
FIELDS = {"orientation_backwards": "orientation_until"}
"""The field beside which the sentence of each refusal stands."""
_TOLD = {None: NOBODY_ASKED, True: YES, False: NO}
_MEANT = {told: answer for answer, told in _TOLD.items()}


class SituationForm(forms.Form):
    """Two days, and questions of three answers."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in DAYS:
            known = {"label": words.ASKED[name], "help_text": words.HINTS.get(name, "")}
            self.fields[name] = DayField(**known, required=False)
        for name in QUESTIONS:
            self.fields[name] = forms.ChoiceField(
                label=words.ASKED[name],
                help_text=words.HINTS.get(name, ""),
                choices=[(YES, _("Yes")), (NO, _("No")), (NOBODY_ASKED, _("Not asked yet"))],
                widget=forms.RadioSelect,
                required=False,
            )

    def spec(self) -> SituationSpec:
        data = self.cleaned_data
        return SituationSpec(**{name: data[name] for name in DAYS}, **{name: _MEANT[data[name]] for name in QUESTIONS})


def meant(told: str) -> bool | None:
    """The answer of a button. KeyError for anything else."""
    return _MEANT[told]


def situation_initial(row: Situation | None) -> dict[str, Any]:
    """The initial values of `SituationForm`."""
    known = {name: getattr(row, name, None) for name in ASKED}
    return {name: _TOLD[value] if name in QUESTIONS else value for name, value in known.items()}


class GapFilter(forms.Form):
    """Which question is shown. `missing`: how many persons lack an answer, by question."""

    missing = select(_("Question"), required=False)

    def __init__(self, *args: Any, missing: Mapping[str, int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(name, f"{words.ASKED[name]} ({count})") for name, count in missing.items()]
        self.fields["missing"].choices = [("", _("Everything")), *named]  # type: ignore[attr-defined]
