"""Text folded so that it can be compared and searched."""

import unicodedata

_LETTERS = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "’": "'", "‐": "-", "‑": "-"})
"""What decomposition leaves: letters that are not a letter and an accent, and typographic signs."""


def fold(text: str) -> str:
    """Lower case, without accents, single spaces.

    >>> fold("  Éva  O'Brien-Ñuñez ")
    "eva o'brien-nunez"
    """
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(char for char in decomposed if not unicodedata.combining(char))
    return " ".join(plain.translate(_LETTERS).split())
