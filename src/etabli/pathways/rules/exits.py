"""Rules of exits, of what follows them, and of the right to return. Nothing here reads a database or a clock."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from etabli.core.facts import EngagementKind
from etabli.core.periods import months_after
from etabli.core.refusal import Refusal
from etabli.pathways.states import ORDINARY, Destination, Device

FOLLOW_UP_MONTHS = (3, 6, 12)
"""Months after an exit to a job at which one asks whether she still works: a choice of ours, as usual elsewhere."""
JOBS = frozenset({Device.JOB, Device.SPRINGBOARD, Device.SUPPORTED_EMPLOYMENT, Device.DUAL_ACTIVITY})
"""Placements that may go on once a person has left: all others are of persons of the ESAT."""
GUESTS = frozenset({EngagementKind.TRAINEE, EngagementKind.DISCOVERY, EngagementKind.PUPIL})
LONGEST_REASON = 500

_READ = {
    Destination.ELDERLY_HOME: ("ehpad", "maison de retraite", "rusthuis", "woonzorgcentrum"),
    Destination.RETIREMENT: ("retraite", "pensioen", "retirement"),
    Destination.DEATH: ("deces", "decede", "overleden", "overlijden", "death"),
    Destination.ADAPTED_COMPANY: ("entreprise adaptee", "maatwerkbedrijf", "adapted company"),
    Destination.OTHER_ESAT: ("autre esat", "mutation esat", "transfert esat", "other esat"),
    Destination.CARE_HOME: ("foyer", "mas ", "fam ", "eam "),
    Destination.HOSPITAL: ("hopital", "hospitalisation", "ziekenhuis", "hospital"),
    Destination.REORIENTATION: ("reorientation", "herorientering"),
    Destination.MOVED: ("demenagement", "verhuis", "moved"),
    Destination.FAMILY: ("famille", "familie", "family"),
}
"""Words of a reason, folded, by the destination that they tell; the first that is found holds."""


# ---------------------------------------------------------------- leaving


def check_leaves(kind: str) -> None:
    """`kind`: of the engagement. Who is a guest leaves without an exit."""
    if kind in GUESTS:
        raise Refusal("exit_kind_wrong")


def check_contract(destination: str, contract: str) -> None:
    """A contract belongs to a job."""
    if contract and destination not in ORDINARY:
        raise Refusal("exit_contract_without_job", destination=destination)


def check_job(destination: str, device: str, *, is_hers: bool) -> None:
    """`device`: of the placement she is said to have left for."""
    if not is_hers or device not in {Device.JOB, Device.SPRINGBOARD}:
        raise Refusal("exit_job_of_other")
    if destination not in ORDINARY:
        raise Refusal("exit_contract_without_job", destination=destination)


def check_nothing_goes_on(devices: Iterable[str], last_day: date) -> None:
    """`devices`: of the placements agreed beyond the last day. A job goes on; what is of persons of the ESAT does not."""
    held = [device for device in devices if device not in JOBS]
    if held:
        raise Refusal("exit_placement_goes_on", number=len(held), day=last_day)


def check_not_returned(returned: bool) -> None:
    """What someone came back from stays."""
    if returned:
        raise Refusal("exit_returned_from")


def proposed(reason: str) -> Destination | None:
    """What the words of an engagement's end tell. `reason`: folded to lower case without accents."""
    padded = f"{reason} "
    found = (place for place, words in _READ.items() if any(word in padded for word in words))
    return next(found, None)


# ---------------------------------------------------------------- counted


@dataclass(frozen=True)
class Breakdown:
    """Those who left, by where they went, as the national survey counts them (persons)."""

    left: int
    adapted_company: int
    private: int
    public: int
    association: int
    other: int

    @property
    def ordinary(self) -> int:
        return self.adapted_company + self.private + self.public + self.association


def breakdown(destinations: Collection[str]) -> Breakdown:
    """`destinations`: one for each who left."""
    count = list(destinations).count
    adapted, private = count(Destination.ADAPTED_COMPANY), count(Destination.PRIVATE)
    public, association = count(Destination.PUBLIC), count(Destination.ASSOCIATION)
    left = len(destinations)
    other = other_exits(left, adapted, private, public, association)
    return Breakdown(left, adapted, private, public, association, other)


def other_exits(left: int, adapted_company: int, private: int, public: int, association: int) -> int:
    """Those who left otherwise: all less the four. Refusal `exit_breakdown_wrong` when the four are more than all."""
    other = left - (adapted_company + private + public + association)
    if min(left, adapted_company, private, public, association, other) < 0:
        raise Refusal("exit_breakdown_wrong", left=left, other=other)
    return other


def check_breakdown(told: Breakdown) -> None:
    """The control of the national survey of ESAT: other reasons are all exits less the four destinations of work.

    Refusal `exit_breakdown_wrong`: `other` is what it should be.
    """
    expected = other_exits(told.left, told.adapted_company, told.private, told.public, told.association)
    if told.other != expected:
        raise Refusal("exit_breakdown_wrong", left=told.left, other=expected)


# ---------------------------------------------------------------- what follows


def follow_ups_of(destination: str, exit_day: date) -> list[tuple[int, date]]:
    """Months and day at which one asks after someone who left for a job. `exit_day`: the first day after her last one."""
    if destination not in ORDINARY:
        return []
    return [(months, months_after(exit_day, months)) for months in FOLLOW_UP_MONTHS]


def check_follow_up(seen_on: date, exit_day: date, on: date) -> None:
    if seen_on < exit_day:
        raise Refusal("follow_up_before_exit", day=exit_day)
    if seen_on > on:
        raise Refusal("follow_up_to_come")


# ---------------------------------------------------------------- returning


def orientation_end(of_exit: date | None, of_situation: date | None) -> date | None:
    """The last day of the orientation that is known: it may have been renewed since the exit was written down."""
    return max((day for day in (of_exit, of_situation) if day is not None), default=None)


def days_left(orientation_until: date | None, on: date) -> int | None:
    """Days, that one included, on which she may still return by right; None when the orientation is not known."""
    return None if orientation_until is None else max((orientation_until - on).days + 1, 0)


def check_return(returned_on: date, exit_day: date | None) -> None:
    if exit_day is not None and returned_on < exit_day:
        raise Refusal("return_before_exit", day=exit_day)


def check_right(returned_on: date, *, destination: str, orientation_until: date | None) -> None:
    """Whether a return is by right: after a job, while the orientation of the CDAPH holds.

    Source: CASF, article L344-2-5: whose contract of work ends, or who is not hired for good at its end, comes back by right
    to the ESAT she left, or else to another that has an agreement with it for this.
    """
    if destination not in ORDINARY:
        raise Refusal("return_not_from_job")
    if orientation_until is None:
        raise Refusal("return_orientation_unknown")
    if returned_on > orientation_until:
        raise Refusal("return_orientation_over", day=orientation_until)


def check_elsewhere(name: str, *, by_right: bool, agreed: bool) -> None:
    """`agreed`: an agreement for the right to return with that ESAT holds on the day."""
    if not name.strip():
        raise Refusal("return_esat_missing")
    if by_right and not agreed:
        raise Refusal("return_without_agreement", name=name.strip())


def check_returned_once(returned: bool) -> None:
    if returned:
        raise Refusal("return_twice")
