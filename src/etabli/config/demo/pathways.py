"""Who is on the way to ordinary work in the demo: trials, secondments, jobs, exits and what follows, and who waits."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Max

from etabli.config.demo.skills import people_of_workshop
from etabli.core.calendars import WeeklyPattern, week_of
from etabli.core.facts import EngagementKind
from etabli.core.periods import monday_of, months_after
from etabli.org.models import Establishment
from etabli.pathways.actions import exits, hosts, partnerships, placements, recognitions, situations, waiting
from etabli.pathways.actions.agreements import AgreementSpec, save_agreement
from etabli.pathways.models import Exit, Host, Placement, Recognition, WaitingEntry
from etabli.pathways.states import (
    ContractKind,
    Destination,
    Device,
    HostKind,
    Objective,
    PartnershipKind,
    PlacementOutcome,
    Prescriber,
    RecognitionKind,
)
from etabli.people.models import Engagement, Person

HOSTS = (
    ("Jardinerie des Copeaux", HostKind.PRIVATE, "Rabotville"),
    ("Commune de Rabotville", HostKind.PUBLIC, "Rabotville"),
    ("Association Le Maillet", HostKind.ASSOCIATION, "Sciure-sur-Planche"),
    ("Copeaux Adaptés", HostKind.ADAPTED_COMPANY, "Rabotville"),
)
SECONDED, TRIED, OUTSIDE = "RES", "BLA", "EV"
"""Workshops from which people are seconded, try an employer out, and work outside as a team."""
MORNINGS = dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), "M")
LEFT = {"Embauche en milieu ordinaire": Destination.PRIVATE, "Retraite": Destination.RETIREMENT}
"""Where those who left went, by what was written when they did; of the others nobody knows."""
KNOWN = 9
"""Of ten persons, those of whom the questions of surveys were asked."""
RECOGNISED = (
    (RecognitionKind.RAE, "Agent de blanchisserie", 400, 260),
    (RecognitionKind.RSFP, "Entretien d’un massif", 200, 90),
    (RecognitionKind.VAE, "Employé de restauration collective", 120, None),
)
WAITING = (("Copeau", "Noa", 410, True), ("Rainure", "Iris", 230, False), ("Languette", "Marin", 60, False))


def follow(establishment: Establishment, at: datetime) -> None:
    """Ways of some people over the two years. Twice changes nothing."""
    if Placement.objects.filter(establishment=establishment).exists():
        return
    who: dict[str, Any] = {"by": None, "at": at}
    places = [
        hosts.save_host(establishment=establishment, values=hosts.HostSpec(name, kind, town=town), **who)
        for name, kind, town in HOSTS
    ]
    _discover(establishment, who)
    _place(establishment, places, at.date(), who)
    _leave(establishment, places[0], at.date(), who)
    _know(establishment, at.date(), who)
    _recognise(establishment, at.date(), who)
    _wait(establishment, at.date(), who)
    _join(establishment, at.date(), who)


def _agree(
    establishment: Establishment, person: Person, spec: placements.PlacementSpec, who: dict[str, Any]
) -> Placement:
    row = placements.save_placement(establishment=establishment, person=person, spec=spec, **who)
    placements.agree_placement(placement=row, **who)
    row.refresh_from_db()
    return row


def _discover(establishment: Establishment, who: dict[str, Any]) -> None:
    """Those who came to discover the ESAT, a week each."""
    rows = Engagement.objects.filter(establishment=establishment, kind=EngagementKind.DISCOVERY)
    for rank, row in enumerate(rows.select_related("person").order_by("starts_on")):
        prescriber = Prescriber.EMPLOYMENT_NETWORK if rank % 2 else Prescriber.MDPH
        begins = monday_of(row.starts_on) + timedelta(days=7)
        spec = placements.PlacementSpec(
            Device.MISPE,
            begins,
            begins + timedelta(days=5),
            signed_on=row.starts_on,
            prescriber=prescriber,
            tutor="La monitrice",
        )
        _agree(establishment, row.person, spec, who)


def _place(establishment: Establishment, places: list[Host], today: date, who: dict[str, Any]) -> None:
    """A secondment that goes on, one that ends soon, trials that are over, a team outside, a draft."""
    since = today - timedelta(days=700)
    seconded, tried, outside = (people_of_workshop(establishment, code, since) for code in (SECONDED, TRIED, OUTSIDE))
    begins = monday_of(today - timedelta(days=200))
    for person, host, days in zip(seconded, places, (500, 215), strict=False):
        spec = placements.PlacementSpec(
            Device.MAD_INDIVIDUAL,
            begins,
            begins + timedelta(days=days),
            host=host,
            signed_on=begins - timedelta(days=5),
            post="Aide en cuisine et service",
            tutor="La responsable de salle",
            pattern=WeeklyPattern((week_of(MORNINGS),), begins),
            mdph_notified_on=begins if host is places[0] else None,
        )
        _agree(establishment, person, spec, who)
    for rank, person in enumerate(tried[:3]):
        start = monday_of(today - timedelta(days=150 - 40 * rank))
        spec = placements.PlacementSpec(
            Device.PMSMP,
            start,
            start + timedelta(days=12),
            host=places[2 if rank % 2 else 0],
            signed_on=start,
            objective=tuple(Objective)[1 + rank % 2],
            prescriber=Prescriber.EMPLOYMENT_NETWORK,
            tutor="Le chef d’équipe",
        )
        row = _agree(establishment, person, spec, who)
        placements.end_placement(
            placement=row, ends_before=start + timedelta(days=12), outcome=PlacementOutcome.COMPLETED, **who
        )
    for person in outside[:4]:
        spec = placements.PlacementSpec(
            Device.SERVICE, monday_of(today - timedelta(days=90)), host=places[1], team="Équipe 1"
        )
        _agree(establishment, person, spec, who)
    draft = placements.PlacementSpec(
        Device.INTERNSHIP, monday_of(today) + timedelta(days=14), monday_of(today) + timedelta(days=19), host=places[3]
    )
    placements.save_placement(establishment=establishment, person=tried[3], spec=draft, **who)


def _leave(establishment: Establishment, host: Host, today: date, who: dict[str, Any]) -> None:
    """Those who are gone by today; who leaves later is not told yet."""
    rows = Engagement.objects.filter(
        establishment=establishment, kind=EngagementKind.ACCOMPANIMENT, end_reason__in=LEFT, ends_before__isnull=False
    )
    for row in rows.select_related("person").order_by("ends_before"):
        if Exit.objects.filter(engagement=row).exists() or row.ends_before is None or row.ends_before > today:
            continue
        last = row.ends_before - timedelta(days=1)
        destination = LEFT[row.end_reason]
        job = _hire(row, host, who) if destination == Destination.PRIVATE else None
        until = row.ends_before + timedelta(days=900) if job else None
        spec = exits.ExitSpec(last, destination, job=job, mdph_validated=True, orientation_until=until)
        exits.leave(engagement=row, spec=spec, **who)


def _hire(row: Engagement, host: Host, who: dict[str, Any]) -> Placement:
    """The job for which she leaves, and its support agreement."""
    starts = row.ends_before or row.starts_on
    spec = placements.PlacementSpec(
        Device.JOB,
        starts,
        host=host,
        signed_on=starts,
        contract=ContractKind.CDI,
        post="Agent d’entretien des serres",
        weekly_minutes=1800,
    )
    job = _agree(row.establishment, row.person, spec, who)
    agreed = AgreementSpec(starts, starts, months_after(starts, 12), job=job)
    save_agreement(establishment=row.establishment, person=row.person, spec=agreed, on=who["at"].date(), **who)
    return job


def _know(establishment: Establishment, today: date, who: dict[str, Any]) -> None:
    """What surveys ask of a person: known of nine in ten, so that the list of what is missing has something to show."""
    rows = Engagement.objects.filter(establishment=establishment, kind=EngagementKind.ACCOMPANIMENT).order_by("person")
    first = rows.values_list("person").annotate(last=Max("starts_on")).order_by("person")
    people = Person.objects.in_bulk([key for key, _ in first])
    for rank, (key, start) in enumerate(first):
        if rank % 10 >= KNOWN:
            continue
        until = today + timedelta(days=120 if rank % 25 == 0 else 400 + rank)
        spec = situations.SituationSpec(
            orientation_from=start,
            orientation_until=until,
            had_ordinary_job=rank % 4 == 0,
            first_protected=rank % 3 != 0,
            temporary_admission=False,
            driving_licence=rank % 8 == 0,
            highway_code=rank % 6 == 0,
            mobility_card=rank % 9 == 0,
            transport=rank % 2 == 0,
        )
        situations.save_situation(establishment=establishment, person=people[key], spec=spec, **who)


def _recognise(establishment: Establishment, today: date, who: dict[str, Any]) -> None:
    if Recognition.objects.filter(establishment=establishment).exists():
        return
    people = people_of_workshop(establishment, TRIED, today - timedelta(days=700))
    for person, (kind, title, begun, validated) in zip(people, RECOGNISED, strict=False):
        spec = recognitions.RecognitionSpec(
            kind,
            title,
            today - timedelta(days=begun),
            validated_on=None if validated is None else today - timedelta(days=validated),
        )
        recognitions.save_recognition(establishment=establishment, person=person, spec=spec, on=today, **who)


def _wait(establishment: Establishment, today: date, who: dict[str, Any]) -> None:
    if WaitingEntry.objects.filter(establishment=establishment).exists():
        return
    for last_name, first_name, days, creton in WAITING:
        spec = waiting.EntrySpec(
            last_name,
            first_name,
            today - timedelta(days=days),
            birth_date=date(today.year - 21, 5, 12),
            orientation_on=today - timedelta(days=days + 60),
            creton=creton,
            origin="IME des Copeaux" if creton else "Domicile",
        )
        waiting.save_entry(establishment=establishment, spec=spec, on=today, **who)


def _join(establishment: Establishment, today: date, who: dict[str, Any]) -> None:
    """Agreements with others: for the right to return, and with the employment service."""
    begins = date(today.year - 1, 1, 1)
    for kind, partner in (
        (PartnershipKind.RETURN_RIGHT, "ESAT Les Trusquins"),
        (PartnershipKind.EMPLOYMENT_NETWORK, "Service public de l’emploi de Rabotville"),
    ):
        spec = partnerships.PartnershipSpec(kind, partner, begins, begins)
        partnerships.save_partnership(establishment=establishment, spec=spec, **who)
