"""The page as it is sent: every word, element and icon that the scripts ask for is in it; it is light; it tells of nobody."""

from __future__ import annotations

import gzip
import re
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from etabli.support.states import ICONS as PICTOGRAMS
from etabli.tablet.actions.kinds import KINDS
from etabli.tablet.bundle import lists
from etabli.tablet.rules import LANGUAGES
from tests.tablet.journeys.scripts import ROOT, SOURCE

DIST = ROOT / "src" / "etabli" / "kit" / "static" / "dist"
MOST_SCRIPT = 30_000
"""Bytes, compressed: of the page's script and of its worker together."""
SCRIPTS = "\n".join(
    path.read_text(encoding="utf-8") for path in [SOURCE / "tablet.js", *(SOURCE / "tablet").glob("*.js")]
)


@pytest.fixture
def shell() -> str:
    with translation.override("en"):
        return render_to_string("tablet/shell.html", {"language": "en", "languages": LANGUAGES})


def ids_in(shell: str) -> set[str]:
    return set(re.findall(r'\bid="([^"]+)"', shell))


def test_what_the_scripts_look_for_is_in_the_page(shell: str) -> None:
    named = set(re.findall(r'\b(?:byId|input|dialog|copyOf|text|onSubmit)\("([^"]+)"', SCRIPTS))
    named |= {f"view-{name}" for name in re.findall(r'data-view="(\w+)"', shell) if name != "loading"}
    assert named <= ids_in(shell)


def test_no_id_stands_twice(shell: str) -> None:
    found = re.findall(r'\bid="([^"]+)"', shell)
    assert len(found) == len(set(found))


def test_every_word_of_the_scripts_is_in_the_page_and_none_is_idle(shell: str) -> None:
    known = set(re.findall(r'data-word="([^"]+)"', shell))
    asked = set(re.findall(r'\bword\("(\w+)"', SCRIPTS))
    asked |= {f"{name}_{count}" for name in re.findall(r'\bcounted\("(\w+)"', SCRIPTS) for count in ("one", "many")}
    assert asked <= known
    # Those made of pieces: a state, a kind of act, a mark.
    pieces = ("act_", "marked_", "missing", "expected", "not_due", "shut", "away", "hidden")
    idle = {word for word in known - asked if not word.startswith(pieces) and f'"{word}"' not in SCRIPTS}
    assert idle == set()


def test_every_kind_of_act_can_be_said(shell: str) -> None:
    sent = set(re.findall(r'\[?\{ ?(?:\.\.\.\w+, )?kind: "(\w+)"', SCRIPTS)) - {"restriction", "certification", "goal"}
    assert sent >= {"presence", "work", "output", "observation", "handover", "intervention", "join", "take_team"}
    assert {f"act_{kind}" for kind in {*sent, *KINDS}} <= set(re.findall(r'data-word="([^"]+)"', shell))


def test_the_icons_of_codes_and_observations_are_in_the_page(shell: str) -> None:
    named = {*lists.ICONS.values(), *lists.ICONS_OF_ABSENCES.values(), *PICTOGRAMS.values(), "circle", "user-check"}
    assert named <= set(re.findall(r'data-icon="([^"]+)"', shell))


def test_no_words_and_no_markup_in_the_scripts() -> None:
    assert "innerHTML" not in SCRIPTS and "onLine" not in SCRIPTS
    assert not re.search(r'(?:say|problem|write)\([^;]*"[A-Z][a-z]+ [a-z]+', SCRIPTS)


def test_the_policy_is_kept(shell: str) -> None:
    assert not re.search(r"<style|\sstyle=|\son\w+=|<script(?![^>]*\bsrc=)", shell)


def test_the_scripts_weigh_little() -> None:
    weights = {name: len(gzip.compress((DIST / name).read_bytes(), 9)) for name in ("tablet.js", "tablet-worker.js")}
    print(weights)
    assert sum(weights.values()) < MOST_SCRIPT


def test_the_worker_is_a_classic_script() -> None:
    worker = (DIST / "tablet-worker.js").read_text(encoding="utf-8")
    assert not re.search(r"(^|[;}])\s*(import|export)\b[^(]", worker)


@pytest.mark.parametrize("language", ["fr", "nl", "en"])
def test_it_is_in_three_languages(language: str) -> None:
    with translation.override(language):
        shell: Any = render_to_string("tablet/shell.html", {"language": language})
    assert f'lang="{language}"' in shell
