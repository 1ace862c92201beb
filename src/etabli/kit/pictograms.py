"""The pictograms that the package carries: drawings of OpenMoji (CC BY-SA 4.0), taken by the build.

`pictograms.txt` names them, one a line; `hatch_build.py` writes each to `static/dist/pictograms/<name>.svg`. A page that
shows one says whose they are: `components/pictogram_credit.html`.
"""

from __future__ import annotations

from functools import cache
from importlib import resources

from django.templatetags.static import static


@cache
def names() -> tuple[str, ...]:
    """Those there are, in alphabetical order."""
    text = resources.files("etabli.kit").joinpath("pictograms.txt").read_text(encoding="utf-8")
    return tuple(text.split())


def address(name: str) -> str:
    """Where the drawing is served; empty for a name that there is not."""
    return static(f"dist/pictograms/{name}.svg") if name in names() else ""


def drawing(name: str) -> bytes:
    """The drawing itself, as SVG; KeyError for a name that there is not."""
    if name not in names():
        raise KeyError(name)
    return resources.files("etabli.kit").joinpath("static", "dist", "pictograms", f"{name}.svg").read_bytes()
