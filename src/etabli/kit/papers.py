"""Papers: a Typst template of a room and its data become a tagged PDF, with the font of Typst and nothing fetched."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal

from django.utils.translation import get_language, gettext

from etabli.kit import charts, localised

Standards = tuple[Literal["a-2a", "a-3a", "ua-1"], ...]
FONT = "Libertinus Serif"
"""Comes with Typst, so that a paper is the same on every machine. Each content names it as `font`."""
ARCHIVED: Standards = ("a-2a", "ua-1")
"""PDF/A-2a and PDF/UA-1: kept as it is, read aloud in its language."""
CARRYING: Standards = ("a-3a", "ua-1")
"""The same, with files of any kind attached."""


def paper(
    room: str,
    template: str,
    content: Mapping[str, Any],
    *,
    beside: Mapping[str, bytes] | None = None,
    standards: Standards = ARCHIVED,
) -> bytes:
    """The PDF of `typst/<template>.typ` of the package `room` (`etabli.orders`), which reads `content` as JSON in `sys.inputs.paper`.

    `content`: plain values, its words in the language of the paper. `beside`: name -> content of the files that the
    template shows or attaches. Raises RuntimeError when the template cannot be compiled, a picture drawn, or a standard kept.
    """
    # The compiler is loaded only by those who ask for a paper.
    import typst  # noqa: PLC0415

    # Typst reads files of its own folder only.
    with TemporaryDirectory(prefix="etabli-paper-") as name:
        folder = Path(name)
        (folder / "main.typ").write_bytes(_template(room, template))
        for file, held in (beside or {}).items():
            (folder / file).write_bytes(held)
        pdf: bytes = typst.compile(
            folder / "main.typ",
            root=folder,
            ignore_system_fonts=True,
            sys_inputs={"paper": json.dumps(content, ensure_ascii=False)},
            pdf_standards=list(standards),
        )
    return pdf


def setting(on: date) -> dict[str, Any]:
    """What every template reads of a content: `language` (the present one), `font`, `day` on which the paper is made."""
    return {"language": (get_language() or "fr")[:2], "font": FONT, "day": [on.year, on.month, on.day]}


def made(on: date, by: str) -> str:
    """When a paper was made, and by whom."""
    return gettext("on %(day)s by %(name)s") % {"day": localised.day(on, "long"), "name": by}


def drawings(pictures: Iterable[charts.Picture]) -> list[dict[str, str]]:
    """The pictures in the font of papers: {svg, title, description} each; none that cannot be drawn."""
    drawn = []
    for picture in pictures:
        try:
            svg = charts.standalone(picture).replace("<svg ", f'<svg font-family="{FONT}" ', 1)
        except charts.ChartError:
            continue
        drawn.append({"svg": svg, "title": picture.title, "description": f"{picture.title}. {picture.description}"})
    return drawn


@lru_cache(maxsize=32)
def _template(room: str, template: str) -> bytes:
    return (files(room) / "typst" / f"{template}.typ").read_bytes()
