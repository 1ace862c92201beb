"""The glossary holds every room with its five words, every table, and the words that come in lists."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps

from etabli.attendance.states import BUILT_IN_CODES
from etabli.core.facts import Absence, EngagementKind, Unpaid
from etabli.indicators.definitions import LANGUAGES, every_definition
from etabli.org.states import EstablishmentKind, Role

ROOT = Path(__file__).resolve().parents[2]
GLOSSARY = ROOT / "docs" / "glossary.md"
ROOMS = sorted(path.parent.name for path in (ROOT / "src" / "etabli").glob("*/__init__.py"))
WORD = re.compile(r"\*([^*]+)\* \(([^,()]+), ([^()]+)\)")
"""How a docstring names a word: `*closure* (fermeture, sluiting)`."""
Row = tuple[str, str, str, str]
"""Code, French, Dutch, English."""


@lru_cache(maxsize=1)
def glossary() -> dict[str, list[Row]]:
    """The rows of each section, by the room it is about."""
    sections: dict[str, list[Row]] = {}
    rows: list[Row] = []
    for line in GLOSSARY.read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            rows = sections.setdefault(line.removeprefix("## ").strip(), [])
        elif line.startswith("| `"):
            code, french, dutch, english = (cell.strip() for cell in line.strip("|").split("|"))
            rows.append((code, french, dutch, english))
    return sections


def codes(room: str) -> set[str]:
    """What stands between backticks in the first column of a section."""
    return {code for row in glossary()[room] for code in re.findall(r"`([^`]+)`", row[0])}


def words_of(room: str) -> list[tuple[str, ...]]:
    """English, French and Dutch of the words that the docstring of a room names."""
    text = " ".join((import_module(f"etabli.{room}").__doc__ or "").split())
    return WORD.findall(text)


def missing(wanted: Iterable[object], room: str) -> list[str]:
    return sorted({str(word) for word in wanted if str(word)} - codes(room))


def test_every_room_has_a_section_and_no_section_is_of_nothing() -> None:
    assert sorted(glossary()) == ROOMS


@pytest.mark.parametrize("room", ROOMS)
def test_the_docstring_of_a_room_names_its_five_words(room: str) -> None:
    assert len(words_of(room)) == 5


@pytest.mark.parametrize("room", ROOMS)
def test_the_five_words_of_a_room_stand_in_its_section(room: str) -> None:
    known = {(english.rstrip("*"), french, dutch) for _, french, dutch, english in glossary()[room]}
    known |= {(english, french.split(" (")[0], dutch.split(" (")[0]) for english, french, dutch in known}
    known |= {(english, french.split(", ")[0], dutch) for english, french, dutch in known}
    assert [word for word in words_of(room) if word not in known] == []


@pytest.mark.parametrize("room", [room for room in ROOMS if room != "core"])
def test_every_table_of_a_room_stands_in_its_section(room: str) -> None:
    models = apps.get_app_config(room).get_models()
    # Other tests make tables of their own under the name of a room.
    ours = (model.__name__ for model in models if model.__module__.startswith(f"etabli.{room}"))
    assert missing(ours, room) == []


def test_every_role_and_kind_of_establishment_is_worded() -> None:
    assert missing([*Role, *EstablishmentKind], "org") == []


def test_every_kind_of_engagement_and_of_absence_is_worded() -> None:
    assert missing([*EngagementKind, *Absence, *Unpaid], "core") == []


def test_every_code_of_attendance_is_worded() -> None:
    assert missing((code.code for code in BUILT_IN_CODES), "attendance") == []


def test_every_figure_is_called_as_its_definition_calls_it() -> None:
    wanted = {
        (f"`{definition.code}`", *(definition.label(language) for language in LANGUAGES))
        for definition in every_definition().values()
    }
    assert sorted(wanted - set(glossary()["indicators"])) == []


@pytest.mark.parametrize("room", ROOMS)
def test_no_word_is_left_blank(room: str) -> None:
    assert [row for row in glossary()[room] if not all(row)] == []
