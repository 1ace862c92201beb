"""A pictogram in a page: a drawing beside words, which say what it means."""

from __future__ import annotations

from django import template
from django.utils.html import format_html

from etabli.kit import pictograms

register = template.Library()


@register.simple_tag
def pictogram(name: str, size: int = 72) -> str:
    """The drawing of that name, `size` pixels wide; nothing for a name that there is not. The words stand beside it, so it
    has none of its own."""
    address = pictograms.address(name)
    if not address:
        return ""
    return format_html('<img class="pictogram" src="{}" alt="" width="{}" height="{}">', address, size, size)
