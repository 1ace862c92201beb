"""What the log of reads says, in words: rooms register the words of their codes, and how keys become names."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

Names = Callable[[Any, Any, Iterable[str]], Mapping[str, str]]
"""(user, place, keys as text) -> name by key, for the keys that this user may see there."""

_WORDS: dict[str, Any] = {
    "kit.history": _("History of a record"),
    "web.search": _("Search for people"),
    "org.reads": _("Log of reads"),
}
_NAMES: dict[str, Names] = {}


def register(words: Mapping[str, Any], names: Mapping[str, Names] | None = None) -> None:
    """`words`: code to lazily translated text. `names`: table to the function that names its rows."""
    _WORDS.update(words)
    _NAMES.update(names or {})


def word_of(code: str) -> str:
    """A code nobody worded is shown as it is."""
    return str(_WORDS.get(code, code))


def names_of(table: str, user: Any, place: Any, keys: Iterable[str]) -> Mapping[str, str]:
    return _NAMES[table](user, place, keys) if table in _NAMES else {}
