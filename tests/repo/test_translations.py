"""French and Dutch are complete: every message is translated, with its placeholders and tags, and figures have words."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po
from django.utils.translation import gettext, ngettext, override

from etabli.indicators.definitions import LANGUAGES as FIGURE_LANGUAGES
from etabli.indicators.definitions import definitions
from tools import messages

NO_BREAK = "\N{NO-BREAK SPACE}"
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%%|\{\w*\}")
TAG = re.compile(r"</?[a-zA-Z][^>]*>")
COMMAND = re.compile(r"--[a-z][a-z-]*|ETABLI_[A-Z_]+|\betabli (?:serve|migrate|demo|backup|help|configure|user add)\b")
ENDS = (".", ":", "?", "…")
NEVER = {
    "fr": re.compile(r"\b(patiente?s?|usagère?s?|usagers?)\b", re.IGNORECASE),
    "nl": re.compile(r"\b(patiënt(en)?|cliënt(en)?)\b", re.IGNORECASE),
}
"""Words that are not said of accompanied persons."""
OF_DJANGO = (
    "This field is required.",
    "Enter a valid date.",
    "Enter a whole number.",
    "Select a valid choice. %(value)s is not one of the available choices.",
    "The two password fields didn’t match.",
    "This password is too common.",
    "Monday",
)
OF_ALLAUTH = (
    "The username and/or password you specified are not correct.",
    "Too many failed login attempts. Try again later.",
    "Incorrect code.",
    "Incorrect password.",
)


@cache
def found() -> Catalog:
    """Every message of the code and the templates."""
    return messages.template()


def path_of(language: str) -> Path:
    return messages.PACKAGE / "locale" / language / "LC_MESSAGES" / "django.po"


@cache
def catalogue(language: str) -> Catalog:
    with path_of(language).open("rb") as file:
        return read_po(file, locale=language)


def rows(language: str) -> list[Message]:
    return [message for message in catalogue(language) if message.id]


def texts(value: str | tuple[str, ...] | list[str] | None) -> list[str]:
    return list(value) if isinstance(value, tuple | list) else [value or ""]


def pairs(language: str) -> list[tuple[str, str]]:
    """(message, translation) of what is translated; each plural form stands beside the plural of the message."""
    return [(texts(row.id)[-1], text) for row in rows(language) for text in texts(row.string) if text]


def keys(words: Catalog) -> set[tuple[str | None, str]]:
    return {(message.context, texts(message.id)[0]) for message in words if message.id}


@pytest.mark.parametrize("language", messages.LANGUAGES)
def test_every_message_of_code_and_templates_is_in_the_catalogue(language: str) -> None:
    missing, left = keys(found()) - keys(catalogue(language)), keys(catalogue(language)) - keys(found())
    assert not missing, f"run `make messages` and translate: {missing}"
    assert not left, f"run `make messages`: {left}"


@pytest.mark.parametrize("language", messages.LANGUAGES)
def test_the_catalogue_is_as_make_messages_writes_it(
    language: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = messages.template()
    copy = tmp_path / path_of(language).relative_to(messages.PACKAGE)
    copy.parent.mkdir(parents=True)
    shutil.copy(path_of(language), copy)
    monkeypatch.setattr(messages, "PACKAGE", tmp_path)
    untranslated = messages.update(language, words)
    assert copy.read_bytes() == path_of(language).read_bytes(), "run `make messages`"
    assert untranslated == 0


@pytest.mark.parametrize("language", messages.LANGUAGES)
def test_every_message_is_translated_and_none_is_a_guess(language: str) -> None:
    empty = [row.id for row in rows(language) if not all(text.strip() for text in texts(row.string))]
    assert not empty
    assert not [row.id for row in rows(language) if row.fuzzy]


@pytest.mark.parametrize("language", messages.LANGUAGES)
def test_placeholders_and_tags_are_those_of_the_message(language: str) -> None:
    for pattern in (PLACEHOLDER, TAG, COMMAND):
        wrong = [(one, other) for one, other in pairs(language) if counts(pattern, one) != counts(pattern, other)]
        assert not wrong
    assert not [(row.id, problems) for row in rows(language) if (problems := list(map(str, row.check(None))))]


def counts(pattern: re.Pattern[str], text: str) -> Counter[str]:
    return Counter(pattern.findall(text))


@pytest.mark.parametrize("language", messages.LANGUAGES)
def test_every_plural_has_the_forms_of_its_language(language: str) -> None:
    forms = catalogue(language).num_plurals
    assert not [row.id for row in rows(language) if row.pluralizable and len(texts(row.string)) != forms]
    assert not [row.id for row in rows(language) if not row.pluralizable and not isinstance(row.string, str)]


@pytest.mark.parametrize("language", messages.LANGUAGES)
def test_margins_and_the_end_of_a_sentence_are_kept(language: str) -> None:
    def margins(text: str) -> tuple[str, str]:
        return text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]

    assert not [(one, other) for one, other in pairs(language) if margins(one) != margins(other)]
    ended = [(one.strip(), other.strip()) for one, other in pairs(language) if " " in one and one.strip()[-1:] in ENDS]
    assert not [(one, other) for one, other in ended if one[-1:] != other[-1:]]


@pytest.mark.parametrize("language", messages.LANGUAGES)
def test_accompanied_persons_are_called_persons(language: str) -> None:
    assert not [text for _, text in pairs(language) if NEVER[language].search(text)]


def test_french_signs_do_not_stand_alone_at_the_beginning_of_a_line() -> None:
    breaks = re.compile(rf" [:;!?»%]|« |«[^{NO_BREAK}]|[^{NO_BREAK}]»|\w[;!?](?!\w)|\w:(?![/\w*])")
    wrong = [text for _, text in pairs("fr") if breaks.search(PLACEHOLDER.sub("x", text))]
    assert not wrong


@pytest.mark.parametrize("language", messages.LANGUAGES)
def test_one_apostrophe_within_words(language: str) -> None:
    assert not [text for _, text in pairs(language) if re.search(r"[^\W\d_]'[^\W\d_]", text)]


@pytest.mark.parametrize("code", sorted(definitions()))
def test_every_figure_has_its_label_and_its_formula_in_each_language(code: str) -> None:
    assert {*messages.LANGUAGES, "en"} == set(FIGURE_LANGUAGES)
    definition = definitions()[code]
    for language in FIGURE_LANGUAGES:
        assert definition.label(language).strip()
        assert definition.formula(language).strip().endswith(".")
    assert len({definition.formula(language) for language in FIGURE_LANGUAGES}) == len(FIGURE_LANGUAGES)


@pytest.mark.parametrize("language", FIGURE_LANGUAGES)
def test_no_two_figures_are_called_the_same(language: str) -> None:
    labels = [definition.label(language) for definition in definitions().values()]
    assert len(set(labels)) == len(labels)


@pytest.mark.parametrize("language", messages.LANGUAGES)
def test_django_and_allauth_speak_the_language_themselves(language: str) -> None:
    with override(language):
        assert not [text for text in (*OF_DJANGO, *OF_ALLAUTH) if gettext(text) == text]
        single = "This password is too short. It must contain at least %d character."
        plural = "This password is too short. It must contain at least %d characters."
        assert ngettext(single, plural, 2) != plural
