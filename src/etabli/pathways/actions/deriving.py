"""Deriving the fact tables of this room, and those of people that it knows more of: `exit` and `person_profile`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.db import models

from etabli.core.facts import EngagementKind
from etabli.core.periods import Period, day_no
from etabli.kit.bulk import bring
from etabli.org.models import Establishment
from etabli.pathways.models import (
    AgreementFact,
    Exit,
    ExitFact,
    PersonFact,
    Placement,
    PlacementFact,
    Recognition,
    RecognitionFact,
    Return,
    ReturnFact,
    Situation,
    SupportAgreement,
)
from etabli.pathways.rules import facts as rules
from etabli.pathways.rules.placements import OF_THE_HOUSE
from etabli.pathways.states import HELD
from etabli.people.models import Engagement, Person

Persons = Collection[int] | None
"""Keys; None for everyone of the establishment."""
_OWN = ("establishment", "subject")
_PLACEMENT = (*_OWN, "placement", "device", "prescriber", "contract", "host_kind", "host")
_PLACEMENT += ("from_day", "to_day", "signed_day", "collective", "code")
_AGREEMENT = (*_OWN, "agreement", "from_day", "to_day", "signed_day")
_EXIT = (*_OWN, "engagement", "exit_day", "destination", "ordinary", "contract", "orientation_until")
_RETURN = (*_OWN, "return_key", "return_day", "elsewhere", "by_right", "exit_day")
_RECOGNITION = (*_OWN, "recognition", "kind", "started_day", "validated_day")
_ASKED = ("had_ordinary_job", "first_protected", "temporary_admission")
_ASKED += ("driving_licence", "highway_code", "mobility_card", "transport")
_PROFILE = (*_OWN, "birth_day", "sex", "entry_day", "orientation_day")
_PROFILE += tuple(name.removesuffix("_admission") for name in _ASKED)


def derive_facts(establishment: Establishment, persons: Persons = None) -> None:
    """Every fact of this room about these persons, from what is captured now. Inside the action that changed it."""
    _placements(establishment, persons)
    _agreements(establishment, persons)
    _returns(establishment, persons)
    _recognitions(establishment, persons)
    derive_people(establishment, persons)


def follow_people(*, establishment: Establishment, persons: Collection[int], at: datetime) -> None:
    """Engagements of these persons changed: what is told of their leaving, of themselves and of their placements follows."""
    _placements(establishment, persons)
    derive_people(establishment, persons)


def follow_person(*, person: int) -> None:
    """Who a person is was written anew: wherever she is or was engaged, her profile follows."""
    for establishment in Establishment.objects.filter(engagements__person=person).distinct():
        derive_people(establishment, [person])


def derive_people(establishment: Establishment, persons: Persons) -> None:
    """`exit` and `person_profile`."""
    engagements = _of(Engagement.objects.filter(establishment=establishment), "person", persons)
    columns = ("pk", "person", "kind", "starts_on", "ends_before")
    stays = [
        rules.Stay(key, person, start, end)
        for key, person, kind, start, end in engagements.order_by("starts_on").values_list(*columns)
        if kind == EngagementKind.ACCOMPANIMENT
    ]
    _exits(establishment, persons, stays)
    _profiles(establishment, persons, stays)


def _bring(
    model: type[models.Model],
    names: tuple[str, ...],
    key: str,
    establishment: Establishment,
    persons: Persons,
    rows: Iterable[tuple[Any, ...]],
) -> None:
    facts = _of(model._default_manager.filter(establishment=establishment), "subject", persons)
    wanted = ((establishment.pk, *row) for row in rows)
    bring(model, names, (key,), facts.values_list(*names, "pk"), wanted)


def _of(rows: models.QuerySet[Any], path: str, persons: Persons) -> models.QuerySet[Any]:
    return rows if persons is None else rows.filter(**{f"{path}__among": frozenset(persons)})


def _day(day: date | None) -> int | None:
    return None if day is None else day_no(day)


def _placements(establishment: Establishment, persons: Persons) -> None:
    found = _of(Placement.objects.filter(establishment=establishment, state__in=HELD), "person", persons)
    columns = ("person", "pk", "device", "prescriber", "contract", "host__kind", "host", "starts_on", "ends_before")
    stays = _stays(establishment, persons)
    rows = []
    for person, key, device, prescriber, contract, host_kind, host, start, end, signed, code in found.values_list(
        *columns, "signed_on", "code"
    ):
        days: Period | None = Period(start, end)
        if device in OF_THE_HOUSE:
            days = rules.of_the_house(Period(start, end), stays[person])
        if days is not None:
            said = (person, key, device, prescriber, contract, host_kind or "", host)
            told = (_day(signed), rules.collective(device), code)
            rows.append((*said, day_no(start), rules.end_no(days.end), *told))
    _bring(PlacementFact, _PLACEMENT, "placement", establishment, persons, rows)


def _stays(establishment: Establishment, persons: Persons) -> Mapping[int, list[Period]]:
    """When each person (key) is engaged there."""
    stays: defaultdict[int, list[Period]] = defaultdict(list)
    rows = _of(Engagement.objects.filter(establishment=establishment), "person", persons)
    for person, start, end in rows.values_list("person", "starts_on", "ends_before"):
        stays[person].append(Period(start, end))
    return stays


def _agreements(establishment: Establishment, persons: Persons) -> None:
    found = _of(SupportAgreement.objects.filter(establishment=establishment), "person", persons)
    rows = (
        (person, key, day_no(start), day_no(min(end, ended or end)), day_no(signed))
        for person, key, start, end, ended, signed in found.values_list(
            "person", "pk", "starts_on", "ends_before", "ended_on", "signed_on"
        )
        if ended is None or ended > start
    )
    _bring(AgreementFact, _AGREEMENT, "agreement", establishment, persons, rows)


def _returns(establishment: Establishment, persons: Persons) -> None:
    found = _of(Return.objects.filter(establishment=establishment), "person", persons)
    rows = (
        (person, key, day_no(day), int(elsewhere), int(by_right), _day(left))
        for person, key, day, elsewhere, by_right, left in found.values_list(
            "person", "pk", "returned_on", "elsewhere", "by_right", "exit__engagement__ends_before"
        )
    )
    _bring(ReturnFact, _RETURN, "return_key", establishment, persons, rows)


def _recognitions(establishment: Establishment, persons: Persons) -> None:
    found = _of(Recognition.objects.filter(establishment=establishment), "person", persons)
    rows = (
        (person, key, kind, day_no(started), _day(validated))
        for person, key, kind, started, validated in found.values_list(
            "person", "pk", "kind", "started_on", "validated_on"
        )
    )
    _bring(RecognitionFact, _RECOGNITION, "recognition", establishment, persons, rows)


def _exits(establishment: Establishment, persons: Persons, stays: list[rules.Stay]) -> None:
    told = _of(Exit.objects.filter(establishment=establishment), "person", persons)
    columns = ("engagement", "destination", "contract", "orientation_until")
    known = {key: rules.Told(*words) for key, *words in told.values_list(*columns)}
    ends = {stay.engagement: stay for stay in stays}
    others = Engagement.objects.filter(pk__in=[key for key in known if key not in ends]).exclude(ends_before=None)
    stays = stays + [rules.Stay(row.pk, row.person_id, row.starts_on, row.ends_before) for row in others]
    rows = (
        (stay.person, stay.engagement, day_no(end), said.destination, rules.is_ordinary(said.destination))
        + (said.contract, _day(said.orientation_until))
        for stay, end, said in rules.exits(stays, known)
    )
    _bring(ExitFact, _EXIT, "engagement", establishment, persons, rows)


def _profiles(establishment: Establishment, persons: Persons, stays: list[rules.Stay]) -> None:
    people = _of(Person.objects.filter(engagements__establishment=establishment), "pk", persons).order_by().distinct()
    asked = _of(Situation.objects.filter(establishment=establishment), "person", persons)
    known = {row[0]: row[1:] for row in asked.values_list("person", "orientation_from", *_ASKED)}
    nothing = (None,) * (1 + len(_ASKED))
    entries = rules.entries(stays)
    rows = []
    for person, born, sex in people.values_list("pk", "birth_date", "sex"):
        orientation, *answers = known.get(person, nothing)
        said = (rules.answer(value) for value in answers)
        rows.append((person, _day(born), sex, _day(entries.get(person)), _day(orientation), *said))
    _bring(PersonFact, _PROFILE, "subject", establishment, persons, rows)
