"""The words of the parts of figures: those of `wording`, and the names of workshops."""

from __future__ import annotations

from collections.abc import Iterable

from etabli.core.facts_load import NO_WORKSHOP, workshop_of
from etabli.indicators.formats import reason_worded
from etabli.org.models import Workshop


def is_of_workshop(part: str) -> bool:
    """True for a part of a figure that is counted by workshop and week."""
    return part == NO_WORKSHOP or workshop_of(part) is not None


def parts_worded(parts: Iterable[str]) -> dict[str, str]:
    """The word of each part; one query where some are workshops, none else."""
    keys = {part: workshop_of(part) for part in parts if part}
    wanted = [key for key in keys.values() if key is not None]
    names = dict(Workshop.objects.filter(pk__in=wanted).values_list("pk", "name")) if wanted else {}
    return {part: names.get(key, part) if key is not None else reason_worded(part) for part, key in keys.items()}
