"""The facts of pathways of a worked example: placements, exits, returns, agreements, recognitions, wills and profiles."""

from __future__ import annotations

from datetime import date
from typing import Any

from etabli.core.periods import Period, day_no
from etabli.indicators.examples import Example, People
from etabli.pathways.rules.following import CODES
from etabli.pathways.states import ORDINARY, Device

PLACE = 1
FOR_EVER = 9_999_999
NOBODY_ASKED = -1
Groups = dict[str, tuple[People, int]]
"""Each group of people and the key of its first person, by name."""


def followed(example: Example, groups: Groups) -> dict[str, list[dict[str, Any]]]:
    """The rows of each fact table of pathways, of the first person of each group."""
    keys = {name: key for name, (_, key) in groups.items()}
    return {
        "placement": [
            {
                **_of(keys[row.people], placement=key, host=None, host_kind="", prescriber="", signed_day=None),
                **_span(row.over),
                "device": str(Device(row.device)),
                "contract": row.contract,
                "collective": int(row.device == Device.MAD_COLLECTIVE),
                "code": CODES[Device(row.device)],
            }
            for key, row in enumerate(example.placements, start=1)
        ],
        "exit": [_exit(*groups[row.people], row.destination, row.contract) for row in example.exits],
        "return_to_esat": [
            _of(
                keys[row.people],
                return_key=key,
                return_day=day_no(row.on),
                elsewhere=int(row.elsewhere),
                by_right=int(row.by_right),
                exit_day=_left_before(groups[row.people][0], row.on),
            )
            for key, row in enumerate(example.returns, start=1)
        ],
        "support_agreement": [
            {**_of(keys[row.people], agreement=key, signed_day=day_no(row.over.start)), **_span(row.over)}
            for key, row in enumerate(example.agreements, start=1)
        ],
        "recognition": [
            _of(
                keys[row.people],
                recognition=key,
                kind=row.kind,
                started_day=day_no(row.started),
                validated_day=_day(row.validated),
            )
            for key, row in enumerate(example.recognitions, start=1)
        ],
        "ordinary_work_will": [
            {**_of(keys[row.people], seeker_day=_day(row.seeker)), **_span(row.over)} for row in example.wills
        ],
        "person_profile": [_profile(group, key) for group, key in groups.values()],
    }


def _of(subject: int, **values: Any) -> dict[str, Any]:
    return {"establishment": PLACE, "subject": subject, **values}


def _span(over: Period) -> dict[str, int]:
    return {"from_day": day_no(over.start), "to_day": FOR_EVER if over.end is None else day_no(over.end)}


def _day(day: date | None) -> int | None:
    return None if day is None else day_no(day)


def _left_before(group: People, day: date) -> int | None:
    end = group.engaged.end
    return day_no(end) if end is not None and end <= day else None


def _exit(group: People, key: int, destination: str, contract: str) -> dict[str, Any]:
    if group.engaged.end is None:
        raise ValueError(f"{group.name} has not left")
    return _of(
        key,
        engagement=key,
        exit_day=day_no(group.engaged.end),
        destination=destination,
        ordinary=int(destination in ORDINARY),
        contract=contract,
        orientation_until=None,
    )


def _profile(group: People, key: int) -> dict[str, Any]:
    unasked = ("had_ordinary_job", "first_protected", "temporary")
    mobility = ("driving_licence", "highway_code", "mobility_card", "transport")
    return _of(
        key,
        birth_day=_day(group.birth),
        sex=group.sex,
        entry_day=day_no(group.engaged.start),
        orientation_day=None,
        **dict.fromkeys((*unasked, *mobility), NOBODY_ASKED),
    )
