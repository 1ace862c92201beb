"""Forms of frameworks, scales, competences and profiles; they turn input into values and save nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from etabli.kit.inputs import line, lines, select
from etabli.kit.pictograms import WORDS
from etabli.kit.texts import fold
from etabli.support.models import Competence, Framework, Profile
from etabli.support.rules import MOST_LEVELS, CompetenceSpec, LevelSpec
from etabli.support.wording import COMPETENCE_KINDS, PROFILE_KINDS

LANGUAGES = [("fr", _("French")), ("nl", _("Dutch")), ("en", _("English"))]
COMPETENCE_FIELDS = {
    "framework_code_wrong": "code",
    "framework_code_taken": "code",
    "framework_title_empty": "title",
    "competence_code_wrong": "code",
    "competence_code_twice": "code",
    "competence_title_empty": "title",
    "competence_parent_unknown": "parent",
    "competence_in_itself": "parent",
    "profile_name_empty": "name",
    "profile_name_taken": "name",
    "assessment_to_come": "day",
    "assessed_elsewhere": "day",
    "context_unknown": "context",
    "evidence_unknown": "observation",
    "level_of_other_framework": "level",
}
"""The field beside which the sentence of each refusal stands."""


def drawings() -> list[tuple[str, Any]]:
    """The pictograms as choices, none first, then by what they show, in the reader's language."""
    said = [(name, str(word).capitalize()) for name, word in WORDS.items()]
    return [("", _("None")), *sorted(said, key=lambda one: fold(one[1]))]


class FrameworkForm(forms.Form):
    """What a framework is called. `code`: given once."""

    code = line(_("Code"), 40, help_text=_("Short, without spaces; it stays when a new version is made."))
    title = line(_("Title"), 200)
    language = select(_("Language of its words"), LANGUAGES)
    source = line(
        _("Where it comes from"),
        300,
        required=False,
        help_text=_("Who wrote it, and under which licence, when it is not your own."),
    )

    def __init__(self, data: Any, row: Framework | None, language: str) -> None:
        fields = ("title", "language", "source")
        known = {name: getattr(row, name) for name in fields} if row else {"language": language}
        super().__init__(data, initial=known)
        if row is not None:
            del self.fields["code"]


class ScaleForm(forms.Form):
    """The levels from the lowest; a row without a word is no level."""

    def __init__(self, data: Any, levels: Sequence[LevelSpec]) -> None:
        super().__init__(data)
        self._count = MOST_LEVELS
        for number in range(self._count):
            level = levels[number] if number < len(levels) else LevelSpec("")
            for name, field in _level_fields(number, level).items():
                self.fields[f"{name}_{number}"] = field

    @property
    def rows(self) -> list[dict[str, Any]]:
        """For the template: the number of each level and its bound fields. Those past the first empty one are folded."""
        names_ = ("label", "anchor", "anchor_easy", "pictogram")
        rows = [
            {"number": number + 1, "fields": [self[f"{name}_{number}"] for name in names_]}
            for number in range(self._count)
        ]
        filled = [number for number in range(self._count) if self[f"label_{number}"].value()]
        first_folded = max(filled, default=0) + 2
        return [{**row, "folded": row["number"] > first_folded} for row in rows]

    @property
    def levels(self) -> tuple[LevelSpec, ...]:
        data = self.cleaned_data
        rows = [
            LevelSpec(
                data[f"label_{number}"],
                data[f"anchor_{number}"],
                data[f"anchor_easy_{number}"],
                data[f"pictogram_{number}"],
            )
            for number in range(self._count)
        ]
        return tuple(row for row in rows if row != LevelSpec(""))


def _level_fields(number: int, level: LevelSpec) -> dict[str, forms.Field]:
    return {
        "label": line(_("Word"), 80, required=False, initial=level.label),
        "anchor": line(_("What is seen at this level"), 300, required=False, initial=level.anchor),
        "anchor_easy": line(_("In easy words, said by the person"), 200, required=False, initial=level.anchor_easy),
        "pictogram": select(_("Pictogram"), drawings(), required=False, initial=level.pictogram),
    }


class CompetenceForm(forms.Form):
    """A competence of a draft."""

    code = line(_("Code"), 60, help_text=_("It stays the same from version to version."))
    title = line(_("What the person knows, does or shows"), 200)
    kind = select(_("Kind"), list(COMPETENCE_KINDS.items()))
    easy = line(_("In easy words, as a question to the person"), 200, required=False)
    pictogram = select(_("Pictogram"), required=False)
    description = lines(_("Description"), 2000, 3, required=False)
    parent = select(_("Stands in the group"), required=False)
    external_code = line(_("Code in ROME or Competent"), 60, required=False)

    def __init__(self, data: Any, framework: Framework, row: Competence | None) -> None:
        super().__init__(data, initial=vars(competence_spec(row)) if row else {"kind": "skill"})
        others = [one for one in framework.competences.all() if row is None or one.pk != row.pk]
        groups = [(one.code, f"{one.code}, {one.title}") for one in others]
        self.fields["parent"].choices = [("", _("None")), *groups]  # type: ignore[attr-defined]
        self.fields["pictogram"].choices = drawings()  # type: ignore[attr-defined]

    @property
    def spec(self) -> CompetenceSpec:
        return CompetenceSpec(**self.cleaned_data)


def competence_spec(row: Competence) -> CompetenceSpec:
    """Reads the parent."""
    words = ("code", "kind", "title", "description", "easy", "pictogram", "external_code")
    return CompetenceSpec(parent=row.parent.code if row.parent else "", **{name: getattr(row, name) for name in words})


class ProfileForm(forms.Form):
    """A profile: for each competence of a framework the level asked for, if any."""

    name = line(_("Task or post"), 120)
    kind = select(_("Kind"), list(PROFILE_KINDS.items()))
    activity_code = line(
        _("Code of the activity"),
        30,
        required=False,
        help_text=_("As work is written down in the workshop, so that the weeks at this task can be counted."),
    )

    def __init__(
        self, data: Any, frameworks: Iterable[Framework], row: Profile | None, asked: Mapping[int, int]
    ) -> None:
        known = {name: getattr(row, name) for name in ("name", "kind", "activity_code")} if row else {"kind": "post"}
        super().__init__(data, initial=known)
        self.head = [self[name] for name in ("name", "kind", "activity_code")]
        self.sections: list[dict[str, Any]] = []
        for framework in frameworks:
            levels = [(str(level.pk), level.label) for level in framework.levels.all()]
            rows = []
            for one in framework.competences.all():
                name = f"asked_{one.pk}"
                field = select(one.title, [("", _("Not asked for")), *levels], required=False)
                field.initial = str(asked.get(one.pk, ""))
                self.fields[name] = field
                rows.append(self[name])
            self.sections.append({"title": framework.title, "rows": rows})

    @property
    def asked(self) -> dict[int, int]:
        """Key of a competence to key of the level."""
        chosen = {name: value for name, value in self.cleaned_data.items() if name.startswith("asked_") and value}
        return {int(name.removeprefix("asked_")): int(value) for name, value in chosen.items()}
