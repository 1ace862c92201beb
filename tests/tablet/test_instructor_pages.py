"""The instructor's page says what the screen says, in each language, and its pictures are small and shown."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[2]
USER = ROOT / "docs" / "user"
MOST_BYTES = 80_000
LANGUAGES = ("fr", "nl", "en")
IN_THE_TEXT = {"fr": {"en gras"}, "nl": {"in het vet"}, "en": {"in bold"}}
"""Where the page says what bold is."""


def words_of_the_screen(language: str) -> set[str]:
    """All the sentences of a language; numbers and what is filled in are #."""
    catalogue = "fr" if language == "en" else language
    path = ROOT / "src" / "etabli" / "locale" / catalogue / "LC_MESSAGES" / "django.po"
    with path.open("rb") as file:
        messages = [message for message in read_po(file) if isinstance(message.id, str)]
    told = (str(message.id if language == "en" else message.string) for message in messages)
    return {re.sub(r"%\(\w+\)s|\{\w+\}", "#", sentence) for sentence in told}


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_in_bold_stand_on_the_screen(language: str) -> None:
    text = (USER / f"instructor.{language}.md").read_text(encoding="utf-8")
    bold = set(re.findall(r"\*\*(.+?)\*\*", text)) - IN_THE_TEXT[language]
    known = words_of_the_screen(language)
    assert len(bold) > 60
    assert sorted(word for word in bold if word not in known and re.sub(r"\d+", "#", word) not in known) == []


def test_the_three_pages_say_the_same() -> None:
    def shape(language: str) -> list[str]:
        lines = (USER / f"instructor.{language}.md").read_text(encoding="utf-8").splitlines()
        return [
            line[:2] for line in lines if line.startswith(("#", "-", "|", "!")) or line[:2] in {"1.", "2.", "3.", "4."}
        ]

    assert shape("fr") == shape("nl") == shape("en")


def test_pictures_are_small_and_all_shown() -> None:
    shown = {
        name for page in USER.glob("*.md") for name in re.findall(r"\(pictures/([^)]+)\)", page.read_text("utf-8"))
    }
    kept = {path.name: path.stat().st_size for path in (USER / "pictures").glob("*.png")}
    assert set(kept) == shown
    assert [name for name, size in kept.items() if size > MOST_BYTES] == []
