"""Long lists, cut into pages of bounded size."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Page, Paginator

USUAL_SIZE, LARGEST_SIZE = 50, 200


def paged(rows: Any, number: str | int | None, size: int = USUAL_SIZE) -> Page[Any]:
    """The page of that number. Whatever was asked, a page that exists: the first, the last, never an error.

    `rows`: an ordered query or a list. `number`: as it came in the address. `size`: rows a page, from 1 to 200.
    """
    paginator = Paginator(rows, max(1, min(size, LARGEST_SIZE)))
    text = str(number or "1").strip()
    # Digits alone, and few of them: int() refuses very long numbers and reads other alphabets' digits.
    if not (text.isascii() and text.isdigit()):
        return paginator.page(1)
    asked = int(text) if len(text) <= 9 else paginator.num_pages
    return paginator.page(max(1, min(asked, paginator.num_pages)))
