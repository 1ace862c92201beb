"""Forms of assessments: several competences in one act, by others or by the person; and one put right."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from uuid_utils.compat import uuid7

from etabli.kit import localised
from etabli.kit.inputs import DayField, line, lines, select
from etabli.support.actions import AssessmentAct, Rating
from etabli.support.forms.photo import WithPhoto
from etabli.support.models import Assessment, Competence, Framework, Observation, Profile, ScaleLevel
from etabli.support.states import AssessmentContext, Pictogram
from etabli.support.wording import CONTEXTS, PICTOGRAMS

NOT_SEEN = "none"
"""The value of a level that could not be seen; an empty one is no rating at all."""
LONGEST_COMMENT = 1000


class ScopeForm(forms.Form):
    """Which competences are shown: those of a framework, or those that a profile asks for."""

    hide_optional = True
    framework = select(_("Framework"), required=False)
    profile = select(_("Asked for by"), required=False)

    def __init__(self, data: Any, frameworks: Iterable[Framework], profiles: Iterable[Profile]) -> None:
        super().__init__(data)
        self._frameworks = {str(row.pk): row for row in frameworks}
        self._profiles = {str(row.pk): row for row in profiles}
        titles = [(key, row.title) for key, row in self._frameworks.items()]
        names = [(key, row.name) for key, row in self._profiles.items()]
        self.fields["framework"].choices = titles  # type: ignore[attr-defined]
        self.fields["profile"].choices = [("", _("All of them")), *names]  # type: ignore[attr-defined]
        self.full_clean()

    @property
    def framework_chosen(self) -> Framework | None:
        """The one asked for, else the first in use."""
        first = next(iter(self._frameworks.values()), None)
        return self._frameworks.get(self.cleaned_data.get("framework") or "", first)

    @property
    def profile_chosen(self) -> Profile | None:
        return self._profiles.get(self.cleaned_data.get("profile") or "")


class _Rated(forms.Form):
    """A radio group for each competence, its levels with their anchors."""

    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, data: Any, files: Any, competences: Sequence[Competence], **options: Any) -> None:
        super().__init__(data, files, initial={"key": uuid7(), **options.pop("initial", {})}, **options)
        self.competences = competences

    def _offer(self, choices: Sequence[tuple[str, Any]], label: Callable[[Competence], str]) -> None:
        """The same choices for each competence; the empty one rates nothing."""
        for one in self.competences:
            field = forms.ChoiceField(label=label(one), choices=choices, required=False, widget=forms.RadioSelect)
            self.fields[f"level_{one.pk}"] = field

    def ratings(self) -> list[Rating]:
        data = self.cleaned_data
        chosen = [(one.pk, data.get(f"level_{one.pk}")) for one in self.competences]
        return [
            Rating(key, None if value == NOT_SEEN else int(value), data.get(f"comment_{key}", ""))
            for key, value in chosen
            if value
        ]


class AssessForm(WithPhoto, _Rated):
    """What was seen at work: one act, as many competences as were seen."""

    day = DayField(label=_("Day"))
    context = select(_("Where it was seen"), list(CONTEXTS.items()))
    task = line(_("At which task"), 100, required=False)
    observation = select(_("Observation that shows it"), required=False)
    order_line = line(_("Order line that shows it"), 60, required=False, help_text=_("Its number, as on the board."))
    photo = forms.FileField(
        label=_("Photo"),
        required=False,
        widget=forms.FileInput(attrs={"class": "form-control", "accept": "image/jpeg,image/png,image/webp"}),
        help_text=_("JPEG, PNG or WebP, up to 2 MB. Of the work rather than of the person."),
    )

    def __init__(
        self,
        data: Any,
        files: Any,
        competences: Sequence[Competence],
        levels: Iterable[ScaleLevel],
        observations: Iterable[Observation],
        today: date,
        chosen: str = "",
    ) -> None:
        """`chosen`: key of the observation that is the evidence; it says when and at which task, too."""
        known = {str(row.pk): row for row in observations}
        first = {"day": today, "context": str(AssessmentContext.USUAL)}
        if row := known.get(chosen):
            first |= {"observation": chosen, "day": row.day, "task": row.task}
        super().__init__(data, files, competences, initial=first)
        words = [(str(row.pk), row.label) for row in levels]
        not_seen = (NOT_SEEN, gettext("Could not be seen"))
        self._offer([("", gettext("Not now")), *words, not_seen], lambda one: one.title)
        for one in competences:
            label = gettext("What was seen: %(title)s") % {"title": one.title}
            self.fields[f"comment_{one.pk}"] = line(label, LONGEST_COMMENT, required=False)
        seen = [(key, _told(row)) for key, row in known.items()]
        self.fields["observation"].choices = [("", _("None")), *seen]  # type: ignore[attr-defined]
        names = ("day", "context", "task", "observation", "order_line", "photo")
        self.head = [self[name] for name in names[:3]]
        self.evidence = [self[name] for name in names[3:]]

    @property
    def rows(self) -> list[dict[str, Any]]:
        """For the template: each competence with its levels and its words."""
        return [
            {"competence": one, "level": self[f"level_{one.pk}"], "comment": self[f"comment_{one.pk}"]}
            for one in self.competences
        ]

    def act(self, photo: UUID | None) -> AssessmentAct:
        data = self.cleaned_data
        return AssessmentAct(
            key=data["key"],
            day=data["day"],
            context=data["context"],
            task=data["task"],
            observation=UUID(data["observation"]) if data["observation"] else None,
            order_line=data["order_line"],
            photo=photo,
        )


class SelfForm(_Rated):
    """What a person says of herself, in easy words with pictograms."""

    def __init__(self, data: Any, competences: Sequence[Competence], levels: Sequence[ScaleLevel]) -> None:
        super().__init__(data, None, competences)
        self.drawings: Mapping[str, str] = {str(row.pk): row.pictogram for row in levels}
        words = [(str(row.pk), row.anchor_easy or row.label) for row in levels]
        self._offer([*words, ("", gettext("I do not know"))], lambda one: one.easy or one.title)

    @property
    def rows(self) -> list[dict[str, Any]]:
        """For the template: each question with its choices, each with its drawing."""
        return [
            {
                "competence": one,
                "field": self[f"level_{one.pk}"],
                "choices": [
                    {"radio": radio, "pictogram": self.drawings.get(str(radio.data["value"]), "red-question-mark")}
                    for radio in self[f"level_{one.pk}"]
                ],
            }
            for one in self.competences
        ]

    def act(self, day: date) -> AssessmentAct:
        """She tells of herself, on the day of the talk."""
        return AssessmentAct(key=self.cleaned_data["key"], day=day, by_person=True, context=str(AssessmentContext.TALK))


class CorrectForm(forms.Form):
    """Another level or other words in the place of what was written."""

    level = select(_("Level"))
    comment = lines(_("What was seen"), LONGEST_COMMENT, 3, required=False)

    def __init__(self, data: Any, row: Assessment, levels: Iterable[ScaleLevel]) -> None:
        level = str(row.level_id) if row.level_id else NOT_SEEN
        super().__init__(data, initial={"level": level, "comment": row.comment})
        words = [(str(one.pk), one.label) for one in levels]
        self.fields["level"].choices = [*words, (NOT_SEEN, _("Could not be seen"))]  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        level = self.cleaned_data["level"]
        return {"level": None if level == NOT_SEEN else int(level), "comment": self.cleaned_data["comment"]}


def _told(row: Observation) -> str:
    """An observation among the choices: its day, its pictogram, the beginning of its words."""
    word = str(PICTOGRAMS[Pictogram(row.pictogram)]) if row.pictogram else ""
    words = row.text if len(row.text) <= 60 else f"{row.text[:59]}…"
    return " · ".join(part for part in (localised.day(row.day, "short"), word, words) if part)
