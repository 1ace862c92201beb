"""Text folded so that it can be compared and searched."""

import unicodedata


def fold(text: str) -> str:
    """Lower case, without accents, single spaces.

    >>> fold("  Éva  O'Brien-Ñuñez ")
    "eva o'brien-nunez"
    """
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(char for char in decomposed if not unicodedata.combining(char)).split())
