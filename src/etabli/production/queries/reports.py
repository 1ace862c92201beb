"""Reports of interventions: which version of each stands, and whom a reader sees in them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from etabli.core.registers import Act, Register, moments
from etabli.kit.texts import fold
from etabli.org.access import workshop_limit
from etabli.org.models import Establishment, User
from etabli.people.reach import Reach
from etabli.production.access import ProductionRight
from etabli.production.models import InterventionReport


@dataclass(frozen=True)
class PersonShown:
    """Who took part, and for how long. `name` empty: not for this reader."""

    person: int
    name: str
    minutes: int


@dataclass(frozen=True)
class ReportShown:
    """A version of a report as a reader sees it.

    `standing`: key of the version that stands. `signed`: key of the last version before this one that a client signed,
    when this one is a correction without a signature of its own.
    """

    row: InterventionReport
    people: tuple[PersonShown, ...]
    photos: tuple[UUID, ...]
    standing: UUID
    signed: UUID | None

    @property
    def stands(self) -> bool:
        return self.standing == self.row.pk


def reports_seen(user: User, establishment: Establishment, workshop: int | None = None) -> list[UUID]:
    """Keys of the reports that stand in the workshops of a reader, latest intervention first; three queries at most."""
    if not user.may(ProductionRight.READ, establishment):
        return []
    limit = workshop_limit(user, ProductionRight.READ, establishment)
    registers: defaultdict[UUID, Register[tuple[date, int, int]]] = defaultdict(Register)
    columns = ("pk", "root", "acted_at", "corrects", "day", "started", "workshop")
    for pk, root, acted_at, corrects, *value in InterventionReport.objects.filter(
        establishment=establishment
    ).values_list(*columns):
        act = Act(pk, acted_at, () if corrects is None else (corrects,))
        registers[root].enter(act, (value[0], value[1], value[2]))
    found = []
    for register in registers.values():
        key, value_ = register.standing, register.value
        if key is None or value_ is None or (workshop is not None and value_[2] != workshop):
            continue
        if limit is None or value_[2] in limit:
            found.append((value_[0], value_[1], key))
    return [key for _, _, key in sorted(found, reverse=True)]


def report_shown(user: User, establishment: Establishment, key: UUID, today: date) -> ReportShown | None:
    """A version of a report, if it is one of the reader's workshops; as many queries whatever is in it."""
    rows = InterventionReport.objects.visible_to(user, establishment, ProductionRight.READ).filter(pk=key)
    row = rows.select_related("workshop", "activity", "author").prefetch_related("people", "photos").first()
    if row is None:
        return None
    versions = list(InterventionReport.objects.filter(establishment=establishment, root=row.root))
    acts = [Act(version.pk, version.acted_at, (version.corrects,) if version.corrects else ()) for version in versions]
    counted = moments(acts)
    order = sorted(versions, key=lambda version: (counted[version.pk], version.pk))
    before = order[: next(index for index, version in enumerate(order) if version.pk == row.pk)]
    signed = [version.pk for version in before if version.signature]
    people = list(row.people.all())
    reach = Reach(user, ProductionRight.READ, establishment, {person.person_id for person in people})
    shown = tuple(
        PersonShown(
            person.person_id,
            reach.names[person.person_id] if reach.holds(person.person_id, today, row.day) else "",
            person.minutes,
        )
        for person in people
    )
    photos = tuple(photo.photo for photo in row.photos.all())
    last_signed = signed[-1] if signed and not row.signature else None
    return ReportShown(row, tuple(sorted(shown, key=_by_name)), photos, order[-1].pk, last_signed)


def _by_name(person: PersonShown) -> tuple[bool, str]:
    """Those who are not named come last."""
    return not person.name, fold(person.name)
