"""Files of competence frameworks: our own package, and the JSON that the Competent API of VDAB answers with.

A place in a JSON file is its path: `frameworks[0].levels[2].label`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from etabli.core.refusal import Refusal
from etabli.exchange.reading.objects import ObjectReader, path_to, read_json
from etabli.exchange.reading.plan_templates import FreeFieldRow, PlanTemplateRow, read_free_field, read_template
from etabli.exchange.reading.problems import Place, Problem, Unreadable
from etabli.exchange.reading.rows import Reading
from etabli.kit.pictograms import names as pictograms
from etabli.support.queries import SCHEMA, SCHEMA_VERSION
from etabli.support.rules import CompetenceSpec, FrameworkSpec, LevelSpec, problems_of
from etabli.support.states import ActionCategory

MOST_COMPETENCES = 500
"""Of one framework: more is a directory, of which a workplace takes what it works with."""
LEVEL_TEXTS = {"label": 80, "anchor": 300, "anchor_easy": 200, "pictogram": 60}
COMPETENCE_TEXTS = {
    "code": 60,
    "kind": 10,
    "title": 200,
    "description": 2000,
    "easy": 200,
    "pictogram": 60,
    "parent": 60,
    "external_code": 60,
}
LONGEST_TITLE = COMPETENCE_TEXTS["title"]
FRAMEWORK_TEXTS = {"code": 40, "language": 2, "title": 200, "source": 300}
KIND_TEXTS = {"code": 50, "name": 100, "category": 20}
_OF_THE_FILE = frozenset({"schema", "version", "frameworks", "action_kinds", "plan_template", "free_fields"})


@dataclass(frozen=True)
class FrameworkRow:
    place: Place
    spec: FrameworkSpec


@dataclass(frozen=True)
class ActionKindRow:
    """A kind of support action; `default_minutes`: those of one session."""

    place: Place
    code: str
    name: str
    category: str
    default_minutes: int


Row = FrameworkRow | ActionKindRow | PlanTemplateRow | FreeFieldRow


def read_package(path: Path) -> Reading[Row]:
    """Frameworks, kinds of actions, sections of plans and free fields of a package, with all that is wrong at once.

    Unreadable besides: `not_a_package`, `package_version_unknown`.
    """
    content = read_json(path)
    if not isinstance(content, dict) or content.get("schema") != SCHEMA:
        raise Unreadable("not_a_package", name=path.name)
    if content.get("version") != SCHEMA_VERSION:
        raise Unreadable(
            "package_version_unknown", name=path.name, value=str(content.get("version")), known=SCHEMA_VERSION
        )
    reader = _PackageReader()
    reader.ignore(content, _OF_THE_FILE, "")
    for where, values in reader.objects(content, "frameworks", ""):
        reader.framework(where, values)
    for where, values in reader.objects(content, "action_kinds", ""):
        reader.action_kind(where, values)
    kinds: set[str] = set()
    codes: set[str] = set()
    for where, values in reader.objects(content, "plan_template", "") if content.get("plan_template") else ():
        read_template(reader, where, values, kinds)
    for where, values in reader.objects(content, "free_fields", ""):
        read_free_field(reader, where, values, codes)
    return reader.reading


class _PackageReader(ObjectReader[Row]):
    """Reads frameworks and kinds of actions."""

    def framework(self, where: str, values: Mapping[str, Any]) -> None:
        self.ignore(values, frozenset({*FRAMEWORK_TEXTS, "levels", "competences"}), where)
        head = self.texts(values, FRAMEWORK_TEXTS, where)
        levels, competences = [], []
        for place, one in self.objects(values, "levels", where):
            self.ignore(one, frozenset(LEVEL_TEXTS), place)
            levels.append(LevelSpec(**self._drawn(self.texts(one, LEVEL_TEXTS, place), place)))
        for place, one in self.objects(values, "competences", where):
            self.ignore(one, frozenset(COMPETENCE_TEXTS), place)
            competences.append(CompetenceSpec(**self._drawn(self.texts(one, COMPETENCE_TEXTS, place), place)))
        spec = FrameworkSpec(levels=tuple(levels), competences=tuple(competences), **head)
        keep(self.reading, FrameworkRow(Place(where), spec))

    def _drawn(self, texts: dict[str, str], where: str) -> dict[str, str]:
        """Without a pictogram that there is not here."""
        if texts["pictogram"] and texts["pictogram"] not in pictograms():
            problem = Problem("pictogram_ignored", Place(path_to(where, "pictogram")), texts["pictogram"])
            self.reading.warnings.append(problem)
            return texts | {"pictogram": ""}
        return texts

    def action_kind(self, where: str, values: Mapping[str, Any]) -> None:
        self.ignore(values, frozenset({*KIND_TEXTS, "default_minutes"}), where)
        before = len(self.reading.errors)
        texts = self.texts(values, KIND_TEXTS, where)
        minutes = self.minutes(values, "default_minutes", where)
        self.choice(texts["category"], [str(one) for one in ActionCategory], path_to(where, "category"))
        self.reading.lines += 1
        if len(self.reading.errors) == before:
            self.reading.rows.append(ActionKindRow(Place(where), **texts, default_minutes=minutes))


def keep(reading: Reading[Any], row: FrameworkRow) -> None:
    """The row among the good ones, or all that is wrong with it."""
    reading.lines += len(row.spec.competences)
    problems = [_problem(refusal, row.place) for refusal in problems_of(row.spec)]
    if len(row.spec.competences) > MOST_COMPETENCES:
        facts = {"count": len(row.spec.competences), "most": MOST_COMPETENCES}
        problems.append(Problem("too_many_competences", row.place, row.spec.code, facts))
    reading.errors += problems
    (reading.doubtful if problems else reading.rows).append(row)


def _problem(refusal: Refusal, place: Place) -> Problem:
    facts = dict(refusal.facts)
    return Problem(refusal.code, place, str(facts.pop("value", "")), facts)


# ---------------------------------------------------------------- Competent

COMPETENT_KINDS = {
    "knowledge": ("knowledge", "knowledges", "kennis"),
    "skill": ("skill", "skills", "kunde", "technical", "technicalcompetence", "technicalcompetences"),
    "attitude": ("behavioural", "behavioral", "behaviour", "gedrag", "softskill", "softskills"),
}
"""The four kinds that the Competent API tells apart (behavioural, knowledges, skills, soft skills), and the technical
competences that hold them, as our three."""
CODE_KEYS, LABEL_KEYS, KIND_KEYS = ("code", "id", "uuid"), ("label", "name", "title"), ("type", "kind")
_DEEPEST = 12


def read_competent(path: Path, *, code: str, title: str, levels: Sequence[LevelSpec], language: str) -> Reading[Row]:
    """Every object with a code and a label, under the kind it says or the list it stands in; a technical competence holds
    what stands in it. Keys that nothing is read from are listed as ignored, once each."""
    reader = _CompetentReader(language)
    reader.walk(read_json(path), kind="skill", parent="", depth=0)
    reading: Reading[Row] = Reading(ignored=reader.ignored(), warnings=reader.warnings)
    if not reader.found:
        raise Unreadable("no_competence_found", name=path.name)
    source = f"VDAB Competent, {path.name}"
    spec = FrameworkSpec(code, language, title, tuple(levels), tuple(reader.found.values()), source)
    keep(reading, FrameworkRow(Place(path.name), spec))
    return reading


class _CompetentReader:
    def __init__(self, language: str) -> None:
        self._language = language
        self.found: dict[str, CompetenceSpec] = {}
        self.warnings: list[Problem] = []
        self._unread: dict[str, None] = {}

    def walk(self, value: Any, kind: str, parent: str, depth: int) -> None:
        if depth > _DEEPEST:
            return
        if isinstance(value, list):
            for one in value:
                self.walk(one, kind, parent, depth + 1)
        elif isinstance(value, dict):
            self._object(value, kind, parent, depth)

    def _object(self, value: Mapping[str, Any], kind: str, parent: str, depth: int) -> None:
        code, label = self._text(value, CODE_KEYS), self._text(value, LABEL_KEYS)
        kind = _kind_of(self._text(value, KIND_KEYS)) or kind
        if code and label:
            # The same competence stands under several technical ones: it is taken where it stands first.
            if len(label) > LONGEST_TITLE and code not in self.found:
                self.warnings.append(Problem("text_shortened", Place(code), label))
            spec = CompetenceSpec(code, kind, label[:LONGEST_TITLE], parent=parent, external_code=code[:60])
            self.found.setdefault(code, spec)
            parent = code
        for key, inner in value.items():
            if isinstance(inner, list | dict) and key not in LABEL_KEYS:
                self.walk(inner, _kind_of(key) or kind, parent, depth + 1)
            elif key not in (*CODE_KEYS, *LABEL_KEYS, *KIND_KEYS):
                self._unread[str(key)] = None

    def _text(self, value: Mapping[str, Any], keys: Sequence[str]) -> str:
        """The first of these keys that has a text; a label may be an object of languages."""
        for key in keys:
            found = value.get(key)
            if isinstance(found, dict):
                found = found.get(self._language)
            if isinstance(found, str | int) and not isinstance(found, bool) and str(found).strip():
                return str(found).strip()
        return ""

    def ignored(self) -> list[Problem]:
        return [Problem("key_ignored", Place(""), key) for key in self._unread]


def _kind_of(word: str) -> str:
    """Our kind of a word of theirs; empty when it is none."""
    folded = "".join(letter for letter in word.casefold() if letter.isalpha())
    return next((kind for kind, words in COMPETENT_KINDS.items() if folded in words), "")
