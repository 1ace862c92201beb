"""From a list of placements to the room of pathways; the same list twice changes nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from datetime import date, datetime, timedelta
from typing import Any

from etabli.core.calendars import WeeklyPattern
from etabli.core.identifiers import compact
from etabli.core.refusal import Refusal
from etabli.exchange.matching import Persons
from etabli.exchange.planning_sales import Telling, in_order, write_each
from etabli.exchange.reading.items import Person as Named
from etabli.exchange.reading.placements import PlacementRow
from etabli.exchange.reading.problems import Problem
from etabli.exchange.reading.rows import Reading
from etabli.exchange.reading.words import folded
from etabli.exchange.report import Report
from etabli.org.actions import Change
from etabli.org.models import Establishment, User
from etabli.pathways.actions.hosts import HostSpec, save_host
from etabli.pathways.actions.placements import PlacementSpec, agree_placement, end_placement, save_placement
from etabli.pathways.models import Host, Placement
from etabli.pathways.rules.fields import FIELDS
from etabli.pathways.rules.placements import HOSTED
from etabli.pathways.states import Device, HostKind, PlacementState
from etabli.people.models import Person
from etabli.people.queries import staff_numbers

COLUMN_OF_REFUSAL = {
    "host_kind_unknown": "host_kind",
    "host_siret_wrong": "siret",
    "host_known": "host",
    "host_name_missing": "host",
    "placement_host_missing": "host",
    "placement_end_missing": "last_day",
    "placement_backwards": "last_day",
    "secondment_too_long": "last_day",
    "discovery_not_prescribed": "prescriber",
    "discovery_too_long": "last_day",
    "trial_objective_missing": "objective",
    "trial_month_over": "last_day",
    "trial_days_over": "last_day",
    "hours_above_week": "weekly",
    "springboard_too_short": "last_day",
    "springboard_too_long": "last_day",
    "springboard_proof_missing": "beyond_proof",
    "springboard_hours": "weekly",
    "placement_not_engaged": "staff_number",
    "placement_not_correctable": "device",
    "outcome_still_asked": "outcome",
    "outcome_stands": "outcome",
}
"""The cell that a refusal is told at; the first day of the placement for others."""
_SAID = ("prescriber", "objective", "contract", "post", "tutor", "place_of_work", "beyond_ground", "beyond_proof")
_USUAL_HOST = {Device.SPRINGBOARD: HostKind.ADAPTED_COMPANY}
"""Where the device tells the kind of a new host."""
Key = tuple[int, str, date]
"""Person, device and first day of a placement."""


@dataclass
class _Known:
    """What the establishment knows of what the list names."""

    persons: Persons
    people: dict[int, Person]
    placements: dict[Key, Placement]
    hosts: _Hosts


class _Hosts:
    """Hosts by SIRET, by name and town, and by name where one alone is called so. The kind of a new one is said once."""

    def __init__(self, establishment: Establishment, rows: Iterable[PlacementRow]) -> None:
        self._establishment = establishment
        self._rows = list(Host.objects.filter(establishment=establishment))
        self._kinds = {folded(row.texts["host"]): row.host_kind for row in rows if row.host_kind}

    def kind_of(self, row: PlacementRow) -> str:
        """Of a host that is new; empty when nothing says it."""
        said = row.host_kind or self._kinds.get(folded(row.texts["host"]), "")
        return said or str(_USUAL_HOST.get(Device(row.device), ""))

    def find(self, row: PlacementRow) -> Host | None:
        siret, name, town = compact(row.siret), folded(row.texts["host"]), folded(row.texts["town"])
        by_siret = [host for host in self._rows if siret and host.siret == siret]
        if by_siret:
            return by_siret[0]
        called = [host for host in self._rows if name and folded(host.name) == name]
        there = [host for host in called if folded(host.town) == town]
        if there:
            return there[0]
        return called[0] if len(called) == 1 and not town else None

    def make(self, row: PlacementRow, by: User | None, at: datetime) -> Host:
        values = HostSpec(row.texts["host"], self.kind_of(row), siret=row.siret, town=row.texts["town"])
        made = save_host(establishment=self._establishment, values=values, by=by, at=at)
        self._rows.append(made)
        return made


def write_placements(
    reading: Reading[PlacementRow], report: Report, *, establishment: Establishment, by: User | None, at: datetime
) -> None:
    """Placements as they were agreed, made or corrected; those whose outcome is said are ended. Hosts that nobody knows
    are made. Every rule of the devices holds, as on screen."""
    rows, telling = in_order(reading), Telling(report, "begins_on", COLUMN_OF_REFUSAL)
    telling.doubt(reading.doubtful)
    known = _known(establishment, rows)
    keys: dict[int, Key] = {}
    first: dict[Key, PlacementRow] = {}
    for row in rows:
        key = _check(row, known, telling)
        if key is None:
            continue
        keys[id(row)] = key
        if first.setdefault(key, row) is not row:
            telling.say(row, "line_twice", "begins_on", other=str(first[key].line.place("begins_on")))

    def write(row: PlacementRow) -> Change:
        return _write(row, keys[id(row)], known, establishment, by, at)

    write_each(rows, telling, report, write)
    report.summary = {"lines": len(reading.rows), "persons": len({key[0] for key in keys.values()})}


def _known(establishment: Establishment, rows: Iterable[PlacementRow]) -> _Known:
    numbers = staff_numbers(establishment)
    held = Placement.objects.filter(establishment=establishment).exclude(state=PlacementState.CANCELLED)
    standing = held.select_related("host", "person", "establishment").order_by("pk")
    return _Known(
        persons=Persons(numbers, dict.fromkeys(numbers, ("", ""))),
        people={person.pk: person for person in Person.objects.filter(pk__in=numbers)},
        placements={(row.person_id, row.device, row.starts_on): row for row in standing},
        hosts=_Hosts(establishment, rows),
    )


def _check(row: PlacementRow, known: _Known, telling: Telling) -> Key | None:
    """What can be told before anything is written; the key of the row."""
    found = known.persons.find(Named(row.staff_number, "", row.line.place("staff_number")))
    if isinstance(found, Problem):
        telling.say(row, found.code, "staff_number")
    if row.last_day is not None and row.last_day < row.starts_on and "begins_on" not in row.unread:
        telling.say(row, "placement_backwards", "last_day", start=row.starts_on)
    if row.outcome and row.last_day is None:
        telling.say(row, "outcome_without_end", "outcome")
    if row.device and Device(row.device) in HOSTED:
        _check_host(row, known, telling)
    if isinstance(found, Problem) or {"device", "begins_on"} & row.unread:
        return None
    return found, row.device, row.starts_on


def _check_host(row: PlacementRow, known: _Known, telling: Telling) -> None:
    """Named, and of a kind that is known or said."""
    host = known.hosts.find(row)
    if host is None and not row.texts["host"]:
        telling.say(row, "value_missing", "host")
    elif host is None and not known.hosts.kind_of(row):
        telling.say(row, "host_kind_not_said", "host_kind", name=row.texts["host"])


# ---------------------------------------------------------------- writing


def _write(
    row: PlacementRow, key: Key, known: _Known, establishment: Establishment, by: User | None, at: datetime
) -> Change:
    standing = known.placements.get(key)
    host = known.hosts.find(row)
    if host is None and row.texts["host"]:
        host = known.hosts.make(row, by, at)
    spec = _spec(row, standing, host)
    if standing is not None and _is_so(row, standing, spec):
        return Change.UNCHANGED
    who = {"establishment": establishment, "person": known.people[key[0]]}
    saved = standing
    if saved is None or spec != _spec_of(saved):
        saved = save_placement(**who, spec=spec, placement=standing, by=by, at=at)
    if saved.state == PlacementState.DRAFT:
        agree_placement(placement=saved, by=by, at=at)
    saved.refresh_from_db()
    if row.outcome and saved.state == PlacementState.ENDED and saved.outcome != row.outcome:
        raise Refusal("outcome_stands", placement_outcome=saved.outcome)
    if row.outcome and row.last_day is not None and saved.state == PlacementState.AGREED:
        ends_before = row.last_day + timedelta(days=1)
        end_placement(placement=saved, ends_before=ends_before, outcome=row.outcome, by=by, at=at)
    return Change.CREATED if standing is None else Change.UPDATED


def _is_so(row: PlacementRow, standing: Placement, spec: PlacementSpec) -> bool:
    """What the row says stands already."""
    ended = not row.outcome or (standing.state, standing.outcome) == (PlacementState.ENDED, row.outcome)
    return standing.state != PlacementState.DRAFT and ended and spec == _spec_of(standing)


def _spec_of(standing: Placement) -> PlacementSpec:
    values = {field.name: getattr(standing, field.name) for field in fields(PlacementSpec)}
    anchor = standing.pattern_anchor
    pattern = WeeklyPattern.parse(standing.pattern, anchor) if standing.pattern and anchor else None
    return PlacementSpec(**{**values, "pattern": pattern})


def _spec(row: PlacementRow, standing: Placement | None, host: Host | None) -> PlacementSpec:
    """What stands, with what the row says of that which the device asks: a form would empty the rest unseen."""
    before = _spec_of(standing) if standing else PlacementSpec(row.device, row.starts_on)
    told: dict[str, Any] = {name: row.texts[name] for name in _SAID if row.texts[name]} | row.days
    if row.weekly is not None:
        told["weekly_minutes"] = row.weekly
    said = {name: told[name] for name in FIELDS[Device(row.device)] if name in told}
    if row.last_day is not None:
        said["ends_before"] = row.last_day + timedelta(days=1)
    if host is not None and Device(row.device) in HOSTED:
        said["host"] = host
    return replace(before, **said)
