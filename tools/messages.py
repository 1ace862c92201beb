"""Brings the message catalogues up to date with the words of the code, the templates and the scripts.

Does what `makemessages` does, with Babel in place of the GNU tools, so that nothing has to be installed. A message that
is no longer used leaves the catalogue; a new one comes in untranslated. Nothing is guessed: no fuzzy match.
"""

import io
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "src" / "etabli"
LANGUAGES = ("fr", "nl")
COMMENT_TAGS = ["Translators:", "Translators"]
UNTOLD = tuple(
    f'"{name}:'.encode()
    for name in (
        "Generated-By",
        "Language-Team",
        "Last-Translator",
        "PO-Revision-Date",
        "POT-Creation-Date",
        "Project-Id-Version",
        "Report-Msgid-Bugs-To",
    )
)
"""Lines of the header that change at each run or say nothing."""
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}


def sources() -> Iterator[tuple[Path, bytes]]:
    """Each file that may hold words, as Python text: a template becomes calls of gettext."""
    for path in sorted(PACKAGE.rglob("*.py")):
        if "migrations" not in path.parts:
            yield path, path.read_bytes()
    for suffix in ("*.html", "*.txt", "*.typ"):
        for path in sorted(PACKAGE.rglob(suffix)):
            if "templates" in path.parts:
                calls = templatize(path.read_text(encoding="utf-8"), origin=str(path))
                # The margins of a template mean nothing, and Python would stumble over them.
                yield path, "\n".join(line.strip() for line in calls.splitlines()).encode()


def template() -> Catalog:
    catalogue = Catalog(project="etabli", charset="utf-8", fuzzy=False)
    for path, text in sources():
        found = extract("python", io.BytesIO(text), KEYWORDS, COMMENT_TAGS, {"encoding": "utf-8"})
        for _line, message, comments, context in found:
            if message and message != ("", ""):
                flags = ["python-format"] if is_format(message) else []
                place = [(path.relative_to(ROOT).as_posix(), None)]
                catalogue.add(message, None, place, flags=flags, auto_comments=comments, context=context)
    return catalogue


def is_format(message: str | tuple[str, ...]) -> bool:
    return any("%(" in part for part in ([message] if isinstance(message, str) else message))


def update(language: str, words: Catalog) -> int:
    """Rewrites one catalogue and answers how many of its messages have no translation yet."""
    path = PACKAGE / "locale" / language / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True, exist_ok=True)
    catalogue = Catalog(locale=language, project="etabli", charset="utf-8", fuzzy=False)
    if path.is_file():
        with path.open("rb") as read:
            catalogue = read_po(read, locale=language)
    catalogue.update(words, no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    catalogue.header_comment = f"# The words of Établi, {language}. Kept up to date by `make messages`."
    out = io.BytesIO()
    write_po(out, catalogue, width=120, sort_output=True, omit_header=False, ignore_obsolete=True)
    kept = [line for line in out.getvalue().splitlines() if not line.startswith(UNTOLD)]
    path.write_bytes(b"\n".join(kept) + b"\n")
    return sum(1 for message in catalogue if message.id and not all_strings(message.string))


def all_strings(string: str | tuple[str, ...] | None) -> bool:
    return all(string) if isinstance(string, tuple | list) else bool(string)


if __name__ == "__main__":
    words = template()
    for language in LANGUAGES:
        missing = update(language, words)
        sys.stdout.write(f"{language}: {len(words)} messages, {missing} without a translation\n")
