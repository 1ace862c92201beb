"""A workshop with activities, and acts on them, each in one call."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from uuid_utils.compat import uuid7

from etabli.core.periods import day_no, monday_of
from etabli.core.work import Part, Share
from etabli.kit import clock
from etabli.kit.files import keep_photo
from etabli.org.grants import add_user
from etabli.org.models import Establishment, User, Workshop
from etabli.org.states import Role
from etabli.people.models import Person
from etabli.production import actions
from etabli.production.models import Activity, RejectCause, WorkFact
from tests import workplace as small
from tests.production import lines

MONDAY = date(2025, 3, 3)
TUESDAY = date(2025, 3, 4)
M, A = 0, 1
FULL = 210
"""Minutes of a half-day at full time."""
PASSWORD = "a long pass phrase"


@dataclass
class Floor:
    """A place with two workshops, two activities and a cause in the first, one activity in the second."""

    place: Establishment
    laundry: Workshop
    garden: Workshop
    packing: Activity
    labels: Activity
    mowing: Activity
    torn: RejectCause


def floor(**changes: Any) -> Floor:
    workshops = (small.org.WorkshopSpec("BLA", "Blanchisserie"), small.org.WorkshopSpec("EV", "Espaces verts"))
    place = small.workplace(**{"workshops": workshops, **changes})
    laundry, garden = place.workshops.get(code="BLA"), place.workshops.get(code="EV")
    return Floor(
        place,
        laundry,
        garden,
        activity(place, laundry, "PACK", "Mise sous pli", "plis"),
        activity(place, laundry, "ETIQ", "Étiquetage", "pièces"),
        activity(place, garden, "TONTE", "Tonte", "m²", off_site=True),
        actions.save_cause(establishment=place, code="DECH", name="Déchiré", by=None, at=small.AT),
    )


def activity(place: Establishment, workshop: Workshop, code: str, name: str, unit: str, **more: Any) -> Activity:
    spec = actions.ActivitySpec(code, name, unit, **more)
    return actions.save_activity(establishment=place, workshop=workshop, spec=spec, by=None, at=small.AT)


def team(where: Floor, *numbers: str, workshop: str = "BLA") -> list[Person]:
    return [small.engage(where.place, number, workshop=workshop) for number in numbers]


def user(where: Floor, role: Role, workshop: Workshop | None = None, name: str = "", at: datetime = small.AT) -> User:
    made = add_user(username=name or str(role), role=role, establishment=where.place, workshop=workshop, by=None, at=at)
    made.set_password(PASSWORD)
    made.save()
    return made


def work(
    where: Floor,
    person: Person,
    *parts: Activity | tuple[Activity, int | None],
    day: date = MONDAY,
    half: int = M,
    acted_at: datetime = small.AT,
    **more: Any,
) -> actions.WorkOperation:
    """On what a person worked; an activity alone takes what is left."""
    pairs = [part if isinstance(part, tuple) else (part, None) for part in parts]
    return actions.WorkOperation(
        id=more.pop("id", None) or uuid7(),
        person=person.pk,
        day=day,
        half=half,
        parts=tuple(Part(row.pk, minutes) for row, minutes in pairs),
        workshop=more.pop("workshop", where.laundry.pk),
        acted_at=acted_at,
        **more,
    )


def output(
    where: Floor,
    good: int,
    rejected: int = 0,
    *,
    of: Activity | None = None,
    day: date = MONDAY,
    half: int = M,
    shares: Iterable[tuple[Person, int, int]] = (),
    acted_at: datetime = small.AT,
    **more: Any,
) -> actions.OutputOperation:
    """Whole units; `shares` too."""
    made = of or where.packing
    usual = {"cause": where.torn.pk if rejected else None, "rule": "equal", "workshop": made.workshop_id}
    return actions.OutputOperation(
        id=more.pop("id", None) or uuid7(),
        activity=made.pk,
        day=day,
        half=half,
        good=good * 1000,
        rejected=rejected * 1000,
        acted_at=acted_at,
        shares=tuple(Share(person.pk, ok * 1000, bad * 1000) for person, ok, bad in shares),
        **{**usual, **more},
    )


def record_work(
    where: Floor, *operations: actions.WorkOperation, by: User | None = None, at: datetime = small.AT
) -> list[actions.Answer]:
    return actions.record_work(establishment=where.place, operations=operations, by=by, at=at)


def record_output(
    where: Floor, *operations: actions.OutputOperation, by: User | None = None, at: datetime = small.AT
) -> list[actions.Answer]:
    return actions.record_output(establishment=where.place, operations=operations, by=by, at=at)


def refusals(answers: Iterable[actions.Answer]) -> list[str]:
    return [answer.refusal.code if answer.refusal else str(answer.outcome) for answer in answers]


def facts(where: Floor, day: date = MONDAY) -> dict[tuple[int | None, int, int], tuple[int, int, int]]:
    """(minutes, good, rejected) in whole units by (person, half, activity) of a day."""
    rows = WorkFact.objects.filter(establishment=where.place, day_no=day_no(day))
    return {(row.subject_id, row.half, row.task): (row.minutes, row.good // 1000, row.rejected // 1000) for row in rows}


def minutes(where: Floor, day: date = MONDAY) -> dict[int | None, int]:
    """Minutes of each person over a day."""
    found: dict[int | None, int] = {}
    for (person, _, _), (length, _, _) in facts(where, day).items():
        found[person] = found.get(person, 0) + length
    return found


def key(number: int) -> UUID:
    return UUID(int=number)


def samples(place: Establishment, person: Person, code: str = "PACK", cause_code: str = "DECH") -> dict[str, Any]:
    """One of everything in the first workshop of a place, and what its addresses need."""
    workshop = place.workshops.order_by("code")[0]
    packing = activity(place, workshop, code, "Mise sous pli", "plis")
    cause = actions.save_cause(establishment=place, code=cause_code, name="Déchiré", by=None, at=small.AT)
    common = {"workshop": workshop.pk, "acted_at": small.AT}
    at_once = {"establishment": place, "by": None, "at": small.AT}
    parts = (Part(packing.pk),)
    entry = actions.WorkOperation(id=uuid7(), person=person.pk, day=MONDAY, half=M, parts=parts, **common)
    made = actions.OutputOperation(
        id=uuid7(), activity=packing.pk, day=MONDAY, half=M, good=240_000, rejected=0, rule="equal", **common
    )
    told = actions.HandoverOperation(id=uuid7(), to_role=str(Role.INSTRUCTOR), text="Machine 2 en panne", **common)
    photo = uuid7()
    people = (actions.PersonTime(person.pk, 60),)
    report = actions.InterventionOperation(
        id=uuid7(), day=MONDAY, site="Parc", started=540, ended=600, people=people, photos=(photo,), **common
    )
    keep_photo(place=place.pk, key=photo, content=png())
    actions.record_work(operations=[entry], **at_once)
    actions.record_output(operations=[made], **at_once)
    actions.record_handover(operations=[told], **at_once)
    actions.record_interventions(operations=[report], **at_once)
    ordered = lines.ordered(workshop, place, order=lines.order_of(place, "P2025-0001"))
    spec = actions.OperationSpec("Plier", minutes_per_thousand=90)
    step = actions.save_operation(line=ordered.line, spec=spec, by=None, at=small.AT)
    work_on_line = actions.WorkOperation(
        id=uuid7(), person=person.pk, day=TUESDAY, half=M, parts=(Part(ordered.task.pk),), **common
    )
    actions.record_work(operations=[work_on_line], **at_once)
    of_line = ("line", "operation_add", "operation", "operation_remove", "operation_restore")
    return {
        **{f"production:{name}.line": ordered.line.pk for name in of_line},
        "operation": step.pk,
        "production:presence_target.workshop": workshop.pk,
        "production:load_week.workshop": workshop.pk,
        "production:load_week.day": monday_of(clock.today()).isoformat(),
        "production:day_export.kind": "csv",
        "production:work.day": MONDAY.isoformat(),
        "production:work.half": M,
        "production:output_add.workshop": workshop.pk,
        "production:output_add.day": MONDAY.isoformat(),
        "production:output.key": made.id,
        "production:output_take_back.key": made.id,
        "activity": packing.pk,
        "cause": cause.pk,
        "production:handover_mark.key": told.id,
        **{f"production:report{what}.key": report.id for what in ("", "_edit", "_pdf", "_photo")},
        "production:report_photo.photo": photo,
    }


def png() -> bytes:
    """One grey dot."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0\x80")) + chunk(b"IEND", b"")
