"""Whether a person may do a step of work: restrictions that forbid it, certifications that it needs."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from etabli.core.periods import Period


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a task. `restriction`: the kind that forbids it; `competence`: a certification (folded) that it needs.

    Either is empty when there is none. `needs`: the competence as it is written.
    """

    name: str
    restriction: str = ""
    competence: str = ""
    needs: str = ""


@dataclass(frozen=True, slots=True)
class Held:
    """Something that a person has for some days: a restriction by its kind, a certification by its folded name."""

    what: str
    days: Period
    words: str = ""


@dataclass(frozen=True, slots=True)
class Concern:
    """Why a step is not for someone. `words`: of the restriction; empty where a competence is missing."""

    step: Step
    words: str = ""


def concerns(
    steps: Iterable[Step],
    restrictions: Collection[Held],
    certifications: Collection[Held],
    known: Collection[str],
    day: date,
) -> list[Concern]:
    """What stands between a person and these steps on a day, in their order.

    `known`: certifications of the house; a competence that is none of them is words, which nothing can be held against.
    """
    found = []
    held = {one.what for one in certifications if day in one.days}
    for step in steps:
        found += [
            Concern(step, one.words) for one in restrictions if step.restriction == one.what != "" and day in one.days
        ]
        if step.competence in known and step.competence not in held:
            found.append(Concern(step))
    return found


def is_able(steps: Collection[Step], found: Iterable[Concern]) -> bool:
    """True when a step is left for the person, or when no step is written down.

    >>> is_able([Step("Fold"), Step("Lift", "load")], [Concern(Step("Lift", "load"), "No load over 10 kg")])
    True
    """
    against = {concern.step for concern in found}
    return not steps or any(step not in against for step in steps)
