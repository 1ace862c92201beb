"""Papers: a Typst template of a room and its data become a tagged PDF, with the font of Typst and nothing fetched."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal

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
        made: bytes = typst.compile(
            folder / "main.typ",
            root=folder,
            ignore_system_fonts=True,
            sys_inputs={"paper": json.dumps(content, ensure_ascii=False)},
            pdf_standards=list(standards),
        )
    return made


@lru_cache(maxsize=32)
def _template(room: str, template: str) -> bytes:
    return (files(room) / "typst" / f"{template}.typ").read_bytes()
