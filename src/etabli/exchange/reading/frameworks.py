"""Files of competence frameworks: our own package, and the JSON that the Competent API of VDAB answers with.

A place in a JSON file is its path: `frameworks[0].levels[2].label`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from etabli.core.refusal import Refusal
from etabli.exchange.reading.limits import LIMIT_BYTES
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
_OF_THE_FILE = frozenset({"schema", "version", "frameworks", "action_kinds", "plan_template"})


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


Row = FrameworkRow | ActionKindRow


def read_json(path: Path) -> Any:
    """What a JSON file holds. Unreadable: `file_not_opened`, `file_too_big`, `file_empty`, `json_unreadable`."""
    try:
        size = path.stat().st_size
        content = path.read_bytes() if size <= LIMIT_BYTES else b""
    except OSError as error:
        raise Unreadable("file_not_opened", name=path.name, reason=error.strerror or "") from error
    if size > LIMIT_BYTES:
        raise Unreadable("file_too_big", name=path.name, limit=LIMIT_BYTES // 1_000_000)
    if not content.strip():
        raise Unreadable("file_empty", name=path.name)
    try:
        return json.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise Unreadable("json_unreadable", name=path.name, line=1, column=error.start + 1) from error
    except json.JSONDecodeError as error:
        raise Unreadable("json_unreadable", name=path.name, line=error.lineno, column=error.colno) from error
    except RecursionError as error:
        raise Unreadable("json_unreadable", name=path.name, line=1, column=1) from error


def read_package(path: Path) -> Reading[Row]:
    """Frameworks and kinds of actions of a package, with all that is wrong at once. Unreadable besides: `not_a_package`,
    `package_version_unknown`."""
    content = read_json(path)
    if not isinstance(content, dict) or content.get("schema") != SCHEMA:
        raise Unreadable("not_a_package", name=path.name)
    if content.get("version") != SCHEMA_VERSION:
        raise Unreadable(
            "package_version_unknown", name=path.name, value=str(content.get("version")), known=SCHEMA_VERSION
        )
    reader = _PackageReader()
    reader.ignore(content, _OF_THE_FILE, "")
    if content.get("plan_template") is not None:
        reader.reading.ignored.append(Problem("key_ignored", Place("plan_template"), "plan_template"))
    for where, values in reader.objects(content, "frameworks", ""):
        reader.framework(where, values)
    for where, values in reader.objects(content, "action_kinds", ""):
        reader.action_kind(where, values)
    return reader.reading


class _PackageReader:
    """Reads values by key; what cannot be read becomes a problem at its path, and the rest is still read."""

    def __init__(self) -> None:
        self.reading: Reading[Row] = Reading()

    def ignore(self, values: Mapping[str, Any], known: frozenset[str], where: str) -> None:
        for key in values:
            if key not in known:
                self.reading.ignored.append(Problem("key_ignored", Place(_path(where, key)), str(key)))

    def objects(self, values: Mapping[str, Any], key: str, where: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
        """The objects of a list, each with its path; a missing list is an empty one."""
        found = values.get(key, [])
        if not isinstance(found, list):
            self.reading.errors.append(Problem("list_expected", Place(_path(where, key))))
            return
        for number, one in enumerate(found):
            place = f"{_path(where, key)}[{number}]"
            if isinstance(one, dict):
                yield place, one
            else:
                self.reading.errors.append(Problem("object_expected", Place(place)))

    def texts(self, values: Mapping[str, Any], longest: Mapping[str, int], where: str) -> dict[str, str]:
        """A text for each of these keys, empty where there is none."""
        found = {}
        for key, most in longest.items():
            value = values.get(key, "")
            if not isinstance(value, str):
                self.reading.errors.append(Problem("text_expected", Place(_path(where, key)), str(value)[:100]))
                value = ""
            elif len(value.strip()) > most:
                facts = {"longest": most}
                self.reading.errors.append(Problem("text_too_long", Place(_path(where, key)), value[:100], facts))
            found[key] = value.strip()
        return found

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
            problem = Problem("pictogram_ignored", Place(_path(where, "pictogram")), texts["pictogram"])
            self.reading.warnings.append(problem)
            return texts | {"pictogram": ""}
        return texts

    def action_kind(self, where: str, values: Mapping[str, Any]) -> None:
        self.ignore(values, frozenset({*KIND_TEXTS, "default_minutes"}), where)
        texts = self.texts(values, KIND_TEXTS, where)
        minutes, before = values.get("default_minutes"), len(self.reading.errors)
        if not isinstance(minutes, int) or isinstance(minutes, bool) or minutes < 1:
            self.reading.errors.append(
                Problem("minutes_expected", Place(_path(where, "default_minutes")), str(minutes))
            )
        known = [str(one) for one in ActionCategory]
        if texts["category"] not in known:
            place = Place(_path(where, "category"))
            self.reading.errors.append(Problem("not_a_choice", place, texts["category"], {"known": known}))
        self.reading.lines += 1
        if len(self.reading.errors) == before:
            self.reading.rows.append(ActionKindRow(Place(where), **texts, default_minutes=int(minutes or 0)))


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


def _path(where: str, key: str) -> str:
    return f"{where}.{key}" if where else str(key)


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
