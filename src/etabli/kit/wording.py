"""The sentence of each refusal. Rooms register theirs when they start; the language is the reader's."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from etabli.core.refusal import Refusal
from etabli.kit import localised

_SENTENCES: dict[str, Any] = {
    "operation_unreadable": _("This entry could not be read (%(detail)s). Write it again."),
    "photo_too_large": _("This picture is larger than %(most)s MB. Take it again, or make it smaller."),
    "photo_kind_unknown": _("This file is not a picture that can be kept: send a JPEG, PNG or WebP."),
    "photo_taken": _("Another picture was kept under this number. Take it again."),
}
"""Those of the kit itself; rooms add theirs."""
_NAMES: dict[str, Callable[[str], str]] = {}


def register(sentences: Mapping[str, Any]) -> None:
    """Add a room's sentences: code to lazily translated text with `%(fact)s`. ValueError for a code worded twice."""
    for code, text in sentences.items():
        if _SENTENCES.get(code, text) is not text:
            raise ValueError(f"the refusal {code} is worded twice")
        _SENTENCES[code] = text


def register_names(names: Mapping[str, Callable[[str], str]]) -> None:
    """How a fact that is a code becomes the name a reader knows: fact to function, in every sentence."""
    for fact, named in names.items():
        _NAMES[fact] = named


def worded_codes() -> frozenset[str]:
    return frozenset(_SENTENCES)


def sentence(refusal: Refusal) -> str:
    """What the reader is told. A code nobody worded is named as it is, so that someone can say what happened."""
    text = _SENTENCES.get(refusal.code)
    if text is None:
        return gettext("This is refused (%(code)s).") % {"code": refusal.code}
    facts = {name: as_text(value) for name, value in refusal.facts.items()}
    return str(text) % {name: _NAMES[name](told) if name in _NAMES else told for name, told in facts.items()}


def as_text(value: object) -> str:
    """A fact as the reader writes it: dates and numbers of her language, several values separated by commas."""
    if isinstance(value, datetime | date):
        return localised.day(value, "short")
    if isinstance(value, bool | str) or value is None:
        return "" if value is None else str(value)
    if isinstance(value, int | float):
        return number_format(value)
    if isinstance(value, Iterable):
        return ", ".join(as_text(item) for item in value)
    return str(value)
