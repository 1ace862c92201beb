"""The fact tables of load and capacity, see `core.facts`."""

from __future__ import annotations

from dataclasses import dataclass

NO_WORKSHOP = "no_workshop"
"""The part of a figure by workshop that belongs to none."""
OF_WORKSHOP = "workshop_"
"""How the part of a workshop begins; its key follows."""


def part_of(workshop: int | None) -> str:
    """The part of a workshop (key) in figures that are counted by workshop.

    >>> part_of(12), part_of(None)
    ('workshop_12', 'no_workshop')
    """
    return NO_WORKSHOP if workshop is None else f"{OF_WORKSHOP}{workshop}"


def workshop_of(part: str) -> int | None:
    """The key of the workshop that a part is of; None for another part.

    >>> workshop_of("workshop_12"), workshop_of("no_workshop")
    (12, None)
    """
    key = part.removeprefix(OF_WORKSHOP)
    return int(key) if key != part and key.isdecimal() else None


@dataclass(frozen=True, slots=True)
class LoadDemand:
    """Minutes that one order line asks to be worked on one day, as it was ordered, whatever was made of it since.

    They are spread over the open half-days from the day it was ordered to the day it is due. A recurring line comes back each
    of its weeks or months, to the end of the year after the last change; an open-ended one asks what was called off.
    """

    order_line: int
    """Key of the line."""
    workshop: int | None
    """Key of the workshop that makes it; None when none was chosen."""
    workshop_part: str
    """Part of figures by workshop: `workshop_` and the key, or `no_workshop`."""
    day_no: int
    """Day number."""
    monday: int
    """Day number of the Monday of its week."""
    minutes: int
    """Minutes quoted, in proportion to the quantity; by the standard of the product where none were quoted."""


@dataclass(frozen=True, slots=True)
class WorkshopMember:
    """The present workshop of one person, and which part of presence is meant for production there, over some days."""

    subject: int
    """Key of the person."""
    workshop: int | None
    """Key of the workshop in which she is registered at present; None for none."""
    workshop_part: str
    """Part of figures by workshop: `workshop_` and the key, or `no_workshop`."""
    from_day: int
    """Day number of the Monday of the week from which the part of presence holds; 0 for the first one."""
    to_day: int
    """Day number of the first day on which it no longer holds; 9,999,999 for the last one."""
    share: int
    """Part of the presence that is meant for production, in ten-thousandths."""
