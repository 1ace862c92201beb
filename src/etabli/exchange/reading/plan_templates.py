"""What a support package says of plans: the sections of each kind of plan, and the free fields of a workplace."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from etabli.exchange.reading.objects import ObjectReader, path_to
from etabli.exchange.reading.problems import Place
from etabli.support.rules import check_field, check_field_roles, check_purpose_code
from etabli.support.rules.plans import check_sections
from etabli.support.states import FieldKind, PlanKind, Target

SECTION_TEXTS = {"code": 50, "title": 100, "hint": 300}
FIELD_TEXTS = {"target": 10, "code": 40, "label": 100, "kind": 10, "purpose": 300}
MOST_SECTIONS = 20
"""Of one plan: as many as the page that writes them takes."""
MOST_MONTHS, MOST_POSITION = 600, 999
LONGEST_CHOICE, LONGEST_ROLE = 200, 30
_LISTS = ("choices", "read_roles", "write_roles")
_SECTION_CODE = re.compile(r"[-a-zA-Z0-9_]+")


@dataclass(frozen=True)
class PlanTemplateRow:
    """The sections, (code, title, hint) each, of the plans of a kind."""

    place: Place
    kind: str
    sections: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class FreeFieldRow:
    """A free field; `values`: by name of the fields of `actions.free_data.FreeFieldSpec`."""

    place: Place
    values: Mapping[str, Any]


def read_template(reader: ObjectReader[Any], where: str, values: Mapping[str, Any], seen: set[str]) -> None:
    """The sections of one kind of plan. `seen`: kinds that were told before."""
    reader.ignore(values, frozenset({"kind", "sections"}), where)
    before = len(reader.reading.errors)
    kind = reader.texts(values, {"kind": 20}, where)["kind"]
    reader.choice(kind, [str(one) for one in PlanKind if one not in seen], path_to(where, "kind"))
    seen.add(kind)
    sections = []
    for place, one in reader.objects(values, "sections", where):
        reader.ignore(one, frozenset(SECTION_TEXTS), place)
        texts = reader.texts(one, SECTION_TEXTS, place)
        if not _SECTION_CODE.fullmatch(texts["code"]):
            reader.error("section_code_unreadable", path_to(place, "code"), texts["code"])
        sections.append((texts["code"], texts["title"], texts["hint"]))
    if len(sections) > MOST_SECTIONS:
        reader.error("too_many_sections", path_to(where, "sections"), len(sections), most=MOST_SECTIONS)
    reader.check(path_to(where, "sections"), check_sections, [(code, title) for code, title, _hint in sections])
    reader.reading.lines += 1
    if len(reader.reading.errors) == before:
        reader.reading.rows.append(PlanTemplateRow(Place(where), kind, tuple(sections)))


def read_free_field(reader: ObjectReader[Any], where: str, values: Mapping[str, Any], seen: set[str]) -> None:
    """One field. `seen`: codes that were told before."""
    reader.ignore(values, frozenset({*FIELD_TEXTS, *_LISTS, "retention_months", "position"}), where)
    before = len(reader.reading.errors)
    found: dict[str, Any] = reader.texts(values, FIELD_TEXTS, where)
    reader.choice(found["target"], [str(one) for one in Target], path_to(where, "target"))
    reader.choice(found["kind"], [str(one) for one in FieldKind], path_to(where, "kind"))
    for key in _LISTS:
        longest = LONGEST_CHOICE if key == "choices" else LONGEST_ROLE
        found[key] = list(dict.fromkeys(_words(reader, values, key, where, longest)))
    found["retention_months"] = _count(reader, values, "retention_months", where, MOST_MONTHS)
    found["position"] = _count(reader, {"position": 0} | dict(values), "position", where, MOST_POSITION)
    reader.check(path_to(where, "code"), check_purpose_code, found["code"], seen)
    reader.check(where, check_field, found["label"], found["purpose"], found["kind"], found["choices"])
    reader.check(where, check_field_roles, found["read_roles"], found["write_roles"])
    seen.add(found["code"])
    reader.reading.lines += 1
    if len(reader.reading.errors) == before:
        choices = found["choices"] if found["kind"] == FieldKind.CHOICE else []
        reader.reading.rows.append(FreeFieldRow(Place(where), found | {"choices": choices}))


def _words(reader: ObjectReader[Any], values: Mapping[str, Any], key: str, where: str, longest: int) -> Collection[str]:
    """The texts of a list, those that are none told."""
    given = values.get(key, [])
    if not isinstance(given, list):
        reader.error("list_expected", path_to(where, key))
        return []
    named = {f"{key}[{number}]": one for number, one in enumerate(given)}
    return [text for text in reader.texts(named, dict.fromkeys(named, longest), where).values() if text]


def _count(reader: ObjectReader[Any], values: Mapping[str, Any], key: str, where: str, most: int) -> int:
    """A whole number from 0 to `most`; 0, with a problem, for anything else."""
    found = values.get(key)
    if isinstance(found, int) and not isinstance(found, bool) and 0 <= found <= most:
        return found
    reader.error("count_expected", path_to(where, key), "" if found is None else found, most=most)
    return 0
