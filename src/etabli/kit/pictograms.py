"""The pictograms that the package carries: drawings of OpenMoji (CC BY-SA 4.0), taken by the build.

`pictograms.txt` names them, one a line; `hatch_build.py` writes each to `static/dist/pictograms/<name>.svg`. A page that
shows one says whose they are: `components/pictogram_credit.html`.
"""

from __future__ import annotations

from functools import cache
from importlib import resources

from django.templatetags.static import static
from django.utils.translation import pgettext_lazy

WORDS = {
    "alarm-clock": pgettext_lazy("pictogram", "alarm clock"),
    "anxious-face-with-sweat": pgettext_lazy("pictogram", "anxious face"),
    "basket": pgettext_lazy("pictogram", "basket"),
    "bicycle": pgettext_lazy("pictogram", "bicycle"),
    "books": pgettext_lazy("pictogram", "books"),
    "broom": pgettext_lazy("pictogram", "broom"),
    "bullseye": pgettext_lazy("pictogram", "bullseye"),
    "bus": pgettext_lazy("pictogram", "bus"),
    "busts-in-silhouette": pgettext_lazy("pictogram", "people"),
    "calendar": pgettext_lazy("pictogram", "calendar"),
    "chair": pgettext_lazy("pictogram", "chair"),
    "check-mark-button": pgettext_lazy("pictogram", "check mark"),
    "clapping-hands": pgettext_lazy("pictogram", "clapping hands"),
    "crying-face": pgettext_lazy("pictogram", "crying face"),
    "deciduous-tree": pgettext_lazy("pictogram", "tree"),
    "delivery-truck": pgettext_lazy("pictogram", "delivery truck"),
    "droplet": pgettext_lazy("pictogram", "droplet"),
    "envelope": pgettext_lazy("pictogram", "envelope"),
    "eye": pgettext_lazy("pictogram", "eye"),
    "fire-extinguisher": pgettext_lazy("pictogram", "fire extinguisher"),
    "gardening-gloves": pgettext_lazy("pictogram", "gardening gloves"),
    "glasses": pgettext_lazy("pictogram", "glasses"),
    "gloves": pgettext_lazy("pictogram", "gloves"),
    "grinning-face": pgettext_lazy("pictogram", "laughing face"),
    "hammer-and-wrench": pgettext_lazy("pictogram", "tools"),
    "handshake": pgettext_lazy("pictogram", "handshake"),
    "hospital": pgettext_lazy("pictogram", "hospital"),
    "input-numbers": pgettext_lazy("pictogram", "numbers"),
    "label": pgettext_lazy("pictogram", "label"),
    "locked": pgettext_lazy("pictogram", "locked"),
    "magnifying-glass-tilted-left": pgettext_lazy("pictogram", "magnifying glass"),
    "memo": pgettext_lazy("pictogram", "notepad"),
    "neutral-face": pgettext_lazy("pictogram", "neutral face"),
    "package": pgettext_lazy("pictogram", "package"),
    "pencil": pgettext_lazy("pictogram", "pencil"),
    "people-dialogue": pgettext_lazy("pictogram", "people talking"),
    "puzzle-piece": pgettext_lazy("pictogram", "puzzle piece"),
    "raised-hand": pgettext_lazy("pictogram", "raised hand"),
    "red-question-mark": pgettext_lazy("pictogram", "question mark"),
    "safety-vest": pgettext_lazy("pictogram", "safety vest"),
    "scissors": pgettext_lazy("pictogram", "scissors"),
    "seedling": pgettext_lazy("pictogram", "seedling"),
    "sleepy-face": pgettext_lazy("pictogram", "sleepy face"),
    "slightly-frowning-face": pgettext_lazy("pictogram", "frowning face"),
    "slightly-smiling-face": pgettext_lazy("pictogram", "smiling face"),
    "speech-balloon": pgettext_lazy("pictogram", "speech balloon"),
    "star": pgettext_lazy("pictogram", "star"),
    "straight-ruler": pgettext_lazy("pictogram", "ruler"),
    "sun": pgettext_lazy("pictogram", "sun"),
    "t-shirt": pgettext_lazy("pictogram", "T-shirt"),
    "teacher": pgettext_lazy("pictogram", "teacher"),
    "telephone": pgettext_lazy("pictogram", "telephone"),
    "thumbs-up": pgettext_lazy("pictogram", "thumb up"),
    "tractor": pgettext_lazy("pictogram", "tractor"),
    "warning": pgettext_lazy("pictogram", "warning"),
    "washing-machine": pgettext_lazy("pictogram", "washing machine"),
}
"""What each shows, for those who choose one from a list."""


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
