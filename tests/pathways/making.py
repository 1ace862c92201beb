"""Hosts, placements, and what else a way is made of, each in one call through its action."""

from __future__ import annotations

from datetime import date
from typing import Any

from etabli.core.calendars import WeeklyPattern, week_of
from etabli.org.models import Establishment
from etabli.pathways.actions import hosts, placements
from etabli.pathways.actions.hosts import HostSpec
from etabli.pathways.actions.placements import PlacementSpec
from etabli.pathways.models import Host, Placement
from etabli.pathways.states import Device, Objective, PlacementOutcome, PlacementState, Prescriber
from etabli.people.models import Person
from tests import workplace as small

OPERATOR: dict[str, Any] = {"by": None, "at": small.AT}
START, END = date(2025, 3, 3), date(2025, 3, 15)
"""A Monday, and the day after the second Friday that follows."""
MORNINGS = WeeklyPattern((week_of(small.MORNINGS),), date(2025, 1, 6))
AFTERNOONS = WeeklyPattern((week_of(dict.fromkeys(small.DAYS[:5], "A")),), date(2025, 1, 6))
_USUAL: dict[Device, dict[str, Any]] = {
    Device.MISPE: {"prescriber": Prescriber.MDPH},
    Device.PMSMP: {"objective": Objective.DISCOVER},
    Device.DUAL_ACTIVITY: {"weekly_minutes": 600},
    Device.SPRINGBOARD: {"weekly_minutes": 1200, "ends_before": date(2025, 9, 3)},
}
"""What the rules of a device ask for besides."""


def make_host(place: Establishment, name: str = "Menuiserie des Lilas", **changes: Any) -> Host:
    known = Host.objects.filter(establishment=place, name=name, town=changes.get("town", "")).first()
    return known or hosts.save_host(
        establishment=place, values=HostSpec(name, **{"kind": "private", **changes}), **OPERATOR
    )


def spec(place: Establishment, device: str = Device.MAD_INDIVIDUAL, **changes: Any) -> PlacementSpec:
    """Two weeks of March 2025 with the usual host, as the rules of the device ask."""
    usual = {"starts_on": START, "ends_before": END, **_USUAL.get(Device(device), {})}
    if "host" not in changes:
        usual["host"] = make_host(place)
    return PlacementSpec(device=device, **{**usual, **changes})


def make_placement(
    place: Establishment,
    person: Person,
    device: str = Device.MAD_INDIVIDUAL,
    *,
    state: str = PlacementState.AGREED,
    by: Any = None,
    at: Any = small.AT,
    **changes: Any,
) -> Placement:
    """A placement in a state, through every action on the way there. `changes`: fields of `PlacementSpec`."""
    who = {"by": by, "at": at}
    row = placements.save_placement(establishment=place, person=person, spec=spec(place, device, **changes), **who)
    if state in (PlacementState.AGREED, PlacementState.ENDED):
        placements.agree_placement(placement=row, **who)
    if state == PlacementState.ENDED:
        end = row.ends_before or END
        placements.end_placement(placement=row, ends_before=end, outcome=PlacementOutcome.COMPLETED, **who)
    if state == PlacementState.CANCELLED:
        placements.cancel_placement(placement=row, **who)
    row.refresh_from_db()
    return row
