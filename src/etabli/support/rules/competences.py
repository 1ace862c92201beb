"""Rules of frameworks, scales, competences and profiles; a framework whole, as an importer or an editor writes it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from etabli.core.refusal import Refusal
from etabli.support.states import FRAMEWORK_TURNS, CompetenceKind, FrameworkState

LEAST_LEVELS, MOST_LEVELS = 2, 10
LANGUAGES = ("fr", "nl", "en")
_CODE = re.compile(r"^[A-Za-z0-9][A-Za-z0-9._/-]*$")
LONGEST_FRAMEWORK_CODE, LONGEST_COMPETENCE_CODE = 40, 60


@dataclass(frozen=True)
class LevelSpec:
    """A level of a scale; its rank is its place, from 0. See `models.ScaleLevel`."""

    label: str
    anchor: str = ""
    anchor_easy: str = ""
    pictogram: str = ""


@dataclass(frozen=True)
class CompetenceSpec:
    """A competence; `parent`: the code of the one it stands in, empty for none. See `models.Competence`."""

    code: str
    kind: str
    title: str
    description: str = ""
    easy: str = ""
    pictogram: str = ""
    parent: str = ""
    external_code: str = ""


@dataclass(frozen=True)
class FrameworkSpec:
    """A framework whole: levels from the lowest, competences in the order of the screen."""

    code: str
    language: str
    title: str
    levels: tuple[LevelSpec, ...]
    competences: tuple[CompetenceSpec, ...]
    source: str = ""


def check_framework_code(code: str) -> None:
    if not _CODE.match(code) or len(code) > LONGEST_FRAMEWORK_CODE:
        raise Refusal("framework_code_wrong", value=code)


def check_framework_title(title: str) -> None:
    if not title.strip():
        raise Refusal("framework_title_empty")


def check_language(language: str) -> None:
    if language not in LANGUAGES:
        raise Refusal("framework_language_unknown", value=language, known=LANGUAGES)


def check_scale(levels: Sequence[LevelSpec]) -> None:
    """From two to ten levels, each with a word of its own."""
    if not LEAST_LEVELS <= len(levels) <= MOST_LEVELS:
        raise Refusal("scale_length_wrong", least=LEAST_LEVELS, most=MOST_LEVELS)
    if any(not level.label.strip() for level in levels):
        raise Refusal("scale_level_empty")
    twice = [label for label, count in Counter(_folded(level.label) for level in levels).items() if count > 1]
    if twice:
        raise Refusal("scale_level_twice", value=twice[0])


def check_competence(competence: CompetenceSpec) -> None:
    if not _CODE.match(competence.code) or len(competence.code) > LONGEST_COMPETENCE_CODE:
        raise Refusal("competence_code_wrong", value=competence.code)
    if not competence.title.strip():
        raise Refusal("competence_title_empty", value=competence.code)
    if competence.kind not in {str(kind) for kind in CompetenceKind}:
        raise Refusal("competence_kind_unknown", value=competence.kind, known=[str(kind) for kind in CompetenceKind])


def check_competence_once(code: str, others: Mapping[str, str]) -> None:
    """`others`: code to code of the parent, of the competences beside it."""
    if code in others:
        raise Refusal("competence_code_twice", value=code)


def check_parent(code: str, parent: str, others: Mapping[str, str]) -> None:
    """The parent is there, and is not a part of what it would hold. `others` as above."""
    if parent and parent not in others:
        raise Refusal("competence_parent_unknown", value=parent, part=code)
    above, seen = parent, set()
    while above and above not in seen:
        if above == code:
            raise Refusal("competence_in_itself", value=code)
        seen.add(above)
        above = others.get(above, "")


def check_holds_nothing(code: str, parts: Sequence[str]) -> None:
    """What holds others is not taken away from around them."""
    if parts:
        raise Refusal("competence_has_parts", value=code, parts=parts)


def problems_of(framework: FrameworkSpec) -> Iterator[Refusal]:
    """All that is wrong with a framework, at once."""
    checks = (
        partial(check_framework_code, framework.code),
        partial(check_framework_title, framework.title),
        partial(check_language, framework.language),
        partial(check_scale, framework.levels),
        partial(check_has_competences, len(framework.competences)),
    )
    for check in checks:
        yield from _refused(check)
    parents = {one.code: one.parent for one in framework.competences}
    before: dict[str, str] = {}
    for one in framework.competences:
        yield from _refused(partial(check_competence, one))
        yield from _refused(partial(check_competence_once, one.code, before))
        yield from _refused(partial(check_parent, one.code, one.parent, parents))
        before[one.code] = one.parent


def check_framework(framework: FrameworkSpec) -> None:
    """The first thing wrong with it."""
    for problem in problems_of(framework):
        raise problem


def check_has_competences(count: int) -> None:
    if not count:
        raise Refusal("framework_empty")


def check_draft(state: str) -> None:
    """Only a draft changes: what was published is what assessments were made on."""
    if state != FrameworkState.DRAFT:
        raise Refusal("framework_not_a_draft")


def check_framework_turn(state: str, wanted: FrameworkState) -> None:
    if wanted not in FRAMEWORK_TURNS[FrameworkState(state)]:
        raise Refusal("framework_state_wrong")


def scale_since(version: int, levels: Sequence[LevelSpec], before: tuple[int, Sequence[LevelSpec]] | None) -> int:
    """From which version on the levels mean what they mean in this one. `before`: the same of the version published before,
    with its levels; None for the first.

    What a level is called and what is seen at it make its meaning; easy words and drawings do not.
    """
    if before is not None and [_meaning(one) for one in levels] == [_meaning(one) for one in before[1]]:
        return before[0]
    return version


def check_profile(name: str, asked: int) -> None:
    """`asked`: how many levels it asks for."""
    if not name.strip():
        raise Refusal("profile_name_empty")
    if not asked:
        raise Refusal("profile_asks_nothing")


def _meaning(level: LevelSpec) -> tuple[str, str]:
    return _folded(level.label), _folded(level.anchor)


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()


def _refused(check: Callable[[], None]) -> Iterator[Refusal]:
    try:
        check()
    except Refusal as refusal:
        yield refusal
